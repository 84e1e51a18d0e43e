"""The rows of a bill while its parts are added up, and the roll-up they become."""

from datetime import date
from pathlib import Path

import duckdb

from . import months, proration, signs
from .recognise import NotRecognised, formats
from .task import Rules, Summary

KEYS = (
    "day", "billing_period", "provider", "billing_account", "sub_account", "service", "region",
    "category", "charge_category", "credit_kind", "currency", "assumed_until",
)  # fmt: skip
# What a format's select may call no charge: a total of other lines, what is only forecast, what
# pays an invoice, what was called off, and what moves the team's own money.
NO_CHARGES = ("Total", "Forecast", "Payment", "Called off", "Own money")
CHARGES = f"coalesce(charge_category, '') not in {NO_CHARGES}"
# A charge whose kind does not say that it takes off.
PLAIN = "charge_category not in ('Credit', 'Adjustment')"
KEPT = "day is not null and not unreadable and odd_currency is null"
# An amount that one line of a group does not state is not known of the group.
SUMS = """
    sum(billed)::decimal(38, 20) as billed,
    case when count(effective) = count(*) then sum(effective) end::decimal(38, 20) as effective,
    case when count(list) = count(*) then sum(list) end::decimal(38, 20) as list,
    sum(lines)::bigint as lines
"""

# Of an invoice whose columns do not state its month: a month without a charge, or of a few lines of
# little money, is an adjustment of the month where most of its money lies, on its own days.
ADJUSTMENTS = """
    with month as (
        select coalesce(billing_account, '') as account, billing_period as period,
               coalesce(sum(billed) filter (billed > 0), 0) as money, sum(lines) as lines
        from daily
        group by all
    ),
    main as (
        select account, arg_max(period, money) as period, max(money) as money
        from month
        group by all
    )
    update daily set billing_period = outside.main
    from (
        select account, month.period, main.period as main
        from month
        join main using (account)
        where month.period < main.period
          and (month.money = 0 or (month.lines <= 3 and 4 * month.money <= main.money))
    ) as outside
    where coalesce(daily.billing_account, '') = outside.account
      and daily.billing_period = outside.period
"""
MOST_DAYS = 3_653  # ten years


def column(tag: str) -> str:
    """A tag's name as a quoted column."""
    return '"' + tag.replace('"', '""') + '"'


def create(db: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """The empty table `daily`; `until` is the last day of a charge that is still to be prorated."""
    names = ", ".join((*KEYS, "until", "billed", "effective", "list", "lines::bigint as lines"))
    db.execute(f"create table daily as select {names} from template where false")
    for tag in rules.tags:
        db.execute(f"alter table daily add column {column(tag)} varchar")


def add(db: duckdb.DuckDBPyConnection, rules: Rules, ends: list[date]) -> None:
    """Add the rows that were aggregated; `ends` are the days to which their part reaches."""
    tags = "".join(f", {column(tag)}" for tag in rules.tags)
    db.execute(
        f"""
        insert into daily by name
        select {", ".join(KEYS)}, billed, effective, list, lines{tags},
               case when until > day then until end as until
        from aggregated
        where {KEPT} and {CHARGES}
        """
    )
    months.end(db, ends)


def finish(db: duckdb.DuckDBPyConnection, rules: Rules, summary: Summary) -> None:
    """Prorate long charges over their days, add up equal rows, note what the bill speaks for.

    Raises NotRecognised.
    """
    months.spread(db, rules, summary)
    if rules.through:
        months.end(db, [date.fromisoformat(rules.through)])
    keys = ", ".join((*KEYS, *map(column, rules.tags)))
    db.execute(f"create table summed as select {keys}, until, {SUMS} from daily group by all")
    long_ones = db.execute("select * from summed where until > day")
    names = [column[0] for column in long_ones.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in long_ones.fetchall()]
    for row in rows:
        if (row["until"] - row["day"]).days > MOST_DAYS:
            raise NotRecognised(
                f"a line of {row['day']} ends on {row['until']}, more than ten years later. "
                "Correct its end, or leave `until` out of its columns"
            )
    each_day = [day for row in rows for day in proration.days(row)]
    db.execute("delete from summed where until is not null")
    db.execute("alter table summed drop column until")
    db.execute("drop table daily")
    db.execute("alter table summed rename to daily")
    if each_day:
        proration.insert(db, each_day, (*KEYS, *rules.tags))
    invoice = summary.format and formats()[summary.format].restates == "period"
    adjusts = bool(invoice and not summary.states_period)
    if adjusts:
        db.execute(ADJUSTMENTS)
    if adjusts or each_day:
        db.execute(
            f"create or replace table daily as select {keys}, {SUMS} from daily group by all"
        )
    _periods(db, summary)
    _currencies(db, rules, summary)
    _signs(db, rules, summary)


def write(db: duckdb.DuckDBPyConnection, file: Path) -> None:
    """The rows as Parquet, always in the same order."""
    quoted = str(file).replace("'", "''")
    db.execute(f"copy (select * from daily order by all) to '{quoted}' (format parquet)")


def _periods(db: duckdb.DuckDBPyConnection, summary: Summary) -> None:
    streams = db.execute(
        """
        select any_value(provider),
               billing_account,
               coalesce(billing_period, date_trunc('month', day)::date)::varchar,
               min(day)::varchar, max(day)::varchar,
               list(distinct sub_account order by sub_account),
               coalesce(
                   sum(billed) filter (billed > 0 and charge_category in ('Usage', 'Purchase')), 0
               )::varchar,
               count(*)
        from daily
        group by 2, 3
        order by 2, 3
        """
    ).fetchall()
    summary.streams = [list(stream) for stream in streams]
    sums = db.execute("select sum(billed) from daily group by currency").fetchall()
    summary.billed = str(sums[0][0]) if len(sums) == 1 else None


def _currencies(db: duckdb.DuckDBPyConnection, rules: Rules, summary: Summary) -> None:
    """Raises NotRecognised where a bill states other currencies than its setting."""
    found = db.execute("select distinct currency from daily order by 1").fetchall()
    stated = [code for (code,) in found]
    if rules.currency and not rules.ledger and stated and rules.currency not in stated:
        codes = " and ".join(code or "no currency" for code in stated)
        raise NotRecognised(
            f'its amounts are in {codes}, but its [[billing]] says currency = "{rules.currency}". '
            f"Correct the setting, or map the column that is in {rules.currency}"
        )
    if summary.format in ("generic", "cross_tab") and not rules.ledger and None in stated:
        summary.notes.append(
            "no currency is stated, so its amounts count in the team's: "
            'if that is wrong, say currency = "…" in its [[billing]]'
        )


def _signs(db: duckdb.DuckDBPyConnection, rules: Rules, summary: Summary) -> None:
    """Raises NotRecognised where a mapped bill may write its costs with a minus, as banks do."""
    if summary.format != "generic" or rules.ledger:
        return
    statement = f"select coalesce(sum(billed), 0) from daily where {PLAIN}"
    if sentence := signs.unstated(rules, db.execute(statement).fetchall()[0][0], summary.tilt):
        raise NotRecognised(sentence)
