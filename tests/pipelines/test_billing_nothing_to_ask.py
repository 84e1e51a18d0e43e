"""Bills that decide everything themselves: nobody is asked anything about them."""

import json
import os
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from billing_house import House

from bench import SHARED
from warehouse.read import connect, newest
from warehouse.records import BillingQuestion, SourceRun

pytestmark = pytest.mark.slow

REAL = SHARED / "data" / "billing"
DROPLETS = "product,group_description,description,hours,start,end,USD,project_name,category\n"
USAGE = (
    "date,product,sku,quantity,unit_type,applied_cost_per_quantity,gross_amount,discount_amount,"
    "net_amount,organization,repository,cost_center_name\n"
)


def nothing_is_asked(house: House) -> bool:
    read = house.read()
    asked = [each for each in read if isinstance(each, SourceRun) and each.status == "asked"]
    return not asked and not any(isinstance(each, BillingQuestion) for each in read)


def test_the_sample_asks_nothing(sample_build: Path):
    with connect(newest(sample_build)) as db:
        assert db.execute("select count(*) from billing_question").fetchall() == [(0,)]
        assert db.execute("select count(*) from cost_daily where asked").fetchall() == [(0,)]
        assert db.execute(
            "select count(*) from source_run where status = 'asked'"
        ).fetchall() == [(0,)]  # fmt: skip


def test_a_credit_for_the_month_before_on_an_invoice_is_no_question(tmp_path, build):
    house = House(tmp_path, build).bill("do", "bills/*.csv", category='"cloud"')
    house.put(
        "bills/do-2026-06.csv",
        DROPLETS + "Droplets,,hub,720,2026-06-01 00:00:00 +0000,2026-07-01 00:00:00 +0000,"
        "$100.00,hub,iaas\n",
    )
    house.put(
        "bills/do-2026-07.csv",
        DROPLETS + "Droplets,,hub,744,2026-07-01 00:00:00 +0000,2026-08-01 00:00:00 +0000,"
        "$110.00,hub,iaas\n"
        "Credit,,SLA credit for June,,2026-06-01 00:00:00 +0000,2026-07-01 00:00:00 +0000,"
        "-$2.00,hub,iaas\n",
    )

    assert nothing_is_asked(house)
    assert house.rows("sum(billed)") == [(208,)]


def test_a_second_download_with_its_discount_is_no_question_where_its_time_is_known(
    tmp_path, build
):
    house = House(tmp_path, build).bill(
        "github", "bills/*.csv", category='"ci"', currency='"USD"',
        columns='{date = "date", amount = "net_amount", service = "sku", project = "repository"}',
    )  # fmt: skip
    for name, came, discount in (
        ("usage.csv", "2026-08-02T09:00:00+00:00", "0.0,12.0"),
        ("usage (1).csv", "2026-08-20T09:00:00+00:00", "12.0,0.0"),
    ):
        lines = (
            f"2026-07-01,actions,actions_linux,2000,minutes,0.006,12.0,{discount},hub-org,hub,\n"
            "2026-07-31,actions,actions_macos,100,minutes,0.062,6.2,0.0,6.2,hub-org,hub,\n"
        )
        at = datetime.fromisoformat(came).timestamp()
        os.utime(house.put(f"bills/{name}", USAGE + lines), (at, at))

    assert nothing_is_asked(house)
    assert house.rows("sum(billed)") == [(Decimal("6.2"),)]


@pytest.mark.slow
@pytest.mark.skipif(
    not REAL.is_dir(), reason="it reads real exports (../shared), which may not be kept here"
)
def test_real_exports_of_many_providers_ask_nothing_each_alone_and_in_one_house(tmp_path):
    named = {name for name in json.loads((REAL / "truth.json").read_text()) if name[0] != "_"}
    files = [file for file in sorted(REAL.glob("*.csv")) if file.name in named]
    assert len(files) == len(named) >= 14
    together = House(tmp_path / "together", None)
    for file in files:
        together.put(f"{file.stem}/{file.name}", file.read_bytes())
        together.bill(file.stem, f"{file.stem}/*.csv")
    one = House(tmp_path / "one", None).bill("everything", "bills/*.csv")
    for file in files:
        one.put(f"bills/{file.name}", file.read_bytes())

    assert nothing_is_asked(together)
    assert nothing_is_asked(one)
    assert sum(each.lines_kept for each in together.files()) > 1000
