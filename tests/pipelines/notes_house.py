"""A house whose notes are these files; and what reading it gives, kind by kind."""

from pathlib import Path
from typing import Any

import config
from pipelines import notes

DATA = Path(__file__).resolve().parents[1] / "data" / "notes"


def house(folder: Path, files: dict[str, str | bytes], extra: str = "") -> config.House:
    """A house with the one series "team" in `folder`/notes; `extra` goes into dashboard.toml."""
    for name, text in files.items():
        file = folder / "notes" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    toml = folder / "dashboard.toml"
    toml.write_text('[[notes]]\nseries = "team"\npath = "notes"\n' + extra)
    return config.load(toml, folder / "data")


def read(folder: Path, files: dict[str, str | bytes], extra: str = "") -> list[Any]:
    """Every record of such a house."""
    return list(notes.read(house(folder, files, extra)))


def of_file(folder: Path, name: str, as_name: str = "") -> list[Any]:
    """Every record of one of our own test files, under its own name or another."""
    return read(folder, {as_name or name: (DATA / name).read_bytes()})


def only(kind: type, records: list[Any]) -> list[Any]:
    """The records of one kind."""
    return [record for record in records if type(record) is kind]
