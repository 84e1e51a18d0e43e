"""What a build takes over from the one before is, row by row, what it would have loaded."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builds import BUILT_AT, INFO

from warehouse import carried
from warehouse.build import laid_out, only_one, publish
from warehouse.read import builds, newest, with_rows
from warehouse.records import BillingFile, CostDaily, Meeting, Reject, Rows

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
COSTS = """
    copy (
        select date '2026-01-01' + n::integer as day, 'cloud' as account, 'hub' as category,
               if(n % 3 = 0, null, 'disk') as service, 'Usage' as charge_category,
               if(n % 2 = 0, 'USD', 'EUR') as currency,
               ((n + {more}) / 8)::decimal(38, 20) as billed, 1 as lines,
               n % 4 || '.csv' as source_file, false as asked, 'lab ' || n % 5 as team
        from range({rows}) as t(n)
    ) to '{file}' (format parquet)
"""
ISSUES = """
    copy (
        select 1 as repo_id, n as number, 'closed' as event, timestamp '2026-01-01' as happened_at,
               timestamp '2026-01-02' as seen_at
        from range(40) as t(n)
    ) to '{file}' (format parquet)
"""
COLUMNS = """
    select table_name, list(concat_ws(' ', column_name, data_type) order by column_index)
    from duckdb_columns() where not internal and schema_name = 'main' group by all order by all
"""
Table = tuple[list[str], list[tuple[Any, ...]]]  # its columns and its rows


def costs(folder: Path, *, rows: int = 300, more: int = 0) -> Path:
    file = folder / "costs.parquet"
    duckdb.execute(COSTS.format(rows=rows, more=more, file=file))
    return file


def events(folder: Path) -> Path:
    file = folder / "events.parquet"
    duckdb.execute(ISSUES.format(file=file))
    return file


def records(folder: Path) -> list[Any]:
    """A build with two tables of files, and others of records before, between and after them."""
    return [
        Meeting("team-1", "team", date(2026, 1, 5), None, None, False, True, "a.md", 1),
        Reject("notes", "a.md", 3, None, "no name"),
        Rows("cost_daily", costs(folder)),
        BillingFile("0.csv", "focus", "cloud", 9, 8, 1, 0, None, None, None, "0"),
        Rows("issue_event", events(folder)),
        Reject("github", "b.json", None, None, "no number"),
        INFO,
    ]


def built(data: Path, given: list[Any], by: str = "code") -> Path:
    return publish(given, data, built_at=BUILT_AT, made_by=lambda: by)


def tables(build: Path) -> dict[str, Table]:
    """Every column and row of a build; of its own account, all but its moment."""
    found: dict[str, Table] = {}
    with duckdb.connect(build, read_only=True) as db:
        for name, columns in db.execute(COLUMNS).fetchall():
            but = "exclude (built_at)" if name == "build_info" else ""
            rows = db.execute(f"select * {but} from {name} order by all").fetchall()
            found[name] = (columns, rows)
    return found


def anew(tmp_path: Path, given: list[Any]) -> dict[str, Table]:
    """The tables of a first build of these records."""
    return tables(publish(given, tmp_path / "anew", built_at=BUILT_AT))


def plant(data: Path) -> None:
    """Change a cost of the newest build so that nobody notices: seen where it is taken over."""
    build, known = newest(data), carried.before(data)
    assert known
    with duckdb.connect(build) as db:
        db.execute("update cost_daily set region = 'planted' where service is null")
    carried.note(data, build, known.made, known.made_by)


def is_planted(data: Path) -> bool:
    with duckdb.connect(newest(data), read_only=True) as db:
        return bool(db.execute("from cost_daily where region = 'planted'").fetchall())


def test_a_build_of_the_same_files_takes_their_tables_over_and_is_the_build_it_would_be(tmp_path):
    data, given = tmp_path / "data", records(tmp_path)
    first, second = built(data, given), built(data, given)
    assert tables(second) == tables(first) == anew(tmp_path, given)
    plant(data)
    built(data, given)
    assert is_planted(data)


def test_tables_that_have_rows_are_those_of_which_one_can_be_selected(tmp_path):
    """By what the database says without looking, before it is written and after."""
    with laid_out(tmp_path / "own.duckdb") as db:
        db.execute("insert into rate values ('EUR', 'USD', date '2026-01-01', 1.1, null)")
        assert with_rows(db, "own") == {"build_schema", "rate"}
        db.execute("checkpoint")
        assert with_rows(db, "own") == {"build_schema", "rate"}
    build = built(tmp_path / "data", records(tmp_path))
    got = {name for name, (_, rows) in tables(build).items() if rows}
    with duckdb.connect(build, read_only=True) as db:
        (own,) = db.execute("select current_database()").fetchall()[0]
        assert with_rows(db, own) == got


def test_tables_of_records_are_made_anew_each_time(tmp_path):
    data, given = tmp_path / "data", records(tmp_path)
    built(data, given)
    plant(data)
    other = [replace(each, reason="odd") if isinstance(each, Reject) else each for each in given]
    other.remove(given[0])
    got = tables(built(data, other))
    assert is_planted(data)
    wanted = anew(tmp_path, other)
    assert {name: each for name, each in got.items() if name != "cost_daily"} == {
        name: each for name, each in wanted.items() if name != "cost_daily"
    }


def other_costs(folder: Path, given: list[Any]) -> list[Any]:
    costs(folder, more=1)
    return given


def no_costs(_: Path, given: list[Any]) -> list[Any]:
    return [each for each in given if not (isinstance(each, Rows) and each.table == "cost_daily")]


def no_files(_: Path, given: list[Any]) -> list[Any]:
    return [each for each in given if not isinstance(each, Rows)]


def the_file_twice(folder: Path, given: list[Any]) -> list[Any]:
    return [Rows("cost_daily", folder / "costs.parquet"), *given]


def a_table_more(folder: Path, given: list[Any]) -> list[Any]:
    file = folder / "more.parquet"
    duckdb.execute(f"copy (select 'a' as source_file, 'b' as source, 'c' as reason) to '{file}'")
    return [*given, Rows("reject", file)]


def a_record_more(_: Path, given: list[Any]) -> list[Any]:
    """Next to the file of its table; before it, so that it is loaded before the file is known."""
    own = CostDaily(
        date(2026, 2, 1), "own", "hub", None, None, None, None, "Usage", "USD", Decimal("0.1"),
        None, None, 1, "9.csv",
    )  # fmt: skip
    return [own, *given]


def a_record_after(folder: Path, given: list[Any]) -> list[Any]:
    own, *others = a_record_more(folder, given)
    return [*others, own]


@pytest.mark.parametrize(
    "change",
    [other_costs, no_costs, no_files, the_file_twice, a_record_more, a_record_after],
    ids=lambda change: change.__name__,
)
def test_where_a_file_differs_all_is_loaded(tmp_path, change):
    data, given = tmp_path / "data", records(tmp_path)
    built(data, given)
    plant(data)
    now = change(tmp_path, given)
    for _ in range(2):  # what the change left is no ground for the next one either
        got = tables(built(data, now))
        assert not is_planted(data)
        assert got == anew(tmp_path, now)
        assert not list(data.glob("*.building*"))


def test_a_file_of_another_table_with_records_is_loaded(tmp_path):
    data, given = tmp_path / "data", records(tmp_path)
    built(data, given)
    now = a_table_more(tmp_path, given)
    for _ in range(2):
        assert tables(built(data, now)) == anew(tmp_path, now)


@pytest.mark.parametrize("place", [a_record_more, a_record_after], ids=["before", "after"])
def test_records_that_are_gone_do_not_live_on_in_a_table_of_files(tmp_path, place):
    data, given = tmp_path / "data", records(tmp_path)
    built(data, place(tmp_path, given))
    assert tables(built(data, given)) == anew(tmp_path, given)


def test_a_table_of_a_file_and_of_records_is_taken_over_while_both_are_the_same(tmp_path):
    data, given = tmp_path / "data", a_record_after(tmp_path, records(tmp_path))
    first = built(data, given)
    assert tables(built(data, given)) == tables(first) == anew(tmp_path, given)
    plant(data)
    built(data, given)
    assert is_planted(data)
    *others, own = given
    other = [*others, replace(own, billed=Decimal("0.10000000000000000001"))]
    assert tables(built(data, other)) == anew(tmp_path, other)


def test_other_code_or_other_people_who_left_load_all(tmp_path):
    data, given = tmp_path / "data", records(tmp_path)
    built(data, given)
    plant(data)
    assert tables(built(data, given, by="other code")) == anew(tmp_path, given)
    assert not is_planted(data)


def test_nothing_is_taken_over_where_nobody_says_by_what_it_was_made(tmp_path):
    data, given = tmp_path / "data", records(tmp_path)
    built(data, given)
    plant(data)
    publish(given, data, built_at=BUILT_AT)
    assert not is_planted(data)
    assert carried.before(data) is None  # the note is of an older build


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def one_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def changed(file: Path) -> None:
    with duckdb.connect(file) as db:
        db.execute("update cost_daily set billed = 0")


@pytest.mark.parametrize("damage", [cut, one_byte, changed], ids=lambda damage: damage.__name__)
def test_a_build_that_is_not_as_it_was_noted_is_not_taken_over(tmp_path, damage):
    data, given = tmp_path / "data", records(tmp_path)
    damage(built(data, given))
    assert tables(built(data, given)) == anew(tmp_path, given)


@pytest.mark.parametrize("content", [b"", b"null", b"\xff", b'{"build": 1}'])
def test_a_damaged_note_is_none(tmp_path, content):
    data, given = tmp_path / "data", records(tmp_path)
    built(data, given)
    (data / "cache" / carried.NOTE).write_bytes(content)
    assert tables(built(data, given)) == anew(tmp_path, given)


def test_a_build_does_not_grow_by_being_taken_over(tmp_path):
    data, given = tmp_path / "data", records(tmp_path)
    sizes = [built(data, given).stat().st_size for _ in range(8)]
    assert max(sizes) == max(sizes[:3])


def test_a_reader_of_the_build_before_sees_it_as_it_was(tmp_path):
    data, given = tmp_path / "data", records(tmp_path)
    first = built(data, given)
    with duckdb.connect(first, read_only=True) as db:
        built(data, given[1:])
        assert db.execute("select count(*) from meeting").fetchall() == [(1,)]


MIDWAY = """
import sys
from datetime import datetime
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from tests.warehouse.test_carried import built, records

def given():
    *most, last = records(Path({folder!r}))
    yield from most
    print("midway", flush=True)
    sys.stdin.read()
    yield last

built(Path({folder!r}) / "data", given())
"""


@pytest.mark.parametrize("change", [None, other_costs], ids=["the same", "other costs"])
def test_kill_9_while_a_build_is_taken_over_leaves_nothing(tmp_path, change):
    data, given = tmp_path / "data", records(tmp_path)
    kept = built(data, given)
    script = MIDWAY.format(root=str(ROOT), tests=str(ROOT / "tests"), folder=str(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "midway\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert builds(data) == [kept]
    assert [*data.glob("*.building")]
    now = change(tmp_path, given) if change else given
    with only_one(data):
        after = built(data, now)
    assert tables(after) == anew(tmp_path, now)
    assert sorted(data.glob("warehouse-*")) == [kept, after]


def test_a_build_published_and_never_noted_is_not_taken_over(tmp_path):
    """As a kill between the two leaves it: the note is of the build before."""
    data, given = tmp_path / "data", records(tmp_path)
    built(data, given)
    note = (data / "cache" / carried.NOTE).read_bytes()
    costs(tmp_path, more=1)
    built(data, given)
    costs(tmp_path)
    (data / "cache" / carried.NOTE).write_bytes(note)
    assert tables(built(data, given)) == anew(tmp_path, given)


def test_a_damaged_file_of_rows_is_a_fault_and_the_next_run_is_whole(tmp_path):
    data, given = tmp_path / "data", records(tmp_path)
    kept = built(data, given)
    cut(tmp_path / "costs.parquet")
    with pytest.raises(duckdb.Error):
        built(data, given)
    assert [*data.glob("warehouse-*")] == [kept]
    costs(tmp_path)
    assert tables(built(data, given)) == anew(tmp_path, given)
