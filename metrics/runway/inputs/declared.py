"""What the team entered: funds and their rules, planned costs, pending awards, events."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.runway.engine.award_outcomes import Award
from metrics.runway.engine.case import Planned
from metrics.runway.engine.constant_rate import net_of_fee
from metrics.runway.engine.dates import DAYS_PER_MONTH
from metrics.runway.engine.model import Fund
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

    rate_band   how far an exchange rate may move either way, a share of it
    """

    months: int = 24
    grant_lead: int = 9
    credits_lead: int = 3
    priority: tuple[str, ...] = ()
    rate_band: Decimal = Decimal("0.1")


def setting(db: DuckDBPyConnection) -> Setting:
    """What [funding] says, or the defaults.

    Source   table funding_setting ← [funding]
    """
    rows = db.execute(
        """
        select
            horizon_months, grant_lead_months, credits_lead_months, category_priority, rate_band
        from funding_setting
        """
    ).fetchall()
    if not rows:
        return Setting()
    months, grant, credit, priority, band = rows[0]
    return Setting(months, grant, credit, tuple(priority), band)


def funds(db: DuckDBPyConnection, into: Rates, as_of: date) -> tuple[list[Fund], dict[str, Rule]]:
    """The funds in a currency with a rate, and their rules; without a statement, at their award.

    Unit     amounts in the rates' currency, at the rate of `as_of`
    Source   tables fund, fund_cap ← [[funds]]
    Beware   a cap counts as what is left to spend: bills do not say which fund paid them.
    """
    caps = db.execute("select fund_id, category, amount from fund_cap").fetchall()
    rows = db.execute(
        """
        select
            fund_id, name, kind, currency, coalesce(awarded, 0), starts_on, ends_on, pays_for,
            overhead_rate, tax_rate, encumbered, priority,
            extension_months, notice_days, coalesce(office_days, 0), approved_by,
            work_remaining, work_months, extension_source, rule_on, reimbursed_after_days,
            awarded, funder, fee_rate
        from fund
        order by fund_id
        """
    ).fetchall()
    found, rules = [], {}
    for row in rows:
        fund_id, name, kind, currency, awarded, starts, ends, pays_for, *rest = row
        rate = into.on(currency, as_of)
        if rate is None:
            continue
        overhead, tax, encumbered, priority, *rule, fee = rest
        limits = {category: most * rate for f, category, most in caps if f == fund_id}
        rules[fund_id] = Rule(fund_id, name, kind, currency, fee, ends, *rule)
        found.append(
            Fund(
                fund_id, awarded * rate, starts, ends, frozenset(pays_for), limits,
                overhead, tax, encumbered * rate, priority, kind, name,
            )
        )  # fmt: skip
    return found, rules


def planned(db: DuckDBPyConnection, into: Rates, as_of: date) -> tuple[Planned, ...]:
    """Costs known beforehand, per day, at the rate of `as_of`.

    Source   table planned_cost ← [[planned_costs]]
    """
    rows = db.execute(
        "select category, amount, per, currency, starts_on, ends_on from planned_cost"
    ).fetchall()
    found = []
    for category, amount, per, currency, starts_on, ends_on in rows:
        rate = into.on(currency, as_of)
        if rate is not None:
            per_day = amount * rate / (DAYS_PER_MONTH if per == "month" else 1)
            last = starts_on if per == "once" else ends_on
            found.append(Planned(category, float(per_day), starts_on, last, into.foreign(currency)))
    return tuple(found)


def awards(db: DuckDBPyConnection, into: Rates, as_of: date) -> tuple[Award, ...]:
    """Awards hoped for, net of the fee on income, at the rate of `as_of`.

    Source   table pending_award ← [[pending]]
    """
    rows = db.execute(
        """
        select
            award_id, amount, fee_rate, currency, probability, starts_on, latest_on, ends_on,
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
            won = Award(award_id, net, chance, starts, latest, ends, pays, *call)
            found.append(replace(won, currency=into.foreign(currency)))
    return tuple(found)


def events(db: DuckDBPyConnection) -> list[tuple[date, str | None]]:
    """Declared changes of level: (first day, category; null: every one)."""
    rows = db.execute("select on_day, category from spend_event order by on_day").fetchall()
    return [(day, category) for day, category in rows]


def income(
    db: DuckDBPyConnection, rules: Mapping[str, Rule], into: Rates, as_of: date
) -> dict[str, dict[date, Decimal]]:
    """What came in per fund and day, net of the fund's fee on income, at the rate of each day.

    Source   table income_daily ← [[funding.ledgers]] with a fund
    Beware   income of a ledger that names no fund raises no balance.
    """
    rows = db.execute(
        """
        select fund_id, day, currency, sum(amount) as amount
        from income_daily
        where fund_id is not null and day <= ?
        group by all
        order by day
        """,
        [as_of],
    ).fetchall()
    found: dict[str, dict[date, Decimal]] = {}
    for fund_id, day, currency, amount in rows:
        rate = into.on(currency, day)
        if fund_id in rules and rate is not None:
            days = found.setdefault(fund_id, {})
            net = net_of_fee(amount, rules[fund_id].fee_rate) * rate
            days[day] = days.get(day, Decimal(0)) + net
    return found
