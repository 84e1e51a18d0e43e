"""Of a split export with manifests the newest complete set counts, in a folder and in a bucket."""

import json
import shutil

import pytest
from billing_house import House
from fsspec.implementations.local import LocalFileSystem

from pipelines import billing

pytestmark = pytest.mark.slow

NOW = None  # buckets know no clock
MONTH = "hubs/20240501-20240601"
CUR = (
    "bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,"
    "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UnblendedCost,lineItem/CurrencyCode\n"
)


def part(day, cost):
    return f"{CUR}0012,2024-05-01T00:00:00Z,0012,Usage,2024-05-{day:02}T00:00:00Z,{cost},USD\n"


def manifest(run, parts):
    keys = [f"bills/{MONTH}/{run}/hubs-{n:05}.csv" for n in parts]
    period = {"start": "20240501T000000.000Z", "end": "20240601T000000.000Z"}
    told = {"assemblyId": run, "reportName": "hubs", "reportKeys": keys, "billingPeriod": period}
    return json.dumps(told)


@pytest.fixture(params=["folder", "bucket"])
def house(request, tmp_path, build):
    """A team whose bills lie in a folder of its own, or in one that is listed like a bucket."""
    team = House(tmp_path / "team", build)
    place = f"file://{team.folder}/bills" if request.param == "bucket" else "bills"
    return team.bill("us", place)


def put(house, run, told, costs):
    for number, cost in costs.items():
        house.put(f"bills/{MONTH}/{run}/hubs-{number:05}.csv", part(number, cost))
    house.put(f"bills/{MONTH}/{run}/hubs-Manifest.json", manifest(run, told))
    house.put(f"bills/{MONTH}/hubs-Manifest.json", manifest(run, told))


def days_of(house):
    list(billing.fetch(house.load(), now=NOW))
    return dict(house.rows("day(day)::integer, sum(billed)"))


def trouble(house):
    return [(r.unit.split("bills/")[-1], r.message) for r in house.runs() if r.status != "ok"]


def test_the_set_the_newest_manifest_names_counts_even_if_it_shrank(house):
    put(house, "20240503T0000Z", [1, 2, 3], {1: 1, 2: 1, 3: 1})
    put(house, "20240506T0000Z", [1, 2], {1: 2, 2: 2})

    assert days_of(house) == {1: 2, 2: 2}
    assert trouble(house) == []


def test_a_set_without_one_of_its_parts_gives_way_to_the_one_before(house):
    put(house, "20240503T0000Z", [1, 2], {1: 1, 2: 1})
    put(house, "20240506T0000Z", [1, 2], {1: 2})
    [(unit, message)] = trouble(house) if days_of(house) == {1: 1, 2: 1} else [("", "")]

    assert unit == f"{MONTH}/hubs-Manifest.json"
    assert message.startswith(
        f"1 part missing (bills/{MONTH}/20240506T0000Z/hubs-00002.csv), so the set of "
    )
    assert message.endswith(f"bills/{MONTH}/20240503T0000Z/hubs-Manifest.json counts")


def test_a_manifest_that_cannot_be_read_is_a_reject_and_its_files_count(house):
    house.put(f"bills/{MONTH}/hubs-Manifest.json", '{"reportKeys": [')
    house.put(f"bills/{MONTH}/hubs-00001.csv", part(1, 4))

    assert days_of(house) == {1: 4}
    assert [(r.source_file.split("bills/")[-1], r.reason) for r in house.rejects()] == [
        (
            f"{MONTH}/hubs-Manifest.json",
            "this manifest is not used: it is no JSON, or cut short",
        )
    ]


def test_a_set_that_is_deleted_with_its_manifest_counts_whole(house):
    run = "20240503T0000Z"
    for name, cost in (("hubs-a.csv", 1), ("hubs-b.csv", 2)):  # told apart by the manifest alone
        house.put(f"bills/{MONTH}/{run}/{name}", part(3, cost))
    keys = [f"bills/{MONTH}/{run}/hubs-{letter}.csv" for letter in "ab"]
    house.put(f"bills/{MONTH}/hubs-Manifest.json", json.dumps({"reportKeys": keys}))
    house.put("bills/june/other.csv", part(5, 4))
    assert days_of(house) == {3: 3, 5: 4}
    shutil.rmtree(house.folder / "bills" / MONTH)

    assert days_of(house) == {3: 3, 5: 4}
    assert days_of(house) == {3: 3, 5: 4}


def test_a_manifest_of_a_hundred_thousand_parts_is_read_and_a_bomb_is_told(tmp_path, build):
    house = House(tmp_path / "team", build)
    house.bill("us", f"file://{house.folder}/bills")
    for run, cost in (("20240503T000000Z", 1), ("20240506T000000Z", 2)):
        house.put(f"bills/{MONTH}/{run}/hubs-00001.csv", part(3, cost))
    told = manifest("20240503T000000Z", [1])
    name = f"bills/{MONTH}/hubs-Manifest.json"
    house.put(name, told + " " * (5 << 20))
    assert days_of(house) == {3: 1}  # the run it names, not the newest
    house.put(name, told + " " * (65 << 20))
    days_of(house)

    assert [(r.source_file.endswith(name), r.reason) for r in house.rejects()] == [
        (True, "this manifest is not used: it is no JSON, or cut short")
    ]


def test_a_set_of_which_a_part_cannot_be_read_gives_way_to_the_one_before(
    tmp_path, build, monkeypatch
):
    house = House(tmp_path / "team", build)
    house.bill("us", f"file://{house.folder}/bills")
    put(house, "20240503T0000Z", [1, 2], {1: 1, 2: 1})
    assert days_of(house) == {1: 1, 2: 1}
    put(house, "20240506T0000Z", [1, 2], {1: 5, 2: 5})
    whole = LocalFileSystem.get_file

    def cut_off(self, name, copy, **options):
        if name.endswith("20240506T0000Z/hubs-00002.csv"):
            raise OSError("cut off")
        whole(self, name, copy, **options)

    with monkeypatch.context() as line:
        line.setattr(LocalFileSystem, "get_file", cut_off)
        assert days_of(house) == {1: 1, 2: 1}
    assert days_of(house) == {1: 5, 2: 5}


def test_a_set_deleted_with_its_manifest_stays_one_set(tmp_path, build):
    house = House(tmp_path / "team", build).bill("us", "bills")
    run = "20240503T0000Z"
    for name, cost in (("hubs-a.csv", 1), ("hubs-b.csv", 2)):  # only the manifest says: one set
        house.put(f"bills/{MONTH}/{run}/{name}", part(3, cost))
    keys = [f"bills/{MONTH}/{run}/hubs-{letter}.csv" for letter in "ab"]
    house.put(f"bills/{MONTH}/hubs-Manifest.json", json.dumps({"reportKeys": keys}))
    house.put("bills/june/other.csv", part(5, 4))
    assert days_of(house) == {3: 3, 5: 4}
    shutil.rmtree(house.folder / "bills" / MONTH)

    assert days_of(house) == {3: 3, 5: 4}
    assert days_of(house) == {3: 3, 5: 4}
