"""What a delivery covers: the bills of one export of one moment, and the days they speak for."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from pipelines.billing.rollup import Summary, formats
from pipelines.billing.supersede.names import Name, name_of

PART = re.compile(r"(?:^|[-_.])(?:part[-_]?\d+(?:[-_]\d+)*[^.]*|0\d{3,5}|0{6}\d{6})(?=\.)")
Days = tuple[str, str]


@dataclass(frozen=True)
class Bill:
    """One bill's file with its roll-up, and the account it belongs to.

    before   the month an invoice of one line is assumed to pay for: the one before its date (True)
             or that of its date; None: it is stated, by the bill or a setting
    changed  when the file was last changed, as it stood when it was first seen; None: not known
    """

    place: str
    account: str
    category: str
    filtered: bool
    sha256: str
    rows: Path
    summary: Summary
    manifest: str | None = None
    vanished: bool = False
    before: bool | None = None
    changed: datetime | None = None

    @cached_property
    def delivery(self) -> str:
        """What the parts of one split export share: their manifest, or their numbered path."""
        if self.manifest:
            return self.manifest
        folder, slash, name = self.place.rpartition("/")
        return f"{folder}{slash}{PART.sub('', name)}"


@dataclass(frozen=True)
class Stream:
    """One billing account's money in a delivery.

    period  the invoice period, where the file's columns state it, else None
    days    first and last day it covers
    reach   first and last day of all its rows; one outside `days` is an adjustment of its own day
    """

    provider: str | None
    billing_account: str | None
    period: str | None
    days: Days
    reach: Days
    sub_accounts: frozenset[str | None]


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
    def account(self) -> str:
        """Its [[billing]] account."""
        return self.bills[0].account

    @cached_property
    def place(self) -> str:
        """The path of its only file, or of its first part."""
        return self.bills[0].place

    @cached_property
    def name(self) -> Name:
        """What its path states."""
        return name_of(self.place if len(self.bills) == 1 else self.bills[0].delivery)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The hashes of its files."""
        return tuple(sorted(bill.sha256 for bill in self.bills))

    @cached_property
    def is_final(self) -> bool:
        """Whether the provider closed all of it."""
        return all(bill.summary.final is True for bill in self.bills)

    @cached_property
    def changed(self) -> datetime | None:
        """When the newest of its files was changed, as first seen."""
        times = [bill.changed for bill in self.bills]
        return max((t for t in times if t), default=None) if all(times) else None


def once(bills: list[Bill]) -> list[Bill]:
    """Each bill once, though several [[billing]] of its account name it by the same rules."""
    return list({(b.place, b.account, b.rows): b for b in reversed(bills)}.values())[::-1]


def deliveries(bills: list[Bill]) -> list[Delivery]:
    """Bills that belong together, in the order of their paths; those without lines left out."""
    groups: dict[tuple[str, str, str], list[Bill]] = defaultdict(list)
    for bill in bills:
        if bill.summary.streams:
            groups[bill.account, bill.delivery, bill.summary.format or ""].append(bill)
    ordered = (sorted(groups[key], key=lambda bill: bill.place) for key in sorted(groups))
    return [Delivery(tuple(group), tuple(_streams(group))) for group in ordered]


def states_period(bill: Bill) -> bool:
    """Whether a bill's columns state the invoice period of each line."""
    stated, name = bill.summary.states_period, bill.summary.format
    return formats()[name].restates == "period" if stated is None and name else bool(stated)


@dataclass
class _Month:
    """What the bills of a group hold of one account's month."""

    first: str
    last: str
    money: Decimal
    rows: int

    @property
    def days(self) -> int:
        """From its first row to its last."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1


def _streams(group: list[Bill]) -> Iterator[Stream]:
    by_account: dict[str | None, dict[str, _Month]] = defaultdict(dict)
    subs: dict[tuple[str | None, str | None], set[str | None]] = defaultdict(set)
    providers: dict[tuple[str | None, str | None], str | None] = {}
    stated = all(states_period(bill) for bill in group)
    closed = stated and all(bill.summary.final is True for bill in group)
    for bill in group:
        for provider, account, period, first, last, names, *more in bill.summary.streams:
            money, rows = (Decimal(more[0]), int(more[1])) if more else (Decimal(1), 1)
            had = by_account[account].setdefault(period, _Month(first, last, Decimal(0), 0))
            had.first, had.last = min(had.first, first), max(had.last, last)
            had.money, had.rows = had.money + money, had.rows + rows
            key = account, period if stated else None
            subs[key] |= set(names)
            providers.setdefault(key, provider)
    for account, months in by_account.items():
        if stated:
            for period, month in months.items():
                key, days = (
                    (account, period),
                    _closed(period, month) if closed else (month.first, month.last),
                )
                yield Stream(providers[key], account, period, days, days, frozenset(subs[key]))
        else:
            reach = min(m.first for m in months.values()), max(m.last for m in months.values())
            days = _covered(months, _name(group))
            own = frozenset(subs[account, None])
            yield Stream(providers[account, None], account, None, days, reach, own)


def _closed(period: str, month: "_Month") -> Days:
    """All of an invoice period that is closed, of whatever days its lines are."""
    year, number = int(period[:4]), int(period[5:7])
    end = f"{period[:7]}-{monthrange(year, number)[1]}"
    return min(period, month.first), max(end, month.last)


def _name(group: list[Bill]) -> Name:
    return name_of(group[0].place if len(group) == 1 else group[0].delivery)


def _covered(months: dict[str, _Month], name: Name) -> Days:
    """The days a bill covers: those its name states, else those where most of its money lies.

    A name counts where more than half of the money lies in it. Else months at the edges are
    outside that hold no charge, or late lines; after the main month only those behind a gap.
    """
    every = [months[key] for key in sorted(months)]
    if name.covers:
        first, last = name.covers
        inside = [m for m in every if first <= m.last and m.first <= last]
        if 2 * sum(m.money for m in inside) > sum(m.money for m in every):
            return name.covers
    main = max(every, key=lambda month: month.money)
    if main.money <= 0:
        return every[0].first, every[-1].last
    while every[-1] is not main and (
        every[-1].money == 0 or (_is_late(every[-1], main) and _is_apart(every[-2], every[-1]))
    ):
        every.pop()
    while every[0] is not main and _is_late(every[0], main):
        every.pop(0)
    return every[0].first, every[-1].last


def _is_late(month: _Month, main: _Month) -> bool:
    """No charge, half the money in half the rows a day, or a few days of a quarter of the money."""
    thin = 2 * month.money <= main.money and 2 * month.rows * main.days <= main.rows * month.days
    small = month.days <= 3 and 4 * month.money * main.days <= main.money * month.days
    return month.money == 0 or thin or small


def _is_apart(month: _Month, later: _Month) -> bool:
    return (date.fromisoformat(later.first) - date.fromisoformat(month.last)).days > 1


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
