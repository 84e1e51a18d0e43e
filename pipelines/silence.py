"""Hosts that give no answer: how long they may cost in one ingest, and which are asked no more."""

from dataclasses import dataclass, field

IN_ALL = 45.0  # seconds that all hosts without an answer may cost: a run of a minute
SHARE = 3  # a host may cost a third of what is left, so that the next ones are asked, too
LEAST = 2.0  # seconds that any host has


@dataclass
class Silence:
    """What one ingest knows of hosts that give no answer.

    left  seconds that they may still cost     dead  host → why nothing more is asked of it
    """

    left: float = IN_ALL
    dead: dict[str, Exception] = field(default_factory=dict)

    @property
    def patience(self) -> float:
        """Seconds that the next host has to answer."""
        return max(LEAST, self.left / SHARE)

    def cost(self, seconds: float) -> None:
        """Count seconds that were waited in vain."""
        self.left = max(0.0, self.left - seconds)
