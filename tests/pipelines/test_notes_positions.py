"""Lines that are known by their position or shape, whatever their words."""

from datetime import date

import pytest
from notes_house import only, read

from warehouse.records import ActionItem, AgendaItem, Claim, Meeting

NAME = "2024-03-05.md"
ROLL = "# Sync\n\nPresent: Ada Moss, Bo Reed\n\n"


@pytest.mark.parametrize("head", ["Not reached", "Items not covered", "Skipped", "Deferred"])
def test_items_below_a_head_of_what_was_not_done_were_not_discussed(head, tmp_path):
    records = read(tmp_path, {NAME: f"{ROLL}## Topics\n\n- Gauges\n\n## {head}\n\n- The weir\n"})
    found = [(item.title, item.outcome) for item in only(AgendaItem, records)]
    assert found == [("Gauges", None), ("The weir", "not discussed")]


@pytest.mark.parametrize("head", ["Tagesordnung", "Agenda"])
def test_an_agenda_has_its_items_in_german_too(head, tmp_path):
    records = read(tmp_path, {NAME: f"{ROLL}## {head}\n\n- Pegel am Wehr\n"})
    assert [item.title for item in only(AgendaItem, records)] == ["Pegel am Wehr"]


@pytest.mark.parametrize("head", ["Topics for upcoming meetings", "Agenda of future calls"])
def test_what_is_meant_for_another_meeting_is_not_on_the_agenda(head, tmp_path):
    records = read(tmp_path, {NAME: f"{ROLL}## {head}\n\n- The weir\n"})
    assert only(AgendaItem, records) == []


def test_a_heading_about_an_upcoming_meeting_is_no_meeting(tmp_path):
    text = f"# Calls\n\n## 2024-03-05\n\n{ROLL[8:]}\n## Upcoming meeting: 2024-03-19\n\n- Gauges\n"
    records = read(tmp_path, {"calls.md": text})
    assert [meeting.held_on for meeting in only(Meeting, records)] == [date(2024, 3, 5)]


@pytest.mark.parametrize("sign", [":heavy_check_mark:", ":white_check_mark:", ":check:"])
def test_any_check_mark_of_a_chat_says_done(sign, tmp_path):
    records = read(tmp_path, {NAME: f"{ROLL}## Action items\n\n- Ada: paint the buoy {sign}\n"})
    assert [(item.owners, item.done) for item in only(ActionItem, records)] == [(["Ada"], True)]


@pytest.mark.parametrize(
    "line", ["12 members present", "12 maintainers attended", "12 people were in attendance"]
)
def test_how_many_came_is_no_claim(line, tmp_path):
    assert only(Claim, read(tmp_path, {NAME: f"{ROLL}## Notes\n\n- {line}.\n"})) == []


@pytest.mark.parametrize("unit", ["kbps", "Mbps", "Gbit", "MB"])
def test_what_a_line_carries_has_its_unit(unit, tmp_path):
    records = read(tmp_path, {NAME: f"{ROLL}## Notes\n\n- The link carries 40 {unit} now.\n"})
    found = [(claim.kind, claim.value, claim.unit) for claim in only(Claim, records)]
    assert found == [("other", 40.0, unit)]
