from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.spending import breakdown, whole_months
from metrics.spending.burn import Burn, budget, burn, windows_apart
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


def names_of(build, **a_day):
    records = [row for name, amount in a_day.items()
               for row in days(FIRST, 30, amount, service=name)]  # fmt: skip
    return list(breakdown.monthly(build(records), as_of=AS_OF)["name"])


def test_five_parts_of_two_hundredths_or_more_have_their_name(build):
    assert names_of(build, a="900.1", b="60", c="20", d="19.9") == ["a", "b", "c", "other"]
    many = names_of(build, a="500", b="200", c="150", d="70", e="50", f="30")
    assert many == ["a", "b", "c", "d", "e", "other"]


def test_a_month_is_whole_with_nine_days_of_ten_that_have_a_bill(build):
    def june(left_out):
        kept = [row for row in days(FIRST, 60, "10") if row.day.day > left_out]
        return next(breakdown.monthly(build(kept), as_of=AS_OF).itertuples(index=False))[3:]

    assert june(3) == (27, 30, False)
    assert june(4) == (26, 30, True)


def test_a_part_is_drawn_from_half_a_unit_and_a_total_differs_from_a_cent_on():
    parts = (("a", Decimal("-0.5")), ("b", Decimal("0.49")), ("c", Decimal("0.5")))
    change = breakdown.Change(FIRST, AS_OF, Decimal(1), Decimal(1), "USD", parts)
    assert change.drawn == [parts[0], parts[2]]
    one = breakdown.StatedTotal(None, "a.csv", "gcp", "USD", None, Decimal(1), None)
    off = [replace(one, residual=Decimal(by)).differs for by in ("0.01", "-0.01", "0.0099")]
    off.append(one.differs)
    assert off == [True, True, False, False]


def a_burn(amount, months=1):
    amounts = (Decimal(amount), Decimal(0), Decimal(amount))
    return Burn(months, "USD", FIRST, AS_OF, 30, 30, *amounts)


@pytest.mark.parametrize(
    ("burns", "apart"),
    [
        ([a_burn(4), a_burn(5, 3)], False),  # a quarter apart
        ([a_burn(4), a_burn("5.01", 3)], True),
        ([a_burn(4), a_burn("5.01", 6)], True),
        ([a_burn(4), a_burn("5.01", 12)], False),  # a year says nothing of now
        ([a_burn(4)], False),
        ([a_burn(-4), a_burn("-5.01", 3)], True),
        ([], False),
    ],
)
def test_windows_are_apart_from_a_quarter_on(burns, apart):
    assert windows_apart(burns) == (burns if apart else [])


def test_a_budget_counts_in_each_month_that_it_touches():
    plans = ((Decimal(5), date(2018, 7, 31), date(2018, 9, 1)), (Decimal(0), AS_OF, None))
    months = tuple(date(2018, n, 1) for n in (6, 7, 8, 9, 10))
    assert budget(plans[:1], months=months) == dict.fromkeys(months[1:4], Decimal(5))
    assert budget(plans, months=months)[months[4]] == 0


JULY = date(2018, 7, 1)


def all_days(*left_out):
    """June and July, but for some days."""
    every = (FIRST + timedelta(days=n) for n in range(61))
    return [day for day in every if day not in left_out]


@pytest.mark.parametrize(
    ("days", "partial"),
    [
        (all_days(), set()),
        (all_days(FIRST), {FIRST}),  # it begins a day late
        (all_days(date(2018, 7, 31)), {JULY}),  # or ends a day early
        (all_days(date(2018, 6, 30), JULY), set()),  # inside, nine days of ten are enough
        (all_days(*(date(2018, 6, n) for n in (9, 10, 11))), set()),
        (all_days(*(date(2018, 6, n) for n in (9, 10, 11, 12))), {FIRST}),
        ([FIRST, JULY], set()),  # a line now and then says nothing
        ([date(2018, 6, 28), JULY], {FIRST, JULY}),  # on half of the days there is one
        ([date(2018, 6, 27), JULY], set()),
        ([FIRST], set()),
    ],
)
def test_months_of_a_daily_bill_are_partial_where_days_lack(days, partial):
    billed = {}
    for day in days:
        billed.setdefault(day.replace(day=1), []).append(day)
    assert whole_months._partial(billed) == partial


def test_whole_months_end_before_the_running_one():
    assert whole_months.period(date(2018, 3, 31), 1) == (date(2018, 2, 1), date(2018, 2, 28))
    assert whole_months.period(date(2018, 3, 1), 12) == (date(2017, 3, 1), date(2018, 2, 28))
    assert whole_months.last_day(date(2020, 2, 1)) == date(2020, 2, 29)


def test_without_bills_a_period_has_no_service(build):
    db, year = build([]), {"first": FIRST, "last": AS_OF, "currency": "USD"}
    assert whole_months.services(db, **year).to_dict("list") == {"service": [], "gross": []}
    parts = whole_months.by_service(db, **year, categories=("cloud",))
    assert parts.to_dict("list") == {"month": [], "category": [], "service": [], "gross": []}
