"""Where the header of a cross-tab is, and which days or projects its columns are of."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from . import cells, periods
from .staging import NoTable

Rows = list[tuple[int, list[str]]]
HEAD_LINES = 30
TURNED_TOTAL = re.compile(r"(grand )?totals?|sum|summe|gesamt(summe)?|total général|suma", re.I)
EMPTY = {"", "-", "–", "—", "--", "n/a"}
ACCOUNT = re.compile(r"|(distribution )?accounts?|category|konto|compte|cuenta", re.I)
TOTAL_COLUMN = re.compile(
    r"(grand )?totals?|sum|summe|gesamt|total général|suma|amount|betrag", re.I
)


@dataclass(frozen=True)
class Head:
    """The header: its row's place, and what its columns are (index → days, or project).

    label  what stands before them, which may be the first section's name
    """

    at: int
    label: str
    days: dict[int, periods.Days]
    projects: dict[int, str]
    totals: tuple[int, ...]
    unread: tuple[str, ...] = ()


def grids(text: str) -> Iterator[Rows]:
    """The text as rows of cells by each delimiter it may have, the likeliest first.

    Months down and accounts across are turned round where a column of totals can be checked.
    """
    start = "\n".join(text.splitlines()[:HEAD_LINES])
    for mark in sorted(",;\t|", key=start.count, reverse=True):
        if mark in start:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
            rows = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
            yield _turned(rows) or rows


def _turned(rows: Rows) -> Rows:
    """A table of months down and accounts across the other way round; [] for any other."""
    months = [i for i, (_, row) in enumerate(rows) if periods.month_of(row[0].strip())]
    at = months[0] - 1 if len(months) > 1 else -1
    if at < 0 or not any(TURNED_TOTAL.fullmatch(cell.strip()) for cell in rows[at][1][1:]):
        return []
    number, head = rows[at]
    below = [row + [""] * (len(head) - len(row)) for _, row in rows[at:]]
    if not all(_may_be_amount(cell) for row in below[1:] for cell in row[1 : len(head)]):
        return []  # names stand next to the months: a list of lines
    turned = [(number, [row[i] for row in below]) for i in range(len(head))]
    return [*rows[:at], *turned]


def head_of(rows: Rows, name: str) -> Head | None:
    """The header of months, else of projects between days that stand above it."""
    for at, (_, row) in enumerate(rows[:HEAD_LINES]):
        above = [" ".join(filter(None, map(str.strip, each))) for _, each in rows[:at]]
        days = periods.months(row, [row[0], *above], name)
        if days and _is_label(row[0]) and not _is_data(rows, at, days):
            behind = enumerate(row[min(days) :], min(days))
            rest = [(i, cell.strip()) for i, cell in behind if i not in days]
            totals = tuple(i for i, cell in rest if TOTAL_COLUMN.fullmatch(cell))
            unread = tuple(cell for i, cell in rest if cell and i not in totals)
            return Head(at, row[0], days, {}, totals, unread)
    return _head_of_projects(rows, name)


def _is_data(rows: Rows, at: int, days: Mapping[int, periods.Days]) -> bool:
    """Whether a row with days is a line of a list: numbers stand in it, or names above its days."""
    if any(_is_number(cell) for i, cell in enumerate(rows[at][1]) if i and i not in days):
        return True
    for _, row in rows[:at]:
        names = {row[i].strip().casefold() for i in days if i < len(row) and row[i].strip()}
        words = not any(map(_is_number, names)) and not any(map(periods.month_of, names))
        if words and len(names) == len(days) > 1 and not any(map(periods.span, names)):
            return True
    return False


def _is_number(cell: str) -> bool:
    return any(cells.amount(cell.strip(), sign) is not None for sign in cells.BOTH)


def _head_of_projects(rows: Rows, name: str) -> Head | None:
    """A header whose last column is the total of the others; the days stand above it."""
    for at, (_, row) in enumerate(rows[:HEAD_LINES]):
        names = {i: cell.strip() for i, cell in enumerate(row) if i and cell.strip()}
        last = max(names, default=0)
        projects = {i: cell for i, cell in names.items() if i != last}
        is_head = last and TOTAL_COLUMN.fullmatch(names[last]) and len(projects) != 1
        if not is_head or not (projects or ACCOUNT.fullmatch(row[0].strip())):
            continue
        below = [each[i] for _, each in rows[at + 1 :] for i in names if i < len(each)]
        if not _is_label(row[0]) or not all(map(_may_be_amount, below)):
            continue
        above = [" ".join(filter(None, map(str.strip, each))) for _, each in rows[:at]]
        days = next(filter(None, map(periods.span, [*above, name])), None)
        if days is None and not _adds_up(rows[at + 1 :], projects, last):
            return None
        if days is None:
            raise NoTable("nothing says which days it is of. Put them into the file's name")
        columns = projects or {last: ""}
        totals = (last,) if projects else ()
        return Head(at, row[0], dict.fromkeys(columns, days), projects, totals)
    return None


def _adds_up(below: Rows, columns: Mapping[int, str], total: int) -> bool:
    """Whether most rows of plain amounts add up to their last cell."""
    right = []
    for _, row in below:
        parts = [cells.amount(row[i]) or Decimal(0) for i in columns if i < len(row)]
        stated = cells.amount(row[total]) if total < len(row) else None
        right += [] if stated is None else [sum(parts, Decimal(0)) == stated]
    return bool(columns) and right.count(True) > len(right) / 2


def _may_be_amount(cell: str) -> bool:
    return cell.strip().casefold() in EMPTY or bool(
        re.fullmatch(r"[^\d]{0,4}[\d.,'’\s]+[^\d]{0,4}", cell)
    )


def _is_label(cell: str) -> bool:
    """Whether the first cell of a header is none of its columns: no date."""
    return not periods.month_of(cell.strip()) and not cells.days(cell)
