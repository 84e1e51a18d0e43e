"""What a sponsor may be told: money spent by statement, and only whole months."""

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics.runway.inputs.balances import statements
from metrics.spending import burn
from metrics.spending.breakdown import monthly


def period(as_of: date, months: int) -> tuple[date, date]:
    """The last whole calendar months before a day: first and last day."""
    last = as_of.replace(day=1) - timedelta(days=1)
    return last.replace(day=1) - relativedelta(months=months - 1), last


def confirmed(db: DuckDBPyConnection, *, as_of: date, funds: tuple[str, ...]) -> pd.DataFrame:
    """What was spent of each named fund, by its newest confirmed statement and by nothing else.

    Unit     the fund's currency, exact (Decimal); shares of one
    Rows     one per named fund, what ends first first
    Columns  fund, kind, currency · awarded · spent: awarded − remaining · remaining: as stated ·
             spent_share: spent ÷ awarded · time_share: days gone ÷ days of the award ·
             confirmed_on, ends_on: dates
    Source   tables fund, fund_balance
    Beware   without a confirmed statement spent and remaining are null: "not confirmed"
    """
    stated = [s for s in statements(db, as_of=as_of) if s.confirmed and s.amount is not None]
    newest = {said.fund_id: said for said in stated}
    rows = db.execute(
        """
        select fund_id, name, kind, currency, awarded, starts_on, ends_on
        from fund
        where list_contains(?, fund_id)
        order by ends_on nulls last, fund_id
        """,
        [list(funds)],
    ).fetchall()
    told = []
    for fund_id, name, kind, currency, awarded, starts_on, ends_on in rows:
        said = newest.get(fund_id)
        remaining = said.amount if said else None
        spent = None if awarded is None or remaining is None else awarded - remaining
        told.append(
            {
                "fund": name, "kind": kind, "currency": currency, "awarded": awarded,
                "spent": spent, "remaining": remaining,
                "spent_share": None if spent is None or not awarded else spent / awarded,
                "time_share": _elapsed(starts_on, ends_on, said.on_day if said else as_of),
                "confirmed_on": said.on_day if said else None, "ends_on": ends_on,
            }
        )  # fmt: skip
    return pd.DataFrame(told, columns=COLUMNS).astype(object).where(lambda f: f.notna(), None)


COLUMNS = [
    "fund", "kind", "currency", "awarded", "spent", "remaining", "spent_share", "time_share",
    "confirmed_on", "ends_on",
]  # fmt: skip


def _elapsed(starts_on: date | None, ends_on: date | None, day: date) -> Decimal | None:
    if starts_on is None or ends_on is None:
        return None
    gone, whole = (day - starts_on).days + 1, (ends_on - starts_on).days + 1
    return min(Decimal(1), max(Decimal(0), Decimal(gone) / Decimal(whole)))


def spend(db: DuckDBPyConnection, *, first: date, last: date, currency: str) -> pd.DataFrame:
    """What each category cost in each whole month.

    Unit     the currency asked for, exact (Decimal); other currencies are left out
    Rows     one per calendar month and category, oldest first
    Columns  month: first day · category · gross: before credits · credits: negative · payable
    Source   metric burn.daily_spend
    Beware   only days up to the last complete one count; see burn.last_complete_day
    """
    days = _days(db, first, last)
    chosen = days[days["currency"] == currency].copy()
    chosen["month"] = [day.replace(day=1) for day in chosen["day"]]
    grouped = chosen.groupby(["month", "category"], as_index=False)
    return grouped[["gross", "credits", "payable"]].agg("sum").astype(object)


def apart(db: DuckDBPyConnection, *, first: date, last: date, currency: str) -> pd.DataFrame:
    """What the same months cost in other currencies than the one asked for.

    Unit     each row's own currency, exact (Decimal), before credits; never added or converted
    Rows     one per currency, by name
    Columns  currency · gross
    Source   metric burn.daily_spend
    """
    days = _days(db, first, last)
    grouped = days[days["currency"] != currency].groupby("currency", as_index=False)
    return grouped[["gross"]].agg("sum").astype(object)


def _days(db: DuckDBPyConnection, first: date, last: date) -> pd.DataFrame:
    """The days of a period, up to the last complete one."""
    days = burn.daily_spend(db)
    told = {code: burn.last_complete_day(db, currency=code) for code in days["currency"].unique()}
    ends = [min(last, told[code] or last) for code in days["currency"]]
    return days[(days["day"] >= first) & (days["day"] <= ends)]


def services(db: DuckDBPyConnection, *, first: date, last: date, currency: str) -> pd.DataFrame:
    """The services that cost most; no account, project, label or resource.

    Unit     the currency asked for, exact (Decimal), before credits
    Rows     the five dearest services of the bills, then all others as "other"
    Columns  service · gross
    Source   metric spend.monthly
    """
    months = monthly(db, as_of=last, by="service", currency=currency)
    inside = months[[first <= pd.Timestamp(day).date() <= last for day in months["month"]]]
    summed = inside.groupby("name", sort=False)["amount"].sum().astype(object)
    named = summed.rename_axis("service").rename("gross").reset_index()
    return named.sort_values("gross", ascending=False, kind="stable", ignore_index=True)
