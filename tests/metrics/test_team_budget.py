"""The team's own budget next to the bills of the same name."""

from datetime import date, datetime
from decimal import Decimal as D

from bill_records import cost

from metrics.spending.team_budget import BudgetLine, team_budget
from warehouse.records import BudgetMonth, BuildInfo

JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)

INFO = BuildInfo(
    datetime(2026, 11, 28, 6),
    date(2026, 11, 28),
    "Team",
    "USD",
    "UTC",
    "dashboard.toml",
    False,
    "0",
)


def line(month, name, amount, currency="USD"):
    return BudgetMonth(month, name, D(amount), currency, "budget.csv")


def test_a_line_stands_next_to_the_bills_of_its_account_else_category_else_service(build):
    bills = [
        cost(day, amount, account=account, category=category, service=service)
        for day in (date(2026, 7, 5), date(2026, 8, 31), date(2026, 9, 3))
        for account, category, service, amount in (
            ("hetzner", "cloud", "hub", "10.25"), ("gcp", "cloud", "storage", "7"),
            ("wages", "people", "hetzner", "900"),
        )
    ]  # fmt: skip
    db = build([
        INFO, *bills,
        line(AUGUST, "Hetzner ", 20), line(AUGUST, "cloud", 15), line(AUGUST, "Storage", 9),
        line(AUGUST, "Travel", 500), line(JULY, "Hetzner ", 5), line(SEPTEMBER, "cloud", 15),
        line(AUGUST, "cloud", 99, "EUR"), line(date(2026, 6, 1), "cloud", 15),
    ])  # fmt: skip

    assert team_budget(db, currency="USD") == [
        BudgetLine(AUGUST, "Hetzner ", D(20), D("10.25")),
        BudgetLine(AUGUST, "Storage", D(9), D(7)),
        BudgetLine(AUGUST, "Travel", D(500), None),
        BudgetLine(AUGUST, "cloud", D(15), D("17.25")),
        BudgetLine(JULY, "Hetzner ", D(5), D("10.25")),
        BudgetLine(date(2026, 6, 1), "cloud", D(15), None),
    ]
    assert [each.left for each in team_budget(db, currency="USD")][3:] == [
        D("-2.25"), D("-5.25"), None,
    ]  # fmt: skip


def test_without_a_bill_nothing_is_compared(build):
    assert team_budget(build([INFO, line(AUGUST, "cloud", 15)]), currency="USD") == []
