"""The Briefing as drawn: whole on any one source, and on none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.commands import main

NOW = datetime(2026, 9, 17, 6, 10, tzinfo=UTC)
PROJECT = '[project]\nname = "Team"\nas_of = 2026-09-17\n'
BILL = '[[billing]]\naccount = "cloud"\npath = "bill.csv"\ncurrency = "USD"\n'
COLUMNS = 'columns = { date = "Date", amount = "Amount" }\n'
NOTES = '[[notes]]\nseries = "monthly"\npath = "notes"\n'
NOTE = (
    "# Team meeting\n\n## Attendees\n\n* Sorrel Quickwater / Marram University / @sorrel-example\n"
)


@pytest.fixture
def build(tmp_path: Path):
    """dashboard.toml of these parts → the config and data folder of a published build."""

    def make(*parts: str) -> tuple[Path, Path]:
        config = tmp_path / "dashboard.toml"
        config.write_text("".join((PROJECT, *parts)))
        arguments = ["--config", str(config), "--data", str(tmp_path / "data")]
        assert main(arguments, now=lambda: NOW) == 0
        return config, tmp_path / "data"

    return make


def test_with_nothing_set_up_it_says_what_to_do(build, open_view):
    page = open_view("briefing", *build())
    assert (page.mistakes, page.answer) == ([], "No source is set up yet.")
    assert "<b>No source is set up.</b>" in page.html


def test_with_a_bill_alone_it_tells_the_burn(build, open_view, tmp_path):
    lines = [f"2026-{month:02}-{day:02},10" for month in range(4, 10) for day in range(1, 31)]
    (tmp_path / "bill.csv").write_text("\n".join(["Date,Amount", *lines, ""]))
    page = open_view("briefing", *build(BILL, COLUMNS))
    assert page.mistakes == []
    assert "Bills" in page.html
    assert ">304 USD</a> a month" in page.html
    assert "Nothing is late" in page.html or "On track" in page.html


def test_with_notes_alone_it_names_the_meetings_and_who_came(build, open_view, tmp_path):
    (tmp_path / "notes").mkdir()
    for day in ("2026-07-16", "2026-08-20", "2026-09-17"):
        (tmp_path / "notes" / f"{day}.md").write_text(NOTE)
    page = open_view("briefing", *build(NOTES))
    assert page.mistakes == []
    assert "Monthly meeting, 17 September" in page.html
    assert "Sorrel" not in page.html
    (compare,) = page.app.selectbox
    assert compare.options == ["monthly, 20 Aug to 17 Sep 2026", "monthly, 16 Jul to 20 Aug 2026"]
