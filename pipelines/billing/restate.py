"""Which rows of which bill count, when several bills speak of the same days.

A newer export replaces an older one for the days it covers (a final month: for the whole month);
nothing is ever appended or told apart by equal rows. The same money in two kinds of export counts
once, in the more exact one, and a person is asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from pathlib import Path, PurePosixPath

from pipelines.billing.rollup import Summary, formats

PROVIDERS = (
    ("amazon", "aws"), ("aws", "aws"), ("google", "gcp"), ("microsoft", "azure"),
    ("azure", "azure"),
)  # fmt: skip
PART = re.compile(r"(?:^|[-_.])(?:part[-_]?\d+(?:[-_]\d+)*[^.]*|0\d{3,5}|\d{12})(?=\.)")


@dataclass(frozen=True)
class Bill:
    """One bill's file with its roll-up, and the account it belongs to."""

    place: str
    account: str
    category: str
    filtered: bool
    sha256: str
    rows: Path
    summary: Summary
    manifest: str | None = None
    vanished: bool = False

    @cached_property
    def delivery(self) -> str:
        """What the parts of one split export share: their manifest, or their numbered path."""
        if self.manifest:
            return self.manifest
        path = PurePosixPath(self.place)
        return str(path.with_name(PART.sub("", path.name)))


@dataclass(frozen=True)
class Stream:
    """What a delivery speaks for: one billing account's period, from its first to its last day."""

    provider: str | None
    billing_account: str | None
    period: str
    first: str
    last: str
    sub_accounts: frozenset[str | None]

    def meets(self, other: "Stream") -> bool:
        """Whether both speak of the same money."""
        if self.billing_account != other.billing_account or self.period != other.period:
            return False
        mine, theirs = self.sub_accounts - {None}, other.sub_accounts - {None}
        return not mine or not theirs or bool(mine & theirs)


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


@dataclass(frozen=True)
class _Delivery:
    """All parts of one export of one moment."""

    bills: tuple[Bill, ...]
    streams: tuple[Stream, ...]

    @cached_property
    def kind(self) -> tuple[str, str | None]:
        return self.bills[0].summary.format or "", self.bills[0].summary.basis

    @cached_property
    def rank(self) -> tuple[bool, str, str, int, str]:
        """Told by content, never by the order of arrival: final, newest day, stamp, most lines."""
        final = all(bill.summary.final is True for bill in self.bills)
        place = self.bills[0].place
        stamp = "".join(re.findall(r"\d", place)) if re.search(r"\d{8}", place) else ""
        lines = sum(bill.summary.lines_kept for bill in self.bills)
        return final, max(s.last for s in self.streams), stamp, lines, place

    @property
    def is_final(self) -> bool:
        return self.rank[0]


def drops(bills: list[Bill]) -> list[Drop]:
    """The rows that do not count, the same whatever the order in which bills arrived."""
    found: list[Drop] = []
    deliveries = _deliveries(bills)
    for one, other in _same_period(deliveries):
        found += _restated(one, other)
    for one, other in _two_kinds(deliveries):
        found += _twins(one, other)
    return sorted(set(found), key=lambda drop: (drop.place, drop.period, drop.by))


def _same_period(deliveries: list[_Delivery]) -> Iterator[tuple[_Delivery, _Delivery]]:
    """Pairs of one kind of export and account that speak of one billing period."""
    groups: dict[tuple[object, ...], dict[int, _Delivery]] = defaultdict(dict)
    for number, each in enumerate(deliveries):
        for stream in each.streams:
            period = (each.kind, each.bills[0].account, stream.billing_account, stream.period)
            groups[period][number] = each
    yield from _pairs(combinations(group.items(), 2) for group in groups.values())


def _two_kinds(deliveries: list[_Delivery]) -> Iterator[tuple[_Delivery, _Delivery]]:
    """Pairs of two kinds of export that speak of one provider's month."""
    groups: dict[tuple[str, int], dict[object, dict[int, _Delivery]]] = defaultdict(dict)
    for number, each in enumerate(deliveries):
        for family, month in set() if each.bills[0].filtered else _months(each):
            groups[family, month].setdefault(each.kind, {})[number] = each
    for kinds in groups.values():
        yield from _pairs(
            product(one.items(), other.items()) for one, other in combinations(kinds.values(), 2)
        )


def _pairs(
    groups: Iterable[Iterable[tuple[tuple[int, _Delivery], tuple[int, _Delivery]]]],
) -> Iterator[tuple[_Delivery, _Delivery]]:
    """Each pair once, though it may meet in several groups."""
    seen = set()
    for group in groups:
        for (first, one), (second, other) in group:
            if (first, second) not in seen:
                seen.add((first, second))
                yield one, other


def _months(delivery: _Delivery) -> set[tuple[str, int]]:
    """(provider's family, month counted from year 0) of everything a delivery speaks of."""
    found = set()
    for stream in delivery.streams:
        family = _family(stream.provider)
        first, last = (int(d[:4]) * 12 + int(d[5:7]) for d in (stream.first, stream.last))
        found |= {(family, month) for month in range(first, last + 1) if family}
    return found


def _deliveries(bills: list[Bill]) -> list[_Delivery]:
    groups: dict[tuple[str, str, str | None], list[Bill]] = defaultdict(list)
    for bill in bills:
        if bill.summary.streams:
            groups[bill.account, bill.delivery, bill.summary.format].append(bill)
    return [_Delivery(tuple(group), tuple(_merged(group))) for group in groups.values()]


def _merged(group: list[Bill]) -> Iterator[Stream]:
    merged: dict[tuple[str | None, str], list[Stream]] = defaultdict(list)
    for bill in group:
        for provider, account, period, first, last, subs in bill.summary.streams:
            stream = Stream(provider, account, period, first, last, frozenset(subs))
            merged[account, period].append(stream)
    for (account, period), parts in merged.items():
        subs = frozenset().union(*(part.sub_accounts for part in parts))
        first, last = min(p.first for p in parts), max(p.last for p in parts)
        yield Stream(parts[0].provider, account, period, first, last, subs)


def _restated(one: _Delivery, other: _Delivery) -> Iterator[Drop]:
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


def _twins(one: _Delivery, other: _Delivery) -> Iterator[Drop]:
    exact, rough = sorted((one, other), key=_exactness)
    for kept in exact.streams:
        for twin in rough.streams:
            if _same_money(kept, twin, exact, rough):
                yield from _dropped(rough, exact, twin, (kept.first, kept.last), twin=True)


def _exactness(delivery: _Delivery) -> tuple[int, str, str]:
    name, basis = delivery.kind
    return formats()[name].rank, basis or "", delivery.bills[0].place


def _same_money(kept: Stream, twin: Stream, one: _Delivery, other: _Delivery) -> bool:
    family = _family(kept.provider)
    if family is None or family != _family(twin.provider):
        return False
    ids = [kept.billing_account or "", twin.billing_account or ""]
    same_account = one.bills[0].account == other.bills[0].account
    alike = all(ids) and (ids[0] in ids[1] or ids[1] in ids[0])
    if not (alike or (same_account and not all(ids))):
        return False
    return kept.first <= twin.last and twin.first <= kept.last


def _family(provider: str | None) -> str | None:
    name = (provider or "").casefold()
    return next((family for word, family in PROVIDERS if word in name), name or None)


def _dropped(
    loser: _Delivery,
    winner: _Delivery,
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


def missing_parts(bills: list[Bill]) -> dict[str, list[int]]:
    """Deliveries whose numbered parts have a gap: delivery → the numbers that are not there."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for bill in bills:
        match = re.search(r"[-_.](0\d{3,5}|\d{12})\.", PurePosixPath(bill.place).name)
        if match and not bill.manifest:
            numbers[bill.delivery].add(int(match[1]))
    gaps = {
        name: sorted(set(range(min(1, *have) if 0 in have else 1, max(have))) - have)
        for name, have in numbers.items()
    }
    return {name: gap for name, gap in gaps.items() if gap}
