"""Sheets of an Excel workbook (.xlsx) as CSV, by openpyxl, which is an extra (sheets)."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from . import cells

INSTALL = "an Excel workbook. Save it as CSV, or once: .venv/bin/python -m pip install openpyxl"


class NotOneSheet(Exception):
    """Why no sheet can be taken; a sentence with its remedy."""


def sheets(file: Path, scratch: Path, wanted: Sequence[str]) -> Iterator[Path]:
    """A CSV for each sheet that counts: those named, else the only one that is not empty.

    Hidden sheets do not count. Raises NotOneSheet.
    """
    try:
        openpyxl = import_module("openpyxl")
    except ModuleNotFoundError:
        raise NotOneSheet(INSTALL) from None
    content = file.read_bytes()
    try:
        shown, typed = (
            openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=values)
            for values in (True, False)
        )
    except (KeyError, TypeError, ValueError):  # TypeError: a style that openpyxl does not know
        raise NotOneSheet("an Excel workbook that cannot be opened. Save it as CSV") from None
    filled = {
        sheet.title: rows
        for sheet in shown.worksheets
        if sheet.sheet_state == "visible" and (rows := list(_rows(sheet, typed[sheet.title])))
    }
    names = ", ".join(f'"{name}"' for name in filled)
    if missing := [name for name in wanted if name not in filled]:
        raise NotOneSheet(f'a workbook without a sheet "{missing[0]}". Its sheets are {names}')
    if not wanted and len(filled) != 1:
        what = f"a workbook of {len(filled)} sheets: {names}" if filled else "an empty workbook"
        raise NotOneSheet(
            f'{what}. Say which count, as in sheets = ["{next(iter(filled), "Sheet1")}"]'
        )
    for number, name in enumerate(wanted or filled):
        copy = scratch / f"sheet-{number}-{file.stem}.csv"
        with copy.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows(filled[name])
        yield copy


def _rows(shown: Any, typed: Any) -> Iterator[list[str]]:
    """The rows of a sheet as text, from the first to the last filled one."""
    rows = [
        [_text(cell, raw) for cell, raw in zip(row, raws, strict=True)]
        for row, raws in zip(shown.iter_rows(), typed.iter_rows(), strict=True)
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    yield from rows


def _text(cell: Any, raw: Any) -> str:
    """A cell as a bill writes it: days as ISO, months as 2026-07, numbers with their currency."""
    value, look = (
        cell.value,
        re.sub(r"\[(?!\$)[^\]]*\]|\\.", "", getattr(cell, "number_format", None) or ""),
    )
    if value is None and isinstance(raw.value, str) and raw.value.startswith("="):
        raise NotOneSheet("a workbook whose formulas have no values. Open it and save it once")
    if isinstance(value, datetime | date):
        is_month = "m" in look.lower() and "y" in look.lower() and "d" not in look.lower()
        is_day = not isinstance(value, datetime) or value.time() == time()
        return f"{value:%Y-%m}" if is_month else f"{value:%Y-%m-%d}" if is_day else f"{value}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value).strip("\n")
    number = f"{Decimal(format(value, '.15g')):f}"
    number += "0" if re.search(r"\.\d{3}$", number) else ""  # three decimals are no thousands
    code = cells.currency(look.replace('"', "")) if look != "General" else None
    return f"{number} {code}" if code else number
