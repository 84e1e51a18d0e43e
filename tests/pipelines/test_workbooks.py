"""Excel workbooks as ledgers, bills and small tables."""

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from billing_house import House
from test_ledgers import Read


@pytest.fixture
def book(tmp_path):
    def save(sheets, formats=None, hidden=()):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
            sheet.sheet_state = "hidden" if name in hidden else "visible"
            for place, look in (formats or {}).get(name, {}).items():
                sheet[place].number_format = look
        made.save(tmp_path / "book.xlsx")
        return (tmp_path / "book.xlsx").read_bytes()

    return save


BANK = [
    ["Account of the hub"],
    ["Day", "What", "Amount"],
    [datetime(2026, 7, 3), "hosting", -1.234],
    [date(2026, 7, 4), "grant", 1250],
]
COLUMNS = '{date = "Day", amount = "Amount", service = "What"}'


def test_the_only_sheet_of_a_workbook_is_a_ledger_with_the_currency_of_its_cells(tmp_path, book):
    content = book({"Bank": BANK, "Empty": []}, {"Bank": {"C3": '#,##0.00 "€"', "C4": "[$$-409]0"}})
    found = Read(tmp_path, content, columns=COLUMNS)
    assert found.spent == [("2026-07-03", "hosting", "1.23", "EUR")]
    assert found.received == [("2026-07-04", "1250.00", "USD")]


def test_of_several_sheets_a_person_says_which_count(tmp_path, book):
    content = book({"Bank": BANK, "Old": BANK, "Notes": [["hidden"]]}, hidden=["Notes"])
    found = Read(tmp_path, content, columns=COLUMNS)
    assert (found.run.status, found.run.message, found.run.remedy) == (
        "failed",
        'ledger.csv: a workbook of 2 sheets: "Bank", "Old"',
        'say which count, as in sheets = ["Bank"]',
    )
    found = Read(tmp_path, content, columns=COLUMNS, sheets='["Bank", "Old"]')
    assert [amount for _, amount, _ in found.received] == ["2500.00"]
    found = Read(tmp_path, content, columns=COLUMNS, sheets='["New"]')
    assert (found.run.message, found.run.remedy) == (
        'ledger.csv: a workbook without a sheet "New"', 'its sheets are "Bank", "Old"',
    )  # fmt: skip


def test_a_cross_tab_of_a_workbook_has_months_for_its_head(tmp_path, build, book):
    months = [["Costs", date(2026, 7, 1), date(2026, 8, 1), "Total"]]
    lines = [["Servers", 100.5, 99.5, 200], ["Total", 100.5, 99.5, 200]]
    looks = {"Budget": {"B1": "mmm yyyy", "C1": "mmm yyyy", "B2": '"$"#,##0.00'}}
    house = House(tmp_path / "team", build)
    house.put("budget.xlsx", book({"Budget": months + lines}, looks))
    house.bill("team", "budget.xlsx")
    columns = "strftime(day, '%Y-%m'), service, currency, round(sum(billed), 2)::varchar"
    assert house.rows(columns) == [
        ("2026-07", "Servers", "USD", "100.50"), ("2026-08", "Servers", "USD", "99.50"),
    ]  # fmt: skip


def test_formulas_that_were_never_calculated_are_no_zeros(tmp_path, book):
    found = Read(
        tmp_path, book({"Bank": [*BANK, [date(2026, 7, 5), "sum", "=1+1"]]}), columns=COLUMNS
    )
    assert (found.run.message, found.run.remedy) == (
        "ledger.csv: a workbook whose formulas have no values", "open it and save it once",
    )  # fmt: skip


def test_a_workbook_with_a_style_that_no_reader_knows_is_refused_alone(tmp_path, book):
    content = book({"Bank": BANK})
    odd = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(odd, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8", "surrogateescape")
            part = re.sub("<fill><patternFill[^>]*/></fill>", '<fill><x a="1"/></fill>', part)
            new.writestr(name, part.encode("utf-8", "surrogateescape"))
    found = Read(tmp_path, odd.getvalue(), columns=COLUMNS)
    assert (found.run.status, found.run.message, found.run.remedy) == (
        "failed",
        "ledger.csv: an Excel workbook that cannot be opened",
        "save it as CSV",
    )
