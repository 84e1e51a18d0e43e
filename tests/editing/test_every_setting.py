"""A save changes exactly one key, in one place, or nothing."""

import difflib
import re
from datetime import UTC, datetime

import pytest
from example import of_section, settings, text

import config
from config import ConfigError
from editing import changes, journal, proof, sections
from editing.toml_text import CannotEdit, put, values_of
from editing.undo import undo

SETTINGS = settings()
NOW = datetime(2026, 9, 17, 9, tzinfo=UTC)
WHO = changes.By("x", NOW)
ENTRY = journal.entry(("", None, None), file="dashboard.toml", who="x", why="", now=NOW)
SMALL = of_section("project") + of_section("funds")
NAMES = [proof.label(path, values_of(text())) for path, _ in SETTINGS]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    place = tmp_path_factory.mktemp("every") / "dashboard.toml"
    place.write_bytes(text().encode())
    return place


def _hunks(old, new):
    rows = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return sum(row.startswith("@@") for row in rows)


def test_the_walk_meets_every_setting():
    assert len(SETTINGS) > 150


def changes_alone(file, whole, path, value):
    """That a value can be set, left out and set again, each time alone and in one place."""
    old = values_of(whole)
    set_to = proof.of_key(file, whole.encode(), path, value).after.decode()
    assert values_of(set_to) == put(old, path, value)
    assert _hunks(whole, set_to) == (proof.value_at(old, path) != value)
    try:
        without = proof.of_key(file, whole.encode(), path, None).after.decode()
    except ConfigError:
        return  # the key is required, or another rests on it
    assert values_of(without) == put(old, path, None)
    again = proof.of_key(file, without.encode(), path, proof.value_at(old, path)).after.decode()
    assert values_of(again) == old
    assert _hunks(whole, without) == _hunks(without, again) == 1


@pytest.mark.slow
@pytest.mark.parametrize("section", sorted({path[0] for path, _ in SETTINGS}))
def test_each_setting_of_a_section_changes_alone_and_in_one_place(file, section):
    for path, value in SETTINGS:
        if path[0] == section:
            changes_alone(file, of_section(section), path, value)


@pytest.mark.soak
@pytest.mark.parametrize(("path", "value"), SETTINGS, ids=NAMES)
def test_each_setting_of_the_whole_example_changes_alone_and_in_one_place(file, path, value):
    whole = text()
    if (path[0], path[-1]) == ("billing", "account"):  # derived credits name it
        whole = re.sub(r"(?m)^\[funds\.google_credits\].*\n.*\n", "", whole)
    changes_alone(file, whole, path, value)


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", [b"", proof.BOM], ids=["plain", "bom"])
def test_line_ends_and_the_mark_of_order_stay(tmp_path, ends, mark):
    file = tmp_path / "dashboard.toml"
    file.write_bytes(mark + text().replace("\n", ends).encode())
    change = proof.of_key(file, file.read_bytes(), ("project", "every_days"), 3)
    assert change.after == change.before.replace(b"every_days = 1 ", b"every_days = 3 ", 1)


@pytest.mark.parametrize(
    "section", ["notes", "billing", "usage", "funds", "pending", "planned_costs", "budgets"]
)
def test_an_entry_goes_behind_those_of_its_section(file, section):
    before = of_section(section) + '[project]\nname = "A"\n'
    whole = values_of(before)
    entry = {**whole[section][-1], "id": "one-more"} if "id" in whole[section][-1] else {
        **whole[section][-1]
    }  # fmt: skip
    if "codes" in entry:
        entry["codes"] = ["one-more"]  # a code names one fund
    entry.pop("google_credits", None)  # so does an account
    change = proof.of_entry(file, before.encode(), section, entry)
    assert values_of(change.after.decode()) == {**whole, section: [*whole[section], entry]}
    assert _hunks(before, change.after.decode()) == 1
    names = [entry[key] for key in proof.NAMED_BY if key in entry]
    assert change.key == f"{section}[{(names or [len(whole[section]) + 1])[0]}]"


@pytest.mark.parametrize(
    "odd",
    [
        '[[notes]]\nseries = "a"\npath = "a"\n[github]\norganizations = ["x"]\n'
        '[[notes]]\nseries = "b"\npath = "b"\n',
        '[project]\nname = "x"\n[[funds]]\nid = "a"\nname = "A"\nkind = "grant"\n[docs]\n'
        '[[funds]]\nid = "b"\nname = "B"\nkind = "grant"\n',
    ],
    ids=["notes", "funds"],
)
def test_a_file_that_does_not_survive_is_not_changed_and_the_lines_are_shown(tmp_path, odd):
    file = tmp_path / "dashboard.toml"
    file.write_text(odd)
    config.load(file)
    with pytest.raises(CannotEdit) as cannot:
        proof.of_key(file, file.read_bytes(), ("project", "currency"), "EUR")
    assert cannot.value.lines == '# in project\ncurrency = "EUR"\n'
    with pytest.raises(CannotEdit) as cannot:
        proof.of_entry(file, file.read_bytes(), "notes", {"series": "c", "path": "c"})
    assert cannot.value.lines == '[[notes]]\nseries = "c"\npath = "c"\n'


def test_a_value_that_the_models_refuse_is_not_saved(file):
    with pytest.raises(ConfigError, match="is no time zone"):
        proof.of_key(file, SMALL.encode(), ("project", "timezone"), "Mars")
    with pytest.raises(ConfigError, match="unknown key"):
        proof.of_key(file, SMALL.encode(), ("project", "nam"), "x")
    with pytest.raises(ConfigError, match="used twice"):
        again = values_of(SMALL)["funds"][0]
        proof.of_entry(file, SMALL.encode(), "funds", again)


@pytest.mark.parametrize(
    "value", ["a\nb", 'x"\n[access]\nemails = ["me@example.org"]', "\\", "'''", "\x00", "]]", "#"]
)
def test_no_value_becomes_another_line_of_settings(file, value):
    change = proof.of_key(file, SMALL.encode(), ("project", "name"), value)
    assert values_of(change.after.decode()) == put(values_of(SMALL), ("project", "name"), value)


def test_a_text_that_no_file_can_hold_is_refused(file):
    with pytest.raises(CannotEdit):
        proof.of_key(file, SMALL.encode(), ("project", "name"), "\ud800")


def _of_form(path):
    """The table whose form has a setting, and the setting, which may hold the rest of the path."""
    for end in range(len(path) - 1, 0, -1):
        try:
            found = {each.key: each for each in sections.settings(path[:end])}
        except (AttributeError, KeyError):
            continue
        return path[:end], found[path[end]]
    raise AssertionError(path)


def by_form(config_file, path, value):
    """What the form of a setting saves when this one setting is typed anew."""
    table, setting = _of_form(path)
    settings = config.load(config_file).config
    held = proof.value_at(sections.held(settings), table)
    wanted = put(held, path[len(table) :], value)[setting.key]
    given = {
        each.key: sections.typed(each, held.get(each.key))
        for each in sections.settings(table)
        if each.kind not in ("table", "tables")
    }
    given[setting.key] = sections.typed(setting, wanted)
    return settings, sections.proven(settings, sections.changed(table, held, given))


@pytest.mark.slow
@pytest.mark.parametrize("section", sorted({path[0] for path, _ in SETTINGS}))
def test_a_form_sets_each_setting_alone_and_undo_gives_the_file_back(tmp_path, section):
    file = tmp_path / "dashboard.toml"
    whole = of_section(section)
    for path, value in SETTINGS:
        if path[0] != section or value == proof.value_at(values_of(whole), path):
            continue
        file.write_bytes(whole.encode())
        settings, proven = by_form(file, path, value)
        (change,) = proven
        after = change.after.decode()
        # an emptied list is left out, which means the same
        assert values_of(after) == put(values_of(whole), path, None if value == [] else value), path
        assert _hunks(whole, after) == 1, path
        placed = journal.placed(ENTRY, change.before, change.after)
        assert journal.taken_back(placed, change.after) == whole.encode(), path
    changes.save_change(settings, change, WHO)  # the last one as a save does it, to the disk
    assert file.read_bytes() == change.after
    _, is_exact = undo(tmp_path, who="x", now=NOW)
    assert is_exact
    assert file.read_bytes() == whole.encode()


def test_a_form_that_is_left_as_it_is_changes_nothing(file):
    settings = config.parse(file, text())
    for path in sorted({_of_form(path)[0] for path, _ in SETTINGS}, key=str):
        held = proof.value_at(values_of(text()), path)
        given = {each.key: sections.typed(each, held.get(each.key)) for each in
                 sections.settings(path) if each.kind not in ("table", "tables")}  # fmt: skip
        assert sections.changed(path, held, given) == [], path
        assert sections.proven(settings, []) == []
