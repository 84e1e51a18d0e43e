"""Money that a team moves between its own accounts, in ledgers and bills mapped by hand."""

from decimal import Decimal as D

import pytest
from billing_house import House
from test_ledgers import Read

import config
from pipelines import funds
from warehouse.records import SourceRun

WALLET = (
    '"Datum","Typ","Status","Währung","Netto","Auswirkung auf Guthaben"\n'
    '"02.07.2026","Spendenzahlung","Abgeschlossen","EUR","97,16","Haben"\n'
    '"05.07.2026","Spendenzahlung","Ausstehend","EUR","70,00","Memo"\n'
    '"10.07.2026","Rückzahlung","Abgeschlossen","EUR","-97,51","Soll"\n'
    '"01.08.2026","Zahlung im Einzugsverfahren","Abgeschlossen","EUR","-1.038,17","Soll"\n'
    '"03.08.2026","Allgemeine Währungsumrechnung","Abgeschlossen","USD","20,00","Haben"\n'
    '"03.08.2026","Allgemeine Währungsumrechnung","Abgeschlossen","EUR","-18,10","Soll"\n'
    '"05.08.2026","Abbuchung auf Bankkonto","Abgeschlossen","EUR","-200,00","Soll"\n'
    '"06.08.2026","Einbehaltung für offene Autorisierung","Abgeschlossen","EUR","-30,00","Memo"\n'
)
CARD = (
    "Type,Product,Completed Date,Description,Amount,Fee,Currency,State\n"
    "TOPUP,Current,2026-07-01 10:00:00,Payment from Hub e.V.,500.00,0.00,EUR,COMPLETED\n"
    "CARD_PAYMENT,Current,2026-07-02 10:00:00,Hetzner,-38.20,0.00,EUR,COMPLETED\n"
    "EXCHANGE,Current,2026-07-03 10:00:00,Exchanged to USD,-100.00,0.00,EUR,COMPLETED\n"
    "EXCHANGE,Current,2026-07-03 10:00:00,Exchanged to USD,116.40,0.00,USD,COMPLETED\n"
    "FX_FEE,Current,2026-07-03 10:00:00,Currency exchange fee,-0.50,0.00,EUR,COMPLETED\n"
    "CARD_REFUND,Current,2026-07-09 10:00:00,Hetzner,8.20,0.00,EUR,COMPLETED\n"
)
BANK = (
    "Buchungstag;Buchungstext;Verwendungszweck;Betrag;Waehrung\n"
    "01.07.2026;GUTSCHR. UEBERWEISUNG;Stiftung;2.000,00;EUR\n"
    "02.07.2026;UMBUCHUNG;Rücklage;-700,00;EUR\n"
    "03.07.2026;FOLGELASTSCHRIFT;Server;-38,17;EUR\n"
    "04.07.2026;GUTSCHR. UEBERWEISUNG;Umbuchung vom Tagesgeldkonto;300,00;EUR\n"
)
POTS = (
    "Date,Description,Money in,Money out\n"
    "2026-07-01,Grant from the county,900.00,\n2026-07-02,Transfer to savings pot,,400.00\n"
    "2026-07-03,Transfer to Ida for travel,,61.00\n2026-07-05,Internal transfer,150.00,\n"
)
PROCESSOR = (
    "Created,Type,Net\n2026-07-01,payment,48.60\n2026-07-03,payment,48.60\n"
    "2026-07-04,refund,-50.00\n2026-07-08,payout,-47.20\n2026-07-09,fee,-1.10\n"
)
LEDGERS = {
    "a wallet's activity in German": (
        WALLET, '{date = "Datum", amount = "Netto", currency = "Währung"}',
        [("2026-08-01", None, "1038.17", "EUR")],
        [("2026-07-02", "97.16", "EUR"), ("2026-07-10", "-97.51", "EUR")],
        "5 lines of 318.10 EUR, 20.00 USD count nothing",
    ),
    "a card account that exchanges": (
        CARD.replace("TOPUP", "TRANSFER"),
        '{date = "Completed Date", amount = "Amount", currency = "Currency"}',
        [("2026-07-02", None, "38.20", "EUR"), ("2026-07-03", None, "0.50", "EUR"),
         ("2026-07-09", None, "-8.20", "EUR")],
        [("2026-07-01", "500.00", "EUR")],
        "2 lines of 100.00 EUR, 116.40 USD count nothing",
    ),
    "a bank with a booking text": (
        BANK, '{date = "Buchungstag", amount = "Betrag", service = "Verwendungszweck"}',
        [("2026-07-03", "Server", "38.17", "EUR")], [("2026-07-01", "2000.00", "EUR")],
        "2 lines of 1,000.00 EUR count nothing",
    ),
    "a card that its owner pays off": (
        "Date,Description,Debit,Credit\n2026-07-05,RACK,57.00,\n"
        "2026-07-21,MOBILE PAYMENT - THANK YOU,,57.00\n2026-07-23,RACK,,7.00\n",
        '{date = "Date", debit = "Debit", credit = "Credit"}',
        [("2026-07-05", None, "57.00", "EUR")], [("2026-07-23", "7.00", "EUR")],
        "1 line of 57.00 EUR counts nothing",
    ),
    "a bank with descriptions alone": (
        POTS, '{date = "Date", credit = "Money in", debit = "Money out"}',
        [("2026-07-03", None, "61.00", "EUR")], [("2026-07-01", "900.00", "EUR")],
        "2 lines of 550.00 EUR count nothing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEDGERS)
def test_transfers_between_own_accounts_are_neither_spent_nor_received(name, tmp_path):
    text, columns, spent, received, note = LEDGERS[name]
    got = Read(tmp_path, text, columns=columns)

    assert (got.spent, got.received, got.rejects) == (spent, received, [])
    assert note in got.run.message


@pytest.mark.parametrize("word", ["payout", "Withdrawal", "Auszahlung", "top-up", "Settlement"])
def test_what_may_go_to_the_own_bank_or_to_others_is_asked_about(word, tmp_path):
    columns = '{date = "Created", amount = "Net"}'
    text = PROCESSOR.replace("payout", word)
    got = Read(tmp_path, text, columns=columns)

    assert (got.spent, got.received, got.run.status) == ([], [], "failed")
    assert got.run.message == (
        f'ledger.csv: its "Type" says {word} on 1 line of 47.20: money moved to or from another '
        "account of the team, or paid"
    )
    every = ", ".join(f'"{each}"' for each in sorted(["fee", "payment", "refund", word]))
    assert got.run.remedy == (
        'say which lines count in its [[funding.ledgers]]: where = {"Type" = ["fee", "payment", '
        f'"refund"]}} if it is the team\'s own, else where = {{"Type" = [{every}]}}'
    )


@pytest.mark.parametrize(
    ("counts", "spent"), [(["payout"], ["47.20"]), ([], [])], ids=["paid", "own"]
)
def test_where_answers_what_a_payout_is(counts, spent, tmp_path):
    columns = '{date = "Created", amount = "Net"}'
    known = sorted(["fee", "payment", "refund", *counts])
    where = "{Type = [" + ", ".join(f'"{word}"' for word in known) + "]}"
    got = Read(tmp_path, PROCESSOR, columns=columns, where=where)

    assert [amount for _, _, amount, _ in got.spent] == [*spent, "1.10"]
    assert sum(D(amount) for _, amount, _ in got.received) == D("47.20")


BOOKS = (
    "Date,Transaction Type,Memo,Amount\n07/02/2026,Expense,Rack,-38.17\n"
    '07/15/2026,Deposit,Grant,"5,000.00"\n07/20/2026,Transfer,to reserve,"-2,000.00"\n'
)


def test_a_transfer_in_the_list_of_a_bookkeeping_program_is_asked_about(tmp_path):
    got = Read(tmp_path, BOOKS, columns='{date = "Date", amount = "Amount"}')

    assert (got.spent, got.run.status) == ([], "failed")
    assert got.run.message.startswith(
        'ledger.csv: its "Transaction Type" says Transfer on 1 line of 2,000.00: money moved'
    )


def test_a_transfer_at_a_bank_is_a_payment(tmp_path):
    text = BOOKS.replace("Expense", "Card payment")
    got = Read(tmp_path, text, columns='{date = "Date", amount = "Amount"}')

    assert [amount for _, _, amount, _ in got.spent] == ["38.17", "2000.00"]


def test_a_bank_that_calls_all_that_leaves_a_withdrawal_pays_with_it(tmp_path):
    text = "Date,Type,Amount\n2026-07-01,Deposit,90.00\n2026-07-02,Withdrawal,-40.00\n"
    got = Read(tmp_path, text, columns='{date = "Date", amount = "Amount"}')

    assert got.spent == [("2026-07-02", None, "40.00", "EUR")]
    assert got.received == [("2026-07-01", "90.00", "EUR")]


@pytest.mark.slow
def test_a_wallet_mapped_as_a_bill_costs_neither_a_conversion_nor_a_withdrawal(tmp_path, build):
    house = House(tmp_path / "team", build)
    house.put("wallet.csv", WALLET)
    house.bill(
        "wallet", "wallet.csv", negate="true",
        columns='{date = "Datum", amount = "Netto", currency = "Währung", service = "Typ"}',
        where='{"Währung" = ["EUR"], Status = ["Abgeschlossen"]}',
    )  # fmt: skip

    assert house.rows("day::varchar, service, billed") == [
        ("2026-07-02", "Spendenzahlung", D("-97.16")), ("2026-07-10", "Rückzahlung", D("97.51")),
        ("2026-08-01", "Zahlung im Einzugsverfahren", D("1038.17")),
    ]  # fmt: skip
    (file,) = house.files()
    assert "3 lines of 248.1 EUR move the team's own money" in file.note


PAYOUTS = (
    "id,Type,Amount,Fee,Net,Currency,Created (UTC)\n"
    "t1,charge,60.00,1.70,58.30,eur,2026-07-01 12:00\n"
    "t2,payout,-58.30,0.00,-58.30,eur,2026-07-06 08:30\n"
    "t3,charge,90.00,2.40,87.60,eur,2026-07-21 12:00\n"
    "t4,payout,-87.60,0.00,-87.60,eur,2026-07-29 08:30\n"
)


@pytest.mark.slow
def test_what_left_one_ledger_and_came_into_another_is_asked_about(tmp_path):
    (tmp_path / "stripe.csv").write_text(PAYOUTS)
    (tmp_path / "bank.csv").write_text(
        "Day,Sum\n2026-07-08,58.30\n2026-07-15,58.30\n2026-07-31,87.60\n2026-07-31,-9.00\n"
    )
    (tmp_path / "dashboard.toml").write_text(
        '[project]\ncurrency = "EUR"\nas_of = 2026-09-01\n'
        '[funding]\nledgers = [{path = "stripe.csv", name = "stripe"}, '
        '{path = "bank.csv", name = "bank", columns = {date = "Day", amount = "Sum"}}]\n'
    )
    records = list(funds.read(config.load(tmp_path / "dashboard.toml")))
    (run,) = [r for r in records if isinstance(r, SourceRun) and r.status == "asked"]

    assert (run.unit, run.passing) == ("bank.csv", False)
    assert (run.message, run.remedy) == (
        "2 sums that came in, 145.90 EUR together, left stripe.csv for another account of the team "
        "within the week before: they are counted as income of both",
        "leave that income out of bank.csv with where, or leave one of the two files out",
    )
