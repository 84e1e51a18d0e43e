"""Which days a charge of a month covers, where the bill does not state them.

A row that names only its month is assumed to reach to the month's end, unless a setting, the lines
above the header or the file's name state an earlier day. What is only assumed is kept in
`assumed_until`: such a row does not count while its month is not over (counted.py).
"""

import re
from collections.abc import Iterable
from datetime import date

import duckdb

from . import cells, periods
from .task import Rules, Summary

MONTHS = 3  # so many months in a row show that a bill has one line a month
MONTH = re.compile(r"(?i)month|monat|\bmois\b|\bmes\b")  # a name of first days that are months
INVOICED = re.compile(r"(?i)invoice|billed|rechnung|factu|fattura")  # days of issue, no months
LATE = 28  # a bill dated from this day on is of the month of its date
STATED = r"(?i)\b(?:through|until|up to|as of|bis|stand|au|hasta)\b\s*:?\s*(.{6,30}?)\s*$"


def stated_ends(name: str, above: Iterable[str]) -> list[date]:
    """The days to which a bill reaches by its own words: in its name, and above its header."""
    spans = [span for text in (name, *above) if (span := periods.span(text))]
    found = [last for _, last in spans]
    for text in above:
        match = re.search(STATED, text.strip().strip('",;'))
        days = cells.days(match[1].strip(' ",;')) if match else None
        found += [days[1]] if days else []
    return sorted({day for day in found if not _is_month_end(day)})


def end(db: duckdb.DuckDBPyConnection, ends: Iterable[date]) -> None:
    """End rows of `daily` that are assumed to cover their month on a stated day of it."""
    for day in ends:
        db.execute(
            """
            update daily set until = nullif(greatest($day, day), day), assumed_until = null
            where assumed_until is not null
              and date_trunc('month', day) = date_trunc('month', $day::date)
              and $day < assumed_until
            """,
            {"day": day},
        )


def spread(db: duckdb.DuckDBPyConnection, rules: Rules, summary: Summary) -> None:
    """Let the lines of a mapped bill of one line a month cover their months."""
    undated = summary.format == "generic" and "until" not in dict(rules.columns)
    if not undated or rules.period == "day":
        return
    first_days, late, monthly, alone = db.execute(
        _MONTHLY, {"months": MONTHS, "late": LATE}
    ).fetchall()[0]
    date_column = dict(rules.columns).get("date", "")
    named = MONTH.search(date_column)
    if not (monthly or rules.period == "month" or (first_days and alone and named)):
        return
    shown = (first_days and are_months(date_column)) or late
    before = rules.arrears if rules.arrears is not None else rules.metered and not shown
    if not shown or rules.arrears is not None:
        summary.before = before
    db.execute(_COVER, {"before": int(before)})
    of = "the month before its date" if before else "the month of its date"
    summary.notes.append(
        f"it has one line a month, and each counts on the days of {of}: "
        + (
            'if it pays for the month of its date, say arrears = false in its [[billing]]; '
            if before
            else ""
        )
        + 'if it is for that day alone, say period = "day"'
    )  # fmt: skip


def are_months(column: str) -> bool:
    """Whether first days of months in a column of this name stand for months, not for invoices."""
    return bool(MONTH.search(column) or not INVOICED.search(column))


def _is_month_end(day: date) -> bool:
    return cells.days(f"{day:%Y-%m}") == (day.replace(day=1), day)


# One day in each of several months, without a month left out, and each line once in its month.
_MONTHLY = """
    with dated as (
        select date_trunc('month', day) as month, day, service, sub_account, sum(lines) as lines
        from daily
        where until is null
        group by all
    ),
    month as (
        select month, count(distinct day) as days, max(lines) as lines, min(day) as day from dated
        group by month
    )
    select
        coalesce(bool_and(day = month), false), coalesce(bool_and(day(day) >= $late), false),
        count(*) >= $months and max(days) = 1 and (bool_and(day = month) or max(lines) = 1)
            and date_diff('month', min(month), max(month)) = count(*) - 1
            and (select count(*) from daily where until is not null) = 0,
        coalesce(max(days) = 1, false)
    from month
"""
_COVER = """
    update daily set
        day = date_trunc('month', day)::date - to_months($before),
        until = last_day((date_trunc('month', day) - to_months($before))::date),
        assumed_until = case
            when $before = 0 then last_day((date_trunc('month', day))::date)
        end
    where until is null
"""
