"""What other hosts answered about balances: one answer a day is kept, as raw files.

    data/raw/funds/<host>/<account>/answers.jsonl    one a line, with its moment, oldest first

The newest of each month is a statement of its fund; the days between are kept, and not shown.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from config import Fund, House
from pipelines import raw
from warehouse.records import SourceRun

NAME = "funds"
FILE = "answers.jsonl"


def add(folder: Path, answer: dict[str, Any], now: datetime) -> None:
    """Keep an answer; an earlier one of its day goes. Raises unit.Damaged."""
    asked_at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    file = folder / FILE
    others = [each for each in raw.lines(file) if each["asked_at"][:10] != asked_at[:10]]
    raw.save_lines(file, [*others, {"asked_at": asked_at, **answer}])


def of(folder: Path) -> list[dict[str, Any]]:
    """Every answer, oldest first. Raises unit.Damaged."""
    return sorted(raw.lines(folder / FILE), key=lambda each: str(each["asked_at"]))


def moment(answer: dict[str, Any]) -> datetime:
    """When it was given, naive UTC."""
    return datetime.fromisoformat(answer["asked_at"]).astimezone(UTC).replace(tzinfo=None)


def last_of_months(answers: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest answer of each month, oldest first."""
    return list({each["asked_at"][:7]: each for each in answers}.values())


def day(answer: dict[str, Any]) -> date:
    """The day of an answer, in UTC as the days of bills."""
    return moment(answer).date()


def reference(address: str, account: str, answer: dict[str, Any]) -> str:
    """Where and when a balance was read: what makes it a confirmed one."""
    return f"{address}, {account}, {moment(answer):%Y-%m-%d %H:%M} UTC"


def currency(house: House, fund: Fund) -> str:
    """The fund's currency."""
    return fund.currency or house.config.project.currency


def not_asked(unit: str) -> SourceRun:
    """What is said of an account that no run has asked about."""
    return SourceRun(
        NAME, unit, "failed", message="not asked yet", remedy="run python -m pipelines"
    )


def other_currency(unit: str, fund: Fund, own: str, found: str) -> SourceRun:
    """What is said of a balance in another currency than its fund: it is not taken."""
    return SourceRun(
        NAME, unit, "failed", passing=False,
        message=f"it holds {found}, and the fund {fund.id!r} is in {own}: it is not taken",
        remedy=f'set currency = "{found}" in that [[funds]] if this is right, else correct the '
        "account that it names",
    )  # fmt: skip
