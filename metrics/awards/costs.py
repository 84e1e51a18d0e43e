"""All that was spent, as it is charged to awards: by books, by ledgers, by bills.

What a bill says is two costs: what was payable in cash, and what credits paid.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics.data_quality.sources import info
from metrics.metric import metric
from metrics.once import once
from metrics.rows import rows
from metrics.spending.burn import GROSS

Means = Literal["cash", "credits"]
Origin = Literal["books", "ledger", "bill"]


@dataclass(frozen=True)
class Cost:
    """What was spent on one day on one thing, exact.

    category  null: the books name none     project  a bill's or ledger's project, the books' code
    service   a bill's service, the books' account
    """

    day: date
    account: str
    category: str | None
    service: str | None
    project: str | None
    currency: str
    amount: Decimal
    means: Means
    origin: Origin
    source_file: str


@metric(unit="the cost's currency", grain="day, kind of cost and means",
        rests_on=("billing", "funds"), kind="sum")  # fmt: skip
@once
def costs(db: DuckDBPyConnection) -> list[Cost]:
    """Every cost up to the day of the build, oldest first; what is planned is none.

    Source: tables booked_cost ← [[funding.ledgers]] with books, cost_daily ← bills and ledgers.
    """
    about = info(db)
    return rows(
        db,
        Cost,
        f"""
        with billed as (
            select day, account, category, service, sub_account as project,
                   coalesce(currency, $own) as currency, sum(billed) as cash,
                   -coalesce(sum(billed) filter (not ({GROSS})), 0) as credits,
                   case when source_file in (select source_file from billing_file) then 'bill'
                        else 'ledger' end as origin,
                   source_file
            from cost_daily
            where day <= $as_of
            group by all
        ),
        spent as (
            select day, book as account, category, line as service, code as project, currency,
                   amount::decimal(38, 20) as amount, 'cash' as means, 'books' as origin,
                   source_file
            from booked_cost
            where day <= $as_of
            union all
            select * exclude (cash, credits, origin, source_file), cash::decimal(38, 20), 'cash',
                   origin, source_file
            from billed
            where cash <> 0
            union all
            select * exclude (cash, credits, origin, source_file), credits::decimal(38, 20),
                   'credits', origin, source_file
            from billed
            where credits <> 0
        )
        select *
        from spent
        order by all
        """,
        {"own": about.currency, "as_of": about.as_of},
    )
