"""The words of the notes' readers: where each is known from."""

from deciding_words import entries, examples, words_of


def test_a_public_example_is_of_an_entry_that_stands_in_the_list_below_it():
    known = {(room, name, words_of(room, name)[at]) for room, name, at in entries()}
    assert set(examples()) - known == set()
    assert len(examples()) > 0


def test_a_public_example_names_a_project_and_a_document():
    assert [document for document in examples().values() if len(document.split(", ")) != 2] == []


def test_an_entry_has_a_public_example_of_a_second_team_or_decides_on_two_at_hand():
    known = {(room, name, words_of(room, name)[at]) for room, name, at in entries()}
    assert sorted(known - set(examples())) == [  # python -m tests.deciding_words role issues closed
        ("roll_call", "role", "tsc"),
        ("statements", "closed", "clos*"),
        ("statements", "issues", "issue"),
    ]
