"""Rows of totals in a mapped table: left out where they equal a sum, refused where they do not."""

from decimal import Decimal as D

import pytest
from billing_house import House

pytestmark = pytest.mark.slow

COLUMNS = '{date = "Day", amount = "Cost", service = "Item"}'


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def sheet(house, text, **settings):
    house.put("sheet.csv", text)
    house.entries[:] = ["[project]\nas_of = 2026-12-31"]
    settings = {"columns": COLUMNS, "currency": '"EUR"'} | settings
    return house.bill("rack", "sheet.csv", **settings)


def months(house):
    return house.db().execute(
        "select strftime(day, '%Y-%m'), service, sum(billed) from cost_daily group by 1, 2 "
        "order by 1, 2"
    ).fetchall()  # fmt: skip


def counted(house):
    (file,) = house.files()
    return file.lines_read, file.lines_kept, file.lines_rejected, file.total_lines


def refused(house):
    return house.db().execute(
        "select currency, reason, lines, amount from billing_refused order by all"
    ).fetchall()  # fmt: skip


FRENCH = (
    "Day;Item;Cost\n02/05/2026;Serveur;1.250,10\n20/05/2026;Nom;12,00\n"
    "31/05/2026;Sous-total mai;1.262,10\n14/06/2026;Serveur;90,00\n30/06/2026;Sous-total;90,00\n"
    "30/06/2026;Total général;1.352,10\n"
)


def test_dated_subtotals_and_the_total_are_left_out_and_named(house):
    sheet(house, FRENCH, day_first="true")

    assert months(house) == [
        ("2026-05", "Nom", D(12)), ("2026-05", "Serveur", D("1250.10")),
        ("2026-06", "Serveur", D(90)),
    ]  # fmt: skip
    assert counted(house) == (3, 3, 0, 3)
    (file,) = house.files()
    assert (file.own_total, file.note) == (
        D("1352.10"),
        '3 rows of totals do not count: "Sous-total mai" 1,262.10 (line 4), "Sous-total" 90.00 '
        '(line 6), "Total général" 1,352.10 (line 7)',
    )


def test_totals_that_stand_where_the_day_would_be_are_no_refused_money(house):
    sheet(
        house,
        "Item,Day,Cost\nVM,2026-07-03,40\nMail,2026-07-09,2\n,Suma julio,42\n"
        "VM,2026-08-03,44\n,Suma agosto,44\n,Suma total,86\n",
    )

    assert months(house) == [
        ("2026-07", "Mail", D(2)), ("2026-07", "VM", D(40)), ("2026-08", "VM", D(44)),
    ]  # fmt: skip
    assert (counted(house), refused(house)) == ((3, 3, 0, 3), [])
    assert [run.status for run in house.runs()] == ["ok"]


def test_net_and_gross_are_sums_and_the_tax_between_them_is_no_total(house):
    sheet(
        house, "Day;Item;Cost\n01.07.2026;A;50,00\n;Netto gesamt;50,00\n;USt;9,50\n;Summe;59,50\n"
    )

    assert months(house) == [("2026-07", "A", D(50))]
    assert refused(house) == [("EUR", "no day", 1, D("9.50"))]


def test_a_total_that_equals_no_sum_is_refused_with_its_money(house):
    sheet(house, "Day,Item,Cost\n2026-07-01,A,50\n2026-07-02,B,7\n2026-07-31,Subtotal,75\n")

    assert months(house) == [("2026-07", "A", D(50)), ("2026-07", "B", D(7))]
    assert counted(house) == (3, 2, 1, 0)
    assert refused(house) == [("EUR", "a total of other lines?", 1, D(75))]
    (reject,) = house.rejects()
    assert (reject.source_line, reject.text, reject.reason) == (
        4, "2026-07-31,Subtotal,75",
        '"Subtotal" says 75, which is no sum of the lines around it',
    )  # fmt: skip
    failed = next(run for run in house.runs() if run.status == "failed")
    assert (failed.passing, failed.remedy) == (
        False,
        "correct it or take it out; if it is a charge, let where name its column with every cell "
        'that counts, as where = {"Item" = ["Hub", "Total"]}',
    )


def test_a_charge_called_total_counts_once_where_names_it(house):
    text = "Day,Item,Cost\n2026-07-01,A,50\n2026-07-02,Total,7\n2026-07-03,B,1\n"
    sheet(house, text, where='{Item = ["A", "B", "Total"]}')

    assert months(house) == [
        ("2026-07", "A", D(50)), ("2026-07", "B", D(1)), ("2026-07", "Total", D(7)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Day,Item,Cost\n2026-07-01,Total,5\n2026-07-02,Total,5\n2026-07-03,Total,10\n",
        "Day,Item,Cost\n2026-07-01,Total Uptime,5\n2026-07-02,Hub,5\n2026-07-03,Total Uptime,5\n",
        "Day,Item,Cost\n2026-07-01,Sum of things,5\n2026-07-02,Totally,5\n2026-07-03,Hub,10\n",
    ],
    ids=["a table of daily totals", "a vendor's name", "words that look alike"],
)
def test_a_service_whose_name_has_the_word_does_not_vanish(house, text):
    sheet(house, text)

    assert sum(row[2] for row in months(house)) in (15, 20)
    assert refused(house) == []
    assert counted(house) == (3, 3, 0, 0)


def test_totals_of_two_currencies_are_compared_each_with_its_own(house):
    sheet(
        house,
        "Day,Item,Cost,Cur\n2026-07-01,A,5,EUR\n2026-07-01,B,7,USD\n2026-07-31,Total,5,EUR\n"
        "2026-07-31,Total,7,USD\n",
        columns='{date = "Day", amount = "Cost", service = "Item", currency = "Cur"}',
    )

    assert months(house) == [("2026-07", "A", D(5)), ("2026-07", "B", D(7))]


BY_ACCOUNT = (
    "Hub Inc,,,,\n,Day,Kind,Item,Cost\nHosting,,,,\n,07/02/2026,Expense,Rack,38.17\n"
    ",08/13/2026,Bill,Rack,40.00\nTotal for Hosting,,,,$78.17\nTravel,,,,\n"
    ',08/02/2026,Expense,Rail,"1,100.00"\nTotal for Travel,,,,"$1,100.00"\n'
)


def test_headings_of_sections_and_their_totals_are_no_lines(house):
    sheet(house, BY_ACCOUNT)

    assert months(house) == [
        ("2026-07", "Rack", D("38.17")), ("2026-08", "Rack", D(40)), ("2026-08", "Rail", D(1100)),
    ]  # fmt: skip
    assert (counted(house), refused(house)) == ((3, 3, 0, 2), [])


def test_a_line_of_one_cell_that_no_total_names_is_still_refused(house):
    sheet(house, BY_ACCOUNT + "</table>,,,,\n")

    assert counted(house) == (4, 3, 1, 2)
    assert [reject.text for reject in house.rejects()] == ["</table>,,,,"]
