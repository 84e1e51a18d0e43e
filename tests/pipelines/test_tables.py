"""The small tables a team keeps itself, in the clothes that spreadsheets give them."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import config
from pipelines import funds, usage
from warehouse.records import FundBalance, Invoice, Rate, Reject, SourceRun, UsageDaily

SETTINGS = """
[project]
currency = "EUR"
[[billing]]
account = "rack"
path = "rack/*.csv"
[[funds]]
id = "grant"
name = "Grant"
kind = "grant"
[funding]
balances = "balances.csv"
rates = "rates.csv"
invoices = "invoices.csv"
"""
BALANCES = (
    "Our balances, kept by the treasurer;;;;\n\n"
    "Fund;On day;Amount;Confirmed;Source\n"
    "grant;31.07.2026;12.500,40 €;Yes;Kontoauszug\n"
    "grant;31.08.2026;9 800,00;no;\n"
    "grant;30.09.2026;unknown;no;niemand weiß\n"
)


@pytest.fixture
def read(tmp_path):
    def records(kind, more="", **files):
        (tmp_path / "dashboard.toml").write_text(SETTINGS + more, encoding="utf-8")
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(data)
        found = funds.read(config.load(tmp_path / "dashboard.toml"))
        return [record for record in found if isinstance(record, kind)]

    return records


@pytest.mark.parametrize(
    "content",
    [
        BALANCES,
        BALANCES.encode("utf-16"),
        BALANCES.replace("€", "EUR").encode("cp1252"),
        BALANCES.replace(";", "\t"),
        BALANCES.replace(";", "|").replace("\n", "\r\n"),
        BALANCES.replace("9 800,00", "9\u202f800,00").replace("12.500,40", "12'500,40"),
    ],
)
def test_balances_read_alike_however_a_spreadsheet_saved_them(read, content):
    assert read(FundBalance, balances=content) == [
        FundBalance("grant", date(2026, 7, 31), Decimal("12500.40"), True, "Kontoauszug"),
        FundBalance("grant", date(2026, 8, 31), Decimal("9800.00"), False, None),
        FundBalance("grant", date(2026, 9, 30), None, False, "niemand weiß"),
    ]


def test_a_balance_in_another_currency_than_its_fund_is_left_out_with_both(read):
    text = (
        "fund,on_day,amount,confirmed\n"
        "grant,2026-07-31,$500.00,yes\ngrant,2026-08-31,400.00 eur,yes\n"
    )
    assert [b.amount for b in read(FundBalance, balances=text)] == [Decimal("400.00")]
    (reject,) = read(Reject, balances=text)
    assert (reject.source_line, reject.reason) == (2, "'$500.00' is in USD, the fund in EUR")


AMBIGUOUS = (
    'fund,on_day,amount,confirmed\ngrant,2026-07-31,"12,500",yes\ngrant,2026-08-31,"9,750",no\n'
)


def test_amounts_that_may_be_thousands_or_decimals_are_asked_with_both_sums(read):
    run = next(r for r in read(SourceRun, balances=AMBIGUOUS) if r.unit == "balances.csv")
    assert (run.status, run.message, run.remedy, run.passing) == (
        "failed",
        "balances.csv: its amounts can be read in two ways: with a decimal point they add up to "
        "22,250, with a decimal comma to 22.250",
        'say which in [funding]: decimal = "." or decimal = ","',
        False,
    )
    found = read(FundBalance, 'decimal = "."\n', balances=AMBIGUOUS)
    assert [b.amount for b in found] == [Decimal(12500), Decimal(9750)]


def test_days_that_may_begin_with_the_month_are_asked_and_one_cell_may_decide_them(read):
    text = "from,to,on_day,value\nusd,eur,07/08/2026,0.9142\n"
    run = next(r for r in read(SourceRun, rates=text) if r.unit == "rates.csv")
    assert (run.status, run.message, run.remedy) == (
        "failed",
        'rates.csv: its days can be read in two ways: "07/08/2026" is 2026-08-07 or 2026-07-08 '
        "(YYYY-MM-DD)",
        "say which in [funding]: day_first = true or day_first = false",
    )
    assert read(Rate, "day_first = true\n", rates=text) == [
        Rate("USD", "EUR", date(2026, 8, 7), Decimal("0.9142"), None)
    ]
    decided = text + "$,€,31/08/2026,0.92\n"
    assert [rate.on_day for rate in read(Rate, rates=decided)] == [
        date(2026, 8, 7), date(2026, 8, 31),
    ]  # fmt: skip


def test_invoices_take_a_month_in_words_and_a_currency_beside_the_amount(read):
    text = 'Account;Period;Amount\nrack;März 2026;"1.234,50 €"\nrack;04/2026;99,00 USD\n'
    assert read(Invoice, invoices=text) == [
        Invoice("rack", date(2026, 3, 1), "EUR", Decimal("1234.50")),
        Invoice("rack", date(2026, 4, 1), "USD", Decimal("99.00")),
    ]


def test_counts_of_use_take_where_and_thousands(tmp_path):
    (tmp_path / "use.csv").write_text(
        "Tag;Art;Anzahl\n1. September 2026;Hub;1.204\n02.09.2026;Hub;998,5\n02.09.2026;Docs;12\n",
        encoding="cp1252",
    )
    toml = tmp_path / "dashboard.toml"
    toml.write_text(
        '[[usage]]\nname = "sessions"\npath = "use.csv"\nunit = "session"\n'
        'columns = {date = "Tag", count = "Anzahl"}\nwhere = {Art = ["Hub", "Lab"]}\n'
    )
    found = [r for r in usage.read(config.load(toml)) if isinstance(r, UsageDaily)]
    assert [(r.day, r.amount, r.source_line) for r in found] == [
        (date(2026, 9, 1), Decimal(1204), 2), (date(2026, 9, 2), Decimal("998.5"), 3),
    ]  # fmt: skip


ROWS = [
    ("grant", date(2026, 7, 31), Decimal("12500.40"), "yes"),
    ("grant", date(2026, 8, 31), Decimal("-980.05"), "no"),
]
WRITTEN = {
    "iso": "{:%Y-%m-%d}".format, "points": "{:%d.%m.%Y}".format, "slashes": "{:%d/%m/%Y}".format,
    "words": "{:%d %B %Y}".format,
}  # fmt: skip
AMOUNTS = {
    ".": lambda a: f"{a:,.2f}", ",": lambda a: f"{a:,.2f}".translate(str.maketrans(",.", ".,")),
    "€": lambda a: f"{a:,.2f} €".replace(",", "\u202f").replace(".", ","),
    "()": lambda a: f"{a:,.2f}" if a >= 0 else f"({-a:,.2f})",
}  # fmt: skip


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    order=st.permutations(["fund", "on_day", "amount", "confirmed", "extra"]),
    mark=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n"]),
    day=st.sampled_from(sorted(WRITTEN)),
    amount=st.sampled_from(sorted(AMOUNTS)),
    quoted=st.booleans(),
    blank=st.sampled_from(["", " "]),
    empty=st.integers(0, 2),
)
def test_how_a_table_is_written_changes_no_figure_and_no_name(read, **how):
    assume(not (how["encoding"] == "cp1252" and how["amount"] == "€"))
    lines = [[name.capitalize() for name in how["order"]]]
    for fund, on_day, money, confirmed in ROWS:
        cells = {
            "fund": fund, "on_day": WRITTEN[how["day"]](on_day), "confirmed": confirmed,
            "amount": AMOUNTS[how["amount"]](money), "extra": "Überweisung",
        }  # fmt: skip
        lines += [[cells[name] + how["blank"] for name in how["order"]], *[[""] * 5] * how["empty"]]
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if how["quoted"] else csv.QUOTE_MINIMAL
    table = csv.writer(text, delimiter=how["mark"], lineterminator=how["end"], quoting=quoting)
    table.writerows(lines)
    found = read(FundBalance, balances=text.getvalue().encode(how["encoding"]))
    assert [(b.fund_id, b.on_day, b.amount, b.confirmed) for b in found] == [
        (fund, on_day, money, confirmed == "yes") for fund, on_day, money, confirmed in ROWS
    ]
