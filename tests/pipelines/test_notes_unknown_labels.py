"""A label between the names of a roll call that we do not know: nobody behind it is counted."""

import pytest

from pipelines.notes.reading import read_note

ASKED = (
    "roll call: we do not know whether who stands behind {label!r} came, so nobody "
    "of them is counted; write Present ({label}) or Absent ({label})"
)


def read(text):
    """Who came, and what is asked: line, text and reason."""
    note = read_note(f"# 2026-02-09\n\n{text}\n\n## Topics\n\n- Gauges\n".encode(), "note.md")
    signed = [signed.signature.name for part in note.parts for signed in part.signed]
    return signed, [(u.line, u.text, u.reason) for u in note.unread]


STRANGE = {
    "on leave": ("Present: Ada Moss, Bo Reed\nOn leave: Cy Quill", 4, "On leave", "Cy Quill"),
    "away": ("Present: Ada Moss\nAway: Cy Quill, Dee Marsh", 4, "Away", "Cy Quill, Dee Marsh"),
    "out": ("## Attendees\n\n- Ada Moss\n- Bo Reed\n- Out: Cy Quill", 7, "Out", "Cy Quill"),
    "a list of its own": (
        "## Attendees\n\n- Ada Moss\n- Bo Reed\n\n### Vacation\n\n- Cy Quill\n- Dee Marsh",
        8,
        "Vacation",
        "Cy Quill, Dee Marsh",
    ),
    "a bold line": (
        "## Present\n\n- Ada Moss\n\n**Travelling**\n\n- Cy Quill\n- Dee Marsh",
        7,
        "Travelling",
        "Cy Quill, Dee Marsh",
    ),
    "a line between two lists": (
        "## Present\n\n- Ada Moss\n\nOn leave\n\n- Cy Quill",
        7,
        "On leave",
        "Cy Quill",
    ),
    "a label with a list below it": (
        "## Present\n\n- Ada Moss\n\nSick:\n\n- Cy Quill\n- Dee Marsh",
        7,
        "Sick",
        "Cy Quill, Dee Marsh",
    ),
    "an item with items below it": (
        "## Present\n\n- Ada Moss\n- Maternity:\n  - Cy Quill\n  - Dee Marsh",
        6,
        "Maternity",
        "Cy Quill, Dee Marsh",
    ),
    "one line with bold labels": (
        "**Present:** Ada Moss, Bo Reed  \n**Unable to come:** Cy Quill",
        4,
        "Unable to come",
        "Cy Quill",
    ),
    "a place where somebody is instead, between rooms": (
        "## Attendance\n\n- Moor room: Ada Moss, Bo Reed\n- On leave: Cy Quill\n"
        "- Online: Dee Marsh",
        6,
        "On leave",
        "Cy Quill",
    ),
}


@pytest.mark.parametrize("name", STRANGE)
def test_nobody_behind_an_unknown_label_is_counted_and_the_label_is_asked_about(name):
    text, line, label, whom = STRANGE[name]
    came, reasons = read(text)
    asked = (line, f"{label}: {whom}", ASKED.format(label=label))
    others = ["Ada Moss", "Bo Reed", "Dee Marsh"]
    assert came == [each for each in others if each in text and each not in whom]
    assert reasons == [asked]


GROUPS = {
    "tasks and groups": (
        "Present: Ada Moss, Bo Reed\nNotetaker: Cy Quill\nTimekeeper: Dee Marsh\n"
        "Guests: Eve Lund\nRemote: Fay Orr, Gil Tarn\nOnline: Hal Ives",
        [
            "Ada Moss", "Bo Reed", "Cy Quill", "Dee Marsh", "Eve Lund", "Fay Orr", "Gil Tarn",
            "Hal Ives",
        ],
    ),
    "places that divide the whole list": (
        "Present:\n\n- Berkeley: Ada Moss, Bo Reed\n- Oslo: Cy Quill, Dee Marsh",
        ["Ada Moss", "Bo Reed", "Cy Quill", "Dee Marsh"],
    ),
    "a group and its names in a heading": (
        "## Present\n\n- Ada Moss\n\n### Guests: Cy Quill, Dee Marsh\n\n### Boats: Eve Lund",
        ["Ada Moss", "Cy Quill", "Dee Marsh"],
    ),
    "teams as headings": (
        "## Present\n\n### Engine\n\n- Ada Moss\n\n### Steering\n\n- Cy Quill",
        ["Ada Moss", "Cy Quill"],
    ),
    "a code made from the name": (
        "## Present\n\n- Ada Moss\n- CQ: Cy Quill", ["Ada Moss", "Cy Quill"],
    ),
    "somebody who is in the list": (
        "## Present\n\n- Ada Moss\n- Cy Quill\n\nLeft early: Cy Quill", ["Ada Moss", "Cy Quill"],
    ),
    "Present with the label in brackets": (
        "Present: Ada Moss, Bo Reed\nPresent (Berkeley): Cy Quill\nAbsent (on leave): Dee Marsh",
        ["Ada Moss", "Bo Reed", "Cy Quill"],
    ),
    "a remark between two lists of first names": (
        "## Present\n\n- Ada\n- Bo\n\nplease sign here\n\n- Cy", ["Ada", "Bo", "Cy"],
    ),
    "a task below those who did not come": (
        "## Attendees\n\n- Ada Moss\n- Regrets: Cy Quill\n- Scribe: Dee Marsh",
        ["Ada Moss", "Dee Marsh"],
    ),
    "a task behind those who did not come": (
        "Present: Ada Moss, Bo Reed\nRegrets: Cy Quill\nScribe: Bo",
        ["Ada Moss", "Bo Reed"],
    ),
    "the last of a list over several lines": (
        "Present: Ada Moss,\nBo Reed,\nCy Quill and Dee Marsh",
        ["Ada Moss", "Bo Reed", "Cy Quill", "Dee Marsh"],
    ),
    "a comma forgotten, and an and": (
        "Present: Ada Moss,\nBo Reed\nEve Lund, and Fay Orr,\nCy Quill and Dee Marsh",
        ["Ada Moss", "Bo Reed", "Eve Lund", "Fay Orr", "Cy Quill", "Dee Marsh"],
    ),
    "who stands below an unknown label does not end the list": (
        "## Present\n\n- Ada Moss\n- Away: Ada Moss\n- Dee Marsh", ["Ada Moss", "Dee Marsh"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GROUPS)
def test_who_stands_behind_a_task_a_group_or_a_part_of_the_list_came(name):
    text, people = GROUPS[name]
    assert read(text) == (people, [])


def test_a_persons_own_list_below_the_heading_of_actions_is_theirs():
    text = "## Action items\n\n### Cy Quill\n\n- mend the weir\n\n### Rope\n\n- old"
    note = read_note(f"# 2026-02-09\n\nPresent: Ada Moss, Cy Quill\n\n{text}\n".encode(), "note.md")
    assert [(a.text, a.owners) for a in note.parts[0].actions] == [("mend the weir", ["Cy Quill"])]


def test_who_is_asked_about_is_of_the_team_all_the_same():
    text = "Present: Ada Moss\nOn leave: Cy Quill\n\n- quill will mail the host\n- Cy: order gauges"
    note = read_note(f"# 2026-02-09\n\n{text}\n".encode(), "note.md")
    assert [(a.text, a.owners) for a in note.parts[0].actions] == []
