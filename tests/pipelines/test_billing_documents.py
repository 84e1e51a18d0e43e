"""Invoices, credit notes, refunds and payments in one mapped table; lines that were called off."""

from decimal import Decimal as D

import pytest
from billing_house import House

pytestmark = pytest.mark.slow

COLUMNS = '{date = "Day", amount = "Cost", service = "Item"}'
TYPED = '{date = "Day", amount = "Cost", service = "Item", charge_category = "Kind"}'


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def sheet(house, text, columns=COLUMNS, **settings):
    house.put("sheet.csv", text)
    return house.bill("rack", "sheet.csv", columns=columns, currency='"EUR"', **settings)


def rows(house):
    return house.rows("service, charge_category, billed")


def notes(house):
    return [file.note for file in house.files()]


@pytest.mark.parametrize("minus", ["", "-"])
def test_credit_notes_and_refunds_reduce_however_they_are_written(house, minus):
    sheet(
        house, "Day,Item,Kind,Cost\n2026-05-01,A,Rechnung,90\n"
        f"2026-05-02,B,Gutschrift,{minus}20\n2026-05-03,C,Refund,{minus}4\n", columns=TYPED,
    )  # fmt: skip

    assert rows(house) == [("A", "Usage", D(90)), ("B", "Adjustment", D(-20)),
                           ("C", "Adjustment", D(-4))]  # fmt: skip
    turned = "credits of 24 in all have no minus and are taken off all the same"
    assert notes(house) == [None if minus else turned]


def test_credit_notes_with_and_without_a_minus_are_asked_about(house):
    sheet(
        house, "Day,Item,Kind,Cost\n2026-05-01,A,Invoice,90\n2026-05-02,B,Credit memo,-20\n"
        "2026-05-03,C,Credit memo,4\n", columns=TYPED,
    )  # fmt: skip

    (run,) = [run for run in house.runs() if run.status == "failed"]
    assert (run.message, run.remedy) == (
        "not read: credits add up to -20 with a minus and to 4 without one",
        "write each of them with a minus, or name the column in where with the cells that "
        "count as they are written",
    )
    assert rows(house) == []


@pytest.mark.parametrize("name", ["Type", "Document type", "Belegart"])
def test_payments_are_no_cost_next_to_invoices(house, name):
    sheet(
        house, f"Day,Item,{name},Cost\n2026-05-01,A,Invoice,90\n2026-05-20,A,Payment,-90\n"
        "2026-06-01,A,Invoice,40\n2026-06-20,A,Payment received,40\n",
    )  # fmt: skip

    assert rows(house) == [("A", "Usage", D(40)), ("A", "Usage", D(90))]
    assert notes(house) == ["2 lines of 130 EUR are payments of invoices and do not count"]


def test_a_list_of_payments_is_of_costs(house):
    sheet(
        house, "Day,Item,Type,Cost\n2026-05-01,A,Payment,90\n2026-05-20,B,Transfer,12\n"
        "2026-05-21,A,Payment,3\n",
    )  # fmt: skip

    assert rows(house) == [("A", "Usage", D(3)), ("A", "Usage", D(90)), ("B", "Usage", D(12))]
    assert notes(house) == [None]


def test_a_type_that_where_names_counts_as_it_is_written(house):
    sheet(
        house, "Day,Item,Kind,Cost\n2026-05-01,A,Invoice,90\n2026-05-02,B,Refund,4\n",
        columns=TYPED, where='{Kind = ["Invoice", "Refund"]}',
    )  # fmt: skip

    assert rows(house) == [("A", "Usage", D(90)), ("B", "Adjustment", D(4))]


@pytest.mark.parametrize(
    "gone", [("Void", "Draft"), ("cancelled", "failed"), ("Storniert", "Annulée")]
)
def test_lines_that_were_called_off_do_not_count(house, gone):
    sheet(
        house, f"Day,Item,Status,Cost\n2026-05-01,A,Paid,90\n2026-05-02,B,{gone[0]},20\n"
        f"2026-05-03,C,{gone[1]},4\n2026-05-04,D,Overdue,1\n",
    )  # fmt: skip

    assert rows(house) == [("A", "Usage", D(90)), ("D", "Usage", D(1))]
    assert notes(house) == [
        "2 lines of 24 EUR were called off (Status: void, draft, failed …) and do not count: "
        "where says which count, if they do"
    ]


def test_failed_jobs_of_a_runner_cost_as_the_others_do(house):
    sheet(
        house, "Day,Item,Status,Cost\n2026-05-01,A,success,9\n2026-05-02,B,failed,2\n"
        "2026-05-02,C,cancelled,1\n",
    )  # fmt: skip

    assert [row[2] for row in rows(house)] == [D(9), D(2), D(1)]
    assert notes(house) == [None]


def test_a_status_that_where_names_is_settled(house):
    sheet(
        house, "Day,Item,Status,Cost\n2026-05-01,A,Paid,9\n2026-05-02,B,Void,2\n",
        where='{Status = ["Paid", "Void"]}',
    )  # fmt: skip

    assert [row[2] for row in rows(house)] == [D(9), D(2)]
