"""Credits end, cash begins: since when, which bills, from what."""

from datetime import date, timedelta

import pytest
from runway_records import balance, every_day, fund, info

from metrics.briefing.money import money
from metrics.data_quality import sources
from metrics.runway.cash_bills import CashBills
from metrics.runway.outlook import outlook
from wording import digest, runway

AS_OF = date(2026, 8, 31)
BILLS = every_day(date(2025, 9, 1), AS_OF + timedelta(days=2), "10")
GIFTS = [fund("gifts", "donation"), balance("gifts", date(2026, 6, 30), 9000)]


def switch(build, ends, amount, on=date(2026, 6, 30)):
    credits = [fund("credits", "credits", ends, ["cloud"]), balance("credits", on, amount)]
    return outlook(build([*BILLS, *GIFTS, *credits, info(AS_OF)]).cursor()).cash_bills


@pytest.mark.slow
def test_while_credits_pay_nothing_is_said(build):
    assert switch(build, date(2026, 12, 31), 5000) is None
    assert runway.cash_bills(None) == ""


@pytest.mark.slow
def test_credits_that_expired_hand_over_on_the_day_after(build):
    found = switch(build, date(2026, 7, 15), 5000)
    assert found == CashBills(date(2026, 7, 16), ("The credits",), ("cloud",), ("The gifts",))
    assert runway.cash_bills(found) == (
        "Since 16 July 2026, bills for cloud are paid in cash, from the gifts: the credits ended."
    )


def test_credits_that_were_used_up_hand_over_on_that_day(build):
    """200 left on 30 June at 10 a day pay until 20 July."""
    assert switch(build, date(2026, 12, 31), 200).since == date(2026, 7, 21)


def test_the_digest_says_it_with_the_end_of_the_money(build):
    credits = [fund("credits", "credits", date(2026, 7, 15), ["cloud"]),
               balance("credits", date(2026, 6, 30), 5000)]  # fmt: skip
    db = build([*BILLS, *GIFTS, *credits, info(AS_OF)]).cursor()
    sent = digest.message(sources.info(db), money(db), [], [], 0)
    assert "Since 16 July 2026, bills for cloud are paid in cash, from the gifts" in sent


@pytest.mark.slow
def test_a_year_later_it_is_no_news(build):
    assert switch(build, date(2025, 7, 15), 0, on=date(2025, 6, 30)) is None
