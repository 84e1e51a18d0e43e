"""Exports in another language, with old names, or with money that came back; refusals."""

import pytest
from test_ledgers import Read

PAYPAL = (
    '"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto","Gebühr","Netto",'
    '"Transaktionscode","Guthaben","Auswirkung auf Guthaben"\n'
    '"02.07.2026","10:00:00","CEST","A","Spendenzahlung","Abgeschlossen","EUR","100,00","-2,84",'
    '"97,16","1","0,00","Haben"\n'
    '"05.07.2026","10:00:00","CEST","B","Spendenzahlung","Abgelehnt","EUR","500,00","0,00",'
    '"500,00","2","0,00","Memo"\n'
    '"10.07.2026","10:00:00","CEST","A","Rückzahlung","Abgeschlossen","EUR","-100,00","2,49",'
    '"-97,51","3","0,00","Soll"\n'
    '"01.08.2026","10:00:00","CEST","Rack","Zahlung im Einzugsverfahren","Abgeschlossen","EUR",'
    '"-1.038,17","0,00","-1.038,17","4","0,00","Soll"\n'
    '"03.08.2026","10:00:00","CEST","","Allgemeine Währungsumrechnung","Abgeschlossen","USD",'
    '"20,00","0,00","20,00","5","0,00","Haben"\n'
    '"05.08.2026","10:00:00","CEST","","Abbuchung auf Bankkonto","Abgeschlossen","EUR","-200,00",'
    '"0,00","-200,00","6","0,00","Soll"\n'
)
COLLECTIVE = (
    "date,shortId,description,type,kind,isRefund,amount,paymentProcessorFee,hostFee,netAmount,"
    "currency,accountSlug,oppositeAccountSlug\n"
    "2026-07-02T10:00:00,b1,Gift,CREDIT,CONTRIBUTION,,100.00,-3.20,-10.00,86.80,USD,s,x\n"
    "2026-08-01T10:00:00,b3,Laptop,DEBIT,EXPENSE,,-900.00,0,0,-900.00,USD,s,x\n"
    "2026-08-03T10:00:00,b4,Laptop,CREDIT,EXPENSE,REFUND,900.00,0,0,900.00,USD,s,x\n"
)
WISE = (
    "TransferWise ID,Date,Amount,Currency,Description,Running Balance,Total fees\n"
    "TRANSFER-1,12-07-2026,2000.00,EUR,Received money,0,0.00\n"
    "TRANSFER-3,05-08-2026,-700.00,EUR,Sent money,0,0.00\n"
    "FEE-TRANSFER-3,05-08-2026,-1.20,EUR,Charges for TRANSFER-3,0,0.00\n"
    "TRANSFER-3,07-08-2026,700.00,EUR,Sent money,0,0.00\n"
)
WISE_HISTORY = (
    "ID,Status,Direction,Created on,Source amount,Source currency,Target amount,Target currency\n"
    "TRANSFER-5,COMPLETED,OUT,2026-08-05 09:00:00,310.00,EUR,310.00,EUR\n"
    "TRANSFER-5,COMPLETED,IN,2026-08-08 09:00:00,310.00,EUR,310.00,EUR\n"
    "TRANSFER-6,COMPLETED,IN,2026-08-09 09:00:00,25.00,EUR,25.00,EUR\n"
)
EXPORTS = {
    "PayPal in German": (
        PAYPAL, [("2026-08-01", "zahlung im einzugsverfahren", "1038.17", "EUR")],
        [("2026-07-02", "97.16", "EUR"), ("2026-07-10", "-97.51", "EUR")],
    ),
    "a collective whose column of days is called date": (
        COLLECTIVE,
        [("2026-08-01", "EXPENSE", "900.00", "USD"), ("2026-08-03", "EXPENSE", "-900.00", "USD")],
        [("2026-07-02", "86.80", "USD")],
    ),
    "Wise with a transfer that came back": (
        WISE,
        [("2026-08-05", "fee", "1.20", "EUR"), ("2026-08-05", "transfer", "700.00", "EUR"),
         ("2026-08-07", "transfer", "-700.00", "EUR")],
        [("2026-07-12", "2000.00", "EUR")],
    ),
    "a history of Wise with a transfer that came back": (
        WISE_HISTORY,
        [("2026-08-05", "transfer", "310.00", "EUR"), ("2026-08-08", "transfer", "-310.00", "EUR")],
        [("2026-08-09", "25.00", "EUR")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_in_other_words_is_read_without_a_mapping(name, tmp_path):
    text, spent, received = EXPORTS[name]
    got = Read(tmp_path, text)

    assert (got.spent, got.received, got.rejects) == (spent, received, [])


def test_a_list_with_a_date_a_type_and_a_kind_is_no_collective(tmp_path):
    got = Read(tmp_path, "date,type,kind,currency,amount\n2026-07-02,DEBIT,rent,EUR,-5.00\n")

    assert (got.run.status, got.spent) == ("failed", [])


def test_a_ledger_that_nothing_fits_is_referred_to_the_preview_with_its_line(tmp_path):
    got = Read(tmp_path, "when,what,how much\n2026-07-02,rent,-5.00\n")

    assert got.run.message == "ledger.csv: no export has these columns: when, what, how much"
    assert got.run.remedy == (
        "python -m pipelines preview ledger.csv prints a [[funding.ledgers]] to begin "
        'with; or name its columns: columns = {date = "…", amount = "…"}'
    )


@pytest.mark.parametrize("columns", [{}, {"columns": '{date = "Date", amount = "Amount"}'}])
def test_a_ledger_of_a_header_alone_is_reported(columns, tmp_path):
    got = Read(tmp_path, WISE.splitlines()[0] + "\n", **columns)

    assert (got.run.status, got.run.passing) == ("failed", True)
    assert (got.run.message, got.run.remedy) == (
        "it holds a header and no lines", "export it again; if nothing moved in its days, remove it"
    )  # fmt: skip


DIRECTIONS = {
    "Af Bij": ("Af", "Bij"), "Soll/Haben": ("S", "H"), "Debit/Credit": ("DBIT", "CRDT"),
    "CR/DR": ("DR", "CR"), "Direction": ("OUT", "IN"), "Type": ("Debit", "Credit"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIRECTIONS)
def test_amounts_without_a_sign_go_the_way_that_a_column_says(name, tmp_path):
    out, into = DIRECTIONS[name]
    text = f"Day;{name};Sum\n2026-07-03;{out};48,40\n2026-07-15;{into};2500,00\n"
    got = Read(tmp_path, text, columns='{date = "Day", amount = "Sum"}')

    assert got.spent == [("2026-07-03", None, "48.40", "EUR")]
    assert got.received == [("2026-07-15", "2500.00", "EUR")]


def test_amounts_with_a_sign_keep_it_whatever_a_column_says(tmp_path):
    text = "Day,Type,Sum\n2026-07-03,Debit,-48.40\n2026-07-04,Debit,8.40\n"
    got = Read(tmp_path, text, columns='{date = "Day", amount = "Sum"}')

    assert got.spent == [("2026-07-03", None, "48.40", "EUR")]
    assert got.received == [("2026-07-04", "8.40", "EUR")]
