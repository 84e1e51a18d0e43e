"""What was invoiced beside what the bills' lines add up to, in sentences."""

from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import pandas as pd

from metrics import words

Row = dict[Hashable, Any]  # of metrics.spending.breakdown.invoices
CENT = Decimal("0.01")
TOLD = 3  # invoices that differ and have a sentence of their own, the newest


def reconciled(residuals: pd.DataFrame) -> str:
    """Whether lines add up to what invoices and bills state, as far as it is known."""
    if residuals.empty:
        return (
            "No invoice is written down ([funding] invoices) and no bill states its own total: "
            "compare them with the invoices by hand."
        )
    rows = residuals.to_dict("records")
    invoices = [row for row in rows if row["period"]]
    files = [row for row in rows if not row["period"]]
    return " ".join(filter(None, [_invoices(invoices), _files(files)]))


def named(row: Row) -> str:
    """What states the amount: "Invoice of March 2026", or the name of a bill's file."""
    return f"Invoice of {words.month(row['period'])}" if row["period"] else str(row["file"])


def _invoices(rows: list[Row]) -> str:
    known = [row for row in rows if row["residual"] is not None]
    off = [row for row in known if abs(row["residual"]) >= CENT]
    said = [_differs(row, rows) for row in off[:TOLD]]
    if len(off) > TOLD:
        said.append(f"{words.count(len(off) - TOLD, 'older invoice')} differ too.")
    if known and not off:
        said.append(f"The lines add up to {words.count(len(known), 'invoice')}.")
    if any(row["residual"] < 0 for row in off):
        said.append("Support fees and taxes often come later than the lines.")
    if untold := len(rows) - len(known):
        verb = "is" if untold == 1 else "are"
        said.append(
            f"{words.count(untold, 'invoice')} {verb} not compared: the bill does not tell "
            "the month in full."
        )
    return " ".join(said)


def _differs(row: Row, rows: list[Row]) -> str:
    accounts = {each["account"] for each in rows}
    whose = f" ({row['account']})" if len(accounts) > 1 else ""
    gap = words.cents(abs(row["residual"]), row["currency"])
    way = "more" if row["residual"] < 0 else "less"
    return f"The invoice of {words.month(row['period'])}{whose} is {gap} {way} than the lines."


def _files(rows: list[Row]) -> str:
    """Whether the lines of bills add up to the totals they state."""
    off = [row for row in rows if abs(row["residual"]) >= CENT]
    if not rows:
        return ""
    if not off:
        return f"The lines add up to the total in {words.count(len(rows), 'bill')} that state one."
    differ = "differs from its" if len(off) == 1 else "differ from their"
    return f"{words.count(len(off), 'bill')} of {len(rows)} {differ} own total."
