"""The states of the funds agree with what is due, and the next matter is the right one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from runway_records import balance, fund, info, planned

from metrics.briefing.alerts import alerts
from metrics.briefing.money import money
from metrics.funds import due_dates, register
from metrics.runway.outlook import outlook
from warehouse.records import FundingSetting
from wording import runway
from wording.briefing import item
from wording.funds import DUE_STATES

AS_OF = date(2020, 7, 21)
LEADS = FundingSetting(24, 9, 3, [])


def states_and_next(build, *records):
    db = build([*records, info(AS_OF)]).cursor()
    rows, due = register.register(db), due_dates.due(db)
    spendable = [row.rule.fund_id for row in rows if row.can_be_spent(AS_OF)]
    return {row.rule.fund_id: row.state for row in rows}, spendable, due_dates.next_due(due, AS_OF)


def test_an_overdue_search_is_next_where_nothing_else_is_due(build):
    states, spendable, found = states_and_next(
        build, fund("a"), balance("a", AS_OF, 900), planned(300, AS_OF), LEADS
    )
    assert (states, spendable) == ({"a": "open"}, ["a"])
    assert (found.kind, found.state, found.on < AS_OF) == ("search", "overdue", True)


SEARCHED = [fund("a"), balance("a", AS_OF, 900), planned(300, AS_OF), info(AS_OF)]


def test_a_lead_that_nobody_entered_is_not_known_and_never_overdue(build):
    db = build(SEARCHED).cursor()
    assert [(d.kind, d.state) for d in due_dates.due(db)] == [("search", "not_known")]
    assert outlook(db).start_looking is None
    (alert,) = [a for a in alerts(db, as_of=AS_OF, on=AS_OF, money=money(db)) if a.page == "runway"]
    assert (alert.kind, alert.tone) == ("search", "quiet")
    assert item(alert).detail == (
        "There is 1 chance in 10 that the money runs out before late October 2020. "
        "A search often takes 6 to 12 months; set yours ([funding] lead_months)."
    )


def test_a_search_that_is_under_way_is_an_answer(build):
    since = date(2020, 5, 4)
    db = build([*SEARCHED, replace(LEADS, search_since=since)]).cursor()
    assert [(d.kind, d.state, d.on) for d in due_dates.due(db)] == [("search", "under_way", since)]
    assert [
        a for a in alerts(db, as_of=AS_OF, on=AS_OF, money=money(db)) if a.page == "runway"
    ] == []
    assert runway.search(outlook(db))[1] == "A search is under way since 4 May 2020."


@pytest.mark.slow
def test_red_is_kept_for_a_date_that_a_source_states(build):
    ends = date(2020, 8, 15)
    known = {"awarded": Decimal(9000), "extension_months": 6}
    tones = {}
    for source, notice in (("letter", 45), (None, 45), (None, None)):
        late = replace(fund("late", ends=ends, notice_days=notice), **known)
        late = replace(late, extension_source=source)
        db = build(
            [late, balance("late", AS_OF, 9000), planned(300, AS_OF), info(AS_OF), LEADS]
        ).cursor()
        (alert,) = [
            a for a in alerts(db, as_of=AS_OF, on=AS_OF, money=money(db)) if a.kind == "extension"
        ]
        (due,) = [each for each in due_dates.due(db) if each.kind == "request"]
        tones[source, notice] = (alert.tone, DUE_STATES[due.state].tone, alert.fact.is_late)
    assert tones == {
        ("letter", 45): ("act", "act", True),
        (None, 45): ("watch", "watch", True),
        (None, None): ("watch", "quiet", False),
    }


def test_a_fund_that_ends_soon_is_next(build):
    states, spendable, found = states_and_next(
        build, fund("A", "donation", date(2020, 8, 31)), balance("A", AS_OF, 900)
    )
    assert (states, spendable) == ({"A": "ends_soon"}, ["A"])
    assert (found.kind, found.fund_id, found.on) == ("end", "A", date(2020, 8, 31))


def test_an_overdrawn_fund_is_used_up_and_cannot_be_spent(build):
    states, spendable, _ = states_and_next(build, fund("a"), balance("a", AS_OF, -500))
    assert (states, spendable) == ({"a": "used_up"}, [])
