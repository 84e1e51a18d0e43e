"""Why a range is doubted: each reason on both sides of its threshold, all of them in order."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.data_quality.arrivals import Cause
from metrics.funds.due_dates import Due, due_dates
from metrics.runway import caveats as doubts
from metrics.runway.caveats import caveats
from metrics.runway.engine.award_outcomes import Award
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlooks, answer
from tests.wording import runway_facts

AS_OF = runway_facts.AS_OF
D = Decimal


def given(*per_day: float, **more: object) -> Inputs:
    """A confirmed fund, and months of the cloud's bills."""
    bills = [("cloud", per_day)] if per_day else []
    return runway_facts.inputs(runway_facts.fund("f", 9000), bills=bills, **more)


def said(found: Inputs) -> list[object]:
    return [each for each in caveats(found) if not isinstance(each, doubts.BurnsDiffer)]


@pytest.mark.parametrize(
    ("per_day", "found"),
    [
        ((10.0,) * 6, []),
        ((10.0,) * 5, [doubts.ShortHistory(5)]),
        ((10.0,) * 5 + (12.5,), []),  # a quarter more than the three before is as usual
        ((10.0,) * 5 + (12.6,), [doubts.Step("cloud", pytest.approx(0.26))]),
        ((10.0,) * 5 + (7.4,), [doubts.Step("cloud", pytest.approx(-0.26))]),
        ((0.0,) * 4 + (10.0,) * 4, []),  # nothing in half of the months, and not in most
        ((0.0,) * 4 + (0.0, 10.0), [doubts.MostlyNothing("cloud")]),
        ((-1.0,) + (10.0,) * 5, [doubts.Refunded("cloud")]),
        ((-1.0,) + (10.0,) * 12, []),  # more than a year ago
        ((0.0,) * 7 + (10.0,) * 6, []),
    ],
)  # fmt: skip
def test_months_of_a_category_are_doubted(per_day, found):
    assert said(given(*per_day)) == found


@pytest.mark.parametrize(
    ("monthly", "apart"),
    [((4, 5, 5), False), ((4, "5.01", 5), True), ((0, 5, 5), False), ((), False)],
)
def test_burns_differ_by_more_than_a_quarter_where_all_are_known(monthly, apart):
    burns = tuple(map(D, monthly))
    found = caveats(replace(given(*(10.0,) * 6), burns=burns))
    assert list(found) == ([doubts.BurnsDiffer(burns)] if apart else [])


def test_without_the_burns_of_its_page_the_bills_themselves_are_compared():
    found = replace(given(*(10.0,) * 8), burns=())
    days = found.spent.by_category["cloud"]
    dearer = {day: amount * (3 if day > AS_OF - timedelta(days=33) else 1)
              for day, amount in days.items()}  # fmt: skip
    spent = replace(found.spent, by_category={"cloud": dearer})
    (differ,) = caveats(replace(found, spent=spent))
    assert isinstance(differ, doubts.BurnsDiffer)
    one, three, six = differ.monthly
    assert (round(one), three < D("1.8") * six, one > D("1.6") * three) == (913, True, True)
    short = replace(spent, by_category={"cloud": {d: v for d, v in dearer.items()
                                                  if d > AS_OF - timedelta(days=100)}})  # fmt: skip
    assert caveats(replace(found, spent=short)) == ()


def test_balances_that_are_not_confirmed_or_known_or_new_are_named_in_order():
    funds = [
        runway_facts.fund("never", None, stated=None),
        runway_facts.fund("lost", 700, unknown_since=date(2026, 9, 1)),
        runway_facts.fund("said", 900, stated=(0, False, "a chat")),
        runway_facts.fund("old", 900, stated=(36, True, None), spent=91),
        runway_facts.fund("young", 900, stated=(35, True, None), spent=91),
        runway_facts.fund("fine", 900, stated=(90, True, None), spent=90),
    ]
    found = runway_facts.inputs(*funds)
    assert caveats(found) == (
        doubts.NeverStated("never"), doubts.UnknownBalance("lost", date(2026, 9, 1), D(700)),
        doubts.Unconfirmed("said", "a chat"),
        doubts.OldStatement("old", AS_OF - timedelta(days=36)),
    )  # fmt: skip


def test_silence_comes_first_and_currencies_last():
    silent = Cause("billing", ("gcp",), "silent", date(2026, 8, 1), 119)
    found = replace(
        given(*(10.0,) * 4, undated=("CHF",)), silent=silent, without_rate=("GBP",),
        burns=(D(1), D(2), D(2)),
    )  # fmt: skip
    assert caveats(found) == (
        doubts.OldBills(silent), doubts.ShortHistory(4), doubts.BurnsDiffer(found.burns),
        doubts.NoRate(("GBP",)), doubts.BeforeFirstRate(("CHF",)),
    )  # fmt: skip
    assert caveats(replace(given(), silent=replace(silent, since=None))) == ()
    assert [doubts.ShortHistory(n).is_enough for n in (2, 3)] == [False, True]


@pytest.mark.parametrize(
    ("low", "lead", "since", "found"),
    [
        (date(2027, 1, 29), 2, None, (date(2026, 11, 29), "decide", 2)),
        (date(2027, 1, 28), 2, None, (AS_OF, "overdue", 2)),
        (date(2027, 1, 28), None, None, (date(2027, 1, 28), "not_known", None)),
        (date(2027, 1, 28), 2, AS_OF, (AS_OF, "under_way", None)),
        (None, 2, None, None),
        (None, None, None, None),
    ],
)
def test_the_search_is_due_on_its_day(low, lead, since, found):
    given_ = given()
    known = replace(answer(given_), low=low, lead_months=lead, search_since=since)
    due = due_dates(Outlooks((given_,), (known,)))
    assert due == ([Due(found[0], "search", found[1], lead_months=found[2])] if found else [])


@pytest.mark.parametrize(
    ("ends", "kind", "due"),
    [
        (0, "grant", ("end", "soon", 0)), (60, "donation", ("end", "soon", 60)),
        (61, "grant", ("end", "later", 61)), (-1, "donation", None),
        (-120, "grant", ("payment", "soon", 0)), (-180, "grant", ("payment", "soon", -60)),
        (-181, "grant", None),
    ],
)  # fmt: skip
def test_a_fund_s_end_and_the_last_day_to_pay_are_due(ends, kind, due):
    def day(days):
        return AS_OF + timedelta(days=days)

    one = runway_facts.inputs(runway_facts.fund("f", 0, kind, ends_on=day(ends)))
    known = replace(answer(one), extensions=(), low=None)
    wanted = [Due(day(due[2]), due[0], due[1], "f", "f", kind)] if due else []
    assert due_dates(Outlooks((one,), (known,))) == wanted


def test_an_award_that_is_hoped_for_is_due_on_its_first_day():
    award = Award("a", D(10), 0.25, date(2027, 1, 1), name="")
    one = given(awards=[award])
    known = replace(answer(one), low=None)
    assert due_dates(Outlooks((one,), (known,))) == [
        Due(date(2027, 1, 1), "start", "hoped_for", "a", "a", chance=0.25)
    ]
