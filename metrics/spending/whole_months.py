"""Spending of whole months, as a sponsor may see it."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics.metric import metric
from metrics.spending.breakdown import monthly
from metrics.spending.burn import COVERAGE, daily_spend, last_complete_day
from metrics.spending.cost_filter import CostFilter

HALF = Decimal("0.5")  # of the days of a bill have a line: it is a daily one


def period(as_of: date, months: int) -> tuple[date, date]:
    """The last whole calendar months before a day: first and last day."""
    last = as_of.replace(day=1) - timedelta(days=1)
    return last.replace(day=1) - relativedelta(months=months - 1), last


@metric(
    unit="currency asked for", grain="month and category", rests_on=("billing",),
    kind="sum",
)  # fmt: skip
def by_category(db: DuckDBPyConnection, *, first: date, last: date, currency: str) -> pd.DataFrame:
    """The cost of each category in each month of a period, oldest first.

    Columns: month: first day · category · gross: before credits · credits: negative · payable;
    exact · days: days of the month with a bill · of_days: days it has · first_on, last_on: its
    first and last day with a bill · is_partial: it is not billed in full. Days count up to the
    last complete one. Source: metric `daily_spend`.
    """
    days = _complete_days(db, first, last)
    chosen = days[days["currency"] == currency].copy()
    chosen["month"] = [day.replace(day=1) for day in chosen["day"]]
    grouped = chosen.groupby(["month", "category"], as_index=False)
    costs = grouped[["gross", "credits", "payable"]].agg("sum").astype(object)
    billed: dict[date, list[date]] = {}
    for day in sorted(set(chosen["day"])):
        billed.setdefault(day.replace(day=1), []).append(day)
    partial = _partial(billed)
    spans = [billed[month] for month in costs["month"]]
    return costs.assign(
        days=[len(span) for span in spans], of_days=[_days_of(m) for m in costs["month"]],
        first_on=[span[0] for span in spans], last_on=[span[-1] for span in spans],
        is_partial=[month in partial for month in costs["month"]],
    ).astype(object)  # fmt: skip


def _partial(billed: Mapping[date, Sequence[date]]) -> set[date]:
    """The months of a daily bill that lack days: some inside, or where the bill begins or ends.

    A bill with a line now and then says nothing about the days between.
    """
    days = [day for found in billed.values() for day in found]
    if len(days) < 2 or len(days) < HALF * ((max(days) - min(days)).days + 1):
        return set()
    oldest, newest = min(billed), max(billed)
    return {
        month
        for month, found in billed.items()
        if len(found) < COVERAGE * _days_of(month)
        or (month == oldest and found[0] != month)
        or (month == newest and found[-1].day != _days_of(month))
    }


def last_day(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=_days_of(month))


def _days_of(month: date) -> int:
    return monthrange(month.year, month.month)[1]


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

    Columns: service · gross: before credits, exact; no account, project, label or resource. Days
    count up to the last complete one, as in `by_category`. Source: metric `monthly`.
    """
    complete = min(last, last_complete_day(db, currency=currency) or last)
    months = monthly(db, as_of=complete, by="service", currency=currency)
    summed = _inside(months, first, last).groupby("name", sort=False)["amount"].sum().astype(object)
    named = summed.rename_axis("service").rename("gross").reset_index()
    return named.sort_values("gross", ascending=False, kind="stable", ignore_index=True)


def _inside(months: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The rows of the months of a period; without bills none, with the same columns."""
    return months[(months["month"] >= first) & (months["month"] <= last)]


def by_service(
    db: DuckDBPyConnection, *, first: date, last: date, currency: str, categories: Sequence[str]
) -> pd.DataFrame:
    """The cost of each service of these categories in each month of a period, oldest first.

    Columns: month · category · service: the five dearest of its category, all others as "other" ·
    gross: before credits, exact. They add up to `by_category`. Source: metric `monthly`.
    """
    complete = min(last, last_complete_day(db, currency=currency) or last)
    found = []
    for category in categories:
        months = monthly(
            db, as_of=complete, by="service", currency=currency,
            cost_filter=CostFilter(category=category),
        )  # fmt: skip
        inside = _inside(months, first, last)
        found.append(inside.rename(columns={"name": "service", "amount": "gross"}))
        found[-1].insert(0, "category", category)
    columns = ["month", "category", "service", "gross"]
    frame = pd.concat(found) if found else pd.DataFrame(columns=columns)
    return frame[columns].sort_values(["month", "category"], kind="stable", ignore_index=True)
