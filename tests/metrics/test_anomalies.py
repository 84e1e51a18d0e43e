import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.spending.anomalies import Anomaly, anomalies
from warehouse.records import CostDaily

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REAL = SHARED / "data" / "mybinder" / "daily_cost_by_category_usd.csv"
FIRST = date(2018, 1, 1)


def cost(day, billed, service="compute"):
    return CostDaily(
        day, "gcp", "cloud", "Google Cloud", "prod", service, None, "Usage", "USD",
        Decimal(str(billed)), None, None, 1, "bill.csv",
    )  # fmt: skip


def series(amounts, service="compute"):
    return [cost(FIRST + timedelta(days=i), a, service) for i, a in enumerate(amounts)]


def found(build, rows):
    return anomalies(build(rows), as_of=date(2020, 1, 1))


def test_one_day_above_its_neighbours_is_a_spike(build):
    amounts = [10 + i % 2 for i in range(60)]
    amounts[30] = 40

    assert found(build, series(amounts)) == [
        Anomaly("spike", FIRST + timedelta(days=30), "compute", 11.0, 40.0)
    ]


def test_a_fee_that_comes_back_every_month_is_no_spike(build):
    fee = [20.0 if (FIRST + timedelta(days=i)).day == 1 else 0.0 for i in range(120)]

    assert found(build, series([30.0] * 120) + series(fee, "uplink")) == []


def test_a_level_that_moves_and_stays_is_a_shift_and_no_spike(build):
    amounts = [level + i % 2 / 10 for level in (10, 20) for i in range(60)]

    [shift] = found(build, series(amounts))

    assert (shift.kind, shift.day, shift.service) == (
        "shift",
        FIRST + timedelta(days=60),
        "compute",
    )
    assert (round(shift.usual), round(shift.actual)) == (10, 20)


def test_noise_and_a_small_service_raise_no_alarm(build):
    small = [0.01] * 60
    small[30] = 0.9

    assert found(build, series([20 + (i * 7) % 5 for i in range(60)]) + series(small, "dns")) == []


def test_the_newest_days_raise_no_alarm_because_they_are_not_complete(build):
    assert found(build, series([10.0] * 60 + [99.0, 99.0])) == []


def test_a_few_days_say_nothing(build):
    assert found(build, series([1, 50, 1])) == []
    assert found(build, []) == []


def test_the_real_bill_s_spike_and_level_shifts_are_named(build):
    if not REAL.is_file():
        pytest.skip("it reads a real bill by day (../shared), which may not be kept here")
    with REAL.open(encoding="utf-8", newline="") as text:
        rows = [
            cost(date.fromisoformat(r["date"]), r["cost_usd"], r["category"])
            for r in csv.DictReader(text)
        ]
    unusual = found(build, rows)
    days = {(a.kind, a.day.isoformat(), a.service) for a in unusual}

    assert ("spike", "2018-12-04", "compute-engine") in days
    assert {d[:7] for kind, d, _ in days if kind == "shift"} >= {"2018-03", "2018-06"}
    assert len({a.day for a in unusual if a.kind == "spike"}) <= 12
