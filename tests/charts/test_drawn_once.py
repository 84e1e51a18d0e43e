"""A figure as a page sends it: a browser that gets it twice has nothing to draw anew."""

import json
from copy import deepcopy

import numpy as np
import pandas as pd

from charts.theme import LIGHT, blank, template
from render.figures import drawn_once

SHARED = template(LIGHT)["layout"]


def bars(*heights: int, **layout: object):
    return blank(LIGHT, 200, **layout).add_bar(x=["a", "b"], y=list(heights))


def layout_of(figure, *, is_clickable: bool = False) -> dict:
    return drawn_once(figure, is_clickable=is_clickable).layout.to_plotly_json()


def test_what_the_template_says_stands_in_the_figure_and_the_figure_s_own_words_win():
    figure = bars(1, 2, margin={"r": 70}).update_xaxes(range=[0, 9], zeroline=True, side="top")
    before = deepcopy(figure.to_dict())
    found = layout_of(figure)
    assert "template" not in found
    assert found["margin"] == {**SHARED["margin"], "r": 70}
    assert found["xaxis"] == {**SHARED["xaxis"], "range": [0, 9], "zeroline": True, "side": "top"}
    assert found["yaxis"] == SHARED["yaxis"]
    assert (found["hovermode"], found["dragmode"]) == ("x", False)
    assert figure.to_dict() == before


def test_numbers_are_sent_as_a_list_and_what_is_missing_stays_missing():
    figure = blank(LIGHT, 200).add_bar(
        x=pd.Series([1.5, None]), y=["a", "b"], marker={"color": np.array([3, 4])},
        customdata=pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, None]}),
    )  # fmt: skip
    assert "bdata" in figure.to_json()
    (trace,) = json.loads(drawn_once(figure, is_clickable=False).to_json())["data"]
    assert trace == {
        "type": "bar", "x": [1.5, None], "y": ["a", "b"], "marker": {"color": [3, 4]},
        "customdata": [[1.0, 3.0], [2.0, None]],
    }  # fmt: skip


def test_a_second_axis_is_drawn_like_the_first():
    found = layout_of(bars(1, 2, yaxis2={"side": "right", "overlaying": "y"}))
    assert found["yaxis2"] == {**SHARED["yaxis"], "side": "right", "overlaying": "y"}


def test_only_another_figure_has_another_revision():
    same, again = layout_of(bars(1, 2)), layout_of(bars(1, 2))
    assert same["datarevision"] == again["datarevision"]
    for other in (bars(1, 3), bars(1, 2).update_xaxes(tickvals=["a"])):
        assert layout_of(other)["datarevision"] != same["datarevision"]


def test_a_chart_that_is_clicked_has_its_modes_before_streamlit_sets_them():
    found = layout_of(bars(1, 2), is_clickable=True)
    modes = ("event+select", "pan", "closest")
    assert (found["clickmode"], found["dragmode"], found["hovermode"]) == modes
    own = layout_of(bars(1, 2, hovermode="x unified"), is_clickable=True)
    assert own["hovermode"] == "x unified"
