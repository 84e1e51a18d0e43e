"""claims.toml: what a person settled about claims of the notes, once and for good.

[[claims]]
meeting = "team-2018-09-20"        # the meeting's id, as the Issues page shows it
quote = "closed 50 open issues"    # any part of the sentence
repo = "jupyterhub/jupyterhub"     # or "all" for every repository read, or "unknown"
from = 2018-08-16                  # only where the window is another than
to = 2018-09-20                    # from the previous meeting to this one
claim = false                      # only to say: this is no claim, do not check it
note = "counted on the sprint day"
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config import House
from warehouse.records import ClaimAnswer, Reject

NAME = "claims.toml"


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    meeting: str
    quote: str = Field(min_length=3)
    repo: str | None = None
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    claim: bool = True
    note: str | None = None


def read(house: House) -> Iterator[ClaimAnswer | Reject]:
    """The answers of the file [github] claims names, else of claims.toml next to dashboard.toml."""
    settings = house.config.github
    file = house.config.resolve((settings and settings.claims) or NAME)
    if not file.is_file():
        if settings and settings.claims:
            yield _reject(house, file, "", "no such file; it is named under [github] claims")
        return
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("claims", [])
    except (OSError, RecursionError, UnicodeDecodeError, tomllib.TOMLDecodeError) as mistake:
        yield _reject(house, file, "", f"not readable as TOML: {mistake}")
        return
    if not isinstance(entries, list):
        reason = "[[claims]]: Input should be a list: write [[claims]] above each"
        yield _reject(house, file, str(entries), reason)
        return
    for entry in entries:
        yield _answer(house, file, entry)


def _answer(house: House, file: Path, entry: Any) -> ClaimAnswer | Reject:
    try:
        told = _Answer.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "[[claims]]"
        return _reject(house, file, str(entry), f"{key}: {first['msg']}")
    return ClaimAnswer(
        meeting_id=told.meeting,
        quote=told.quote,
        repo=told.repo,
        first_on=told.first,
        last_on=told.last,
        is_claim=told.claim,
        note=told.note,
    )


def _reject(house: House, file: Path, text: str, reason: str) -> Reject:
    return Reject("github", house.config.place(file), None, text[:500], reason)
