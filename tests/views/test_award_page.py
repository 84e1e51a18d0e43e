"""The page of an award as drawn, on the sample."""

from datetime import date
from decimal import Decimal

import pytest
from runway_records import fund, info

from config import SAMPLE
from warehouse.records import Award, AwardClaim, BookedCost, FundingSetting, SourceRun


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
    assert page.answer.endswith(
        "will be left when the award ends on 31 December 2026: by the team's own rules of who "
        "pays, cloud goes to Donations first."
    )
    for said in ("EF-2025-0117", "76,800</a>", "19,200</a>", "96,000</a>", ">0.00<", "46,500.00"):
        assert said in page.html
    assert "<h2>Reports</h2>" in page.html


def test_an_award_is_in_the_room_money_which_is_marked_with_its_pages(open_award):
    page = open_award("grant")
    drawn = [each.proto.body for each in page.app.get("html")]
    marks = [body for body in drawn if "[data-testid=stTopNavSection]" in body and len(body) < 200]
    assert [":nth-child(2)" in each for each in marks] == [True]  # after Briefing
    links = [each.proto.label.replace("\\", "") for each in page.app.get("page_link")]
    assert links[:3] == ["Runway", "Burn", "Launches"]


def test_a_name_in_the_table_of_funds_leads_to_its_award(open_view, sample_build):
    page = open_view("runway", SAMPLE, sample_build)
    assert '<a href="award?of=grant">Estuary Fund grant</a>' in page.html


def test_what_is_to_be_claimed_opens_its_rows(open_view, build, tmp_path):
    """An award that pays costs back, of 123.15 spent and 90.10 claimed."""
    day = date(2026, 9, 12)
    build([
        info(date(2026, 9, 17)), fund("nsf"), Award("nsf", codes=["NSF"], paid="reimbursed"),
        FundingSetting(24, None, None, [], claims="claims.csv"),
        SourceRun("funds", "claims.csv", "ok", None, 1, 0),
        AwardClaim("nsf", day, day, Decimal("90.10"), "C-1"),
        BookedCost(day, "b", "travel", "NSF", "5200", "USD", Decimal("123.15"), 1, "b.csv"),
    ])  # fmt: skip
    (tmp_path / "dashboard.toml").write_text("")
    page = open_view("award", tmp_path / "dashboard.toml", tmp_path / "data")
    assert page.mistakes == []
    assert "<h2>Claims</h2>" in page.html
    assert "To claim now: 33.05 USD</a>" in page.html
    assert "of=awards.claim" in page.html


def test_an_award_that_is_none_says_so(open_award):
    page = open_award("<b>nobody")
    assert page.mistakes == []
    assert page.answer == "No fund has the id <b>nobody."
    assert "<b>nobody" not in page.html
