"""The parts of a pack about the work that the money kept running: use, people, issues, docs."""

from datetime import date
from decimal import Decimal

import pandas as pd
import plotly.graph_objects as go

from charts import issues as issue_charts
from charts import sponsor_pack as charts
from charts.theme import Ink
from metrics.docs import builds
from metrics.issues import counts
from metrics.launches import unit_cost, usage
from metrics.launches.unit_cost import UnitCost
from metrics.meetings import people
from share.content import Claim, Part
from share.facts import PackFacts, months_in_a_row, within
from wording import issues as issue_wording
from wording import numbers
from wording import pack as wording
from wording.docs_builds import STATES


def paid_launches(facts: PackFacts) -> UnitCost | None:
    """The launches of the period that were paid for, and their cost."""
    return unit_cost.paid_for(facts.db, first=facts.first, last=facts.last, currency=facts.currency)


def launches(facts: PackFacts) -> pd.DataFrame:
    """All launches of the period by month, from the first month that was counted."""
    return _whole(within(usage.amounts(facts.db), facts, "period"))


def use(facts: PackFacts) -> Part | None:
    """Launches that were paid for and the cost of one; where no cost is known, all launches."""
    paid, every = paid_launches(facts), launches(facts)
    ran = total(every["amount"])
    if not ran:
        return None
    if paid is None:
        table = facts.shown(every, "use")
        values = [None if v is None else float(v) for v in table["amount"]]
        hollow = _partial(every)
        return Part(
            "use", wording.TITLES["use"], (wording.launches(ran, len(table)),),
            figure=_trend(table, values, hollow, facts.ink), table=table, note=_hollow(hollow),
            months=0 if hollow else months_in_a_row(table["period"], facts.last),
            headline=(numbers.number(ran), "launches"),
        )  # fmt: skip
    frame = within(unit_cost.cost_in(facts.db, currency=facts.currency), facts, "period")
    table, hollow = facts.shown(_whole(frame), "use"), _partial(frame)
    values = [None if v is None else float(v) for v in table["each"]]
    sentences = [wording.paid_launches(paid)]
    if ran > paid.amount:
        sentences.append(wording.other_launches(ran - paid.amount))
    claim = Claim(wording.cost_of_one(paid), paid.amount, paid.cost, "cost", "amount")
    return Part(
        "use", f"Cost of one launch, month by month, {facts.unit}", tuple(sentences),
        figure=_trend(table, values, hollow, facts.ink), table=table, note=_hollow(hollow),
        months=0 if hollow else months_in_a_row(table["period"], facts.last),
        headline=(numbers.number(paid.amount), "launches that were paid for"),
        metric="launches.cost_per",
        claims=() if facts.is_indexed else (claim,),
    )  # fmt: skip


def _partial(frame: pd.DataFrame) -> set[date]:
    """The months of which some days are missing."""
    return set(frame.loc[frame["is_partial"].astype(bool), "period"])


def _hollow(months: set[date]) -> str:
    return wording.HOLLOW_DOTS if months else ""


def _trend(
    table: pd.DataFrame, values: list[float | None], hollow: set[date], ink: Ink
) -> go.Figure:
    last = next((v for v in reversed(values) if v is not None), None)
    label = "" if last is None else numbers.number(last, 2 if last < 100 else 0)
    return charts.trend(list(table["period"]), values, ink, label=label, hollow=hollow)


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts without decimals, where they have none."""
    counts = [int(v) if v is not None and v == int(v) else v for v in frame["amount"]]
    return frame.assign(amount=pd.Series(counts, index=frame.index, dtype=object))


def total(values: pd.Series) -> Decimal:
    """The sum of the known values, exact."""
    return sum((Decimal(str(v)) for v in values if v is not None), Decimal(0))


def backlog(facts: PackFacts) -> Part | None:
    """Issues opened and closed."""
    frame = counts.monthly_flow(facts.db, as_of=facts.last, months=facts.preset.months)
    if not (frame["opened"].any() or frame["open_at_end"].any()):
        return None
    table = facts.shown(within(frame, facts, "month"), "backlog")
    figure = issue_charts.flow(ink=facts.ink, **issue_wording.flow(frame).facts)
    return Part(
        "backlog", wording.TITLES["backlog"], (issue_wording.flow_finding(frame),),
        (("opened", facts.ink.rule), ("closed", facts.ink.bar)),
        figure.update_layout(height=210), table,
        months=months_in_a_row(table["month"], facts.last),
        headline=(numbers.number(total(table["closed"])), "issues closed"),
    )  # fmt: skip


def community(facts: PackFacts) -> Part | None:
    """Meetings in counts, this year and the one before."""
    years = [(facts.last, people.year(facts.db, as_of=facts.last))]
    before = people.year_before(facts.last)
    years.append((before, people.year(facts.db, as_of=before)))
    if not years[0][1].meetings:
        return None
    whole = [years[0], *(each for each in years[1:] if each[1].meetings and each[1].is_whole)]
    rows = [{"year": wording.year_label(end), **vars(year)} for end, year in whole]
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
        headline=(f"{good} of {len(sites)}", "documentation sites passing"),
    )  # fmt: skip
