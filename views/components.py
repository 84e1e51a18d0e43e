"""Draws a Page of wording/ with Streamlit. No question to the warehouse and no word in here."""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts.theme import CONFIG, Ink
from metrics.spreadsheet import csv_bytes
from render import addresses, cells, lanes, sheet
from render.figures import drawn_once, figure_of
from views import access
from views.html import linked, plain, words_of
from wording.markup import Text, html
from wording.page import (
    Address,
    Amount,
    Arguments,
    Block,
    Chart,
    Code,
    Columns,
    Control,
    Data,
    Fold,
    Heading,
    Items,
    Lanes,
    Line,
    Mark,
    Note,
    Page,
    Sentence,
    Sheet,
    Table,
    Tile,
)

COLORS = {"act": "red", "watch": "orange", "fine": "green", "quiet": "gray"}
ROWS = "views/ledger.py"  # the page of a figure's rows
COMMANDS = ("python -m ", "cd ")  # how the lines of a shell begin
DAY = len("2026-08-01")  # of a place on an axis of days, which may have an hour
# A click on a mark follows the link to its rows. st.switch_page would first give this page the
# address of the rows, and Back would return to that.
FOLLOW = """<script>
(function follow(left) {
  const link = document.querySelector('.st-key-follow a');
  if (link) link.click(); else if (left) requestAnimationFrame(() => follow(left - 1));
})(60);
</script>"""
Controls = Mapping[str, Callable[[], object]]
Part = Markup | Callable[[], object]  # of a block: words, or what draws more than words


@dataclass(frozen=True)
class Age:
    """How old the figures of a page are.

    built  the day of the data and the time of the build in words, for the explanations of tiles
    as_of  the day of the build     reach  by metric, the day that its data reach to
    """

    built: str = ""
    as_of: date = date.min
    reach: Mapping[str, date | None] = field(default_factory=dict)


def head(page: Page) -> None:
    """The question in small type, the answer as the page's one sentence, what it rests on."""
    answer = page.answer
    with st.container(gap="xsmall"):
        st.html(html('<div class="qd-kicker">{}</div>', page.question))
        said = " ".join(filter(None, (answer.claim, answer.advice)))
        st.title(linked(said, answer.figures), anchor=False)
        if answer.basis:
            st.html(cells.small(cells.linked(answer.basis, answer.figures)))
    if answer.warning:
        st.html(cells.note(Note("partial", answer.warning)))


def blocks(found: Sequence[Block], ink: Ink, age: Age, controls: Controls | None = None) -> None:
    """The blocks of a page from top to bottom.

    Tiles that follow each other are one row, and words that do are one element: a browser needs
    its time for each.

    controls  what draws each Control, by its key
    """
    parts: list[Part] = []
    for is_tile, run in groupby(found, key=lambda block: isinstance(block, Tile)):
        if is_tile:
            row = [block for block in run if isinstance(block, Tile)]
            parts.append(partial(_tiles, row, age.built))
        else:
            for block in run:
                parts += _parts(block, ink, age, controls or {})
    for is_words, same in groupby(parts, key=lambda part: isinstance(part, Markup)):
        if is_words:
            st.html(cells.stack([part for part in same if isinstance(part, Markup)]))
        else:
            for draw in same:
                draw()  # type: ignore[operator] # no words


def _parts(block: Block, ink: Ink, age: Age, controls: Controls) -> Iterator[Part]:
    match block:
        case Table():
            yield from _table(block, ink, age)
        case Chart():
            yield from _chart(block, ink, age)
        case Data():
            yield partial(data, block, age)
        case Items():
            yield from _items(block)
        case Arguments():
            yield from _arguments(block)
        case Code():
            # In a shell's language a flag is one element, which no line breaks.
            language = "bash" if block.text.startswith(COMMANDS) else None
            yield partial(st.code, block.text, language=language, wrap_lines=True)
        case Control():
            yield controls[block.key]
        case Columns():
            yield partial(_columns, block, ink, age, controls)
        case Fold():
            yield partial(_fold, block, ink, age, controls)
        case Lanes():
            yield partial(st.markdown, lanes.drawing(block, ink), unsafe_allow_html=True)
        case _:
            yield from _words(block, ink)


def _words(block: Block, ink: Ink) -> Iterator[Markup]:
    """Blocks that are nothing but words."""
    match block:
        case Sentence():
            said = [text for text in (block.claim, block.advice, block.basis) if text]
            yield from _small(cells.linked(Markup(" ").join(said), block.figures))
            if block.warning:
                yield cells.note(Note("partial", block.warning))
        case Line():
            yield from _small(Markup(" ").join(cells.cell(part, ink) for part in block.parts))
        case Note(kind="plain"):
            yield from _small(block.text)
        case Note():
            yield cells.note(block)
        case Heading():
            yield cells.heading(block.text)
            yield from _finding(block.remark, block.figures)
        case Sheet():
            yield sheet.rows(block)


def _columns(block: Columns, ink: Ink, age: Age, controls: Controls) -> None:
    widths = block.widths or (1.0,) * len(block.columns)
    for column, inside in zip(st.columns(widths, gap="large"), block.columns, strict=True):
        with column:
            blocks(inside, ink, age, controls)


def _fold(block: Fold, ink: Ink, age: Age, controls: Controls) -> None:
    """With a key it is drawn once it is opened."""
    on_change: Any = "rerun" if block.key else "ignore"
    key = f"{block.key}-fold" if block.key else None
    folded = st.expander(plain(block.label), key=key, type="compact", on_change=on_change)
    if folded.open or not block.key:
        with folded:
            blocks(block.blocks, ink, age, controls)


def _small(text: Text) -> Iterator[Markup]:
    if text:
        yield cells.small(text)


def _finding(text: Text, figures: Sequence[Amount]) -> Iterator[Markup]:
    """The sentence above a table or a chart; its figures open their rows."""
    yield from _small(cells.linked(text, figures) if text else "")


def _tiles(row: Sequence[Tile], built: str) -> None:
    with st.container(key="tiles"):
        columns = st.columns([1.35] + [1.0] * (len(row) - 1), gap="medium")
        for column, tile in zip(columns, row, strict=True):
            with column:
                _tile(tile)
    by_metric: dict[str, list[Tile]] = {}
    for tile in row:
        by_metric.setdefault(tile.metric, []).append(tile)
    explained = Markup("").join(map(cells.tiles_explained, by_metric.values()))
    with st.expander("Explain these numbers", key="explain", type="compact"):
        st.html(html("{}<p>{}</p>", explained, built))


def _tile(tile: Tile) -> None:
    first = (tile.delta or " ")[0]
    read_off = "up" if first == "+" else "down" if first in "-−" else "off"
    st.metric(
        plain(tile.label),
        plain(tile.value),
        plain(tile.delta) or None,
        delta_description=plain(tile.delta_note) or None,
        delta_color=COLORS.get(tile.tone, tile.tone),  # type: ignore[arg-type] # a tone or its own
        delta_arrow=read_off if tile.arrow == "auto" else tile.arrow,  # type: ignore[arg-type] # up | down | off
        chart_data=list(tile.chart) or None,
        chart_type=tile.chart_type,  # type: ignore[arg-type] # line | bar | area
        help=plain(tile.help) or None,
    )
    if tile.opens:
        st.html(cells.over_a_tile(tile))


def _items(block: Items) -> Iterator[Part]:
    if block.title:
        yield cells.heading(block.title)
    yield cells.items(block.items[: block.most])
    if block.most is not None and len(block.items) > block.most:
        yield partial(_more, cells.items(block.items[block.most :]), len(block.items) - block.most)


def _arguments(block: Arguments) -> Iterator[Part]:
    shown, folded = cells.argument_parts(block)
    if shown:
        yield cells.arguments(shown)
    if folded:
        yield partial(_more, cells.arguments(folded), len(folded))


def _more(rows: Markup, count: int) -> None:
    with st.expander(f"{count} more", type="compact"):
        st.html(rows)


def _table(block: Table, ink: Ink, age: Age) -> Iterator[Part]:
    if block.title:
        yield cells.heading(block.title)
    yield from _finding(block.finding, block.figures)
    yield cells.table(replace(block, rows=block.rows[: block.most]), ink)
    if block.most is not None and len(block.rows) > block.most:
        yield partial(_more_rows, replace(block, rows=block.rows[block.most :]), ink)
    if block.data is not None:
        folded = Data(
            block.key, "Show to the cent, explain", block.data, block.metric, block.formula,
            block.source_rows,
        )  # fmt: skip
        yield partial(data, folded, age)


@access.fragment()
def _more_rows(block: Table, ink: Ink) -> None:
    """The rows of a table that are out of sight, drawn once they are opened."""
    key = f"{block.key}-more"
    folded = st.expander(f"{len(block.rows)} more", key=key, type="compact", on_change="rerun")
    if folded.open:
        with folded:
            st.html(cells.table(block, ink))


def _chart(block: Chart, ink: Ink, age: Age) -> Iterator[Part]:
    finding = cells.with_keys(block.finding, block.legend, ink)
    if block.is_bare:  # one line: the chart of a page that is a single screen begins higher
        yield cells.title_line(block.title, finding)
    else:
        yield cells.heading(block.title)
        yield from _finding(finding, block.figures)
    yield partial(_drawing, block, block.alt or words_of(finding), ink)
    if not block.is_bare:
        folded = Data(
            block.key, "Show as table, explain", block.table, block.metric, block.formula,
            block.rows, block.marks,
        )  # fmt: skip
        yield partial(data, folded, age)


def _drawing(block: Chart, alt: str, ink: Ink) -> None:
    name = pickle.dumps((block.figure, block.facts, ink, bool(block.marks)))
    figure = _figure(name, block, ink)
    if block.marks:
        _clickable(block, figure, alt)
    else:
        st.plotly_chart(figure, key=block.key, theme=None, alt=alt, config=CONFIG)


@access.fragment()
def _clickable(block: Chart, figure: Any, alt: str) -> None:
    """The chart, each mark of which opens its rows by a click."""
    found: Any = st.plotly_chart(
        figure, key=block.key, theme=None, alt=alt, config=CONFIG, on_select="rerun",
        selection_mode="points",
    )  # fmt: skip
    if mark := _chosen(block.marks, figure, found["selection"]["points"]):
        with st.container(key="follow"):
            _opens(mark.label or "Rows", mark.opens)
            st.html(FOLLOW, unsafe_allow_javascript=True)


def _chosen(marks: Sequence[Mark], figure: Any, points: Sequence[Mapping[str, Any]]) -> Mark | None:
    """The mark that was clicked; None for one without rows."""
    for point in points:
        trace = figure.data[point["curve_number"]]
        is_flat = getattr(trace, "orientation", None) == "h"
        # As drawn: of bars next to each other Plotly gives the place of the bar, days off.
        place = str((trace.y if is_flat else trace.x)[point["point_index"]])
        day = place[:DAY] if place[DAY : DAY + 1] in (" ", "T") else place
        row = point["y"] if isinstance(point.get("y"), str) else ""  # of a strip a series
        traces = ("", row, str(trace.name or ""), str(point["curve_number"]))
        for at in (place, day, ""):
            here = [mark for mark in marks if mark.at == at and mark.series in traces]
            if here:
                return min(here, key=lambda mark: not mark.series)
    return None


def _opens(label: str, opens: Address) -> None:
    st.page_link(ROWS, label=plain(label), query_params=addresses.written(opens))


@st.cache_resource(max_entries=200, show_spinner=False)
def _figure(
    name: bytes,  # noqa: ARG001 - of the figure, its facts, ink and marks: the cache's for the rest
    _block: Chart,
    _ink: Ink,
) -> Any:
    """The same figure is drawn once: Plotly takes most of the time of a page opened again."""
    return drawn_once(figure_of(_block, _ink), is_clickable=bool(_block.marks))


def forget_figures() -> None:
    """Draw every figure anew when it is shown again."""
    _figure.clear()


@access.fragment()
def data(block: Data, age: Age) -> None:
    """A folded table with its CSV and the definition of what it holds, drawn once it is opened."""
    folded = st.expander(
        plain(block.label), key=f"{block.key}-table", type="compact", on_change="rerun"
    )
    if not folded.open:
        return
    with folded:
        st.dataframe(
            block.table, hide_index=True, key=f"{block.key}-rows", placeholder="–",
            column_config=_days(block.table),
        )  # fmt: skip
        written = csv_bytes(block.table, as_of=age.as_of, data_to=age.reach.get(block.metric))
        st.download_button(
            "Download CSV", written, f"{block.key}.csv", "text/csv", key=f"{block.key}-csv"
        )
        if block.marks:
            with st.container(key=f"{block.key}-opens", horizontal=True, gap="small"):
                st.html('<span class="qd-basis">Open the rows of</span>', width="content")
                for mark in (each for each in block.marks if each.label):
                    _opens(mark.label, mark.opens)
        st.html(cells.explained(block.metric, block.formula, block.rows))


def _days(table: pd.DataFrame) -> dict[str, Any]:
    """Columns that hold days are shown as days, not as midnights."""
    moments = table.select_dtypes("datetime")
    whole = moments.isna() | (moments == moments.apply(lambda column: column.dt.normalize()))
    day = st.column_config.DateColumn(format="D MMM YYYY")
    return {str(name): day for name in moments if whole[name].all()}
