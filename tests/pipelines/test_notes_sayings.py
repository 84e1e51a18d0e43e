"""What was said: actions with who is to act, decisions, what was put off, claims and citations."""

import pytest
from notes_house import of_file, only, read

from pipelines.notes.text.markdown import decoded
from warehouse.records import ActionItem, AgendaItem, Claim, Decision, Reference


def said(tmp_path, text, name="2022-02-09.md"):
    return read(tmp_path, {name: text})


def test_actions_stand_in_sections_in_sentences_and_behind_labels(tmp_path):
    actions = only(ActionItem, of_file(tmp_path, "action-sections-of-two-kinds.md"))
    assert [(a.text, a.owners, a.done, a.source_line) for a in actions] == [
        ("mend the gauge (Bo)", ["Bo"], None, 7),
        ("Ada will draft the letter.", ["Ada"], None, 13),
        ("Bo gives Ada access to the archive.", ["Bo"], None, 13),
        ("@borlov: renew the certificate", ["borlov"], None, 17),
        ("Ask the fund for a letter **COMPLETED**", [], True, 22),
    ]


def test_boxes_say_whether_an_action_is_done_and_a_ticked_signature_is_none(tmp_path):
    actions = only(ActionItem, of_file(tmp_path, "ticked-signatures-and-new-actions.md"))
    assert [(a.text, a.owners, a.done) for a in actions] == [
        ("[ ] Ada: write the field guide", ["Ada"], False),
        ("[x] Cy: ship the release", ["Cy"], True),
    ]


def test_a_table_of_actions_has_owner_and_state_and_other_tables_have_none(tmp_path):
    text = """Present: Ada, Bo

| Action item | Owner | Due | Status |
|---|---|---|---|
| Write the letter | Ada, Bo | Friday | Done |
| Mend the gauge | @cy | | In progress |
|  |  |  |  |

| Topic | Who |
|---|---|
| Budget | Ada |
"""
    actions = only(ActionItem, said(tmp_path, text))
    assert [(a.text, a.owners, a.done, a.source_line) for a in actions] == [
        ("Write the letter", ["Ada", "Bo"], True, 5),
        ("Mend the gauge", ["cy"], False, 6),
    ]


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("Ada gives Bo access to the archive", ["Ada"]),
        ("Ada prepares the slides, Bo the room", ["Ada"]),
        ("Ada will ask Bo", ["Ada"]),
        ("Ada and Bo to work up a template", ["Ada", "Bo"]),
        ("Otherwise Bo to remove the old gauge.", ["Bo"]),
        ("Ask Ada to update the page then Bo will merge", ["Bo"]),
        ("Ada plans to write what she knows in the guide", ["Ada"]),
        ("Bo has volunteered to pair on the survey", ["Bo"]),
        ("ACTION: open a thread, @bo - can you do this", ["bo"]),
        ("TODO: invite the rangers", []),
        ("To do: Ada and Bo", ["Ada", "Bo"]),
        ("[name=Ada] I will send the minutes", ["Ada"]),
    ],
)
def test_who_acts_is_told_from_the_sentence(sentence, owners, tmp_path):
    actions = only(ActionItem, said(tmp_path, f"Present: Ada, Bo\n\n- topic\n  - {sentence}\n"))
    assert [a.owners for a in actions] == [owners]


@pytest.mark.parametrize(
    "sentence",
    [
        "We will see what happens",
        "The release will be out soon",
        "Ada will be speaking at the conference",
        "Ada changes jobs at the end of the month",
        "Will somebody look at this?",
        "This lets you see the gauge",
        "Happy to help with the survey",
        "Links to the notes",
        "Let's punt on this for now",
        "Open questions are in the thread",
        "Description: I will not be there",
        "It will build the guide at night",
    ],
)
def test_a_sentence_that_commits_nobody_is_no_action(sentence, tmp_path):
    records = said(tmp_path, f"Present: Ada, Bo\n\n- topic\n  - {sentence}\n")
    assert only(ActionItem, records) == []


def test_decisions_are_marked_worded_or_short_answers(tmp_path):
    records = of_file(tmp_path, "decisions-and-open-questions.md")
    assert [(d.text, d.source_line) for d in only(Decision, records)] == [
        ("Decision: yes / **no** / needs more information", 8),
        ("just do it!", 12),
        ("**Decision:** the fee stays at ten per cent", 13),
        ("The board agreed to meet monthly.", 14),
    ]


def test_agenda_items_have_owner_time_box_and_outcome(tmp_path):
    items = only(AgendaItem, of_file(tmp_path, "decisions-and-open-questions.md"))
    assert [(i.title, i.owners, i.minutes, i.outcome) for i in items] == [
        ("Should we keep the old server?", ["Ada"], 10, None),
        ("Shall we move?", ["Bo"], 5, None),
        ("Release the gauge?", [], None, None),
        ("Decision: the fee stays at ten per cent", [], None, None),
        ("The board agreed to meet monthly", [], None, None),
        ("Budget for the boat", [], None, "punted"),
        ("New logo", [], None, "not discussed"),
    ]


def test_sound_lines_do_not_use_up_the_repairs_of_a_file():
    sound = "Café\n" * 20_000
    assert decoded(f"{sound}CafÃ© Moss".encode()) == f"{sound}Café Moss"


def test_mojibake_is_repaired_and_numbers_become_claims(tmp_path):
    claims = only(Claim, of_file(tmp_path, "mojibake-and-claims.md"))
    assert [(c.kind, c.value, c.low, c.high, c.unit, c.source_line) for c in claims] == [
        ("issues_closed", 50, None, None, "open issues", 11),
        ("runway_months", None, 6, 8, "months", 12),
        ("users", 4500, None, None, "students", 13),
        ("money", 10000, None, None, "USD", 13),
        ("other", None, 25, 35, "%", 13),
        ("other", None, 20, 40, "seconds", 13),
    ]
    assert claims[0].quote == "Closed 50 open issues on the gauge repo 🎉"
    assert claims[0].subject == "gauge repo"


@pytest.mark.parametrize(
    "text",
    [
        "Version 1.11 came out at 18:30",
        "see issue 41 and #42",
        "[name=Ada] (10 mins) budget",
        "the meeting is on 4 & 5 June 2022",
        "Room 3: the others",
        "`more than 28,000 ports`",
        "Ada is 26 years old",
        "we travel again in 18 months",
        "if I only have 100 students, do I still pay $1 each",
        "a 504 error came up",
    ],
)
def test_a_number_that_claims_nothing_is_no_claim(text, tmp_path):
    assert only(Claim, said(tmp_path, f"Present: Ada, Bo\n\n- {text}\n")) == []


def test_references_are_urls_short_forms_and_bare_numbers_of_the_repository_at_hand(tmp_path):
    text = """Present: Ada

- https://github.com/moss/gauge/issues/12 and moss/guide#34
  - also #35
- [PR](https://github.com/moss/gauge/pull/56#issuecomment-1)
- gauge#57, option #2, `#99`
- #58 of nothing in particular
- https://github.com/moss/boat
"""
    cited = only(Reference, said(tmp_path, text))
    assert [(r.kind, r.repo, r.number, r.source_line) for r in cited] == [
        ("issue", "moss/gauge", 12, 3),
        ("unknown", "moss/guide", 34, 3),
        ("unknown", None, 35, 4),
        ("pull", "moss/gauge", 56, 5),
        ("unknown", "moss/gauge", 57, 6),
        ("unknown", None, 58, 7),
        ("link", "moss/boat", None, 8),
    ]


def test_code_and_boxes_of_others_say_nothing(tmp_path):
    records = of_file(tmp_path, "code-that-looks-like-notes.md")
    assert only(ActionItem, records) == only(Claim, records) == []
    assert [(r.repo, r.number) for r in only(Reference, records)] == [("moss/gauge", 34)]
