import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.spending.anomalies import Anomaly, anomalies, shifts, spikes
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


def around(amount, before=10.0, after=12.0, reach=8):
    """A day of this amount, and as many days on either side."""
    near = {FIRST + timedelta(days=i): before if i < 0 else after for i in range(-reach, reach + 1)}
    return near | {FIRST: amount}


@pytest.mark.parametrize(
    ("series", "least", "found"),
    [
        (around(19.8), 1, []),  # six deviations of 1.4826 above the median of the 14 days
        (around(19.9), 1, [Anomaly("spike", FIRST, "a", 11.0, 19.9)]),
        (around(12.5, 10, 10), 1, []),  # a quarter above days that are all alike
        (around(12.6, 10, 10), 1, [Anomaly("spike", FIRST, "a", 10, 12.6)]),
        (around(15.0, 10, 10), 5, []),  # as much as counts, and not more
        (around(15.1, 10, 10), 5, [Anomaly("spike", FIRST, "a", 10, 15.1)]),
        (around(99.0, 10, 10, reach=3), 1, []),  # six neighbours say nothing
        ({d: a for d, a in around(99.0).items() if d <= FIRST},
         1, [Anomaly("spike", FIRST, "a", 10, 99.0)]),
        ({d: a for d, a in around(99.0, reach=6).items() if d <= FIRST}, 1, []),
    ],
)  # fmt: skip
def test_a_spike_is_judged_by_the_seven_days_on_either_side(series, least, found):
    assert [each for each in spikes("a", series, least) if each.day == FIRST] == found


@pytest.mark.parametrize(("away", "amount", "is_fee"), [
    *((sign * days, 95.0, True) for days in (28, 29, 30, 31) for sign in (-1, 1)),
    (27, 95.0, False), (-32, 95.0, False), (30, 109.0, True), (30, 89.0, False), (30, 111.0, False),
])  # fmt: skip
def test_what_was_much_the_same_a_month_away_is_a_fee(away, amount, is_fee):
    series = around(100.0) | {FIRST + timedelta(days=away): amount}
    days = [each.day for each in spikes("a", series, 1.0)]
    assert (FIRST not in days) == is_fee


def moved(before, after, old=100.0, new=125.0):
    """So many days of one level, and of another from FIRST on; a list replaces their amounts."""
    days = {FIRST - timedelta(days=i + 1): old for i in range(before)}
    days |= {FIRST + timedelta(days=i): new for i in range(after)}
    return days


@pytest.mark.parametrize(
    ("series", "least", "is_shift"),
    [
        (moved(21, 21), 1, True),  # a quarter more
        (moved(21, 21, new=124.9), 1, False),
        (moved(21, 21), 25, True),  # as much as counts
        (moved(21, 21), 25.1, False),
        (moved(21, 21, 125.0, 100.0), 31.25, False),
        (moved(21, 21, 100.0, 75.0), 1, True),  # downwards, too
        (moved(14, 21), 1, True),  # two weeks on either side
        (moved(13, 21), 1, False),
        (moved(21, 14), 1, True),
        (moved(21, 13), 1, False),
        (moved(20, 21) | {FIRST - timedelta(days=i): 130.0 for i in (2, 5, 8, 11)}, 1, True),
        (moved(20, 21) | {FIRST - timedelta(days=i): 130.0 for i in (2, 5, 8, 11, 14)}, 1, False),
        (moved(21, 20) | {FIRST + timedelta(days=i): 90.0 for i in (2, 5, 8, 11)}, 1, True),
        (moved(21, 20) | {FIRST + timedelta(days=i): 90.0 for i in (2, 5, 8, 11, 14)}, 1, False),
    ],
)  # fmt: skip
def test_a_shift_moves_by_a_quarter_and_four_days_of_five_stay(series, least, is_shift):
    ordered = dict(sorted(series.items()))
    old, new = ordered[FIRST - timedelta(days=1)], ordered[FIRST]
    wanted = [Anomaly("shift", FIRST, "a", old, new)] if is_shift else []
    assert [each for each in shifts("a", ordered, least) if each.day == FIRST] == wanted


def test_an_anomaly_is_worth_a_look_for_two_months():
    found = Anomaly("spike", FIRST, "a", 10.0, 14.0)
    assert found.extra == 4.0
    assert [found.is_recent(FIRST + timedelta(days=n)) for n in (62, 63)] == [True, False]


def test_two_weeks_of_complete_days_say_what_is_usual(build):
    amounts = [10.0] * 7 + [40.0] + [10.0] * 6
    assert len(found(build, series([*amounts, 9.0, 9.0]))) == 1  # the newest two are not complete
    assert found(build, series([*amounts[:-1], 9.0, 9.0])) == []
