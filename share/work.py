"""The parts of a pack that speak of what the money kept running: use, people, issues, docs."""

from decimal import Decimal

import pandas as pd
from dateutil.relativedelta import relativedelta

from charts import issues as issue_charts
from charts import sponsor_pack as charts
from charts.theme import LIGHT
from metrics import issue_words, words
from metrics.docs import builds
from metrics.issues import counts
from metrics.launches import unit_cost, usage
from metrics.meetings import people
from share.given import Given, within
from share.sheet import Part
from wording.docs_builds import STATES


def cost_of_one(given: Given) -> Decimal | None:
    """What one launch cost over the whole period, on the days that both sides know."""
    months = unit_cost.cost_per(given.db)
    known = within(months[months["currency"] == given.currency], given, "period")
    amount = sum(known["amount"])
    return Decimal(str(sum(known["cost"]))) / Decimal(str(amount)) if amount else None


def use(given: Given) -> Part | None:
    """Launches, and what one costs."""
    amounts = usage.amounts(given.db)
    if amounts.empty:
        return None
    cost = unit_cost.cost_per(given.db)
    cost = cost[cost["currency"] == given.currency][["period", "each"]]
    frame = within(amounts.merge(cost, on="period", how="left"), given, "period")
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


def backlog(given: Given) -> Part | None:
    """Issues opened and closed."""
    frame = counts.monthly_flow(given.db, as_of=given.last, months=given.preset.months)
    if not (frame["opened"].any() or frame["open_at_end"].any()):
        return None
    table = given.shown(within(frame, given, "month"), "backlog")
    return Part(
        "backlog", "Issues opened and closed by month",
        (issue_words.flow(frame, "issue"),),
        (("opened", LIGHT.rule), ("closed", LIGHT.bar)), issue_charts.flow(frame, LIGHT), table,
        {"month": "Month", "opened": "Opened", "closed": "Closed", "open_at_end": "Open at end"},
    )  # fmt: skip


def community(given: Given) -> Part | None:
    """Meetings in counts, this year and the one before."""
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


def docs(given: Given) -> Part | None:
    """How many documentation sites stand how."""
    sites = [v for v in builds.versions(given.db, as_of=given.as_of) if v.is_default]
    if not sites:
        return None
    states = [STATES[site.state] for site in sites]
    frame = pd.Series(states).value_counts().rename_axis("state").reset_index(name="sites")
    good = states.count("Passing")
    return Part(
        "docs", "Documentation builds",
        (f"{good} of {words.count(len(sites), 'documentation site')} "
         f"{'is' if good == 1 else 'are'} passing.",),
        (), None, given.shown(frame, "docs"), {"state": "State", "sites": "Sites"},
    )  # fmt: skip
