"""Awards by their confirmed statements: the part of a fund that a sponsor may see."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.runway.inputs.balances import statements

CONFIRMED = [
    "fund", "kind", "currency", "awarded", "spent", "remaining", "spent_share", "time_share",
    "confirmed_on", "ends_on",
]  # fmt: skip


@dataclass(frozen=True)
class _Award:
    fund_id: str
    name: str
    kind: str
    currency: str
    awarded: Decimal | None
    starts_on: date | None
    ends_on: date | None

    def time_share(self, day: date) -> Decimal | None:
        if self.starts_on is None or self.ends_on is None:
            return None
        gone, whole = (day - self.starts_on).days + 1, (self.ends_on - self.starts_on).days + 1
        return min(Decimal(1), max(Decimal(0), Decimal(gone) / Decimal(whole)))


@metric(unit="fund currency", grain="fund", rests_on=("funds",), kind="sum")
def confirmed(db: DuckDBPyConnection, *, as_of: date, funds: tuple[str, ...]) -> pd.DataFrame:
    """Amounts spent of each named fund, by its newest confirmed statement and by nothing else.

    One row per named fund, the first to end first; unknown is None. Columns: fund, kind,
    currency · awarded · spent: awarded − remaining · remaining: as stated · spent_share: spent ÷
    awarded · time_share: days gone ÷ days of the award · confirmed_on, ends_on: dates.
    Source: tables fund, fund_balance.
    """
    stated = [s for s in statements(db, as_of=as_of) if s.confirmed and s.amount is not None]
    newest = {each.fund_id: each for each in stated}
    awards = rows.rows(
        db,
        _Award,
        """
        select fund_id, name, kind, currency, awarded, starts_on, ends_on
        from fund
        where list_contains(?, fund_id)
        order by ends_on nulls last, fund_id
        """,
        [list(funds)],
    )
    found = []
    for award in awards:
        statement = newest.get(award.fund_id)
        remaining = statement.amount if statement else None
        known = award.awarded is not None and remaining is not None
        spent = award.awarded - remaining if known else None  # type: ignore[operator] # both known
        found.append(
            {
                "fund": award.name, "kind": award.kind, "currency": award.currency,
                "awarded": award.awarded, "spent": spent, "remaining": remaining,
                "spent_share": spent / award.awarded if spent is not None and award.awarded
                else None,
                "time_share": award.time_share(statement.on_day if statement else as_of),
                "confirmed_on": statement.on_day if statement else None, "ends_on": award.ends_on,
            }
        )  # fmt: skip
    return pd.DataFrame(found, columns=CONFIRMED).astype(object).where(lambda f: f.notna(), None)
