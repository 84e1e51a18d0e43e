"""Streamlit's component hands Plotly each figure twice: the second time nothing is drawn anew."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import plotly
import pytest
from playwright.sync_api import Browser

from charts import docs_builds, issues
from charts.theme import LIGHT
from render.figures import drawn_once

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# How often a second drawing sets an attribute; the component sets the modes of a clicked chart.
ANEW = """async ([figure, isClickable]) => {
    const plot = document.body.appendChild(document.createElement('div'));
    const copy = () => JSON.parse(JSON.stringify(figure));
    const first = copy(), second = copy();
    await Plotly.newPlot(plot, first.data, first.layout);
    const modes = {clickmode: 'event+select', dragmode: 'pan', hovermode: 'closest'};
    if (isClickable) for (const [mode, value] of Object.entries(modes))
        second.layout[mode] = second.layout[mode] || value;
    let count = 0;
    const set = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (...given) { count += 1; set.apply(this, given); };
    await Plotly.react(plot, second.data, second.layout);
    Element.prototype.setAttribute = set;
    return count;
}"""


def flow() -> Any:
    frame = pd.DataFrame({
        "month": [date(2026, 9, 1), date(2026, 10, 1)], "opened": [3, 4], "closed": [2, 5],
        "is_partial": [False, True],
    })  # fmt: skip
    words = {"opened": "opened", "closed": "closed"}
    return issues.flow(frame=frame, hover=words, nothing="", ink=LIGHT)


def durations() -> Any:
    days = pd.to_datetime(["2026-09-01", "2026-09-20", "2026-10-02"])
    frame = pd.DataFrame({"built_at": days, "minutes": [3.5, 4.0, 3.0], "median": [3.5, 3.5, 3.5]})
    return docs_builds.durations(frame, ink=LIGHT, unit="minutes", empty="")


@pytest.mark.parametrize("is_clickable", [False, True])
@pytest.mark.parametrize("figure", [flow(), durations()], ids=["flow", "durations"])
def test_a_figure_that_comes_twice_is_drawn_once(browser: Browser, figure, is_clickable):
    with browser.new_page() as page:
        page.add_script_tag(path=PLOTLY)
        sent = [drawn_once(figure, is_clickable=is_clickable), figure]
        anew = [page.evaluate(ANEW, [json.loads(each.to_json()), is_clickable]) for each in sent]
    assert anew[0] == 0
    assert anew[1] > 0
