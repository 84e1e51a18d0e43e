"""The parts of a pack about the work that the money kept running: use, people, issues, docs."""

from decimal import Decimal

import pandas as pd
from dateutil.relativedelta import relativedelta

from charts import issues as issue_charts
from charts import sponsor_pack as charts
from charts.theme import LIGHT
from metrics.docs import builds
from metrics.issues import counts
from metrics.launches import unit_cost, usage
from metrics.meetings import people
from share.content import Part
from share.facts import PackFacts, within
from wording import issues as issue_wording
from wording import numbers
from wording import pack as wording
from wording.docs_builds import STATES


def cost_of_one(facts: PackFacts) -> Decimal | None:
    """The cost of one launch over the whole period, on the days that both sides have."""
    months = unit_cost.cost_per(facts.db)
    known = within(months[months["currency"] == facts.currency], facts, "period")
    amount = sum(known["amount"])
    return Decimal(str(sum(known["cost"]))) / Decimal(str(amount)) if amount else None


def use(facts: PackFacts) -> Part | None:
    """Launches, and the cost of one."""
    amounts = usage.amounts(facts.db)
    if amounts.empty:
        return None
    cost = unit_cost.cost_per(facts.db)
    cost = cost[cost["currency"] == facts.currency][["period", "each"]]
    frame = within(amounts.merge(cost, on="period", how="left"), facts, "period")
    if frame.empty:
        return None
    table = facts.shown(frame, "use")
    months = list(table["period"])
    total = sum((Decimal(str(v)) for v in table["amount"] if v is not None), Decimal(0))
    each = [None if v is None else float(v) for v in table["each"]]
    has_cost = any(v is not None for v in each)
    values = each if has_cost else list(table["amount"])
    last = next((v for v in reversed(values) if v is not None), None)
    label = "" if last is None else numbers.number(last, 2 if last < 100 else 0)
    title = f"Cost of one launch, month by month, {facts.unit}" if has_cost else None
    return Part(
        "use", title or wording.TITLES["use"], (wording.launches(total, len(months)),),
        figure=charts.trend(months, values, LIGHT, label=label), table=table,
    )  # fmt: skip


def backlog(facts: PackFacts) -> Part | None:
    """Issues opened and closed."""
    frame = counts.monthly_flow(facts.db, as_of=facts.last, months=facts.preset.months)
    if not (frame["opened"].any() or frame["open_at_end"].any()):
        return None
    table = facts.shown(within(frame, facts, "month"), "backlog")
    return Part(
        "backlog", wording.TITLES["backlog"], (issue_wording.flow_finding(frame),),
        (("opened", LIGHT.rule), ("closed", LIGHT.bar)),
        issue_charts.flow(ink=LIGHT, **issue_wording.flow(frame).facts), table,
    )  # fmt: skip


def community(facts: PackFacts) -> Part | None:
    """Meetings in counts, this year and the one before."""
    years = [(facts.last, people.year(facts.db, as_of=facts.last))]
    before = years[0][0] - relativedelta(years=1)
    years.append((before, people.year(facts.db, as_of=before)))
    if not years[0][1].meetings:
        return None
    rows = [{"year": wording.year_label(end), **vars(year)} for end, year in years if year.meetings]
    return Part(
        "community", wording.TITLES["community"], (wording.meetings(years[0][1]),),
        table=facts.shown(pd.DataFrame(rows), "community"), note=wording.FEW_PEOPLE,
    )  # fmt: skip


def docs(facts: PackFacts) -> Part | None:
    """How many documentation sites are in which state."""
    sites = [v for v in builds.versions(facts.db, as_of=facts.as_of) if v.is_default]
    if not sites:
        return None
    states = [STATES[site.state] for site in sites]
    frame = pd.Series(states).value_counts().rename_axis("state").reset_index(name="sites")
    good = sum(site.state == "passing" for site in sites)
    return Part(
        "docs", wording.TITLES["docs"], (wording.docs(good, len(sites)),),
        table=facts.shown(frame, "docs"),
    )  # fmt: skip
