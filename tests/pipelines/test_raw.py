"""Raw files are the truth: a damaged one is restored from the one before, and reported."""

import json

import pytest
from test_one_unit import FINE, PASSING, PERSON, TOML, place, ran  # noqa: F401 - fixtures

from pipelines import raw, unit
from pipelines.billing.files import seen

DAMAGE = {
    "emptied": lambda _: b"",
    "cut": lambda content: content[: len(content) // 2],
    "cut at the end of a line": lambda content: content[: content.rindex(b"\n", 0, -1) + 1],
    "null": lambda _: b"null",
    "zeroed": lambda content: b"\0" * len(content),
    "zeroed inside": lambda content: content[:5] + b"\0" * 4 + content[9:],
    "one digit another": lambda content: content[:-3] + b"9" + content[-2:],
}


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("name", ["state.json", "builds.jsonl"])
def test_a_damaged_file_is_as_it_was_before(tmp_path, name, how):
    file = tmp_path / name
    save = raw.save_lines if name.endswith("l") else raw.save
    read = (lambda at: list(raw.lines(at))) if name.endswith("l") else (lambda at: raw.load(at, []))
    for rows in (3, 5, 7):
        save(file, [{"n": n, "at": 2} for n in range(rows)])
        assert len(read(file)) == rows
    file.write_bytes(DAMAGE[how](file.read_bytes()))
    assert len(read(file)) == 5
    save(file, [{"n": 1}])
    assert read(file) == [{"n": 1}]


def test_a_run_that_dies_before_the_file_takes_its_place_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "state.json"
    raw.save(file, {"n": 1})
    raw.save(file, {"n": 2})
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("pipelines.raw.replace_file", died := _dying(raw.replace_file))
        raw.save(file, {"n": 3})
    assert died.called
    assert raw.load(file, None) == {"n": 2}


def _dying(function):
    def died(*given, **named):
        function(*given, **named)
        died.called = True
        raise KeyboardInterrupt

    died.called = False
    return died


def test_a_file_of_an_older_version_has_no_sum_and_is_read(tmp_path):
    file = tmp_path / "state.json"
    file.write_text('{"n": 1}')
    assert raw.load(file, None) == {"n": 1}
    raw.save(file, {"n": 2})
    file.write_text("")
    assert raw.load(file, None) == {"n": 1}
    file.write_text("")
    (tmp_path / "state.json.before").write_text("")
    with pytest.raises(unit.Damaged):
        raw.load(file, None)
    assert raw.load_or(file, {}) == {}


@pytest.mark.heavy
@pytest.mark.slow
@pytest.mark.parametrize("name", ["headlines.jsonl", "billing/seen.jsonl", "billing/bills.json"])
@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_record_is_restored_and_reported_once(place, name, how):  # noqa: F811
    record = place.data / "raw" / name
    place.put("bills/april.csv", "Day,Item,Cost\n2024-04-01,disk,1.00\n")
    place.put("dashboard.toml", TOML.replace("04-30", "05-01"))  # another headline
    place.run()
    clean, content = place.rows(), record.read_bytes()
    if how == "cut at the end of a line" and content.count(b"\n") < 2:
        pytest.skip("it is one line")
    record.write_bytes(DAMAGE[how](content))
    said = place.run()
    assert said.code == PASSING, said
    assert f"{name}: it was damaged, by a power loss perhaps; the file before it counts" in said.err
    assert place.rows() == clean
    assert place.run().code == FINE
    assert place.rows() == clean


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"null", b"{", b"\0" * 99])
def test_a_damaged_list_of_last_good_contents_is_read_as_it_was_before(place, content):  # noqa: F811
    place.put("notes/2024-04-09.md", "# Sync 2024-04-09\n\nPresent: Di Moe\n")
    assert place.run().code == FINE  # the list has one before
    place.put("notes/2024-04-09.md", "# Sync 2024-04-09\n\nPresent: Di Moe, Bo Falk\n")
    assert place.run().code == FINE
    index = place.data / "raw" / "last_good" / "index.json"
    index.write_bytes(content)
    (place.folder / "notes").rename(place.folder / "elsewhere")
    assert place.run().code == PASSING
    assert len(place.rows()["meeting"]) == 2  # the new note's content is not in it


@pytest.mark.slow
def test_the_lines_that_can_be_read_count_where_both_files_are_damaged(place, tmp_path):  # noqa: F811
    record = place.data / "raw" / "billing" / "seen.jsonl"
    first, *_ = record.read_text().splitlines()
    for file in (record, record.with_name("seen.jsonl.before")):
        file.write_text(f"{first}\n{{")
    said = place.run()
    assert said.code == PERSON
    assert "seen.jsonl: it is damaged, and so is the one before: the lines that can" in said.err
    assert json.loads(first)["hash"] in {sha256 for sha256, _ in seen._read(record)}
    assert place.run().code == FINE
