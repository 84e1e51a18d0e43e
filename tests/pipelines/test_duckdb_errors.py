"""Each text of DuckDB that a fact is read from, provoked in DuckDB itself."""

import ast
import gzip
from pathlib import Path

import duckdb
import pytest

from pipelines.billing.rollup.duckdb_errors import LineFault, fault, line_fault

HOME = Path(__file__).resolve().parents[2]
PLAIN = "auto_detect = false, header = true, columns = {'a': 'varchar', 'b': 'varchar'}"
WHOLE = gzip.compress(b"a,b\n" + b"1,2\n" * 100_000)


def raised(query: str) -> BaseException:
    """The exception of a query."""
    with duckdb.connect() as db, pytest.raises((duckdb.Error, RuntimeError)) as error:
        db.execute(query).fetchall()
    return error.value


@pytest.mark.parametrize("content", [WHOLE[: len(WHOLE) // 2], b"\x1f\x8b" + b"nonsense" * 100])
def test_a_gzip_file_that_is_cut_short_or_no_gzip_is_a_damaged_one(tmp_path, content):
    file = tmp_path / "bill.csv.gz"
    file.write_bytes(content)
    assert fault(raised(f"select * from read_csv('{file}', {PLAIN})")) == "damaged_gzip"


def test_a_parquet_file_that_is_cut_short_is_a_damaged_one(tmp_path):
    file = tmp_path / "bill.parquet"
    duckdb.sql(f"copy (select 1 as a from range(1000)) to '{file}'")
    file.write_bytes(file.read_bytes()[:-20])
    assert fault(raised(f"select * from read_parquet('{file}')")) == "damaged_parquet"


def test_line_ends_of_two_kinds_are_known(tmp_path):
    file = tmp_path / "bill.csv"
    file.write_bytes(b"a,b\r\n1,2\r\n3,4\r5,6\n7,8\r\n" * 10)
    assert fault(raised(f"select * from read_csv('{file}', {PLAIN})")) == "mixed_line_ends"


def test_a_sum_that_no_decimal_holds_is_known():
    many = "select sum(900000000000000000::decimal(38, 20)) from range(3)"
    assert fault(raised(many)) == "overflow"


def test_the_error_of_ctrl_c_inside_a_query_is_known():
    # Written here: DuckDB looks for Ctrl-C only between the tasks of its main thread, so that no
    # query can be relied on to raise it.
    assert fault(RuntimeError("Query interrupted")) == "interrupted"


def test_a_full_disk_is_known():
    assert fault(raised("copy (select * from range(100000)) to '/dev/full' (format csv)")) == "disk"


def test_a_lack_of_memory_is_known():
    with duckdb.connect(config={"memory_limit": "8MB", "temp_directory": ""}) as db:
        with pytest.raises(duckdb.Error) as error:
            db.execute("select list(x) from (select range(100) as x from range(1000000))")
        assert fault(error.value) == "memory"


def test_another_fault_is_only_other(tmp_path):
    (tmp_path / "gzip").mkdir()
    assert fault(raised(f"select * from read_csv('{tmp_path}/gzip/none.csv')")) == "other"
    assert fault(RuntimeError()) == "other"


def test_refused_lines_give_their_cells_or_their_length(tmp_path):
    file = tmp_path / "bill.csv"
    file.write_bytes(b"a,b\n1,2\n1,2,3\n1\n" + b"x" * 3_000_000 + b",2\n4,five\n")
    columns = PLAIN.replace("'b': 'varchar'", "'b': 'bigint'")
    with duckdb.connect() as db:
        db.execute(f"select * from read_csv('{file}', {columns}, store_rejects = true)").fetchall()
        said = db.execute("select error_message from reject_errors order by line").fetchall()
    cells, more, long, number = (line_fault(message) for (message,) in said)
    assert cells == LineFault("cells", "Expected Number of Columns: 2 Found: 3", 2, 3)
    assert more == LineFault("cells", "Expected Number of Columns: 2 Found: 1", 2, 1)
    assert (long.kind, number.kind) == ("too_long", "other")
    assert number.text.startswith("Error when converting column")


@pytest.mark.slow
def test_no_other_module_compares_the_text_of_an_exception():
    found = set()
    for part in ("pipelines", "warehouse", "metrics", "share", "views"):
        for file in (HOME / part).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Compare) and any(
                    ast.unparse(side) in ("str(error)", "str(bug)", "str(stopped)")
                    for side in (node.left, *node.comparators)
                ):
                    found.add(f"{file.relative_to(HOME)}:{node.lineno}")
    assert found == set()
