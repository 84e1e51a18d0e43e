"""From one build of the warehouse to a case the engine can answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.runway.awards import Award
from metrics.runway.balances import Held, Point, Statement, roll, statements
from metrics.runway.constant import net_of_fee
from metrics.runway.dates import DAYS_PER_MONTH, ONE_DAY
from metrics.runway.exchange import Rates, rates
from metrics.runway.forecast import Stream
from metrics.runway.model import Fund
from metrics.runway.simulation import Case, Planned
from metrics.runway.spending import Days, Spending, complete_months, spending, stream
from metrics.sources import info

PAID_BEFORE_CREDITS = ("credits", "in_kind")


@dataclass(frozen=True)
class Rule:
    """What one fund's funder allows, as written down with a source; null: not known."""

    fund_id: str
    name: str
    kind: str
    currency: str
    ends_on: date | None
    months: int | None
    notice_days: int | None
    office_days: int
    approved_by: str | None
    work: str | None
    work_months: Decimal | None
    source: str | None
    source_on: date | None
    reimbursed_after_days: int | None
    awarded: Decimal | None
    funder: str | None


@dataclass(frozen=True)
class Inputs:
    """All that the runway of one build rests on."""

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


def inputs(db: DuckDBPyConnection) -> Inputs:
    """Funds with their balances rolled to `as_of`, past spending, plans and hopes.

    Unit     the team's currency; foreign balances at the newest rate, foreign bills at their own
    Source   tables fund, fund_cap, fund_balance, cost_daily, planned_cost, pending_award, rate …
    Beware   a fund in a currency without a rate is kept apart and counts for nothing here.
    """
    about = info(db)
    as_of, into = about.as_of, rates(db, to=about.currency)
    setting = _setting(db)
    funds, rules, apart = _funds(db, into, as_of)
    gross = any(fund.kind in PAID_BEFORE_CREDITS for fund in funds)
    spent = spending(db, as_of=as_of, rates=into, gross=gross)
    planned = _planned(db, into, as_of)
    events = _events(db)
    streams = tuple(
        _stream(name, days, spent, planned, events) for name, days in spent.by_category.items()
    )
    stated = [_converted(s, rules, into, as_of) for s in statements(db, as_of=as_of)]
    known = [s for s in stated if s is not None]
    past = _past(spent, planned, known, as_of)
    held, history = roll(funds, known, past, to=as_of, priority=setting.priority)
    whole = max(
        (complete_months(d, to=spent.to) for d in spent.by_category.values() if spent.to), default=0
    )
    case = Case(
        as_of,
        tuple(replace(fund, balance=held[fund.fund_id].low) for fund in funds),
        streams,
        planned,
        _awards(db, into, as_of),
        priority=setting.priority,
        months=min(setting.months, 2 * whole) if whole >= 3 else setting.months,
    )
    return Inputs(
        case, about.currency, spent, held, tuple(history), rules, whole,
        setting.grant_lead, setting.credits_lead, tuple(sorted({*apart, *spent.apart})),
    )  # fmt: skip


@dataclass(frozen=True)
class _Setting:
    months: int
    grant_lead: int
    credits_lead: int
    priority: tuple[str, ...]


def _setting(db: DuckDBPyConnection) -> _Setting:
    rows = db.execute(
        """
        select horizon_months, grant_lead_months, credits_lead_months, category_priority
        from funding_setting
        """
    ).fetchall()
    if not rows:
        return _Setting(24, 9, 3, ())
    months, grant, credit, priority = rows[0]
    return _Setting(months, grant, credit, tuple(priority))


def _funds(
    db: DuckDBPyConnection, into: Rates, as_of: date
) -> tuple[list[Fund], dict[str, Rule], set[str]]:
    """Funds (their balance is the award, for want of a statement), rules, currencies apart."""
    caps = db.execute("select fund_id, category, amount from fund_cap").fetchall()
    rows = db.execute(
        """
        select fund_id, name, kind, currency, coalesce(awarded, 0), starts_on, ends_on, pays_for,
               overhead_rate, tax_rate, encumbered, priority,
               extension_months, notice_days, coalesce(office_days, 0), approved_by,
               work_remaining, work_months, extension_source, rule_on, reimbursed_after_days,
               awarded, funder
        from fund
        order by fund_id
        """
    ).fetchall()
    funds, rules, apart = [], {}, set()
    for row in rows:
        fund_id, name, kind, currency, awarded, starts, ends, pays_for, *rest = row
        rate = into.on(currency, as_of)
        if rate is None:
            apart.add(currency)
            continue
        overhead, tax, encumbered, priority, *rule = rest
        limits = {category: most * rate for f, category, most in caps if f == fund_id}
        rules[fund_id] = Rule(fund_id, name, kind, currency, ends, *rule)
        funds.append(
            Fund(
                fund_id, awarded * rate, starts, ends, frozenset(pays_for), limits,
                overhead, tax, encumbered * rate, priority, kind, name,
            )
        )  # fmt: skip
    return funds, rules, apart


def _planned(db: DuckDBPyConnection, into: Rates, as_of: date) -> tuple[Planned, ...]:
    rows = db.execute(
        "select category, amount, per, currency, starts_on, ends_on from planned_cost"
    ).fetchall()
    found = []
    for category, amount, per, currency, starts_on, ends_on in rows:
        rate = into.on(currency, as_of)
        if rate is not None:
            per_day = amount * rate / (DAYS_PER_MONTH if per == "month" else 1)
            last = starts_on if per == "once" else ends_on
            found.append(Planned(category, float(per_day), starts_on, last))
    return tuple(found)


def _awards(db: DuckDBPyConnection, into: Rates, as_of: date) -> tuple[Award, ...]:
    rows = db.execute(
        """
        select award_id, amount, fee_rate, currency, probability, starts_on, latest_on, ends_on,
               pays_for, call, call_rule, name
        from pending_award
        order by award_id
        """
    ).fetchall()
    found = []
    for award_id, amount, fee, currency, chance, starts, latest, ends, pays_for, *call in rows:
        rate = into.on(currency, as_of)
        if rate is not None:
            net, pays = net_of_fee(amount, fee) * rate, frozenset(pays_for)
            found.append(Award(award_id, net, chance, starts, latest, ends, pays, *call))
    return tuple(found)


def _events(db: DuckDBPyConnection) -> list[tuple[date, str | None]]:
    rows = db.execute("select on_day, category from spend_event order by on_day").fetchall()
    return [(day, category) for day, category in rows]


def _stream(
    name: str,
    days: Days,
    spent: Spending,
    planned: tuple[Planned, ...],
    events: list[tuple[date, str | None]],
) -> Stream:
    """A category's past less what is planned for it, which is entered anyway."""
    to = spent.to or date.min
    event = max(
        (day for day, category in events if category in (None, name) and day <= to), default=None
    )
    known = sum(p.per_day for p in planned if p.category == name and p.starts_on <= to)
    found = stream(name, days, to=to, planned=Decimal(str(known)), event=event)
    rest = tuple(max(0.0, rate) for rate in found.per_day) if known else found.per_day
    return replace(found, per_day=rest)


def _converted(
    said: Statement, rules: Mapping[str, Rule], into: Rates, as_of: date
) -> Statement | None:
    """A statement of a known fund in the team's currency, at today's rate."""
    if said.fund_id not in rules:
        return None
    rate = into.on(rules[said.fund_id].currency, as_of) or Decimal(1)
    return replace(said, amount=said.amount and said.amount * rate)


def _past(
    spent: Spending, planned: tuple[Planned, ...], stated: list[Statement], as_of: date
) -> dict[str, Days]:
    """What was spent to the end of `as_of`: bills; the newest days as the month before them;
    planned costs where a category has no bills at all."""
    past: dict[str, dict[date, Decimal]] = {n: dict(d) for n, d in spent.by_category.items()}
    for days in past.values():
        _carry_on(days, spent.to, as_of)
    first = min((s.on_day for s in stated), default=as_of)
    for cost in planned:
        if cost.category not in spent.by_category:
            days = past.setdefault(cost.category, {})
            for n in range((as_of - first).days):
                day = first + timedelta(days=n + 1)
                if cost.starts_on < day <= (cost.ends_on or as_of):
                    days[day] = days.get(day, Decimal(0)) + Decimal(str(cost.per_day))
    return dict(past)


def _carry_on(days: dict[date, Decimal], to: date | None, as_of: date) -> None:
    """Days after the last complete one cost what the 30 days before them cost on average."""
    if to is None:
        return
    recent = [amount for day, amount in days.items() if day > to - timedelta(days=30)]
    if len(recent) < 27:
        return
    mean, day = sum(recent, Decimal(0)) / len(recent), to + ONE_DAY
    while day <= as_of:
        days[day] = mean
        day += ONE_DAY
