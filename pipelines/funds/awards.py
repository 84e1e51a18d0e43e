"""Awards: what dashboard.toml says of each fund, and how costs find it."""

from collections.abc import Iterator
from typing import Any

import config
from config import Config
from warehouse.records import (
    Award,
    AwardInterest,
    AwardLine,
    AwardPayment,
    AwardReport,
    AwardRevision,
    ChargeRule,
    CostSplit,
    CostSplitShare,
    LineRate,
    LineRateBase,
)


def read(settings: Config) -> Iterator[Any]:
    """The records of every fund's register, of its budget and of what decides on its costs."""
    yield from (_award(fund, settings) for fund in settings.funds)
    for at, line in enumerate(settings.budget_lines, start=1):
        yield AwardLine(
            line.fund, at, line.name, line.kind, line.amount, list(line.codes),
            list(line.categories), line.persons,
        )  # fmt: skip
    for revision in settings.budget_revisions:
        yield from (
            AwardRevision(
                revision.fund, revision.on, name, amount, revision.approved_by, revision.source
            )
            for name, amount in revision.amounts.items()
        )
    yield from (
        AwardPayment(each.fund, each.amount, each.state, each.on, each.condition)
        for each in settings.payments
    )
    own = {fund.id: fund.currency or settings.project.currency for fund in settings.funds}
    yield from (
        AwardInterest(each.fund, each.on, each.amount, own[each.fund], each.source)
        for each in settings.interest
    )
    yield from (
        AwardReport(each.fund, each.name, each.due_on, each.starts_on, each.ends_on, each.who)
        for each in settings.reports
    )
    yield from _rates(settings)
    yield from _charging(settings)


def _award(fund: config.Fund, settings: Config) -> Award:
    rule = fund.rebudget or config.Rebudget()
    interest = fund.interest or config.InterestRule()
    return Award(
        fund.id, fund.number, fund.title, fund.contact, fund.signer, fund.bank_account,
        fund.provider, fund.pre_award_days, fund.liquidation_days, fund.restriction, fund.letter,
        list(fund.codes), fund.paid, fund.cost_share, fund.source, fund.source_on,
        rule.share, rule.floor, rule.source, rule.source_on,
        fund.ask, fund.rate, interest.kept, interest.source, interest.source_on,
        settings.project.fiscal_year_starts,
    )  # fmt: skip


def _rates(settings: Config) -> Iterator[LineRate | LineRateBase]:
    for at, rate in enumerate(settings.line_rates, start=1):
        yield LineRate(
            at, rate.fund, rate.line, rate.rate, rate.starts_on, rate.ends_on, rate.source,
            rate.source_on,
        )  # fmt: skip
        yield from (LineRateBase(at, name, rate.first.get(name)) for name in rate.base)


def _charging(settings: Config) -> Iterator[CostSplit | CostSplitShare | ChargeRule]:
    for at, split in enumerate(settings.cost_splits, start=1):
        yield CostSplit(
            at, split.category, split.account, split.service, split.project, split.starts_on,
            split.ends_on, split.basis, split.by, split.on, split.label,
        )  # fmt: skip
        yield from (CostSplitShare(at, fund, share) for fund, share in split.shares.items())
    for at, rule in enumerate(settings.charge_rules, start=1):
        yield ChargeRule(
            at, rule.fund, rule.line, rule.category, rule.account, rule.service, rule.project,
            rule.starts_on, rule.ends_on, rule.source, rule.label,
        )  # fmt: skip
