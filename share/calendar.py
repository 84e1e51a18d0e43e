"""Days a team must not miss, as an iCalendar file: ends, days to ask by, the next search."""

import hashlib
from datetime import date, timedelta

from duckdb import DuckDBPyConnection
from icalendar import Calendar, Event

from metrics.data_quality import sources
from metrics.data_quality.standing import standings
from metrics.funds import due_dates
from metrics.runway.outlook import Outlooks, outlooks
from wording import funds, numbers, runway, standing

METRIC = "runway.outlook"


def calendar(db: DuckDBPyConnection, *, on: date) -> bytes:
    """All-day events of the Funds page, without amounts; a date that moves keeps its identity.

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
    for name, day, what, detail in [*days, *_notices(known)]:
        event = Event()
        identity = hashlib.sha256(f"{about.project} {name}".encode()).hexdigest()[:24]
        event.add("uid", f"{identity}@quarterdeck")
        event.add("dtstamp", about.built_at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", what)
        event.add("description", detail)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _notices(known: Outlooks) -> list[tuple[str, date, str, str]]:
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
