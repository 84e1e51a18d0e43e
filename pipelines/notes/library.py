"""All files of all series, each read once; which of two notes of a meeting is the one to keep."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from config import House
from config import Notes as Series
from config.files import shown
from pipelines import SourceError, raw, unit
from pipelines.notes.ahead import read_ahead
from pipelines.notes.calls import Call, CallNote, Session, notes_of_calls
from pipelines.notes.files import github, hackmd, web
from pipelines.notes.files.folders import files_of, folder_of
from pipelines.notes.files.slugs import folded
from pipelines.notes.note import Note, Part
from pipelines.notes.shelf import read_once, sweep

Name = tuple[str, str | None]  # name and handle as signed; one object for all meetings


@dataclass(slots=True)
class Volume:
    """One file of a series: where it is, its key on the shelf, the meetings it tells."""

    series: str
    block: int  # the place of its [[notes]] among all
    source_file: str
    path: str
    key: str
    sessions: list[Session]
    homes: frozenset[str] = frozenset()  # organisations that signed, folded
    forms: tuple[frozenset[int], ...] = ()  # part → what it says that may be its form's
    url: str | None = None  # the file on the web
    is_gone: bool = False  # with all files of its folder: read as it was last
    calls: dict[int, CallNote] = field(default_factory=dict)  # part → the meeting it tells


def volumes(house: House) -> list[Volume]:
    """Every file of every series that can be reached, its meetings named."""
    shelf = house.cache / "notes"
    shelf.mkdir(parents=True, exist_ok=True)
    names: dict[Name, Name] = {}
    blocks = enumerate(house.config.notes)
    found = [v for at, block in blocks for v in _of_series(house, at, block, shelf, names)]
    sweep(shelf, (volume.key for volume in found))
    meetings = notes_of_calls(
        Call(v.series, v.source_file, v.path, session) for v in found for session in v.sessions
    )
    for volume in found:
        places = ((s.part, (volume.series, volume.source_file, s.part)) for s in volume.sessions)
        volume.calls = {part: meetings[place] for part, place in places}
    return found


def _of_series(
    house: House, at: int, series: Series, shelf: Path, names: dict[Name, Name]
) -> Iterator[Volume]:
    try:
        place = folder_of(house, series)
        files = files_of(place)
    except SourceError:
        place, files = house.config.resolve(series.path or ""), []  # its SourceRun says so
    if series.path and (not files or place.is_file()):
        known = _as_known(house, at, series, shelf=shelf, names=names)
        if (gone := list(known)) or not files:
            yield from gone
            return
    named = set(hackmd.files(house, series).values())
    left = github.unlabelled(house, series)
    above = place if place.is_dir() else place.parent
    counted = [  # the others dashboard.toml no longer names, or they lost their label
        (file, shown(file.relative_to(above)))
        for file in files
        if not (series.hackmd and file.name not in named) and file.name not in left
    ]
    read_ahead(counted, shelf)
    for file, path in counted:
        place_of = house.config.place(file)
        reader = partial(read_once, path=path, shelf=shelf)
        content = partial(_content, file, is_raw=bool(series.hackmd or series.github))
        found = unit.read("notes", place_of, content, reader)
        if found is None:
            continue
        volume = _volume(series, at, place_of, path, found, names=names)
        yield replace(volume, url=web.address(house, series, file))


def _content(file: Path, *, is_raw: bool) -> bytes:
    """The bytes of a file; one that we fetched may have to be restored.

    Raises unit.Damaged and unit.TooLarge.
    """
    return unit.bounded(raw.whole(file) if is_raw else file, "note_mb")


def _as_known(
    house: House, at: int, series: Series, *, shelf: Path, names: dict[Name, Name]
) -> Iterator[Volume]:
    """The files of a folder that is empty, not there or a file by now, as they were last read."""
    place = house.config.resolve(series.path or "")
    own = house.config.folder / (series.path or "")  # a link to elsewhere may be new
    roots = [house.config.place(place), house.config.place(own)]
    below = tuple(f"{root}/" for root in roots)

    def is_known(name: str) -> bool:
        return name.startswith(below) or (name in roots and not place.exists())

    for name, content in unit.last_known("notes", is_known).items():
        path = next((name.removeprefix(root) for root in below if name.startswith(root)), name)
        reader = partial(read_once, path=path, shelf=shelf)
        if read := unit.read("notes", name, partial(bytes, content), reader):
            yield replace(_volume(series, at, name, path, read, names=names), is_gone=True)


def _volume(
    series: Series, at: int, place: str, path: str, found: tuple[Note, str], *,
    names: dict[Name, Name],
) -> Volume:  # fmt: skip
    note, key = found
    homes = frozenset(folded(home) for part in note.parts for signed in part.signed
                      if (home := signed.signature.affiliation))  # fmt: skip
    forms = tuple(frozenset(map(hash, form_of(part))) for part in note.parts)
    return Volume(series.series, at, place, path, key, _sessions(note, names), homes, forms)


def form_of(part: Part) -> Iterator[str]:
    """Texts that a form may have put there: numbers, and tasks of nobody. No promise is one."""
    yield from (claim.quote for claim in part.claims)
    yield from (a.text for a in part.actions if not a.owners and a.done is None)


def _sessions(note: Note, names: dict[Name, Name]) -> list[Session]:
    def shared(part: Part) -> tuple[Name, ...]:
        found = ((s.signature.name, s.signature.handle) for s in part.signed)
        return tuple(names.setdefault(name, name) for name in found)

    def session(i: int, part: Part) -> Session:
        title, marks = part.section or note.title or "", frozenset(part.marks)
        return Session(i, part.day, part.month, part.length, title, shared(part), marks)

    return [session(i, part) for i, part in enumerate(note.parts) if part.is_meeting]
