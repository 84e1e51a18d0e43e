"""Which rows of which bill count where several bills cover the same days, and what is asked.

Nothing is appended and no line is compared with another alone: two deliveries are other money, the
same money (the newer replaces the older on the days both cover), or a person is asked
(verdicts.py). Every replacement is listed; while a question is open the newer counts alone if it
holds all that the older names, else both count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.billing.rollup import formats
from pipelines.billing.supersede.answers import Answers
from pipelines.billing.supersede.deliveries import Bill, Days, Delivery, deliveries
from pipelines.billing.supersede.overlap import Measure, Pair, measures, pairs
from pipelines.billing.supersede.verdicts import Kind, Verdict, of_two_kinds, verdict


@dataclass(frozen=True)
class Drop:
    """Rows of one bill that another one replaces; `period` None: of whatever invoice."""

    place: str
    by: str
    account: str
    billing_account: str | None
    period: str | None
    first: str
    last: str
    reason: str


@dataclass(frozen=True)
class Doubt:
    """Two deliveries of which a person must say whether they hold the same money.

    newer     the side that is newer; None: not known
    drops     for each side, the rows that go if the other one counts alone
    assumed   which counts meanwhile: a side alone, or None: both
    resting   a person said "unknown" to these very files
    """

    kind: Kind
    one: Delivery
    other: Delivery
    days: Days
    measure: Measure
    newer: int | None
    drops: tuple[tuple[Drop, ...], tuple[Drop, ...]]
    assumed: int | None
    reason: str
    resting: bool = False

    @property
    def gone(self) -> tuple[Drop, ...]:
        """The rows that do not count by the assumed reading."""
        return () if self.assumed is None else self.drops[1 - self.assumed]


@dataclass(frozen=True)
class Settled:
    """What was decided of all bills: rows replaced for certain, and doubts."""

    drops: tuple[Drop, ...]
    doubts: tuple[Doubt, ...]


def settle(bills: list[Bill], answers: Answers, cache: Path) -> Settled:
    """The same whatever the order in which bills arrived; measures are kept in `cache`."""
    every = deliveries(bills)
    wanted = pairs(every)
    measured = measures(every, wanted, cache / "overlaps.json")
    order = _Order()
    drops: list[Drop] = []
    open_ones: list[tuple[Pair, Verdict, Measure, bool]] = []
    for pair, (inside, whole) in zip(wanted, measured, strict=True):
        one, other = every[pair.one], every[pair.other]
        found = (
            verdict(pair, one, other, inside, whole)
            if one.kind == other.kind
            else of_two_kinds(one, other, inside)
        )
        found, resting = _answered(found, answers, one, other)
        measure = whole if found.far else inside
        if found.money == "same" and found.newer is not None:
            winner = order.winner(pair, found.newer)
            drops += _drops(pair, one, other, found, loser=1 - winner)
        elif found.money == "asked" and measure is not None:
            open_ones.append((pair, found, measure, resting))
    doubts = []
    for pair, found, measure, resting in open_ones:
        if _is_settled(pair, (every[pair.one], every[pair.other]), drops):
            continue
        doubt = _doubt(pair, (every[pair.one], every[pair.other]), found, measure, resting=resting)
        if doubt.assumed is not None:
            doubt = replace(doubt, assumed=order.winner(pair, doubt.assumed))
        doubts.append(doubt)
    return Settled(_each_once(drops), tuple(doubts))


def _is_settled(pair: Pair, sides: tuple[Delivery, Delivery], drops: Sequence[Drop]) -> bool:
    """Whether one of the two is replaced whole by a third: then nothing is left to ask."""
    return any(
        drop.place == side.place
        and drop.billing_account == stream.billing_account
        and drop.period in (None, stream.period)
        and drop.first <= stream.reach[0]
        and stream.reach[1] <= drop.last
        for side, stream in zip(sides, pair.streams, strict=True)
        for drop in drops
    )


class _Order:
    """Which delivery loses to which; no chain of losers ends where it began, so money stays."""

    def __init__(self) -> None:
        self.winners: dict[int, set[int]] = defaultdict(set)

    def winner(self, pair: Pair, side: int) -> int:
        """The side that counts: the one proposed, unless it already loses to the other."""
        sides = pair.one, pair.other
        if self._loses(sides[side], sides[1 - side]):
            side = 1 - side
        self.winners[sides[1 - side]].add(sides[side])
        return side

    def _loses(self, one: int, other: int) -> bool:
        seen, ahead = {one}, [one]
        while ahead:
            for winner in self.winners[ahead.pop()] - seen:
                if winner == other:
                    return True
                seen.add(winner)
                ahead.append(winner)
        return False


def _answered(
    found: Verdict, answers: Answers, one: Delivery, other: Delivery
) -> tuple[Verdict, bool]:
    """The verdict with a person's answer put in, and whether a person does not know."""
    said = answers.of(one, other)
    if said == "both":
        return replace(found, money="other"), False
    if said in (0, 1):
        return replace(found, money="same", newer=int(said), reason="bills.toml"), False
    if said == "newer" and found.newer is not None:
        return replace(found, money="same", reason="bills.toml"), False
    return found, said == "unknown"


def _doubt(
    pair: Pair, sides: tuple[Delivery, Delivery], found: Verdict, measure: Measure, *, resting: bool
) -> Doubt:
    newer = found.newer
    drops = tuple(tuple(_drops(pair, *sides, found, loser=side)) for side in (0, 1))
    if found.kind == "newer":
        assumed: int | None = int(measure.total(1) > measure.total(0))
    elif found.kind == "two exports":
        assumed = newer
    else:
        alone = newer is not None and measure.shared == measure.keys[1 - newer]
        assumed = newer if alone else None
    days = pair.reach if found.far or pair.days is None else pair.days
    return Doubt(
        found.kind,
        *sides,
        days,
        measure,
        newer,
        (drops[0], drops[1]),
        assumed,
        found.reason,
        resting,
    )


def _drops(
    pair: Pair, one: Delivery, other: Delivery, found: Verdict, *, loser: int
) -> Iterable[Drop]:
    """The rows of one side that go: those of the days both cover, or all where all are covered."""
    lost, won = ((one, other), (other, one))[loser]
    stream, winner = pair.streams[loser], pair.streams[1 - loser]
    days = pair.reach if found.far or pair.days is None else pair.days
    if found.whole and found.newer == 1 - loser:
        days = stream.reach
    if stream.period and stream.period == winner.period and lost.kind == won.kind:
        closed = won.is_final and formats()[won.kind[0]].restates == "period"
        days = ("0001-01-01", "9999-12-31") if closed else winner.reach
    return [
        Drop(
            bill.place, won.place, bill.account, stream.billing_account, stream.period, *days,
            found.reason,
        )
        for bill in lost.bills
    ]  # fmt: skip


def _each_once(drops: Sequence[Drop]) -> tuple[Drop, ...]:
    """Sorted, so that nothing depends on the order of arrival."""
    return tuple(sorted(set(drops), key=lambda d: (d.place, d.period or "", d.first, d.by, d.last)))
