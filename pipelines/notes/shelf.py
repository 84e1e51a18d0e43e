"""Files already read are not read again: one JSON file per content, kept in the cache folder."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from config.files import replace_file
from pipelines.notes.formats import installed
from pipelines.notes.note import Note

# Part of every key: what other rules read is read anew.
RULES = hashlib.sha256(
    b"".join(
        file.read_bytes()
        for file in sorted(Path(__file__).parent.rglob("*"))
        if file.suffix in (".py", ".toml")
    )
    + installed().encode()
).digest()
_NOTE = TypeAdapter(Note)


def key_of(data: bytes, path: str) -> str:
    """The name under which a file's reading is kept."""
    return hashlib.sha256(RULES + f"{path}\n".encode() + data).hexdigest()[:32]


def read_once(data: bytes, path: str, shelf: Path) -> tuple[Note, str]:
    """What a file says and its key on the shelf; read anew only if its bytes or name changed."""
    key = key_of(data, path)
    kept = shelf / f"{key}.json"
    try:
        return _NOTE.validate_json(kept.read_bytes()), key
    except (FileNotFoundError, ValidationError):
        from pipelines.notes.reading import read_note  # noqa: PLC0415 - its patterns compile slowly

        note = read_note(data, path)
        replace_file(kept, _NOTE.dump_json(note), durable=False)
        return note, key


def again(key: str, shelf: Path) -> Note:
    """A note read a moment ago, from the shelf."""
    return _NOTE.validate_json((shelf / f"{key}.json").read_bytes())


def drop(key: str, shelf: Path) -> None:
    """Keep a note off the shelf: it names somebody who asked not to be named."""
    (shelf / f"{key}.json").unlink(missing_ok=True)


def sweep(shelf: Path, used: Iterable[str]) -> None:
    """Drop what belongs to no file any more."""
    keep = {f"{key}.json" for key in used}
    for file in shelf.iterdir():
        if file.name not in keep:
            file.unlink(missing_ok=True)
