"""The room of a figure's labels: computed where every label's width is known, else left alone."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest
from PIL import ImageFont

from charts.theme import LIGHT, blank
from render import room
from render.figures import drawn_once

FONTS = Path(importlib.util.find_spec("streamlit").origin).parent / "static/static/media"
MONTHS = [date(2026, month, 1).isoformat() for month in range(1, 13)]
BY_MONTH = {"tickformat": "%b\n%Y", "dtick": "M3", "range": ["2025-12-16", "2026-12-17"]}


def bars(*heights: float, **axis: object):
    figure = blank(LIGHT, 200).add_bar(x=MONTHS[: len(heights)], y=list(heights))
    return figure.update_xaxes(BY_MONTH | axis)


def rows(*names: str):
    figure = blank(LIGHT, 200).add_bar(y=list(names), x=[1] * len(names), orientation="h")
    return figure.update_xaxes(visible=False).update_yaxes(ticklabelstandoff=8)


def room_of(figure) -> dict[str, int] | None:
    """The margins of a figure that Plotly need not measure; null where it must."""
    layout = drawn_once(figure, is_clickable=False).layout
    still = {layout.xaxis.automargin, layout.yaxis.automargin}
    return layout.margin.to_plotly_json() if still == {False} else None


def test_no_sign_is_wider_than_it_counts_and_none_counts_for_much_more():
    (file,) = FONTS.glob("SourceSansVF-Upright*.woff2")
    font = ImageFont.truetype(str(file), 1000)
    font.set_variation_by_axes([400])
    measured = {sign: font.getlength(sign) for sign in room.WIDTHS}
    assert {s: (w, room.WIDTHS[s]) for s, w in measured.items() if w > room.WIDTHS[s]} == {}
    assert {s: w for s, w in measured.items() if w < room.WIDTHS[s] * 0.9} == {}


@pytest.mark.parametrize(
    ("label", "px"),
    [("10", 13), ("1<br>10", 13), ("Jan\n2026", 26), ("é", 7), ("<b>10</b>", 13), ("日", None)],
)
def test_a_label_is_as_wide_as_its_widest_line(label, px):
    found = room.width(label)
    assert (found if found is None else round(found + 0.5)) == px


@pytest.mark.parametrize(
    ("figure", "left", "below"),
    [
        (bars(9, 8), 12, 47),  # "8"
        (bars(0.5), 18, 47),  # "−1"
        (bars(12000, 8000), 41, 47),  # "10,000"
        (bars(-12000, 8000), 48, 47),  # "−10,000"
        (bars(9, 8, tickformat="%b %Y"), 16, 30),
        (rows("Compute", "Storage"), 65, 4),
    ],
)
def test_the_margins_are_as_wide_as_the_labels(figure, left, below):
    found = room_of(figure)
    assert (found["l"], found["b"]) == (left, below)


def test_stacked_bars_count_together_and_next_to_each_other_alone():
    pair = bars(6000).add_bar(x=MONTHS[:1], y=[6000])
    assert room_of(pair.update_layout(barmode="group"))["l"] == 35  # "6,000"
    assert room_of(pair.update_layout(barmode="stack"))["l"] == 41


def test_a_label_at_the_end_of_the_axis_does_not_stick_out_of_the_figure():
    inside = room_of(bars(9, range=["2025-12-16", "2026-12-17"]))
    at_the_end = room_of(bars(9, range=["2025-12-16", "2026-10-01"]))
    assert (inside["r"], at_the_end["r"]) == (12, 14)


@pytest.mark.parametrize(
    "figure",
    [
        bars(9).update_yaxes(title="Days"),
        bars(9).update_yaxes(side="right"),
        bars(9).update_yaxes(tickformat="%"),
        bars(9).update_xaxes(tickfont={"size": 20}),
        bars(9, tickformat=None),
        bars(9).update_layout(yaxis2={"overlaying": "y"}),
        rows("計算"),
        rows("2026-01-01"),
        rows("10", "20"),
        rows("A name that leaves a phone no room for its bars"),
        blank(LIGHT, 200).add_scatter(x=["2026-01-01"], y=[1]).update_xaxes(BY_MONTH | {
            "range": ["2026-01-01", "2026-12-31"]}).update_yaxes(visible=False),
        bars(),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_to_plotly_to_measure(figure):
    assert room_of(figure) is None
