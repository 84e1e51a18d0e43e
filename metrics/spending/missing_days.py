"""Days that bills leave out: a bill that is missing, or one that has a line a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.spending.burn import main_currency

WEEK = 7  # days: a day or two without a line happen in any bill
MONTH = range(20, 46)  # days between two lines of a bill with a line a month
RECENT = relativedelta(months=12)  # the longest window of the burn; older gaps are only listed


@dataclass(frozen=True)
class Gap:
    """Days in a row without a bill of an account, first and last included."""

    account: str
    first_on: date
    last_on: date

    @property
    def days(self) -> int:
        """Its number of days."""
        return (self.last_on - self.first_on).days + 1


@metric(unit="days", grain="account and gap", rests_on=("billing",), kind="count")
def gaps(db: DuckDBPyConnection, *, as_of: date, currency: str | None = None) -> list[Gap]:
    """Where a bill is missing: a week or more that an account's bills leave out, newest first.

    Of the accounts with bills in a currency, or of all; gaps that end before as_of. Only bills
    with one day after another are looked at, so an invoice with a line a month has no gap.
    Source: table spend.
    """
    return rows.rows(
        db,
        Gap,
        """
        with mine as (
            from spend
            where day <= $as_of
                and account in (
                    select account
                    from spend_file
                    where $currency is null or coalesce(currency, $main) = $currency
                )
        ),
        billed as ( -- a plan for the month is spread over days without a bill, too
            select distinct account, day
            from mine
            where charge_category = 'Usage'
                or account not in (select account from mine where charge_category = 'Usage')
        ),
        step as (
            select *, lead(day) over (partition by account order by day) as next
            from billed
        )
        select account, day + 1 as first_on, next - 1 as last_on
        from step
        qualify median(next - day) over (partition by account) = 1 and next - day > $week
        order by day desc, account
        """,
        {"as_of": as_of, "currency": currency, "main": main_currency(db), "week": WEEK},
    )


@dataclass(frozen=True)
class _BilledDays:
    account: str
    days: list[date]


@metric(unit="accounts", grain="account", rests_on=("billing",), kind="count")
def billed_monthly(db: DuckDBPyConnection, *, currency: str | None = None) -> list[str]:
    """Accounts whose bill has one line a month, with a day: all of its cost is on that day.

    Names of accounts with bills in the currency, in order; of bills read through a mapping, where
    the date can be written as a month. Source: tables spend, billing_file.
    """
    code = main_currency(db)
    accounts = rows.rows(
        db,
        _BilledDays,
        """
        select account, list(distinct day order by day) as days
        from spend
        where coalesce(currency, ?) = ?
            and account in (select account from billing_file where format = 'generic')
        group by account
        order by account
        """,
        [code, currency or code],
    )
    return [each.account for each in accounts if is_monthly(each.days)]


def is_monthly(days: Sequence[date]) -> bool:
    """Whether days, in order, are about a month apart; one day is not enough to know."""
    steps = [(later - day).days for day, later in pairwise(days)]
    return bool(steps) and min(steps) >= MONTH.start and median(steps) < MONTH.stop


def recent(found: list[Gap], *, as_of: date) -> list[Gap]:
    """The gaps that reach into the last twelve months."""
    return [gap for gap in found if gap.last_on > as_of - RECENT]
