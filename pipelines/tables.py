"""The small tables a team keeps itself: balances, rates, invoices, counts of use.

Read as bills are: any encoding, wrapping and delimiter; the decimal sign and the order of day and
month are decided by the whole column, or asked.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipelines.billing.rollup import NoTable, NotRecognised, cells
from pipelines.billing.rollup.recognise import column_of
from pipelines.billing.rollup.staging import opened, parts

HEAD_LINES = 30
MARKS = ",;\t|"
Where = Mapping[str, Sequence[str]]
Line = dict[str, str]  # role → cell, without blanks around it


class Unreadable(ValueError):
    """The table as a whole cannot be read; the sentence says why, `remedy` the way out if known."""

    def __init__(self, sentence: str, remedy: str | None = None) -> None:
        super().__init__(sentence)
        self.remedy = remedy


@dataclass(frozen=True)
class Habits:
    """How a table writes its amounts and days."""

    sign: cells.Sign
    day_first: bool | None


def rows(
    path: Path,
    columns: Mapping[str, str],
    *,
    optional: Mapping[str, str] | None = None,
    where: Where | None = None,
) -> list[tuple[int, Line]]:
    """(line number, role → cell) of every line that is not empty and that `where` leaves in.

    columns, optional  role → the column's name; an optional one that is missing is left out
    Raises Unreadable: no such table, OSError: no such file.
    """
    try:
        with tempfile.TemporaryDirectory() as scratch:
            for part in parts(path, Path(scratch)):
                with opened(part.file) as stream:
                    text = stream.read().decode("utf-8-sig", errors="replace")
                return list(_lines(text, columns, optional or {}, where or {}))
    except (NoTable, NotRecognised) as trouble:
        raise Unreadable(str(trouble)) from None
    raise Unreadable("the archive holds no table")


def habits(
    lines: Iterable[Line],
    *,
    amounts: Sequence[str] = (),
    days: Sequence[str] = (),
    decimal: cells.Sign | None = None,
    day_first: bool | None = None,
    section: str = "[funding]",
) -> Habits:
    """How the columns (by role) write amounts and days; settings decide before they do.

    A column that contradicts itself has a point: its odd lines are left out by amount().
    Raises Unreadable where both readings are possible.
    """
    lines = list(lines)
    shown = [line[role] for line in lines for role in amounts if line.get(role)]
    sign = decimal or cells.decimal_sign(shown)
    if sign is None and any(cells.decimal_sign([cell]) is None for cell in shown):
        raise Unreadable(
            cells.two_readings(shown),
            f'say which in {section}: decimal = "." or decimal = ","',
        )
    written = [line[role] for line in lines for role in days if line.get(role)]
    first = cells.day_first(written) if day_first is None else day_first
    unclear = next((cell for cell in written if cells.days(cell, first=first) is None), None)
    if first is None and unclear and (both := _both(unclear)):
        raise Unreadable(
            f'its days can be read in two ways: "{unclear}" is {both} (YYYY-MM-DD)',
            f"say which in {section}: day_first = true or day_first = false",
        )
    return Habits(sign or ".", first)


def amount(cell: str, habits: Habits, *, most_decimals: int | None = None) -> Decimal:
    """The amount of a cell. Raises ValueError with one that would be right."""
    found = cells.amount(cell, habits.sign)
    if found is None or (most_decimals is not None and round(found, most_decimals) != found):
        right = "12500,40" if habits.sign == "," else "12500.40"
        raise ValueError(f"{cell!r} is no amount; write one like {right}")
    return found


def day(cell: str, habits: Habits) -> date:
    """The day of a cell. Raises ValueError with one that would be right."""
    found = cells.days(cell, first=habits.day_first)
    if found is None or found[0] != found[1]:
        raise ValueError(f"{cell!r} is no day; write one like 2026-03-02")
    return found[0]


def month(cell: str) -> date:
    """The first day of the month a cell names. Raises ValueError with one that would be right."""
    found = cells.days(cell)
    if found is None or found[0] == found[1]:
        raise ValueError(f"{cell!r} is no month; write one like 2026-03")
    return found[0]


def currency(cell: str, own: str | None = None) -> str:
    """The code of a currency, written as a code in any case or as a sign. Raises ValueError."""
    code = cells.code(cell, own) or cells.currency(cell, own) or cell.strip().upper()
    if not (len(code) == 3 and code.isalpha() and code.isascii()):
        raise ValueError(f"{cell!r} is no currency; write a code like USD")
    return code


def delimiter(header: str) -> str:
    """The sign between the names of a first line."""
    try:
        return csv.Sniffer().sniff(header, MARKS).delimiter
    except csv.Error:  # one name alone
        return ","


def _lines(
    text: str, columns: Mapping[str, str], optional: Mapping[str, str], where: Where
) -> Iterator[tuple[int, Line]]:
    wanted = [*columns.values(), *where]
    fewest = wanted
    head = text.splitlines()[:HEAD_LINES]
    for skip, first in enumerate(head):
        for mark in dict.fromkeys((delimiter(first), *MARKS)):
            header = next(csv.reader([first], delimiter=mark), [])
            missing = [name for name in wanted if column_of(name, header) is None]
            if not missing:
                named = {**columns, **optional}
                at = {role: column_of(name, header) for role, name in named.items()}
                tests = [(column_of(name, header), some) for name, some in where.items()]
                yield from _below(text, mark, skip, at, tests)
                return
            fewest = min(fewest, missing, key=len)
    raise Unreadable(f"there is no column {', '.join(fewest)}")


def _below(
    text: str,
    mark: str,
    skip: int,
    at: Mapping[str, int | None],
    tests: Sequence[tuple[int | None, Sequence[str]]],
) -> Iterator[tuple[int, Line]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    for row in reader:
        cell = dict(enumerate(each.strip() for each in row))
        is_data = reader.line_num > skip + 1 and any(cell.values())
        if is_data and all(cell.get(i or 0) in some for i, some in tests):
            yield reader.line_num, {r: cell.get(i, "") for r, i in at.items() if i is not None}


def _both(cell: str) -> str:
    """The two days a cell may be; empty if it is none."""
    read = [cells.days(cell, first=first) for first in (True, False)]
    return " or ".join(str(each[0]) for each in read if each) if all(read) else ""
