"""The ink and the one figure template, as tried. No Streamlit in here; 1.1 kB of JSON a figure.

`blank(ink, height)` starts every figure. `LIGHT` or `DARK` is picked by the page
(`st.context.theme.type`); files for sponsors always use `LIGHT`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

FONT = '"Source Sans", "Source Sans 3", "Helvetica Neue", Arial, sans-serif'
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
# A second sign next to the colour, so that the funds differ in a grey print, too.
MARK = {"grant": "", "credits": ".", "donation": "-", "in_kind": "x"}
LETTER = 0.022  # of the width of a phone's plot: a letter of a milestone
FITS = 28  # characters of a milestone's line that a phone has room for


# Plotly makes links and styles of tags in any of its texts, names of services and funds included.
_FOREIGN = re.compile(
    r"<(?!(?:br|/span|/?extra|span style='(?:font-weight:bold|color:[#\w(),. ]{1,32})')>)"
)


@dataclass(frozen=True)
class Ink:
    """Every colour of one theme, by what it means."""

    paper: str
    text: str
    muted: str
    rule: str  # axis lines, connectors: 3:1
    grid: str  # decoration only
    bar: str  # a single series
    forecast: str
    band50: str
    band80: str
    hatch: str
    fund: dict[str, str]
    category: dict[str, str]
    state: dict[str, str]


LIGHT = Ink(
    paper="#FBFAF7",
    text="#17202B",
    muted="#525D69",
    rule="#8C8778",
    grid="#E6E1D6",
    bar="#4A74AC",
    forecast="#0B5C9E",
    band50="rgba(11,92,158,0.46)",
    band80="rgba(11,92,158,0.27)",
    hatch="rgba(11,92,158,0.55)",
    fund={
        "grant": "#287F68",
        "credits": "#2D96D1",
        "donation": "#CB7D11",
        "in_kind": "#2B333C",
        "pending": "#8B1B7B",
        "unfunded": "#8A4B00",
    },
    category={
        "compute": "#4A74AC",
        "storage": "#162F4F",
        "database": "#6C96AA",
        "network": "#99874D",
        "people": "#6C3800",
        "other": "#6B655D",
    },
    state={"act": "#A3201A", "watch": "#8A4B00", "fine": "#0A664B", "quiet": "#525D69"},
)
DARK = Ink(
    paper="#10161D",
    text="#E8ECF1",
    muted="#A6B1BD",
    rule="#5D6B79",
    grid="#26303B",
    bar="#6B93CC",
    forecast="#7DB9F2",
    band50="rgba(125,185,242,0.44)",
    band80="rgba(125,185,242,0.24)",
    hatch="rgba(125,185,242,0.55)",
    fund={
        "grant": "#26A872",
        "credits": "#86D7FD",
        "donation": "#FBCD61",
        "in_kind": "#6A778B",
        "pending": "#DD7ECA",
        "unfunded": "#E8912D",
    },
    category={
        "compute": "#5F88C4",
        "storage": "#B4D6F3",
        "database": "#93A9EC",
        "network": "#DCBD81",
        "people": "#9F6024",
        "other": "#969087",
    },
    state={"act": "#FF9C8A", "watch": "#F5BC68", "fine": "#6BD3AF", "quiet": "#A6B1BD"},
)


def template(ink: Ink) -> dict[str, Any]:
    """Everything a figure shares. Layout only: no per-trace defaults, so it is small."""
    clear = "rgba(0,0,0,0)"
    return {
        "layout": {
            "font": {"family": FONT, "size": 14, "color": ink.text},
            "paper_bgcolor": clear,
            "plot_bgcolor": clear,
            "colorway": list(ink.fund.values()),
            "margin": {"l": 4, "r": 12, "t": 12, "b": 4},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "x",
            "bargap": 0.3,
            "separators": ".,",
            "hoverlabel": {
                "bgcolor": ink.paper,
                "bordercolor": ink.rule,
                "align": "left",
                "font": {"family": FONT, "size": 14, "color": ink.text},
            },
            "xaxis": _days_axis(ink),
            "yaxis": _amounts_axis(ink),
        }
    }


def _axis(ink: Ink) -> dict[str, Any]:
    return {
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": ink.muted, "size": 13},
        "title": {"font": {"color": ink.muted, "size": 13}},
    }


def _days_axis(ink: Ink) -> dict[str, Any]:
    return {
        **_axis(ink),
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": ink.rule,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": ink.rule,
    }


def _amounts_axis(ink: Ink) -> dict[str, Any]:
    return {
        **_axis(ink),
        "gridcolor": ink.grid,
        "griddash": "solid",
        "zeroline": True,
        "zerolinecolor": ink.rule,
        "zerolinewidth": 1,
        "nticks": 6,
        "tickformat": ",.0f",
    }


def color(ink: Ink, name: str) -> str:
    """A colour by its name: `fund.grant`, `state.act`, `forecast`."""
    group, _, member = name.partition(".")
    found: str | dict[str, str] = getattr(ink, group)
    return found[member] if isinstance(found, dict) else found


def fund_color(kind: str, ink: Ink) -> str:
    """A kind of fund has one colour everywhere; money that is only hoped for has its own."""
    return ink.fund.get(kind, ink.fund["pending"])


def fund_pattern(kind: str, ink: Ink, number: int = 0) -> dict[str, Any]:
    """The second sign of a kind of fund, next to its colour; of its second, `number` 1, and later
    ones another, so that two awards of one kind are two."""
    return {
        "shape": MARK.get(kind, "") if number == 0 else "\\" if number == 1 else "x",
        "fgcolor": ink.paper,
        "bgcolor": fund_color(kind, ink),
        "fgopacity": 0.45,
        "size": 6,
        "solidity": 0.12,
    }


def shortened(name: str, most: int = 30) -> str:
    """A name short enough for a phone; the id that parts two of one name stays."""
    if len(name) <= most:
        return name
    _, mark, tail = name.rpartition(" (")
    if not (mark and tail.endswith(")")):
        return f"{name[: most - 1]}…"
    kept = f"… ({tail}"
    return f"{name[: most - len(kept)]}{kept}" if len(kept) < most else f"…{name[1 - most :]}"


def bold(words: str) -> str:
    """Words of an annotation in bold."""
    return f"<span style='font-weight:bold'>{words}</span>"


def inert(value: Any) -> Any:
    """A figure's JSON with the tags of these files alone; any other is words, as it was written."""
    if isinstance(value, str):
        return _FOREIGN.sub("&lt;", value)
    if isinstance(value, list):
        return [inert(each) for each in value]
    if isinstance(value, dict):
        return {key: inert(each) for key, each in value.items()}
    return value


def blank(ink: Ink, height: int, **layout: Any) -> go.Figure:
    """An empty figure. Naming the template keeps Plotly's own (6.5 kB) out of the message."""
    return go.Figure(layout={"template": template(ink), "height": height, **layout})


def says(ink: Ink, height: int, words: str) -> go.Figure:
    """A figure that has nothing to draw and says so."""
    fig = blank(ink, height)
    fig.add_annotation(text=words, showarrow=False, font={"color": ink.muted, "size": 14})
    fig.update_xaxes(visible=False)
    return fig.update_yaxes(visible=False)


def lanes(marks: Sequence[tuple[date, str, str, str]]) -> int:
    """Lines of words above a plot with these milestones: a long one takes more than one."""
    return sum(len(_lines(words)) for _, words, _, _ in marks)


def _lines(words: str) -> list[str]:
    """Words in lines for a phone; a day and its month stay together."""
    glued = re.sub(r"(?<=\d) (?=[A-Z])", "\u00a0", words)
    return [line.replace("\u00a0", " ") for line in wrap(glued, FITS)]


def milestones(  # noqa: PLR0917 - marks, then where they are
    marks: Sequence[tuple[date, str, str, str]],
    first: date,
    last: date,
    plot_px: int,
    ink: Ink,
    lane_px: int = 20,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(day, words, colour, dash) → shapes and annotations, in lanes of their own above the plot.

    No two labels share a lane, so none collide at any width. Where each has room on the left of a
    phone, all read to the left, the latest on top, and no line crosses a label; on the right, the
    other way round. Else a label reads towards the roomier side. A long one takes as many lanes as
    it has lines. Give the figure
    `margin.t = lane_px * lanes(marks) + 6`, and `plot_px` = height − margins − tick labels.
    """
    early, late = _sides(marks, first, last)
    shapes, notes, below = [], [], lanes(marks)
    for day, words, color, dash in early + late:
        lines = _lines(words)
        y = 1 + lane_px / plot_px * (below - len(lines) / 2)
        below -= len(lines)
        shapes.append(_milestone_line(day, y, color, dash))
        side = 1 if (day, words, color, dash) in early else -1
        notes += _milestone_words(day, y, "<br>".join(lines), color, ink, side=side)
    return shapes, notes


def _sides(
    marks: Sequence[tuple[date, str, str, str]], first: date, last: date
) -> tuple[list[tuple[date, str, str, str]], list[tuple[date, str, str, str]]]:
    """The marks that read to the right, earliest first, and to the left, latest first."""
    rising = sorted(marks, key=lambda m: m[0])
    room = {  # of each, its share of a phone's plot on the left, and what its words take
        mark: ((mark[0] - first) / (last - first), max(map(len, _lines(mark[1]))) * LETTER)
        for mark in rising
    }
    if all(words <= before for before, words in room.values()):
        return [], rising[::-1]
    if all(words <= 1 - before for before, words in room.values()):
        return rising, []
    middle = first + (last - first) / 2
    return [m for m in rising if m[0] <= middle], [m for m in rising[::-1] if m[0] > middle]


def _milestone_line(day: date, y: float, color: str, dash: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "y0": 0,
        "y1": y,
        "yref": "paper",
        "line": {"color": color, "width": 1.5, "dash": dash},
        "layer": "below",
    }


def _milestone_words(
    day: date, y: float, words: str, color: str, ink: Ink, *, side: int
) -> list[dict[str, Any]]:
    at = {"x": day.isoformat(), "y": y, "yref": "paper", "showarrow": False, "yanchor": "middle"}
    label = {
        "text": words,
        "align": "left" if side > 0 else "right",
        "xanchor": "left" if side > 0 else "right",
        "xshift": 5 * side,
        "font": {"size": 13, "color": color},
        "bgcolor": ink.paper,
        "borderpad": 1,
    }
    dot = {"text": "●", "xanchor": "center", "font": {"size": 11, "color": color}}
    return [{**at, **label}, {**at, **dot}]
