"""Lanes: who pays for a category until when, fund by fund or kind by kind."""

from dataclasses import replace
from datetime import date

import pytest
from builds import INFO
from runway_records import balance, fund, planned

from metrics.runway.outlook import outlooks
from metrics.runway.who_pays import Span, who_pays

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
