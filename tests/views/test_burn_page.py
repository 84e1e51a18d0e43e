"""The Burn page narrowed to a part of the bills."""

import re
from datetime import date

import pytest
from bill_records import cost, days
from streamlit.testing.v1 import AppTest

from config import HOME
from warehouse.records import BillingFile, IncomeDaily

FIRST = date(2018, 5, 1)
MONEY = [
    *days(FIRST, 140, "10"),
    *days(FIRST, 140, "2", sub_account="lab"),
    *days(FIRST, 140, "1", currency="EUR"),
    IncomeDaily(FIRST, "purse", "USD", 5, 1, "purse.csv"),
    IncomeDaily(date(2018, 9, 1), "purse", "USD", 91, 1, "purse.csv"),
]


@pytest.fixture
def opened(build, tmp_path, monkeypatch):
    """The Burn page on a bill of two projects and two currencies, with a budget."""
    config = tmp_path / "dashboard.toml"
    config.write_text(
        "[project]\nas_of = 2018-09-20\n[[budgets]]\namount = 400\nstarts_on = 2018-05-01\n"
    )
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(config))
    monkeypatch.setenv("QUARTERDECK_DATA", str(tmp_path / "data"))

    def opening(records=MONEY):
        build(records)
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60).run()
        app.switch_page("views/burn.py")
        for fold in ("windows-fold", "reconcile-fold"):
            app.session_state[fold] = True
        return app.run()

    return opening


def words(app):
    titles = [each.value.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ") for each in app.title]
    titles = [re.sub(r"\[(.*?)\]\(rows[^)]*\)", r"\1", each) for each in titles]
    return "\n".join([*titles, *(each.proto.body for each in app.get("html"))])


def test_a_part_is_named_in_the_answer_and_in_every_heading_it_narrows(opened):
    app = opened()
    assert "Bills come to 365 USD a month" in words(app)
    assert "The dashed line is the budget." in words(app)

    said = words(app.selectbox(key="project").select("lab").run())

    assert "Project lab costs 61 USD a month" in said
    headings = re.findall("<h2>(.*?)</h2>", said)
    assert [heading for heading in headings if "only project lab" not in heading] == [
        "Invoices compared with bills",
    ]
    assert "budget" not in said
    assert "Net burn is only known for all bills together" in said
    assert app.exception == []


def test_parts_that_no_line_has_together_are_said_and_can_be_changed_back(opened):
    app = opened([*MONEY, *days(FIRST, 140, "1", category="hosting", sub_account="rack")])

    app.selectbox(key="project").select("lab").run()
    app.selectbox(key="category").select("hosting").run()

    assert "No bill has a line of category hosting within project lab in USD." in words(app)
    assert "Project lab costs" in words(app.selectbox(key="category").set_value(None).run())
    assert app.exception == []


def test_a_filter_offers_only_what_there_is_a_choice_of(opened):
    def offered(app):
        return [each.label for each in app.selectbox]

    assert offered(opened()) == ["Project"]
    assert offered(opened(days(FIRST, 140, "10"))) == []


def test_another_currency_is_chosen_behind_the_filter_and_has_no_income_of_its_own(opened):
    app = opened()
    (currency,) = [g for g in app.get("button_group") if g.key == "currency"]
    said = words(currency.set_value("EUR").run())
    assert "Bills come to 30 EUR a month" in said
    assert "Net burn is not known: no ledger of income in EUR is set up" in said


def test_a_part_that_is_billed_in_another_currency_only_says_in_which(opened):
    app = opened([*MONEY, *days(FIRST, 140, "8", sub_account="attic", currency="EUR")])

    said = words(app.selectbox(key="project").select("attic").run())

    assert "No bill has a line of project attic in USD; there are lines in EUR." in said
    assert "Under <b>Filter</b>, choose the currency EUR, or clear the filter." in said


def test_a_bill_of_one_line_a_month_says_how_to_spread_it(opened):
    ends = [date(2018, 7, 31), date(2018, 8, 31)]
    file = BillingFile("r.csv", "generic", "rack", 2, 2, 0, 0, *ends, None, "")

    said = words(opened([*(cost(day, "3900", account="rack") for day in ends), file]))

    assert "We can't calculate the burn rate: bills cover 1 of 92 days" in said
    assert "The bill of rack has one line a month." in said


def test_net_burn_is_shown_next_to_gross_where_a_ledger_is_kept(opened):
    said = words(opened())
    assert ">Net</th>" in said
    # 92 days at 12 USD, less 91 USD, times 30.4375
    assert '<td class="n qd-hide">30 USD</td><td class="n">335 USD</td>' in said
    assert ">Net</th>" not in words(opened(days(FIRST, 140, "10")))


def test_a_project_named_like_markup_is_shown_as_written(opened):
    app = opened([*MONEY, *days(FIRST, 140, "1", sub_account="<b>*x*</b>")])
    app.selectbox(key="project").select("<b>*x*</b>").run()
    assert "Project <b>*x*</b> costs" in words(app)
    assert ", only project &lt;b&gt;*x*&lt;/b&gt;" in words(app)
    assert app.exception == []
