"""people.toml: what a team says about its people, which wins over every guess.

[[people]]
name = "Ana Lima"
aliases = ["Ana", "A. Lima"]        # other spellings in the roll calls
handles = ["analima", "alima"]      # her GitHub handles, old ones too
opt_out = true                      # leave her out of every build and page

[[unknown]]
name = "Kim"                        # nobody knows who it is: not asked again
"""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from config.mistakes import ConfigError
from config.settings import Config


class Person(BaseModel):
    """One [[people]] of people.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    aliases: list[str] = []
    handles: list[str] = []
    opt_out: bool = False


class Unknown(BaseModel):
    """One [[unknown]] of people.toml: a spelling of which nobody knows whose it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    people: list[Person] = []
    unknown: list[Unknown] = []


class PeopleUnread(ConfigError):
    """people.toml cannot be read; whoever opted out in it is not known then."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__([f"{what}. Fix: {remedy}"])
        self.what, self.remedy = what, remedy


def load(config: Config) -> list[Person]:
    """The persons of people.toml; none where dashboard.toml names no such file.

    Raises PeopleUnread.
    """
    return _read(config).people


def unknown(config: Config) -> list[str]:
    """Spellings of which people.toml says that nobody knows whose they are. Raises as `load`."""
    return [each.name for each in _read(config).unknown]


def parse(text: str) -> list[Person]:
    """The persons in the text of a people.toml. Raises ValueError."""
    return _File(**tomllib.loads(text)).people


def _read(config: Config) -> _File:
    if config.people.file is None:
        return _File()
    file = config.resolve(config.people.file)
    try:
        return _File(**tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise PeopleUnread(
            f"{file.name} is not there",
            f"put it back, or take it out of [people] in {config.file.name}",
        ) from None
    except (OSError, UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise _mistake(file, str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _mistake(file, f"{place}: {first['msg']}") from None


def _mistake(file: Path, what: str) -> PeopleUnread:
    return PeopleUnread(f"{file.name} cannot be read: {what}", f"correct {file.name}")
