"""What must hold for any funds and any spending."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.runway.engine import (
    Case,
    Change,
    Demand,
    Fund,
    Stream,
    draw,
    simulate,
    simulation,
    without_reassignment,
)
from metrics.runway.engine.award_outcomes import Award, luck
from metrics.runway.engine.model import calendar_months

pytestmark = pytest.mark.slow

FIRST, LAST = date(2026, 2, 1), date(2026, 6, 30)
CATEGORIES = ("cloud", "people", "travel")
MONTHS = tuple(calendar_months(FIRST, LAST))

cents = st.integers(0, 900_000).map(lambda n: Decimal(n) / 100)
days = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
some = st.frozensets(st.sampled_from(CATEGORIES))


@st.composite
def fund(draw_, name):
    start = draw_(st.none() | days)
    end = draw_(st.none() | days.filter(lambda day: start is None or day >= start))
    caps = draw_(st.dictionaries(st.sampled_from(CATEGORIES), cents, max_size=1))
    return Fund(name, draw_(cents), start, end, draw_(some), caps)


@st.composite
def funds(draw_, most=4):
    return [draw_(fund(f"f{n}")) for n in range(draw_(st.integers(1, most)))]


@st.composite
def demand(draw_):
    rows = tuple(tuple(draw_(cents) for _ in CATEGORIES) for _ in MONTHS)
    return Demand(MONTHS, CATEGORIES, rows)


def later(day):
    return day or date.max


@settings(max_examples=40, deadline=None)
@given(funds(), demand())
def test_every_cent_is_used_lapsed_or_left_and_every_demand_paid_or_not(held, asked):
    drawn = draw(held, asked)
    for each in held:
        outcome = drawn.funds[each.fund_id]
        assert outcome.used + outcome.lapsed + outcome.left + outcome.encumbered == each.balance
        paid = sum(p.amount for p in drawn.payments if p.fund_id == each.fund_id)
        assert paid == outcome.used
        for name, cap in each.caps.items():
            own = [
                p.amount for p in drawn.payments if (p.fund_id, p.category) == (each.fund_id, name)
            ]
            assert sum(own) <= cap
    paid = sum(p.amount for p in drawn.payments)
    assert abs(paid + drawn.unfunded_total - asked.total) < Decimal("0.001")


@settings(max_examples=40, deadline=None)
@given(funds(), demand())
def test_a_fund_pays_only_what_it_may_when_it_may(held, asked):
    by_id = {each.fund_id: each for each in held}
    for paid in draw(held, asked).payments:
        assert by_id[paid.fund_id].pays(paid.category)
        assert by_id[paid.fund_id].is_open(paid.period)


@settings(max_examples=40, deadline=None)
@given(funds(), demand(), cents)
def test_more_money_later_ends_or_wider_use_never_bring_the_end_forward(held, asked, more):
    before = later(draw(held, asked).money_out_date)
    first, *rest = held
    for better in (
        replace(first, balance=first.balance + more),
        first.extended(2),
        replace(first, pays_for=frozenset()),
        replace(first, caps={}),
    ):
        assert later(draw([better, *rest], asked).money_out_date) >= before


def test_amounts_that_no_team_has_end_on_the_same_day():
    for by in (1, 10**12, 10**17):
        held = [
            Fund(
                "a",
                Decimal(3_000) * by,
                ends_on=date(2026, 5, 3),
                caps={"cloud": Decimal(100) * by},
            ),
            Fund("b", Decimal(5) * by, pays_for=frozenset({"cloud"})),
        ]
        rows = tuple((Decimal(100) * by, Decimal(700) * by) for _ in MONTHS)
        asked = Demand(MONTHS, ("cloud", "people"), rows)
        for found in (draw(held, asked), without_reassignment(held, asked)):
            assert found.money_out_date == date(2026, 3, 2)


@settings(max_examples=40, deadline=None)
@given(funds(), demand(), st.randoms())
def test_the_order_in_which_funds_are_listed_changes_nothing(held, asked, luck):
    mixed = list(held)
    luck.shuffle(mixed)
    one, other = draw(held, asked), draw(mixed, asked)
    assert one.money_out_date == other.money_out_date
    assert one.unfunded == other.unfunded
    assert one.funds == other.funds


@settings(max_examples=40, deadline=None)
@given(funds(), demand())
def test_splitting_months_into_days_of_equal_spending_moves_no_date(held, asked):
    every_day = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    whole, daily = draw(held, asked), draw(held, asked.split(every_day))
    assert daily.money_out_date == whole.money_out_date
    assert abs(daily.unfunded_total - whole.unfunded_total) < Decimal("0.01")
    assert abs(daily.lapsed_total - whole.lapsed_total) < Decimal("0.01")


@settings(max_examples=40, deadline=None)
@given(funds(), demand(), st.sampled_from([Decimal(2), Decimal(7), Decimal(100)]))
def test_another_unit_of_money_scales_all_amounts_and_no_date(held, asked, factor):
    scaled_funds = [
        replace(
            each,
            balance=each.balance * factor,
            caps={name: cap * factor for name, cap in each.caps.items()},
        )
        for each in held
    ]
    rows = tuple(tuple(amount * factor for amount in row) for row in asked.amounts)
    one, other = draw(held, asked), draw(scaled_funds, replace(asked, amounts=rows))
    assert one.money_out_date == other.money_out_date
    assert abs(one.unfunded_total * factor - other.unfunded_total) < Decimal("0.01")


@settings(max_examples=40, deadline=None)
@given(funds(), demand())
def test_nothing_beats_the_plan_by_never_moving_a_payment(held, asked):
    best, fixed = draw(held, asked), without_reassignment(held, asked)
    assert later(best.money_out_date) >= later(fixed.money_out_date)
    assert best.unfunded_total <= fixed.unfunded_total


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(cents, days), min_size=1, max_size=4), demand())
def test_with_unrestricted_funds_soonest_end_first_is_the_best_there_is(held, asked):
    unrestricted = [Fund(f"f{n}", b, ends_on=end) for n, (b, end) in enumerate(held)]
    every_day = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    asked = asked.split(every_day)
    best, fixed = draw(unrestricted, asked), without_reassignment(unrestricted, asked)
    assert best.money_out_date == fixed.money_out_date
    assert abs(best.unfunded_total - fixed.unfunded_total) < Decimal("0.001")


@settings(max_examples=25, deadline=None)
@given(funds(), st.lists(st.floats(1, 200), min_size=3, max_size=12))
def test_a_simulated_path_is_allocated_as_the_exact_plan_would(held, rates):
    case = Case(
        date(2026, 1, 31),
        tuple(held),
        (Stream("cloud", tuple(rates)), Stream("people", (40.0,) * 6)),
        months=6,
        paths=8,
    )
    found = simulate(case)
    for path in range(case.paths):
        assert_exact(found, path, held)


@st.composite
def awards(draw_):
    """Up to four that are hoped for, some of one start, some sure to be won."""
    found = []
    for n in range(draw_(st.integers(1, 4))):
        start, months = draw_(st.sampled_from((FIRST, date(2026, 3, 10)))), draw_(st.integers(0, 2))
        end = draw_(st.none() | days.filter(lambda day: day > date(2026, 5, 10)))
        chance = draw_(st.sampled_from((0.3, 0.6, 1.0)))
        latest = start.replace(month=start.month + months)
        found.append(Award(f"a{n}", draw_(cents), chance, start, latest, end, draw_(some)))
    return found


@pytest.mark.parametrize("cuts", [0, 500], ids=["apart", "together"])
@settings(max_examples=15, deadline=None)
@given(held=funds(2), hoped=awards())
def test_a_path_is_allocated_as_the_exact_plan_of_what_it_wins(cuts, held, hoped):
    streams = (Stream("cloud", (90.0, 20.0, 150.0)), Stream("people", (40.0,) * 6))
    case = Case(
        date(2026, 1, 31), tuple(held), streams, awards=tuple(hoped), months=6, paths=8
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as few:
        few.setattr(simulation, "MOST_CUTS", cuts)
        found = simulate(case)
    won = luck(hoped, case.paths, case.seed)
    for path in range(case.paths):
        here = [fund for fund, is_won in zip(won.funds, won.won[:, path], strict=True) if is_won]
        assert len({fund.fund_id for fund in here}) == len(here)
        assert_exact(found, path, [*held, *here])


def assert_exact(found, path, held):
    """One path against the plan of the same spending in whole millionths."""
    rows = tuple(tuple(Decimal(str(float(a))) for a in row) for row in found.spending[path])
    exact = draw(held, Demand(found.periods, found.categories, rows))
    assert abs(found.unfunded[path].sum() - float(exact.unfunded_total)) < 0.02
    outcomes = [(each.fund_id, exact.funds[each.fund_id]) for each in held]
    for fund_id, outcome in outcomes:
        if fund_id in found.unspent:
            assert abs(found.unspent[fund_id][path] - float(outcome.lapsed + outcome.left)) < 0.02
    left = float(sum(outcome.left for _, outcome in outcomes))
    assert abs(found.remaining[path, -1] - left) < 0.02
    days_out = None if found.out[path] == np.iinfo(np.int32).max else int(found.out[path])
    wanted = exact.money_out_date and (exact.money_out_date - found.case.as_of).days
    assert (days_out is None) == (wanted is None) or float(exact.unfunded_total) < 0.01
    if days_out is not None and wanted is not None:
        assert abs(days_out - wanted) <= 1  # the last bits of a float at midnight


@settings(max_examples=10, deadline=None)
@given(funds(3))
def test_a_scenario_without_effect_equals_the_base_exactly(held):
    case = Case(
        date(2026, 1, 31), tuple(held), (Stream("cloud", (50.0, 60.0, 55.0)),), months=6, paths=200
    )
    base, same = simulate(case), simulate(replace(case, changes=(Change(0.0),)))
    assert np.array_equal(base.out, same.out)
    assert np.array_equal(base.remaining, same.remaining)
