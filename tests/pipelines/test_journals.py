"""Plain-text accounting as a ledger and as a bill."""

import pytest
from test_ledgers import Read

LEDGER = """; -*- mode:ledger -*-
account expenses:hosting

2026-07-01 * (42) Opening
  assets:bank              $10,000.00
  equity:opening

2026/07/05 ! Servers for July  ; paid by card
  expenses:hosting         $1,250.50  ; two of them
  expenses:hosting           $49.50
  assets:bank

comment
2026-07-06 Not booked
  expenses:hosting  $999
  assets:bank
end comment

2026-07-09=2026-07-31 Sponsors
  assets:bank              $2,000 = $10,700.00
  income:sponsors
2026-07-11 A refund of the host
  expenses:hosting           $-20.25
  assets:bank
2026-07-12 Domains in euro
  expenses:domains           10.00 EUR @ $1.10
  assets:bank              $-11.00
"""
BEANCOUNT = """option "title" "Books of the hub"
2026-01-01 open Assets:Bank EUR
2026-01-01 open Expenses:Travel

2026-07-03 * "Bahn" "To the meeting" #trip
  invoice: "a.pdf"
  Expenses:Travel:Rail   118,40 EUR
  Assets:Bank
2026-07-04 balance Assets:Bank  881,60 EUR
2026-07-08 * "Spender" ""
  Income:Donations   -50,00 EUR
  Assets:Bank         50,00 EUR
"""


@pytest.fixture
def read(tmp_path):
    return lambda content, **settings: Read(tmp_path, content, **settings)


def test_a_journal_of_ledger_is_its_expenses_and_income_thousands_as_ledger_reads_them(read):
    found = read(LEDGER)
    assert found.spent == [
        ("2026-07-05", "hosting", "1300.00", "USD"),
        ("2026-07-11", "hosting", "-20.25", "USD"),
        ("2026-07-12", "domains", "10.00", "EUR"),
    ]
    assert found.received == [("2026-07-09", "2000.00", "USD")]
    assert (found.run.rows, found.run.message) == (
        5, "amounts like 8,778 are thousands, as ledger reads them; hledger may not",
    )  # fmt: skip


def test_a_journal_of_beancount_with_decimal_commas(read):
    found = read(BEANCOUNT)
    assert found.spent == [("2026-07-03", "Travel:Rail", "118.40", "EUR")]
    assert found.received == [("2026-07-08", "50.00", "EUR")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            "2026-07-01 Servers\n  expenses:hosting  $10.00\n  assets:bank  $-9.00\n",
            "line 1: the transaction of 2026-07-01 is off by 1.00 USD",
        ),
        (
            "include other.ledger\n2026-07-01 Servers\n  expenses:hosting  $10.00\n  assets:bank\n",
            'line 1, "include other.ledger", is not read. Write the whole journal out with ledger '
            "print or hledger print",
        ),
        (
            "2026-07-01 Servers\n  expenses:hosting  $1,250\n  assets:bank\n",
            "its amounts can be read in two ways: with a decimal point they add up to 1,250, with "
            'a decimal comma to 1.250. Say which: decimal = "." or decimal = ","',
        ),
        (
            "2026-07-01 Hours\n  expenses:work  3.5 hours\n  assets:time\n",
            'line 2: "3.5 hours" is no amount of a currency',
        ),
    ],
)
def test_a_journal_that_cannot_be_trusted_is_refused_with_its_line(read, content, why):
    found = read(content)
    assert found.run.status == "failed"
    assert f"{found.run.message}. {found.run.remedy[0].upper()}{found.run.remedy[1:]}".startswith(
        f"ledger.csv: {why}"
    )
    assert (found.spent, found.received) == ([], [])
