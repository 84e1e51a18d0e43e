"""Tables that leave the house as CSV files and as workbooks."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO

import pandas as pd

# Blanks and marks that a spreadsheet passes over, and the signs with which a formula begins.
FORMULA = r"[\s\x00-\x08\u00ad\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]*[=+\-@＝＋－＠]"
RUN = re.compile(rf"[\t\r]|{FORMULA}")
PARTED = re.compile(rf"([;\t|])(?={FORMULA})")  # the cells of a file, where a comma is no separator
PLACES, FIGURES = 6, 4  # decimals of a number; digits of one too small for them


def csv_bytes(
    frame: pd.DataFrame, *, as_of: date, data_to: date | None, exact: bool = False
) -> bytes:
    """The frame as CSV of RFC 4180, with the mark that makes spreadsheets read it as UTF-8.

    Its last two columns are the age of each row, so that it is kept wherever a row is copied:
    as_of, the day of the build, and data_to, the day that the data reach to; empty where no
    source has one. A column of the frame keeps its name.
    Numbers have six decimals at most, or the four digits of a smaller one, and no exponent;
    `exact` keeps all decimals.
    Text that a spreadsheet would run as a formula gets an apostrophe before it, in a name of a
    column, too, after blanks and marks that a spreadsheet passes over, and after the separators of
    other countries.
    """
    age = {"as_of": as_of, "data_to": data_to}
    kept = {name: day for name, day in age.items() if name not in frame}
    safe = (
        frame.assign(**kept)
        .astype(object)
        .apply(lambda column: column.map(partial(_written, exact=exact)))
    )
    safe.columns = [_inert(str(name)) for name in safe.columns]
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def workbook_bytes(frame: pd.DataFrame, *, total: Sequence[object] = ()) -> bytes:
    """The frame as an Excel workbook, its heading row fixed, with the total as its last row.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, as in a CSV.
    Raises ImportError without the extra `sheets`.
    """
    rows = [list(frame.columns), *frame.astype(object).to_numpy().tolist()]
    ends = {"": [len(rows) + 1]} if total else {}
    return sheets_bytes({"": [*rows, *([list(total)] if total else [])]}, bold=ends)


def sheets_bytes(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    bold: Mapping[str, Collection[int]] | None = None,
) -> bytes:
    """A workbook of rows by the names of its sheets, the first row of each their heading, fixed.

    bold  numbers of further rows by the sheet; "" is a sheet without a name of its own
    Text is made safe as in `workbook_bytes`. Raises ImportError without the extra `sheets`.
    """
    # An extra, for those who want workbooks.
    from openpyxl import Workbook  # type: ignore[import-untyped] # noqa: PLC0415
    from openpyxl.styles import Font  # type: ignore[import-untyped] # noqa: PLC0415

    book = Workbook()
    first = book.active
    for name, rows in sheets.items():
        sheet = book.create_sheet(name or None)
        for row in rows:
            sheet.append([_inert(cell) if isinstance(cell, str) else cell for cell in row])
        for number in (1, *(bold or {}).get(name, ())):
            for cell in sheet[number]:
                cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
    book.remove(first)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _written(cell: object, *, exact: bool) -> object:
    match cell:
        case str():
            return _inert(cell)
        case Decimal() if exact and cell.is_finite():
            return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
        case float() | Decimal():
            return _number(Decimal(str(cell)))
        case _:
            return cell


def _number(value: Decimal) -> str | None:
    """A number in plain digits; None for none."""
    if not value.is_finite():
        return None
    places = max(PLACES, FIGURES - 1 - value.adjusted()) if value else PLACES
    if -int(value.as_tuple().exponent) <= places:
        return f"{value:f}"
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def _inert(text: str) -> str:
    head = RUN.match(text)
    at = head.end() if head else 0
    return "'" * bool(head) + text[:at] + PARTED.sub(r"\1'", text[at:])
