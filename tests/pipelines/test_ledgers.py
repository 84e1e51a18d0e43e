"""Exports of money outside the cloud bills, read as a bill and as a ledger, to the cent."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from billing_house import House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import config
from pipelines import funds
from warehouse.records import BillingRefused, CostDaily, IncomeDaily, Reject, SourceRun

TODAY = (
    "Effective Date & Time,Transaction ID,Description,Credit/Debit,Kind,Group ID,"
    "Amount Single Column,Currency,Is Reverse,Is Reversed,Reverse Transaction ID,Account Handle,"
    "Account Name,Opposite Account Handle\n"
)


class Read:
    """What one ledger became: (day, amount, currency) spent and received, and the rest."""

    def __init__(self, folder, content, as_of="2027-01-31", **settings):
        data = content if isinstance(content, bytes) else content.encode()
        (folder / "ledger.csv").write_bytes(data)
        keys = "".join(f", {key} = {value}" for key, value in settings.items())
        (folder / "dashboard.toml").write_text(
            '[project]\ncurrency = "EUR"\nas_of = ' + as_of + "\n"
            f'[funding]\nledgers = [{{path = "ledger.csv", name = "books"{keys}}}]\n'
        )
        self.records = list(funds.read(config.load(folder / "dashboard.toml")))
        self.run = next(r for r in self.of(SourceRun) if r.unit == "ledger.csv")
        self.spent = [
            (str(c.day), c.service, str(round(c.billed, 2)), c.currency) for c in self.of(CostDaily)
        ]
        self.received = [
            (str(i.day), str(round(i.amount, 2)), i.currency) for i in self.of(IncomeDaily)
        ]
        self.rejects = [(r.source_line, r.text, r.reason) for r in self.of(Reject)]

    def of(self, kind):
        return [record for record in self.records if isinstance(record, kind)]


@pytest.fixture
def read(tmp_path):
    return lambda content, **settings: Read(tmp_path, content, **settings)


@pytest.fixture
def bill(tmp_path, build):
    def rows(content):
        house = House(tmp_path / "team", build)
        house.put("bill.csv", content)
        house.bill("collective", "bill.csv", category='"services"')
        columns = "day::varchar, service, charge_category, currency, round(sum(billed), 2)::varchar"
        found = house.rows(columns)
        assert sum(f.lines_read for f in house.files()) == content.count("\n") - 1
        return [row for row in found if Decimal(row[-1])]

    return rows


# A gift with its fees that is sent back with them, and an expense of the month before that bounced.
GIFT_SENT_BACK = TODAY + (
    "2026-07-01T09:00:00,1,a,CREDIT,CONTRIBUTION,g1,200.00,USD,,REVERSED,,hub,Hub,giver\n"
    "2026-07-01T09:00:00,2,a,DEBIT,PAYMENT_PROCESSOR_FEE,g1,-6.10,USD,,,,hub,Hub,stripe\n"
    "2026-07-01T09:00:00,3,a,DEBIT,HOST_FEE,g1,-20.00,USD,,REVERSED,,hub,Hub,host\n"
    "2026-07-04T09:00:00,4,a,DEBIT,CONTRIBUTION,g2,-200.00,USD,REVERSE,,1,hub,Hub,giver\n"
    "2026-07-04T09:00:00,5,a,CREDIT,HOST_FEE,g2,20.00,USD,REVERSE,,3,hub,Hub,host\n"
    "2026-07-04T09:00:00,6,a,CREDIT,PAYMENT_PROCESSOR_COVER,g2,6.10,USD,,,,hub,Hub,host\n"
    "2026-07-09T09:00:00,7,b,CREDIT,EXPENSE,g3,75.25,USD,REVERSE,,99,hub,Hub,payee\n"
    "2026-07-10T09:00:00,8,c,DEBIT,EXPENSE,g4,-310.75,USD,,,,hub,Hub,payee\n"
)


@pytest.mark.slow
def test_a_collective_of_today_as_a_bill_takes_back_what_its_reverses_took_back(bill):
    assert bill(GIFT_SENT_BACK) == [
        ("2026-07-01", "HOST_FEE", "Usage", "USD", "20.00"),
        ("2026-07-01", "PAYMENT_PROCESSOR_FEE", "Usage", "USD", "6.10"),
        ("2026-07-04", "HOST_FEE", "Adjustment", "USD", "-20.00"),
        ("2026-07-04", "PAYMENT_PROCESSOR_COVER", "Adjustment", "USD", "-6.10"),
        ("2026-07-09", "EXPENSE", "Adjustment", "USD", "-75.25"),
        ("2026-07-10", "EXPENSE", "Usage", "USD", "310.75"),
    ]


def test_the_same_collective_as_a_ledger_gives_the_gift_back_too(read):
    found = read(GIFT_SENT_BACK)
    assert sorted(found.spent) == [
        ("2026-07-01", "HOST_FEE", "20.00", "USD"),
        ("2026-07-01", "PAYMENT_PROCESSOR_FEE", "6.10", "USD"),
        ("2026-07-04", "HOST_FEE", "-20.00", "USD"),
        ("2026-07-04", "PAYMENT_PROCESSOR_COVER", "-6.10", "USD"),
        ("2026-07-09", "EXPENSE", "-75.25", "USD"),
        ("2026-07-10", "EXPENSE", "310.75", "USD"),
    ]
    assert found.received == [("2026-07-01", "200.00", "USD"), ("2026-07-04", "-200.00", "USD")]
    assert found.run == SourceRun("funds", "ledger.csv", rows=8)


# A project's account and its parent in one file, a balance carried forward, names of 2024.
TWO_ACCOUNTS = (
    "Date & Time,Short Transaction ID,Type,Kind,Is Refund,Amount,Payment Processor Fee,Host Fee,"
    "Net Amount,Currency,Account Handle,Opposite Account Handle\n"
    '2026-01-01T00:00:00,a,DEBIT,BALANCE_CARRYFORWARD,,"-9,000.00",,,"-9,000.00",EUR,hub,hub\n'
    '2026-01-01T00:00:01,b,CREDIT,BALANCE_CARRYFORWARD,,"9,000.00",,,"9,000.00",EUR,hub,hub\n'
    "2026-01-05T10:00:00,c,DEBIT,CONTRIBUTION,,-400.00,,,-400.00,EUR,hub,hub-docs\n"
    "2026-01-05T10:00:00,d,CREDIT,CONTRIBUTION,,400.00,,,400.00,EUR,hub-docs,hub\n"
    "2026-01-06T10:00:00,e,CREDIT,CONTRIBUTION,,50.00,-1.75,-5.00,43.25,EUR,hub-docs,giver\n"
    "2026-01-07T10:00:00,f,DEBIT,EXPENSE,,-120.00,-0.80,,-120.80,EUR,hub-docs,payee\n"
    "2026-01-08T10:00:00,g,CREDIT,EXPENSE,REFUND,120.00,,,120.00,EUR,hub-docs,payee\n"
)


@pytest.mark.slow
def test_money_between_two_accounts_of_a_collective_is_neither_spent_nor_received(read, bill):
    assert bill(TWO_ACCOUNTS) == [
        ("2026-01-07", "EXPENSE", "Usage", "EUR", "120.80"),
        ("2026-01-08", "EXPENSE", "Adjustment", "EUR", "-120.00"),
    ]
    found = read(TWO_ACCOUNTS)
    assert found.spent == [
        ("2026-01-07", "EXPENSE", "120.80", "EUR"),
        ("2026-01-08", "EXPENSE", "-120.00", "EUR"),
    ]
    assert found.received == [("2026-01-06", "43.25", "EUR")]
    assert found.run.message == (
        "4 lines of 18,800.00 EUR count nothing: failed, called off, still on the way, or moved "
        "between accounts of the team"
    )


def test_fees_in_columns_without_a_net_amount_are_added_to_what_moved(read):
    found = read(
        "createdAt,type,kind,isRefund,amount,paymentProcessorFee,platformFee,hostFee,currency\n"
        "2026-02-01T10:00:00Z,CREDIT,CONTRIBUTION,,1000,-29.3,-50,-100,usd\n"
        "2026-02-02T10:00:00Z,DEBIT,EXPENSE,,-480,-2.15,,,usd\n"
    )
    assert found.received == [("2026-02-01", "820.70", "USD")]
    assert found.spent == [("2026-02-02", "EXPENSE", "482.15", "USD")]


SPONSORS = (
    "Sponsor Handle,Sponsor Profile Name,Sponsor Public Email,Sponsorship Started On,Is Public?,"
    "Is Yearly?,Transaction ID,Tier Name,Tier Monthly Amount,Processed Amount,Is Prorated?,Status,"
    "Transaction Date,Metadata,Country,Region,VAT\n"
    "a,A,,2025-01-01 00:00:00 +0200,true,false,ch_1,$5 a month,$5.00,$4.52,true,settled,"
    '2026-08-01 00:10:00 +0200,"",AUT,undefined,\n'
    'b,B,,2025-01-01 00:00:00 +0200,true,true,ch_2,"$9,000 a year","$750.00","$9,000.00",false,'
    'settled,2026-08-02 21:46:01 +0200,"",GBR,Kent,\n'
    "c,C,,2025-01-01 00:00:00 +0200,true,false,ch_3,$10 a month,$10.00,$10.00,false,failed,"
    '2026-08-02 22:46:01 +0200,"",GBR,Kent,\n'
    "d,D,,2025-01-01 00:00:00 +0200,true,false,ch_4,$10 a month,$10.00,$10.00,false,pending,"
    '2026-08-31 22:46:01 +0200,"",GBR,Kent,\n'
)


def test_sponsors_of_a_code_host_are_recognised_and_only_settled_payments_are_income(read):
    found = read(SPONSORS)
    assert found.received == [("2026-08-01", "4.52", "USD"), ("2026-08-02", "9000.00", "USD")]
    assert (found.spent, found.rejects) == ([], [])
    assert found.run == SourceRun(
        "funds", "ledger.csv", rows=4,
        message="2 lines of 20.00 USD count nothing: failed, called off, still on the way, or "
        "moved between accounts of the team",
    )  # fmt: skip


@pytest.mark.slow
def test_sponsors_mapped_by_hand_leave_a_failed_payment_aside_and_where_may_say_more(read):
    columns = '{day = "Transaction Date", amount = "Processed Amount"}'
    found = read(SPONSORS, format='"generic"', columns=columns)
    assert found.received == [("2026-08-01", "4.52", "USD"), ("2026-08-02", "9000.00", "USD")]
    found = read(SPONSORS, columns=columns, where='{Status = ["settled", "pending"]}')
    assert [amount for _, amount, _ in found.received] == ["4.52", "9000.00", "10.00"]
    found = read(SPONSORS, columns=columns, where='{"Is Yearly?" = "true"}')
    assert [amount for _, amount, _ in found.received] == ["9000.00"]


def test_a_statement_of_wise_counts_fees_once_and_a_conversion_not_at_all(read):
    found = read(
        '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference",'
        '"Running Balance","Exchange From","Total fees"\n'
        "TRANSFER-9,03-04-2026,-250.50,EUR,Sent money,Rent,737.50,,0.50\n"
        "CARD-8,02-04-2026,-12.40,EUR,Card transaction,,988.00,,0.00\n"
        "BALANCE-7,02-04-2026,-100.00,EUR,Converted 100.00 EUR to 107.10 USD,,1000.40,EUR,0.45\n"
        'TRANSFER-6,01-04-2026,"1,100.40",EUR,Received money,INV-1,"1,100.40",,0.00\n'
    )
    assert found.spent == [
        ("2026-04-02", "card", "12.40", "EUR"), ("2026-04-03", "transfer", "250.50", "EUR"),
    ]  # fmt: skip
    assert found.received == [("2026-04-01", "1100.40", "EUR")]
    assert found.run.rows == 4


def test_a_history_of_wise_counts_completed_lines_with_their_fees(read):
    found = read(
        'ID,Status,Direction,"Created on","Finished on","Source fee amount","Source fee currency",'
        '"Target fee amount","Target fee currency","Source name","Source amount (after fees)",'
        '"Source currency","Target name","Target amount (after fees)","Target currency",'
        '"Exchange rate",Reference\n'
        'TRANSFER-1,COMPLETED,OUT,"2026-08-03 14:20:05","2026-08-04 14:23:11",0.45,EUR,,,us,120.00,'
        "EUR,them,140.00,CHF,1.1,rent\n"
        'TRANSFER-2,COMPLETED,IN,"2026-08-05 09:00:00","2026-08-05 09:01:30",,,5.00,GBP,them,'
        "2505.00,GBP,us,2500.00,GBP,1,grant\n"
        'BALANCE-3,COMPLETED,NEUTRAL,"2026-08-06 10:00:00","2026-08-06 10:00:02",1.20,EUR,,,us,'
        "400.00,EUR,us,430.00,USD,1.07,\n"
        'TRANSFER-4,CANCELLED,OUT,"2026-08-07 10:00:00",,2.00,EUR,,,us,999.00,EUR,them,999.00,EUR,'
        "1,\n"
    )
    assert found.spent == [
        ("2026-08-04", "transfer", "120.45", "EUR"), ("2026-08-06", "balance", "1.20", "EUR"),
    ]  # fmt: skip
    assert found.received == [("2026-08-05", "2500.00", "GBP")]
    assert found.run.rows == 4


STRIPE = (
    "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,"
    "description\n"
    "txn_1,2026-05-01 12:00:00,2026-05-03 00:00:00,usd,100.00,3.20,96.80,charge,a\n"
    "txn_2,2026-05-02 08:30:00,2026-05-04 00:00:00,usd,-40.00,0.00,-40.00,refund,b\n"
    "txn_3,2026-05-02 09:30:00,2026-05-04 00:00:00,usd,-25.00,15.00,-40.00,dispute,b\n"
    "txn_4,2026-05-03 08:30:00,2026-05-05 00:00:00,usd,-2.00,0.00,-2.00,fee,c\n"
    "txn_5,2026-05-06 08:30:00,2026-05-06 00:00:00,usd,-14.80,0.00,-14.80,payout,d\n"
)
STRIPE_ALL_ACTIVITY = (
    "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description\n"
    "txn_1,charge,ch_1,100.00,3.20,96.80,usd,2026-05-01 12:00,2026-05-03 00:00,a\n"
    "txn_2,refund,re_1,-40.00,0.00,-40.00,usd,2026-05-02 08:30,2026-05-04 00:00,b\n"
    "txn_3,adjustment,dp_1,-25.00,15.00,-40.00,usd,2026-05-02 09:30,2026-05-04 00:00,b\n"
    "txn_4,stripe_fee,,-2.00,0.00,-2.00,usd,2026-05-03 08:30,2026-05-05 00:00,c\n"
    "txn_5,payout,po_1,-14.80,0.00,-14.80,usd,2026-05-06 08:30,2026-05-06 00:00,d\n"
)


@pytest.mark.parametrize("text", [STRIPE, STRIPE_ALL_ACTIVITY])
def test_stripe_income_is_net_a_refund_takes_it_back_and_a_payout_moves_nothing(read, text):
    found = read(text)
    assert found.received == [("2026-05-01", "96.80", "USD"), ("2026-05-02", "-80.00", "USD")]
    assert [(day, amount) for day, _, amount, _ in found.spent] == [("2026-05-03", "2.00")]
    assert found.run.rows == 5
    assert found.run.message.startswith("1 line of 14.80 USD counts nothing")


def test_activity_of_paypal_counts_what_changed_the_balance(read):
    found = read(
        '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net",'
        '"Transaction ID","Balance Impact"\n'
        '"09/15/2026","10:00:00","PDT","A","Donation Payment","Completed","USD","1,250.00",'
        '"-36.55","1,213.45","1","Credit"\n'
        '"09/16/2026","10:00:00","PDT","B","General Payment","Completed","USD","-60.00","0.00",'
        '"-60.00","2","Debit"\n'
        '"09/17/2026","10:00:00","PDT","A","Payment Refund","Completed","USD","-50.00","1.45",'
        '"-48.55","3","Debit"\n'
        '"09/18/2026","10:00:00","PDT","","General Withdrawal","Completed","USD","-1,000.00",'
        '"0.00","-1,000.00","4","Debit"\n'
        '"09/19/2026","10:00:00","PDT","C","Donation Payment","Pending","USD","20.00","0.00",'
        '"20.00","5","Memo"\n'
    )
    assert found.received == [("2026-09-15", "1213.45", "USD"), ("2026-09-17", "-48.55", "USD")]
    assert found.spent == [("2026-09-16", "general payment", "60.00", "USD")]
    assert found.run.message.startswith("2 lines of 1,020.00 USD count nothing")


# K11: any CSV through a mapping, in the clothes that banks and spreadsheets give it.
COLUMNS = '{date = "Buchungstag", amount = "Betrag", service = "Verwendung"}'
BANK = (
    "Buchungstag;Verwendung;Betrag;Währung\n"
    "15.07.2026;Miete;-1.250,00;EUR\n16.07.2026;Spende;80,50;EUR\n"
)


@pytest.mark.parametrize(
    "content",
    [
        BANK,
        BANK.encode("cp1252"),
        BANK.encode("utf-16"),
        BANK.replace(";", "\t"),
        BANK.replace(";", "|"),
        BANK.replace("\n", "\r\n"),
        "\ufeff" + BANK,
        BANK.replace(";EUR", ";EUR "),
    ],
)
def test_a_bank_statement_reads_alike_however_it_was_saved(read, content):
    found = read(content, columns=COLUMNS)
    assert found.spent == [("2026-07-15", "Miete", "1250.00", "EUR")]
    assert found.received == [("2026-07-16", "80.50", "EUR")]
    assert found.rejects == []


def test_a_card_statement_writes_spending_without_a_minus(read):
    text = "Date,Amount,Currency,What\n2026-07-15,120.00,usd,hosting\n2026-07-20,-20.00,$,refund\n"
    columns = '{date = "Date", amount = "Amount", service = "What"}'
    found = read(text, columns=columns, negate="true")
    assert found.spent == [("2026-07-15", "hosting", "120.00", "USD")]
    assert found.received == [("2026-07-20", "20.00", "USD")]


def test_a_ledger_that_no_export_fits_says_which_columns_it_has_and_how_to_name_them(read):
    found = read("When,How much\n2026-07-15,1\n")
    assert found.run == SourceRun(
        "funds", "ledger.csv", "failed",
        message="ledger.csv: no export has these columns: When, How much",
        remedy="python -m pipelines preview ledger.csv prints a [[funding.ledgers]] to begin "
        'with; or name its columns: columns = {date = "…", amount = "…"}', passing=False,
    )  # fmt: skip


def test_a_ledger_of_which_no_line_can_be_read_is_no_success(read):
    found = read("Day,Sum\nsoon,a lot\n", columns='{date = "Day", amount = "Sum"}')
    assert (found.run.status, found.run.passing) == ("failed", False)
    assert found.run.message == "1 line refused (amounts not known); no line is kept"


def test_columns_without_the_day_or_the_amount_are_a_mistake_with_its_remedy(tmp_path):
    toml = tmp_path / "dashboard.toml"
    toml.write_text('[funding]\nledgers = [{path = "a.csv", name = "a", columns = {day = "D"}}]\n')
    with pytest.raises(config.ConfigError) as mistake:
        config.load(toml)
    assert mistake.value.lines == [
        'dashboard.toml: funding.ledgers[1].columns: no amount. Fix: add amount = "its column"'
    ]


def test_records_of_a_ledger_carry_no_name_and_fit_the_warehouse(read, build):
    found = read(SPONSORS)
    assert found.of(IncomeDaily)[0] == IncomeDaily(
        date(2026, 8, 1), "books", "USD", Decimal("4.52"), 1, "ledger.csv"
    )
    assert "ch_1" not in str(found.records)
    db = build(found.records)
    assert db.execute("select sum(amount) from income_daily").fetchall() == [(Decimal("9004.52"),)]


@pytest.mark.slow
def test_a_bank_may_write_what_leaves_and_what_comes_in_in_two_columns(read):
    columns = '{date = "Date", debit = "Paid out", credit = "Paid in", service = "What"}'
    found = read(
        "Date,What,Paid out,Paid in\n"
        "13/07/2026,rent,£800.00,\n14/07/2026,grant,,£2500.00\n15/07/2026,nothing,,\n",
        columns=columns,
    )
    assert found.spent == [("2026-07-13", "rent", "800.00", "GBP")]
    assert found.received == [("2026-07-14", "2500.00", "GBP")]
    assert found.rejects == [(4, None, "the line has no number")]
    found = read("Date,What,Paid out,Paid in\n2026-07-13,rent,-800.00,\n", columns=columns)
    assert [amount for _, _, amount, _ in found.spent] == ["800.00"]


@pytest.mark.slow
def test_a_refunded_payment_counts_nothing_unless_the_refund_is_a_line_of_its_own(read):
    head, columns = "Date,Amount,Status\n", '{date = "Date", amount = "Amount"}'
    paid = "2026-07-13,100.00,Paid\n2026-07-14,40.00,Refunded\n2026-07-15,9.00,Unpaid\n"
    assert read(head + paid, columns=columns).received == [("2026-07-13", "100.00", "EUR")]
    found = read(head + paid + "2026-07-16,-40.00,Paid\n", columns=columns)
    assert found.received == [("2026-07-13", "100.00", "EUR"), ("2026-07-14", "40.00", "EUR")]
    assert [amount for _, _, amount, _ in found.spent] == ["40.00"]


RUNNING = "Month,What,Amount\n2026-08,rent,-310.00\n2026-09,rent,-300.00\n"
MONTHLY = '{date = "Month", amount = "Amount", service = "What"}'


@pytest.mark.slow
def test_a_month_that_is_not_over_counts_only_if_something_says_how_far_it_reaches(read):
    found = read(RUNNING, as_of="2026-09-10", columns=MONTHLY)
    assert {day[:7] for day, _, _, _ in found.spent} == {"2026-08"}
    assert (found.run.message, found.run.remedy) == (
        "1 line of 300.00 EUR counts only later: of a month that is not over, or of days to come",
        "if it is complete up to a day, say through = 2026-09-10",
    )
    found = read(RUNNING, as_of="2026-09-10", columns=MONTHLY, through="2026-09-10")
    assert [amount for day, _, amount, _ in found.spent if day > "2026-09"] == ["30.00"] * 10
    assert (found.run.message, found.run.remedy) == (None, None)


def test_a_payment_of_days_to_come_is_none_yet(read):
    text = "Date,Amount\n2026-09-09,10.00\n2026-09-11,20.00\n"
    found = read(text, as_of="2026-09-10", columns='{date = "Date", amount = "Amount"}')
    assert found.received == [("2026-09-09", "10.00", "EUR")]
    assert found.run.message.startswith("1 line of 20.00 EUR counts only later")


@pytest.mark.slow
def test_money_on_lines_that_cannot_be_read_is_summed_and_much_of_it_needs_a_person(read):
    text = "Date,Amount\n2026-07-09,1000.00\nsoon,9.00\n"
    columns = '{date = "Date", amount = "Amount"}'
    found = read(text, columns=columns)
    assert found.of(BillingRefused) == [
        BillingRefused("ledger.csv", "books", "EUR", "no day", 1, Decimal("9.00"), False)
    ]
    assert (found.run.status, found.run.rejected) == ("ok", 1)
    found = read(text.replace(",9.00", ",90.00"), columns=columns)
    assert (found.run.status, found.run.message, found.run.passing) == (
        "failed", "1 line refused (90.00 EUR); its figures lack them", False,
    )  # fmt: skip
    assert found.received == [("2026-07-09", "1000.00", "EUR")]


SHEET = (
    "Day,What,State,Paid\n2026-07-01,disk,Paid,-10\n2026-07-02,cpu,Open,-20\n2026-07-03,x,Void,-5\n"
)


@pytest.mark.slow
def test_a_bill_too_takes_a_list_of_cells_and_the_sign_of_a_bank(tmp_path, build):
    house = House(tmp_path / "team", build)
    house.put("bill.csv", SHEET)
    house.bill(
        "rack", "bill.csv", columns='{date = "Day", amount = "Paid", service = "What"}',
        where='{State = ["Paid", "Open"]}', negate="true",
    )  # fmt: skip
    assert house.rows("day::varchar, service, billed") == [
        ("2026-07-01", "disk", Decimal(10)), ("2026-07-02", "cpu", Decimal(20)),
    ]  # fmt: skip


def test_where_of_a_column_that_is_not_there_refuses_a_recognised_file_too(read):
    found = read(SPONSORS, where='{State = "settled"}')
    assert (found.run.status, found.run.message, found.run.remedy) == (
        "failed",
        'ledger.csv: its [[funding.ledgers]] says where = {"State" = …}, a column it lacks',
        "correct it",
    )
    assert found.received == []


def test_cr_comes_in_and_dr_goes_out_on_a_statement_of_a_bank(read):
    found = read(
        "Date,Amount\n2026-07-13,108.43 cr\n2026-07-14,12.50 Dr\n2026-07-15,-1.00\n",
        columns='{date = "Date", amount = "Amount"}',
    )
    assert found.received == [("2026-07-13", "108.43", "EUR")]
    assert [amount for _, _, amount, _ in found.spent] == ["12.50", "1.00"]


def test_an_export_saved_again_by_a_spreadsheet_is_asked_for_its_days(read):
    text = STRIPE_ALL_ACTIVITY.split("\n", maxsplit=1)[0] + (
        "\nt1,charge,c,100.00,3.20,96.80,usd,8/6/2026 12:00,8/9/2026 0:00,x\n"
    )
    found = read(text)
    assert found.run.status == "failed"
    assert found.run.message.endswith('"8/6/2026 12:00" is 2026-06-08 or 2026-08-06 (YYYY-MM-DD)')
    assert read(text, day_first="false").received == [("2026-08-06", "96.80", "USD")]


@pytest.mark.slow
def test_a_second_download_counts_instead_and_files_that_overlap_are_marked(tmp_path):
    head, rest = "Date,Amount\n", "2026-07-01,10.00\n2026-07-02,-4.00\n2026-07-03,7.50\n"
    (tmp_path / "july.csv").write_text(head + rest)
    (tmp_path / "july (1).csv").write_text(head + rest + "2026-07-04,1.00\n")
    (tmp_path / "late.csv").write_text(head + rest + "2026-07-09,3.00\n")
    (tmp_path / "other.csv").write_text(head + "2026-07-01,10.00\n2026-07-09,3.00\n")
    columns = 'columns = {date = "Date", amount = "Amount"}'
    (tmp_path / "dashboard.toml").write_text(
        f'[funding]\nledgers = [{{path = "*.csv", name = "bank", {columns}}}]\n'
    )
    records = list(funds.read(config.load(tmp_path / "dashboard.toml")))
    said = {r.unit: r.message for r in records if isinstance(r, SourceRun) and r.unit}
    assert said == {
        "july (1).csv": None,
        "july.csv": "all that it says is in july (1).csv too: that file counts instead",
        "late.csv": "3 of its sums of a day are in july (1).csv too and count twice: if they are "
        "the same money, leave one of the two files out",
        "other.csv": None,
    }
    received = [r.amount for r in records if isinstance(r, IncomeDaily)]
    assert sum(received) == Decimal("18.50") + Decimal("20.50") + Decimal(13)


@pytest.mark.slow
@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data(), text=st.sampled_from([GIFT_SENT_BACK, TWO_ACCOUNTS, STRIPE]))
def test_no_order_of_lines_or_columns_changes_a_figure_of_an_export(read, data, text):
    head, *lines = csv.reader(io.StringIO(text))
    plain = read(text)
    order = data.draw(st.permutations(range(len(head))))
    shuffled = [head, *data.draw(st.permutations(lines)), [""] * len(head)]
    out = io.StringIO(newline="")
    mark = data.draw(st.sampled_from(",;\t"))
    csv.writer(out, delimiter=mark).writerows([row[i] for i in order] for row in shuffled)
    found = read(out.getvalue().encode(data.draw(st.sampled_from(["utf-8-sig", "utf-16"]))))
    assert sorted(found.spent) == sorted(plain.spent)
    assert sorted(found.received) == sorted(plain.received)
    assert (found.run.rows, found.rejects) == (plain.run.rows, [])


def test_a_format_that_is_none_is_refused_with_the_one_that_was_meant(read):
    found = read(SPONSORS, format='"github_sponsor"')
    assert (found.run.status, found.run.message, found.run.remedy) == (
        "failed",
        'ledger.csv: format = "github_sponsor" is none that is known',
        'write format = "github_sponsors"',
    )
