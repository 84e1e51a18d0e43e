"""All that was spent, as it is charged to awards: by books, by ledgers, by bills.

What a bill says is two costs: what was payable in cash, and what credits paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics.data_quality.sources import info
from metrics.metric import metric
from metrics.once import once
from metrics.rows import column, rows
from metrics.spending.burn import GROSS

Means = Literal["cash", "credits"]
Origin = Literal["books", "ledger", "bill"]


@dataclass(frozen=True)
class Cost:
    """What was spent on one day on one thing, exact.

    category  null: the books name none     project  a ledger's project, the books' code; a bill's
              where a rule, a split or a budget line names it: a large bill has a million of them
    service   a bill's service, the books' account
    labels    key=value, of the bill's labels that a rule or a split names
    converted what the books say it was in another currency; null: they do not
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
    labels: Sequence[str] = field(default=(), hash=False)
    converted: Decimal | None = None
    converted_currency: str | None = None


@metric(unit="the cost's currency", grain="day, kind of cost and means",
        rests_on=("billing", "funds"), kind="sum")  # fmt: skip
@once
def costs(db: DuckDBPyConnection) -> list[Cost]:
    """Every cost up to the day of the build, oldest first; what is planned is none.

    Source: tables booked_cost ← [[funding.ledgers]] with books, cost_daily ← bills and ledgers.
    """
    return _costs(db, parts=True)


@once
def by_account(db: DuckDBPyConnection) -> list[Cost]:
    """The same with bills added up by day, account and category: their parts have no names here.

    Of a large bill these are a few rows a day.
    """
    return _costs(db, parts=False)


def _costs(db: DuckDBPyConnection, *, parts: bool) -> list[Cost]:
    about, named = info(db), _named(db) if parts else []
    given = {"own": about.currency, "as_of": about.as_of, "parts": parts, "named": named}
    return rows(
        db,
        Cost,
        f"""
        with named as (select unnest($named::varchar[])), placed as (
            select *, source_file in (select source_file from billing_file) as is_bill
            from cost_daily
            where day <= $as_of
        ),
        billed as (
            select day, account, category, if($parts or not is_bill, service, null) as service,
                   if(not is_bill or sub_account in (from named), sub_account, null) as project,
                   coalesce(currency, $own) as currency, sum(billed) as cash,
                   -coalesce(sum(billed) filter (not ({GROSS})), 0) as credits,
                   if(is_bill, 'bill', 'ledger') as origin, {_labels(db)} as labels,
                   if($parts or not is_bill, source_file, '') as source_file
            from placed
            group by all
        ),
        spent as (
            select day, book as account, category, line as service, code as project, currency,
                   amount::decimal(38, 20) as amount, 'cash' as means, 'books' as origin,
                   source_file, []::varchar[] as labels,
                   converted::decimal(38, 20) as converted, converted_currency
            from booked_cost
            where day <= $as_of
            union all
            select * exclude (cash, credits, origin, source_file, labels), cash::decimal(38, 20),
                   'cash', origin, source_file, labels, null, null
            from billed
            where cash <> 0
            union all
            select * exclude (cash, credits, origin, source_file, labels),
                   credits::decimal(38, 20), 'credits', origin, source_file, labels, null, null
            from billed
            where credits <> 0
        )
        select * from spent order by all
        """,
        given,
    )


def _named(db: DuckDBPyConnection) -> list[str]:
    """The projects of bills that a rule, a split or a budget line names."""
    words = {
        word.casefold()
        for word in column(
            db,
            """
            select project from charge_rule
            union all select project from cost_split
            union all select unnest(list_append(codes, name)) from award_line
            """,
        )
        if word
    }
    projects = column(db, "select distinct sub_account from spend_project order by all")
    return [each for each in projects if each and each.casefold() in words]


def apart(db: DuckDBPyConnection) -> frozenset[tuple[str, str, int, int]]:
    """The months of accounts whose credits stand apart from what they pay: on lines of their own.

    What was payable in cash is then known of the account, and of no project or service in it.
    Source: table cost_daily.
    """
    about = info(db)
    found = db.execute(
        f"""
        with placed as (
            select day, account, category, service, sub_account, source_file,
                   coalesce(currency, $own) as currency, {_labels(db)} as labels,
                   sum(billed) as cash,
                   -coalesce(sum(billed) filter (not ({GROSS})), 0) as credits
            from cost_daily
            where day <= $as_of
            group by all
        )
        select distinct account, currency, year(day), month(day)
        from placed
        group by day, account, service, sub_account, currency
        having bool_or(cash < 0) and bool_or(credits > 0)
        """,
        {"own": about.currency, "as_of": about.as_of},
    ).fetchall()
    return frozenset((account, currency, year, month) for account, currency, year, month in found)


def _labels(db: DuckDBPyConnection) -> str:
    """SQL of the labels that rules and splits name, of those that bills keep as columns."""
    asked = column(
        db,
        """
        select distinct split_part(label, '=', 1) as key
        from (select label from charge_rule union all select label from cost_split)
        where label is not null
        order by key
        """,
    )
    kept = {name.casefold() for name in db.table("cost_daily").columns}
    found = [
        (key.replace("'", "''"), key.replace('"', '""')) for key in asked if key.casefold() in kept
    ]
    pairs = ", ".join(f"""'{text}=' || "{name}\"""" for text, name in found)
    return f"list_filter([{pairs}]::varchar[], lambda one: one is not null)"
