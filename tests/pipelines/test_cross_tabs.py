"""Tables with months or projects across and accounts down, as bills and as ledgers."""

from datetime import date
from decimal import Decimal

import pytest
from billing_house import House
from test_ledgers import Read

import config
from pipelines import funds
from pipelines.billing.rollup.cross_tab_head import head_of
from warehouse.records import BudgetMonth, CostDaily, IncomeDaily, SourceRun

QUICKBOOKS = """Profit and Loss
Example Foundation
"July - September, 2026"

Distribution account,Jul 2026,Aug 2026,Sep 2026,Total
Income,,,,
   Donations,"$1,000.00",$500.00,,"$1,500.00"
   Grants,,,"12,000.00","12,000.00"
"Total for Income","$1,000.00",$500.00,"$12,000.00","$13,500.00"
Gross Profit,"$1,000.00",$500.00,"$12,000.00","$13,500.00"
Expenses,,,,
   Hosting,100.00,100.00,100.00,300.00
      Cloud,"1,250.50",(50.25),-,"1,200.25"
"   Total for Hosting","$1,350.50",$49.75,$100.00,"$1,500.25"
   Travel,,310.00,,310.00
"Total for Expenses","$1,350.50",$359.75,$100.00,"$1,810.25"
Net Operating Income,-$350.50,$140.25,"$11,900.00","$11,689.75"
Net Income,-$350.50,$140.25,"$11,900.00","$11,689.75"

"Accrual Basis Friday, October 2, 2026 10:00 AM GMT-05:00"
"""
XERO = """Profit and Loss,,,
Example Org,,,
For the 2 months ended 31 August 2026,,,
,,,
Account,31 Aug 2026,31 Jul 2026,Total
,,,
Trading Income,,,
Sponsorships,2000.00,1500.00,3500.00
Total Trading Income,2000.00,1500.00,3500.00
,,,
Gross Profit,2000.00,1500.00,3500.00
,,,
Less Operating Expenses,,,
Bank fees,12.40,11.10,23.50
Contractors,900.00,0.00,900.00
Total Operating Expenses,912.40,11.10,923.50
,,,
Net Profit,1087.60,1488.90,2576.50
"""
STATEMENT = """Fiscal sponsor's statement of the Hub project
Amounts in EUR
,July 2026,August 2026
Opening balance,"10,000.00","9,250.00"
Donations,500.00,80.00
Sponsor's fee (10 %),(50.00),(8.00)
Contractors,"(1,200.00)",(600.00)
Closing balance,"9,250.00","8,722.00"
"""
GERMAN = """Haushalt 2026;;;;
Posten;Juli;August;September;Summe
Server;1.200,00 €;1.200,00 €;1.250,50 €;3.650,50 €
Reisen;;450,00 €;;450,00 €
Summe;1.200,00 €;1.650,00 €;1.250,50 €;4.100,50 €
"""
PROJECTS = """Profit and Loss by Class
Example Foundation
"July 1-31, 2026"

,Hub,Docs,Not specified,TOTAL
Income,,,,
Grants,900.00,100.00,,"1,000.00"
Total Income,900.00,100.00,0.00,"1,000.00"
Expenses,,,,
Hosting,310.00,31.00,,341.00
Domains,,,62.00,62.00
Total Expenses,310.00,31.00,62.00,403.00
Net Income,590.00,69.00,-62.00,597.00
"""


@pytest.fixture
def read(tmp_path):
    def months(content, **settings):
        found = Read(tmp_path, content, **settings)
        spent, received = {}, {}
        for day, service, amount, currency in _exact(found):
            key = (day[:7], service, currency)
            spent[key] = spent.get(key, 0) + amount
        for record in found.of(IncomeDaily):
            key = (str(record.day)[:7], record.currency)
            received[key] = received.get(key, 0) + record.amount
        found.months = sorted((*key, str(round(v, 2))) for key, v in spent.items())
        found.income = sorted((*key, str(round(v, 2))) for key, v in received.items())
        return found

    return months


def _exact(found):
    return [(str(c.day), c.service, c.billed, c.currency) for c in found.of(CostDaily)]


@pytest.fixture
def bill(tmp_path, build):
    def months(content, name="table.csv", currency="EUR"):
        house = House(tmp_path / "team", build)
        house.put(name, content)
        house.bill("books", name, currency=f'"{currency}"')
        columns = (
            "strftime(day, '%Y-%m'), sub_account, service, currency, round(sum(billed), 2)::varchar"
        )
        return [row for row in house.rows(columns) if Decimal(row[-1])], house

    return months


@pytest.mark.slow
def test_quickbooks_by_month_as_a_bill_is_its_expenses_and_every_total_was_checked(bill):
    assert bill(QUICKBOOKS)[0] == []  # its $ contradicts the setting: refused
    rows, house = bill(QUICKBOOKS, currency="USD")
    assert rows == [
        ("2026-07", None, "Cloud", "USD", "1250.50"),
        ("2026-07", None, "Hosting", "USD", "100.00"),
        ("2026-08", None, "Cloud", "USD", "-50.25"),
        ("2026-08", None, "Hosting", "USD", "100.00"),
        ("2026-08", None, "Travel", "USD", "310.00"),
        ("2026-09", None, "Hosting", "USD", "100.00"),
    ]
    (file,) = house.files()
    assert (file.format, file.lines_read, file.lines_kept, file.total_lines) == (
        "cross_tab", 5, 5, 6,
    )  # fmt: skip


def test_quickbooks_by_month_as_a_ledger_has_its_income_too(read):
    found = read(QUICKBOOKS, currency='"USD"')
    assert found.months == [
        ("2026-07", "Cloud", "USD", "1250.50"),
        ("2026-07", "Hosting", "USD", "100.00"),
        ("2026-08", "Cloud", "USD", "-50.25"),
        ("2026-08", "Hosting", "USD", "100.00"),
        ("2026-08", "Travel", "USD", "310.00"),
        ("2026-09", "Hosting", "USD", "100.00"),
    ]
    assert found.income == [
        ("2026-07", "USD", "1000.00"), ("2026-08", "USD", "500.00"), ("2026-09", "USD", "12000.00"),
    ]  # fmt: skip
    assert (found.run.status, found.run.rows, found.rejects) == ("ok", 5, [])


def test_xero_by_month_is_read_with_the_newest_month_first(read):
    found = read(XERO)
    assert found.months == [
        ("2026-07", "Bank fees", "EUR", "11.10"),
        ("2026-07", "Contractors", "EUR", "0.00"),
        ("2026-08", "Bank fees", "EUR", "12.40"),
        ("2026-08", "Contractors", "EUR", "900.00"),
    ]
    assert found.income == [("2026-07", "EUR", "1500.00"), ("2026-08", "EUR", "2000.00")]


@pytest.mark.slow
def test_a_sponsors_statement_is_its_movements_and_its_balances_were_checked(read, bill):
    found = read(STATEMENT)
    assert found.months == [
        ("2026-07", "Contractors", "EUR", "1200.00"),
        ("2026-07", "Sponsor's fee (10 %)", "EUR", "50.00"),
        ("2026-08", "Contractors", "EUR", "600.00"),
        ("2026-08", "Sponsor's fee (10 %)", "EUR", "8.00"),
    ]
    assert found.income == [("2026-07", "EUR", "500.00"), ("2026-08", "EUR", "80.00")]
    rows, _ = bill(STATEMENT)
    assert [row[2:] for row in rows] == [
        ("Contractors", "EUR", "1200.00"), ("Sponsor's fee (10 %)", "EUR", "50.00"),
        ("Contractors", "EUR", "600.00"), ("Sponsor's fee (10 %)", "EUR", "8.00"),
    ]  # fmt: skip


def test_a_teams_own_table_takes_its_year_from_above_and_its_lines_as_costs(bill):
    rows, _ = bill(GERMAN)
    assert rows == [
        ("2026-07", None, "Server", "EUR", "1200.00"),
        ("2026-08", None, "Reisen", "EUR", "450.00"),
        ("2026-08", None, "Server", "EUR", "1200.00"),
        ("2026-09", None, "Server", "EUR", "1250.50"),
    ]


@pytest.mark.slow
def test_projects_across_are_projects_of_the_days_that_stand_above(bill, read):
    rows, _ = bill(PROJECTS)
    assert rows == [
        ("2026-07", "Docs", "Hosting", "EUR", "31.00"),
        ("2026-07", "Hub", "Hosting", "EUR", "310.00"),
        ("2026-07", "Not specified", "Domains", "EUR", "62.00"),
    ]
    assert read(PROJECTS).income == [("2026-07", "EUR", "1000.00")]


DESKTOP = ""","Jul 26","Aug 26","TOTAL"
"     Ordinary Income/Expense",,,
"          Income",,,
"               4000 - Gifts",250.00,125.00,375.00
"          Total Income",250.00,125.00,375.00
"          Expense",,,
"               6000 - Office",,,
"                    6010 - Post",12.50,0.00,12.50
"                    6020 - Rent",400.00,400.00,800.00
"               Total 6000 - Office",412.50,400.00,812.50
"          Total Expense",412.50,400.00,812.50
"     Net Ordinary Income",-162.50,-275.00,-437.50
"Net Income",-162.50,-275.00,-437.50
"""
FISCAL_YEAR = """Budget 2025/2026 of the team

Einnahmen;Nov;Dez;Jan;Gesamt
Spenden;50;60;70;180
Einnahmen gesamt;50;60;70;180
Ausgaben;;;;
Server;-100;-100;-110;-310
Ausgaben gesamt;-100;-100;-110;-310
Ergebnis;-50;-40;-40;-130
""".replace("2025/2026", "2025 - 2026")
ONE_MONTH = """Profit and Loss
Example Foundation
"July 1-31, 2026"
"",Total
Revenue,
Membership,90.00
Total for Revenue,90.00
Expenditures,
Meals,33.10
"Software, other",11.00
Total for Expenditures,44.10
Net Revenue,45.90
"""


def test_quickbooks_of_the_desktop_indents_its_accounts_and_shortens_the_year(read):
    found = read(DESKTOP)
    assert found.months == [
        ("2026-07", "6010 - Post", "EUR", "12.50"),
        ("2026-07", "6020 - Rent", "EUR", "400.00"),
        ("2026-08", "6010 - Post", "EUR", "0.00"),
        ("2026-08", "6020 - Rent", "EUR", "400.00"),
    ]
    assert found.income == [("2026-07", "EUR", "250.00"), ("2026-08", "EUR", "125.00")]


def test_months_without_a_year_may_pass_the_turn_of_two_and_expenses_may_be_negative(read):
    found = read(FISCAL_YEAR)
    assert found.months == [
        ("2025-11", "Server", "EUR", "100.00"),
        ("2025-12", "Server", "EUR", "100.00"),
        ("2026-01", "Server", "EUR", "110.00"),
    ]
    assert found.income == [
        ("2025-11", "EUR", "50.00"), ("2025-12", "EUR", "60.00"), ("2026-01", "EUR", "70.00"),
    ]  # fmt: skip


def test_a_statement_of_one_column_is_of_the_days_above_it(read):
    found = read(ONE_MONTH)
    assert found.months == [
        ("2026-07", "Meals", "EUR", "33.10"), ("2026-07", "Software, other", "EUR", "11.00"),
    ]  # fmt: skip
    assert found.income == [("2026-07", "EUR", "90.00")]


def test_a_list_of_lines_is_no_cross_tab_though_its_name_says_a_month(bill):
    rows, house = bill(
        "Date,Balance,Amount\n2026-07-01,100.00,20.00\n", "bank 2026-07-01 - 2026-07-31.csv"
    )
    assert rows == []
    assert house.runs()[0].status == "failed"


QUARTERS = """Statement of the project
Line,Q1 2026,Q2 2026
Beginning balance,10000.00,9280.00
Contributions,900.00,0.00
Expenses,,
 Contractors,1440.00,819.00
 Fee of the sponsor,180.00,0.00
Total Expenses,1620.00,819.00
Ending balance,9280.00,8461.00
"""


def test_a_statement_may_name_a_section_for_its_expenses_alone(read):
    found = read(QUARTERS)
    assert found.income == [
        ("2026-01", "EUR", "310.00"), ("2026-02", "EUR", "280.00"), ("2026-03", "EUR", "310.00"),
    ]  # fmt: skip
    spent = [Decimal(amount) for _, _, _, amount in found.months]
    assert sum(spent) == Decimal("2439.00")


@pytest.mark.slow
def test_months_may_stand_down_the_side_where_their_totals_can_be_checked(bill):
    text = "Month;Servers;Travel;Total\nJan 2026;10,50;1,00;11,50\nFeb 2026;20,00;;20,00\n"
    rows, _ = bill(text + "Total;30,50;1,00;31,50\n")
    assert rows == [
        ("2026-01", None, "Servers", "EUR", "10.50"),
        ("2026-01", None, "Travel", "EUR", "1.00"),
        ("2026-02", None, "Servers", "EUR", "20.00"),
    ]
    assert bill(text.replace("11,50", "12,50"))[0] == []


WRONG = [
    (
        "Expenses,Mar 10,Mar 11,Mar 12\nServers,1.50,1.50,1.50\n",
        "its columns may be days, or a month of several years. Write the years in full",
    ),
    (
        QUICKBOOKS.replace('"Total for Expenses","$1,350.50"', '"Total for Expenses","$1,450.50"'),
        'line 16, "Total for Expenses", says 1,450.50 for July 2026, and its lines add up to '
        "1,350.50. Correct it, or export it again",
    ),
    (
        XERO.replace("Contractors,900.00,0.00,900.00", "Contractors,900.00,0.00,990.00"),
        'line 15, "Contractors", says 990.00 in all, and its columns add up to 900.00. '
        "Correct it, or export it again",
    ),
    (
        STATEMENT.replace('"8,722.00"', '"8,772.00"'),
        'line 8, "Closing balance", is not "Opening balance" with the lines between. '
        "Correct it, or export it again",
    ),
    (
        "Item,Jul 2026,Aug 2026\nServers,100.00,100.00\nTravel,50.00,\n",
        "nothing says whether its lines are income or spending. Set negate = true if all of it was "
        "spent, else put a row Income or Expenses above them",
    ),
    (
        "Costs,July,August,Total\nServers,100.00,100.00,200.00\n",
        "its months have no year, or two. Write the year into each of them",
    ),
    (
        "Costs,Jul 2026,Aug 2026\nExpenses,,\nServers,\"1,250\",\"1,300\"\n",
        "its amounts can be read in two ways: with a decimal point they add up to 2,550, with a "
        'decimal comma to 2.550. Say which: decimal = "." or decimal = ","',
    ),
    (
        "Budget 2026 (in thousands of USD)\nExpenses,Jan 2026,Feb 2026\nServers,1.50,1.50\n",
        'its title says "in thousands". Write its amounts in full',
    ),
    (
        "Costs,Jul 2026\nExpenses,\nPlatform,301\n  Servers,200\n  Domains,100\n",  # no rounding
        'line 3, "Platform", holds an amount that is not the sum of the lines below it, and no '
        "total follows them. Correct it, or export it with its totals",
    ),
    (
        ",Jan 2026,,Feb 2026,\nExpenses,Budget,Actual,Budget,Actual\nServers,1.50,1.40,2.50,2.40\n",
        "its months have several columns each. Leave one of each month in it",
    ),
    (
        "Expenses,Hub,Docs,Total\nServers,10.00,20.00,30.00\nTravel,1.00,2.00,3.00\n",
        "nothing says which days it is of. Put them into the file's name",
    ),
    (
        "Costs,Jul 2026,Aug 2026\nExpenses,,\nPlatform,300.00,300.00\n  Servers,200.00,200.00\n"
        "  Domains,50.00,50.00\n",
        'line 3, "Platform", holds an amount that is not the sum of the lines below it, and no '
        "total follows them. Correct it, or export it with its totals",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "why"), WRONG)
def test_a_table_that_does_not_add_up_or_does_not_say_enough_is_refused_with_its_line(
    read, content, why
):
    found = read(content)
    remedy = found.run.remedy[0].upper() + found.run.remedy[1:]
    assert found.run.status == "failed"
    assert f"{found.run.message}. {remedy}" == f"ledger.csv: {why}"
    assert (found.months, found.income) == ([], [])


def test_a_row_above_its_parts_that_is_their_sum_counts_once(read):
    found = read(
        "Costs,Jul 2026,Aug 2026\nExpenses,,\nPlatform,250.00,260.00\n  Servers,200.00,210.00\n"
        "  Domains,50.00,50.00\nTravel,10.00,\nTotal,260.00,260.00\n"
    )
    assert found.months == [
        ("2026-07", "Domains", "EUR", "50.00"),
        ("2026-07", "Servers", "EUR", "200.00"),
        ("2026-07", "Travel", "EUR", "10.00"),
        ("2026-08", "Domains", "EUR", "50.00"),
        ("2026-08", "Servers", "EUR", "210.00"),
    ]


def test_a_table_of_spending_alone_is_read_with_negate(read):
    found = read(
        "Costs,Q3 2026,Q4 2026,Total\nServers,92.00,184.00,276.00\nTotal,92.00,184.00,276.00\n",
        negate="true",
    )
    assert [(month, amount) for month, _, _, amount in found.months] == [
        ("2026-07", "31.00"), ("2026-08", "31.00"), ("2026-09", "30.00"), ("2026-10", "62.00"),
        ("2026-11", "60.00"), ("2026-12", "62.00"),
    ]  # fmt: skip


def test_a_teams_budget_is_what_its_lines_may_cost_each_month(tmp_path, build):
    (tmp_path / "budget.csv").write_text(FISCAL_YEAR, encoding="utf-8")
    (tmp_path / "dashboard.toml").write_text(
        '[project]\ncurrency = "CHF"\n[funding]\nbudget = "budget.csv"\n'
    )
    records = list(funds.read(config.load(tmp_path / "dashboard.toml")))
    assert [r for r in records if isinstance(r, BudgetMonth)] == [
        BudgetMonth(date(2025, 11, 1), "Server", Decimal(100), "CHF", "budget.csv"),
        BudgetMonth(date(2025, 12, 1), "Server", Decimal(100), "CHF", "budget.csv"),
        BudgetMonth(date(2026, 1, 1), "Server", Decimal(110), "CHF", "budget.csv"),
    ]
    assert build(records).execute("select sum(amount) from budget_month").fetchall() == [
        (Decimal(310),)
    ]


def test_a_budget_that_does_not_add_up_is_refused(tmp_path):
    (tmp_path / "budget.csv").write_text(GERMAN.replace("4.100,50", "4.100,00"), encoding="utf-8")
    (tmp_path / "dashboard.toml").write_text('[funding]\nbudget = "budget.csv"\n')
    records = list(funds.read(config.load(tmp_path / "dashboard.toml")))
    (run,) = (r for r in records if isinstance(r, SourceRun) and r.unit == "budget.csv")
    assert (run.status, run.passing) == ("failed", False)
    assert not [r for r in records if isinstance(r, BudgetMonth)]


@pytest.mark.parametrize(
    "text",
    [
        "Ref,Thing,Since,Until,Pieces,Price,Sum\n"
        "7,Box,2026-05-01,2026-05-31,1,9.00,9.00\n7,Gift,2026-05-31,2026-05-31,1,,-2.00\n",
        "Posten;Beginn;Ende;Menge;Betrag\nRechner;01.06.2026;30.06.2026;2;80,00\n"
        "Gutschrift;30.06.2026;30.06.2026;;-15,00\nRabatt;30.06.2026;30.06.2026;;\n",
    ],
)
def test_a_row_of_an_invoice_with_two_ends_of_months_is_no_header_of_months(text):
    from pipelines.billing.rollup.cross_tab import is_cross_tab

    assert not is_cross_tab(text.splitlines())


@pytest.mark.parametrize(("label", "sums"), [("Total", "150"), ("Summe", "150")])
def test_a_total_that_is_wrong_is_compared_with_all_lines_above_it(label, sums):
    from pipelines.billing.rollup import NoTable, Rules
    from pipelines.billing.rollup.console import Text
    from pipelines.billing.rollup.cross_tab import cross_tab

    text = f"Costs,May 2026,June 2026\nRack,100,120\nMail,10,30\nDNS,1,0\n{label},111,175\n"

    with pytest.raises(NoTable, match=f"says 175 for June 2026, and its lines add up to {sums}"):
        cross_tab(Text(text, "t.csv", ",", 0, Rules()))


@pytest.mark.parametrize(("above", "at"), [(29, 29), (30, None)])
def test_a_header_is_looked_for_in_the_first_thirty_rows(above, at):
    table = [["Account", "Jul 2026", "Aug 2026"], ["Server", "10.00", "12.00"]]
    rows = [*enumerate([["a note"]] * above + table, 1)]
    found = head_of(rows, "costs.csv")
    assert (found and (found.at, found.label, found.unread)) == (at and (at, "Account", ()))
