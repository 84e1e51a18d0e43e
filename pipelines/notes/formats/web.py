"""HTML: exports of Google Docs, Notion, Etherpad and web pages."""

import re
from html.parser import HTMLParser

from pipelines.notes.formats.lines import Lines, counted

_HEADS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "blockquote",
        "details",
        "figure",
        "pre",
        "header",
        "main",
        "body",
        "tbody",
        "thead",
    ]
)
_SKIPPED = frozenset(
    ["script", "style", "head", "title", "nav", "footer", "template", "svg", "noscript", "select"]
)
_INSIDE = _BLOCKS | _HEADS.keys() | {"li", "summary", "ul", "ol"}  # of a cell: no end of its text
_MARKS = {"strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~", "code": "`"}


def web(text: str) -> Lines:
    """The headings, lists, tables and paragraphs of a page; its title where it has no heading."""
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    title = re.search(r"<title[^<>]*>([^<]+)</title>", text, re.I)
    if title and not page.headed:
        line = text[: title.start()].count("\n") + 1
        page.lines.texts.insert(0, f"# {title[1].strip()}")
        page.lines.lines.insert(0, line)
    blocks = sum(bool(each.strip()) for each in page.lines.texts)
    # A page written in a few long lines (Etherpad's) has its paragraphs counted instead.
    return counted(page.lines) if 2 * len(set(page.lines.lines)) < blocks else page.lines


class _Page(HTMLParser):
    """Walks over the tags and writes a line of Markdown per block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = Lines()
        self.headed = False
        self._text: list[str] = []
        self._line = 1
        self._prefix = ""  # "## ", "  - " of the block under way
        self._lists: list[str] = []
        self._skip = 0
        self._row: list[str] | None = None
        self._first_row = False
        self._links: list[str] = []
        self._defined = ""  # dt or dd: the tag inside a list of definitions that ended last

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a list, a cell or a mark."""
        given = dict(attrs)
        if tag in _SKIPPED:
            self._skip += 1
        elif "checkbox" in (given.get("class") or "").split():  # Notion's
            self._text.append("[x] " if "checkbox-on" in str(given["class"]) else "[ ] ")
        elif tag == "br" or (self._row is not None and tag in _INSIDE):
            self._text.append("\n" if tag == "br" else " ")  # a cell is one line
        elif tag in _HEADS or tag in _BLOCKS or tag in ("li", "summary"):
            self._open(tag)
        elif tag in ("dl", "dt", "dd"):
            self._define(tag)
        elif tag in ("ul", "ol"):
            self.flush()
            self._lists.append(tag)
        elif tag == "table":
            self.flush()
            self._first_row = True
        elif tag == "tr":
            self.flush()
            self._row, self._line = [], self.getpos()[0]
        elif tag == "hr":
            self.flush()
            self.lines.block("---", self.getpos()[0])
        elif tag == "input" and given.get("type") == "checkbox":
            self._text.append("[x] " if "checked" in given else "[ ] ")
        elif tag == "a":
            self._links.append(given.get("href") or "")
            self._text.append("[" if given.get("href") else "")
        elif tag in _MARKS:
            self._text.append(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if tag in _SKIPPED:
            self._skip = max(0, self._skip - 1)
        elif tag == "div" and "".join(self._text).strip() in ("[ ]", "[x]"):
            return  # the box alone; its words follow
        elif self._row is not None and tag in _INSIDE:
            self._text.append(" ")
        elif tag in ("dt", "dd"):
            self._defined = tag  # its text waits for what the term has to say
        elif tag in _HEADS or tag in _BLOCKS or tag in ("li", "summary", "dl"):
            self.flush()
        elif tag in ("ul", "ol"):
            self.flush()
            self._lists = self._lists[:-1]
        elif tag in ("td", "th") and self._row is not None:
            self._row.append(self._taken())
        elif tag == "tr" and self._row is not None:
            if self._row:
                self.lines.row(self._row, self._line, head=self._first_row)
            self._row, self._first_row = None, False
        elif tag == "a" and self._links:
            href = self._links.pop()
            self._text.append(f"]({href})" if href and " " not in href else "]" if href else "")
        elif tag in _MARKS:
            self._text.append(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        """Words; a star or a bracket of a tag is none of Markdown's."""
        if self._skip:
            return
        if not self._text:
            self._line = self.getpos()[0] + len(data) - len(data.lstrip("\n"))
        self._text.append(re.sub(r"([*<`])", r"\\\1", re.sub(r"\s+", " ", data)))

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """The end of a `<![…`; one that is none is text, as in a browser."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return -1

    def _define(self, tag: str) -> None:
        """A term and its definitions are one line, `Present: a, b`."""
        if tag != "dd" or not "".join(self._text).strip():
            self.flush()
            self._line = self.getpos()[0]
        elif self._defined == "dt" and "".join(self._text).rstrip().endswith(":"):
            self._text.append(" ")
        else:
            self._text.append({"dt": ": ", "dd": ", "}.get(self._defined, " "))

    def _open(self, tag: str) -> None:
        if not (self._prefix.strip() and not "".join(self._text).strip()):
            self.flush()  # a paragraph inside an item is the item's
        if tag in _HEADS:
            self._prefix, self.headed = "#" * _HEADS[tag] + " ", True
        elif tag in ("li", "summary"):
            depth = max(0, len(self._lists) - 1)
            mark = "1. " if self._lists[-1:] == ["ol"] else "- "
            self._prefix = "   " * depth + (mark if tag == "li" else "")
        self._line = self.getpos()[0]

    def _taken(self) -> str:
        text = "\n".join(" ".join(part.split()) for part in "".join(self._text).split("\n"))
        self._text = []
        return re.sub(r"\*\*\s*\*\*|~~~~|\[\]\([^)]*\)", "", text).strip()

    def flush(self) -> None:
        """Write the block under way."""
        text = self._taken()
        if text and self._prefix.strip():
            indent = " " * len(self._prefix) if "#" not in self._prefix else ""
            joined = text.replace("\n", " " if "#" in self._prefix else f"  \n{indent}")
            if not self._lists or "#" in self._prefix:
                self.lines.add("", self._line)
            self.lines.add(self._prefix + joined, self._line)
        elif text:
            for part in re.split(r"\n{2,}", text):
                indent = "   " * len(self._lists)
                self.lines.block(indent + part.replace("\n", f"  \n{indent}"), self._line)
        if text or not self._lists:
            self._prefix = ""
