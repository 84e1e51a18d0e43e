"""Which meetings there are: dated headings, two notes of one call, two calls of one day."""

from datetime import date

import pytest
from notes_house import house, only, read

from pipelines import notes
from warehouse.records import ActionItem, Attendance, Claim, Decision, Meeting, Reject

ROLL = "\n## Attendees\n\n- Ada Moss\n- Bo Reed\n"

HEADINGS = {
    "the next meeting at the end": (
        f"# Gauge call 7\n\nDate: 5 March 2026\n{ROLL}\n## Next meeting: Thursday 19 March 2026\n",
        [(date(2026, 3, 5), False)],
    ),
    "the last call in brackets": (
        f"# Gauge call, 5 March 2026\n{ROLL}\n## Last call (19 February 2026)\n\n- Gauges\n",
        [(date(2026, 3, 5), False)],
    ),
    "a previous meeting's actions": (
        f"## 5 March 2026\n{ROLL}\n## Actions of the last meeting, 19 February 2026\n\n- Gauges\n",
        [(date(2026, 3, 5), False)],
    ),
    "the event beats when the page was made": (
        f"# Gauge call\n\nCreated: March 2, 2026 10:00 AM\nEvent: March 5, 2026\n{ROLL}",
        [(date(2026, 3, 5), False)],
    ),
    "the date beats when it was edited": (
        "---\ncreated: 2026-03-02\nupdated: 2026-03-09\n---\n# Gauge call\n\n"
        f"When: 5 March 2026\n{ROLL}",
        [(date(2026, 3, 5), False)],
    ),
    "moved and merged": (
        f"## 2026-03-05\n{ROLL}\n## 2026-03-12\n\nMoved to 2026-03-19.\n\n"
        "## 2026-03-19 (merged with the board call)\n\n## 2026-03-26\n\nN/A, cancelled\n",
        [
            (date(2026, 3, 5), False),
            (date(2026, 3, 12), True),
            (date(2026, 3, 19), True),
            (date(2026, 3, 26), True),
        ],
    ),
    "no meeting in other languages": (
        "## 2026-03-05\n\nEntfällt.\n\n## 2026-03-12\n\nRéunion annulée\n\n## 2026-03-19\n\n中止\n",
        [(date(2026, 3, 5), True), (date(2026, 3, 12), True), (date(2026, 3, 19), True)],
    ),
    "days in other languages": (
        "# Sitzung vom 5. März 2026\n\nAnwesend: Ada Moss, Bo Reed\n",
        [(date(2026, 3, 5), False)],
    ),
    "days in French and Japanese": (
        "## Réunion du 5 février 2026\n\nPrésents : Ada Moss, Bo Reed\n\n"
        "## 2026年3月12日\n\n出席者: 鈴木 一郎\n",
        [(date(2026, 2, 5), False), (date(2026, 3, 12), False)],
    ),
    "days in Spanish and Portuguese": (
        "## 5 de marzo de 2026\n\nAsistentes: Ada Moss, Bo Reed\n\n"
        "## 12 de março de 2026\n\nPresentes: Bo Reed\n",
        [(date(2026, 3, 5), False), (date(2026, 3, 12), False)],
    ),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_a_file_holds_these_meetings(name, tmp_path):
    text, held = HEADINGS[name]
    records = read(tmp_path, {"call.md": text})
    assert [(m.held_on, m.cancelled) for m in only(Meeting, records)] == held


def test_two_calls_of_one_day_in_one_folder_are_two(tmp_path):
    files = {
        "2026-03-05-deck.md": f"# Deck call\n{ROLL}\n- ACTION: Ada to paint\n",
        "2026-03-05-hull.md": f"# Hull call\n{ROLL}\n- ACTION: Bo to saw\n",
    }
    assert [m.meeting_id for m in only(Meeting, read(tmp_path, files))] == [
        "team-2026-03-05", "team-2026-03-05-2",
    ]  # fmt: skip


def test_two_calls_of_one_day_told_apart_by_their_titles_are_two(tmp_path):
    files = {
        "2026-03-05.md": f"# Deck call, 5 March 2026\n{ROLL}",
        "2026-03-05-b.md": f"# Hull call, 5 March 2026\n{ROLL}",
    }
    assert len(only(Meeting, read(tmp_path, files))) == 2


def test_minutes_transcript_and_summary_of_one_call_are_one_meeting(tmp_path):
    files = {
        "2026-03-05-minutes.md": f"# Gauge call\n{ROLL}\n- ACTION: Ada to paint the deck\n",
        "2026-03-05-transcript.md": "# Transcript\n\n" + "Ada: the river is low today.\n\n" * 30,
        "2026-03-05-summary.md": "# AI summary\n\n## Decisions\n\n- Decision: sell the hull\n"
        "\n## Actions\n\n- ACTION: Ada to paint the deck\n",
    }
    records = read(tmp_path, files)
    (meeting,) = only(Meeting, records)
    assert (meeting.meeting_id, meeting.has_roll_call, meeting.roll_call) == (
        "team-2026-03-05", True, "read",
    )  # fmt: skip
    assert [(a.meeting_id, a.name) for a in only(Attendance, records)] == [
        ("team-2026-03-05", "Ada Moss"), ("team-2026-03-05", "Bo Reed"),
    ]  # fmt: skip
    assert [(d.meeting_id, d.text) for d in only(Decision, records)] == [
        ("team-2026-03-05", "Decision: sell the hull")
    ]
    actions = [(a.meeting_id, a.text) for a in only(ActionItem, records)]
    assert actions == [("team-2026-03-05", "ACTION: Ada to paint the deck")]
    assert len([r for r in only(Reject, records) if "same meeting" in r.reason]) == 2


def test_one_meeting_in_two_series_counts_once(tmp_path):
    text = f"# Joint call of hull and deck\n{ROLL}\n- The river was low all summer long\n" \
        "- The gauges need new paint this year\n- We talked about the old crane again\n" \
        "- ACTION: Ada to paint the crane\n"  # fmt: skip
    toml = '\n[[notes]]\nseries = "board"\npath = "board"\n'
    (tmp_path / "board").mkdir()
    (tmp_path / "board" / "2026-03-05-joint.md").write_text(text)
    records = list(notes.read(house(tmp_path, {"2026-03-05.md": text}, toml)))
    assert len(only(Meeting, records)) == 1
    assert len(only(Attendance, records)) == 2
    assert len(only(ActionItem, records)) == 1


def test_two_series_of_the_same_people_on_one_day_are_two_meetings(tmp_path):
    toml = '\n[[notes]]\nseries = "board"\npath = "board"\n'
    (tmp_path / "board").mkdir()
    (tmp_path / "board" / "2026-03-05.md").write_text(f"# Call\n{ROLL}\n- The crane is rusty\n")
    files = {"2026-03-05.md": f"# Call\n{ROLL}\n- The river is low\n"}
    records = list(notes.read(house(tmp_path, files, toml)))
    assert len(only(Meeting, records)) == 2


FORM = "We have 300 users in this form"


@pytest.mark.parametrize(("notes_in_all", "kept"), [(2, 2), (8, 0)])
def test_what_many_notes_say_word_for_word_is_their_form(notes_in_all, kept, tmp_path):
    head = f"# Call\n{ROLL}\n## Notes\n\n- {FORM}\n"
    files = {f"2026-01-{day:02}.md": f"{head}- We had {day}1 users by then\n"
             for day in range(1, notes_in_all + 1)}  # fmt: skip
    quotes = [claim.quote for claim in only(Claim, read(tmp_path, files))]
    assert quotes.count(FORM) == kept
    assert len(quotes) - kept == notes_in_all


def test_a_commitment_that_many_notes_carry_is_no_form(tmp_path):
    files = {f"2026-01-{day:02}.md": f"# Call\n{ROLL}\n- ACTION: Ada to paint the deck\n"
             for day in range(1, 9)}  # fmt: skip
    actions = only(ActionItem, read(tmp_path, files))
    assert [(a.text, a.owners) for a in actions] == [("ACTION: Ada to paint the deck", ["Ada"])] * 8
