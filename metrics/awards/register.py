"""The register: what is known of each award, as its letter, its budget and its funder say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Protocol, TypeVar

from duckdb import DuckDBPyConnection

from metrics.metric import metric
from metrics.once import once
from metrics.rows import rows

FEW = 3  # persons: what rests on fewer is not for everybody
OF_PEOPLE = ("people", "fringe")


@dataclass(frozen=True)
class Line:
    """A line of the budget, with the amount that was awarded first.

    persons  how many people it pays; null: not known
    """

    name: str
    kind: str
    amount: Decimal
    codes: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    persons: int | None = None
    fund_id: str = ""

    @property
    def few_people(self) -> bool:
        """Whether it pays fewer than three people, or nobody said how many."""
        return self.kind in OF_PEOPLE and (self.persons is None or self.persons < FEW)


@dataclass(frozen=True)
class Revision:
    """The amounts of all lines since a day; number 0 is the budget as it was awarded."""

    number: int
    on_day: date | None
    amounts: Mapping[str, Decimal]
    approved_by: str | None = None
    source: str | None = None

    @property
    def total(self) -> Decimal:
        """All lines together."""
        return sum(self.amounts.values(), Decimal(0))


@dataclass(frozen=True)
class Payment:
    """A payment of the funder.

    state  awarded | to_come | claimed | received     on_day  null: not known
    """

    amount: Decimal
    state: str
    on_day: date | None
    condition: str | None
    fund_id: str = ""


@dataclass(frozen=True)
class Report:
    """A report that the funder asks for, and who in the team writes it."""

    name: str
    due_on: date | None
    starts_on: date | None
    ends_on: date | None
    who: str | None
    fund_id: str = ""


@dataclass(frozen=True)
class Rate:
    """A line charged as a share of others; `base` is line → how much of it counts, null: all."""

    line: str
    rate: Decimal
    base: Mapping[str, Decimal | None]
    starts_on: date | None
    ends_on: date | None
    source: str | None
    source_on: date | None


@dataclass(frozen=True)
class Terms:
    """One fund as an award says of itself; null where nobody entered it.

    contact, signer  persons, who leave by name only     ask  who in the team knows
    rate  bank | receipt | month: the rule for costs in another currency; null: none
    interest_kept  a year, by the award's rule, of the team's years, from month `year_starts` on
    fee_rate, overhead_rate  a fiscal sponsor's fee, on receipt or on spending
    """

    fund_id: str
    name: str
    kind: str
    currency: str
    funder: str | None
    number: str | None
    title: str | None
    contact: str | None
    signer: str | None
    bank_account: str | None
    provider: str | None
    starts_on: date | None
    ends_on: date | None
    pre_award_days: int | None
    liquidation_days: int | None
    restriction: str | None
    letter: str | None
    codes: list[str]
    paid: str | None
    reimbursed_after_days: int | None
    cost_share: Decimal | None
    source: str | None
    source_on: date | None
    awarded: Decimal | None
    fee_rate: Decimal
    overhead_rate: Decimal
    rebudget_share: Decimal | None
    rebudget_floor: Decimal | None
    rebudget_source: str | None
    rebudget_on: date | None
    ask: str | None
    rate: str | None
    interest_kept: Decimal | None
    interest_source: str | None
    interest_on: date | None
    year_starts: int | None

    @property
    def is_reimbursed(self) -> bool:
        """Whether the funder pays costs back, once they are claimed."""
        return self.paid == "reimbursed" or (
            self.paid is None and self.reimbursed_after_days is not None
        )


@dataclass(frozen=True)
class Award(Terms):
    """One award with its budget, payments, reports and rates; what it has not is empty."""

    lines: tuple[Line, ...] = ()
    revisions: tuple[Revision, ...] = ()
    payments: tuple[Payment, ...] = ()
    reports: tuple[Report, ...] = ()
    rates: tuple[Rate, ...] = ()

    def revision(self, on: date) -> Revision | None:
        """The budget as it is on a day: the newest of that day or before; null without lines."""
        known = [each for each in self.revisions if each.on_day is None or each.on_day <= on]
        return known[-1] if known else None

    def received(self, on: date) -> Decimal | None:
        """What was received by a day, before any fee; null where no payment is entered."""
        if not self.payments:
            return None
        return sum(
            (
                each.amount
                for each in self.payments
                if each.state == "received" and (each.on_day is None or each.on_day <= on)
            ),
            Decimal(0),
        )

    @property
    def to_come(self) -> Decimal | None:
        """What is awarded, claimed or to come and not received; null where none is entered."""
        if not self.payments:
            return None
        return sum((p.amount for p in self.payments if p.state != "received"), Decimal(0))


@metric(unit="the fund's currency", grain="fund", rests_on=("funds",), kind="sum")
@once
def awards(db: DuckDBPyConnection) -> list[Award]:
    """Every fund as an award, the first to end first.

    Source: tables fund, award, award_line, award_revision, award_payment, award_report, line_rate
    ← dashboard.toml.
    """
    terms = _terms(db)
    lines = rows(
        db,
        Line,
        """
        select name, kind, amount, codes, categories, persons, fund_id
        from award_line
        order by position
        """,
    )
    payments = rows(
        db,
        Payment,
        """
        select amount, state, on_day, condition, fund_id from award_payment
        order by on_day nulls last, rowid
        """,
    )
    reports = rows(
        db,
        Report,
        """
        select name, due_on, starts_on, ends_on, who, fund_id
        from award_report
        order by due_on nulls last, rowid
        """,
    )
    changes, rates = _changes(db), _rates(db)
    return [
        Award(
            **{each.name: getattr(one, each.name) for each in fields(Terms)},
            lines=(own := _of(one, lines)),
            revisions=_revisions(own, _of(one, changes)),
            payments=_of(one, payments),
            reports=_of(one, reports),
            rates=tuple(rates.get(one.fund_id, ())),
        )
        for one in terms
    ]


def _terms(db: DuckDBPyConnection) -> list[Terms]:
    return rows(
        db,
        Terms,
        """
        select fund_id, name, kind, currency, funder, number, title, contact, signer, bank_account,
               provider, starts_on, ends_on, pre_award_days, liquidation_days, restriction, letter,
               coalesce(codes, []) as codes, paid, reimbursed_after_days, cost_share, source,
               source_on, awarded, fee_rate, overhead_rate, rebudget_share, rebudget_floor,
               rebudget_source, rebudget_on, ask, rate, interest_kept, interest_source,
               interest_on, year_starts
        from fund
        left join award using (fund_id)
        order by ends_on nulls last, fund_id
        """,
    )


def award(db: DuckDBPyConnection, *, fund: str) -> Award | None:
    """The award of a fund's id; null: there is no such fund."""
    return next((each for each in awards(db) if each.fund_id == fund), None)


class _Owned(Protocol):
    @property
    def fund_id(self) -> str: ...


Entry = TypeVar("Entry", bound=_Owned)


def _of(one: Terms, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(each for each in entries if each.fund_id == one.fund_id)


@dataclass(frozen=True)
class _Change:
    """The amount of one line since a day."""

    fund_id: str
    on_day: date
    line: str
    amount: Decimal
    approved_by: str | None
    source: str | None


def _changes(db: DuckDBPyConnection) -> list[_Change]:
    return rows(
        db,
        _Change,
        """
        select fund_id, on_day, line, amount, approved_by, source
        from award_revision
        order by on_day, rowid
        """,
    )


def _revisions(lines: Sequence[Line], changes: Sequence[_Change]) -> tuple[Revision, ...]:
    """The budget as awarded, and after each day on which lines got other amounts."""
    if not lines:
        return ()
    found = [Revision(0, None, {line.name: line.amount for line in lines})]
    for day, some in groupby(changes, key=lambda each: each.on_day):
        same_day = list(some)
        amounts = {**found[-1].amounts, **{each.line: each.amount for each in same_day}}
        last = same_day[-1]
        found.append(Revision(len(found), day, amounts, last.approved_by, last.source))
    return tuple(found)


@dataclass(frozen=True)
class _Rated:
    rate_id: int
    fund_id: str
    line: str
    rate: Decimal
    starts_on: date | None
    ends_on: date | None
    source: str | None
    source_on: date | None


@dataclass(frozen=True)
class _Base:
    rate_id: int
    line: str
    first: Decimal | None


def _rates(db: DuckDBPyConnection) -> Mapping[str, list[Rate]]:
    """The rates of each fund in the order of dashboard.toml, in which they rest on each other."""
    bases = rows(
        db, _Base, "select rate_id, line, first from line_rate_base order by rate_id, rowid"
    )
    rated = rows(
        db,
        _Rated,
        """
        select rate_id, fund_id, line, rate, starts_on, ends_on, source, source_on
        from line_rate
        order by rate_id
        """,
    )
    found: dict[str, list[Rate]] = defaultdict(list)
    for each in rated:
        base = {one.line: one.first for one in bases if one.rate_id == each.rate_id}
        found[each.fund_id].append(
            Rate(
                each.line, each.rate, base, each.starts_on, each.ends_on, each.source,
                each.source_on,
            )
        )  # fmt: skip
    return found
