"""Claims that a team sent and interest that its money earned, as its files and books have them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

import config
from config import ConfigError
from pipelines import funds
from warehouse.records import (
    AwardClaim,
    AwardInterest,
    BookedCost,
    FundingSetting,
    Reject,
    SourceRun,
)

SETTINGS = """
[project]
as_of = 2026-09-17
fiscal_year_starts = 7

[[funds]]
id = "nsf"
name = "Federal award"
kind = "grant"
paid = "reimbursed"
codes = ["NSF"]

[[funds]]
id = "gift"
name = "A gift"
kind = "grant"
paid = "advance"
codes = ["G-1"]
[funds.interest]
kept = 500
codes = ["4900", "income:interest"]
source = "2 CFR 200.305(b)"
source_on = 2026-09-01

[[funds]]
id = "euro"
name = "An award in euros"
kind = "grant"
currency = "EUR"
codes = ["E-1"]
[funds.interest]
codes = ["4900"]
"""
D = Decimal


@pytest.fixture
def read(tmp_path):
    def reading(more="", **files):
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text)
        (tmp_path / "dashboard.toml").write_text(SETTINGS + more)
        found = list(funds.read(config.load(tmp_path / "dashboard.toml")))
        return lambda kind: [each for each in found if type(each) is kind]

    return reading


def test_claims_are_read_in_the_habits_of_their_file_and_each_odd_line_is_told(read):
    found = read(
        '[funding]\nclaims = "claims.csv"\n',
        claims="fund;on_day;through;amount;source\n"
        "nsf;03.06.2026;31.05.2026;1.234,50;C-1\n"
        "nsf;03.06.2026;31.05.2026;1.234,50;C-1\n"
        "nsf;13.09.2026;31.08.2026;-10,00;C-2, corrected\n"
        "gift;13.09.2026;31.08.2026;5,00;\n"
        "nobody;13.09.2026;31.08.2026;5,00;\n"
        "nsf;13.08.2026;31.08.2026;5,00;\n"
        "nsf;13.09.2026;31.08.2026;;\n"
        "nsf;13.09.2026;31.08.2026;€5,00;\n",
    )
    assert found(AwardClaim) == [
        AwardClaim("nsf", date(2026, 6, 3), date(2026, 5, 31), D("1234.50"), "C-1"),
        AwardClaim("nsf", date(2026, 9, 13), date(2026, 8, 31), D(-10), "C-2, corrected"),
    ]
    assert [(each.source_line, each.reason) for each in found(Reject)] == [
        (3, "line 2 says the same; take one of the two out"),
        (5, "'gift' does not pay costs back; say paid = \"reimbursed\" in its [[funds]]"),
        (6, "'nobody' is no fund of dashboard.toml"),
        (7, "it was sent on 2026-08-13, before the last day of its costs, 2026-08-31"),
        (8, "'' is no amount; write one like 12500,40"),
        (9, "'€5,00' is in EUR, the fund in USD"),
    ]
    (run,) = [each for each in found(SourceRun) if each.unit == "claims.csv"]
    assert run == SourceRun("funds", "claims.csv", "ok", datetime(2026, 9, 13), 2, 6)
    assert found(FundingSetting)[0].claims == "claims.csv"


def test_without_a_file_of_claims_none_is_kept_and_a_missing_one_fails_with_its_first_line(read):
    assert read()(FundingSetting)[0].claims is None
    run = read('[funding]\nclaims = "claims.csv"\n')(SourceRun)[-1]
    assert (run.status, run.remedy) == (
        "failed", "make it, with fund,on_day,through,amount as its first line"
    )  # fmt: skip


BOOKS = """Day,Account,Award,Amount
2026-06-30,4900,G-1,-0.25
2026-06-30,4900,G-1,12.75
2026-07-01,4900,G-1,3.00
2026-07-31,Income:Interest:G-1,,4.10
2026-07-31,4000,G-1,5000.00
2026-08-31,5200,G-1,-90.00
"""
LEDGER = (
    '[funding]\nledgers = [{path = "books.csv", name = "Books", category = "travel", books = true,'
    ' columns = {date = "Day", amount = "Amount", service = "Account", project = "Award"}}]\n'
)


def test_interest_is_entered_or_an_account_of_the_books(read):
    found = read(
        LEDGER + '[[interest]]\nfund = "gift"\namount = 7.5\non = 2026-05-31\nsource = "bank"\n',
        books=BOOKS,
    )
    assert sorted(found(AwardInterest), key=lambda each: each.on_day) == [
        AwardInterest("gift", date(2026, 5, 31), D("7.5"), "USD", "bank"),
        AwardInterest("gift", date(2026, 6, 30), D("12.75"), "USD", "books.csv"),
        AwardInterest("gift", date(2026, 7, 1), D(3), "USD", "books.csv"),
        AwardInterest("gift", date(2026, 7, 31), D("4.10"), "USD", "books.csv"),
    ]
    assert [(each.line, each.amount) for each in found(BookedCost)][-1] == ("5200", D(90))


def test_interest_that_books_give_to_none_of_two_awards_is_not_known_of_either(read):
    found = read(LEDGER, books="Day,Account,Award,Amount\n2026-06-30,4900,,12.75\n")
    assert found(AwardInterest) == [
        AwardInterest("euro", date(2026, 6, 30), None, "USD", "books.csv"),
        AwardInterest("gift", date(2026, 6, 30), None, "USD", "books.csv"),
    ]


def test_interest_names_a_fund_of_the_settings(read):
    with pytest.raises(ConfigError, match=r"interest\[1\].fund"):
        read('[[interest]]\nfund = "nobody"\namount = 1\non = 2026-05-31\n')
