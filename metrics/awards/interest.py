"""What money that was paid in advance earned, and what of it goes back to the funder.

2 CFR 200.305(b): a team keeps up to 500 USD a year of what its federal awards earn and returns the
rest. The amount is a rule of the award, so one that nobody entered is not known.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.awards.register import award
from metrics.metric import metric
from metrics.rows import rows


@dataclass(frozen=True)
class Interest:
    """What was earned by a day, to the cent.

    to_return   what is above the rule's amount, year by year: the least that goes back, since a
                team's awards may share that amount. null: no rule is entered
    kept, source, source_on   the rule: an amount a year, where it is written, when it was read
    """

    amount: Decimal
    to_return: Decimal | None
    kept: Decimal | None
    source: str | None
    source_on: date | None


@dataclass(frozen=True)
class _Earned:
    on_day: date
    amount: Decimal | None
    currency: str


@metric(unit="the fund's currency", grain="one", rests_on=("funds",), kind="sum")
def interest(db: DuckDBPyConnection, *, fund: str, to: date) -> Interest | None:
    """Interest of an award to a day, entered or booked; null: not known.

    Not known are also interest in another currency, and what books give to none of two awards.
    Source: table award_interest ← [[interest]], books by [funds.interest] codes.
    """
    found = award(db, fund=fund)
    earned = rows(
        db,
        _Earned,
        """
        select on_day, amount, currency
        from award_interest
        where fund_id = ? and on_day <= ?
        """,
        [fund, to],
    )
    if found is None or not earned:
        return None
    years: dict[int, Decimal] = defaultdict(Decimal)
    for each in earned:
        if each.amount is None or each.currency != found.currency:
            return None
        years[each.on_day.year - (each.on_day.month < (found.year_starts or 1))] += each.amount
    kept = found.interest_kept
    above = None
    if kept is not None:
        above = sum((max(Decimal(0), year - kept) for year in years.values()), Decimal(0))
    total = sum(years.values(), Decimal(0))
    return Interest(total, above, kept, found.interest_source, found.interest_on)
