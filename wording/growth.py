"""The backlog in words: how its change adds up, and in which repository it grew."""

from collections.abc import Sequence

from metrics.issues.counts import Backlog, Pulse
from wording import numbers


def balance(pulse: Pulse) -> str:
    """The change in 91 days as what was opened, closed and is open again, which adds up to it."""
    seen = pulse.quarter
    again = seen.closed - seen.still_closed
    rest = pulse.change - (seen.opened - seen.still_closed)
    if not (seen.opened or seen.closed or rest):
        return ""
    parts = [f"{numbers.number(seen.opened)} opened", f"{numbers.number(seen.closed)} closed"]
    if again:
        parts.append(f"{numbers.number(again)} of these open again")
    if rest:
        parts.append(f"{numbers.signed(rest)} by reopening, moving or deleting older ones")
    change = numbers.signed(pulse.change) if pulse.change else "No change"
    return f"{change} in 91 days: {', '.join(parts)}."


def worst(found: Sequence[Backlog]) -> Backlog | None:
    """The repository that grew most, else the one with most open; None of a single one."""
    if len(found) < 2:
        return None
    largest = max(found, key=lambda each: each.open_now)
    return found[0] if found[0].change > 0 else largest if largest.open_now else None


def are_open(found: Backlog) -> str:
    """How many are open in a repository: "41 open"."""
    return f"{numbers.number(found.open_now)} open"
