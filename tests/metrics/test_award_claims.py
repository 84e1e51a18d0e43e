"""What an award that pays costs back is to be asked for, and what money in advance earned."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from award_facts import award
from hypothesis import given
from hypothesis import strategies as st
from runway_records import fund, info, planned

from metrics.awards.charges import Charge
from metrics.awards.claims import Claim, Claiming, claiming
from metrics.awards.interest import Interest, interest
from metrics.awards.ledger import claim, claim_rows
from warehouse.records import (
    Award,
    AwardClaim,
    AwardInterest,
    AwardLine,
    AwardPayment,
    BookedCost,
    FundingSetting,
    SourceRun,
)
from wording import award_claims

D = Decimal
TODAY = date(2026, 9, 17)
MAY, AUGUST = date(2026, 5, 31), date(2026, 8, 31)
KEPT = [
    FundingSetting(24, None, None, [], claims="claims.csv"),
    SourceRun("funds", "claims.csv", "ok", datetime(2026, 9, 1), 1, 0),
]
BACK = [
    info(TODAY), fund("nsf", starts=date(2026, 1, 1), ends=date(2027, 12, 31)),
    Award("nsf", codes=["NSF"], paid="reimbursed"),
    AwardLine("nsf", 1, "Travel", "travel", D(90_000), ["5200"]),
]  # fmt: skip


def booked(day, amount, code="NSF"):
    return BookedCost(day, "books", "travel", code, "5200", "USD", D(amount), 1, "books.csv")


COSTS = [booked(date(2026, 4, 2), "100.10"), booked(date(2026, 7, 9), "20.05"),
         booked(date(2026, 9, 12), "3")]  # fmt: skip


def asked(build, *records, to=None):
    return claiming(build([*BACK, *KEPT, *COSTS, *records]).cursor(), fund="nsf", to=to)


def test_to_claim_now_is_what_was_spent_less_what_was_claimed(build):
    found = asked(
        build, AwardClaim("nsf", date(2026, 6, 3), MAY, D("90.10"), "C-1"),
        AwardPayment("nsf", D(80), "received", date(2026, 7, 1)), planned(5_000, TODAY),
        AwardClaim("nsf", date(2026, 9, 18), MAY, D(7), "of tomorrow"),
    )  # fmt: skip
    assert (found.spent, found.claimed, found.paid) == (D("123.15"), D("90.10"), D(80))
    assert (found.to_claim, found.through, found.doubt) == (D("33.05"), MAY, None)
    assert found.claims == (Claim(date(2026, 6, 3), MAY, D("90.10"), "C-1"),)


def test_a_claim_to_an_earlier_day_has_the_costs_of_that_day_and_before(build):
    assert asked(build, to=date(2026, 7, 9)).to_claim == D("120.15")
    assert asked(build, to=date(2026, 7, 8)).to_claim == D("100.10")


def test_more_claimed_than_charged_is_shown_below_zero(build):
    found = asked(build, AwardClaim("nsf", TODAY, TODAY, D(200)))
    assert found.to_claim == D("-76.85")


def test_what_is_above_the_award_is_named_as_such(build):
    awarded = [fund("nsf", starts=None)]
    records = [each for each in BACK if getattr(each, "fund_id", "") != "nsf" or
               isinstance(each, (Award, AwardLine))]  # fmt: skip
    terms = {n: getattr(awarded[0], n) for n in type(awarded[0]).__dataclass_fields__}
    made = type(awarded[0])(**{**terms, "awarded": D(120)})
    db = build([*records, made, *KEPT, *COSTS]).cursor()
    found = claiming(db, fund="nsf")
    assert (found.to_claim, found.over_award) == (D("123.15"), D("3.15"))


@pytest.mark.parametrize(
    ("more", "doubt"),
    [
        ([], "not_kept"),
        ([FundingSetting(24, None, None, [], claims="claims.csv")], "unread"),
        ([KEPT[0], SourceRun("funds", "claims.csv", "failed")], "unread"),
        ([KEPT[0], SourceRun("funds", "claims.csv", "ok", None, 3, 1)], "unread"),
        ([*KEPT, AwardPayment("nsf", D(1), "received", date(2026, 7, 1))], "missing"),
        ([*KEPT, AwardPayment("nsf", D(1), "claimed", None)], "missing"),
        ([KEPT[0], SourceRun("funds", "claims.csv", "stale", None, 3, 0)], None),
    ],
)
def test_what_to_claim_is_not_known_where_claims_may_be_missing(build, more, doubt):
    found = claiming(build([*BACK, *COSTS, *more]).cursor(), fund="nsf")
    assert (found.doubt, found.to_claim) == (doubt, None if doubt else D("123.15"))


def test_a_day_before_the_last_claim_has_no_amount(build):
    found = asked(build, AwardClaim("nsf", date(2026, 9, 1), AUGUST, D(5)), to=date(2026, 7, 31))
    assert (found.spent, found.doubt, found.to_claim) == (D("120.15"), "later", None)


@pytest.mark.parametrize(
    ("terms", "is_one"),
    [({"paid": "advance", "reimbursed_after_days": 60}, False), ({}, False),
     ({"reimbursed_after_days": 60}, True)],
)  # fmt: skip
def test_only_an_award_that_pays_back_has_claims(build, terms, is_one):
    days = terms.pop("reimbursed_after_days", None)
    one = fund("nsf", starts=date(2026, 1, 1), reimbursed_after_days=days)
    db = build([info(TODAY), one, Award("nsf", codes=["NSF"], **terms), *KEPT, *COSTS]).cursor()
    assert (claiming(db, fund="nsf") is not None) is is_one
    assert claiming(db, fund="nobody") is None


def test_the_rows_of_a_claim_are_the_costs_since_the_last_and_what_came_late(build):
    db = build([*BACK, *KEPT, *COSTS, AwardClaim("nsf", date(2026, 6, 3), MAY, D("90.10"))])
    found = claim(db.cursor(), fund="nsf")
    assert found.holds
    assert (found.figure, found.unit, found.count) == (D("33.05"), "USD", 3)
    assert [tuple(each) for each in found.rows.itertuples(index=False)] == [
        (MAY, "", "", "", "came_since", D("10.00")),
        (date(2026, 7, 9), "Travel", "5200", "books.csv", "booked", D("20.05")),
        (date(2026, 9, 12), "Travel", "5200", "books.csv", "booked", D("3.00")),
    ]


def test_the_rows_of_a_line_of_few_people_do_not_open(build):
    few = AwardLine("nsf", 2, "People", "people", D(90_000), ["5100"], persons=2)
    pay = BookedCost(MAY, "books", "people", "NSF", "5100", "USD", D(9), 1, "books.csv")
    db = build([*BACK, *KEPT, *COSTS, few, pay]).cursor()
    assert claiming(db, fund="nsf").to_claim == D("132.15")
    assert claim(db, fund="nsf").figure is None


AMOUNTS = st.decimals(-500, 500, places=6, allow_nan=False, allow_infinity=False)
DAYS = st.dates(date(2026, 1, 1), TODAY)
SPENT = st.lists(st.tuples(DAYS, st.sampled_from(["", "Travel"]), AMOUNTS), max_size=8)


@pytest.mark.slow
@given(costs=SPENT, claims=st.lists(st.tuples(DAYS, st.decimals(0, 500, places=2)), max_size=4))
def test_rows_of_a_claim_add_up_to_it_and_with_all_claims_to_all_that_was_spent(costs, claims):
    every = [Charge("nsf", day, line, amount, "by_rule") for day, line, amount in costs]
    sums = [sum((each.amount for each in every if each.line == n), D(0)) for n in ("", "Travel")]
    spent = sum((round(each, 2) for each in sums), D(0))
    sent = tuple(Claim(TODAY, day, amount, None) for day, amount in claims)
    found = Claiming(award("nsf"), TODAY, spent, sent, None, None)
    other = Charge("other", TODAY, "", D(9), "booked")
    late = Charge("nsf", date(2026, 9, 18), "", D(9), "booked")
    rows = claim_rows(found, [*every, other, late])
    assert sum(rows["amount"], D(0)) == found.to_claim == spent - found.claimed
    rounding = rows[rows["how"] == "rounding"]["amount"]
    assert abs(sum(rounding, D(0))) <= D("0.02")
    written = award_claims.table(found, rows)
    assert sum(written["Amount"], D(0)) == found.to_claim


def earned(day, amount, currency="USD"):
    return AwardInterest("nsf", day, amount if amount is None else D(amount), currency)


def test_interest_is_kept_up_to_an_amount_a_year_and_the_rest_goes_back(build):
    rule = Award("nsf", interest_kept=D(500), interest_source="2 CFR 200.305", year_starts=7)
    db = build([
        info(TODAY), fund("nsf"), rule, earned(date(2025, 6, 30), "700.25"),
        earned(date(2025, 7, 1), "300"), earned(date(2026, 6, 30), "300.50"),
        earned(date(2026, 8, 1), "50"), earned(date(2026, 9, 30), "9"),
    ]).cursor()  # fmt: skip
    assert interest(db, fund="nsf", to=TODAY) == Interest(
        D("1350.75"), D("300.75"), D(500), "2 CFR 200.305", None
    )
    early = interest(db, fund="nsf", to=date(2025, 6, 30))
    assert (early.amount, early.to_return) == (D("700.25"), D("200.25"))


@pytest.mark.parametrize(
    ("entries", "said"),
    [([], None), ([earned(TODAY, "0")], (D(0), None)), ([earned(TODAY, "3")], (D(3), None)),
     ([earned(TODAY, "3"), earned(TODAY, None)], None),
     ([earned(TODAY, "3"), earned(TODAY, "1", "EUR")], None)],
)  # fmt: skip
def test_interest_that_nobody_entered_and_a_rule_that_nobody_entered_are_not_known(
    build, entries, said
):
    db = build([info(TODAY), fund("nsf"), Award("nsf"), *entries]).cursor()
    found = interest(db, fund="nsf", to=TODAY)
    assert (found and (found.amount, found.to_return)) == said
