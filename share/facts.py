"""All that the parts of one pack are made from, and how much of it a preset lets through."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from charts.theme import LIGHT, Ink
from config import Preset
from metrics.runway.extensions import Extension
from metrics.runway.outlook import Outlook, outlook
from metrics.spending import burn, whole_months
from share.amounts import shown_amounts
from share.audience import allowed
from share.slots import PUBLIC, TEXT, mark


@dataclass(frozen=True)
class PackFacts:
    """The build, the preset and the period; `first` and `last` are its days.

    outlook  its names of funds and categories are marked, for the check
    ink      of the charts: a file for print is light
    """

    db: DuckDBPyConnection
    preset: Preset
    as_of: date
    first: date
    last: date
    currency: str
    outlook: Outlook
    ink: Ink = LIGHT

    @property
    def is_indexed(self) -> bool:
        """Whether amounts are shown as an index, the first month being 100."""
        return self.preset.amounts == "indexed"

    @property
    def unit(self) -> str:
        """The unit of amounts, for headings: a currency, or the index."""
        return "first whole month = 100" if self.is_indexed else self.currency

    @property
    def sees_credits(self) -> bool:
        """Whether what credits paid may be seen: not by whose funds alone are none of them."""
        kinds = {each.kind for each in self.outlook.funds if each.fund_id in self.preset.funds}
        return not kinds or "credits" in kinds

    def shown(self, frame: pd.DataFrame, part: str) -> pd.DataFrame:
        """The frame as this preset may show it."""
        return shown_amounts(allowed(frame, self.preset.audience, part), self.preset)


def pack_facts(db: DuckDBPyConnection, preset: Preset, as_of: date, ink: Ink = LIGHT) -> PackFacts:
    """The facts of one pack."""
    first, last = whole_months.period(as_of, preset.months)
    found = marked(outlook(db), preset)
    return PackFacts(db, preset, as_of, first, last, burn.main_currency(db), found, ink)


def marked(found: Outlook, preset: Preset) -> Outlook:
    """The outlook with marks around every name that its sentences may use."""
    names = {
        fund.fund_id: mark(PUBLIC if fund.fund_id in preset.funds else TEXT, fund.name)
        for fund in found.funds
    }

    def extension(each: Extension) -> Extension:
        rule = each.rule
        work = mark(TEXT, rule.work.rstrip(".")) if rule.work else rule.work
        return replace(each, rule=replace(rule, name=names.get(rule.fund_id, ""), work=work))

    out = {mark(TEXT, name): day for name, day in found.plan.money_out_by_category.items()}
    payments = tuple(
        replace(each, category=mark(TEXT, each.category)) for each in found.plan.payments
    )
    return replace(
        found,
        funds=tuple(replace(fund, name=names[fund.fund_id]) for fund in found.funds),
        extensions=tuple(map(extension, found.extensions)),
        plan=replace(found.plan, money_out_by_category=out, payments=payments),
    )


def within(frame: pd.DataFrame, facts: PackFacts, column: str) -> pd.DataFrame:
    """The rows of the period's months; unknown is None, months are dates."""
    plain = frame.astype(object).where(frame.notna(), None)
    plain[column] = [pd.Timestamp(day).date() for day in frame[column]]
    inside = [facts.first <= day <= facts.last for day in plain[column]]
    return plain.loc[inside].reset_index(drop=True)


def months_in_a_row(months: Iterable[date], last: date) -> int:
    """How many months there are, up to that of `last` and without a gap; else 0."""
    known = {12 * day.year + day.month for day in months}
    end = 12 * last.year + last.month
    return len(known) if known == set(range(end + 1 - len(known), end + 1)) else 0
