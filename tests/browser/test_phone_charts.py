"""The words inside the charts of the Runway page on a phone: none is cut, none lies on another."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page

from charts.runway import unfunded_line
from charts.theme import LIGHT
from metrics.runway.comparison import Comparison, comparison
from render.figures import figure_of
from warehouse.records import BuildInfo, Fund, FundBalance, PlannedCost
from wording import runway_page
from wording.page import Chart, Columns

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
AS_OF = date(2026, 11, 28)
INFO = BuildInfo(
    datetime(2026, 11, 28, 6), AS_OF, "Team", "USD", "UTC", "dashboard.toml", False, "0"
)
WIDTH = 350  # of a chart on a phone of 390 px
# Words of a chart that stick out of it, and pairs of words that lie on each other.
SPOILT = """() => {
    const plot = document.querySelector('.js-plotly-plot').getBoundingClientRect();
    const all = [...document.querySelectorAll('.annotation-text, .xtick text, .ytick text')];
    const words = all.map(e => [e.textContent, e.getBoundingClientRect()]);
    const cut = words.filter(([, b]) => b.left < plot.left || b.right > plot.right + 1);
    const met = words.flatMap(([one, a], n) => words.slice(n + 1)
        .filter(([, b]) => a.left < b.right && b.left < a.right)
        .filter(([, b]) => a.top + 4 < b.bottom && b.top + 4 < a.bottom)
        .map(([other]) => `${one} on ${other}`));
    return [...cut.map(([text]) => text), ...met];
}"""


def fund(**more: object) -> Fund:
    values = {
        "fund_id": "grant", "name": "Estuary grant for the shore", "kind": "grant",
        "currency": "USD", "awarded": Decimal(60000), "starts_on": None,
        "ends_on": date(2027, 3, 31), "pays_for": [], "overhead_rate": Decimal(0),
        "fee_rate": Decimal(0), "extension_months": 6, "notice_days": 45,
        "work_remaining": "Move the builds", "extension_source": None,
    }  # fmt: skip
    return Fund(**(values | more))


@pytest.fixture
def answered(build):
    """A balance, the months since it was higher, the cost of a month → the facts of the page."""

    def answering(balance: int, months_ago: int, a_month: int, **more: object) -> Comparison:
        before = AS_OF - timedelta(days=30 * months_ago)
        stated = [
            FundBalance("grant", day, Decimal(held), True, None)
            for day, held in ((before, balance + 4000), (AS_OF, balance))
        ]
        cost = PlannedCost("Stated", "cloud", Decimal(a_month), "month", "USD", AS_OF, None)
        return comparison(build([INFO, fund(**more), *stated, cost]).cursor())

    return answering


def figure(key: str, compared: Comparison) -> object:
    """A figure of the page, drawn from the words and facts that the page gives it."""
    found = list(runway_page.page(runway_page.Facts(compared.outlooks)).blocks)
    found += runway_page.more(runway_page.MoreFacts(compared))
    for block in found:
        if isinstance(block, Columns):
            found += [inside for column in block.columns for inside in column]
    charts = [block for block in found if isinstance(block, Chart) and block.key == key]
    return figure_of(charts[0], LIGHT)


def drawn(browser: Browser, figure: object) -> Page:
    page = browser.new_page(viewport={"width": WIDTH, "height": 700})
    html = figure.to_html(include_plotlyjs=True, config={"displayModeBar": False})  # type: ignore[attr-defined] # a plotly figure
    page.set_content(f"<style>body {{ margin: 0 }}</style>{html}")
    page.wait_for_selector(".js-plotly-plot .infolayer .annotation-text, .ytick text")
    return page


@pytest.mark.parametrize("months_ago", [1, 12])
@pytest.mark.parametrize("a_month", [1000, 14000])
def test_no_word_of_the_balance_is_cut_or_lies_on_another(browser, answered, months_ago, a_month):
    with drawn(browser, figure("remaining", answered(17662, months_ago, a_month))) as page:
        assert page.get_by_text("today").count() == 1
        assert page.evaluate(SPOILT) == []


def test_the_names_of_two_long_grants_fit_a_phone(browser, build):
    name = "Foundation's award for the keeping of the {} shore and its people"
    grants = [
        fund(fund_id=side, name=name.format(side), ends_on=day)
        for side, day in (("northern", date(2027, 2, 12)), ("southern", date(2027, 6, 30)))
    ]
    held = [FundBalance(each.fund_id, AS_OF, Decimal(30000), True, None) for each in grants]
    cost = PlannedCost("Stated", "cloud", Decimal(5000), "month", "USD", AS_OF, None)
    with drawn(
        browser, figure("remaining", comparison(build([INFO, *grants, *held, cost]).cursor()))
    ) as page:
        assert page.locator(".annotation-text", has_text="Foundation").count() == 2
        assert page.evaluate(SPOILT) == []


@pytest.mark.parametrize("ends_on", [date(2027, 1, 5), date(2027, 3, 31)])
@pytest.mark.parametrize("a_month", [1000, 4400])
def test_the_words_of_a_strip_are_above_its_balance(browser, answered, ends_on, a_month):
    with drawn(browser, figure("cliffs", answered(17662, 4, a_month, ends_on=ends_on))) as page:
        assert page.evaluate(SPOILT) == []
        words = page.locator(".annotation-text").last.bounding_box()
        shape = page.locator(".scatterlayer .fills path").first.bounding_box()
        assert words["y"] + words["height"] <= shape["y"] + 4


def test_a_chance_is_in_per_cent_on_its_axis(browser, answered):
    with drawn(browser, unfunded_line(answered(17662, 4, 4400).outlooks.own, ink=LIGHT)) as page:
        assert page.locator(".ytick text").all_text_contents() == [
            "0 %", "25 %", "50 %", "75 %", "100 %",
        ]  # fmt: skip
