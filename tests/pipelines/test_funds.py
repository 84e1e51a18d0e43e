from datetime import date
from decimal import Decimal

import pytest

import config
from pipelines import funds
from warehouse.records import (
    CostDaily,
    Fund,
    FundBalance,
    FundCap,
    IncomeDaily,
    PendingAward,
    Rate,
    Reject,
    Scenario,
    SourceRun,
    SpendEvent,
)

GRANT = """
[[funds]]
id = "grant"
name = "Infrastructure grant"
kind = "grant"
"""


def _house(folder, text):
    (folder / "dashboard.toml").write_text(text, encoding="utf-8")
    return config.load(folder / "dashboard.toml")


def _records(house, kind):
    return [record for record in funds.read(house) if isinstance(record, kind)]


def test_a_fund_carries_all_that_its_award_letter_says(tmp_path):
    house = _house(
        tmp_path,
        GRANT
        + """
currency = "EUR"
awarded = 90000
starts_on = 2026-01-01
ends_on = 2026-12-31
pays_for = ["people", "compute"]
caps = {compute = 20000}
overhead_rate = 0.15
tax_rate = 0.19
encumbered = 1200
reimbursed_after_days = 60
priority = 2
funder = "A foundation"
[funds.extension]
months = 6
notice_days = 30
office_days = 10
approved_by = "the programme officer"
timezone = "America/New_York"
work = "Move the image builds"
work_months = 2.5
source = "Award letter, section 7"
source_on = 2026-02-01
""",
    )
    assert _records(house, Fund) == [
        Fund(
            "grant", "Infrastructure grant", "grant", "EUR", Decimal(90000), date(2026, 1, 1),
            date(2026, 12, 31), ["people", "compute"], Decimal("0.15"), Decimal(0), 6, 30,
            "Move the image builds", "Award letter, section 7", Decimal("0.19"), Decimal(1200), 60,
            2, "A foundation", 10, "the programme officer", "America/New_York", Decimal("2.5"),
            date(2026, 2, 1),
        )
    ]  # fmt: skip
    assert _records(house, FundCap) == [FundCap("grant", "compute", Decimal(20000))]


def test_an_unknown_balance_is_kept_as_unknown(tmp_path):
    (tmp_path / "balances.csv").write_text(
        "fund,on_day,amount,confirmed,source\n"
        "grant,2026-03-03,52000.10,yes,statement\n"
        "grant,2026-04-01,unknown,no,nobody can look\n"
    )
    house = _house(tmp_path, GRANT + '[funding]\nbalances = "balances.csv"\n')
    assert _records(house, FundBalance) == [
        FundBalance("grant", date(2026, 3, 3), Decimal("52000.10"), True, "statement"),
        FundBalance("grant", date(2026, 4, 1), None, False, "nobody can look"),
    ]


def test_a_balance_that_cannot_be_read_is_told_with_its_line(tmp_path):
    (tmp_path / "balances.csv").write_text(
        "fund,on_day,amount,confirmed,source\n"
        "grant,2026-03-03,a lot,yes,statement\n"
        "gift,2026-03-03,10,yes,statement\n"
        "grant,2026-13-03,10,yes,statement\n"
        "grant,2026-03-04,10,perhaps,statement\n"
        '\n,,,,\ngrant,2026-03-05,"9.500,50",yes,statement\n'
        "grant,2026-03-06,9.50050,yes,statement\n"
        "grant,2026-03-07\n"
    )
    house = _house(tmp_path, GRANT + '[funding]\nbalances = "balances.csv"\n')
    told = [(r.source_file, r.source_line, r.reason) for r in _records(house, Reject)]
    assert told == [
        ("balances.csv", 2, "'a lot' is no amount; write one like 12500.40"),
        ("balances.csv", 3, "'gift' is no fund of dashboard.toml"),
        ("balances.csv", 4, "'2026-13-03' is no day; write one like 2026-03-02"),
        ("balances.csv", 5, "confirmed is 'perhaps', wanted yes or no"),
        ("balances.csv", 8, "'9.500,50' is no amount; write one like 12500.40"),
        ("balances.csv", 9, "'9.50050' is no amount; write one like 12500.40"),
        ("balances.csv", 10, "confirmed is '', wanted yes or no"),
    ]
    run = _records(house, SourceRun)[-1]
    assert (run.unit, run.rows, run.rejected) == ("balances.csv", 0, 7)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"fund on_day amount confirmed\ngrant 2026-03-03 10 yes\n",
            "balances.csv: there is no column fund, on_day, amount, confirmed",
        ),
        (b"%PDF-1.7", "balances.csv: a PDF, not a table. Ask for the CSV export"),
    ],
)
def test_balances_that_are_no_such_table_fail_with_the_line_to_begin_with(
    tmp_path, content, message
):
    (tmp_path / "balances.csv").write_bytes(content)
    house = _house(tmp_path, GRANT + '[funding]\nbalances = "balances.csv"\n')
    run = _records(house, SourceRun)[-1]
    assert (run.status, run.message, run.passing) == ("failed", message, False)
    assert run.remedy == "begin it with the line fund,on_day,amount,confirmed"


def test_a_missing_balances_file_says_how_to_make_one(tmp_path):
    house = _house(tmp_path, GRANT + '[funding]\nbalances = "balances.csv"\n')
    run = _records(house, SourceRun)[-1]
    assert (run.status, run.message, run.passing) == ("failed", "balances.csv: no such file", False)
    assert "python -m pipelines balance" in run.remedy


def test_no_funds_is_a_state_of_its_own(tmp_path):
    assert _records(_house(tmp_path, ""), SourceRun) == [SourceRun("funds", "", "not_set_up")]


def test_a_hope_keeps_its_range_of_starts_and_its_call(tmp_path):
    house = _house(
        tmp_path,
        GRANT
        + """
[[pending]]
id = "next"
name = "Second grant"
amount = 60000
probability = 0.5
starts_on = 2027-01-01
latest_on = 2027-04-01
pays_for = ["people"]
group = "spring call"
""",
    )
    assert _records(house, PendingAward) == [
        PendingAward(
            "next", "Second grant", "grant", Decimal(60000), "USD", 0.5, date(2027, 1, 1),
            date(2027, 4, 1), None, ["people"], Decimal(0), "spring call", "at_most_one",
        )
    ]  # fmt: skip


def test_events_scenarios_and_rates_come_from_the_file(tmp_path):
    (tmp_path / "rates.csv").write_text(
        "from,to,on_day,value,source\nEUR,USD,2026-01-31,1.10,ECB\n"
    )
    house = _house(
        tmp_path,
        GRANT
        + """
[funding]
rates = "rates.csv"
[[events]]
name = "Moved to another cloud"
on = 2026-02-01
category = "compute"
[[scenarios]]
name = "The grant runs six months longer"
extend = {grant = 6}
""",
    )
    assert _records(house, SpendEvent) == [
        SpendEvent("Moved to another cloud", date(2026, 2, 1), "compute")
    ]
    (what_if,) = _records(house, Scenario)
    assert (what_if.extend_funds, what_if.extend_months) == (["grant"], [6])
    assert _records(house, Rate) == [Rate("EUR", "USD", date(2026, 1, 31), Decimal("1.10"), "ECB")]


@pytest.mark.slow
def test_a_ledger_is_spending_of_its_category_and_income_without_a_name(tmp_path):
    (tmp_path / "ledger.csv").write_text(
        "datetime,type,netAmount,currency,oppositeAccountName\n"
        "2026-01-05T10:00:00,EXPENSE,-800.00,USD,Somebody\n"
        "2026-01-05T11:00:00,EXPENSE,-200.00,USD,Somebody else\n"
        "2026-01-09T10:00:00,EXPENSE,50.00,USD,Somebody\n"
        "2026-01-11T10:00:00,CONTRIBUTION,100.00,USD,A donor\n"
        "2026-01-12T10:00:00,CONTRIBUTION,a gift,USD,A donor\n"
    )
    house = _house(tmp_path, '[funding]\nledgers = [{path = "ledger.csv", name = "collective"}]\n')
    spent = [(c.day, c.category, c.billed, c.lines) for c in _records(house, CostDaily)]
    assert spent == [
        (date(2026, 1, 5), "people", Decimal("1000.00"), 2),
        (date(2026, 1, 9), "people", Decimal("-50.00"), 1),
    ]
    assert _records(house, IncomeDaily) == [
        IncomeDaily(date(2026, 1, 11), "collective", "USD", Decimal("100.00"), 1, "ledger.csv")
    ]
    (reject,) = _records(house, Reject)
    assert (reject.source_line, reject.text) == (6, None)


def test_a_ledger_may_name_the_fund_its_income_raises_and_a_misspelt_one_is_told(tmp_path):
    (tmp_path / "ledger.csv").write_text(
        "datetime,type,netAmount,currency\n2026-01-11T10:00:00,CONTRIBUTION,100.00,USD\n"
    )
    lines = '[funding]\nledgers = [{path = "ledger.csv", name = "collective", fund = "grant"}]\n'
    house = _house(tmp_path, GRANT + lines)
    assert [income.fund_id for income in _records(house, IncomeDaily)] == ["grant"]
    house = _house(tmp_path, GRANT + lines.replace('"grant"', '"grnat"'))
    assert _records(house, IncomeDaily) == []
    (run,) = (r for r in _records(house, SourceRun) if r.unit == "ledger.csv")
    assert (run.status, run.message, run.remedy) == (
        "failed",
        "ledger.csv: 'grnat' is no fund of dashboard.toml",
        "correct [[funding.ledgers]] fund",
    )


def test_all_of_it_fits_the_warehouse(tmp_path, build):
    (tmp_path / "rates.csv").write_text(
        "from,to,on_day,value,source\nEUR,USD,2026-01-31,1.10,ECB\n"
    )
    house = _house(
        tmp_path,
        GRANT
        + """
caps = {compute = 1}
[funding]
rates = "rates.csv"
[[scenarios]]
name = "Cut"
cut = 0.25
""",
    )
    db = build(list(funds.read(house)))
    assert db.execute('select "from", "to", value from rate').fetchall() == [
        ("EUR", "USD", Decimal("1.100000000000"))
    ]
    assert db.execute("select name, cut from scenario").fetchall() == [("Cut", Decimal("0.25"))]
