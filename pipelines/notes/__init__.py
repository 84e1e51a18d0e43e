"""Meeting notes: folders, git repositories and HackMD notes → meetings and what was said.

Raw layout: a folder is read where it is; `notes/<series>/` under data/raw holds what was fetched
(a git checkout, or one .md per HackMD note).
"""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from itertools import chain
from typing import Any

from config import House
from config import Notes as Series
from config.people import PeopleUnread, Person
from config.people import load as load_people
from config.people import unknown as load_unknown
from pipelines import SourceError, unit
from pipelines.messages import count
from pipelines.notes import library, records, settled
from pipelines.notes.files import folders, git, github, hackmd
from pipelines.notes.persons.asked import with_owners
from warehouse.records import Meeting, NoteLine, Reject, SourceRun

NAME = "notes"
_NAMED = 5  # files named in a message


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Bring git repositories, HackMD notes and issues up to date; a folder needs no fetching."""
    for series in house.config.notes:
        place = git if series.git else hackmd if series.hackmd else github
        if series.git or series.hackmd or series.github:
            yield unit.fetched(NAME, series.series, partial(place.fetch, house, series))


def read(house: House) -> Iterator[Any]:
    """The records of every series, with one SourceRun each."""
    if not house.config.notes:
        yield SourceRun(NAME, "", "not_set_up")
        return
    listed = _people(house)
    volumes = library.volumes(house)
    who = records.who_is_who(volumes, listed, load_unknown(house.config))
    yield from unit.rows(NAME, settled.NAME, partial(settled.read, house, who))
    found = chain.from_iterable(
        _series(house, series, [v for v in volumes if v.block == at], who)
        for at, series in enumerate(house.config.notes)
    )
    if house.config.people.names != "full":  # a question holds names
        yield from found
        return
    yield from who.asked
    yield from with_owners(found, who.handles)


def _people(house: House) -> list[Person]:
    """The persons of people.toml. Unread, no notes are read: who opted out in it would be back."""
    try:
        return load_people(house.config)
    except PeopleUnread as error:
        remedy = f"{error.remedy}; no notes are read until then, lest who opted out comes back"
        raise SourceError(NAME, error.what, remedy=remedy, passing=False) from None


def _series(
    house: House, series: Series, volumes: list[library.Volume], who: records.Who
) -> Iterator[Any]:
    is_gone = any(volume.is_gone for volume in volumes)
    try:
        files = folders.files_of(folders.folder_of(house, series))
    except SourceError as error:
        if not is_gone:
            yield SourceRun(
                NAME, series.series, "failed",
                message=error.what, remedy=error.remedy, passing=error.passing,
            )  # fmt: skip
            return
        files = []
    rows = rejected = meetings = 0
    newest = None
    for volume in volumes:
        for record in records.of(volume, who, house.cache / "notes"):
            rejected += isinstance(record, Reject)
            rows += not isinstance(record, Reject | NoteLine)
            meetings += isinstance(record, Meeting)
            if isinstance(record, Meeting) and record.held_on:
                newest = max(newest or record.held_on, record.held_on)
            yield record
    as_of = datetime.combine(newest, time()) if newest else None
    if is_gone:
        yield SourceRun(
            NAME, series.series, "stale", as_of, rows, rejected,
            f"held {count(meetings, 'meeting')} before, now none: what was known counts",
            "mount or fill its folder again, or take the series out of dashboard.toml",
        )  # fmt: skip
        return
    named = set(hackmd.files(house, series).values()) if series.hackmd else None
    left = [file for file in files if named is not None and file.name not in named]
    said = f"{count(len(left), 'note')} that dashboard.toml no longer names: not counted"
    if lost := sorted(github.unlabelled(house, series)):
        more = f" and {count(len(lost) - _NAMED, 'other')}" if len(lost) > _NAMED else ""
        said = f"not counted, without the label {series.label}: {', '.join(lost[:_NAMED])}{more}"
    message = said if left or lost else None
    yield SourceRun(NAME, series.series, "ok", as_of, rows, rejected, message)
