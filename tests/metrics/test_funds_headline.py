"""The sentence and the states of the Funds page agree with what is due."""

from datetime import date

from runway_records import balance, fund, info, planned

from metrics.funds import due_dates, register

AS_OF = date(2020, 7, 21)


def page(build, *records):
    db = build([*records, info(AS_OF)]).cursor()
    rows = register.register(db)
    return register.headline(rows, due_dates.due(db), AS_OF), {
        row.fund_id: row.state for row in rows
    }


def test_what_is_overdue_is_told_where_nothing_else_is_due(build):
    given = [fund("a"), balance("a", AS_OF, 900), planned(300, AS_OF)]
    told, states = page(build, *given)
    assert told.startswith("1 fund can be spent. Overdue: start looking for the next money, since ")
    assert states == {"a": ("fine", "Open")}


def test_a_fund_keeps_the_first_letter_of_its_name_and_says_that_it_ends_soon(build):
    soon = fund("A", "donation", date(2020, 8, 31))
    told, states = page(build, soon, balance("A", AS_OF, 900))
    name = register.register(build([soon, info(AS_OF)]).cursor())[0].name
    assert told == f"1 fund can be spent. Next: {name} end on 31 August 2020."
    assert states == {"A": ("watch", "Ends soon")}


def test_an_overdrawn_fund_is_used_up_and_cannot_be_spent(build):
    told, states = page(build, fund("a"), balance("a", AS_OF, -500))
    assert told.startswith("No fund can be spent")
    assert states == {"a": ("quiet", "Used up")}
