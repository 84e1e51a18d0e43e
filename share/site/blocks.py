"""The blocks of a page as HTML that needs no server: what views/ draws with Streamlit."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

import pandas as pd

from charts.theme import inert
from render import cells, lanes, sheet
from render.figures import figure_of
from share.site.ink import INK
from wording import numbers
from wording import site as wording
from wording.markup import Markup, Text, html, words_of
from wording.page import (
    Address,
    Amount,
    Arguments,
    Block,
    Cell,
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
    Sentence,
    Sheet,
    Table,
    Tile,
)

MOST = 200  # rows of a table on a page
ARROWS = {"up": "↑", "down": "↓", "off": ""}


@dataclass(frozen=True)
class Drawing:
    """What blocks need besides themselves.

    controls  the blocks in the place of a Control, by its key; the site has no others
    built     the day and the time of the build, below explanations
    rows      the file of a figure's rows; empty: the site has none
    """

    controls: Mapping[str, Sequence[Block]] = field(default_factory=dict)
    built: str = ""
    rows: Callable[[Address], str] = lambda _: ""


def blocks(found: Iterable[Block], drawing: Drawing) -> Markup:
    """Blocks from top to bottom; tiles that follow each other are one row."""
    parts = []
    for is_tile, run in groupby(found, key=lambda block: isinstance(block, Tile)):
        if is_tile:
            parts.append(_tiles([each for each in run if isinstance(each, Tile)], drawing))
        else:
            parts += [_block(each, drawing) for each in run]
    return Markup("\n").join(part for part in parts if part)


def _block(block: Block, drawing: Drawing) -> Markup:  # noqa: PLR0911 - one return per kind of block
    match block:
        case Sentence():
            return sentence(block)
        case Note(kind="plain"):
            return cells.small(block.text)
        case Note():
            return cells.note(block)
        case Code():
            return html("<pre>{}</pre>", block.text)
        case Heading():
            return html("<h2>{}</h2>{}", block.text, _small(_linked(block.remark, block.figures)))
        case Line():
            parts = (cells.cell(part, INK) for part in block.parts)
            return cells.small(Markup(" ").join(parts))
        case Control():
            return blocks(drawing.controls.get(block.key, ()), drawing)
        case Columns():
            inside = (html("<div>{}</div>", blocks(each, drawing)) for each in block.columns)
            return html('<div class="columns">{}</div>', Markup("").join(inside))
        case Fold():
            return fold(block.label, blocks(block.blocks, drawing))
        case Sheet():
            return sheet.rows(block)
        case Lanes():
            return lanes.drawing(block, INK)
        case _:
            return _listed(block, drawing)


def _listed(block: Block, drawing: Drawing) -> Markup:
    """Blocks that hold rows, or a chart."""
    match block:
        case Items():
            return _items(block)
        case Arguments():
            shown, folded = cells.argument_parts(block)
            more = fold(f"{len(folded)} more", cells.arguments(folded)) if folded else ""
            return html("{}{}", cells.arguments(shown) if shown else "", more)
        case Table():
            return _table(block, drawing)
        case Chart():
            return _chart(block, drawing)
        case Data():
            return _data(block, drawing)
    raise TypeError(block)


def fold(label: str, inside: Text) -> Markup:
    """What is behind a click."""
    return html('<details class="fold"><summary>{}</summary>{}</details>', label, inside)


def _small(text: Text) -> Text:
    return cells.small(text) if text else ""


def _linked(text: Text, figures: Sequence[Amount]) -> Text:
    return cells.linked(text, figures) if text else ""


def sentence(block: Sentence) -> Markup:
    """A statement in small type, and what is not certain about it."""
    said = [text for text in (block.claim, block.advice, block.basis) if text]
    warning = cells.note(Note("partial", block.warning)) if block.warning else ""
    return html("{}{}", _small(cells.linked(Markup(" ").join(said), block.figures)), warning)


def _items(block: Items) -> Markup:
    title = html("<h2>{}</h2>", block.title) if block.title else ""
    shown = cells.items(block.items[: block.most])
    rest = block.items[block.most :] if block.most is not None else ()
    more = fold(f"{len(rest)} more", cells.items(rest)) if rest else ""
    return html("{}{}{}", title, shown, more)


# ── Tiles ──────────────────────────────────────────────────────────────────────────────────────


def _tiles(row: Sequence[Tile], drawing: Drawing) -> Markup:
    tiles = Markup("").join(map(_tile, row))
    by_metric: dict[str, list[Tile]] = {}
    for tile in row:
        by_metric.setdefault(tile.metric, []).append(tile)
    said = [cells.tiles_explained(alike) for alike in by_metric.values()]
    explained = html("{}<p>{}</p>", Markup("").join(said), drawing.built)
    return html('<div class="tiles">{}</div>{}', tiles, fold(wording.EXPLAIN, explained))


def _tile(tile: Tile) -> Markup:
    first = (tile.delta or " ")[0]
    read_off = "up" if first == "+" else "down" if first in "-−" else "off"
    arrow = ARROWS[read_off if tile.arrow == "auto" else tile.arrow]
    value = html('<span class="value">{}</span>', tile.value)
    if tile.opens:
        value = html('<a class="value" href="{}">{}</a>', cells.rows_of(tile.opens), tile.value)
    delta = [
        html('<span class="{}">{} {}</span>', f"tone-{tile.tone}", arrow, tile.delta)
        if tile.delta else "",
        html("<span>{}</span>", tile.delta_note) if tile.delta_note else "",
    ]  # fmt: skip
    below = html('<div class="delta">{}</div>', Markup(" ").join(part for part in delta if part))
    title = html(' title="{}"', tile.help) if tile.help else ""
    return html(
        '<div class="tile"><div class="label"{}>{}</div>{}{}{}</div>',
        title, tile.label, value, below, _sparkline(tile),
    )  # fmt: skip


def _sparkline(tile: Tile) -> Markup:
    low, high = min(tile.chart, default=0.0), max(tile.chart, default=0.0)
    if len(tile.chart) < 2:
        return Markup("")
    step, span = 100 / (len(tile.chart) - 1), (high - low) or 1.0
    points = " ".join(
        f"{n * step:.1f},{27 - 24 * (value - low) / span:.1f}" for n, value in enumerate(tile.chart)
    )
    return html(
        '<svg class="spark tone-{}" viewBox="0 0 100 30" preserveAspectRatio="none" '
        'aria-hidden="true"><polyline points="{}"/></svg>',
        tile.tone, points,
    )  # fmt: skip


# ── Tables and charts ──────────────────────────────────────────────────────────────────────────


def _table(block: Table, drawing: Drawing) -> Markup:
    title = html("<h2>{}</h2>", block.title) if block.title else ""
    folded: Text = ""
    if block.data is not None:
        folded = _data(
            Data(block.key, wording.TO_THE_CENT, block.data, block.metric, block.formula,
                 block.source_rows),
            drawing,
        )  # fmt: skip
    drawn = _rows(block, block.rows[: block.most])
    more: Text = ""
    if block.most is not None and (rest := block.rows[block.most :]):
        left = len(rest) - MOST
        said = cells.small(wording.more_rows(left)) if left > 0 else ""
        more = fold(f"{len(rest)} more", html("{}{}", _rows(block, rest[:MOST]), said))
    said = _small(_linked(block.finding, block.figures))
    return html("{}{}{}{}{}", title, said, drawn, more, folded)


def _rows(block: Table, rows: Sequence[Sequence[Cell]]) -> Markup:
    return scrolling(cells.table(replace(block, rows=rows), INK), block.title or wording.TABLE)


def scrolling(table: Text, label: str) -> Markup:
    """A table that scrolls by itself where it is wider than the page."""
    shape = '<div class="scroll" tabindex="0" role="group" aria-label="{}">{}</div>'
    return html(shape, label, table)


def _chart(block: Chart, drawing: Drawing) -> Markup:
    finding = cells.with_keys(block.finding, block.legend, INK)
    figure = json.loads(figure_of(block, INK).to_json())
    folded: Text = ""
    if not block.is_bare:
        folded = _data(
            Data(block.key, wording.AS_TABLE, block.table, block.metric, block.formula, block.rows,
                 block.marks),
            drawing,
        )  # fmt: skip
    drawn = chart(block.key, inert(figure), block.alt or words_of(finding), _marks(block, drawing))
    said = _small(_linked(finding, block.figures))
    return html("<h2>{}</h2>{}{}{}", block.title, said, drawn, folded)


def chart(
    key: str, figure: Mapping[str, object], alt: str, marks: Sequence[Mapping[str, str]] = ()
) -> Markup:
    """A figure that the page's script draws from the data next to it."""
    text = embedded({"figure": figure, "marks": marks})
    layout = figure["layout"]
    height = layout.get("height", 320) if isinstance(layout, dict) else 320
    return html(
        '<div class="chart" id="chart-{}" role="img" aria-label="{}" style="height:{}px"></div>'
        '<script type="application/json" data-chart="chart-{}">{}</script>',
        key, alt, height, key, text,
    )  # fmt: skip


def embedded(data: object) -> Markup:
    """Data as JSON in a script of the page, where no text of theirs can end the script."""
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    for sign in "<>&#":  # "#": the names of colours stay names until the script reads them
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _marks(block: Chart, drawing: Drawing) -> list[dict[str, str]]:
    return [
        {"at": mark.at, "series": mark.series, "label": mark.label, "href": href}
        for mark in block.marks
        if (href := drawing.rows(mark.opens))
    ]


def _data(block: Data, drawing: Drawing) -> Markup:
    inside = [frame(block.table, block.label), _opened(block.marks, drawing)]
    inside.append(cells.explained(block.metric, block.formula, block.rows))
    return fold(block.label, Markup("").join(part for part in inside if part))


def _opened(marks: Sequence[Mark], drawing: Drawing) -> Text:
    """Links to the rows of a chart's marks, for who cannot point."""
    links = [
        html('<a href="{}">{}</a>', href, mark.label)
        for mark in marks
        if mark.label and (href := drawing.rows(mark.opens))
    ]
    if not links:
        return ""
    return cells.small(html("{} {}", wording.OPEN_ROWS, Markup(" · ").join(links)))


def frame(found: pd.DataFrame, label: str) -> Markup:
    """A frame as a table: its newest rows where they go by the day, else its first ones."""
    by_day = len(found) and isinstance(_plain(found.iloc[0, 0]), date)
    shown = found.tail(MOST) if by_day else found.head(MOST)
    heads = Markup("").join(
        html('<th scope="col" class="{}">{}</th>', _css(found, column), column)
        for column in found.columns
    )
    body = Markup("").join(
        html("<tr>{}</tr>", Markup("").join(
            html('<td class="{}">{}</td>', css, value(cell))
            for css, cell in zip((_css(found, c) for c in found.columns), row, strict=True)
        ))
        for row in shown.itertuples(index=False)
    )  # fmt: skip
    shape = '<table class="qd-table qd-dense"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    left = len(found) - len(shown)
    more = cells.small(wording.more_rows(left)) if left else ""
    return html("{}{}", scrolling(html(shape, heads, body), label), more)


def _css(found: pd.DataFrame, column: str) -> str:
    kinds = {type(each) for each in found[column].head(MOST)} - {type(None), type(pd.NaT)}
    return "n" if kinds and all(issubclass(each, Decimal | int | float) for each in kinds) else ""


def _plain(cell: object) -> object:
    """A moment at midnight as its day."""
    if isinstance(cell, datetime) and not pd.isna(cell):
        return cell.date() if cell == datetime(cell.year, cell.month, cell.day) else cell  # noqa: DTZ001 - of the warehouse, naive UTC
    return cell


def value(cell: object) -> str:  # noqa: PLR0911 - one return per type
    """A cell of a frame in words; an unknown one is a dash."""
    if isinstance(cell, list | tuple):
        return ", ".join(map(str, cell))
    if cell is None or pd.isna(cell):  # type: ignore[call-overload]
        return "–"
    match _plain(cell):
        case bool() as is_so:
            return wording.YES if is_so else wording.NO
        case datetime() as moment:
            return f"{numbers.day(moment.date())}, {moment:%H:%M}"
        case date() as day:
            return numbers.day(day)
        case Decimal() as amount:
            return numbers.number(amount, min(numbers.decimals(amount), 6))
        case float() as number:
            return f"{number:,.10g}"
        case int() as count:
            return numbers.number(count)
    return str(cell)
