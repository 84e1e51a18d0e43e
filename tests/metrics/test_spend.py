from datetime import date, timedelta
from decimal import Decimal

from metrics import burn_words, invoice_words
from metrics.spending import breakdown
from metrics.spending.anomalies import Anomaly
from metrics.spending.burn import budget, burn
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


def test_months_are_told_by_part_and_the_running_one_is_partial(build):
    frame = breakdown.monthly(build(TEAM), as_of=AS_OF)

    assert [tuple(row) for row in frame.itertuples(index=False)][-6:] == [
        (date(2018, 8, 1), "compute", Decimal(248), 31, 31, False),
        (date(2018, 8, 1), "storage", Decimal(62), 31, 31, False),
        (date(2018, 8, 1), "other", Decimal("0.31"), 31, 31, False),
        (date(2018, 9, 1), "compute", Decimal(144), 18, 30, True),
        (date(2018, 9, 1), "storage", Decimal(34), 18, 30, True),
        (date(2018, 9, 1), "other", Decimal("0.17"), 18, 30, True),
    ]
    assert burn_words.running(frame) == (date(2018, 9, 1), 18, 30)


def test_the_change_compares_whole_months_and_adds_up(build):
    found = breakdown.change(build(TEAM), as_of=AS_OF)

    assert found == breakdown.Change(
        date(2018, 7, 1), date(2018, 8, 1), Decimal("372.31"), Decimal("310.31"), "USD",
        (("compute", Decimal(-62)), ("storage", Decimal(0)), ("other", Decimal(0))),
    )  # fmt: skip
    assert burn_words.why(found) == "August cost 62 USD less than July: Compute fell by 62."


def test_one_month_cannot_be_compared(build):
    assert breakdown.change(build(days(FIRST, 30, "1")), as_of=AS_OF) is None


def test_totals_and_credits_stand_currency_by_currency(build):
    more = days(FIRST, 2, "3", currency="EUR") + days(FIRST, 2, "-1", charge_category="Credit")
    frame = breakdown.totals(build(days(FIRST, 2, "10") + more))

    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        ("EUR", 6, 0, 6, FIRST, date(2018, 6, 2), 2),
        ("USD", 20, -2, 18, FIRST, date(2018, 6, 2), 4),
    ]


def test_a_bill_that_states_its_total_is_compared_with_it(build):
    file = BillingFile("a.csv", "gcp_cost_table", "gcp", 1, 1, 0, 2, None, None, True, "",
                       own_total=Decimal(10), billed=Decimal(9))  # fmt: skip
    frame = breakdown.invoices(build([file]))

    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        (None, "a.csv", "gcp", None, 9, 10, -1)
    ]
    assert invoice_words.reconciled(frame) == "1 bill of 1 differs from its own total."


def test_the_answer_says_how_much_and_whether_it_rises(build):
    db = build(TEAM)
    now, before = (burn(db, as_of=day, months=1) for day in (AS_OF, date(2018, 7, 31)))

    assert burn_words.answer(now, before) == (
        "The bills come to about 300 USD a month, down from 370 USD in the month before."
    )
    assert burn_words.formula(now) == "310.31 USD in 31 days = 10.01 USD a day × 30.4375"


def test_budgets_are_added_up_month_by_month():
    plans = ((Decimal(100), date(2018, 7, 15), None), (Decimal(20), FIRST, date(2018, 7, 31)))
    months = (date(2018, 6, 1), date(2018, 7, 1), date(2018, 8, 1))

    assert budget(plans, months=months) == dict(zip(months, (20, 120, 100), strict=True))
    assert budget((), months=months) == {}


def test_what_stands_out_is_told_with_its_service_and_day():
    day = date(2018, 12, 4)
    jumped = Anomaly("spike", day, "compute-engine", 103.7, 412.1)
    fell = Anomaly("shift", day, "storage", 20.0, 5.0)

    assert [burn_words.unusual(a, "USD") for a in (jumped, fell)] == [
        ("Compute engine jumped on 4 December 2018", "412 USD that day, 104 USD usually"),
        ("Storage fell to a new level on 4 December 2018", "5 USD a day after, 20 USD before"),
    ]


def test_windows_that_disagree_are_all_told(build):
    db = build([*days(FIRST, 61, "10"), *days(date(2018, 8, 1), 31, "30")])
    burns = [burn(db, as_of=AS_OF, months=months) for months in (1, 3, 6)]

    assert burn_words.disagree(burns) == (
        "The windows disagree: 870 USD over one month and 500 USD over three months."
    )
