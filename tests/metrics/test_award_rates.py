"""A cost in another currency is charged by the rule that its award states, and by no other."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest
from award_facts import award, deciding, rule, spent
from runway_records import fund, info

from metrics.awards import charges, ledger
from metrics.awards.charges import Unassigned, decided
from metrics.awards.converted import Converted, Tables
from metrics.awards.register import Payment
from metrics.figures import FIGURES
from warehouse import records
from warehouse.records import BookedCost, ChargeRule, CostDaily, OfficialRate, Rate, Rows

D = Decimal
TODAY = date(2026, 9, 17)
DAY, CAME, MONTH = date(2026, 8, 31), date(2026, 7, 6), date(2026, 8, 1)
CAME_BEFORE = Payment(D(5), "received", date(2026, 3, 2), None)
PAID = (CAME_BEFORE, Payment(D(5), "received", CAME, None), Payment(D(5), "to_come", DAY, None))
TABLES = Tables(
    {("EUR", "USD", CAME): D("1.25"), ("EUR", "USD", DAY): D(9)}, {("EUR", "USD", MONTH): D("1.5")}
)


def charged(rate, tables=TABLES, payments=PAID, **about):
    cost = spent(100, day=DAY, currency="EUR", **about)
    own = award("a", rate=rate, payments=payments)
    every = deciding(own, rules=[rule("a", account="bank")])
    [found] = decided(cost, every.__class__(every.awards, every.splits, every.rules, rates=tables))
    if isinstance(found, Unassigned):
        return found.amount, found.reason
    return found.amount, found.original


@pytest.mark.parametrize(
    ("rate", "amount", "value", "on_day"),
    [("receipt", 125, "1.25", CAME), ("month", 150, "1.5", MONTH), ("bank", 110, "1.1", DAY)],
)
def test_each_rule_has_one_rate_and_keeps_it_with_the_original_amount(rate, amount, value, on_day):
    found = charged(rate, converted=D(110), converted_currency="USD")
    assert found == (D(amount), Converted(D(100), "EUR", D(value), on_day))


@pytest.mark.parametrize(
    ("rate", "about"),
    [
        ("bank", {}),
        ("bank", {"converted": D(95), "converted_currency": "CHF"}),
        ("receipt", {"payments": ()}),
        ("receipt", {"payments": (CAME_BEFORE,)}),
        ("receipt", {"tables": Tables({("EUR", "USD", date(2026, 7, 5)): D(1)})}),
        ("month", {"tables": Tables({}, {("EUR", "USD", date(2026, 7, 1)): D(1)})}),
    ],
)
def test_without_its_own_rate_a_cost_is_charged_to_nobody_and_no_other_day_is_taken(rate, about):
    assert charged(rate, **about) == (D(100), "no_rate")
    assert charged(None, **about) == (D(100), "currency")


def booked(amount, currency, converted=None):
    return BookedCost(
        DAY, "Books", "travel", "A", "rail", currency, D(amount), 1, "b.journal", converted,
        "CHF" if converted else None,
    )  # fmt: skip


def test_the_rows_of_a_charge_hold_what_was_spent_the_rate_and_its_day(build):
    db = build([
        info(TODAY), fund("a", currency="CHF"),
        records.Award("a", codes=["A"], rate="month"),
        OfficialRate("CHF", "EUR", MONTH, D("0.8"), None),  # the other way round
        OfficialRate("USD", "CHF", MONTH, D("0.8"), None),
        OfficialRate("USD", "CHF", MONTH, D("0.9"), None),  # two for one month: neither
        booked(10, "CHF"), booked(20, "EUR"), booked(7, "USD"),
    ])  # fmt: skip
    found = ledger.charged(db, fund="a", part="all")
    assert found.holds
    assert sorted(found.rows.itertuples(index=False, name=None), key=lambda row: row[4]) == [
        (DAY, "rail", "b.journal", "booked", D(10), None, None, None, None),
        (DAY, "rail", "b.journal", "booked", D(25), D(20), "EUR", D("1.25"), MONTH),
    ]
    left = ledger.unassigned(db, reason="no_rate", currency="USD", fund="a")
    assert (left.figure, "awards.unassigned" in FIGURES) == (D(7), True)


def test_the_bank_s_amount_counts_even_where_a_table_has_another_rate(build):
    db = build([
        info(TODAY), fund("a", currency="CHF"),
        records.Award("a", codes=["A"], rate="bank"),
        Rate("EUR", "CHF", DAY, D(7), None),
        booked(20, "EUR", D("18.61")), booked(5, "EUR"),
    ])  # fmt: skip
    found = charges.charges(db)
    assert [each.amount for each in found.charges] == [D("18.61")]
    assert [(each.amount, each.reason) for each in found.unassigned] == [(D(5), "no_rate")]


def labelled(day):
    return CostDaily(
        day=day, account="cloud", category="cloud", provider=None, sub_account=None, service="VM",
        region=None, charge_category="Usage", currency="USD", billed=D(10), effective=None,
        list=None, lines=1, source_file="bill.csv",
    )  # fmt: skip


@pytest.mark.parametrize(("label", "amounts"), [("Team=HUB", [D(10)]), ("team=docs", [])])
def test_a_rule_may_name_a_label_that_bills_keep(build, tmp_path, label, amounts):
    duckdb.sql(
        """
        select date '2026-08-01' + days::integer as day, 'cloud' as account, 'cloud' as category,
               'VM' as service, 'Usage' as charge_category, 'USD' as currency,
               10::decimal(38, 20) as billed, 1::bigint as lines, 'bill.csv' as source_file,
               case days when 1 then 'hub' end as team
        from range(2) as every(days)
        """
    ).write_parquet(str(tmp_path / "rows.parquet"))
    db = build([
        info(TODAY), fund("a"), records.Award("a"), Rows("cost_daily", tmp_path / "rows.parquet"),
        ChargeRule(1, "a", None, None, None, None, None, None, None, None, label),
    ])  # fmt: skip
    found = charges.charges(db)
    assert [each.amount for each in found.charges] == amounts
    assert sum(each.amount for each in found.unassigned) == 20 - sum(amounts)


def test_a_label_that_no_bill_keeps_charges_nothing_and_loses_nothing(build):
    db = build([
        info(TODAY), fund("a"), records.Award("a"), labelled(DAY),
        ChargeRule(1, "a", None, None, None, None, None, None, None, None, 'o"d\'d=x'),
    ])  # fmt: skip
    assert [(each.amount, each.reason) for each in charges.charges(db).unassigned] == [
        (D(10), "no_rule")
    ]
