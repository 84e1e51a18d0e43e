"""What was invoiced beside what the lines add up to."""

from datetime import date
from decimal import Decimal

from bill_records import cost, days

from metrics import invoice_words
from metrics.spending import breakdown
from warehouse.records import BillingFile, Invoice

JULY, AUGUST, SEPTEMBER = (date(2018, month, 1) for month in (7, 8, 9))


def invoice(period, amount, account="gcp", currency="USD"):
    return Invoice(account, period, currency, Decimal(amount))


def rows(frame):
    return [tuple(row) for row in frame.itertuples(index=False)]


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
    frame = breakdown.invoices(db)

    assert rows(frame) == [
        (AUGUST, None, "gcp", "USD", 31, Decimal("43.30"), Decimal("-12.30")),
        (JULY, None, "gcp", "USD", 315, 315, 0),
    ]
    assert invoice_words.reconciled(frame) == (
        "The invoice of August 2018 is 12.30 USD more than the lines. Support fees and taxes often "
        "come later than the lines."
    )


def test_an_invoice_is_compared_only_once_the_bill_tells_its_month_in_full(build):
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


def test_a_final_bill_tells_its_month_in_full_to_the_last_day(build):
    def told(final):
        file = BillingFile(
            "bill.csv", "aws_cur", "gcp", 9, 9, 0, 0, JULY, date(2018, 7, 31), final, ""
        )
        return rows(breakdown.invoices(build([*days(JULY, 31, "10"), file, invoice(JULY, "310")])))

    assert [told(final)[0][-1] for final in (True, False, None)] == [0, None, None]


def test_invoices_and_bills_with_a_total_stand_together_and_are_told_apart(build):
    file = BillingFile("a.csv", "gcp_cost_table", "gcp", 1, 1, 0, 2, None, None, True, "",
                       own_total=Decimal(640), billed=Decimal(640))  # fmt: skip
    lines = days(JULY, 64, "10", source_file="a.csv")
    frame = breakdown.invoices(build([*lines, file, invoice(JULY, "310"), invoice(SEPTEMBER, "1")]))

    assert rows(frame) == [
        (SEPTEMBER, None, "gcp", "USD", None, 1, None),
        (JULY, None, "gcp", "USD", 310, 310, 0),
        (None, "a.csv", "gcp", "USD", 640, 640, 0),
    ]
    assert [invoice_words.named(row) for row in frame.to_dict("records")] == [
        "Invoice of September 2018", "Invoice of July 2018", "a.csv",
    ]  # fmt: skip
    assert invoice_words.reconciled(frame) == (
        "The lines add up to 1 invoice. 1 invoice is not compared: the bill does not tell the "
        "month in full. The lines add up to the total in 1 bill that state one."
    )


def test_nothing_stated_says_what_to_do(build):
    assert invoice_words.reconciled(breakdown.invoices(build([]))) == (
        "No invoice is written down ([funding] invoices) and no bill states its own total: "
        "compare them with the invoices by hand."
    )


def test_an_invoice_below_the_lines_and_many_that_differ_are_told_in_few_words(build):
    months = [date(2018, month, 1) for month in range(3, 8)]
    bill = [*days(date(2018, 3, 1), 160, "10"), *(invoice(month, "100") for month in months)]
    other = [cost(JULY, "1", account="aws"), invoice(JULY, "1", "aws")]

    assert invoice_words.reconciled(breakdown.invoices(build([*bill, *other]))) == (
        "The invoice of July 2018 (gcp) is 210.00 USD less than the lines. "
        "The invoice of June 2018 (gcp) is 200.00 USD less than the lines. "
        "The invoice of May 2018 (gcp) is 210.00 USD less than the lines. "
        "2 older invoices differ too. "
        "1 invoice is not compared: the bill does not tell the month in full."
    )
