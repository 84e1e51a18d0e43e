"""Notes with the habits of other teams, written before they were read: a case for each misread.

At first sight on 2026-11-29, 80 small inputs: roll calls 7 of 18, persons 8 of 10, meetings 6 of 9,
actions 3 of 9, decisions 3 of 5, numbers 21 of 29. What was misread and is read now stands here.
"""

import pytest
from notes_house import only, read

from warehouse.records import ActionItem, Attendance, Claim, Decision, Meeting

DAY = "2026-04-14.md"
ROLL = "Present: Ilse Marn (@ilse), Tobi Okafor, Pia Lund\n\n## Notes\n\n"


def noted(tmp_path, kind, text, roll=ROLL):
    """The records of one kind of a note below a roll call, which has four lines."""
    return only(kind, read(tmp_path, {DAY: roll + text}))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (  # a bold head and a dash; a proxy, counts of others
            "# Call\n\n**In attendance** — Ilse Marn (chair), Tobi Okafor [proxy for R. Lund], +1, "
            "and two more\n**Sends regrets:** Pia Lund\n",
            [("Ilse Marn", None, None, 3), ("Tobi Okafor", None, None, 3)],
        ),
        (  # a telephone number is no count of others
            "Present: Ilse, Tobi, +1.555.555.0100, Pia\nRegrets: Rune\n",
            [("Ilse", None, None, 1), ("Tobi", None, None, 1), ("Pia", None, None, 1)],
        ),
        (  # dots part people, slashes their fields
            "# Call\n\nAttendees: Ilse Marn / Heron / @ilse · Tobi Okafor / Moss Lab / @tobio\n",
            [("Ilse Marn", "ilse", "Heron", 3), ("Tobi Okafor", "tobio", "Moss Lab", 3)],
        ),
        (  # a sentence that goes on to those who did not come
            "# Board\n\nPresent were Ilse Marn, Tobi Okafor and Pia Lund; Rune Kask was excused.\n",
            [("Ilse Marn", None, None, 3), ("Tobi Okafor", None, None, 3),
             ("Pia Lund", None, None, 3)],
        ),
        (  # a column's head cut short
            "# Call\n\n| Who | Org | Here? |\n|:--|:--|:-:|\n| Ilse Marn | Heron | ✔ |\n"
            "| Tobi Okafor | Moss Lab |  |\n| Pia Lund | – | ✔ |\n",
            [("Ilse Marn", None, "Heron", 5), ("Pia Lund", None, None, 7)],
        ),
        (  # handles with dots; the absent in brackets
            "# Call\n\nAttending: @ilse.marn @tobio, @pia-lund (regrets: @rune)\n",
            [("ilse.marn", "ilse.marn", None, 3), ("tobio", "tobio", None, 3),
             ("pia-lund", "pia-lund", None, 3)],
        ),
        (  # the family name first, semicolons between people
            "# Board\n\nPresent: Lund, Pia; Okafor, Tobi; MARN, Ilse (Heron)\n",
            [("Pia Lund", None, None, 3), ("Tobi Okafor", None, None, 3),
             ("Ilse MARN", None, "Heron", 3)],
        ),
        (
            "# Board\n\n## Attendees\n\nvan Berg, Ada; Lund, Pia M.; and Kask, Rune\n",
            [("Ada van Berg", None, None, 5), ("Pia M. Lund", None, None, 5),
             ("Rune Kask", None, None, 5)],
        ),
        (  # organisations and tasks behind first names are no first names
            "# Board\n\nPresent: Pia, Heron; Tobi, Heron; Ilse, Moss\n",
            [("Pia", None, "Heron", 3), ("Tobi", None, "Heron", 3), ("Ilse", None, "Moss", 3)],
        ),
        (
            "# Board\n\nPresent: Pia, Chair; Tobi, Treasurer\n",
            [("Pia", None, None, 3), ("Tobi", None, None, 3)],
        ),
        (
            "# 定例会\n\n出席者：田中 花子、鈴木 一郎（欠席：佐藤）\n",
            [("田中 花子", None, None, 3), ("鈴木 一郎", None, None, 3)],
        ),
        (  # names with an answer each, below a head that opens nothing
            "## Voting members\n\n- Ilse Marn: present\n- Tobi Okafor: absent\n"
            "- Pia Lund: present (late)\n\n## Business\n\n- Gauges: low\n",
            [("Ilse Marn", None, None, 3), ("Pia Lund", None, None, 5)],
        ),
        (  # a heading with the names on it
            "# Group\n\n### Present: Ilse Marn, Tobi Okafor\n\n### Gauges\n\nThe gauge is low.\n",
            [("Ilse Marn", None, None, 3), ("Tobi Okafor", None, None, 3)],
        ),
        (  # the present of something else, said below a topic
            "## Attendees\n\n- Ilse Marn\n- Tobi Okafor\n\n## Topics\n\n"
            "- Board members present: Pia Lund, Rune Kask\n",
            [("Ilse Marn", None, None, 3), ("Tobi Okafor", None, None, 4)],
        ),
        (  # the head of the absent without a colon, made of nothing but words of heads
            "## Present\n\n- Ilse Marn\n- Tobi Okafor\n\nAbsent participants\n\n- Pia Lund\n",
            [("Ilse Marn", None, None, 3), ("Tobi Okafor", None, None, 4)],
        ),
        (  # as many phrases as people are no people
            "# Board\n\nPresent: Ilse Marn, Tobi Okafor, low water, wet rope\n",
            [("Ilse Marn", None, None, 3), ("Tobi Okafor", None, None, 3)],
        ),
        (  # an address first or second, and the name in the other place
            "## Attendees\n\n- Ilse Marn / ilse@example.org\n- tobi@example.org / Tobi Okafor\n",
            [("Ilse Marn", None, None, 3), ("Tobi Okafor", None, None, 4)],
        ),
    ],
)  # fmt: skip
def test_a_roll_call_of_another_habit_names_who_came(text, people, tmp_path):
    found = noted(tmp_path, Attendance, text, roll="")
    assert [(a.name, a.handle, a.affiliation, a.source_line) for a in found] == people


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("- [ ] Book the boat — owner Tobi, due 1 June", [(["Tobi"], False, 5)]),
        ("- -> Pia: phone the mill\n- Ilse, Tobi => draft the plan",
         [(["Pia"], None, 5), (["Ilse", "Tobi"], None, 6)]),
        ("AI-2 @ilse measure the deck", [(["ilse"], None, 5)]),
        ("Action: measure the mast (Pia Lund, due May)", [(["Pia Lund"], None, 5)]),
        ("## To do\n\n- Boat hire – Tobi (by 1 May)", [(["Tobi"], None, 7)]),
        ("### Action items\n\n- Tobi: find a boat\n- None for Pia", [(["Tobi"], None, 7)]),
    ],
)  # fmt: skip
def test_an_action_of_another_habit_keeps_its_owner(text, acts, tmp_path):
    found = noted(tmp_path, ActionItem, text + "\n")
    assert [(a.owners, a.done, a.source_line) for a in found] == acts


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("- Vote: adopt the logo. Yes 4, no 1, abstain 0.", ["Vote: adopt the logo."]),
        ("- Vote: adopt the logo. Yes 1, no 4.", ["Vote: adopt the logo. (rejected)"]),
        ("- Vote: adopt the logo. Yes 2, no 2.", []),
        ("**Decisions**\n\n1. Pia chairs until June\n2. none on money",
         ["Pia chairs until June"]),
    ],
)  # fmt: skip
def test_a_decision_of_another_habit_is_one(text, decided, tmp_path):
    assert [d.text for d in noted(tmp_path, Decision, text + "\n")] == decided


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        ("We have EUR 12,5k left", [("money", 12_500, None, None, "EUR")]),
        ("We spent $18k in the last six months", [("money", 18_000, None, None, "USD")]),
        ("The money will last six months", [("runway_months", 6, None, None, "months")]),
        ("Two thirds of the 90 tickets are closed", []),
        ("Open issues fell from 120 to 85 tickets", [("issues_open", 85, None, None, "tickets")]),
        ("Chapter 3 has 12 pages", [("other", 12, None, None, "pages")]),
    ],
)  # fmt: skip
def test_a_number_of_another_habit_claims_no_more_than_it_says(line, claims, tmp_path):
    found = noted(tmp_path, Claim, f"- {line}\n")
    assert [(c.kind, c.value, c.low, c.high, c.unit) for c in found] == claims


def test_thousands_below_a_budget_are_money_unless_they_count_many(tmp_path):
    text = "## Budget\n\n- 40k travel, 15k hosting\n- 12k users\n"
    assert [(c.kind, c.value, c.source_line) for c in noted(tmp_path, Claim, text)] == [
        ("money", 40_000, 7), ("money", 15_000, 7), ("users", 12_000, 8),
    ]  # fmt: skip


def test_a_dated_section_that_sends_to_another_call_was_not_held(tmp_path):
    text = (
        "# Calls\n\n## 2026-06-16\n\nAttendees: Ilse Marn, Tobi Okafor\n\n- gauges\n\n"
        "## 2026-06-30 - N/A, holiday\n\n## 2026-07-07\n\nMerged with the docs call.\n"
    )
    found = only(Meeting, read(tmp_path, {"2026.md": text}))
    assert [(str(m.held_on), m.cancelled) for m in found] == [
        ("2026-06-16", False), ("2026-06-30", True), ("2026-07-07", True),
    ]  # fmt: skip
