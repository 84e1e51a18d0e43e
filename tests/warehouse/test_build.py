"""One build, never edited: what a reader sees while builds come, fail and die."""

import os
import resource
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builds import BUILT_AT, INFO

from warehouse.build import Busy, only_one, publish, purge
from warehouse.read import NoBuild, OtherBuild, builds, connect, newest, open_newest
from warehouse.records import TABLES, BillingFile, CostDaily, Meeting, Reject, Rows

ROOT = Path(__file__).resolve().parents[2]


def meetings(count: int) -> list[Any]:
    return [
        Meeting(f"team-{n}", "team", date(2018, 9, 20), None, None, False, True, "a.md", n)
        for n in range(count)
    ]


def test_every_record_has_exactly_the_columns_of_its_table(build):
    db = build([])
    for kind, table in TABLES.items():
        columns = [row[0] for row in db.execute(f"describe {table}").fetchall()]
        assert [name.strip("_") for name in kind.__dataclass_fields__] == columns, table


def test_records_come_back_as_they_went_in(build):
    cost = CostDaily(
        date(2018, 9, 1), "a", "cloud", None, "p", "s", None, "Usage", "USD",
        Decimal("0.00000000000000000001"), None, Decimal("-12345678901234567.5"), 3, "b.csv",
        "b-1", date(2018, 9, 1), "promotional",
    )  # fmt: skip
    rows = build([cost]).execute("select * from cost_daily").fetchall()
    assert rows == [
        (
            date(2018, 9, 1), "a", "cloud", None, "p", "s", None, "Usage", "USD",
            Decimal("0.00000000000000000001"), None,
            Decimal("-12345678901234567.50000000000000000000"), 3, "b.csv",
            "b-1", date(2018, 9, 1), "promotional", False,
        )
    ]  # fmt: skip


def test_rows_of_a_parquet_file_bring_chosen_tags_along_as_columns(build, tmp_path):
    file = tmp_path / "rows.parquet"
    duckdb.execute(
        """
        copy (select 'billing' as source, 'a.csv' as source_file, 'why' as reason, 'hub' as team)
        to ? (format parquet)
        """,
        [str(file)],
    )
    db = build([Rows("reject", file), Reject("notes", "b.md", 1, None, "no name")])
    assert db.execute("select source, reason, team from reject order by source").fetchall() == [
        ("billing", "why", "hub"),
        ("notes", "no name", None),
    ]


def test_who_is_known_to_have_left_once_records_are_read_stands_in_no_table(tmp_path):
    """The notes learn it while they are read: after the build was begun, before it is loaded."""
    left, file = set[str](), tmp_path / "rows.parquet"
    said = "select 'billing' as source, 'a.csv' as source_file, 'Ada' as text, 'why' as reason"
    duckdb.execute(f"copy ({said}) to '{file}' (format parquet)")
    met = Meeting("team-1", "team", date(2018, 9, 20), "Ada", None, False, True, "a.md", 1)

    def read():
        left.add("Ada")
        yield from (met, Reject("notes", "a.md", 1, "Ada", "no name"), Rows("reject", file), INFO)

    def clean(text: str) -> str:
        return "somebody" if text in left else text

    build = publish(read(), tmp_path, built_at=BUILT_AT, clean=lambda: clean if left else str)
    with duckdb.connect(build, read_only=True) as db:
        assert db.execute("select title from meeting").fetchall() == [("somebody",)]
        assert db.execute("select text from reject").fetchall() == [("somebody",), ("somebody",)]


def test_the_newest_three_builds_stay_and_leftovers_go(tmp_path):
    left = tmp_path / "warehouse-20170101T000000.000000Z.duckdb.building"
    left.touch()
    spilled = left.with_name(f"{left.name}.tmp")
    spilled.mkdir()
    (spilled / "duckdb_temp_block-1.block").touch()
    names = [publish([INFO], tmp_path, built_at=BUILT_AT.replace(hour=h)).name for h in range(5)]
    assert sorted(p.name for p in tmp_path.glob("warehouse-*")) == names[2:]


def test_a_clock_that_went_back_still_gives_a_newer_name(tmp_path):
    first = publish([INFO], tmp_path, built_at=BUILT_AT)
    second = publish([INFO], tmp_path, built_at=datetime(2001, 1, 1))
    assert second.name > first.name
    assert newest(tmp_path) == second


def test_an_older_build_that_a_power_loss_damaged_is_deleted(tmp_path):
    lines = [Reject("notes", "a.md", n, f"line {n} {n:0500}", "odd") for n in range(5_000)]
    older = publish([INFO, *lines], tmp_path, built_at=BUILT_AT)
    newest_one = publish([INFO], tmp_path, built_at=BUILT_AT + timedelta(days=1))
    while older in builds(tmp_path):  # to the last byte without which it still looks like one
        whole = older.read_bytes()
        os.truncate(older, older.stat().st_size - 20_000)
    older.write_bytes(whole)
    assert purge(tmp_path, lambda text: text) == [older]
    assert builds(tmp_path) == [newest_one]


def test_a_bug_publishes_nothing_and_leaves_nothing(tmp_path):
    kept = publish([INFO], tmp_path, built_at=BUILT_AT)

    def broken():
        yield INFO
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        publish(broken(), tmp_path, built_at=BUILT_AT)
    assert list(tmp_path.glob("warehouse-*")) == [kept]


def test_a_missing_raw_file_is_a_bug_of_its_source_not_a_full_disk(tmp_path):
    def broken():
        yield INFO
        Path(tmp_path / "gone.json").read_text()

    with pytest.raises(RuntimeError, match="a source could not be read"):
        publish(broken(), tmp_path, built_at=BUILT_AT)
    assert builds(tmp_path) == []


def test_a_build_whose_bill_lines_do_not_add_up_is_not_published(tmp_path):
    uneven = BillingFile("a.csv", "focus", "a", 10, 8, 1, 0, None, None, None, "0")
    with pytest.raises(AssertionError, match="uneven=1"):
        publish([INFO, uneven], tmp_path, built_at=BUILT_AT)
    assert builds(tmp_path) == []


def test_a_data_folder_without_a_build_says_so(tmp_path):
    with pytest.raises(NoBuild):
        open_newest(tmp_path)


def test_a_build_of_another_version_is_not_read_but_told(tmp_path):
    file = publish([INFO], tmp_path, built_at=BUILT_AT)
    with duckdb.connect(file) as db:
        db.execute("update build_schema set fingerprint = 'of last year'")
    with pytest.raises(OtherBuild, match="another version"):
        open_newest(tmp_path)
    with duckdb.connect(file) as db:
        db.execute("drop table build_schema")
    with pytest.raises(OtherBuild, match="another version"):
        connect(file)


def test_a_reader_cannot_write_or_reach_out(tmp_path):
    db = connect(publish([INFO], tmp_path, built_at=BUILT_AT))
    for sql in (
        "delete from build_info",
        "select * from read_csv('/etc/hostname')",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            db.execute(sql)
    db.close()


def test_the_data_folder_is_private(tmp_path):
    publish([INFO], tmp_path / "data", built_at=BUILT_AT)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.heavy
def test_fifty_publishes_against_eight_reading_threads_are_never_stale_or_mixed(tmp_path):
    publish([*meetings(0), replace(INFO, version="0")], tmp_path, built_at=BUILT_AT)
    published, troubles, reads, done = [0], [], [0] * 8, threading.Event()

    def read(me: int) -> None:
        while not done.is_set():
            before = published[0]
            try:
                _, db = open_newest(tmp_path)
                version = int(db.execute("select version from build_info").fetchall()[0][0])
                count = db.cursor().execute("select count(*) from meeting").fetchall()[0][0]
                db.close()
            except duckdb.Error as error:
                troubles.append(error)
                continue
            reads[me] += 1
            if version < before or count != version:
                troubles.append((before, version, count))

    threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for version in range(1, 51):
        records = [*meetings(version), replace(INFO, version=str(version))]
        publish(records, tmp_path, built_at=BUILT_AT)
        published[0] = version
    done.set()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert min(reads) > 0


MID_BUILD = """
import sys
sys.path.insert(0, {root!r})
from datetime import datetime
from pathlib import Path
from warehouse.build import only_one, publish
from warehouse.records import Reject

def records():
    for n in range(30_000):
        yield Reject("notes", "a.md", n, None, "why")
    print("in mid-build", flush=True)
    sys.stdin.read()

with only_one(Path({data!r})):
    publish(records(), Path({data!r}), built_at=datetime(2019, 1, 1))
"""


def mid_build(data: Path) -> subprocess.Popen[str]:
    script = MID_BUILD.format(root=str(ROOT), data=str(data))
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "in mid-build\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def test_kill_9_in_mid_build_leaves_nothing_a_reader_sees(tmp_path):
    kept = publish([INFO], tmp_path, built_at=BUILT_AT)
    process = mid_build(tmp_path)
    assert [p.name for p in tmp_path.glob("*.building")]
    end(process)
    assert builds(tmp_path) == [kept]
    with only_one(tmp_path):
        after = publish([INFO], tmp_path, built_at=BUILT_AT)
    assert sorted(tmp_path.glob("warehouse-*")) == [kept, after]


def test_a_second_ingest_exits_75_at_once_and_names_the_first(tmp_path):
    config = tmp_path / "dashboard.toml"
    config.write_text("[project]\nname = 'Test'\n")
    process = mid_build(tmp_path / "data")
    try:
        with pytest.raises(Busy), only_one(tmp_path / "data"):
            pass
        second = ingest(config)
    finally:
        end(process)
    assert second.returncode == 75
    assert second.stderr == (
        f"another ingest is running (process {process.pid}). Fix: wait for it, or end it\n"
    )


def ingest(config: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines", "--config", str(config), "--no-fetch"],
        cwd=ROOT, capture_output=True, text=True, check=False, **options,
    )  # fmt: skip


def test_a_full_disk_gives_one_clear_line_and_keeps_the_old_build(tmp_path):
    config = tmp_path / "dashboard.toml"
    config.write_text("[project]\nname = 'Test'\n")
    kept = publish([INFO], tmp_path / "data", built_at=BUILT_AT)

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    full = ingest(config, preexec_fn=small_files)
    assert full.returncode == 78
    assert full.stderr.count("\n") == 1
    assert "could not be written" in full.stderr
    assert "Fix: free space" in full.stderr
    assert list((tmp_path / "data").glob("warehouse-*")) == [kept]


def test_a_read_only_folder_gives_one_clear_line_and_keeps_the_old_build(tmp_path):
    config, data = tmp_path / "dashboard.toml", tmp_path / "data"
    config.write_text("[project]\nname = 'Test'\n")
    kept = publish([INFO], data, built_at=BUILT_AT)
    data.chmod(0o500)
    without_root = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.getuid() == 0 else []
    run = subprocess.run(
        [*without_root, sys.executable, "-m", "pipelines", "--config", str(config), "--no-fetch"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 78
    assert run.stderr.count("\n") == 1
    assert f"{data} cannot be written" in run.stderr
    assert builds(data) == [kept]
