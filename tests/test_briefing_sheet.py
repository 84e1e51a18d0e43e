"""The sheet of one meeting: its order, its rows and words, and what each row says."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from builds import INFO
from runway_records import balance, every_day, fund, planned

from bench import SHARED
from config import House
from metrics.briefing.briefing import briefing
from metrics.briefing.meeting_pairs import pairs
from metrics.briefing.sheet import is_certain
from metrics.data_quality import sources
from metrics.issues.claim import Claim, Finding, IssueCount
from metrics.issues.claims import Checked
from metrics.runway.outlook import outlooks
from metrics.runway.who_pays import Lane, Span, WhoPays, who_pays
from share import meeting_view
from tests.metrics.test_other_readings import QUESTION
from views.html import words_of
from warehouse.read import connect, newest
from wording import briefing as wording
from wording import sheet
from wording.page import Fold, LaneBar, Lanes, Page, Sheet

AS_OF = date(2026, 9, 17)
ORDER = ["Silent", "Changed", "Decide", "Promised", "Deadlines"]


def page_of(db: duckdb.DuckDBPyConnection, place: int = 0) -> Page:
    as_of = sources.info(db).as_of
    pair = pairs(db, as_of=as_of)[place]
    return wording.page(briefing(db, pair=pair, as_of=as_of, on=as_of))


def rows_of(found: Page) -> list[tuple[str, str]]:
    """Subject and line of every row above the fold."""
    sheets = [each for each in found.blocks if isinstance(each, Sheet)]
    return [
        (section.word, sheet.line(row))
        for each in sheets
        for section in each.sections
        for row in section.rows
    ]


def words_in(found: Page) -> int:
    """All words above the fold on a desk, buttons apart; a phone's own line is not there."""
    said = found.answer
    basis = str(said.basis).partition('<span class="qd-phone-only')[0]
    text = [found.question, *map(str, (said.claim, said.advice, basis, said.warning))]
    rows = 0
    for block in found.blocks:
        if isinstance(block, Lanes):
            text.append(sheet.lane_words(block))
        elif isinstance(block, Sheet):
            rows += sheet.words_of_sheet(block)
        elif not isinstance(block, Fold):
            text.append(words_of(str(getattr(block, "text", ""))))
    return rows + sheet.word_count(words_of(" ".join(text)))


def holds(found: Page) -> None:
    """Order, at most seven rows and 120 words."""
    subjects = list(dict.fromkeys(subject for subject, _ in rows_of(found)))
    assert subjects == [each for each in ORDER if each in subjects]
    assert len(rows_of(found)) <= 7
    assert words_in(found) <= 120


def test_the_sheet_of_the_sample(sample_build: Path) -> None:
    with connect(newest(sample_build)) as db:
        found = page_of(db)
    holds(found)
    assert found.answer.claim == (
        "The Skyhook research credits expire on 14 November. "
        "Money likely lasts until late March 2027."
    )
    assert words_of(str(found.answer.basis)) == (
        "80 % likely: early March to mid-April. 1 uncertain figure. "
        "3 to decide, 2 without an owner; next deadline 30 Sep."
    )
    assert isinstance(found.blocks[0], Lanes)
    assert rows_of(found) == [
        ("Changed", "Fernhollow hub docs broke · +7 open issues · bills steady: 3,965 USD/month, "
         "8,700 with people"),
        ("Decide", "Repair the Fernhollow hub docs (no owner, since 7 Sep)"),
        ("Decide", "Find the next grant (no owner, since 16 Jun)"),
        ("Decide", "Extend the Estuary Fund grant, about 27,300 USD unspent (Sorrel, by 22 Oct)"),
        ("Promised", "Open: Ask Skyhook about unused credits (Sorrel, 16 Oct 2025)"),
        ("Deadlines", "Interim report 3, Estuary Fund grant (Sorrel, 30 Sep)"),
        ("Deadlines", "Ask to extend the Skyhook research credits (Sorrel, 15 Oct)"),
    ]  # fmt: skip


def test_a_subject_without_room_for_a_row_says_how_many_there_are(sample_build: Path) -> None:
    """Where much was said already no row of it fits; an empty one looked as if there were none."""
    with connect(newest(sample_build)) as db:
        day = sources.info(db).as_of
        found = briefing(db, pair=pairs(db, as_of=day)[0], as_of=day, on=day)
    made, folded = sheet.sheet(found, "word " * 120)
    said = {each.word: [sheet.line(row) for row in each.rows] for each in made.sections}
    assert (said["Decide"], said["Promised"]) == (["3 items"], ["3 items"])
    assert {word: len(rows) for word, rows in folded.items()} == {"Decide": 3, "Promised": 3}
    assert [each.more for each in made.sections if each.word == "Promised"] == [0]


def test_a_past_meeting_looks_at_the_past_and_compares_a_certain_count(sample_build: Path) -> None:
    with connect(newest(sample_build)) as db:
        found = page_of(db, 1)
    assert found.question == "Monthly meeting, 20 August 2026"
    assert not any(isinstance(each, Lanes) for each in found.blocks)
    said = rows_of(found)
    assert said[:2] == [
        ("Changed", "Bills steady: 3,972 USD a month (since 16 Jul)"),
        ("Changed", "Notes: 40 closed; GitHub: 17, 16 Jul – 20 Aug, hub"),
    ]
    assert "Deadlines" not in [subject for subject, _ in said]
    assert len(said) <= 7
    assert words_in(found) <= 120


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="it reads the real notes (../shared), which may not be kept here"
)
def test_the_sheet_of_real_input(real_house: House) -> None:
    with connect(newest(real_house.data)) as db:
        holds(page_of(db))


@pytest.mark.slow
def test_with_nothing_set_up_there_is_no_sheet(build) -> None:
    found = page_of(build([replace(INFO, as_of=AS_OF, built_at=datetime(2026, 9, 17, 6, 10))]))
    assert (rows_of(found), found.answer.claim) == ([], "No source is set up yet.")


@pytest.mark.slow
def test_forty_funds_stay_a_sheet(build) -> None:
    funds = [
        fund(f"award {n}", ends=date(2026, 10, 1) + timedelta(days=9 * n), pays=("cloud",))
        for n in range(40)
    ]
    held = [balance(f"award {n}", date(2026, 9, 1), 2500) for n in range(40)]
    costs = every_day(date(2026, 2, 1), date(2026, 9, 16), "80")
    found = page_of(build([replace(INFO, as_of=AS_OF), *funds, *held, *costs,
                           planned(900, date(2026, 1, 1), category="people")]))  # fmt: skip
    holds(found)
    lanes = next(each for each in found.blocks if isinstance(each, Lanes))
    assert max(len(bars) for _, bars in lanes.lanes) <= 8


def test_lanes_are_the_plan_and_fade_over_the_range(sample_build: Path) -> None:
    with connect(newest(sample_build)) as db:
        own = outlooks(db).own
        found = who_pays(own)
    lanes = {
        lane.category: [(span.fund_id, span.last) for span in lane.spans[:-1]]
        for lane in found.lanes
    }
    assert lanes == {
        "cloud": [("credits", date(2026, 11, 14)), ("donations", date(2027, 3, 25))],
        "people": [("grant", date(2026, 12, 31)), ("donations", date(2027, 3, 25))],
    }  # fmt: skip
    assert {(lane.low, lane.high) for lane in found.lanes} == {(own.low, own.high)}
    assert {lane.spans[-1].kind for lane in found.lanes} == {""}
    assert found.undrawn == ("hosting",)
    picture = sheet.lanes(found, own)
    cloud = picture.lanes[0][1]
    assert (cloud[1].fades, cloud[1].end) == picture.band
    assert cloud[2].start == cloud[1].fades
    assert labels_of(cloud) == [("credits", False), ("donations", False), ("unpaid", False)]


def test_a_range_within_a_third_of_a_month_is_said_once(sample_build: Path) -> None:
    with connect(newest(sample_build)) as db:
        own = outlooks(db).own
    narrow = replace(own, low=date(2027, 7, 1), likely=date(2027, 7, 3), high=date(2027, 7, 5))
    said = sheet.headline(replace(narrow, cash_bills=None))
    assert words_of(said.basis).startswith("80 % likely: early July.")


def labels_of(bars: tuple[LaneBar, ...]) -> list[tuple[str, bool]]:
    """The labels of a lane on a desk, and whether each reaches into the next."""
    named = [bar for bar in bars if bar.label]
    begins = [*(bar.named for bar in named[1:]), 1.0]
    ends = [bar.named + len(bar.label) * sheet.LETTER / sheet.WIDE for bar in named]
    return [(bar.label, end > then) for bar, end, then in zip(named, ends, begins, strict=True)]


def test_a_payer_that_may_stop_at_once_keeps_its_label_free(sample_build: Path) -> None:
    """From the first day of donations on nobody may pay: the hatching begins below their label."""
    with connect(newest(sample_build)) as db:
        own = outlooks(db).own
    spans = (
        Span(date(2026, 9, 18), date(2027, 8, 31), "grant", "Estuary Fund grant", "grant"),
        Span(date(2027, 9, 1), date(2027, 11, 6), "donations", "Donations", "donation"),
        Span(date(2027, 11, 7), date(2028, 3, 1)),
    )
    lane = Lane("cloud", spans, low=date(2027, 9, 3), high=date(2028, 1, 5))
    found = WhoPays(date(2026, 9, 18), date(2028, 3, 1), (lane,))
    ((_, bars),) = sheet.lanes(found, own).lanes
    assert labels_of(bars) == [("grant", False), ("donations", False), ("unpaid", False)]
    assert bars[2].start < bars[2].named


@pytest.mark.slow
def test_all_questions_are_one_row_with_their_money_and_the_age_of_the_oldest(build) -> None:
    asked = replace(
        QUESTION, question_id="b: newer", kind="newer", assumed="larger", amount=Decimal(1240),
        since=AS_OF - timedelta(days=9),
    )  # fmt: skip
    many = [replace(asked, question_id=f"{n}: newer", amount=Decimal(1)) for n in range(40)]
    costs = every_day(date(2026, 2, 1), date(2026, 9, 16), "80")
    about = replace(INFO, as_of=AS_OF)
    one, all_ = "1 question, up to 1,240 USD", "41 questions, up to 1,280 USD"
    for questions, line in (([], ""), ([asked], one), ([asked, *many], all_)):
        found = page_of(build([about, *costs, *questions]))
        holds(found)
        said = [text for subject, text in rows_of(found) if "question" in text]
        assert said == ([f"{line}, oldest 9 days"] if line else [])


CLAIM = Claim(
    "m", AS_OF, "monthly", date(2026, 8, 20), "issues_closed", 50.0, None, None, "issues", "o/hub",
    "We closed 50 issues in o/hub", "n.md", 3,
)  # fmt: skip
COUNT = IssueCount("closed", "o/hub", date(2026, 8, 20), AS_OF, 40)


@pytest.mark.parametrize(
    ("claim", "count", "certain"),
    [
        (CLAIM, COUNT, True),
        (CLAIM, replace(COUNT, count=46), False),  # under a tenth
        (replace(CLAIM, value=4.0), replace(COUNT, count=2), False),  # by less than three
        (CLAIM, replace(COUNT, repo=""), False),  # of all repositories
        (replace(CLAIM, quote="We closed 50 issues in o/hub this month"), COUNT, False),
    ],
)
def test_a_claim_is_for_the_meeting_only_if_it_differs_for_certain(
    claim: Claim, count: IssueCount, certain: bool
) -> None:
    assert is_certain(Checked(claim, Finding("differs", count, count.count))) is certain


def test_on_a_call_no_cost_of_people_no_total_and_no_name_is_left(sample_build: Path) -> None:
    with connect(newest(sample_build)) as db:
        pair = pairs(db, as_of=AS_OF)[0]
        found = briefing(db, pair=pair, as_of=AS_OF, on=AS_OF)
        shown = meeting_view.briefing(
            found, shown=frozenset({"credits"}), by={"sorrel": "@sorrel-q"}, names=frozenset()
        )
    said = rows_of(wording.page(shown))
    assert said[0][1].startswith("Bills ")
    text = " ".join(line for _, line in said)
    assert [each for each in ("4,800", "8,700", "Sorrel", "Estuary") if each in text] == []
    assert ("Deadlines", "Report, our grant (@sorrel-q, 30 Sep)") in said
    assert ("Deadlines", "Ask to extend the Skyhook research credits (@sorrel-q, 15 Oct)") in said
    assert wording.page(shown).blocks[-1].__class__ is Sheet


def test_inside_the_team_people_are_named_as_the_settings_say(sample_build: Path) -> None:
    with connect(newest(sample_build)) as db:
        pair = pairs(db, as_of=AS_OF)[0]
        found = briefing(db, pair=pair, as_of=AS_OF, on=AS_OF)
    owners = {
        mode: meeting_view.named(found, mode, {"wren": "@wren-b"}, frozenset({"Wren", "Sorrel"}))
        for mode in ("handles", "hidden")
    }
    assert {mode: {each.owners for each in one.sheet.promised} for mode, one in owners.items()} == {
        "handles": {("somebody",), ("@wren-b",)},
        "hidden": {("somebody",)},
    }
    assert all("Sorrel" not in each.text for each in owners["handles"].sheet.promised)
