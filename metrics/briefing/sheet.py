"""The sheet of one meeting: who pays until when, what to decide, what was promised, what is due."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.awards.disagreement import Disagreement
from metrics.awards.register import awards
from metrics.briefing.alerts import (
    Alert,
    ExtensionDue,
    FundEnd,
    FundLapse,
    LowRunway,
    OldBalance,
    of_actions,
    of_burn,
    of_docs,
)
from metrics.briefing.meeting_pairs import Pair
from metrics.briefing.money import Money
from metrics.data_quality.arrivals import Cause
from metrics.docs.builds import Version
from metrics.funds.due_dates import Due, due_dates
from metrics.issues import claims
from metrics.issues.claim import IssueCount
from metrics.issues.claims import Checked
from metrics.meetings import actions, decisions
from metrics.meetings import owners as owners_of
from metrics.runway.outlook import Outlook, outlooks
from metrics.runway.who_pays import WhoPays, who_pays
from metrics.spending.missing_days import Gap

DEADLINES = 2
UNCERTAIN_STATES = ("buys_nothing", "hoped_for", "not_known", "under_way", "overdue")
APART, SHARE = 3, 0.1  # a claim that differs by less is no meeting's business
# A claim that names its own days is not about the days since the last meeting.
OWN_DAYS = re.compile(
    r"\b(?:days?|weeks?|months?|quarter|year|today|yesterday|so far|ever)\b", re.I
)
# Of an action that is about an extension of a fund.
EXTENDING = re.compile(r"\b(?:extend|extension|no-cost|nce|unused|unspent|lapse|expire)", re.I)


@dataclass(frozen=True)
class Decision:
    """Something to decide: who has it, and its day.

    owners    of an open action that names it; empty: nobody
    relation  by | since: how the day relates to it; "": it has none
    action    the words of that action
    """

    alert: Alert
    owners: tuple[str, ...] = ()
    day: date | None = None
    relation: Literal["by", "since", ""] = ""
    action: str = ""


@dataclass(frozen=True)
class Promise:
    """An action of the last meeting or before: done with its evidence, or open.

    evidence   owner/name#number of what was closed; "": a person or a later note says that it is
    times      meetings that raised it
    """

    text: str
    owners: tuple[str, ...]
    raised_on: date
    times: int
    is_done: bool
    evidence: str = ""
    done_on: date | None = None


@dataclass(frozen=True)
class Deadline:
    """A day to come by which a person must see to something; `report` is the name of one."""

    due: Due
    owners: tuple[str, ...] = ()
    report: str = ""


@dataclass(frozen=True)
class Sheet:
    """What one meeting needs; of a past meeting only what is known of its day.

    who_pays   null: the runway is not known, or the meeting is past
    decided    of a past meeting, in the notes' own words
    claims     counts of the notes that are certain to differ from GitHub's
    notes      the day of the newest notes of the series
    """

    who_pays: WhoPays | None = None
    silent: Cause | None = None
    decide: tuple[Decision, ...] = ()
    decided: tuple[str, ...] = ()
    promised: tuple[Promise, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    claims: tuple[Checked, ...] = ()
    notes: date | None = None


def sheet(db: DuckDBPyConnection, *, pair: Pair, money: Money, shown: Sequence[Alert]) -> Sheet:
    """The sheet of a pair of meetings; `shown` are the alerts of the day of the build.

    Source: the metrics of each part.
    """
    waiting = owners_of.waiting(db, as_of=pair.until)
    series = (pair.series,) if pair.series else ()
    found = Sheet(
        promised=_promised(db, pair, series),
        claims=_certain(db, pair),
        notes=rows.value(
            db, "select max(held_on) from meeting where series = ? and held_on <= ?",
            [pair.series, pair.until],
        ),
    )  # fmt: skip
    if not pair.is_open:
        past = [*of_docs(db, pair.until), *of_actions(db, pair.until), *of_burn(db, pair.until)]
        made = decisions.decisions(db, as_of=pair.until, months=1, series=series)
        on_day = made[pd.to_datetime(made["held_on"]).dt.date == pair.until]
        return replace(found, decide=_decide(past, waiting, ()), decided=tuple(on_day["text"]))
    deadlines: tuple[Deadline, ...] = ()
    if money.outlooks:
        coming = [each for each in due_dates(outlooks(db)) if _is_deadline(each, pair.until)]
        funds = _names(db)
        every = [
            *_reports(db, pair.until),
            *(Deadline(each, _extends(waiting, funds.get(each.fund_id, ()))[0]) for each in coming),
        ]
        deadlines = tuple(sorted(every, key=lambda each: each.due.on)[:DEADLINES])
    silent = next((each.fact for each in shown if each.is_leading), None)
    return replace(
        found,
        who_pays=who_pays(money.team) if money.team and money.team.plan.payments else None,
        silent=silent if isinstance(silent, Cause) else None,
        decide=_decide(shown, waiting, deadlines, _names(db)),
        deadlines=deadlines,
    )


def _reports(db: DuckDBPyConnection, as_of: date) -> list[Deadline]:
    """The reports that funders expect from a day on, each with who writes it."""
    return [
        Deadline(
            Due(each.due_on, "report", "soon", award.fund_id, award.name, award.kind),
            (each.who,) if each.who else (),
            each.name,
        )
        for award in awards(db)
        for each in award.reports
        if each.due_on and each.due_on > as_of
    ]


def _is_deadline(due: Due, as_of: date) -> bool:
    """Whether it is to come and somebody must see to it; a search is a matter to decide."""
    return due.on > as_of and due.kind != "search" and due.state not in UNCERTAIN_STATES


def _decide(
    found: Iterable[Alert],
    waiting: pd.DataFrame,
    deadlines: Sequence[Deadline],
    funds: dict[str, tuple[str, ...]] | None = None,
) -> tuple[Decision, ...]:
    """What needs a person and has no row of its own, in the order of the alerts."""
    due = {each.due.fund_id for each in deadlines if each.due.kind != "report"}
    chosen = []
    for alert in found:
        of_fund = isinstance(alert.fact, ExtensionDue | FundLapse | FundEnd)
        if alert.tone not in ("act", "watch") or alert.kind == "carried_actions":
            continue
        if alert.is_leading or (of_fund and alert.unit in due and alert.days >= 0):
            continue
        owners: tuple[str, ...] = ()
        action = ""
        if of_fund:
            owners, action = _extends(waiting, (funds or {}).get(alert.unit, ()))
        elif isinstance(alert.fact, Version):
            owners, action = owners_of.of_site(waiting, alert.fact)
        day, relation = _day(alert.fact)
        chosen.append(Decision(alert, owners, day, relation, action))
    return tuple(chosen)


def _day(  # noqa: PLR0911 - one return per kind of matter
    fact: Any,
) -> tuple[date | None, Literal["by", "since", ""]]:
    """The day of a matter, and whether it is to come."""
    match fact:
        case ExtensionDue():
            return fact.extension.ask_by or fact.ends_on, "by"
        case FundLapse():
            return fact.fund.ends_on, "by" if fact.days_left >= 0 else "since"
        case FundEnd():
            return fact.ends_on, "by"
        case Outlook():
            day = fact.search_by
            return day, "since" if day and day <= fact.as_of else "by"
        case Version():
            return fact.since.date() if fact.since else None, "since"
        case Cause():
            return fact.since, "since"
        case Gap():
            return fact.first_on, "since"
        case OldBalance():
            return fact.on_day, "since"
        case Disagreement():
            return fact.sent_on, "since"
        case LowRunway():
            return fact.low, "by"
        case _:
            return None, ""


def _extends(waiting: pd.DataFrame, names: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Who promised to see to the extension of a fund of these names, and in which words."""
    return owners_of.promised(waiting, names, EXTENDING)


@dataclass(frozen=True)
class _Fund:
    fund_id: str
    name: str
    funder: str | None


def _names(db: DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """By fund, the words that mean it and no other fund."""
    funds = rows.rows(db, _Fund, "select fund_id, name, funder from fund order by fund_id")
    own = {f.fund_id: set(owners_of.distinctive([f.name, f.funder or ""])) for f in funds}
    return {
        fund: tuple(sorted(own[fund].difference(*(own[other] for other in own if other != fund))))
        for fund in own
    }


def _promised(db: DuckDBPyConnection, pair: Pair, series: tuple[str, ...]) -> tuple[Promise, ...]:
    """What was promised up to the last meeting: done since, then open by age."""
    frame = actions.actions(db, as_of=pair.until, months=owners_of.RAISED_WITHIN, series=series)
    found = []
    for _, row in frame.iterrows():
        is_done = bool(row["done"])
        closed = row["closed_on"].date() if is_done and not pd.isna(row["closed_on"]) else None
        last_on, first_on = row["last_on"].date(), row["first_on"].date()
        is_fresh = (closed or last_on) >= pair.since
        if first_on > pair.since or row["dropped"] or (is_done and not is_fresh):
            continue
        evidence = row["by"] if is_done and isinstance(row["by"], str) else ""
        found.append(
            Promise(
                row["text"], tuple(row["owners"]), first_on, int(row["times"]), is_done, evidence,
                closed,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (not each.is_done, each.raised_on)))


def _certain(db: DuckDBPyConnection, pair: Pair) -> tuple[Checked, ...]:
    """Claims of the newest meeting whose repository, days and count leave no doubt, and differ."""
    if pair.series is None:
        return ()
    found = claims.claims(db, as_of=pair.until, series=pair.series)
    return tuple(each for each in found if is_certain(each) and _is_of(each, pair))


def _is_of(each: Checked, pair: Pair) -> bool:
    held = each.claim.held_on
    return held is not None and pair.since < held <= pair.until


def is_certain(each: Checked) -> bool:
    """Whether a claim differs for certain, by a tenth and by three at least."""
    answer, claimed = each.finding.answer, each.claim.value
    if each.finding.verdict != "differs" or not isinstance(answer, IssueCount) or claimed is None:
        return False
    is_clear = bool(answer.repo) and not OWN_DAYS.search(each.claim.quote)
    apart = abs(claimed - answer.count)
    return is_clear and apart >= max(APART, SHARE * max(claimed, answer.count))
