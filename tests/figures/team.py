"""Figures of People, Actions, Issues, Docs builds, Sources and Setup."""

from datetime import date

from duckdb import DuckDBPyConnection

from config import House
from metrics.calendar import trailing
from metrics.data_quality import coverage, setup, source_rows, sources
from metrics.data_quality import rejects as left_out
from metrics.docs import builds, history
from metrics.issues import citations, claims, responses
from metrics.issues import counts as issues
from metrics.issues.scope import Scope
from metrics.meetings import actions, attendance, decisions, next_meeting, people, retention
from metrics.spending import missing_days
from wording import docs_builds as docs_wording
from wording import source_rows as rows_wording

from .values import Pairs, facts, frame, plain, records


def people_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """All series together and each by itself; every number of months of the page."""
    names = attendance.series_names(db)
    yield "people.series", plain(names)
    for series in [(), *((name,) for name in names)] if len(names) > 1 else [()]:
        block = ".".join(("people", *(series or ("all",))))
        asked = {"as_of": as_of, "series": series}
        year = "meetings unknown people newcomers median absence_factor organisations"
        yield from facts(f"{block}.year", people.year(db, **asked), year)
        before = people.year(db, as_of=people.year_before(as_of), series=series)
        yield from facts(f"{block}.year_before", before, year)
        for months in (12, 24, 36, 60):
            held = attendance.attendance(db, months=months, **asked)
            yield from frame(
                f"{block}.meetings.{months}", held, "held_on series came newcomers state median"
            )
            monthly = attendance.by_month(held)
            yield from frame(f"{block}.by_month.{months}", monthly, "month came meetings")
            strip = attendance.cadence(db, months=months, **asked)
            yield from frame(
                f"{block}.cadence.{months}", strip, "series month held cancelled state"
            )
            flow = retention.people_flow(db, months=months, **asked)
            yield from frame(f"{block}.flow.{months}", flow, "month new returning lapsed came")
        timers = retention.first_timers(db, **asked)
        yield from facts(f"{block}.first_timers", timers, "first last people back")
        homes = people.organisations(db, **asked)
        yield from frame(f"{block}.organisations", homes, "~organisation people meetings")
        signed = people.signatures(db, **asked)
        yield from frame(
            f"{block}.signatures", signed,
            "~name meetings first_on last_on is_newcomer ~person_id",
        )  # fmt: skip
        yield f"{block}.evidence", len(source_rows.roll_calls(db, **asked))
    for name in names:
        found = next_meeting.following(db, series=name, as_of=as_of)
        yield from facts(f"people.next.{name}", found, "on")


def actions_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Actions, their ages, decisions and what was put off, by every number of months."""
    for months in (3, 6, 12, 24, 120):
        asked = {"as_of": as_of, "months": months}
        found = actions.actions(db, **asked)
        block = f"actions.{months}"
        yield from facts(
            f"{block}.summary", actions.summary(found), "open_now nobody carried done oldest_on"
        )
        yield from frame(f"{block}.ages", actions.ages(found), "actions nobody")
        rows = found.assign(named=[len(owners) for owners in found["owners"]])
        yield from frame(
            f"{block}.list", rows,
            "~text ~owners named done age_days first_on last_on times series file=source_file "
            "line=source_line",
        )  # fmt: skip
        yield f"{block}.decisions", decisions.decision_count(db, **asked)
        yield from frame(
            f"{block}.decisions.list", decisions.decisions(db, **asked),
            "held_on series ~text ~title file=source_file line=source_line",
        )  # fmt: skip
        yield from frame(
            f"{block}.put_off", actions.put_off(db, **asked),
            "held_on series ~title ~owners outcome file=source_file line=source_line",
        )  # fmt: skip
    for name in attendance.series_names(db):
        found = actions.actions(db, as_of=as_of, months=6, series=(name,))
        yield from facts(
            f"actions.series.{name}", actions.summary(found),
            "open_now nobody carried done oldest_on",
        )  # fmt: skip


def issues_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Issues and pull requests by every number of months; claims and citations."""
    repos = responses.repositories(db, as_of=as_of)
    yield from records(
        "issues.repositories", repos,
        "full_name open_issues open_pulls opened closed merged last_change archived complete "
        "unreachable_since",
    )  # fmt: skip
    labels = issues.labels(db)
    yield "issues.labels", plain(labels)
    scopes = {"issues": Scope(), "pulls": Scope(pulls=True), "with_bots": Scope(bots=True)}
    scopes |= {f"label.{label}": Scope(label=label) for label in labels[:2]}
    scopes |= {f"repo.{repo.full_name}": Scope((repo.full_name,)) for repo in repos[:2]}
    for name, scope in scopes.items():
        yield from _scope(db, f"issues.{name}", scope, as_of)
    checked = [vars(each.claim) | vars(each.finding) for each in claims.claims(db, as_of=as_of)]
    yield from records(
        "issues.claims", checked,
        "held_on series previous_on kind value low high unit ~subject ~quote file=source_file "
        "line=source_line verdict counted query",
    )  # fmt: skip
    yield "issues.claims.count", claims.claim_count(db, as_of=as_of)
    yield from records(
        "issues.cited", citations.cited(db, as_of=as_of),
        "repo number is_pull first_on last_on meetings state_then state_now updated_on "
        "is_carried_over quiet_days standing=follow_up is_stale",
    )  # fmt: skip
    yield from facts(
        "issues.citations", citations.citations(db, as_of=as_of),
        "cited carried_over stale without_repo",
    )  # fmt: skip


def _scope(db: DuckDBPyConnection, block: str, scope: Scope, as_of: date) -> Pairs:
    pulse = issues.pulse(db, as_of=as_of, scope=scope)
    yield from facts(
        f"{block}.pulse", pulse,
        "open_now open_before quarter.first quarter.last quarter.opened quarter.closed "
        "quarter.still_closed quarter.merged quarter.reopened",
    )  # fmt: skip
    ages = issues.ages(db, as_of=as_of, scope=scope)
    yield from frame(f"{block}.ages", ages, "open_count")
    for months in (6, 12, 24):
        first = trailing(as_of, months=months)
        yield from frame(
            f"{block}.flow.{months}",
            issues.monthly_flow(db, as_of=as_of, months=months, scope=scope),
            "month opened closed merged reopened net open_at_end is_partial",
        )
        days = (as_of - first).days + 1
        line = issues.backlog(db, as_of=as_of, days=days, scope=scope)
        yield from frame(f"{block}.backlog.{months}", line, "day open_count")
        yield from frame(
            f"{block}.response.{months}",
            responses.response_times(db, first=first, as_of=as_of, scope=scope),
            "quarter opened asked answered response_median response_p90 closed close_median "
            "close_p90",
        )
        newcomers = responses.contributors(db, first=first, as_of=as_of, repos=scope.repos)
        yield from frame(f"{block}.contributors.{months}", newcomers, " ".join(newcomers.columns))
    yield f"{block}.evidence", len(source_rows.trackers(db, repos=scope.repos))


def docs_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Versions, strips, weeks and durations of every site."""
    every = builds.versions(db, as_of=as_of)
    yield from records(
        "docs.versions", every,
        "project version host is_default active state since days last_good_at age ~reason "
        "reason_class behind ~log_url ~docs_url at_least",
    )  # fmt: skip
    for failing in (True, False):
        for active in (True, False):
            chosen = builds.chosen(every, failing_only=failing, active_only=active)
            yield f"docs.chosen.failing_{failing}.active_{active}", len(chosen)
    yield from records("docs.strips", history.strips(db, as_of=as_of), "project states")
    weeks = history.failing_by_week(db, as_of=as_of)
    yield from frame("docs.weeks", weeks, "week_ends failing built")
    for site in every:
        if site.is_default:
            times = history.durations(db, project=site.project, as_of=as_of)
            yield from frame(f"docs.durations.{site.project}", times, "built_at minutes median")
    yield "docs.badges", len(docs_wording.badges_table(history.badges(db)).splitlines())
    yield "docs.evidence", len(rows_wording.failing(builds.versions(db, as_of=as_of)))


def sources_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """How each source was read, how far it reaches, what was left out."""
    about = sources.info(db)
    yield from facts("sources.info", about, "as_of project currency timezone is_sample")
    run = "source unit status as_of rows rejected"
    yield from records("sources.runs", sources.runs(db), run)
    yield from records(
        "sources.shown", sources.grouped(sources.runs(db)), "source status as_of rows rejected"
    )
    yield from records("sources.freshness", sources.freshness(db, on=as_of), "source status whole")
    found = sources.summary(db, on=as_of)
    yield from facts("sources.trust", found, "sources rows left_out")
    yield "sources.trust.broken", len(found.broken)
    yield "sources.oldest", plain(found.oldest[1]) if found.oldest else None
    yield from frame("sources.coverage", coverage.coverage(db), "first_on last_on days")
    counts = coverage.counts(db)
    yield from records("sources.counts", counts, "source unit rows rejected")
    yield from frame("sources.reasons", left_out.reasons(db), "source lines")
    rejects = left_out.rejects(db)
    yield from frame("sources.rejects", rejects, "source file=place ~text")
    bill = "file account format first_day last_day read kept left_out totals closed"
    yield from records("sources.bills", left_out.billing_files(db), bill)
    accounts = [
        {**vars(each), "formats": ", ".join(map(str, each.formats))}
        for each in left_out.accounts(db)
    ]
    line = "account files formats first_day last_day read kept left_out"
    yield from records("sources.accounts", accounts, line)
    missing = missing_days.gaps(db, as_of=as_of)
    yield from records("sources.gaps", missing, "account first_on last_on days")
    yield "sources.recent_gaps", len(missing_days.recent(missing, as_of=as_of))


def setup_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Which pieces are set up."""
    yield from records("setup.pieces", setup.pieces(house.config, {}), "key is_set")
    yield "setup.lost_files", len(setup.lost_files(house.config))
