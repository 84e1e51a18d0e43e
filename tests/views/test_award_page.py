"""The page of an award as drawn, on the sample."""

import pytest

from config import SAMPLE


@pytest.fixture
def open_award(open_view, sample_build):
    def opening(fund):
        page = open_view("runway", SAMPLE, sample_build)
        page.app.query_params["of"] = fund
        page.app.switch_page("views/award.py").run()
        return page

    return opening


def test_what_the_grant_spent_is_booked_by_line_and_explained_to_the_cent(open_award):
    page = open_award("grant")
    assert page.mistakes == []
    assert page.answer.endswith("will be left when the award ends on 31 December 2026.")
    for said in ("EF-2025-0117", "76,800</a>", "19,200</a>", "96,000</a>", ">0.00<", "46,500.00"):
        assert said in page.html
    assert "<h2>Reports</h2>" in page.html


def test_a_name_in_the_table_of_funds_leads_to_its_award(open_view, sample_build):
    page = open_view("runway", SAMPLE, sample_build)
    assert '<a href="award?of=grant">Estuary Fund grant</a>' in page.html


def test_an_award_that_is_none_says_so(open_award):
    page = open_award("<b>nobody")
    assert page.mistakes == []
    assert page.answer == "No fund has the id <b>nobody."
    assert "<b>nobody" not in page.html
