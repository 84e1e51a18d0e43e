"""The states of the funds agree with what is due, and the next matter is the right one."""

from datetime import date

from runway_records import balance, fund, info, planned

from metrics.funds import due_dates, register

AS_OF = date(2020, 7, 21)


def states_and_next(build, *records):
    db = build([*records, info(AS_OF)]).cursor()
    rows, due = register.register(db), due_dates.due(db)
    spendable = [row.rule.fund_id for row in rows if row.can_be_spent(AS_OF)]
    return {row.rule.fund_id: row.state for row in rows}, spendable, due_dates.next_due(due, AS_OF)


def test_an_overdue_search_is_next_where_nothing_else_is_due(build):
    states, spendable, found = states_and_next(
        build, fund("a"), balance("a", AS_OF, 900), planned(300, AS_OF)
    )
    assert (states, spendable) == ({"a": "open"}, ["a"])
    assert (found.kind, found.state, found.on < AS_OF) == ("search", "overdue", True)


def test_a_fund_that_ends_soon_is_next(build):
    states, spendable, found = states_and_next(
        build, fund("A", "donation", date(2020, 8, 31)), balance("A", AS_OF, 900)
    )
    assert (states, spendable) == ({"A": "ends_soon"}, ["A"])
    assert (found.kind, found.fund_id, found.on) == ("end", "A", date(2020, 8, 31))


def test_an_overdrawn_fund_is_used_up_and_cannot_be_spent(build):
    states, spendable, _ = states_and_next(build, fund("a"), balance("a", AS_OF, -500))
    assert (states, spendable) == ({"a": "used_up"}, [])
