"""The cost rows behind the figures of the bills."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pandas as pd
from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.calendar import DAYS_PER_MONTH
from metrics.ledger import MOST, Ledger, Term
from metrics.spending import breakdown
from metrics.spending.breakdown import COLUMN_OF, OTHER, By
from metrics.spending.burn import GROSS, Basis, Side, burn, main_currency, window_sides
from metrics.spending.cost_filter import NOT_NAMED, CostFilter

# The rows of a basis, and the amount with which they count there: credits are shown as positive.
OF_BASIS = {"gross": GROSS, "credits": f"not ({GROSS})", "payable": "true"}
AMOUNT = {"gross": "billed", "credits": "-billed", "payable": "billed"}
GROUPS = {"service": f"coalesce(service, '{NOT_NAMED}')", "day": "day"}
CHARGES = ("Usage", "Purchase", "Tax", "Adjustment", "Credit")


@dataclass(frozen=True)
class CostRows:
    """Which cost rows: a condition and the values of its `?`.

    columns   those the condition names, besides those of `spend`
    amount    of a row, in SQL: with its sign in the figure
    """

    where: str
    values: Sequence[object]
    cost_filter: CostFilter = field(default_factory=CostFilter)
    columns: tuple[str, ...] = ()
    amount: str = "billed"

    @property
    def table(self) -> str:
        """The smallest table that has them added up."""
        return self.cost_filter.table("service", *self.columns)


@dataclass(frozen=True)
class _Charge:
    charge_category: str
    billed: Decimal


@dataclass(frozen=True)
class _Counted:
    """How many cost rows a day has of a file."""

    day: date
    source_file: str
    cost_rows: int


def counted(db: DuckDBPyConnection, which: CostRows) -> list[_Counted]:
    """The cost rows of each day and file, counted, by day. Source: table cost_daily."""
    return rows.rows(
        db,
        _Counted,
        f"""
        select day, source_file, count(*) as cost_rows
        from cost_daily
        where {which.where}
        group by day, source_file
        order by day, source_file
        """,
        which.values,
    )


def cost_rows(
    db: DuckDBPyConnection, which: CostRows, held: Sequence[_Counted], start: int, most: int
) -> pd.DataFrame:
    """Cost rows by day, the dearest of a day first; of the days that have those asked for alone.

    Columns: day · service · project · charge · file · lines · amount. Source: table cost_daily.
    """
    ends = list(accumulate(each.cost_rows for each in held))
    first, last = (
        min(found, len(held) - 1)  # beyond the last row no row of its day is left
        for found in (bisect_right(ends, start), bisect_left(ends, start + most))
    )
    days = (held[first].day, held[last].day) if held else (date.min, date.min)
    before = sum(each.cost_rows for each in held if each.day < days[0])
    return rows.frame(
        db,
        f"""
        select day, coalesce(service, category) as service, sub_account as project,
            charge_category as charge, source_file as file, lines,
            ({which.amount})::decimal(38, 20) as amount
        from cost_daily
        where {which.where} and day between ? and ?
        order by day, abs(billed) desc, service, sub_account, charge_category, source_file,
            category, region
        limit {int(most)} offset {int(start - before)}
        """,
        [*which.values, *days],
    )


def charges(db: DuckDBPyConnection, which: CostRows) -> dict[str, Decimal]:
    """The sum of each kind of charge; together the exact total. Source: the smallest table."""
    found = rows.rows(
        db,
        _Charge,
        f"""
        select charge_category, sum({which.amount})::decimal(38, 20) as billed
        from {which.table}
        where {which.where}
        group by charge_category
        """,
        which.values,
    )
    sums = {each.charge_category: each.billed for each in found}
    return {name: sums[name] for name in (*CHARGES, *sorted({*sums} - {*CHARGES})) if name in sums}


def _ledger(db: DuckDBPyConnection, which: CostRows, made: Ledger, start: int, most: int) -> Ledger:
    """The ledger with its cost rows, their number, and the same by service and by day.

    With `most` 0 nobody wants rows: the ledger as it is.
    """
    if not most:
        return made
    groups = {
        name: rows.frame(
            db,
            f"""
            select {column} as {name}, sum(lines)::bigint as lines,
                sum({which.amount})::decimal(38, 20) as amount
            from {which.table}
            where {which.where}
            group by all
            order by {"day" if name == "day" else "abs(amount) desc, service"}
            """,
            which.values,
        )
        for name, column in GROUPS.items()
    }
    held = counted(db, which)
    facts = {**made.facts, "files": len({each.source_file for each in held})}
    return Ledger(
        made.metric, made.kind, made.figure, made.unit,
        cost_rows(db, which, held, start, most), sum(each.cost_rows for each in held),
        "amount", made.total, made.mark, made.marked, made.terms, facts, groups,
    )  # fmt: skip


def total(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    month: date | None = None,
    basis: Basis = "gross",
    currency: str | None = None,
    category: str | None = None,
    project: str | None = None,
    provider: str | None = None,
    by: By = "service",
    part: str | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The bills of a month, or all of them; `part` keeps one part of `by`, as the chart has it."""
    code, cost_filter = currency or main_currency(db), CostFilter(category, project, provider)
    months = breakdown.monthly(
        db, as_of=as_of, by=by, basis=basis, currency=code, cost_filter=cost_filter
    )
    kept, where = months, f"{cost_filter.in_currency} and {OF_BASIS[basis]} and day <= ?"
    values: list[object] = [*cost_filter.values(code), as_of]
    if month is not None:
        first = month.replace(day=1)
        kept = kept[kept["month"] == first]
        where += " and day >= ? and day < ?"
        values += [first, first + relativedelta(months=1)]
    if part is not None:
        kept = kept[kept["name"] == part]
    which = _of_part(CostRows(where, values, cost_filter, (), AMOUNT[basis]), months, by, part)
    sums = charges(db, which)
    made = Ledger(
        "spending.monthly", "sum", None if kept.empty else sum(kept["amount"], Decimal(0)), code,
        pd.DataFrame(), 0, total=sum(sums.values(), Decimal(0)),
        terms=tuple(Term(name, amount) for name, amount in sums.items()),
        facts={"month": month, "basis": basis, "part": part, **cost_filter.chosen},
    )  # fmt: skip
    return _ledger(db, which, made, start, most)


def _of_part(which: CostRows, months: pd.DataFrame, by: By, part: str | None) -> CostRows:
    """The cost rows of one part, as metric spending.monthly names the parts."""
    if part is None:
        return which
    named = [part] if part != OTHER else sorted({*months["name"]} - {OTHER})
    column = f"coalesce({COLUMN_OF[by]}, '{NOT_NAMED}')"
    where = f"{'not ' if part == OTHER else ''}list_contains(?::varchar[], {column})"
    return replace(
        which, where=f"{which.where} and {where}", values=[*which.values, named],
        columns=(COLUMN_OF[by],),
    )  # fmt: skip


def change(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    basis: Basis = "gross",
    currency: str | None = None,
    category: str | None = None,
    project: str | None = None,
    provider: str | None = None,
    by: By = "service",
    part: str | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The bills of the last whole month, and as negative amounts those of the one before."""
    code, cost_filter = currency or main_currency(db), CostFilter(category, project, provider)
    asked: Any = {"as_of": as_of, "by": by, "basis": basis, "currency": code,
                  "cost_filter": cost_filter}  # fmt: skip
    found, months = breakdown.change(db, **asked), breakdown.monthly(db, **asked)
    if found is None or (part is not None and part not in dict(found.parts)):
        return Ledger("spending.change", "sum", None, code, pd.DataFrame(), 0)
    kept = months if part is None else months[months["name"] == part]
    after, before = (
        sum(kept.loc[kept["month"] == month, "amount"], Decimal(0))
        for month in (found.month, found.before)
    )
    end = found.month + relativedelta(months=1)
    own = AMOUNT[basis]
    which = CostRows(
        f"{cost_filter.in_currency} and {OF_BASIS[basis]} and day >= ? and day < ?",
        [*cost_filter.values(code), found.before, end], cost_filter, (),
        f"if(day < date '{found.month:%Y-%m-%d}', -({own}), {own})",
    )  # fmt: skip
    which = _of_part(which, months, by, part)
    made = Ledger(
        "spending.change", "sum", found.difference if part is None else dict(found.parts)[part],
        code, pd.DataFrame(), 0, total=sum(charges(db, which).values(), Decimal(0)),
        terms=(Term("after", after), Term("before", -before)),
        facts={"first": found.before, "last": end - relativedelta(days=1), "basis": basis,
               "part": part, **cost_filter.chosen},
    )  # fmt: skip
    return _ledger(db, which, made, start, most)


def mean(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 3,
    basis: Basis = "gross",
    per_day: bool = False,
    until: date | None = None,
    currency: str | None = None,
    category: str | None = None,
    project: str | None = None,
    provider: str | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The bills of the window that a burn is the mean of; `until`: of a day in the past."""
    code, cost_filter = currency or main_currency(db), CostFilter(category, project, provider)
    found = burn(db, as_of=until or as_of, months=months, currency=code, cost_filter=cost_filter)
    facts = {"first": found.first_on, "last": found.last_on, "basis": basis, "days": found.days,
             "covered_days": found.covered_days, "per_day": per_day,
             **cost_filter.chosen}  # fmt: skip
    if found.first_on is None or found.last_on is None or not found.is_covered:
        return Ledger("spending.burn", "mean", None, code, pd.DataFrame(), 0, facts=facts)
    first, last = found.first_on, found.last_on
    sides = window_sides(db, first=first, last=last, currency=code, cost_filter=cost_filter)
    sign = -1 if basis == "credits" else 1
    where = f"{cost_filter.in_currency} and {OF_BASIS[basis]} and day between ? and ?"
    values = [*cost_filter.values(code), first, last]
    which = CostRows(where, values, cost_filter, (), AMOUNT[basis])
    terms = _of_a_mean(sides, basis, found.covered_days, per_day=per_day)
    figure: Any = getattr(found, basis) if per_day else found.per_month(basis)
    made = Ledger(
        "spending.burn", "mean", figure * sign, code, pd.DataFrame(), 0,
        total=sum(charges(db, which).values(), Decimal(0)), terms=terms, facts=facts,
    )  # fmt: skip
    return _ledger(db, which, made, start, most)


def _of_a_mean(
    sides: Sequence[Side], basis: Basis, covered_days: int, *, per_day: bool
) -> tuple[Term, ...]:
    """The terms of a mean: the bills without what comes once a month, and that added again."""
    own = {"gross": sides[:1], "credits": sides[1:], "payable": sides}[basis]
    sign = -1 if basis == "credits" else 1
    billed, in_window, a_month = (
        sign * sum((getattr(each, name) for each in own), Decimal(0))
        for name in ("billed", "in_window", "a_month")
    )
    terms = [Term("billed", billed)]
    if in_window:
        terms.append(Term("once_a_month", in_window, "−"))
    terms.append(Term("covered_days", covered_days, "÷"))
    if not per_day:
        terms.append(Term("days_a_month", DAYS_PER_MONTH, "×"))
    if a_month:
        once = (
            Term("a_month_a_day", a_month / DAYS_PER_MONTH) if per_day else Term("a_month", a_month)
        )
        terms.append(once)
    return tuple(terms)


def credit_share(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 3,
    currency: str | None = None,
    category: str | None = None,
    project: str | None = None,
    provider: str | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """Both sides of the share that credits pay: the credits on top, the gross cost below."""
    part = {"category": category, "project": project, "provider": provider}
    asked = {"as_of": as_of, "months": months, "currency": currency, **part}
    credit = mean(db, **asked, basis="credits", most=0)  # type: ignore[arg-type] # by name
    gross = mean(db, **asked, basis="gross", most=0)  # type: ignore[arg-type] # by name
    cost_filter = CostFilter(category, project, provider)
    if not gross.figure or credit.figure is None or gross.facts["first"] is None:
        return Ledger("spending.burn", "share", None, "share", pd.DataFrame(), 0, facts=gross.facts)
    where = f"{cost_filter.in_currency} and day between ? and ?"
    values = [*cost_filter.values(gross.unit), gross.facts["first"], gross.facts["last"]]
    which = CostRows(where, values, cost_filter)
    made = Ledger(
        "spending.burn", "share", Decimal(str(credit.figure)) / Decimal(str(gross.figure)), "share",
        pd.DataFrame(), 0, mark="is_credit", marked=credit.total or 0,
        terms=(Term("credits_a_month", credit.figure),  # type: ignore[arg-type] # amounts
               Term("gross_a_month", gross.figure, "÷")),  # type: ignore[arg-type] # amounts
        facts={**gross.facts, "basis": "payable", "currency": gross.unit,
               "credits": credit.total, "gross": gross.total},
    )  # fmt: skip
    return _ledger(db, which, made, start, most)
