"""What single cells, headers and names of columns say, on both sides of each rule's edge."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pipelines.billing.rollup import spans
from pipelines.billing.rollup.cells import (
    amount,
    code,
    currency,
    currency_of_column,
    day_first,
    days,
    decimal_sign,
    orders,
    other_order,
    two_readings,
)
from pipelines.billing.rollup.console import inner
from pipelines.billing.rollup.months import are_months, stated_ends
from pipelines.billing.rollup.recognise import (
    NotRecognised,
    column_of,
    considered,
    layout_of,
    no_charges,
    whole_units,
)

DAYS = {
    ("2026-07-05",): ("2026-07-05", "2026-07-05"),
    ("2026-07-05 10:00:00",): ("2026-07-05", "2026-07-05"),
    ("2026-07-05T23:30:00Z", None, "Europe/Berlin"): ("2026-07-06", "2026-07-06"),
    ("2026-07-05T23:30:00Z",): ("2026-07-05", "2026-07-05"),
    ("2026-07-05 23:30:00 +0200", None, "UTC"): ("2026-07-05", "2026-07-05"),
    ("2026-07-05 23:30:00 UTC", None, "Asia/Tokyo"): ("2026-07-06", "2026-07-06"),
    ("2026-07-05 23:30:00", None, "Asia/Tokyo"): ("2026-07-05", "2026-07-05"),
    ("20260705",): ("2026-07-05", "2026-07-05"),
    ("46208",): ("2026-07-05", "2026-07-05"),
    ("46208.5",): ("2026-07-05", "2026-07-05"),
    ("07/08/2026",): None,
    ("07/08/2026", True): ("2026-08-07", "2026-08-07"),
    ("07/08/2026", False): ("2026-07-08", "2026-07-08"),
    ("13/08/2026",): ("2026-08-13", "2026-08-13"),
    ("08/13/2026",): ("2026-08-13", "2026-08-13"),
    ("08/08/2026",): ("2026-08-08", "2026-08-08"),
    ("07.08.2026",): ("2026-08-07", "2026-08-07"),
    ("07.08.2026", False): ("2026-08-07", "2026-08-07"),
    ("07-08-26",): None,
    ("07/08/26", True): ("2026-08-07", "2026-08-07"),
    ("13-13-2026",): None,
    ("5 July 2026",): ("2026-07-05", "2026-07-05"),
    ("July 5, 2026",): ("2026-07-05", "2026-07-05"),
    ("5. Juli 2026",): ("2026-07-05", "2026-07-05"),
    ("5 Xuly 2026",): None,
    ("Xuly 5, 2026",): None,
    ("2026-07",): ("2026-07-01", "2026-07-31"),
    ("202607",): ("2026-07-01", "2026-07-31"),
    ("07/2026",): ("2026-07-01", "2026-07-31"),
    ("July 2026",): ("2026-07-01", "2026-07-31"),
    ("Xuly 2026",): None,
    ("2026-13",): None,
    ("13/2026",): None,
    ("1989-12-31",): None,
    ("1990-01-01",): ("1990-01-01", "1990-01-01"),
    ("2099-12-31",): ("2099-12-31", "2099-12-31"),
    ("2100-01-01",): None,
    ("Feb 2024",): ("2024-02-01", "2024-02-29"),
    ("2026-02-30",): None,
    ("x",): None,
    ("",): None,
}
ORDERS = {
    ("13/08/2026", "07/08/2026"): ("13/08/2026", None, "07/08/2026"),
    ("08/13/2026",): (None, "08/13/2026", None),
    ("12/08/2026",): (None, None, "12/08/2026"),
    ("13/12/2026",): ("13/12/2026", None, None),
    ("12/13/2026",): (None, "12/13/2026", None),
    ("13/13/2026",): (None, None, None),
    ("07.08.2026",): (None, None, None),
    ("08/08/2026",): (None, None, None),
    ("x", "07/08/2026", "06/08/2026"): (None, None, "07/08/2026"),
}
FIRST = {
    ("13/08/2026",): True,
    ("08/13/2026",): False,
    ("13/08/2026", "08/13/2026"): None,
    ("07/08/2026",): None,
    ("08/08/2026",): False,
    ("07/08/2026", "13/08/2026"): True,
    (): False,
}
SIGN = {
    ("1.50", "2"): ".",
    ("1,50", "2"): ",",
    ("1.50", "1,50"): None,
    ("1.500",): None,
    ("1,500",): None,
    ("1500", "2"): ".",
    ("1.500", "2.5"): ".",
    (): ".",
    ("x",): ".",
}
AMOUNT = {
    ("1,234.50",): Decimal("1234.50"),
    ("1.234,50", ","): Decimal("1234.50"),
    ("1'234.50",): Decimal("1234.50"),
    ("(5.00)",): Decimal("-5.00"),
    ("5.00-",): Decimal("-5.00"),
    ("5.00CR",): Decimal("-5.00"),
    ("5.00DR",): Decimal("5.00"),
    ("",): None,
    ("x",): None,
    ("1e400",): None,
    ("999999999999999999",): Decimal("999999999999999999"),
    ("1000000000000000000",): None,
    ("1e-25",): Decimal("0"),
    ("1e-24",): Decimal("1E-24"),
    ("$5",): Decimal("5"),
    ("1,5",): None,
    ("1,234",): Decimal("1234"),
    ("1,234", ","): Decimal("1.234"),
    ("1.234", ","): Decimal("1234"),
}
CODE = {
    ("EUR",): "EUR",
    ("eur",): "EUR",
    ("€",): "EUR",
    ("$",): "USD",
    ("$", "CAD"): "CAD",
    ("$", "EUR"): "USD",
    ("", "CHF"): "CHF",
    ("",): None,
    ("¥", "CNY"): "CNY",
    ("¥",): "JPY",
    ("Dollars", "CAD"): "CAD",
    ("Dollar", "EUR"): None,
    ("Swiss francs",): "CHF",
    ("franc", "CHF"): "CHF",
    ("XYZ",): None,
    ("Zloty",): "PLN",
}
CURRENCY = {
    ("5 EUR",): "EUR",
    ("$5",): "USD",
    ("$5", "CAD"): "CAD",
    ("$5", "EUR"): "USD",
    ("¥5", "CNY"): "CNY",
    ("¥5",): "JPY",
    ("5",): None,
    ("5 eur",): "EUR",
}
COLUMN = {
    "Cost ($)": "USD",
    "Amount [EUR]": "EUR",
    "Total in USD": "USD",
    "costInUsd": "USD",
    "cost": None,
    "Amount": None,
    "net eur": "EUR",
    "Cost (net)": None,
    "Cost € (net)": "EUR",
    "theamount": None,
}
SPAN = {
    ("July 2026 – 1 July 2026",): ("2026-07-01", "2026-07-01"),
    ("31 July 2026 – July 2026",): ("2026-07-31", "2026-07-31"),
    ("1 July 2026 – July 2026",): ("2026-07-01", "2026-07-31"),
    ("1 August 2026 – July 2026",): None,
    ("1–31 July 2026",): ("2026-07-01", "2026-07-31"),
    ("July 1 – 31, 2026",): ("2026-07-01", "2026-07-31"),
    ("1.–31.7.2026",): ("2026-07-01", "2026-07-31"),
    ("1.7. – 31.7.2026",): ("2026-07-01", "2026-07-31"),
    ("2026-07-01 to 2026-07-31",): ("2026-07-01", "2026-07-31"),
    ("2026-07-01/2026-07-31",): ("2026-07-01", "2026-07-31"),
    ("07/01 – 07/31/2026",): None,
    ("07/01/2026 - 07/08/2026",): None,
    ("07/01/2026 - 07/08/2026", True): ("2026-01-07", "2026-08-07"),
    ("Dec 15 – Jan 14 2026",): ("2025-12-15", "2026-01-14"),
    ("15 December – 14 January 2026",): ("2025-12-15", "2026-01-14"),
    ("July 2026",): None,
    ("2026-07-31 to 2026-07-01",): None,
    ("from 1 July to 31 July 2026",): ("2026-07-01", "2026-07-31"),
    ("July – 15 July 2026",): ("2026-07-01", "2026-07-15"),
    ("x – 31, 2026",): None,
    ("x" * 81,): None,
    ("a - b",): None,
    ("May - June 2026",): ("2026-05-01", "2026-06-30"),
    ("1 - 2",): None,
    ("12/20 – 01/19/2026",): ("2025-12-20", "2026-01-19"),
    ("12/20/25 - 01/19/26",): ("2025-12-20", "2026-01-19"),
    ("2026-07-01 - 2026-07-31 - 2026-08-01",): None,
}
ENDS = {
    ("costs.csv",): [],
    ("costs 2026-07-01 to 2026-07-15.csv",): ["2026-07-15"],
    ("costs 2026-07-01 to 2026-07-31.csv",): [],
    ("x", "Costs up to 2026-07-10"): ["2026-07-10"],
    ("x", '"As of: 10 July 2026";'): ["2026-07-10"],
    ("x", "as of July 2026"): [],
    ("x", "until x"): [],
    ("2026-07-01 to 2026-07-15", "until 2026-07-10", "until 2026-07-10"): [
        "2026-07-10",
        "2026-07-15",
    ],
}
OFMONTHS = {
    "Month": True,
    "Invoice date": False,
    "Date": True,
    "Invoice month": True,
    "Rechnungsmonat": True,
    "Rechnung": False,
}
COLUMNOF = {
    ("Cost", "Date", "Cost"): 1,
    ("cost ($)", "Cost (€)", "Cost ($)"): 1,
    (
        "cost",
        "Cost (€)",
        "Cost ($)",
    ): 'NotRecognised: "cost" fits several columns: "Cost (€)", "Cost ($)". Name one of '
    "them in full",
    ("cost", "Cost (€)", "cost"): 1,
    ("cost", "Cost ($)", "Cost ($)"): 0,
    ("x", "Cost"): None,
    ("Cost (x)", "Cost"): None,
    ("", "Cost", ""): 1,
}
UNITS = {
    (
        ("amount", "Cost in cents"),
    ): 'NotRecognised: its amounts in "Cost in cents" are hundredths or less, by the '
    "column's name. Add a column with them in whole units of the currency, and name "
    "it as amount in columns",
    (
        ("amount", "costCents"),
    ): 'NotRecognised: its amounts in "costCents" are hundredths or less, by the '
    "column's name. Add a column with them in whole units of the currency, and name "
    "it as amount in columns",
    (("amount", "Cost per cent"),): None,
    (("amount", "cost per minor unit"),): None,
    (("date", "cents"),): None,
    (
        ("credit", "pence"),
    ): 'NotRecognised: its amounts in "pence" are hundredths or less, by the column\'s '
    "name. Add a column with them in whole units of the currency, and name it as "
    "amount in columns",
    (
        ("debit", "Micros"),
    ): 'NotRecognised: its amounts in "Micros" are hundredths or less, by the column\'s '
    "name. Add a column with them in whole units of the currency, and name it as "
    "amount in columns",
}
NOCHARGES = {
    ("Contract Commitment ID", "x"): "a FOCUS contract commitment list: it holds no charges",
    ("InvoiceDetailId",): "a FOCUS invoice detail list: it holds no daily charges",
    ("order_id", "balance"): None,
    ("order_id", "balance", "due date"): "a list of invoices, not of their lines",
}
FORMATS = {
    "focus": ["focus"],
    "focuss": 'NotRecognised: format = "focuss" is none that is known. Write format = "focus"',
    "xxxx": 'NotRecognised: format = "xxxx" is none that is known. Leave it out, or see '
    "docs/bills.md",
}
LAYOUT = {
    ("a,b",): "NotRecognised: no export has these columns: a, b",
    ("",): "NotRecognised: the file is empty",
    (
        "2026-07-01,Rack,5.00",
        "2026-07-02,Rack,6.00",
    ): "NotRecognised: its first line holds values, no names of columns. Write a first "
    "line with a name for each column, as Date,Item,Amount",
    ("2026-07-01,Rack,x",): "NotRecognised: no export has these columns: 2026-07-01, Rack, x",
    ("2026-07-01,5.00", "x,y"): "NotRecognised: no export has these columns: 2026-07-01, 5.00",
    (
        "Contract Commitment ID,x",
    ): "NotRecognised: a FOCUS contract commitment list: it holds no charges",
    (
        "a,b,c,d,e,f,g,h,i,j,k,l,m,n",
    ): "NotRecognised: no export has these columns: a, b, c, d, e, f, g, h, i, j, k, l and 2 more",
    ("Costs,Jul 2026,Aug 2026", "Expenses,,"): ("cross_tab", ",", 0, ()),
    ("2026-07-01 x", "  expenses:a  1 EUR"): ("journal", ",", 0, ()),
    ("x", "y", "Service,EC2($)", "2026-05-01,1"): ("aws_cost_explorer", ",", 0, ()),
    ("", "", "", "Service,EC2($)", "2026-05-01,1"): ("aws_cost_explorer", ",", 0, ()),
    ("Service,EC2($)", *["x,1"] * 10, "2026-05-01,1"): ("aws_cost_explorer", ",", 0, ()),
    ("Web,x,2026-05-01,2026-05-31,2,1.50,3.00",): ("hetzner", ",", 0, ()),
    ("Web,x,2026-05-01,2026-05-31,2,1.50,3.00,",): ("hetzner", ",", 0, ()),
    ("Web,x,2026-05-01,May,2,1.50,3.00", "y"): "NotRecognised: no export has these columns: "
    "Web, x, 2026-05-01, May, 2, 1.50, 3.00",
}


def _days(pair):
    return pair and tuple(map(str, pair))


def _layout(*lines):
    found = layout_of(lines)
    return found.format.name, found.delimiter, found.skip, found.header


def _cell(cell, first=None, zone=None):
    return _days(days(cell, first=first, zone=zone and ZoneInfo(zone)))


ASKED = {
    "days": (_cell, DAYS),
    "orders": (lambda *cells: orders(cells), ORDERS),
    "first": (lambda *cells: day_first(cells), FIRST),
    "sign": (lambda *cells: decimal_sign(cells), SIGN),
    "amount": (amount, AMOUNT),
    "code": (code, CODE),
    "currency": (currency, CURRENCY),
    "column": (currency_of_column, COLUMN),
    "span": (lambda cell, first=None: _days(spans.span(cell, first=first)), SPAN),
    "ends": (lambda name, *above: [str(day) for day in stated_ends(name, above)], ENDS),
    "of months": (are_months, OFMONTHS),
    "column of": (lambda name, *header: column_of(name, header), COLUMNOF),
    "units": (lambda *columns: whole_units(columns), UNITS),
    "no charges": (lambda *header: no_charges(header), NOCHARGES),
    "formats": (lambda wanted: [each.name for each in considered(wanted)], FORMATS),
    "layout": (_layout, LAYOUT),
}


@pytest.mark.parametrize(
    ("asked", "given"), [(name, given) for name, (_, table) in ASKED.items() for given in table]
)
def test_what_is_written_is_read_so_or_refused_with_a_sentence(asked, given):
    ask, table = ASKED[asked]
    try:
        said = ask(*given) if isinstance(given, tuple) else ask(given)
    except NotRecognised as refused:
        said = f"NotRecognised: {refused}"
    assert said == table[given]


def test_the_name_in_brackets_of_another_language_is_a_name_too():
    names = ("Datum (Date)", "Kosten (EUR)", "Datum", "Datum (a date)")
    assert [inner(name) for name in names] == ["Date", None, None, None]


def test_what_can_be_read_in_two_ways_is_said_with_both():
    assert other_order("13/08/2026", "[[billing]]", said=False) == (
        '"13/08/2026" has the day first, and its [[billing]] says day_first = false. Say '
        "day_first = true, or give the files written so a [[billing]] of their own"
    )
    assert other_order("08/13/2026", "[[billing]]", said=True) == (
        '"08/13/2026" has the month first, and its [[billing]] says day_first = true. Say '
        "day_first = false, or give the files written so a [[billing]] of their own"
    )
    assert two_readings(["1.500", "2.250"]) == (
        "its amounts can be read in two ways: with a decimal point they add up to 3.750, with a "
        "decimal comma to 3,750"
    )
