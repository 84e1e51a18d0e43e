"""Which two spellings may be one person's: each rule on both sides of its edge."""

import pytest

from pipelines.notes.persons.likeness import (
    fits,
    handles_alike,
    is_short_for,
    may_be_one,
    names_alike,
    without_initials,
)
from pipelines.notes.roll_call.names import (
    forms_of,
    initials,
    is_code,
    is_like_name,
    is_name,
    shape,
)

# (name, handle, owner) → may the name be the owner's
FITS = {
    ("ada moss", "x", "ada reed"): True,  # a word in common
    ("a moss", "x", "a reed"): False,  # a letter is none
    ("文 moss", "x", "文 reed"): True,  # a sign of another script is one
    ("ada", "adam", "bo reed"): True,  # the handle is made from the name
    ("a1", "A1", "bo reed"): True,  # the handle is the name
    ("a1", "a2", "bo reed"): False,
    ("br", "x", "bo reed"): True,  # initials, or how they begin
    ("b", "x", "bo reed"): True,
    ("r", "x", "bo reed"): False,
    ("chris", "", "christopher reed"): True,  # a beginning, from three letters on
    ("christopher", "", "chris reed"): True,
    ("rob", "", "robinetta reed"): True,
    ("ro", "", "robinetta reed"): False,
    ("kris", "", "chris reed"): False,
    ("cris", "", "chris reed"): True,  # a slip
    ("xy", "", "chris reed"): False,
}
# names of one first name, heron and "" being organisations
ALIKE = {
    ("ada moss", "ada moss"): False,
    ("ada q moss", "ada moss"): True,
    ("ada moss", "ada q moss"): True,
    ("ada moss", "ada moss heron"): True,
    ("ada moss heron", "ada moss"): True,
    ("ada moss", "ada moss swan"): False,
    ("ada moss", "ada mosses heron"): False,
    ("ada fenwick", "ada fenwik"): True,
    ("ada fenwick", "bo fenwik"): False,
    ("ada fenwio", "ada fenwyo"): True,
    ("ada fenwi", "ada fenwy"): False,  # five letters
    ("ada fenwio", "ada fenwi"): False,
    ("ada q fenwick", "ada fenwik"): True,
    ("ada fenwick", "ada fenrich"): False,
}
MAY_BE_ONE = {
    ("ada moss", "ada ross"): True,
    ("ada mos", "ada ros"): True,
    ("ada mo", "ada ro"): False,  # two letters
    ("ada mos", "ada mo"): False,
    ("bo moss", "ada ross"): False,
    ("ada moss", "bo moss"): False,
    ("adalia moss", "ada moss"): True,
    ("ada moss", "adalia moss"): True,
    ("ad moss", "adalia moss"): False,
    ("ada reed", "adalia moss"): False,
    ("ada moss", "ada moss"): False,
    ("ada q moss", "ada r moss"): False,
    # one slip: another letter, one more, two that changed places
    ("ada moss", "ada amoss"): True,
    ("ada moss", "ada mooss"): True,
    ("ada mosse", "ada moss"): True,
    ("ada moss", "ada msos"): True,
    ("ada abcd", "ada abdc"): True,
    ("ada moss", "ada rosi"): False,
    ("ada moss", "ada mosses"): False,
    ("ada moss", "ada mosess"): False,
    ("ada abcd", "ada badc"): False,
    ("ada abcde", "ada acbed"): False,
    ("ada abcd", "ada axxd"): False,
    ("ada abcd", "ada abxdy"): False,
    ("ada abc", "ada cba"): False,
}
INITIALS = {
    "ada moss": ("ada moss", ""),
    "ada q moss": ("ada moss", "q"),
    "ada q r moss": ("ada moss", "qr"),
    "a q moss q": ("a moss q", "q"),
    "ada é moss": ("ada é moss", ""),
    "ada qq moss": ("ada qq moss", ""),
    "a b": ("a b", ""),
    "ada": ("ada", ""),
}
HANDLES = {
    ("gaugereport", "gaugreport"): True,
    ("a", "a"): False,
    ("abcdefgh", "abcdefgi"): False,  # 0.875 alike
    ("abcdefghi", "abcdefghj"): True,  # 0.889
    ("ana-lima", "anna-lopez"): False,
}
# (name, full name, handles of that person) → is it short for it
SHORT = {
    ("adam", "ada moss", "adam"): True,
    ("ada", "ada moss", ""): True,
    ("ad", "ada moss", ""): False,
    ("ada moss", "ada moss", ""): False,
    ("ada moss", "ada moss", "x"): True,
    ("ada m", "ada moss", ""): True,
    ("ada mo", "ada moss", ""): False,
    ("bo m", "ada moss", ""): False,
    ("am", "ada moss", ""): True,
    ("am", "ada-moss", ""): False,
    ("mo", "ada moss", ""): False,
    ("m", "4 moss", ""): False,
    ("aqmr", "ada q moss reed", ""): True,
    ("aqmrs", "ada q moss reed swan", ""): False,
}


@pytest.mark.parametrize(("three", "expected"), FITS.items())
def test_a_name_fits_an_owner_by_a_word_a_handle_initials_a_beginning_or_a_slip(three, expected):
    assert fits(*three) is expected


@pytest.mark.parametrize(("two", "expected"), ALIKE.items())
def test_full_names_are_one_persons_by_an_initial_a_home_or_a_slip_in_a_long_name(two, expected):
    assert names_alike(*two, frozenset({"heron", ""})) is expected


@pytest.mark.parametrize(("two", "expected"), MAY_BE_ONE.items())
def test_full_names_may_be_one_persons_by_one_slip_or_a_first_name_that_begins_the_other(
    two, expected
):
    assert may_be_one(*two) is expected


@pytest.mark.parametrize(("name", "expected"), INITIALS.items())
def test_only_single_latin_letters_in_the_middle_are_initials(name, expected):
    assert without_initials(name) == expected


@pytest.mark.parametrize(("two", "expected"), HANDLES.items())
def test_handles_are_alike_from_88_percent_on(two, expected):
    assert handles_alike(*two) is expected


@pytest.mark.parametrize(("three", "expected"), SHORT.items())
def test_a_short_name_is_a_beginning_initials_or_a_handle(three, expected):
    name, form, handles = three
    assert is_short_for(name, form, frozenset(handles.split())) is expected


NAMES = {
    "Ada": True, "Ada Bo Cy Dee Em Fi": True, "Ada Bo Cy Dee Em Fi Gi": False, "": False,
    "12": False, "tbd": False, "A": False, "É": True, "Ada 7": False, "Ada123": False,
    "Ada12": True, "Ada?": False, "Ada #": False, "everyone": False, "the team": False,
}  # fmt: skip
SHAPES = {
    "Ada Moss": "full", "Ada van Moss": "full", "Ada Moss van": "weak", "Ada the Moss": "weak",
    "Ada": "single", "ada": "single", "山田": "full", "山": "single", "ada moss": "lower",
    "Ada moss": "weak", "Ada_Moss": "full", "Ada likes the weir": None, "Ada d’Arc": "full",
    "Ada d’arc": "weak", "- !": None, "everyone": None, "Ada vand Moss": "weak",
    "ada bo cy": "lower", "ada bo cyx dee": None, "a1b Moss": "weak",
}  # fmt: skip
CODES = {
    ("AMS", "Ada Moss"): True, ("AM", "Ada Moss"): True, ("AMSS", "Ada Moss"): False,
    ("A", "Ada Moss"): False, ("MA", "Ada Moss"): False, ("AOM", "Ada Moss"): False,
    ("EM", "Éva Moss"): False, ("ÉM", "Éva Moss"): False, ("BM", "Ada Moss"): False,
}  # fmt: skip
LIKE = {
    ("amoss91", "Ada Moss"): True, ("a.d.a", "Ada Moss"): True, ("AMOSS", "Ada Moss"): False,
    ("bo", "Bo Reed"): False, ("reed", "Bo Reed"): True, ("x", "Ada Moss"): False,
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMES.items())
def test_a_name_has_a_letter_and_at_most_six_words_that_are_no_crowd(text, expected):
    assert is_name(text) is expected


@pytest.mark.parametrize(("text", "expected"), SHAPES.items())
def test_how_a_text_looks_as_a_name(text, expected):
    assert shape(text) == expected


@pytest.mark.parametrize(("two", "expected"), CODES.items())
def test_two_or_three_capitals_may_be_letters_of_a_name_in_its_order(two, expected):
    assert is_code(*two) is expected


@pytest.mark.parametrize(("two", "expected"), LIKE.items())
def test_a_handle_is_made_from_a_word_of_three_letters_or_more(two, expected):
    assert is_like_name(*two) is expected


def test_a_person_may_be_named_in_full_by_first_name_and_by_initials():
    assert [forms_of(name) for name in ("Ada Moss", "Ada", "")] == [
        {"ada moss", "ada", "am"}, {"ada"}, set(),
    ]  # fmt: skip
    assert [initials(name) for name in ("ada q. moss-reed", "7 bo_x")] == ["AQMR", "BX"]
