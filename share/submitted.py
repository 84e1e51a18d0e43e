"""What was sent to a funder, kept as it was sent: reports/ID/PERIOD.json next to dashboard.toml.

The file holds figures, sources, the hash of the text that was sent, the day and by whom. It is
written once; a change by hand is found by its own hash.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from config import ConfigError, House
from config.files import replace_file
from metrics.awards.reported import Sent


@dataclass(frozen=True)
class Submission:
    """One report that was sent."""

    file: Path
    first: date
    last: date
    on: date
    by: str
    sent: Sent


def folder(house: House, fund: str) -> Path:
    """Where the reports of a fund are kept."""
    return house.config.resolve(f"reports/{fund}")


def submissions(house: House, fund: str) -> list[Submission]:
    """Every report that was sent for a fund, the oldest period first.

    Raises ConfigError for a file that was changed since or cannot be read.
    """
    files = sorted(folder(house, fund).glob("*.json"))
    return sorted((_read(file) for file in files), key=lambda each: each.last)


def before(house: House, fund: str, first: date) -> Submission | None:
    """The newest report about days before a period."""
    known = [each for each in submissions(house, fund) if each.last < first]
    return known[-1] if known else None


def keep(
    house: House,
    fund: str,
    *,
    period: tuple[date, date],
    on: date,
    by: str,
    sent: Sent,
    facts: Mapping[str, Any],
    texts: Mapping[str, bytes],
) -> Path:
    """Write the file of a report that is sent now; its name is the period's.

    facts  figures and sources besides the lines      texts  the files that are sent, by name
    Raises ConfigError where the days were already reported.
    """
    for each in submissions(house, fund):
        if period[0] <= each.last and each.first <= period[1]:
            raise ConfigError(
                [f"{each.file.name}: {each.first} to {each.last} was sent on {each.on} by "
                 f"{each.by}. Fix: report the days after it; what changed since is in that report"]
            )  # fmt: skip
    content = {
        "fund": fund, "first": period[0], "last": period[1], "submitted_on": on, "by": by,
        **facts, "lines": sent.lines, "months": list(_months(sent)),
        "sha256_of_files": {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()},
    }  # fmt: skip
    plain = json.loads(json.dumps(content, default=str))
    file = folder(house, fund) / f"{period[0]:%Y-%m}-to-{period[1]:%Y-%m}.json"
    whole = json.dumps({**plain, "sha256": _hash(plain)}, indent=1, ensure_ascii=False)
    replace_file(file, whole + "\n")
    return file


def _months(sent: Sent) -> Iterator[dict[str, Any]]:
    for line, months in sent.months.items():
        for month, amount in months.items():
            yield {"line": line, "month": month, "amount": amount}


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _read(file: Path) -> Submission:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        said = content.pop("sha256")
        if said != _hash(content):
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
