"""Streamlit's component hands Plotly each figure twice: the second time nothing is drawn anew.

The first time it is drawn once, too, where its labels have their room, and no label is cut.
"""

import base64
import importlib.util
import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import plotly
import pytest
from playwright.sync_api import Browser

from charts import docs_builds, issues
from charts.theme import LIGHT, blank
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

FONTS = Path(importlib.util.find_spec("streamlit").origin).parent / "static/static/media"
# The labels of a figure of some width, those that are cut, and whether Plotly measured them.
LABELS = """async ([figure, width]) => {
    const plot = document.body.appendChild(document.createElement('div'));
    await Plotly.newPlot(plot, figure.data, {...figure.layout, width});
    const box = plot.querySelector('.main-svg').getBoundingClientRect();
    const all = [...plot.querySelectorAll('.xtick text, .ytick text')].map(each =>
        [each.textContent, each.getBoundingClientRect()]);
    const isOut = b => b.left < box.left || b.right > box.right || b.bottom > box.bottom;
    const found = {all: all.map(([text]) => text),
                   cut: all.filter(([, place]) => isOut(place)).map(([text]) => text),
                   measured: plot._fullLayout.xaxis.automargin};
    plot.remove();
    return found;
}"""
MONTHS = [f"{2020 + n // 12}-{n % 12 + 1:02d}-01" for n in range(61)]
# From a label at its first day to one at its last.
FIVE_YEARS = {"tickformat": "%b\n%Y", "dtick": "M12", "range": [MONTHS[0], MONTHS[-1]]}


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


def losses() -> Any:
    amounts = [-1_999_999 if n % 2 else 1 for n in range(61)]
    return blank(LIGHT, 240).add_bar(x=MONTHS, y=amounts).update_xaxes(FIVE_YEARS)


def quarters() -> Any:
    names = [f"Q{n % 4 + 1}<br>{2020 + n // 4}" for n in range(8)]
    return blank(LIGHT, 240).add_scatter(x=names, y=[0.004] * 8).update_xaxes(type="category")


def members() -> Any:
    names = ["WWWWWWWWWW MMM", "Zürich & Åre @%", "ab"]
    figure = blank(LIGHT, 140).add_bar(x=[1, 2, 3], y=names, orientation="h")
    return figure.update_xaxes(visible=False).update_yaxes(ticklabelstandoff=8)


@pytest.mark.parametrize("width", [350, 1110])  # of a chart at 390 and 1440 px
@pytest.mark.parametrize("figure", [flow(), losses(), quarters(), members()])
def test_no_label_is_cut_where_plotly_does_not_measure_it(browser: Browser, figure, width):
    (font,) = FONTS.glob("SourceSansVF-Upright*.woff2")
    face = base64.b64encode(font.read_bytes()).decode()
    style = (
        "<style>@font-face { font-family: 'Source Sans'; font-weight: 200 900;"
        f" src: url(data:font/woff2;base64,{face}) }} body {{ font-family: 'Source Sans' }}</style>"
    )
    with browser.new_page() as page:
        page.set_content(f"{style}<p>0</p>")
        page.evaluate("document.fonts.ready")
        page.add_script_tag(path=PLOTLY)
        sent = [drawn_once(figure, is_clickable=False).to_json(), figure.to_json()]
        own, plotlys = (page.evaluate(LABELS, [json.loads(each), width]) for each in sent)
    assert (own["measured"], plotlys["measured"]) == (False, True)
    assert own["cut"] == []
    assert own["all"] == plotlys["all"]
