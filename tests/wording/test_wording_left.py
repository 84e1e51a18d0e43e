"""Left is never one sum: cash with and without restrictions, credits, help in kind."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from runway_facts import AS_OF, fund, inputs

from metrics.funds.left import Left, left_of
from metrics.runway.outlook import Extended, Outlooks, answer, extended
from metrics.runway.whatif import WhatIf
from wording import left, numbers, runway_page
from wording.markup import words_of
from wording.short_names import short

CLOUD = ("cloud", (100,) * 12)
PEOPLE = ("people", (100,) * 12)
END = date(2027, 3, 31)


def known(*funds, **more):
    given = inputs(*funds, **more)
    own = answer(given)
    return Outlooks((given,), (own,), extended(given, own))


def test_each_kind_of_means_has_its_own_amount_statement_and_lapse():
    found = known(
        fund("Grant", 20000, ends_on=END, pays_for=["people"], stated=(20, True, None)),
        fund("Gifts", 4000, "donation", stated=(120, True, None)),
        fund("Gifts for travel", 600, "donation", pays_for=["travel"], stated=(40, True, None)),
        fund("Credits", 9000, "credits", END, pays_for=["cloud"], stated=(5, True, None)),
        fund("Rack", 3000, "in_kind", END, pays_for=["hosting"]),
        fund("Lost", None, "donation", stated=None),
        fund("Ended", 700, ends_on=AS_OF - timedelta(days=1)),
        fund("Not begun", 50000, starts_on=date(2027, 6, 1)),
        bills=[CLOUD],
    )
    rows = left_of(found)
    assert [(r.kind, r.amount, r.unknown, r.stated_on) for r in rows] == [
        ("unrestricted", Decimal(4000), 1, AS_OF - timedelta(days=120)),
        ("restricted", Decimal(20600), 0, AS_OF - timedelta(days=40)),
        ("credits", Decimal(9000), 0, AS_OF - timedelta(days=5)),
        ("in_kind", Decimal(3000), 0, AS_OF),
    ]
    assert all(isinstance(row, Left) for row in rows)
    assert [row.is_estimated for row in rows] == [False, False, False, False]
    assert [row.lapse for row in rows if row.kind != "credits"] == [0, 20000, 3000]


@pytest.mark.parametrize(
    ("funds", "said"),
    [
        ((("A", 500, 2),),
         "First to end: A on 1 Feb 2027, about 500 USD unspent, lost unless extended."),
        ((("A", 500, 2), ("B", 900, 1)),
         "First to end: B on 1 Jan 2027, about 900 USD unspent; then A on 1 Feb 2027, about "
         "500 USD; both lost unless extended."),
        ((("A", 500, 2), ("B", 900, 1), ("C", 20, 3), ("D", 700, 5), ("E", 30, 4)),
         "First to end: B on 1 Jan 2027, about 900 USD unspent; largest: D on 1 May 2027, about "
         "700 USD; less of 3 more funds; all lost unless extended."),
    ],
)  # fmt: skip
def test_the_first_end_is_said_first_and_then_the_largest_loss_of_the_later_ones(funds, said):
    """Each pays for travel alone, which costs nothing: all of it is lost."""
    found = known(*(
        fund(name, amount, ends_on=date(2027, month, 1), pays_for=["travel"])
        for name, amount, month in funds
    ), bills=[CLOUD])  # fmt: skip
    assert left.lost(found.answers[0]) == said


def test_what_no_rule_allows_to_extend_is_lost_without_a_condition():
    found = known(
        fund("Fixed", 500, ends_on=date(2027, 2, 1), pays_for=["travel"], months=0), bills=[CLOUD]
    )
    assert left.lost(found.answers[0]) == (
        "First to end: Fixed on 1 Feb 2027, about 500 USD unspent, lost."
    )


def test_a_fund_that_is_used_up_before_its_end_is_not_passed_over_in_silence():
    """The first one ends earlier, with nothing left: the sentence is of ends with money left."""
    found = known(
        fund("Spent", 900, ends_on=date(2027, 1, 1), pays_for=["cloud"]),
        fund("Kept", 500, ends_on=date(2027, 2, 1), pays_for=["travel"]),
        bills=[CLOUD],
    )
    assert left.lost(found.answers[0]) == (
        "First to end with money left: Kept on 1 Feb 2027, about 500 USD unspent, "
        "lost unless extended."
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Estuary Fund grant", "Estuary Fund grant"),
        ("The Harbour foundation for open tools and their keepers",
         "The Harbour foundation for open …"),
        ("Q" * 50, "Q" * 35 + "…"),
    ],
)  # fmt: skip
def test_a_long_name_is_cut_at_a_word_and_one_word_at_a_letter(name, shown):
    assert short(name) == shown
    assert len(shown) <= 36


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (6, "Extending the Tidal grant adds 6 months."),
        (None, ""),  # nobody entered what the funder allows
    ],
)
def test_the_extension_that_buys_most_is_named_by_a_rule_that_somebody_entered(months, said):
    """Both hold far more than the costs until their ends; one may go on for two months only."""
    found = known(
        fund("Credits", 20000, "credits", date(2026, 12, 31), months=months and 2),
        fund("Tidal grant", 90000, ends_on=END, months=months),
        bills=[CLOUD],
    )
    assert runway_page.page(runway_page.Facts(found)).answer.advice == said


def test_what_an_extension_adds_is_when_all_the_money_ends_not_how_long_its_own_fund_pays():
    """What the grant has left pays its people twice as long as it pays all costs."""
    found = known(
        fund("Tidal grant", 40000, ends_on=END, pays_for=["people"], months=12),
        fund("Gifts", 30000, "donation"),
        bills=[CLOUD, PEOPLE],
    )  # fmt: skip
    (each,) = found.own.extensions
    longer = answer(found.inputs[0], WhatIf(extend=(("Tidal grant", 12),)))
    assert found.extended == Extended(
        each.rule, longer.likely, (longer.likely - found.own.likely).days
    )
    assert found.extended.months < each.bought[1] - 1
    advice = runway_page.page(runway_page.Facts(found)).answer.advice
    assert advice == f"Extending the Tidal grant adds {numbers.tenths(found.extended.months)}."


def test_the_line_says_from_when_to_look_for_money_and_why_then():
    """Nine months before the early end; the part that explains is not for a phone."""
    found = known(fund("Gifts", 9000, "donation"), bills=[CLOUD])
    line = runway_page.figures(found)
    said = " ".join(words_of(str(getattr(part, "text", part))) for part in line.parts)
    day = numbers.day(found.own.search_by)
    months = numbers.months(found.own.lead_months)
    assert f"Look for new funding since {day}" in said
    assert f"({months} before the money may run out)." in said
    plan = numbers.whole_months(found.own.months_until(found.own.low))
    assert f": plan for {plan}." in said


def test_nothing_is_lost_of_what_is_spent_or_under_one_unit():
    found = known(
        fund("Gifts", 900, "donation"), fund("Rest", "0.40", ends_on=END, pays_for=["travel"]),
        bills=[CLOUD],
    )  # fmt: skip
    assert left.lost(found.answers[0]) == ""


def test_only_an_estimate_says_about():
    """A confirmed balance that did not move is exact, and of the day of its statement."""
    found = known(
        fund("Gifts", "30120.00", "donation", stated=(109, True, None)),
        fund("Grant", "43819.09", ends_on=END, spent=2681, stated=(17, True, None)),
        fund("Credits", "9000.00", "credits", END, stated=(5, False, None)),
    )
    shown = [[str(cell) for cell in row[1:]] for row in left.table(left_of(found)).rows]
    assert [row[0].partition("<")[0] for row in shown] == [
        "30,120.00 USD", "about 43,800 USD", "about 9,000 USD",
    ]  # fmt: skip
    days = [AS_OF - timedelta(days=n) for n in (109, 17, 5)]
    assert [row[2] for row in shown] == [numbers.day(day) for day in days]


def test_help_in_kind_is_in_no_balance_and_in_no_line_of_the_chart():
    cash = fund("Gifts", 6000, "donation")
    rack = fund("Rack", 2400, "in_kind", date(2027, 6, 30), pays_for=["hosting"])
    plans = [("hosting", 10, None, None)]
    with_rack = known(cash, rack, bills=[CLOUD], planned=plans).own
    assert (with_rack.balance, with_rack.credits, with_rack.cash) == (6000, 0, 6000)
    middle = dict(zip(with_rack.balance_range.days, with_rack.balance_range.quantiles[2],
                      strict=True))  # fmt: skip
    assert middle[AS_OF] == 6000
    month = date(2026, 12, 28)
    assert abs(middle[month] - (6000 - 30 * 100)) < 5
    assert all(amount <= 6000 for _, amount in with_rack.history[-1:])
