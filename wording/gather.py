"""Each page from what it asks of the metrics: the app and the site ask alike.

A page's controls are arguments here, with the choice that it opens with as their default. Nothing
is asked of a warehouse in this file: an Asker asks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol, TypeVar

import pandas as pd

from config import Config, not_now
from metrics.briefing import briefing as briefings
from metrics.briefing.briefing import Briefing
from metrics.briefing.meeting_pairs import Pair
from metrics.briefing.queue import Asked
from metrics.calendar import trailing
from metrics.data_quality import (
    arrivals,
    bill_doubts,
    rejects,
    source_rows,
    sources,
    standing,
)
from metrics.docs import builds, history
from metrics.funds import calls, derived, holdings
from metrics.issues import claims, counts, responses
from metrics.issues.scope import Scope
from metrics.launches import unit_cost, usage
from metrics.meetings import (
    actions,
    attendance,
    decisions,
    handles,
    owners,
    people,
    retention,
    withheld_names,
)
from metrics.runway import other_readings
from metrics.runway.outlook import Outlooks, outlook, outlooks
from metrics.runway.whatif import WhatIf
from metrics.spending import (
    anomalies,
    breakdown,
    burn,
    missing_days,
    net_burn,
    planned,
    team_budget,
)
from metrics.spending.cost_filter import CostFilter
from wording import actions as actions_wording
from wording import burn as burn_wording
from wording import docs_builds as docs_wording
from wording import issues as issues_wording
from wording import launches as launches_wording
from wording import ledger as ledger_wording
from wording import people as people_wording
from wording import runway_page
from wording import setup as setup_wording
from wording import sources as sources_wording
from wording import standing as standing_wording
from wording.net_burn import WINDOWS
from wording.page import Block, Page
from wording.source_rows import bills

T = TypeVar("T")


class Ask(Protocol):
    """`metric(db, **arguments)` on the build in use."""

    def __call__(self, metric: Callable[..., T], /, **arguments: Any) -> T:
        """The metric's answer."""
        ...


@dataclass(frozen=True)
class Asker:
    """Who asks: the way to the metrics, the settings, and the day of looking, `on`.

    ask_before  asks the build before this one; its answer is None where there is none
    """

    ask: Ask
    config: Config
    on: date
    ask_before: Callable[..., Any]

    @property
    def as_of(self) -> date:
        """The day of the build, in the team's time zone."""
        return self.ask(sources.info).as_of


def source_notes(asker: Asker, source: str) -> list[Block]:
    """What is wrong with a source, above the figures that rest on it."""
    units = asker.ask(sources.runs, source=source)
    if all(unit.status == "not_set_up" for unit in units):
        return [setup_wording.not_set_up(source)]
    why = [each for each in asker.ask(arrivals.causes, on=asker.on) if each.source == source]
    return [*standing_wording.notes(why)]


def named(asker: Asker) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Makes of rows those that a page inside the team shows, by `[people] names`."""
    mode = asker.config.people.names
    if mode == "full":
        return lambda frame: frame
    known = asker.ask(withheld_names.known)
    by = asker.ask(handles.handles) if mode == "handles" else None
    return lambda frame: ledger_wording.without_names(
        withheld_names.without_names(frame, known, by), by
    )


def briefing(asker: Asker, pair: Pair) -> Briefing:
    """The facts of the Briefing between two meetings, names included."""
    return asker.ask(
        briefings.briefing,
        pair=pair,
        as_of=asker.as_of,
        on=asker.on,
        answers=not_now.answers(asker.config),
    )


# ── Money ──────────────────────────────────────────────────────────────────────────────────────


def runway_facts(asker: Asker, known: Outlooks, what_if: WhatIf | None = None) -> runway_page.Facts:
    """What the Runway page shows at once, of what is known of the funds."""
    return runway_page.Facts(
        known,
        tuple(asker.ask(holdings.holdings)),
        tuple(asker.ask(other_readings.other_readings)),
        what_if,
        asker.ask(outlook, what_if=what_if) if what_if else None,
        tuple(asker.ask(calls.calls)),
    )


@dataclass(frozen=True)
class BurnChoices:
    """The controls of the Burn page; currency: empty for the team's main one."""

    basis: Literal["gross", "credits", "payable"] = "gross"
    by: str = "service"
    window: int = 3
    currency: str = ""
    cost_filter: CostFilter = field(default_factory=CostFilter)


def burn_page(asker: Asker, chosen: BurnChoices | None = None) -> Page:
    """The Burn page; it says so where no bill was read, or no line fits."""
    chosen, as_of = chosen or BurnChoices(), asker.as_of
    part = {"cost_filter": chosen.cost_filter}
    totals = asker.ask(breakdown.totals, **part)
    if asker.ask(breakdown.totals).empty:
        return burn_wording.no_bill()
    currency = chosen.currency or asker.ask(burn.main_currency)
    asked: dict[str, Any] = {"as_of": as_of, "currency": currency, **part}
    cut = {"by": chosen.by, "basis": chosen.basis}
    months = asker.ask(breakdown.monthly, **cut, **asked)
    if months.empty:
        return burn_wording.no_line(chosen.cost_filter, currency, list(totals["currency"]))
    nets = [asker.ask(net_burn.net, months=each, **asked) for each in WINDOWS]
    now = next(each.burn for each in nets if each.burn.months == chosen.window)
    before = asked | {"as_of": now.day_before(as_of)}
    return burn_wording.page(
        burn_wording.Facts(
            as_of=as_of,
            basis=chosen.basis,
            by=chosen.by,
            currency=currency,
            cost_filter=chosen.cost_filter,
            totals=totals,
            nets=nets,
            now=now,
            before=asker.ask(burn.burn, months=chosen.window, **before),
            months=months,
            change=asker.ask(breakdown.change, **cut, **asked),
            budget={} if chosen.cost_filter.chosen else _budget(asker, months),
            unusual=asker.ask(anomalies.anomalies, **asked),
            planned=_planned(asker, months, chosen, currency),
            **_around(asker, currency),
        )
    )


def _planned(
    asker: Asker, months: pd.DataFrame, chosen: BurnChoices, currency: str
) -> dict[date, Decimal]:
    """Plans are of the whole team and paid in cash: next to a part of the bills they mislead."""
    if chosen.cost_filter.chosen or chosen.basis == "credits":
        return {}
    shown = tuple(sorted(set(breakdown.newest(months)["month"])))
    return asker.ask(planned.planned, currency=currency, months=shown, as_of=asker.as_of)


def _budget(asker: Asker, months: pd.DataFrame) -> dict[date, Decimal]:
    plans = tuple((b.amount, b.starts_on, b.ends_on) for b in asker.config.budgets)
    shown = tuple(sorted(set(breakdown.newest(months)["month"])))
    return burn.budget(plans, months=shown)


def _around(asker: Asker, currency: str) -> dict[str, Any]:
    """What the Burn page says of all bills of a currency, whatever its filter."""
    as_of = asker.as_of
    gaps = asker.ask(missing_days.gaps, as_of=as_of, currency=currency)
    found = asker.ask(outlooks)
    known, given = found.own, found.inputs[0]
    latest, costs = asker.ask(unit_cost.latest), pd.DataFrame()
    if latest:
        costs = asker.ask(unit_cost.cost_in, currency=latest.cost.currency)
    return {
        "complete_to": asker.ask(burn.last_complete_day, currency=currency),
        "gaps": missing_days.recent(gaps, as_of=as_of),
        "billed_monthly": asker.ask(missing_days.billed_monthly, currency=currency),
        "invoices": asker.ask(breakdown.invoices),
        "launch_cost": latest,
        "launch_costs": costs,
        "rows": bills(asker.ask(source_rows.bills, as_of=as_of)),
        "questions": asker.ask(bill_doubts.questions),
        "refused": asker.ask(bill_doubts.refused),
        "standing": asker.ask(standing.standing, metric="spending.burn", on=asker.on),
        "cash": known.cash_bills,
        "team": known if known.costs.planned and known.currency == currency else None,
        "team_basis": given.basis,
        "team_budget": asker.ask(team_budget.team_budget, currency=currency),
    }


def launches_page(asker: Asker, named: str = "", per: str = "month") -> Page:
    """The Launches page of a count, empty for the first one, by `per` of wording.launches."""
    units = {each.usage: each.unit for each in asker.ask(usage.counts)}
    if not units:
        return launches_wording.no_count()
    named = named or next(iter(units))
    is_launches = named == unit_cost.LAUNCHES
    latest = asker.ask(unit_cost.latest, usage=named)
    costs = pd.DataFrame()
    if latest:
        code = latest.cost.currency
        costs = asker.ask(unit_cost.cost_in, usage=named, per=per, currency=code)
    most = asker.ask(usage.top_repositories, as_of=asker.as_of) if is_launches else None
    return launches_wording.page(
        launches_wording.Facts(
            usage=named,
            unit=units[named],
            per=per,
            latest=latest,
            costs=costs,
            amounts=asker.ask(usage.amounts, usage=named, per=per),
            a_day=asker.ask(usage.a_day, usage=named),
            gaps=asker.ask(usage.gaps, usage=named),
            members=asker.ask(usage.by_member) if is_launches else None,
            repositories=most,
        )
    )


# ── Work ───────────────────────────────────────────────────────────────────────────────────────


def people_page(asker: Asker, *, months: int = 24, series: tuple[str, ...] = ()) -> Page:
    """The People page; who came is in it unless `[people] names` hides it."""
    as_of, is_hidden = asker.as_of, asker.config.people.names == "hidden"
    if not asker.ask(attendance.series_names):
        return people_wording.nothing_read()
    span: dict[str, Any] = {"as_of": as_of, "months": months, "series": series}
    of: dict[str, Any] = {"as_of": as_of, "series": series}
    held = asker.ask(attendance.attendance, **span)
    before = of | {"as_of": people.year_before(as_of)}
    return people_wording.page(
        people_wording.Facts(
            year=asker.ask(people.year, **of),
            before=asker.ask(people.year, **before),
            attendance=held,
            by_month=attendance.by_month(held),
            cadence=asker.ask(attendance.cadence, **span),
            flow=asker.ask(retention.people_flow, **span),
            first_timers=asker.ask(retention.first_timers, **of),
            organisations=asker.ask(people.organisations, **of),
            roll_calls=asker.ask(source_rows.roll_calls, **of),
            signatures=None if is_hidden else named(asker)(asker.ask(people.signatures, **of)),
            series=series,
            months=months,
        )
    )


def actions_page(
    asker: Asker,
    *,
    months: int = 6,
    series: tuple[str, ...] = (),
    find: str = "",
) -> Page:
    """The Actions page, owners by `[people] names`. find  part of a decision"""
    if not asker.ask(attendance.series_names):
        return actions_wording.nothing_read()
    asked: dict[str, Any] = {"as_of": asker.as_of, "months": months, "series": series}
    found, shown = asker.ask(actions.actions, **asked), named(asker)
    waiting = actions.waiting(found)
    return actions_wording.page(
        actions_wording.Facts(
            as_of=asker.as_of,
            summary=actions.summary(found),
            waiting=shown(waiting.head(actions_wording.LONGEST)),
            oldest=shown(actions.oldest(found)),
            all_waiting=len(waiting),
            decided=asker.ask(decisions.decision_count, **asked),
            find=find,
            found=asker.ask(decisions.decision_count, **asked, find=find),
            decisions=shown(asker.ask(decisions.decisions, **asked, find=find)),
            months=months,
            series=series,
        )
    )


def issues_page(asker: Asker, *, months: int = 12, scope: Scope | None = None) -> Page:
    """The Issues page."""
    as_of, scope = asker.as_of, scope or Scope()
    repositories = asker.ask(responses.repositories, as_of=as_of)
    checked = asker.ask(claims.claims, as_of=as_of)
    claimed = asker.ask(claims.claim_count, as_of=as_of)
    if not repositories:
        return issues_wording.nothing_read(checked, claimed)
    first = trailing(as_of, months=months)
    span: dict[str, Any] = {"first": first, "as_of": as_of}
    of: dict[str, Any] = {"as_of": as_of, "scope": scope}
    return issues_wording.page(
        issues_wording.Facts(
            scope=scope,
            repositories=repositories,
            pulse=asker.ask(counts.pulse, **of),
            flow=asker.ask(counts.monthly_flow, **of, months=months),
            responses=asker.ask(responses.response_times, **span, scope=scope),
            checked=checked,
            claimed=claimed,
            trackers=asker.ask(source_rows.trackers, repos=scope.repos),
            by_repository=asker.ask(counts.by_repository, **of),
        )
    )


def docs_page(
    asker: Asker, *, failing_only: bool = False, active_only: bool = True, on_a_call: bool = False
) -> Page:
    """The Docs builds page down to its weeks; on a call with handles at most."""
    every = asker.ask(builds.versions, as_of=asker.as_of)
    if not every:
        return docs_wording.no_site()
    return docs_wording.page(
        docs_wording.Facts(
            versions=every,
            shown=builds.chosen(every, failing_only=failing_only, active_only=active_only),
            strips=asker.ask(history.strips, as_of=asker.as_of),
            weeks=asker.ask(history.failing_by_week, as_of=asker.as_of),
            owners=_repairing(asker, on_a_call=on_a_call),
        )
    )


def _repairing(asker: Asker, *, on_a_call: bool) -> dict[str, tuple[str, ...]] | None:
    """Who promised to repair which site, as pages may name them."""
    mode = asker.config.people.names
    found = asker.ask(owners.of_failing_sites, as_of=asker.as_of)
    if found is None or (mode == "full" and not on_a_call):
        return found
    if mode == "hidden":
        return None
    by = asker.ask(handles.handles)
    return {site: handles.by_handle(own, by) for site, own in found.items()}


def docs_site(asker: Asker, project: str, name: str) -> tuple[Block, ...]:
    """The blocks of one site, below the Docs builds page."""
    times = asker.ask(history.durations, project=project, as_of=asker.as_of)
    badges = asker.ask(history.badges)
    return docs_wording.site_blocks(name, times, badges, project=project)


# ── Data ───────────────────────────────────────────────────────────────────────────────────────


def sources_page(asker: Asker, *, queue: Sequence[Asked] = (), can_answer: bool = False) -> Page:
    """The Sources page. queue  the open questions     can_answer  whether who looks may write"""
    ask, on = asker.ask, asker.on
    return sources_wording.page(
        sources_wording.Facts(
            info=ask(sources.info),
            summary=ask(sources.summary, on=on),
            runs=tuple(ask(sources.runs)),
            reasons=ask(rejects.reasons),
            rejects=ask(rejects.rejects),
            replaced=tuple(ask(bill_doubts.replaced)),
            questions=tuple(ask(bill_doubts.questions)),
            refused=tuple(ask(bill_doubts.refused)),
            derived=tuple(ask(derived.derived, as_of=asker.as_of)),
            causes=tuple(ask(arrivals.causes, on=on)),
            queue=tuple(queue),
            can_answer=can_answer,
        )
    )
