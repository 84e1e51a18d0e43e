"""Cells of a column of days that name two: "1–31 July 2026", "2026-07-01 to 2026-07-31".

Such a line covers the days from one to the other, as one with a column for its end does. A table
has few such cells, so they are read here and looked up by DuckDB.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb

from . import cells
from .task import Rules

LONGEST = 80  # characters of two days in words; a longer cell is a sentence
MOST = 1_000  # different cells of a table; a longer list is no column of periods
BETWEEN = re.compile(
    r"\s+(?:to|until|till|through|thru|bis|au|à|al?|hasta|até|tot|t/m)\s+"
    r"|\s*(?:[-–—−~→]|\.\.+|…)\s*|\s+/\s+|/(?=\d{4}-)",
    re.I,
)
BEFORE = re.compile(r"^(?:from|between|vom|von|du|de|del|dal|desde|van)\s+", re.I)
DAY = re.compile(r"(\d{1,2})(\.|st|nd|rd|th|er)?", re.I)
WORD = "[^\\W\\d_]+"
# A long cell may be a moment; two moments in one would be read as the first of them.
CELLS = """
    select distinct mapped_date
    from ({line})
    where length(mapped_date) <= {longest} and (length(mapped_date) > 10 or mapped_date[5] <> '-')
      and (length(mapped_date) > 28 or day_of(mapped_date) is null)
    order by mapped_date
    limit {most}
"""


class Stretch(NamedTuple):
    """The two days or months of a cell as a cell of its own would have them.

    borrowed  the year of the first, where only the second has one: it may be the year before
    """

    first: str
    last: str
    borrowed: str | None = None


def unknown(db: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """No cell is known to name two days yet."""
    _set(db, {})
    db.execute(f"set variable states_end = {'until' in dict(rules.columns)}")


def found(
    db: duckdb.DuckDBPyConnection, rules: Rules, text: str, values: dict[str, Any]
) -> dict[str, tuple[str, str]]:
    """The cells of a mapped column of days that name two: cell → both, each written in full."""
    unknown(db, rules)
    if "date" not in dict(rules.columns):
        return {}
    rows = db.execute(CELLS.format(line=text, most=MOST + 1, longest=LONGEST), values).fetchall()
    if len(rows) > MOST:
        return {}
    return {cell: each[:2] for (cell,) in rows if (each := stretch(cell))}


def settle(
    db: duckdb.DuckDBPyConnection, cells_found: Mapping[str, tuple[str, str]], *, first: bool
) -> None:
    """Let DuckDB know the days of such cells; their lines are spread over all of them.

    first  whether the day comes first in 07/08/2026
    Where one goes from the first of a month to the first of another, no end is a day of its line.
    """
    days = {cell: both for cell in cells_found if (both := span(cell, first=first))}
    ends_exclusive = any(begin.day == end.day == 1 and begin < end for begin, end in days.values())
    if ends_exclusive:
        days = {
            cell: (begin, end - timedelta(days=end.day == 1 and begin < end))
            for cell, (begin, end) in days.items()
        }
    _set(db, days)
    if days:
        db.execute("set variable states_end = true")


def _set(db: duckdb.DuckDBPyConnection, days: Mapping[str, tuple[date, date]]) -> None:
    for at, name in enumerate(("span_firsts", "span_lasts")):
        known = [both[at] for both in days.values()]
        db.execute(f"set variable {name} = map(?::varchar[], ?::date[])", [[*days], known])


def span(cell: str, *, first: bool | None) -> tuple[date, date] | None:
    """The first and last day of a cell that names two days or months; None for any other.

    first  whether the day comes first in 07/08/2026; None: only what is clear is read
    """
    both = stretch(cell)
    if both is None:
        return None
    begin, end = (cells.days(each, first=first) for each in both[:2])
    if begin and end and begin[0] > end[1] and both.borrowed:
        year = both.borrowed
        before = both.first.removesuffix(year) + f"{int(year) - 1:0{len(year)}d}"
        begin = cells.days(before, first=first)
    return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None


def stretch(cell: str) -> Stretch | None:
    """Both ends of a cell, each written in full; None where it has none, or may be cut in two ways.

    The first may leave out what it has in common with the second: 1–31 July 2026, 1.7. – 31.7.2026.
    """
    if len(cell) > LONGEST:
        return None
    text = BEFORE.sub("", cell.strip())
    cut = ((text[: m.start()].strip(), text[m.end() :].strip()) for m in BETWEEN.finditer(text))
    every = {each for left, right in cut for each in _in_full(left, right)}
    return every.pop() if len(every) == 1 else None


def _in_full(left: str, right: str) -> Iterator[Stretch]:
    """The ends with what one leaves out, where both are days or months then."""
    month = re.match(rf"({WORD}\.?) +\d", left)
    if month and re.fullmatch(r"\d{1,2}, *20\d\d", right):  # July 1 – 31, 2026
        right = f"{month[1]} {right}"
    if not _is_day(right):
        return
    day, year = DAY.fullmatch(left), re.search(r"(?:20)?\d\d$", right)
    if _is_day(left):
        yield Stretch(left, right)
    elif day:
        if re.match(rf"\d{{1,2}}(?:\.|{WORD}| )", right):  # 1–31 July 2026, 1.–31.7.2026
            yield Stretch(re.sub(r"^\d{1,2}", day[1], right), right)
    elif year:  # 1 July – 31 July 2026, 07/01 – 07/31/2026
        marks = ("/",) if "/" in left else ("", " ", ", ")
        written = (f"{left}{mark}{year[0]}" for mark in marks)
        yield from (Stretch(each, right, year[0]) for each in [*filter(_is_day, written)][:1])


def _is_day(text: str) -> bool:
    return any(cells.days(text, first=first) for first in (True, False))
