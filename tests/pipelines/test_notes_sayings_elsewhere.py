"""Actions, agendas and decisions as other teams write them."""

import pytest
from notes_house import of_file, only, read

from warehouse.records import ActionItem, AgendaItem, Claim, Decision, Reference

DAY = "2022-02-09.md"


def test_actions_with_names_in_brackets_behind_marks_and_before_to(tmp_path):
    actions = only(ActionItem, of_file(tmp_path, "actions-of-other-teams.md", DAY))
    assert [(a.source_line, a.owners, a.done) for a in actions] == [
        (13, ["AF", "BO"], None),
        (14, ["Cy"], None),
        (19, ["Bo"], None),
        (20, [], None),
        (24, ["CQ"], False),
        (25, ["Dee", "EW"], True),
        (26, ["fay"], None),
        (27, ["gil"], None),
        (28, ["Cy", "Dee"], None),
        (29, ["John K"], None),
        (30, [], None),
        (32, [], None),
    ]


def test_boxes_and_brackets_of_an_agenda_are_no_part_of_its_titles(tmp_path):
    agenda = only(AgendaItem, of_file(tmp_path, "actions-of-other-teams.md", DAY))
    assert [(t.title, t.owners) for t in agenda] == [
        ("the budget", ["AF"]),
        ("intros", []),
        ("gauges [sic]", ["BO", "AF"]),
    ]


def test_an_agenda_of_nothing_but_sub_headings_has_those_as_items(tmp_path):
    text = """# Agenda of the gauge call

- Where: online

## Topics

### The weir (5 min, Ada)

- it leaks

### [New rope](https://moss.example/rope)

- it holds

## Agenda items for future meetings

- The boat
"""
    agenda = only(AgendaItem, read(tmp_path, {DAY: text}))
    assert [(t.title, t.minutes, t.source_line) for t in agenda] == [
        ("The weir", 5, 7),
        ("New rope", None, 11),
    ]


def test_sub_headings_that_gather_items_are_none_themselves(tmp_path):
    text = """# Gauge call

## Agenda

### moss/gauge

- the needle sticks

### Announcements

- a fair in May
"""
    agenda = only(AgendaItem, read(tmp_path, {DAY: text}))
    assert [t.title for t in agenda] == ["the needle sticks", "a fair in May"]


@pytest.mark.parametrize(
    "text",
    [
        "Ada changes jobs in May.",
        "Ada will join Heron Works in May.",
        "Bo moves to Brackwater.",
        "Bo starts a new job on Monday.",
        "AI will change the way we work.",
        "Bo nominates Cy.",
    ],
)
def test_a_fact_about_somebody_is_no_action(text, tmp_path):
    records = read(tmp_path, {DAY: f"Present: Ada, Bo\n\n- {text}\n"})
    assert only(ActionItem, records) == []


def test_a_name_that_is_a_month_counts_beside_another(tmp_path):
    text = "Present: Ada\n\n- By May, Ada, April (and Bo?) will draft the plan.\n"
    assert [a.owners for a in only(ActionItem, read(tmp_path, {DAY: text}))] == [
        ["Ada", "April", "Bo"]
    ]


def test_decisions_are_settled_and_not_still_to_be_made(tmp_path):
    text = """Present: Ada, Bo

## Need decision

- Which rope?

## Notes

- Agree on the colour:
- **The Directors decided** that a boat was not needed.
- Following the talk it was agreed that the weir stays.

Unanimously approved.
"""
    decided = only(Decision, read(tmp_path, {DAY: text}))
    assert [d.source_line for d in decided] == [10, 11, 13]


def test_a_heading_that_is_a_repository_lends_it_to_the_numbers_below(tmp_path):
    text = """# Gauge call F2F #62

### moss/gauge

- the needle #12
  - and moss/rope#3 before #4

### Ropes and others

- #13 by phone, call #5
"""
    cited = only(Reference, read(tmp_path, {DAY: text}))
    assert [(r.repo, r.number, r.source_line) for r in cited] == [
        ("moss/gauge", 12, 5),
        ("moss/rope", 3, 6),
        ("moss/rope", 4, 6),
        (None, 13, 10),
    ]


def test_how_many_came_is_no_claim(tmp_path):
    text = "Present: Ada, Bo\n\n21 people present\n\n- 40 people use the gauge\n"
    claims = only(Claim, read(tmp_path, {DAY: text}))
    assert [(c.value, c.source_line) for c in claims] == [(40, 5)]


def test_faces_and_names_before_a_title_and_templates_of_items(tmp_path):
    text = """# Gauge call

## Agenda

- [ ] :wrench: Weir
- (Ada) Rope
- [ ]

## Action items

- _Submit a note to add your item here_
- [ ]
"""
    records = read(tmp_path, {DAY: text})
    assert [(t.title, t.owners) for t in only(AgendaItem, records)] == [
        ("Weir", []),
        ("Rope", ["Ada"]),
    ]
    assert only(ActionItem, records) == []


def test_who_says_will_will(tmp_path):
    text = """Present: Ada, Bo

- (AF) Will ask the mill.
- Ada - will mend the weir.
- Note: will be slow.

## TODO

- [ ] TODO: Eli to set up the stand
"""
    actions = only(ActionItem, read(tmp_path, {DAY: text}))
    assert [(a.owners, a.source_line) for a in actions] == [(["AF"], 3), (["Ada"], 4), (["Eli"], 9)]
