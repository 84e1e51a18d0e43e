"""What two deliveries have in common on the days of both, measured over their roll-ups."""

import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from config.files import replace_file
from pipelines.billing.rollup.aggregation import MEMORY
from pipelines.billing.supersede.deliveries import Days, Delivery, Stream
from warehouse.insert import insert

PROVIDERS = (
    ("amazon", "aws"), ("aws", "aws"), ("google", "gcp"), ("microsoft", "azure"),
    ("azure", "azure"),
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two deliveries' money of one account.

    one, other  their numbers, the lower first
    streams     the stream of each
    days        the days both cover; None: none
    reach       the days on which both have or may have rows
    """

    one: int
    other: int
    streams: tuple[Stream, Stream]
    days: Days | None
    reach: Days


@dataclass(frozen=True)
class Measure:
    """Counts over rows of day, sub-account, service, region, charge category and currency.

    keys      rows of each side
    shared    rows of the same key
    charged   rows of each side whose amount is not 0
    equal     rows of the same key and the same amount, not 0; `different` of their amounts
    loose     of each side's money the part that is equal once names but the service are left out
    money     sum of each side's amounts without their signs
    sums      each side's sum by currency
    days      days on which both have rows, and days of those with equal sums
    nameless  rows of each side, and of both, by day, service, category and currency alone
    """

    keys: tuple[int, int]
    shared: int
    charged: tuple[int, int]
    equal: int
    different: int
    loose: tuple[float, float]
    money: tuple[float, float]
    sums: dict[str, tuple[str, str]]
    days: tuple[int, int]
    nameless: tuple[int, int, int]

    def total(self, side: int) -> Decimal:
        """One side's sum, of whatever currencies: only to see which is the larger."""
        return sum((Decimal(each[side]) for each in self.sums.values()), Decimal(0))


ROWS = """
    create table cost as
    select part.delivery, row.day, coalesce(row.billing_account, '') as billing_account,
           coalesce(row.billing_period, date_trunc('month', row.day)::date)::varchar as period,
           coalesce(row.sub_account, '') as sub_account, coalesce(row.service, '') as service,
           coalesce(row.region, '') as region, row.charge_category,
           coalesce(row.currency, '') as currency, sum(row.billed) as amount
    from read_parquet($files, union_by_name = true, filename = true) as row
    join part on part.rows = row.filename
    group by all
"""
PAIR = """
    create table pair (
        id bigint, first date, last date, reach_first date, reach_last date,
        delivery_0 bigint, account_0 varchar, period_0 varchar,
        delivery_1 bigint, account_1 varchar, period_1 varchar
    )
"""
SIDE = """
    create table side_{side} as
    select pair.id, coalesce(day between pair.first and pair.last, false) as inside, day,
           sub_account, service, region, charge_category, currency, sum(amount) as amount
    from pair
    join cost
        on cost.delivery = pair.delivery_{side}
       and cost.billing_account = pair.account_{side}
       and (pair.period_{side} is null or cost.period = pair.period_{side})
       and cost.day between pair.reach_first and pair.reach_last
    group by all
"""
KEYED = """
    select coalesce(a.id, b.id) as id, coalesce(a.inside, b.inside) as inside,
           count(a.id), count(b.id), count(a.id) filter (b.id is not null),
           count(a.id) filter (a.amount <> 0), count(b.id) filter (b.amount <> 0),
           count(a.id) filter (a.amount <> 0 and a.amount = b.amount),
           count(distinct a.amount) filter (a.amount <> 0 and a.amount = b.amount),
           coalesce(sum(abs(a.amount)), 0)::double, coalesce(sum(abs(b.amount)), 0)::double
    from side_0 as a
    full join side_1 as b
        using (id, inside, day, sub_account, service, region, charge_category, currency)
    group by grouping sets ((1, 2), (1))
"""
LOOSE = """
    with one as (
        select id, inside, day, service, currency, amount, count(*) as times
        from side_0 where amount <> 0 group by all
    ),
    other as (
        select id, inside, day, service, currency, amount, count(*) as times
        from side_1 where amount <> 0 group by all
    )
    select id, inside, sum(abs(amount) * least(one.times, other.times))::double
    from one
    join other using (id, inside, day, service, currency, amount)
    group by grouping sets ((1, 2), (1))
"""
NAMELESS = """
    with one as (select distinct id, inside, day, service, charge_category, currency from side_0),
    other as (select distinct id, inside, day, service, charge_category, currency from side_1)
    select coalesce(a.id, b.id), coalesce(a.inside, b.inside),
           count(a.id), count(b.id), count(a.id) filter (b.id is not null)
    from one as a
    full join other as b using (id, inside, day, service, charge_category, currency)
    group by grouping sets ((1, 2), (1))
"""
SUMS = """
    select id, inside, currency,
           coalesce(sum(a.amount), 0)::varchar, coalesce(sum(b.amount), 0)::varchar,
           count(*) filter (a.amount is not null and b.amount is not null),
           count(*) filter (abs(a.amount - b.amount) < 0.01)
    from (select id, inside, day, currency, sum(amount) as amount from side_0 group by all) as a
    full join (select id, inside, day, currency, sum(amount) as amount from side_1 group by all)
        as b using (id, inside, day, currency)
    group by grouping sets ((1, 2, 3), (1, 3))
    order by 1, 2, 3
"""


@dataclass(frozen=True)
class _Entry:
    """A stream among those it is compared with, with the number of its delivery."""

    reach: Days
    number: int
    delivery: Delivery
    stream: Stream


def pairs(every: Sequence[Delivery]) -> list[Pair]:
    """Each two streams of two deliveries that speak of the same days and may be the same money.

    Of one [[billing]] account and kind of export: all but those that state different billing
    accounts or invoice periods. Of two kinds of export: those of one provider whose billing
    accounts are the same, or, within one [[billing]] account, are not stated by both.
    """
    kinds: dict[tuple[object, ...], list[_Entry]] = defaultdict(list)
    providers: dict[str, list[_Entry]] = defaultdict(list)
    for number, each in enumerate(every):
        for stream in each.streams:
            entry = _Entry(stream.reach, number, each, stream)
            kinds[each.account, each.kind].append(entry)
            provider = family(stream.provider)
            if provider and not each.bills[0].filtered:
                providers[provider].append(entry)
    found: list[Pair] = []
    for group in kinds.values():
        for part in _stated_apart(group):
            found += _overlapping(part, _may_be_same)
    for group in providers.values():
        if len({entry.delivery.kind for entry in group}) > 1:
            found += _overlapping(group, _may_be_twins)
    return sorted(found, key=lambda pair: (pair.one, pair.other, pair.days or ("", "")))


def _stated_apart(group: list[_Entry]) -> Iterable[list[_Entry]]:
    """The group by billing account and period, where each of them states both."""
    if not all(entry.stream.billing_account and entry.stream.period for entry in group):
        return [group]
    parts: dict[tuple[str | None, str | None], list[_Entry]] = defaultdict(list)
    for entry in group:
        parts[entry.stream.billing_account, entry.stream.period].append(entry)
    return parts.values()


def _overlapping(group: list[_Entry], may_be: Callable[[_Entry, _Entry], bool]) -> Iterator[Pair]:
    open_ones: list[_Entry] = []
    for entry in sorted(group, key=lambda entry: (entry.reach, entry.number)):
        open_ones = [each for each in open_ones if each.reach[1] >= entry.reach[0]]
        for other in open_ones:
            one, two = sorted((entry, other), key=lambda each: each.number)
            reach = _both(one.stream.reach, two.stream.reach)
            if one.number != two.number and reach and may_be(one, two):
                days = _both(one.stream.days, two.stream.days)
                yield Pair(one.number, two.number, (one.stream, two.stream), days, reach)
        open_ones.append(entry)


def _may_be_same(one: _Entry, other: _Entry) -> bool:
    accounts = one.stream.billing_account, other.stream.billing_account
    periods = one.stream.period, other.stream.period
    return not (all(accounts) and accounts[0] != accounts[1]) and not (
        all(periods) and periods[0] != periods[1]
    )


def _may_be_twins(one: _Entry, other: _Entry) -> bool:
    if one.delivery.kind == other.delivery.kind:
        return False
    first, second = one.stream.billing_account or "", other.stream.billing_account or ""
    if first and second:
        return first in second or second in first
    return one.delivery.account == other.delivery.account


def family(provider: str | None) -> str | None:
    """One word for a provider, however an export spells it."""
    name = (provider or "").casefold()
    return next((known for word, known in PROVIDERS if word in name), name or None)


def _both(one: Days, other: Days) -> Days | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def measures(
    every: Sequence[Delivery], wanted: Sequence[Pair], kept: Path
) -> list[tuple[Measure | None, Measure | None]]:
    """For each pair: what the sides share on the days both cover, and on all days of both.

    None where neither side has a row. What a run measured is kept in a file, and read again
    while no roll-up and no pair has changed.
    """
    if not wanted:
        return []
    said = _made_of(every, wanted)
    if kept.is_file():
        had = json.loads(kept.read_text(encoding="utf-8"))
        if had["of"] == said:
            return [(_measure(inside), _measure(whole)) for inside, whole in had["measures"]]
    measured = _measured(every, wanted, kept.parent)
    values = [[m and asdict(m) for m in pair] for pair in measured]
    replace_file(kept, json.dumps({"of": said, "measures": values}), durable=False)
    return measured


def _measure(values: dict[str, Any] | None) -> Measure | None:
    if values is None:
        return None
    sums = {currency: (each[0], each[1]) for currency, each in values.pop("sums").items()}
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return Measure(sums=sums, **plain)


def _made_of(every: Sequence[Delivery], wanted: Sequence[Pair]) -> str:
    rows = [[bill.rows.name for bill in each.bills] for each in every]
    parts = [(rows[p.one], rows[p.other], p.streams, p.days, p.reach) for p in wanted]
    shown = repr([(a, b, _plain(s), d, r) for a, b, s, d, r in parts])
    return hashlib.sha256(
        (shown + ROWS + SIDE + KEYED + LOOSE + NAMELESS + SUMS).encode()
    ).hexdigest()


def _plain(streams: tuple[Stream, Stream]) -> list[tuple[Any, ...]]:
    return [(s.billing_account, s.period, s.days, s.reach) for s in streams]


def _measured(
    every: Sequence[Delivery], wanted: Sequence[Pair], scratch: Path
) -> list[tuple[Measure | None, Measure | None]]:
    numbers = sorted({number for pair in wanted for number in (pair.one, pair.other)})
    parts = [(n, str(bill.rows)) for n in numbers for bill in every[n].bills]
    scratch.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=scratch) as folder,
        duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": folder}) as db,
    ):
        _load(db, parts, wanted)
        return _read(db, len(wanted))


def _load(
    db: duckdb.DuckDBPyConnection, parts: list[tuple[int, str]], wanted: Sequence[Pair]
) -> None:
    db.execute("create table part (delivery bigint, rows varchar)")
    insert(db, "part", {"delivery": [n for n, _ in parts], "rows": [rows for _, rows in parts]})
    db.execute(ROWS, {"files": sorted({rows for _, rows in parts})})
    db.execute(PAIR)
    columns: dict[str, list[Any]] = {
        "id": list(range(len(wanted))),
        "first": [p.days and p.days[0] for p in wanted],
        "last": [p.days and p.days[1] for p in wanted],
        "reach_first": [p.reach[0] for p in wanted],
        "reach_last": [p.reach[1] for p in wanted],
    }
    for side in (0, 1):
        columns[f"delivery_{side}"] = [(p.one, p.other)[side] for p in wanted]
        columns[f"account_{side}"] = [p.streams[side].billing_account or "" for p in wanted]
        columns[f"period_{side}"] = [p.streams[side].period for p in wanted]
    insert(db, "pair", columns)
    for side in (0, 1):
        db.execute(SIDE.format(side=side))


def _read(db: duckdb.DuckDBPyConnection, count: int) -> list[tuple[Measure | None, Measure | None]]:
    loose = {(row[0], row[1]): row[2] for row in db.execute(LOOSE).fetchall()}
    nameless = {(row[0], row[1]): row[2:] for row in db.execute(NAMELESS).fetchall()}
    sums: dict[tuple[int, bool | None], dict[str, tuple[str, str]]] = defaultdict(dict)
    days: dict[tuple[int, bool | None], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for number, inside, currency, one, other, both, alike in db.execute(SUMS).fetchall():
        sums[number, inside][currency] = one, other
        had = days[number, inside]
        days[number, inside] = had[0] + both, had[1] + alike
    found: dict[tuple[int, bool | None], Measure] = {}
    for number, inside, *n in db.execute(KEYED).fetchall():
        key = number, inside
        matched = loose.get(key, 0.0)
        found[key] = Measure(
            (n[0], n[1]), n[2], (n[3], n[4]), n[5], n[6], (matched, matched), (n[7], n[8]),
            sums[key], days[key], nameless[key],
        )  # fmt: skip
    return [(found.get((i, True)), found.get((i, None))) for i in range(count)]
