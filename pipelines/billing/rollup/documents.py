"""Invoices, credits and payments in one mapped bill, and lines that were called off.

A credit note or a refund takes off, whatever its sign; a payment is no cost next to the invoices it
pays. Which of it holds is decided by the whole file, and noted.
"""

from typing import Any

import duckdb

from .lines import Table, mapped
from .recognise import NotRecognised
from .task import Rules

COLUMNS = {"mapped_document", "mapped_status"}
WRITTEN = """
    select
        coalesce(sum(written) filter (document = 'credit' and written > 0), 0),
        coalesce(sum(written) filter (document = 'credit' and written < 0), 0),
        coalesce(bool_or(document = 'invoice'), false), coalesce(bool_or(of_payments), false)
    from (
        select
            getvariable('sign') * amount_if_any(mapped_amount) as written,
            document_of(mapped_document) as document, is_of_payments(mapped_status) as of_payments
        from ({line})
        where mapped_document is not null or mapped_status is not null
    )
"""
SIGNS = """
    select coalesce(sum(moved) filter (moved > 0), 0), coalesce(sum(moved) filter (moved < 0), 0)
    from (select amount_if_any(mapped_{role}) as moved from ({line}))
"""
ASIDE = """
    select charge_category, currency, sum(lines)::bigint, sum(abs(billed))
    from aggregated
    where charge_category in ('Payment', 'Called off', 'Own money')
    group by all
    order by all
"""
WHY = {
    "Payment": ("is a payment of an invoice and does", "are payments of invoices and do", ""),
    "Called off": (
        "was called off (Status: void, draft, failed …) and does",
        "were called off (Status: void, draft, failed …) and do",
        ": where says which count, if they do",
    ),
    "Own money": ("moves the team's own money and does", "move the team's own money and do", ""),
}


def unknown(db: duckdb.DuckDBPyConnection) -> None:
    """Nothing is known of a file's documents yet."""
    db.execute("set variable turned_credits = 0::decimal(38, 20)")
    db.execute("set variable has_invoices = false")
    db.execute("set variable has_payments = false")


def settle(
    db: duckdb.DuckDBPyConnection, table: Table, rules: Rules, text: str, values: dict[str, Any]
) -> None:
    """Decide by the whole file how credits are written and what its payments and states are of.

    Raises NotRecognised where some credits have a minus and others have none, and where a column
    of what goes out, or comes in, has both.
    """
    unknown(db)
    if rules.ledger:
        _one_sign(db, rules, text, values)
    if rules.ledger or not rules.columns or not COLUMNS & mapped(table, rules).keys():
        return
    positive, negative, invoices, payments = db.execute(
        WRITTEN.format(line=text), values
    ).fetchall()[0]
    if positive and negative:
        raise NotRecognised(
            f"credits add up to {negative.normalize():,f} with a minus and to "
            f"{positive.normalize():,f} without one. Write each of them with a minus, or name the "
            "column in where with the cells that count as they are written"
        )
    db.execute(f"set variable turned_credits = '{positive}'::decimal(38, 20)")
    db.execute(f"set variable has_invoices = {invoices}")
    db.execute(f"set variable has_payments = {payments}")


def _one_sign(
    db: duckdb.DuckDBPyConnection, rules: Rules, text: str, values: dict[str, Any]
) -> None:
    """Raises NotRecognised where the sign of a column of one direction cannot be left out."""
    for role, name in rules.columns:
        if role not in ("debit", "credit"):
            continue
        positive, negative = db.execute(SIGNS.format(line=text, role=role), values).fetchall()[0]
        if positive and negative:
            raise NotRecognised(
                f'its "{name}" has amounts of {negative.normalize():,f} with a minus and of '
                f"{positive.normalize():,f} without one. Move each that goes the other way to the "
                "other column, or write all amounts into one column, what goes out with a minus, "
                "and name it as amount"
            )


def notes(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Sentences about lines that do not count, and credits that count with the other sign."""
    said = []
    for category, currency, lines, amount in db.execute(ASIDE).fetchall():
        one, many, more = WHY[category]
        money = f"{amount.normalize():,f} {currency or ''}".strip()
        what = f"line of {money} {one}" if lines == 1 else f"lines of {money} {many}"
        said.append(f"{lines:,} {what} not count{more}")
    turned = db.execute("select getvariable('turned_credits')").fetchall()[0][0]
    if turned:
        said.append(
            f"credits of {turned.normalize():,f} in all have no minus and are taken off all the "
            "same"
        )
    return said
