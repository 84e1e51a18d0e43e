"""Tables, lists, legends and explanations as HTML."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from charts.theme import Ink, color
from render import addresses
from render.states import marked
from wording.definitions import DEFINITIONS
from wording.markup import Markup, Text, html
from wording.numbers import MONTHS
from wording.page import (
    Address,
    Amount,
    Arguments,
    Cell,
    Item,
    Key,
    Keyed,
    Link,
    Note,
    State,
    Table,
    Tile,
)

TINTS = {"partial": "watch", "stale": "watch", "error": "act", "not_saved": "act", "mistake": "act"}
LEADS = {
    "stale": State("watch", "Old"),
    "error": State("act", "Not read"),
    "not_saved": State("act", "Not saved"),
    "mistake": State("act", "Mistake"),
}
# A number before what it counts, a day before its month, a month before its year; or a tag.
TOGETHER = re.compile(
    r"<[^>]*>|\d (?!(?:and|are|in|is|of|or|to)\b)(?=[^\W\d_]|%)|"
    rf"(?:{'|'.join(MONTHS)}) (?=\d{{4}}\b)"
)
# The hyphen of a word that is short enough for a line of a phone; or a tag.
HYPHEN = re.compile(r"<[^>]*>|(?<![\w-])[^\W_]{1,10}-(?=[^\W_]{1,10}(?![\w-]))")
COMMAND = re.compile(r"<code>(.*?)</code>|<[^>]*>|(?<![\w-])--[a-z][\w-]*", re.DOTALL)
PIECE = re.compile(r"[^\s/]*/|[^\s/]*-[^\s/]*")  # of a command: a path up to its /, a flag
DENSE = 8  # columns of a table from which on its type is smaller


def rows_of(opens: Address) -> str:
    """The address of a figure's rows."""
    return f"rows?{urlencode(addresses.written(opens), doseq=True)}"


def opened(found: Amount) -> Markup:
    """A figure as a link to its rows."""
    return html('<a class="qd-rows" href="{}">{}</a>', rows_of(found.opens), found.text)


def linked(text: Text, figures: Sequence[Amount]) -> Markup:
    """A text with links in the place of its figures; outside of its own tags and links."""
    said = html("{}", text)
    for each in figures:
        words = html("{}", each.text)
        parts = re.split(rf"(<a\b.*?</a>|<[^>]*>|(?<!\w){re.escape(words)}(?!\w))", said)
        if each.opens and words in parts:
            parts[parts.index(words)] = opened(each)
            said = Markup("").join(map(Markup, parts))
    return said


def unbroken(text: Text) -> Text:
    """A headline that no line breaks between a number and its noun, or a day and its month.

    Nor at the hyphen of a short word ("mid-April"): a joiner has no width, where the serif lacks
    the hyphen that does not break; what is copied keeps its own hyphen.
    """
    return type(text)(HYPHEN.sub(_joined, TOGETHER.sub(_together, text)))


def _joined(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else f"{found[0]}\N{WORD JOINER}"


def _together(found: re.Match[str]) -> str:
    is_tag = found[0].startswith("<")
    return found[0] if is_tag else f"{found[0][:-1]}\N{NO-BREAK SPACE}"


def whole(text: Text) -> Markup:
    """A text whose commands break between words and after the / of a path, never inside a flag.

    What is copied is the same, letter by letter.
    """
    return Markup(COMMAND.sub(_command, html("{}", text)))


def _command(found: re.Match[str]) -> str:
    if found[1]:
        return f"<code>{PIECE.sub(_piece, found[1])}</code>"
    return found[0] if found[0].startswith("<") else _piece(found)


def _piece(found: re.Match[str]) -> str:
    """A piece that no line breaks; one that ends in / may be followed by a break."""
    may_break = "<wbr>" if found[0].endswith("/") else ""
    return f'<span class="qd-piece">{found[0]}</span>{may_break}'


def small(text: Text) -> Markup:
    """Words in small type."""
    return html('<div class="qd-basis">{}</div>', whole(text))


def heading(text: Text) -> Markup:
    """The title of a table, a chart or a list."""
    return html("<h2>{}</h2>", text)


def title_line(text: Text, said: Text) -> Markup:
    """A title with what is said about it in the same line."""
    return html('<div class="qd-title">{}{}</div>', heading(text), small(said))


def stack(parts: Sequence[Markup]) -> Markup:
    """Words one below the other, as far apart as all else on a page."""
    return html('<div class="qd-stack">{}</div>', Markup("").join(parts))


def note(block: Note) -> Markup:
    """A state in its own place."""
    lead = html("{} · ", marked(LEADS[block.kind])) if block.kind in LEADS else ""
    tint = TINTS.get(block.kind, "")
    words = whole(block.text)
    return html('<div class="qd-note {}" role="note">{}{}</div>', tint, lead, words)


def items(found: Sequence[Item]) -> Markup:
    """A list of things to do."""
    return html('<ul class="qd-list">{}</ul>', Markup("").join(_item(item) for item in found))


def _item(item: Item) -> Markup:
    words = html("<b>{}</b>", item.text)
    if item.link:
        words = html('<a href="{}"><b>{}</b></a>', item.link, item.text)
    detail = html("<small>{}</small>", item.detail) if item.detail else ""
    return html(
        "<li><span>{}</span><span>{}{}</span><span>{}</span></li>",
        marked(item.state), words, detail, item.side,
    )  # fmt: skip


def arguments(rows: Sequence[tuple[Text, Text]]) -> Markup:
    """Sentences that open their reason."""
    lines = Markup("").join(
        html("<details><summary>{}</summary><p>{}</p></details>", *row) for row in rows
    )
    return html('<div class="qd-arguments">{}</div>', lines)


def argument_parts(block: Arguments) -> tuple[Sequence[tuple[Text, Text]], ...]:
    """The rows that are shown, and those that are folded away."""
    return block.rows[: block.most], block.rows[block.most :]


def table(block: Table, ink: Ink) -> Markup:
    """A table that is read as it is."""
    named = [c if isinstance(c, tuple) else (c, "") for c in block.columns]
    heads = Markup("").join(html('<th scope="col" class="{}">{}</th>', c, h) for h, c in named)
    classes = [css for _, css in named]
    body = Markup("").join(_row(classes, cells, ink) for cells in block.rows)
    shape = '<table class="qd-table{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    return html(shape, " qd-dense" if len(named) > DENSE else "", heads, body)


def _row(classes: Sequence[str], cells: Sequence[Cell], ink: Ink) -> Markup:
    first = html('<th scope="row" class="{}">{}</th>', classes[0], cell(cells[0], ink))
    rest = (
        html('<td class="{}">{}</td>', css, cell(each, ink))
        for css, each in zip(classes[1:], cells[1:], strict=True)
    )
    return html("<tr>{}{}</tr>", first, Markup("").join(rest))


def cell(found: Cell, ink: Ink) -> Text:
    """A cell, or a part of a line."""
    match found:
        case Link():
            return html('<a href="{}">{}</a>', found.address, found.text)
        case Amount():
            return opened(found) if found.opens else found.text
        case State():
            remark = html("<small>{}</small>", found.detail) if found.detail else ""
            return html("{}{}", marked(found), remark)
        case tuple():
            return Markup("").join(html("<div>{}</div>", cell(each, ink)) for each in found)
        case Keyed():
            return html(
                '<i class="qd-key" style="background:{}"></i>{}',
                color(ink, found.color),
                found.text,
            )
        case _:
            return found


def key(found: Key, ink: Ink) -> Markup:
    """An entry of a chart's legend."""
    css = {"area": "qd-key", "line": "qd-line", "hatch": "qd-hatch", "hollow": "qd-key"}[found.sign]
    shown = color(ink, found.color)
    style = {"area": f"background:{shown}", "line": f"border-color:{shown}", "hatch": "",
             "hollow": f"border:1.5px solid {shown}"}  # fmt: skip
    return html(
        '<span class="qd-legend"><span class="{}" style="{}"></span>{}</span>',
        css, style[found.sign], found.word,
    )  # fmt: skip


def with_keys(finding: Text, keys: Sequence[Key], ink: Ink) -> Markup:
    """The sentence above a chart, and its legend apart from it."""
    if not keys:
        return html("{}", finding)
    said = html('<span class="qd-finding">{}</span> ', finding) if finding else Markup("")
    legend = Markup(" ").join(key(each, ink) for each in keys)
    return html('{}<span class="qd-keys">{}</span>', said, legend)


def over_a_tile(found: Tile) -> Markup:
    """A link to the rows of a tile, which lies over it."""
    address = rows_of(found.opens)
    return html('<a class="qd-tile" href="{}"><span>Rows of {}</span></a>', address, found.label)


def tiles_explained(alike: Sequence[Tile]) -> Markup:
    """Tiles of one metric together, so that its definition is there once."""
    figures = (
        html("<p><b>{}: {}</b>{}</p>", t.label, t.value, t.formula and f" · {t.formula}")
        for t in alike
    )
    rows = [row for tile in alike for row in tile.rows]
    return Markup("").join(figures) + explained(alike[0].metric, rows=rows)


def explained(metric: str, formula: str = "", rows: Sequence[tuple[str, str]] = ()) -> Markup:
    """A metric's definition, its rule with the figures put in, and its source rows."""
    parts = []
    if definition := DEFINITIONS.get(metric):
        parts.append(html("<p><b>{}</b> {}</p>", definition.name, definition.means))
        parts += [html("<p>{}</p>", caveat) for caveat in definition.caveats]
    if formula:
        parts.append(html("<p><b>Here</b> {}</p>", formula))
    if rows:
        lines = Markup("").join(html("<li>{}</li>", _source(*row)) for row in rows)
        parts.append(html("<p><b>From</b></p><ul>{}</ul>", lines))
    return html('<div class="qd-explain">{}</div>', Markup("").join(parts))


def _source(text: str, address: str) -> Text:
    if address.startswith(("http://", "https://")):
        return html('<a href="{}">{}</a>', address, text)
    return text
