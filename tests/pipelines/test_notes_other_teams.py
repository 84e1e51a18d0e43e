"""Shapes of notes met in many other projects: every row that signed, its line, and nobody else."""

from datetime import date

import pytest
from notes_house import DATA, only, read

from warehouse.records import Attendance, Meeting

# name, handle, affiliation, line
SHAPES = {
    "table-in-html.md": [
        ("Ada Fenwick", None, None, 6),
        ("Bo & Orlov", None, None, 7),
    ],
    "codes-and-handles-in-brackets.md": [
        ("Ada Fenwick", "adafen", None, 6),
        ("Bo C. Orlov", "borlov-moss", None, 7),
        ("Cy Quill", "cyq", None, 8),
        ("Dee Marsh", None, None, 9),
    ],
    "names-in-lines-after-a-label.md": [
        ("Ada Fenwick", None, None, 5),
        ("Bo van Orlov", None, None, 6),
        ("Cy Q. Quill", None, None, 7),
    ],
    "names-by-commas-one-forgotten.md": [
        ("Ada Fenwick", None, None, 4),
        ("Bo Orlov", "borlov", None, 5),
        ("Cy Quill", None, None, 6),
        ("Dee Marsh", "deedee", None, 7),
        ("Eli Stone", None, None, 8),
    ],
    "sentences-below-the-roll-call.md": [
        ("Ada Fenwick", "adafen", None, 5),
        ("Bo Orlov", None, "Moss Lab", 6),
        ("Cy Quill", None, "Heron Works", 7),
        ("Dee Marsh", None, "Moss Lab", 8),
        ("Eli Stone", None, None, 9),
        ("Fay Reed", None, None, 10),
        ("Gil Weir", None, "Brackwater", 10),
    ],
    "codes-behind-names.md": [
        ("Ada Fenwick", None, None, 3),
        ("Bo Orlov", None, None, 3),
        ("Cy Quill", None, None, 3),
        ("Dee M.", None, None, 3),
    ],
    "table-with-a-column-of-votes.md": [
        ("Ada Fenwick", None, None, 7),
        ("Bo Orlov", None, None, 8),
        ("Cy Quill", None, None, 9),
        ("Dee Marsh", None, None, 13),
    ],
    "ticked-seats-under-sub-headings.md": [
        ("Eli Stone", None, "Moss Lab / Heron Works", 5),
        ("Ada Fenwick", None, "Moss Lab", 9),
        ("Cy Quill", None, "Brackwater", 13),
        ("Dee Marsh", None, "Moss Lab", 17),
    ],
    "links-with-addresses.md": [
        ("Ada Fenwick", None, None, 5),
        ("Bo Orlov", None, None, 6),
        ("cyq", None, "HeronWorks", 7),
    ],
    "dashes-before-brackets.md": [
        ("Ada Fenwick", None, "Moss Lab", 4),
        ("Bo Orlov", None, "Heron (Brackwater)", 4),
        ("Cy Quill", None, "Moss Lab/Heron", 4),
    ],
    "box-of-mkdocs.md": [
        ("Ada Fenwick", None, None, 7),
        ("Bo Orlov", None, None, 7),
    ],
    "table-of-keys-and-values.md": [
        ("Ada Fenwick", None, None, 5),
        ("Bo Orlov", None, None, 5),
    ],
    "label-with-a-question.md": [
        ("Ada Fenwick", None, None, 6),
        ("A.B.C.", None, None, 7),
    ],
}


@pytest.mark.parametrize("name", SHAPES)
def test_everybody_who_signed_and_nobody_else(name, tmp_path):
    records = read(tmp_path, {"2022-02-09.md": (DATA / name).read_bytes()})
    rows = [(a.name, a.handle, a.affiliation, a.source_line) for a in only(Attendance, records)]
    assert sorted(rows, key=lambda row: row[3]) == SHAPES[name]


@pytest.mark.parametrize(
    ("path", "text", "held"),
    [
        ("calls/2022/WG-02-09.md", "# Call", [date(2022, 2, 9)]),
        ("21-11-2023.md", "# Call", [date(2023, 11, 21)]),
        ("all.md", "## 07.14.21\n\nA\n\n## 06.30.21\n\nB", [date(2021, 7, 14), date(2021, 6, 30)]),
        ("call.md", "# Call\n\n### 09/26/22 @ 20:30 UTC", [date(2022, 9, 26)]),
        ("2019-notes.md", "## December 19 (APAC)\n\nA\n\n## 5 December\n\nB",
         [date(2019, 12, 19), date(2019, 12, 5)]),
        ("notes.md", "# 2019\n\n## December 19\n\nA\n\n## December 5\n\nB",
         [date(2019, 12, 19), date(2019, 12, 5)]),
        ("call.md", "---\ndescription: June 3, 2024\n---\n\n# (3/6/24) Note", [date(2024, 6, 3)]),
        ("river.md", "# River\n\n## October 9th 2020 plan for the next survey\n\nA\n\n"
         "## September 2nd 2020 first look\n\nB", [date(2020, 10, 9), date(2020, 9, 2)]),
        ("notes/2022-11.md", "# Notes of November", [None]),
        ("03-04-2023.md", "# Call", []),  # March or April?
        ("guide.md", "# Guide\n\n## Release 1.12.20\n\nA\n\n## Release 1.11.30\n\nB", []),
    ],
)  # fmt: skip
def test_the_day_is_found_wherever_it_is_written(path, text, held, tmp_path):
    records = read(tmp_path, {path: text + "\n"})
    assert [m.held_on for m in only(Meeting, records)] == held


def test_one_line_that_says_so_cancels_a_meeting_however_long_its_note(tmp_path):
    frame = "# Call\n\n" + "Sign up by mail if this is your first call. " * 12
    condition = "\n\n**If nothing is added, the meeting will be automatically canceled.**\n"
    files = {
        "2022-02-09.md": frame + condition,
        "2022-03-09.md": frame + condition + "\n**Meeting was canceled due to an empty agenda**\n",
    }
    assert [m.cancelled for m in only(Meeting, read(tmp_path, files))] == [False, True]


def test_brackets_and_capitals_without_end_are_read_to_the_end(tmp_path):
    brackets = "Ada " + "[a]" * 60 + " and no end, " + "Bo (x" * 60
    capitals = "Ada will join " + "A" * 200 + " and then some more"
    text = f"# Call\n\n## Attendees\n\n{brackets}\n\n## Notes\n\n- {capitals}\n"
    records = read(tmp_path, {"2022-02-09.md": text})
    assert len(only(Meeting, records)) == 1
