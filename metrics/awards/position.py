"""An award line by line: approved, charged before and in a period, remaining, and not explained."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.awards.charges import Charge, Unassigned, charges
from metrics.awards.register import Award, Revision, award
from metrics.data_quality.sources import info
from metrics.funds.holdings import holdings
from metrics.metric import metric
from metrics.runway.inputs.balances import Statement, statements

SHARE, FLOOR = Decimal("0.1"), Decimal(1_000)  # asked above both, where the funder names no rule
DOUBT = Decimal("0.01")  # of what is spent, or DOUBT_OVER in money: a report is provisional
DOUBT_OVER = Decimal(100)
HOW = ("booked", "entered", "by_rule")


@dataclass(frozen=True)
class LinePosition:
    """One line of a budget in the award's currency, rounded to the cent.

    name, kind  "" and other: charged and in no line; "" and fee: a fiscal sponsor's fee
    how         booked, entered or by_rule, each that its charges have, in this order
    sources     where its splits and rules are from
    few_people  it pays fewer than three people, or nobody said how many: for editors alone
    """

    name: str
    kind: str
    approved: Decimal | None
    before: Decimal
    this_period: Decimal
    how: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    few_people: bool = False

    @property
    def cumulative(self) -> Decimal:
        """Charged to the end of the period."""
        return self.before + self.this_period

    @property
    def remaining(self) -> Decimal | None:
        """The budget less what is charged, negative where it is overrun; null: no budget."""
        return None if self.approved is None else self.approved - self.cumulative

    @property
    def share(self) -> Decimal | None:
        """Charged of the budget; null without one."""
        return self.cumulative / self.approved if self.approved else None

    @property
    def is_overrun(self) -> bool:
        """Whether more is charged than the line has."""
        return self.remaining is not None and self.remaining < 0


@dataclass(frozen=True)
class Position:
    """One award over a period, whose last day is included.

    first       null: since its beginning
    total       all lines; its parts add up to it as shown
    statement   the newest of that day or before with an amount; null: there is none
    spent_stated   the award less the statement     charged_stated  charged to its day
    received    by its payments, else by the ledgers that name the fund; null: not known
    unassigned  costs that belong to it and that it may not pay
    """

    award: Award
    first: date | None
    last: date
    lines: tuple[LinePosition, ...]
    total: LinePosition
    revision: Revision | None
    statement: Statement | None
    spent_stated: Decimal | None
    charged_stated: Decimal | None
    received: Decimal | None
    unassigned: tuple[Unassigned, ...] = ()

    @property
    def not_explained(self) -> Decimal | None:
        """What the statement says was spent and no charge explains; null: not known."""
        if self.spent_stated is None or self.charged_stated is None:
            return None
        return self.spent_stated - self.charged_stated

    @property
    def is_provisional(self) -> bool:
        """Whether what is not explained is above 1 % of what was spent, or above 100."""
        left = abs(self.not_explained or Decimal(0))
        return left > DOUBT_OVER or left > DOUBT * abs(self.spent_stated or Decimal(0))

    @property
    def time_share(self) -> Decimal | None:
        """Days gone of the award's days; null without a first or a last day."""
        start, end = self.award.starts_on, self.award.ends_on
        if start is None or end is None:
            return None
        gone, whole = (self.last - start).days + 1, (end - start).days + 1
        return min(Decimal(1), max(Decimal(0), Decimal(gone) / whole))


@metric(unit="the fund's currency", grain="budget line",
        rests_on=("funds", "billing"), kind="sum")  # fmt: skip
def position(
    db: DuckDBPyConnection, *, fund: str, first: date | None = None, last: date | None = None
) -> Position | None:
    """One award line by line; null where there is no such fund.

    first, last  the days of a report; without a last one, to its newest statement, else today
    Source: metrics awards.charges, awards.awards; tables fund_balance, income_daily.
    """
    found = award(db, fund=fund)
    if found is None:
        return None
    stated = _newest(db, fund, last or info(db).as_of)
    until = last or (stated.on_day if stated else info(db).as_of)
    known = charges(db)
    own = [each for each in known.charges if each.fund_id == fund]
    revision = found.revision(until)
    lines = _lines(found, revision, own, first, until)
    approved = revision.total if revision else found.awarded
    to_date = _lines(found, revision, own, None, stated.on_day) if stated else ()
    income = {each.fund_id: each.received for each in holdings(db)}
    received = found.received(until)
    return Position(
        found, first, until, lines, _total(lines, approved), revision, stated,
        _spent(found, stated), _total(to_date, approved).cumulative if stated else None,
        income.get(fund) if received is None else received,
        tuple(each for each in known.unassigned if each.fund_id == fund),
    )  # fmt: skip


def variance_asked(line: LinePosition, award: Award) -> bool:
    """Whether a line is so far above its budget that the funder wants a reason.

    By the award's own [funds.rebudget]; without one above 10 % of the line and 1,000.
    """
    if line.approved is None or not line.is_overrun:
        return False
    share = SHARE if award.rebudget_share is None else award.rebudget_share
    floor = FLOOR if award.rebudget_floor is None else award.rebudget_floor
    over = line.cumulative - line.approved
    return over > share * line.approved and over > floor


def merged(lines: Sequence[LinePosition]) -> tuple[LinePosition, ...] | None:
    """The lines for everybody: those of few people are one with other lines of the budget.

    Named "" and of kind people. Few lines hide behind the largest others, as many as it takes for
    each of their figures to hold something else too: all others and the total would give them
    back. Null: nothing else of the award hides them, so its total is for editors, too.
    """
    few = [line for line in lines if line.few_people]
    if not any(line.cumulative or line.before or line.approved for line in few):
        few = []
    if not few:
        return tuple(lines)
    others = sorted(
        (line for line in lines if not line.few_people), key=lambda line: -line.cumulative
    )
    hidden = next(
        (
            [*few, *others[:count]]
            for count in range(1, len(others) + 1)
            if hides([figures(line) for line in few], [figures(line) for line in others[:count]])
        ),
        None,
    )
    if hidden is None:
        return None
    sums = [sum((getattr(e, n) for e in hidden), Decimal(0)) for n in ("before", "this_period")]
    budgets = [line.approved for line in hidden if line.approved is not None]
    one = LinePosition(
        "", "people", sum(budgets, Decimal(0)) if budgets else None, sums[0], sums[1],
        tuple(how for how in HOW if any(how in line.how for line in hidden)),
    )  # fmt: skip
    return one, *(line for line in lines if line not in hidden)


Figures = tuple[Decimal | None, ...]


def figures(line: LinePosition) -> Figures:
    """All amounts of a line that do not follow from the others."""
    return line.approved, line.before, line.this_period


def hides(few: Sequence[Figures], others: Sequence[Figures]) -> bool:
    """Whether each sum of both holds something of the others wherever it holds any of the few."""
    return all(
        any(each[at] for each in others)
        for at in range(len(few[0]))
        if any(each[at] for each in few)
    )


def _newest(db: DuckDBPyConnection, fund: str, on: date) -> Statement | None:
    of_fund = (each for each in statements(db, as_of=on) if each.fund_id == fund)
    known = [each for each in of_fund if each.amount is not None]
    return known[-1] if known else None


def _spent(found: Award, stated: Statement | None) -> Decimal | None:
    """The award less what is stated; null also where more is stated than was awarded."""
    if stated is None or stated.amount is None or found.awarded is None:
        return None
    return found.awarded - stated.amount if stated.amount <= found.awarded else None


def _lines(
    found: Award, revision: Revision | None, own: Sequence[Charge], first: date | None, last: date
) -> tuple[LinePosition, ...]:
    """The lines of the budget, then what is in none, then a fee; a line that nobody uses stays."""
    amounts = revision.amounts if revision else {}
    charged: dict[tuple[str, bool], list[Charge]] = defaultdict(list)
    for each in own:
        if each.day <= last:
            charged[each.line, each.kind == "fee"].append(each)
    rows = [
        replace(
            _line(charged[line.name, False], first), name=line.name, kind=line.kind,
            approved=amounts[line.name], few_people=line.few_people,
        )
        for line in found.lines
    ]  # fmt: skip
    extra = [
        replace(_line(charged["", is_fee], first), kind="fee" if is_fee else "other")
        for is_fee in (False, True)
    ]
    return (*rows, *(row for row in extra if row.how))


def _line(charged: Sequence[Charge], first: date | None) -> LinePosition:
    before = [each for each in charged if first is not None and each.day < first]
    sums = [sum((each.amount for each in some), Decimal(0)) for some in (charged, before)]
    whole, earlier = (round(amount, 2) for amount in sums)
    return LinePosition(
        "", "other", None, earlier, whole - earlier,
        tuple(how for how in HOW if any(each.how == how for each in charged)),
        tuple(dict.fromkeys(each.source for each in charged if each.source)),
    )  # fmt: skip


def _total(lines: Sequence[LinePosition], approved: Decimal | None) -> LinePosition:
    before = sum((line.before for line in lines), Decimal(0))
    now = sum((line.this_period for line in lines), Decimal(0))
    how = tuple(how for how in HOW if any(how in line.how for line in lines))
    return LinePosition("", "total", approved, before, now, how)
