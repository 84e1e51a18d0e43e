"""Small odd tables → plain rows, without a database: every cell of every row, or why there is none.

`pytest tests/pipelines/test_billing_sheets.py --write-golden` writes data/golden/sheets.txt anew.
"""

from pathlib import Path

import pytest
from odd_tabs import ODD, OPEN
from test_cross_tabs import (
    DESKTOP,
    FISCAL_YEAR,
    GERMAN,
    ONE_MONTH,
    PROJECTS,
    QUARTERS,
    QUICKBOOKS,
    STATEMENT,
    WRONG,
    XERO,
)
from test_journals import BEANCOUNT, LEDGER

from pipelines.billing.rollup import NoTable, Rules
from pipelines.billing.rollup.console import Sheet, Text
from pipelines.billing.rollup.cross_tab import is_cross_tab
from pipelines.billing.rollup.journal import is_journal
from pipelines.billing.rollup.reading import READERS

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "sheets.txt"
TABS = {
    "quickbooks": QUICKBOOKS, "xero": XERO, "statement": STATEMENT, "german": GERMAN,
    "projects": PROJECTS, "desktop": DESKTOP, "fiscal year": FISCAL_YEAR, "one month": ONE_MONTH,
    "quarters": QUARTERS, **{f"wrong {n}": text for n, (text, _) in enumerate(WRONG)},
    "turned": "Month;Servers;Travel;Total\nJan 2026;10,50;1,00;11,50\nFeb 2026;20,00;;20,00\n"
    "Total;30,50;1,00;31,50\n",
    "turned without a total": "Month;Servers;Travel\nJan 2026;10,50;1,00\nFeb 2026;20,00;\n",
    "turned next to names": "Month,Who,Total\nJan 2026,Ada,11.50\nFeb 2026,Bo,20.00\n",
    "a sum of two words": "Costs,Jul 2026\nExpenses,\nRack,2.00\nSum,2.00\n",
    "turned and short": "Costs\nMonth|Servers|Sum\nJan 2026|10.50|10.50\nFeb 2026\n",
    "sums above their parts": "Costs,Jul 2026,Aug 2026\nExpenses,,\nPlatform,250.00,260.00\n"
    "  Servers,200.00,210.00\n  Domains,50.00,50.00\nTravel,10.00,\nTotal,260.00,260.00\n",
    "a sum that a total closes": "Costs,Jul 2026\nExpenses,\nHub,5.00\n  Disk,1.00\n"
    "Total Hub,6.00\nTotal,6.00\n",
    "rounded": "Costs,Jul 2026,Aug 2026\nExpenses,,\nRack,101,101\nMail,11,11\nDNS,3,3\n"
    "Total,116,114\n",
    "rounded too far": "Costs,Jul 2026,Aug 2026\nExpenses,,\nRack,101,101\nMail,11,11\nDNS,3,3\n"
    "Total,117,115\n",
    "tens": "Costs,Jul 2026\nExpenses,\nRack,100\nMail,10\nTotal,111\n",
    "cents": "Costs,Jul 2026\nExpenses,\nRack,100.50\nMail,10.25\nTotal,110.76\n",
    "cents too far": "Costs,Jul 2026\nExpenses,\nRack,100.50\nMail,10.25\nTotal,110.77\n",
    "another column": "Costs,Jul 2026,Aug 2026,Remark,Total\nExpenses,,,,\n"
    "Rack,1.00,2.00,ok,3.00\n",
    "percent": "Costs,Jul 2026,%,Aug 2026,%\nExpenses,,,,\nRack,1.00,33%,2.00,67%\n",
    "dollars": "Costs (USD),Jul 2026\nExpenses,\nRack,1.00\n",
    "two currencies": "Costs,Jul 2026\nExpenses,\nRack,1.00 EUR\nMail,2.00 USD\nDNS,3.00\n",
    "one currency": "Costs,Jul 2026\nExpenses,\nRack,1.00 EUR\nDNS,3.00\n",
    "a line in no section": "Item,Jul 2026\nRack,1.00\nExpenses,\nMail,2.00\n",
    "spent below zero": "Costs,Jul 2026\nIncome,\nGifts,9.00\nExpenses,\nMail,-2.00\nNet,7.00\n",
    "spent above zero": "Costs,Jul 2026\nIncome,\nGifts,9.00\nExpenses,\nMail,2.00\nNet,7.00\n",
    "spent without a net row": "Costs,Jul 2026\nExpenses,\nMail,-2.00\nRack,-1.00\n",
    "one off": "Costs,Jul 2026\nIncome,\nGifts,9.00\nTotal Income,8.00\n",
    "a total of nothing": "Costs,Jul 2026\nExpenses,\nTotal Expenses,0.00\n",
    "no amounts": "Costs,Jul 2026,Aug 2026\nExpenses,,\nMail,-,\n",
    "no label": "Costs,Jul 2026,Aug 2026\nExpenses,,\nMail,2.00,3.00\nRack,1.00,1.00\n,3.00,4.00\n",
    "a balance that opens": "Statement,Jul 2026,Aug 2026\nOpening balance,10.00,8.00\n"
    "Gifts,5.00,1.00\nMail,-7.00,-2.00\n",
    "balances twice": "Statement,Jul 2026\nOpening balance,10.00\nGifts,5.00\n"
    "Closing balance,15.00\n"
    "Opening balance,15.00\nMail,-7.00\nClosing balance,8.00\n",
    "a balance of costs": "Statement,Jul 2026\nOpening balance,10.00\nExpenses,\nMail,7.00\n"
    "Closing balance,3.00\n",
    "by class": "Costs of May 2026\n,Hub,Docs,Total\nRack,1.00,2.00,3.00\nMail,,1.50,1.50\n",
    "by class without days": ",Hub,Docs,Total\nRack,1.00,2.00,3.00\nMail,5.00,1.50,1.50\n",
    "amounts alone": "Costs of May 2026\nAccount,Amount\nRack,1.00\nMail,1.50\n",
    "no accounts": "Costs of May 2026\nThing,Amount\nRack,1.00\nMail,1.50\n",
    "one project": "Costs of May 2026\n,Hub,Total\nRack,1.00,1.00\nMail,1.50,1.50\n",
    "a list of lines": "Name,From,Until,Cost\nRack,2026-05-01,2026-05-31,7\n"
    "Box,2026-06-30,2026-06-30,8\n",
    "days as a label": "2026-05-01,May 2026,June 2026\nExpenses,,\nRack,1.00,2.00\n",
    "spans": "Costs,2026-05-01 - 2026-05-15,2026-05-16 - 2026-06-02\nExpenses,,\nRack,1.00,1.80\n",
    "no table": "Name,Cost\nRack,7\n",
    **ODD,
}  # fmt: skip
EXPLORER = (
    '"Service","EC2($)","S3($)","Total costs($)"\n"Service total","3.50","1.00","4.50"\n'
    '"2026-05-01","1.00","0.50","1.50"\n"2026-06-01","2.50","0.50","3.00"\n'
)
TABLE = (
    "Invoice number,12\nInvoice date,2026-05-31\nCurrency,EUR\nTotal amount due,{due}\n\n"
    "Service description,Cost type,Unrounded Cost (€),Cost (€),Credit type\n"
    "Compute,Usage,1.004,1.00,{credit}\nDisk,Usage,2.004,2.00,\n"
    "Rounding error,,,-0.01,\nTotal,,3.008,3.00,\n"
)
REPORTS = (
    "Currency,EUR\n\nService,List cost (€),Savings (€),Unrounded subtotal (€),Subtotal (€)\n"
    'Disk,2.00,-1.00,1.004,1.00\n"Compute, small",1.00,0.00,1.00,1.00\nSubtotal,3.00,,2.004,2.00\n'
)
DAYS = "Reports, 2026-05-01 — 2026-05-31.csv"
MORE: dict[str, tuple[str, str, str, int, Rules]] = {
    # reader, text, name, lines above the header, settings
    "explorer": ("cost_explorer", EXPLORER, "a.csv", 0, Rules()),
    "explorer of days": ("cost_explorer", EXPLORER, "a.csv", 0, Rules(period="day")),
    "explorer of one row":
        ("cost_explorer", 'Región,"EC2 (EUR)"\n2026-05-01,1.00\n', "a.csv", 0, Rules()),
    "explorer of one row of a month":
        ("cost_explorer", "Cuenta,EC2(EUR)\n2026-05-01,1.00\n", "a.csv", 0, Rules(period="month")),
    "explorer of one row in a month":
        ("cost_explorer", "Konto,(EUR)\n2026-05-02,(1.00)\n", "a.csv", 0, Rules()),
    "explorer without a total": ("cost_explorer", EXPLORER.replace("1.50", "1.54"), "", 0, Rules()),
    "explorer with a total to the cent":
        ("cost_explorer", EXPLORER.replace("1.50", "1.539"), "", 0, Rules()),
    "explorer of one group":
        ("cost_explorer", "Service,EC2($)\n2026-05-01,1\n2026-05-03,1\n", "", 0, Rules()),
    "explorer below ids":
        ("cost_explorer", f'"id","1","2",""\n{EXPLORER}', "a.csv", 0, Rules()),
    "explorer cut": ("cost_explorer", f'{EXPLORER}"2026-07-01","1.00"\n', "a.csv", 0, Rules()),
    "explorer of nothing": ("cost_explorer", "Service,EC2\n2026-05-01,1\n", "a.csv", 0, Rules()),
    "explorer of no calendar":
        ("cost_explorer", "Service,A($)\n2026-13-01,1\n2026-05-01,x\n", "a.csv", 0, Rules()),
    "table": ("cost_table", TABLE.format(due="3.01", credit=""), "a.csv", 5, Rules()),
    "table off": ("cost_table", TABLE.format(due="2.00", credit=""), "a.csv", 5, Rules()),
    "table off with credits":
        ("cost_table", TABLE.format(due="2.00", credit="PROMOTION"), "a.csv", 5, Rules()),
    "table without a date":
        ("cost_table", TABLE.format(due="x", credit="").replace("2026-05-31", "May"), DAYS, 5,
         Rules()),
    "table without a total": ("cost_table", "Total amount due,7.50\nCost ($)\n1.50\n", "", 1,
                              Rules()),
    "table without anything": ("cost_table", "Cost\n1.50\n", "a.csv", 0, Rules()),
    "table without costs": ("cost_table", "Service\nDisk\n", "a.csv", 0, Rules()),
    "table cut": ("cost_table", "Currency,EUR\n", "a.csv", 1, Rules()),
    "reports": ("reports", REPORTS, DAYS, 2, Rules()),
    "reports without unrounded sums":
        ("reports", REPORTS.replace("Unrounded s", "S").replace("Subtotal,3", "Filtered total,3"),
         "a.csv", 2, Rules()),
    "reports without sums":
        ("reports", "Service,Subtotal ($)\nDisk,1.00\n", "a.csv", 0, Rules()),
    "reports without subtotals": ("reports", "Service,Cost\nDisk,1.00\n", "a.csv", 0, Rules()),
    "reports of a stated currency":
        ("reports", REPORTS.replace("Currency,EUR", "Currency,CHF"), DAYS, 2, Rules()),
    "explorer with empty cells":
        ("cost_explorer", 'Service,A($),B($),C($)\n2026-05-01,1.00,,1.00\n2026-06-01,,,\n', "", 0,
         Rules()),
    "hetzner of other sums":
        ("hetzner", "Web,,2026-05-01,2026-05-31,3,1.50,4.00\n"
         "Fan,,2026-05-01,2026-05-31,2,x,\nBack,,2026-05-01,2026-05-31,1,1.50,(12.34)\n", "a.csv",
         0, Rules()),
    "journal with commas":
        ("journal", "2026-07-01 x\n  expenses:a  8,778 EUR\n  assets:b\n", "b", 0,
         Rules(decimal=",")),
    "journal of a price that is none":
        ("journal", "2026-07-01 x\n  expenses:a  10.00 EUR @ apples\n  income:b\n", "b", 0,
         Rules()),
    "hetzner":
        ("hetzner", "Server,web,2026-05-01,2026-05-31,2,1.50,3.00\n"
         "IP,,2026-05-01,2026-05-31,2,1.5\nBox,,2026-05-01,2026-05-31,x,1.5,\n"
         "Disk,,2026-05-01\n", "a.csv", 0, Rules()),
    "ledger": ("journal", LEDGER, "books.ledger", 0, Rules(decimal=".")),
    "beancount": ("journal", BEANCOUNT, "books.beancount", 0, Rules()),
}  # fmt: skip


def _journal(*postings: str) -> str:
    return "2026-07-01 x\n" + "".join(f"  {each}\n" for each in postings)


JOURNALS = {
    "off by a cent": _journal("expenses:a  $1.00", "assets:b  $-1.01"),
    "off by half a cent": _journal("expenses:a  $1.000", "assets:b  $-1.005"),
    "off by less": _journal("expenses:a  $1.000", "assets:b  $-1.0049"),
    "two left open": _journal("expenses:a  $1.00", "assets:b", "assets:c"),
    "nothing left open": _journal("expenses:a  $1.00", "assets:b  $-1.00", "assets:c"),
    "an open expense": _journal("assets:b  $-1.00", "assets:c  2.00 EUR", "expenses:a"),
    "a price in all": _journal("expenses:a  10.00 EUR @@ $11.00", "assets:b  $-11.00"),
    "a price in all taken off": _journal("expenses:a  -10.00 EUR @@ $11.00", "assets:b  $11.00"),
    "a price of each": _journal("expenses:a  10.00 EUR @ $1.10", "assets:b  $-11.00"),
    "a lot": _journal("assets:a  10.00 EUR {$1.10}", "income:b  -10.00 EUR"),
    "no amount": _journal("expenses:a  10 apples", "assets:b"),
    "income": _journal("income:gifts  $-5.00", "assets:b  $5.00"),
    "an account alone": _journal("Ausgaben  5.00 EUR", "(virtual)  7.00 EUR", "assets:b"),
    "thousands": _journal("expenses:a  8,778 EUR", "assets:b"),
    "two signs": _journal("expenses:a  8,778 EUR", "expenses:a  8.778 EUR", "assets:b"),
    "thousands and cents":
        _journal("expenses:a  8,778 EUR", "expenses:a  8.77 EUR", "assets:b"),
    "included": "include other.ledger\n",
    "not included":
        "account expenses:a\nincluded\n2026/7/1 x\n\texpenses:a\t1.00 EUR\n  assets:b\n",
    "a comment": "comment\n2026-07-01 x\n  expenses:a  9.00 EUR\nend comment\n"
    + _journal("; a remark", "# another", "key: value", "* expenses:a  1.00 EUR ; c",
               "assets:b"),
    "a directive between":
        "2026-07-01 x\n  expenses:a  1.00 EUR\naccount x\n  expenses:b  2.00 EUR\n",
    "directives with days": "2026-07-01 open Assets:Bank\n  expenses:a  2.00 EUR\n"
    "2026.7.2=2026.7.3\n"
    "  expenses:b  2.00 EUR\n  assets:b\n",
}  # fmt: skip
MORE |= {
    f"journal {n}": (
        "journal",
        t,
        "b.ledger",
        0,
        Rules(decimal="." if n.startswith("off") else None),
    )
    for n, t in JOURNALS.items()
}
MORE |= {
    f"tab {name}{' of a ledger' if rules.ledger else ''}": ("cross_tab", text, "t.csv", 0, rules)
    for name, text in TABS.items()
    for rules in (Rules(negate=False), Rules(ledger=True))
}
MORE |= {
    f"tab {name} with a minus": ("cross_tab", TABS[name], "t 2026.csv", 0, rules)
    for name, rules in (("german", Rules()), ("tens", Rules(negate=True)),
                        ("spent without a net row", Rules()), ("no label", Rules(decimal=",")),
                        ("wrong 6", Rules(decimal=",")),
                        ("small amounts and nothing", Rules(negate=True, ledger=True)))
}  # fmt: skip
MORE |= {f"tab {n}": ("cross_tab", text, "t.csv", 0, Rules()) for n, text in OPEN.items()}


def shown(sheet: Sheet) -> str:
    """Every row of a sheet, and what it says of itself."""
    facts = f"totals {sheet.total_lines}, {sheet.own_total!r}, final {sheet.final}, {sheet.notes}"
    rows = (f"{n}: {' '.join(f'{k}={v}' for k, v in row.items())}" for n, row in sheet.rows)
    return "\n".join([facts, *rows])


def read(name: str) -> str:
    """What a table gives, or the sentence that refuses it."""
    reader, text, file, skip, rules = MORE[name]
    mark = max(",;|", key=text.count)
    try:
        return shown(READERS[reader](Text(text, file, mark, skip, rules)))
    except NoTable as refused:
        return f"refused: {refused}"


def _golden() -> dict[str, str]:
    parts = GOLDEN.read_text(encoding="utf-8").split("## ")[1:]
    return dict(part.rstrip("\n").split("\n", maxsplit=1) for part in parts)


def test_golden_tables_are_those_that_are_read(write_golden):
    if write_golden:
        GOLDEN.write_text("".join(f"## {n}\n{read(n)}\n\n" for n in MORE), encoding="utf-8")
    assert [*_golden()] == [*MORE]


@pytest.mark.parametrize("name", MORE)
def test_a_small_table_gives_these_rows_or_a_sentence(name):
    assert read(name) == _golden()[name]


def test_which_texts_are_tables_of_months_and_which_are_journals():
    tabs = {name for name, text in TABS.items() if is_cross_tab(text.splitlines())}
    assert TABS.keys() - tabs == {
        "turned without a total", "turned next to names", "by class without days", "no accounts",
        "one project", "a list of lines", "days as a label", "no table", "a quarter as a label",
        "names above months", "a list with thousands", "one month down",
        "months down below a total", "months down and one name", "classes with names",
        "classes below a day", "classes half of which add up", "amounts of nothing",
    }  # fmt: skip
    journals = {name for name, text in JOURNALS.items() if is_journal(text.splitlines())}
    assert JOURNALS.keys() - journals == {"included"}
    assert not is_journal(["2026-07-01 x", " expenses:a  1.00 EUR"])


@pytest.mark.parametrize("name", ["a net row before anything is spent", "a fund without expenses"])
def test_a_sum_of_no_expenses_does_not_say_how_expenses_are_written(name):
    rows = READERS["cross_tab"](Text(TABS[name], "t.csv", ",", 0, Rules())).rows
    mail = [(row["direction"], row["amount"]) for _, row in rows if row["account"] == "Mail"]
    assert mail in ([("expense", "2.00")], [("expense", "7.00")])
