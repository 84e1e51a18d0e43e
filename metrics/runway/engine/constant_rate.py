"""Arithmetic, not a forecast: what a balance does at one constant rate of spending."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from metrics.calendar import DAYS_PER_MONTH
from metrics.runway.engine.dates import ONE_DAY, add_months, in_months, window_start

COVERED = Decimal("0.9")  # a window with fewer of its days known has no burn


@dataclass(frozen=True)
class Burn:
    """Spending of one trailing window; per_month is for a month of 30.4375 days."""

    window_start: date
    days: int
    spend: Decimal
    per_day: Decimal
    per_month: Decimal


@dataclass(frozen=True)
class Constant:
    """When a balance is used up at a constant rate.

    status  depleting | not_depleting (then every other field is null)
    """

    status: str
    runway_days: int | None = None
    runway_months: Decimal | None = None
    last_funded_day: date | None = None
    money_out_date: date | None = None


@dataclass(frozen=True)
class Lapse:
    """What one fund with an end date does at a constant rate.

    binding  balance | fund_end_date: what stops it first
    """

    days_to_end: int
    spent_by_end: Decimal
    left_at_end: Decimal
    binding: str


@dataclass(frozen=True)
class Bought:
    """What an extension of at most `cap_months` buys at a constant rate."""

    balance_at_end: Decimal
    days_fundable: int
    months_fundable: Decimal
    cap_months: int
    capped: bool
    days_bought: int
    months_bought: Decimal
    last_funded_day: date
    lapse_at_capped_end: Decimal


def trailing_burn(spend: Mapping[date, Decimal], *, as_of: date, months: int) -> Burn | None:
    """What was spent per day in the trailing window of so many months, to the end of `as_of`.

    spend  amount per day; a day that is absent is not known, not zero
    Null when fewer than nine in ten days of the window are known.
    """
    first = window_start(as_of, months)
    days = (as_of - first).days + 1
    known = [amount for day, amount in spend.items() if first <= day <= as_of]
    if len(known) < COVERED * days:
        return None
    total = sum(known, Decimal(0))
    per_day = total / len(known)
    return Burn(first, days, total, per_day, per_day * DAYS_PER_MONTH)


def runway(balance: Decimal, per_day: Decimal, *, as_of: date) -> Constant:
    """How long a balance lasts at one rate: whole completely funded days after `as_of`."""
    if per_day <= 0:
        return Constant("not_depleting")
    lasts = max(balance, Decimal(0)) / per_day
    days = int(lasts.to_integral_value(ROUND_FLOOR))
    last = as_of + timedelta(days=days)
    return Constant("depleting", days, in_months(lasts), last, last + ONE_DAY)


def lapse(balance: Decimal, per_day: Decimal, *, as_of: date, ends_on: date) -> Lapse:
    """What is left of a balance on its last day at one rate, and so lapses."""
    days = max(0, (ends_on - as_of).days)
    spent = min(balance, max(Decimal(0), per_day * days))
    binding = "balance" if per_day * days >= balance else "fund_end_date"
    return Lapse(days, spent, balance - spent, binding)


def bought(
    balance: Decimal, per_day: Decimal, *, as_of: date, ends_on: date, cap_months: int
) -> Bought:
    """What an extension of a fund buys: the days its money pays for, at most the cap.

    Nothing is bought where the money ends before the date. With no spending the whole cap is
    fundable and all of the money lapses at its end.
    """
    left = lapse(balance, per_day, as_of=as_of, ends_on=ends_on).left_at_end
    capped_end = add_months(ends_on, cap_months)
    cap = (capped_end - ends_on).days
    lasts = left / per_day if per_day > 0 else Decimal(cap)
    fundable = int(lasts.to_integral_value(ROUND_FLOOR))
    days = min(fundable, cap)
    return Bought(
        balance_at_end=left,
        days_fundable=fundable,
        months_fundable=in_months(lasts),
        cap_months=cap_months,
        capped=fundable > cap,
        days_bought=days,
        months_bought=in_months(days),
        last_funded_day=ends_on + timedelta(days=days),
        lapse_at_capped_end=max(Decimal(0), left - max(Decimal(0), per_day) * cap),
    )


def direct_capacity(balance: Decimal, overhead_rate: Decimal) -> Decimal:
    """What a fund can pay of a bill when overhead is charged on what is spent: it divides."""
    return balance / (1 + overhead_rate)


def net_of_fee(gross: Decimal, fee_rate: Decimal) -> Decimal:
    """What arrives of income when a host takes its fee from it, once: it multiplies."""
    return gross * (1 - fee_rate)


def liquidation_deadline(ends_on: date, days: int = 120) -> date:
    """By when obligations made in time must be paid (2 CFR 200.344: 120 days; subrecipients 90)."""
    return ends_on + timedelta(days=days)
