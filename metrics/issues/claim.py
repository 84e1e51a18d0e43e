"""One claim of the notes, and what the records say to it."""

import re
from dataclasses import dataclass
from datetime import date

from metrics import words

_ABOUT = re.compile(
    r"(\b(?:about|around|roughly|approximately|approx|almost|nearly|some|circa)\b|[~≈])", re.I
)
_OVER = re.compile(r"\b(?:more than|over|at least|upwards of)\b|\d\+", re.I)
_UNDER = re.compile(r"\b(?:less than|fewer than|under|at most|up to|below)\b", re.I)


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
    def said(self) -> str:
        """The claimed number as the notes say it: "50", "6 to 8"."""
        ends = [end for end in (self.value, self.low, self.high) if end is not None]
        return " to ".join(_plain(end) for end in ends)

    @property
    def meeting(self) -> str:
        """The meeting in words: "20 Sep 2018, team"."""
        return f"{words.day(self.held_on)}, {self.series}" if self.held_on else "in no meeting"

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self.source_file}:{self.source_line}"


@dataclass(frozen=True)
class Finding:
    """What the records say to a claim.

    verdict  agrees | differs | unknown (it cannot be checked) | no claim (a person settled that)
    answer   the sentence, such as "GitHub counts 47 (16 Aug – 20 Sep, lab/hub); the notes say 50"
    query    what to type into GitHub's own search to see for oneself, and its address
    """

    verdict: str
    answer: str
    counted: float | None = None
    query: str = ""
    url: str = ""


def unknown(why: str) -> Finding:
    """The finding that a claim cannot be checked, and why."""
    return Finding("unknown", f"Cannot be checked: {why}.")


def agrees(claim: Claim, counted: float, *, slack: float = 0) -> bool:
    """Whether a count is what the claim says, heeding "about", "more than", "up to" and ranges.

    slack  how far apart they may be in any case; "about" allows a tenth besides
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
    """Half of the last place a number is told to: 50 for 3,900, 0.5 for 3,738."""
    digits = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    if "." in digits:
        return 0.5 / float(10 ** len(digits.split(".")[1]))
    return 0.5 * float(10 ** (len(digits) - len(digits.rstrip("0"))))


def _plain(number: float) -> str:
    return words.number(number, 0 if float(number).is_integer() else 1)
