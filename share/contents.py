"""What a pack says, part by part: each from metrics, cut down to what its audience may see."""

from collections.abc import Callable

from share import money, work
from share.audience import COLUMNS
from share.given import Given
from share.sheet import Part

PARTS: dict[str, Callable[[Given], Part | None]] = {
    "funds": money.funds, "spend": money.spend, "services": money.services,
    "runway": money.money_end, "use": work.use, "community": work.community,
    "backlog": work.backlog, "docs": work.docs,
}  # fmt: skip


def parts(given: Given) -> tuple[Part, ...]:
    """The parts this audience gets and the build can fill, in the order of the pack."""
    wanted = [PARTS[name] for name in COLUMNS[given.preset.audience]]
    return tuple(part for make in wanted if (part := make(given)))
