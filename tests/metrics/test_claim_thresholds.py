"""Claims at their thresholds: how near a count is the claimed one, how old a balance may be."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.briefing.meeting_pairs import Pair
from metrics.briefing.sheet import _is_of, is_certain
from metrics.issues import issue_claims
from metrics.issues.claim import Claim, Finding, IssueCount, MonthsLeft, Unknown, agrees
from metrics.issues.claims import Checked
from tests.metrics.test_claims import AS_OF, AUGUST, check, claim, closed, costs, money
from tests.metrics.test_issues import issue
from warehouse.records import FundBalance


@pytest.mark.parametrize(
    ("quote", "value", "counted", "yes"),
    [
        ("closed about 50", 50, 45, True),  # a tenth, and not more
        ("closed about 50", 50, 55, True),
        ("closed about 50", 50, 55.1, False),
        ("closed fewer than 50", 50, 51, False),
        ("closed over 50", 50, 50, True),
        ("closed ~50", 50, 46, True),
        ("closed 50", None, 50, False),
    ],
)
def test_about_is_a_tenth_and_a_bound_is_of_one_side(quote, value, counted, yes):
    said = Claim("", AS_OF, "", None, "", value, None, None, "", "", quote, "", 1)
    assert agrees(said, counted) is yes


def test_a_range_of_which_one_end_is_known_is_that_number():
    low, high = (
        Claim("", AS_OF, "", None, "", None, low, high, "", "", "so many", "", 1)
        for low, high in ((6, None), (None, 8))
    )
    assert [agrees(low, n) for n in (5, 6, 7)] == [False, True, False]
    assert [agrees(high, n) for n in (7, 8, 9)] == [False, True, False]
    assert [agrees(low, n, slack=0.5) for n in (5.4, 5.5, 6.5, 6.6)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "name", "yes"),
    [
        ("closed 3 in books", "books", True),  # of five letters, after a preposition
        ("closed 3 in book", "book", False),  # of four it must be called a repository
        ("closed 3 in the book repo", "book", True),
        ("closed 3 in repository book", "book", True),
        ("closed 3 in `book`", "book", True),
        ("closed 3, books", "books", False),
        ("closed 3 in notebooks", "books", False),
        ("closed 3 in our **books**", "books", True),
    ],
)
def test_a_short_name_means_a_repository_where_it_is_called_one(text, name, yes):
    assert issue_claims._mentions(text, name) is yes


@pytest.mark.parametrize(
    ("value", "counted", "quote", "repo", "verdict", "yes"),
    [
        (10, 7, "closed 10", "a/b", "differs", True),  # by three, and by a tenth
        (10, 8, "closed 10", "a/b", "differs", False),
        (7, 10, "closed 7", "a/b", "differs", True),
        (50, 45, "closed 50", "a/b", "differs", True),
        (50, 46, "closed 50", "a/b", "differs", False),
        (45, 50, "closed 45", "a/b", "differs", True),
        (100, 111, "closed 100", "a/b", "differs", False),  # of the larger one
        (111, 100, "closed 111", "a/b", "differs", False),
        (10, 7, "closed 10", "", "differs", False),  # of all repositories: perhaps others are meant
        (10, 7, "closed 10 this month", "a/b", "differs", False),
        (10, 7, "closed 10", "a/b", "agrees", False),
        (None, 7, "closed some", "a/b", "differs", False),
    ],
)
def test_a_claim_is_a_matter_where_it_differs_for_certain(
    value, counted, quote, repo, verdict, yes
):
    said = Claim("", AS_OF, "team", None, "", value, None, None, "", "", quote, "", 1)
    answer = IssueCount("closed", repo, AUGUST, AS_OF, counted)
    assert is_certain(Checked(said, Finding(verdict, answer, counted))) is yes


@pytest.mark.parametrize(
    ("days", "verdict"), [(62, "agrees"), (63, "unknown"), (-62, "agrees"), (-63, "unknown")]
)
def test_a_balance_says_something_of_two_months_on_either_side(build, days, verdict):
    stated = FundBalance("grant", AS_OF + timedelta(days=days), Decimal(21_000), True, "statement")
    assert check(build, money(21_000, "21,000 USD left"), stated).verdict == verdict


@pytest.mark.parametrize(("ago", "answer"), [(62, True), (63, False)])
def test_months_rest_on_balances_of_the_last_two_months(build, ago, answer):
    held = FundBalance("grant", AS_OF - timedelta(days=ago), Decimal(21_000), True, "statement")
    said = claim(7, "7 months of cloud bill", "runway_months", unit="months")
    finding = check(build, said, held, *costs(date(2018, 6, 1), 120, 100))
    found = finding.answer if answer else None
    assert finding.answer == (found or Unknown("no_balance", day=AS_OF))
    assert isinstance(finding.answer, MonthsLeft) is answer


@pytest.mark.parametrize(
    ("months", "verdict"),
    [("7.39", "agrees"), ("6.4", "agrees"), ("6.39", "differs"), ("7.4", "differs")],
)
def test_months_agree_within_half_of_one(build, months, verdict):
    held = FundBalance(
        "grant", AS_OF, Decimal(21_000), True, "statement"
    )  # 6.9 months of 100 a day
    said = claim(float(months), f"{months} months", "runway_months", unit="months")
    exact = Decimal(21_000) / Decimal("3043.75")
    finding = check(build, said, held, *costs(date(2018, 6, 1), 120, 100))
    agreed = abs(Decimal(months) - exact) <= Decimal("0.5")
    assert (finding.verdict, agreed) == (verdict, verdict == "agrees")


def test_a_claim_is_of_the_pair_whose_second_meeting_it_is_from():
    def held(day):
        said = Claim("", day, "team", None, "", 1, None, None, "", "", "1", "", 1)
        return _is_of(Checked(said, Finding("unknown")), Pair("team", AUGUST, AS_OF, True))

    days = [AUGUST, AUGUST + timedelta(days=1), AS_OF, AS_OF + timedelta(days=1), None]
    assert [held(day) for day in days] == [False, True, True, False, False]


def test_only_a_count_of_issues_differs_for_certain():
    said = Claim("", AS_OF, "", None, "", 50, None, None, "", "", "50 issues", "", 1)
    counted = IssueCount("open", "lab/hub", None, AS_OF, 20)
    assert is_certain(Checked(said, Finding("differs", counted, 20)))
    for answer in (MonthsLeft(Decimal(9), Decimal(3), "USD", Decimal(3)), Unknown("no_bill"), None):
        assert not is_certain(Checked(said, Finding("differs", answer, 20)))


def test_a_bot_counts_where_no_repository_is_named(build):
    bot = issue(9, "2018-08-01", closed="2018-09-18", author="x[bot]", author_is_bot=True)
    finding = check(build, claim(quote="Closed 50 issues"), *closed(3), *bot)
    assert finding.answer == Unknown("repository_not_named", closed=4, repositories=2)
