"""Where rejected lines stand in their file, with their text and the reason in words."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from . import cells
from .console import plain
from .reading import Reading
from .recognise import Format, Layout, column_of
from .staging import opened
from .task import Rules

Rejected = tuple[int | None, str, str]


def places(
    found: list[tuple[int, bool, bool, str | None]], reading: Reading, rules: Rules
) -> Iterator[Rejected]:
    """(line, text, reason) of the records found (record, no day, no amount, no currency)."""
    layout, wanted = reading.layout, reading.format
    if layout is None or wanted.reader != "lines":
        yield from ((each[0], "", _reason(each, {}, wanted)) for each in found)
        return
    reasons = {each[0]: each for each in found}
    header = [plain(name) for name in layout.header]
    columns = ((role, column_of(name, layout.header)) for role, name in rules.columns)
    places_of = {role: at for role, at in columns if at is not None}
    for record, (number, row) in enumerate(_records(reading.part.file, layout), start=1):
        if record in reasons:
            named = dict(zip(header, row, strict=True))
            named |= {f"mapped_{role}": row[at] for role, at in places_of.items()}
            yield number, layout.delimiter.join(row)[:500], _reason(reasons[record], named, wanted)
        if record >= found[-1][0]:
            return


def with_lines(broken: list[tuple[int, str, str]], reading: Reading) -> Iterator[Rejected]:
    """(line, text, reason) of lines that are no whole rows, from (byte, text, reason)."""
    done, line = 0, 1
    with opened(reading.part.file) as stream:
        for byte, text, reason in sorted(broken):
            line += stream.read(max(0, byte - done)).count(b"\n")
            done = max(done, byte)
            yield line, text, reason


def _records(file: Path, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of each whole data line."""
    with io.TextIOWrapper(opened(file), encoding="utf-8-sig", errors="replace", newline="") as text:
        for _ in range(layout.skip + 1):
            next(text)
        reader = csv.reader(text, delimiter=layout.delimiter)
        for row in reader:
            if len(row) == len(layout.header):
                yield reader.line_num + layout.skip + 1, row


def _reason(
    found: tuple[int, bool, bool, str | None], shown_cells: dict[str, str], wanted: Format
) -> str:
    _, no_day, no_amount, currency = found
    if currency and not (no_day or no_amount):
        several = cells.code(currency) is None and any(
            cells.code(currency, own) for own in cells.ISO_4217
        )
        is_what = "may be of several countries" if several else "is no currency"
        return f'"{currency[:60]}" {is_what}; write its code, as USD'
    names, what = (wanted.dates, "day") if no_day else (wanted.amounts, "number")
    shown = [shown_cells[name] for name in names if shown_cells.get(name)]
    if not shown:
        return f"the line has no {what}"
    if not no_day and re.fullmatch(r"-?\d{19,}(\.\d*)?", shown[0].strip()):
        return f'"{shown[0][:60]}" has more than 18 digits before the point'
    odd = no_day and not re.match(r"\d{4}-\d\d-\d\d", shown[0])
    spelling = "; write it as 2026-07-05 (YYYY-MM-DD)" if odd else ""
    return f'"{shown[0][:60]}" is not a {what}{spelling}'
