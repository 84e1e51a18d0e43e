"""What an answer of bills.toml is about: these very files, or files of their names."""

import pytest
from bill_sides import bill, delivery, stream

from config.bills import Answer
from pipelines.billing.supersede.answers import Answers
from pipelines.billing.supersede.deliveries import Delivery

# What bills.toml says of a.csv (hash aa…) and b.csv (hash bb…)
SAID = [
    (["a.csv aaaaaaaaaaaa", "b.csv bbbbbbbbbbbb"], "both", "both"),
    (["a.csv aaaaaaaaaaaa", "b.csv bbbbbbbbbbbb"], "a.csv", 0),
    (["b.csv bbbbbbbbbbbb", "a.csv aaaaaaaaaaaa"], "a.csv", 0),
    (["a.csv aaaaaaaaaaaa", "b.csv bbbbbbbbbbbb"], "b.csv", 1),
    (["a.csv aaaaaaaaaaaa", "b.csv bbbbbbbbbbbb"], "unknown", "unknown"),
    (["b.csv bbbbbbbbbbbb", "a.csv aaaaaaaaaaaa"], "unknown", "unknown"),
    (["a.csv aaaaaaaaaaaa", "b.csv bbbbbbbbbbbb"], "c.csv", None),
    (["a.csv aaaaaaaaaaaa", "b.csv bbbbbbbbbbbb"], ".csv", None),
    (["in/a.csv aaaaaaaaaaaa", "b.csv bbbbbbbbbbbb"], "b.csv", 1),
    (["n/a.csv aaaaaaaaaaaa", "b.csv bbbbbbbbbbbb"], "b.csv", None),
    (["a.csv aaaaaaaaaaaa", "b.csv cccccccccccc"], "unknown", None),
    (["a.csv aaaaaaaaaaaa", "b.csv cccccccccccc"], "both", "both"),  # as files of these names
    (["a.csv aaaaaaaaaaaa"], "a.csv", None),
    (["a.csv", "c.csv"], "both", None),
]


@pytest.mark.parametrize(("files", "counts", "expected"), SAID)
def test_an_answer_is_about_these_very_files(files, counts, expected):
    one, other = delivery("in/a.csv", sha="a" * 64), delivery("in/b.csv", sha="b" * 64)
    answer = Answer(files=files, counts=counts)
    answers = Answers([answer])
    assert answers.of(one, other) == expected
    assert answers.unused() == ([answer] if expected is None else [])


LATER_FILES = [
    # the answer's files and what counts; the files of another month → what holds for them
    ("hub-2026-06.csv tools-2026-06.csv", "both", "hub-2026-07.csv tools-2026-07.csv", "both"),
    ("hub-2026-06.csv tools-2026-06.csv", "both", "tools-2026-07.csv hub-2026-07.csv", "both"),
    ("hub-2026-06.csv tools-2026-06.csv", "both", "hub-2026-07.csv wiki-2026-07.csv", None),
    ("hub-2026-06.csv tools-2026-06.csv", "hub-2026-06.csv", "hub-2026-07.csv tools-2026-07.csv",
     0),
    ("hub-2026-06.csv tools-2026-06.csv", "hub-2026-06.csv", "tools-2026-07.csv hub-2026-07.csv",
     1),
    ("hub-2026-06.csv tools-2026-06.csv", "tools-2026-06.csv", "hub-2026-07.csv tools-2026-07.csv",
     1),
    ("hub-2026-06.csv tools-2026-06.csv", "unknown", "hub-2026-07.csv tools-2026-07.csv", None),
    ("hub-2026-06.csv tools-2026-06.csv", "x.csv", "hub-2026-07.csv tools-2026-07.csv", None),
    ("hub (1).csv hub (2).csv", "hub (2).csv", "hub (5).csv hub (6).csv", "newer"),
    ("hub (1).csv hub (2).csv", "hub (1).csv", "hub (5).csv hub (6).csv", None),
    ("hub (2).csv hub (1).csv", "hub (2).csv", "hub (5).csv hub (6).csv", "newer"),
    ("hub 2026-06-01.csv hub 2026-06-02.csv", "hub 2026-06-02.csv",
     "hub 2026-07-05.csv hub 2026-07-06.csv", "newer"),
    ("in/hub-2026-06.csv in/tools-2026-06.csv", "both", "in/hub-2026-07.csv in/tools-2026-07.csv",
     "both"),
    ("in/hub-2026-06.csv in/tools-2026-06.csv", "both", "hub-2026-07.csv tools-2026-07.csv", None),
    ("hub-2026-06.csv tools-2026-06.csv", "both", "in/hub-2026-07.csv in/tools-2026-07.csv",
     "both"),
]  # fmt: skip


def _split(names):
    return [f"{name.strip()}.csv" for name in names.split(".csv") if name.strip()]


@pytest.mark.parametrize(("files", "counts", "later", "expected"), LATER_FILES)
def test_an_answer_holds_for_files_of_the_same_names_in_other_months(
    files, counts, later, expected
):
    named = [f"{name} {'0' * 12}" for name in _split(files)]
    one, other = (delivery(name, sha="1" * 64) for name in _split(later))
    assert Answers([Answer(files=named, counts=counts)]).of(one, other) == expected


def test_the_last_answer_about_these_very_files_goes_before_one_about_their_names():
    one, other = delivery("a.csv", sha="a" * 64), delivery("b.csv", sha="b" * 64)
    exact = [f"a.csv {'a' * 12}", f"b.csv {'b' * 12}"]
    names = [f"a.csv {'0' * 12}", f"b.csv {'0' * 12}"]
    given = [Answer(files=exact, counts="b.csv"), Answer(files=exact, counts="a.csv"),
             Answer(files=names, counts="both")]  # fmt: skip
    assert Answers(given).of(one, other) == 0
    assert Answers(given[2:]).of(one, other) == "both"


def test_an_answer_that_names_one_part_of_a_split_export_is_about_all_of_it():
    parts = tuple(bill(f"x-0000{n}.csv", stream(), sha=str(n) * 64) for n in (1, 2))
    answer = Answer(files=[f"x-00002.csv {'2' * 12}", f"b.csv {'b' * 12}"], counts="unknown")
    sides = Delivery(parts, (stream(),)), delivery("b.csv", sha="b" * 64)
    assert Answers([answer]).of(*sides) == "unknown"


def test_an_account_has_its_last_answer():
    given = [Answer(account="us", counts="unknown"), Answer(account="us", counts="month before"),
             Answer(account="them", counts="unknown")]  # fmt: skip
    answers = Answers(given)
    assert [answers.of_account(name) for name in ("us", "nobody")] == ["month before", None]
    assert answers.unused() == [given[2]]
