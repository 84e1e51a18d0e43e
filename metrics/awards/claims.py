"""Awards that pay costs back (2 CFR 200.305(b)): spent, claimed, paid, and what to claim now.

What is claimed is what a person entered, never what was charged: a cost that came late, or changed
after its claim, is in the next one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics.awards.charges import Charge
from metrics.awards.position import position
from metrics.awards.register import Award
from metrics.data_quality.sources import info
from metrics.metric import metric
from metrics.rows import row, rows

Doubt = Literal["not_kept", "unread", "missing", "later"]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Claim:
    """A claim that was sent, through the last day of its costs."""

    on_day: date
    through: date
    amount: Decimal
    source: str | None


@dataclass(frozen=True)
class Claiming:
    """What a reimbursed award was charged to a day, to the cent, and what of it was claimed.

    spent   booked, entered or by rule, never planned
    paid    by its payments, else by the ledgers that name the fund; null: not known
    few_people  a line of it pays fewer than three people: its rows are for editors and the funder
    doubt   why nobody knows what to claim: not_kept: no file of claims is set up · unread: a line
            of it could not be read · missing: more was paid, or is entered as claimed, than the
            claims come to · later: a claim goes beyond the day
    """

    award: Award
    to: date
    spent: Decimal
    claims: tuple[Claim, ...]
    paid: Decimal | None
    doubt: Doubt | None
    few_people: bool = False

    @property
    def claimed(self) -> Decimal:
        """All that was claimed."""
        return sum((each.amount for each in self.claims), ZERO)

    @property
    def through(self) -> date | None:
        """The last day of the costs that were claimed; null: none were."""
        return max((each.through for each in self.claims), default=None)

    @property
    def to_claim(self) -> Decimal | None:
        """What was spent and is not claimed; below zero: too much is claimed. null: not known."""
        return None if self.doubt else self.spent - self.claimed

    @property
    def over_award(self) -> Decimal:
        """Of what is to be claimed, what is more than was awarded."""
        if self.award.awarded is None or self.to_claim is None:
            return ZERO
        return max(ZERO, min(self.to_claim, self.spent - self.award.awarded))


@dataclass(frozen=True)
class Part:
    """A row of a claim: a charge of the days after the last one, or what came to those before.

    charge  null: all that was charged up to the last claim, less what was claimed
    """

    day: date
    amount: Decimal
    charge: Charge | None


@metric(unit="the fund's currency", grain="one", rests_on=("funds", "billing"), kind="sum")
def claiming(db: DuckDBPyConnection, *, fund: str, to: date | None = None) -> Claiming | None:
    """Spent, claimed and paid of an award that pays costs back; null: it is none.

    to  the last day of the costs; null: the day of the build
    Source: metrics awards.position, awards.awards; tables award_claim ← [funding] claims, reject.
    """
    as_of = info(db).as_of
    day = to or as_of
    found = position(db, fund=fund, last=day)
    if found is None or not found.award.is_reimbursed:
        return None
    claims = rows(
        db,
        Claim,
        """
        select on_day, through, amount, source
        from award_claim
        where fund_id = ? and on_day <= ?
        order by on_day, through, rowid
        """,
        [fund, as_of],
    )
    received = found.award.received(as_of)
    paid = found.received if received is None else received
    doubt = _doubt(db, found.award, claims, paid, day)
    few = any(line.few_people and line.cumulative for line in found.lines)
    return Claiming(found.award, day, found.total.cumulative, tuple(claims), paid, doubt, few)


def _doubt(
    db: DuckDBPyConnection, own: Award, claims: Sequence[Claim], paid: Decimal | None, day: date
) -> Doubt | None:
    state = row(
        db,
        _State,
        """
        select claims is not null as is_kept,
               coalesce(bool_and(status in ('ok', 'stale') and rejected = 0), false) as is_read
        from funding_setting
        left join source_run on source = 'funds' and unit = claims
        group by claims
        """,
    )
    if state is None or not state.is_kept:
        return "not_kept"
    if not state.is_read:
        return "unread"
    entered = sum((each.amount for each in own.payments if each.state == "claimed"), ZERO)
    if entered + (paid or ZERO) > sum((each.amount for each in claims), ZERO):
        return "missing"
    return "later" if any(each.through > day for each in claims) else None


@dataclass(frozen=True)
class _State:
    is_kept: bool
    is_read: bool


def parts(found: Claiming, every: Iterable[Charge]) -> list[Part]:
    """The rows of what is to be claimed of all charges, oldest first; exact."""
    since = found.through or date.min
    own = [each for each in every if each.fund_id == found.award.fund_id and each.day <= found.to]
    before = sum((each.amount for each in own if each.day <= since), ZERO) - found.claimed
    late = [Part(since, before, None)] if round(before, 2) else []
    new = sorted((each for each in own if each.day > since), key=lambda each: each.day)
    return [*late, *(Part(each.day, each.amount, each) for each in new)]
