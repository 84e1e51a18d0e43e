"""What each fund holds today: its last statement, rolled forward by what was spent since.

Between two statements a fund paid what it was charged, as its award's page has it. What nothing
decides, and what is only estimated so far, is paid as by a team that never re-assigns: what ends
soonest pays first. At the next statement the unexplained rest is shown, not hidden.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.data_quality.arrivals import MONTHLY
from metrics.metric import metric
from metrics.rows import rows
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.drawdown import without_reassignment
from metrics.runway.engine.model import Demand, Fund
from metrics.runway.inputs.paid_by import PaidBy, Payers

Days = Mapping[date, Decimal]
# SQL: the newest statement of each fund up to $as_of; of one day the last that was read.
NEWEST = """
    select fund_id, on_day, amount, confirmed, encumbered
    from fund_balance
    where on_day <= $as_of
    qualify row_number() over (partition by fund_id order by on_day desc, rowid desc) = 1
"""
# SQL of what is committed: by [[funds]], and by the host that answered with the balance.
ENCUMBERED = "fund.encumbered + coalesce(stated.encumbered, 0)"
WORN = Decimal("0.1")  # of a stated balance, spent since: it is an estimate from then on


@dataclass(frozen=True)
class Statement:
    """A stated balance at the end of a day; amount null: known to be unknown.

    derived  nobody stated it: it is the award, or the statement before, less credits in bills
    """

    fund_id: str
    on_day: date
    amount: Decimal | None
    confirmed: bool
    source: str | None
    derived: bool = False


@dataclass(frozen=True)
class Held:
    """What one fund holds at the end of a day.

    balance     rolled forward; null: not known
    low, high   the same where it is known; from nothing to the last known (else the award)
    statement   the newest; null: there is none
    spent       what was spent since
    estimated   of it, the cost of days that no bill covers yet
    planned     of it, planned costs: an estimate, too
    is_unbilled an account that it may pay has been silent since: more may be spent than is known
    income      what came in since, net of fees
    unexplained  the newest statement less what the one before it, rolled forward, let expect;
                 null: there are not two
    """

    fund_id: str
    balance: Decimal | None
    low: Decimal
    high: Decimal
    statement: Statement | None
    spent: Decimal = Decimal(0)
    income: Decimal = Decimal(0)
    unexplained: Decimal | None = None
    estimated: Decimal = Decimal(0)
    planned: Decimal = Decimal(0)
    is_unbilled: bool = False

    @property
    def billed(self) -> Decimal:
        """Of what was spent since, that of bills."""
        return self.spent - self.estimated - self.planned

    @property
    def is_rolled(self) -> bool:
        """Whether anything moved since the statement: then it is an estimate."""
        return bool(self.spent or self.income)

    @property
    def is_estimated(self) -> bool:
        """Whether it is known and not as a confirmed statement says."""
        is_confirmed = self.statement is not None and self.statement.confirmed
        moved = self.is_rolled or self.is_unbilled
        return self.balance is not None and (moved or not is_confirmed)

    @property
    def is_worn(self) -> bool:
        """Whether more than a tenth of the stated balance was spent since."""
        stated = self.statement.amount if self.statement else None
        return stated is not None and self.spent > WORN * stated

    def is_old(self, on: date) -> bool:
        """Whether a newer statement is worth asking for: it is worn, and a month has passed."""
        stated = self.statement
        return self.is_worn and stated is not None and (on - stated.on_day).days > MONTHLY


@dataclass(frozen=True)
class Point:
    """A balance on the way, for the chart of what is behind us."""

    on_day: date
    fund_id: str
    amount: Decimal


@metric(unit="the fund's currency", grain="statement", rests_on=("funds",), kind="sum")
def statements(db: DuckDBPyConnection, *, as_of: date) -> list[Statement]:
    """Every stated balance up to a day, oldest first; those of one day as the file has them.

    Source: table fund_balance ← the team's balances.csv.
    """
    return rows(
        db,
        Statement,
        """
        select fund_id, on_day, amount, confirmed, source, false as derived
        from fund_balance
        where on_day <= ?
        order by on_day, fund_id, rowid
        """,
        [as_of],
    )


def roll(
    funds: Sequence[Fund],
    stated: Sequence[Statement],
    spent: Mapping[str, Days],
    income: Mapping[str, Days] | None = None,
    paid: PaidBy | None = None,
    *,
    to: date,
    priority: Sequence[str] = (),
) -> tuple[dict[str, Held], list[Point]]:
    """What each fund holds at the end of `to`, and the balances on the way.

    funds   their own `balance` is the award, the most an unknown balance can be
    spent   amount per category and day
    income  amount per fund and day; it is there before the bills of its stretch are paid
    paid    who was charged how much of what was spent; of a stretch its shares are taken
    """
    held = {f.fund_id: Held(f.fund_id, None, Decimal(0), f.balance, None) for f in funds}
    points: list[Point] = []
    first = min((s.on_day for s in stated), default=to)
    each_day = (first + timedelta(days=n) for n in range((to - first).days + 1))
    # The last days of the months since the first statement: a point each for the chart.
    month_ends = {day for day in each_day if (day + ONE_DAY).day == 1}
    days = sorted({s.on_day for s in stated} | month_ends | {to})
    for before, day in zip([None, *days], days, strict=False):
        if before is not None:
            _receive(held, income or {}, before, day)
            stretch = before + ONE_DAY, day
            left = _charge(funds, held, spent, paid or {}, stretch)
            _spend(funds, held, _demand(left, *stretch, priority))
        for statement in (s for s in stated if s.on_day == day):
            held[statement.fund_id] = _restated(held[statement.fund_id], statement)
        for fund in funds:
            balance = held[fund.fund_id].balance
            if balance is not None:
                ended = fund.ends_on is not None and fund.ends_on < day
                points.append(Point(day, fund.fund_id, Decimal(0) if ended else balance))
    return held, points


def _restated(held: Held, newest: Statement) -> Held:
    amount = newest.amount
    if amount is None:
        high = held.high if held.balance is None else held.balance
        return Held(held.fund_id, None, Decimal(0), high, newest)
    # A derived balance rests on the same bills: it is no second opinion.
    gap = None if held.balance is None or newest.derived else amount - held.balance
    return Held(held.fund_id, amount, amount, amount, newest, unexplained=gap)


def _receive(held: dict[str, Held], income: Mapping[str, Days], after: date, to: date) -> None:
    """Add what came in to the balances; to one that is not known, to the most it can be."""
    for fund_id, days in income.items():
        now = held[fund_id]
        came = sum((amount for day, amount in days.items() if after < day <= to), Decimal(0))
        if now.statement is None or not came:
            continue
        held[fund_id] = replace(
            now,
            balance=None if now.balance is None else now.balance + came,
            low=now.low if now.balance is None else now.low + came,
            high=now.high + came,
            income=now.income + came,
        )


def _charge(
    funds: Sequence[Fund],
    held: dict[str, Held],
    spent: Mapping[str, Days],
    paid: PaidBy,
    stretch: tuple[date, date],
) -> Mapping[str, Days]:
    """Take what funds were charged of a stretch; what is left of the spending, by category.

    Of a stretch that is only estimated, the newest costs that are known say who pays. More than a
    fund holds, somebody else must have paid; what a fund without a known balance paid is paid.
    """
    left, by_id = dict(spent), {fund.fund_id: fund for fund in funds}
    for name, days in spent.items():
        inside = {day: v for day, v in days.items() if stretch[0] <= day <= stretch[1]}
        whole = sum(inside.values(), Decimal(0))
        shares = _shares(paid.get(name, {}), stretch, by_id) if whole > 0 else {}
        taken = Decimal(0)
        for fund_id, share in shares.items():
            part, now = whole * share, held.get(fund_id)
            if now and now.balance is not None:
                gross_up = by_id[fund_id].gross_up
                part = min(part, max(Decimal(0), now.balance) / gross_up)
                held[fund_id] = _less(now, part * gross_up)
            taken += part
        if taken:
            rest = max(Decimal(0), 1 - taken / whole)
            left[name] = {day: amount * rest for day, amount in inside.items()}
    return left


def _shares(
    charged: Mapping[date, Payers], stretch: tuple[date, date], funds: Mapping[str, Fund]
) -> Mapping[str, Decimal]:
    """Fund → its share of the costs of a stretch; what no fund was charged is in none.

    Without such costs, of the month to the newest before it, for funds that are open still.
    """
    first, last = stretch
    newest = max((day for day in charged if day <= last), default=first)
    since = first if newest >= first else newest - timedelta(days=30)
    sums: dict[str | None, Decimal] = defaultdict(Decimal)
    for day, payers in charged.items():
        if since <= day <= last:
            for fund_id, amount in payers.items():
                sums[fund_id] += amount
    known = {fund_id: amount for fund_id, amount in sums.items() if amount > 0}
    whole = sum(known.values(), Decimal(0))
    return {
        fund_id: amount / whole
        for fund_id, amount in known.items()
        if fund_id is not None
        and (since == first or fund_id not in funds or funds[fund_id].is_open((first, first)))
    }


def _less(now: Held, used: Decimal) -> Held:
    left = (now.balance or Decimal(0)) - used
    return replace(now, balance=left, low=left, high=left, spent=now.spent + used)


def _spend(funds: Sequence[Fund], held: dict[str, Held], demand: Demand) -> None:
    """Take what was spent from the funds whose balance is known."""
    known = [
        replace(fund, balance=balance, encumbered=Decimal(0))
        for fund in funds
        if (balance := held[fund.fund_id].balance) is not None
    ]
    for fund_id, outcome in without_reassignment(known, demand).funds.items():
        held[fund_id] = _less(held[fund_id], outcome.used)


def _demand(spent: Mapping[str, Days], first: date, last: date, priority: Sequence[str]) -> Demand:
    names = tuple(sorted(spent, key=lambda n: (priority.index(n) if n in priority else 99, n)))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rows = tuple(tuple(spent[name].get(day, Decimal(0)) for name in names) for day in days)
    return Demand(tuple((day, day) for day in days), names, rows)
