"""A charge of a month costs its price a month, whatever day the window of the burn ends on."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from bill_records import cost, days

import config
from metrics.spending import burn
from metrics.spending.cost_filter import CostFilter
from warehouse.read import connect, newest

BILLS = config.SAMPLE.parent / "bills"
A_MONTH = Decimal("30.4375")  # days
FIRST, LAST = date(2026, 6, 14), date(2026, 9, 13)  # three months to two days before the newest


def of_the_rack() -> list[tuple[date, str, Decimal]]:
    """Day, product and amount of the hosting bill's metered lines inside the window."""
    with (BILLS / "hosting.csv").open(encoding="utf-8", newline="") as lines:
        found = [
            (date.fromisoformat(row["Day"]), row["Product"], Decimal(row["Amount"]))
            for row in csv.DictReader(lines)
            if row["Status"] == "Metered" and row["Amount"] != "see letter"
        ]
    return [each for each in found if FIRST <= each[0] <= LAST]


def of_the_cloud(month: str) -> Decimal:
    """The support plan of a month and its tax: all that the credits do not pay."""
    with (BILLS / f"skyhook-{month}.csv").open(encoding="utf-8", newline="") as lines:
        return sum((Decimal(row["BilledCost"]) for row in csv.DictReader(lines)), Decimal(0))


def test_the_sample_pays_245_60_in_cash_a_month_as_its_bills_say_by_hand(sample_build: Path):
    count = (LAST - FIRST).days + 1
    power = [amount for _, product, amount in of_the_rack() if product == "Rack share and power"]
    uplink = [amount for _, product, amount in of_the_rack() if product == "Uplink"]
    support = [of_the_cloud(month) for month in ("2026-06", "2026-07", "2026-08")]
    by_hand = sum(power) / count * A_MONTH + uplink[-1] + support[-1]
    assert (count, len(power), set(uplink), set(support)) == (
        92, 92, {Decimal("19.90")}, {Decimal("102.60")},
    )  # fmt: skip
    assert round(by_hand, 1) == Decimal("245.6")

    with connect(newest(sample_build)) as db:
        found = [burn.burn(db, as_of=date(2026, 9, 17), months=n) for n in (1, 3, 6, 12)]

    payable = [each.per_month("payable") or Decimal(0) for each in found]
    assert payable[1] == pytest.approx(by_hand, abs=Decimal("1e-9"))
    assert [round(each, 1) for each in payable] == [
        Decimal("245.8"), Decimal("245.6"), Decimal("245.7"), Decimal("245.9"),
    ]  # fmt: skip


def plan(month: int, billed: str, **more):
    """A plan's price for a month, spread over its days."""
    last = (date(2018, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    share = round(Decimal(billed) / last.day, 12)
    return [
        cost(
            date(2018, month, day), share, service="plan", lines=int(day == 1),
            **{"charge_category": "Purchase", **more},
        )
        for day in range(1, last.day + 1)
    ]  # fmt: skip


def once(month: int, billed: str, day: int = 1, **more):
    return cost(date(2018, month, day), billed, service="uplink", **more)


def months(db, number=3, **more):
    found = burn.burn(db, as_of=date(2018, 9, 20), months=number, **more)
    return tuple(round(found.per_month(basis) or 0, 6) for basis in ("gross", "credits", "payable"))


# 1 January to 14 September 2018 at 1 a day: the last complete day is the 12th.
DAILY = days(date(2018, 1, 1), 257, "1")
ALONE = Decimal("30.4375")


def test_a_plan_whose_running_month_is_not_billed_yet_costs_its_price(build):
    db = build([*DAILY, *plan(6, "95"), *plan(7, "95"), *plan(8, "95")])

    assert [months(db, n)[0] for n in (1, 3)] == [ALONE + 95, ALONE + 95]


def test_a_plan_that_is_billed_for_the_whole_running_month_costs_its_price(build):
    running = [each for each in plan(9, "95") if each.day <= date(2018, 9, 14)]

    assert months(build([*DAILY, *plan(8, "95"), *running]), 1)[0] == ALONE + 95


def test_a_plan_that_was_bought_inside_the_window_counts_from_its_first_month(build):
    # 13 June to 12 September: 31 of the 80 days to the end of August.
    assert months(build([*DAILY, *plan(8, "80")]))[0] == ALONE + 31


def test_a_plan_that_ended_before_the_last_whole_month_is_a_cost_of_its_days_alone(build):
    paid = [*plan(6, "92"), *plan(7, "92")]

    inside = Decimal(92) * 18 / 30 + 92
    assert months(build([*DAILY, *paid]))[0] == round(ALONE + inside / 92 * ALONE, 6)


def test_a_line_that_returns_every_month_costs_its_price_whatever_its_day(build):
    early = [once(month, "20") for month in range(1, 10)]
    late = [once(month, "20", day=25) for month in range(1, 9)]

    assert months(build([*DAILY, *early]))[0] == ALONE + 20
    assert months(build([*DAILY, *late]))[0] == ALONE + 20


def test_a_service_of_two_lines_a_month_or_of_two_months_is_a_cost_of_its_days(build):
    of_days = round(ALONE + Decimal(40) / 92 * ALONE, 6)

    assert months(build([*DAILY, *(once(n, "20") for n in (7, 8))]))[0] == of_days
    twice = [once(n, "10", day=day) for n in range(1, 9) for day in (5, 25)]
    assert months(build([*DAILY, *twice]))[0] == round(ALONE + Decimal(50) / 92 * ALONE, 6)


def test_a_credit_of_a_month_is_taken_off_as_it_is_charged(build):
    bought = [*plan(6, "95"), *plan(7, "95"), *plan(8, "95")]
    given = [
        each
        for n in (6, 7, 8)
        for each in plan(n, "-95", charge_category="Credit", credit_kind="promotion")
    ]

    assert months(build([*DAILY, *bought, *given])) == (ALONE + 95, -95, ALONE)


def test_a_plan_of_one_project_is_not_of_another(build):
    bought = [line for n in (6, 7, 8) for line in plan(n, "95", sub_account="lab")]
    db = build([*DAILY, *bought])

    assert months(db, cost_filter=CostFilter(project="lab"))[0] == 95
    assert months(db, cost_filter=CostFilter(project="prod"))[0] == ALONE


def test_the_formula_keeps_what_is_charged_once_a_month_apart(build):
    found = burn.burn(
        build([*DAILY, *(once(n, "20") for n in range(1, 10))]), as_of=date(2018, 9, 20), months=3
    )

    assert (found.covered_days, round(found.gross_total, 9), found.monthly) == (92, 92, 20)
