"""Amounts, days and currencies as people write them: decided by a column, asked, never guessed."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from billing_house import House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.billing.rollup import Rules, aggregation, cells

COLUMNS = '{date = "Date", amount = "Amount", service = "Item"}'


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


@pytest.fixture(scope="module")
def db():
    with (
        tempfile.TemporaryDirectory() as folder,
        aggregation.database(Path(folder), Rules(), 1) as opened,
    ):
        yield opened


def sheet(house, text, encoding="utf-8", columns=COLUMNS, **settings):
    house.put("sheet.csv", text.encode(encoding))
    return house.bill("rack", "sheet.csv", columns=columns, **settings)


def rows(house):
    return house.rows("day::varchar, service, currency, billed")


def refusals(house):
    return [(run.status, run.message, run.remedy) for run in house.runs() if run.status != "ok"]


AMOUNTS = (
    ("12.50", "12.50", None), ("1 234,50 €", None, "1234.50"), ("€ 1,005.3900", "1005.39", None),
    ("(12.50)", "-12.50", None), ("12.50-", "-12.50", None), ("108.43 cr", "-108.43", None),
    ("$(12.50)", "-12.50", None), ("-$5.00", "-5", None), ("CHF 1'234.50", "1234.50", None),
    ("1,23,456.00", "123456", None), ("5e-06", "0.000005", "0.000005"), ("1.234", "1.234", "1234"),
    ("- 12,5", None, "-12.5"), ("−5", "-5", "-5"), ("12,400", "12400", "12.400"),
    ("1\u202f234\u00a0567,50", None, "1234567.50"), ("0.125", "0.125", None),
    ("0,125", None, "0.125"), ("1.234.567", None, "1234567"), ("1,234,567", "1234567", None),
    ("usd 12.5", "12.5", None), ("12 GB", None, None), ("", None, None), ("n/a", None, None),
)  # fmt: skip


@pytest.mark.parametrize(("cell", "point", "comma"), AMOUNTS)
def test_an_amount_is_read_alike_by_python_and_duckdb(db, cell, point, comma):
    wanted = tuple(None if text is None else Decimal(text) for text in (point, comma))

    assert (cells.amount(cell), cells.amount(cell, ",")) == wanted
    macros = "point_amount(bare_amount($cell)), comma_amount(bare_amount($cell))"
    assert db.execute(f"select {macros}", {"cell": cell}).fetchone() == wanted


DAYS = (
    ("05-Jul-2026", "2026-07-05"), ("1 August 2026", "2026-08-01"), ("2026-7-15", "2026-07-15"),
    ("2026/07/20 00:00:00", "2026-07-20"), ("46230", "2026-07-27"), ("20260705", "2026-07-05"),
    ("5 de julio de 2026", "2026-07-05"), ("1er août 2026", "2026-08-01"),
    ("3. März 2026", "2026-03-03"), ("Jul 5, 2026", "2026-07-05"), ("13/07/2026", "2026-07-13"),
    ("05.07.26", "2026-07-05"), ("2026-07-07T23:46:01-02:00", "2026-07-08"),
    ("2026-07-01 00:00:00 +0000 UTC", "2026-07-01"), ("07-08-2026", None), ("31/02/2026", None),
    ("2026-13-01", None), ("07-08-26", None), ("soon", None), ("12 Mumble 2026", None),
)  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_a_day_is_read_alike_by_python_and_duckdb(db, cell, day):
    wanted = day and date.fromisoformat(day)
    db.execute("set variable day_first = null::boolean")

    assert cells.days(cell) == (wanted and (wanted, wanted))
    assert db.execute("select day_of($cell), is_month($cell)", {"cell": cell}).fetchone() == (
        wanted, False,
    )  # fmt: skip


@pytest.mark.parametrize("cell", ["September 2026", "sept. 2026", "2026-09", "202609", "09/2026"])
def test_a_month_stands_for_all_its_days(db, cell):
    assert cells.days(cell) == (date(2026, 9, 1), date(2026, 9, 30))
    assert db.execute("select day_of($cell), is_month($cell)", {"cell": cell}).fetchone() == (
        date(2026, 9, 1), True,
    )  # fmt: skip


@pytest.mark.slow
@given(cell=st.text("0123456789.,'- ()€$crUSD\u202f", max_size=12))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_python_and_duckdb_never_differ_over_an_amount(db, cell):
    bare = "bare_amount($cell)"
    macros = f"{bare}, point_amount({bare}), comma_amount({bare})"
    read = db.execute(f"select {macros}", {"cell": cell}).fetchone()

    assert read == (cells.bare(cell), cells.amount(cell), cells.amount(cell, ","))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Amount (USD)", "USD"), ("Cost ($)", "USD"), ("Betrag (€)", "EUR"), ("costInUsd", "USD"),
        ("Total in CHF", "CHF"), ("Amount [INR]", "INR"), ("amount_usd", "USD"), ("Amount", None),
        ("Montant HT", None), ("Cost in billing currency", None), ("Total (net)", None),
    ],
)  # fmt: skip
def test_the_currency_of_a_column_is_in_its_name(name, code):
    assert cells.currency_of_column(name) == code


@pytest.mark.slow
def test_a_column_of_commas_is_decided_by_its_cents(house):
    text = 'Date,Item,Amount\n2026-06-30,Rack,"$1.250,75"\n2026-07-31,Rack,"$980,000"\n'
    sheet(house, text)

    assert rows(house) == [
        ("2026-06-30", "Rack", "USD", Decimal("1250.75")), ("2026-07-31", "Rack", "USD", 980),
    ]  # fmt: skip


@pytest.mark.slow
def test_thousands_of_apostrophes_leave_a_point_for_the_decimals(house):
    text = "Date;Item;Amount\n2026-07-01;Rack;CHF 1'250.000\n2026-07-02;Disk;12\n"
    sheet(house, text, currency='"CHF"')

    assert rows(house) == [
        ("2026-07-01", "Rack", "CHF", 1250), ("2026-07-02", "Disk", "CHF", 12),
    ]  # fmt: skip


UNDECIDED = 'Date,Item,Amount\n2026-06-30,Rack,"€ 1.500"\n2026-07-31,Rack,"€ 2.250"\n'


def test_a_column_that_does_not_decide_is_refused_with_both_sums(house):
    sheet(house, UNDECIDED)

    assert rows(house) == []
    assert refusals(house) == [
        (
            "failed",
            "not read: its amounts can be read in two ways: with a decimal point they add up to "
            "3.75, with a decimal comma to 3,750",
            'say which in its [[billing]]: decimal = "." or decimal = ","',
        )
    ]


@pytest.mark.parametrize(("sign", "amounts"), [(",", (1500, 2250)), (".", (1.5, 2.25))])
def test_the_setting_settles_the_decimal_sign(house, sign, amounts):
    sheet(house, UNDECIDED, decimal=f'"{sign}"')

    assert rows(house) == [
        ("2026-06-30", "Rack", "EUR", Decimal(amounts[0])),
        ("2026-07-31", "Rack", "EUR", Decimal(amounts[1])),
    ]


def test_credits_are_negative_in_every_spelling(house):
    spelt = ("(12.50)", "12.50-", "108.43 cr", "$(12.50)", "−3.25", "$-1.25")
    lines = "".join(f"2026-07-0{n},{n},{cell}\n" for n, cell in enumerate(spelt, start=1))
    sheet(house, f"Date,Item,Amount\n{lines}", currency='"USD"', negate="false")

    assert [str(row[3].normalize()) for row in rows(house)] == [
        "-12.5", "-12.5", "-108.43", "-12.5", "-3.25", "-1.25",
    ]  # fmt: skip


def test_days_of_a_column_are_decided_by_one_that_is_above_twelve(house):
    text = "Date,Item,Amount\n07-08-2026,Rack,1.00\n25-08-2026,Rack,2.00\n"
    sheet(house, text, currency='"EUR"')

    assert rows(house) == [
        ("2026-08-07", "Rack", "EUR", 1), ("2026-08-25", "Rack", "EUR", 2),
    ]  # fmt: skip


@pytest.mark.slow
def test_days_that_no_cell_decides_are_asked_and_settled(house):
    text = "Date,Item,Amount\n07/08/2026,Rack,1.00\n"
    sheet(house, text, currency='"EUR"')
    assert refusals(house) == [
        (
            "failed",
            'not read: its days can be read in two ways: "07/08/2026" is 2026-08-07 or 2026-07-08 '
            "(YYYY-MM-DD)",
            "say which in its [[billing]]: day_first = true or day_first = false",
        )
    ]
    house.entries.clear()
    sheet(house, text, currency='"EUR"', day_first="true")
    assert rows(house) == [("2026-08-07", "Rack", "EUR", 1)]


@pytest.mark.slow
def test_months_are_read_in_four_languages(house):
    words = ("1 juillet 2026", "2. Juli 2026", "3 de julio de 2026", "July 4, 2026")
    lines = "".join(f'"{word}",Rack,1.00\n' for word in words)
    sheet(house, f"Date,Item,Amount\n{lines}", currency='"EUR"')

    assert [row[0] for row in rows(house)] == [f"2026-07-0{n}" for n in (1, 2, 3, 4)]


TWO = "Date,Item,Amount (CHF),Amount (SEK)\n2026-07-05,Rack,10.00,119.00\n"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code", "billed"), [("CHF", "CHF", 10), ("sek", "SEK", 119)])
def test_a_column_named_in_full_is_that_column(house, name, code, billed):
    columns = f'{{date = "Date", amount = "amount ({name})", service = "Item"}}'
    sheet(house, TWO, columns=columns)

    assert rows(house) == [("2026-07-05", "Rack", code, billed)]


def test_a_name_that_two_columns_share_is_refused_with_both(house):
    sheet(house, TWO)

    assert refusals(house) == [
        (
            "failed",
            'not read: "Amount" fits several columns: "Amount (CHF)", "Amount (SEK)"',
            "name one of them in full",
        )
    ]


@pytest.mark.parametrize(
    ("header", "cell"), [("Amount (USD)", "500"), ("Amount", "$500"), ("Amount", "500 USD")]
)
def test_a_currency_that_contradicts_its_setting_is_refused_with_both(house, header, cell):
    sheet(house, f"Date,Item,{header}\n2026-07-05,Rack,{cell}\n", currency='"EUR"')

    assert refusals(house) == [
        (
            "failed",
            'not read: its amounts are in USD, but its [[billing]] says currency = "EUR"',
            "correct the setting, or map the column that is in EUR",
        )
    ]


@pytest.mark.slow
def test_a_bill_without_a_currency_says_how_its_amounts_count(house):
    sheet(house, "Date,Item,Amount\n2026-07-05,Rack,500\n")

    assert rows(house) == [("2026-07-05", "Rack", None, 500)]
    assert [file.note for file in house.files()] == [
        "no currency is stated, so its amounts count in the team's: if that is wrong, "
        'say currency = "…" in its [[billing]]'
    ]


NAMES = (
    ("US Dollar", None, "USD"), ("U.S. Dollars", "EUR", "USD"), ("Euro", "USD", "EUR"),
    ("euros", None, "EUR"), ("Pounds sterling", None, "GBP"), ("Schweizer Franken", None, "CHF"),
    ("dólar estadounidense", None, "USD"), ("dollar canadien", None, "CAD"),
    ("Dollars", "CAD", "CAD"), ("Dollars", "EUR", None), ("Dollar", None, None),
    ("Krone", "DKK", "DKK"), ("Pounds", "GBP", "GBP"), ("usd", None, "USD"), ("PEN", None, "PEN"),
    ("$", "AUD", "AUD"), ("", "EUR", "EUR"), ("BTC", "EUR", None), ("n/a", "EUR", None),
)  # fmt: skip


@pytest.mark.parametrize(("cell", "own", "code"), NAMES)
def test_the_name_of_a_currency_is_read_alike_by_python_and_duckdb(db, cell, own, code):
    assert cells.code(cell, own) == code
    assert db.execute("select code_of(?, ?)", [cell, own]).fetchall() == [(code,)]


COINS = '{date = "Date", amount = "Amount", service = "Item", currency = "Paid in"}'


@pytest.mark.slow
def test_a_currency_that_is_none_is_refused_with_its_money(house):
    sheet(
        house, "Date;Item;Amount;Paid in\n2026-07-01;A;5;Swiss francs\n2026-07-02;B;7;Points\n"
        "2026-07-03;C;2;Pounds sterling\n2026-07-04;D;3;Dollars\n", columns=COINS,
    )  # fmt: skip

    assert rows(house) == [("2026-07-01", "A", "CHF", Decimal(5)),
                           ("2026-07-03", "C", "GBP", Decimal(2))]  # fmt: skip
    assert house.db().execute(
        "select currency, reason, lines, amount from billing_refused order by 1"
    ).fetchall() == [
        ("Dollars", "no currency", 1, Decimal(3)), ("Points", "no currency", 1, Decimal(7)),
    ]  # fmt: skip
    assert [(r.source_line, r.reason) for r in house.rejects()] == [
        (3, '"Points" is no currency; write its code, as USD'),
        (5, '"Dollars" may be of several countries; write its code, as USD'),
    ]
    assert [run[2] for run in refusals(house)] == [
        "write each currency as its code, as USD or EUR; of Dollars and the like alone, "
        "say which in its setting currency"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Currency", "Währung", "Moneda", "Devise"])
def test_a_column_of_currencies_that_is_not_named_is_read(house, name):
    sheet(house, f"Date;Item;Amount;{name}\n2026-07-01;A;5;EUR\n2026-07-02;B;7;US-Dollar\n")

    assert rows(house) == [("2026-07-01", "A", "EUR", Decimal(5)),
                           ("2026-07-02", "B", "USD", Decimal(7))]  # fmt: skip


@pytest.mark.slow
def test_the_currency_of_a_purchase_is_not_that_of_a_column_which_states_its_own(house):
    sheet(
        house, "Date,Item,Amount (EUR),Currency\n2026-07-01,A,5,USD\n",
        columns='{date = "Date", amount = "Amount (EUR)", service = "Item"}',
    )  # fmt: skip

    assert rows(house) == [("2026-07-01", "A", "EUR", Decimal(5))]
