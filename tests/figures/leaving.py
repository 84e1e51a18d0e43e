"""Figures of all that leaves the house: packs, agenda, digest, calendar, preview."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime

from duckdb import DuckDBPyConnection
from icalendar import Calendar

from config import House, Preset
from metrics.briefing import meeting_pairs
from metrics.briefing.money import money
from share import agenda, calendar, digest, pack
from warehouse.read import newest

from .chart import traces
from .markup import cells
from .values import Pairs, plain, records
from .words import number

WORDS = ("year", "state")  # columns of a pack's CSV that are wording
NOW = datetime(2026, 9, 17, 6, 10)


def packs(db: DuckDBPyConnection, house: House, presets: Sequence[Preset]) -> Pairs:
    """Each pack: its CSV files in full, its figures, and the cells of its page."""
    build = newest(house.data)
    for preset in presets:
        block = f"pack.{preset.name}"
        sheet = pack.compose(db, house, preset, build=build, now=NOW)
        yield f"{block}.parts", [part.key for part in sheet.parts]
        yield f"{block}.figures", [number(value) for value, _ in sheet.figures]
        for part in sheet.parts:
            if part.figure is not None:
                yield from traces(f"{block}.chart.{part.key}", part.figure.to_dict())
        made = pack.make(db, house, preset, build=build, now=NOW, old_data=True)
        yield f"{block}.files", sorted(made.files)
        for name, content in sorted(made.files.items()):
            if name.endswith(".csv"):
                rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
                kept = [place for place, column in enumerate(rows[0]) if column not in WORDS]
                for place, row in enumerate(rows):
                    yield f"{block}.{name}.{place}", [row[column] for column in kept]
        yield from cells(f"{block}.table", made.page.decode())


def writings(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Agenda by series, digest and calendar: dates, counts and identities."""
    for name in sorted(
        {pair.series for pair in meeting_pairs.pairs(db, as_of=as_of) if pair.series}
    ):
        lines = agenda.agenda(db, house, series=name, today=as_of).splitlines()
        yield (
            f"agenda.{name}.days",
            sorted({d for x in lines for d in re.findall(r"\d{4}-\d\d-\d\d", x)}),
        )
        yield f"agenda.{name}.items", sum(bool(re.match(r"[*-] ", line)) for line in lines)
        yield f"agenda.{name}.carried", sum("[ ]" in line for line in lines)
    alerts = digest.worth_sending(db, house.config.alerts, money(db), on=as_of)
    yield from records("digest.alerts", alerts, "tone page query days")
    found = digest.digest(db, house, on=as_of)
    yield "digest.is_news", found.text is not None
    yield "digest.known", len(found.state)
    events = Calendar.from_ical(calendar.calendar(db, on=as_of)).walk("VEVENT")
    yield "calendar.identities", len({str(event["uid"]) for event in events})
    days = sorted((event["dtstart"].dt, event["dtend"].dt) for event in events)
    yield "calendar.days", plain(days)
