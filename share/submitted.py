"""What was sent to a funder, kept as it was sent: config/sent.py says how."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from config import ConfigError, House
from config.files import replace_file
from config.sent import Sent, Submission, folder, hash_of, read


def submissions(house: House, fund: str) -> list[Submission]:
    """Every report that was sent for a fund, the oldest period first.

    Raises ConfigError for a file that was changed since or cannot be read.
    """
    files = sorted(folder(house.config, fund).glob("*.json"))
    return sorted((read(file) for file in files), key=lambda each: each.last)


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
    file = folder(house.config, fund) / f"{period[0]:%Y-%m}-to-{period[1]:%Y-%m}.json"
    whole = json.dumps({**plain, "sha256": hash_of(plain)}, indent=1, ensure_ascii=False)
    replace_file(file, whole + "\n")
    return file


def _months(sent: Sent) -> Iterator[dict[str, Any]]:
    for line, months in sent.months.items():
        for month, amount in months.items():
            yield {"line": line, "month": month, "amount": amount}
