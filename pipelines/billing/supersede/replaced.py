"""Which rows of which bill count, when several bills speak of the same days.

A newer export replaces an older one for the days it covers (a final month: for the whole month);
nothing is ever appended or told apart by equal rows. The same money in two kinds of export counts
once, in the more exact one, and a person is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from pipelines.billing.rollup import formats
from pipelines.billing.supersede.deliveries import Bill, Delivery, Stream, deliveries

PROVIDERS = (
    ("amazon", "aws"), ("aws", "aws"), ("google", "gcp"), ("microsoft", "azure"),
    ("azure", "azure"),
)  # fmt: skip


@dataclass(frozen=True)
class Drop:
    """Rows of one bill that another one replaces; `twin`: the same money in another export."""

    place: str
    by: str
    billing_account: str | None
    period: str
    first: str
    last: str
    twin: bool = False


def drops(bills: list[Bill]) -> list[Drop]:
    """The rows that do not count, the same whatever the order in which bills arrived."""
    found: list[Drop] = []
    every = deliveries(bills)
    for one, other in _same_period(every):
        found += _restated(one, other)
    for one, other in _two_kinds(every):
        found += _twins(one, other)
    return sorted(set(found), key=lambda drop: (drop.place, drop.period, drop.by))


def _same_period(every: list[Delivery]) -> Iterator[tuple[Delivery, Delivery]]:
    """Pairs of one kind of export and account that speak of one billing period."""
    groups: dict[tuple[object, ...], dict[int, Delivery]] = defaultdict(dict)
    for number, each in enumerate(every):
        for stream in each.streams:
            period = (each.kind, each.bills[0].account, stream.billing_account, stream.period)
            groups[period][number] = each
    yield from _pairs(combinations(group.items(), 2) for group in groups.values())


def _two_kinds(every: list[Delivery]) -> Iterator[tuple[Delivery, Delivery]]:
    """Pairs of two kinds of export that speak of one provider's month."""
    groups: dict[tuple[str, int], dict[object, dict[int, Delivery]]] = defaultdict(dict)
    for number, each in enumerate(every):
        for family, month in set() if each.bills[0].filtered else _months(each):
            groups[family, month].setdefault(each.kind, {})[number] = each
    for kinds in groups.values():
        yield from _pairs(
            product(one.items(), other.items()) for one, other in combinations(kinds.values(), 2)
        )


def _pairs(
    groups: Iterable[Iterable[tuple[tuple[int, Delivery], tuple[int, Delivery]]]],
) -> Iterator[tuple[Delivery, Delivery]]:
    """Each pair once, though it may meet in several groups."""
    seen = set()
    for group in groups:
        for (first, one), (second, other) in group:
            if (first, second) not in seen:
                seen.add((first, second))
                yield one, other


def _months(delivery: Delivery) -> set[tuple[str, int]]:
    """(provider's family, month counted from year 0) of everything a delivery speaks of."""
    found = set()
    for stream in delivery.streams:
        family = _family(stream.provider)
        first, last = (int(d[:4]) * 12 + int(d[5:7]) for d in (stream.first, stream.last))
        found |= {(family, month) for month in range(first, last + 1) if family}
    return found


def _restated(one: Delivery, other: Delivery) -> Iterator[Drop]:
    newer, older = (one, other) if one.rank > other.rank else (other, one)
    how = formats()[newer.kind[0]].restates
    if how == "file" and {b.sha256 for b in newer.bills} != {b.sha256 for b in older.bills}:
        return
    for new in newer.streams:
        for old in older.streams:
            if not new.meets(old):
                continue
            whole = newer.is_final and how == "period"
            first, last = ("0001-01-01", "9999-12-31") if whole else (new.first, new.last)
            if first <= old.last and old.first <= last:
                yield from _dropped(older, newer, old, (first, last))


def _twins(one: Delivery, other: Delivery) -> Iterator[Drop]:
    exact, rough = sorted((one, other), key=_exactness)
    for kept in exact.streams:
        for twin in rough.streams:
            if _same_money(kept, twin, exact, rough):
                yield from _dropped(rough, exact, twin, (kept.first, kept.last), twin=True)


def _exactness(delivery: Delivery) -> tuple[int, str, str]:
    name, basis = delivery.kind
    return formats()[name].rank, basis or "", delivery.bills[0].place


def _same_money(kept: Stream, twin: Stream, one: Delivery, other: Delivery) -> bool:
    family = _family(kept.provider)
    if family is None or family != _family(twin.provider):
        return False
    ids = [kept.billing_account or "", twin.billing_account or ""]
    same_account = one.bills[0].account == other.bills[0].account
    match = all(ids) and (ids[0] in ids[1] or ids[1] in ids[0])
    if not (match or (same_account and not all(ids))):
        return False
    return kept.first <= twin.last and twin.first <= kept.last


def _family(provider: str | None) -> str | None:
    name = (provider or "").casefold()
    return next((family for word, family in PROVIDERS if word in name), name or None)


def _dropped(
    loser: Delivery,
    winner: Delivery,
    stream: Stream,
    span: tuple[str, str],
    *,
    twin: bool = False,
) -> Iterator[Drop]:
    for bill in loser.bills:
        yield Drop(
            bill.place, winner.bills[0].place, stream.billing_account, stream.period,
            *span, twin,
        )  # fmt: skip
