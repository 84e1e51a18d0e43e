"""What each award paid: by the books, else by a person's split, else by a stated rule.

Nothing here looks at a balance, and no plan is charged: a cost never moves to where money is left
(2 CFR 200.405). A cost that nothing decides, or that its award may not pay, stays unassigned with
the reason; an award that is charged more than it has is charged more than it has.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from functools import cached_property
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics.awards.converted import Converted, Tables, converted, tables
from metrics.awards.costs import Cost, Origin, apart, costs
from metrics.awards.costs import by_account as costs_by_account
from metrics.awards.rated import rated
from metrics.awards.register import Award, awards
from metrics.metric import metric
from metrics.once import once
from metrics.rows import column, rows

How = Literal["booked", "entered", "by_rule"]
Reason = Literal[
    "no_rule", "unknown_code", "outside_days", "currency", "no_rate", "in_books", "rest_of_split",
    "credits_apart",
]  # fmt: skip
EXACT = Context(prec=80)  # of digits: what is divided adds up to what it was
BOOKS: tuple[Origin, ...] = ("books", "ledger")


@dataclass(frozen=True)
class Charge:
    """What one award paid of a cost, exact.

    line    of its budget; "" where the cost is in none
    kind    cost | rate: a share of other lines | fee: a fiscal sponsor's
    source  where the split or the rule is from     cost  null for a rate and a fee
    original  what was charged in the cost's own currency, where that is another
    """

    fund_id: str
    day: date
    line: str
    amount: Decimal
    how: How
    kind: Literal["cost", "rate", "fee"] = "cost"
    source: str | None = None
    cost: Cost | None = None
    original: Converted | None = None


@dataclass(frozen=True)
class Unassigned:
    """A cost, or what is left of it, that no award is charged.

    reason   no_rule: nothing decides · unknown_code: the books name no award of the register ·
             outside_days, currency: of the award that it belongs to · no_rate: its award's rule
             for other currencies has no rate for it · in_books: books hold its
             category in that month · rest_of_split: no share covers it · credits_apart: decided by
             its project or service, but the bill's credits of that month name none
    fund_id  the award that would have paid it; null: none
    """

    cost: Cost
    amount: Decimal
    reason: Reason
    fund_id: str | None = None


@dataclass(frozen=True)
class Charges:
    """All costs: what awards were charged, and what no award was."""

    charges: tuple[Charge, ...]
    unassigned: tuple[Unassigned, ...]


@dataclass(frozen=True)
class _About:
    """What a split or a rule says of the costs that it is for; null keys say nothing."""

    category: str | None
    account: str | None
    service: str | None
    project: str | None
    label: str | None
    starts_on: date | None
    ends_on: date | None

    def fits(self, cost: Cost) -> bool:
        """Whether a cost agrees with every key."""
        is_of_days = (self.starts_on or cost.day) <= cost.day <= (self.ends_on or cost.day)
        is_labelled = self.label is None or self.label.casefold() in map(str.casefold, cost.labels)
        return is_of_days and is_labelled and all(
            wanted is None or (has is not None and has.casefold() == wanted.casefold())
            for wanted, has in (
                (self.category, cost.category), (self.account, cost.account),
                (self.service, cost.service), (self.project, cost.project),
            )
        )  # fmt: skip


@dataclass(frozen=True)
class Split(_About):
    """A person's decision, and the share of each fund."""

    split_id: int
    basis: str
    decided_by: str
    decided_on: date | None
    shares: dict[str, Decimal] = field(default_factory=dict, init=False)


@dataclass(frozen=True)
class _Share:
    split_id: int
    fund_id: str
    share: Decimal


@dataclass(frozen=True)
class Rule(_About):
    """A stated rule over the cost alone."""

    fund_id: str
    line: str | None
    source: str | None


@dataclass(frozen=True)
class Deciding:
    """All that decides who pays for a cost."""

    awards: Sequence[Award]
    splits: Sequence[Split]
    rules: Sequence[Rule]
    in_books: frozenset[tuple[str, int, int]] = frozenset()
    apart: frozenset[tuple[str, str, int, int]] = frozenset()
    rates: Tables = field(default_factory=Tables)

    @cached_property
    def by_id(self) -> dict[str, Award]:
        """The awards by their id."""
        return {each.fund_id: each for each in self.awards}

    @cached_property
    def codes(self) -> dict[str, Award]:
        """The awards by the codes that the books have for them."""
        return {code.casefold(): each for each in self.awards for code in each.codes}


@metric(unit="the cost's currency", grain="cost and award",
        rests_on=("billing", "funds"), kind="sum")  # fmt: skip
@once
def charges(db: DuckDBPyConnection) -> Charges:
    """Every cost by the award that paid it, and the costs of none; both together are all costs.

    Source: metrics awards.costs, awards.awards; tables cost_split, charge_rule ← dashboard.toml.
    """
    return _charges(db, costs(db))


@once
def by_account(db: DuckDBPyConnection) -> Charges:
    """The same of bills added up by account and category, where no rule or split names more."""
    return charges(db) if _names_parts(db) else _charges(db, costs_by_account(db))


def coarsest(db: DuckDBPyConnection) -> list[Cost]:
    """Every cost, of bills added up by account and category where no rule or split names more."""
    return costs(db) if _names_parts(db) else costs_by_account(db)


def _names_parts(db: DuckDBPyConnection) -> bool:
    """Whether a rule or a split is for less than an account and category."""
    return bool(
        column(
            db,
            """
            select 1
            from (from charge_rule select service, project, label
                  union all from cost_split select service, project, label)
            where coalesce(service, project, label) is not null
            limit 1
            """,
        )
    )


def deciding(db: DuckDBPyConnection, every: Sequence[Cost]) -> Deciding:
    """All that decides who pays for some costs. Source: tables cost_split, charge_rule, award."""
    known = awards(db)
    ids = {each.fund_id for each in known}
    splits = [each for each in _splits(db) if set(each.shares) <= ids]
    rules = [each for each in _rules(db) if each.fund_id in ids]
    told = apart(db) if _names_parts(db) else frozenset()
    return Deciding(known, splits, rules, _in_books(every), told, tables(db))


def _charges(db: DuckDBPyConnection, every: Sequence[Cost]) -> Charges:
    with localcontext(EXACT):
        found = deciding(db, every)
        parts = [part for cost in every for part in decided(cost, found)]
        charged = [part for part in parts if isinstance(part, Charge)]
        of_fund: dict[str, list[Charge]] = defaultdict(list)
        for each in charged:
            of_fund[each.fund_id].append(each)
        added = [
            Charge(one.fund_id, day, line, amount, "by_rule", kind, source)
            for one in found.awards
            for day, line, amount, kind, source in rated(
                one, [(each.day, each.line, each.amount) for each in of_fund[one.fund_id]]
            )
        ]
        left = tuple(part for part in parts if isinstance(part, Unassigned))
        return Charges((*charged, *added), left)


def decides(db: DuckDBPyConnection) -> bool:
    """Whether any code, split or rule may give an award a cost; else all costs are unassigned."""
    return bool(
        column(
            db,
            """
            select fund_id from award where len(codes) > 0
            union all select fund_id from cost_split_share
            union all select fund_id from charge_rule
            limit 1
            """,
        )
    )


def _splits(db: DuckDBPyConnection) -> list[Split]:
    found = rows(
        db,
        Split,
        """
        select category, account, service, project, label, starts_on, ends_on, split_id, basis,
               decided_by, decided_on
        from cost_split
        order by split_id
        """,
    )
    by_id = {split.split_id: split for split in found}
    for each in rows(db, _Share, "select split_id, fund_id, share from cost_split_share"):
        by_id[each.split_id].shares[each.fund_id] = each.share
    return found


def _rules(db: DuckDBPyConnection) -> list[Rule]:
    return rows(
        db,
        Rule,
        """
        select category, account, service, project, label, starts_on, ends_on, fund_id, line,
               source
        from charge_rule
        order by rule_id
        """,
    )


def _in_books(every: Sequence[Cost]) -> frozenset[tuple[str, int, int]]:
    """The months of each category that books hold: the same costs elsewhere would count twice."""
    return frozenset(
        (cost.category, cost.day.year, cost.day.month)
        for cost in every
        if cost.origin == "books" and cost.category is not None
    )


def decided(cost: Cost, deciding: Deciding) -> Iterator[Charge | Unassigned]:
    """The parts of a cost; together they are the cost."""
    by = decides_for(cost, deciding)
    if by is None or isinstance(by, str):
        yield Unassigned(cost, cost.amount, by or "no_rule")
    elif isinstance(by, Award):
        yield _charged(cost, cost.amount, by, "booked", deciding.rates)
    elif is_apart(by, cost, deciding):
        fund = by.fund_id if isinstance(by, Rule) else None
        yield Unassigned(cost, cost.amount, "credits_apart", fund)
    elif isinstance(by, Split):
        yield from _divided(cost, by, deciding)
    else:
        yield _charged(
            cost, cost.amount, deciding.by_id[by.fund_id], "by_rule", deciding.rates,
            source=by.source, line=by.line,
        )  # fmt: skip


def decides_for(
    cost: Cost, deciding: Deciding
) -> Award | Split | Rule | Literal["in_books", "unknown_code"] | None:
    """What decides who pays for a cost: the code in the books, else a split, else a rule.

    in_books  the same cost is in the books     unknown_code  the books name no award
    """
    month = (cost.category or "", cost.day.year, cost.day.month)
    if cost.origin != "books" and month in deciding.in_books:
        return "in_books"
    coded = _coded(cost, deciding) if cost.origin in BOOKS else None
    if coded and (cost.origin == "books" or _takes(coded, cost)):
        return coded
    if cost.origin == "books" and cost.project:
        return "unknown_code"
    split = next((each for each in deciding.splits if _is_for(each, cost, deciding)), None)
    return split or next((each for each in deciding.rules if _is_by(each, cost, deciding)), None)


def takes(split: Split, cost: Cost, deciding: Deciding) -> dict[str, Decimal]:
    """Fund → its share of a cost, of the funds that are of the means which paid it."""
    return {
        fund: share
        for fund, share in split.shares.items()
        if share and _takes(deciding.by_id[fund], cost)
    }


def _coded(cost: Cost, deciding: Deciding) -> Award | None:
    """The award whose code the books give a cost, in its project or a part of its account."""
    for word in (cost.project, cost.service):
        for part in (word, *(word or "").split(":")):
            if part and (found := deciding.codes.get(part.strip().casefold())):
                return found
    return None


def _takes(award: Award, cost: Cost) -> bool:
    """Whether an award is of the means that paid a cost: credits pay with credits alone."""
    return (award.kind == "credits") is (cost.means == "credits")


def _is_for(split: Split, cost: Cost, deciding: Deciding) -> bool:
    return split.fits(cost) and any(_takes(deciding.by_id[fund], cost) for fund in split.shares)


def _is_by(rule: Rule, cost: Cost, deciding: Deciding) -> bool:
    return _takes(deciding.by_id[rule.fund_id], cost) and rule.fits(cost)


def is_apart(about: _About, cost: Cost, deciding: Deciding) -> bool:
    """Whether a part of a bill is asked for whose credits nobody can tell."""
    month = (cost.account, cost.currency, cost.day.year, cost.day.month)
    return bool(about.project or about.service or about.label) and month in deciding.apart


def _divided(cost: Cost, split: Split, deciding: Deciding) -> Iterator[Charge | Unassigned]:
    left = cost.amount
    source = f"{split.decided_by}, {split.basis}"
    for fund, share in takes(split, cost, deciding).items():
        part = cost.amount * share
        left -= part
        yield _charged(cost, part, deciding.by_id[fund], "entered", deciding.rates, source=source)
    if left:
        yield Unassigned(cost, left, "rest_of_split")


def _charged(
    cost: Cost,
    amount: Decimal,
    award: Award,
    how: How,
    rates: Tables,
    *,
    source: str | None = None,
    line: str | None = None,
) -> Charge | Unassigned:
    """The charge in the award's currency, or why this award may not pay it."""
    original = None
    if cost.currency != award.currency:
        original = converted(cost, amount, award, rates)
        if original is None:
            reason: Reason = "no_rate" if award.rate else "currency"
            return Unassigned(cost, amount, reason, award.fund_id)
    if not _is_in_days(cost.day, award, how):
        return Unassigned(cost, amount, "outside_days", award.fund_id)
    name = line or _line(cost, award)
    charged = original.amount * original.rate if original else amount
    return Charge(award.fund_id, cost.day, name, charged, how, "cost", source, cost, original)


def _is_in_days(day: date, award: Award, how: How) -> bool:
    """Whether the award may pay a cost of a day; the books may pay it off a while after the end."""
    before = timedelta(award.pre_award_days or 0)
    after = timedelta((award.liquidation_days or 0) if how == "booked" else 0)
    is_after_start = award.starts_on is None or award.starts_on - before <= day
    return is_after_start and (award.ends_on is None or day <= award.ends_on + after)


def _line(cost: Cost, award: Award) -> str:
    """The budget line of a cost: as the books call it, else by its category; "" for none."""
    words = {part.strip().casefold() for part in (cost.service or "").split(":")}
    words |= {(word or "").casefold() for word in (cost.service, cost.project)} - {""}
    for line in award.lines:
        if words & {name.casefold() for name in (line.name, *line.codes)}:
            return line.name
    category = (cost.category or "").casefold()
    return next(
        (line.name for line in award.lines if category in map(str.casefold, line.categories)), ""
    )
