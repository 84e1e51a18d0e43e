"""Figures of Runway and Funds as data: what is drawn is what was answered."""

from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from charts.balance_fan import balance_fan
from charts.cliffs import cliffs

from charts import funds as fund_charts
from charts import plan, runway
from charts.theme import DARK, LIGHT
from metrics.runway import captions
from metrics.runway.outlook import outlook
from metrics.words import long_day
from warehouse.records import BuildInfo, Fund, FundBalance, PlannedCost

AS_OF = date(2020, 7, 21)
INFO = BuildInfo(
    datetime(2020, 7, 21, 6), AS_OF, "Test", "USD", "UTC", "dashboard.toml", False, "0"
)


@pytest.fixture
def found(build):
    """26,000 of credits that end on 1 October 2020, at 4,000 a month."""
    records = [
        Fund(
            "credits", "Cloud credits", "credits", "USD", None, None, date(2020, 10, 1), [],
            Decimal(0), Decimal(0), 12, 45, "Keep it up", None,
        ),
        FundBalance("credits", AS_OF, Decimal(26000), True, None),
        PlannedCost("Stated", "cloud", Decimal(4000), "month", "USD", AS_OF, None),
        INFO,
    ]  # fmt: skip
    return outlook(build(records).cursor())


def words(figure):
    return " ".join(note.text for note in figure.layout.annotations)


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_the_balance_begins_at_today_and_drops_where_the_credits_end(found, ink):
    figure = balance_fan(found, ink)
    line = next(trace for trace in figure.data if trace.name == "likely")
    drawn = dict(zip(line.x, line.y, strict=True))
    assert drawn["2020-07-21"] == 26000
    assert drawn["2020-10-01"] == 16538
    assert drawn["2020-10-02"] == 0
    assert "Credits expire 1 Oct" in words(figure)
    assert "Money out 2 Oct" in words(figure)
    assert figure.layout.yaxis.range[0] == 0


def test_what_nobody_pays_hangs_below_zero(found):
    figure = plan.who_pays(found, LIGHT)
    nobody = next(trace for trace in figure.data if trace.name == "nobody pays")
    assert all(amount is None or amount < 0 for amount in nobody.y)
    assert "nobody pays" in words(figure)


def test_a_strip_says_when_its_fund_ends_and_what_lapses(found):
    assert "expires 1 Oct, 16,500 USD lapse" in words(cliffs(found, LIGHT))


def test_the_extension_says_its_gain_at_the_end_of_the_bar(found):
    figure = fund_charts.extension_bars(found.extensions[0], found, LIGHT)
    assert "4.1 months bought" in words(figure)


def test_scenarios_stand_in_the_order_given(found):
    figure = runway.scenario_strip([("As planned", "", found), ("Cut", "no effect", found)], LIGHT)
    first, second = (note.text for note in figure.layout.annotations)
    assert first.startswith("<b>As planned</b>")
    assert second.startswith("<b>Cut</b>")


def test_a_figure_without_rows_says_so_in_words():
    empty = pd.DataFrame(columns=["as_of", "low", "likely", "high"])
    assert words(runway.said_and_happened(empty, LIGHT)) == "Nothing was published yet."
    assert words(fund_charts.award_periods([], AS_OF, LIGHT)) == "There is no fund."


def test_one_headline_is_not_yet_a_history():
    one = pd.DataFrame([[AS_OF, AS_OF, AS_OF, AS_OF]], columns=["as_of", "low", "likely", "high"])
    assert words(runway.said_and_happened(one, LIGHT)).startswith("One headline so far")
    assert captions.said_sentence(one) == f"1 headline since {long_day(AS_OF)}."
    assert captions.said_sentence(pd.concat([one, one])).endswith("2 headlines since 21 July 2020.")


def test_arithmetic_is_not_worded_as_chances(found):
    assert captions.scenarios_sentence(found).endswith("Arithmetic, not a forecast.")


def test_every_axis_is_fixed_so_that_a_thumb_scrolls_the_page(found):
    for figure in (balance_fan(found, LIGHT), plan.who_pays(found, LIGHT)):
        assert figure.layout.template.layout.xaxis.fixedrange
        assert figure.layout.dragmode is None
