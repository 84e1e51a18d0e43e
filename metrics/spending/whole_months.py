"""Spending that a sponsor may see: by confirmed statement, and of whole months only."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.runway.inputs.balances import statements
from metrics.spending.breakdown import monthly
from metrics.spending.burn import daily_spend, last_complete_day

CONFIRMED = [
    "fund", "kind", "currency", "awarded", "spent", "remaining", "spent_share", "time_share",
    "confirmed_on", "ends_on",
]  # fmt: skip


def period(as_of: date, months: int) -> tuple[date, date]:
    """The last whole calendar months before a day: first and last day."""
    last = as_of.replace(day=1) - timedelta(days=1)
    return last.replace(day=1) - relativedelta(months=months - 1), last


@dataclass(frozen=True)
class _Award:
    fund_id: str
    name: str
    kind: str
    currency: str
    awarded: Decimal | None
    starts_on: date | None
    ends_on: date | None

    def time_share(self, day: date) -> Decimal | None:
        if self.starts_on is None or self.ends_on is None:
            return None
        gone, whole = (day - self.starts_on).days + 1, (self.ends_on - self.starts_on).days + 1
        return min(Decimal(1), max(Decimal(0), Decimal(gone) / Decimal(whole)))


@metric(unit="fund currency", grain="fund", rests_on=("funds",), kind="sum")
def confirmed(db: DuckDBPyConnection, *, as_of: date, funds: tuple[str, ...]) -> pd.DataFrame:
    """Amounts spent of each named fund, by its newest confirmed statement and by nothing else.

    One row per named fund, the first to end first; unknown is None. Columns: fund, kind,
    currency · awarded · spent: awarded − remaining · remaining: as stated · spent_share: spent ÷
    awarded · time_share: days gone ÷ days of the award · confirmed_on, ends_on: dates.
    Source: tables fund, fund_balance.
    """
    stated = [s for s in statements(db, as_of=as_of) if s.confirmed and s.amount is not None]
    newest = {each.fund_id: each for each in stated}
    awards = rows.rows(
        db,
        _Award,
        """
        select fund_id, name, kind, currency, awarded, starts_on, ends_on
        from fund
        where list_contains(?, fund_id)
        order by ends_on nulls last, fund_id
        """,
        [list(funds)],
    )
    found = []
    for award in awards:
        statement = newest.get(award.fund_id)
        remaining = statement.amount if statement else None
        known = award.awarded is not None and remaining is not None
        spent = award.awarded - remaining if known else None  # type: ignore[operator] # both known
        found.append(
            {
                "fund": award.name, "kind": award.kind, "currency": award.currency,
                "awarded": award.awarded, "spent": spent, "remaining": remaining,
                "spent_share": spent / award.awarded if spent is not None and award.awarded
                else None,
                "time_share": award.time_share(statement.on_day if statement else as_of),
                "confirmed_on": statement.on_day if statement else None, "ends_on": award.ends_on,
            }
        )  # fmt: skip
    return pd.DataFrame(found, columns=CONFIRMED).astype(object).where(lambda f: f.notna(), None)


@metric(
    unit="currency asked for", grain="month and category", rests_on=("billing",),
    kind="sum",
)  # fmt: skip
def by_category(db: DuckDBPyConnection, *, first: date, last: date, currency: str) -> pd.DataFrame:
    """The cost of each category in each whole month, oldest first.

    Columns: month: first day · category · gross: before credits · credits: negative · payable;
    exact. Days count up to the last complete one. Source: metric `daily_spend`.
    """
    days = _complete_days(db, first, last)
    chosen = days[days["currency"] == currency].copy()
    chosen["month"] = [day.replace(day=1) for day in chosen["day"]]
    grouped = chosen.groupby(["month", "category"], as_index=False)
    return grouped[["gross", "credits", "payable"]].agg("sum").astype(object)


@metric(unit="own currency", grain="currency", rests_on=("billing",), kind="sum")
def other_currencies(
    db: DuckDBPyConnection, *, first: date, last: date, currency: str
) -> pd.DataFrame:
    """The cost of the same months in other currencies than the one asked for.

    One row per currency, by name, before credits. Columns: currency · gross, exact.
    Source: metric `daily_spend`.
    """
    days = _complete_days(db, first, last)
    grouped = days[days["currency"] != currency].groupby("currency", as_index=False)
    return grouped[["gross"]].agg("sum").astype(object)


def _complete_days(db: DuckDBPyConnection, first: date, last: date) -> pd.DataFrame:
    """The days of a period, up to the last complete one."""
    days = daily_spend(db)
    complete = {code: last_complete_day(db, currency=code) for code in days["currency"].unique()}
    ends = [min(last, complete[code] or last) for code in days["currency"]]
    return days[(days["day"] >= first) & (days["day"] <= ends)]


@metric(unit="currency asked for", grain="service", rests_on=("billing",), kind="sum")
def services(db: DuckDBPyConnection, *, first: date, last: date, currency: str) -> pd.DataFrame:
    """The five dearest services of the bills, then all others as "other".

    Columns: service · gross: before credits, exact; no account, project, label or resource.
    Source: metric `monthly`.
    """
    months = monthly(db, as_of=last, by="service", currency=currency)
    inside = months[[first <= pd.Timestamp(day).date() <= last for day in months["month"]]]
    summed = inside.groupby("name", sort=False)["amount"].sum().astype(object)
    named = summed.rename_axis("service").rename("gross").reset_index()
    return named.sort_values("gross", ascending=False, kind="stable", ignore_index=True)
