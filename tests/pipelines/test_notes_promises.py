"""Actions and decisions by where they stand: marks, boxes, brackets, scribes, logs, resolutions."""

import pytest
from notes_house import only, read

from warehouse.records import ActionItem, Claim, Decision

DAY = "2026-02-09.md"
ROLL = "Present: Ada Fenwick (@adafen), Bo Orlov, Cy Quill\n\n## Notes\n\n"


def acts(tmp_path, text, roll=ROLL):
    """Every action of a note: owners, done and line."""
    found = only(ActionItem, read(tmp_path, {DAY: roll + text}))
    return [(a.owners, a.done, a.source_line - roll.count("\n")) for a in found]


def settled(tmp_path, text, roll=ROLL):
    """Every decision of a note: its text and line."""
    found = only(Decision, read(tmp_path, {DAY: roll + text}))
    return [(d.text, d.source_line - roll.count("\n")) for d in found]


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        # an explicit mark keeps its owner whatever the verb
        ("- ACTION: Bo to recalibrate the weir", ["Bo"]),
        ("- **Action point**: Cy to top-up the float", ["Cy"]),
        ("- Action item for Cy: find a slot", ["Cy"]),
        ("- Action (Bo): close the account", ["Bo"]),
        ("- AI(Cy): close the account", ["Cy"]),
        ("- TODO (Bo Orlov): send the letter", ["Bo Orlov"]),
        ("- ACTION - Bo - renew the rope", ["Bo"]),
        ("- [Cy] to send the letter", ["Cy"]),
        ("- [ACTION] Cy to phone the mill", ["Cy"]),
        ("- **Bo** to winterise the boat", ["Bo"]),
        ("- **@quill** winterise the boat -> @quill", ["quill"]),
        ("- Winterise the boat => Cy", ["Cy"]),
        ("- Winterise the boat → Bo Silt", ["Bo Silt"]),  # of Bo only the first name signed
        ("- TODO: winterise the boat (Bo, Cy)", ["Bo", "Cy"]),
        ("- [ ] winterise the boat [Bo]", ["Bo"]),
        ("- TODO: winterise the boat - Cy - by Friday", ["Cy"]),
        ("- TODO: winterise the boat, owner: Bo", ["Bo"]),
        # persons nobody signed: an explicit mark names them
        ("- ACTION: Mona Silt, Oded Karr -- write the first draft", ["Mona Silt", "Oded Karr"]),
        ("- ACTION: mona to moor the boat", ["mona"]),
        ("- Next steps: Dan + Chas to sync with Robbie", ["Dan", "Chas"]),
        # a handle or a person who will, whatever the verb
        ("- @quill will winterise the boat.", ["quill"]),
        ("- Rope. @adafen to untangle it…", ["adafen"]),
        ("- @adafen & @quill will moor the boat", ["adafen", "quill"]),
        ("- Bo and team will moor the boat again", ["Bo"]),
        ("- **Resolution:** We change nothing. @adafen will shut the gate.", ["adafen"]),
        # somebody is asked
        ("- Cy, could you untangle the rope?", ["Cy"]),
        ("- Bo can you please moor the boat", ["Bo"]),
        # first-person offers belong to the speaker
        ("**Bo:** I'll untangle the rope.", ["Bo"]),
        ("- Cy: I will untangle the rope", ["Cy"]),
        ("- Bo: happy with it\n  - will moor the boat\n", ["Bo"]),
    ],
)  # fmt: skip
def test_a_promise_has_its_owner(line, owners, tmp_path):
    assert [who for who, *_ in acts(tmp_path, line + "\n")] == [owners]


def test_a_mark_behind_a_full_stop_is_of_the_last_sentence(tmp_path):
    text = "- Cy will buy a rope. Bo will moor the boat. **DONE**\n"
    assert acts(tmp_path, text) == [(["Cy"], None, 1), (["Bo"], True, 1)]


def test_a_word_before_to_that_names_nobody_of_the_team_owns_nothing(tmp_path):
    text = "## Action items\n\n- Respond to the mill\n- Bo to respond to the mill\n"
    assert acts(tmp_path, text) == [([], None, 3), (["Bo"], None, 4)]


@pytest.mark.parametrize(
    "line",
    [
        '- Bo read out "Ada to sell the boat"',
        "- [Why Cy will leave the mill](https://mill.example)",
        "- RSE to be funded",
        "- GUI will come later",
        "- TSC to meet in May",
        "- It runs on Kubernetes. Kubernetes will drop the shim",
        "- let's avoid the word weir",
        "- Ada: let's rename the gauge",
        "- Bo: we should write a guide",
        "- Ada will be away",
        "- Could Cy be the one?",
        "- Need to mend the fence",
        "- Ada agrees.",
    ],
)
def test_a_sentence_that_promises_nothing_is_no_action(line, tmp_path):
    assert acts(tmp_path, line + "\n") == []


def test_the_owner_stands_in_the_parent_item(tmp_path):
    text = (
        "## Action items\n\n- Bo\n  - untangle the rope\n  - moor the boat\n- @quill:\n  - sing\n"
    )
    assert acts(tmp_path, text) == [
        (["Bo"], None, 4), (["Bo"], None, 5), (["quill"], None, 7),
    ]  # fmt: skip


def test_a_label_in_a_paragraph_opens_the_lines_below_it(tmp_path):
    text = """The weir was measured.
Cy reported on the boat.
Action Items for the group:
Continue the measurements.
Weir Testing Subgroup to meet
Bo to moor the boat
"""
    assert acts(tmp_path, text) == [
        ([], None, 4), (["Weir Testing Subgroup"], None, 5), (["Bo"], None, 6),
    ]  # fmt: skip


def test_scribe_lines_are_by_whom_they_say(tmp_path):
    text = """Ada: the weir leaks
... I'll look at it tonight
Bo: fine
… Cy, can you bring the rope?
Cy: yes.
"""
    assert acts(tmp_path, text) == [(["Ada"], None, 2), (["Cy"], None, 4)]


def test_an_irc_log_keeps_who_is_to_act(tmp_path):
    text = """10:02:11 <adafen> #topic weir
10:03:15 <adafen> #action quill to mend the weir
10:04:00 <bo> #agreed the boat stays moored
10:05:40 <quill> I will bring the rope
10:06:00 <adafen> ACTION: bo to sing
"""
    assert acts(tmp_path, text) == [
        (["quill"], None, 2), (["quill"], None, 4), (["bo"], None, 5),
    ]  # fmt: skip
    assert settled(tmp_path, text) == [("#agreed the boat stays moored", 3)]


@pytest.mark.parametrize(
    "line",
    [
        "RESOLVED: the weir stays",
        "- RESOLUTION: the weir stays",
        "- **Resolution** - the weir stays",
        "- Approved for the next season",
        "- Declined for now",
        "- The weir (two days) — Approved by board vote",
        "- Board vote: approved to buy rope.",
        "- Vote passed",
        "- Board vote approved for twelve months",
        "- The minutes were adopted.",
        "- Motion to buy rope carried, 5 for, 1 against",
        "- Passed 7-0-1",
        "- no disagreements, passed",
        "- Hearing no objections, the weir stays.",
        "- We've agreed not to sell the boat.",
        "- we've resolved to accept the boat.",
        "- The following ropes are agreed to be bought",
        "- Agreement from the council to go on.",
        "- consensus: buy the rope",
        "- Consensus is to buy the rope.",
        "- The river council agrees to:",
        "- Agreed that the boat stays.",
        "- The boat costs too much -> decided: sell it",
    ],
)
def test_a_resolution_is_a_decision(line, tmp_path):
    assert settled(tmp_path, line + "\n") == [(line.removeprefix("- "), 1)]


@pytest.mark.parametrize(
    "line",
    [
        "- Ada agrees.",
        "- @adafen agreed with Bo on the rope",
        "- Agreed with Bo: the rope is old",
        "- Ada: agreed. the rope is old",
        "- PROPOSED: sell the boat",
        "- Should the minutes be approved?",
        "- Decision needed: which rope?",
        "- Bo proposed to vote on the boat next time",
        "- If approved, the boat is sold",
        "- The boat was not approved yet",
    ],
)
def test_what_one_person_thinks_or_is_still_open_is_no_decision(line, tmp_path):
    assert settled(tmp_path, line + "\n") == []


def test_a_bare_word_resolution_opens_the_lines_below_it(tmp_path):
    text = """### Boat

**Resolution**
The boat is sold after the season.

### Rope

**Resolution**

1. @quill will buy rope.
2. Old rope is burnt.
"""
    assert settled(tmp_path, text) == [
        ("The boat is sold after the season.", 4),
        ("Old rope is burnt.", 11),
    ]
    assert acts(tmp_path, text) == [(["quill"], None, 10)]


def test_a_vote_with_its_count_is_decided(tmp_path):
    text = (
        "- Vote on the boat: 5 in favour, 1 against\n- **Vote:** +4 / -0\n- votes open until May\n"
    )
    assert [line for _, line in settled(tmp_path, text)] == [1, 2]


def test_what_every_note_of_a_team_says_alike_is_its_form_and_a_promise_never_is(tmp_path):
    form = (
        "# Call {day}\n\n## Notes\n\n- please send your update in 60 seconds\n"
        "- @quill will moor the boat\n- [ ] oil the gauge\n- {own}\n"
    )
    own = ["40 users came", "50 users came", "60 users came", "70 users came"]
    days = [f"2026-0{n}-09" for n in range(1, 5)]
    files = {f"{d}.md": form.format(day=d, own=o) for d, o in zip(days, own, strict=True)}
    records = read(tmp_path, files)
    acts = [(a.owners, a.done, a.source_line) for a in only(ActionItem, records)]
    assert acts == [(["quill"], None, 6), ([], False, 7)] * 4
    assert [c.value for c in only(Claim, records)] == [40, 50, 60, 70]


def test_three_notes_that_say_it_alike_among_sixteen_are_no_form(tmp_path):
    files = {
        f"2026-01-{n:02}.md": f"# Call\n\n- {'300 users came' if n < 4 else 'nothing'}\n"
        for n in range(1, 17)
    }
    assert [c.value for c in only(Claim, read(tmp_path, files))] == [300, 300, 300]


@pytest.mark.parametrize(
    ("task", "decided"),
    [
        ("Aufgabe: Bo schreibt den Brief", "Beschluss: Das Boot bleibt (2 Ja, 0 Nein)."),
        ("À faire : Bo écrit la lettre", "Décision : le bateau reste"),
        ("Acción: Bo escribe la carta", "Acuerdo: el barco se queda"),
        ("Tarefa: Bo escreve a carta", "Decisão: o barco fica"),
        ("宿題：Bo 手紙を書く", "決定事項：ボートは残る"),
    ],
)
def test_marks_of_five_other_languages_are_known(task, decided, tmp_path):
    text = f"- {task}\n- {decided}\n"
    assert [line for _, _, line in acts(tmp_path, text)] == [1]
    assert settled(tmp_path, text) == [(decided, 2)]


def test_a_log_with_letters_before_its_lines_is_read_line_by_line(tmp_path):
    text = (
        "2. gate (ada, 14:05:01)\n   a. ACTION: bo look into it  (ada, 14:10)\n   b. cy will sing\n"
    )
    roll = "Present: ada, bo, cy\n\n## Notes\n\n"
    assert acts(tmp_path, text, roll) == [(["bo"], None, 2), (["cy"], None, 3)]


def test_of_a_motion_the_motion_is_decided_and_not_its_count(tmp_path):
    text = """- Motion to buy rope
  - Moved by: Ada
  - Vote: 3-0-0
  - Result: Passed
- **MOTION** (Cy/Ada): sell the boat. Carried unanimously.
- Dee was voted in (5 binding +1s)
"""
    assert settled(tmp_path, text) == [
        ("Motion to buy rope", 1),
        ("**MOTION** (Cy/Ada): sell the boat.", 5),
        ("Dee was voted in (5 binding +1s)", 6),
    ]
