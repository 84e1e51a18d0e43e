"""A person's trace is found in any spelling, and nobody else's is."""

import pytest

from config import traces
from config.names import WITHHELD
from config.people import Person

ADA = Person(name="Ada Fenwíck", aliases=["Dee"], handles=["@ada-fen", "adafen91"], opt_out=True)
BO = Person(name="Bo Fenwick", handles=["bofen"])
SPELLINGS = [
    "Ada Fenwick", "ADA FENWICK", "ada fenwick", "Fenwick, Ada", "Fenwick Ada", "Ada-Fenwick",
    "ada_fenwick", "Ada **Fenwick**", "Ada Fen\u00adwick", "A\u0301da Fenwíck", "adafenwick",
    "Ada M. Fenwick", "Ada&nbsp;Fenwick", "Ada%20Fenwick", "Ada <b>Fenwick</b>", "Ada\u00a0Fenwick",
    "@ada-fen", "ada-fen", "Ada_Fen", "adafen91", "@AdaFen91", "Dee", "_Ada_ _Fenwick_",
    'Ada <span class="x">Fenwick</span>', "<b id=1>Ada</b> <a href='https://boats.example'>Fenwick</a>",
    "Ada (Dee) Fenwick", "Ada “Dee” Fenwick", "adafenwick2", "2AdaFenwick", "Ada Fenwick91",
    "Ada Fen\ufe0fwick", "Ada Fen\u034fwick", r"Ada Fenw\u00edck", r"Ada Fenw\xc3\xadck",
    r"Ada Fenw\xedck", "AdaFenwickNotes", "NotesAdaFenwick", "minutesOfAdaFenwick2Old",
    "Ada&amp;nbsp;Fenwick", "Ada Fenw&amp;amp;#237;ck",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_person_who_opted_out_is_found_in_any_spelling(spelling: str) -> None:
    text = f"see {spelling}, said Bo"
    left = traces.of([ADA, BO]).without(text)
    assert WITHHELD in left
    assert left.startswith("see ")
    assert left.endswith(", said Bo")
    assert "wick" not in left.casefold()
    assert "fen" not in left.casefold()


@pytest.mark.parametrize("spelling", ["Joerg Mueller", "Aasa Joergensen", "MUELLER, JOERG"])
def test_letters_that_are_written_out_are_the_same_letters(spelling: str) -> None:
    gone = [Person(name="Jörg Müller", opt_out=True), Person(name="Åsa Jørgensen", opt_out=True)]
    assert traces.of(gone).without(f"see {spelling}, said Bo") == f"see {WITHHELD}, said Bo"


@pytest.mark.parametrize(
    ("name", "handle", "text"),
    [
        ("Sorrel Quickwater", "sorrel", "Sorrel Quickwater"),
        ("Sorrel Quickwater", "quickwater-lab", "Sorrel Quickwater-lab"),
        ("Ada Fenwick", "ada-fenwick91", "ada-fenwick91"),
        ("Ada Moss Fenwick", "moss", "Fenwick, Ada Moss"),
    ],
)
def test_a_handle_that_is_part_of_the_name_leaves_nothing_of_the_name(
    name: str, handle: str, text: str
) -> None:
    gone = Person(name=name, handles=[handle], opt_out=True)
    assert traces.of([gone]).without(f"see {text}, said Bo") == f"see {WITHHELD}, said Bo"


def test_a_name_inside_of_a_tag_is_withheld_too() -> None:
    left = traces.of([ADA, BO]).without('<a title="Ada Fenwick">x</a> and Ada <i a=1>Fenwick</i>')
    assert left == f'<a title="{WITHHELD}">x</a> and {WITHHELD}</i>'


@pytest.mark.parametrize(
    "text",
    [
        "Ada Moss",
        "Bo Fenwick and Ada",
        "Adam Fenwicks",
        "Canada fen wickets",
        "Dee Moss",
        "@bofen",
        "@ada-fen2",
        "adafen911",
        "Ada (Moss) and Fenwick",
        "DeeMossNotes",
        "AdaFenwickson",
        "CanadaFenwicks",
    ],
)
def test_a_namesake_stays(text: str) -> None:
    assert traces.of([ADA, BO]).without(text) == text


def test_nobody_is_withheld_where_nobody_opted_out() -> None:
    assert traces.of([BO]).without("Bo Fenwick") == "Bo Fenwick"


def test_a_last_name_alone_is_a_trace_only_where_people_toml_lists_it() -> None:
    listed = ADA.model_copy(update={"aliases": ["Fenwick"]})
    assert traces.of([ADA]).without("says Fenwick") == "says Fenwick"
    assert traces.of([listed]).without("says Fenwick") == f"says {WITHHELD}"
    assert traces.of([listed]).without("Bo Fenwick Moss") == "Bo Fenwick Moss"
