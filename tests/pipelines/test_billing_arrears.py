"""Whether an invoice of one line pays for the month before its date: asked once, if ever."""

import os
from datetime import UTC, datetime
from decimal import Decimal as D

import pytest
from billing_house import House

pytestmark = pytest.mark.slow

COLUMNS = '{date = "Date", amount = "Amount", service = "Item"}'
ONE_MONTH = "Date,Item,Amount\n{}-05,Hub,{}\n"
EVEN = "Date,Item,Amount\n2026-05-05,Hub,90\n2026-06-05,Hub,90\n2026-07-03,Hub,90\n2026-08-07,Hub,90\n2026-09-04,Hub,90\n"  # noqa: E501
UNEVEN = EVEN.replace("2026-09-04,Hub,90", "2026-09-04,Hub,150")
FUND = '[[funds]]\nid = "grant"\nname = "Grant"\nkind = "grant"\nends_on = {}'
ASKED = (
    "select kind, account, assumed, assumed_amount, other_amount, amount, first_day, last_day, "
    "asked from billing_question"
)


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def invoices(house, text, *more, as_of="2026-09-20", **settings):
    house.put("rack/sheet.csv", text)
    house.entries[:] = [f"[project]\nas_of = {as_of}\ncurrency = 'EUR'", *more]
    return house.bill("rack", "rack", **{"columns": COLUMNS, "currency": '"EUR"'} | settings)


def question(house):
    found = house.db().execute(ASKED).fetchall()
    return [(*row[:6], str(row[6]), str(row[7]), row[8]) for row in found]


def months(house):
    return house.db().execute(
        "select strftime(day, '%Y-%m') as month, sum(billed), bool_or(asked) from cost_daily "
        "group by 1 order by 1"
    ).fetchall()  # fmt: skip


def test_the_last_complete_month_is_another_by_the_two_readings(house):
    invoices(house, UNEVEN)

    assert question(house) == [
        ("arrears", "rack", "month before", D(150), D(90), D(60), "2026-08-01", "2026-08-31", True)
    ]
    assert months(house) == [
        ("2026-04", D(90), True), ("2026-05", D(90), True), ("2026-06", D(90), True),
        ("2026-07", D(90), True), ("2026-08", D(150), True),
    ]  # fmt: skip


def test_the_other_reading_moves_every_day_to_the_last_digit(house):
    invoices(house, UNEVEN)

    moved = house.db().execute(
        "select strftime(day, '%Y-%m'), sum(difference) from billing_question_day group by 1 "
        "order by 1"
    ).fetchall()  # fmt: skip
    # by the other reading April has no invoice, and that of September waits for its month's end
    assert moved == [("2026-04", D(-90)), ("2026-08", D(-60))]


def test_equal_invoices_that_cross_nothing_are_no_question(house):
    invoices(house, EVEN)

    assert question(house) == []
    assert months(house)[0] == ("2026-04", D(90), False)


def test_equal_invoices_that_cross_the_end_of_a_fund_are_one(house):
    invoices(house, EVEN, FUND.format("2026-06-30"))

    assert question(house) == [
        ("arrears", "rack", "month before", D(270), D(180), D(90), "2026-04-01", "2026-06-30", True)
    ]


def test_a_reported_period_that_begins_with_the_bills_is_crossed(house):
    # the pack of three months begins on 1 June: nothing is moved over its start but equal amounts
    preset = '[[presets]]\nname = "sponsor"\nrecipient = "Sponsor"\nmonths = {}'
    invoices(house, EVEN, preset.format(3))
    assert question(house) == []

    invoices(house, EVEN, preset.format(12))
    assert question(house) == [
        ("arrears", "rack", "month before", D(450), D(360), D(90), "2025-09-01", "2026-08-31", True)
    ]


def test_bills_that_are_not_metered_are_assumed_to_pay_for_their_own_month(house):
    invoices(house, UNEVEN, category='"hosting"')

    assert question(house) == [
        ("arrears", "rack", "month of its date", D(90), D(150), D(60), "2026-08-01", "2026-08-31",
         True)
    ]  # fmt: skip


def test_a_month_that_was_not_over_when_its_bill_was_read_counts_by_neither_reading(house):
    invoices(house, UNEVEN.replace("2026-09-04,Hub,150\n", ""), category='"hosting"')
    at = datetime(2026, 8, 20, tzinfo=UTC).timestamp()
    os.utime(house.folder / "rack/sheet.csv", (at, at))

    assert [row[0] for row in months(house)] == ["2026-05", "2026-06", "2026-07"]
    assert question(house) == []


def test_a_file_a_month_is_asked_about_once(house):
    for month, amount in (("2026-06", 90), ("2026-07", 90), ("2026-08", 90), ("2026-09", 150)):
        house.put(f"rack/{month}.csv", ONE_MONTH.format(month, amount))
    house.entries[:] = ["[project]\nas_of = 2026-09-20\ncurrency = 'EUR'"]
    house.bill("rack", "rack", columns=COLUMNS, currency='"EUR"')

    assert [row[:6] for row in question(house)] == [
        ("arrears", "rack", "month before", D(150), D(90), D(60))
    ]
    [run] = [run for run in house.runs() if run.status == "asked"]
    assert (run.unit, run.passing) == ("rack/2026-09.csv", False)
    assert run.message == (
        "invoices of rack may pay for the month before their date or for the month of it: "
        "150.00 or 90.00 EUR for 2026-08-01 to 2026-08-31; meanwhile each counts in the month "
        "before its date"
    )


@pytest.mark.parametrize(
    ("said", "first"),
    [("month before", "2026-04"), ("month of its date", "2026-05"), ("unknown", "2026-04")],
)
def test_an_answer_holds_for_the_account(house, said, first):
    invoices(house, UNEVEN)
    [[block]] = house.db().execute("select answer from billing_question").fetchall()
    house.put("bills.toml", block.replace('counts = "month before"', f'counts = "{said}"'))
    house.put("rack/sheet.csv", UNEVEN.replace("2026-09-04,Hub,150", "2026-09-05,Hub,151"))

    assert months(house)[0][0] == first
    assert not [run for run in house.runs() if run.status == "asked"]
    assert [row[8] for row in question(house)] == ([True] if said == "unknown" else [])
    assert not [r for r in house.rejects() if "fits no file" in r.reason]


def test_a_setting_or_days_that_decide_leave_nothing_to_ask(house):
    invoices(house, UNEVEN, arrears="true")
    assert question(house) == []

    firsts = UNEVEN.replace("-05,", "-01,").replace("-03,", "-01,").replace("-07,", "-01,")
    invoices(house, firsts.replace("-04,", "-01,"))
    assert question(house) == []


def test_a_setting_holds_on_first_days_too(house):
    firsts = "Date,Item,Amount\n2026-06-01,Hub,30\n2026-07-01,Hub,31\n2026-08-01,Hub,62\n"
    invoices(house, firsts, arrears="true")

    assert [row[:2] for row in months(house)] == [
        ("2026-05", D(30)), ("2026-06", D(31)), ("2026-07", D(62)),
    ]  # fmt: skip


def test_one_invoice_of_a_first_day_among_others_is_read_like_them(house):
    for day, amount in (("2026-06-01", 30), ("2026-07-03", 31), ("2026-08-05", 62)):
        house.put(f"rack/{day}.csv", f"Date,Item,Amount\n{day},Hub,{amount}\n")
    house.entries[:] = ["[project]\nas_of = 2026-09-20\ncurrency = 'EUR'"]
    house.bill("rack", "rack", columns=COLUMNS, currency='"EUR"')

    assert [row[:2] for row in months(house)] == [
        ("2026-05", D(30)), ("2026-06", D(31)), ("2026-07", D(62)),
    ]  # fmt: skip
