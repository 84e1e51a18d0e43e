"""A workbook: its headings, its further bold rows, and text that is no formula."""

from io import BytesIO

import pandas as pd
from openpyxl import load_workbook

from metrics.spreadsheet import sheets_bytes, workbook_bytes


def test_the_heading_and_the_total_are_bold_and_the_heading_stays() -> None:
    frame = pd.DataFrame({"name": ["=1+1", "b"], "amount": [1, 2]})
    book = load_workbook(BytesIO(workbook_bytes(frame, total=["all", 3])))
    (sheet,) = book
    assert [list(row) for row in sheet.values] == [
        ["name", "amount"], ["'=1+1", 1], ["b", 2], ["all", 3],
    ]  # fmt: skip
    assert [row[0].font.bold for row in sheet.rows] == [True, False, False, True]
    assert sheet.freeze_panes == "A2"
    (alone,) = load_workbook(BytesIO(workbook_bytes(frame)))
    assert [row[1].font.bold for row in alone.rows] == [True, False, False]


def test_each_sheet_has_its_name_and_its_own_bold_rows() -> None:
    rows = [["a", "b"], [1, 2], ["=x", 4]]
    made = sheets_bytes({"One": rows, "Two": rows[:2]}, bold={"One": [3]})
    book = load_workbook(BytesIO(made))
    assert book.sheetnames == ["One", "Two"]
    assert [row[0].font.bold for row in book["One"].rows] == [True, False, True]
    assert [row[0].font.bold for row in book["Two"].rows] == [True, False]
    assert book["One"]["A3"].value == "'=x"
