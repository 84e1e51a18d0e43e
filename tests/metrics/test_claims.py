from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from metrics.briefing.alerts import alerts
from metrics.briefing.money import Money
from metrics.issues.claim import (
    Awarded,
    BilledAmount,
    Claim,
    IssueCount,
    MonthsLeft,
    StatedBalance,
    Unknown,
    agrees,
    rounding,
)
from metrics.issues.claims import claim_count, claims
from tests.metrics.test_issues import at, flat, issue, meeting, repo
from warehouse.records import Claim as ClaimRecord
from warehouse.records import ClaimAnswer, CostDaily, Fund, FundBalance, IssueEvent

AS_OF, AUGUST = date(2018, 9, 20), date(2018, 8, 16)
FIFTY = "Closed 50 open issues on Hub repo"


def claim(value=50, quote=FIFTY, kind="issues_closed", day="2018-09-20", unit="issues", **more):
    values = {"low": None, "high": None, "subject": None, **more}
    return ClaimRecord(
        day and f"team-{day}", kind, value, values["low"], values["high"], unit,
        values["subject"], quote, f"{day}.md", 72,
    )  # fmt: skip


def closed(count, *, repo_id=1, first=1, day="2018-09-18", pull=False):
    return flat(
        *(
            issue(n, "2018-08-01", closed=day, repo_id=repo_id, is_pull=pull)
            for n in range(first, first + count)
        )
    )


def world(*records):
    meetings = [meeting("2018-08-16"), meeting("2018-09-20")]
    return flat(repo(), repo(2, "lab/binderhub"), *meetings, *records)


def check(build, *records, as_of=AS_OF):
    found = claims(build(world(*records)), as_of=as_of)
    return found[0].finding


def test_fifty_closed_is_true_though_one_was_reopened(build):
    reopened = issue(
        50, "2018-08-01", events=[("closed", "2018-09-18"), ("reopened", "2018-09-19")]
    )
    finding = check(build, claim(), *closed(49), *reopened)
    assert (finding.verdict, finding.counted) == ("agrees", 50)
    assert finding.answer == IssueCount("closed", "lab/hub", AUGUST, AS_OF, 50)
    assert finding.query == "is:issue closed:2018-08-16..2018-09-20"
    assert finding.url == (
        "https://github.com/lab/hub/issues?q=is%3Aissue+closed%3A2018-08-16..2018-09-20"
    )


def test_a_count_that_differs_is_given_as_counted(build):
    finding = check(build, claim(), *closed(47))
    assert (finding.verdict, finding.counted) == ("differs", 47)
    assert finding.answer == IssueCount("closed", "lab/hub", AUGUST, AS_OF, 47)


def test_teams_say_issues_for_pull_requests_too(build):
    finding = check(build, claim(), *closed(38), *closed(12, first=100, pull=True))
    assert finding.verdict == "agrees"
    assert finding.answer == IssueCount("closed", "lab/hub", AUGUST, AS_OF, 38, pulls=12)


def test_what_bots_opened_counts_as_github_counts_it(build):
    bots = issue(50, "2018-08-01", closed="2018-09-18", author="x[bot]", author_is_bot=True)
    assert check(build, claim(), *closed(49), *bots).verdict == "agrees"


@pytest.mark.parametrize(
    ("quote", "named"),
    [
        ("Closed 50 issues in lab/binderhub.", "lab/binderhub"),
        ("Closed 50 issues in BinderHub", "lab/binderhub"),
        ("Closed 50 issues of the `hub`", "lab/hub"),
        ("Closed 50 issues on the hub repository", "lab/hub"),
        ("Closed 50 issues in the hub", None),
        ("Closed 50 issues, hurray", None),
        ("Closed 50 issues in the hub repo and in BinderHub", None),
        ("Closed 50 issues in other/where", "other/where"),
    ],
)
def test_a_repository_is_taken_when_named_and_never_guessed(build, quote, named):
    finding = check(build, claim(quote=quote), *closed(50), *closed(50, repo_id=2))
    if named is None:
        assert finding.verdict == "unknown"
        assert finding.answer.cause in ("repository_not_named", "repository_ambiguous")
    elif named.startswith("lab/"):
        assert (finding.verdict, finding.answer.repo) == ("agrees", named)
    else:
        assert finding.answer == Unknown("repository_not_read", (named,))


def test_two_repositories_that_may_be_meant_are_both_named(build):
    said = claim(quote="Closed 50 issues in the hub repo and in BinderHub")
    finding = check(build, said, *closed(50))
    assert finding.answer == Unknown("repository_ambiguous", ("lab/binderhub", "lab/hub"))


def test_without_a_repository_the_count_of_all_is_given_and_judges_nothing(build):
    finding = check(build, claim(quote="Closed 50 issues"), *closed(30), *closed(20, repo_id=2))
    assert finding.verdict == "unknown"
    assert finding.answer == Unknown("repository_not_named", closed=50, repositories=2)


def test_the_only_repository_is_meant(build):
    records = [
        repo(),
        meeting("2018-08-16"),
        meeting("2018-09-20"),
        claim(quote="Closed 2 issues", value=2),
    ]
    assert claims(build(flat(*records, *closed(2))), as_of=AS_OF)[0].finding.verdict == "agrees"


def test_an_older_name_of_a_repository_is_understood(build):
    records = [
        repo(older_names=["lab/core"]), repo(2, "lab/binderhub"),
        meeting("2018-08-16"), meeting("2018-09-20"), claim(2, "Closed 2 issues in lab/core"),
    ]  # fmt: skip
    finding = claims(build(flat(*records, *closed(2))), as_of=AS_OF)[0].finding
    assert (finding.verdict, finding.answer.repo) == ("agrees", "lab/hub")


def test_the_window_begins_at_the_meeting_before_that_was_held(build):
    records = [
        repo(), meeting("2018-07-19"), meeting("2018-08-16", cancelled=True),
        meeting("2018-09-06", "other"), meeting("2018-09-20"),
        claim(1, "Closed 1 issue in lab/hub"),
    ]  # fmt: skip
    finding = claims(build(flat(*records, *closed(1, day="2018-07-25"))), as_of=AS_OF)[0].finding
    assert (finding.answer.first, finding.answer.last) == (date(2018, 7, 19), AS_OF)


def test_a_first_meeting_has_no_window(build):
    records = flat(repo(), meeting("2018-09-20"), claim())
    found = claims(build(records), as_of=AS_OF)[0].finding
    assert found.answer == Unknown("no_earlier_meeting")


def test_the_answer_is_frozen_as_of_the_window(build):
    late = [IssueEvent(1, 1, "reopened", at("2018-12-01"), at("2018-12-02"))]
    records = world(claim(2, "Closed 2 issues in lab/hub"), *closed(2), *late)
    finding = claims(build(records), as_of=date(2019, 1, 1))[0].finding
    assert (finding.verdict, finding.counted) == ("agrees", 2)


def test_open_issues_are_counted_on_the_meetings_day(build):
    asked = claim(3, "There are 3 open issues in lab/hub", "issues_open")
    finding = check(build, asked, *issue(1, "2018-09-01"), *issue(2, "2018-09-01"))
    assert finding.verdict == "differs"
    assert finding.answer == IssueCount("open", "lab/hub", AS_OF, AS_OF, 2)
    assert finding.query == "is:issue created:<=2018-09-20 -closed:<=2018-09-20"


def test_merged_pulls_are_counted_by_their_merging(build):
    rows = closed(3, pull=True)
    merged = [replace(rows[0], merged_at=at("2018-09-18")), *rows[1:]]
    finding = check(build, claim(1, "Merged 1 PR in lab/hub", "prs_merged"), *merged)
    assert (finding.verdict, finding.counted) == ("agrees", 1)
    assert finding.query == "is:pr merged:2018-08-16..2018-09-20"


def test_a_repository_not_read_to_the_end_or_not_since_cannot_answer(build):
    half = [repo(complete=False), meeting("2018-08-16"), meeting("2018-09-20"), claim()]
    answer = claims(build(flat(*half)), as_of=AS_OF)[0].finding.answer
    assert answer == Unknown("reading_incomplete", ("lab/hub",))
    old = [repo(synced_at=at("2018-09-01")), meeting("2018-08-16"), meeting("2018-09-20"), claim()]
    answer = claims(build(flat(*old)), as_of=AS_OF)[0].finding.answer
    assert answer == Unknown("read_before_end", ("lab/hub",), day=date(2018, 9, 1))


def test_claims_toml_settles_repository_window_or_that_it_is_no_claim(build):
    said = claim(2, "Closed 2 issues")
    settled = ClaimAnswer(
        "team-2018-09-20",
        "closed 2",
        "lab/hub",
        date(2018, 9, 1),
        date(2018, 9, 19),
        True,
        "sprint",
    )
    rows = [*closed(2), *closed(1, first=9, day="2018-08-20")]
    found = claims(build(world(said, settled, *rows)), as_of=AS_OF)[0]
    window = date(2018, 9, 1), date(2018, 9, 19)
    assert found.finding.answer == IssueCount("closed", "lab/hub", *window, 2)
    assert found.note == "sprint"
    no_claim = replace(settled, is_claim=False)
    assert claims(build(world(said, no_claim, *rows)), as_of=AS_OF)[0].finding.verdict == "no claim"
    everywhere = replace(settled, repo="all", first_on=None, last_on=None)
    assert check(build, said, everywhere, *rows).counted == 3


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (claim(50, "Halved stale issues by 50%", unit="%"), "share"),
        (claim(day=None), "no_dated_meeting"),
    ],
)
def test_a_claim_that_cannot_be_checked_has_its_cause(build, said, cause):
    assert check(build, said, *closed(50)).answer == Unknown(cause)


def test_a_claim_of_a_later_meeting_is_not_there_yet(build):
    assert claims(build(world(claim())), as_of=date(2018, 9, 19)) == []


def test_other_kinds_of_claims_are_not_in_the_table(build):
    assert claims(build(world(claim(4500, "4.5k users", "users", unit="users"))), as_of=AS_OF) == []


@pytest.mark.parametrize(
    ("quote", "value", "low", "high", "counted", "yes"),
    [
        ("closed 50", 50, None, None, 50, True),
        ("closed 50", 50, None, None, 49, False),
        ("closed about 50", 50, None, None, 46, True),
        ("closed about 50", 50, None, None, 44, False),
        ("closed more than 50", 50, None, None, 80, True),
        ("closed 50+", 50, None, None, 80, True),
        ("closed at least 50", 50, None, None, 49, False),
        ("closed up to 50", 50, None, None, 20, True),
        ("6-8 months", None, 6, 8, 7, True),
        ("6-8 months", None, 6, 8, 9, False),
    ],
)
def test_words_around_a_number_are_heeded(quote, value, low, high, counted, yes):
    said = Claim("", AS_OF, "", None, "", value, low, high, "", "", quote, "", 1)
    assert agrees(said, counted) is yes


@pytest.mark.parametrize(("value", "half"), [(3900, 50), (3738, 0.5), (12.5, 0.05), (100, 50)])
def test_a_number_is_as_exact_as_its_last_place(value, half):
    assert rounding(value) == half


def cost(day, amount, charge="Usage"):
    billed = Decimal(amount)
    return CostDaily(
        day, "acme", "cloud", None, None, None, None, charge, "USD", billed, None, None, 1, "b.csv"
    )


def money(value, quote, **more):
    return claim(value, quote, "money", unit="USD", **more)


def costs(first, days, amount):
    return [cost(date.fromordinal(first.toordinal() + n), amount) for n in range(days)]


@pytest.mark.parametrize(
    ("said", "verdict"), [(3100, "agrees"), (2600, "differs"), (3101, "agrees"), (3090, "agrees")]
)
def test_a_bill_is_compared_with_its_month(build, said, verdict):
    finding = check(
        build, money(said, f"The August bill was {said} USD"), *costs(date(2018, 8, 1), 31, 100)
    )
    assert finding.verdict == verdict
    month = date(2018, 8, 1)
    assert finding.answer == BilledAmount(Decimal(3100), "USD", "gross", None, month)


def test_a_monthly_cost_is_compared_with_the_three_months_before(build):
    spent = costs(date(2018, 6, 1), 120, 100)
    finding = check(build, money(3000, "We spend about 3,000 USD a month"), *spent)
    assert finding.verdict == "agrees"
    assert finding.answer == BilledAmount(Decimal("3043.75"), "USD", "gross")


def test_months_are_compared_with_the_balances_and_burn_of_their_date(build):
    fund = Fund(
        "grant", "Grant", "grant", "USD", Decimal(90_000), None, None, [], Decimal(0), Decimal(0),
        None, None, None, None,
    )  # fmt: skip
    held = FundBalance("grant", date(2018, 8, 31), Decimal(21_000), True, "statement")
    quote = "probably will cover 6-8months of cloud bill"
    said = claim(None, quote, "runway_months", unit="months", low=6, high=8)
    finding = check(build, said, fund, held, *costs(date(2018, 6, 1), 120, 100))
    assert finding.verdict == "agrees"
    months = Decimal(21_000) / Decimal("3043.75")
    assert finding.answer == MonthsLeft(Decimal(21_000), Decimal("3043.75"), "USD", months)
    alone = check(build, said, *costs(date(2018, 6, 1), 120, 100))
    assert alone.answer == Unknown("no_balance", day=AS_OF)


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("We saved 400 USD a month", Unknown("saving", unit="USD")),
        ("June will be 3,900 USD", Unknown("plan", unit="USD")),
        ("The June bill was 3,900 USD", Unknown("no_bill", day=date(2018, 6, 1))),
        ("We spend 3,900 USD a month", Unknown("bills_incomplete", day=AS_OF)),
        ("We got 3,900 USD", Unknown("no_record")),
    ],
)
def test_money_nobody_recorded_is_not_called_wrong(build, quote, answer):
    finding = check(build, money(3900, quote))
    assert (finding.verdict, finding.answer) == ("unknown", answer)


def test_a_stated_balance_near_the_day_confirms_an_amount(build):
    fund = Fund(
        "grant", "Grant", "grant", "USD", None, None, None, [], Decimal(0), Decimal(0),
        None, None, None, None,
    )  # fmt: skip
    held = FundBalance("grant", date(2018, 8, 31), Decimal(3_900), True, "statement")
    finding = check(build, money(3900, "We hold 3,900 USD"), fund, held)
    assert finding.answer == StatedBalance("Grant", Decimal(3_900), "USD", date(2018, 8, 31))


def test_an_award_of_the_same_amount_is_named(build):
    fund = Fund(
        "grant", "Estuary Fund", "grant", "USD", Decimal(142_500), None, None, [], Decimal(0),
        Decimal(0), None, None, None, None,
    )  # fmt: skip
    finding = check(build, money(142_500, "142,500 USD from the Estuary Fund"), fund)
    assert finding.answer == Awarded("Estuary Fund", Decimal(142_500), "USD")


def test_an_award_does_not_confirm_a_part_of_it(build):
    fund = Fund(
        "grant", "Estuary Fund", "grant", "USD", Decimal(90_000), None, None, [], Decimal(0),
        Decimal(0), None, None, None, None,
    )  # fmt: skip
    finding = check(build, money(90_000, "About half of the 90,000 USD is spent"), fund)
    assert finding.answer == Unknown("part")


def test_a_difference_is_never_among_what_needs_attention(build):
    db = build(world(claim(), *closed(47)))
    assert claims(db, as_of=AS_OF)[0].finding.verdict == "differs"
    assert alerts(db, as_of=AS_OF, on=AS_OF, money=Money("USD", (), ())) == []


def test_the_newest_claims_are_checked_and_all_are_counted(build):
    said = [claim(n, f"Closed {n} issues in lab/hub") for n in range(1, 4)]
    old = claim(9, "Closed 9 issues in lab/hub", day="2018-08-16")
    db = build(world(old, *said, *closed(2)))
    found = claims(db, as_of=AS_OF, newest=3)
    assert [each.claim.value for each in found] == [1, 2, 3]
    assert [each.finding.verdict for each in found] == ["differs", "agrees", "differs"]
    assert claim_count(db, as_of=AS_OF) == 4
    assert claims(db, as_of=AS_OF, series="cafe") == []
