"""Credits whose host gives no balance: the award, or a statement, less those in the bills."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from bill_records import days
from runway_records import balance, fund, info

from metrics.funds import ledger, register
from metrics.funds.derived import Check, Derived, derived
from metrics.runway import caveats
from metrics.runway.inputs.gather import each_currency
from metrics.runway.outlook import outlook
from warehouse.records import BillingFile
from wording import derived as words
from wording import funds

AS_OF = date(2026, 7, 20)
MARCH, COMPLETE = date(2026, 3, 1), date(2026, 7, 16)  # bills end two days later
CREDITS = replace(fund("google", "credits", starts=MARCH, credits_account="gcp"), awarded=D(10_000))
PROMOTION = {"charge_category": "Credit", "credit_kind": "promotion"}
# 140 days at 50, of which credits pay 40; a discount is part of the price.
BILLS = [
    *days(MARCH, 140, "55"), *days(MARCH, 140, "-40", **PROMOTION),
    *days(MARCH, 140, "-5", charge_category="Credit", credit_kind="discount"),
    *days(MARCH, 140, "-7", account="other", **PROMOTION),
]  # fmt: skip
KNOWN = Derived("google", "The google", "USD", "gcp")


def found(build, *records):
    db = build([*records, info(AS_OF)]).cursor()
    return derived(db, as_of=AS_OF)


def test_the_award_less_the_credits_in_its_bills_is_left_to_their_last_complete_day(build):
    used = D(40 * 138)
    assert found(build, CREDITS, *BILLS) == [
        replace(KNOWN, since=date(2026, 2, 28), base=D(10_000), by_award=True, on_day=COMPLETE,
                used=used, amount=10_000 - used)
    ]  # fmt: skip


def test_it_begins_at_the_newest_statement_and_is_compared_with_it(build):
    stated = [
        balance("google", date(2026, 4, 30), 7_500),
        balance("google", date(2026, 6, 30), 5_000),
    ]
    assert found(build, CREDITS, *BILLS, *stated) == [
        replace(KNOWN, since=date(2026, 6, 30), base=D(5_000), on_day=COMPLETE, used=D(640),
                amount=D(4_360), check=Check(date(2026, 6, 30), D(7_500 - 40 * 61), D(5_000)))
    ]  # fmt: skip


def test_a_bill_without_a_currency_counts_in_that_of_the_fund(build):
    plain = [replace(each, currency=None) for each in BILLS]
    assert found(build, CREDITS, *plain)[0].used == D(40 * 138)


def test_a_statement_that_is_newer_than_the_bills_stands_alone(build):
    newer = balance("google", date(2026, 7, 18), 4_000)
    assert found(build, CREDITS, *BILLS, newer) == [
        replace(KNOWN, since=date(2026, 7, 18), base=D(4_000))
    ]  # fmt: skip


NOT_KNOWN = {
    "bills begin after the award": (
        [replace(CREDITS, starts_on=date(2026, 2, 1)), *BILLS],
        {"why": "begins late", "day": MARCH, "since": date(2026, 1, 31), "base": D(10_000),
         "by_award": True},
    ),
    "bills leave out a week": (
        [CREDITS, *(b for b in BILLS if not date(2026, 5, 4) <= b.day <= date(2026, 5, 12))],
        {"why": "missing days", "day": date(2026, 5, 4), "since": date(2026, 2, 28),
         "base": D(10_000), "by_award": True},
    ),
    "bills in another currency": (
        [replace(CREDITS, currency="EUR"), *BILLS],
        {"currency": "EUR", "why": "other currency", "since": date(2026, 2, 28), "base": D(10_000),
         "by_award": True},
    ),
    "more credits than there were": (
        [replace(CREDITS, awarded=D(5_000)), *BILLS],
        {"why": "too much", "since": date(2026, 2, 28), "base": D(5_000), "by_award": True},
    ),
    "an export without credits": (
        [CREDITS, *(b for b in BILLS if b.credit_kind != "promotion" or b.account != "gcp")],
        {"why": "no credits", "since": date(2026, 2, 28), "base": D(10_000), "by_award": True},
    ),
    "no bill": ([CREDITS, *days(MARCH, 9, "5", account="other")], {"why": "no bill"}),
    "no award and no statement": ([replace(CREDITS, awarded=None), *BILLS], {"why": "no award"}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", NOT_KNOWN)
def test_nothing_is_derived_where_the_bills_do_not_say_it(build, name):
    records, said = NOT_KNOWN[name]
    [only] = found(build, *records)
    assert only == replace(KNOWN, **said)
    assert words.line(only).startswith("not derived: ")
    db = build([*records, info(AS_OF)]).cursor()
    assert all(given.held["google"].balance is None for given in each_currency(db)
               if "google" in given.held)  # fmt: skip


def test_a_gap_before_the_newest_statement_is_no_matter(build):
    bills = [b for b in BILLS if not date(2026, 5, 4) <= b.day <= date(2026, 5, 12)]
    [only] = found(build, CREDITS, *bills, balance("google", date(2026, 6, 30), 5_000))
    assert (only.amount, only.check) == (D(4_360), None)


@pytest.mark.slow
def test_the_runway_takes_it_as_derived_rolls_it_on_and_no_balance_is_said_to_be_confirmed(build):
    db = build([CREDITS, *BILLS, info(AS_OF)]).cursor()
    [position] = register.register(db)
    assert (position.held.statement.derived, position.held.statement.amount) == (True, D(4_480))
    assert (position.held.is_estimated, position.held.unexplained) == (True, None)
    assert funds.balance_basis(position.held, "USD").startswith("derived 16 Jul 2026, then ")
    [caveat] = [c for c in outlook(db).caveats if isinstance(c, caveats.Unconfirmed)]
    assert caveat == caveats.Unconfirmed("The google", None, derived=True)
    rows = ledger.balance(db, fund="google")
    assert rows.rows["move"].tolist()[0] == "derived"
    assert rows.figure == rows.total == position.balance


@pytest.mark.slow
def test_the_difference_stands_on_the_funds_row_in_one_line_with_what_to_do(build):
    stated = balance("google", date(2026, 4, 30), 7_500)
    db = build([CREDITS, *BILLS, stated, info(AS_OF)]).cursor()
    [position] = register.register(db)
    assert words.detail(position.derived) == (
        "7,500.00 USD stated on 30 Apr 2026 less 3,080.00 USD of credits in bills of gcp. On 30 "
        "Apr 2026 7,500.00 USD was stated and 7,560.00 USD derived: 60.00 USD less than the bills "
        "let expect. Add the bills of gcp that are missing, or ask whether credits expired."
    )
    assert "60.00 USD less than the bills let expect" in str(funds._row(position)[3])


@pytest.mark.parametrize(
    ("amount", "end"),
    [
        (7_560, "derived: no difference."),
        (7_600, "40.00 USD more than the bills let expect. Check the statement, and whether bills "
         "of gcp show other credits, too."),
    ],
)  # fmt: skip
def test_a_statement_that_agrees_or_says_more_is_said_too(build, amount, end):
    [only] = found(build, CREDITS, *BILLS, balance("google", date(2026, 4, 30), amount))
    assert words.line(only).endswith(end)


def test_a_bill_that_is_final_is_complete_to_its_last_day(build):
    last = date(2026, 7, 18)
    final = BillingFile("bill.csv", "focus", "gcp", 1, 1, 0, 0, MARCH, last, True, "x" * 64)
    mine = [b for b in BILLS if b.account == "gcp"]
    [only] = found(build, CREDITS, *mine, final)
    assert (only.on_day, only.used) == (last, D(40 * 140))
