"""Bills and their deliveries written down, for the tests of what replaces what."""

from datetime import UTC, datetime
from pathlib import Path

from pipelines.billing.rollup import Summary
from pipelines.billing.supersede.deliveries import Bill, Delivery, Stream
from pipelines.billing.supersede.overlap import Measure, Pair

JUNE, JULY = ("2026-06-01", "2026-06-30"), ("2026-07-01", "2026-07-31")
NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


def stream(days=JULY, *, account="1", period=None, reach=None, subs=("a",), provider="aws"):
    return Stream(provider, account, period, days, reach or days, frozenset(subs))


def bill(place, *streams, kind="focus", basis=None, final=None, changed=None, sha="", **more):
    lines = [[s.provider, s.billing_account, s.period or "2026-07-01", *s.reach, [*s.sub_accounts],
              "9", "3"] for s in streams]  # fmt: skip
    summary = Summary(kind, basis=basis, final=final, streams=lines)
    return Bill(place, more.pop("us", "us"), "cloud", more.pop("filtered", False), sha or place,
                Path(place), summary, changed=changed, **more)  # fmt: skip


def delivery(place, *streams, **more):
    streams = streams or (stream(),)
    return Delivery((bill(place, *streams, **more),), streams)


def pair(one=None, other=None, days=JULY):
    streams = one or stream(), other or stream()
    reach = max(s.reach[0] for s in streams), min(s.reach[1] for s in streams)
    return Pair(0, 1, streams, days, reach)


def shared(keys=(10, 10), both=10, **more):
    """So many rows of each side, and so many of them of the same keys, all of equal amounts."""
    whole = {
        "charged": keys, "equal": both, "different": both, "loose": (float(both),) * 2,
        "money": tuple(map(float, keys)), "sums": {"": tuple(map(str, keys))},
        "days": (1, 1), "nameless": (*keys, both),
    } | more  # fmt: skip
    return Measure(keys, both, **whole)


LATER = {"changed": NOON.replace(hour=13)}
