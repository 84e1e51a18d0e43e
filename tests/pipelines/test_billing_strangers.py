"""Money files of strangers that were read wrongly at first sight: two of each kind."""

import tomllib
from datetime import date
from decimal import Decimal as D

import pytest
from billing_house import House
from test_ledgers import Read

from pipelines.commands import main
from warehouse.records import IncomeDaily

pytestmark = pytest.mark.slow

SHEET = '{date = "Date", amount = "Amount", service = "Item"}'


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


@pytest.fixture
def read(tmp_path):
    return lambda content, **settings: Read(tmp_path, content, **settings)


def refusals(house):
    return [(r.message, r.remedy) for r in house.runs() if r.status != "ok"]


# A table of lines with months in front is no cross-tab, though a column may be called Amount.
LISTS = [
    "Billing month,Service,Units,Rate,Amount\n2026-07,CDN,100,0.12,12.00\n2026-08,CDN,90,0.12,10.80\n",  # noqa: E501
    "Monat;Anbieter;Menge;Summe\nJuli 2026;Rack;2;80,00\nAugust 2026;Rack;1;40,00\n",
]


@pytest.mark.parametrize("text", LISTS, ids=["English", "German"])
def test_a_list_with_months_in_front_is_not_added_up_across(house, text):
    house.put("list.csv", text)
    house.bill("cdn", "list.csv", currency='"EUR"')

    assert house.rows("service, billed") == []
    ((message, _),) = refusals(house)
    assert message.startswith("not read: no export has these columns: ")


@pytest.mark.parametrize(("total", "days"), [("Total", 62), ("Gesamt", 62)])
def test_months_down_and_accounts_across_are_read_with_their_total(house, total, days):
    house.put("down.csv", f"Month,CDN,DNS,{total}\nJul 2026,31.00,62.00,93.00\n"
              "Aug 2026,93.00,31.00,124.00\n")  # fmt: skip
    house.bill("cdn", "down.csv", currency='"EUR"')

    assert house.rows("service, count(distinct day), sum(billed)") == [
        ("CDN", days, D(124)), ("DNS", days, D(93)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("months", "whole"),
    [("500.00,250.00", D("750.00")), ("1000.01,0.01", D("1000.02"))],
)
def test_income_of_a_month_adds_up_over_its_days_to_the_cent(read, months, whole):
    found = read(f"Account,Jul 2026,Aug 2026\nIncome,,\nGifts,{months}\n")

    income = found.of(IncomeDaily)
    assert sum(each.amount for each in income) == whole
    assert {each.amount.as_tuple().exponent for each in income} == {-2}
    assert len(income) == 62


RETURNED = {
    "a German debit": (
        "Buchungstag;Buchungstext;Verwendungszweck;Betrag\n"
        "15.08.2026;FOLGELASTSCHRIFT;Server;-49,90\n"
        "17.08.2026;SEPA LASTSCHRIFT RÜCKGABE;Server;49,90\n",
        '{date = "Buchungstag", amount = "Betrag"}',
    ),
    "an English refund in its description": (
        "Date,Details,Out,In\n15/08/2026,Rack,49.90,\n17/08/2026,Refund Rack,,49.90\n",
        '{date = "Date", debit = "Out", credit = "In"}',
    ),
    "a French debit": (
        "Date;Libellé;Montant\n15/08/2026;PRLV RACK;-49,90\n"
        "17/08/2026;REJET DE PRELEVEMENT RACK;49,90\n",
        '{date = "Date", amount = "Montant"}',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RETURNED)
def test_what_a_bank_gives_back_takes_a_cost_back_and_is_no_income(read, name):
    text, columns = RETURNED[name]
    found = read(text, columns=columns)

    assert found.received == []
    assert found.spent == [
        ("2026-08-15", None, "49.90", "EUR"), ("2026-08-17", None, "-49.90", "EUR"),
    ]  # fmt: skip


@pytest.mark.parametrize("about", ["Grant refunding round", "Stornoway Trust"])
def test_a_gift_whose_words_only_begin_alike_stays_income(read, about):
    found = read(f"Date,Details,Amount\n2026-08-15,{about},500.00\n2026-08-16,Rack,-20.00\n",
                 columns='{date = "Date", amount = "Amount"}')  # fmt: skip

    assert found.received == [("2026-08-15", "500.00", "EUR")]


@pytest.mark.parametrize("state", ["REVERTED", "Reverted"])
def test_a_reverted_payment_moved_nothing(read, state):
    found = read(f"Date,State,Amount\n2026-08-15,COMPLETED,-20.00\n2026-08-16,{state},-9.20\n",
                 columns='{date = "Date", amount = "Amount"}')  # fmt: skip

    assert found.spent == [("2026-08-15", None, "20.00", "EUR")]


BOOKS = {
    "English": ["Bill", "Bill Payment (Check)", "Vendor Credit"],
    "German": ["Eingangsrechnung", "Zahlungsausgang", "Gutschrift"],
}


@pytest.mark.parametrize("name", BOOKS)
def test_payments_of_bills_in_a_list_of_the_books_are_no_cost(house, name):
    bill, payment, credit = BOOKS[name]
    house.put("sheet.csv", f"Date,Transaction Type,Item,Amount\n2026-07-05,{bill},Rack,200.00\n"
              f"2026-07-20,{payment},Rack,-190.00\n2026-07-25,{credit},Rack,-10.00\n")  # fmt: skip
    house.bill("rack", "sheet.csv", columns=SHEET, currency='"EUR"')

    assert house.rows("day::varchar, charge_category, billed") == [
        ("2026-07-05", "Usage", D(200)), ("2026-07-25", "Adjustment", D(-10)),
    ]  # fmt: skip


@pytest.mark.parametrize("column", ["Invoice date", "Rechnungsdatum"])
def test_invoices_of_the_first_of_a_month_pay_for_the_month_before(house, column):
    house.put("sheet.csv", f"{column},Item,Amount\n2026-07-01,Hub,310.00\n"
              "2026-08-01,Hub,310.00\n2026-09-01,Hub,310.00\n")  # fmt: skip
    columns = SHEET.replace("Date", column)
    house.entries.append("[project]\nas_of = 2026-09-15")
    house.bill("hub", "sheet.csv", category='"cloud"', columns=columns, currency='"EUR"')

    assert house.rows("strftime(day, '%Y-%m'), sum(billed)") == [
        ("2026-06", D(310)), ("2026-07", D(310)), ("2026-08", D(310)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "day", "sentence"),
    [("true", "07/25/2026", "month"), ("false", "25/07/2026", "day")],
)
def test_days_that_contradict_day_first_are_refused(house, said, day, sentence):
    house.put("sheet.csv", f"Date,Item,Amount\n07/05/2026,Hub,10\n{day},Hub,11\n")
    house.bill("hub", "sheet.csv", columns=SHEET, currency='"EUR"', day_first=said)

    assert house.rows("billed") == []
    other = "false" if said == "true" else "true"
    assert refusals(house) == [(
        f'not read: "{day}" has the {sentence} first, and its [[billing]] says day_first = {said}',
        f"say day_first = {other}, or give the files written so a [[billing]] of their own",
    )]  # fmt: skip


@pytest.mark.parametrize("name", ["Total price (excl. VAT)", "Price (incl. tax. and fees)"])
def test_a_full_stop_in_brackets_ends_no_message(house, name):
    house.put("sheet.csv", f"Product,{name},Unit\nA,6.55,h\n")
    house.bill("hub", "sheet.csv")

    ((message, remedy),) = refusals(house)
    assert message == f"not read: no export has these columns: Product, {name}, Unit"
    assert remedy.startswith("python -m pipelines preview sheet.csv prints a [[billing]]")


DROPLETS = "product,group_description,description,hours,start,end,USD,project_name,category\n"


def droplets(project, cost, end):
    line = "Droplets,,n,1,2026-07-01 00:00:00 +0000,2026-{} 00:00:00 +0000,${}.00,{},iaas\n"
    return DROPLETS + line.format(end, cost, project)


def asked(house):
    return house.db().execute(
        "select kind, files, assumed_amount, other_amount from billing_question"
    ).fetchall()  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("do-2026-07-21.csv", "do-2026-08-01.csv"), ("costs.csv", "costs (1).csv")],
)
def test_a_later_download_that_grew_under_another_project_is_asked(house, one, other):
    house.put(f"bills/{one}", droplets("hub", 200, "07-21"))
    house.put(f"bills/{other}", droplets("binder", 341, "08-01"))
    house.bill("do", "bills")

    assert asked(house) == [
        ("renamed", sorted([f"bills/{one}", f"bills/{other}"]), D(420), D(220)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("costs.csv", "costs (1).csv"), ("do-2026-08-01.csv", "do-2026-08-02.csv")],
)
def test_two_teams_downloads_of_a_whole_month_both_count_and_nothing_is_asked(house, one, other):
    house.put(f"bills/{one}", droplets("hub", 200, "08-01"))
    house.put(f"bills/{other}", droplets("binder", 341, "08-01"))
    house.bill("do", "bills")

    assert (asked(house), house.rows("sum(billed)")) == ([], [(D(541),)])


GUESSES = {
    "a card's own currency next to the shop's": (
        "Date,State,Description,Orig currency,Orig amount,Payment currency,Amount,Balance\n"
        "2026-07-03,COMPLETED,Rack,USD,-30.00,EUR,-27.50,72.50\n"
        "2026-07-06,REVERTED,Rack,USD,-10.00,EUR,-9.20,72.50\n",
        {"amount": "Amount", "currency": "Payment currency"}, {"State": ["COMPLETED"]},
    ),
    "bills and what pays them": (
        "Date,Transaction Type,Name,Amount\n2026-07-05,Bill,Rack,200.00\n"
        "2026-07-20,Bill Payment (Check),Rack,-200.00\n2026-07-21,Vendor Credit,Rack,-3.00\n",
        {"amount": "Amount"}, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GUESSES)
def test_preview_takes_the_amount_that_was_paid_and_bills_for_bills(house, name, capsys):
    text, columns, where = GUESSES[name]
    file = house.put("table.csv", text)
    house.load()

    toml = str(house.folder / "dashboard.toml")
    assert main(["--config", toml, "preview", str(file)]) == 0
    out = tomllib.loads(capsys.readouterr().out.split("\n\n", 1)[0])
    entry = out["billing"][0] if "billing" in out else out["funding"]["ledgers"][0]
    assert ("billing" in out, entry.get("where"), entry.get("negate")) == (
        where is None, where, None
    )  # fmt: skip
    assert columns.items() <= entry["columns"].items()


@pytest.mark.parametrize("name", ["SUs Charged", "Node-Stunden"])
def test_preview_says_that_units_may_be_no_money(house, name, capsys):
    file = house.put("table.csv", f"Date,Resource,{name}\n2026-07-05,CPU,768\n2026-07-06,CPU,12\n")
    house.load()

    main(["--config", str(house.folder / "dashboard.toml"), "preview", str(file)])
    assert (
        f'unsure    nothing says that "{name}" is money: units or hours are no cost'
        in capsys.readouterr().out
    )


@pytest.mark.parametrize("start", ["2026-07-01", "2026-07-11"])
def test_an_end_on_the_first_of_the_next_month_is_no_day_of_the_charge(house, start):
    house.put("sheet.csv", "Date,End,Item,Amount\n2026-06-01,2026-07-01,Hub,300.00\n"
              f"{start},2026-08-01,Hub,93.00\n")  # fmt: skip
    columns = SHEET.replace("}", ', until = "End"}')
    house.bill("hub", "sheet.csv", columns=columns, currency='"EUR"')

    assert house.rows("strftime(day, '%Y-%m'), max(day)::varchar, sum(billed)") == [
        ("2026-06", "2026-06-30", D(300)), ("2026-07", "2026-07-31", D(93)),
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["2026-07-31", "2026-07-05"])
def test_an_end_on_another_day_is_the_last_day_of_the_charge(house, end):
    house.put("sheet.csv", f"Date,End,Item,Amount\n2026-07-01,{end},Hub,93.00\n")
    columns = SHEET.replace("}", ', until = "End"}')
    house.bill("hub", "sheet.csv", columns=columns, currency='"EUR"')

    rows = house.rows("day::varchar, billed")
    assert (rows[-1][0], sum(billed for _, billed in rows)) == (end, D(93))


@pytest.mark.parametrize("about", ["BANK AUTOPAY PYMT", "AUTOMATIC PAYMENT - THANK YOU"])
def test_what_pays_a_card_is_no_income_of_its_statement(read, about):
    found = read("Date,Description,Debit,Credit\n"
                 f"2026-08-05,RACK,30.00,\n2026-08-20,{about},,25.00\n",
                 columns='{date = "Date", debit = "Debit", credit = "Credit"}')  # fmt: skip

    assert (found.spent, found.received) == ([("2026-08-05", None, "30.00", "EUR")], [])
    assert found.run.message.startswith("1 line of 25.00 EUR counts nothing")


@pytest.mark.parametrize("about", ["RACK AUTOPAY", "Autopayment Rack"])
def test_a_bill_that_is_paid_automatically_is_a_cost(read, about):
    found = read(f"Date,Description,Amount\n2026-08-05,{about},-30.00\n2026-08-06,Gift,5.00\n",
                 columns='{date = "Date", amount = "Amount"}')  # fmt: skip

    assert found.spent == [("2026-08-05", None, "30.00", "EUR")]


@pytest.mark.parametrize(("july", "august"), [("luglio", "agosto"), ("julho", "agosto")])
def test_months_in_italian_and_portuguese(house, july, august):
    house.put("sheet.csv", f"Date,Item,Amount\n{july} 2026,Hub,31.00\n{august} 2026,Hub,62.00\n")
    house.bill("hub", "sheet.csv", columns=SHEET, currency='"EUR"')

    assert house.rows("strftime(day, '%Y-%m'), sum(billed)") == [
        ("2026-07", D(31)), ("2026-08", D(62)),
    ]  # fmt: skip


# Statements of a card and of a bank as [[billing]]; what their files add up to as costs.
MINUS = {
    "a card's purchases": (
        "Date,Item,Amount\n2026-07-03,Rack,-30.00\n2026-07-09,DNS,-12.00\n",
        "its amounts add up to -42.00", D(42),
    ),
    "purchases and what pays them, which is more": (
        "Date,Item,Amount\n2026-07-03,Rack,-30.00\n2026-07-03,Rack,-12.00\n"
        "2026-07-03,Rack,100.00\n",
        "its amounts mostly have a minus", D(-58),
    ),
    "sales and a payment by their kinds": (
        "Date,Item,Type,Amount\n2026-07-03,Rack,Sale,-30.00\n2026-07-20,Card,Payment,90.00\n",
        "its amounts add up to -30.00", D(30),
    ),
    "one large refund that no word names": (
        "Date,Item,Amount\n2026-07-03,Rack,30.00\n2026-07-04,DNS,10.00\n2026-07-05,Rack,-90.00\n",
        "its amounts add up to -50.00", D(50),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MINUS)
def test_a_bill_whose_minus_may_be_a_cost_is_asked_for_its_sign(house, name):
    text, most, costs = MINUS[name]
    house.put("card.csv", text)
    house.bill("card", "card.csv", columns=SHEET, currency='"EUR"')

    assert house.rows("day") == []
    assert refusals(house) == [(
        f"not read: {most}, and nothing says whether a minus is a cost, as on a statement of a "
        "bank or a card, or takes off",
        "say which in its [[billing]]: negate = true if it is a cost, negate = false if it takes "
        "off",
    )]  # fmt: skip
    house.entries[0] += "\nnegate = true"
    assert (house.rows("sum(billed)"), refusals(house)) == ([(costs,)], [])
    house.entries[0] = house.entries[0].replace("true", "false")
    assert (house.rows("sum(billed)"), refusals(house)) == ([(-costs,)], [])


CREDITED = {
    "credit notes by their kind": (
        "Date,Item,Type,Amount\n2026-07-03,Rack,Invoice,30.00\n"
        "2026-07-20,Rack,Credit note,-90.00\n",
        SHEET,
    ),
    "credits by their category": (
        "Date,Item,Kind,Amount\n2026-07-03,Rack,Usage,30.00\n2026-07-03,Rack,Credit,-45.00\n"
        "2026-07-04,Rack,Credit,-45.00\n",
        SHEET.replace("}", ', charge_category = "Kind"}'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CREDITED)
def test_a_bill_below_zero_by_what_it_calls_credits_is_not_asked(house, name):
    text, columns = CREDITED[name]
    house.put("bill.csv", text)
    house.bill("rack", "bill.csv", columns=columns, currency='"EUR"')

    assert (house.rows("sum(billed)"), refusals(house)) == ([(D(-60),)], [])


def test_a_few_amounts_that_take_off_are_not_asked(house):
    house.put("bill.csv", "Date,Item,Amount\n2026-07-03,Rack,30.00\n2026-07-04,Rack,-5.00\n")
    house.bill("rack", "bill.csv", columns=SHEET, currency='"EUR"')

    assert (house.rows("sum(billed)"), refusals(house)) == ([(D(25),)], [])


@pytest.mark.parametrize("costs", ["-31.00,-62.00", "(31.00),(62.00)"])
def test_a_table_of_months_with_a_minus_is_asked_for_its_sign(house, costs):
    house.put("months.csv", f"Account,Jul 2026,Aug 2026\nHosting,{costs}\n")
    house.bill("books", "months.csv", currency='"EUR"')

    assert [message for message, _ in refusals(house)] == [
        "not read: its amounts add up to -93.00, and nothing says whether a minus is a cost, as on "
        "a statement of a bank or a card, or takes off"
    ]
    house.entries[0] += "\nnegate = true"
    assert house.rows("sum(billed)") == [(D(93),)]


TWO_DAYS = {
    "1–31 July 2026": ("2026-07-01", "2026-07-31"),
    "2026-07-01 to 2026-07-31": ("2026-07-01", "2026-07-31"),
    "2026-07-01T00:00:00Z/2026-08-01T00:00:00Z": ("2026-07-01", "2026-07-31"),
    "2026-07-06 00:00 - 2026-07-12 23:59": ("2026-07-06", "2026-07-12"),
    "2026-07-06/2026-07-12": ("2026-07-06", "2026-07-12"),
    "01.07. - 31.07.2026": ("2026-07-01", "2026-07-31"),
    "1.–15.7.2026": ("2026-07-01", "2026-07-15"),
    "28.12. - 27.01.2026": ("2025-12-28", "2026-01-27"),
    "07/01/2026 - 07/31/2026": ("2026-07-01", "2026-07-31"),
    "15/07 - 14/08/2026": ("2026-07-15", "2026-08-14"),
    "July 1 - 31, 2026": ("2026-07-01", "2026-07-31"),
    "Jul 15, 2026 - Aug 14, 2026": ("2026-07-15", "2026-08-14"),
    "Juli – August 2026": ("2026-07-01", "2026-08-31"),
    "07/2026 - 08/2026": ("2026-07-01", "2026-08-31"),
    "du 1er au 31 juillet 2026": ("2026-07-01", "2026-07-31"),
    "vom 1. bis 31. Juli 2026": ("2026-07-01", "2026-07-31"),
    "del 1 al 31 de julio de 2026": ("2026-07-01", "2026-07-31"),
}


@pytest.mark.parametrize("cell", TWO_DAYS)
def test_a_line_that_names_two_days_covers_those_between(house, cell):
    first, last = TWO_DAYS[cell]
    house.put("sheet.csv", f'Date,Item,Amount\n"{cell}",Hub,186.00\n')
    house.bill("hub", "sheet.csv", columns=SHEET, currency='"EUR"')

    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    assert house.rejects() == []
    assert house.db().execute(
        "select min(day)::varchar, max(day)::varchar, count(*), count(distinct day), "
        "sum(billed), max(billed) - min(billed) < 0.00000001 from cost_daily"
    ).fetchall() == [(first, last, days, days, D(186), True)]  # fmt: skip


NO_TWO_DAYS = [
    "2026-07-31 to 2026-07-01", "28–3 March 2026", "Hub 1 - 3", "1-2-3 July 2026", "1-" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("cell", NO_TWO_DAYS, ids=[each[:25] for each in NO_TWO_DAYS])
def test_what_names_no_two_days_in_order_is_refused_with_its_line(house, cell):
    house.put("sheet.csv", f"Date,Item,Amount\n2026-07-05,Hub,10.00\n{cell},Hub,186.00\n")
    house.bill("hub", "sheet.csv", columns=SHEET, currency='"EUR"')

    assert house.rows("day::varchar, billed") == [("2026-07-05", D(10))]
    assert [
        (r.source_line, r.reason.startswith(f'"{cell[:60]}" is not a day')) for r in house.rejects()
    ] == [(3, True)]


def test_days_and_two_days_stand_in_one_column_and_the_ends_may_be_no_days_of_theirs(house):
    house.put("sheet.csv", "Date,Item,Amount\n07/01/2026 - 08/01/2026,Hub,31.00\n"
              "08/01/2026 - 08/05/2026,Hub,10.00\n08/20/2026,Disk,7.00\n")  # fmt: skip
    house.bill("hub", "sheet.csv", columns=SHEET, currency='"EUR"')

    assert house.rows("service, strftime(day, '%Y-%m'), max(day)::varchar, sum(billed)") == [
        ("Disk", "2026-08", "2026-08-20", D(7)), ("Hub", "2026-07", "2026-07-31", D(31)),
        ("Hub", "2026-08", "2026-08-05", D(10)),
    ]  # fmt: skip


def test_two_days_that_may_be_read_in_two_orders_are_asked_about(house):
    house.put("sheet.csv", "Date,Item,Amount\n01/07/2026 - 05/07/2026,Hub,31.00\n")
    house.bill("hub", "sheet.csv", columns=SHEET, currency='"EUR"')

    ((message, remedy),) = refusals(house)
    assert message == (
        'not read: its days can be read in two ways: "01/07/2026" is 2026-07-01 or 2026-01-07 '
        "(YYYY-MM-DD)"
    )
    assert remedy.endswith("day_first = true or day_first = false")
    house.entries[0] += "\nday_first = true"
    assert house.rows("min(day)::varchar, max(day)::varchar") == [("2026-07-01", "2026-07-05")]


def test_a_large_table_of_two_days_is_read_as_a_small_one(house):
    lines = "2026-07-01T00:00:00Z/2026-08-01T00:00:00Z,Hub,0.01\n" * 25_000
    house.put("sheet.csv", f"Date,Item,Amount\n{lines}2026-07 bis 2026-08,Hub,62.00\n")
    house.bill("hub", "sheet.csv", columns=SHEET, currency='"EUR"')

    assert house.rows("strftime(day, '%Y-%m'), sum(billed)") == [
        ("2026-07", D(281)), ("2026-08", D(31)),
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["2026-08-10 to 2026-08-12", "10.–12. August 2026"])
def test_what_a_ledger_says_of_two_days_is_spent_on_these(read, cell):
    found = read(f'Date,Amount\n"{cell}",-30.00\n', columns='{date = "Date", amount = "Amount"}')

    assert found.spent == [(f"2026-08-{day}", None, "10.00", "EUR") for day in (10, 11, 12)]
