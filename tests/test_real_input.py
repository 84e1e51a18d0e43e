"""Real notes, a real bill, real docs builds and launches, in one run of `python -m pipelines`."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from bench import SHARED
from config import House
from warehouse.read import connect, newest

pytestmark = [
    pytest.mark.skipif(
        not SHARED.is_dir(),
        reason="it reads the real notes and bills (../shared), which may not be kept here",
    ),
    pytest.mark.xdist_group("real input"),
]
MONTHS = {
    "2017-12": "3880.22",
    "2018-01": "4476.11",
    "2018-02": "4803.67",
    "2018-03": "8175.02",
    "2018-04": "7108.43",
    "2018-05": "6802.39",
    "2018-06": "2627.12",
}


@pytest.fixture(scope="module")
def db(real_house: House) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(newest(real_house.data)) as connection:
        yield connection


def test_every_meeting_of_both_series_is_there_once(db: duckdb.DuckDBPyConnection) -> None:
    series = db.execute("select series, count(*) from meeting group by all order by all").fetchall()
    assert series == [("team-compass", 107)]  # the seed note is another copy of one of them
    (reason,) = db.execute("select reason from reject where source_file like '%seed%'").fetchall()
    assert reason[0].startswith("the same meeting stands already in")


def test_the_seed_meeting_has_exactly_its_six_people(db: duckdb.DuckDBPyConnection) -> None:
    people = db.execute(
        """
        select handle
        from attendance
        join meeting using (meeting_id)
        where held_on = date '2018-09-20'
        order by handle
        """
    ).fetchall()
    assert len(people) == 6
    assert all(handle for (handle,) in people)


def test_the_bill_is_exact_to_the_cent(db: duckdb.DuckDBPyConnection) -> None:
    rows = db.execute(
        "select strftime(day, '%Y-%m'), sum(billed) from cost_daily group by all order by all"
    ).fetchall()
    months = {month: Decimal(billed) for month, billed in rows}
    assert months == _months_by_hand()
    assert {month: f"{billed:.2f}" for month, billed in months.items()} == MONTHS


def _months_by_hand() -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    bill = SHARED / "data/mybinder/real_lineitems_mybinder.csv.gz"
    with gzip.open(bill, "rt", encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            sums[line["date"][:7]] += Decimal(line["cost_usd"])
    return dict(sums)


def test_every_line_of_the_bill_is_accounted_for(db: duckdb.DuckDBPyConnection) -> None:
    files = db.execute("select lines_read, lines_kept, lines_rejected from billing_file").fetchall()
    kept = db.execute("select sum(lines) from cost_daily").fetchall()
    assert (files, kept) == ([(30333, 30333, 0)], [(30333,)])


def test_docs_builds_and_launches_are_read_too(db: duckdb.DuckDBPyConnection) -> None:
    counts = db.execute(
        """
        select (select count(*) from docs_project),
               (select count(*) > 0 from docs_build),
               (select sum(launches) from launch_daily)
        """
    ).fetchall()
    assert counts == [(8, True, 439)]
