"""Money: the funds of dashboard.toml, stated balances, hopes, plans, ledgers and exchange rates.

Most is read from the team's own files next to dashboard.toml. Two balances can be asked for.

balances, rates and invoices: statements.py; what moved outside the bills: ledgers.py
balances that are fetched: open_collective.py, aws_credits.py
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

import config
from config import House
from pipelines import SourceError
from pipelines.funds import awards, sent
from warehouse.records import (
    Fund,
    FundCap,
    FunderCall,
    FundingSetting,
    Headline,
    PendingAward,
    PlannedCost,
    Scenario,
    SourceRun,
    SpendEvent,
)

NAME = "funds"
LOW_LIKELY_HIGH = ("low", "likely", "high")


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Ask for the balances of funds that name a collective, or an account with credits."""
    if "funds" in house.config.asked:
        from pipelines.funds import aws_credits, open_collective  # noqa: PLC0415 - brings requests

        yield from open_collective.fetch(house, now=now)
        yield from aws_credits.fetch(house, now=now)


def read(house: House) -> Iterator[Any]:
    """Funds and all that belongs to them, then one SourceRun per file, and one for the funds."""
    from pipelines import unit  # noqa: PLC0415 - brings DuckDB and pyarrow with it

    settings = house.config
    yield _setting(house)
    yield from unit.rows(NAME, "headlines.jsonl", partial(_headlines, headlines(house)))
    yield from (SpendEvent(e.name, e.on, e.category) for e in settings.events)
    yield from map(_scenario, settings.scenarios)
    yield from (_planned(house, cost) for cost in settings.planned_costs)
    if settings.funding.ledgers or any(
        fund.open_collective and fund.open_collective.ledger for fund in settings.funds
    ):
        from pipelines.funds import ledgers  # noqa: PLC0415 - as above

        yield from ledgers.read(house)
    if settings.funding.budget:
        from pipelines.funds import budget  # noqa: PLC0415 - as above

        yield from budget.read(house)
    if settings.funding.invoices:
        from pipelines.funds import statements  # noqa: PLC0415 - as above

        yield from statements.invoices(house)
    yield from map(_call, settings.calls)
    if not settings.funds:
        yield SourceRun(NAME, "", "not_set_up")
        return
    for fund in settings.funds:
        yield _fund(house, fund)
        yield from (FundCap(fund.id, name, most) for name, most in fund.caps.items())
    yield from awards.read(settings)
    yield from sent.read(house)
    yield from (_pending(house, award) for award in settings.pending)
    yield SourceRun(NAME, "dashboard.toml", rows=len(settings.funds))
    funding = settings.funding
    if funding.balances or funding.claims or funding.rates or funding.official_rates:
        from pipelines.funds import statements  # noqa: PLC0415 - as above

        yield from statements.statements(house)
    if "funds" in settings.asked:
        from pipelines.funds import aws_credits, open_collective  # noqa: PLC0415 - as above

        yield from open_collective.read(house)
        yield from aws_credits.read(house)


def headlines(house: House) -> Path:
    """The file to which each ingest appends what it said."""
    return house.raw / "headlines.jsonl"


def _fund(house: House, fund: config.Fund) -> Fund:
    # Two awards of one name are two bars, two marks and two names on every page.
    alike = sum(other.name == fund.name for other in house.config.funds)
    rule = fund.extension
    return Fund(
        fund_id=fund.id,
        name=f"{fund.name} ({fund.id})" if alike > 1 else fund.name,
        kind=fund.kind,
        currency=fund.currency or house.config.project.currency,
        awarded=fund.awarded,
        starts_on=fund.starts_on,
        ends_on=fund.ends_on,
        pays_for=fund.pays_for,
        overhead_rate=fund.overhead_rate,
        fee_rate=fund.fee_rate,
        extension_months=rule.months if rule else None,
        notice_days=rule.notice_days if rule else None,
        work_remaining=rule.work if rule else None,
        extension_source=rule.source if rule else None,
        tax_rate=fund.tax_rate,
        encumbered=fund.encumbered,
        reimbursed_after_days=fund.reimbursed_after_days,
        priority=fund.priority,
        funder=fund.funder,
        office_days=rule.office_days if rule else None,
        approved_by=rule.approved_by if rule else None,
        rule_timezone=rule.timezone if rule else None,
        work_months=rule.work_months if rule else None,
        rule_on=rule.source_on if rule else None,
        credits_account=fund.google_credits.account if fund.google_credits else None,
    )


def _pending(house: House, award: config.Pending) -> PendingAward:
    return PendingAward(
        award_id=award.id,
        name=award.name,
        kind=award.kind,
        amount=award.amount,
        currency=award.currency or house.config.project.currency,
        probability=float(award.probability),
        starts_on=award.starts_on,
        latest_on=award.latest_on,
        ends_on=award.ends_on,
        pays_for=award.pays_for,
        fee_rate=award.fee_rate,
        call=award.group,
        call_rule=award.group_rule if award.group else None,
    )


def _call(call: config.Call) -> FunderCall:
    decides = call.decides_on
    if call.decides_in_months is not None:
        decides = call.closes_on + relativedelta(months=call.decides_in_months)
    return FunderCall(call.name, call.funder, call.closes_on, decides, call.source, call.source_on)


def _planned(house: House, cost: config.Planned) -> PlannedCost:
    currency = cost.currency or house.config.project.currency
    return PlannedCost(
        cost.name, cost.category, cost.amount, cost.per, currency, cost.starts_on, cost.ends_on,
        cost.until_billed,
    )  # fmt: skip


def _scenario(what_if: config.Scenario) -> Scenario:
    changes = what_if.model_dump(exclude={"extend"})
    return Scenario(
        **changes,
        extend_funds=list(what_if.extend),
        extend_months=list(what_if.extend.values()),
    )


def _setting(house: House) -> FundingSetting:
    funding = house.config.funding
    return FundingSetting(
        horizon_months=funding.horizon_months,
        grant_lead_months=funding.lead_months.get("grant"),
        credits_lead_months=funding.lead_months.get("credits"),
        category_priority=funding.category_priority,
        rate_band=funding.rate_band,
        search_since=funding.search_since,
        claims=funding.claims,
    )


def _headlines(file: Path) -> Iterator[Headline]:
    """The headlines of earlier ingests."""
    from pipelines import raw  # noqa: PLC0415 - as above

    for one in raw.noted(file):
        low, likely, high = (one[key] and date.fromisoformat(one[key]) for key in LOW_LIKELY_HIGH)
        yield Headline(
            published_at=datetime.fromisoformat(one["published_at"]),
            as_of=date.fromisoformat(one["as_of"]),
            method=one["method"],
            low=low,
            likely=likely,
            high=high,
        )
