"""Who is one person and who is not, whatever the order of the files and the names themselves."""

import random
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from notes_house import only, read

from warehouse.records import Attendance, Reject


def call(*lines: str) -> str:
    return "# Sync\n\n## Attendees\n\n" + "".join(f"- {line}\n" for line in lines)


def persons(folder: Path, calls: list[tuple[str, ...]], extra: str = "") -> list[list[str]]:
    """The person_ids of each call, in the order of its lines."""
    files = {f"2022-01-{day:02}.md": call(*lines) for day, lines in enumerate(calls, start=1)}
    rows = only(Attendance, read(folder, files, extra))
    of = {file: [r.person_id for r in rows if r.source_file == f"notes/{file}"] for file in files}
    return [of[file] for file in sorted(of)]


ONE = {
    "a handle that fits both by a word": [("Ada Moss (@adam)",), ("Ada Fenwick-Moss (@adam)",)],
    "a handle that fits both by initials": [("Ada Moss (@am77)",), ("AM (@am77)",)],
    "a handle that fits both by a beginning": [("Christopher Reed (@creed)",), ("Chris (@creed)",)],
    "a slip in a long last name": [("Ada Fenwick",), ("Ada Fenwik",)],
    "two letters that changed places": [("Bo Hollander",), ("Bo Hollandre",)],
    "a middle initial": [("Ada Q. Moss",), ("Ada Moss",)],
    "a middle initial without a dot": [("Bo T Reed (@bo)",), ("Bo Reed",)],
    "an organisation behind the name": [("Ada Moss (Heron Works)",), ("Ada Moss Heron Works",)],
    "the same behind a handle": [("Bo Reed (Heron) @boreed",), ("Bo Reed Heron",)],
    "a first name that can be one only": [("Ada Moss", "Bo Reed"), ("Ada",)],
    "initials that can be one only": [("Ada Moss", "Bo Reed"), ("AM",)],
    "a handle without its sign": [("Ada Moss (@adam)", "Bo Reed"), ("adam",)],
    "case and accents": [("Zoë Möss",), ("ZOE Moss",)],
}

TWO = {
    "a short last name one letter apart": [("Ada Moss",), ("Ada Ross",)],
    "a long last name two letters apart": [("Ada Fenwick",), ("Ada Fenrich",)],
    "a slip in the first name": [("Adalia Fenwick",), ("Adelia Fenwick",)],
    "one name the beginning of the other": [("Ada Moss",), ("Ada Moss Reed",)],
    "handles alike under two full names": [("Ada Rook (@adarook1)",), ("Ada Moss (@adarook2)",)],
    "a slip, but both signed": [("Ada Fenwick", "Ada Fenwik")],
    "a middle initial, but both signed": [("Ada Q. Moss", "Ada Moss")],
    "a first name in two series of names": [("Ben North",), ("Ben Mills",)],
    "two middle initials": [("Ada Q. Moss",), ("Ada R. Moss",)],
    "handles that begin alike": [("@martinp",), ("@martinh",)],
    "a handle that is the beginning of another": [("@oskar",), ("@oskarlund",)],
    "other scripts": [("山田 太郎",), ("鈴木 一郎",)],
}


@pytest.mark.parametrize("name", ONE)
def test_one_person(name, tmp_path):
    first, second = persons(tmp_path, ONE[name])
    assert second == first[:1]


@pytest.mark.parametrize("name", TWO)
def test_two_persons(name, tmp_path):
    found = [person for own in persons(tmp_path, TWO[name]) for person in own]
    assert len(set(found)) == 2


def test_a_bare_first_name_is_nobody_elses_where_it_can_be_two(tmp_path):
    north, mills, bare = persons(tmp_path, [("Ben North",), ("Ben Mills",), ("Ben",)])
    assert [north, mills, bare] == [["ben-north"], ["ben-mills"], ["ben-in-team"]]


def test_a_bare_first_name_is_decided_before_any_other_is_joined(tmp_path):
    calls = [("Ben",), ("Ben North (@bnorth)",), ("Ben M.",), ("Ben Mills (@bmills)",)]
    assert persons(tmp_path, calls) == [["ben-in-team"], ["bnorth"], ["bmills"], ["bmills"]]


def test_a_borrowed_handle_stays_with_whom_it_fits_and_is_said(tmp_path):
    files = {
        "2022-01-01.md": call("Cy Quill (@adamoss)"),
        "2022-01-02.md": call("Cy Quill (@adamoss)"),
        "2022-01-03.md": call("Ada Moss (@adamoss)", "Dee Marsh (@adamoss)"),
    }
    records = read(tmp_path, files)
    assert [(a.name, a.handle, a.person_id) for a in only(Attendance, records)] == [
        ("Cy Quill", None, "cy-quill"),
        ("Cy Quill", None, "cy-quill"),
        ("Ada Moss", "adamoss", "adamoss"),
        ("Dee Marsh", None, "dee-marsh"),
    ]
    said = [(r.source_file, r.source_line, r.text) for r in only(Reject, records)]
    assert said == [
        ("notes/2022-01-01.md", 5, "Cy Quill @adamoss"),
        ("notes/2022-01-02.md", 5, "Cy Quill @adamoss"),
        ("notes/2022-01-03.md", 6, "Dee Marsh @adamoss"),
    ]


def people(folder: Path, text: str) -> str:
    (folder / "people.toml").write_text(text)
    return '[people]\nfile = "people.toml"\n'


def test_people_toml_joins_what_no_rule_would(tmp_path):
    own = people(tmp_path, '[[people]]\nname = "Ada Moss"\naliases = ["Ada Rook"]\n')
    assert persons(tmp_path, [("Ada Moss",), ("Ada Rook",)], own) == [["ada-moss"]] * 2


def test_people_toml_parts_what_a_rule_would_join(tmp_path):
    own = people(tmp_path, '[[people]]\nname = "Ada Fenwick"\n\n[[people]]\nname = "Ada Fenwik"\n')
    found = persons(tmp_path, [("Ada Fenwick",), ("Ada Fenwik",)], own)
    assert found == [["ada-fenwick"], ["ada-fenwik"]]


def test_people_toml_says_whose_a_handle_is(tmp_path):
    own = people(tmp_path, '[[people]]\nname = "Cy Quill"\nhandles = ["adamoss"]\n')
    calls = [("Ada Moss (@adamoss)",), ("Cy Quill (@adamoss)",)]
    assert persons(tmp_path, calls, own) == [["ada-moss"], ["cy-quill"]]


NAMES = [
    "Ada Fenwick", "Ada Fenwik", "Ada Q. Fenwick", "Ada", "Ben North", "Ben Mills", "Ben", "BN",
    "Ada Fenwick (@adaf)", "Ada (@adaf)", "Ben (@bnorth)", "Cy Quill (@adaf)", "Cy Quill (@cyq)",
    "Cyrus Quill (@cyq)", "Dee Hollander", "Dee Hollandre", "Dee H.", "Dee", "@bnorth", "Eli Stone",
]  # fmt: skip
CALLS = st.lists(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True), min_size=1, max_size=6
)
TURN = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "efghijklmnopqrstuvwxyzabcdEFGHIJKLMNOPQRSTUVWXYZABCD",
)


def parting(calls: list[tuple[int, list[str]]], extra: str = "") -> dict[tuple[int, str], str]:
    """Who signed each line: call and line → person_id, whatever order the files come in."""
    with tempfile.TemporaryDirectory() as folder:
        own = people(Path(folder), extra) if extra else ""
        files = {f"{i:02}/2022-01-{day:02}.md": call(*lines)
                 for i, (day, lines) in enumerate(calls, start=1)}  # fmt: skip
        rows = only(Attendance, read(Path(folder), files, own))
    found = {}
    for row in rows:
        day = int(row.source_file[-5:-3])
        signed = dict(calls)[day]
        found[day, signed[row.source_line - 5]] = row.person_id
    return found


def groups(found: dict[tuple[int, str], str]) -> set[frozenset[tuple[int, str]]]:
    by_person: dict[str, set[tuple[int, str]]] = {}
    for place, person in found.items():
        by_person.setdefault(person, set()).add(place)
    return {frozenset(places) for places in by_person.values()}


@settings(max_examples=20, deadline=None)
@given(CALLS, st.integers(0, 99))
def test_no_order_of_files_changes_a_person(calls, seed):
    numbered = list(enumerate(calls, start=1))
    other = random.Random(seed).sample(numbered, len(numbered))
    assert parting(numbered) == parting(other)


@settings(max_examples=20, deadline=None)
@given(CALLS)
def test_renaming_everybody_consistently_changes_only_names(calls):
    numbered = list(enumerate(calls, start=1))
    turned = [(day, [line.translate(TURN) for line in lines]) for day, lines in numbered]
    plain = {frozenset((day, line.translate(TURN)) for day, line in own)
             for own in groups(parting(numbered))}  # fmt: skip
    assert groups(parting(turned)) == plain


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(CALLS, st.sampled_from(["Ben Mills", "Ada Fenwick", "Cy Quill", "Eli Stone"]))
@example([["Ada Fenwick", "Ada Fenwik"], ["Ada Q. Fenwick"]], "Ada Fenwick")
@example([["Ada Fenwik"], ["Ada Q. Fenwick"]], "Ada Fenwick")
def test_opting_out_removes_exactly_one_person(calls, name):
    numbered = list(enumerate(calls, start=1))
    listed = f'[[people]]\nname = "{name}"\n'
    before, after = parting(numbered, listed), parting(numbered, f"{listed}opt_out = true\n")
    gone = {person for place, person in before.items() if place not in after}
    first, last = name.split()
    theirs = re.compile(rf"{first}( \w\.)? {last}\b")  # with an initial, two Adas may be parted
    assert gone <= {person for (_, line), person in before.items() if theirs.match(line)} | {
        name.lower().replace(" ", "-")
    }
    assert after == {place: person for place, person in before.items() if person not in gone}
