from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from runway_records import balance, every_day, fund, info

from metrics.briefing import figures
from metrics.briefing.figures import MonthlyBurn
from metrics.briefing.meeting_pairs import Pair
from metrics.briefing.money import money
from metrics.spending import burn
from warehouse.records import BillingFile, CostDaily, SourceRun

FIRST = date(2018, 1, 1)


def cost(day, billed, **more):
    values = {
        "account": "gcp", "category": "cloud", "provider": "Google Cloud", "sub_account": "prod",
        "service": "compute", "region": None, "charge_category": "Usage", "currency": "USD",
        "effective": None, "list": None, "lines": 1, "source_file": "bill.csv",
    }  # fmt: skip
    return CostDaily(day=day, billed=Decimal(billed), **(values | more))


def steady(days=200, billed="10", first=FIRST, **more):
    return [cost(first + timedelta(days=i), billed, **more) for i in range(days)]


def test_burn_divides_by_the_days_of_the_window_and_leaves_the_newest_two_out(build):
    db = build([*steady(100), cost(date(2018, 4, 11), "999")])

    three = burn.burn(db, as_of=date(2018, 9, 20), months=3)

    assert burn.last_complete_day(db) == date(2018, 4, 9)
    assert (three.first_on, three.last_on, three.days, three.covered_days) == (
        date(2018, 1, 10), date(2018, 4, 9), 90, 90,
    )  # fmt: skip
    assert three.gross == Decimal(10)
    assert three.per_month() == Decimal("304.375")


def test_a_bill_in_another_currency_holds_nothing_back(build):
    db = build([*steady(100), *steady(80, "3", account="rack", currency="EUR")])

    dollars, euros = (
        burn.burn(db, as_of=date(2018, 9, 20), months=1, currency=code) for code in ("USD", "EUR")
    )

    assert burn.last_complete_day(db) == dollars.last_on == date(2018, 4, 8)
    assert burn.last_complete_day(db, currency="EUR") == euros.last_on == date(2018, 3, 19)
    assert burn.last_complete_day(db, currency="GBP") is None


def test_an_account_of_the_same_currency_holds_the_others_back(build):
    db = build([*steady(100), *steady(80, "3", account="rack")])

    assert burn.last_complete_day(db) == date(2018, 3, 19)


@pytest.mark.parametrize(
    ("billed", "every", "last"),
    [
        ("160", None, date(2018, 4, 8)),  # silent, and much of the cost
        ("160", 400, date(2018, 9, 18)),  # the team says that it sends no bill any more
        ("1", None, date(2018, 9, 18)),  # silent, but under 5 % of the cost
    ],
)
def test_a_silent_account_holds_the_others_back_while_it_is_much_of_the_cost(
    build, billed, every, last
):
    """Without its bills the others alone would look like a fall of the burn."""
    run = SourceRun("billing", "gcp", "ok", None, 1, every_days=every)
    rack = steady(263, "20", account="rack", source_file="rack.csv")

    db = build([*steady(100, billed), *rack, run])

    assert burn.last_complete_day(db) == last


SUPPORT = {"charge_category": "Purchase", "service": "Support"}


@pytest.mark.parametrize(
    ("also", "last"),
    [
        # Support for all of April, and a tax, are spread over days that no usage was billed for.
        (steady(20, "1", first=date(2018, 4, 11), **SUPPORT), date(2018, 4, 8)),
        (steady(20, "1", first=date(2018, 4, 11), charge_category="Tax"), date(2018, 4, 8)),
        # From the second month after its last usage on, an account is what else it is billed for.
        (steady(31, "1", first=date(2018, 5, 1), **SUPPORT), date(2018, 4, 8)),
        (steady(92, "1", first=date(2018, 5, 1), **SUPPORT), date(2018, 7, 29)),
    ],
)
def test_the_last_complete_day_is_one_of_usage_where_an_account_has_any(build, also, last):
    rack = steady(300, "1", account="rack", source_file="rack.csv")
    assert burn.last_complete_day(build([*steady(100), *also, *rack])) == last


def test_a_bill_of_half_a_month_is_no_fall_of_the_burn(build):
    """The same cost a day, seen on the 12th and the 30th: a plan for the month is spread."""
    usage, plan = steady(102), steady(30, "1", first=date(2018, 4, 1), **SUPPORT)
    db = build([*usage, *plan])
    one = burn.burn(db, as_of=date(2018, 4, 30), months=1)
    assert one.last_on == date(2018, 4, 10)
    assert one.gross_total == 10 * 31 + 10


def test_a_final_bill_is_complete_to_its_last_day(build):
    file = BillingFile("bill.csv", "aws_cur", "gcp", 9, 9, 0, 0, FIRST, date(2018, 4, 10), True, "")

    assert burn.last_complete_day(build([*steady(100), file])) == date(2018, 4, 10)


def test_a_window_with_too_few_days_has_no_number(build):
    db = build([c for c in steady(90) if c.day.month != 2])

    one, three = (burn.burn(db, as_of=date(2018, 9, 20), months=m) for m in (1, 3))

    assert one.is_covered
    assert (three.is_covered, three.gross, three.per_month()) == (False, None, None)


def test_a_day_without_a_bill_is_unknown_and_not_zero(build):
    db = build([c for c in steady(100) if c.day not in (date(2018, 2, 3), date(2018, 2, 4))])

    three = burn.burn(db, as_of=date(2018, 9, 20), months=3)

    assert (three.days, three.covered_days, three.gross) == (90, 88, 10)
    assert (three.gross_total, three.credit_share) == (880, 0)


def test_credits_are_kept_apart_from_gross_and_discounts_are_not_credits(build):
    more = {"charge_category": "Credit"}
    db = build(
        [
            *steady(100),
            *steady(100, "-7", credit_kind="promotion", **more),
            *steady(100, "-1", credit_kind="discount", **more),
        ]
    )

    month = burn.burn(db, as_of=date(2018, 9, 20), months=1)

    assert (month.gross, month.credits, month.payable) == (9, -7, 2)
    assert month.credit_share == Decimal(7) / 9


def test_currencies_are_never_added(build):
    db = build([*steady(100), *steady(100, "3", currency="EUR")])

    euros = burn.burn(db, as_of=date(2018, 9, 20), months=1, currency="EUR")

    assert burn.burn(db, as_of=date(2018, 9, 20), months=1).gross == 10
    assert (euros.gross, euros.currency) == (3, "EUR")


def test_daily_spend_keeps_exact_decimals(build):
    db = build(
        [cost(FIRST, "0.1"), cost(FIRST, "0.2"), cost(FIRST, "-0.3", charge_category="Credit")]
    )

    assert burn.daily_spend(db).to_dict("records") == [
        {
            "day": FIRST, "category": "cloud", "currency": "USD",
            "gross": Decimal("0.3"), "credits": Decimal("-0.3"), "payable": Decimal(0),
        }
    ]  # fmt: skip


def test_the_trend_is_steady_below_a_twentieth_and_unknown_without_both(build):
    db = build(steady(100))
    now = burn.burn(db, as_of=date(2018, 9, 20), months=1)
    unknown = replace(now, gross=None)

    def since(gross):
        return now.trend(replace(now, gross=Decimal(gross)))

    assert [since(each) for each in ("9.6", "9.5", "10.6")] == ["steady", "up", "down"]
    assert (now.trend(unknown), unknown.trend(now)) == (None, None)


def test_the_window_before_ends_on_the_day_before_it_begins(build):
    found = burn.burn(build(steady(100)), as_of=date(2018, 9, 20), months=1)

    assert found.day_before(date(2018, 9, 20)) == date(2018, 3, 8)
    assert burn.burn(build([]), as_of=FIRST, months=1).day_before(FIRST) == FIRST


def test_without_a_bill_there_is_no_burn(build):
    db = build([])

    assert burn.last_complete_day(db) is None
    assert not burn.burn(db, as_of=FIRST, months=3).is_covered


@pytest.mark.slow
def test_the_briefing_has_the_basis_of_the_runway(build):
    """Without a fund of credits the runway pays the bills after credits, and so does the tile."""
    first, last = date(2026, 1, 1), date(2026, 9, 7)
    bill = [*every_day(first, last, "10"), *every_day(first, last, "-6", charge="Credit")]
    pair = Pair(None, date(2026, 8, 1), date(2026, 9, 5), True)
    for kind, basis in (("donation", "payable"), ("credits", "gross")):
        given = [
            info(date(2026, 9, 5)),
            *bill,
            fund("f", kind),
            balance("f", date(2026, 9, 1), "900"),
        ]
        db = build(given).cursor()
        found = figures.figures(db, pair=pair, on=pair.until, money=money(db))
        (tile,) = (each for each in found if isinstance(each, MonthlyBurn))
        assert tile.basis == basis


@pytest.mark.parametrize(("rack_days", "last"), [(162, date(2018, 4, 8)), (163, date(2018, 6, 10))])
def test_a_small_account_holds_the_others_back_for_two_months(build, rack_days, last):
    rack = steady(rack_days, "20", account="rack", source_file="rack.csv")
    assert burn.last_complete_day(build([*steady(100, "1"), *rack])) == last


@pytest.mark.parametrize(("left_out", "gross"), [(9, Decimal(10)), (10, None)])
def test_a_window_is_covered_from_nine_days_of_ten_on(build, left_out, gross):
    gone = {date(2018, 2, day) for day in range(1, left_out + 1)}
    db = build([row for row in steady(102) if row.day not in gone])
    found = burn.burn(db, as_of=date(2018, 9, 20), months=3)
    assert (found.days, found.covered_days, found.gross) == (90, 90 - left_out, gross)


def test_a_twentieth_is_a_change(build):
    now = burn.burn(build(steady(100)), as_of=date(2018, 9, 20), months=1)
    twenty, others = replace(now, gross=Decimal(20)), ("21", "20.99", "19", "19.01", "0")
    assert [replace(now, gross=Decimal(each)).trend(twenty) for each in others] == [
        "up", "steady", "down", "steady", None,
    ]  # fmt: skip
