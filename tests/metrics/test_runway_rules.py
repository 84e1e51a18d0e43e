"""Who pays first for what is to come: worked by hand, and what must hold for any rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_runway_properties import CATEGORIES, MONTHS, demand, funds

from metrics.runway.engine import Case, Fund, Planned, Ruled, draw, simulate, steady
from metrics.runway.engine import without_reassignment as unmoved

D = Decimal
AS_OF = date(2026, 1, 31)
SOON = Fund("soon", D(3000), ends_on=date(2026, 3, 31))  # 59 days from 1 February
GIFTS = Fund("gifts", D(3000))
CLOUD = {"cloud": D(50)}
BOTH = {"cloud": D(30), "people": D(20)}


def plan(*held, per_day=CLOUD, ruled=()):
    return draw(held, steady(per_day, first=date(2026, 2, 1), last=date(2026, 12, 31)), ruled)


def found(drawn):
    """The first unpaid day; what soon and gifts pay and by rule; what lapses of each."""
    return (
        drawn.money_out_date,
        {
            name: (sum(p.amount for p in drawn.payments if p.fund_id == name),
                   sum(p.by_rule for p in drawn.payments if p.fund_id == name),
                   drawn.funds[name].lapsed)
            for name in drawn.funds
        },
    )  # fmt: skip


WORKED = {
    "without a rule what ends soonest pays": (
        (), [SOON, GIFTS], CLOUD, date(2026, 5, 31),
        {"soon": (2950, 0, 50), "gifts": (3000, 0, 0)},
    ),
    "a rule for another fund lets what ends soonest lapse: 60 days of gifts": (
        (Ruled("cloud", ("gifts",)),), [SOON, GIFTS], CLOUD, date(2026, 4, 2),
        {"soon": (0, 0, 3000), "gifts": (3000, 3000, 0)},
    ),
    "a rule that ends on 14 February: 14 days, then 45 of what ends soonest, then 46": (
        (Ruled("cloud", ("gifts",), ends_on=date(2026, 2, 14)),), [SOON, GIFTS], CLOUD,
        date(2026, 5, 17), {"soon": (2250, 0, 750), "gifts": (3000, 700, 0)},
    ),
    "a rule that begins on 15 March: 42 days of what ends soonest": (
        (Ruled("cloud", ("gifts",), starts_on=date(2026, 3, 15)),), [SOON, GIFTS], CLOUD,
        date(2026, 5, 14), {"soon": (2100, 0, 900), "gifts": (3000, 3000, 0)},
    ),
    "the rule's fund runs out after 20 days, and the other pays the rest": (
        (Ruled("cloud", ("gifts",)),), [SOON, replace(GIFTS, balance=D(1000))], CLOUD,
        date(2026, 4, 1), {"soon": (1950, 0, 1050), "gifts": (1000, 1000, 0)},
    ),
    "60 of 100 by a split to the end of February": (
        (Ruled("cloud", ("gifts",), D("0.6"), ends_on=date(2026, 2, 28)),), [SOON, GIFTS], CLOUD,
        date(2026, 5, 14), {"soon": (2110, 0, 890), "gifts": (3000, 840, 0)},
    ),
    "a category with a rule and one without: people on what ends soonest": (
        (Ruled("cloud", ("gifts",)),), [SOON, GIFTS], BOTH,
        date(2026, 4, 25), {"soon": (1180, 0, 1820), "gifts": (3000, 2520, 0)},
    ),
    "a rule for what ends soonest moves nothing but its name": (
        (Ruled("cloud", ("soon",)),), [SOON, GIFTS], CLOUD, date(2026, 5, 31),
        {"soon": (2950, 2950, 50), "gifts": (3000, 0, 0)},
    ),
    "a fund that opens on 1 March pays by rule from then: 28 days before, 31 of gifts": (
        (Ruled("cloud", ("gifts",)),), [SOON, replace(GIFTS, starts_on=date(2026, 3, 1))], CLOUD,
        date(2026, 4, 30), {"soon": (1400, 0, 1600), "gifts": (3000, 3000, 0)},
    ),
    "a cap of 500 ends what a rule's fund pays after 10 days": (
        (Ruled("cloud", ("gifts",)),), [SOON, replace(GIFTS, caps={"cloud": D(500)})], CLOUD,
        date(2026, 4, 1), {"soon": (2450, 0, 550), "gifts": (500, 500, 0)},
    ),
    "overhead of 0.5 on spending: 2,000 of 3,000 pay for 40 days": (
        (Ruled("cloud", ("gifts",)),), [SOON, replace(GIFTS, overhead_rate=D("0.5"))], CLOUD,
        date(2026, 4, 1), {"soon": (950, 0, 2050), "gifts": (2000, 2000, 0)},
    ),
    "in turn: 10 days of credits, then 60 of gifts, none of what ends soonest": (
        (Ruled("cloud", ("credits", "gifts")),), [SOON, GIFTS, Fund("credits", D(500))], CLOUD,
        date(2026, 4, 12), {"soon": (0, 0, 3000), "gifts": (3000, 3000, 0),
                            "credits": (500, 500, 0)},
    ),
    "a rule keeps nothing back: people and cloud on one fund last 60 days": (
        (Ruled("cloud", ("gifts",)),), [GIFTS], BOTH, date(2026, 4, 2),
        {"gifts": (3000, 1800, 0)},
    ),
    "a fund that may not pay for a category pays none of it by rule": (
        (Ruled("cloud", ("gifts",)),), [SOON, replace(GIFTS, pays_for=frozenset({"people"}))],
        CLOUD, date(2026, 4, 1), {"soon": (2950, 0, 50), "gifts": (0, 0, 0)},
    ),
    "so it does where the others' costs are paid before its own inside a month: 20 days": (
        (Ruled("cloud", ("gifts",)),),
        [replace(SOON, pays_for=frozenset({"cloud"})), replace(GIFTS, balance=D(1000))],
        {"admin": D(20), "cloud": D(30)},
        date(2026, 2, 21), {"soon": (1170, 0, 1830), "gifts": (1000, 600, 0)},
    ),
    # 30 days of both on the shared fund end on 2 March; the rule has left people nobody else.
    "a fund that others need runs dry by its rule in the middle of a month": (
        (Ruled("cloud", ("gifts",)),),
        [replace(SOON, pays_for=frozenset({"cloud"})), replace(GIFTS, balance=D(1500))], BOTH,
        date(2026, 3, 3), {"soon": (870, 0, 2130), "gifts": (1500, 900, 0)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORKED)
def test_a_plan_worked_by_hand(name):
    ruled, held, per_day, out, sums = WORKED[name]
    assert found(plan(*held, per_day=per_day, ruled=ruled)) == (out, sums)


@pytest.mark.parametrize("name", WORKED)
def test_every_path_goes_as_the_plan(name):
    """One path at a known cost ends on the day of the plan and leaves what the plan leaves."""
    ruled, held, per_day, out, sums = WORKED[name]
    planned = tuple(Planned(n, float(a), date(2026, 2, 1)) for n, a in per_day.items())
    path = simulate(Case(AS_OF, tuple(held), planned=planned, ruled=ruled, months=11, paths=2))
    assert path.money_out(0.5) == out
    for each in held:
        spent = sums[each.fund_id][0] * each.gross_up
        left = each.balance - spent if each.ends_on or not spent else None
        if left is not None:
            assert np.allclose(path.unspent[each.fund_id], float(left)), each.fund_id


def test_without_moves_a_rule_says_who_pays_first_too():
    asked = steady(CLOUD, first=date(2026, 2, 1), last=date(2026, 12, 31))
    assert unmoved([SOON, GIFTS], asked, [Ruled("cloud", ("gifts",))]).money_out_date == date(
        2026, 4, 2
    )


days = st.none() | st.sampled_from([each for month in MONTHS for each in month])
shares = st.sampled_from([D(1), D("0.5"), D(1) / 3])


@st.composite
def rules(draw_):
    """At most one a category, so that its shares add up to no more than the cost."""
    some = draw_(st.sets(st.sampled_from(CATEGORIES), min_size=1))
    turn = st.lists(st.sampled_from(["f0", "f1", "f2", "f3"]), min_size=1, max_size=2, unique=True)
    return [
        Ruled(name, tuple(draw_(turn)), draw_(shares), draw_(days), draw_(days))
        for name in sorted(some)
    ]


@settings(max_examples=60, deadline=None)
@given(funds(), demand(), rules())
def test_what_is_planned_and_what_nobody_pays_is_what_is_projected(held, asked, ruled):
    drawn = draw(held, asked, ruled)
    for each in held:
        own = [p for p in drawn.payments if p.fund_id == each.fund_id]
        outcome = drawn.funds[each.fund_id]
        assert sum(p.amount for p in own) == outcome.used
        assert outcome.used + outcome.lapsed + outcome.left == each.balance
        assert all(each.pays(p.category) and each.is_open(p.period) for p in own)
        assert all(0 <= p.by_rule <= p.amount for p in own)
        for name, cap in each.caps.items():
            assert sum(p.amount for p in own if p.category == name) <= cap
    paid = sum(p.amount for p in drawn.payments)
    assert abs(paid + drawn.unfunded_total - asked.total) < D("0.001")


@settings(max_examples=60, deadline=None)
@given(funds(), demand(), rules())
def test_no_rule_makes_the_money_last_longer_and_one_of_nobody_changes_nothing(held, asked, ruled):
    free = draw(held, asked)
    assert (draw(held, asked, ruled).money_out_date or date.max) <= (
        free.money_out_date or date.max
    )
    nobody = [replace(each, funds=("other",)) for each in ruled]
    elsewhere = [replace(each, category="rent") for each in ruled]
    for idle in (nobody, elsewhere):
        again = draw(held, asked, idle)
        assert (again.money_out_date, again.funds) == (free.money_out_date, free.funds)


@settings(max_examples=40, deadline=None)
@given(funds(), demand(), rules())
def test_days_of_equal_spending_end_on_the_day_that_months_do(held, asked, ruled):
    """As the money goes, day after day: a month is only a way to add days up."""
    daily = [month[0].replace(day=n) for month in MONTHS for n in range(1, month[1].day + 1)]
    by_day, by_month = draw(held, asked.split(daily), ruled), draw(held, asked, ruled)
    one, other = by_day.money_out_date or date.max, by_month.money_out_date or date.max
    assert abs((one - other).days) <= 1  # a day's millionths are rounded


@settings(max_examples=20, deadline=None)
@given(funds(), demand(), rules())
def test_paths_end_as_exact_plans_do(held, asked, ruled):
    """The same months at the same cost, in floating point and in whole millionths."""
    planned = tuple(
        Planned(name, float(amount) / ((last - first).days + 1), first, last)
        for (first, last), row in zip(MONTHS, asked.amounts, strict=True)
        for name, amount in zip(CATEGORIES, row, strict=True)
    )
    path = simulate(Case(AS_OF, tuple(held), planned=planned, ruled=tuple(ruled), months=5,
                         paths=1))  # fmt: skip
    exact = draw(held, asked, ruled)
    day, other = path.money_out(0.5) or date.max, exact.money_out_date or date.max
    assert abs((day - other).days) <= 1
    assert abs(path.unfunded.sum() - float(exact.unfunded_total)) < 0.05
