"""What the other reading of an open question about bills would move: the end of the money."""

from dataclasses import dataclass
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.data_quality import bill_doubts
from metrics.data_quality.bill_doubts import Question
from metrics.metric import metric
from metrics.runway.inputs.gather import inputs
from metrics.runway.outlook import Outlook, answer
from metrics.runway.whatif import WhatIf


@dataclass(frozen=True)
class OtherReading:
    """The answer by the other reading of one question, and by how many days the end moves.

    days   later positive; None: one of the two lies beyond the horizon
    """

    question: Question
    outlook: Outlook
    days: int | None


@metric(
    unit="days, later positive", grain="question about bills", rests_on=("funds", "billing"),
    kind="simulated",
)  # fmt: skip
def other_readings(db: DuckDBPyConnection) -> list[OtherReading]:
    """The end of the money by the other reading of each open question, in the team's currency.

    The cost of the question's category is scaled by the difference it makes to the last 92 days
    of bills. Source: billing_question_day, cost_daily; else as `outlook`.
    """
    open_ones = {each.question_id: each for each in bill_doubts.questions(db) if each.is_open}
    if not open_ones:
        return []
    given = inputs(db)
    base = answer(given)
    found = []
    for share in _shares(db, given.currency):
        if share.question_id in open_ones and base.method != "unknown":
            what_if = WhatIf(category=share.category, price_change=share.share)
            other = answer(given, what_if)
            days = None
            if base.likely and other.likely:
                days = (other.likely - base.likely).days
            elif base.likely == other.likely:
                days = 0
            found.append(OtherReading(open_ones[share.question_id], other, days))
    return found


@dataclass(frozen=True)
class _Share:
    question_id: str
    category: str
    share: Decimal


def _shares(db: DuckDBPyConnection, currency: str) -> list[_Share]:
    """By how much the other reading changes a category's cost of the last 92 days."""
    return rows.rows(
        db,
        _Share,
        """
        with newest as (select max(day) - 92 as day from cost_daily where currency = $currency),
        cost as (
            select category, sum(billed) as billed
            from cost_daily
            where currency = $currency and day > (select day from newest)
            group by category
        )
        select question_id, category,
               greatest(sum(difference)::double / billed::double, -0.99)::decimal(9, 6) as share
        from billing_question_day
        join cost using (category)
        where currency = $currency and billing_question_day.day > (select day from newest)
        group by question_id, category, billed
        having billed > 0 and sum(difference) <> 0
        order by question_id, category
        """,
        {"currency": currency},
    )
