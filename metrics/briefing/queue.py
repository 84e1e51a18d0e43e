"""The one queue of questions: what a person is asked, in the order in which answers matter.

First by the days by which the end of the money moves, then by money, then the rest: claims of the
notes, and last who is who. Of the notes only claims of late are asked: what was said long ago needs
no answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.data_quality import bill_doubts
from metrics.data_quality.bill_doubts import Question
from metrics.issues import claims
from metrics.issues.claim import Unknown
from metrics.issues.claims import Checked
from metrics.issues.issue_claims import UNKNOWN
from metrics.meetings.identity import WhoIs, who_is_who
from metrics.metric import metric
from metrics.runway.other_readings import other_readings

RECENT = timedelta(days=92)
WHICH = ("repository_not_named", "repository_ambiguous")  # causes that a person can settle
MOST_NAMES = 4  # repositories that are offered; of more a person names one in claims.toml
Reading = Literal["assumed", "other", "unknown", "repository", "no claim", "person", "nobody"]


@dataclass(frozen=True)
class Choice:
    """One answer.

    lines   of bills.toml, to be appended; "YYYY-MM-DD" in them is a day that a person gives
    values  of an entry of claims.toml, where it is about a claim; of people.toml, about a person:
            an empty "person" in them is a name that a person gives
    """

    reading: Reading
    lines: str = ""
    values: tuple[tuple[str, str | bool], ...] = ()

    @property
    def needs_day(self) -> bool:
        """Whether a person has to give a day with it."""
        return "YYYY-MM-DD" in self.lines

    @property
    def needs_name(self) -> bool:
        """Whether a person has to give a name with it."""
        return ("person", "") in self.values


@dataclass(frozen=True)
class Asked:
    """A question, with its answers: the likely one first, "nobody knows" last.

    runway_days  by which the other reading moves the end of the money; None: not known
    since        from which day on it could be asked; None: not known
    """

    fact: Question | Checked | WhoIs
    choices: tuple[Choice, ...]
    runway_days: int | None = None
    since: date | None = None

    @property
    def has_likely(self) -> bool:
        """Whether the first answer is the likely one: of several people none is."""
        if isinstance(self.fact, WhoIs):
            return self.fact.kind != "handle" and len(self.fact.candidates) == 1
        return True

    @property
    def identity(self) -> str:
        """The same for as long as the same is asked."""
        if isinstance(self.fact, Question):
            return self.fact.question_id
        if isinstance(self.fact, WhoIs):
            others = self.fact.candidates if self.fact.kind != "handle" else ()
            return f"who is {self.fact.name}: {', '.join(others)}"
        return f"{self.fact.claim.meeting_id}: {self.fact.claim.quote}"


@dataclass(frozen=True)
class Waiting:
    """How many questions are open, how much money they are about, and the age of the oldest.

    up_to   by currency, the differences of all together; currencies are never added
    oldest  days; None: not known
    """

    count: int
    up_to: tuple[tuple[str, Decimal], ...] = ()
    oldest: int | None = None


@metric(
    unit="days of runway, and the bill's currency", grain="question",
    rests_on=("billing", "funds", "notes", "github"), kind="simulated",
)  # fmt: skip
def queue(db: DuckDBPyConnection, *, as_of: date) -> list[Asked]:
    """Every open question, the one first whose answer moves the end of the money most.

    Source: billing_question, billing_question_day; claim; identity_question; else as
    `other_readings`.
    """
    open_ones = [each for each in bill_doubts.questions(db) if each.is_open]
    moved = {each.question.question_id: each.days for each in other_readings(db)}
    bills = [
        Asked(each, _choices(each), moved.get(each.question_id), _past(each.since, as_of))
        for each in open_ones
    ]
    bills.sort(key=lambda each: -abs(each.runway_days or 0))  # then by money, as they came
    return [*bills, *_claims(db, as_of), *_people(db, as_of)]


@metric(
    unit="questions, the bill's currency, days", grain="one",
    rests_on=("billing", "notes", "github"), kind="count",
)  # fmt: skip
def waiting(
    db: DuckDBPyConnection, *, as_of: date, without: frozenset[str] = frozenset()
) -> Waiting:
    """The questions of the queue in one line; nothing is simulated. Source: as `queue`.

    without  questions about bills, by their identity, that the team put off
    """
    every = [each for each in bill_doubts.questions(db) if each.is_open]
    bills = [each for each in every if each.question_id not in without]
    money: dict[str, Decimal] = {}
    for each in bills:
        money[each.currency or ""] = money.get(each.currency or "", Decimal(0)) + each.amount
    asked = [*_claims(db, as_of), *_people(db, as_of)]
    since = [*(_past(each.since, as_of) for each in bills), *(each.since for each in asked)]
    days = [(as_of - day).days for day in since if day]
    return Waiting(
        len(bills) + len(asked),
        tuple(sorted(money.items(), key=lambda each: (-each[1], each[0]))),
        max(days, default=None),
    )


def _past(day: date | None, as_of: date) -> date | None:
    """A day that is not after the build's; of a pinned build the files may be newer."""
    return day if day and day <= as_of else None


def _choices(found: Question) -> tuple[Choice, ...]:
    readings: tuple[tuple[Reading, str], ...] = (
        ("assumed", found.as_assumed), ("other", found.as_other), ("unknown", found.as_unknown),
    )  # fmt: skip
    if found.kind == "undated":  # the day is what is asked; to leave it out is the way out
        readings = (readings[1], readings[0], readings[2])
    return tuple(Choice(reading, lines) for reading, lines in readings if lines)


def _claims(db: DuckDBPyConnection, as_of: date) -> Iterator[Asked]:
    """Counts of late whose repository the notes do not name."""
    known = rows.column(
        db, "select full_name from repo where unreachable_since is null order by full_name"
    )
    for each in claims.claims(db, as_of=as_of):
        answer, held = each.finding.answer, each.claim.held_on
        if each.is_resting or held is None or held < as_of - RECENT:
            continue
        if isinstance(answer, Unknown) and answer.cause in WHICH:
            names = [*(answer.names or known)]
            if len(names) <= MOST_NAMES:
                yield Asked(each, tuple(_of_claim(each, names)), since=held)


def _of_claim(found: Checked, names: list[str]) -> Iterator[Choice]:
    which = (("meeting", found.claim.meeting_id), ("quote", found.claim.quote))
    for name in (*names, "all"):
        yield Choice("repository", values=(*which, ("repo", name)))
    yield Choice("no claim", values=(*which, ("claim", False)))
    yield Choice("unknown", values=(*which, ("repo", UNKNOWN)))


def _people(db: DuckDBPyConnection, as_of: date) -> Iterator[Asked]:
    for each in who_is_who(db, as_of=as_of):
        yield Asked(each, tuple(_of_person(each)))


def named(asked: Asked, choice: Choice, name: str) -> Choice:
    """The answer with a name that a person gave, and the handles that are known to be theirs."""
    fact, values = asked.fact, dict(choice.values)
    if not choice.needs_name or not isinstance(fact, WhoIs):
        return choice
    given = " ".join(name.split())
    known = dict(zip(map(str.casefold, fact.candidates), fact.candidate_handles, strict=True))
    own = f"{known.get(given.casefold(), '')} {values['handles']}".strip()
    return replace(choice, values=tuple({**values, "person": given, "handles": own}.items()))


def _of_person(found: WhoIs) -> Iterator[Choice]:
    """Whose spelling it is: one of those it may be, another person's, or not known."""
    if found.kind == "handle":
        whose = (("handle", found.name.lstrip("@")), ("handles", found.handle or ""))
        yield Choice("person", values=(("person", ""), *whose))
        yield Choice("nobody", values=(("person", found.name), *whose))
        yield Choice("unknown", values=(("unknown", found.name),))
        return
    for name, handles in zip(found.candidates, found.candidate_handles, strict=True):
        own = " ".join(filter(None, (handles, found.handle))) if found.handle else ""
        yield Choice(
            "person", values=(("person", name), ("alias", found.name), ("handles", own))
        )  # fmt: skip
    others = found.candidates[0] if found.kind == "same" else ""
    yield Choice("nobody", values=(("person", found.name), ("apart", others)))
    yield Choice("unknown", values=(("unknown", found.name),))
