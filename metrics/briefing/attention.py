"""What a team must decide or do, sorted: one line each, with the page that says more.

Numbers that the notes said and others count differently are never here: they stand on the Issues
page, for who wants to know.
"""

from datetime import date

from duckdb import DuckDBPyConnection

from metrics.briefing import attention_money, attention_other
from metrics.briefing.attention_item import TONES, Item

__all__ = ["Item", "items", "to_decide"]


def items(db: DuckDBPyConnection, *, as_of: date) -> list[Item]:
    """What needs a decision: what is late or broken first, then what comes soonest.

    Rows     one per thing to decide; at most one per fund, site and source for each reason
    Source   the metrics of each page
    Beware   a source that is not set up says nothing here; what it unlocks stands on Setup.
    """
    found = [*attention_money.items(db, as_of), *attention_other.items(db, as_of)]
    return sorted(found, key=lambda item: (TONES.index(item.tone), item.days, item.text))


def to_decide(found: list[Item]) -> int:
    """How many of the lines need a person; what is on track needs none."""
    return sum(item.tone in ("act", "watch") for item in found)
