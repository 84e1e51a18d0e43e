"""The words of the forms."""

from datetime import date
from decimal import Decimal

from editing.balances import Asked
from editing.replies import Reply
from wording import editing

AUGUST = date(2026, 8, 31)


def test_the_message_has_two_lines_and_names_what_is_known():
    last = (date(2026, 6, 30), Decimal(26000))
    assert editing.request("the cloud credits", AUGUST, last, "USD") == (
        "What is left on the cloud credits at 31 August 2026?\n"
        "Last known: 26,000 USD on 30 June 2026. Three words back are enough."
    )
    assert editing.request("Gifts", AUGUST, None, "USD").endswith("?\nThree words back are enough.")


def test_a_request_says_whom_and_that_it_is_quiet():
    request = Asked("gift", date(2026, 9, 3), "@treasurer", AUGUST)
    assert editing.asked(request, is_quiet=True) == (
        "Asked @treasurer on 3 September 2026; quiet for 7 days."
    )
    assert editing.asked(request, is_quiet=False) == "Asked @treasurer on 3 September 2026."


def test_an_answer_is_shown_as_it_was_read():
    rough = Reply(Decimal(18000), AUGUST, is_rough=True)
    assert editing.read_as(rough, "USD")[1].startswith(
        "Read as about 18,000 USD, at 31 August 2026"
    )
    assert editing.read_as(Reply(is_unknown=True), "USD")[1].startswith(
        "Read as unknown, with no day"
    )
    assert editing.read_as(Reply(problem="no amount in it"), "USD")[0] == "partial"


def test_the_id_of_a_fund_is_made_from_its_name():
    assert editing.slug("Étoile — Grant 2026!") == "etoile-grant-2026"
    assert editing.slug("基金") == "fund"
