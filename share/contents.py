"""What a pack says, part by part: each from metrics, cut down to what its audience may see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from charts import issues as issue_charts
from charts import sponsor_pack as charts
from charts.ink import LIGHT
from config import Preset
from metrics import (
    burn,
    docs_builds,
    issue_words,
    issues,
    launches,
    people,
    sponsor_pack,
    usage,
    words,
)
from metrics.runway import telling
from metrics.runway.extension import Extension
from metrics.runway.outlook import Outlook, outlook
from share.amounts import told
from share.audience import COLUMNS, allowed
from share.sheet import Part


@dataclass(frozen=True)
class Given:
    """What every part is made from; first and last are the period's days."""

    db: DuckDBPyConnection
    preset: Preset
    as_of: date
    first: date
    last: date
    currency: str
    outlook: Outlook

    @property
    def unit(self) -> str:
        """What amounts are in, for headings: a currency, or the index."""
        indexed = self.preset.amounts == "indexed"
        return "first month = 100" if indexed else self.currency

    def shown(self, frame: pd.DataFrame, part: str) -> pd.DataFrame:
        """The frame as this preset may show it."""
        return told(allowed(frame, self.preset.audience, part), self.preset)


def given(db: DuckDBPyConnection, preset: Preset, as_of: date) -> Given:
    """What the parts of one pack are made from."""
    first, last = sponsor_pack.period(as_of, preset.months)
    return Given(db, preset, as_of, first, last, burn.main_currency(db), outlook(db))


def parts(given: Given) -> tuple[Part, ...]:
    """The parts this audience gets and the build can fill, in the order of the pack."""
    wanted = [PARTS[name] for name in COLUMNS[given.preset.audience]]
    return tuple(part for make in wanted if (part := make(given)))


def _funds(given: Given) -> Part | None:
    frame = sponsor_pack.confirmed(given.db, as_of=given.as_of, funds=tuple(given.preset.funds))
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


def _spend(given: Given) -> Part | None:
    frame = sponsor_pack.spend(
        given.db, first=given.first, last=given.last, currency=given.currency
    )
    if frame.empty:
        return None
    table = given.shown(frame, "spend")
    by_month = table.groupby("month")["gross"].sum()
    mean = sum(by_month, Decimal(0)) / len(by_month)
    return Part(
        "spend", f"Cost by month and category, {given.unit}",
        (f"{_amount(mean, given)} a month on average over {words.count(len(by_month), 'month')}, "
         "before credits.",),
        tuple((name, color) for name, color, _ in charts.legend(table, LIGHT)),
        charts.monthly_cost(table, LIGHT),
        table,
        {"month": "Month", "category": "Category", "gross": "Before credits",
         "credits": "Credits", "payable": "After credits"},
    )  # fmt: skip


def _amount(value: Decimal, given: Given) -> str:
    if given.preset.amounts == "indexed":
        return f"{words.number(value)} (first month = 100)"
    return words.about(value, given.currency)


def _services(given: Given) -> Part | None:
    frame = sponsor_pack.services(
        given.db, first=given.first, last=given.last, currency=given.currency
    )
    if frame.empty:
        return None
    unit = "share of all = 100" if given.preset.amounts == "indexed" else given.currency
    return Part(
        "services", f"Services that cost most in the period, before credits, {unit}",
        (), (), None, given.shown(frame, "services"),
        {"service": "Service", "gross": "Before credits"},
    )  # fmt: skip


def _runway(given: Given) -> Part | None:
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
        tuple(filter(None, (_headline(found), _chances(found), *_extension(given)))),
        (), figure, given.shown(frame.astype(object), "runway"),
        {"low": "1 chance in 10 that it ends before", "likely": "Most likely",
         "high": "1 chance in 10 that it lasts beyond"},
        note="Committed money only: no award that is merely hoped for is counted.",
    )  # fmt: skip


def _headline(found: Outlook) -> str:
    """The Runway page's sentence without its advice, which is the team's own business."""
    return telling.headline(found).partition(" Plan for ")[0]


def _chances(found: Outlook) -> str:
    return "8 chances in 10 lie within the range." if found.method == "range" else ""


def _ends(given: Given) -> list[tuple[date, str]]:
    named = [fund for fund in given.outlook.funds if fund.fund_id in given.preset.funds]
    return [(f.ends_on, f"{f.name} ends") for f in named if f.ends_on and f.ends_on >= given.as_of]


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
    return (
        f"{telling.extension_name(each)}: the work that remains ({(rule.work or '').rstrip('.')}) "
        f"needs {need}. About {money} is there for it, which lasts "
        f"{words.tenths(each.bought[1])}; without an extension it would lapse{end}."
    )


def cost_of_one(given: Given) -> Decimal | None:
    """What one launch cost over the whole period, on the days that both sides know."""
    months = launches.cost_per(given.db)
    known = _within(months[months["currency"] == given.currency], given, "period")
    amount = sum(known["amount"])
    return Decimal(str(sum(known["cost"]))) / Decimal(str(amount)) if amount else None


def _use(given: Given) -> Part | None:
    amounts = usage.amounts(given.db)
    if amounts.empty:
        return None
    cost = launches.cost_per(given.db)
    cost = cost[cost["currency"] == given.currency][["period", "each"]]
    frame = _within(amounts.merge(cost, on="period", how="left"), given, "period")
    if frame.empty:
        return None
    table = given.shown(frame, "use")
    months = list(table["period"])
    total = sum(v for v in table["amount"] if v is not None)
    each = [None if v is None else float(v) for v in table["each"]]
    has_cost = any(v is not None for v in each)
    said = f"{words.number(total)} launches in {words.count(len(months), 'month')}."
    return Part(
        "use",
        f"Cost of one launch, month by month, {given.unit}" if has_cost else "Launches by month",
        (said,), (),
        charts.trend(months, each if has_cost else list(table["amount"]), LIGHT),
        table,
        {"period": "Month", "amount": "Launches", "each": "Cost of one"},
    )  # fmt: skip


def _backlog(given: Given) -> Part | None:
    frame = issues.monthly_flow(given.db, as_of=given.last, months=given.preset.months)
    if not (frame["opened"].any() or frame["open_at_end"].any()):
        return None
    table = given.shown(_within(frame, given, "month"), "backlog")
    return Part(
        "backlog", "Issues opened and closed by month",
        (issue_words.flow(frame, "issue"),),
        (("opened", LIGHT.rule), ("closed", LIGHT.bar)), issue_charts.flow(frame, LIGHT), table,
        {"month": "Month", "opened": "Opened", "closed": "Closed", "open_at_end": "Open at end"},
    )  # fmt: skip


def _community(given: Given) -> Part | None:
    years = [(given.last, people.year(given.db, as_of=given.last))]
    before = years[0][0] - relativedelta(years=1)
    years.append((before, people.year(given.db, as_of=before)))
    if not years[0][1].meetings:
        return None
    rows = [
        {"year": f"12 months to {words.month(end)}", **vars(year)}
        for end, year in years
        if year.meetings
    ]
    table = given.shown(pd.DataFrame(rows), "community")
    return Part(
        "community", "Community meetings",
        (f"{words.count(years[0][1].meetings, 'meeting')} in twelve months.",), (), None, table,
        {"year": "Year", "meetings": "Meetings", "median": "People at a meeting, median",
         "newcomers": "People who came for the first time", "organisations": "Organisations"},
        note="Counts of people under 5 are not told.",
    )  # fmt: skip


def _docs(given: Given) -> Part | None:
    sites = [v for v in docs_builds.versions(given.db, as_of=given.as_of) if v.is_default]
    if not sites:
        return None
    states = [docs_builds.STATES[site.state][1] for site in sites]
    frame = pd.Series(states).value_counts().rename_axis("state").reset_index(name="sites")
    good = states.count("Passing")
    return Part(
        "docs", "Documentation builds",
        (f"{good} of {words.count(len(sites), 'documentation site')} "
         f"{'is' if good == 1 else 'are'} passing.",),
        (), None, given.shown(frame, "docs"), {"state": "State", "sites": "Sites"},
    )  # fmt: skip


def _within(frame: pd.DataFrame, given: Given, column: str) -> pd.DataFrame:
    """The rows of the period's months; unknown is None, months are dates."""
    told = frame.astype(object).where(frame.notna(), None)
    told[column] = [pd.Timestamp(day).date() for day in frame[column]]
    inside = [given.first <= day <= given.last for day in told[column]]
    return told.loc[inside].reset_index(drop=True)


PARTS: dict[str, Callable[[Given], Part | None]] = {
    "funds": _funds, "spend": _spend, "services": _services, "runway": _runway, "use": _use,
    "community": _community, "backlog": _backlog, "docs": _docs,
}  # fmt: skip
