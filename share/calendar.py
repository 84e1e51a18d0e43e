"""Days a team must not miss, as an iCalendar file: ends, reports, calls, the next search."""

import hashlib
from datetime import date, timedelta

from duckdb import DuckDBPyConnection
from icalendar import Alarm, Calendar, Event

from metrics.awards import register
from metrics.data_quality import sources
from metrics.data_quality.standing import standings
from metrics.funds import calls, due_dates
from metrics.runway.outlook import Outlooks, outlooks
from wording import calls as call_words
from wording import funds, numbers, runway, standing

METRIC = "runway.outlook"
Alarmed = tuple[str, date, str, str]  # identity, day, summary, description
ALARMS = {"request": 14, "notice": 14, "report": 14, "call": 30}  # days before the day itself


def calendar(db: DuckDBPyConnection, *, on: date) -> bytes:
    """All-day events, without amounts; a date that moves keeps its identity.

    on  the day of looking: a day worked out from silent bills says so
    """
    about = sources.info(db)
    made = Calendar()
    made.add("prodid", "-//Quarterdeck//calendar//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{about.project}: funds")
    known = outlooks(db)
    old = standing.not_of_today(standings(db, (METRIC,), on=on)[METRIC], on)
    # An award that may start is no day to keep.
    days = [
        (
            f"{each.kind} {each.fund_id}", each.on, funds.due_text(each),
            f"{funds.due_detail(each).rstrip('.')}. {old}" if old and each.kind == "search"
            else funds.due_detail(each),
        )
        for each in due_dates.due_dates(known)
        if each.kind != "start" and each.state not in ("not_known", "under_way")
    ]  # fmt: skip
    for name, day, what, detail in [*days, *_notices(known), *_reports(db), *_calls(db)]:
        event = Event()
        identity = hashlib.sha256(f"{about.project} {name}".encode()).hexdigest()[:24]
        event.add("uid", f"{identity}@quarterdeck")
        event.add("dtstamp", about.built_at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", what)
        event.add("description", detail)
        event.add("transp", "TRANSPARENT")
        if before := ALARMS.get(name.split()[0]):
            event.add_component(_alarm(what, before))
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _alarm(what: str, days: int) -> Alarm:
    """A reminder that a calendar shows some days before."""
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", what)
    made.add("trigger", timedelta(days=-days))
    return made


def _reports(db: DuckDBPyConnection) -> list[Alarmed]:
    """The days on which funders expect a report; who writes it stays in the register."""
    as_of = sources.info(db).as_of
    return [
        (
            f"report {each.fund_id} {each.name}", each.due_on,
            f"{each.name} of {runway.the(award.name)} is due",
            f"About {numbers.period(each.starts_on, each.ends_on)}"
            if each.starts_on and each.ends_on else "The days it is about are not known",
        )
        for award in register.awards(db)
        for each in award.reports
        if each.due_on and each.due_on >= as_of
    ]  # fmt: skip


def _calls(db: DuckDBPyConnection) -> list[Alarmed]:
    return [
        (
            f"call {each.funder} {each.name}", each.closes_on, call_words.closes(each),
            call_words.detail(each),
        )
        for each in calls.calls(db)
        if each.state != "closed"
    ]  # fmt: skip


def _notices(known: Outlooks) -> list[Alarmed]:
    return [
        (
            f"notice {each.rule.fund_id}", each.notice_by,
            f"Last day to ask for an extension of {each.rule.name}",
            f"{numbers.days(((each.rule.ends_on or each.notice_by) - each.notice_by).days)} "
            f"before it ends ({each.rule.source or runway.OWN_RULE})",
        )
        for found in known.answers
        for each in found.extensions
        if each.rule.months and each.notice_by
    ]  # fmt: skip
