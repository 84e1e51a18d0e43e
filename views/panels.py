"""The blocks a page is made of. Drawing only: no question to the warehouse in here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from charts.theme import CONFIG
from metrics.spreadsheet import csv_bytes
from views.explain import explained
from views.html import esc, html, plain, words_of

__all__ = [
    "Attention", "Tile", "attention", "chart", "data", "esc", "head", "html", "note", "plain",
    "state", "table", "tiles",
]  # fmt: skip
ICONS = {"act": "✕", "watch": "▲", "fine": "✓", "quiet": "○"}
COLORS = {"act": "red", "watch": "orange", "fine": "green", "quiet": "gray"}
NOTES = {"partial": "watch", "stale": "watch", "error": "act", "mistake": "act"}
LEADS = {"stale": ("watch", "Old"), "error": ("act", "Not read"), "mistake": ("act", "Mistake")}


@dataclass(frozen=True)
class Tile:
    """One figure of a row of tiles.

    label        ≤ 24 characters     value  ≤ 14 characters
    delta, delta_description         ≤ 22 characters together (lead tile 30)
    tone         colour of delta and sparkline: off | act | watch | fine | quiet
    arrow        up | down | off; auto reads it off a delta that begins with a sign
    chart        6 to 12 points for the sparkline, full months only
    definition   the metric whose docstring says what the figure is
    formula      the rule with the actual figures put in
    rows         source rows: (file:line or words, address or "")
    """

    label: str
    value: str
    delta: str | None = None
    delta_description: str | None = None
    tone: str = "off"
    arrow: str = "auto"
    chart: Sequence[float] | None = None
    chart_type: str = "line"
    help: str | None = None
    definition: Callable[..., Any] | None = None
    formula: str = ""
    rows: Sequence[tuple[str, str]] = ()


class Attention(NamedTuple):
    """One line of an attention list: a state, what it is about, why, and how long."""

    tone: str
    word: str
    text: str
    link: str = ""
    detail: str = ""
    side: str = ""


def head(question: str, answer: str, basis: str = "") -> None:
    """The question in small type, the answer as the page's one sentence, what it rests on."""
    with st.container(gap="xsmall"):
        st.html(html('<div class="qd-kicker">{}</div>', question))
        st.title(plain(answer), anchor=False)
        if basis:
            st.html(html('<div class="qd-basis">{}</div>', basis))


def tiles(row: Sequence[Tile], as_of: str) -> None:
    """Up to five figures; the first carries the page. Their definitions are one click away."""
    with st.container(key="tiles"):
        columns = st.columns([1.35] + [1.0] * (len(row) - 1), gap="medium")
        for number, (column, tile) in enumerate(zip(columns, row, strict=True)):
            with column, st.container(key="lead" if number == 0 else f"tile{number}"):
                _tile(tile)
    told = _by_definition(row)
    if told:
        with st.expander("Explain these numbers", key="explain", type="compact"):
            parts = Markup("").join(_explained(alike) for alike in told)
            st.html(html("{}<p>{}</p>", parts, as_of))


def _by_definition(row: Sequence[Tile]) -> list[list[Tile]]:
    """Tiles of one definition stand together, so that it is said once."""
    found: dict[Any, list[Tile]] = {}
    for tile in row:
        if tile.definition or tile.formula or tile.rows:
            found.setdefault(tile.definition or tile.label, []).append(tile)
    return list(found.values())


def _explained(alike: Sequence[Tile]) -> Markup:
    figures = (
        html(
            "<p><b>{}: {}</b>{}</p>", tile.label, tile.value, tile.formula and f" · {tile.formula}"
        )
        for tile in alike
    )
    rows = [row for tile in alike for row in tile.rows]
    return Markup("").join(figures) + explained(alike[0].definition, rows=rows)


def _tile(tile: Tile) -> None:
    st.metric(
        plain(tile.label),
        plain(tile.value),
        plain(tile.delta) if tile.delta else None,
        delta_description=plain(tile.delta_description) if tile.delta_description else None,
        delta_color=COLORS.get(tile.tone, tile.tone),  # type: ignore[arg-type] # a tone or its own
        delta_arrow=_arrow(tile),  # type: ignore[arg-type] # up | down | off
        chart_data=list(tile.chart) if tile.chart is not None else None,
        chart_type=tile.chart_type,  # type: ignore[arg-type] # line | bar | area
        help=plain(tile.help) if tile.help else None,
    )


def _arrow(tile: Tile) -> str:
    if tile.arrow != "auto":
        return tile.arrow
    first = (tile.delta or " ")[0]
    return "up" if first == "+" else "down" if first in "-−" else "off"


def chart(  # noqa: PLR0917 - the order in which the block is read
    key: str,
    title: str,
    sentence_html: str,
    figure: go.Figure,
    table: pd.DataFrame,
    definition: Callable[..., Any] | None = None,
    *,
    formula: str = "",
    rows: Sequence[tuple[str, str]] = (),
) -> None:
    """Title, sentence (the legend and the alt text), figure; table, CSV and definition below."""
    st.subheader(plain(title), anchor=False)
    st.html(f'<div class="qd-basis">{sentence_html}</div>')
    alt = words_of(sentence_html)
    st.plotly_chart(figure, key=key, theme=None, alt=alt, config=CONFIG)
    data(key, "Show as table, explain", table, definition, formula=formula, rows=rows)


@st.fragment
def data(
    key: str,
    label: str,
    table: pd.DataFrame,
    definition: Callable[..., Any] | None = None,
    *,
    formula: str = "",
    rows: Sequence[tuple[str, str]] = (),
) -> None:
    """A folded table with its CSV and the definition of what it holds, drawn once it is opened."""
    folded = st.expander(label, key=f"{key}-table", type="compact", on_change="rerun")
    if not folded.open:
        return
    with folded:
        st.dataframe(
            table, hide_index=True, key=f"{key}-rows", placeholder="–", column_config=_days(table)
        )
        st.download_button(
            "Download CSV", csv_bytes(table), f"{key}.csv", "text/csv", key=f"{key}-csv"
        )
        st.html(explained(definition, formula, rows))


def _days(table: pd.DataFrame) -> dict[str, Any]:
    """Columns that hold days are shown as days, not as midnights."""
    moments = table.select_dtypes("datetime")
    whole = moments.isna() | (moments == moments.apply(lambda column: column.dt.normalize()))
    day = st.column_config.DateColumn(format="D MMM YYYY")
    return {str(name): day for name in moments if whole[name].all()}


def note(kind: str, html_text: str) -> None:
    """A state in the panel's own place: not_set_up | empty | partial | stale | error | mistake.

    stale, error and mistake begin with their icon and word by themselves.
    """
    lead = html("{} · ", state(*LEADS[kind])) if kind in LEADS else ""
    tone = NOTES.get(kind, "")
    st.html(f'<div class="qd-note {tone}" role="note">{lead}{html_text}</div>')


def table(columns: Sequence[str | tuple[str, str]], rows: Iterable[Sequence[object]]) -> None:
    """A real table. A column is its heading or (heading, class): n right-aligned, qd-hide not on a
    phone. Cells are text, or `html(...)`; the first cell of a row is its heading."""
    named = [column if isinstance(column, tuple) else (column, "") for column in columns]
    heads = Markup("").join(html('<th scope="col" class="{}">{}</th>', c, h) for h, c in named)
    body = Markup("").join(_row([c for _, c in named], cells) for cells in rows)
    shape = '<table class="qd-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    st.html(html(shape, heads, body))


def _row(classes: Sequence[str], cells: Sequence[object]) -> Markup:
    first = html('<th scope="row" class="{}">{}</th>', classes[0], cells[0])
    rest = (
        html('<td class="{}">{}</td>', c, v) for c, v in zip(classes[1:], cells[1:], strict=True)
    )
    return html("<tr>{}{}</tr>", first, Markup("").join(rest))


def state(tone: str, word: str) -> Markup:
    """A state as icon and word; only act and watch are tinted."""
    return html(
        '<span class="qd-state qd-{}"><span aria-hidden="true">{}</span>{}</span>',
        tone, ICONS[tone], word,
    )  # fmt: skip


def attention(items: Iterable[Attention]) -> None:
    """What needs a person, one line each: state, what and why, how long."""
    st.html(
        html('<ul class="qd-list">{}</ul>', Markup("").join(_item(Attention(*i)) for i in items))
    )


def _item(item: Attention) -> Markup:
    words: object = html("<b>{}</b>", item.text)
    if item.link:
        words = html('<a href="{}"><b>{}</b></a>', item.link, item.text)
    detail = html("<small>{}</small>", item.detail) if item.detail else ""
    return html(
        "<li><span>{}</span><span>{}{}</span><span>{}</span></li>",
        state(item.tone, item.word), words, detail, item.side,
    )  # fmt: skip
