"""Books: ledgers whose costs are charged to awards and are counted nowhere else."""

from datetime import date
from decimal import Decimal

import pytest

import config
from pipelines import funds
from warehouse.records import BookedCost, CostDaily, IncomeDaily, SourceRun

PAY = """Pay day,Employee,Account,Award,Amount,Currency
2026-07-15,E-1,5100,EF-1,-100.00,USD
2026-07-31,E-1,5100,EF-1,-1600.00,USD
2026-07-31,E-2,5100,EF-1,-1280.50,USD
2026-07-31,E-3,5100,EF-2,-960.00,USD
2026-08-03,E-1,5100,EF-1,-1600.00,USD
2026-08-04,,4000,EF-1,5000.00,USD
"""
COLUMNS = 'columns = {date = "Pay day", amount = "Amount", service = "Account", project = "Award"}'


@pytest.fixture
def read(tmp_path):
    def reading(text, *ledgers, settings=""):
        (tmp_path / "pay.csv").write_text(text)
        entries = ", ".join(f'{{path = "pay.csv", {COLUMNS}, {each}}}' for each in ledgers)
        (tmp_path / "dashboard.toml").write_text(
            f"[project]\nas_of = 2026-09-17\n[funding]\nledgers = [{entries}]\n"
            f'[[funds]]\nid = "a"\nname = "A"\nkind = "grant"\n{settings}'
        )
        found = list(funds.read(config.load(tmp_path / "dashboard.toml")))
        return lambda kind: [each for each in found if type(each) is kind]

    return reading


def test_people_are_one_sum_of_a_month_and_award(read):
    found = read(PAY, 'name = "Payroll", category = "people", books = true')
    july, august = date(2026, 7, 31), date(2026, 8, 3)
    assert sorted(found(BookedCost), key=lambda each: (each.day, each.code)) == [
        BookedCost(
            july, "Payroll", "people", "EF-1", "5100", "USD", Decimal("2980.50"), 3, "pay.csv"
        ),
        BookedCost(july, "Payroll", "people", "EF-2", "5100", "USD", Decimal(960), 1, "pay.csv"),
        BookedCost(august, "Payroll", "people", "EF-1", "5100", "USD", Decimal(1600), 1, "pay.csv"),
    ]
    assert found(CostDaily) == found(IncomeDaily) == []


def test_books_without_a_category_may_hold_people_and_are_sums_of_months(read):
    found = read(PAY, 'name = "Books", books = true')
    assert {(each.category, each.day.month) for each in found(BookedCost)} == {(None, 7), (None, 8)}
    assert len(found(BookedCost)) == 3


def test_books_of_other_costs_keep_their_days(read):
    found = read(PAY, 'name = "Books", category = "travel", books = true')
    assert len([each for each in found(BookedCost) if each.code == "EF-1"]) == 3


@pytest.mark.parametrize(
    ("account", "amounts"),
    [("5100", {"2880.50", "960", "1600"}), ("5900", {"2980.50", "960", "1600"}),
     ("staff:5100", {"2980.50", "-100.00", "960", "1600"})],
)  # fmt: skip
def test_what_came_back_to_the_account_of_a_budget_line_is_less_cost(read, account, amounts):
    """Another account that money comes to is one of income: the funder's payment, above all."""
    line = '[[budget_lines]]\nfund = "a"\nname = "Pay"\namount = 1\ncodes = ["5100"]\n'
    text = f"{PAY}2026-07-30,E-1,{account},EF-1,100.00,USD\n"
    found = read(text, 'name = "Payroll", category = "people", books = true', settings=line)
    assert {each.amount for each in found(BookedCost)} == set(map(Decimal, amounts))


@pytest.mark.slow
def test_the_same_file_as_books_and_as_a_ledger_counts_in_each_once(read):
    found = read(PAY, 'name = "Bank"', 'name = "Books", category = "people", books = true')
    assert len(found(BookedCost)) == 3
    assert sum(each.billed for each in found(CostDaily)) == Decimal("5540.50")
    assert [run.message for run in found(SourceRun) if run.unit == "pay.csv"] == [None, None]
