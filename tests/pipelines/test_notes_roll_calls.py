"""Two files for each shape in which teams write who came: every row, its line, and nobody else."""

from dataclasses import astuple

import pytest
from notes_house import of_file, only, read

from pipelines.notes.roll_call.roll_call import listed_in, roll_call
from pipelines.notes.text.markdown import read_page
from warehouse.records import Attendance, Meeting

# name, handle, affiliation, line
SHAPES = {
    "heading-present-with-roles.md": [
        ("Ada Fenwick", "adafen", None, 9),
        ("Бо Орлов", "borlov", None, 10),
        ("Cy Quill", "cyq", None, 11),
        ("Dee Marsh", "deedee", None, 12),
        ("Eli Stone", None, None, 13),
    ],
    "heading-participants-with-dashes.md": [
        ("Ada Fenwick", "adafen", "Moss Lab", 7),
        ("Bo Orlov", "borlov", "University of Brackwater", 8),
        ("Cy Quill", None, "Heron Works", 9),
        ("Dee Marsh", "deedee", "Heron Works", 10),
    ],
    "table-with-empty-rows.md": [
        ("Ada Fenwick", "adafen", "Moss Lab", 9),
        ("Bo Orlov", "borlov", None, 10),
        ("Cy Quill", "cyq", "Heron/Works", 12),
    ],
    "table-without-a-heading-above.md": [
        ("Ada Fenwick", "adafen", "Moss Lab", 8),
        ("Cy Quill", "cyq", "Heron Works", 18),
    ],
    "comma-list-over-two-lines.md": [
        ("Ada Fenwick", None, None, 3),
        ("Bo Orlov", None, None, 3),
        ("Cy Quill", None, None, 4),
        ("Dee Marsh", None, None, 4),
    ],
    "comma-list-with-brackets.md": [
        ("Ada Fenwick", None, "Moss Lab", 3),
        ("Bo Orlov", None, None, 3),
        ("Cy Quill", None, "Heron Works, Brackwater", 3),
        ("Dee", None, None, 3),
    ],
    "handles-only-in-one-line.md": [
        ("adafen", "adafen", None, 3),
        ("borlov", "borlov", None, 3),
        ("cyq", "cyq", None, 3),
    ],
    "handles-only-one-a-bullet.md": [
        ("adafen", "adafen", None, 5),
        ("borlov", "borlov", None, 6),
        ("cyq", "cyq", None, 7),
    ],
    "names-only-numbered.md": [
        ("Ada Fenwick", None, None, 5),
        ("Bo Orlov", None, None, 6),
        ("Cy Quill", None, None, 8),
    ],
    "names-only-hard-breaks.md": [
        ("Ada Fenwick", None, None, 4),
        ("Bo Orlov", None, None, 5),
        ("Cy Quill", None, None, 6),
    ],
    "labels-inside-the-section.md": [
        ("Ada Fenwick", None, None, 7),
        ("Bo Orlov", None, None, 8),
        ("Cy Quill", None, None, 10),
        ("Dee Marsh", None, None, 10),
        ("Eli Stone", None, None, 14),
    ],
    "labels-as-nested-bullets.md": [
        ("adafen", None, None, 6),
        ("borlov", None, None, 6),
        ("cyq", None, None, 7),
    ],
    "absent-people-in-the-list.md": [
        ("Ada Fenwick", None, "Moss Lab", 5),
        ("Bo Orlov", None, "Heron Works / Brackwater", 6),
    ],
    "absent-people-in-labels.md": [
        ("Ada", None, None, 3),
        ("Bo", None, None, 3),
        ("Cy_Quill", None, None, 3),
    ],
    "attendance-after-the-agenda.md": [
        ("Ada Fenwick", None, None, 14),
        ("Bo Orlov", None, None, 15),
    ],
    "attendance-at-the-end-in-one-line.md": [
        ("Ada Fenwick", None, None, 7),
        ("Bo Orlov", None, None, 7),
    ],
    "byte-order-mark-and-crlf.md": [
        ("Ada Fenwick", None, None, 9),
        ("Bo Orlov", None, "Heron Works", 10),
    ],
    "mailto-links-for-people.md": [
        ("Ada Fenwick", None, None, 3),
        ("Bo Orlov", None, None, 3),
    ],
    "info-box-with-participants.md": [
        ("Ada Fenwick", "adafen", None, 8),
        ("Bo Orlov", None, None, 9),
    ],
    "info-box-around-the-roll-call.md": [
        ("Ada Fenwick", None, None, 4),
        ("Bo Orlov", None, None, 4),
    ],
    "days-in-a-monthly-file.md": [
        ("Ada", None, None, 3),
        ("Bo", None, None, 3),
        ("Cy", None, None, 15),
        ("Dee", None, None, 15),
    ],
    "days-below-a-title-and-above-it.md": [
        ("Ada Fenwick", None, "Moss Lab", 7),
        ("Ada", None, None, 17),
        ("Bo", None, None, 17),
    ],
    "attendance-all.md": [],
    "no-roll-call-at-all.md": [],
    "ticked-signatures-and-new-actions.md": [
        ("Ada Fenwick", None, None, 5),
        ("Cy Quill", None, None, 7),
    ],
    "two-orders-of-fields.md": [
        ("Ada Fenwick", "adafen", "Moss Lab", 8),
        ("Bo", "borlov", "Heron Works", 9),
        ("Cy", "cyq", "Heron Works", 10),
        ("Dee Marsh", None, "Moss Lab", 11),
        ("Eli", "eli", "Moss & Sons", 12),
        ("Ada Fenwick", "adafen", "Moss Lab", 19),
        ("Bo Orlov", "borlov", "Heron Works / Brackwater", 20),
        ("Cy Quill", "cyq", "Heron Works", 21),
    ],
}


@pytest.mark.parametrize("name", SHAPES)
def test_everybody_who_signed_and_nobody_else(name, tmp_path):
    signed = only(Attendance, of_file(tmp_path, name))
    assert [(a.name, a.handle, a.affiliation, a.source_line) for a in signed] == SHAPES[name]


@pytest.mark.parametrize("name", ["attendance-all.md", "no-roll-call-at-all.md"])
def test_a_meeting_without_a_roll_call_is_unknown_not_empty(name, tmp_path):
    (meeting,) = only(Meeting, of_file(tmp_path, name))
    assert (meeting.has_roll_call, meeting.cancelled) == (False, False)


def test_pronouns_and_places_are_never_stored(tmp_path):
    records = of_file(tmp_path, "two-orders-of-fields.md")
    told = " ".join(str(record) for record in only(Attendance, records))
    for word in ("she", "he/", "they", "Brackwater,", "Quay", "example.org"):
        assert word not in told.replace("Fenwick", "")


@pytest.mark.parametrize(
    ("line", "signed"),
    [
        ("Ada Fenwick she/her / MIT / @ada-f", ("Ada Fenwick", "MIT", "ada-f")),
        ("Bo Reed, they/them, NASA", ("Bo Reed", "NASA", None)),
        ("Bo Reed, he, NASA", ("Bo Reed", "NASA", None)),
        ("Ada Fenwick | She / Her / Hers | CERN | @ada-f", ("Ada Fenwick", "CERN", "ada-f")),
        ("Di Moe ze/zir/zirs / UCL", ("Di Moe", "UCL", None)),
        ("Tim Marram he/him / Moss Lab", ("Tim Marram", "Moss Lab", None)),
    ],
)
def test_a_short_organisation_behind_pronouns_is_no_pronoun(tmp_path, line, signed):
    note = f"# Sync 2024-04-09\n\nPresent:\n\n- {line}\n- Cy Noor / Heron Works\n"
    came = only(Attendance, read(tmp_path, {"2024-04-09.md": note}))
    other = ("Cy Noor", "Heron Works", None)
    assert [(a.name, a.affiliation, a.handle) for a in came] == [signed, other]


def test_a_list_after_a_roll_call_in_one_line_is_no_list_of_people(tmp_path):
    records = read(tmp_path, {"2022-02-09.md": "Present: Ada, Bo\n\n- Budget\n- TODO: invite Cy\n"})
    assert [a.name for a in only(Attendance, records)] == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("lines", "came"),
    [
        ("ada@example.org / Moss Lab\nBo Orlov / Heron Works", [("Bo Orlov", "Heron Works")]),
        ("<ada@example.org>, Moss\nBo Orlov", [("Bo Orlov", None)]),
        ("ada@example.org - Moss\nBo Orlov - Heron", [("Bo Orlov", "Heron")]),
        ("ada@example.org / Moss / @adafen\nBo Orlov", [("adafen", "Moss"), ("Bo Orlov", None)]),
        ("ada@example.org / Ada Fenwick\nbo@example.org / Bo Orlov",
         [("Ada Fenwick", None), ("Bo Orlov", None)]),
    ],
)  # fmt: skip
def test_the_organisation_of_who_signs_with_an_address_is_nobody(tmp_path, lines, came):
    items = "".join(f"- {line}\n" for line in lines.split("\n"))
    found = read(tmp_path, {"2024-04-09.md": f"# Sync\n\nPresent:\n\n{items}"})
    assert [(a.name, a.affiliation) for a in only(Attendance, found)] == came


@pytest.mark.parametrize(
    ("text", "came"),
    [
        ("## Present\n\nAda Moss, Bo Reed\n\nRegrets\n\nCy Quill, Dee Marsh, Eve Lund", 2),
        ("## Present\n\nAda Moss\nBo Reed\n\nAbsent\n\nCy Quill", 2),
        ("## Present\n\nAda Moss\nBo Reed\nAbsent\nCy Quill\nDee Marsh", 2),
        ("## Present\n\nAbsent\n\n- Cy Quill", 0),
        ("Present: Ada Moss\nNot Here: Cy", 1),
        ("Present: Ada Moss\nMembers Missing: Cy Quill", 1),
        ("## Present\n\n| Ada Moss | yes |\n|---|---|\n| Cy Quill | no |\n| Bo Reed | y |", 2),
    ],
)
def test_who_is_said_to_be_away_did_not_come(text, came):
    signed = roll_call(read_page(f"{text}\n").blocks).signed
    names = ["Ada Moss", "Bo Reed"][:came]
    assert sorted(each.signature.name for each in signed) == names


THREE = ("Ada Moss", "Bo Reed", "Cy Quill")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("- Ada Moss, who came late", [("Ada Moss", None, None)]),
        ("- Ada Moss, the Weir Lab", [("Ada Moss", None, "the Weir Lab")]),
        ("- Ada Moss, inIT- Weir IT, OWL", [("Ada Moss", None, "inIT- Weir IT, OWL")]),
        ("- Ada Moss (Heron, Oslo), Moss Lab", [("Ada Moss", None, "Moss Lab")]),
        ("- Ada / Lab\n- / Heron / @bor", [("Ada", None, "Lab"), ("bor", "bor", "Heron")]),
        ("- Ada Moss\n- We mend the old gauge / soon", [("Ada Moss", None, None)]),
        ("Ada Moss,\nBo Reed\nCy Quill", [(n, None, None) for n in THREE]),
        ("Ada Moss, Bo\nReed", [("Ada Moss", None, None), ("Bo Reed", None, None)]),
    ],
)  # fmt: skip
def test_a_line_names_a_person_and_what_is_beside_it_is_no_part_of_the_name(text, people):
    signed = roll_call(read_page(f"## Present\n\n{text}\n").blocks).signed
    assert [astuple(each.signature) for each in signed] == people


@pytest.mark.parametrize(
    ("value", "people"),
    [
        (None, []),
        (False, []),
        (0, []),
        ("", []),
        (" Ada Moss, ,Bo Reed ", ["Ada Moss", "Bo Reed"]),
        (["Ada Moss", " ", None, 3, " Bo Reed "], ["Ada Moss", "Bo Reed"]),
    ],
)
def test_front_matter_lists_the_people_of_its_first_roll_call(value, people):
    matter = {"title": "Sync", "attendees": value, "Present": "Cy Quill"}
    assert listed_in(matter) == people
    assert listed_in({"title": "Ada Moss"}) == []


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("Ada Moss, Bo Reed", ["Ada Moss", "Bo Reed"]),
        ("Ada Moss, Bo Reed (Heron)", ["Ada Moss", "Bo Reed"]),
        ("Ada Moss, Heron", ["Ada Moss"]),
        ("Ada, Bo Reed", ["Ada"]),
    ],
)
def test_two_full_names_on_one_item_are_two_where_both_act(item, names):
    text = f"# Sync\n\n## Attendees\n\n- {item}\n\n## Notes\n\nAda to ask\n\nBo to write\n"
    found = roll_call(list(read_page(text).blocks), ())
    assert [each.signature.name for each in found.signed] == names
