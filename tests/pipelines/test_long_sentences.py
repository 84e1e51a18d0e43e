"""What is too long to be read in a note is listed with its line and its reason."""

from pipelines.notes.reading import read_note

HEAD = "# Sync 2026-02-03\n\n## Attendees\n\n* Ada Fenwick / Moss Lab\n{}\n## Money\n\n{}\n"


def read(signature="", sentence=""):
    return read_note(HEAD.format(signature, sentence).encode(), "2026-02-03.md")


def reasons(note):
    return [(each.line, each.text, each.reason) for each in note.unread]


def test_numbers_after_a_sentences_fortieth_are_listed_with_their_sentence():
    costs = ", ".join(f"{n} USD" for n in range(101, 143))
    note = read(sentence=f"We paid {costs}.")
    assert [claim.value for claim in note.parts[0].claims] == [*range(101, 141)]
    why = "a sentence of more than 40 numbers: the first 40 are read; break it into sentences"
    assert reasons(note) == [(9, f"We paid {costs}."[:80], why)]


def test_a_sentence_of_forty_numbers_is_read_whole():
    note = read(sentence=f"We paid {', '.join(f'{n} USD' for n in range(101, 141))}.")
    assert len(note.parts[0].claims) == 40
    assert reasons(note) == []


def test_a_signature_that_is_too_long_is_listed():
    long = f"Bo Orlov / {'Lab ' * 100}"
    note = read(signature=f"* {long}\n")
    assert [each.signature.name for each in note.parts[0].signed] == ["Ada Fenwick"]
    why = f"a signature of {len(long.strip())} characters: at most 400 are read; shorten it"
    assert reasons(note) == [(6, long.strip(), why)]


def test_aliases_of_yaml_that_grow_without_end_are_not_read():
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    rows += [f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]" for old, new in pairs]
    text = "---\n{}\n---\n\n# Call 2026-02-03\n\nPresent: Ada Fenwick\n".format("\n".join(rows))
    note = read_note(text.encode(), "2026-02-03.md")
    assert [each.signature.name for each in note.parts[0].signed] == ["Ada Fenwick"]
    assert reasons(note) == [(1, "---", "front matter is no YAML: aliases (*name) are not read")]
