"""Charges of a month, which cost their price once a month whatever days a window has.

A plan, its tax or a line that returns once a month is no daily cost: a window that ends before the
bill of its last month has come would spread two prices over three months.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.spending.cost_filter import CostFilter

IN_A_ROW = 3  # so many months with one line each show that it returns every month
MONTH = relativedelta(months=1)


@dataclass(frozen=True)
class MonthlyCharge:
    """What one service charges a month, and how much of the window's sum it is.

    a_month     the mean over the window's months, as far as they are billed
    in_window   the sum of its days inside the window
    is_credit   whether a grant of credits pays it: then negative
    """

    name: str
    category: str
    a_month: Decimal
    in_window: Decimal
    is_credit: bool


@dataclass(frozen=True)
class _Charged:
    """One service's charges of one kind in one month; `billed` is of the whole month."""

    stream: str
    name: str
    category: str
    month: date
    billed: Decimal
    in_window: Decimal
    is_single: bool
    of_month: bool
    is_credit: bool


def monthly_charges(
    db: DuckDBPyConnection,
    *,
    first: date,
    last: date,
    currency: str,
    covered: Mapping[date, int],
    cost_filter: CostFilter,
) -> list[MonthlyCharge]:
    """The charges of a window that come once a month, by name.

    covered   days with a bill inside the window, by the first day of their month

    A purchase, a tax or a credit whose period is a month is one; so is any service with one line
    in each of three months in a row. The month that the window ends in counts once it is billed.
    Source: table spend.
    """
    begin = first.replace(day=1) - IN_A_ROW * MONTH
    charged = rows.rows(
        db,
        _Charged,
        CHARGED.format(table=cost_filter.table("service"), lines=cost_filter.in_currency),
        [first, last, begin, last, *cost_filter.values(currency)],
    )
    streams = groupby(charged, key=lambda row: row.stream)
    found = [_charge({row.month: row for row in each}, covered, last) for _, each in streams]
    return sorted(filter(None, found), key=lambda charge: charge.name)


def _charge(
    months: Mapping[date, _Charged], covered: Mapping[date, int], last: date
) -> MonthlyCharge | None:
    """None where it is no charge of a month, or where it ended before the last whole month."""
    newest, running = max(months), last.replace(day=1)
    in_a_row = all(newest - n * MONTH in months for n in range(IN_A_ROW))
    returns = in_a_row and all(row.is_single for row in months.values())
    of_month = all(row.of_month for row in months.values())
    if newest < running - MONTH or not (returns or of_month):
        return None
    is_over = (last + timedelta(days=1)).day == 1
    days = {
        month: count
        for month, count in covered.items()
        if month != running or month in months or is_over
    }
    if not any(days.values()):
        return None
    amounts = (count * months[month].billed for month, count in days.items() if month in months)
    return MonthlyCharge(
        months[newest].name,
        months[newest].category,
        sum(amounts, Decimal(0)) / sum(days.values()),
        sum((each.in_window for each in months.values()), Decimal(0)),
        months[newest].is_credit,
    )


# A charge spread over its month has its lines on the first day and none on the others; the days
# after the window's last are still to come.
CHARGED = """
    with charged as (
        select
            concat_ws(
                '|', account, provider, category, service, charge_category, credit_kind
            ) as stream,
            coalesce(any_value(service), any_value(category)) as name,
            any_value(category) as category,
            date_trunc('month', day)::date as month,
            sum(billed) as billed,
            coalesce(sum(billed) filter (day between ? and ?), 0) as in_window,
            count(distinct day) as days,
            sum(lines) as lines,
            any_value(charge_category) as kind,
            coalesce(any_value(credit_kind), 'promotion') = 'promotion' as promotion,
            max(day) filter (lines > 0) = date_trunc('month', min(day)) and days > 1
                and days = max(day) - date_trunc('month', min(day))::date + 1
                and kind in ('Purchase', 'Tax', 'Credit') as of_month
        from {table}
        where day between ? and ? and {lines}
        group by stream, month
    )
    select
        stream, name, category, month,
        if(of_month, billed / days * day(last_day(month)), billed)::decimal(38, 20) as billed,
        in_window::decimal(38, 20) as in_window,
        lines = 1 and days = 1 as is_single,
        of_month,
        kind = 'Credit' and promotion as is_credit
    from charged
    where lines > 0
    order by stream, month
"""
