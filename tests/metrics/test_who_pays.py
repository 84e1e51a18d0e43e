"""Lanes: who pays for a category until when, fund by fund or kind by kind."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from builds import INFO
from runway_records import balance, fund, planned

from metrics.runway.engine.drawdown import Drawdown, Payment
from metrics.runway.outlook import Outlook, answer, outlooks
from metrics.runway.who_pays import (
    Lane,
    Span,
    _by_kind,
    _dearest,
    _last,
    _merged,
    _until,
    who_pays,
)
from tests.wording import runway_facts

AS_OF = date(2026, 9, 17)
ENDS = [date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31),
        date(2027, 2, 28), date(2027, 3, 31)]  # fmt: skip


def spans_of(build, grants):
    """The lane of a team with so many grants that end one after another."""
    held = range(grants)
    funds = [fund(f"grant {n}", ends=ENDS[n]) for n in held]
    db = build([replace(INFO, as_of=AS_OF), *funds, planned(3000, date(2026, 1, 1)),
                *[balance(f"grant {n}", AS_OF, 2800 if n else 4000) for n in held]])  # fmt: skip
    (lane,) = who_pays(outlooks(db).own).lanes
    return lane.spans


@pytest.mark.slow
def test_six_spans_are_drawn_fund_by_fund(build):
    found = spans_of(build, 5)
    assert [(span.fund_id, span.last) for span in found] == [
        ("grant 0", date(2026, 10, 31)), ("grant 1", date(2026, 11, 30)),
        ("grant 2", date(2026, 12, 17)), ("grant 3", date(2027, 1, 17)),
        ("grant 4", date(2027, 2, 18)), ("", date(2027, 3, 21)),
    ]  # fmt: skip


@pytest.mark.slow
def test_with_more_spans_the_funds_of_one_kind_are_one(build):
    assert spans_of(build, 6) == (
        Span(date(2026, 9, 18), date(2027, 3, 18), kind="grant", funds=6),
        Span(date(2027, 3, 19), date(2027, 4, 18)),
    )


TODAY = runway_facts.AS_OF


def day(days):
    return None if days is None else TODAY + timedelta(days=days)


@pytest.fixture(scope="module")
def found() -> Outlook:
    return answer(runway_facts.inputs(runway_facts.fund("grant", 9000)))


@pytest.mark.parametrize(
    ("ends", "last"),
    [
        ([(100, 200)], 230),  # a month at least
        ([(100, 400)], 448),  # or 12 % of the days to the last end
        ([(100, 400), (20, None)], 448),
        ([(100, None)], 130),  # an early end is drawn, the late one lies beyond
        ([(100, 200), (None, None)], None),  # one that never ends is drawn to the horizon
        ([], None),
        ([(700, 720)], None),
    ],
)
def test_the_lanes_are_drawn_to_some_weeks_after_the_last_end(found, ends, last):
    lanes = [Lane("a", (), day(low), day(high)) for low, high in ends]
    assert _last(found, lanes) == (day(last) or found.horizon)


def test_a_change_of_the_payer_is_drawn_too(found):
    spans = Span(day(1), day(300), "a"), Span(day(301), day(500), "b")
    assert _last(found, [Lane("a", spans, day(20), day(30))]) == day(301 + 36)
    kept = list(_until(spans, day(301)))
    assert kept == [spans[0], replace(spans[1], last=day(301))]
    assert list(_until(spans, day(300))) == [spans[0]]


def test_spans_that_follow_each_other_are_one_by_payer_or_by_kind():
    days = [Span(day(n), day(n), fund, fund, kind) for n, fund, kind in (
        (1, "a", "grant"), (2, "a", "grant"), (3, "b", "grant"), (5, "b", "grant"), (6, "", ""),
        (7, "c", "donation"),
    )]  # fmt: skip
    merged = _merged(days)
    assert [(span.fund_id, span.first, span.last) for span in merged] == [
        ("a", day(1), day(2)), ("b", day(3), day(3)), ("b", day(5), day(5)), ("", day(6), day(6)),
        ("c", day(7), day(7)),
    ]  # fmt: skip
    assert _by_kind(merged) == [
        Span(day(1), day(3), "", "", "grant", 2), days[3], days[4], days[5],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("costs", "drawn"),
    [
        ({"a": 90, "b": 10}, ["a"]),  # nine tenths
        ({"a": 89, "b": 11}, ["a", "b"]),
        ({"a": 30, "b": 30, "c": 20, "d": 20}, ["a", "b", "c"]),  # three at most
        ({"b": 50, "a": 50}, ["a", "b"]),
    ],
)
def test_the_dearest_categories_have_a_lane(found, costs, drawn):
    period = day(1), day(2)
    half = tuple(Payment("f", period, name, Decimal(cost) / 2) for name, cost in costs.items())
    short = {(day(1), name): Decimal(cost) / 2 for name, cost in costs.items()}
    plan = Drawdown(None, None, {}, short, {}, half)
    assert _dearest(replace(found, plan=plan)) == drawn
