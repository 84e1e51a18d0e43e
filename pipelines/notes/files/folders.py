"""Where the notes of a series are, and which files there are notes."""

import hashlib
from pathlib import Path

from config import House
from config import Notes as Series
from pipelines import SourceError
from pipelines.notes.files.slugs import slug
from pipelines.notes.formats import SUFFIXES


def raw_folder(house: House, series: Series) -> Path:
    """Where the fetched notes of a series are kept.

    Blocks whose names differ by case alone, or that fill one series from several places, have a
    folder each.
    """
    fetched = [each for each in house.config.notes if not each.path]
    name = slug(series.series)
    if [slug(each.series) for each in fetched].count(name) > 1:
        place = f"{series.series}\n{series.git or series.hackmd or series.github}"
        name += f"-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
    return house.raw / "notes" / name


def folder_of(house: House, series: Series) -> Path:
    """The folder (or file) a series is read from. Raises SourceError when it is not there."""
    own = house.config.resolve(series.path) if series.path else None
    clone = raw_folder(house, series)
    place = own or clone / (series.folder or "")
    if not own and not place.resolve().is_relative_to(clone.resolve()):
        raise SourceError(
            "notes", f"{series.folder!r} is no folder of the repository",
            remedy=f"correct folder of [[notes]] {series.series}", unit=series.series,
            passing=False,
        )  # fmt: skip
    if not place.exists():
        remedy = f"correct path of [[notes]] {series.series}" if own else "run python -m pipelines"
        raise SourceError(
            "notes", f"{house.config.place(place)} is not there",
            remedy=remedy, unit=series.series, passing=False,
        )  # fmt: skip
    return place


def _is_note(path: Path) -> bool:
    """A file, or a link that leads nowhere: it is reported, not passed over."""
    return path.is_file() or (path.is_symlink() and not path.exists())


def files_of(place: Path) -> list[Path]:
    """The files of notes below a folder, hidden ones left out; a file is its own."""
    if place.is_file():
        return [place]
    found = (p for p in place.rglob("*") if p.suffix.lower() in SUFFIXES and _is_note(p))
    return sorted(
        p for p in found if not any(part.startswith(".") for part in p.parts[len(place.parts) :])
    )
