"""The parts of a pack about money: awards, monthly cost, services, the end of the money."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from charts import sponsor_pack as charts
from metrics.funds.confirmed import confirmed
from metrics.launches import unit_cost
from metrics.spending import whole_months
from metrics.spending.breakdown import PartialMonth
from metrics.spending.burn import last_complete_day
from share.amounts import parts
from share.content import Claim, Part
from share.facts import PackFacts, months_in_a_row
from share.slots import PUBLIC, SERVICE, TEXT, mark
from share.work import paid_launches
from wording import numbers
from wording import pack as wording


def funds(facts: PackFacts) -> Part | None:
    """The named funds, by confirmed statement."""
    named = tuple(facts.preset.funds)
    frame = confirmed(facts.db, as_of=facts.as_of, funds=named)
    if frame.empty:
        return None
    table = facts.shown(frame, "funds")
    sentences = []
    for row in frame.to_dict("records"):
        on, share = row["confirmed_on"], row["spent_share"]
        sentences.append(
            wording.fund(
                mark(PUBLIC, row["fund"]),
                share if isinstance(share, Decimal) else None,
                on if isinstance(on, date) else None,
                row["time_share"],
            )
        )
    figure = charts.spent_and_time(table, facts.ink) if table["spent_share"].notna().any() else None
    share = frame["spent_share"].iloc[0] if len(frame) == 1 else None
    headline = None
    if share is not None:
        headline = (numbers.percent(share), "of the award spent, by statement")
    return Part(
        "funds", wording.TITLES["funds"], tuple(sentences), figure=figure, table=table,
        note=wording.FUNDS_NOTE, headline=headline,
        data_to=min((day for day in frame["confirmed_on"] if isinstance(day, date)), default=None),
    )  # fmt: skip


def spend(facts: PackFacts) -> Part | None:
    """The cost of each month, by category."""
    frame = spend_frame(facts)
    if frame.empty:
        return None
    table = facts.shown(frame, "spend")
    if not facts.sees_credits:
        table = table.drop(columns=["credits", "payable"], errors="ignore")
    exact = table if facts.is_indexed else frame
    total = sum(exact["gross"], Decimal(0))
    claims = [Claim(total, Decimal(1), total, "gross"), *_means(exact, frame, table)]
    means = [wording.mean(c.each, facts.currency, indexed=facts.is_indexed) for c in claims[1:]]
    said = "" if facts.is_indexed else _amount(total, facts)
    lead, label = (
        (means[0], "a month, all bills, before credits") if means else (said, "before credits")
    )
    codes, amounts = other_currencies(facts)
    rest = wording.other_currencies(codes, () if facts.is_indexed else amounts)
    partial = set(frame.loc[frame["is_partial"].astype(bool), "month"])
    hollow = ((wording.HOLLOW, facts.ink.paper),) if partial else ()
    return Part(
        "spend", f"Cost by month and category, {facts.unit}",
        tuple(filter(None, (
            _cost(said, means, frame), "" if facts.is_indexed else _beyond_launches(facts, total),
            rest,
        ))),
        (*_legend(table, facts), *hollow),
        charts.monthly_cost(table, facts.ink, hollow=partial),
        table,
        months=months_in_a_row(set(frame["month"]) - partial, facts.last),
        headline=None if facts.is_indexed else (lead, label),
        claims=tuple(claims),
    )  # fmt: skip


def _legend(table: pd.DataFrame, facts: PackFacts) -> list[tuple[str, str]]:
    return [(mark(TEXT, name), color) for name, color, _ in charts.legend(table, facts.ink)]


def _means(exact: pd.DataFrame, frame: pd.DataFrame, table: pd.DataFrame) -> list[Claim]:
    """The mean of a whole month before and after credits; none without a whole month.

    table  as shown: without a column of credits nothing is said of them
    """
    whole = exact[~frame["is_partial"].astype(bool)]
    months = whole["month"].nunique()
    columns = ["gross"]
    if "payable" in table and any(table["credits"]):
        columns.append("payable")
    is_all = len(whole) == len(exact)
    return [
        _mean(sum(whole[name], Decimal(0)), months, name if is_all else "") for name in columns
    ] if months else []  # fmt: skip


def _cost(total: str, means: Sequence[str], frame: pd.DataFrame) -> str:
    """The cost in words; months that are not billed in full are named."""
    months = frame.drop_duplicates("month")
    partial = [
        PartialMonth(row["month"], row["days"], row["of_days"])
        for row in months[months["is_partial"].astype(bool)].to_dict("records")
    ]
    if not partial:
        return wording.mean_cost(total, means[0], len(months), *means[1:])
    lead, *after = means or [""]
    return wording.partial_cost(total, partial, lead, len(months) - len(partial), *after)


def _beyond_launches(facts: PackFacts, total: Decimal) -> str:
    """Why this cost is not that of the launches; empty where it is, or where none is stated."""
    paid, currency = paid_launches(facts), facts.currency
    complete = last_complete_day(facts.db, currency=currency)
    if paid is None or complete is None:
        return ""
    shown, launches = numbers.to_known(total), numbers.to_known(paid.cost)
    found = unit_cost.difference(
        facts.db, first=facts.first, last=facts.last, complete=complete, currency=currency
    )
    if found is None:
        return wording.archive_cost(numbers.money(launches, currency))
    parts = [found.other_bills, found.uncounted_days, -found.other_days]
    step = min(numbers.known_step(total), numbers.known_step(paid.cost))
    amounts = numbers.apportioned(parts, step, shown - launches)
    if not any(amounts):
        return ""
    named = [numbers.money(abs(each), currency) if each else "" for each in amounts]
    return wording.beyond_launches(numbers.money(launches, currency), *named)


def spend_frame(facts: PackFacts) -> pd.DataFrame:
    """The exact cost of each month, by category, in the team's currency."""
    return whole_months.by_category(
        facts.db, first=facts.first, last=facts.last, currency=facts.currency
    )


def _mean(total: Decimal, months: int, column: str) -> Claim:
    """The mean of the months with digits enough to make the total."""
    first = numbers.known_step(total / months)
    each = numbers.enough(total, Decimal(months), first)
    return Claim(each, Decimal(months), total, column)


def other_currencies(facts: PackFacts) -> tuple[list[str], list[str]]:
    """Currencies, and their amounts of the same months, that are in no figure of the pack."""
    frame = whole_months.other_currencies(
        facts.db, first=facts.first, last=facts.last, currency=facts.currency
    )
    codes = [str(code) for code in frame["currency"]]
    costs = zip(codes, frame["gross"], strict=True)
    return codes, [numbers.about(gross, code) for code, gross in costs]


def _amount(value: Decimal, facts: PackFacts) -> str:
    return wording.amount(value, facts.currency, indexed=facts.is_indexed)


def services(facts: PackFacts) -> Part | None:
    """The five services that cost most."""
    frame = whole_months.services(
        facts.db, first=facts.first, last=facts.last, currency=facts.currency
    )
    if frame.empty:
        return None
    unit = "all = 100" if facts.is_indexed else facts.currency
    table = facts.shown(frame, "services")
    names = [mark(SERVICE, str(name)) for name in table["service"]]
    costs = list(table["gross"]) if facts.is_indexed else parts(list(frame["gross"]))
    total = sum(spend_frame(facts)["gross"], Decimal(0))
    return Part(
        "services", f"Services that cost most in the period, before credits, {unit}",
        (wording.services(names, costs, facts.currency, facts.is_indexed),), table=table,
        claims=() if facts.is_indexed else (Claim(total, Decimal(1), total, "gross"),),
    )  # fmt: skip


def money_end(facts: PackFacts) -> Part | None:
    """How long all the money lasts, without advice and plan; only where it is asked for.

    A pack for named funds is about these funds (share/own_money.py).
    """
    found = facts.outlook
    if found.method == "unknown" or not facts.preset.project_runway:
        return None
    frame = pd.DataFrame([{"low": found.low, "likely": found.likely, "high": found.high}])
    figure = None
    if found.method == "range" and found.low and found.likely and found.high:
        ends = [
            (fund.ends_on, wording.fund_end(fund.name, fund.kind))
            for fund in found.funds
            if fund.fund_id in facts.preset.funds and fund.ends_on and fund.ends_on >= facts.as_of
        ]
        figure = charts.money_end(
            facts.ink, low=found.low, likely=found.likely, high=found.high, as_of=facts.as_of,
            label=wording.likely_day(found.likely), ends=ends,
        )  # fmt: skip
    return Part(
        "runway", wording.TITLES["runway"], (*wording.money_end(found), wording.OTHER_SOURCES),
        figure=figure, table=facts.shown(frame.astype(object), "runway"), note=wording.COMMITTED,
    )  # fmt: skip
