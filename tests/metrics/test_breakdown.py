from datetime import date, timedelta
from decimal import Decimal

from metrics.spending import breakdown
from metrics.spending.burn import budget, burn, windows_apart
from warehouse.records import BillingFile, CostDaily

FIRST = date(2018, 6, 1)
AS_OF = date(2018, 9, 20)


def cost(day, billed, service="compute", **more):
    values = {
        "account": "gcp", "category": "cloud", "provider": "Google Cloud", "sub_account": "prod",
        "region": None, "charge_category": "Usage", "currency": "USD", "effective": None,
        "list": None, "lines": 1, "source_file": "bill.csv",
    }  # fmt: skip
    return CostDaily(day=day, billed=Decimal(billed), service=service, **(values | more))


def days(first, count, billed, **more):
    return [cost(first + timedelta(days=i), billed, **more) for i in range(count)]


TEAM = [
    *days(FIRST, 61, "10"),
    *days(date(2018, 8, 1), 31, "8"),
    *days(date(2018, 9, 1), 18, "8"),
    *days(FIRST, 109, "2", service="storage"),
    *days(FIRST, 109, "0.01", service="dns"),
]


def test_months_are_given_by_part_and_the_running_one_is_partial(build):
    frame = breakdown.monthly(build(TEAM), as_of=AS_OF)

    assert [tuple(row) for row in frame.itertuples(index=False)][-6:] == [
        (date(2018, 8, 1), "compute", Decimal(248), 31, 31, False),
        (date(2018, 8, 1), "storage", Decimal(62), 31, 31, False),
        (date(2018, 8, 1), "other", Decimal("0.31"), 31, 31, False),
        (date(2018, 9, 1), "compute", Decimal(144), 18, 30, True),
        (date(2018, 9, 1), "storage", Decimal(34), 18, 30, True),
        (date(2018, 9, 1), "other", Decimal("0.17"), 18, 30, True),
    ]
    assert breakdown.partial_month(frame) == breakdown.PartialMonth(date(2018, 9, 1), 18, 30)


def test_the_change_compares_whole_months_and_adds_up(build):
    found = breakdown.change(build(TEAM), as_of=AS_OF)

    assert found == breakdown.Change(
        date(2018, 7, 1), date(2018, 8, 1), Decimal("372.31"), Decimal("310.31"), "USD",
        (("compute", Decimal(-62)), ("storage", Decimal(0)), ("other", Decimal(0))),
        (("compute", Decimal(-2)), ("storage", Decimal(0)), ("other", Decimal(0))),
    )  # fmt: skip
    assert (found.difference, found.drawn) == (-62, [("compute", -62)])


def test_a_day_costs_as_much_in_a_short_month_as_in_a_long_one(build):
    whole = days(date(2018, 1, 1), 62, "10"), days(date(2018, 2, 1), 31, "1", service="storage")
    found = breakdown.change(build([*whole[0], *whole[1]]), as_of=date(2018, 3, 10))
    assert found is not None
    assert found.parts == (("compute", Decimal(-30)), ("storage", Decimal(28)))
    assert found.a_day == (("storage", Decimal(1)), ("compute", Decimal(0)))


def test_one_month_cannot_be_compared(build):
    assert breakdown.change(build(days(FIRST, 30, "1")), as_of=AS_OF) is None


def test_totals_and_credits_are_given_currency_by_currency(build):
    more = days(FIRST, 2, "3", currency="EUR") + days(FIRST, 2, "-1", charge_category="Credit")
    frame = breakdown.totals(build(days(FIRST, 2, "10") + more))

    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        ("EUR", 6, 0, 6, FIRST, date(2018, 6, 2), 2),
        ("USD", 20, -2, 18, FIRST, date(2018, 6, 2), 4),
    ]


def test_a_bill_that_states_its_total_is_compared_with_it(build):
    file = BillingFile("a.csv", "gcp_cost_table", "gcp", 1, 1, 0, 2, None, None, True, "",
                       own_total=Decimal(10), billed=Decimal(9))  # fmt: skip
    (found,) = breakdown.invoices(build([file]))

    assert found == breakdown.StatedTotal(None, "a.csv", "gcp", None, 9, 10, -1)
    assert found.differs


def test_the_burn_falls_with_the_bills(build):
    db = build(TEAM)
    now, before = (burn(db, as_of=day, months=1) for day in (AS_OF, date(2018, 7, 31)))

    assert now.trend(before) == "down"
    assert now.gross_total == Decimal("310.31")


def test_budgets_are_added_up_month_by_month():
    plans = ((Decimal(100), date(2018, 7, 15), None), (Decimal(20), FIRST, date(2018, 7, 31)))
    months = (date(2018, 6, 1), date(2018, 7, 1), date(2018, 8, 1))

    assert budget(plans, months=months) == dict(zip(months, (20, 120, 100), strict=True))
    assert budget((), months=months) == {}


def test_windows_that_differ_by_a_quarter_are_all_given(build):
    db = build([*days(FIRST, 61, "10"), *days(date(2018, 8, 1), 31, "30")])
    burns = [burn(db, as_of=AS_OF, months=months) for months in (1, 3, 6)]

    assert windows_apart(burns) == burns[:2]
    assert windows_apart(burns[1:]) == []


def test_months_after_an_account_fell_silent_are_covered_to_its_last_day_only(build):
    """Two accounts, one silent since 10 March: the other's whole April is no whole month."""
    old = days(date(2018, 1, 1), 69, "160")
    rack = days(date(2018, 1, 1), 165, "20", account="rack", source_file="rack.csv")
    months = breakdown.monthly(build([*old, *rack]), as_of=date(2018, 6, 29), by="account")
    found = months.drop_duplicates("month")
    assert list(zip(found["days"], found["is_partial"], strict=True)) == [
        (31, False), (28, False), (8, True), (0, True), (0, True), (0, True),
    ]  # fmt: skip
