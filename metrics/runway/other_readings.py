"""What the other reading of an open question about bills would move: the end of the money."""

from collections import defaultdict
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from metrics.data_quality import bill_doubts
from metrics.data_quality.bill_doubts import OtherDay, Question
from metrics.metric import metric
from metrics.runway.inputs.gather import by_reading
from metrics.runway.outlook import Outlook, answer


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

    Every other question as assumed. Source: billing_question_day; else as `outlook`.
    """
    days: dict[str, list[OtherDay]] = defaultdict(list)
    for day in bill_doubts.other_days(db):
        days[day.question_id].append(day)
    if not days:
        return []
    given = by_reading(db)
    base = answer(given)
    found = []
    for question in bill_doubts.questions(db):
        read = by_reading(db, other=days[question.question_id])
        if base.method == "unknown" or read.spent == given.spent:
            continue
        other = answer(read)
        moved = None
        if base.likely and other.likely:
            moved = (other.likely - base.likely).days
        elif base.likely == other.likely:
            moved = 0
        found.append(OtherReading(question, other, moved))
    return found
