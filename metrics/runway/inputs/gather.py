"""From one build of the warehouse to a case that the engine can answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.data_quality import bill_doubts
from metrics.data_quality.arrivals import Cause, causes
from metrics.data_quality.bill_doubts import OtherDay
from metrics.data_quality.sources import info
from metrics.funds.derived import Derived, as_statements, derived
from metrics.metric import metric
from metrics.once import once
from metrics.runway.engine.calibration import with_width
from metrics.runway.engine.dates import in_months
from metrics.runway.engine.forecast import Stream
from metrics.runway.engine.model import Fund
from metrics.runway.engine.simulation import Case, Planned
from metrics.runway.inputs import declared
from metrics.runway.inputs.balances import Held, Point, Statement, roll, statements
from metrics.runway.inputs.declared import Event, Rule
from metrics.runway.inputs.exchange import Rates, currencies, rates
from metrics.runway.inputs.paid_by import PaidBy, paid_by
from metrics.runway.inputs.paid_first import paid_first
from metrics.runway.inputs.spending_history import (
    Spending,
    behind,
    complete_months,
    spending,
    stream,
)
from metrics.spending.burn import Basis, burn

PAID_BEFORE_CREDITS = ("credits", "in_kind")


@dataclass(frozen=True)
class Inputs:
    """All that the runway of one build rests on, in one currency.

    without_rate   currencies without an exchange rate: each has a runway of its own
    rate_band   how far an exchange rate may move either way, a share of it
    burns       what a month cost by the last 1, 3 and 6 months, as the Burn page has it; empty
                where one is not known, or costs are in several currencies
    silent      why nothing is known of the spending of late; null: bills came as usual
    grant_lead, credits_lead   months that a search takes; null: not known
    readings    the same by the other readings of open questions about bills: those that cost more
                together, those that cost less together
    derived     balances of credits by the bills, by fund
    """

    case: Case
    currency: str
    spent: Spending
    held: dict[str, Held]
    history: tuple[Point, ...]
    rules: dict[str, Rule]
    complete_months: int
    grant_lead: int | None
    credits_lead: int | None
    without_rate: tuple[str, ...]
    rate_band: Decimal = Decimal("0.1")
    burns: tuple[Decimal, ...] = ()
    silent: Cause | None = None
    readings: tuple["Inputs", ...] = ()
    search_since: date | None = None
    derived: tuple[Derived, ...] = ()

    @property
    def basis(self) -> Basis:
        """How bills count: gross while a fund pays before credits are taken off, else payable."""
        return basis_of(self.case.funds)


def basis_of(funds: Iterable[Fund]) -> Basis:
    """Gross where one of the funds pays before credits are taken off, else payable."""
    return "gross" if any(fund.kind in PAID_BEFORE_CREDITS for fund in funds) else "payable"


@metric(unit="the runway's currency", grain="one", rests_on=("funds", "billing"), kind="sum")
@once
def inputs(db: DuckDBPyConnection, *, currency: str | None = None) -> Inputs:
    """Funds with their balances rolled to `as_of`, past spending, plans and hopes.

    currency   null: the team's, with all that has a rate into it; else what is in that one alone

    Foreign balances and the future are at the newest rate, bills at that of their own day. Amounts
    in a currency without a rate count for nothing here: see `without_rate`.
    Source: tables fund, fund_cap, fund_balance, spend, planned_cost, pending_award, rate …
    """
    given = by_reading(db, currency=currency)
    moved: dict[str, Decimal] = defaultdict(Decimal)
    days = bill_doubts.other_days(db)
    for day in days:
        moved[day.question_id] += day.difference
    dearer, cheaper = (
        [day for day in days if (moved[day.question_id] > 0) is is_dearer]
        for is_dearer in (True, False)
    )
    others = [by_reading(db, currency=currency, other=each) for each in (dearer, cheaper) if each]
    return replace(given, readings=tuple(each for each in others if each.spent != given.spent))


def by_reading(
    db: DuckDBPyConnection, *, currency: str | None = None, other: Sequence[OtherDay] = ()
) -> Inputs:
    """The inputs with each question about bills as assumed, but for those of `other`."""
    about = info(db)
    as_of, own = about.as_of, rates(db, to=about.currency)
    into = Rates(currency, {}) if currency else own
    missing = tuple(c for c in currencies(db, as_of=as_of) if own.on(c, as_of) is None)
    setting = declared.setting(db)
    funds, rules = declared.funds(db, into, as_of)
    planned = declared.planned(db, into, as_of)
    basis = basis_of(funds)
    gross = basis == "gross"
    spent = spending(db, as_of=as_of, rates=into, gross=gross, other=other)
    by_bills = tuple(derived(db, as_of=as_of))
    stated = [*statements(db, as_of=as_of), *as_statements(by_bills)]
    known = _converted(stated, rules, into, as_of)
    held, history = _rolled(
        funds, known, spent, planned, declared.income(db, rules, into, as_of), as_of=as_of,
        paid=paid_by(db, rates=into, gross=gross), priority=setting.priority,
    )  # fmt: skip
    # How many whole months the longest known kind of spending covers.
    to = spent.to
    why = (each for each in causes(db, on=as_of) if each.source == "billing" and each.is_silent)
    silent = next(why, None)
    whole = max((complete_months(d, to=to) for d in spent.billed.values() if to), default=0)
    case = Case(
        as_of,
        tuple(replace(fund, balance=held[fund.fund_id].low) for fund in funds),
        _streams(spent, planned, declared.events(db), into, as_of),
        planned,
        declared.awards(db, into, as_of),
        priority=tuple(setting.priority),
        months=min(setting.months, 2 * whole) if whole >= 3 else setting.months,
        elapsed=int(in_months((as_of - to).days)) if silent and to else 0,
        ruled=paid_first(db, funds=funds, planned=planned, rates=into, as_of=as_of, gross=gross),
    )
    return Inputs(
        case, into.to, spent, held, tuple(history), rules, whole, setting.grant_lead,
        setting.credits_lead, () if currency else missing, setting.rate_band,
        () if other else _burns(db, spent, into.to, basis), silent,
        search_since=setting.search_since, derived=by_bills,
    )  # fmt: skip


def _rolled(
    funds: Sequence[Fund],
    known: Sequence[Statement],
    spent: Spending,
    planned: Sequence[Planned],
    income: Mapping[str, Mapping[date, Decimal]],
    *,
    paid: PaidBy,
    as_of: date,
    priority: Sequence[str],
) -> tuple[dict[str, Held], list[Point]]:
    """Balances rolled to `as_of`, each with the parts of its spending that are of no bill."""
    since = min((s.on_day for s in known), default=as_of)
    (billed, _), (known_costs, _), (held, history) = (
        roll(
            funds, known, behind(spent, plans, since=since, to=as_of, carry_on=carry_on), income,
            paid, to=as_of, priority=priority,
        )
        for plans, carry_on in (((), False), (planned, False), (planned, True))
    )  # fmt: skip
    found = {}
    for fund in funds:
        each, known_cost = held[fund.fund_id], known_costs[fund.fund_id].spent
        is_older = each.statement is not None and each.statement.on_day < as_of
        found[fund.fund_id] = replace(
            each,
            planned=max(Decimal(0), known_cost - billed[fund.fund_id].spent),
            estimated=max(Decimal(0), each.spent - known_cost),
            is_unbilled=is_older and any(fund.pays(name) for name in spent.silent),
        )
    return found, history


def _burns(
    db: DuckDBPyConnection, spent: Spending, currency: str, basis: Basis
) -> tuple[Decimal, ...]:
    if spent.to is None or {code for _, code in spent.billed} != {currency}:
        return ()
    found = [burn(db, as_of=spent.to, months=n, currency=currency) for n in (1, 3, 6)]
    known = [each.per_month(basis) for each in found]
    return tuple(each for each in known if each is not None) if None not in known else ()


def each_currency(db: DuckDBPyConnection) -> list[Inputs]:
    """The team's currency with all that has a rate, then each one that has none."""
    given = inputs(db)
    return [given, *(inputs(db, currency=code) for code in given.without_rate)]


def _streams(
    spent: Spending, planned: Sequence[Planned], events: Sequence[Event], into: Rates, as_of: date
) -> tuple[Stream, ...]:
    """One stream per category and currency of the bills, at the rate of `as_of`.

    Each less what is planned for it and goes on, which is entered anyway.
    """
    found, to = [], spent.to or date.min
    for (name, currency), days in spent.billed.items():
        rate, foreign = into.on(currency, as_of) or Decimal(1), into.foreign(currency)
        worth = days if foreign is None else {day: amount * rate for day, amount in days.items()}
        event = max(
            (e.on_day for e in events if e.category in (None, name) and e.on_day <= to),
            default=None,
        )
        known = sum(
            plan.per_day
            for plan in planned
            if (plan.category, plan.currency) == (name, foreign)
            and plan.starts_on <= to
            and (plan.ends_on is None or plan.ends_on > to)
        )
        each = stream(name, worth, to=to, planned=Decimal(str(known)), event=event)
        rest = tuple(max(0.0, rate) for rate in each.per_day) if known else each.per_day
        found.append(with_width(replace(each, per_day=rest, currency=foreign)))
    return tuple(found)


def _converted(
    stated: Sequence[Statement], rules: Mapping[str, Rule], into: Rates, as_of: date
) -> list[Statement]:
    """The statements of known funds in the runway's currency, at today's rate."""
    found = []
    for each in stated:
        if each.fund_id in rules:
            rate = into.on(rules[each.fund_id].currency, as_of) or Decimal(1)
            found.append(replace(each, amount=each.amount and each.amount * rate))
    return found
