"""`preview` on statements of money, and on bills whose tables are not tidy."""

import tomllib
from decimal import Decimal as D

import pytest
from billing_house import House

from pipelines import funds
from pipelines.commands import main
from warehouse.records import CostDaily, IncomeDaily

pytestmark = pytest.mark.slow

STATEMENTS = {
    "a British bank": (
        "Date,Type,Description,Paid out,Paid in,Balance\n"
        '01/07/2026,CR,Grant from Trust,,"£5,000.00","£5,000.00"\n'
        '14/07/2026,DD,Rack,£38.17,,"£4,961.83"\n',
        {"currency": "GBP",
         "columns": {"date": "Date", "service": "Type", "debit": "Paid out", "credit": "Paid in"}},
        (D(5000), D("38.17")), "2026-07   5,000 GBP received, 38.17 spent",
    ),
    "a French bank with lines above": (
        "Compte courant\nTitulaire;Association Hub\nSolde;1 200,00\n\n"
        "Date opération;Libellé;Débit;Crédit\n05/07/2026;VIR FONDATION;;900,00\n"
        "16/07/2026;PRLV SERVEUR;-49,90;\n",
        {"currency": "CHF", "columns": {"date": "Date opération", "debit": "Débit",
                                        "credit": "Crédit"}},
        (D(900), D("49.9")), "2026-07   900 CHF received, 49.9 spent",
    ),
    "a German bank with a balance": (
        "Buchung;Valuta;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag\n"
        "15.07.2026;15.07.2026;Rack;Lastschrift;RE 1;1.961,83;EUR;-38,17\n"
        "14.07.2026;14.07.2026;Stiftung;Gutschrift;Förderung;2.000,00;EUR;2.000,00\n",
        {"columns": {"date": "Buchung", "amount": "Betrag", "service": "Buchungstext",
                     "currency": "Währung"}},
        (D(2000), D("38.17")), "2026-07   2,000 EUR received, 38.17 spent",
    ),
    "a bank that writes which way money goes": (
        "Fecha;Signo D/H;Importe;Observaciones\n03/07/2026;D;48,40;rack\n"
        "15/07/2026;H;2500,00;beca\n",
        {"currency": "CHF", "columns": {"date": "Fecha", "amount": "Importe"}},
        (D(2500), D("48.4")), "2026-07   2,500 CHF received, 48.4 spent",
    ),
    "a processor whose payouts are either": (
        "Created,Type,Net amount (EUR)\n2026-07-01,donation,48.60\n2026-07-08,payout,-47.20\n"
        "2026-07-09,fee,-1.10\n",
        {"currency": "EUR", "where": {"Type": ["donation", "fee", "payout"]},
         "columns": {"date": "Created", "amount": "Net amount (EUR)", "service": "Type"}},
        (D("48.6"), D("48.3")), "money moved to or from another account of the team, or paid",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_offered_as_a_ledger_whose_line_can_be_pasted(name, tmp_path, build, capsys):
    text, wanted, moved, printed = STATEMENTS[name]
    house = House(tmp_path, build)
    house.entries.append('[project]\ncurrency = "CHF"\nas_of = 2026-09-01')
    file, toml = house.put("table.csv", text), house.folder / "dashboard.toml"
    house.load()

    assert main(["--config", str(toml), "preview", str(file)]) == 0
    out = capsys.readouterr().out
    block = out.partition("\n\n")[0]
    [entry] = tomllib.loads(block)["funding"]["ledgers"]
    assert entry == {"path": "table.csv", "name": "table", "category": "people"} | wanted
    assert printed in out
    assert 'unsure    what it spends counts as category "people"' in out

    house.entries.append(block)
    records = list(funds.read(house.load()))
    assert sum(r.amount for r in records if isinstance(r, IncomeDaily)) == moved[0]
    assert sum(r.billed for r in records if isinstance(r, CostDaily)) == moved[1]


BILLS = {
    "a price for a unit": (
        "Jour\tQuantité\tPrix unitaire\tCoût (EUR)\n01/07/2026\t24\t0,05\t1,20\n"
        "13/07/2026\t20\t0,05\t1,00\n",
        "Coût (EUR)", [("2026-07", D("2.2"))],
    ),
    "lines above of as many words": (
        "Export\nClient;Hub\nZeitraum;Juli\n\nTag;Posten;Einzelpreis;Preis\n"
        "05.07.2026;Server;4,20;8,40\n06.07.2026;Netz;4,10;4,10\n",
        "Preis", [("2026-07", D("12.5"))],
    ),
    "a period next to the day of the invoice": (
        "Rechnungsdatum;Leistung von;Leistung bis;Posten;Netto;Brutto\n"
        "31.07.2026;15.06.2026;14.07.2026;Rack;30,00;35,70\n",
        "Netto", [("2026-06", D(16)), ("2026-07", D(14))],
    ),
    "names in Japanese": (
        "日付,品名,数量,単価,金額(円)\n2026/07/01,VPS,24,2.5,60.0\n2026/07/02,VPS,20,2.5,50.0\n"
        "合計,,,,110.0\n",
        "金額(円)", [("2026-07", D(110))],
    ),
    "sums in the column of days": (
        "Date,Item,Amount\n2026-07-01,VM,100.00\nSubtotal July,,100.00\n2026-08-01,VM,110.00\n"
        "Subtotal August,,110.00\nTotal,,210.00\n",
        "Amount", [("2026-07", D(100)), ("2026-08", D(110))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BILLS)
def test_what_stands_around_the_lines_of_a_bill_does_not_stop_the_guess(
    name, tmp_path, build, capsys
):
    text, amount, months = BILLS[name]
    house = House(tmp_path, build)
    file, toml = house.put("table.csv", text), house.folder / "dashboard.toml"
    house.load()

    assert main(["--config", str(toml), "preview", str(file)]) == 0
    block = capsys.readouterr().out.partition("\n\n")[0]
    [entry] = tomllib.loads(block)["billing"]
    assert entry["columns"]["amount"] == amount
    assert (entry["currency"] == "JPY") == ("円" in amount)
    house.entries.append(block)
    assert house.rows("strftime(day, '%Y-%m'), sum(billed)") == months


def test_a_file_of_a_ledger_that_is_set_up_is_read_with_its_settings(tmp_path, build, capsys):
    house = House(tmp_path, build)
    house.entries.append(
        '[[funding.ledgers]]\npath = "table.csv"\nname = "card"\nnegate = true\n'
        'columns = {date = "Day", amount = "Sum"}'
    )
    file, toml = house.put("table.csv", "Day,Sum\n2026-07-14,38.17\n"), tmp_path / "dashboard.toml"
    house.load()

    assert main(["--config", str(toml), "preview", str(file)]) == 0
    out = capsys.readouterr().out
    assert 'name = "card"' in out
    assert "2026-07   0 USD received, 38.17 spent" in out
