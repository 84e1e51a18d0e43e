"""The room that the labels of a figure's axes take, so that a browser draws the figure once.

Left to itself, Plotly draws a figure, measures its labels, and draws all of it again with margins
as wide. Where the widths of the labels are known, the margins are right from the start. Where they
are not, the figure stays as it was and Plotly measures: no label is cut.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd

Axis = Mapping[str, Any]
Traces = Sequence[Mapping[str, Any]]
# Signs of Source Sans with the width of the widest of each group, in thousandths of its size.
WIDTHS = {
    sign: width
    for width, signs in (
        (201, " "), (250, "|ij',.:;·’‘"), (272, "lI‹›"), (312, "!fł()[]{}-"), (351, "°tr/\\"),
        (427, "*s?z\"“”"), (468, "xcvy"), (498, "YJ–LFke#$+0123456789<=>^~−€£¥§×"),
        (516, "_agXV"), (554, "ESTZ`oøAhunb"), (580, "dpqđPRCßK"), (618, "B&DG"), (665, "UNHOQ"),
        (728, "wM"), (801, "æW—"), (848, "%mœ@"), (949, "…"),
    )
    for sign in signs
}  # fmt: skip
SIZE = 13  # px of a label
LINES = {1: 30, 2: 47}  # px below a plot, by the lines of its labels
GAP = 5  # px between a label and its axis
PHONE, LEAST = 270, 64  # px of the narrowest figure, and of a plot that is worth its name
EVERY_MONTH = [date(2026, month, 28) for month in range(1, 13)]
BREAK = r"<br>|\n"
NUMBERS = {",.0f": "{:,.0f}", "d": "{:.0f}", ".3~g": "{:.3g}", ",.1~f": "{:,.1f}"}


def fitted(traces: Traces, layout: Mapping[str, Any]) -> dict[str, Any]:
    """The layout with margins for its labels; as it was where their room is not known."""
    x, y, margin = layout["xaxis"], layout["yaxis"], dict(layout["margin"])
    has_others = any(re.fullmatch(r"[xy]axis\d+", name) for name in layout)
    under, at_left = _under(x, traces), _at_left(y, traces, layout)
    if under is None or at_left is None or has_others:
        return dict(layout)
    margin["l"] = max(margin["l"], _across(at_left, y))
    margin["b"] = max(margin["b"], max((LINES[_lines(label)] for label in under), default=0))
    plot = PHONE - margin["l"] - margin["r"]
    first, last = _over_the_ends(under, x, plot)
    if plot < LEAST or (first > margin["l"] and not at_left):  # words begin at this edge
        return dict(layout)
    margin["l"], margin["r"] = max(margin["l"], first), max(margin["r"], last)
    still = {"automargin": False}
    return {**layout, "margin": margin, "xaxis": {**x, **still}, "yaxis": {**y, **still}}


def width(label: str) -> float | None:
    """Px of the widest line of a label; null where a sign's width is not known."""
    bare = unicodedata.normalize("NFD", re.sub(r"<(?!br>)[^>]*>", "", label))
    lines = [[s for s in line if not unicodedata.combining(s)] for line in re.split(BREAK, bare)]
    if any(sign not in WIDTHS for line in lines for sign in line):
        return None
    return max(sum(WIDTHS[sign] for sign in line) for line in lines) * SIZE / 1000


def _lines(label: str) -> int:
    return len(re.split(BREAK, label))


def _known(labels: Sequence[str], axis: Axis) -> list[str] | None:
    """The labels of an axis, if they are all that it has and each has a known width."""
    is_usual = axis["tickfont"].get("size") == SIZE and axis.get("side") is None
    is_titled = bool((axis.get("title") or {}).get("text"))
    fit = all(width(label) is not None and _lines(label) in LINES for label in labels)
    return list(labels) if labels and fit and is_usual and not is_titled else None


def _under(axis: Axis, traces: Traces) -> list[str] | None:
    """The labels below a plot, of days each that there can be; null where they are not known."""
    if not axis.get("visible", True):
        return []
    shape = axis.get("tickformat") or ""
    days = [day.strftime(shape) for day in EVERY_MONTH] if "%" in shape else []
    return _known(axis.get("ticktext") or days or _names(axis, traces, "x"), axis)


def _at_left(axis: Axis, traces: Traces, layout: Mapping[str, Any]) -> list[str] | None:
    """The labels left of a plot; null where they are not known."""
    if not axis.get("visible", True):
        return []
    names = axis.get("ticktext") or _names(axis, traces, "y")
    return _known(names or _numbers(axis, traces, layout), axis)


def _across(labels: Sequence[str], axis: Axis) -> int:
    """Px from the left edge to the axis."""
    widest = max((width(label) or 0 for label in labels), default=0)
    return math.ceil(widest + GAP + axis.get("ticklabelstandoff", 0)) if labels else 0


def _names(axis: Axis, traces: Traces, along: str) -> list[str]:
    """The names on an axis of names; none where Plotly could take them for numbers or days."""
    values = [value for trace in traces for value in _values(trace, along)]
    are_words = values and all(isinstance(value, str) for value in values)
    is_sure = axis.get("type") == "category"
    if not are_words or not (is_sure or axis.get("type") is None):
        return []
    return values if is_sure or any(value[:1].isalpha() for value in values) else []


def _values(trace: Mapping[str, Any], along: str) -> list[Any]:
    found = trace.get(along)
    return [] if found is None else list(found)


def _numbers(axis: Axis, traces: Traces, layout: Mapping[str, Any]) -> list[str]:
    """The numbers at the ticks of an axis; none where they are not known."""
    shape, every = NUMBERS.get(axis.get("tickformat", "")), axis.get("dtick")
    is_stacked = layout.get("barmode") in ("stack", "relative")
    low, high = sorted(axis.get("range") or _reach(traces, is_stacked=is_stacked))
    are_numbers = isinstance(low, int | float) and isinstance(high, int | float)
    if not (shape and are_numbers and 0 < high - low < math.inf):
        return []
    step = every if isinstance(every, int | float) else _step((high - low) / axis["nticks"])
    ticks = [step * n for n in range(math.ceil(low / step), int(high // step) + 1)]
    found = [shape.format(tick).replace("-", "−") for tick in ticks]
    return [re.sub(r"\.?0+$", "", each) if "." in each else each for each in found]


def _step(rough: float) -> float:
    """The round number that Plotly takes for the distance of two ticks."""
    base = 10.0 ** math.floor(math.log10(rough))
    return base * next(round_ for round_ in (2, 5, 10) if round_ >= rough / base)


def _reach(traces: Traces, *, is_stacked: bool) -> tuple[float, float]:
    """The lowest and highest place of bars and lines, with the air that Plotly leaves at an end."""
    ends, sums = [0.0], defaultdict[tuple[str, bool], float](float)
    for trace in traces:
        for x, y in zip(_values(trace, "x"), _values(trace, "y"), strict=False):
            if pd.isna(y):
                continue
            if not isinstance(y, Real):  # days
                return 0.0, 0.0
            if is_stacked and trace["type"] == "bar":
                sums[str(x), float(y) > 0] += float(y)
            else:
                ends.append(float(y))
    ends += sums.values()
    is_level = len(set(ends[1:])) == 1  # Plotly then shows one more and one less
    return (min(ends) - is_level) / 0.95, (max(ends) + is_level) / 0.95


def _over_the_ends(labels: Sequence[str], axis: Axis, plot: int) -> tuple[int, int]:
    """Px by which the labels below a plot can stick out of it, left and right."""
    half = max((width(label) or 0 for label in labels), default=0) / 2 + 1
    first, last = _air(axis, labels)
    return math.ceil(half - first * plot), math.ceil(half - last * plot)


def _air(axis: Axis, labels: Sequence[str]) -> tuple[float, float]:
    """From the ends of an axis to its first and last label, as shares of it; 0: not known."""
    ends, every = axis.get("range"), str(axis.get("dtick", ""))
    if axis.get("type") == "category" and labels and not ends:
        return 0.5 / len(set(labels)), 0.5 / len(set(labels))
    if not ends:
        return 0, 0
    if at := axis.get("tickvals"):
        (low, high), marks = ends, list(at)
    elif every.startswith("M"):
        low, high = pd.Timestamp(ends[0]), pd.Timestamp(ends[1])
        begin, months = pd.Timestamp(axis.get("tick0", "2000-01-01")), int(every[1:])
        starts = pd.date_range(low.ceil("D"), high, freq="MS")
        marks = [day for day in starts if (12 * day.year + day.month - begin.month) % months == 0]
    else:
        return 0, 0
    return ((marks[0] - low) / (high - low), (high - marks[-1]) / (high - low)) if marks else (1, 1)
