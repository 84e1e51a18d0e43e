"""The replay of real series reproduces the calibration the method was chosen for."""

from pathlib import Path

import pytest

from bench import runway_series
from metrics.runway import backtest

SERIES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "runway" / "series"
# Coverage of the 80 % range 1, 3, 6 and 12 months ahead, as measured by independent code.
MEASURED = {1: 0.87, 3: 0.80, 6: 0.80, 12: 0.86}


@pytest.mark.skipif(not SERIES.is_dir(), reason="the real series are not here")
def test_eight_in_ten_is_eight_in_ten_on_real_series():
    series = [runway_series.read(SERIES / file, column) for file, column in runway_series.SERIES]
    table = backtest.summary([score for months in series for score in backtest.scores(months)])
    found = dict(zip(table["ahead"], table["coverage"], strict=True))
    assert found == pytest.approx(MEASURED, abs=0.05)
    assert backtest.gap(table) <= 0.05


def test_partial_months_and_months_before_the_first_spending_are_left_out(tmp_path):
    file = tmp_path / "series.csv"
    days = [f"2026-01-{day:02d},0" for day in range(1, 32)]
    days += [f"2026-02-{day:02d},10" for day in range(1, 29)]
    days += [f"2026-03-{day:02d},10" for day in range(1, 12)]
    file.write_text("\n".join(["date,total", *days]) + "\n")
    months = runway_series.read(file, "total")
    assert (months.per_day, months.days) == ((10.0,), (28,))


def test_a_forecast_sees_only_what_came_before():
    steady = backtest.Months("steady", (100.0,) * 12, (30,) * 12)
    step = backtest.Months("steady", (100.0,) * 6 + (900.0,) * 6, (30,) * 12)
    first = next(score for score in backtest.scores(steady) if score.ahead == 1)
    surprised = next(score for score in backtest.scores(step) if score.ahead == 1)
    assert first.inside
    assert not surprised.inside
    assert surprised.error == pytest.approx(800 * 30, rel=0.1)


def test_the_end_of_a_steady_balance_is_inside_the_range():
    steady = backtest.Months("steady", (100.0,) * 24, (30,) * 24)
    found = list(backtest.ends(steady))
    assert {end.balance for end in found} == {3, 6, 9}
    assert all(end.inside and not end.early for end in found)


def test_the_band_of_eighty_per_cent_leaves_one_case_in_twenty_on_either_side():
    # Binomial(10, 0.8): P(X <= 5) = 0.033, P(X <= 9) = 0.893; Binomial(20, 0.8): 12 and 19.
    assert backtest.binomial_band(10) == (0.6, 1.0)
    assert backtest.binomial_band(20) == (0.65, 0.95)


def test_the_interval_score_is_the_width_and_ten_times_the_miss():
    step = backtest.Months("steady", (100.0,) * 6 + (900.0,) * 6, (30,) * 12)
    surprised = next(score for score in backtest.scores(step) if score.ahead == 1)
    high = 900 * 30 - (surprised.interval - surprised.width) / 10
    steady = backtest.Months("steady", (100.0,) * 12, (30,) * 12)
    inside = next(score for score in backtest.scores(steady) if score.ahead == 1)
    assert 3_000 < high < 4_500
    assert inside.interval == inside.width == surprised.width


def test_the_table_by_series_has_a_row_for_each_number_of_months_ahead():
    steady = backtest.Months("steady", (100.0,) * 12, (30,) * 12)
    table = backtest.by_series(list(backtest.scores(steady)))
    assert table[["series", "ahead", "n", "coverage"]].values.tolist() == [
        ["steady", 1, 6, 1.0], ["steady", 3, 4, 1.0], ["steady", 6, 1, 1.0],
    ]  # fmt: skip
