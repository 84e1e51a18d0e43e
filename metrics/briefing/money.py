"""The runways of one build, computed once for everything that the briefing says of money."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.data_quality.sources import info
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlook, outlooks


@dataclass(frozen=True)
class Money:
    """Inputs and answers, the team's currency first.

    currency  the team's
    outlooks  of the currencies whose runway is known
    """

    currency: str
    inputs: tuple[Inputs, ...]
    outlooks: tuple[Outlook, ...]

    @property
    def team(self) -> Outlook | None:
        """The runway in the team's currency; None where it is not known."""
        return next((each for each in self.outlooks if each.currency == self.currency), None)


def money(db: DuckDBPyConnection) -> Money:
    """Every runway of a build; none without funds, or without any spending, past or planned."""
    currency = info(db).currency
    has_money = rows.value(
        db,
        """
        select exists (from fund) and (exists (from cost_daily) or exists (from planned_cost))
        """,
    )
    if not has_money:
        return Money(currency, (), ())
    found = outlooks(db)
    return Money(currency, found.inputs, found.known)
