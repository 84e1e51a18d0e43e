"""Tables that leave the house as CSV files."""

import pandas as pd


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as CSV of RFC 4180, with the mark that makes spreadsheets read it as UTF-8.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    safe = frame.apply(lambda column: column.map(_inert))
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def _inert(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell
