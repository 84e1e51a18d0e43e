"""The agenda stands in the team's own form, and our own parser reads it back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config import ConfigError, House
from pipelines.notes.reading import read_note
from share.__main__ import main
from share.agenda import agenda, last_notes
from share.agenda_form import emptied, redated
from share.markdown import plain
from tests.wording import golden
from warehouse.read import open_newest

DAY = date(2026, 9, 17)  # the day of looking


@pytest.fixture(scope="module")
def written(sample_house: House) -> Iterator[str]:
    with open_newest(sample_house.data)[1] as db:
        yield agenda(db, sample_house, today=DAY)


def test_our_own_parser_reads_back_what_was_written(written: str) -> None:
    note = read_note(written.encode(), "2026-10-15.md")
    assert note.unread == []
    (part,) = note.parts
    assert (part.is_meeting, part.day, part.roll_call) == (True, date(2026, 10, 15), "none")
    top = [
        line[2:] for line in written.split("## Agenda items")[1].splitlines() if line[:2] == "- "
    ]
    assert [topic.title for topic in part.agenda] == top
    assert [topic.outcome for topic in part.agenda] == [None] * len(top)
    boxes = [line.split("[ ] ")[1] for line in written.splitlines() if "[ ] " in line]
    assert [action.text.removeprefix("[ ] ") for action in part.actions] == boxes
    assert boxes
    assert (part.signed, part.claims, part.decisions) == ([], [], [])


def test_who_signs_it_is_read_and_named_as_owner(written: str) -> None:
    sample = "* name / institution / GitHub handle\n"
    signed = written.replace(sample, f"{sample}* Wren Copperkettle / Marram / @wren-example\n")
    (part,) = read_note(signed.encode(), "2026-10-15.md").parts
    assert [each.signature.handle for each in part.signed] == ["wren-example"]
    assert ["Wren"] in [action.owners for action in part.actions]


def test_it_stands_in_the_teams_own_form(written: str) -> None:
    head, rest = written.split("## Agenda items")
    assert head == (
        "# Fernhollow monthly meeting, October 2026\n\n- **Date:** 2026-10-15\n"
        "- **Time:** 16:00 UTC\n- **Where:** the usual room\n\n## Attendees\n\n"
        "* name / institution / GitHub handle\n\n"
    )
    assert rest.endswith("## Next meeting\n\nThird Thursday of next month, same place.\n")


def test_the_agenda_is_whole(
    written: str, sample_house: House, tmp_path: Path, write_golden: bool
) -> None:
    bare = tmp_path / "bare.md"
    bare.write_text("# Ours\n")
    with open_newest(sample_house.data)[1] as db:
        texts = {
            "monthly": written,
            "cafe": agenda(db, sample_house, series="cafe", on=date(2026, 10, 6), today=DAY),
            "no agenda in the form": agenda(db, sample_house, template=bare, today=DAY),
            "last notes": last_notes(db, sample_house, series="cafe", as_of=DAY),
            "no notes": last_notes(db, sample_house, series="cafe", as_of=date(2000, 1, 1)),
        }
    golden.check("agenda", texts, write=write_golden, folder=Path(__file__).with_name("golden"))


@pytest.mark.parametrize(
    ("lines", "signed", "usual", "kept", "at"),
    [
        (["# A", "", "- x"], set(), set(), ["# A", "", "- x", "", "## Agenda items"], 5),
        (["## Attendees", "", "* name / handle", "* Ada", "", "## Topics", "1. x", "", "2) y"],
         {3}, set(), ["## Attendees", "", "* name / handle", "", "## Topics"], 5),
        (["### Items to discuss", "  * x", "", "\tsaid", "", "", "end"], set(), {"end"},
         ["### Items to discuss", "", "", "end"], 1),
        (["## agenda", "talk", "## Discussion", "- x"], set(), {"talk"}, ["## agenda", "talk"], 1),
        (["####### Agenda", "#Agenda", "Agenda"], set(), set(),
         ["####### Agenda", "#Agenda", "Agenda", "", "## Agenda items"], 5),
        (["- a", "- b", "", "text", "- c"], {1}, set(), ["", "text", "- c", "", "## Agenda items"],
         5),
        ([], set(), set(), ["", "## Agenda items"], 2),
    ],
)  # fmt: skip
def test_a_form_keeps_its_head_and_what_is_usual(
    lines: list[str], signed: set[int], usual: set[str], kept: list[str], at: int
) -> None:
    assert emptied(lines, signed, usual) == (kept, at)


def test_it_says_what_changed_what_is_late_and_what_was_carried_over(written: str) -> None:
    for words in ("What happened since 20 August 2026", "Overdue: Start looking for the next grant",
                  "documentation has failed to build", "A banner for planned downtime",
                  "The August bill was 3,738 USD. The bills for August 2026 come to"):  # fmt: skip
        assert words in written


def test_a_file_with_many_meetings_gives_its_newest_ones_form(sample_house: House) -> None:
    with open_newest(sample_house.data)[1] as db:
        text = agenda(db, sample_house, series="cafe", on=date(2026, 10, 6), today=DAY)
    assert text.startswith(
        "## 2026-10-06\n\n### Check-in\n\n* _Name / GitHub handle / affiliation_\n\n### Topics\n"
    )


def test_a_template_file_is_taken_as_it_stands(sample_house: House, tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text("# Hello\n\n## Who is here\n\n## Topics\n\n* old\n\n## Goodbye\n")
    with open_newest(sample_house.data)[1] as db:
        text = agenda(db, sample_house, template=form, today=DAY)
    assert text.startswith("# Hello\n\n## Who is here\n\n## Topics\n\n* What happened")
    assert text.endswith("## Goodbye\n")
    assert "old" not in text.split("## Topics")[1].splitlines()


def test_a_series_that_does_not_exist_is_told(sample_house: House) -> None:
    with open_newest(sample_house.data)[1] as db, pytest.raises(ConfigError, match="cafe, monthly"):
        agenda(db, sample_house, series="weekly", today=DAY)


def test_what_was_said_under_the_agenda_goes_unless_it_is_said_every_time() -> None:
    lines = ["# A", "## Agenda", "- x", "  said", "", "we talked", "## Next", "- y", "Same place."]
    assert emptied(lines, set(), {"## Next", "Same place."}) == (
        ["# A", "## Agenda", "", "## Next", "Same place."],
        2,
    )


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("2026-09-17", "2026-10-15"), ("on 17 September 2026", "on 15 October 2026"),
        ("September 17, 2026", "October 15, 2026"), ("September 2026", "October 2026"),
        ("2026/09/17", "2026/10/15"), ("17 Sep 2026", "15 Oct 2026"), ("2026-09-18", "2026-09-18"),
    ],
)  # fmt: skip
def test_the_day_is_replaced_however_it_is_written(line: str, then: str) -> None:
    assert redated(line, date(2026, 9, 17), date(2026, 10, 15)) == then


def test_markup_in_a_value_arrives_as_words() -> None:
    hostile = "[x](javascript:alert(1)) <script>\n# *b* `c` ![i](u)"
    assert plain(hostile) == (r"\[x\](javascript:alert(1)) \<script\> # \*b\* \`c\` !\[i\](u)")


def test_the_command_writes_a_file(sample_house: House, tmp_path: Path, capsys: Any) -> None:
    place = ["--config", str(sample_house.config.file), "--data", str(sample_house.data)]
    assert main([*place, "agenda", "--out", str(tmp_path / "next.md")]) == 0
    assert (tmp_path / "next.md").read_text().startswith("# Fernhollow monthly meeting, October")
    assert main([*place, "agenda", "--series", "weekly"]) == 78
    assert "no such meeting series" in capsys.readouterr().err


def test_a_form_in_windows_1252_keeps_its_accents(sample_house: House, tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_bytes("# Réunion\n\n- **Date:** 2026-08-20\n\n## Ordre du jour\n".encode("cp1252"))
    with open_newest(sample_house.data)[1] as db:
        assert agenda(db, sample_house, template=form, today=DAY).startswith("# Réunion\n")
