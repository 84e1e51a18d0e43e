"""The tables of Setup that are edited as a whole: their names, and what was read in rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from wording import editing, section_fields
from wording.page import Block, Note

TABLE = "Table"
TITLES = {
    "balances": "Balances of funds",
    "planned_costs": "Planned costs",
    "budget_lines": "Budget lines of awards",
    "payments": "Payments of awards",
    "claims": "Claims of awards that pay costs back",
}
PASTE = "Paste rows from a spreadsheet"
PASTE_HINT = "Columns in the order above, or with a first line of names"
HOW = "Click a cell to change it. To take a row out, mark it at its left edge and press Delete."
READ, RELOAD, CSV = "Read the rows", "Reload the table", "Download as CSV"
COPY = "Copy the table for a spreadsheet"
MOVED = (
    "The file has changed since this table was opened. Fix: reload it; what was typed here and "
    "not saved is lost."
)
SAME = "Nothing was changed: the file says so already."
_NO_FUND = "Add a fund first: each row names one."
_NONE_PAYS_BACK = 'No award pays costs back. Fix: paid = "reimbursed" in its [[funds]].'
BROKEN = "The rows could not be read. Fix: paste fewer of them, or check their columns"
READINGS: dict[str, dict[str, str | bool]] = {
    "decimal": {"A decimal point, as in 1,234.50": ".", "A decimal comma, as in 1.234,50": ","},
    "day_first": {
        "The day first, as in 31/08/2026": True,
        "The month first, as in 08/31/2026": False,
    },
}
WHICH = {"decimal": "How are the amounts written?", "day_first": "How are the days written?"}
SHOWN = 8  # mistakes
# Columns of files that are no sections, and an amount that has its currency next to it.
_OWN = {
    ("balances", "on_day"): editing.AS_OF,
    ("balances", "source"): editing.WHERE,
    ("claims", "on_day"): "Day sent",
    ("claims", "through"): "Last day of its costs",
    ("claims", "source"): "Number of the claim",
    ("planned_costs", "amount"): "Amount",
}


def no_fund(name: str) -> str:
    """Why a table of funds cannot have a row."""
    return _NONE_PAYS_BACK if name == "claims" else _NO_FUND


def headings(table: str, keys: Sequence[str], *, currency: str | None) -> dict[str, str]:
    """Over each column, by its key: what the forms call it.

    currency  None: that of each row's fund
    """
    return {
        key: _OWN.get((table, key))
        or section_fields.label((table,), key, currency=currency, is_required=False)
        for key in keys
    }


def question(asked: Mapping[str, Any]) -> Note:
    """That rows can be read in two ways, with both readings."""
    return Note("partial", f"Nothing was taken over: {asked['why']}. Which is right?")


def refused(row: int, heading: str, why: str) -> Note:
    """That a cell cannot be saved: it "is missing. Fix: fill it in"."""
    return Note("not_saved", f"Row {row}: {heading} {why}")


def mistakes(found: Sequence[tuple[int, str, str]], over: Mapping[str, str]) -> list[Block]:
    """The cells that were not read: row, column and why.

    over  key of a column → its heading
    """
    if not found:
        return []
    rows = [f"Row {row}, {over[key]}: {why}" for row, key, why in found[:SHOWN]]
    more = len(found) - SHOWN
    rows += [f"{more} more"] if more > 0 else []
    cells = "1 cell was" if len(found) == 1 else f"{len(found)} cells were"
    head = Note("error", f"{cells} not read. Fix: correct them in the table, or paste them again")
    return [head, *(Note("plain", row) for row in rows)]


def taken(rows: int) -> str:
    """That pasted rows are in the table, and not yet saved."""
    said = "1 row is" if rows == 1 else f"{rows} rows are"
    return f"{said} in the table now, not saved. Look at them, then show the change."
