"""What was decided and who is to act: rejected motions, polls, repeats, things that are done."""

import pytest
from notes_house import only, read

from warehouse.records import ActionItem, Claim, Decision

ROLL = "# Call 2026-02-09\n\nPresent: Ada Fenwick, Bo Orlov\n\n## Gauges\n\n"


def decided(tmp_path, text):
    """Every decision of a note: text and line below the roll call."""
    found = only(Decision, read(tmp_path, {"2026-02-09.md": f"{ROLL}{text}\n"}))
    return [(d.text, d.source_line - 6) for d in found]


def acts(tmp_path, text):
    """Every action of a note: text, owners and whether it is done."""
    found = only(ActionItem, read(tmp_path, {"2026-02-09.md": f"{ROLL}{text}\n"}))
    return [(a.text, a.owners, a.done) for a in found]


@pytest.mark.parametrize(
    "line",
    [
        "The proposal to sell the barge failed.",
        "The motion to sell the barge was not carried.",
        "Proposal to sell the barge: rejected.",
        "Der Antrag auf Verkauf des Kahns wird mit 2 zu 5 Stimmen abgelehnt.",
        "Der Antrag auf Verkauf des Kahns wurde einstimmig angenommen.",
        "Proposition de vendre la barque : rejetée.",
        "La proposition de vendre la barque est adoptée.",
        "La propuesta de vender la barca fue rechazada.",
    ],
)
def test_what_is_voted_down_or_through_is_a_decision(line, tmp_path):
    assert decided(tmp_path, line) == [(line, 1)]


@pytest.mark.parametrize(
    "line",
    [
        "Straw poll on the pennant: 5 for, 2 against.",
        "Vote: 3 for, 3 against.",
        "- should we paint it? Cy: agreed that it is dull. No decision today.",
        "Cy: agreed that the paint is dull.",
        "The vote failed to reach a quorum.",
    ],
)
def test_a_poll_a_tie_and_one_persons_view_decide_nothing(line, tmp_path):
    assert decided(tmp_path, line) == []


def test_a_lost_vote_says_so(tmp_path):
    assert decided(tmp_path, "Vote: 2 in favor, 5 opposed.") == [
        ("Vote: 2 in favor, 5 opposed. (rejected)", 1)
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("**Motion**: sell the barge. Proposed by Ada.\n\n+1 Ada, -1 Bo\n\n*Motion not carried.*",
         ("Motion: sell the barge. Proposed by Ada. +1 Ada, -1 Bo Motion not carried.", 5)),
        ("Ada moved that the barge be sold. Seconded by Bo. Ayes: 4, nays: 1. Motion passed.",
         ("Ada moved that the barge be sold. Seconded by Bo. Ayes: 4, nays: 1. Motion passed.", 1)),
        ("- Motion by Bo to buy a buoy. Seconded by Ada. Carried 5-0.",
         ("Motion by Bo to buy a buoy. Seconded by Ada. Carried 5-0.", 1)),
        ("## Proposal: sell the barge\n\n**Decision:** declined.",
         ("Proposal: sell the barge **Decision:** declined.", 3)),
    ],
)  # fmt: skip
def test_a_bare_result_carries_its_motion(text, row, tmp_path):
    assert decided(tmp_path, text) == [row]


@pytest.mark.parametrize(("between", "is_its"), [(7, True), (8, False)])
def test_a_result_is_looked_for_eight_sentences_behind_its_motion(between, is_its, tmp_path):
    motion = "Ada moved that the barge be sold."
    talk = " ".join(f"Paint is dull, said {who}." for who in "abcdefgh"[:between])
    whole = f"{motion} {talk} Motion passed."
    assert decided(tmp_path, whole) == [(whole if is_its else "Motion passed.", 1)]


@pytest.mark.parametrize("mark", ["三枝: ", "三枝：", "三枝さん："])
def test_an_owner_is_never_the_whole_sentence(mark, tmp_path):
    text = f"## 宿題\n\n- [ ] {mark}ブイの色を決める"
    assert acts(tmp_path, text) == [(f"[ ] {mark}ブイの色を決める", ["三枝"], False)]


def test_nobody_is_no_owner(tmp_path):
    text = (
        "## Action items, by person\n\n* Ada\n  * paint the buoy red\n* **UNASSIGNED**\n"
        "  * (none)\n\n| Action | Owner |\n|---|---|\n| sell the barge | unassigned |"
    )
    assert acts(tmp_path, text) == [
        ("paint the buoy red", ["Ada"], None), ("sell the barge", [], None),
    ]  # fmt: skip


def test_a_summary_repeats_and_adds_nothing(tmp_path):
    text = (
        "ACTION: Bo to count the 31 rusty rings of the quay (ada, 19:02)\n\n"
        "RESOLUTION: sell the old barge in spring\n\n## Summary of actions\n\n"
        "- Bo to count the 31 rusty rings of the quay\n\n## Summary of resolutions\n\n"
        "- sell the old barge in spring"
    )
    records = read(tmp_path, {"2026-02-09.md": f"{ROLL}{text}\n"})
    assert [r.source_line for r in only(ActionItem, records)] == [7]
    assert [r.source_line for r in only(Decision, records)] == [9]
    assert [(c.value, c.source_line) for c in only(Claim, records)] == [(31, 7)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("* Ada: paint the buoy\n    Status: done\n* Bo: sell the barge\n    Status: open",
         [("Ada: paint the buoy", ["Ada"], True), ("Bo: sell the barge", ["Bo"], False)]),
        ("## Completed action items\n\n- paint the buoy (Ada)\n\n## Notes\n\n- quiet",
         [("paint the buoy (Ada)", ["Ada"], True)]),
        ("## Action items\n\n- ~~Ada: paint the buoy~~ (done)\n- Bo: sell the barge",
         [("~~Ada: paint the buoy~~ (done)", ["Ada"], True), ("Bo: sell the barge", ["Bo"], None)]),
        ("## Aufgaben\n\n- ~~Ada: Boje streichen~~ (erledigt)",
         [("~~Ada: Boje streichen~~ (erledigt)", ["Ada"], True)]),
        ("- dull → BO to paint the buoy", [("dull → BO to paint the buoy", ["BO"], None)]),
    ],
)  # fmt: skip
def test_what_is_done_is_done(text, rows, tmp_path):
    assert acts(tmp_path, text) == rows


def test_a_result_is_of_its_own_motion(tmp_path):
    text = (
        "- Motion: sell the barge. Motion failed.\n- The motion was defeated 2-4.\n"
        "- Proposal to paint it: rejected."
    )
    assert decided(tmp_path, text) == [
        ("Motion: sell the barge. Motion failed.", 1),
        ("The motion was defeated 2-4.", 2),
        ("Proposal to paint it: rejected.", 3),
    ]
