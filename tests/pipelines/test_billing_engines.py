"""Several processes and pieces of a file come to the same rows as one process and one file."""

import multiprocessing
import os
import signal

import duckdb
import pyarrow.parquet as pq
import pytest
from billing_house import House

from bench import focus_bill
from pipelines import billing
from pipelines.billing.store import roll_ups

pytestmark = pytest.mark.heavy

NOW = None  # buckets know no clock
ROWS = "select * exclude (source_file) from cost_daily order by all"
PARQUET = """
    copy (
        select
            (i / 7.0)::decimal(20, 11)::varchar as "BilledCost",
            case when i % 3 = 0 then '1' end as "EffectiveCost",
            'USD' as "BillingCurrency", 'Usage' as "ChargeCategory", '2024-05-01' as "BillingPeriodStart",
            case when i = 7000 then 'someday' else '2024-05-' || lpad((1 + i % 28)::varchar, 2, '0') end
                as "ChargePeriodStart",
            case when i % 1000 = 0 then '2024-06-01' end as "ChargePeriodEnd",
            'S' || (i % 5) as "ServiceName"
        from range(10000) as t (i)
    ) to '{file}' (format parquet, row_group_size 2048)
"""  # noqa: E501


def bills(house, count=6):
    for number in range(count):
        text = focus_bill.write(house.folder, 300 + number, seed=number).read_bytes()
        house.put(f"bills/2024-09/bill-{number + 1:05}.csv", text)
    house.put("bills/menu.csv", "dish,price\nsoup,4\n")
    return house.bill("us", "bills")


def engine(house, settings):
    house.entries.append(f"[engine]\n{settings}")
    return house


@pytest.fixture
def parquet(tmp_path):
    file = tmp_path / "big.parquet"
    duckdb.execute(PARQUET.format(file=file))
    return file


def test_processes_say_what_one_process_says(tmp_path, build):
    alone = bills(House(tmp_path / "alone", build))
    many = engine(bills(House(tmp_path / "many", build)), 'kind = "processes"\nworkers = 3')

    assert many.db().execute(ROWS).fetchall() == alone.db().execute(ROWS).fetchall() != []
    assert [r.source_file for r in many.rejects()] == ["bills/menu.csv"]


def test_a_process_that_is_killed_takes_no_part_with_it(tmp_path, build, monkeypatch):
    alone = bills(House(tmp_path / "alone", build)).db().execute(ROWS).fetchall()
    many = engine(bills(House(tmp_path / "many", build)), 'kind = "processes"\nworkers = 2')
    run, seen = roll_ups.engine.run, []

    def watched(*arguments):
        for task, found in run(*arguments):
            if len(seen) == 1:
                os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
            seen.append(task.address)
            yield task, found

    monkeypatch.setattr(roll_ups.engine, "run", watched)

    assert many.db().execute(ROWS).fetchall() == alone
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("bucket", [False, True], ids=["a file", "an object"])
def test_pieces_of_a_large_file_are_the_file(tmp_path, build, monkeypatch, parquet, bucket):
    whole = House(tmp_path / "whole", build).bill("us", str(parquet))
    rows, [read] = whole.db().execute(ROWS).fetchall(), whole.files()
    left_out = [(r.source_line, r.reason) for r in whole.rejects()]
    monkeypatch.setattr(roll_ups, "LARGE", 0)
    monkeypatch.setattr(roll_ups, "PIECE", 1)
    run, pieces = roll_ups.engine.run, []

    def watched(settings, tasks, folder):
        pieces.extend(task.rows for task in tasks)
        yield from run(settings, tasks, folder)

    monkeypatch.setattr(roll_ups.engine, "run", watched)
    cut = House(tmp_path / "cut", build).bill("us", f"file://{parquet}" if bucket else str(parquet))
    assert list(billing.fetch(cut.load(), now=NOW)) == (["us"] if bucket else [])

    assert cut.db().execute(ROWS).fetchall() == rows
    assert pieces == [(0, 2047), (2048, 4095), (4096, 6143), (6144, 8191), (8192, 9999)]
    assert [(f.lines_kept, f.lines_rejected, f.billed) for f in cut.files()] == [
        (read.lines_kept, read.lines_rejected, read.billed)
    ]
    assert left_out == [(7001, "the line has no day")]
    assert [(r.source_line, r.reason) for r in cut.rejects()] == left_out


def test_an_interrupted_file_goes_on_where_it_stopped(tmp_path, build, monkeypatch, parquet):
    monkeypatch.setattr(roll_ups, "LARGE", 0)
    monkeypatch.setattr(roll_ups, "PIECE", 1)
    house = House(tmp_path / "cut", build).bill("us", str(parquet))
    run, made = roll_ups.engine.run, []

    def stopped(settings, tasks, folder):
        for number, (task, found) in enumerate(run(settings, tasks, folder)):
            if number == 2:
                raise KeyboardInterrupt
            made.append(task.rows)
            yield task, found

    monkeypatch.setattr(roll_ups.engine, "run", stopped)
    with pytest.raises(KeyboardInterrupt):
        house.read()
    assert not [p for p in house.load().cache.iterdir() if p.suffix == ".writing" or p.is_dir()]

    def counted(settings, tasks, folder):
        made.extend(task.rows for task in tasks)
        yield from run(settings, tasks, folder)

    monkeypatch.setattr(roll_ups.engine, "run", counted)
    assert house.files()[0].lines_kept == 9999
    assert len(made) == len(set(made)) == 5


def test_a_large_file_with_a_broken_piece_is_refused_whole(tmp_path, build, monkeypatch, parquet):
    monkeypatch.setattr(roll_ups, "LARGE", 0)
    monkeypatch.setattr(roll_ups, "PIECE", 1)
    groups = pq.ParquetFile(parquet).metadata
    place = groups.row_group(2).column(0).data_page_offset
    content = bytearray(parquet.read_bytes())
    content[place : place + 400] = b"?" * 400
    parquet.write_bytes(content)
    house = House(tmp_path / "team", build).bill("us", str(parquet))

    [reject] = house.rejects()
    assert reject.source_file.endswith("big.parquet")
    assert house.db().execute(ROWS).fetchall() == []
    kept = sorted(path.suffix for path in house.load().cache.iterdir() if path.name[32:33] == "-")
    assert kept == [".refused"]


def test_what_one_line_does_not_state_is_not_known_of_its_day(tmp_path, build, parquet):
    house = House(tmp_path / "whole", build).bill("us", str(parquet))

    assert house.rows("service, count(effective)") == [(f"S{i}", 0) for i in range(5)]
