"""Launches and other counts of use, and what they are divided into."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LaunchDaily:
    """Launches of one day, member and provider."""

    day: date
    bill_day: date
    origin: str | None
    provider: str
    launches: int
    source_file: str


@dataclass(frozen=True, slots=True)
class LaunchRepository:
    """Launches of one repository on one day."""

    day: date
    provider: str
    repository: str
    launches: int


@dataclass(frozen=True, slots=True)
class UsageDaily:
    """A count of users, sessions, downloads … of one day."""

    usage: str
    day: date
    label: str | None
    amount: Decimal
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class UsageBasis:
    """What a cost per launch, user, session … is the cost of, and who pays it."""

    usage: str
    unit: str
    accounts: list[str]
    origins: list[str]
    cost_source: str
    timezone: str
    basis: str


@dataclass(frozen=True, slots=True)
class UsageCost:
    """What a day cost, as the archive of the counts publishes it."""

    usage: str
    day: date
    cost: Decimal
    currency: str
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class UsageGap:
    """Days whose count is missing or too low, and why."""

    usage: str
    starts_on: date
    ends_on: date | None
    note: str
