"""Ten invented teams with the habits of real ones, month by month for two years: few questions."""

import os
from calendar import monthrange
from datetime import UTC, datetime

import pytest
from billing_house import House

from pipelines import billing
from warehouse.records import BillingQuestion

MONTHS = [f"{2024 + n // 12}-{n % 12 + 1:02}" for n in range(24)]
SHEET = "Day,Item,Project,Cost\n"
MAPPED = {
    "columns": '{date = "Day", amount = "Cost", service = "Item", project = "Project"}',
    "currency": '"USD"',
}
DO = "product,group_description,description,hours,start,end,USD,project_name,category\n"
FOCUS = "BilledCost,BillingCurrency,ChargePeriodStart,BillingPeriodStart,ChargeCategory,ServiceName,ProviderName,BillingAccountId,SubAccountId,InvoiceId\n"  # noqa: E501
USAGE = "date,product,sku,quantity,unit_type,applied_cost_per_quantity,gross_amount,discount_amount,net_amount,organization,repository,cost_center_name\n"  # noqa: E501


def days(month):
    return [f"{month}-{day:02}" for day in range(1, monthrange(*map(int, month.split("-")))[1] + 1)]


def after(month, count=1):
    n = MONTHS.index(month) + count
    return f"{2024 + n // 12}-{n % 12 + 1:02}"


def daily(months, project="hub", cost=20, until=31):
    """Lines of a team's own sheet: two items a day."""
    return SHEET + "".join(
        f"{day},{item},{project},{cost + n % 9 + each}\n"
        for month in months
        for n, day in enumerate(days(month)[:until])
        for each, item in enumerate(("Server", "Disk"))
    )


def droplets(month, late=()):
    lines = [("Droplets", "hub", 300), ("Spaces", "hub", 40), ("Backups", "hub", 20)]
    month_of = [(month, *line) for line in lines] + list(late)
    return DO + "".join(
        f"{product},,x,1,{m}-01 00:00:00 +0000,{after(m)}-01 00:00:00 +0000,{usd},{project},iaas\n"
        for m, product, project, usd in month_of
    )


def focus(month, final, cost=10):
    invoice = f"INV-{month}" if final else ""
    return FOCUS + "".join(
        f"{cost + n % 3},USD,{day},{month}-01,Usage,EC2,Amazon Web Services,0012,0012,{invoice}\n"
        for n, day in enumerate(days(month))
    )


def usage(month, org):
    return USAGE + "".join(
        f"{day},actions,actions_linux,10,minutes,0.1,2.0,0.5,1.5,{org},hub,\n"
        for day in days(month)
    )


def explorer(months):
    rows = "".join(
        f'"{m}-01","{300 + n}","{40 + n}","{340 + 2 * n}"\n' for n, m in enumerate(months)
    )
    return '"Service","EC2-Other($)","S3($)","Total costs($)"\n' + rows


def hetzner(month, number):
    last = days(month)[-1]
    return "".join(
        f'"{name}","Server #{number}","{month}-01","{last}","1","{price}","{price}",""\n'
        for name, price in ((f"CX{number}", 12.5 + number), ("Backup", 2.5))
    )


def files(month):
    """What the ten teams put into their folders in a month: name → text, with the day it came."""
    n = MONTHS.index(month)
    past = MONTHS[max(0, n - 5) : n + 1]
    late = [(MONTHS[n - 1], "Snapshots", "hub", 3)] if n % 4 == 1 else []
    yield f"invoices/do-{month}.csv", droplets(month, late)
    yield f"unnamed/invoice ({n}).csv" if n else "unnamed/invoice.csv", droplets(month)
    yield f"sheet/costs ({n}).csv" if n else "sheet/costs.csv", daily(past, cost=20 + n // 7)
    yield f"partial/usage-{month}-16.csv", daily([month], until=15)
    yield f"partial/usage-{after(month)}-02.csv", daily([month])
    yield f"orgs/hub-org-{month}.csv", usage(month, "hub-org")
    yield f"orgs/tools-org-{month}.csv", usage(month, "tools-org")
    yield f"explorer/costs-{after(month)}-03.csv", explorer(past)
    yield f"aws/{month}-estimate.csv", focus(month, final=False)
    yield f"aws/{month}-final.csv", focus(month, final=True, cost=11)
    yield f"rack/R{n:04}1.csv", hetzner(month, 1)
    yield f"rack/R{n:04}2.csv", hetzner(month, 2)
    yield f"renamed/{month}.csv", daily([month], project="hub" if n < 9 else "hub-images")
    yield f"renamed/again/{month}.csv", daily([month], project="hub" if n < 8 else "hub-images")
    yield f"copies/{month}.csv", daily([month], cost=30)
    yield f"copies/backup/{month}.csv", daily([month], cost=30)


TEAMS = (
    "invoices",
    "unnamed",
    "sheet",
    "partial",
    "explorer",
    "orgs",
    "aws",
    "rack",
    "renamed",
    "copies",
)


@pytest.fixture
def house(tmp_path):
    team = House(tmp_path / "team", None)
    for name in TEAMS:
        own = MAPPED if name in ("sheet", "partial", "renamed", "copies") else {}
        team.bill(name, name, **own)
    return team


def arrive(house, month):
    at = datetime.fromisoformat(f"{after(month)}-02").replace(tzinfo=UTC).timestamp()
    for number, (name, text) in enumerate(files(month)):
        file = house.put(name, text)
        os.utime(file, (at + 3600 * number, at + 3600 * number))


def asked(house):
    return {
        each.question_id
        for each in billing.read(house.load())
        if isinstance(each, BillingQuestion) and each.asked
    }


@pytest.mark.heavy
def test_the_first_reading_of_ten_teams_asks_at_most_five_things(house):
    for month in MONTHS[4:10]:
        arrive(house, month)

    assert asked(house) == {"renamed: renamed"}


@pytest.mark.soak
def test_two_years_ask_at_most_two_things_a_month_and_each_once(house):
    known = set()
    for month in MONTHS[:-1]:
        arrive(house, month)
        new = asked(house) - known
        assert len(new) <= 2, (month, new)
        known |= new
