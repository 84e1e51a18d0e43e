"""The team's own budget next to the bills: its lines, month by month."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.spending import burn
from metrics.spending.cost_filter import EVERYTHING


@dataclass(frozen=True)
class BudgetLine:
    """What one line of the budget allows in a month, and what the bills of its name come to.

    billed  None: no account, category or service is called like the line, or its bills do not
            cover the month
    """

    month: date
    line: str | None
    budget: Decimal
    billed: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """What the bills leave of it; negative where they exceed it."""
        return None if self.billed is None else self.budget - self.billed


@metric(
    unit="currency asked for", grain="month and line of the budget", rests_on=("funds", "billing"),
    kind="sum",
)  # fmt: skip
def team_budget(db: DuckDBPyConnection, *, currency: str) -> list[BudgetLine]:
    """Each line of the team's budget in each whole month, the newest month first.

    Bills count before credits, of the account that is called like the line, else of the category,
    else of the service. Months after the last complete day of the bills are left out.
    Source: table budget_month ([funding] budget), spend.
    """
    complete = burn.last_complete_day(db, currency=currency)
    if complete is None:
        return []
    return rows.rows(
        db,
        BudgetLine,
        f"""
        with named as (
            select date_trunc('month', day)::date as month, billed,
                   unnest([account, category, service]) as name, unnest([1, 2, 3]) as rank
            from {EVERYTHING.table("service")}
            where {EVERYTHING.in_currency} and {burn.GROSS}
        ),
        bill as (
            select month, lower(trim(name)) as line, rank, sum(billed) as billed
            from named
            group by all
        ),
        line as (
            select account, min(rank) as rank
            from (select distinct account from budget_month)
            join bill on line = lower(trim(account))
            group by account
        )
        select budget.month, budget.account as line, sum(budget.amount)::decimal(38, 2) as budget,
               any_value(bill.billed)::decimal(38, 20) as billed
        from budget_month as budget
        left join line on line.account = budget.account
        left join bill on bill.month = budget.month and bill.rank = line.rank
            and bill.line = lower(trim(budget.account))
        where budget.currency = ? and last_day(budget.month) <= ?
        group by budget.month, budget.account
        order by budget.month desc, budget.account
        """,
        [*EVERYTHING.values(currency), currency, complete],
    )
