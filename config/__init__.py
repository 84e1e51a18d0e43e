"""dashboard.toml as a frozen Config; every mistake is reported with file, key and remedy.

Anyone may import this module; it imports nothing of the house. Paths in the file are relative to
the file's own folder. Secrets are never in it: a `…_env` key names the environment variable.
"""

import os
import tomllib
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.audience import Access, Alerts, Journal, Preset
from config.awards import (
    BudgetLine,
    BudgetRevision,
    ChargeRule,
    CostSplit,
    InterestRule,
    LineRate,
    Payment,
    Rebudget,
    Report,
)
from config.mistakes import ConfigError, crossed, sentence
from config.money import (
    AwsCredits,
    Budget,
    Call,
    Event,
    Extension,
    Fund,
    Funding,
    Ledger,
    OpenCollective,
    Pending,
    Planned,
    Scenario,
)
from config.settings import HOME, SAMPLE, Config, version
from config.sources import (
    Billing,
    Docs,
    Engine,
    Gap,
    GitHub,
    Launches,
    Limits,
    Notes,
    People,
    Project,
    Usage,
)

__all__ = [
    "HOME",
    "PRIVATE",
    "SAMPLE",
    "Access",
    "Alerts",
    "AwsCredits",
    "Billing",
    "Budget",
    "BudgetLine",
    "BudgetRevision",
    "Call",
    "ChargeRule",
    "Config",
    "ConfigError",
    "CostSplit",
    "Docs",
    "Engine",
    "Event",
    "Extension",
    "Fund",
    "Funding",
    "Gap",
    "GitHub",
    "House",
    "InterestRule",
    "Journal",
    "Launches",
    "Ledger",
    "Limits",
    "LineRate",
    "Notes",
    "OpenCollective",
    "Payment",
    "Pending",
    "People",
    "Planned",
    "Preset",
    "Project",
    "Rebudget",
    "Report",
    "Scenario",
    "Usage",
    "access",
    "load",
    "look_at_sample",
    "parse",
    "private_file",
    "unwritten",
    "version",
]  # fmt: skip


LOOKS_AT_SAMPLE: ContextVar[bool] = ContextVar("looks_at_sample", default=False)
PRIVATE = ("funds", "pending")  # the sections that private/dashboard.toml may have


@dataclass(frozen=True)
class House:
    """A config and the data folder that belongs to it."""

    config: Config
    data: Path

    @property
    def raw(self) -> Path:
        """What was fetched: the truth, to be backed up. The sample brings its own."""
        return (self.config.folder if self.config.is_sample else self.data) / "raw"

    @property
    def cache(self) -> Path:
        """What can be made again."""
        return self.data / "cache"


def load(file: Path | str | None = None, data: Path | str | None = None) -> House:
    """The config and its data folder: arguments first, then the environment, then the defaults.

    Without any file named, `dashboard.toml` of the working folder or of the checkout is taken,
    else in the checkout the sample. Raises ConfigError with one line per mistake.
    """
    file = _find(file)
    config = parse(file, _text(file))
    folder = data or os.environ.get("QUARTERDECK_DATA") or config.resolve(config.project.data)
    return House(config, Path(folder).resolve())


def access(file: Path | str | None = None) -> Access | None:
    """[access] alone, also of a file whose other sections have mistakes; None where it is not set.

    Raises ConfigError where the file does not say it: not there, no TOML, a mistake in [access].
    """
    file = _find(file)
    section = _values(file, _text(file)).get("access")
    try:
        return None if section is None else Access.model_validate(section)
    except ValidationError as error:
        raise ConfigError([sentence(file, dict(detail)) for detail in error.errors()]) from None


def unwritten() -> Path | None:
    """The dashboard.toml that would be read if it was there; None where a team has one."""
    named = os.environ.get("QUARTERDECK_CONFIG")
    here = Path.cwd()
    own = [Path(named)] if named else [folder / "dashboard.toml" for folder in (here, HOME)]
    if any(file.exists() for file in own):
        return None
    is_home = not named and here.is_relative_to(HOME)
    return (HOME / "dashboard.toml" if is_home else own[0]).resolve()


def look_at_sample(*, is_wanted: bool) -> None:
    """From now on in this thread the sample is read while there is no dashboard.toml."""
    LOOKS_AT_SAMPLE.set(is_wanted)


def _find(file: Path | str | None) -> Path:
    if file is None and LOOKS_AT_SAMPLE.get() and unwritten() is not None:
        return SAMPLE
    named = file or os.environ.get("QUARTERDECK_CONFIG")
    if named:
        if not Path(named).is_file():
            raise ConfigError(
                [f"{named}: no such file. Fix: make it with python -m pipelines start"]
            )
        return Path(named).resolve()
    here = Path.cwd()
    own = [folder / "dashboard.toml" for folder in (here, HOME)]
    found = next((path.resolve() for path in own if path.is_file()), None)
    if not found and not here.is_relative_to(HOME):
        remedy = "make one with python -m pipelines start, or name one with --config"
        raise ConfigError([f"{here}: no dashboard.toml in this folder. Fix: {remedy}"])
    return found or SAMPLE


@lru_cache(maxsize=8)
def _values(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except InvalidOperation:
        line = f"{file.name}: a number is too large. Fix: correct it in {file}"
        raise ConfigError([line]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as mistake:
        raise _unreadable(file, mistake) from None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as mistake:
        raise _unreadable(file, mistake) from None


def _unreadable(file: Path, mistake: Exception) -> ConfigError:
    return ConfigError(
        [f"{file.name}: not readable as TOML: {mistake}. Fix: correct that place in {file}"]
    )


def parse(file: Path, text: str) -> Config:
    """The Config that a text says, were it that of `file`. Raises ConfigError.

    file  dashboard.toml, or the one in private/ next to it: both together are the settings
    """
    main = file.parent.parent / file.name
    if file == private_file(main) and main.is_file():
        return _parsed(main, _text(main), text)
    beside = private_file(file)
    return _parsed(file, text, _text(beside) if beside.is_file() else "")


def private_file(file: Path) -> Path:
    """Where [[funds]] and [[pending]] may be, so that git does not publish them."""
    return file.parent / "private" / "dashboard.toml"


@lru_cache(maxsize=8)
def _parsed(file: Path, text: str, private: str) -> Config:
    """Kept for the next call: a page asks several times a second for one that is the same."""
    values, more = _values(file, text), _values(private_file(file), private) if private else {}
    place = f"private/{file.name}"
    if "file" in values:
        raise ConfigError([f"{file.name}: file: unknown key. Fix: remove it"])
    for key in more:
        if key not in PRIVATE:
            raise ConfigError([f"{place}: {key}: is not private. Fix: move it to {file.name}"])
        if key in values:
            raise ConfigError([f"{place}: {key}: is in {file.name}, too. Fix: keep it in one"])
    try:
        config = Config(file=file, **values, **more)
    except ValidationError as error:
        names = [Path(place) if detail["loc"][0] in more else file for detail in error.errors()]
        pairs = zip(names, error.errors(), strict=True)
        raise ConfigError([sentence(name, dict(detail)) for name, detail in pairs]) from None
    if lines := [f"{file.name}: {line}" for line in crossed(config)]:
        raise ConfigError(lines)
    return config
