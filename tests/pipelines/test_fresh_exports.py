"""Money files of kinds that no rule was written for: right at first sight, or refused with reasons.

Layouts as their providers write them; amounts, names and accounts are invented.
"""

import tomllib
from decimal import Decimal as D

import pytest
from billing_house import House
from test_ledgers import Read

from pipelines.commands import main

DUTCH = (
    '"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn",'
    '"Tegenrekening IBAN/BBAN","Naam tegenpartij","Code","Omschrijving-1"\n'
)
STATEMENT = DUTCH + "".join(
    f'"NL11TEST0123456789","EUR","TESTNL2U","{n:018}","{day}","{day}","{amount}","{saldo}",'
    f'"NL22TEST0000000001","{name}","{code}","{about}"\n'
    for n, (day, amount, saldo, name, code, about) in enumerate(
        [
            ("2026-07-03", "-120,50", "+2879,50", "Hosting Nord", "ei", "Server juli"),
            ("2026-07-10", "+500,00", "+3379,50", "Stichting Helder", "cb", "Donatie"),
            ("2026-08-15", "-1000,00", "+2379,50", "Stichting Maan", "tb", "Naar spaarrekening"),
            ("2026-09-02", "-12,00", "+2367,50", "Domeinen", "ei", "domein"),
        ],
        start=1,
    )
)
SAVINGS = (
    '"Datum";"Omschrijving";"Rekening";"Rekening naam";"Tegenrekening";"Af Bij";"Bedrag";'
    '"Valuta";"Mutatiesoort";"Mededelingen";"Saldo na mutatie"\n'
    '"2026-09-01";"Overboeking naar betaalrekening";"K 1";"Oranje Spaarrekening";"NL2";"Af";'
    '"250,00";"EUR";"Opname";"";"1.760,12"\n'
    '"2026-08-15";"Overboeking van betaalrekening";"K 1";"Oranje Spaarrekening";"NL2";"Bij";'
    '"1.000,00";"EUR";"Inleg";"";"2.010,12"\n'
    '"2026-07-01";"Rente";"K 1";"Oranje Spaarrekening";"";"Bij";"10,12";"EUR";"Rente";'
    '"Rente 2e kwartaal";"1.010,12"\n'
)
BUSINESS = (
    "Date (UTC),Description,Amount,Status,Source Account,Bank Description,Category\n"
    "07-03-2026,Cloud Hosting,-212.40,Sent,Checking 12,CLOUDHOSTING,Software\n"
    "07-15-2026,Helder Foundation,5000.00,Sent,Checking 12,HELDER FOUNDATION; GRANT,Revenue\n"
    "08-20-2026,Tide Savings 98,-2000.00,Sent,Checking 12,Transfer to Tide Savings,\n"
    "08-25-2026,Tide Treasury,-900.00,Sent,Checking 12,Transfer to Treasury,\n"
)
OWN = {
    "a savings account that the team pays into": (
        SAVINGS, '{date = "Datum", amount = "Bedrag", currency = "Valuta"}',
        [], [("2026-07-01", "10.12", "EUR")], "2 lines of 1,250.00 EUR count nothing",
    ),
    "a statement whose description has a number in its name": (
        STATEMENT, '{date = "Datum", amount = "Bedrag", currency = "Munt"}',
        [("2026-07-03", None, "120.50", "EUR"), ("2026-09-02", None, "12.00", "EUR")],
        [("2026-07-10", "500.00", "EUR")], "1 line of 1,000.00 EUR counts nothing",
    ),
    "a business bank with named savings": (
        BUSINESS, '{date = "Date (UTC)", amount = "Amount"}',
        [("2026-07-03", None, "212.40", "EUR")], [("2026-07-15", "5000.00", "EUR")],
        "2 lines of 2,900.00 EUR count nothing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OWN)
def test_money_moved_to_savings_is_neither_spent_nor_received(name, tmp_path):
    text, columns, spent, received, note = OWN[name]
    got = Read(tmp_path, text, columns=columns)

    assert (got.spent, got.received, got.rejects) == (spent, received, [])
    assert note in got.run.message


def preview(house, name, text, capsys):
    house.load()
    toml = str(house.folder / "dashboard.toml")
    code = main(["--config", toml, "preview", str(house.put(name, text))])
    return code, *capsys.readouterr()


NUMBERED = {
    "a statement in Dutch": (
        STATEMENT, {"date": "Datum", "amount": "Bedrag", "currency": "Munt"}
    ),
    "numbers of entries in a row": (
        "Lp;Data;Opis;Kwota;Saldo po\n"
        "1;2026-07-01;Serwer;-40,00;960,00\n2;2026-07-02;Darowizna;25,00;985,00\n"
        "3;2026-07-05;Domena;-12,00;973,00\n4;2026-07-09;Serwer;-40,00;933,00\n",
        {"date": "Data", "amount": "Kwota"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERED)
def test_a_running_number_is_no_amount(name, tmp_path, build, capsys):
    text, columns = NUMBERED[name]
    code, printed, _ = preview(House(tmp_path, build), "table.csv", text, capsys)

    [entry] = tomllib.loads(printed.partition("\n\n")[0])["funding"]["ledgers"]
    assert (code, entry["columns"]) == (0, columns)


CENTS = {
    "usage in cents": (
        "date,app,product,amount_cents\n2026-08-01,web,Machines,1250\n2026-08-02,web,Disk,150\n",
        '{date = "date", amount = "amount_cents"}', "amount_cents",
    ),
    "charges in minor units": (
        "Day,Item,Total (minor units)\n2026-08-01,Hub,1250\n2026-08-02,Hub,1990\n",
        '{date = "Day", amount = "Total (minor units)"}', "Total (minor units)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CENTS)
def test_amounts_in_cents_are_refused_as_such(name, tmp_path, build):
    text, columns, column = CENTS[name]
    house = House(tmp_path, build).bill("fly", "bill.csv", columns=columns, currency='"USD"')
    house.put("bill.csv", text)

    [run] = [run for run in house.runs() if run.status == "failed"]
    assert (run.message, run.remedy, run.passing) == (
        f'not read: its amounts in "{column}" are hundredths or less, by the column\'s name',
        "add a column with them in whole units of the currency, and name it as amount in columns",
        False,
    )
    assert house.rows("billed") == []


def test_per_cent_is_no_cent(tmp_path, build):
    house = House(tmp_path, build).bill(
        "x", "bill.csv", columns='{date = "Day", amount = "Cost, 19 per cent tax"}',
        currency='"EUR"',
    )  # fmt: skip
    house.put("bill.csv", 'Day,"Cost, 19 per cent tax"\n2026-08-01,12.50\n')
    assert house.rows("sum(billed)") == [(D("12.5"),)]


BARE = {
    "TXT260930.TAB": (
        "123456789\tEUR\t20260703\t3025,00\t3000,00\t20260703\t-25,00\tHosting Nord\n"
        "123456789\tEUR\t20260803\t3000,00\t2975,00\t20260803\t-25,00\tHosting Nord\n"
    ),
    "export.csv": "2026-07-03,Server,40.00\n2026-08-03,Server,40.00\n",
}


@pytest.mark.parametrize("name", BARE)
def test_a_table_without_names_of_columns_is_refused_with_that_remedy(
    name, tmp_path, build, capsys
):
    house = House(tmp_path, build).bill("bank", "bills")
    house.put(f"bills/{name}", BARE[name])
    [run] = [run for run in house.runs() if run.status == "failed"]
    remedy = "write a first line with a name for each column, as Date,Item,Amount"

    assert run.message.startswith("not read: its first line holds values, no names of columns")
    assert run.remedy == remedy
    code, _, err = preview(house, name, BARE[name], capsys)
    assert code == 78
    assert "Write a first line with a name for each column, as Date,Item,Amount" in err
