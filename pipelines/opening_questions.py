"""Which questions the first view of each page asks: the one place that says so.

A page as it opens, with no filter chosen, on the day of the build. A question that a page asks and
that is missing here costs its first visitor time and nothing else: a test draws every page and
names it (tests/views/test_opening_questions.py).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from config import Config, ConfigError, not_now
from metrics.briefing import briefing as briefings
from metrics.briefing import meeting_pairs
from metrics.calendar import trailing
from metrics.data_quality import arrivals, bill_doubts, coverage, rejects, source_rows, standing
from metrics.data_quality import sources as every_source
from metrics.docs import builds, history
from metrics.funds import register
from metrics.issues import citations, claims, counts, responses
from metrics.issues.scope import Scope
from metrics.launches import unit_cost, usage
from metrics.meetings import actions as notes
from metrics.meetings import attendance, decisions, retention, withheld_names
from metrics.meetings import people as signed
from metrics.runway import comparison, other_readings, outlook
from metrics.spending import anomalies, breakdown, cost_filter, missing_days, net_burn, team_budget
from metrics.spending import burn as burns

Ask = Callable[..., Any]  # (metric, **arguments) → its answer


def every_page(ask: Ask, _config: Config) -> None:
    """The strip, and the notes on the sources."""
    day = _day(ask)
    ask(every_source.summary, on=day)
    ask(every_source.freshness, on=day)
    ask(standing.reach, on=day)
    ask(arrivals.causes, on=day)
    for source in every_source.SOURCES:
        ask(every_source.runs, source=source)


def runway(ask: Ask, _config: Config) -> None:
    """Runway and Funds."""
    known = ask(outlook.outlooks)
    ask(register.movements)
    if known.inputs[0].case.funds or known.inputs[0].without_rate:
        ask(comparison.comparison)
        ask(other_readings.other_readings)


def briefing(ask: Ask, config: Config) -> None:
    """The Briefing of the pair of meetings to begin with."""
    day = _day(ask)
    pair = ask(meeting_pairs.pairs, as_of=day)[0]
    try:
        put_off = not_now.answers(config)
    except ConfigError:  # the page says which line is wrong
        return
    ask(briefings.briefing, pair=pair, as_of=day, on=day, answers=put_off)


def burn(ask: Ask, _config: Config) -> None:
    """Spending: gross, by service, the last three months, in the currency of most bills."""
    day = _day(ask)
    if ask(breakdown.totals).empty:
        return
    currency = ask(burns.main_currency)
    asked = {"as_of": day, "currency": currency}
    ask(cost_filter.choices)
    for shown in (breakdown.monthly, breakdown.change):
        ask(shown, by="service", basis="gross", **asked)
    nets = {months: ask(net_burn.net, months=months, **asked) for months in (1, 3, 6, 12)}
    before = nets[3].burn.day_before(day)
    ask(burns.burn, months=3, as_of=before, currency=currency)
    for metric in (missing_days.gaps, anomalies.anomalies):
        ask(metric, **asked)
    for metric in (burns.last_complete_day, missing_days.billed_monthly, team_budget.team_budget):
        ask(metric, currency=currency)
    for metric in (breakdown.invoices, bill_doubts.questions, bill_doubts.refused):
        ask(metric)
    ask(source_rows.bills, as_of=day)
    ask(standing.standing, metric="spending.burn", on=day)
    if latest := ask(unit_cost.latest):
        ask(unit_cost.cost_in, currency=latest.cost.currency)


def people(ask: Ask, _config: Config) -> None:
    """People: the last 24 months of every series."""
    day = _day(ask)
    if not ask(attendance.series_names):
        return
    for metric in (attendance.attendance, attendance.cadence, retention.people_flow):
        ask(metric, as_of=day, months=24, series=())
    for metric in (signed.year, retention.first_timers, signed.organisations):
        ask(metric, as_of=day, series=())
    ask(signed.year, as_of=signed.year_before(day), series=())
    ask(source_rows.roll_calls, as_of=day, series=())


def actions(ask: Ask, _config: Config) -> None:
    """Actions: the last six months of every series."""
    day = _day(ask)
    if not ask(attendance.series_names):
        return
    ask(withheld_names.known)
    for metric in (notes.actions, notes.put_off, decisions.decision_count, decisions.decisions):
        ask(metric, as_of=day, months=6, series=())


def issues(ask: Ask, _config: Config) -> None:
    """Issues of every repository, twelve months, without those that bots opened."""
    day = _day(ask)
    known = ask(responses.repositories, as_of=day)
    for metric in (claims.claims, claims.claim_count):
        ask(metric, as_of=day)
    if not known:
        return
    every, first = Scope(), trailing(day, months=12)
    ask(counts.labels)
    for metric in (counts.pulse, counts.ages):
        ask(metric, as_of=day, scope=every)
    ask(counts.monthly_flow, as_of=day, months=12, scope=every)
    ask(counts.backlog, as_of=day, days=(day - first).days + 1, scope=every)
    ask(responses.response_times, first=first, as_of=day, scope=every)
    ask(responses.contributors, first=first, as_of=day, repos=())
    for metric in (citations.cited, citations.citations):
        ask(metric, as_of=day)
    ask(source_rows.trackers, repos=())


def docs(ask: Ask, _config: Config) -> None:
    """Docs builds: every site, and the times of the first one."""
    day = _day(ask)
    versions = ask(builds.versions, as_of=day)
    if not versions:
        return
    for metric in (history.strips, history.failing_by_week):
        ask(metric, as_of=day)
    ask(history.badges)
    if first := next((each.project for each in versions if each.is_default), None):
        ask(history.durations, project=first, as_of=day)


def launches(ask: Ask, _config: Config) -> None:
    """Launches, or the first thing that is counted, by month."""
    day = _day(ask)
    counted = ask(usage.counts)
    if not counted:
        return
    named = counted[0].usage
    if latest := ask(unit_cost.latest, usage=named):
        code = latest.cost.currency
        ask(unit_cost.cost_in, usage=named, per="month", currency=code)
        ask(unit_cost.whole_months, usage=named, currency=code)
    ask(usage.amounts, usage=named, per="month")
    ask(usage.gaps, usage=named)
    if named == unit_cost.LAUNCHES:
        ask(usage.by_member)
        ask(usage.top_repositories, as_of=day)


def sources(ask: Ask, _config: Config) -> None:
    """Sources; the one thing that it asks of the build before is computed."""
    ask(every_source.runs)
    for metric in (
        coverage.counts, coverage.coverage, rejects.reasons, rejects.rejects, rejects.accounts,
        rejects.billing_files, bill_doubts.replaced, bill_doubts.questions, bill_doubts.refused,
    ):  # fmt: skip
        ask(metric)


PAGES: tuple[Callable[[Ask, Config], None], ...] = (
    every_page, briefing, runway, burn, people, actions, issues, docs, launches, sources,
)  # fmt: skip


def _day(ask: Ask) -> date:
    """The day of the build: the pages look back from it, and at it on that day."""
    day: date = ask(every_source.info).as_of
    return day
