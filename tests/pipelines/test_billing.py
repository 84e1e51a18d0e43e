"""The billing source as a whole: real files in, records and a published build out."""

import csv
import gzip
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from billing_house import House

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
LINE_ITEMS = SHARED / "data" / "mybinder" / "real_lineitems_mybinder.csv.gz"
MAPPING = {
    "columns": '{date = "date", amount = "cost_usd", project = "project_id", service = "category"}',
    "currency": '"USD"',
}


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


@pytest.mark.slow
def test_real_line_items_through_the_generic_mapping_are_exact(house):
    if not LINE_ITEMS.is_file():
        pytest.skip("it reads 30,333 lines of a real bill (../shared), which may not be kept here")
    wanted = defaultdict(Decimal)
    with gzip.open(LINE_ITEMS, "rt", newline="") as text:
        for row in csv.DictReader(text):
            wanted[row["date"][:7]] += Decimal(row["cost_usd"])

    house.bill("mybinder", str(LINE_ITEMS), **MAPPING)
    months = house.rows("strftime(day, '%Y-%m'), sum(billed)")
    file = house.files()[0]

    assert dict(months) == wanted
    assert [f"{v:.2f}" for v in dict(months).values()] == [
        "3880.22", "4476.11", "4803.67", "8175.02", "7108.43", "6802.39", "2627.12",
    ]  # fmt: skip
    assert (file.lines_read, file.lines_kept, file.lines_rejected) == (30333, 30333, 0)


def test_no_bill_set_up_is_no_failure(house):
    assert [(run.unit, run.status) for run in house.runs()] == [("", "not_set_up")]


def test_where_and_a_literal_currency_choose_lines(house):
    house.put("costs.csv", "series,day,paid\nours,2024-05-01,1.10\ntheirs,2024-05-01,9\n")
    house.bill(
        "us", "costs.csv", columns='{date = "day", amount = "paid"}',
        where='{series = "ours"}', currency='"CHF"',
    )  # fmt: skip

    assert house.rows("day::varchar, account, category, currency, billed, lines") == [
        ("2024-05-01", "us", "cloud", "CHF", Decimal("1.10"), 1)
    ]


def test_a_column_may_say_the_category(house):
    house.put("costs.csv", "day,paid,what\n2024-05-01,1,people\n2024-05-01,2,\n")
    house.bill("us", "costs.csv", columns='{date = "day", amount = "paid", category = "what"}')

    assert house.rows("category, billed") == [("cloud", 2), ("people", 1)]


@pytest.mark.slow
def test_a_line_that_cannot_be_read_is_rejected_with_its_place(house):
    house.put("costs.csv", 'day,paid\n2024-05-01,"1\n"\n2024-05-02,n/a\nsoon,3\n2024-05-03\n,4\n')
    house.bill("us", "costs.csv", columns='{date = "day", amount = "paid"}')

    file = house.files()[0]
    assert (file.lines_read, file.lines_kept, file.lines_rejected) == (5, 1, 4)
    assert sorted((r.source_file, r.source_line, r.text, r.reason) for r in house.rejects()) == [
        ("costs.csv", 4, "2024-05-02,n/a", '"n/a" is not a number'),
        ("costs.csv", 5, "soon,3", '"soon" is not a day; write it as 2026-07-05 (YYYY-MM-DD)'),
        ("costs.csv", 6, "2024-05-03", "1 cells where the header has 2"),
        ("costs.csv", 7, ",4", "the line has no day"),
    ]


@pytest.mark.slow
def test_a_name_that_looks_like_a_pattern_names_only_itself(house):
    head = "Day,Amount\n"
    house.put("bills/rack[12].csv", head + "2024-05-01,5\n")
    house.put("bills/rack1.csv", head + "2024-05-02,7\n")
    house.put("bills/rack?.csv", head + "2024-05-03,9\n")
    house.bill("us", "bills", columns='{date = "Day", amount = "Amount"}', currency='"USD"')

    assert house.rows("day(day)::integer, source_file, sum(billed)") == [
        (1, "bills/rack[12].csv", 5), (2, "bills/rack1.csv", 7), (3, "bills/rack?.csv", 9),
    ]  # fmt: skip
