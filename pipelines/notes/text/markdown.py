"""Markdown → blocks: headings, list items, paragraphs, table rows and rules, each with its line.

The block structure comes from markdown-it-py, so that code fences, wrapped items, nested lists,
tables, quotes and HackMD's `:::` boxes are what they are; only the words inside a block are left
to the readers of this package.
"""

import codecs
import html
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

import ftfy
import yaml
from ftfy.badness import is_bad
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

LONGEST = 2_000  # characters that any pattern sees at once
_BROKEN = 20_000  # lines of a file that are repaired; no more lines of Markdown are read
_MATTER = 20_000  # characters of a front matter; no note's needs more
# Rules of the parser that each line is asked for, and a sign without which none fits.
_RARE = {
    "front_matter": "---", "container_box": ":::", "table": "|", "html_block": "<", "fence": "```",
    "blockquote": ">", "reference": "]:",
}  # fmt: skip
# The same for rules that need a line with such an end.
_RARE_ENDS = {
    "hr": re.compile(r"[-*_][ \t]*[-*_][ \t]*[-*_][ \t]*$", re.M),
    "lheading": re.compile(r"[=-][ \t]*$", re.M),
}
_WORDS = MarkdownIt("commonmark").enable("strikethrough")
_ADMONITION = re.compile(
    r"^(?:!!!|\?\?\?)\+? \w+ \"(?P<title>[^\"\n]+)\"[ \t]*\n(?P<text>(?:(?: {4}.*|[ \t]*)\n)*)",
    re.M,
)
_MARKUP = re.compile(r"[*_`~<>\[\]\\&!]|  \n")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_HTML_ROW = (re.compile(r"<tr\b[^<>]*>", re.I), re.compile(r"</tr>", re.I))
_HTML_CELL = (re.compile(r"<t[hd]\b[^<>]*>", re.I), re.compile(r"</t[hd]>", re.I))
_PIECE = re.compile(rf"(?s:.{{1,{LONGEST}}})(?![^\x00-\x7f])|(?s:.{{1,{LONGEST}}})")
_PROFILE = re.compile(r"https?://(?:www\.)?git(?:hub|lab)\.com/([\w-]+)/?(?:\?.*)?$")


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, list item, paragraph or table row.

    level   of a heading 1-6, of a list item its depth from 1, else 0
    raw     as written, inner line breaks kept
    parent  index of the list item it stands under, if any
    heading index of the nearest heading above, if any
    list_id number of its outermost list (of its table), so that neighbours are told apart
    """

    kind: str  # heading | item | text | row | rule
    level: int
    line: int
    raw: str
    parent: int | None = None
    heading: int | None = None
    quoted: bool = False
    cells: tuple[str, ...] = ()
    list_id: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One file, read: front matter and blocks in order of the text."""

    matter: dict[str, Any]
    blocks: list[Block]
    mistake: str | None = None  # why the front matter could not be read
    cut: tuple[tuple[int, str], ...] = ()  # lines of which only the beginning is read


@dataclass(slots=True)
class _Walk:
    """Where the walk over the parser's tokens stands."""

    blocks: list[Block] = field(default_factory=list)
    items: list[int | None] = field(default_factory=list)  # open list items → their block
    lists: int = 0
    quotes: int = 0
    heading: int | None = None
    level: int = 0  # > 0 inside a heading
    row: list[str] | None = None
    row_line: int = 0
    tables: int = 0
    cut: list[tuple[int, str]] = field(default_factory=list)


def decoded(data: bytes) -> str:
    """The text of a file as it is meant: UTF-8 (a BOM may precede) or cp1252, mojibake repaired."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16", errors="replace") if wide else _narrow(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in "\0\1\2":  # marks of our own readers
        text = text.replace(sign, "")
    lines = text.split("\n")
    if text.isascii() or not is_bad(_foreign(lines)):
        return text
    # Line by line: one sound accent elsewhere must not keep the broken ones from being repaired.
    broken = (at for at, line in enumerate(lines) if not line.isascii() and is_bad(line))
    for at in islice(broken, _BROKEN):
        lines[at] = _repaired(lines[at])
    return "\n".join(lines)


def _foreign(lines: list[str]) -> str:
    """The first line, and those of more than ASCII with the letter before: no other is bad."""
    own = [f"{a[-1:]}\n{b}\n" for a, b in pairwise(lines) if not b.isascii()]
    return "\n".join([lines[0], *own])


def _repaired(line: str) -> str:
    """A line with its mojibake repaired, by pieces that end before a plain letter if they can."""
    return "".join(ftfy.fix_encoding(piece) for piece in _PIECE.findall(line))


def _narrow(data: bytes) -> str:
    """UTF-8 where it is; a line that is none is cp1252, and else keeps a sign for what is lost."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "\n".join(map(_line, data.removeprefix(codecs.BOM_UTF8).split(b"\n")))


def _line(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", errors="replace")


@lru_cache(maxsize=128)
def _parser(unused: frozenset[str]) -> MarkdownIt:
    """A parser of blocks without some of its rules."""
    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
    parser.use(front_matter_plugin).use(container_plugin, "box", validate=lambda *_: True)
    return parser.disable([*unused])


def read_page(text: str) -> Page:
    """The blocks of a Markdown text; front matter that is no YAML is told as `mistake`."""
    walk, mistake = _Walk(), None
    matter: dict[str, Any] = {}
    text = _ADMONITION.sub(_unfolded, f"{text}\n")
    signs = text.replace("~", "`")
    unused = {rule for rule, sign in _RARE.items() if sign not in signs}
    unused |= {rule for rule, ending in _RARE_ENDS.items() if not ending.search(text)}
    for token in _parser(frozenset(unused)).parse(text):
        if token.type == "front_matter":
            matter, mistake = _front_matter(token.content)
        else:
            _step(walk, token)
    return Page(matter, walk.blocks, mistake, tuple(walk.cut))


def placed(page: Page, lines: list[int]) -> Page:
    """The page with the lines of the file its Markdown was made from, given for each of its own."""
    own = [lines[min(b.line, len(lines)) - 1] for b in page.blocks]
    blocks = [b if b.line == at else replace(b, line=at)
              for b, at in zip(page.blocks, own, strict=True)]  # fmt: skip
    cut = tuple((lines[min(line, len(lines)) - 1], text) for line, text in page.cut)
    return Page(page.matter, blocks, page.mistake, cut)


def _unfolded(box: re.Match[str]) -> str:
    """A box of MkDocs (`!!! info "Title"`, its text indented) as its title and its text."""
    return f"**{box['title']}**:\n" + re.sub(r"^ {4}", "", box["text"], flags=re.M)


class _Matter(yaml.SafeLoader):
    """YAML without aliases: a few of them grow into more than a machine holds."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        return super().compose_node(parent, index)


def _front_matter(content: str) -> tuple[dict[str, Any], str | None]:
    if len(content) > _MATTER:
        return {}, f"it is longer than {_MATTER:,} characters"
    try:
        matter = yaml.load(content, _Matter)  # noqa: S506 - a SafeLoader
    except RecursionError:
        return {}, "it is nested too deep"
    except (yaml.YAMLError, ValueError, OverflowError, TypeError) as error:
        return {}, str(error).splitlines()[0]
    return (matter, None) if isinstance(matter, dict) else ({}, None)


def _step(walk: _Walk, token: Token) -> None:
    kind = token.type
    if kind in ("bullet_list_open", "ordered_list_open"):
        walk.lists += not walk.items
    elif kind == "list_item_open":
        walk.items.append(None)
    elif kind == "list_item_close":
        walk.items.pop()
    elif kind in ("blockquote_open", "blockquote_close"):
        walk.quotes += token.nesting
    elif kind == "heading_open":
        walk.level = int(token.tag[1])
    elif kind == "heading_close":
        walk.level = 0
    elif kind == "table_open":
        walk.tables += 1
    elif kind in ("tr_open", "tr_close"):
        _table_row(walk, token)
    elif kind == "inline":
        _inline(walk, token)
    elif kind == "html_block":
        _html(walk, token)
    elif kind == "code_block":  # an indented list of names in plain text; fenced code is code
        raw = "\n".join(line.strip() for line in token.content.strip("\n").split("\n"))
        _add(walk, "text", 0, token.map[0] + 1 if token.map else 1, raw)
    elif kind == "hr":
        _add(walk, "rule", 0, token.map[0] + 1 if token.map else 1, "")


def _table_row(walk: _Walk, token: Token) -> None:
    if token.nesting == 1:
        walk.row, walk.row_line = [], token.map[0] + 1 if token.map else 1
        return
    cells = tuple(walk.row or ())
    _add(walk, "row", 0, walk.row_line, " | ".join(cells), cells)
    walk.row = None


def _inline(walk: _Walk, token: Token) -> None:
    if walk.row is not None:
        walk.row.append(token.content.strip())
        return
    line = token.map[0] + 1 if token.map else 1
    if walk.level:
        walk.heading = len(walk.blocks)
        _add(walk, "heading", walk.level, line, token.content)
    elif walk.items and walk.items[-1] is None:
        walk.items[-1] = len(walk.blocks)
        _add(walk, "item", len(walk.items), line, token.content)
    else:
        _add(walk, "text", 0, line, token.content)


def _html(walk: _Walk, token: Token) -> None:
    """The rows of an HTML table, or the words of another block; comments are no notes."""
    start = (token.map[0] if token.map else 0) + 1
    walk.tables += "<table" in token.content
    line, before = start, 0
    for at, row in _inside(token.content, *_HTML_ROW):
        cells = tuple(_plain(cell) for _, cell in _inside(row, *_HTML_CELL))
        line, before = line + token.content.count("\n", before, at), at
        _add(walk, "row", 0, line, " | ".join(cells), cells)
    if re.search(r"</?t(?:able|body|head|r|d)\b", token.content):
        return
    words = _untagged(token.content).strip()
    if words and not token.content.lstrip().startswith("<!--"):
        _add(walk, "text", 0, start, words)


def _inside(
    markup: str, opens: re.Pattern[str], closes: re.Pattern[str]
) -> Iterator[tuple[int, str]]:
    """What stands between each pair of tags, and where the first of the pair begins."""
    at = 0
    while (first := opens.search(markup, at)) and (last := closes.search(markup, first.end())):
        yield first.start(), markup[first.end() : last.start()]
        at = last.end()


def _untagged(markup: str) -> str:
    """The words of some markup, a blank where a tag or a comment was."""
    kept, at = [], 0
    while (start := markup.find("<!--", at)) >= 0 and (end := markup.find("-->", start + 4)) >= 0:
        kept.append(markup[at:start])
        at = end + 3
    return _TAG.sub(" ", " ".join([*kept, markup[at:]]))


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_untagged(markup)).split())


def _add(  # noqa: PLR0917 - the fields of a Block, in their order
    walk: _Walk, kind: str, level: int, line: int, raw: str, cells: tuple[str, ...] = ()
) -> None:
    above = walk.items[:-1] if kind == "item" else walk.items
    parent = next((i for i in reversed(above) if i is not None), None)
    quoted, list_id = walk.quotes > 0, walk.lists if walk.items else 0
    list_id = walk.tables if kind == "row" else list_id
    heading = None if kind == "heading" else walk.heading
    first, *more = _pieces(raw) if kind in ("text", "item") else [raw[:LONGEST]]
    if kind in ("row", "heading") and len(raw) > LONGEST:
        walk.cut.append((line, raw))
        cells = tuple(cell[: LONGEST // len(cells)] for cell in cells)
    walk.blocks.append(Block(kind, level, line, first, parent, heading, quoted, cells, list_id))
    parent = len(walk.blocks) - 1 if kind == "item" else parent
    for piece in more:  # a paragraph goes on in a block of its own
        line += first.count("\n") + 1
        first = piece
        walk.blocks.append(Block("text", 0, line, piece, parent, heading, quoted, (), list_id))


def _pieces(raw: str) -> list[str]:
    """A paragraph as pieces of whole lines that a pattern may see at once."""
    if len(raw) <= LONGEST:
        return [raw]
    pieces: list[list[str]] = [[]]
    length = 0
    for line in raw.split("\n"):
        if pieces[-1] and length + len(line) > LONGEST:
            pieces.append([])
            length = 0
        pieces[-1].append(line[:LONGEST])
        length += len(line) + 1
    return ["\n".join(lines) for lines in pieces]


# What may open or close: an underscore between letters never does (a_b_c).
_RUNS = [(sign, re.compile(rf"{re.escape(sign)}+")) for sign in "*~`"]
_RUNS.append(("_", re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")))


@lru_cache(maxsize=4096)  # every reader of a file asks for the same few hundred blocks
def words(raw: str, *, handles: bool = False) -> str:
    """The words of a block without markup: struck-out text gone, code kept in back-ticks.

    handles  write a link to somebody's GitHub page as @handle, as roll calls do
    """
    return _parsed(raw)[handles] if _MARKUP.search(raw) and _has_pairs(raw) else raw


def _has_pairs(raw: str) -> bool:
    """Whether a text's signs can be markup: all but a backslash come in pairs."""
    return (
        "\\" in raw
        or " \n" in raw
        or "\n " in raw
        or ("](" in raw and ")" in raw)
        or ("<" in raw and ">" in raw)
        or ("&" in raw and ";" in raw)
        or any(raw.count(sign) > 1 and len(runs.findall(raw)) > 1 for sign, runs in _RUNS)
    )


@lru_cache(maxsize=4096)  # parsed once: roll calls ask for handles, all others do not
def _parsed(raw: str) -> tuple[str, str]:
    tokens = _WORDS.parseInline(raw)[0].children or []
    linked = any(token.type == "link_open" for token in tokens)
    plain = _said_by(tokens, handles=False)
    return plain, _said_by(tokens, handles=True) if linked else plain


def _said_by(tokens: list[Token], *, handles: bool) -> str:
    out: list[str] = []
    struck, links, mailed = 0, [], 0
    for token in tokens:
        struck += {"s_open": 1, "s_close": -1}.get(token.type, 0)
        if struck:
            continue
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            if handles and mailed and href.startswith("mailto:") and not _said(out[mailed:]):
                out.append("; ")  # two people, each linked to an address, beside each other
            links.append((len(out), href))
        elif token.type == "link_close" and links:
            start, href = links.pop()
            _close_link(out, start, href, handles=handles)
            mailed = len(out) if href.startswith("mailto:") and _said(out[start:]) else 0
        else:
            out.append(_word(token))
    return "".join(out)


def _said(pieces: list[str]) -> bool:
    return bool("".join(pieces).strip())


def _word(token: Token) -> str:
    if token.type == "code_inline":
        return f"`{token.content}`"
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "html_inline":
        return "\n" if token.content.lower().startswith("<br") else ""
    return token.content if token.type == "text" else ""


def _close_link(out: list[str], start: int, href: str, *, handles: bool) -> None:
    profile = _PROFILE.match(href)
    text = "".join(out[start:]).strip()
    if handles and href.startswith("mailto:") and text and text in "".join(out[:start]):
        del out[start:]  # the name once more, linked to its address
    if not (handles and profile):
        return
    handle = profile[1]
    same = text.lstrip("@").casefold() == handle.casefold() or text == href
    out[start:] = [f"@{handle}" if same else text if "@" in text else f"{text} (@{handle})"]
