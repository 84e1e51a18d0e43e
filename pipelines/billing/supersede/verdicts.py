"""Whether two deliveries hold other money, the same money, or whether a person must say so."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pipelines.billing.rollup import formats
from pipelines.billing.supersede.deliveries import Delivery
from pipelines.billing.supersede.overlap import Measure, Pair

MINUTE = timedelta(minutes=1)
MOST = 0.9  # of the older bill's keys that a newer download of it holds
COINCIDENCE = 0.1  # of the money: equal amounts by chance, in bills of many lines
MANY = 20
TWINS = 0.02  # by which two kinds of export of one bill may differ
Kind = Literal["overlap", "renamed", "newer", "two exports"]


@dataclass(frozen=True)
class Verdict:
    """What a pair's measures say.

    money   other | same | asked
    newer   the side (0 or 1) that is the newer, or the more exact of two kinds; None: not known
    reason  of a replacement, or why a person is asked
    kind    of a question
    whole   the newer covers all days of the older, which is replaced with its adjustments
    far     all days of both are compared and replaced, not only those both cover
    """

    money: Literal["other", "same", "asked"]
    newer: int | None = None
    reason: str = ""
    kind: Kind = "overlap"
    whole: bool = False
    far: bool = False


OTHER = Verdict("other")


def verdict(
    pair: Pair, one: Delivery, other: Delivery, inside: Measure | None, whole: Measure | None
) -> Verdict:
    """Of two deliveries of one kind and what they share on the days both cover, and on all days."""
    # the same lines on days that one of them only touches: then it covers them, too
    far = whole is not None and whole.equal > (inside.equal if inside else 0)
    measure = whole if far else inside
    newer, why, doubt = order(one, other, pair)
    if measure is None or _is_other(measure, pair, one, other):
        return OTHER
    if one.content == other.content:
        return Verdict("same", newer or 0, "the same file", whole=True)
    covered = _covers(pair, newer, far)
    if not _is_same(measure, pair, one, other, newer):
        half = measure.loose[0] >= 0.5 * min(measure.money)
        renamed = (half and measure.shared < MOST * min(measure.keys)) or not measure.shared
        kind: Kind = "renamed" if renamed else "overlap"
        return Verdict("asked", None if doubt else newer, why, kind, covered, far)
    if newer is not None and not doubt:
        return Verdict("same", newer, why, whole=covered, far=far)
    equal = measure.shared == max(measure.keys) and measure.equal == max(measure.charged)
    if equal:
        return Verdict("same", newer or 0, "the same lines", whole=covered, far=far)
    unknown = "its number and its time disagree" if doubt else why
    return Verdict("asked", None, f"{unknown}: the higher cost counts", "newer", covered, far)


def order(one: Delivery, other: Delivery, pair: Pair) -> tuple[int | None, str, bool]:
    """The side that is newer, the reason, and whether number and time disagree.

    Final before estimate; a day of issue or download; a browser's number; the file's time; last
    the bill that reaches further, which cannot have been made before its last day.
    """
    if one.is_final != other.is_final:
        return int(other.is_final), "the final bill of this period", False
    days = one.name.made, other.name.made
    if (all(days) and days[0][:8] != days[1][:8]) or _to_the_second(days):
        return int(days[1] > days[0]), "a later day in its name", False
    times = one.changed, other.changed
    later = None
    if times[0] and times[1] and abs(times[1] - times[0]) >= MINUTE:
        later = int(times[1] > times[0])
    numbers = one.name.number, other.name.number
    if one.name.base == other.name.base and numbers[0] != numbers[1]:
        side = int(numbers[1] > numbers[0])
        doubt = later is not None and later != side
        return side, "a later download by its number", doubt
    if later is not None:
        return later, "the file was changed later", False
    ends = pair.streams[0].reach[1], pair.streams[1].reach[1]
    if ends[0] != ends[1]:
        return int(ends[1] > ends[0]), "it reaches further", False
    return None, "nothing says which is newer", False


def _to_the_second(days: tuple[str, str]) -> bool:
    """Whether both name a moment of one day."""
    return all(day and not day.endswith("000000") for day in days) and days[0] != days[1]


def _states_same(pair: Pair, one: Delivery) -> bool:
    """Whether both state the same account, and the same period or whole days of it."""
    accounts = {stream.billing_account for stream in pair.streams}
    periods = {stream.period for stream in pair.streams}
    name = one.kind[0]
    by_day = name != "generic" and formats()[name].restates == "days"
    return len(accounts) == 1 and None not in accounts and (
        by_day or (len(periods) == 1 and None not in periods)
    )  # fmt: skip


def _is_other(measure: Measure, pair: Pair, one: Delivery, other: Delivery) -> bool:
    """No key in common, and no amount of one day and service; of some exports any other file."""
    if not all(measure.keys):  # one of them says nothing of these days
        return not _states_same(pair, one) or (not one.is_final and not other.is_final)
    if formats()[one.kind[0]].restates == "file":
        return not (measure.shared == max(measure.keys) and measure.equal == max(measure.charged))
    if measure.shared or _grew(measure, pair, one, other):
        return False
    chance = COINCIDENCE if min(measure.charged) >= MANY else 0.0
    return measure.loose[0] <= chance * min(measure.money)


def _grew(measure: Measure, pair: Pair, one: Delivery, other: Delivery) -> bool:
    """Two downloads by their names, of which the later goes on with the services of the earlier.

    Their projects have other names: renamed, or of another team.
    """
    ends = pair.streams[0].reach[1], pair.streams[1].reach[1]
    if one.name.base != other.name.base or ends[0] == ends[1]:
        return False
    earlier = int(ends[1] < ends[0])
    made = one.name.made, other.name.made
    in_order = not all(made) or made[earlier] < made[1 - earlier]
    return in_order and measure.nameless[2] >= MOST * measure.nameless[earlier]


def _is_same(
    measure: Measure, pair: Pair, one: Delivery, other: Delivery, newer: int | None
) -> bool:
    if _states_same(pair, one):
        subs = [stream.sub_accounts - {None} for stream in pair.streams]
        renamed = measure.loose[0] >= MOST * min(measure.money)
        return not all(subs) or bool(subs[0] & subs[1]) or renamed
    older = [1 - newer] if newer is not None else [0, 1]
    if not all(measure.shared >= MOST * measure.keys[side] for side in older):
        return False
    if one.name.base == other.name.base:
        return True
    enough = measure.equal >= 5 and measure.different >= 3
    return enough and all(2 * measure.equal >= measure.charged[side] for side in older)


def _covers(pair: Pair, newer: int | None, far: bool) -> bool:
    """Whether the newer one covers all days of the older."""
    if newer is None:
        return False
    new, old = pair.streams[newer], pair.streams[1 - newer]
    covered, wanted = (new.reach, old.reach) if far else (new.days, old.days)
    return covered[0] <= wanted[0] and wanted[1] <= covered[1]


def of_two_kinds(one: Delivery, other: Delivery, measure: Measure | None) -> Verdict:
    """The same money in two kinds of export counts in the more exact; other sums are asked."""
    if measure is None or not all(measure.keys):
        return OTHER
    ranks = [(formats()[d.kind[0]].rank, d.kind[1] or "", d.place) for d in (one, other)]
    exact = int(ranks[1] < ranks[0])
    reason = "the same money in another kind of export"
    apart = abs(measure.total(0) - measure.total(1))
    if apart <= TWINS * max(measure.money):
        return Verdict("same", exact, reason)
    return Verdict("asked", exact, reason, "two exports")
