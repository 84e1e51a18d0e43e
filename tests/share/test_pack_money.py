"""What a pack says of its cost: the months that bills cover, before credits, each currency."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bill_records import cost, days
from builds import BUILT_AT

from config import Preset
from metrics.spending import whole_months
from share import money, summary
from share.facts import pack_facts
from share.slots import plain
from warehouse.records import BuildInfo, LaunchDaily, UsageBasis
from wording import pack as wording

pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 28)
INFO = BuildInfo(BUILT_AT, AS_OF, "Test", "USD", "UTC", "dashboard.toml", False, "0")
BILLS = [
    INFO, *days(date(2026, 1, 1), 332, "100"),
    *days(date(2026, 1, 1), 332, "-40", charge_category="Credit"),
]  # fmt: skip
HOSTING = days(date(2026, 9, 1), 91, "10", category="hosting", account="h", currency="EUR")


def written(db, audience="funder", amounts="exact"):
    """The first sentence of a pack and the sentences above its table of costs."""
    preset = Preset(name="x", recipient="X", audience=audience, amounts=amounts)
    facts = pack_facts(db, preset, AS_OF)
    part = money.spend(facts)
    answer = summary.answer("Tidepool", "November 2025 to October 2026", [part], facts)
    return plain(answer), plain(part.sentences)


def test_the_first_sentence_names_the_months_that_bills_cover_and_that_credits_are_in_it(build):
    answer, sentences = written(build(BILLS).cursor())
    assert answer == (
        "Tidepool kept its service running for 30,400 USD before credits "
        "from January 2026 to October 2026."
    )
    assert sentences == (
        "30,400 USD over 10 months before credits, 3,040 USD a month on average; "
        "1,820 USD a month after credits.",
    )


def test_other_currencies_are_named_and_never_added(build):
    answer, sentences = written(build([*BILLS, *HOSTING]).cursor())
    assert answer == (
        "Tidepool kept its service running for 30,400 USD and 610 EUR before credits "
        "from January 2026 to October 2026."
    )
    assert sentences[1:] == ("Not included: 610 EUR, before credits; currencies are never added.",)


def test_an_index_names_the_other_currency_without_its_amount(build):
    answer, sentences = written(build([*BILLS, *HOSTING]).cursor(), amounts="indexed")
    assert answer == "Tidepool from November 2025 to October 2026."
    assert sentences[1:] == ("Costs in EUR are not included.",)


def test_the_public_is_not_told_what_credits_paid(build):
    _, sentences = written(build(BILLS).cursor(), audience="public")
    assert sentences == ("30,400 USD over 10 months before credits, 3,040 USD a month on average.",)


@pytest.mark.parametrize(
    ("months", "span"),
    [((9,), "in September 2026"), ((6, 9), "in 2 months between June 2026 and September 2026")],
)
def test_months_without_a_bill_are_not_claimed(build, months, span):
    lines = [cost(date(2026, month, 5), "70") for month in months]
    answer, _ = written(build([INFO, *lines, cost(AS_OF, "1")]).cursor())
    assert answer.endswith(f"USD before credits {span}.")


def test_services_count_the_days_that_the_months_count(build):
    """The newest two days of an open bill are in neither: they are still being written."""
    db = build([INFO, *days(date(2026, 9, 1), 50, "10")]).cursor()
    period = {"first": date(2026, 9, 1), "last": date(2026, 10, 31), "currency": "USD"}
    assert sum(whole_months.services(db, **period)["gross"]) == 480
    assert sum(whole_months.by_category(db, **period)["gross"]) == 480


def test_a_month_billed_in_part_is_named_and_in_no_mean(build):
    bill = days(date(2026, 6, 12), 82, "10")  # to 1 September, of which two days are unfinished
    answer, (said,) = written(build([INFO, *bill]).cursor())
    assert answer == (
        "Tidepool kept its service running for 800 USD before credits "
        "from 12 June 2026 to 30 August 2026."
    )
    assert said == (
        "800 USD before credits; June 2026 for 19 of 30 days and August 2026 for 30 of 31 days are "
        "billed in part; 310 USD a month on average over 1 whole month."
    )
    _, (indexed,) = written(build([INFO, *bill]).cursor(), amounts="indexed")
    assert indexed.endswith("; 100 (first whole month = 100) a month on average over 1 whole "
                            "month, before credits.")  # fmt: skip


@pytest.mark.parametrize(
    ("bill", "names"),
    [(BILLS[1:], ["cloud"]), (days(date(2026, 6, 12), 82, "10"), ["cloud", wording.HOLLOW])],
)
def test_the_legend_has_hollow_months_where_there_are_some(build, bill, names):
    facts = pack_facts(build([INFO, *bill]).cursor(), Preset(name="x", recipient="X"), AS_OF)
    assert [name for name, _ in plain(money.spend(facts).legend)] == names


def test_the_cost_by_month_says_why_it_is_not_that_of_the_launches(build):
    basis = UsageBasis("launches", "launch", [], ["hub"], "bills", "UTC", "the hub")
    basis = replace(basis, accounts=["gcp"])
    ran = [
        LaunchDaily(day, day, "hub", "GitHub", 5, "events")
        for n in range(300)
        if (day := date(2026, 1, 1) + timedelta(days=n)) != date(2026, 3, 3)
    ]
    rack = days(date(2026, 9, 1), 91, "10", category="hosting", account="h")
    _, sentences = written(build([*BILLS[:333], *rack, basis, *ran]).cursor())
    assert sentences[1] == (
        "To the 29,900 USD of launches it adds 600 USD of bills that pay for no launches and "
        "500 USD of days without a count of launches."
    )
