"""What the team declared: funds and their rules, planned costs, pending awards, events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.calendar import DAYS_PER_MONTH
from metrics.rows import row, rows
from metrics.runway.engine.award_outcomes import Award
from metrics.runway.engine.constant_rate import net_of_fee
from metrics.runway.engine.model import Fund
from metrics.runway.engine.simulation import Planned
from metrics.runway.inputs.balances import ENCUMBERED, NEWEST
from metrics.runway.inputs.exchange import Rates


@dataclass(frozen=True)
class Rule:
    """What one fund's funder allows, as written down with a source; null: not known."""

    fund_id: str
    name: str
    kind: str
    currency: str
    fee_rate: Decimal
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
class Setting:
    """How far to look ahead, how long a search takes, what is paid first.

    grant_lead, credits_lead   months; null: nobody entered it
    search_since   the next money is searched for since then
    rate_band   how far an exchange rate may move either way, a share of it
    """

    months: int = 24
    grant_lead: int | None = None
    credits_lead: int | None = None
    priority: Sequence[str] = ()
    rate_band: Decimal = Decimal("0.1")
    search_since: date | None = None


@dataclass(frozen=True)
class Event:
    """A declared change of level; category null: every one."""

    on_day: date
    category: str | None


def setting(db: DuckDBPyConnection) -> Setting:
    """What [funding] says, or the defaults. Source: table funding_setting ← [funding]."""
    found = row(
        db,
        Setting,
        """
        select horizon_months as months, grant_lead_months as grant_lead,
               credits_lead_months as credits_lead, category_priority as priority, rate_band,
               search_since
        from funding_setting
        """,
    )
    return found or Setting()


@dataclass(frozen=True)
class _Terms:
    fund_id: str
    awarded: Decimal
    starts_on: date | None
    pays_for: list[str]
    overhead_rate: Decimal
    tax_rate: Decimal
    encumbered: Decimal
    priority: int


@dataclass(frozen=True)
class _Cap:
    fund_id: str
    category: str
    amount: Decimal


def funds(db: DuckDBPyConnection, into: Rates, as_of: date) -> tuple[list[Fund], dict[str, Rule]]:
    """The funds in a currency with a rate, and their rules; without a statement, at their award.

    Amounts are in the rates' currency, at the rate of `as_of`. A cap counts as what is left to
    spend: bills do not say which fund paid them. Source: tables fund, fund_cap, fund_balance.
    """
    caps = rows(db, _Cap, "select fund_id, category, amount from fund_cap")
    rules = rows(
        db,
        Rule,
        """
        select fund_id, name, kind, currency, fee_rate, ends_on, extension_months as months,
               notice_days, coalesce(office_days, 0) as office_days, approved_by,
               work_remaining as work, work_months, extension_source as source,
               rule_on as source_on, reimbursed_after_days, awarded, funder
        from fund
        order by fund_id
        """,
    )
    terms = rows(
        db,
        _Terms,
        f"""
        select fund_id, coalesce(awarded, 0) as awarded, starts_on, pays_for, overhead_rate,
               tax_rate, {ENCUMBERED} as encumbered, priority
        from fund left join ({NEWEST}) as stated using (fund_id) order by fund_id
        """,
        {"as_of": as_of},
    )
    known, found = {}, []
    for rule, term in zip(rules, terms, strict=True):
        rate = into.on(rule.currency, as_of)
        if rate is None:
            continue
        known[rule.fund_id] = rule
        found.append(
            Fund(
                rule.fund_id, term.awarded * rate, term.starts_on, rule.ends_on,
                frozenset(term.pays_for),
                {c.category: c.amount * rate for c in caps if c.fund_id == rule.fund_id},
                term.overhead_rate, term.tax_rate, term.encumbered * rate, term.priority,
                rule.kind, rule.name,
            )
        )  # fmt: skip
    return found, known


@dataclass(frozen=True)
class _PlannedCost:
    category: str
    amount: Decimal
    per: str
    currency: str
    starts_on: date
    ends_on: date | None


def planned(db: DuckDBPyConnection, into: Rates, as_of: date) -> tuple[Planned, ...]:
    """Costs known beforehand, per day, at the rate of `as_of`.

    One with `until_billed` is none once its category has a bill or a ledger's cost: it was a
    first guess of the same money. Source: tables planned_cost ← [[planned_costs]], spend.
    """
    costs = rows(
        db,
        _PlannedCost,
        """
        select category, amount, per, currency, starts_on, ends_on
        from planned_cost
        where not until_billed
            or category not in (select category from spend where day <= ?)
        """,
        [as_of],
    )
    found = []
    for cost in costs:
        rate = into.on(cost.currency, as_of)
        if rate is not None:
            per_day = cost.amount * rate / (DAYS_PER_MONTH if cost.per == "month" else 1)
            last = cost.starts_on if cost.per == "once" else cost.ends_on
            foreign = into.foreign(cost.currency)
            found.append(Planned(cost.category, float(per_day), cost.starts_on, last, foreign))
    return tuple(found)


@dataclass(frozen=True)
class _PendingAward:
    award_id: str
    amount: Decimal
    fee_rate: Decimal
    currency: str
    probability: float
    starts_on: date
    latest_on: date | None
    ends_on: date | None
    pays_for: list[str]
    call: str | None
    call_rule: str | None
    name: str


def awards(db: DuckDBPyConnection, into: Rates, as_of: date) -> tuple[Award, ...]:
    """Awards hoped for, net of the fee on income, at the rate of `as_of`.

    Source: table pending_award ← [[pending]].
    """
    pending = rows(
        db,
        _PendingAward,
        """
        select award_id, amount, fee_rate, currency, probability, starts_on, latest_on, ends_on,
               pays_for, call, call_rule, name
        from pending_award
        order by award_id
        """,
    )
    return tuple(
        Award(
            each.award_id, net_of_fee(each.amount, each.fee_rate) * rate, each.probability,
            each.starts_on, each.latest_on, each.ends_on, frozenset(each.pays_for), each.call,
            each.call_rule, each.name, into.foreign(each.currency),
        )
        for each in pending
        if (rate := into.on(each.currency, as_of)) is not None
    )  # fmt: skip


def events(db: DuckDBPyConnection) -> list[Event]:
    """Declared changes of level, oldest first. Source: table spend_event ← [[events]]."""
    return rows(db, Event, "select on_day, category from spend_event order by on_day")


@dataclass(frozen=True)
class _Income:
    fund_id: str
    day: date
    currency: str
    amount: Decimal


def income(
    db: DuckDBPyConnection, rules: Mapping[str, Rule], into: Rates, as_of: date
) -> dict[str, dict[date, Decimal]]:
    """What came in per fund and day, net of the fund's fee on income, at the rate of each day.

    Income of a ledger that names no fund raises no balance.
    Source: table income_daily ← [[funding.ledgers]] with a fund.
    """
    came = rows(
        db,
        _Income,
        """
        select fund_id, day, currency, sum(amount) as amount
        from income_daily
        where fund_id is not null and day <= ?
        group by all
        order by day
        """,
        [as_of],
    )
    found: dict[str, dict[date, Decimal]] = {}
    for each in came:
        rate = into.on(each.currency, each.day)
        if each.fund_id in rules and rate is not None:
            days = found.setdefault(each.fund_id, {})
            net = net_of_fee(each.amount, rules[each.fund_id].fee_rate) * rate
            days[each.day] = days.get(each.day, Decimal(0)) + net
    return found
