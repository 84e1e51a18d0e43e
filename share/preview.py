"""What leaves the house, as the pages show it: a pack and its files, the next agenda."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime

from duckdb import DuckDBPyConnection

import config
from config import people
from share import agenda, browser, html, own_words, pack

NOTE = "read-before-sending.txt"  # in the .zip, where something is missing


@dataclass(frozen=True)
class Preview:
    """page is empty when the pack is withheld; then `leaks` or `old` says why.

    page     as in the pack, but its charts are drawn by whoever looks: pictures take seconds
    files    the names in the archive
    old      sentences about leading figures whose data have grown silent
    remarks  lines for a person to read before the pack is sent
    """

    page: bytes
    leaks: tuple[str, ...]
    remarks: tuple[str, ...]
    old: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


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
    try:
        content = pack.compose(db, house, chosen, build=house.data / build, now=_now())
        pack.approve(db, house, chosen, content, old_data=old_data)
        firsts = pack.first_names(db, house, content)
    except pack.Old as old:
        return Preview(b"", (), missing, old.said)
    except pack.Withheld as withheld:
        return Preview(b"", tuple(str(leak) for leak in withheld.leaks), missing)
    except config.ConfigError as error:
        return Preview(b"", tuple(error.lines), missing)
    chrome = browser.find()
    unprinted = () if chrome else (f"{pack.NO_CHROME}.",)
    files = pack.files_of(content, drawn=bool(chrome))
    return Preview(
        html.page(content, {}, at_rest=True), (), (*firsts, *missing, *unprinted), files=files
    )


def archive(db: DuckDBPyConnection, *, build: str, name: str, old_data: bool = False) -> bytes:
    """The pack as a .zip, made and checked now: charts as pictures and the PDF take seconds.

    Raises as `pack.make`, where something changed since its preview.
    """
    house = config.load()
    chosen = next(preset for preset in house.config.presets if preset.name == name)
    path = house.data / build
    made = pack.make(db, house, chosen, build=path, now=_now(), old_data=old_data)
    files = dict(made.files)
    if "pack.pdf" not in files:
        files[NOTE] = f"{made.drawn}. Delete this file before you send the others.\n".encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for file, content in files.items():
            written.writestr(file, content)
    return target.getvalue()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def last_notes(db: DuckDBPyConnection, *, series: str | None, as_of: date) -> str:
    """The newest notes of a series up to a day, as written, without anybody who opted out."""
    return agenda.last_notes(db, config.load(), series=series or "", as_of=as_of)


def next_agenda(db: DuckDBPyConnection, *, series: str | None, today: date) -> str:
    """The next meeting's notes as Markdown, from this build and the current settings."""
    return agenda.agenda(db, config.load(), series=series, today=today)
