"""What a figure is, in words for a treasurer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """The meaning of one public metric.

    metric   its name, `spending.burn`      name  as pages call it, "Burn"
    means    what the figure says, in one or two sentences
    formula  the rule, with a {slot} for each figure of the metric's answer that goes into it
    caveats  what it leaves out and what it cannot know, a sentence each
    """

    metric: str
    name: str
    means: str
    formula: str = ""
    caveats: tuple[str, ...] = ()

    def filled(self, **figures: str) -> str:
        """The rule with the figures put in. Raises KeyError where a slot has none."""
        return self.formula.format(**figures)
