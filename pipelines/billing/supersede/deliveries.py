"""What a delivery speaks for: the bills of one export of one moment, and their billing periods."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipelines.billing.rollup import Summary

PART = re.compile(r"(?:^|[-_.])(?:part[-_]?\d+(?:[-_]\d+)*[^.]*|0\d{3,5}|0{6}\d{6})(?=\.)")


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
        folder, slash, name = self.place.rpartition("/")
        return f"{folder}{slash}{PART.sub('', name)}"


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
class Delivery:
    """All parts of one export of one moment."""

    bills: tuple[Bill, ...]
    streams: tuple[Stream, ...]

    @cached_property
    def kind(self) -> tuple[str, str | None]:
        """Its export, and whether reservations are spread in it."""
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
        """Whether the provider closed all of it."""
        return self.rank[0]


def once(bills: list[Bill]) -> list[Bill]:
    """Each bill once, though several [[billing]] of its account name it by the same rules."""
    return list({(b.place, b.account, b.rows): b for b in reversed(bills)}.values())[::-1]


def deliveries(bills: list[Bill]) -> list[Delivery]:
    """Bills that belong together, those that say nothing left out."""
    groups: dict[tuple[str, str, str | None], list[Bill]] = defaultdict(list)
    for bill in bills:
        if bill.summary.streams:
            groups[bill.account, bill.delivery, bill.summary.format].append(bill)
    return [Delivery(tuple(group), tuple(_merged(group))) for group in groups.values()]


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


def missing_parts(bills: list[Bill]) -> dict[str, list[int]]:
    """Deliveries whose numbered parts have a gap: delivery → the numbers that are not there."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for bill in bills:
        match = re.search(r"[-_.](0\d{3,5}|0{6}\d{6})\.", bill.place.rpartition("/")[2])
        if match and not bill.manifest:
            numbers[bill.delivery].add(int(match[1]))
    gaps = {
        name: sorted(set(range(min(1, *have) if 0 in have else 1, max(have))) - have)
        for name, have in numbers.items()
    }
    return {name: gap for name, gap in gaps.items() if gap}
