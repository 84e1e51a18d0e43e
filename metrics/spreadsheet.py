"""Tables that leave the house as CSV files."""

import re

import pandas as pd

RUN = re.compile(r"[\t\r]|[\s\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠]")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as CSV of RFC 4180, with the mark that makes spreadsheets read it as UTF-8.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, in a name of a
    column, too, and after blanks and marks that a spreadsheet passes over.
    """
    safe = frame.apply(lambda column: column.map(_inert))
    safe.columns = [_inert(name) for name in frame.columns]
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def _inert(cell: object) -> object:
    if isinstance(cell, str) and RUN.match(cell):
        return f"'{cell}"
    return cell
