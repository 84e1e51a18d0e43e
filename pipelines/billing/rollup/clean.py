"""A text table with every cell in its place, written beside it where the table is small or untidy.

Blanks around cells go, lines of empty cells are empty lines, cells that are missing at the end of a
line are empty, empty ones beyond the header go. Every row keeps the line number it had.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .staging import Part, opened, size

SMALL = 1 << 20  # bytes of a file below which a copy costs nothing
PREFIX = "clean-"


def cleaned(part: Part, layout: tuple[str, int, int], last: int, scratch: Path) -> Part:
    """The same table in a tidy copy; the part itself, where it is large and looks tidy.

    layout  its delimiter, the lines above its header, the cells of its header
    last    the last cell a line must have: without it the line is left as it is, to be rejected
    """
    delimiter, skip, width = layout
    sample = csv.reader(part.lines[skip:], delimiter=delimiter)
    if size(part.file) >= SMALL and all(_tidy(row, width) for row in sample):
        return part
    csv.field_size_limit(2_000_000_000)
    copy = scratch / f"{PREFIX}{len(list(scratch.iterdir()))}-{part.file.name.removesuffix('.gz')}"
    try:
        with (
            io.TextIOWrapper(opened(part.file), encoding="utf-8-sig", newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            _write(source, target, (delimiter, skip, width), last)
    except UnicodeDecodeError:  # DuckDB says so as well, and the text is written anew
        return part
    return replace(part, file=copy)


def _write(
    source: Iterable[str], target: io.TextIOBase, layout: tuple[str, int, int], last: int
) -> None:
    delimiter, skip, width = layout
    lines = iter(source)
    for _ in range(skip):
        target.write(next(lines).rstrip("\r\n") + "\n")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    writer = csv.writer(target, delimiter=delimiter, lineterminator="\n")
    for row, lines_of in _numbered(reader):
        cells = _placed([cell.strip() for cell in row], width, last)
        text = "".join(cells)
        missing = lines_of - 1 - text.count("\n")
        if text:
            writer.writerow(cells)
        target.write("\n" * (missing if text else lines_of))


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[list[str], int]]:
    """Each row with the number of lines it takes."""
    before = 0
    for row in reader:
        now = reader.line_num  # type: ignore[attr-defined] # of csv.reader
        yield row, now - before
        before = now


def _placed(cells: list[str], width: int, last: int) -> list[str]:
    if last < len(cells) < width:
        return cells + [""] * (width - len(cells))
    return cells if any(cells[width:]) else cells[:width]


def _tidy(row: Sequence[str], width: int) -> bool:
    return len(row) in (0, width) and all(cell == cell.strip() for cell in row)
