"""Roll-ups that count are raw files; superseded ones leave the cache after a settable time."""

import os
import shutil
import time

import pytest
from billing_house import House

pytestmark = pytest.mark.slow

CSV = "Day,Item,Cost\n2024-03-01,disk,{}\n"
DAY = 24 * 60 * 60


@pytest.fixture
def house(tmp_path, build):
    made = House(tmp_path / "house", build)
    made.bill("us", "bills", columns='{date = "Day", amount = "Cost", service = "Item"}')
    made.put("bills/a.csv", CSV.format("1.25"))
    return made


def cached(house):
    return {f.name for f in (house.folder / "data" / "cache").glob("*-*.parquet")}


def kept(house):
    folder = house.folder / "data" / "raw" / "billing" / "roll_ups"
    return {file.name for file in folder.glob("*.parquet")}


def age(house, days):
    for file in (house.folder / "data" / "cache").iterdir():
        os.utime(file, (time.time() - days * DAY,) * 2)


def test_a_superseded_roll_up_leaves_ninety_days_after_it_stopped_counting(house):
    house.read()
    first = cached(house)
    age(house, 400)  # made long ago, it counted until today
    house.put("bills/a.csv", CSV.format("2.50"))
    house.put("bills/b.csv", CSV.format("9.75").replace("03-01", "04-01"))
    house.read()
    assert (first < cached(house), first & kept(house)) == (True, set())
    age(house, 89)
    house.read()
    assert first < cached(house)
    age(house, 91)
    house.read()
    assert (cached(house), len(cached(house))) == (kept(house), 2)


def test_the_time_may_be_none(house):
    house.entries.append("[engine]\nsuperseded_days = 0")
    house.read()
    house.put("bills/a.csv", CSV.format("2.50"))
    house.read()
    age(house, 1)
    house.read()
    assert (cached(house), len(cached(house))) == (kept(house), 1)


def test_the_roll_up_of_a_deleted_bill_is_never_superseded(house):
    rows = house.rows("day, sum(billed)")
    (house.folder / "bills" / "a.csv").unlink()
    age(house, 1000)
    assert house.rows("day, sum(billed)") == rows
    age(house, 1000)
    assert house.rows("day, sum(billed)") == rows
    shutil.rmtree(house.folder / "data" / "cache")
    assert house.rows("day, sum(billed)") == rows


@pytest.mark.parametrize("content", [b"", b"PAR1", b"\0" * 500])
def test_a_damaged_roll_up_that_was_kept_is_not_brought_back(house, content):
    rows = house.rows("day, sum(billed)")
    for file in (house.folder / "data" / "raw" / "billing" / "roll_ups").glob("*.parquet"):
        file.write_bytes(content)
    shutil.rmtree(house.folder / "data" / "cache")
    assert house.rows("day, sum(billed)") == rows  # the bill itself is there
    (house.folder / "bills" / "a.csv").unlink()
    shutil.rmtree(house.folder / "data" / "cache")
    assert house.rows("day, sum(billed)") == rows  # and its roll-up is kept again
