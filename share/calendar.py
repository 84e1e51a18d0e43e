"""Days a team must not miss, as an iCalendar file: ends, days to ask by, the next search."""

import hashlib
from datetime import date, timedelta

from duckdb import DuckDBPyConnection
from icalendar import Calendar, Event

from metrics import words
from metrics.data_quality import sources
from metrics.funds import due_dates
from metrics.runway.inputs.gather import each_currency
from metrics.runway.outlook import answer

HOPED_FOR = "Hoped for"  # an award that may start is no day to keep


def calendar(db: DuckDBPyConnection) -> bytes:
    """All-day events of the Funds page, without amounts; a date that moves keeps its identity."""
    about = sources.info(db)
    made = Calendar()
    made.add("prodid", "-//Quarterdeck//calendar//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{about.project}: funds")
    days = [(d.on, d.what, d.detail) for d in due_dates.due(db) if d.word != HOPED_FOR]
    for on, what, detail in [*days, *_notices(db)]:
        event = Event()
        event.add("uid", _identity(about.project, what))
        event.add("dtstamp", about.built_at)
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
        event.add("summary", what)
        event.add("description", detail)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _notices(db: DuckDBPyConnection) -> list[tuple[date, str, str]]:
    found = [each for given in each_currency(db) for each in answer(given).extensions]
    return [
        (
            each.notice_by,
            f"Last day {each.rule.name} takes a request to extend",
            f"{words.days(((each.rule.ends_on or each.notice_by) - each.notice_by).days)} "
            f"before it ends ({each.rule.source or 'a default, check your award'})",
        )
        for each in found
        if each.rule.months
    ]


def _identity(team: str, what: str) -> str:
    name = hashlib.sha256(f"{team} {what}".encode()).hexdigest()[:24]
    return f"{name}@quarterdeck"
