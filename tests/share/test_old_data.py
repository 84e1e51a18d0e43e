"""A pack says to which day its data reach, and is withheld while its leading figures are old."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bill_records import days
from icalendar import Calendar
from runway_records import balance, fund

from config import Preset, load
from share import pack
from share.calendar import calendar
from share.slots import plain
from warehouse.read import newest
from warehouse.records import BuildInfo, FundingSetting, LaunchDaily, UsageBasis

pytestmark = pytest.mark.slow

AS_OF = date(2026, 9, 17)
NOW = datetime(2026, 9, 17, 7)
BUILT = BuildInfo(NOW, AS_OF, "Test", "USD", "UTC", "dashboard.toml", False, "0")
PRESET = Preset(name="estuary", recipient="Estuary Fund")
SAID = ("No bill later than 12 June 2026 is in these figures.",)


@pytest.fixture
def made(build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Bills up to a day → the pack, its page as text, on a day of looking."""
    monkeypatch.setenv("BROWSER_PATH", "none")
    settings = tmp_path / "dashboard.toml"
    settings.write_text('[project]\nname = "Test"\n', encoding="utf-8")
    house = load(settings, tmp_path / "data")

    def make(to: date, *, now: datetime = NOW, **more: bool) -> str:
        db = build([BUILT, *days(to - timedelta(days=399), 400, "100", account="secret-account")])
        file = newest(house.data)
        return plain(pack.make(db, house, PRESET, build=file, now=now, **more).page.decode())

    return make


def test_each_figure_says_to_which_day_its_data_reach(made: Any) -> None:
    page = made(date(2026, 9, 15))
    assert (
        "<li><b>3,040 USD</b> a month, all bills, before credits, 12 months to August 2026</li>"
        in page
    )
    assert "<small>12 months to August 2026</small>" in page
    assert "15 September" not in page  # no figure of it counts September
    assert "in these figures." not in page


def test_a_balance_says_of_which_day_its_statement_is(
    build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "none")
    settings = tmp_path / "dashboard.toml"
    settings.write_text('[project]\nname = "Test"\n', encoding="utf-8")
    house = load(settings, tmp_path / "data")
    award = replace(fund("grant", ends=date(2027, 6, 30)), awarded=Decimal(90_000))
    db = build([BUILT, award, balance("grant", date(2026, 6, 30), 60_000)])
    preset = PRESET.model_copy(update={"funds": ["grant"]})
    page = plain(pack.make(db, house, preset, build=newest(house.data), now=NOW).page.decode())
    assert "<b>33 %</b> of the award spent, by statement, data to 30 June 2026</li>" in page


def test_a_pack_over_silent_bills_is_withheld_and_names_no_account(made: Any) -> None:
    with pytest.raises(pack.Old) as old:
        made(date(2026, 6, 12))
    assert old.value.said == SAID


def test_the_cost_of_a_launch_reaches_no_further_than_its_bills(
    build: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Launches are counted to September, and those that were paid for end with the bills."""
    monkeypatch.setenv("BROWSER_PATH", "none")
    settings = tmp_path / "dashboard.toml"
    settings.write_text('[project]\nname = "Test"\n', encoding="utf-8")
    house = load(settings, tmp_path / "data")
    first, to = date(2026, 3, 1), date(2026, 6, 12)
    counted = (first + timedelta(days=n) for n in range(200))
    launches = [LaunchDaily(day, day, "hub", "GitHub", 7, "events") for day in counted]
    basis = UsageBasis("launches", "launch", [], ["hub"], "bills", "UTC", "the hub")
    bills = days(to - timedelta(days=399), 400, "100", account="secret-account")
    db = build([BUILT, *bills, basis, *launches])
    preset = PRESET.model_copy(update={"audience": "public", "amounts": "indexed"})
    given = {"build": newest(house.data), "now": NOW}
    with pytest.raises(pack.Old) as old:
        pack.make(db, house, preset, **given)
    assert old.value.said == SAID
    page = plain(pack.make(db, house, preset, old_data=True, **given).page.decode())
    assert "</b> launches that were paid for, data to 12 June 2026</li>" in page
    assert "September 2026</small>" not in page


def test_the_way_round_prints_the_sentence_in_the_first_lines(made: Any) -> None:
    page = made(date(2026, 6, 12), old_data=True)
    assert f'<p class="old">{SAID[0]}</p>' in page
    assert "secret-account" not in page


def test_a_day_of_the_calendar_worked_out_from_silent_bills_says_so(build: Any) -> None:
    gifts = [fund("gifts", "donation"), balance("gifts", date(2026, 6, 1), 40_000)]
    lead = FundingSetting(24, 6, None, [])
    for to, said in ((date(2026, 9, 15), False), (date(2026, 6, 12), True)):
        bills = days(to - timedelta(days=399), 400, "100", account="hub")
        db = build([BUILT, lead, *gifts, *bills]).cursor()
        (event,) = Calendar.from_ical(calendar(db, on=AS_OF)).walk("VEVENT")
        text = str(event["DESCRIPTION"])
        assert ("No bill of hub since 12 June 2026" in text) == said, text
        assert text.endswith("nothing later is known. Fix: add the account's newest bill.") == said
        assert ".." not in text


def test_a_build_that_nobody_renewed_withholds_it_too(made: Any) -> None:
    with pytest.raises(pack.Old) as old:
        made(date(2026, 9, 15), now=datetime(2026, 12, 17))
    assert old.value.said == ("Nothing later than 17 September 2026 is in these figures.",)
