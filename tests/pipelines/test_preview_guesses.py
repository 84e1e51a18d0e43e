"""`preview` on tables nobody described: a complete [[billing]], its sums by month, its doubts."""

import tomllib
from decimal import Decimal as D

import pytest
from billing_house import House

from pipelines.commands import main

pytestmark = pytest.mark.slow

FILES = {
    "a French list": (
        "Date;Référence;Désignation;Montant HT;Montant TTC\n"
        "05/07/2026;FR1;Serveur;1 234,50 €;1 481,40 €\n13/08/2026;FR2;Cloud;95,00 €;114,00 €\n",
        {"currency": "EUR",
         "columns": {"date": "Date", "amount": "Montant HT", "service": "Désignation"}},
        [("2026-07", D("1234.5")), ("2026-08", D(95))],
    ),
    "invoices with a status": (
        "Billing export\nGenerated: 2026-09-11\n\n"
        "Invoice Date,Vendor,Team,Qty,Unit Price,Net Amount (USD),VAT (USD),Status\n"
        '"Jul 3, 2026",DNS,docs,1,12.00,12.00,2.28,Paid\n'
        '"Aug 3, 2026",DNS,docs,1,12.00,12.00,2.28,Void\n',
        {"currency": "USD", "where": {"Status": ["Paid"]},
         "columns": {"date": "Invoice Date", "amount": "Net Amount (USD)", "service": "Vendor",
                     "project": "Team"}},
        [("2026-07", D(12))],
    ),
    "hours with an end and a total": (
        "usage_start,usage_end,resource,namespace,cost\n"
        "2026-07-01 00:00:00,2026-07-02 00:00:00,node-1,hub,12.12\n"
        "2026-07-02 00:00:00,2026-07-03 00:00:00,node-1,hub,12.50\nTotal,,,,24.62\n",
        {"currency": "CHF",
         "columns": {"date": "usage_start", "amount": "cost", "service": "resource",
                     "project": "namespace", "until": "usage_end"}},
        [("2026-07", D("24.62"))],
    ),
    "costs with a minus": (
        "Belegdatum\tPosten\tBetrag\n01.07.2026\tHosting Juli\t-49,90\n"
        "01.08.2026\tHosting\t-49,90\n",
        {"currency": "CHF", "negate": True,
         "columns": {"date": "Belegdatum", "amount": "Betrag", "service": "Posten"}},
        [("2026-07", D("49.9")), ("2026-08", D("49.9"))],
    ),
    "a German list of usage": (
        "Nutzungsdatum;Abonnementname;Dienstname;Menge;Effektiver Preis;Kosten;Währung\n"
        "07/01/2026;hub;Virtuelle Computer;24;0,05;1,20;EUR\n"
        "08/13/2026;hub;Speicher;10;0,02;0,20;USD\n",
        {"columns": {"date": "Nutzungsdatum", "amount": "Kosten", "service": "Dienstname",
                     "project": "Abonnementname", "currency": "Währung"}},
        [("2026-07", D("1.2")), ("2026-08", D("0.2"))],
    ),
    "months in words": (
        "Month|Kind|Cost in GBP\nJuly 2026|Compute|100.00\nAugust 2026|Compute|110.50\n",
        {"currency": "GBP",
         "columns": {"date": "Month", "amount": "Cost in GBP", "service": "Kind"}},
        [("2026-07", D(100)), ("2026-08", D("110.5"))],
    ),
    "undecided thousands": (
        "Fecha;Concepto;Importe\n30/06/2026;Rack;1.500\n31/07/2026;Rack;2.250\n",
        {"currency": "CHF", "decimal": ".",
         "columns": {"date": "Fecha", "amount": "Importe", "service": "Concepto"}},
        [("2026-06", D("1.5")), ("2026-07", D("2.25"))],
    ),
    "a chargeback with two currencies": (
        "Department,Posted,Item,Charge,Currency\nMaps,2026-07-05,Disk,5.25,EUR\n"
        "Maps,2026-07-06,Disk,7.00,USD\n",
        {"columns": {"date": "Posted", "amount": "Charge", "service": "Item",
                     "project": "Department", "currency": "Currency"}},
        [("2026-07", D("5.25")), ("2026-07", D(7))],
    ),
    "a spreadsheet's day numbers": (
        "Datum,Posten,Summe\n46204,Server,20.50\n46235,Server,20.50\n",
        {"currency": "CHF", "columns": {"date": "Datum", "amount": "Summe", "service": "Posten"}},
        [("2026-07", D("20.5")), ("2026-08", D("20.5"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_table_nobody_described_gets_a_complete_billing(name, tmp_path, build, capsys):
    text, wanted, months = FILES[name]
    house = House(tmp_path, build)
    house.entries.append('[project]\ncurrency = "CHF"')
    file, toml = house.put("table.csv", text), house.folder / "dashboard.toml"
    house.load()

    assert main(["--config", str(toml), "preview", str(file)]) == 0
    printed = capsys.readouterr().out
    block, _, rest = printed.partition("\n\n")
    [entry] = tomllib.loads(block)["billing"]
    assert entry == {"account": "table", "path": "table.csv", "category": "cloud"} | wanted
    assert "unsure    no export has these columns" in rest
    assert all(f"{month}   {billed.normalize():,f} " in rest for month, billed in months)

    house.entries.append(block)
    assert house.rows("strftime(day, '%Y-%m'), currency, sum(billed)") == [
        (month, currency, billed)
        for (month, billed), currency in zip(
            months, [wanted.get("currency")] * 2 if "currency" in wanted else ["EUR", "USD"],
            strict=False,
        )
    ]  # fmt: skip


def test_an_export_that_is_recognised_gets_its_billing_too(tmp_path, build, capsys):
    house = House(tmp_path, build)
    header = "date,product,sku,quantity,unit_type,applied_cost_per_quantity,gross_amount,discount_amount,net_amount,organization,repository,cost_center_name\n"  # noqa: E501
    line = "2026-08-03,actions,actions_linux,900,minutes,0.006,5.4,5.4,0,maps-org,tiles,\n"
    file = house.put("usage.csv", header + line)
    house.load()

    assert main(["--config", str(house.folder / "dashboard.toml"), "preview", str(file)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[:7] == [
        "[[billing]]", 'account = "usage"', 'path = "usage.csv"', 'category = "cloud"', "",
        "format    github_usage: GitHub usage report (also by user and model)",
        "lines     1 = 1 kept + 0 left out; 0 total rows",
    ]  # fmt: skip
    assert "2026-08   0 USD, 1 lines on 1 days" in printed


def test_a_table_without_days_or_amounts_is_refused_with_what_to_do(tmp_path, build, capsys):
    house = House(tmp_path, build)
    file = house.put("menu.csv", "dish,price\nsoup,4\n")
    house.load()

    assert main(["--config", str(house.folder / "dashboard.toml"), "preview", str(file)]) == 78
    assert capsys.readouterr().err == (
        f"{file}: no export has these columns: dish, price; and no column below one header holds "
        "days and another amounts, so it is no bill (a list of prices, of products?). Fix: add a "
        "column with the day or the month (2026-08) of each line, or leave the file out of path\n"
    )
