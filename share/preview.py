"""What leaves the house, as the pages show it: the very bytes of a pack, the next agenda."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime

from duckdb import DuckDBPyConnection

import config
from config import people
from share import agenda, own_words, pack


@dataclass(frozen=True)
class Preview:
    """page and archive are empty when the pack is withheld; then `leaks` or `old` says why.

    files    the names in the archive     pages  of the PDF; None: there is none, or it is not known
    old      sentences about leading figures whose data have grown silent
    remarks  lines for a person to read before the pack is sent
    """

    page: bytes
    archive: bytes
    leaks: tuple[str, ...]
    remarks: tuple[str, ...]
    old: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    pages: int | None = None


def state(name: str) -> str:
    """A preview's inputs besides the build: the preset, the team's words, people.toml."""
    house = config.load()
    chosen = next(preset for preset in house.config.presets if preset.name == name)
    try:
        listed = str(people.load(house.config))
    except people.PeopleUnread as error:
        listed = str(error)
    return f"{chosen!r} {own_words.read(house, chosen)!r} {listed}"


def preview(
    db: DuckDBPyConnection,
    *,
    build: str,
    name: str,
    state: str,  # noqa: ARG001 - part of the cache's key
    old_data: bool = False,
) -> Preview:
    """The pack made now, from this build and the current settings; `old_data` as in a pack."""
    house = config.load()
    chosen = next(preset for preset in house.config.presets if preset.name == name)
    missing = tuple(own_words.missing(house, chosen))
    now = datetime.now(UTC).replace(tzinfo=None)
    try:
        made = pack.make(db, house, chosen, build=house.data / build, now=now, old_data=old_data)
    except pack.Old as old:
        return Preview(b"", b"", (), missing, old.said)
    except pack.Withheld as withheld:
        return Preview(b"", b"", tuple(str(leak) for leak in withheld.leaks), missing)
    except config.ConfigError as error:
        return Preview(b"", b"", tuple(error.lines), missing)
    unprinted = () if "pack.pdf" in made.files else (f"{made.drawn}.",)
    remarks = (*made.first_names, *missing, *unprinted)
    pages = pages_of(made.files.get("pack.pdf", b""))
    return Preview(made.page, _archive(made), (), remarks, files=tuple(made.files), pages=pages)


def pages_of(pdf: bytes) -> int | None:
    """How many pages a PDF of Chrome's has, by its tree of pages; None: not known."""
    counts = re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", pdf)
    return max(map(int, counts), default=None)


def _archive(made: pack.Pack) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.files.items():
            archive.writestr(name, content)
    return target.getvalue()


def last_notes(db: DuckDBPyConnection, *, series: str | None, as_of: date) -> str:
    """The newest notes of a series up to a day, as written, without anybody who opted out."""
    return agenda.last_notes(db, config.load(), series=series or "", as_of=as_of)


def next_agenda(db: DuckDBPyConnection, *, series: str | None, today: date) -> str:
    """The next meeting's notes as Markdown, from this build and the current settings."""
    return agenda.agenda(db, config.load(), series=series, today=today)
