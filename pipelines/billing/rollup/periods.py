"""Which days a column or a title names: a month, a quarter, a span of days, in words.

cells.py reads one day or one month of a bill's line; here are the names that headers, titles and
names of files give to longer times.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

from . import cells
from .staging import NoTable

Days = tuple[date, date]
Named = tuple[int, int, int | None]  # first month, how many, the year if it is named
MONTH = "|".join(sorted(cells.MONTHS, key=len, reverse=True))


def months(row: list[str], titles: list[str], name: str) -> dict[int, Days]:
    """Column → its days, of a row with months, month ends or quarters; {} if it is no such row.

    titles, name  where the year may stand if the months have none: above them, in the file's name
    Raises NoTable if it stands nowhere, or may be two.
    """
    found = {i: each for i, cell in enumerate(row) if i and (each := month_of(cell.strip()))}
    short = [i for i in found if re.search(r"[^\d]\d\d$", row[i].strip())]
    if len(short) > 1 and len({month for month, _, _ in found.values()}) == 1:
        raise NoTable(
            "its columns may be days, or a month of several years. Write the years in full"
        )
    if found and all(year is None for _, _, year in found.values()):
        if len(found) < 2:
            return {}
        found = _with_years(found, titles, name)
    days = {i: _days(month, count, year) for i, (month, count, year) in found.items() if year}
    if len(days) < len(found):
        raise NoTable("some of its months have no year. Write the year into each of them")
    ends = {i: cells.days(cell) for i, cell in enumerate(row) if i and cell.strip()}
    month_ends = {i: d for i, d in ends.items() if d and d[0] == d[1] and _is_month_end(d[0])}
    if not days and len(month_ends) > 1:
        days = _by_month_ends({i: day for i, (day, _) in month_ends.items()})
    parts = {i: part for i, cell in enumerate(row) if i and (part := span(cell)) and i not in days}
    return days | parts if days or len(parts) > 1 else {}


def _with_years(found: dict[int, Named], titles: list[str], name: str) -> dict[int, Named]:
    """Months without a year, with it: the only one stated, or two of which the months are."""
    stated = [
        {int(y) for text in texts for y in re.findall(r"\b20\d\d\b", text)}
        for texts in (titles, [name])
    ]
    years = sorted(stated[0] or stated[1])
    numbers = [month for month, _, _ in found.values()]
    turns = sum(b < a for a, b in pairwise(numbers))
    if len(years) != 1 + turns or turns > 1 or years[-1] - years[0] != turns:
        raise NoTable("its months have no year, or two. Write the year into each of them")
    before, year, dated = 0, years[0], dict[int, Named]()
    for i, (month, count, _) in found.items():
        year += month < before
        before = month
        dated[i] = month, count, year
    return dated


def month_of(cell: str) -> Named | None:
    """(first month, how many, year or None) of a month or a quarter."""
    if m := re.fullmatch(rf"({MONTH})\.?[ '’/-]*(20\d\d|\d\d)?", cell, re.I):
        year = m[2] and int(m[2]) + (2000 if len(m[2]) == 2 else 0)
        return cells.MONTHS[m[1].lower()], 1, year or None
    if m := re.fullmatch(r"(20\d\d)[-/.](\d\d?)|(\d\d?)[/.-](20\d\d)", cell):
        month, year = int(m[2] or m[3]), int(m[1] or m[4])
        return (month, 1, year) if 1 <= month <= 12 else None
    if m := re.fullmatch(r"Q([1-4])[ /-]*(20\d\d)|(20\d\d)[ /-]*Q([1-4])", cell, re.I):
        return 3 * int(m[1] or m[4]) - 2, 3, int(m[2] or m[3])
    return None


def _days(month: int, months: int, year: int) -> Days:
    last = month + months - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _by_month_ends(ends: dict[int, date]) -> dict[int, Days]:
    """Columns named by the last day of their months; of anything longer the length is not said."""
    months = sorted({day.year * 12 + day.month for day in ends.values()})
    if any(b - a != 1 for a, b in pairwise(months)):
        return {}
    return {i: (day.replace(day=1), day) for i, day in ends.items()}


def span(text: str) -> Days | None:
    """The days a title, a header or a file's name states; None if they are no real days."""
    try:
        found = _stretch(text) or _named(text)
    except ValueError:
        return None
    return found if found and found[0] <= found[1] else None


def _stretch(text: str) -> Days | None:
    """From a day or month to another, or some months ended on a day.

    A year that only the end states is the one before for a month that comes later in the year.
    """
    month, year = rf"({MONTH})\.?", r"(20\d\d)"
    if m := re.search(r"(\d{4}-\d\d-\d\d)\D+(\d{4}-\d\d-\d\d)", text):
        return date.fromisoformat(m[1]), date.fromisoformat(m[2])
    dated = rf"\b{month} (\d\d?)(?:, {year})? ?[-–—] ?(?:{month} )?(\d\d?),? {year}"
    if m := re.search(dated, text, re.I):
        begin, end = cells.MONTHS[m[1].lower()], cells.MONTHS[(m[4] or m[1]).lower()]
        first = int(m[3] or int(m[6]) - (begin > end))
        return date(first, begin, int(m[2])), date(int(m[6]), end, int(m[5]))
    if m := re.search(rf"\b{month}(?: {year})? ?(?:[-–—]|to|bis|à) ?{month},? {year}", text, re.I):
        begin, end = cells.MONTHS[m[1].lower()], cells.MONTHS[m[3].lower()]
        first = int(m[2] or int(m[4]) - (begin > end))
        return _days(begin, 1, first)[0], _days(end, 1, int(m[4]))[1]
    if m := re.search(rf"(\d+ )?(month|quarter|year)s? ended (\d\d?) {month} {year}", text, re.I):
        count = int(m[1] or 1) * {"month": 1, "quarter": 3, "year": 12}[m[2].lower()]
        last = date(int(m[5]), cells.MONTHS[m[4].lower()], int(m[3]))
        before = last.year * 12 + last.month - count
        return date(before // 12, before % 12 + 1, 1), last
    return None


def _named(text: str) -> Days | None:
    """The month or quarter that a text names with its year."""
    for found in re.finditer(
        rf"\b({MONTH})\.?,? 20\d\d\b|\b20\d\d-\d\d\b(?!-)|\bQ[1-4][ /-]*20\d\d", text, re.I
    ):
        if (named := month_of(found[0].replace(",", ""))) and named[2]:
            return _days(*named[:2], named[2])
    return None


def by_month(days: Days, amount: Decimal | None) -> Iterator[tuple[date, date, Decimal | None]]:
    """What falls on each calendar month of a column's days, by their number; exact in all."""
    first, last = days
    whole, left = (last - first).days + 1, amount
    while first.replace(day=1) < last.replace(day=1):
        end = first.replace(day=monthrange(first.year, first.month)[1])
        with localcontext(prec=60):  # the usual 28 digits hold no large amount
            part = amount and amount * ((end - first).days + 1) / whole
            share = part and part.quantize(Decimal("1e-12"))
        yield first, end, share
        first, left = end + timedelta(days=1), left and left - (share or 0)
    yield first, last, left
