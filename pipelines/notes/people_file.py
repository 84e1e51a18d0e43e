"""people.toml: what a team says about its people, which wins over every guess.

[[people]]
name = "Ana Lima"
aliases = ["Ana", "A. Lima"]        # other spellings in the roll calls
handles = ["analima", "alima"]      # her GitHub handles, old ones too
opt_out = true                      # leave her out of every build and page
"""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines import SourceError


class Person(BaseModel):
    """One [[people]] of people.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    aliases: list[str] = []
    handles: list[str] = []
    opt_out: bool = False


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    people: list[Person] = []


def load(file: Path | None) -> list[Person]:
    """The persons of people.toml; none without one.

    Raises SourceError when it cannot be read: then no notes are read at all, because somebody who
    opted out in it would come back.
    """
    if file is None:
        return []
    try:
        return _File(**tomllib.loads(file.read_text(encoding="utf-8-sig"))).people
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _mistake(file, str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _mistake(file, f"{place}: {first['msg']}") from None


def _mistake(file: Path, what: str) -> SourceError:
    return SourceError(
        "notes", f"{file.name} cannot be read: {what}",
        remedy=f"mend {file.name}; no notes are read until then, lest who opted out comes back",
        passing=False,
    )  # fmt: skip
