"""The Sponsor pack page over silent bills: withheld, and made with one click and its sentence."""

from datetime import date, datetime

from bill_records import days

from warehouse.records import BuildInfo

AS_OF = date(2026, 9, 17)
BUILT = BuildInfo(
    datetime(2026, 9, 17, 6), AS_OF, "Test", "USD", "UTC", "dashboard.toml", False, "0"
)
SETTINGS = """
[project]
name = "Test"
as_of = 2026-09-17
[[presets]]
name = "estuary"
recipient = "Estuary Fund"
"""
SAID = "No bill later than 12 June 2026 is in these figures."


def test_a_pack_of_old_data_is_one_click_away_and_the_page_says_what_it_prints(
    build, tmp_path, open_view, monkeypatch
):
    monkeypatch.setenv("BROWSER_PATH", "none")
    config = tmp_path / "dashboard.toml"
    config.write_text(SETTINGS)
    build([BUILT, *days(date(2025, 6, 1), 377, "100")])
    page = open_view("sponsor_pack", config, tmp_path / "data")
    assert page.answer == "Estuary Fund gets no file: its leading figures are old."
    assert SAID in page.html
    page.app.button(key="old-data").click().run()
    assert page.mistakes == []
    assert page.answer == "Estuary Fund sees exactly this page, and nothing else."
