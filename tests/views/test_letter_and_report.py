"""The letter and the report of an award, made on its page."""

import pytest

from config import SAMPLE

pytestmark = pytest.mark.heavy


def test_the_page_of_an_award_makes_its_letter_and_its_report(open_view, sample_build, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "none")
    page = open_view("award", SAMPLE, sample_build)
    page.app.query_params["of"] = "grant"
    page.app.session_state["letter"] = True
    page.app.run()
    assert page.mistakes == []
    captions = [each.value.replace("\\", "") for each in page.app.caption]
    assert any("A draft. Not known: who signs" in each for each in captions)
    page.app.button(key="report-make").click().run()
    assert page.mistakes == []
    labels = [each.proto.label for each in page.app.get("download_button")]
    assert labels == ["Word", "Markdown", "Download the report"]


def test_runway_offers_the_letter_of_each_award_that_can_be_extended(open_view, sample_build):
    page = open_view("runway", SAMPLE, sample_build)
    assert page.mistakes == []
    assert page.app.get("download_button") == []  # written once somebody opens it
    page.app.session_state["letter"] = True
    page.app.run()
    assert page.mistakes == []
    chosen = page.app.selectbox(key="letter-of")
    assert chosen.options == ["Skyhook research credits", "Estuary Fund grant"]
    labels = [each.proto.label for each in page.app.get("download_button")]
    assert labels[:2] == ["Word", "Markdown"]
