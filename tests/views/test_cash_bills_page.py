"""Credits have ended: every page about money says since when bills are paid in cash, from what."""

from datetime import date, timedelta

import pytest
from runway_records import balance, every_day, fund, info

AS_OF = date(2018, 9, 20)
SAID = "Since 16 July 2018, bills for cloud are paid in cash, from the gifts: the credits ended."


@pytest.mark.parametrize("view", ["briefing", "burn", "runway"])
def test_a_page_about_money_says_since_when_bills_are_paid_in_cash(
    view, build, tmp_path, open_view
):
    config = tmp_path / "dashboard.toml"
    config.write_text("[project]\nname = 'Test'\nas_of = 2018-09-20\n")
    credits = [fund("credits", "credits", date(2018, 7, 15), ["cloud"]),
               balance("credits", date(2018, 6, 30), 5000)]  # fmt: skip
    gifts = [fund("gifts", "donation"), balance("gifts", date(2018, 6, 30), 9000)]
    bills = every_day(date(2017, 9, 1), AS_OF + timedelta(days=2), "10")
    build([info(AS_OF), *bills, *credits, *gifts])
    page = open_view(view, config, tmp_path / "data")
    assert page.mistakes == []
    text = "\n".join([page.html, *(each.value for each in (*page.app.markdown, *page.app.caption))])
    assert SAID in text.replace("\\", "")
