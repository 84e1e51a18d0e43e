"""What a team writes down from its invoices."""

from datetime import date
from decimal import Decimal

import config
from pipelines import funds
from warehouse.records import Invoice, Reject, SourceRun

SETTINGS = """
[project]
currency = "EUR"
[[billing]]
account = "cloud"
path = "bills/*.csv"
currency = "USD"
[[billing]]
account = "rack"
path = "rack/*.csv"
[funding]
invoices = "invoices.csv"
"""


def _records(folder, text):
    (folder / "dashboard.toml").write_text(SETTINGS, encoding="utf-8")
    if text is not None:
        (folder / "invoices.csv").write_text(text, encoding="utf-8")
    return list(funds.read(config.load(folder / "dashboard.toml")))


def _of(records, kind):
    return [record for record in records if isinstance(record, kind)]


def test_invoices_are_read_without_a_fund_in_the_currency_they_or_their_bill_state(tmp_path):
    records = _records(
        tmp_path,
        "account,period,amount,currency\n"
        'cloud,2026-03,"1,234.50",\ncloud,2026-03,12.30,GBP\nrack,2026-02,-5,\n',
    )
    march = date(2026, 3, 1)
    assert _of(records, Invoice) == [
        Invoice("cloud", march, "USD", Decimal("1234.50")),
        Invoice("cloud", march, "GBP", Decimal("12.30")),
        Invoice("rack", date(2026, 2, 1), "EUR", Decimal(-5)),
    ]
    assert _of(records, SourceRun)[0] == SourceRun("funds", "invoices.csv", rows=3)


def test_an_invoice_that_cannot_be_read_is_told_with_its_line(tmp_path):
    records = _records(
        tmp_path,
        "account,period,amount,currency,number\n"
        "gcp,2026-03,10,USD,INV-77\n"
        "cloud,March,10,USD,INV-78\n"
        "cloud,2026-13,10,USD,INV-79\n"
        "cloud,2026-03,ten,USD,INV-80\n"
        "cloud,2026-03,10,money,INV-81\n"
        "cloud,2026-03,€10,USD,INV-82\n",
    )
    assert [(r.source_file, r.source_line, r.reason) for r in _of(records, Reject)] == [
        ("invoices.csv", 2, "'gcp' is no account of [[billing]]"),
        ("invoices.csv", 3, "'March' is no month; write one like 2026-03"),
        ("invoices.csv", 4, "'2026-13' is no month; write one like 2026-03"),
        ("invoices.csv", 5, "'ten' is no amount; write one like 12500.40"),
        ("invoices.csv", 6, "'money' is no currency; write a code like USD"),
        ("invoices.csv", 7, "'€10' is in EUR, its currency says USD"),
    ]


def test_the_number_of_an_invoice_enters_no_record_not_even_a_rejected_one(tmp_path):
    text = "account,period,amount,number\ncloud,2026-03,10,INV-77\ncloud,2026-03,ten,INV-78\n"
    assert "INV-7" not in str(_records(tmp_path, text))


def test_invoices_that_are_missing_or_no_such_table_say_how_to_begin(tmp_path):
    begin = "account,period,amount"
    missing = _of(_records(tmp_path, None), SourceRun)[0]
    assert (missing.status, missing.message, missing.remedy) == (
        "failed", "invoices.csv: no such file", f"make it, with {begin} as its first line",
    )  # fmt: skip
    other = _of(_records(tmp_path, "invoice,total\n1,2\n"), SourceRun)[0]
    assert other.message == "invoices.csv: there is no column account, period, amount"
    assert other.remedy == f"begin it with the line {begin}"


def test_what_a_spreadsheet_saved_with_semicolons_is_read(tmp_path):
    records = _records(tmp_path, "\ufeffaccount;period;amount\ncloud;2026-03;1,234.50\n")
    assert _of(records, Invoice) == [Invoice("cloud", date(2026, 3, 1), "USD", Decimal("1234.50"))]
    (tmp_path / "invoices.csv").write_text("account;period;amount\ncloud;2026-03;9,5\n")
    (invoice,) = _of(funds.read(config.load(tmp_path / "dashboard.toml")), Invoice)
    assert invoice.amount == Decimal("9.5")
