"""A save is whole or it is not there: two at once, an edit by hand, a full disk, kills."""

import json
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import config
from editing import changes, journal
from editing.changes import By
from editing.save import ChangedMeanwhile, NotSaved, locked, save
from editing.undo import undo

HOME = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 9, 17, 9, 30, tzinfo=UTC)
ADA = By("Ada", NOW, "the bank said so")
TOML = """\
# Ours.
[project]
name = "Fernhollow"   # the name
[[funds]]
id = "gift"
name = "Gifts"
kind = "donation"
[funding]
balances = "balances.csv"
"""


@pytest.fixture
def team(tmp_path):
    file = tmp_path / "dashboard.toml"
    file.write_text(TOML)
    return config.load(file).config


def _set(team, value, *, key="name", by=ADA):
    return changes.save_change(team, changes.key(team, ("project", key), value), by)


def test_a_save_is_in_the_file_and_in_the_journal(team):
    saved = _set(team, "Fern")
    assert team.file.read_text() == TOML.replace('"Fernhollow"', '"Fern"')
    (entry,) = journal.read(team.folder)
    assert entry == saved.entry
    assert (entry.who, entry.why, entry.at) == (
        "Ada",
        "the bank said so",
        "2026-09-17T09:30:00+00:00",
    )
    assert (entry.key, entry.old, entry.new) == ("project.name", '"Fernhollow"', '"Fern"')
    names = {each.name for each in team.folder.iterdir()}
    assert names == {".dashboard.lock", "dashboard.toml", "journal.jsonl"}


def test_the_rights_of_the_file_stay(team):
    team.file.chmod(0o640)
    _set(team, "Fern")
    assert team.file.stat().st_mode & 0o777 == 0o640


def test_a_form_that_is_older_than_the_file_saves_nothing(team):
    first, second = (changes.key(team, ("project", "name"), name) for name in ("A", "B"))
    changes.save_change(team, first, ADA)
    with pytest.raises(ChangedMeanwhile, match="has changed since this was opened"):
        changes.save_change(team, second, ADA)
    by_hand = changes.key(team, ("project", "name"), "C")
    team.file.write_text(team.file.read_text() + "# by hand\n")
    with pytest.raises(ChangedMeanwhile):
        changes.save_change(team, by_hand, ADA)
    assert team.file.read_text() == TOML.replace("Fernhollow", "A") + "# by hand\n"
    assert len(journal.read(team.folder)) == 1


def test_a_save_waits_for_the_one_that_is_under_way(team, monkeypatch):
    monkeypatch.setattr("editing.save.WAIT", 0)
    child = "import sys, pathlib; from editing.save import locked\n"
    child += "with locked(pathlib.Path(sys.argv[1])): print(1, flush=True); sys.stdin.read()"
    asked = [sys.executable, "-c", child, str(team.folder)]
    with subprocess.Popen(asked, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(NotSaved, match="somebody else is saving"):
            _set(team, "Fern")
        other.stdin.close()
    assert team.file.read_text() == TOML


def test_undo_gives_the_file_back_to_the_byte_change_by_change(team):
    whole = [team.file.read_bytes()]
    for key, value in (
        ("name", "Fern"),
        ("every_days", 3),
        ("name", "Hollow"),
        ("every_days", None),
    ):
        _set(team, value, key=key)
        whole.append(team.file.read_bytes())
    for before in reversed(whole[:-1]):
        _, is_exact = undo(team.folder, who="Bo", now=NOW)
        assert is_exact
        assert team.file.read_bytes() == before
    assert [each.undoes for each in journal.read(team.folder)] == [None] * 4 + [4, 3, 2, 1]
    with pytest.raises(NotSaved, match="nothing was saved"):
        undo(team.folder, who="Bo", now=NOW)


def test_undo_of_a_new_file_takes_it_away(team):
    added = changes.line(team.folder / "balances.csv", ("fund", "on_day"), {"fund": "gift"}, 2)
    changes.save_line(team, added, ADA)
    assert (team.folder / "balances.csv").read_text() == "fund,on_day\ngift,\n"
    undo(team.folder, who="Bo", now=NOW)
    assert not (team.folder / "balances.csv").exists()


def test_an_older_change_is_undone_if_its_key_still_has_that_value(team):
    _set(team, "Fern")
    _set(team, 3, key="every_days")
    team.file.write_text("# a line by hand\n" + team.file.read_text())
    entry, is_exact = undo(team.folder, 1, who="Bo", now=NOW)
    assert not is_exact
    assert (entry.old, entry.new, entry.undoes) == ('"Fern"', '"Fernhollow"', 1)
    again = team.file.read_text()
    assert again == "# a line by hand\n" + TOML.replace(
        "# the name\n", "# the name\nevery_days = 3\n"
    )
    with pytest.raises(NotSaved, match=r"entry 1 is undone"):
        undo(team.folder, 1, who="Bo", now=NOW)


def test_an_older_change_whose_key_was_changed_since_is_not_undone(team):
    _set(team, "Fern")
    _set(team, "Hollow")
    with pytest.raises(NotSaved) as said:
        undo(team.folder, 1, who="Bo", now=NOW)
    assert str(said.value) == (
        'project.name was set to "Fern", and is "Hollow" now. Fix: change it by hand, if you mean '
        'to; before entry 1 it was "Fernhollow"'
    )


def test_an_entry_that_was_added_is_taken_out_again_from_a_file_that_changed_since(team):
    event = {"name": "Moved", "on": NOW.date()}
    changes.save_change(team, changes.entry(team, "events", event), ADA)
    _set(team, "Fern")
    undo(team.folder, 1, who="Bo", now=NOW)
    assert config.load(team.file).config.events == []
    assert team.file.read_text() == TOML.replace("Fernhollow", "Fern")


def test_a_line_that_was_added_is_taken_out_again_from_a_table_that_changed_since(team):
    table = team.folder / "balances.csv"
    for fund in ("gift", "grant"):
        changes.save_line(team, changes.line(table, ("fund", "on"), {"fund": fund}, 2), ADA)
    undo(team.folder, 2, who="Bo", now=NOW)
    changes.save_line(team, changes.line(table, ("fund", "on"), {"fund": "third"}, 2), ADA)
    with pytest.raises(NotSaved, match=r"not there as they were"):
        table.write_text("fund,on\n")
        undo(team.folder, 4, who="Bo", now=NOW)


def test_a_journal_that_cannot_be_read_stops_the_save(team):
    _set(team, "Fern")
    before = team.file.read_bytes()
    (team.folder / journal.NAME).write_text('{"half": ')
    with pytest.raises(NotSaved, match=r"journal.jsonl:1: not an entry"):
        _set(team, "Hollow")
    assert team.file.read_bytes() == before


def test_bytes_that_are_no_utf_8_come_back(team):
    table = team.folder / "odd.csv"
    table.write_bytes(b"fund\ncaf\xe9\n")
    made = journal.entry(("odd.csv", None, None), file="odd.csv", who="Ada", why="", now=NOW)
    save(team.folder, made, b"fund\ncaf\xe8\n", opened=journal.digest(table.read_bytes()))
    undo(team.folder, who="Bo", now=NOW)
    assert table.read_bytes() == b"fund\ncaf\xe9\n"


# A process that saves, and is killed at its n-th step on the disk, or whose disk is full.
CHILD = """
import os, resource, signal, sys
from pathlib import Path
import config
from editing import changes
from editing.save import NotSaved
sys.path.insert(0, {tests!r})
from test_saves import ADA
STEPS = ("open", "os.rename", "os.remove", "os.chmod", "os.link")

def save(file, value):
    team = config.load(file).config
    change = changes.key(team, ("project", "name"), value)
    changes.save_change(team, change, ADA)

def killed(file, value, step):
    seen = 0
    def hook(event, args):
        nonlocal seen
        if event in STEPS and str(file.parent) in str(args[0]):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    save(file, value)

def full(file, value, room):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        save(file, value)
    except NotSaved:
        os._exit(3)

def forked(what, *args):
    child = os.fork()
    if not child:
        what(*args)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

for line in sys.stdin:
    kind, file, value, number = line.rstrip("\\n").split("\\t")
    what = {{"kill": killed, "full": full}}[kind]
    print(forked(what, Path(file), value, int(number)), flush=True)
"""


@pytest.fixture
def child():
    code = CHILD.format(tests=str(Path(__file__).parent))
    env = {**os.environ, "PYTHONPATH": str(HOME)}
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, env=env,
    ) as process:  # fmt: skip

        def ask(kind, file, value, number):
            process.stdin.write(f"{kind}\t{file}\t{value}\t{number}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield ask
        process.stdin.close()


def _is_whole(team, values):
    """The value that the file has; the journal says the same, and nothing is left over."""
    with locked(team.folder):
        pass
    known = journal.read(team.folder)
    name = config.load(team.file).config.project.name
    assert team.file.read_text() == TOML.replace("Fernhollow", name)
    assert name in values
    if known:
        assert known[-1].after == journal.digest(team.file.read_bytes())
        assert [each.number for each in known] == list(range(1, len(known) + 1))
    left = {each.name for each in team.folder.iterdir()}
    assert left <= {"dashboard.toml", "journal.jsonl", ".dashboard.lock"}
    return name


@pytest.mark.process
def test_a_save_that_is_killed_at_any_step_leaves_the_old_file_or_the_new_one(team, child):
    outcomes, step, name = [], 1, "Fernhollow"
    while True:
        code = child("kill", team.file, f"v{step}", step)
        found = _is_whole(team, {name, f"v{step}"})
        outcomes.append(found == f"v{step}")
        name, step = found, step + 1
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert step > 10
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert outcomes == sorted(outcomes), "once the file is renamed the save is done"


@pytest.mark.process
def test_a_full_disk_changes_nothing(team, child):
    saved = []
    for room in (0, 20, 100, 400, 700):
        code = child("full", team.file, f"v{room}", room)
        assert code in (0, 3)
        saved.append(code == 0)
        _is_whole(team, {"Fernhollow", f"v{room}"} if not any(saved) else {f"v{room}"})
    assert saved[0] is False


@pytest.mark.soak
def test_fifty_saves_killed_at_random_steps_lose_nothing(team, child):
    seed = int(os.environ.get("SOAK_SEED", "1"))
    dice, name = random.Random(seed), "Fernhollow"
    for turn in range(int(os.environ.get("SOAK_KILLS", "50"))):
        child("kill", team.file, f"v{turn}", dice.randint(1, 30))
        name = _is_whole(team, {name, f"v{turn}"})


def test_the_journal_is_one_json_object_a_line(team):
    _set(team, "Fern\n")
    (line,) = (team.folder / journal.NAME).read_text().splitlines()
    assert json.loads(line)["new"] == '"Fern\\n"'


@pytest.mark.process
def test_two_writers_at_once_lose_no_change(team):
    code = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[3]); import config; from editing import "
        "changes; from editing.save import ChangedMeanwhile; from test_saves import ADA\n"
        "done = 0\n"
        "while done < 8:\n"
        "    team = config.load(sys.argv[1]).config\n"
        "    row = changes.line(team.folder / 'balances.csv', ('fund', 'on_day'),"
        " {'fund': f'{sys.argv[2]}{done}'}, 2)\n"
        "    try:\n"
        "        changes.save_line(team, row, ADA); done += 1\n"
        "    except ChangedMeanwhile: pass\n"
    )
    words = [sys.executable, "-c", code, str(team.file)]
    env = {**os.environ, "PYTHONPATH": str(HOME)}
    both = [
        subprocess.Popen([*words, name, str(Path(__file__).parent)], cwd=HOME, env=env)
        for name in ("a", "b")
    ]
    assert [each.wait() for each in both] == [0, 0]
    lines = (team.folder / "balances.csv").read_text().splitlines()[1:]
    assert sorted(lines) == sorted(f"{name}{n}," for name in "ab" for n in range(8))
    assert len(journal.read(team.folder)) == 16
