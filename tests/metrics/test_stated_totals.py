"""Invoices compared with the sum of the lines."""

from dataclasses import astuple
from datetime import date
from decimal import Decimal

from bill_records import cost, days

from metrics.spending import breakdown
from warehouse.records import BillingFile, Invoice

JULY, AUGUST, SEPTEMBER = (date(2018, month, 1) for month in (7, 8, 9))


def invoice(period, amount, account="gcp", currency="USD"):
    return Invoice(account, period, currency, Decimal(amount))


def rows(found):
    return [astuple(each) for each in found]


def test_lines_of_the_invoices_month_are_held_against_it_credits_taken_off(build):
    db = build(
        [
            *days(JULY, 64, "10"),
            *days(AUGUST, 31, "-9", charge_category="Credit"),
            cost(date(2018, 8, 1), "5", billing_period=date(2018, 7, 1)),
            cost(date(2018, 8, 2), "100", currency="EUR"),
            cost(date(2018, 8, 2), "100", account="aws"),
            invoice(AUGUST, "31"),
            invoice(AUGUST, "12.30"),
            invoice(JULY, "315"),
        ]
    )
    found = breakdown.invoices(db)

    assert rows(found) == [
        (AUGUST, None, "gcp", "USD", 31, Decimal("43.30"), Decimal("-12.30")),
        (JULY, None, "gcp", "USD", 315, 315, 0),
    ]
    assert [each.differs for each in found] == [True, False]


def test_an_invoice_is_compared_only_once_the_bill_covers_its_month(build):
    bill = [*days(JULY, 64, "10"), invoice(SEPTEMBER, "300"), invoice(AUGUST, "310", "aws"),
            invoice(AUGUST, "310", currency="EUR")]  # fmt: skip

    assert [
        row[2:] for row in rows(breakdown.invoices(build([*bill, invoice(AUGUST, "300")])))
    ] == [
        ("gcp", "USD", None, 300, None),
        ("aws", "USD", None, 310, None),
        ("gcp", "EUR", None, 310, None),
        ("gcp", "USD", 310, 300, 10),
    ]


def test_a_final_bill_covers_its_month_to_the_last_day(build):
    def compared(final):
        file = BillingFile(
            "bill.csv", "aws_cur", "gcp", 9, 9, 0, 0, JULY, date(2018, 7, 31), final, ""
        )
        return rows(breakdown.invoices(build([*days(JULY, 31, "10"), file, invoice(JULY, "310")])))

    assert [compared(final)[0][-1] for final in (True, False, None)] == [0, None, None]


def test_invoices_and_bills_with_a_total_are_listed_together(build):
    file = BillingFile("a.csv", "gcp_cost_table", "gcp", 1, 1, 0, 2, None, None, True, "",
                       own_total=Decimal(640), billed=Decimal(640))  # fmt: skip
    lines = days(JULY, 64, "10", source_file="a.csv")
    found = breakdown.invoices(build([*lines, file, invoice(JULY, "310"), invoice(SEPTEMBER, "1")]))

    assert rows(found) == [
        (SEPTEMBER, None, "gcp", "USD", None, 1, None),
        (JULY, None, "gcp", "USD", 310, 310, 0),
        (None, "a.csv", "gcp", "USD", 640, 640, 0),
    ]
