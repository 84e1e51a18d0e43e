"""Credits whose host gives no balance: the award, or the newest statement, less those bills show.

A derived balance is never confirmed, and a statement of the team always comes before it: it begins
at the newest one, and is compared with the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.runway.inputs.balances import Statement, statements
from metrics.spending.burn import GROSS, complete_to
from metrics.spending.missing_days import gaps

Why = Literal[
    "no award",
    "no bill",
    "begins late",
    "missing days",
    "other currency",
    "no credits",
    "too much",
]


@dataclass(frozen=True)
class Check:
    """What bills let expect on the day of a statement, and what it says."""

    on_day: date
    derived: Decimal
    stated: Decimal

    @property
    def difference(self) -> Decimal:
        """The statement less what was derived."""
        return self.stated - self.derived


@dataclass(frozen=True)
class Derived:
    """What is left of one fund of credits by the bills of an account, in the fund's currency.

    since, base  the end of the day that it begins at, and what was left then
    by_award     whether that is the award, as nobody stated a balance before
    on_day, used, amount   to the last complete day of the bills; null: not known, by `why`, or the
                 newest statement is no older
    day          of `why`: on which the bills begin, or their first missing day
    check        the newest statement that can be compared with bills; null: there is none
    """

    fund_id: str
    name: str
    currency: str
    account: str
    since: date | None = None
    base: Decimal | None = None
    by_award: bool = False
    on_day: date | None = None
    used: Decimal | None = None
    amount: Decimal | None = None
    why: Why | None = None
    day: date | None = None
    check: Check | None = None


@dataclass(frozen=True)
class _Fund:
    fund_id: str
    name: str
    currency: str
    account: str
    awarded: Decimal | None
    starts_on: date | None


@dataclass(frozen=True)
class _Billed:
    currency: str | None
    first_on: date


@metric(unit="the fund's currency", grain="fund", rests_on=("funds", "billing"), kind="sum")
def derived(db: DuckDBPyConnection, *, as_of: date) -> list[Derived]:
    """Each fund with google_credits: what is left by the bills, and its newest comparison.

    Credits are promotions taken off a bill, as `burn` has them. Nothing is derived over days that
    the bills leave out, nor from an export that shows no credits at all.
    Source: tables fund, fund_balance, spend; metrics gaps, complete_to.
    """
    funds = rows.rows(
        db,
        _Fund,
        """
        select fund_id, name, currency, credits_account as account, awarded, starts_on
        from fund
        where credits_account is not null
        order by fund_id
        """,
    )
    stated = statements(db, as_of=as_of) if funds else []
    return [_derived(db, fund, stated) for fund in funds]


def as_statements(found: Sequence[Derived]) -> Iterator[Statement]:
    """The derived balances as the runway takes them."""
    for each in found:
        if each.on_day is not None and each.amount is not None:
            yield Statement(
                each.fund_id, each.on_day, round(each.amount, 2), confirmed=False, source=None,
                derived=True,
            )  # fmt: skip


def _derived(db: DuckDBPyConnection, fund: _Fund, stated: Sequence[Statement]) -> Derived:
    known = Derived(fund.fund_id, fund.name, fund.currency, fund.account)
    own = {s.on_day: s.amount for s in stated if s.fund_id == fund.fund_id and s.amount is not None}
    begin = _award(fund)
    bases = [*([begin] if begin else []), *own.items()]
    to = complete_to(db, account=fund.account)
    if not bases:
        return replace(known, why="no award")
    if to is None:
        return replace(known, why="no bill")
    checked = replace(known, check=_newest_check(db, fund, bases, to))
    since, base = bases[-1]
    checked = replace(checked, since=since, base=base, by_award=begin is not None and not own)
    if since >= to:
        return checked
    used, why, day = _used(db, fund, since, to)
    if used is not None and used > base:
        used, why = None, "too much"
    if used is None:
        return replace(checked, why=why, day=day)
    return replace(checked, on_day=to, used=used, amount=base - used)


def _award(fund: _Fund) -> tuple[date, Decimal] | None:
    """The award at the end of the day before it begins."""
    if fund.awarded is None or fund.starts_on is None:
        return None
    return fund.starts_on - timedelta(days=1), fund.awarded


def _newest_check(
    db: DuckDBPyConnection, fund: _Fund, bases: Sequence[tuple[date, Decimal]], to: date
) -> Check | None:
    for (since, base), (day, amount) in reversed([*pairwise(bases)]):
        used = _used(db, fund, since, day)[0] if since < day <= to else None
        if used is not None:
            return Check(day, base - used, amount)
    return None


def _used(
    db: DuckDBPyConnection, fund: _Fund, after: date, to: date
) -> tuple[Decimal | None, Why | None, date | None]:
    """The credits that bills took off in some days; or why that is not known, and a day of it."""
    billed = rows.rows(
        db,
        _Billed,
        "select currency, min(day) as first_on from spend where account = ? group by currency",
        [fund.account],
    )
    if {each.currency or fund.currency for each in billed} != {fund.currency}:
        return None, "other currency", None
    first = min(each.first_on for each in billed)
    if first > after + timedelta(days=1):
        return None, "begins late", first
    missing = [
        each.first_on
        for each in gaps(db, as_of=to)
        if each.account == fund.account and each.last_on > after and each.first_on <= to
    ]
    if missing:
        return None, "missing days", min(missing)
    [found] = rows.column(
        db,
        f"""
        select -sum(if(day > ? and day <= ?, billed, 0))
        from spend
        where account = ? and not ({GROSS})
        """,
        [after, to, fund.account],
    )
    return (None, "no credits", None) if found is None else (Decimal(found), None, None)
