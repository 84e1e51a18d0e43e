"""not_now.csv, next to dashboard.toml: what the team answered "not now" to, until when and why.

A line an answer, never changed: the newest about an alert counts. Columns: alert (its identity) ·
until: the day on which it comes back · because · amount: what it came to then, if it has one.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from config.mistakes import ConfigError
from config.settings import Config

NAME = "not_now.csv"
COLUMNS = ["alert", "until", "because", "amount"]
GROWN = Decimal("1.25")  # times what it came to, and it comes back before its day


@dataclass(frozen=True)
class NotNow:
    """One answer: an alert's identity, the day it comes back, the reason, its amount then."""

    alert: str
    until: date
    because: str
    amount: Decimal | None = None

    def holds(self, on: date, amount: Decimal | None) -> bool:
        """Whether the alert is still put off on a day on which it comes to an amount."""
        has_grown = None not in (amount, self.amount) and amount > GROWN * self.amount  # type: ignore[operator] # neither is None
        return on < self.until and not has_grown


def answers(config: Config) -> tuple[NotNow, ...]:
    """The newest answer about each alert; none without the file. Raises ConfigError."""
    file = _file(config)
    if not file.is_file():
        return ()
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as mistake:
        line = f"{NAME} cannot be read: {mistake}. Fix: save it as a CSV in UTF-8"
        raise ConfigError([line]) from None
    found: dict[str, NotNow] = {}
    for number, row in enumerate(rows, start=2):
        try:
            answer = NotNow(
                row["alert"], date.fromisoformat(row["until"]), row["because"] or "",
                _amount(row.get("amount")),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, InvalidOperation):
            wanted = ", ".join(COLUMNS)
            line = f"{NAME}:{number}: not an answer. Fix: correct the line ({wanted})"
            raise ConfigError([line]) from None
        found[answer.alert] = answer
    return tuple(found.values())


def _amount(cell: str | None) -> Decimal | None:
    """What it came to; None where that is not said. Raises ValueError, InvalidOperation."""
    amount = Decimal(cell) if cell else None
    if amount is not None and not amount.is_finite():
        raise ValueError
    return amount


def keep(config: Config, answer: NotNow) -> Path:
    """Append an answer; the file it is kept in. Raises OSError where the disk refuses."""
    file = _file(config)
    is_new = not file.is_file()
    with file.open("a", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        if is_new:
            rows.writerow(COLUMNS)
        rows.writerow([answer.alert, answer.until, answer.because, answer.amount or ""])
    return file


def _file(config: Config) -> Path:
    return config.resolve(NAME)
