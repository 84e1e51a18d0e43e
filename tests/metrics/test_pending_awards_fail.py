"""What happens if a pending award fails: the same months and the same luck, without its money."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from runway_records import balance, every_day, fund, info, planned

from metrics.runway.comparison import comparison, failing
from metrics.runway.engine import Case, Fund, Stream, simulate, simulation
from metrics.runway.engine.award_outcomes import Award, luck
from metrics.runway.engine.model import Ruled
from metrics.runway.outlook import outlook
from metrics.runway.whatif import WhatIf
from warehouse.records import PendingAward
from wording import runway_page

AS_OF = date(2020, 7, 21)
SPENT = [fund("grant"), balance("grant", AS_OF, 9000), info(AS_OF),
         *every_day(date(2020, 1, 1), AS_OF, "100")]  # fmt: skip


def pending(name, amount, chance=0.5, **more):
    starts = date(2020, 9, 1)
    return PendingAward(
        name, f"The {name}", "grant", Decimal(amount), "USD", chance, starts, **more
    )


def end(found):
    return found.low, found.likely, found.high


@pytest.mark.slow
def test_without_the_only_pending_award_the_money_ends_as_with_committed_money_alone(build):
    db = build([*SPENT, pending("reef", 20_000)]).cursor()
    (found,) = failing(db)
    hoped = outlook(db, what_if=WhatIf(with_pending=True))
    assert end(found.outlook) == end(outlook(db))
    assert found.days == (found.outlook.likely - hoped.likely).days < 0


@pytest.mark.slow
def test_each_award_fails_alone_the_largest_first(build):
    db = build([*SPENT, pending("small", 3_000, 1.0), pending("large", 6_000, 1.0)]).cursor()
    large, small = failing(db)
    assert (large.award.award_id, small.award.award_id) == ("large", "small")
    only = [build([*SPENT, pending(*each, 1.0)]) for each in (("small", 3_000), ("large", 6_000))]
    alone = [outlook(each.cursor(), what_if=WhatIf(with_pending=True)) for each in only]
    assert [end(large.outlook), end(small.outlook)] == [end(each) for each in alone]


@pytest.mark.parametrize(("chance", "moves"), [(0.7, True), (0.2, False)])
def test_without_bills_the_chances_count_too_and_not_one_draw_of_luck(build, chance, moves):
    known = [fund("grant"), balance("grant", AS_OF, 9000), planned(3000, AS_OF), info(AS_OF)]
    db = build([*known, pending("reef", 20_000, chance)]).cursor()
    (found,) = failing(db)
    assert found.outlook.method == "arithmetic"
    assert end(found.outlook) == end(outlook(db))
    assert (found.days < 0) is moves


def paths_of(awards, name):
    """The paths in which an award is won."""
    found = luck(awards, 500, 7)
    own = [won for fund, won in zip(found.funds, found.won, strict=True) if fund.fund_id == name]
    return np.flatnonzero(np.any(own, axis=0)).tolist() if own else []


@pytest.mark.parametrize(
    ("call_rule", "keeps"), [("at_most_one", True), ("all_or_none", False), (None, True)]
)
def test_a_failing_award_leaves_the_luck_of_the_others_alone(call_rule, keeps):
    call = call_rule and "autumn"
    one, other = (
        Award(name, Decimal(9), 0.4, date(2020, 9, 1), date(2020, 12, 1), call=call,
              call_rule=call_rule, fails=is_failing)
        for name, is_failing in (("a", True), ("b", False))
    )  # fmt: skip
    as_hoped = Award(**{**{n: getattr(one, n) for n in one.__dataclass_fields__}, "fails": False})
    before = paths_of([as_hoped, other], "b")
    assert len(before) > 100
    assert paths_of([as_hoped, other], "a") != []
    assert paths_of([one, other], "a") == []
    assert paths_of([one, other], "b") == (before if keeps else [])


def test_with_a_rule_paths_of_different_awards_are_the_same_together_as_apart(monkeypatch):
    """The award's money counts on the paths that win it, whichever month it starts in."""
    reef = Award("reef", Decimal(900), 0.5, date(2020, 8, 1), date(2020, 10, 1))
    sand = replace(reef, award_id="sand", ends_on=date(2020, 12, 31), pays_for=frozenset({"hub"}))
    case = Case(
        AS_OF, (Fund("grant", Decimal(1500), ends_on=date(2020, 10, 31)),),
        (Stream("hub", (9.0, 14.0, 11.0)), Stream("staff", (4.0, 4.0, 6.0))),
        awards=(reef, sand), months=8, paths=60, ruled=(Ruled("staff", ("grant", "reef")),),
    )  # fmt: skip
    together = simulate(case)
    monkeypatch.setattr(simulation, "MOST_CUTS", 0)
    apart = simulate(case)
    assert len(np.unique(together.out)) > 10
    assert np.array_equal(together.out, apart.out)
    assert set(together.by_rule) == {"grant", "reef"}
    for name in ("remaining", "unfunded"):
        assert np.allclose(getattr(together, name), getattr(apart, name), atol=1e-6), name
    for name, paid in together.by_rule.items():
        assert np.allclose(paid, apart.by_rule[name], atol=1e-6), name
    assert together.by_rule["reef"].sum() > 100


@pytest.mark.slow
def test_the_page_has_a_row_for_all_and_one_for_each_and_none_without_an_award(build):
    found = comparison(
        build([*SPENT, pending("reef", 20_000, latest_on=date(2020, 11, 1))]).cursor()
    )
    (table,) = runway_page._failing(found)
    first, second = table.rows
    assert first[0] == "All, by these chances"
    assert (_name(second), *second[1:3]) == ("The reef", "50 %", "1 Sep – 1 Nov 2020")
    assert second[4].endswith("earlier")
    assert runway_page._failing(comparison(build(SPENT).cursor())) == []


def test_of_many_awards_those_that_move_the_end_most_are_in_sight_and_none_is_left_out(build):
    """A large and unlikely one leaves the likely end where it is; small and sure ones do not."""
    sure = [pending(f"p{n}", 300 + 100 * n, 1.0) for n in range(7)]
    found = comparison(build([*SPENT, *sure, pending("whale", 900_000, 0.01)]).cursor())
    (table,) = runway_page._failing(found)
    assert [_name(row) for row in table.rows] == [
        "All, by these chances", *(f"The p{n}" for n in reversed(range(7))), "The whale",
    ]  # fmt: skip
    assert (table.rows[-1][4], table.most) == ("the same", 7)


def _name(row):
    """The first cell, without what a phone shows below it."""
    return str(row[0]).partition(" <small")[0]


@pytest.mark.parametrize(
    ("latest", "starts"),
    [
        (None, [date(2026, 11, 15)]),
        (date(2026, 11, 30), [date(2026, 11, 15)]),
        (date(2027, 1, 1), [date(2026, 11, 15), date(2026, 12, 15), date(2027, 1, 15)]),
        (date(2025, 1, 1), [date(2026, 11, 15)]),
    ],
)
def test_an_award_may_start_on_its_day_of_each_month_to_the_latest(latest, starts):
    award = Award("a", Decimal(1), 0.5, date(2026, 11, 15), latest)
    assert award.starts == starts
