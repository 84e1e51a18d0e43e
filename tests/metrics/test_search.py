"""Search: the line that answers, with its place; nobody who is not to be named."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench import SHARED
from config import House
from metrics.search import find as searching
from metrics.search.find import Asked, Line, find, people
from tests.metrics.search_questions import REAL, SAMPLE
from warehouse.read import connect, newest
from warehouse.records import ActionItem, Attendance, Decision, Issue, Meeting, NoteLine, Repo

ENOUGH = 18
FIRST = 3
DAY = date(2018, 9, 6)


def _found(db: duckdb.DuckDBPyConnection, questions: list[tuple[str, str, int]]) -> list[str]:
    """The questions whose line, or the same words at another place, is among the first three."""

    def has(line: Line, file: str, number: int) -> bool:
        places = [(each.source_file or "", each.source_line) for each in (line, *line.also)]
        return any(own.endswith(f"/{file}") and at == number for own, at in places)

    return [
        text
        for text, file, number in questions
        if any(
            has(line, file, number)
            for line in find(db, asked=Asked(text, named=True)).lines[:FIRST]
        )
    ]


def test_twenty_questions_about_the_sample_find_their_line(sample_build: Path) -> None:
    with connect(newest(sample_build)) as db:
        assert len(_found(db, SAMPLE)) >= ENOUGH


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="it reads the real notes (../shared), which may not be kept here"
)
@pytest.mark.xdist_group("real input")
def test_twenty_questions_about_the_real_notes_find_their_line(real_house: House) -> None:
    with connect(newest(real_house.data)) as db:
        assert len(_found(db, REAL)) >= ENOUGH


def line(number: int, text: str, **changes: Any) -> NoteLine:
    """A line of one meeting."""
    own = NoteLine("team", "m1", DAY, "item", text, "Agenda", None, "notes/a.md", number)
    return replace(own, **changes)


MEETING = Meeting("m1", "team", DAY, "Sync", None, False, True, "notes/a.md", 1)
LINES = [
    line(3, "Zoë Ångström / Moss Lab / @zoeang", kind="roll call"),
    line(4, "Bo Orlov / Moss Lab / @bo", kind="roll call"),
    line(10, "The café's roll-call moved to Kubernetes 1.30"),
    line(11, "Zoë to paint the mast"),
    line(12, "Decision: we paint the mast in green"),
    line(13, "<script>alert(1)</script> & <b>sails</b>"),
    line(14, "closed 12 issues in moss/boat, 90,000 USD left"),
    line(20, "we paint the hull, then the mast", series="board", day=date(2017, 1, 5),
         source_file="notes/b.md", meeting_id=None),
]  # fmt: skip
SAID = [
    ActionItem("m1", "Zoë to paint the mast", ["Zoë"], False, "notes/a.md", 11),
    Decision("m1", "we paint the mast in green", "notes/a.md", 12),
    Attendance("m1", "zoeang", "Zoë Ångström", "zoeang", "Moss Lab", "notes/a.md", 3),
    Attendance("m1", "bo", "Bo Orlov", "bo", "Moss Lab", "notes/a.md", 4),
    Repo(1, "moss/boat", False, False, 1, None, None, True, [], "https://example.org/moss/boat"),
    Issue(1, 7, False, "Mast falls in strong wind", "bo", False, "open", None, ["rigging"], 0,
          datetime(2018, 8, 1), datetime(2018, 8, 1), None, None, None, True, None,
          "https://example.org/moss/boat/issues/7", None, None),
]  # fmt: skip


@pytest.fixture
def db(build: Callable[..., Any]) -> Iterator[duckdb.DuckDBPyConnection]:
    yield build([MEETING, *LINES, *SAID])


def places(db: duckdb.DuckDBPyConnection, text: str, **filters: Any) -> list[str]:
    return [each.place for each in find(db, asked=Asked(text, **filters)).lines]


@pytest.mark.parametrize(
    "text",
    ["cafe", "CAFÉ", "café's", "roll-call", "roll call", "kuber", "kubernetes 1.30",
     '"roll-call moved"'],
)  # fmt: skip
def test_accents_hyphens_parts_of_words_and_phrases_find_the_line(db: Any, text: str) -> None:
    assert places(db, text)[0] == "notes/a.md:10"


def test_a_phrase_in_quotation_marks_is_found_as_it_is_only(db: Any) -> None:
    assert places(db, '"mast paint"') == []
    assert places(db, '"paint the mast"') == ["notes/a.md:11", "notes/a.md:12"]


@pytest.mark.parametrize("text", ['"', "AND OR NOT", "a* (b", "mast:", "under:x", "-mast", "''"])
def test_no_sign_of_a_question_is_an_operator(db: Any, text: str) -> None:
    find(db, asked=Asked(text))


def test_filters_keep_series_kind_and_days(db: Any) -> None:
    assert places(db, "mast", kinds=("decision",)) == ["notes/a.md:12"]
    assert places(db, "mast", kinds=("action",)) == ["notes/a.md:11"]
    assert places(db, "mast", series=("board",)) == ["notes/b.md:20"]
    assert places(db, "mast", last=date(2017, 12, 31)) == ["notes/b.md:20"]
    assert places(db, "mast", first=date(2018, 8, 1), kinds=("issue",)) == ["moss/boat#7"]


def test_an_issue_is_found_by_its_title_label_and_number(db: Any) -> None:
    for text in ("strong wind", "rigging", "boat#7"):
        (first, *_) = find(db, asked=Asked(text)).lines
        assert (first.place, first.link) == (
            "moss/boat#7",
            "https://example.org/moss/boat/issues/7",
        )


def test_markup_is_kept_as_words(db: Any) -> None:
    (found,) = find(db, asked=Asked("sails")).lines
    assert found.text == "<script>alert(1)</script> & <b>sails</b>"


def test_without_names_nobody_is_shown_and_no_name_is_searched(db: Any) -> None:
    found = find(db, asked=Asked("Zoë mast"))
    assert found.names == ("Zoë",)
    assert not [each for each in found.lines if "Zo" in each.text + each.under]
    assert find(db, asked=Asked("zoë")).lines == ()
    for name in ("zoeang", "@zoeang", "Ångström", "angstrom", '"Zoë to paint"', "Bo", "@anybody"):
        assert find(db, asked=Asked(name)).lines == (), name


def test_a_word_that_is_a_name_too_is_found_where_it_is_none(build: Any) -> None:
    signed = Attendance("m1", "grant", "Grant Hall", "grant", "Moss Lab", "notes/a.md", 3)
    asked = [line(30, "Grant asks for paint"), line(31, "the grant ends in May")]
    found = find(build([MEETING, *asked, signed]), asked=Asked("grant"))
    assert [each.place for each in found.lines] == ["notes/a.md:31"]


def test_with_names_a_handle_and_a_person_are_found(db: Any) -> None:
    assert places(db, "@zoeang", named=True) == ["notes/a.md:3"]
    assert [each.person_id for each in people(db)] == ["bo", "zoeang"]
    assert set(places(db, "", named=True, person="zoeang")) == {"notes/a.md:3", "notes/a.md:11"}
    assert places(db, "mast", named=True, person="zoeang") == ["notes/a.md:11"]


def test_the_same_words_elsewhere_are_one_line_with_two_places(build: Any) -> None:
    copy = line(9, "The café's roll-call moved to Kubernetes 1.30", source_file="notes/c.md")
    (found,) = find(build([MEETING, *LINES, copy]), asked=Asked("roll-call")).lines
    assert {found.place, *(each.place for each in found.also)} == {"notes/a.md:10", "notes/c.md:9"}


def test_a_line_of_a_repository_on_the_web_has_its_own_address(build: Any) -> None:
    url = "https://github.com/moss/notes/blob/0123abc/a.md"
    db = build([MEETING, line(5, "the keel is of oak", url=url)])
    assert [each.link for each in find(db, asked=Asked("keel")).lines] == [f"{url}#L5"]


def test_the_index_is_one_private_file_of_the_newest_build(build: Any, tmp_path: Path) -> None:
    find(build([MEETING, *LINES]), asked=Asked("mast"))
    (first,) = (tmp_path / "data" / "cache").glob("search-*")
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    find(build([MEETING, line(5, "the keel is of oak")]), asked=Asked("keel"))
    (second,) = (tmp_path / "data" / "cache").glob("search-*")
    assert first != second


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_without_a_place_for_its_file_the_index_is_in_memory(build: Any, tmp_path: Path) -> None:
    db = build([MEETING, *LINES])
    (tmp_path / "data").chmod(0o500)
    assert places(db, "kubernetes") == ["notes/a.md:10"]
    (tmp_path / "data").chmod(0o700)


def test_a_damaged_index_is_made_anew(db: Any, tmp_path: Path) -> None:
    places(db, "mast")
    (file,) = (tmp_path / "data" / "cache").glob("search-*")
    file.write_bytes(b"no database")
    assert places(db, "kubernetes") == ["notes/a.md:10"]
    with closing(sqlite3.connect(file)) as index:
        index.execute("select count(*) from place").fetchone()


@pytest.mark.parametrize(("both", "found"), [(searching.CANDIDATES, 0), (7, 243)])
def test_of_words_that_are_all_common_the_lines_with_every_one_come_first(
    build: Any, both: int, found: int
) -> None:
    texts = [f"keel of oak {n}" for n in range(both)]
    texts += [f"{word} {n}" for n in range(600) for word in ("keel", "oak")]
    db = build([MEETING, *(line(n, text) for n, text in enumerate(texts, 1))])
    lines = find(db, asked=Asked("oak keel"), most=searching.CANDIDATES).lines
    assert ["of" in each.text for each in lines] == [True] * both + [False] * found


@pytest.mark.parametrize("text", ["keel", "keel oak", "oak keel mast"])
def test_a_word_that_every_line_has_finds_lines_where_no_other_does(build: Any, text: str) -> None:
    lines = [line(n, f"keel {n}") for n in range(1, 9)] + [line(9, "keel of oak")]
    found = places(build([MEETING, *lines]), text)
    assert found[0] == "notes/a.md:9" if "oak" in text else len(found) == 9


def test_a_roll_call_is_found_with_names_alone(db: Any) -> None:
    assert places(db, "lab") == []
    assert places(db, "lab", named=True) == ["notes/a.md:3", "notes/a.md:4"]


def test_a_build_without_notes_and_issues_answers_nothing(build: Any) -> None:
    assert searching.places(db := build([])) == []
    assert find(db, asked=Asked("anything")).count == 0
