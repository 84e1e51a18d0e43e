"""Reports that were sent to a funder, as they were sent: reports/ID/PERIOD.json.

The files are next to dashboard.toml. Each holds figures, sources, the hash of the text that was
sent, the day and by whom. It is written once; a change by hand is found by its own hash.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.mistakes import ConfigError
from config.settings import Config

Months = Mapping[str, Mapping[date, Decimal]]  # line → first day of the month → to the cent


@dataclass(frozen=True)
class Sent:
    """A report as it was sent: what each line came to by `last`, and in which months."""

    last: date
    lines: Mapping[str, Decimal]
    months: Months = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """One report that was sent."""

    file: Path
    first: date
    last: date
    on: date
    by: str
    sent: Sent


def folder(settings: Config, fund: str) -> Path:
    """Where the reports of a fund are kept."""
    return settings.resolve(f"reports/{fund}")


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash by which a change of what was kept is found."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def read(file: Path) -> Submission:
    """One report that was sent. Raises ConfigError for a file that was changed or is no report."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        said = content.pop("sha256")
        if said != hash_of(content):
            raise ConfigError(
                [f"{file.name}: changed since it was sent. Fix: bring back the file as it was"]
            )
        months: dict[str, dict[date, Decimal]] = {}
        for each in content["months"]:
            month = date.fromisoformat(each["month"])
            months.setdefault(each["line"], {})[month] = Decimal(each["amount"])
        first, last, on = (
            date.fromisoformat(content[k]) for k in ("first", "last", "submitted_on")
        )
        lines = {name: Decimal(amount) for name, amount in content["lines"].items()}
        return Submission(file, first, last, on, content["by"], Sent(last, lines, months))
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise ConfigError(
            [f"{file.name}: {error!r} where a report that was sent is expected. Fix: bring back "
             "the file as it was"]
        ) from None  # fmt: skip
