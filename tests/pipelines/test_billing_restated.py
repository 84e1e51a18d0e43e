"""A bill loaded again, restated, split or told twice: money counts once, in any order."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from billing_house import House

pytestmark = pytest.mark.slow

CUR = "bill/InvoiceId,bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UnblendedCost,lineItem/CurrencyCode,lineItem/ProductCode\n"  # noqa: E501
FOCUS = "BilledCost,BillingCurrency,ChargePeriodStart,BillingPeriodStart,ChargeCategory,ServiceName,ProviderName,BillingAccountId,SubAccountId\n"  # noqa: E501
LEGACY = "Account ID,Line Item,Start Time,End Time,Project,Measurement1,Cost,Currency,Project ID\n"


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def cur(invoice, *days, account="0012"):
    lines = (
        f"{invoice},0012,2024-05-01T00:00:00Z,{account},Usage,2024-05-{day:02}T00:00:00Z,{cost},USD,EC2"
        for day, cost in days
    )
    return CUR + "\n".join(lines) + "\n"


def focus(*days, account="0012", sub="0012"):
    lines = (
        f"{cost},USD,2024-05-{day:02},2024-05-01,Usage,EC2,Amazon Web Services,{account},{sub}"
        for day, cost in days
    )
    return FOCUS + "\n".join(lines) + "\n"


def legacy(*days):
    lines = (
        f"A,com.google.cloud/services/compute-engine/X,2018-03-{day:02}T00:00:00-08:00,"
        f"2018-03-{day + 1:02}T00:00:00-08:00,1,x,{cost},USD,hub"
        for day, cost in days
    )
    return LEGACY + "\n".join(lines) + "\n"


def days_of(house):
    return dict(house.rows("day(day)::integer, sum(billed)"))


def test_the_final_month_replaces_the_one_that_was_not(house):
    house.put("bills/b-early.csv", cur("", (1, 5), (2, 5), (30, 1)))
    house.put("bills/a-final.csv", cur("77", (1, 6), (2, 4)))
    house.bill("us", "bills")

    assert days_of(house) == {1: 6, 2: 4}
    assert house.rows("source_file") == [("bills/a-final.csv",)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_daily_exports_that_overlap_say_the_same_in_any_order_and_twice_over(house, order):
    texts = [legacy((1, 10), (2, 7)), legacy((2, 8), (3, 7)), legacy((3, 9), (4, 5))]
    for i in order:
        house.put(f"bills/{i}.csv", texts[i])
        house.put(f"bills/{i} (1).csv", texts[i])
        house.bill("us", "bills") if not house.entries else None
        house.read()

    assert days_of(house) == {1: 10, 2: 8, 3: 9, 4: 5}


@pytest.mark.slow
def test_the_story_of_lines_counted_twice_does_not_happen_here(house):
    first = date(2018, 3, 1)
    costs = [(first + timedelta(days=n), Decimal(n * 7919 % 20011) / 97) for n in range(400)]
    rows = [(day, round(cost, 6)) for day, cost in costs if day.day != 13]
    for start in range(0, len(rows), 30):  # each export has its last day again in the next
        part = rows[start : start + 31]
        body = "".join(f"{day},{cost}\n" for day, cost in part)
        house.put(f"bills/{part[0][0]}.csv", "date,cost\n" + body)
        house.put(f"bills/again/{part[0][0]}.csv", "date,cost\n" + body)
    house.bill("us", "bills", columns='{date = "date", amount = "cost"}', currency='"USD"')

    assert house.rows("sum(billed)") == [(sum(cost for _, cost in rows),)]


def test_a_day_restated_for_one_billing_account_keeps_the_other_of_the_same_provider(house):
    both = (
        focus((1, 5), (2, 5)) + focus((1, 7), (2, 7), account="0099", sub="0099").split("\n", 1)[1]
    )
    house.put("bills/focus-2024-05-03.csv", both)
    house.put("bills/focus-2024-05-04.csv", focus((1, 6), (2, 6)))
    house.bill("us", "bills")

    assert house.rows("day(day)::integer, billing_account, source_file, sum(billed)") == [
        (1, "0012", "bills/focus-2024-05-04.csv", 6), (1, "0099", "bills/focus-2024-05-03.csv", 7),
        (2, "0012", "bills/focus-2024-05-04.csv", 6), (2, "0099", "bills/focus-2024-05-03.csv", 7),
    ]  # fmt: skip


def test_the_newest_complete_set_of_a_split_export_counts(house):
    house.put("bills/20240503T0000Z/cur-00001.csv", cur("", (1, 1)))
    house.put("bills/20240503T0000Z/cur-00002.csv", cur("", (2, 1)))
    house.put("bills/20240506T0000Z/cur-00001.csv", cur("", (1, 2)))
    house.put("bills/20240506T0000Z/cur-00002.csv", cur("", (2, 2), (3, 2)))
    house.bill("us", "bills")

    assert days_of(house) == {1: 2, 2: 2, 3: 2}


def test_half_a_split_set_counts_nothing_and_says_which_part_is_missing(house):
    house.put("bills/old/cur-00001.csv", cur("", (1, 1)))
    house.put("bills/new/cur-00001.csv", cur("", (1, 2)))
    house.put("bills/new/cur-00003.csv", cur("", (3, 2)))
    house.bill("us", "bills")

    assert days_of(house) == {1: 1}
    assert [(r.unit, r.status, r.message) for r in house.runs() if r.status != "ok"] == [
        ("bills/new/cur.csv", "failed", "part 2 of this split export is missing, so none of it counts")  # noqa: E501
    ]  # fmt: skip


def test_a_moment_in_a_name_is_no_number_of_a_part(house):
    house.put("bills/costs-202405030600.csv", cur("", (1, 5), (2, 5)))
    house.put("bills/costs-202405040600.csv", cur("", (1, 5), (2, 5), (3, 1)))
    house.bill("us", "bills")

    assert days_of(house) == {1: 5, 2: 5, 3: 1}
    assert [r.status for r in house.runs()] == ["ok"]


def test_accounts_and_weeks_beside_each_other_are_no_restatement(house):
    house.put("bills/week-1.csv", focus((1, 1), (2, 1)))
    house.put("bills/week-2.csv", focus((8, 2), (9, 2)))
    house.put("bills/other.csv", focus((1, 4), sub="0099"))
    house.bill("us", "bills")

    assert days_of(house) == {1: 5, 2: 1, 8: 2, 9: 2}


def test_the_same_money_in_two_exports_counts_once_and_is_listed(house):
    house.put("bills/focus.csv", focus((1, 5), (2, 5)))
    house.put("bills/cur.csv", cur("", (1, 5), (2, 5)))
    house.bill("us", "bills")

    db = house.db()
    assert db.execute("select sum(billed) from cost_daily").fetchall() == [(10,)]
    assert db.execute(
        "select losing_file, winning_file, amount, reason from billing_replaced"
    ).fetchall() == [
        ("bills/focus.csv", "bills/cur.csv", 10, "the same money in another kind of export")
    ]
    assert [r.status for r in house.runs()] == ["ok"]


def test_an_amortised_export_is_not_added_to_the_actual_one_and_is_asked_about(house):
    head = "BillingAccountId,SubscriptionId,Date,MeterCategory,Cost,BillingCurrency,ChargeType,PricingModel\n"  # noqa: E501
    house.put("bills/actual.csv", head + "8,1,09/13/2023,VM,31,USD,Purchase,Reservation\n")
    house.put("bills/amortised.csv", head + "8,1,09/13/2023,VM,1,USD,Usage,Reservation\n")
    house.bill("us", "bills")

    assert house.rows("sum(billed)") == [(31,)]
    assert [(r.unit, r.status, r.message, r.passing) for r in house.runs() if r.status != "ok"] == [
        (
            "bills/amortised.csv", "asked",
            "bills/actual.csv and bills/amortised.csv are two exports of the same days "
            "(2023-09-13 to 2023-09-13) with other sums: 31.00 or 1.00 USD; "
            "meanwhile the more exact export counts", False,
        )
    ]  # fmt: skip


def test_a_bill_that_vanished_keeps_its_last_roll_up_and_says_so(house):
    gone = house.put("bills/march.csv", legacy((1, 10)))
    house.put("bills/april.csv", legacy((9, 1)))
    house.bill("us", "bills")
    house.read()
    gone.unlink()

    assert days_of(house) == {1: 10, 9: 1}
    assert [(r.unit, r.status, r.rows) for r in house.runs() if r.status != "ok"] == [
        ("bills/march.csv", "stale", 1)
    ]


def test_a_bill_that_was_only_moved_is_not_missed(house):
    file = house.put("bills/march.csv", legacy((1, 10)))
    house.bill("us", "bills")
    house.read()
    file.rename(file.with_name("2018-03.csv"))

    assert [(r.unit, r.status) for r in house.runs()] == [("us", "ok")]


def test_an_unchanged_bill_is_not_read_again(house):
    file = house.put("bills/march.csv", legacy((1, 10)))
    house.bill("us", "bills")
    house.read()
    stat = file.stat()
    [rows] = house.load().cache.glob("*-*.parquet")
    made = rows.stat().st_mtime_ns
    house.read()

    assert (rows.stat().st_mtime_ns, file.stat().st_size) == (made, stat.st_size)
