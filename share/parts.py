"""The parts of a pack: each from metrics, cut down to the columns its audience may see."""

from collections.abc import Callable

from share import money, own_money, work
from share.audience import COLUMNS
from share.content import Part
from share.facts import PackFacts

PARTS: dict[str, Callable[[PackFacts], Part | None]] = {
    "funds": money.funds, "spend": money.spend, "services": money.services,
    "own": own_money.own, "runway": money.money_end, "use": work.use, "community": work.community,
    "backlog": work.backlog, "docs": work.docs,
}  # fmt: skip


def parts(facts: PackFacts) -> tuple[Part, ...]:
    """The parts this audience gets and the build can fill, in the order of the pack."""
    wanted = [PARTS[name] for name in COLUMNS[facts.preset.audience]]
    return tuple(part for make in wanted if (part := make(facts)))
