"""The parts of a pack that speak of money."""

from datetime import date
from decimal import Decimal

import pandas as pd

from charts import sponsor_pack as charts
from charts.theme import LIGHT
from metrics import words
from metrics.runway.extensions import Extension
from metrics.runway.outlook import Outlook
from metrics.spending import whole_months
from share.given import Given
from share.sheet import Part
from wording import runway


def funds(given: Given) -> Part | None:
    """The named funds, by confirmed statement."""
    frame = whole_months.confirmed(given.db, as_of=given.as_of, funds=tuple(given.preset.funds))
    if frame.empty:
        return None
    table = given.shown(frame, "funds")
    drawn = table if table["spent_share"].notna().any() else None
    return Part(
        "funds", "Spent and remaining, by confirmed statement",
        tuple(_fund_sentence(dict(row)) for _, row in table.iterrows()),
        (), None if drawn is None else charts.spent_and_time(drawn, LIGHT),
        table,
        {"fund": "Fund", "kind": "Kind", "currency": "Currency", "awarded": "Awarded",
         "spent": "Spent", "remaining": "Remaining", "spent_share": "Spent, share",
         "time_share": "Time gone, share", "confirmed_on": "Confirmed on", "ends_on": "Ends on"},
        note="Bar: share of the award that was spent. Line: share of its time that was gone on "
        "the day of the statement.",
    )  # fmt: skip


def _fund_sentence(row: dict[str, object]) -> str:
    name, on = row["fund"], row["confirmed_on"]
    if not isinstance(on, date) or not isinstance(row["spent_share"], Decimal):
        return f"{name}: what was spent is not confirmed by a statement."
    time = row["time_share"]
    gone = f", {words.percent(time)} of its time was gone" if isinstance(time, Decimal) else ""
    return f"{name}: {words.percent(row['spent_share'])} was spent by {words.long_day(on)}{gone}."


def spend(given: Given) -> Part | None:
    """What each month cost, by category."""
    frame = whole_months.by_category(
        given.db, first=given.first, last=given.last, currency=given.currency
    )
    if frame.empty:
        return None
    table = given.shown(frame, "spend")
    by_month = table.groupby("month")["gross"].sum()
    mean = sum(by_month, Decimal(0)) / len(by_month)
    credited = "payable" in table and any(table["credits"])
    net = sum(table["payable"], Decimal(0)) / len(by_month) if credited else None
    after = "" if net is None else f", {_amount(net, given)} after credits"
    return Part(
        "spend", f"Cost by month and category, {given.unit}",
        (f"{_amount(mean, given)} a month on average over {words.count(len(by_month), 'month')}, "
         f"before credits{after}.", *_beside(given)),
        tuple((name, color) for name, color, _ in charts.legend(table, LIGHT)),
        charts.monthly_cost(table, LIGHT),
        table,
        {"month": "Month", "category": "Category", "gross": "Before credits",
         "credits": "Credits", "payable": "After credits"},
    )  # fmt: skip


def apart(given: Given) -> list[tuple[str, str]]:
    """Currencies and amounts of the same months that are in no figure of the pack."""
    frame = whole_months.other_currencies(
        given.db, first=given.first, last=given.last, currency=given.currency
    )
    costs = zip(frame["currency"], frame["gross"], strict=True)
    return [(code, words.about(gross, code)) for code, gross in costs]


def _beside(given: Given) -> list[str]:
    if not (found := apart(given)):
        return []
    codes, amounts = zip(*found, strict=True)
    if given.preset.amounts == "indexed":
        return [f"What was paid in {words.listing(codes)} is not in it."]
    return [f"Not in it: {words.listing(amounts)}, before credits; currencies are never added."]


def _amount(value: Decimal, given: Given) -> str:
    if given.preset.amounts == "indexed":
        return f"{words.number(value)} (first month = 100)"
    return words.about(value, given.currency)


def services(given: Given) -> Part | None:
    """The five dearest services."""
    frame = whole_months.services(
        given.db, first=given.first, last=given.last, currency=given.currency
    )
    if frame.empty:
        return None
    indexed = given.preset.amounts == "indexed"
    unit = "all = 100" if indexed else given.currency
    table = given.shown(frame, "services")
    told = [
        f"{name} {words.number(cost) if indexed else words.about(cost, given.currency)}"
        for name, cost in zip(table["service"], table["gross"], strict=True)
    ]
    return Part(
        "services", f"Services that cost most in the period, before credits, {unit}",
        (f"{words.listing(told)}.",), (), None, table,
        {"service": "Service", "gross": "Before credits"},
    )  # fmt: skip


def money_end(given: Given) -> Part | None:
    """How long the money lasts, without advice and without the plan."""
    found = given.outlook
    if found.method == "unknown":
        return None
    frame = pd.DataFrame([{"low": found.low, "likely": found.likely, "high": found.high}])
    figure = None
    if found.method == "range" and found.low and found.likely and found.high:
        ends = _ends(given)
        figure = charts.money_end(
            LIGHT, low=found.low, likely=found.likely, high=found.high, as_of=given.as_of, ends=ends
        )
    return Part(
        "runway", "How long the money lasts",
        tuple(filter(None, (runway.headline(found).claim, _chances(found), *_extension(given)))),
        (), figure, given.shown(frame.astype(object), "runway"),
        {"low": "1 chance in 10 that it ends before", "likely": "Most likely",
         "high": "1 chance in 10 that it lasts beyond"},
        note="Committed money only: no award that is merely hoped for is counted.",
    )  # fmt: skip


def _chances(found: Outlook) -> str:
    return "8 chances in 10 lie within the range." if found.method == "range" else ""


def _ends(given: Given) -> list[tuple[date, str]]:
    named = [fund for fund in given.outlook.funds if fund.fund_id in given.preset.funds]
    return [
        (f.ends_on, f"{f.name} {runway.ENDS[f.kind]}")
        for f in named
        if f.ends_on and f.ends_on >= given.as_of
    ]


def _extension(given: Given) -> list[str]:
    if not given.preset.extension or given.preset.amounts == "indexed":
        return []
    return [
        _case(each, given.currency)
        for each in given.outlook.extensions
        if each.rule.fund_id in given.preset.funds and each.bought[1] > 0 and each.rule.work
    ]


def _case(each: Extension, currency: str) -> str:
    """The case for an extension, argued from the work that remains, in a funder's order."""
    own, rule = each.rule.work_months, each.rule
    need = words.tenths(each.bought[1] if own is None else own)
    money = words.about(each.left[1], currency)
    end = f" on {words.long_day(rule.ends_on)}" if rule.ends_on else ""
    name, work = runway.extension_name(rule.kind), (rule.work or "").rstrip(".")
    return (
        f"{name}: the work that remains ({work}) "
        f"needs {need}. About {money} is there for it, which lasts "
        f"{words.tenths(each.bought[1])}; without an extension it would lapse{end}."
    )
