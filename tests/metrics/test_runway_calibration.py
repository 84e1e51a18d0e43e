"""The width of the range: pooled at first, then the stream's own, from known outcomes alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from metrics.runway.engine import (
    Case,
    Fund,
    Stream,
    cumulative,
    generator,
    level_bootstrap,
    simulate,
)
from metrics.runway.engine.calibration import (
    POOLED,
    calibrated,
    pooled_widths,
    stretched,
    with_width,
)

STEADY = tuple(100.0 + n % 2 for n in range(60))
SMOOTH = tuple(100.0 + 10 * (-1) ** n for n in range(60))
LUMPY = tuple(600.0 * (n % 6 == 0) for n in range(60))


@pytest.mark.parametrize(
    ("rates", "kind"), [(STEADY, "steady"), (SMOOTH, "smooth"), (LUMPY, "lumpy")]
)
def test_before_twelve_months_of_outcomes_the_width_is_the_pooled_one(rates, kind):
    found = calibrated(Stream("cloud", rates[:12]))
    assert (found.widths, found.outcomes) == (POOLED[kind], 6)


def test_from_twelve_months_of_outcomes_on_the_own_past_weighs_n_of_n_and_twelve():
    # Every outcome of this stream is its middle, so its own past narrows to the bound of a half.
    found = calibrated(Stream("cloud", (100.0,) * 24))
    assert found.outcomes == 18
    assert found.widths == pytest.approx([n * 0.5 ** (18 / 30) for n in POOLED["steady"]])
    later = calibrated(Stream("cloud", (100.0,) * 60))
    assert later.widths == pytest.approx([n * 0.5 ** (30 / 42) for n in POOLED["steady"]])


def test_own_surprises_widen_the_range():
    steps = tuple(100.0 * 1.9 ** (n // 7) for n in range(30))
    found = calibrated(Stream("cloud", steps))
    assert found.widths[2] > POOLED["smooth"][2]


def test_months_of_another_kind_are_no_past_of_a_stream():
    turned = (*SMOOTH[:24], *LUMPY[:12])
    found = calibrated(Stream("cloud", turned))
    assert (found.widths, found.outcomes < 12) == (POOLED["lumpy"], True)


def test_after_a_declared_change_only_what_came_after_it_counts():
    stream = Stream("cloud", (*SMOOTH[:24], *(n / 4 for n in SMOOTH[:8])), months_since_event=8)
    assert calibrated(stream).outcomes == 2
    short = replace(stream, months_since_event=3)
    assert calibrated(short).widths == (1.0, 1.0, 1.0)


def test_with_fewer_than_six_months_nothing_is_known_of_the_width():
    assert calibrated(Stream("cloud", (100.0,) * 5)).widths == (1.0, 1.0, 1.0)


def test_between_steady_and_smooth_the_width_grows_with_the_scatter():
    narrow, between, wide = (
        pooled_widths(Stream("cloud", (100.0 * (1 + now), 100.0 * (1 - now)) * 6))[0]
        for now in (0.03, 0.042, 0.06)
    )
    assert (narrow, wide) == pytest.approx((0.36, 0.57))
    assert narrow < between < wide


def test_after_a_month_unlike_the_three_before_it_the_range_is_not_that_of_a_steady_stream():
    risen = Stream("cloud", (*(100.0 for _ in range(11)), 130.0))
    assert calibrated(risen).widths == POOLED["stepped"]
    assert min(POOLED["stepped"]) > 0.9
    declared = replace(risen, months_since_event=1)
    assert calibrated(declared).widths == (1.0, 1.0, 1.0)


def test_a_width_moves_the_ends_and_keeps_the_middle():
    drawn = level_bootstrap(Stream("cloud", SMOOTH[:12]), months=12, random=generator(1))
    sums, after = (
        cumulative(each, [1.0] * 12) for each in (drawn, stretched(drawn, (0.5, 1, 1.35)))
    )
    for at, by in ((0, 0.5), (2, 1.0), (5, 1.35), (11, 1.35)):
        low, middle, high = np.quantile(sums[:, at], (0.1, 0.5, 0.9))
        found = np.quantile(after[:, at], (0.1, 0.5, 0.9))
        wanted = (max(0, middle - by * (middle - low)), middle, middle + by * (high - middle))
        assert found == pytest.approx(wanted, rel=0.03)


def test_no_month_is_paid_back_where_none_was_and_a_refund_stays_one():
    lumpy = level_bootstrap(Stream("people", LUMPY[:12]), months=12, random=generator(1))
    assert (stretched(lumpy, (1.5, 1.5, 1.5)) >= 0).all()
    refunds = level_bootstrap(Stream("people", (90.0, -30.0) * 6), months=12, random=generator(1))
    assert (stretched(refunds, (1.0, 1.0, 1.0)) < 0).any()


def test_a_width_of_one_changes_nothing():
    drawn = level_bootstrap(Stream("cloud", SMOOTH[:12]), months=12, random=generator(1))
    assert stretched(drawn, (1.0, 1.0, 1.0)) == pytest.approx(drawn)


def test_a_steady_stream_ends_its_money_in_a_narrower_range():
    stream = Stream("cloud", STEADY[:24])
    case = Case(date(2026, 1, 31), (Fund("cash", Decimal(30_000)),), (stream,))
    plain, found = simulate(case), simulate(replace(case, streams=(with_width(stream),)))
    days = [
        (each.money_out(0.9) - each.money_out(0.1)).days for each in (plain, found)
    ]  # fmt: skip
    assert days[1] < 0.4 * days[0]
    assert abs((plain.money_out(0.5) - found.money_out(0.5)).days) <= 1
