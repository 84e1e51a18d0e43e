"""One claim of the notes, and the answer of the records as facts: codes, figures, days."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

_ABOUT = re.compile(
    r"(\b(?:about|around|roughly|approximately|approx|almost|nearly|some|circa)\b|[~≈])", re.I
)
_OVER = re.compile(r"\b(?:more than|over|at least|upwards of)\b|\d\+", re.I)
_UNDER = re.compile(r"\b(?:less than|fewer than|under|at most|up to|below)\b", re.I)

Cause = Literal[
    "share", "no_dated_meeting", "no_earlier_meeting",
    "no_repository_read", "repository_not_named", "repository_ambiguous", "repository_not_read",
    "reading_incomplete", "read_before_end",
    "amount_range", "not_a_currency", "saving", "plan", "part",
    "no_bill", "bills_incomplete", "no_balance", "no_net_spending", "no_record",
]  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """A number in the notes; `previous_on` is the day of the series' meeting before."""

    meeting_id: str
    held_on: date | None
    series: str | None
    previous_on: date | None
    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    subject: str
    quote: str
    source_file: str
    source_line: int

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.source_file}:{self.source_line}"


@dataclass(frozen=True)
class IssueCount:
    """GitHub's count from `first` to `last`, both days whole, UTC; open: at the end of `last`.

    repo   empty: all repositories read
    pulls  pull requests closed as well, where only both together are the claimed number
    """

    event: Literal["open", "closed", "merged"]
    repo: str
    first: date
    last: date
    count: int
    pulls: int | None = None


@dataclass(frozen=True)
class BilledAmount:
    """The bills of one month, or a month at the mean of three (`month` is None).

    category  one category of spending; None: all     basis  before (gross) or after credits
    """

    amount: Decimal
    currency: str
    basis: Literal["gross", "payable"]
    category: str | None = None
    month: date | None = None


@dataclass(frozen=True)
class Awarded:
    """The award of a fund."""

    fund: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class StatedBalance:
    """A stated balance near the day of the claim."""

    fund: str
    amount: Decimal
    currency: str
    on_day: date


@dataclass(frozen=True)
class MonthsLeft:
    """How long the balances stated then last at the burn of the three months before."""

    balance: Decimal
    per_month: Decimal
    currency: str
    months: Decimal


@dataclass(frozen=True)
class Unknown:
    """Why a claim cannot be checked.

    names  repositories that may be meant, or the one that is not read (to the end)
    day    until which it was read; of the month without a bill; before which figures are missing
    closed, repositories  issues closed in all repositories read, where none is named
    """

    cause: Cause
    names: tuple[str, ...] = ()
    day: date | None = None
    unit: str = ""
    closed: int | None = None
    repositories: int | None = None


Answer = IssueCount | BilledAmount | Awarded | StatedBalance | MonthsLeft


@dataclass(frozen=True)
class Finding:
    """The records' answer to a claim.

    verdict  unknown: it cannot be checked; no claim: claims.toml settled that it is none
    answer   what the records hold instead; None for no claim
    query    what to type into GitHub's own search to see for oneself, and its address
    """

    verdict: Literal["agrees", "differs", "unknown", "no claim"]
    answer: Answer | Unknown | None = None
    counted: float | None = None
    query: str = ""
    url: str = ""


def unknown(
    cause: Cause,
    *names: str,
    day: date | None = None,
    unit: str = "",
    closed: int | None = None,
    repositories: int | None = None,
) -> Finding:
    """The finding that a claim cannot be checked, with its cause."""
    return Finding("unknown", Unknown(cause, names, day, unit, closed, repositories))


def agrees(claim: Claim, counted: float, *, slack: float = 0) -> bool:
    """Whether a count is the claimed one, heeding "about", "more than", "up to" and ranges.

    slack  how far apart they may be in any case; "about" allows a tenth on top
    """
    low = claim.value if claim.low is None else claim.low
    high = claim.value if claim.high is None else claim.high
    if low is None and high is None:
        return False
    low, high = (high if low is None else low) or 0, (low if high is None else high) or 0
    if _ABOUT.search(claim.quote):
        slack = max(slack, 0.1 * abs(high))
    above = counted >= low - slack or bool(_UNDER.search(claim.quote))
    below = counted <= high + slack or bool(_OVER.search(claim.quote))
    return above and below


def rounding(value: float) -> float:
    """Half of the last place that a number is rounded to: 50 for 3,900, 0.5 for 3,738."""
    digits = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    if "." in digits:
        return 0.5 / float(10 ** len(digits.split(".")[1]))
    return 0.5 * float(10 ** (len(digits) - len(digits.rstrip("0"))))
