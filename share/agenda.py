"""The next meeting's notes, in the team's own form, filled with what there is to talk about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from config import ConfigError, House, not_now, people, traces
from metrics.briefing import meeting_pairs
from metrics.briefing.alerts import Alert, alerts, parted
from metrics.briefing.changes import changes
from metrics.briefing.money import money
from metrics.data_quality import sources
from metrics.issues import claims
from metrics.meetings import actions, next_meeting
from metrics.meetings.next_meeting import Place
from share.agenda_form import BARE, emptied, redated
from share.markdown import plain
from wording import briefing, briefing_alerts, numbers
from wording import claims as claim_wording

MOST = 8  # things to decide
# An item per page that has something to decide.
TITLES = {
    "runway": "How long the money lasts", "funds": "Our funds", "burn": "Our spending",
    "docs": "Broken documentation", "actions": "Open actions",
    "issues": "Issues", "sources": "Sources that are old or could not be read",
}  # fmt: skip
CARRIED = 3  # months back in which an action was last raised


@dataclass(frozen=True)
class Meeting:
    """The next meeting of a series, and the place of its last notes."""

    series: str
    on: date
    last: Place | None


def meeting(
    db: DuckDBPyConnection, *, series: str | None = None, on: date | None = None
) -> Meeting:
    """The next meeting: of the series that meets next, else as named; on its usual day, else `on`.

    Raises ConfigError for a series that has no meeting.
    """
    as_of = sources.info(db).as_of
    name = _pair(meeting_pairs.pairs(db, as_of=as_of), series).series or ""
    following = next_meeting.following(db, series=name, as_of=as_of)
    day = on or (following.on if following else as_of)
    return Meeting(name, day, following.places[0] if following else None)


def agenda(
    db: DuckDBPyConnection,
    house: House,
    *,
    series: str | None = None,
    on: date | None = None,
    template: Path | None = None,
    today: date,
) -> str:
    """Markdown that our own notes parser reads back as a meeting with these items.

    series    the one that meets next, else as named     on  the day, else by the usual weeks
    today     the day of looking, on which data may have grown old
    template  a file in the team's form, else their newest notes, else a bare one
    """
    as_of = sources.info(db).as_of
    pair = _pair(meeting_pairs.pairs(db, as_of=as_of), series)
    following = next_meeting.following(db, series=pair.series or "", as_of=as_of)
    day = on or (following.on if following else as_of)
    lines, at = _form(house, following.places if following else (), day, template)
    mark = "-" if any(line.startswith("- ") for line in lines) else "*"
    every = alerts(db, as_of=as_of, on=today, money=money(db))
    shown, _ = parted(every, not_now.answers(house.config), on=today)
    items = _items(db, pair, shown, as_of=as_of, today=today, mark=mark)
    text = "\n".join([*lines[:at], "", *items, *lines[at:]]).rstrip("\n") + "\n"
    return traces.of(people.load(house.config)).without(text)


def last_notes(db: DuckDBPyConnection, house: House, *, series: str, as_of: date) -> str:
    """The lines of the newest meeting up to a day; empty where its file has gone."""
    following = next_meeting.following(db, series=series, as_of=as_of)
    lines = _lines(house, following.places[0]) if following else []
    return traces.of(people.load(house.config)).without("\n".join(lines))


def _pair(offered: list[meeting_pairs.Pair], series: str | None) -> meeting_pairs.Pair:
    found = [pair for pair in offered if series in (None, pair.series)]
    if not found:
        known = ", ".join(sorted({pair.series for pair in offered if pair.series}))
        raise ConfigError([f"{series}: no such meeting series. Fix: name one of {known}"])
    return found[0]


def _form(
    house: House, places: tuple[Place, ...], day: date, template: Path | None
) -> tuple[list[str], int]:
    if template is not None:
        lines = _text(template).splitlines()
        return emptied(lines, set(), set(lines))
    notes = [(place, lines) for place in places if (lines := _lines(house, place))]
    if not notes:
        title = f"Meeting, {numbers.month(day)}"
        bare = BARE.format(title=title, day=numbers.long_day(day)).splitlines()
        return emptied(bare, set(), set())
    last, lines = notes[0]
    usual = {line for _, before in notes[1:] for line in before}
    kept, at = emptied(lines, {line - last.source_line for line in last.signed}, usual)
    return [redated(line, last.held_on, day) for line in kept], at


def _lines(house: House, place: Place) -> list[str]:
    """The lines of one meeting; none where its file has gone."""
    file = house.config.resolve(place.source_file)
    if not file.is_file():
        return []
    text = _text(file).splitlines()
    end = place.until_line - 1 if place.until_line else len(text)
    return text[place.source_line - 1 : end]


def _text(file: Path) -> str:
    """A note as it is read: UTF-8, else cp1252."""
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _items(
    db: DuckDBPyConnection,
    pair: meeting_pairs.Pair,
    every: Iterable[Alert],
    *,
    as_of: date,
    today: date,
    mark: str,
) -> Iterator[str]:
    """Items of the agenda; figures are in quotations, so that no later reading claims them."""
    named = (pair.series,) if pair.series else ()
    yield f"{mark} What happened since {numbers.long_day(pair.since)}"
    found = changes(db, pair=pair, on=today)
    happened = [line for change in found for line in briefing.change_lines(change)]
    yield from _quoted(f"{label}: {value}" for label, value, _ in happened)
    due = [alert for alert in every if alert.tone in ("act", "watch")][:MOST]
    for page in dict.fromkeys(alert.page for alert in due):
        yield f"{mark} {TITLES.get(page, page)}"
        own = [briefing_alerts.item(alert) for alert in due if alert.page == page]
        yield from _quoted(f"{item.state.word}: {item.text}. {item.detail}" for item in own)
    carried = actions.actions(db, as_of=as_of, months=CARRIED, series=named)
    carried = carried[~carried["done"].astype(bool)]
    if len(carried):
        yield f"{mark} Carried over"
        yield from (f"    {mark} [ ] {plain(text)}" for text in carried["text"])
    put_off = actions.put_off(db, as_of=as_of, months=CARRIED, series=named)
    for title in dict.fromkeys(put_off["title"]):
        yield f"{mark} {plain(title)}"
    if claimed := _claims(db, pair, as_of):
        yield f"{mark} Numbers to look at again"
        yield from _quoted(claimed)


def _quoted(lines: Iterable[str]) -> Iterator[str]:
    """Lines of a quotation below an item, each its own paragraph."""
    for number, line in enumerate(lines):
        if number:
            yield "    >"
        yield f"    > {plain(line)}"


def _claims(db: DuckDBPyConnection, pair: meeting_pairs.Pair, as_of: date) -> list[str]:
    """Numbers of the last meeting that the records do not confirm, in the notes' own numbers."""
    return [
        f"{each.claim.quote} {claim_wording.finding(each)}"
        for each in claims.claims(db, as_of=as_of, series=pair.series)
        if each.claim.held_on and each.claim.held_on > pair.since
        and each.claim.series == pair.series and each.finding.verdict in ("differs", "unknown")
    ]  # fmt: skip
