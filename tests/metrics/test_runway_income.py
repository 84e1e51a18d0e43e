"""Income goes on, too: the end of the money with recurring income, and when it falls short."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import mean

import pytest
from runway_records import balance, every_day, fund, info, planned

from bench import SHARED
from metrics.briefing.alerts import alerts
from metrics.briefing.money import money
from metrics.funds import due_dates
from metrics.runway.engine.dates import add_months
from metrics.runway.income import LEVELS, _recurring, with_income
from metrics.runway.inputs.gather import inputs
from metrics.runway.outlook import outlook, outlooks
from warehouse.records import FundingSetting, IncomeDaily
from wording import numbers, runway

AS_OF = date(2026, 8, 31)


def came(amount, months=13, fund_id=None):
    days = [add_months(date(2026, 8, 15), -n) for n in range(months)]
    value = Decimal(amount)
    return [IncomeDaily(day, "purse", "USD", value, 1, "purse.csv", fund_id) for day in days]


def team(*more):
    return [fund("cash", "donation"), balance("cash", AS_OF, 6000), info(AS_OF), *more]


def test_a_team_whose_donations_nearly_cover_its_costs_does_not_end_in_six_months(build):
    """6,000 held, costs of 1,000, donations of 885: 115 a month are taken from the balance."""
    db = build(team(planned(1000, AS_OF), *came("885"))).cursor()
    assert outlook(db).likely < date(2027, 4, 1)
    found = with_income(db)
    assert (found.per_month, found.likely) == (Decimal("885"), None)
    assert found.low is not None and found.low > date(2027, 4, 1)
    said = runway.with_income(found)
    assert said.startswith(
        "With income as in the last twelve months, 890 USD a month, the money most likely lasts "
        "beyond August 2028 (8 chances in 10: "
    )
    assert said.endswith("; that income is already less than the costs.")


def test_the_month_in_which_income_no_longer_covers_the_costs_is_named(build):
    people = planned(700, date(2027, 3, 1), category="people")
    db = build(team(planned(600, AS_OF), people, *came("885"))).cursor()
    assert with_income(db).short_from == date(2027, 3, 1)


@pytest.mark.parametrize(
    "ledger", [came("885", months=5), [], came("885", fund_id="grant")],
    ids=["too short", "no ledger", "instalments of an award"],
)  # fmt: skip
def test_income_that_is_not_known_to_recur_gives_no_figure(build, ledger):
    grant = replace(fund("grant"), awarded=Decimal(20000))
    bills = every_day(date(2026, 1, 1), AS_OF, "10")
    assert with_income(build(team(grant, *bills, *ledger)).cursor()) is None
    assert runway.with_income(None) == ""


SERIES = {
    "astro_oc_monthly_usd": "income",
    "hledger_oc_monthly_usd": "income",
    "radian_ledger_monthly_usd": "donations",
    "bahn_guru_monthly_eur": "sponsors_eur",
}


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="it reads real ledgers (../shared), which may not be kept here"
)
def test_the_range_of_income_holds_on_four_real_ledgers():
    """Six months against the year before them, each ledger with the same weight."""
    shares = {}
    for name, column in SERIES.items():
        with (SHARED / f"data/runway/series/{name}.csv").open() as text:
            income = [float(row[column]) for row in csv.DictReader(text)]
        hits = [
            LEVELS[0] * past <= mean(income[n : n + 6]) <= LEVELS[-1] * past
            for n in range(12, len(income) - 5)
            if (past := mean(income[n - 12 : n])) > 0
        ]
        shares[name] = mean(hits)
    assert 0.76 <= mean(shares.values()) <= 0.88, shares


@pytest.mark.slow
def test_a_search_begins_by_recurring_income_and_names_the_day_without_it(build):
    """By committed money alone the search is overdue; with 885 a month it begins years later."""
    lead = FundingSetting(24, 9, 3, [])
    db = build(team(planned(1000, AS_OF), lead, *came("885"))).cursor()
    found = outlooks(db).own
    assert found.start_looking < AS_OF < found.search_by
    (due,) = [each for each in due_dates.due(db) if each.kind == "search"]
    assert (due.state, due.on, due.committed) == ("decide", found.search_by, found.start_looking)
    (alert,) = [
        each for each in alerts(db, as_of=AS_OF, on=AS_OF, money=money(db)) if each.kind == "search"
    ]
    assert alert.days > 0
    state, said = runway.search(found)
    assert state.word == "Decide"
    assert said.endswith(
        "This counts income as in the last twelve months; on committed money alone the day is "
        f"{numbers.long_day(found.start_looking)}."
    )
    bare = outlooks(build(team(planned(1000, AS_OF), lead)).cursor()).own
    assert bare.search_by == bare.start_looking
    assert runway.search(bare)[0].word == "Overdue"
    assert "income" not in runway.search(bare)[1]


@pytest.mark.parametrize(
    ("first", "last", "per_month"),
    [
        (date(2025, 10, 2), date(2026, 8, 1), 20),  # a month into the twelve, and no later
        (date(2025, 10, 3), date(2026, 8, 1), None),
        (date(2025, 9, 1), date(2026, 6, 30), 20),  # 62 days without income, and no more
        (date(2025, 9, 1), date(2026, 6, 29), None),
    ],
)
def test_income_is_a_guide_where_it_covers_the_twelve_months(build, first, last, per_month):
    records = [IncomeDaily(day, "purse", "USD", Decimal(120), 1, "purse.csv", None)
               for day in (first, last)]  # fmt: skip
    db = build([fund("gifts", "donation"), balance("gifts", AS_OF, 9000), *records,
                planned(100, AS_OF), info(AS_OF)]).cursor()  # fmt: skip
    assert _recurring(db, inputs(db)) == per_month
