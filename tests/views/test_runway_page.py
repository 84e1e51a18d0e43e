"""The Runway page as drawn, from the commands a team types."""

import re
from datetime import UTC, date, datetime

import pytest

from pipelines.commands import main
from views.html import words_of

NOW = datetime(2020, 7, 21, 9, tzinfo=UTC)


@pytest.fixture
def started(tmp_path):
    """Three numbers, one ingest."""
    numbers = ["--balance", "26000", "--monthly", "4000", "--ends", "2020-10-01"]
    main(["start", *numbers, "--folder", str(tmp_path)], now=lambda: NOW)
    config, data = tmp_path / "dashboard.toml", tmp_path / "data"
    main(["--config", str(config), "--no-fetch"], now=lambda: NOW)
    return config, data


def test_three_numbers_make_a_page_that_says_what_ends_first_and_what_is_next(open_view, started):
    page = open_view("runway", *started)
    assert page.mistakes == []
    assert page.answer == "The credits expire on 1 October 2020 with about 16,500 USD unspent."
    assert "21 Jul 2020" in page.html  # in the strip
    assert "This is arithmetic at 4,000 USD a month, not a forecast." in words_of(page.html)


def test_the_table_of_funds_is_on_the_page_and_its_figures_lead_to_their_rows(open_view, started):
    page = open_view("runway", *started)
    assert "26,000</a>" in page.html
    led_to = re.findall(r'href="rows\?([^"]+)"', page.html)
    assert any("of=funds.holding" in each and "show=available" in each for each in led_to)


def test_a_what_if_is_a_second_sentence_and_moves_no_figure(open_view, started):
    page = open_view("runway", *started)
    planned = page.answer
    page.app.selectbox(key="scenario").set_value("Your own").run()
    page.app.slider(key="burn").set_value(100).run()
    assert page.mistakes == []
    assert page.answer == planned
    assert "If spending is 100 % higher," in page.html


def test_nothing_is_computed_behind_more_until_it_is_opened(open_view, started):
    page = open_view("runway", *started)
    assert "<h2>What each fund may pay for</h2>" not in page.html


def test_without_a_fund_three_boxes_answer_and_nothing_is_saved(open_view, tmp_path):
    config, data = tmp_path / "dashboard.toml", tmp_path / "data"
    config.write_text("[project]\nname = 'Test'\nas_of = 2020-07-21\n")
    main(["--config", str(config), "--no-fetch"], now=lambda: NOW)
    page = open_view("runway", config, data)
    assert page.answer == "No fund is set up. Three numbers are enough to begin."
    balance, monthly = page.app.number_input
    balance.set_value(26000)
    monthly.set_value(4000)
    page.app.date_input[0].set_value(date(2020, 10, 1))
    page.app.run()
    assert "about 16,500 USD would lapse. This is arithmetic, not a forecast." in page.html
    command = "python -m pipelines start --balance 26000 --monthly 4000 --ends 2020-10-01"
    assert [block.value for block in page.app.code] == [command]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dashboard.toml", "data"]
