"""Cells of the tables of a page of HTML, so far as they are figures."""

from html.parser import HTMLParser

from .values import MOST_ROWS, Pairs, digest
from .words import number


class Tables(HTMLParser):
    """The words of every cell, table by table and row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def cells(block: str, page: str) -> Pairs:
    """Rows of each table; a cell is the tokens of its figure, null where it holds words."""
    parser = Tables()
    parser.feed(page)
    for place, table in enumerate(parser.tables):
        rows = [[number(cell) for cell in row] for row in table]
        yield f"{block}.{place}.shape", [len(rows), max(map(len, rows), default=0)]
        if len(rows) > MOST_ROWS:
            yield f"{block}.{place}.sha256", digest(rows)
            continue
        for line, row in enumerate(rows):
            if any(row):
                yield f"{block}.{place}.{line}", row
