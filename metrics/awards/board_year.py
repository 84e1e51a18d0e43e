"""A fiscal year of all sources against one budget: awards, own money, and costs of none of them.

Currencies and means (cash, credits, help in kind) are apart and are never added.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.awards.charges import Unassigned, charges
from metrics.awards.claims import Claiming, claiming
from metrics.awards.costs import costs
from metrics.awards.interest import Interest, interest
from metrics.awards.position import Figures, LinePosition, Position, hides, merged, position
from metrics.awards.register import Award, awards
from metrics.data_quality.sources import info
from metrics.funds.holdings import MEANS, OF_KIND
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.own_funds import OwnFund, own_funds

ZERO = Decimal(0)
COUNTED_ONCE = "in_books"  # a cost that books hold, too, is no cost of its own


@dataclass(frozen=True)
class Source:
    """One source in its own currency over a fiscal year; null: not known.

    received   in the year so far     to_come  by its payments, not received, to the year's end
    charged    in the year so far, to the cent; its lines add up to it
    projected  what Runway's plan draws from it in the rest of the year, in whole units
    received_before, charged_before  in the year before
    lines      as everybody may see them; without a budget one of kind whole; null: the source
               rests on fewer than three people
    claiming   of an award that pays costs back, for costs to the same day
    interest   by that day; null: not entered, not booked     earned  of it, in the year
    """

    found: Position
    received: Decimal | None
    to_come: Decimal | None
    charged: Decimal
    projected: Decimal | None
    received_before: Decimal | None
    charged_before: Decimal | None
    lines: tuple[LinePosition, ...] | None
    claiming: Claiming | None
    interest: Interest | None
    earned: Decimal | None

    @property
    def figures(self) -> Figures:
        """All its amounts that may hold what few people are paid."""
        total = self.found.total
        return (
            total.approved, total.before, self.charged, self.received, self.to_come,
            self.projected, self.received_before, self.charged_before,
        )  # fmt: skip

    @property
    def award(self) -> Award:
        """Its terms."""
        return self.found.award


@dataclass(frozen=True)
class Group:
    """All sources of one currency and one means; nothing else is added to them.

    rows         the sources that are one row for everybody: one that rests on fewer than three
                 people is one with others, since all others and the total would give it back
    is_withheld  nothing else of the group hides such a source: its amounts are for editors
    unnamed      income of ledgers that names no fund; it may be an instalment of one; null: none
    unassigned   reason → costs of the year that no source was charged, to the cent
    """

    currency: str
    means: str
    sources: tuple[Source, ...]
    unnamed: Decimal | None
    unassigned: Mapping[str, Decimal]

    @property
    def rows(self) -> tuple[tuple[Source, ...], ...]:
        """The sources of each row."""
        few = [each for each in self.sources if each.lines is None]
        if not few or self.is_withheld:
            return tuple((each,) for each in self.sources)
        one = (*few, *_hiding(few, self.sources))
        return one, *((each,) for each in self.sources if each not in one)

    @property
    def is_withheld(self) -> bool:
        """Whether its amounts are for editors alone."""
        few = [each for each in self.sources if each.lines is None]
        return bool(few) and not _hiding(few, self.sources)

    def shows(self, source: Source) -> bool:
        """Whether what is charged to a source may be told of it alone, by everybody."""
        return not self.is_withheld and (source,) in self.rows

    @property
    def charged_to_none(self) -> Decimal:
        """Costs of the year in no source; what books hold, too, is counted there."""
        return sum((v for k, v in self.unassigned.items() if k != COUNTED_ONCE), ZERO)


def _hiding(few: Sequence[Source], every: Sequence[Source]) -> tuple[Source, ...]:
    """The largest sources behind which those of few people hide; empty: there are none."""
    others = sorted((e for e in every if e.lines is not None), key=lambda each: -each.charged)
    for count in range(1, len(others) + 1):
        if hides([each.figures for each in few], [each.figures for each in others[:count]]):
            return tuple(others[:count])
    return ()


@dataclass(frozen=True)
class Pending:
    """An award that is hoped for and committed by nobody; `chance` is the team's own."""

    name: str
    amount: Decimal
    currency: str
    chance: float
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Year:
    """A fiscal year; figures are up to `until`, its last day or the day of the data."""

    first: date
    last: date
    until: date
    groups: tuple[Group, ...]
    pending: tuple[Pending, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is still to come."""
        return self.until == self.last


@dataclass(frozen=True)
class _Came:
    day: date
    ledger: str
    fund_id: str | None
    currency: str
    amount: Decimal


def board_year(db: DuckDBPyConnection, *, first: date, last: date) -> Year:
    """All sources that were open in the year, or were charged or received anything in it.

    Source: metrics awards.position, awards.charges, runway.own_funds; tables income_daily,
    pending_award. Raises ValueError for a year that begins after the data.
    """
    as_of = info(db).as_of
    if first > as_of:
        raise ValueError(f"the year begins on {first}, after the data, {as_of}")
    until, came = min(last, as_of), _came(db, as_of)
    known = awards(db)
    plans = {} if until == last else {
        each.fund_id: each for each in own_funds(db, funds=tuple(a.fund_id for a in known))
    }  # fmt: skip
    found = [_source(db, award, came, plans, (first, until, last)) for award in known]
    kept = [each for each in found if _is_of(each, first, last)]
    left = [e for e in charges(db).unassigned if first <= e.cost.day <= until]
    return Year(
        first, last, until, _groups(db, kept, _unnamed(came, first, until), left),
        () if until == last else _pending(db, last),
    )  # fmt: skip


def _source(
    db: DuckDBPyConnection,
    award: Award,
    came: Sequence[_Came],
    plans: Mapping[str, OwnFund],
    days: tuple[date, date, date],
) -> Source:
    first, until, last = days
    found = position(db, fund=award.fund_id, first=first, last=until)
    before, eve = first - relativedelta(years=1), first - ONE_DAY
    earlier = position(db, fund=award.fund_id, first=before, last=eve)
    if found is None or earlier is None:
        raise ValueError(f"{award.fund_id} is in no build")
    earned = interest(db, fund=award.fund_id, to=until)
    past = interest(db, fund=award.fund_id, to=eve)
    return Source(
        found, _received(award, came, first, until), _to_come(award, until, last),
        found.total.this_period, _projected(award, plans, last),
        _received(award, came, before, eve) if _begins(award, came, before, eve) else None,
        earlier.total.this_period if _is_charged_since(db, award, before, eve) else None,
        merged(found.lines) if award.lines else (_whole(found),),
        claiming(db, fund=award.fund_id, to=until), earned,
        None if earned is None else earned.amount - (past.amount if past else ZERO),
    )  # fmt: skip


def _whole(found: Position) -> LinePosition:
    """An award without a budget by line: what was awarded, and all that is charged to it."""
    total = found.total
    return LinePosition("", "whole", total.approved, total.before, total.this_period, total.how)


def _is_of(source: Source, first: date, last: date) -> bool:
    award = source.award
    is_open = (award.starts_on or last) <= last and (award.ends_on or first) >= first
    return is_open or bool(source.charged or source.received)


def _received(award: Award, came: Sequence[_Came], first: date, last: date) -> Decimal | None:
    """By its payments, else by the ledgers that name it, net of its fee; null: not known."""
    if award.payments:
        got = [each for each in award.payments if each.state == "received"]
        if any(each.on_day is None for each in got):
            return None
        return sum((p.amount for p in got if p.on_day and first <= p.on_day <= last), ZERO)
    own = [each for each in came if each.fund_id == award.fund_id]
    if not own or any(each.currency != award.currency for each in own):
        return None
    got_net = sum((each.amount for each in own if first <= each.day <= last), ZERO)
    return round(got_net * (1 - award.fee_rate), 2)


def _begins(award: Award, came: Sequence[_Came], first: date, last: date) -> bool:
    """Whether what it received is known since a day: by payments, or by its ledgers' reach."""
    if award.payments:
        return True
    named = {each.ledger for each in came if each.fund_id == award.fund_id}
    begun = [min(each.day for each in came if each.ledger == ledger) for ledger in named]
    return bool(begun) and _reach(award, begun, first, last)


def _is_charged_since(db: DuckDBPyConnection, award: Award, first: date, last: date) -> bool:
    """Whether the books and bills that charge it reach back to a day."""
    named = {e.cost.account for e in charges(db).charges if e.cost and e.fund_id == award.fund_id}
    begun: dict[str, date] = {}
    for each in costs(db):
        if each.account in named:
            begun[each.account] = min(each.day, begun.get(each.account, each.day))
    return bool(begun) and _reach(award, begun.values(), first, last)


def _reach(award: Award, begun: Iterable[date], first: date, last: date) -> bool:
    """Whether each record begins in the first month of a year, or in the award's first in it.

    An award that begins later has nothing before it that a record would have to reach.
    """
    start = max(first, award.starts_on or first)
    until = start.replace(day=1) + relativedelta(months=1)
    return start > last or all(day < until for day in begun)


def _to_come(award: Award, until: date, last: date) -> Decimal | None:
    """Null where no payment is entered, or one has no day; a late one is still to come."""
    if until == last:
        return ZERO
    coming = [each for each in award.payments if each.state != "received"]
    if not award.payments or any(each.on_day is None for each in coming):
        return None
    return sum((each.amount for each in coming if each.on_day and each.on_day <= last), ZERO)


def _projected(award: Award, plans: Mapping[str, OwnFund], last: date) -> Decimal | None:
    """What the plan draws from it after today; null without a plan, a balance or its currency."""
    own = plans.get(award.fund_id)
    if own is None or not own.ahead or own.currency != award.currency:
        return None
    if own.horizon < last or all(each.monthly is None for each in plans.values()):
        return None
    left = [amount for day, amount in own.ahead if day <= last]
    return (left[0] - left[-1]).quantize(Decimal(1))


def _unnamed(came: Sequence[_Came], first: date, until: date) -> Mapping[str, Decimal]:
    """Income of the year that no fund names, by currency."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in came:
        if each.fund_id is None and first <= each.day <= until:
            sums[each.currency] += each.amount
    return {currency: round(amount, 2) for currency, amount in sums.items()}


def _groups(
    db: DuckDBPyConnection,
    found: Sequence[Source],
    unnamed: Mapping[str, Decimal],
    left: Sequence[Unassigned],
) -> tuple[Group, ...]:
    """By means and currency, the team's own currency first."""
    own = info(db).currency
    sources: dict[tuple[str, str], list[Source]] = defaultdict(list)
    exact: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for each in found:
        sources[OF_KIND[each.award.kind], each.award.currency].append(each)
    for one in left:
        exact[one.cost.means, one.cost.currency][one.reason] += one.amount
    keys = {*sources, *exact, *(("cash", currency) for currency in unnamed)}
    return tuple(
        Group(
            currency, means, tuple(sources[means, currency]),
            unnamed.get(currency) if means == "cash" else None,
            {why: round(v, 2) for why, v in sorted(exact[means, currency].items())},
        )
        for means, currency in sorted(keys, key=lambda k: (MEANS.index(k[0]), k[1] != own, k[1]))
    )  # fmt: skip


def _came(db: DuckDBPyConnection, as_of: date) -> list[_Came]:
    return rows.rows(
        db,
        _Came,
        """
        select day, ledger, fund_id, currency, amount
        from income_daily
        where day <= ?
        order by all
        """,
        [as_of],
    )


def _pending(db: DuckDBPyConnection, last: date) -> tuple[Pending, ...]:
    """Those that may begin in the year."""
    return tuple(
        rows.rows(
            db,
            Pending,
            """
            select name, amount, currency, probability as chance, starts_on, ends_on
            from pending_award
            where starts_on <= ?
            order by starts_on, award_id
            """,
            [last],
        )
    )
