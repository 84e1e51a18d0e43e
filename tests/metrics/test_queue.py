"""The one queue: what is asked, in which order, by which answers; and the line of Briefing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.briefing.queue import Asked, Waiting, _of_person, named, queue, waiting
from metrics.meetings.identity import WhoIs
from tests.metrics.test_claims import AS_OF, claim, closed, world
from tests.metrics.test_other_readings import QUESTION as MOVES
from tests.metrics.test_other_readings import records
from warehouse.records import BillingQuestion, ClaimAnswer

PRESENT = date(2018, 9, 20)
SMALL = BillingQuestion(
    "b: newer", "newer", "b", ["c.csv", "d.csv"], date(2018, 6, 1), date(2018, 6, 30), "USD",
    "larger", Decimal(100), Decimal(40), Decimal(60), 1, True, False, True, "", "",
    since=PRESENT - timedelta(days=9), as_assumed="[[answer]]\n", as_other="o\n", as_unknown="u\n",
)  # fmt: skip
LARGE = replace(SMALL, question_id="c: newer", amount=Decimal(9000), since=None)
EUROS = replace(SMALL, question_id="d: newer", currency="EUR", since=PRESENT + timedelta(days=1))
WHICH = "Closed 50 issues, hooray"


@pytest.mark.slow
def test_days_of_runway_go_before_money_and_money_before_the_rest(build):
    db = build([*records(), SMALL, LARGE, EUROS, MOVES])
    found = queue(db.cursor(), as_of=PRESENT)
    assert [(each.identity, bool(each.runway_days)) for each in found] == [
        ("a: overlap", True), ("c: newer", False), ("b: newer", False), ("d: newer", False),
    ]  # fmt: skip
    assert [each.since for each in found] == [None, None, PRESENT - timedelta(days=9), None]


def test_the_likely_answer_is_first_and_nobody_knows_last(build):
    undated = replace(SMALL, kind="undated", as_assumed="none\n", as_other="days = YYYY-MM-DD\n")
    for asked, lines in ((SMALL, ["[[answer]]\n", "o\n", "u\n"]),
                         (undated, ["days = YYYY-MM-DD\n", "none\n", "u\n"])):  # fmt: skip
        (found,) = queue(build([*records(), asked]).cursor(), as_of=PRESENT)
        assert [each.lines for each in found.choices] == lines
        assert [each.needs_day for each in found.choices] == ["YYYY" in each for each in lines]


def test_what_rests_or_is_too_small_is_in_no_queue(build):
    db = build([*records(), replace(SMALL, resting=True), replace(LARGE, asked=False)])
    assert queue(db.cursor(), as_of=PRESENT) == []
    assert waiting(db.cursor(), as_of=PRESENT) == Waiting(0)


def test_one_line_counts_adds_a_currency_at_a_time_and_knows_the_oldest(build):
    db = build([*records(), SMALL, LARGE, EUROS])
    assert waiting(db.cursor(), as_of=PRESENT) == Waiting(
        3, (("USD", Decimal(9060)), ("EUR", Decimal(60))), 9
    )
    less = waiting(db.cursor(), as_of=PRESENT, without=frozenset({"b: newer", "d: newer"}))
    assert less == Waiting(1, (("USD", Decimal(9000)),), None)


def test_a_count_without_a_repository_is_asked_last_by_the_names_read(build):
    db = build(world(claim(quote=WHICH), *closed(50), SMALL))
    asked = queue(db.cursor(), as_of=AS_OF)
    assert [each.identity for each in asked] == ["b: newer", f"team-2018-09-20: {WHICH}"]
    which = (("meeting", "team-2018-09-20"), ("quote", WHICH))
    assert [(each.reading, each.values) for each in asked[1].choices] == [
        ("repository", (*which, ("repo", "lab/binderhub"))),
        ("repository", (*which, ("repo", "lab/hub"))),
        ("repository", (*which, ("repo", "all"))),
        ("no claim", (*which, ("claim", False))),
        ("unknown", (*which, ("repo", "unknown"))),
    ]
    assert waiting(db.cursor(), as_of=AS_OF).count == 2


def test_a_count_that_nobody_can_place_rests_and_an_old_one_is_not_asked(build):
    answer = ClaimAnswer("team-2018-09-20", WHICH, "unknown", None, None, True, None)
    rests = build(world(claim(quote=WHICH), *closed(50), answer))
    assert queue(rests.cursor(), as_of=AS_OF) == []
    later = build(world(claim(quote=WHICH), *closed(50)))
    assert queue(later.cursor(), as_of=AS_OF + timedelta(days=93)) == []


@pytest.mark.parametrize(
    ("kind", "candidates", "has_likely"),
    [("same", ["Ada Fen"], True), ("which", ["Ada Fen", "Ada Moss"], False), ("which", [], False),
     ("handle", ["Ada Fen"], False)],
)  # fmt: skip
def test_the_first_answer_is_the_likely_one_only_of_one_person(kind, candidates, has_likely):
    fact = WhoIs(kind, "Ada", None, candidates, ["" for _ in candidates], 2, PRESENT)
    assert Asked(fact, ()).has_likely is has_likely
    assert Asked(SMALL, ()).has_likely


def test_a_name_that_a_person_gives_takes_the_handles_known_to_be_theirs():
    fact = WhoIs("handle", "@ada", "ada", ["Ada Fen", "Bo"], ["adafen af", ""], 3, PRESENT)
    person, nobody, unknown = _of_person(fact)
    assert (person.needs_name, nobody.needs_name) == (True, False)
    assert named(Asked(fact, ()), person, " ada  FEN ").values == (
        ("person", "ada FEN"), ("handle", "ada"), ("handles", "adafen af ada"),
    )  # fmt: skip
    assert dict(named(Asked(fact, ()), person, "Cy").values)["handles"] == "ada"
    assert named(Asked(fact, ()), nobody, "Cy") == nobody
    assert unknown.values == (("unknown", "@ada"),)
    same = WhoIs("same", "Adah Fen", "adah", ["Ada Fen"], ["adafen"], 2, PRESENT)
    assert [each.values for each in _of_person(same)] == [
        (("person", "Ada Fen"), ("alias", "Adah Fen"), ("handles", "adafen adah")),
        (("person", "Adah Fen"), ("apart", "Ada Fen")), (("unknown", "Adah Fen"),),
    ]  # fmt: skip
    bare = replace(same, handle=None)
    assert dict(next(_of_person(bare)).values)["handles"] == ""
    which = replace(same, kind="which")
    assert dict([*_of_person(which)][1].values)["apart"] == ""
