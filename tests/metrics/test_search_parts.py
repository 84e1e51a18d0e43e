"""How a question is read and a line weighed, part by part."""

import math
from datetime import date
from typing import Any

import pytest

from metrics.search.find import (
    Asked,
    Line,
    Term,
    _filters,
    _grade,
    _match,
    _merged,
    _names_somebody,
    _ranked,
    _score,
    _terms,
)


def line(text: str, **more: Any) -> Line:
    known: dict[str, Any] = {
        "kind": "note", "series": "team", "day": date(2026, 3, 1), "text": text, "under": "",
        "source_file": "n.md", "source_line": 1, "url": None,
    }  # fmt: skip
    return Line(**known | more)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Wren  letter Wren", [("Wren", False), ("letter", False)]),
        ('"cloud   costs" rose', [("cloud costs", True), ("rose", False)]),
        ("„hub costs“ x", [("hub costs", True), ("x", False)]),
        ("- + ?? a", [("a", False)]),
        ('broken" quote', [("broken", False), ("quote", False)]),
        ("", []),
    ],
)
def test_a_question_is_its_phrases_and_words_each_once(
    text: str, terms: list[tuple[str, bool]]
) -> None:
    assert [(each.text, each.is_phrase) for each in _terms(text)] == terms


def test_of_a_long_question_the_first_32_words_and_500_signs_count() -> None:
    assert [each.text for each in _terms(" ".join(f"w{n}" for n in range(40)))] == [
        f"w{n}" for n in range(32)
    ]
    assert [each.text for each in _terms("a" * 499 + "bc")] == ["a" * 499 + "b"]


@pytest.mark.parametrize(
    ("text", "is_phrase", "match"),
    [
        ("hub", False, '("hub" OR "hub" *)'), ("ai", False, '"ai"'), ("@ai", False, '"@ai"'),
        ("#112", False, '("#112" OR "#112" *)'), ("hub costs", True, '"hub costs"'),
        ('a"b"c', False, '("a b c" OR "a b c" *)'),
    ],
)  # fmt: skip
def test_a_word_of_three_letters_may_be_the_beginning_of_one(
    text: str, is_phrase: bool, match: str
) -> None:
    assert Term(text, is_phrase).match == match


def test_phrases_come_before_words_and_a_person_is_asked_for_besides() -> None:
    phrase, one, two = Term("a b", True), Term("it", False), Term("be", False)
    assert _match([one, two], [], " OR ") == '("it" OR "be")'
    assert _match([one, two], [], " AND ") == '("it" AND "be")'
    assert _match([one, phrase], [], " OR ") == '"a b"'
    assert _match([one], ['Ada "A" Fen', "ada"], " OR ") == '("it") AND ("Ada  A  Fen" OR "ada")'
    assert _match([phrase, phrase], [], " OR ") == '"a b" AND "a b"'
    assert _match([], ["ada"], " OR ") == '("ada")'
    assert _match([], [], " OR ") == ""


def test_filters_are_conditions_with_their_values_in_order() -> None:
    march, may = date(2026, 3, 1), date(2026, 5, 1)
    assert _filters(Asked("x", named=True)) == ("", [])
    assert _filters(Asked("x")) == ("and line.rowid > 0", [])
    every = Asked("x", ("note", "action"), ("team",), march, may, named=True)
    assert _filters(every) == (
        "and kind in (?, ?) and series in (?) and day >= ? and day <= ?",
        ["note", "action", "team", "2026-03-01", "2026-05-01"],
    )
    assert _filters(Asked("x", last=may, named=True)) == ("and day <= ?", ["2026-05-01"])


@pytest.mark.parametrize(
    ("stem", "grade"),
    [("hub", 1.0), ("cos", 0.7), ("co", 0.0), ("above", 0.35), ("abo", 0.35), ("ab", 0.0),
     ("sts", 0.0)],
)  # fmt: skip
def test_a_word_counts_whole_or_in_part_or_above_the_line(stem: str, grade: float) -> None:
    assert _grade(stem, ["hub", "costs"], ["above"]) == grade


def test_a_score_is_the_weight_of_words_of_which_neighbours_count_more() -> None:
    one, two, other = (Term(n, False, (n,), w) for n, w in (("aa", 2.0), ("bb", 3.0), ("cc", 5.0)))
    assert _score([one, two], ["aa", "bb"], []) == 2 + 3 + 1.5
    assert _score([one, two], ["aa", "x", "bb"], []) == 2 + 3 + 1.5
    assert _score([one, two], ["aa", "x", "y", "bb"], []) == 2 + 3
    assert _score([one, two], ["bb", "aa"], []) == 2 + 3
    assert _score([one, other, two], ["aa", "bb"], ["cc"]) == pytest.approx(2 + 3 + 5 * 0.35)
    both = Term("aa-bb", False, ("aa", "bb"), 4.0)
    assert _score([both], ["aa"], []) == 0  # all of its words are asked for
    assert _score([both], ["aa"], ["bb"]) == pytest.approx(4 * 0.35)
    assert _score([one], ["aa", *["x"] * 11], []) == 2
    assert _score([one], ["aa", *["x"] * 23], []) == pytest.approx(2 / (1 + 0.1 * math.log(2)))


def test_of_two_lines_alike_the_newer_comes_first_and_one_without_an_answer_is_none() -> None:
    old, new, undated = line("hub"), line("hub", day=date(2026, 4, 1)), line("hub", day=None)
    both, none = line("hub costs", day=None), line("tea")
    terms = [Term("hub", False, ("hub",), 1.0), Term("costs", False, ("cost",), 1.0)]
    assert _ranked([undated, old, none, new, both], terms) == [both, new, old, undated]
    assert _ranked([none, old], []) == [none, old]
    assert _ranked([none, line("tea", under="hub")], terms) == [line("tea", under="hub")]


def test_the_same_words_are_one_line_but_an_issue_is_itself() -> None:
    first, again = line("Hub"), line("hub", source_line=9)
    issue, same, other = (
        line("hub", source_file=None, url=url) for url in ("https://a", "https://a", "https://b")
    )
    found = _merged([first, again, issue, same, other])
    assert [(each.url, each.source_line, each.also) for each in found] == [
        (None, 1, (again,)), ("https://a", 1, (same,)), ("https://b", 1, ()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "url", "place", "link"),
    [
        ("n.md", None, "n.md:1", None),
        ("n.md", "https://h/o/r/blob/main/n.md", "n.md:1", "https://h/o/r/blob/main/n.md#L1"),
        ("n.md", "https://h/o/src/commit/1/n.md", "n.md:1", "https://h/o/src/commit/1/n.md#L1"),
        ("n.md", "https://h/pad", "n.md:1", "https://h/pad"),
        (None, "https://h/o/r/blob/1", "team#1", "https://h/o/r/blob/1"),
    ],
)
def test_a_line_has_its_own_address_where_its_host_shows_lines(
    file: str | None, url: str | None, place: str, link: str | None
) -> None:
    found = line("x", source_file=file, url=url)
    assert (found.place, found.link) == (place, link)


def test_a_word_names_somebody_who_signed_or_may_be_a_handle() -> None:
    names = {"ada", "fen"}
    assert [_names_somebody(t, names) for t in ("@x", "x@", "Ada", "ada hub", "adas")] == [
        True, False, True, True, False,
    ]  # fmt: skip
