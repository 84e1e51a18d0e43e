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
    "on": ("Present: Ada Moss, Bo Reed\nOn deck: Cy Quill", 4, "On deck", "Cy Quill"),
    "one word": (
        "Present: Ada Moss\nDentist: Cy Quill, Dee Marsh",
        4,
        "Dentist",
        "Cy Quill, Dee Marsh",
    ),
    "an item": (
        "## Attendees\n\n- Ada Moss\n- Bo Reed\n- Field trip: Cy Quill",
        7,
        "Field trip",
        "Cy Quill",
    ),
    "a list of its own": (
        "## Attendees\n\n- Ada Moss\n- Bo Reed\n\n### Conference\n\n- Cy Quill\n- Dee Marsh",
        8,
        "Conference",
        "Cy Quill, Dee Marsh",
    ),
    "a bold line": (
        "## Present\n\n- Ada Moss\n\n**Racing**\n\n- Cy Quill\n- Dee Marsh",
        7,
        "Racing",
        "Cy Quill, Dee Marsh",
    ),
    "a line between two lists": (
        "## Present\n\n- Ada Moss\n\nOn deck\n\n- Cy Quill",
        7,
        "On deck",
        "Cy Quill",
    ),
    "a label with a list below it": (
        "## Present\n\n- Ada Moss\n\nJury duty:\n\n- Cy Quill\n- Dee Marsh",
        7,
        "Jury duty",
        "Cy Quill, Dee Marsh",
    ),
    "an item with items below it": (
        "## Present\n\n- Ada Moss\n- Wedding:\n  - Cy Quill\n  - Dee Marsh",
        6,
        "Wedding",
        "Cy Quill, Dee Marsh",
    ),
    "one line with bold labels": (
        "**Present:** Ada Moss, Bo Reed  \n**Unwell again:** Cy Quill",
        4,
        "Unwell again",
        "Cy Quill",
    ),
    "a place where somebody is instead, between rooms": (
        "## Attendance\n\n- Moor room: Ada Moss, Bo Reed\n- On deck: Cy Quill\n- Online: Dee Marsh",
        6,
        "On deck",
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


AWAY = {
    "next to those who came": "Present: Ada Moss, Bo Reed\nOn leave: Cy Quill",
    "a list that labels divide": (
        "Present:\n\n- Berkeley: Ada Moss\n- Vacation: Cy Quill, Dee Marsh\n- Oslo: Bo Reed"
    ),
    "a label in capitals, which is no person": (
        "Present:\n\n- Moor: Ada Moss\n- Parental Leave: Cy Quill\n- Oslo: Bo Reed"
    ),
    "a group that is away": (
        "## Attendees\n\n- Hull: Ada Moss\n- Staff on leave: Cy Quill\n- Deck: Bo Reed"
    ),
    "the list goes on": "## Attendees\n\n- Ada Moss\n- Sick: Cy Quill\n- Bo Reed",
    "items below an item": (
        "## Attendees\n\n- Ada Moss\n- Holiday:\n  - Cy Quill\n  - Dee Marsh\n- Bo Reed"
    ),
    "a heading": "## Present\n\n- Ada Moss\n- Bo Reed\n\n### Travelling\n\n- Cy Quill",
    "a line between two lists": (
        "## Present\n\n- Ada Moss\n- Bo Reed\n\nOut of office\n\n- Cy Quill"
    ),
    "in German": "Anwesend:\n\n- Oslo: Ada Moss\n- Kiel: Bo Reed\n- Urlaub: Cy Quill",
}


@pytest.mark.parametrize("name", AWAY)
def test_who_stands_behind_a_reason_to_be_away_did_not_come_and_nothing_is_asked(name):
    assert read(AWAY[name]) == (["Ada Moss", "Bo Reed"], [])


def test_a_list_that_labels_divide_asks_about_a_label_that_tells_something():
    came, asked = read("Present:\n\n- Oslo: Ada Moss, Bo Reed\n- Stuck in the fog: Cy Quill")
    assert came == ["Ada Moss", "Bo Reed"]
    assert [line[:2] for line in asked] == [(6, "Stuck in the fog: Cy Quill")]


@pytest.mark.parametrize("label", ["Sign off", "Shout out", "Holiday planning"])
def test_words_that_only_hold_a_reason_to_be_away_are_no_such_reason(label):
    came, _ = read(f"Present:\n\n- Oslo: Ada Moss, Bo Reed\n- {label}: Cy Quill, Dee Marsh")
    assert came == ["Ada Moss", "Bo Reed", "Cy Quill", "Dee Marsh"]


def state(text):
    note = read_note(f"# 2026-02-09\n\n{text}\n\n## Topics\n\n- Gauges\n".encode(), "note.md")
    return [(p.roll_call, [s.signature.name for s in p.signed]) for p in note.parts], note.unread


NO_ONE = ["Nobody.", "none", "No one", "No-one", "n/a", "n.a.", "-", "—", "nobody yet", "cancelled"]


@pytest.mark.parametrize("value", NO_ONE)
def test_a_roll_call_that_says_nobody_counts_no_person(value):
    assert state(f"Present: {value}") == ([("none", [])], [])
    assert state(f"## Attendees\n\n- {value}")[0][0][1] == []


@pytest.mark.parametrize("text", ["Regrets: Cy Quill\nPresent: none", "Absent: Cy\nRoll call: —"])
def test_below_those_who_did_not_come_a_roll_call_may_say_nobody(text):
    assert state(text) == ([("none", [])], [])


@pytest.mark.parametrize("value", ["TBD", "tba", "unknown", "to be confirmed", "not recorded"])
def test_a_roll_call_that_is_not_known_yet_is_not_read_and_says_so(value):
    parts, unread = state(f"Present: {value}")
    assert parts == [("not_read", [])]
    assert [u.text for u in unread] == [f"Present: {value}"]


@pytest.mark.parametrize("name", ["Nil Moss", "Nona Reed", "Ada Nobody"])
def test_a_name_that_begins_like_nobody_is_a_person(name):
    assert state(f"Present: {name}, Cy Quill")[0] == [("read", [name, "Cy Quill"])]


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
        "## Present\n\n- Ada Moss\n- Dentist: Ada Moss\n- Dee Marsh", ["Ada Moss", "Dee Marsh"],
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
