"""One path that several [[billing]] name: no line counts for another account, or twice."""

import pytest
from billing_house import House

from pipelines import billing

pytestmark = pytest.mark.slow

NOW = None  # buckets know no clock
FOCUS = "BilledCost,BillingCurrency,ChargePeriodStart,BillingPeriodStart,ChargeCategory,ServiceName,ProviderName,BillingAccountId,SubAccountId\n"  # noqa: E501


def focus(day, **costs):
    line = "{},USD,2024-05-{:02},2024-05-01,Usage,EC2,Amazon Web Services,0012,{}\n"
    return FOCUS + "".join(line.format(cost, day, sub) for sub, cost in costs.items())


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def name(house, *accounts, **settings):
    """Entries of one bucket, each for the lines of its own SubAccountId."""
    house.entries = []
    for account in accounts:
        where = f'{{SubAccountId = "{account}"}}'
        house.bill(account, f"file://{house.folder}/bills", where=where, **settings)


def costs_of(house):
    list(billing.fetch(house.load(), now=NOW))
    return dict(house.rows("account, sum(billed)"))


def test_a_part_that_is_gone_keeps_each_accounts_own_lines_by_older_settings(house):
    gone = house.put("bills/a.csv", focus(1, x=5, y=7, z=9))
    house.put("bills/b.csv", focus(2, x=1, y=1, z=1))
    name(house, "x", "y", "z")
    assert costs_of(house) == {"x": 6, "y": 8, "z": 10}
    gone.unlink()
    name(house, "x", "y", "z", tags='["team"]')

    assert costs_of(house) == {"x": 6, "y": 8, "z": 10}


def test_what_was_read_for_one_account_never_stands_for_another(house):
    part = house.put("bills/a.csv", focus(1, x=5, y=7))
    name(house, "x")
    costs_of(house)
    part.unlink()
    house.put("bills/b.csv", focus(2, x=1, y=1))
    name(house, "x", "y")

    assert costs_of(house) == {"x": 6, "y": 1}
    assert [(r.status, r.message) for r in house.runs() if r.status == "failed"] == [
        ("failed", "1 of 2 parts were never read")
    ]


def test_a_bill_that_two_entries_of_an_account_name_counts_once_and_is_asked_about(house):
    house.put("bills/2024/a.csv", focus(1, x=5))
    house.put("bills/b.csv", focus(2, x=1))
    house.bill("us", "bills").bill("us", "bills/2024", category="'hubs'")

    assert house.rows("account, category, sum(billed)") == [("us", "cloud", 6)]
    assert [(r.unit, r.message, r.passing) for r in house.runs() if r.status != "ok"] == [
        ("bills/2024/a.csv", "1 bill named twice (by two [[billing]] of us), counted once", False)
    ]


def test_a_file_of_two_accounts_that_vanished_keeps_the_figures_of_both(house):
    gone = house.put("bills/a.csv", focus(1, x=5, y=7))
    house.put("bills/b.csv", focus(2, x=1, y=1))
    for account in ("x", "y"):
        house.bill(account, "bills", where=f'{{SubAccountId = "{account}"}}')
    assert house.rows("account, sum(billed)") == [("x", 6), ("y", 8)]
    gone.unlink()

    assert house.rows("account, sum(billed)") == [("x", 6), ("y", 8)]
