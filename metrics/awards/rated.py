"""Charges that follow from others: fringe and indirect by their rates, a fiscal sponsor's fee."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from metrics.awards.register import Award, Rate

Moved = tuple[date, str, Decimal]  # day, line, amount
Added = tuple[date, str, Decimal, Literal["rate", "fee"], str | None]  # the last: its source


def rated(award: Award, booked: Sequence[Moved]) -> Iterator[Added]:
    """What is charged besides an award's costs: each rated line in its order, then the fee.

    A month in which the books charge a rated line has no rate: books come before rules. The base
    of a rate is what its lines were charged on the days of the rate.
    """
    moved = sorted(booked, key=lambda each: (each[0], each[1]))
    in_books: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for day, line, _ in moved:
        in_books[line].add((day.year, day.month))
    for rate in award.rates:
        found = [
            (day, rate.line, amount * rate.rate)
            for day, amount in _base(rate, moved)
            if (day.year, day.month) not in in_books[rate.line]
        ]
        moved = sorted([*moved, *found], key=lambda each: (each[0], each[1]))
        yield from ((*each, "rate", rate.source) for each in found)
    if award.overhead_rate:
        yield from (
            (day, "", amount * award.overhead_rate, "fee", None) for day, _, amount in moved
        )
    if award.fee_rate:
        yield from (
            (each.on_day, "", each.amount * award.fee_rate, "fee", None)
            for each in award.payments
            if each.state == "received" and each.on_day
        )


def _base(rate: Rate, moved: Sequence[Moved]) -> Iterator[tuple[date, Decimal]]:
    """What counts of each charge: of a line with `first`, only so much since its beginning."""
    so_far: dict[str, Decimal] = defaultdict(Decimal)
    for day, line, amount in moved:
        if line not in rate.base:
            continue
        most = rate.base[line]
        before, so_far[line] = so_far[line], so_far[line] + amount
        counted = amount if most is None else min(so_far[line], most) - min(before, most)
        is_on = (rate.starts_on or day) <= day <= (rate.ends_on or day)
        if is_on and counted:
            yield day, counted
