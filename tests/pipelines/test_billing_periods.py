"""Which days a row of a bill covers: stated, shown by the whole table, or left out and said."""

from decimal import Decimal as D

import pytest
from billing_house import House

pytestmark = pytest.mark.slow

COLUMNS = '{date = "Date", amount = "Amount", service = "Item"}'
COVER = "strftime(day, '%Y-%m'), min(day(day)), max(day(day)), service, sum(billed)"


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def sheet(house, text, name="sheet.csv", as_of="2026-12-31", **settings):
    house.put(name, text)
    house.entries[:] = [f"[project]\nas_of = {as_of}"]
    settings = {"columns": COLUMNS, "currency": '"EUR"'} | settings
    return house.bill("rack", name, **settings)


def cover(house):
    return house.rows(
        "strftime(day, '%Y-%m'), service, currency, charge_category"
    ) and house.db().execute(
        """
        select strftime(day, '%Y-%m'), day(min(day)), day(max(day)), service, sum(billed)
        from cost_daily group by 1, 4 order by 1, 4
        """
    ).fetchall()  # fmt: skip


def notes(house):
    return [file.note for file in house.files()]


def test_first_days_of_three_months_are_months(house):
    lines = "2026-05-01,Rack,31\n2026-06-01,Rack,30\n2026-06-01,Line,15\n2026-07-01,Rack,62\n"
    sheet(house, "Date,Item,Amount\n" + lines)

    assert cover(house) == [
        ("2026-05", 1, 31, "Rack", D(31)), ("2026-06", 1, 30, "Line", D(15)),
        ("2026-06", 1, 30, "Rack", D(30)), ("2026-07", 1, 31, "Rack", D(62)),
    ]  # fmt: skip
    assert notes(house) == [
        "it has one line a month, and each counts on the days of the month of its date: "
        'if it is for that day alone, say period = "day"'
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "2026-07-01,Rack,31\n",
        "2026-05-01,Rack,31\n2026-06-01,Rack,30\n",
        "2026-05-01,Rack,31\n2026-06-01,Rack,30\n2026-07-02,Rack,30\n2026-07-03,Rack,30\n",
        "2026-01-05,Domain,31\n2026-03-05,Domain,30\n2026-07-05,Domain,30\n",
    ],
    ids=["one row", "two months", "days of a month", "months left out"],
)
def test_a_table_that_does_not_show_months_stays_days(house, lines):
    sheet(house, "Date,Item,Amount\n" + lines)

    assert all(first == last for _, first, last, _, _ in cover(house)[:2])
    assert notes(house) == [None]


INVOICES = "Date,Item,Amount\n2026-06-05,Hub,30\n2026-07-03,Hub,31\n2026-08-07,Hub,62\n"


def test_invoices_of_metered_services_pay_for_the_month_before(house):
    sheet(house, INVOICES)

    assert cover(house) == [
        ("2026-05", 1, 31, "Hub", D(30)), ("2026-06", 1, 30, "Hub", D(31)),
        ("2026-07", 1, 31, "Hub", D(62)),
    ]  # fmt: skip
    assert notes(house) == [
        "it has one line a month, and each counts on the days of the month before its date: "
        "if it pays for the month of its date, say arrears = false in its [[billing]]; "
        'if it is for that day alone, say period = "day"'
    ]


@pytest.mark.parametrize(
    "settings", [{"arrears": "false"}, {"category": '"hosting"'}], ids=["setting", "hosting"]
)
def test_invoices_that_pay_for_the_month_of_their_date(house, settings):
    sheet(house, INVOICES, **settings)
    assert [row[:3] for row in cover(house)] == [
        ("2026-06", 1, 30), ("2026-07", 1, 31), ("2026-08", 1, 31),
    ]  # fmt: skip


def test_the_setting_undoes_months(house):
    sheet(house, INVOICES, period='"day"')
    assert [row[:3] for row in cover(house)] == [
        ("2026-06", 5, 5), ("2026-07", 3, 3), ("2026-08", 7, 7),
    ]  # fmt: skip


def test_bills_of_the_last_day_of_a_month_are_of_that_month(house):
    sheet(house, "Date,Item,Amount\n2026-06-30,R,1\n2026-07-31,R,2\n2026-08-31,R,3\n")
    assert [row[:3] for row in cover(house)] == [
        ("2026-06", 1, 30), ("2026-07", 1, 31), ("2026-08", 1, 31),
    ]  # fmt: skip


RUNNING = "Date,Item,Amount\n2026-07,Hub,310\n2026-08,Hub,620\n2026-09,Hub,100\n"


def test_the_running_month_counts_only_with_the_day_it_reaches_to(house):
    sheet(house, RUNNING, as_of="2026-09-11")

    assert [row[0] for row in cover(house)] == ["2026-07", "2026-08"]
    assert any("100 EUR of September 2026 are left out" in str(run.message) for run in house.runs())


def test_the_setting_says_to_which_day_the_running_month_reaches(house):
    sheet(house, RUNNING, as_of="2026-09-11", through="2026-09-10")
    assert cover(house)[-1] == ("2026-09", 1, 10, "Hub", D(100))


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("costs 2026-07-01 to 2026-09-10.csv", ""),
        ("costs.csv", "Costs until 10 September 2026\n"),
        ("costs.csv", "Report,Stand: 10.09.2026\n"),
    ],
)  # fmt: skip
def test_a_name_or_a_line_above_states_to_which_day_it_reaches(house, name, above):
    sheet(house, above + RUNNING, name, as_of="2026-09-11")
    assert cover(house)[-1] == ("2026-09", 1, 10, "Hub", D(100))


def test_no_cost_is_later_than_the_day_asked_for(house):
    lines = "2026-09-10,Hub,1\n2026-09-11,Hub,2\n2026-09-12,Hub,4\n"
    sheet(house, "Date,Item,Amount\n" + lines, as_of="2026-09-11")

    assert cover(house) == [("2026-09", 10, 11, "Hub", D(3))]


FOCUS = "BilledCost,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,BillingCurrency,ServiceName\n"


@pytest.mark.parametrize(
    ("end", "days"),
    [("2026-06-01", 31), ("2026-05-02", 1), ("2027-05-01", 1), ("2026-05-08", 1)],
    ids=["month", "day", "year", "week"],
)
def test_a_purchase_for_a_month_is_spread_over_it(house, end, days):
    house.put("focus.csv", f"{FOCUS}31,2026-05-01,{end},Purchase,USD,Support\n")
    house.bill("us", "focus.csv")

    assert house.rows("count(*), sum(billed), charge_category") == [(days, D(31), "Purchase")]


REPORT = "Service description,List cost ($),Other savings ($),Unrounded subtotal ($),Subtotal ($)\nCompute,30,0,30.5,30.50\n"  # noqa: E501


def test_two_files_of_one_text_are_two_months_where_their_names_say_so(house):
    for month in ("2026-06-01 — 2026-06-30", "2026-07-01 — 2026-07-31"):
        house.put(f"bills/Reports, {month}.csv", REPORT)
    house.bill("gcp", "bills")

    assert house.rows("strftime(day, '%Y-%m'), sum(billed), sum(lines)") == [
        ("2026-06", D("30.5"), 1), ("2026-07", D("30.5"), 1),
    ]  # fmt: skip


def test_invoices_in_a_file_each_are_of_one_line_a_month_together(house):
    for day, amount in (("2026-06-05", 30), ("2026-07-03", 31), ("2026-08-07", 62)):
        house.put(f"bills/{day}.csv", f"Date,Item,Amount\n{day},Hub,{amount}\n")
    house.entries[:] = ["[project]\nas_of = 2026-12-31"]
    house.bill("rack", "bills", columns=COLUMNS, currency='"EUR"')

    assert cover(house) == [
        ("2026-05", 1, 31, "Hub", D(30)), ("2026-06", 1, 30, "Hub", D(31)),
        ("2026-07", 1, 31, "Hub", D(62)),
    ]  # fmt: skip


UNTIL = '{date = "From", until = "To", amount = "Amount", service = "Item"}'


def test_a_stated_until_covers_all_its_days_in_every_month(house):
    lines = "2026-05-10,2026-06-09,Plan,31\n2026-04-01,2026-06-30,Quarter,910\n"
    sheet(house, "From,To,Item,Amount\n" + lines, columns=UNTIL)

    assert cover(house) == [
        ("2026-04", 1, 30, "Quarter", D(300)), ("2026-05", 10, 31, "Plan", D(22)),
        ("2026-05", 1, 31, "Quarter", D(310)), ("2026-06", 1, 9, "Plan", D(9)),
        ("2026-06", 1, 30, "Quarter", D(300)),
    ]  # fmt: skip


def test_the_parts_of_a_year_add_up_to_the_last_digit_and_wait_for_their_day(house):
    text = "From,To,Item,Amount\n2026-01-01,2026-12-31,Year,1000.01\n"
    sheet(house, text, columns=UNTIL, as_of="2026-12-31")
    assert house.rows("sum(billed), count(*)") == [(D("1000.01"), 365)]

    sheet(house, text.replace("1000.01", "365"), columns=UNTIL, as_of="2026-09-17")
    assert house.rows("sum(billed), max(day)::varchar") == [(D(260), "2026-09-17")]
    assert [run.message for run in house.runs()] == [
        "sheet.csv: 105 EUR of days after 2026-09-17 do not count before them"
    ]


def test_an_until_more_than_ten_years_later_is_refused(house):
    sheet(house, "From,To,Item,Amount\n2026-01-01,2099-12-31,Plan,12\n", columns=UNTIL)

    assert [(run.status, run.message) for run in house.runs()][:1] == [
        ("failed", "not read: a line of 2026-01-01 ends on 2099-12-31, more than ten years later")
    ]
    assert house.rows("billed") == []
