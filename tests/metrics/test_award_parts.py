"""Parts of an award's figures, each bound from both sides: periods, payments, lines, claims."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from award_facts import award, spent

from config.sent import Sent
from metrics.awards import board_year
from metrics.awards.board_year import Group, Source, _Came
from metrics.awards.charges import Charge, Unassigned
from metrics.awards.claims import Claim, Claiming, parts
from metrics.awards.left_at_end import left_at_end, short_lines
from metrics.awards.position import LinePosition, Position, merged
from metrics.awards.register import Line, Payment, Rate, Revision
from metrics.awards.reported import Changed, changed
from metrics.runway.extension_request import Paid, Request
from metrics.runway.own_funds import OwnFund

D = Decimal
FIRST, UNTIL, LAST = date(2026, 1, 1), date(2026, 9, 17), date(2026, 12, 31)


def line(name="a", approved=100, before=0, now=0, **more):
    return LinePosition(
        name, more.pop("kind", "other"), approved if approved is None else D(approved), D(before),
        D(now), **more,
    )  # fmt: skip


def position(lines=(), own=None, **more):
    known = {"first": None, "last": UNTIL, "revision": None, "statement": None,
             "spent_stated": None, "charged_stated": None, "received": None} | more  # fmt: skip
    total = line("", sum(e.approved or 0 for e in lines), sum(e.before for e in lines),
                 sum(e.this_period for e in lines), kind="total")  # fmt: skip
    return Position(own or award("a"), lines=tuple(lines), total=total, **known)


def source(own=None, charged=0, received=None, lines=(), **more):
    known = dict.fromkeys(("to_come", "projected", "received_before", "charged_before",
                           "claiming", "interest", "earned"))  # fmt: skip
    found = more.pop("found", position(own=own))
    return Source(found, received, charged=D(charged), lines=lines, **known | more)


@pytest.mark.parametrize(
    ("terms", "charged", "received", "is_of"),
    [
        ({}, 0, None, True),  # always open
        ({"starts_on": LAST}, 0, None, True),
        ({"starts_on": date(2027, 1, 1)}, 0, None, False),
        ({"starts_on": date(2027, 1, 1)}, 1, None, True),
        ({"starts_on": date(2027, 1, 1)}, 0, D(1), True),
        ({"ends_on": FIRST}, 0, None, True),
        ({"ends_on": date(2025, 12, 31)}, 0, None, False),
        ({"ends_on": date(2025, 12, 31)}, 0, D(0), False),
        ({"ends_on": date(2025, 12, 31)}, 1, D(0), True),
        ({"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}, 0, None, False),
    ],
)
def test_a_source_is_of_a_year_in_which_it_was_open_or_moved(terms, charged, received, is_of):
    found = source(award("a", **terms), charged, received)
    assert board_year._is_of(found, FIRST, LAST) is is_of


def paid(amount, state="received", on=UNTIL):
    return Payment(D(amount), state, on, None)


def came(amount, on=UNTIL, fund="a", currency="USD", ledger="purse"):
    return _Came(on, ledger, fund, currency, D(amount))


@pytest.mark.parametrize(
    ("payments", "ledgers", "received"),
    [
        ([paid(5, on=FIRST), paid(7, on=UNTIL)], [], D(12)),
        ([paid(5, on=date(2025, 12, 31)), paid(7, on=date(2026, 9, 18))], [], D(0)),
        ([paid(5), paid(3, "claimed"), paid(2, "to_come", None)], [came(99)], D(5)),
        ([paid(5), paid(5, on=None)], [], None),
        ([], [], None),
        ([], [came(9, fund="b")], None),
        ([], [came(10), came(9, fund="b"), came(10, FIRST)], D("18.00")),  # less a fee of a tenth
        ([], [came(10, date(2025, 12, 31)), came(1, date(2026, 9, 18))], D("0.00")),
        ([], [came("3.333")], D("3.00")),
        ([], [came(10), came(1, currency="EUR")], None),
    ],
)
def test_what_came_in_a_year_is_by_payments_else_by_ledgers(payments, ledgers, received):
    own = award("a", payments=tuple(payments), fee_rate=D("0.1"))
    assert board_year._received(own, ledgers, FIRST, UNTIL) == received


@pytest.mark.parametrize(
    ("payments", "until", "to_come"),
    [
        ([], UNTIL, None),
        ([], LAST, D(0)),
        ([paid(5), paid(4, "claimed", FIRST), paid(3, "to_come", LAST)], UNTIL, D(7)),
        ([paid(3, "to_come", date(2027, 1, 1))], UNTIL, D(0)),
        ([paid(3, "to_come", None)], UNTIL, None),
        ([paid(3, "to_come", None)], LAST, D(0)),
        ([paid(3, on=None)], UNTIL, D(0)),
    ],
)
def test_what_is_to_come_in_a_year_needs_a_day_for_each_payment(payments, until, to_come):
    assert board_year._to_come(award("a", payments=tuple(payments)), until, LAST) == to_come


@pytest.mark.parametrize(
    ("starts", "begun", "reaches"),
    [
        (None, [date(2026, 1, 31)], True),
        (None, [date(2026, 2, 1)], False),
        (None, [FIRST, date(2026, 2, 1)], False),
        (date(2026, 3, 20), [date(2026, 3, 31)], True),
        (date(2026, 3, 20), [date(2026, 4, 1)], False),
        (date(2025, 3, 20), [date(2026, 2, 1)], False),
        (LAST, [date(2027, 2, 1)], False),
        (date(2027, 1, 1), [date(2027, 2, 1)], True),
    ],
)
def test_a_record_reaches_a_year_that_it_begins_in_the_first_month_of(starts, begun, reaches):
    assert board_year._reach(award("a", starts_on=starts), begun, FIRST, LAST) is reaches


def test_what_came_is_known_since_the_first_line_of_each_of_its_ledgers():
    own, early, late = award("a"), came(1, date(2026, 1, 9), None), came(1, date(2026, 5, 1))
    begins = board_year._begins
    assert begins(replace(own, payments=(paid(1),)), [], FIRST, LAST)
    assert not begins(own, [], FIRST, LAST)
    assert not begins(own, [early], FIRST, LAST)  # a ledger that does not name it
    assert begins(own, [early, late], FIRST, LAST)
    other = came(1, date(2026, 2, 1), ledger="shop")
    assert not begins(own, [early, late, other], FIRST, LAST)


AHEAD = ((UNTIL, D(90)), (LAST, D("50.5")), (date(2027, 1, 1), D(0)))


def own_fund(ahead=AHEAD, **more):
    known = dict.fromkeys(OwnFund.__dataclass_fields__) | {
        "fund_id": "a", "currency": "USD", "as_of": UNTIL, "horizon": LAST, "past": (),
        "ahead": ahead, "monthly": D(1),
    }  # fmt: skip
    return OwnFund(**known | more)


@pytest.mark.parametrize(
    ("more", "projected"),
    [
        ({}, D(40)),  # 39.5, half to even
        ({"currency": "EUR"}, None),
        ({"ahead": ()}, None),
        ({"horizon": date(2026, 12, 30)}, None),
        ({"monthly": None}, None),
    ],
)
def test_what_the_plan_draws_in_the_rest_of_a_year(more, projected):
    assert board_year._projected(award("a"), {"a": own_fund(**more)}, LAST) == projected


def test_what_the_plan_draws_is_known_if_it_charges_any_fund():
    plans = {"a": own_fund(monthly=None), "b": own_fund()}
    assert board_year._projected(award("a"), plans, LAST) == D(40)
    assert board_year._projected(award("c"), plans, LAST) is None


def test_a_source_of_few_people_is_one_row_with_the_largest_that_hides_it():
    few, large, small = (
        source(found=position([line(name, 10, 1, 2)], award(name)), charged=charged, lines=lines)
        for name, charged, lines in (("few", 2, None), ("large", 9, ()), ("small", 1, ()))
    )  # fmt: skip
    group = Group("USD", "cash", (small, few, large), None, {"no_rule": D(3), "in_books": D(4)})
    assert group.rows == ((few, large), (small,))
    assert not group.is_withheld
    assert [group.shows(each) for each in (few, large, small)] == [False, False, True]
    assert group.charged_to_none == D(3)
    alone = replace(group, sources=(few,))
    assert (alone.rows, alone.is_withheld, alone.shows(few)) == (((few,),), True, False)
    open_ = replace(group, sources=(small, large))
    assert (open_.rows, open_.is_withheld) == (((small,), (large,)), False)
    nothing = source(found=position([line("x", 0)], award("x")), lines=())
    assert replace(group, sources=(few, nothing)).is_withheld


def test_few_lines_are_one_with_the_largest_others_and_keep_their_words():
    few = line("pay", 50, 5, 5, how=("by_rule",), few_people=True)
    large, small = line("b", None, 8, 9, how=("booked",)), line("c", 30, 1, 1, how=("entered",))
    assert merged([small, few, large]) == (
        LinePosition("", "people", D(80), D(14), D(15), ("booked", "entered", "by_rule")),
    )
    rich = replace(large, approved=D(70))
    assert merged([small, few, rich]) == (
        LinePosition("", "people", D(120), D(13), D(14), ("booked", "by_rule")), small,
    )  # fmt: skip
    assert merged([small, replace(few, approved=None, before=D(0), this_period=D(0))]) == (
        small, replace(few, approved=None, before=D(0), this_period=D(0)),
    )  # fmt: skip
    for only in ({"before": D(1)}, {"this_period": D(1)}, {"approved": D(1)}):
        empty = line("pay", None, few_people=True)
        assert merged([replace(empty, **only)]) is None
    assert merged([few]) is None


@pytest.mark.parametrize(
    ("spent_", "charged", "is_provisional"),
    [
        (10_000, 9_900, False), (10_000, "9899.99", True),  # above 1 % and above 100
        (50_000, 49_900, False), (50_000, "49899.99", True),  # above 100
        (1_000, 990, False), (1_000, "989.99", True), (1_000, "1010.01", True),  # above 1 %
        (None, 5, False), (5, None, False), (0, "0.01", True),
    ],
)  # fmt: skip
def test_a_report_is_provisional_above_one_per_cent_or_a_hundred(spent_, charged, is_provisional):
    found = position(
        spent_stated=spent_ if spent_ is None else D(spent_),
        charged_stated=charged if charged is None else D(charged),
    )
    assert found.is_provisional is is_provisional


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [
        (date(2026, 9, 8), date(2026, 9, 27), D("0.5")),
        (date(2026, 9, 18), LAST, D(0)), (date(2026, 9, 19), LAST, D(0)),
        (FIRST, UNTIL, D(1)), (FIRST, date(2026, 9, 1), D(1)),
        (None, LAST, None), (FIRST, None, None),
    ],
)  # fmt: skip
def test_the_share_of_time_counts_both_its_first_and_its_last_day(start, end, share):
    assert position(own=award("a", starts_on=start, ends_on=end)).time_share == share


def test_a_line_without_a_budget_has_no_share_and_no_remainder():
    used, free = line(approved=100, before=60, now=41), line(approved=None, now=3)
    assert (used.cumulative, used.remaining, used.share) == (D(101), D(-1), D("1.01"))
    assert (used.is_overrun, replace(used, this_period=D(40)).is_overrun) == (True, False)
    assert (free.remaining, free.share, free.is_overrun) == (None, None, False)
    assert line(approved=0).share is None


def claiming(spent_=100, claims=(), awarded=None, doubt=None):
    sent = tuple(Claim(day, through, D(n), None) for day, through, n in claims)
    return Claiming(award("a", awarded=awarded), UNTIL, D(spent_), sent, None, doubt)


@pytest.mark.parametrize(
    ("awarded", "spent_", "claimed", "over"),
    [
        (None, 100, 30, 0), (90, 100, 30, 10), (100, 100, 30, 0), (40, 100, 70, 30),
        (200, 100, 0, 0), (90, 100, 100, 0),
    ],
)  # fmt: skip
def test_of_a_claim_what_is_above_the_award_is_at_most_the_claim(awarded, spent_, claimed, over):
    given = awarded if awarded is None else D(awarded)
    found = claiming(spent_, [(UNTIL, UNTIL, claimed)], given)
    assert (found.to_claim, found.over_award) == (D(spent_ - claimed), D(over))
    unknown = replace(found, doubt="unread")
    assert (unknown.to_claim, unknown.over_award) == (None, D(0))


def charge(amount, day, fund="a"):
    return Charge(fund, day, "", D(amount), "booked")


def test_the_rows_of_a_claim_begin_after_the_last_day_that_was_claimed():
    june, july = date(2026, 6, 30), date(2026, 7, 1)
    every = [charge(5, UNTIL), charge(7, july), charge(10, june), charge(1, june, "b"),
             charge(3, date(2026, 9, 18))]  # fmt: skip
    new = [(july, D(7), every[1]), (UNTIL, D(5), every[0])]

    def rows(*claims):
        found = parts(claiming(claims=claims), every)
        return [(each.day, each.amount, each.charge) for each in found]

    assert rows((UNTIL, june, "9.99")) == [(june, D("0.01"), None), *new]
    assert rows((UNTIL, june, "9.996")) == new  # less than a cent
    assert rows((UNTIL, june, "4"), (UNTIL, date(2026, 3, 31), 6)) == new
    assert rows() == [(june, D(10), every[2]), *new]
    assert claiming().through is None


def test_months_of_a_report_that_moved_are_told_up_to_its_last_day():
    may, june, july = (date(2026, n, 1) for n in (5, 6, 7))
    sent = Sent(june, {}, {"gone": {may: D(2)}, "kept": {may: D(1), june: D(3)}})
    now = {"new": {june: D(4), july: D(9)}, "kept": {may: D(1), june: D(5), july: D(6)}}
    assert changed(now, sent) == [
        Changed("gone", may, D(2), D(0)), Changed("kept", june, D(3), D(5)),
        Changed("new", june, D(0), D(4)),
    ]  # fmt: skip
    assert changed(now, None) == []


LINES = (
    Line("pay", "people", D(100), categories=["people"]), Line("fringe", "fringe", D(50)),
    Line("boxes", "cloud", D(40)), Line("rent", "cloud", D(20)),
)  # fmt: skip
FRINGE = Rate("fringe", D("0.2"), {"pay": None}, None, None, None, None)


def request(paid_, left=60):
    known = dict.fromkeys(Request.__dataclass_fields__) | {
        "left": left if left is None else D(left), "paid": tuple(paid_),
    }  # fmt: skip
    return Request(**known)


class Stated:
    amount = D(120)


def with_lines(*used, **more):
    own = award("a", lines=LINES, rates=(FRINGE,))
    every = [line(e.name, e.amount, 0, n) for e, n in zip(LINES, used, strict=True)]
    return position(every, own, **{"statement": Stated} | more)


def test_what_each_line_will_have_left_adds_up_to_the_request():
    found = with_lines(40, 10, 30, 10)
    asked = request([Paid("people", D(25), D(5)), Paid("cloud", D(20), D(60)),
                     Paid("travel", D(0), D(9))])  # fmt: skip
    # 120 stated less 60 left less 45 to come: 15 were spent since, a sixth of each line's charges.
    left = left_at_end(found, asked)
    assert {name: round(amount, 2) for name, amount in left.items()} == {
        "pay": D("33.33"), "fringe": D("33.33"), "boxes": D(-10), "rent": D("3.33"),
    }  # fmt: skip
    short = short_lines(found, asked, {"pay": D(2), "fringe": D(2), "boxes": D(50), "rent": D(9)})
    assert short == [("people", D(1)), ("cloud", D(1)), ("travel", D(9))]
    enough = {"pay": D(3), "fringe": D("1.5"), "boxes": D("59.5"), "rent": D(0)}
    assert short_lines(found, asked, enough) == [("travel", D(9))]
    assert short_lines(found, asked, {"pay": D(-7)})[0] == ("people", D(5))


@pytest.mark.parametrize(
    ("used", "asked", "more"),
    [
        ((40, 10, 30, 10), request([], left=None), {}),
        ((40, 10, 30, 10), request([]), {"statement": None}),
        ((0, 0, 0, 0), request([]), {}),
        ((40, 10, 30, 10), request([]), {"spent_stated": D(9), "charged_stated": D(8)}),
        ((40, 10, 0, 0), request([Paid("cloud", D(1), D(0))]), {}),  # in which proportion?
        ((40, 10, 30, 10), request([Paid("travel", D(1), D(0))]), {}),  # of which line?
    ],
)
def test_what_lines_will_have_left_is_not_known_where_nothing_parts_it(used, asked, more):
    assert left_at_end(with_lines(*used, **more), asked) is None
    assert left_at_end(with_lines(40, 10, 30, 10), request([])) is not None


def test_costs_of_the_year_that_no_source_was_charged_are_parted_by_reason(build):
    left = [Unassigned(spent(n, currency=c, means=m), D(n), why) for n, c, m, why in (
        ("1.114", "USD", "cash", "no_rule"), (2, "USD", "cash", "no_rule"),
        (3, "USD", "credits", "no_rate"), (4, "EUR", "cash", "currency"),
    )]  # fmt: skip
    db = build([]).cursor()
    found = board_year._groups(db, [], {"GBP": D(5), "EUR": D(6)}, left)
    assert [(g.means, g.currency, g.unnamed, dict(g.unassigned)) for g in found] == [
        ("cash", "USD", None, {"no_rule": D("3.11")}), ("cash", "EUR", D(6), {"currency": D(4)}),
        ("cash", "GBP", D(5), {}), ("credits", "USD", None, {"no_rate": D(3)}),
    ]  # fmt: skip


def test_income_that_names_no_fund_is_of_the_year_by_currency():
    every = [
        came(1, FIRST, None), came("2.005", UNTIL, None), came(4, UNTIL),
        came(8, FIRST, None, "EUR"), came(9, date(2025, 12, 31), None),
        came(9, date(2026, 9, 18), None),
    ]  # fmt: skip
    assert board_year._unnamed(every, FIRST, UNTIL) == {"USD": D("3.00"), "EUR": D(8)}


def test_a_payment_without_a_day_counts_as_received_and_what_is_not_received_is_to_come():
    own = award("a", payments=(
        paid(5, on=FIRST), paid(7, on=UNTIL), paid(11, on=None), paid(13, "claimed"),
        paid(17, "to_come", None), paid(19, "awarded", FIRST),
    ))  # fmt: skip
    assert [own.received(day) for day in (date(2025, 12, 31), FIRST, UNTIL)] == [
        D(11),
        D(16),
        D(23),
    ]
    assert own.to_come == D(49)
    assert (award("b").received(UNTIL), award("b").to_come) == (None, None)


@pytest.mark.parametrize(
    ("terms", "is_reimbursed"),
    [
        ({}, False), ({"paid": "reimbursed"}, True), ({"paid": "advance"}, False),
        ({"reimbursed_after_days": 0}, True),
        ({"paid": "advance", "reimbursed_after_days": 30}, False),
    ],
)  # fmt: skip
def test_an_award_pays_back_by_its_word_else_by_its_wait(terms, is_reimbursed):
    assert award("a", **terms).is_reimbursed is is_reimbursed


def test_a_budget_is_that_of_the_newest_revision_of_a_day():
    first, second = (
        Revision(n, day, {"a": D(amount), "b": D(1)})
        for n, day, amount in ((0, None, 4), (1, UNTIL, 9))
    )
    own = award("a", revisions=(first, second))
    assert [own.revision(day) for day in (date(2026, 9, 16), UNTIL)] == [first, second]
    assert (second.total, award("b").revision(UNTIL)) == (D(10), None)


@pytest.mark.parametrize(
    ("kind", "persons", "is_few"),
    [("people", None, True), ("people", 2, True), ("people", 3, False), ("fringe", 1, True),
     ("cloud", None, False), ("travel", 1, False)],
)  # fmt: skip
def test_a_line_that_pays_fewer_than_three_people_is_one_of_few(kind, persons, is_few):
    assert Line("x", kind, D(1), persons=persons).few_people is is_few
