"""The first lines of a pack: one sentence and three figures."""

from collections.abc import Sequence
from decimal import Decimal

from share.content import Part
from share.facts import PackFacts
from share.money import other_currencies, spend_frame
from share.slots import PUBLIC, mark
from share.work import launches, paid_launches, total
from wording import numbers
from wording import pack as wording


def answer(team: str, period: str, parts: Sequence[Part], facts: PackFacts) -> str:
    """The service that the money kept running, in one sentence."""
    team, keys = mark(PUBLIC, team), {part.key: part for part in parts}
    if "use" in keys:
        paid = paid_launches(facts)
        if paid is None:
            every = launches(facts)
            months = list(every["period"])
            return wording.ran_launches(team, total(every["amount"]), months)
        return wording.ran_paid_launches(team, paid, indexed=facts.is_indexed)
    if "spend" not in keys or facts.is_indexed:
        return wording.only_period(team, period)
    frame = spend_frame(facts)
    cost = numbers.about(sum(frame["gross"], Decimal(0)), facts.currency)
    amounts = [cost, *other_currencies(facts)[1]]
    days = (min(frame["first_on"]), max(frame["last_on"])) if any(frame["is_partial"]) else None
    return wording.kept_running(team, amounts, sorted(set(frame["month"])), days)


def leading(parts: Sequence[Part]) -> dict[str, tuple[str, str]]:
    """Up to three figures, (value, label), by the parts of this pack that they are of."""
    by_key = {part.key: part.headline for part in parts}
    order = ("use", "spend", "funds", "docs", "backlog")
    return dict([(key, found) for key in order if (found := by_key.get(key))][:3])
