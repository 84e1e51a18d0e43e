"""From one build of the warehouse to a case the engine can answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.data_quality.sources import info
from metrics.runway.engine.case import Case, Planned
from metrics.runway.engine.forecast import Stream
from metrics.runway.inputs import declared
from metrics.runway.inputs.balances import Held, Point, Statement, roll, statements
from metrics.runway.inputs.declared import Rule
from metrics.runway.inputs.exchange import Rates, currencies, rates
from metrics.runway.inputs.spending_history import (
    Days,
    Spending,
    behind,
    complete_months,
    spending,
    stream,
)

__all__ = ["Inputs", "Rule", "each_currency", "inputs"]

PAID_BEFORE_CREDITS = ("credits", "in_kind")


@dataclass(frozen=True)
class Inputs:
    """All that the runway of one build rests on, in one currency.

    apart       currencies without a rate: each has a runway of its own
    rate_band   how far an exchange rate may move either way, a share of it
    """

    case: Case
    currency: str
    spent: Spending
    held: dict[str, Held]
    history: tuple[Point, ...]
    rules: dict[str, Rule]
    complete_months: int
    grant_lead: int
    credits_lead: int
    apart: tuple[str, ...]
    rate_band: Decimal = Decimal("0.1")


def inputs(db: DuckDBPyConnection, *, currency: str | None = None) -> Inputs:
    """Funds with their balances rolled to `as_of`, past spending, plans and hopes.

    currency   null: the team's, with all that has a rate into it; else what is in that one alone
    Unit     that currency; foreign balances and the future at the newest rate, bills at their own
    Source   tables fund, fund_cap, fund_balance, spend, planned_cost, pending_award, rate …
    Beware   amounts in a currency without a rate count for nothing here: see `apart`.
    """
    about = info(db)
    as_of, own = about.as_of, rates(db, to=about.currency)
    into = Rates(currency, {}) if currency else own
    missing = tuple(c for c in currencies(db, as_of=as_of) if own.on(c, as_of) is None)
    setting = declared.setting(db)
    funds, rules = declared.funds(db, into, as_of)
    planned = declared.planned(db, into, as_of)
    gross = any(fund.kind in PAID_BEFORE_CREDITS for fund in funds)
    spent = spending(db, as_of=as_of, rates=into, gross=gross)
    stated = [_converted(s, rules, into, as_of) for s in statements(db, as_of=as_of)]
    known = [s for s in stated if s is not None]
    past = behind(spent, planned, since=min((s.on_day for s in known), default=as_of), to=as_of)
    income = declared.income(db, rules, into, as_of)
    held, history = roll(funds, known, past, income, to=as_of, priority=setting.priority)
    whole = _complete(spent)
    case = Case(
        as_of,
        tuple(replace(fund, balance=held[fund.fund_id].low) for fund in funds),
        _streams(db, spent, planned, into, as_of),
        planned,
        declared.awards(db, into, as_of),
        priority=setting.priority,
        months=min(setting.months, 2 * whole) if whole >= 3 else setting.months,
    )
    return Inputs(
        case, into.to, spent, held, tuple(history), rules, whole, setting.grant_lead,
        setting.credits_lead, () if currency else missing, setting.rate_band,
    )  # fmt: skip


def each_currency(db: DuckDBPyConnection) -> list[Inputs]:
    """The team's currency with all that has a rate, then each one that has none."""
    given = inputs(db)
    return [given, *(inputs(db, currency=code) for code in given.apart)]


def _complete(spent: Spending) -> int:
    """How many whole months the longest known kind of spending covers."""
    to = spent.to
    return max((complete_months(d, to=to) for d in spent.billed.values() if to), default=0)


def _streams(
    db: DuckDBPyConnection,
    spent: Spending,
    planned: tuple[Planned, ...],
    into: Rates,
    as_of: date,
) -> tuple[Stream, ...]:
    """One stream per category and currency of the bills, at the rate of `as_of`."""
    events, found = declared.events(db), []
    for (category, currency), days in spent.billed.items():
        rate, foreign = into.on(currency, as_of) or Decimal(1), into.foreign(currency)
        worth = days if foreign is None else {day: amount * rate for day, amount in days.items()}
        entered_anyway = [p for p in planned if (p.category, p.currency) == (category, foreign)]
        each = _stream(category, worth, spent.to or date.min, entered_anyway, events)
        found.append(replace(each, currency=foreign))
    return tuple(found)


def _stream(
    name: str,
    days: Days,
    to: date,
    planned: list[Planned],
    events: list[tuple[date, str | None]],
) -> Stream:
    """A category's past less what is planned for it and goes on, which is entered anyway."""
    event = max(
        (day for day, category in events if category in (None, name) and day <= to), default=None
    )
    going_on = [p for p in planned if p.starts_on <= to and (p.ends_on is None or p.ends_on > to)]
    known = sum(p.per_day for p in going_on)
    found = stream(name, days, to=to, planned=Decimal(str(known)), event=event)
    rest = tuple(max(0.0, rate) for rate in found.per_day) if known else found.per_day
    return replace(found, per_day=rest)


def _converted(
    said: Statement, rules: Mapping[str, Rule], into: Rates, as_of: date
) -> Statement | None:
    """A statement of a known fund in the runway's currency, at today's rate."""
    if said.fund_id not in rules:
        return None
    rate = into.on(rules[said.fund_id].currency, as_of) or Decimal(1)
    return replace(said, amount=said.amount and said.amount * rate)
