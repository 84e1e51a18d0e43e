"""The tables that pages ask instead of cost_daily say the same, to the last digit."""

from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest
from builds import BUILT_AT, INFO

from warehouse import rolled_up
from warehouse.build import publish
from warehouse.records import CostDaily

DAY = date(2026, 1, 1)
COLUMNS = {
    "spend": "day account category provider service charge_category credit_kind currency "
             "billing_period",
    "spend_project": "day account category provider sub_account charge_category credit_kind "
                     "currency",
    "spend_file": "source_file account currency",
}  # fmt: skip


def costs():
    """Rows that differ in one column each, with amounts that no double could add up."""
    for n in range(240):
        yield CostDaily(
            DAY + timedelta(days=n // 24), f"a{n % 2}", f"c{n % 3}", ("p", None)[n % 2],
            (f"hub-{n % 5}", None)[n % 7 == 0], (f"s{n % 4}", None)[n % 5 == 0], f"r{n % 3}",
            ("Usage", "Credit")[n % 6 == 0], ("USD", "EUR", None)[n % 3],
            Decimal(f"{n - 100}.0{n:03}0000000000000001"), None, None, n % 4,
            f"{n % 8}.csv", "b-1", (DAY, None)[n % 2], ("promotion", None)[n % 6 > 0],
        )  # fmt: skip


@pytest.mark.parametrize("table", rolled_up.TABLES)
def test_a_roll_up_is_what_cost_daily_adds_up_to_by_its_columns(build, table):
    db = build(list(costs()))
    columns = COLUMNS[table].replace(" ", ", ")
    sums = f"select {columns}, sum(billed), sum(lines) from cost_daily group by all order by all"
    rows = db.execute(f"select {columns}, billed, lines from {table} order by all").fetchall()
    assert rows == db.execute(sums).fetchall()
    assert rows


def test_a_file_is_told_from_the_first_to_the_last_day_of_its_rows_that_count(build):
    db = build(list(costs()))
    rows = db.execute("select first_day, last_day from spend_file where source_file = '3.csv'")
    assert rows.fetchall() == [(DAY, DAY + timedelta(days=9))] * 3  # one per currency


def test_a_build_whose_roll_ups_do_not_add_up_is_found(tmp_path):
    file = publish([*costs(), INFO], tmp_path, built_at=BUILT_AT)
    with duckdb.connect(file) as db:
        assert rolled_up.amiss(db) == []
        db.execute("update spend set billed = billed + 0.00000000000000000001 where rowid = 0")
        db.execute("delete from spend_file where rowid = 0")
        assert rolled_up.amiss(db) == ["spend", "spend_file"]
