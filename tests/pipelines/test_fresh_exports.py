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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Month", "Billing Month", "Abrechnungsmonat", "Mois facturé"])
def test_first_days_below_a_name_that_says_month_are_months(name, tmp_path, build):
    house = House(tmp_path, build)
    house.entries.append("[project]\nas_of = 2026-09-20")
    house.bill("gitlab", "bill.csv", columns=f'{{date = "{name}", amount = "Cost"}}')
    house.put("bill.csv", f"{name},Cost\n2026-08-01,12.40\n2026-08-01,3.10\n")

    assert house.rows("day::varchar, sum(billed)") == [
        (f"2026-08-{day:02}", D("0.5")) for day in range(1, 32)
    ]


@pytest.mark.slow
def test_a_day_below_a_name_that_says_month_stays_a_day(tmp_path, build):
    house = House(tmp_path, build).bill(
        "x", "bill.csv", columns='{date = "Month", amount = "Cost"}', currency='"EUR"'
    )
    house.put("bill.csv", "Month,Cost\n2026-08-01,12\n2026-08-03,3\n")
    assert house.rows("day::varchar, sum(billed)") == [("2026-08-01", D(12)), ("2026-08-03", D(3))]


GIFTS = {
    "gifts with a fee": (
        "Date (UTC),Campaign,First Name,Amount,Platform Fee,Processing Fee,Net Amount,Status\n"
        "2026-07-04,Tide,Ana,100.00,0.00,3.20,96.80,Succeeded\n"
        "2026-07-05,Tide,Bo,40.00,0.00,1.46,38.54,Succeeded\n"
        "2026-07-09,Tide,Bo,-40.00,0.00,0.00,-40.00,Refunded\n",
        {"date": "Date (UTC)", "amount": "Net Amount"}, "2026-07   135.34 USD received, 40 spent",
    ),
    "payments with a fee in a minus": (
        "Datum;Name;Brutto;Gebühr;Netto;Währung\n04.07.2026;Ana;100,00;-3,20;96,80;EUR\n"
        "05.07.2026;Bo;40,00;-1,46;38,54;EUR\n",
        {"date": "Datum", "amount": "Netto", "currency": "Währung"},
        "2026-07   135.34 EUR received, 0 spent",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", GIFTS)
def test_gross_less_a_fee_is_money_that_came_in(name, tmp_path, build, capsys):
    text, columns, month = GIFTS[name]
    code, printed, _ = preview(House(tmp_path, build), "table.csv", text, capsys)

    [entry] = tomllib.loads(printed.partition("\n\n")[0])["funding"]["ledgers"]
    assert (code, entry["columns"]) == (0, columns)
    assert month in printed


@pytest.mark.slow
def test_a_bill_with_tax_is_no_payment_with_a_fee(tmp_path, build, capsys):
    text = "Date,Item,Net,VAT,Gross\n2026-07-04,Hub,100.00,19.00,119.00\n"
    _, printed, _ = preview(House(tmp_path, build), "table.csv", text, capsys)
    assert tomllib.loads(printed.partition("\n\n")[0])["billing"][0]["columns"]["amount"] == "Net"


SPANS = {
    "invoices": (
        "Invoice,Status,Period,Issued,Amount due\n"
        'N-1,Paid,"Jul 1 - Jul 31, 2026","Aug 1, 2026",$38.00\n'
        'N-2,Paid,"Aug 1 - Aug 31, 2026","Sep 1, 2026",$57.00\n',
        "Period",
        ["2026-07   38 USD, 1 lines on 31 days", "2026-08   57 USD, 1 lines on 31 days"],
    ),
    "days with a hyphen": (
        "Rechnung;Leistungszeitraum;Rechnungsdatum;Betrag\n"
        "R1;2026-07-01 - 2026-07-31;2026-08-02;40,00\n"
        "R2;2026-08-01 - 2026-08-31;2026-09-02;40,50\n",
        "Leistungszeitraum",
        ["2026-07   40 USD, 1 lines on 31 days", "2026-08   40.5 USD, 1 lines on 31 days"],
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", SPANS)
def test_days_from_to_in_one_column_are_the_days_of_a_line(name, tmp_path, build, capsys):
    text, column, months = SPANS[name]
    _, printed, _ = preview(House(tmp_path, build), "table.csv", text, capsys)
    [entry] = tomllib.loads(printed.partition("\n\n")[0])["billing"]
    assert (entry["columns"]["date"], "until" in entry["columns"]) == (column, False)
    assert [line for line in printed.splitlines() if line.startswith("2026-")] == months


ACCOUNT = {
    "an account's list": (
        "Date,Source,Description,Debit,Credit,Running Balance\n"
        "2026-07-04,Payable Invoice,Server,48.40,,48.40\n"
        "2026-08-04,Payable Invoice,Server,48.40,,96.80\n"
        "2026-08-20,Payable Credit Note,SLA,,8.40,88.40\n",
    ),
    "a vendor's list": (
        "Date,Transaction Type,Description,Debit,Credit\n2026-07-04,Bill,Server,48.40,\n"
        "2026-08-04,Bill,Server,48.40,\n2026-08-20,Vendor Credit,SLA,,8.40\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCOUNT)
def test_a_credit_note_of_a_supplier_takes_back_cost_and_is_no_income(name, tmp_path):
    [text] = ACCOUNT[name]
    got = Read(tmp_path, text, columns='{date = "Date", debit = "Debit", credit = "Credit"}')

    assert [(day, amount) for day, _, amount, _ in got.spent] == [
        ("2026-07-04", "48.40"), ("2026-08-04", "48.40"), ("2026-08-20", "-8.40"),
    ]  # fmt: skip
    assert got.received == []


@pytest.mark.slow
def test_a_table_without_days_is_refused_with_a_remedy_that_works(tmp_path, build, capsys):
    house = House(tmp_path, build)
    text = "Service Name,Region,Currency,Cost\nContainers,eu,EUR,120.40\nSupport,eu,EUR,10.00\n"
    code, _, err = preview(house, "usage.csv", text, capsys)
    assert code == 78
    assert "Fix: add a column with the day or the month (2026-08) of each line" in err

    first, *lines = text.splitlines()
    named = "\n".join([f"{first},Month", *(f"{line},2026-08" for line in lines)])
    code, printed, _ = preview(house, "usage.csv", named + "\n", capsys)
    assert (code, "2026-08   130.4 EUR" in printed) == (0, True)


MIXED = {
    "a credit that was taken back": (
        "Date,Description,Debit,Credit\n2026-07-01,Grant,,900.00\n2026-07-09,Rack,40.00,\n"
        "2026-07-10,Correction of 1 July,,-300.00\n",
        '{date = "Date", debit = "Debit", credit = "Credit"}',
        'its "Credit" has amounts of -300 with a minus and of 900 without one',
    ),
    "a direct debit that came back": (
        "Datum;Text;Ausgang;Eingang\n01.07.2026;Server;-49,90;\n05.07.2026;Server;-49,90;\n"
        "09.07.2026;Rücklastschrift;49,90;\n15.07.2026;Spende;;20,00\n",
        '{date = "Datum", debit = "Ausgang", credit = "Eingang"}',
        'its "Ausgang" has amounts of -99.8 with a minus and of 49.9 without one',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MIXED)
def test_a_column_of_one_direction_with_both_signs_is_refused(name, tmp_path):
    text, columns, said = MIXED[name]
    got = Read(tmp_path, text, columns=columns)

    assert (got.spent, got.received, got.run.status, got.run.passing) == ([], [], "failed", False)
    assert got.run.message == f"ledger.csv: {said}"
    assert got.run.remedy == (
        "move each that goes the other way to the other column, or write all amounts into one "
        "column, what goes out with a minus, and name it as amount"
    )


def test_the_remedy_for_both_signs_works(tmp_path):
    text = MIXED["a credit that was taken back"][0].replace(",,-300.00", ",300.00,")
    got = Read(tmp_path, text, columns='{date = "Date", debit = "Debit", credit = "Credit"}')
    assert [amount for _, _, amount, _ in got.spent] == ["40.00", "300.00"]
