"""What is behind "More" on a page, asked of the metrics once somebody opens it."""

from typing import Any

from metrics.calendar import trailing
from metrics.data_quality import coverage, rejects
from metrics.data_quality import sources as build
from metrics.funds import calls, due_dates, left, register
from metrics.issues import citations, counts, responses
from metrics.issues.scope import Scope
from metrics.meetings import actions as promises
from metrics.runway.comparison import comparison
from wording import actions as actions_wording
from wording import issues as issues_wording
from wording import runway_page
from wording import sources as sources_wording
from wording.gather import Asker, named
from wording.page import Block


def runway(asker: Asker) -> tuple[Block, ...]:
    """What stands behind More on the Runway page."""
    compared = asker.ask(comparison)
    facts = runway_page.MoreFacts(
        compared,
        tuple(left.left_of(compared.outlooks)),
        tuple(due_dates.due_dates(compared.outlooks)),
        tuple(register.positions(compared.outlooks.inputs)),
        tuple(asker.ask(calls.calls)),
        asker.ask(register.movements),
    )
    return runway_page.more(facts)


def actions(asker: Asker, *, months: int = 6, series: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """What is behind More on the Actions page, owners by `[people] names`."""
    asked: dict[str, Any] = {"as_of": asker.as_of, "months": months, "series": series}
    shown = named(asker)
    found, put_off = (
        shown(asker.ask(each, **asked)) for each in (promises.actions, promises.put_off)
    )
    return actions_wording.more(
        actions_wording.MoreFacts(
            actions=found,
            summary=promises.summary(found),
            ages=promises.ages(found),
            by_record=promises.done_by_record(found),
            dropped=promises.dropped(found),
            put_off=put_off,
            months=months,
            series=series,
        )
    )


def issues(asker: Asker, *, months: int = 12, scope: Scope | None = None) -> tuple[Block, ...]:
    """What is behind More on the Issues page."""
    as_of, scope = asker.as_of, scope or Scope()
    first = trailing(as_of, months=months)
    span: dict[str, Any] = {"first": first, "as_of": as_of}
    of: dict[str, Any] = {"as_of": as_of, "scope": scope}
    return issues_wording.more(
        issues_wording.MoreFacts(
            scope=scope,
            repositories=asker.ask(responses.repositories, as_of=as_of),
            months=months,
            backlog=asker.ask(counts.backlog, **of, days=(as_of - first).days + 1),
            ages=asker.ask(counts.ages, **of),
            responses=asker.ask(responses.response_times, **span, scope=scope),
            contributors=asker.ask(responses.contributors, **span, repos=scope.repos),
            cited=asker.ask(citations.cited, as_of=as_of),
            citations=asker.ask(citations.citations, as_of=as_of),
        )
    )


def sources(asker: Asker) -> tuple[Block, ...]:
    """What is behind More on the Sources page, with the differences from the build before."""
    ask = asker.ask
    counted, before = ask(coverage.counts), asker.ask_before(coverage.counts)
    return sources_wording.more(
        sources_wording.MoreFacts(
            info=ask(build.info),
            summary=ask(build.summary, on=asker.on),
            coverage=ask(coverage.coverage),
            accounts=tuple(ask(rejects.accounts)),
            bills=tuple(ask(rejects.billing_files)),
            differences=(None if before is None else tuple(coverage.differences(counted, before))),
        )
    )
