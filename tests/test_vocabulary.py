"""The words of the notes' readers: where each is known from."""

from deciding_words import entries, examples, kept, words_of


def test_a_public_example_is_of_an_entry_that_stands_in_the_list_below_it():
    known = {(room, name, words_of(room, name)[at]) for room, name, at in entries()}
    assert set(examples()) - known == set()
    assert len(examples()) > 0


def test_a_public_example_names_a_project_and_a_document():
    assert [document for document in examples().values() if len(document.split(", ")) != 2] == []


def test_an_entry_decides_on_two_teams_or_has_a_public_example():
    known = [(room, name, words_of(room, name)[at]) for room, name, at in entries()]
    bare = [f"{room}.{name}: {entry}" for room, name, entry in known
            if (room, name, entry) not in examples()]  # fmt: skip
    assert sorted(set(bare) - set(kept())) == []
