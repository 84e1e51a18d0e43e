"""The level bootstrap inside the tolerances of independent reference figures."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

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
from metrics.runway.engine.forecast import _mirrored, kind

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "runway" / "reference.json"
MONTH = 30.4375


def _reference(name):
    return json.loads(REFERENCE.read_text(encoding="utf-8"))[name]


@pytest.mark.parametrize("name", ["mybinder_2018_09_20", "flat", "lumpy", "short6_step"])
def test_cumulative_spending_lies_inside_the_reference_tolerance(name):
    wanted = _reference(name)
    stream = Stream("cloud", tuple(wanted["rates_per_day"]))
    paths = level_bootstrap(stream, months=12, random=generator(1, name))
    sums = cumulative(paths, [MONTH] * 12)
    for months, targets in wanted["levels"].items():
        found = np.quantile(sums[:, int(months) - 1], (0.1, 0.5, 0.9))
        assert found == pytest.approx(targets, rel=wanted["tolerance_pct"] / 100), (
            f"{months} months"
        )


def test_the_meeting_of_september_2018_has_the_range_of_the_reference():
    wanted = _reference("mybinder_2018_09_20")
    case = Case(
        date(2018, 9, 20),
        (Fund("credits", Decimal(wanted["balance"])),),
        (Stream("cloud", tuple(wanted["rates_per_day"])),),
    )
    found = simulate(case)
    for q, target in zip((0.1, 0.5, 0.9), wanted["money_out"], strict=True):
        away = abs(found.money_out(q) - date.fromisoformat(target))
        assert away <= timedelta(days=wanted["tolerance_days"]), q


def test_the_same_seed_gives_the_same_paths_and_another_one_others():
    stream = Stream("cloud", (100.0, 90.0, 120.0))
    first, again, other = (
        level_bootstrap(stream, months=6, paths=50, random=generator(seed, "cloud"))
        for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_no_spending_stays_no_spending():
    paths = level_bootstrap(Stream("cloud", (0.0,) * 6), months=6, random=generator(1))
    assert not paths.any()


def test_a_few_large_months_make_a_stream_lumpy():
    assert kind(Stream("people", (0, 0, 900, 0, 0, 300))) == "lumpy"
    assert kind(Stream("cloud", (100, 110, 95, 105))) == "smooth"


def test_after_a_declared_event_only_the_new_level_counts():
    before_and_after = (200.0,) * 9 + (100.0,) * 3
    random = generator(1, "event")
    undeclared = Stream("cloud", before_and_after)
    declared = Stream("cloud", before_and_after, months_since_event=2)
    assert kind(undeclared) == "smooth"
    level = level_bootstrap(declared, months=1, random=random)
    assert np.median(level) == pytest.approx(100, rel=0.05)
    # The scatter is that of each segment about its own mean, so the old level adds none.
    assert np.quantile(level, 0.9) < 135


def test_one_month_after_an_event_the_last_month_is_the_level():
    stream = Stream("cloud", (200.0, 200.0, 80.0), months_since_event=1)
    level = level_bootstrap(stream, months=1, random=generator(1, "one"))
    assert np.median(level) == pytest.approx(80, rel=0.05)


def test_each_draw_has_its_opposite_in_its_own_month():
    drawn = _mirrored(generator(1, "mirrored"), (4, 6))
    assert drawn.shape == (4, 6)
    assert (drawn[:, :3] == -drawn[:, 3:]).all()
    assert len(set(abs(drawn[:, :3]).ravel())) == 12
