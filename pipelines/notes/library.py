"""All files of all series, each read once; which of two notes of a meeting is the one to keep."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from config import House
from config import Notes as Series
from pipelines import SourceError
from pipelines.notes.files.folders import files_of, folder_of
from pipelines.notes.files.slugs import folded, slug
from pipelines.notes.note import Note, Part
from pipelines.notes.shelf import read_once, sweep

Name = tuple[str, str | None]  # name and handle as signed; one object for all meetings


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting of a volume: which part of the file it is, and who signed."""

    part: int
    day: date | None
    month: date | None
    length: int
    signed: tuple[Name, ...]


@dataclass(slots=True)
class Volume:
    """One file of a series: where it is, its key on the shelf, the names of its meetings."""

    series: str
    source_file: str
    path: str
    key: str
    sessions: list[Session]
    homes: frozenset[str] = frozenset()  # organisations that signed, folded
    meeting_ids: dict[int, str] = field(default_factory=dict)  # part → meeting_id
    doubles: dict[int, str] = field(default_factory=dict)  # part → the file that tells it at length


def volumes(house: House) -> list[Volume]:
    """Every file of every series that can be reached, its meetings named."""
    shelf = house.cache / "notes"
    shelf.mkdir(parents=True, exist_ok=True)
    names: dict[Name, Name] = {}
    found = [v for series in house.config.notes for v in _of_series(house, series, shelf, names)]
    sweep(shelf, (volume.key for volume in found))
    for name in dict.fromkeys(volume.series for volume in found):
        _name_meetings([volume for volume in found if volume.series == name])
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

    return [
        Session(i, part.day, part.month, part.length, shared(part))
        for i, part in enumerate(note.parts)
        if part.is_meeting
    ]


def _name_meetings(own: list[Volume]) -> None:
    """Give every meeting of one series its id; the shorter note of the same one gets none."""
    days: dict[str, list[tuple[Volume, Session]]] = defaultdict(list)
    for volume in own:
        for session in volume.sessions:
            days[_stem(volume, session)].append((volume, session))
    for stem, same_day in days.items():
        kept: list[tuple[Volume, Session]] = []
        for volume, session in sorted(same_day, key=lambda vs: -vs[1].length):
            longer = next((k for k in kept if _is_double(k, (volume, session))), None)
            if longer:
                volume.doubles[session.part] = longer[0].source_file
            else:
                kept.append((volume, session))
        for n, (volume, session) in enumerate(sorted(kept, key=lambda vs: _place(*vs)), start=1):
            volume.meeting_ids[session.part] = f"{stem}-{n}" if n > 1 else stem


def _place(volume: Volume, session: Session) -> tuple[str, int]:
    return volume.source_file, session.part


def _stem(volume: Volume, session: Session) -> str:
    day = session.day.isoformat() if session.day else f"{session.month:%Y-%m}"
    return f"{slug(volume.series)}-{day}"


def _is_double(longer: tuple[Volume, Session], other: tuple[Volume, Session]) -> bool:
    """Two files of one folder and day tell one meeting; of two folders, if the same people came."""
    if longer[0] is other[0]:
        return False
    folders = {v.path.rpartition("/")[0] for v, _ in (longer, other)}
    came, also = ({name.casefold() for name, _ in x[1].signed} for x in (longer, other))
    return len(folders) == 1 or (bool(also) and 2 * len(came & also) >= len(also))
