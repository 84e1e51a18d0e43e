"""All files of all series, each read once; which of two notes of a meeting is the one to keep."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from config import House
from config import Notes as Series
from pipelines import SourceError
from pipelines.notes.boilerplate import repeatable, repeated
from pipelines.notes.calls import Call, Session, Told, told
from pipelines.notes.files.folders import files_of, folder_of
from pipelines.notes.files.slugs import folded
from pipelines.notes.note import Note, Part
from pipelines.notes.shelf import read_once, sweep

Name = tuple[str, str | None]  # name and handle as signed; one object for all meetings


@dataclass(slots=True)
class Volume:
    """One file of a series: where it is, its key on the shelf, the meetings it tells."""

    series: str
    source_file: str
    path: str
    key: str
    sessions: list[Session]
    homes: frozenset[str] = frozenset()  # organisations that signed, folded
    form: frozenset[int] = frozenset()  # what most notes of the series say in the same words
    told: dict[int, Told] = field(default_factory=dict)  # part → the meeting it tells


def volumes(house: House) -> list[Volume]:
    """Every file of every series that can be reached, its meetings named."""
    shelf = house.cache / "notes"
    shelf.mkdir(parents=True, exist_ok=True)
    names: dict[Name, Name] = {}
    found = [v for series in house.config.notes for v in _of_series(house, series, shelf, names)]
    sweep(shelf, (volume.key for volume in found))
    meetings = told(
        Call(v.series, v.source_file, v.path, session) for v in found for session in v.sessions
    )
    sessions = [(volume.series, session) for volume in found for session in volume.sessions]
    forms = {
        name: repeated(session.repeatable for series, session in sessions if series == name)
        for name in dict.fromkeys(series for series, _ in sessions)
    }
    for volume in found:
        volume.form = forms.get(volume.series, frozenset())
        places = ((s.part, (volume.series, volume.source_file, s.part)) for s in volume.sessions)
        volume.told = {part: meetings[place] for part, place in places}
    return found


def _of_series(
    house: House, series: Series, shelf: Path, names: dict[Name, Name]
) -> Iterator[Volume]:
    try:
        place = folder_of(house, series)
    except SourceError:
        return  # told as this series' SourceRun
    for file in files_of(place):
        path = file.relative_to(place if place.is_dir() else place.parent).as_posix()
        note, key = read_once(file.read_bytes(), path, shelf)
        homes = frozenset(folded(home) for part in note.parts for signed in part.signed
                          if (home := signed.signature.affiliation))  # fmt: skip
        place_of = house.config.place(file)
        yield Volume(series.series, place_of, path, key, _sessions(note, names), homes)


def _sessions(note: Note, names: dict[Name, Name]) -> list[Session]:
    def shared(part: Part) -> tuple[Name, ...]:
        found = ((s.signature.name, s.signature.handle) for s in part.signed)
        return tuple(names.setdefault(name, name) for name in found)

    def session(i: int, part: Part) -> Session:
        title, marks = part.section or note.title or "", frozenset(part.marks)
        return Session(
            i, part.day, part.month, part.length, title, shared(part), marks, repeatable(part)
        )

    return [session(i, part) for i, part in enumerate(note.parts) if part.is_meeting]
