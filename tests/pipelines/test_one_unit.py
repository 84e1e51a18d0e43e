"""One bad input costs one unit: everything else is published as a clean run publishes it."""

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from config import HOME
from pipelines import commands
from warehouse.read import builds, newest

FINE, FAULT, PASSING, PERSON = 0, 70, 75, 78
TOML = """
[project]
name = "Test"
currency = "USD"
as_of = 2024-04-30

[[notes]]
series = "team"
path = "notes"

[[billing]]
account = "cloud"
path = "bills"
columns = {date = "Day", amount = "Cost", service = "Item"}

[[billing]]
account = "other"
path = "other"

[[funds]]
id = "grant"
name = "Grant"
kind = "grant"
awarded = 1000
starts_on = 2024-01-01
ends_on = 2024-12-31

[funding]
balances = "balances.csv"
ledgers = [{path = "ledgers/*.csv", name = "books", columns = {date = "Day", amount = "Amount"}}]
"""
FILES = {
    "notes/2024-03-05.md": "# Sync 2024-03-05\n\nPresent: Ada Lund, Bo Falk\n\n- [ ] Ada: sail\n",
    "notes/2024-04-02.md": "# Sync 2024-04-02\n\nPresent: Bo Falk, Cy Noor\n",
    "bills/march.csv": "Day,Item,Cost\n2024-03-01,disk,3.25\n2024-03-02,disk,4.50\n",
    "other/costs.csv": (
        '"Service","EC2($)","S3($)","Total costs($)"\n"Service total","1.25","2","3.25"\n'
        '"2024-03-01","1.25","2","3.25"\n'
    ),
    "ledgers/march.csv": "Day,Amount\n2024-03-03,-12.00\n2024-03-04,-7.50\n",
    "balances.csv": "fund,on_day,amount,confirmed,source\ngrant,2024-04-01,900.00,yes,letter\n",
}


class Place:
    """A small project with every kind of local file, and the real command run over it."""

    def __init__(self, folder: Path, capsys: Any) -> None:
        self.folder, self.data, self._capsys = folder, folder / "data", capsys

    def put(self, name: str | bytes, content: str | bytes) -> Path:
        file = self.folder / os.fsdecode(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def run(self, *more: str, now: Any = None) -> SimpleNamespace:
        """The real command: its exit code, both outputs, and the rows of the newest build."""
        toml, data = str(self.folder / "dashboard.toml"), str(self.data)
        code = commands.main(["--config", toml, "--data", data, *more], now=now)
        said = self._capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    def rows(self, *without: str) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the newest build but its own account, and those of some files."""
        gone = {"build_info", "build_schema", "source_run", "reject", "billing_file", "headline",
                "answer"}  # fmt: skip
        with duckdb.connect(newest(self.data), read_only=True) as db:
            found = {}
            for (table,) in db.execute("select table_name from duckdb_tables()").fetchall():
                names = [column[0] for column in db.execute(f"describe {table}").fetchall()]
                where = ["true"]
                if "source_file" in names:
                    where += [f"source_file <> '{name}'" for name in without]
                if table not in gone and not table.startswith("spend"):  # sums of the others
                    found[table] = db.execute(
                        f"from {table} where {' and '.join(where)} order by all"
                    ).fetchall()
        return found

    def reported(self) -> list[tuple[Any, ...]]:
        """Units that did not end well: unit, status, rows, message."""
        with duckdb.connect(newest(self.data), read_only=True) as db:
            return db.execute(
                """
                select unit, status, rows, message from source_run
                where status not in ('ok', 'not_set_up') order by all
                """
            ).fetchall()


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A project whose files are all well, after one run."""
    folder = tmp_path_factory.mktemp("ran")
    for name, text in {"dashboard.toml": TOML, **FILES}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    assert commands.main(["--config", str(folder / "dashboard.toml")]) == FINE
    return folder


@pytest.fixture
def place(ran, tmp_path, capsys):
    """A copy of it of one's own."""
    return Place(shutil.copytree(ran, tmp_path / "own"), capsys)


def deep(depth: int) -> str:
    return "".join(f"{'  ' * n}k:\n" for n in range(depth))


# Each is one file, as teams have them; the run may reject it, never die of it.
ONE_FILE = {
    "sign-in line of an address alone": (
        "notes/2024-04-09.md", "# Sync 2024-04-09\n\nPresent:\n\n- ada@example.org\n- Bo Falk\n"),
    "sign-in line of an address in angle brackets": (
        "notes/2024-04-09.md", "# Sync 2024-04-09\n\nPresent:\n\n- <ada@example.org>\n"),
    "roll call of nothing but addresses": (
        "notes/2024-04-09.md", "# Sync 2024-04-09\n\nPresent: a@example.org, b@example.org\n"),
    "front matter 3,000 levels deep": (
        "notes/2024-04-09.md", f"---\n{deep(3_000)}---\n\n# Sync 2024-04-09\n"),
    "front matter 3,000 brackets deep": (
        "notes/2024-04-09.md", f"---\na: {'[' * 3_000}\n---\n\n# Sync 2024-04-09\n"),
    "front matter with a date of sixties": (
        "notes/2024-04-09.md", f"---\ndate: 1{':1' * 400}\n---\n\n# Sync\n\nPresent: Di Moe\n"),
    "front matter with a date of no month": (
        "notes/2024-04-09.md", "---\ndate: 2024-99-99\n---\n\n# Sync\n\nPresent: Di Moe\n"),
    "front matter with unhashable keys": (
        "notes/2024-04-09.md", "---\n? [a, b]\n: 1\n? {a: 1}\n: 2\n---\n\n# Sync 2024-04-09\n"),
    "bill with a line over 131,072 characters": (
        "bills/long.csv", f"Day,Item,Cost\n2024-04-01,{'x' * 140_000},1.00\n"),
    "bill with a header over 131,072 characters": (
        "bills/long.csv", f"Day,Item,{'x' * 140_000},Cost\n2024-04-01,disk,,1.00\n"),
    "bill of 100,000 columns": ("bills/wide.csv", f"{','.join(f'c{n}' for n in range(100_000))}\n"),
    "bill of JSON nested 100,000 deep": ("bills/deep.json", "[" * 100_000),
    "bill of JSON objects nested 100,000 deep": ("bills/deep.json", '{"a":' * 100_000),
    "bill with a damaged console header": (
        "bills/console.csv",
        'Service,Virtual"Machines($),Total costs($)\nService total,"1.0,2\n2024-03-01,,\n'),
    "bill with a header of quotes": ("bills/console.csv", '"Service","a""b,\n"2024-03-01","1\n'),
    "bill with a header of one quote": ("bills/console.csv", '"\n2024-03-01,1\n'),
    "bill with NUL bytes": ("bills/nul.csv", b"Day,Item,Cost\n2024-03-01,\0,1.00\n"),
    "bill that is a cut gzip": ("bills/cut.csv.gz", b"\x1f\x8b\x08\0\0\0"),
    "bill that is a cut Parquet": ("bills/cut.parquet", b"PAR1\0\0"),
    "bill that is a cut zip": ("bills/cut.zip", b"PK\x03\x04\0\0"),
    "empty bill": ("bills/empty.csv", b""),
    "ledger in cp1252": ("ledgers/april.csv", "Day,Amount,Text\n2024-04-01,-1.00,Gebühr\n"
                         .encode("cp1252")),
    "ledger in UTF-16": ("ledgers/april.csv", "Day,Amount\n2024-04-01,-1.00\n".encode("utf-16")),
    "ledger with a line over 131,072 characters": (
        "ledgers/april.csv", f"Day,Amount,Text\n2024-04-01,-1.00,{'x' * 140_000}\n"),
    "note whose name is no UTF-8": (
        b"notes/2024-04-09 caf\xe9.md", "# Sync 2024-04-09\n\nPresent: Di Moe\n"),
    "bill whose name is no UTF-8": (b"bills/caf\xe9.csv", "Day,Item,Cost\n2024-04-01,disk,1.00\n"),
    "ledger whose name is no UTF-8": (b"ledgers/caf\xe9.csv", "Day,Amount\n2024-04-01,-1.00\n"),
}  # fmt: skip
ONE_FILE |= {
    f"{kind}, not mapped": (name.replace("bills/", "other/"), content)
    for kind, (name, content) in ONE_FILE.items()
    if isinstance(name, str) and name.startswith("bills/")
} | {
    "page of a console with a broken header": (
        "other/page.csv",
        'Service,EC2-Instances($),"S3($)\nService total,1.00,2.00\n2024-03-01,1.00,"2"00\n'),
    "page of a console with half a header": (
        "other/costs-2.csv", '"Date","EC2($)","Total costs($)"\n"2024-03-01","1'),
    "page of a console without its days' cells": (
        "other/page.csv", '"Service","EC2($)","S3($)"\n"Service total"\n"2024-03-01"\n""\n'),
    "page of a console with costs that are words": (
        "other/page.csv", '"Service","EC2($)"\n"Service total","x"\n"2024-03-01","y"\n'),
    "page of a console with a quote in a name": (
        "other/page.csv", '"Service","E"C2($)","S3"($)"\n"Service total","1"\n"2024-03-01","1"\n'),
    "page of a console of one column": ("other/page.csv", '"EC2($)"\n"2024-03-01"\n'),
    "cross-tab with a broken header": (
        "other/months.csv", 'Account,"Jan 2024,Feb 2024\nrent,1,2\n"'),
}  # fmt: skip


@pytest.mark.parametrize("kind", ONE_FILE)
def test_a_bad_file_changes_no_row_of_the_others(place, kind):
    clean = place.rows()
    name, content = ONE_FILE[kind]
    place.put(name, content)
    for _ in range(2):  # the second run reads what the first one kept
        assert place.run().code in (FINE, PASSING, PERSON)
        shown = name if isinstance(name, str) else name.decode("utf-8", "backslashreplace")
        without = place.rows(shown)
        assert {table: rows for table, rows in clean.items() if without[table] != rows} == {}


@pytest.mark.parametrize("name", ["balances.csv", "people.toml", "actions.toml", "bills.toml"])
@pytest.mark.parametrize("content", [
    "fund,on_day,amount,confirmed\ngrant,2024-04-01,Ä,yes\n".encode("cp1252"),
    "fund,on_day,amount,confirmed\n".encode("utf-16"),
    ("x" * 140_000 + ",1\n").encode(), b"a = " + b"[" * 100_000, b"\0" * 500, b"",
])  # fmt: skip
def test_a_bad_small_file_costs_no_other_table(place, name, content):
    clean = place.rows()
    place.put(name, content)
    assert place.run().code in (FINE, PASSING, PERSON)
    now = place.rows()
    assert now["cost_daily"] == clean["cost_daily"]
    assert name in ("balances.csv", "bills.toml", "actions.toml") or (
        now["meeting"] in (clean["meeting"], [])
    )


@pytest.mark.parametrize(("written", "meant", "key"), [
    ('path = "bills"', "bills/**.csv", "billing[1]"),
    ('path = "ledgers/*.csv"', "ledgers/**.csv", "funding.ledgers[1]"),
])  # fmt: skip
def test_a_pattern_that_python_does_not_know_is_a_mistake_of_the_settings(
    place, written, meant, key
):
    clean = place.rows()
    place.put("dashboard.toml", TOML.replace(written, f'path = "{meant}"'))
    for command in ([], ["check"]):
        said = place.run(*command)
        remedy = f'Fix: write "{meant.replace("**", "**/*")}"'
        assert (said.code, "Traceback" in said.err) == (PERSON, False)
        assert f"{key}.path: ** must be a folder of its own. {remedy}" in said.out + said.err
    assert place.rows() == clean  # the build of before stays


@pytest.mark.heavy
@pytest.mark.parametrize("lost", ["unreadable", "a link to itself"])
@pytest.mark.parametrize("name", list(FILES))
def test_a_file_that_cannot_be_opened_counts_as_it_was_last_read(place, name, lost):
    clean = place.rows()
    file = place.folder / name
    content = file.read_bytes()
    file.unlink()
    file.symlink_to("/proc/self/mem" if lost == "unreadable" else file)  # for root, too
    said = place.run()
    assert place.rows() == clean
    if (name, lost) != ("ledgers/march.csv", "a link to itself"):
        assert said.code in (PASSING, PERSON) or name.startswith("bills"), said
    file.unlink()
    file.write_bytes(content)
    assert place.run().code == FINE
    assert place.rows() == clean


@pytest.mark.parametrize("content", [b"", b"null", b"\0" * 64, b"{", b"[1", b"\xff\xfe", b"[]"])
def test_damaged_files_in_the_cache_heal_themselves(place, content):
    clean = place.rows()
    for file in (place.data / "cache").rglob("*"):
        if file.is_file():
            file.write_bytes(content)
    assert place.run().code == FINE
    assert place.rows() == clean


@pytest.mark.heavy
@pytest.mark.parametrize("content", [b"", b"null", b"\0" * 64])
@pytest.mark.parametrize("kind", ["parquet", "json"])
def test_a_damaged_roll_up_in_the_cache_is_never_kept_as_a_raw_file(place, kind, content):
    """The power loss took the index of the raw files, too: it knew which one was whole."""
    clean = place.rows()
    index = place.data / "raw/billing/roll_ups/index.json"
    for file in (*place.data.glob(f"cache/*-*.{kind}"), *index.parent.glob(f"{index.name}*")):
        file.write_bytes(content)
    (place.data / "cache/cost_daily.made-of").unlink()  # what counts is added up anew
    assert place.run().code in (FINE, PASSING, PERSON)
    assert place.rows() == clean
    assert place.run().code == FINE
    assert place.rows() == clean


@pytest.mark.parametrize("content", [b"", b"null", b"\0" * 64, b"{", b"[1"])
def test_damaged_raw_files_of_ours_are_no_traceback(place, content):
    clean = place.rows()
    for file in place.data.joinpath("raw").rglob("*"):
        if file.is_file():
            file.write_bytes(content)
    (place.data / "raw" / "failures.json").write_bytes(content)
    assert place.run().code in (FINE, FAULT, PASSING, PERSON)
    now = place.rows()
    assert now == clean


def test_a_stray_build_is_not_the_newest(place):
    assert place.run().code == FINE
    stray = shutil.copy(newest(place.data), place.data / "warehouse-backup.duckdb")
    assert newest(place.data) != stray
    assert place.run().code == FINE
    assert newest(place.data) != stray and stray.is_file()


def test_a_build_of_the_year_9999_is_used_only_if_nothing_else_is_there(place):
    ahead = place.data / "warehouse-99990101T000000.000000Z.duckdb"
    own = newest(place.data)
    shutil.copy(own, ahead)  # renamed: it says itself that it is of today
    assert newest(place.data) == own
    assert place.run().code == FINE
    assert newest(place.data) not in (own, ahead)
    with duckdb.connect(newest(place.data), read_only=True) as db:
        assert db.execute("select unit from source_run where source = 'builds'").fetchall() == [
            (ahead.name,)
        ]
    clock = datetime(9999, 1, 1, tzinfo=UTC)  # a clock that was wrong for a day
    assert place.run(now=lambda: clock).code in (FINE, PERSON)
    assert newest(place.data) != place.data / "warehouse-99990101T000000.000001Z.duckdb"
    for file in builds(place.data)[:-1]:
        file.unlink()
    assert newest(place.data).name == "warehouse-99990101T000000.000001Z.duckdb"
    assert place.run().code == FINE
    assert newest(place.data).name < "warehouse-9999"


@pytest.mark.heavy
@pytest.mark.parametrize("size", [0, 4_000, 20_000, 100_000])
@pytest.mark.parametrize("ran_before", [True, False])
def test_a_full_disk_is_one_line_and_78(place, size, ran_before):
    if not ran_before:
        shutil.rmtree(place.data)
    before = builds(place.data)

    def full():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    place.put("bills/april.csv", "Day,Item,Cost\n2024-04-01,disk,1.00\n")
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "--config", str(place.folder / "dashboard.toml")],
        cwd=HOME, capture_output=True, text=True, check=False, preexec_fn=full,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (PERSON, 1), done.stderr
    assert "Fix: free space" in done.stderr
    assert builds(place.data) == before
    assert place.run().code == FINE  # nothing of the machine's fault is remembered
    assert not [run for run in place.reported() if run[0].startswith("bills")]


def test_a_data_folder_that_nobody_may_write_to_is_one_line_and_78(place):
    said = place.run("--data", "/sys/kernel")  # root may not either
    assert (said.code, said.err.count("\n")) == (PERSON, 1), said.err
    assert "Fix: free space or fix the folder's permissions" in said.err


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_refuses_in_the_middle_of_a_run_is_one_line_and_78(place, monkeypatch, number):
    before = builds(place.data)
    place.put("bills/april.csv", "Day,Item,Cost\n2024-04-01,disk,1.00\n")

    def refuse(_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        said = place.run()
    assert (said.code, said.err.count("\n")) == (PERSON, 1), said.err
    assert os.strerror(number) in said.err
    assert builds(place.data) == before
    assert place.run().code == FINE


@pytest.mark.heavy
@pytest.mark.parametrize("how", ["not there", "empty", "a file", "a link to nothing"])
@pytest.mark.parametrize(("folder", "said"), [
    ("notes", "notes team: held 2 meetings before, now none: what was known counts."),
    ("ledgers", "funds ledgers/*.csv: held 1 file before, now none: what was known counts."),
    ("bills", "billing bills/march.csv: the file is gone; its last roll-up still counts."),
])  # fmt: skip
def test_a_folder_that_was_not_mounted_loses_nothing(place, folder, said, how):
    clean = place.rows()
    shutil.move(place.folder / folder, place.folder / "elsewhere")
    if how == "empty":
        (place.folder / folder).mkdir()
    elif how == "a file":
        (place.folder / folder).write_text("# Sync 2024-05-07\n")
    elif how == "a link to nothing":
        (place.folder / folder).symlink_to(place.folder / "unmounted")
    for _ in range(3):
        run = place.run()
        if (folder, how) == ("bills", "a file"):  # a bill, and none that we know
            assert (run.code, place.rows()) == (PERSON, clean)
            continue
        assert (run.code, place.rows()) == (PASSING, clean)
        assert said in run.err
        assert "billing: 3 rows\n" in run.out  # a row of a bill that is gone is counted once
    if (place.folder / folder).is_dir():
        (place.folder / folder).rmdir()
    (place.folder / folder).unlink(missing_ok=True)
    shutil.move(place.folder / "elsewhere", place.folder / folder)
    assert place.run().code == FINE
    assert place.rows() == clean
    (place.folder / "notes" / "2024-04-02.md").unlink()  # one file alone is deleted on purpose
    assert place.run().code == FINE
    assert len(place.rows()["meeting"]) == 1


def test_balances_that_are_gone_count_as_they_were_last_read(place):
    clean = place.rows()
    file = place.folder / "balances.csv"
    content = file.read_bytes()
    file.unlink()
    for _ in range(2):
        said = place.run()
        assert (said.code, place.rows()) == (PASSING, clean)
        assert said.err == (
            "funds balances.csv: balances.csv is gone: what was known counts. "
            "Fix: put it back, or take it out of [funding] of dashboard.toml\n"
        )
    file.write_bytes(content)
    assert place.run().code == FINE
    assert place.rows() == clean


def test_nothing_is_kept_of_who_opted_out(place):
    place.put("dashboard.toml", TOML + '\n[people]\nfile = "people.toml"\n')
    place.put("people.toml", '[[people]]\nname = "Bo Falk"\nhandles = ["bofalk"]\nopt_out = true\n')
    place.put("notes/2024-04-09.md", "# Sync 2024-04-09\n\nPresent:\n\n- BO FALK\n- falk, bo\n")
    place.put("ledgers/april.csv", "Day,Amount,Who\n2024-04-03,-1.00,Bo Falk\n")
    place.put("notes/2024-04-16.md", "# Sync 2024-04-16\n\nPresent:\n\n- Di Moe\n")
    assert place.run().code == FINE
    kept = [f.read_bytes().lower() for f in (place.data / "raw" / "last_good").iterdir()]
    assert [text for text in kept if b"falk" in text] == []
    assert any(b"di moe" in text for text in kept)
    for file in [place.data / "raw" / "last_good", *(place.data / "raw" / "last_good").iterdir()]:
        assert file.stat().st_mode & 0o077 == 0 or file.is_dir()
