"""One person across spellings, never two merged in one meeting, and who opted out left out."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from notes_house import house, only, read

from config.names import WITHHELD
from config.traces import NOBODY
from pipelines import SourceError, notes
from pipelines.ingest import ingest
from pipelines.notes.persons.opt_out import Withheld, without
from warehouse.read import builds
from warehouse.records import ActionItem, Attendance

NOW = datetime(2022, 6, 1, 6, tzinfo=UTC)


def signed(*lines: str) -> str:
    """A meeting whose roll call has these lines."""
    return "# Sync\n\nRoll call:\n\n" + "".join(f"* {line}\n" for line in lines)


def persons(tmp_path, files, extra=""):
    rows = only(Attendance, read(tmp_path, files, extra))
    return [(row.name, row.person_id) for row in rows]


def test_case_first_names_and_a_slip_in_the_handle_are_one_person(tmp_path):
    files = {
        "2022-01-05.md": signed("Ada Fenwick / Moss / @adafenwick", "Bo / Moss / @BoOrlov"),
        "2022-02-02.md": signed("Ada / Moss / @AdaFenwick", "Bo Orlov / Moss / @boorlov"),
        "2022-03-02.md": signed("ada fenwick / Moss / @adafenwik", "Bo"),
    }
    ids = ["adafenwick", "boorlov"]
    assert [person for _, person in persons(tmp_path, files)] == ids * 3


def test_a_renamed_handle_is_known_by_the_full_name(tmp_path):
    files = {
        "2022-01-05.md": signed("Ada Fenwick / Moss / @oldname"),
        "2022-02-02.md": signed("Ada Fenwick / Moss / @newname"),
    }
    assert {person for _, person in persons(tmp_path, files)} == {"newname"}


def test_two_handles_of_one_meeting_are_never_merged(tmp_path):
    files = {
        "2022-01-05.md": signed("Ada Fenwick / Moss / @ada-one", "Ada Fenwick / Heron / @ada-two"),
        "2022-02-02.md": signed("Ada Fenwick / Moss / @ada-one"),
    }
    assert len({person for _, person in persons(tmp_path, files)}) == 2


def test_a_borrowed_handle_merges_nobody(tmp_path):
    files = {
        "2022-01-05.md": signed("Ada Fenwick / Moss / @adafenwick"),
        "2022-02-02.md": signed("Ada Fenwick / Moss / @adafenwick"),
        "2022-03-02.md": signed("Cy Quill / Heron / @adafenwick"),
    }
    assert persons(tmp_path, files)[-1] == ("Cy Quill", "cy-quill")


def test_a_first_name_that_could_be_two_people_is_neither(tmp_path):
    files = {
        "2022-01-05.md": signed("Ada Fenwick / Moss / @adafen", "Ada Rook / Moss / @rook"),
        "2022-02-02.md": signed("Ada"),
    }
    assert persons(tmp_path, files)[-1] == ("Ada", "ada-in-team")


def people_file(tmp_path: Path, text: str) -> str:
    tmp_path.mkdir(parents=True, exist_ok=True)
    (tmp_path / "people.toml").write_text(text)
    return '[people]\nfile = "people.toml"\n'


def test_the_teams_own_word_wins(tmp_path):
    extra = people_file(
        tmp_path,
        '[[people]]\nname = "Ada Fenwick"\naliases = ["Feni"]\nhandles = ["adafen", "af"]\n',
    )
    files = {
        "2022-01-05.md": signed("Ada Fenwick / Moss / @adafen"),
        "2022-02-02.md": signed("A. F. / Moss / @af", "Feni"),
    }
    assert {person for _, person in persons(tmp_path, files, extra)} == {"ada-fenwick"}


OPTED_OUT = '[[people]]\nname = "Ada Fenwick"\nhandles = ["adafen"]\nopt_out = true\n'
NOTE = signed("Ada Fenwick / Moss / @adafen", "Bo Orlov / Moss / @bo") + (
    "\n## Agenda\n\n- [name=Ada] (5 min) the boat\n    - Ada will paint it, asks @adafen\n"
    "    - Decision: Ada Fenwick pays 300 EUR\n    - see https://github.com/adafen/boat/issues/3\n"
)


@pytest.mark.slow
def test_who_opts_out_leaves_no_trace_in_a_new_build_and_none_in_older_ones(tmp_path):
    place = house(tmp_path, {"2022-01-05.md": NOTE})
    assert ingest(place, [notes], fetch=set(), now=NOW) == 0
    (old,) = builds(place.data)
    assert b"adafen" in old.read_bytes()
    extra = people_file(tmp_path, OPTED_OUT)
    place = house(tmp_path, {}, extra)
    later = datetime(2022, 6, 2, 6, tzinfo=UTC)
    os.utime(tmp_path / "people.toml", (later.timestamp() - 60,) * 2)
    assert ingest(place, [notes], fetch=set(), now=later) == 0
    (new,) = builds(place.data)
    left = [file for file in place.data.rglob("*") if file.is_file()]
    for file in left:
        content = file.read_bytes().lower()
        assert b"fenwick" not in content and b"adafen" not in content, file
    with duckdb.connect(new, read_only=True) as db:
        assert db.execute("select name from attendance").fetchall() == [("Bo Orlov",)]
        assert db.execute("select text, owners from action_item").fetchall() == [
            ("[name withheld] will paint it, asks [name withheld]", [])
        ]


def test_the_first_name_of_somebody_who_stays_is_not_withheld(tmp_path):
    extra = people_file(tmp_path, OPTED_OUT)
    text = (
        signed("Ada Fenwick / Moss / @adafen", "Ada Rook / Heron / @rook")
        + "\nClosed 9 bugs of Ada\n"
    )
    records = read(tmp_path, {"2022-01-05.md": text}, extra)
    assert [a.name for a in only(Attendance, records)] == ["Ada Rook"]
    assert [r.quote for r in records if hasattr(r, "quote")] == ["Closed 9 bugs of Ada"]


def test_a_broken_people_file_stops_the_notes_rather_than_bringing_somebody_back(tmp_path):
    extra = people_file(tmp_path, "[[people]]\nnam = 3\n")
    place = house(tmp_path, {"2022-01-05.md": NOTE}, extra)
    try:
        list(notes.read(place))
    except SourceError as error:
        assert (error.passing, "people.toml" in error.what) == (False, True)
    else:
        raise AssertionError("read anyway")


def test_where_nobody_left_a_record_is_the_same_object_and_an_owner_withheld_before_is_none():
    """Notes that were fetched keep [name withheld] after people.toml lost its last opt-out."""
    nobody = Withheld(frozenset(), NOBODY, NOBODY)
    met = Attendance("team-1", "bo", "Bo Orlov", None, None, "a.md", 4)
    assert without(met, nobody) is met
    moor = ActionItem("team-1", "moor the boat", [WITHHELD, "Bo"], None, "a.md", 5)
    assert without(moor, nobody) == replace(moor, owners=["Bo"])


def test_who_left_by_id_alone_signs_nothing():
    left = Withheld(frozenset({"ada"}), NOBODY, NOBODY)
    ada, bo = (Attendance("team-1", who, who, None, None, "a.md", 4) for who in ("ada", "bo"))
    assert (without(ada, left), without(bo, left)) == (None, bo)
