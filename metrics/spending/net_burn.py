"""Net burn: gross burn less the income of the same days that may be spent on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.spending.burn import MONTH, MUTE_AFTER, SUMS, Burn
from metrics.spending.cost_filter import EVERYTHING, Only


@dataclass(frozen=True)
class Net:
    """The net burn of one window, per day; None where it is not known, and why.

    income   what came in a day and may be spent on the bills, net of the funds' fees
    apart    currencies of income that is not subtracted
    """

    months: int
    currency: str
    income: Decimal | None
    net: Decimal | None
    why: str = ""
    apart: tuple[str, ...] = ()

    def per_month(self, name: str = "net") -> Decimal | None:
        """`net` or `income` of a month of 30.4375 days."""
        amount: Decimal | None = getattr(self, name)
        return None if amount is None else amount * MONTH


def net(db: DuckDBPyConnection, *, found: Burn, only: Only = EVERYTHING) -> Net:
    """What the burn of a window takes from the team's money once income is counted.

    Unit     the burn's currency, per day; income in another currency is not subtracted
    Rows     one: gross less income of the same days; negative where more came in than was spent
    Source   tables income_daily ← [[funding.ledgers]], fund; metric burn.burn
    Beware   an instalment into a fund with an award is no income again: the award was counted
             whole. Income of funds with pays_for counts up to what these categories cost, each
             cost once. None where no ledger tells of the days, and for a part of the bills:
             income belongs to none
    """
    why = _unknown(db, found, only)
    if why or found.gross is None:
        return Net(found.months, found.currency, None, None, why)
    income = _income(db, found) / found.days
    net_of_it, apart = found.gross - income, _apart(db, found)
    return Net(found.months, found.currency, income, net_of_it, apart=apart)


def told(nets: Sequence[Net]) -> str:
    """What net burn is and what it leaves out, in sentences."""
    reasons = list(dict.fromkeys(n.why for n in nets if n.why))
    if all(n.net is None for n in nets):
        return " ".join(reasons)
    apart = sorted({code for n in nets for code in n.apart})
    said = [
        "Net is gross less the income that ledgers tell of the same days; instalments of an award "
        "are no income again.",
        f"Income in {words.listing(apart)} is not subtracted." if apart else "",
        *reasons,
    ]
    return " ".join(filter(None, said))


def formula(found: Burn, after: Net) -> str:
    """The subtraction with its figures put in, a month; why it cannot be made where it cannot."""
    gross, income, left = found.per_month(), after.per_month("income"), after.per_month()
    if gross is None or income is None or left is None:
        return after.why
    said = [words.cents(each, found.currency) for each in (gross, income, left)]
    return "{} gross − {} income = {} net a month".format(*said)


def _unknown(db: DuckDBPyConnection, found: Burn, only: Only) -> str:
    """Why net burn cannot be told, as a sentence; empty where it can."""
    if only.chosen:
        return "Net burn is told for the whole bill only: income belongs to no part of it."
    first, last = db.execute(
        "select min(day), max(day) from income_daily where currency = ?", [found.currency]
    ).fetchall()[0]
    if first is None:
        return (
            f"No income in {found.currency} is set up ([[funding.ledgers]]), so net burn is not "
            "told."
        )
    if found.first_on is None or found.last_on is None or found.gross is None:
        return "Net burn is not told where gross burn is not."
    if first > found.first_on:
        return f"Income is known from {words.long_day(first)} on only."
    if (found.last_on - last).days > MUTE_AFTER:
        return f"No ledger has told of income since {words.long_day(last)}."
    return ""


def _apart(db: DuckDBPyConnection, found: Burn) -> tuple[str, ...]:
    rows = db.execute(
        """
        select distinct currency
        from income_daily
        where currency <> ? and day between ? and ?
        order by currency
        """,
        [found.currency, found.first_on, found.last_on],
    ).fetchall()
    return tuple(code for (code,) in rows)


def _income(db: DuckDBPyConnection, found: Burn) -> Decimal:
    """What came in during the window and may be spent on its bills."""
    came: list[tuple[list[str], Decimal]] = db.execute(
        """
        select
            coalesce(fund.pays_for, []) as pays_for,
            sum(income.amount * (1 - coalesce(fund.fee_rate, 0)))
        from income_daily as income
        left join fund using (fund_id)
        where income.currency = ? and income.day between ? and ? and fund.awarded is null
        group by pays_for
        """,
        [found.currency, found.first_on, found.last_on],
    ).fetchall()
    free = sum((amount for pays_for, amount in came if not pays_for), Decimal(0))
    bound = [(set(pays_for), amount) for pays_for, amount in came if pays_for]
    return free + _spendable(bound, _costs(db, found))


def _spendable(bound: list[tuple[set[str], Decimal]], costs: dict[str, Decimal]) -> Decimal:
    """As much of bound income as its categories cost, each cost paid once.

    Any of the funds together pay no more than what came in, nor than their categories cost: the
    least of all such limits is what they can pay.
    """
    limits = []
    for many in range(len(bound) + 1):
        for some in combinations(range(len(bound)), many):
            categories = set[str]().union(*(bound[i][0] for i in some))
            cost = sum((costs.get(each, Decimal(0)) for each in categories), Decimal(0))
            rest = (amount for i, (_, amount) in enumerate(bound) if i not in some)
            limits.append(sum(rest, max(cost, Decimal(0))))
    return min(limits)


def _costs(db: DuckDBPyConnection, found: Burn) -> dict[str, Decimal]:
    """Gross cost of each category in the window."""
    rows = db.execute(
        f"""
        select category, {SUMS}
        from spend
        where day between ? and ? and {EVERYTHING.sql}
        group by category
        """,
        [found.first_on, found.last_on, *EVERYTHING.values(found.currency)],
    ).fetchall()
    share = Decimal(found.days) / found.covered_days  # days without a bill cost as the others do
    return {row[0]: row[1] * share for row in rows}
