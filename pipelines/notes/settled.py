"""actions.toml: what a person settled about actions of the notes, once and for good.

[[actions]]
text = "moor the boat"      # any part of the action's words
state = "done"              # or "dropped", or "open" where the page is wrong to call it done
on = 2026-03-01             # only if the day is known
note = "by the rangers"
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config import House
from pipelines.notes.persons.opt_out import without
from pipelines.notes.records import Who
from warehouse.records import ActionAnswer, Reject

NAME = "actions.toml"


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=4)
    state: Literal["done", "dropped", "open"]
    settled_on: date | None = Field(default=None, alias="on")
    note: str | None = None


def read(house: House, who: Who) -> Iterator[Any]:
    """The answers of actions.toml beside dashboard.toml, without anybody who opted out."""
    file = house.config.resolve(NAME)
    if not file.is_file():
        return
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("actions", [])
    except (OSError, RecursionError, UnicodeDecodeError, tomllib.TOMLDecodeError) as mistake:
        yield _reject(house, file, "", f"not readable as TOML: {mistake}")
        return
    if not isinstance(entries, list):
        reason = "[[actions]]: Input should be a list: write [[actions]] above each"
        yield _reject(house, file, str(entries), reason)
        return
    for entry in entries:
        yield without(_answer(house, file, entry), who.left_out)


def _answer(house: House, file: Path, entry: Any) -> ActionAnswer | Reject:
    try:
        told = _Answer.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "[[actions]]"
        return _reject(house, file, str(entry), f"{key}: {first['msg']}")
    return ActionAnswer(told.text, told.state, told.settled_on, told.note)


def _reject(house: House, file: Path, text: str, reason: str) -> Reject:
    return Reject("notes", house.config.place(file), None, text[:500], reason)
