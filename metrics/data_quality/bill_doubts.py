"""Bills that another one replaced, questions about bills, money that was refused."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric

NOTABLE = Decimal(50)  # of the bill's currency, with
NOTABLE_SHARE = Decimal("0.05")  # of what the account's bills of those months come to
RECENT_DAYS = 92


@dataclass(frozen=True)
class Replaced:
    """Days of one bill that another bill of the same money replaces.

    amount    what the days come to in the bill that does not count
    counted   what they come to in the one that does
    of_month  what all bills of the account come to in those months
    """

    losing_file: str
    winning_file: str
    account: str
    first_day: date
    last_day: date
    currency: str | None
    amount: Decimal
    counted: Decimal
    of_month: Decimal
    reason: str

    @property
    def moved(self) -> Decimal:
        """By how much the replacement moves the cost of its days."""
        return self.counted - self.amount

    def is_notable(self, as_of: date) -> bool:
        """Whether it moves a month of late by 5 % and at least 50."""
        recent = (as_of - self.last_day).days <= RECENT_DAYS
        much = abs(self.moved) >= max(NOTABLE, NOTABLE_SHARE * abs(self.of_month))
        return recent and much


@dataclass(frozen=True)
class Question:
    """Two readings of bills of one account.

    assumed  both | newer | larger | exact | left out: which counts meanwhile
    asked    False: too small to ask, the reading with the higher cost counts
    days     of spending that the difference is; None: the account has no bill of late
    since    from which day on it could be asked; None: not known
    as_…     the lines of bills.toml that say so of every pair of its bills
    """

    question_id: str
    kind: str
    account: str
    files: list[str]
    first_day: date | None
    last_day: date | None
    currency: str | None
    assumed: str
    assumed_amount: Decimal
    other_amount: Decimal
    amount: Decimal
    asked: bool
    resting: bool
    weighty: bool
    look_up: str
    answer: str
    days: int | None
    since: date | None = None
    as_assumed: str = ""
    as_other: str = ""
    as_unknown: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a person is asked now."""
        return self.asked and not self.resting


@dataclass(frozen=True)
class Refused:
    """Lines of one file that could not be kept, for one reason; `amount` None: it is not known.

    weighty  the file keeps no line, or more than 1 % of its money was refused
    """

    source_file: str
    account: str
    currency: str | None
    reason: str
    lines: int
    amount: Decimal | None
    weighty: bool


@metric(
    unit="the bill's currency", grain="pair of bills and reason", rests_on=("billing",), kind="sum"
)
def replaced(db: DuckDBPyConnection) -> list[Replaced]:
    """Each bill's days that another bill replaces, the newest first. Source: billing_replaced."""
    return rows.rows(
        db,
        Replaced,
        """
        select losing_file, winning_file, account, first_day, last_day, currency, amount,
            coalesce((
                select sum(billed) from cost_daily as cost
                where cost.source_file = gone.winning_file and cost.account = gone.account
                  and cost.currency is not distinct from gone.currency
                  and cost.day between gone.first_day and gone.last_day
            ), 0)::decimal(38, 20) as counted,
            coalesce((
                select sum(billed) from cost_daily as cost
                where cost.account = gone.account
                  and cost.currency is not distinct from gone.currency
                  and date_trunc('month', cost.day)
                      between date_trunc('month', gone.first_day)
                          and date_trunc('month', gone.last_day)
            ), 0)::decimal(38, 20) as of_month,
            reason
        from billing_replaced as gone
        order by last_day desc, losing_file, winning_file
        """,
    )


@metric(unit="the bill's currency", grain="account and kind", rests_on=("billing",), kind="sum")
def questions(db: DuckDBPyConnection) -> list[Question]:
    """What a person must decide about bills, the largest difference first.

    Source: billing_question; cost_daily of the account's last 92 days with a bill.
    """
    return rows.rows(
        db,
        Question,
        """
        with burn as (
            select account, currency, sum(billed) / 92 as a_day
            from cost_daily
            where day > (select max(day) from cost_daily) - 92
            group by account, currency
        )
        select question_id, kind, question.account, files, first_day, last_day, question.currency,
               assumed, assumed_amount, other_amount, amount, asked, resting, weighty, look_up,
               answer, since, as_assumed, as_other, as_unknown,
               case when a_day > 0 then round(amount::double / a_day::double)::integer end as days
        from billing_question as question
        left join burn
            on burn.account = question.account
           and burn.currency is not distinct from question.currency
        order by amount desc, question_id
        """,
    )


@dataclass(frozen=True)
class OtherDay:
    """What the other reading of an open question adds to the bills of one day and category."""

    question_id: str
    day: date
    category: str
    currency: str | None
    difference: Decimal


@metric(
    unit="the bill's currency", grain="question, day and category", rests_on=("billing",),
    kind="sum",
)  # fmt: skip
def other_days(db: DuckDBPyConnection) -> list[OtherDay]:
    """The other reading of each open question, less the assumed one, by day.

    Source: billing_question, billing_question_day.
    """
    return rows.rows(
        db,
        OtherDay,
        """
        select question_id, day, category, day_of.currency, sum(difference) as difference
        from billing_question_day as day_of
        join billing_question using (question_id)
        where asked and not resting
        group by all
        having sum(difference) <> 0
        order by question_id, day, category, currency
        """,
    )


@metric(
    unit="lines and the bill's currency", grain="file and reason", rests_on=("billing",), kind="sum"
)
def refused(db: DuckDBPyConnection) -> list[Refused]:
    """Money on lines of bills that are in no figure, the largest first. Source: billing_refused."""
    return rows.rows(
        db,
        Refused,
        """
        select source_file, account, currency, reason, lines, amount, weighty
        from billing_refused
        order by weighty desc, abs(amount) desc nulls last, source_file, reason
        """,
    )
