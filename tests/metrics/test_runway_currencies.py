"""Several currencies: with a rate a band on what is foreign, without one a runway of its own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from builds import BUILT_AT
from runway_records import balance, every_day, fund, info, planned

from metrics.briefing import figures, meeting_pairs
from metrics.briefing.alerts import alerts
from metrics.briefing.money import money
from metrics.funds import due_dates, register
from metrics.runway import caveats
from metrics.runway.inputs.gather import inputs
from metrics.runway.outlook import outlook
from share.calendar import calendar
from warehouse.records import FundingSetting, Rate
from wording import runway

AS_OF = date(2020, 7, 21)
TWO = [
    fund("dollars"), balance("dollars", AS_OF, 9000), planned(3000, AS_OF),
    fund("euros", currency="EUR"), balance("euros", AS_OF, 1000),
    planned(500, AS_OF, currency="EUR"), info(AS_OF),
]  # fmt: skip


def rate(on, value):
    return Rate("EUR", "USD", on, Decimal(value), "ECB")


def test_a_currency_without_a_rate_has_a_runway_of_its_own(build):
    db = build(TWO).cursor()
    dollars, euros = outlook(db), outlook(db, currency="EUR")
    assert (dollars.balance, round(dollars.per_month, 6)) == (9000, 3000)
    assert (euros.balance, round(euros.per_month, 6), euros.without_rate) == (1000, 500, ())
    assert (dollars.likely, euros.likely) == (date(2020, 10, 21), date(2020, 9, 20))
    assert (dollars.without_rate, euros.without_rate) == (("EUR",), ())
    assert runway.headline(dollars).claim.endswith("EUR has a runway of its own.")
    assert "own" not in runway.headline(euros).claim
    assert "no exchange rate from EUR" in runway.other_currency(euros)


def test_money_in_the_teams_own_currency_only_has_no_runway_apart(build):
    records = [fund("dollars"), balance("dollars", AS_OF, 9000), planned(3000, AS_OF), info(AS_OF)]
    found = outlook(build(records).cursor())
    assert (found.without_rate, found.currency_risk) == ((), None)
    assert "USD" not in runway.headline(found).claim


@pytest.mark.slow
def test_nothing_pays_for_bills_without_a_rate_and_without_a_fund(build):
    bills = every_day(date(2020, 1, 1), date(2020, 7, 23), "10", currency="EUR")
    records = [fund("dollars"), balance("dollars", AS_OF, 9000), planned(3000, AS_OF)]
    db = build([*records, *bills, info(AS_OF)]).cursor()
    assert outlook(db).per_month == 3000
    euros = outlook(db, currency="EUR")
    assert (euros.funds, round(euros.per_month, -1)) == ((), 300)
    assert "300 EUR a month" in runway.other_currency(euros)


def test_with_a_rate_all_is_one_runway_and_the_foreign_part_has_a_band(build):
    """60 USD and 20 EUR a day from 15,000 USD at 1.10; 0.99 and 1.21 move the end by days."""
    as_of = date(2026, 1, 31)
    records = [
        fund("grant"), balance("grant", as_of, 15000), rate(as_of, "1.10"),
        planned("1826.25", as_of), planned("608.75", as_of, currency="EUR"), info(as_of),
    ]  # fmt: skip
    found = outlook(build(records).cursor())
    assert found.likely == date(2026, 8, 2)
    assert (found.currency_risk.currencies, found.currency_risk.share) == (("EUR",), Decimal("0.1"))
    assert (found.currency_risk.cheaper, found.currency_risk.dearer) == (
        date(2026, 8, 7),
        date(2026, 7, 29),
    )
    assert runway.headline(found).warning.endswith("between late July 2026 and early August 2026.")


def test_the_band_is_the_teams_to_change(build):
    setting = FundingSetting(24, 9, 3, [], rate_band=Decimal(0))
    assert outlook(build([*TWO, rate(AS_OF, "1.14"), setting]).cursor()).currency_risk is None


def test_a_foreign_balance_counts_at_the_newest_rate(build):
    records = [*TWO, rate(date(2020, 7, 1), "1.14")]
    found = outlook(build(records).cursor())
    assert (found.balance, found.without_rate) == (Decimal("10140"), ())
    assert found.currency_risk.currencies == ("EUR",)


def test_past_bills_keep_the_rate_of_their_own_day_and_the_future_has_todays(build):
    bills = every_day(date(2020, 1, 1), date(2020, 7, 23), "10", currency="EUR")
    rates = [rate(date(2020, 1, 1), "1.00"), rate(date(2020, 7, 1), "2.00")]
    records = [fund("grant"), balance("grant", date(2020, 6, 20), 9000), *rates, *bills]
    given = inputs(build([*records, info(AS_OF)]).cursor())
    assert given.held["grant"].spent == 10 * 10 + 21 * 20
    (stream,) = given.case.streams
    assert (stream.currency, set(stream.per_day)) == ("EUR", {20.0})


def test_bills_older_than_the_first_rate_are_named_and_never_guessed(build):
    bills = every_day(date(2020, 1, 1), date(2020, 7, 23), "10", currency="EUR")
    records = [fund("grant"), balance("grant", date(2020, 6, 20), 9000), rate(AS_OF, "2.00")]
    db = build([*records, *bills, info(AS_OF)]).cursor()
    assert inputs(db).held["grant"].spent == 20
    assert caveats.BeforeFirstRate(("EUR",)) in outlook(db).caveats


def test_the_funds_page_lists_funds_of_every_currency_in_their_own(build):
    db = build([*TWO, fund("late", ends=date(2020, 9, 1), currency="EUR")]).cursor()
    rows = {row.rule.fund_id: (row.balance, row.currency) for row in register.register(db)}
    assert rows == {
        "late": (None, "EUR"), "dollars": (9000, "USD"), "euros": (1000, "EUR"),
    }  # fmt: skip
    assert ("end", "late") in [(each.kind, each.fund_id) for each in due_dates.due(db)]


LAPSING = [
    fund("dollars", ends=date(2020, 12, 31)), balance("dollars", AS_OF, 9000),
    planned(3000, AS_OF), planned(30, AS_OF, currency="EUR"), info(AS_OF),
    replace(fund("euros", ends=date(2020, 8, 31), currency="EUR", extension_months=6,
                 notice_days=45), name="Harbour grant"),
    balance("euros", AS_OF, 1000), FundingSetting(24, 9, 3, []),
]  # fmt: skip


def test_what_lapses_in_another_currency_needs_a_decision_too(build):
    db = build(LAPSING).cursor()
    found = [
        each
        for each in alerts(db, as_of=AS_OF, on=BUILT_AT.date(), money=money(db))
        if each.page == "runway"
    ]
    assert [(each.kind, each.unit, each.tone, each.days) for each in found] == [
        ("search", "USD", "watch", -182), ("extension", "euros", "watch", -4),
    ]  # fmt: skip
    due = found[1].fact
    assert (due.currency, due.is_late, round(due.extension.left[1])) == ("EUR", True, 960)
    assert due.extension.notice_by == date(2020, 7, 17)


def test_a_fund_of_another_currency_has_alerts_where_the_teams_own_runway_is_not_known(build):
    """No balance in dollars: an alert for its end, and one for the lapse of the euros."""
    db = build([fund("dollars", ends=date(2020, 10, 31)), *LAPSING[2:]]).cursor()
    found = alerts(db, as_of=AS_OF, on=BUILT_AT.date(), money=money(db))
    assert [(each.kind, each.unit) for each in found] == [
        ("extension", "euros"), ("fund_ends", "dollars"), ("balance_unconfirmed", "dollars"),
    ]  # fmt: skip


@pytest.mark.slow
def test_the_tile_names_the_fund_that_ends_next_of_all_currencies(build):
    db = build(LAPSING).cursor()
    pair = meeting_pairs.pairs(db, as_of=AS_OF)[0]
    found = figures.figures(db, pair=pair, money=money(db), on=AS_OF)
    (end,) = [each for each in found if isinstance(each, figures.NextEnd)]
    assert (end.ends_on, end.currency, round(end.fund.lapse)) == (date(2020, 8, 31), "EUR", 960)


def test_a_runway_apart_says_why_it_ends_and_what_would_lapse(build):
    euros = outlook(build(LAPSING).cursor(), currency="EUR")
    last = euros.last_to_lapse
    assert (last.name, last.ends_on, round(last.lapse)) == (
        "Harbour grant", date(2020, 8, 31), 960
    )  # fmt: skip
    assert "ends on 31 August 2020 with about 960 EUR unspent" in runway.other_currency(euros)


def test_the_calendar_keeps_the_last_day_to_ask_of_every_currency(build):
    written = calendar(build(LAPSING), on=AS_OF).decode()
    assert "SUMMARY:Last day to ask for an extension of Harbour grant" in written
