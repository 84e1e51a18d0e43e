"""Days that bills leave out: a bill that is missing, or one that has a line a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from statistics import median

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import words
from metrics.spending.burn import main_currency

WEEK = 7  # days: a day or two without a line happen in any bill
MONTH = range(20, 46)  # days between two lines of a bill with a line a month
A_LINE_A_MONTH = (
    "one line a month: write its date as a month (2026-08), or map `until`, and the line counts on "
    "every day of the month"
)
RECENT = relativedelta(months=12)  # the longest window of the burn; what is older is only listed


@dataclass(frozen=True)
class Gap:
    """Days in a row without a bill of an account, first and last included."""

    account: str
    first_on: date
    last_on: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_on - self.first_on).days + 1

    @property
    def sentence(self) -> str:
        """Whose bill leaves which days out."""
        same = self.first_on.year == self.last_on.year
        first = words.long_day(self.first_on, year=not same)
        return f"No bill of {self.account} tells of {first} to {words.long_day(self.last_on)}"


def gaps(db: DuckDBPyConnection, *, as_of: date, currency: str | None = None) -> list[Gap]:
    """Where a bill is missing: a week or more that an account's bills leave out.

    Unit     days, in the bills' own time zones
    Rows     one per account and gap that ends before as_of, newest first; of the accounts with
             bills in a currency, or of all
    Source   table spend
    Beware   what these days cost is not known and in no figure; an account that cost nothing then
             looks the same. Only bills that mostly tell of one day after another are looked at,
             so an invoice with a line a month has no gap
    """
    rows = db.execute(
        """
        with told as (
            select distinct account, day
            from spend
            where day <= $as_of
                and account in (
                    select account
                    from spend_file
                    where $currency is null or coalesce(currency, $main) = $currency
                )
        ),
        step as (
            select *, lead(day) over (partition by account order by day) as next
            from told
        )
        select account, day + 1, next - 1
        from step
        qualify median(next - day) over (partition by account) = 1 and next - day > $week
        order by day desc, account
        """,
        {"as_of": as_of, "currency": currency, "main": main_currency(db), "week": WEEK},
    ).fetchall()
    return [Gap(*row) for row in rows]


def by_month(db: DuckDBPyConnection, *, currency: str) -> list[str]:
    """Accounts whose bill has one line a month, with a day: all of its cost stands on that day.

    Rows     names of accounts with bills in the currency, in order
    Source   tables spend, billing_file
    Beware   only bills read through a mapping, where the date can be written as a month
    """
    rows = db.execute(
        """
        select distinct account, day
        from spend
        where coalesce(currency, ?) = ?
            and account in (select account from billing_file where format = 'generic')
        order by account, day
        """,
        [main_currency(db), currency],
    ).fetchall()
    accounts = groupby(rows, key=lambda row: row[0])
    return [name for name, own in accounts if is_by_month([day for _, day in own])]


def is_by_month(days: Sequence[date]) -> bool:
    """Whether days, in order, are about a month apart; one day does not tell."""
    steps = [(later - day).days for day, later in pairwise(days)]
    return bool(steps) and min(steps) >= MONTH.start and median(steps) < MONTH.stop


def recent(found: list[Gap], *, as_of: date) -> list[Gap]:
    """The gaps that reach into the last twelve months."""
    return [gap for gap in found if gap.last_on > as_of - RECENT]


def told(found: list[Gap]) -> str:
    """The newest gap in a sentence and how many more there are; empty without one."""
    if not found:
        return ""
    more = f" Of {words.count(len(found), 'such gap')} this is the newest." if found[1:] else ""
    return f"{found[0].sentence}: what that cost is not known and in no figure.{more}"
