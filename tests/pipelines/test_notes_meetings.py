"""Which meetings a file holds, on which day, and what happens when two files tell one."""

from datetime import date

from notes_house import of_file, only, read

import config
from pipelines import notes
from pipelines.notes import reading
from pipelines.notes.reading import read_note
from warehouse.records import Attendance, Claim, Meeting, Reject, SourceRun

ROLL = "Present: Ada, Bo\n"


def days(records):
    return [(m.meeting_id, m.held_on, m.section, m.cancelled) for m in only(Meeting, records)]


def test_each_day_of_a_monthly_file_is_a_meeting(tmp_path):
    assert days(of_file(tmp_path, "days-in-a-monthly-file.md")) == [
        ("team-2022-12-01", date(2022, 12, 1), "December 1, 2022", False),
        ("team-2022-12-08", date(2022, 12, 8), "December 8, 2022", True),
        ("team-2022-12-15", date(2022, 12, 15), "December 15, 2022", False),
    ]


def test_a_dated_heading_below_a_meeting_is_no_meeting(tmp_path):
    assert days(of_file(tmp_path, "days-below-a-title-and-above-it.md")) == [
        ("team-2022-12-01", date(2022, 12, 1), "December 1, 2022", False),
        ("team-2022-11-03", date(2022, 11, 3), "November 3, 2022 (cancelled)", True),
        ("team-2022-10-06", date(2022, 10, 6), "October 6, 2022", False),
    ]


def test_a_month_without_a_day_is_a_meeting_of_that_month(tmp_path):
    records = of_file(tmp_path, "cancelled-and-undated-months.md", "2024.md")
    assert days(records) == [
        ("team-2024-06", None, "2024-06", True),
        ("team-2024-05-21", date(2024, 5, 21), "2024-05-21", False),
        ("team-2024-04-16", date(2024, 4, 16), "2024-04-16", True),
    ]
    months = [m.month for m in only(Meeting, records)]
    assert months == [date(2024, 6, 1), date(2024, 5, 1), date(2024, 4, 1)]


def test_the_file_name_wins_unless_the_text_has_a_fitting_weekday(tmp_path):
    files = {
        "2019-06-19.md": f"# June\n\n**Date:** Thursday, 20th June 2019\n\n{ROLL}",
        "2019-09-19.md": f"# September\n\nDate: August 15\n\n{ROLL}",
        "2022-01-05.md": f"# January\n\n- **Date:** 2021-01-05\n\n{ROLL}",
        "2020-03-19.md": f"# March\n\nDate: Thursday 20 February 2020\n\n{ROLL}",
    }
    held = {m.source_file: m.held_on for m in only(Meeting, read(tmp_path, files))}
    assert held == {
        "notes/2019-06-19.md": date(2019, 6, 20),
        "notes/2019-09-19.md": date(2019, 9, 19),
        "notes/2020-03-19.md": date(2020, 3, 19),
        "notes/2022-01-05.md": date(2022, 1, 5),
    }


def test_minutes_headed_with_a_day_near_that_of_the_file_name_are_of_that_day(tmp_path):
    files = {
        "2024-03-08.md": f"# Minutes of the board call, 5 March 2024\n\n{ROLL}",
        "2024-04-09.md": f"# Board, 2024-04-09\n\n{ROLL}",
        "2024-05-14.md": f"# Minutes, 2024-04-30\n\n{ROLL}",
        "2024-06-11.md": f"# Agenda for the next meeting, 13 June 2024\n\n{ROLL}",
    }
    records = read(tmp_path, files)
    assert {m.source_file: m.held_on for m in only(Meeting, records)} == {
        "notes/2024-03-08.md": date(2024, 3, 5),
        "notes/2024-04-09.md": date(2024, 4, 9),
        "notes/2024-05-14.md": date(2024, 5, 14),
        "notes/2024-06-11.md": date(2024, 6, 11),
    }
    assert only(Reject, records) == [
        Reject(
            "notes", "notes/2024-03-08.md", 1, "Minutes of the board call, 5 March 2024",
            "the file is named for 2024-03-08, its heading for 2024-03-05: the heading's counts; "
            "correct whichever is wrong",
        ),
        Reject(
            "notes", "notes/2024-05-14.md", 1, "Minutes, 2024-04-30",
            "the file is named for 2024-05-14, its heading for 2024-04-30: the file's counts; "
            "correct whichever is wrong",
        ),
    ]  # fmt: skip


def test_the_longer_of_two_notes_of_one_meeting_counts_and_the_other_is_told(tmp_path):
    files = {
        "2022-05-04.md": f"# Sync\n\n{ROLL}",
        "2022-05-04-draft.md": f"# Sync\n\n{ROLL}\nMuch more was said here than there.\n",
    }
    records = read(tmp_path, files)
    (meeting,) = only(Meeting, records)
    assert (meeting.meeting_id, meeting.source_file) == (
        "team-2022-05-04", "notes/2022-05-04-draft.md",
    )  # fmt: skip
    assert len(only(Attendance, records)) == 2
    reason = "the same meeting stands at greater length in notes/2022-05-04-draft.md"
    assert only(Reject, records) == [Reject("notes", "notes/2022-05-04.md", 1, "Sync", reason)]


def test_two_meetings_of_one_day_in_two_folders_are_two(tmp_path):
    files = {
        "hpc/2022-05-04.md": "# HPC\n\nPresent: Cy, Dee\n",
        "team/2022-05-04.md": f"# Team\n\n{ROLL}",
    }
    assert [m.meeting_id for m in only(Meeting, read(tmp_path, files))] == [
        "team-2022-05-04", "team-2022-05-04-2",
    ]  # fmt: skip


def test_a_file_without_a_date_is_told_and_read_no_further(tmp_path):
    records = read(tmp_path, {"ideas.md": f"# Ideas\n\n{ROLL}", "index.md": "# Index\n"})
    assert only(Meeting, records) == []
    (told,) = only(Reject, records)
    assert (told.source_file, told.source_line, told.text) == ("notes/ideas.md", 1, "Ideas")


def test_a_weekly_report_is_no_meeting_but_its_claims_count(tmp_path):
    text = "# Weekly reports\n\n## 2018-02-05\n\n- Closed 12 issues on moss/gauge\n"
    records = read(tmp_path, {"archive.md": text})
    assert only(Meeting, records) == []
    assert [type(r).__name__ for r in records] == ["NoteLine", "NoteLine", "Claim", "SourceRun"]
    assert only(Claim, records)[0].meeting_id is None


def test_broken_front_matter_is_told_and_the_note_is_read(tmp_path):
    records = of_file(tmp_path, "front-matter-broken.md")
    assert [m.held_on for m in only(Meeting, records)] == [date(2022, 5, 4)]
    (told,) = only(Reject, records)
    assert told.reason.startswith("front matter is no YAML")


def test_a_folder_that_is_not_there_is_said_with_its_remedy(tmp_path):
    (tmp_path / "dashboard.toml").write_text('[[notes]]\nseries = "team"\npath = "nowhere"\n')
    records = list(notes.read(config.load(tmp_path / "dashboard.toml", tmp_path / "data")))
    assert records == [
        SourceRun(
            "notes", "team", "failed", message="nowhere is not there",
            remedy="correct path of [[notes]] team", passing=False,
        )
    ]  # fmt: skip


def test_no_notes_at_all_is_not_set_up(tmp_path):
    (tmp_path / "dashboard.toml").write_text("")
    records = list(notes.read(config.load(tmp_path / "dashboard.toml", tmp_path / "data")))
    assert records == [SourceRun("notes", "", "not_set_up")]


def test_an_unchanged_file_is_not_read_again(tmp_path, monkeypatch):
    asked = []

    def asking(data, path):
        asked.append(path)
        return read_note(data, path)

    monkeypatch.setattr(reading, "read_note", asking)
    files = {"2022-05-04.md": f"# Sync\n\n{ROLL}", "2022-06-01.md": f"# Sync\n\n{ROLL}"}
    first = read(tmp_path, files)
    assert read(tmp_path, files) == first
    assert asked == ["2022-05-04.md", "2022-06-01.md"]
    read(tmp_path, {"2022-06-01.md": "# Sync\n\nPresent: Cy\n"})
    assert asked[2:] == ["2022-06-01.md"]


LATIN = "# R\xe9union 2026-07-07\n\nAttendees:\n- Andr\xe9 Lef\xe8vre \u2013 Moss\n"


def test_notes_in_windows_1252_are_read_as_meant_and_nothing_is_said(tmp_path):
    records = read(tmp_path, {"notes.md": LATIN.encode("cp1252")})
    assert [(a.name, a.affiliation) for a in only(Attendance, records)] == [
        ("Andr\xe9 Lef\xe8vre", "Moss")
    ]
    assert [m.title for m in only(Meeting, records)] == ["R\xe9union 2026-07-07"]
    assert only(Reject, records) == []


def test_a_line_pasted_in_windows_1252_spoils_no_line_in_utf_8(tmp_path):
    data = (
        LATIN.encode()
        + "- Bo \xd8rlov \u2013 Heron \u2615\n".encode()
        + "- Cy N\xfc\xdf\n".encode("cp1252")
    )
    records = read(tmp_path, {"notes.md": data})
    names = [a.name for a in only(Attendance, records)]
    assert names == ["Andr\xe9 Lef\xe8vre", "Bo \xd8rlov", "Cy N\xfc\xdf"]


def test_what_can_be_read_in_no_way_is_told_once_with_its_line(tmp_path):
    records = read(
        tmp_path, {"2026-07-07.md": b"# Sync\n\nPresent: Ada, Bo\n\n\x81\xff\n\x8d\xff\n"}
    )
    assert [(r.source_line, r.reason) for r in only(Reject, records)] == [
        (5, "neither UTF-8 nor Windows-1252, as 2 of the file's lines: save as UTF-8")
    ]
    assert [a.name for a in only(Attendance, records)] == ["Ada", "Bo"]
