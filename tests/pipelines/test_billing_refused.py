"""Money on lines that could not be kept: summed, shown, and acted on where it is much."""

from datetime import date
from decimal import Decimal

import pytest
from billing_house import House

from pipelines.billing.rollup.recognise import NotRecognised, layout_of
from warehouse.records import BillingQuestion, BillingRefused

COLUMNS = '{date = "Day", amount = "Cost", service = "Item"}'


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build).bill("rack", "bills", columns=COLUMNS, currency='"EUR"')


def put(house, *lines, first=1):
    days = [f"2026-06-{day:02},Server,100" for day in range(first, first + 10)]
    house.put("bills/a.csv", "Day,Item,Cost\n" + "\n".join([*days, *lines]) + "\n")


def refused(house):
    return [each for each in house.read() if isinstance(each, BillingRefused)]


def failed(house):
    return [(r.unit, r.message, r.remedy, r.passing) for r in house.runs() if r.status == "failed"]


def test_much_money_on_lines_without_a_day_is_a_persons_to_act_on(house):
    put(house, "someday,Server,40", "soon,Server,60.5")

    assert refused(house) == [
        BillingRefused("bills/a.csv", "rack", "EUR", "no day", 2, Decimal("100.5"), True)
    ]
    assert failed(house) == [
        (
            "bills/a.csv", "2 lines refused (100.50 EUR); its figures lack them",
            "write its days as 2026-07-05, or name the right column as date in columns", False,
        )
    ]  # fmt: skip


@pytest.mark.slow
def test_little_money_is_listed_and_asks_nobody(house):
    put(house, "someday,Server,5")

    assert [(each.amount, each.weighty) for each in refused(house)] == [(5, False)]
    assert failed(house) == []


def test_a_file_without_a_line_kept_is_a_persons_to_act_on(house):
    house.put("bills/a.csv", "Day,Item,Cost\n2026-06-01,Server,lots\n2026-06-02,Server,more\n")

    assert refused(house) == [
        BillingRefused("bills/a.csv", "rack", "EUR", "no amount", 2, None, True)
    ]
    assert failed(house)[0][1] == "2 lines refused (amounts not known); no line is kept"


def test_the_total_at_the_end_of_a_sheet_is_no_refused_money(house):
    put(house, "Total,,1000")

    assert (refused(house), failed(house), house.rejects()) == ([], [], [])
    [file] = house.files()
    assert (file.lines_read, file.lines_kept, file.total_lines) == (10, 10, 1)
    assert (file.own_total, file.billed) == (1000, 1000)


@pytest.mark.slow
def test_a_credit_without_a_day_is_asked_about_and_counts_once_it_is_answered(house):
    put(house, ",Credit,-80", ",Credit,-20", first=3)

    [question] = [each for each in house.read() if isinstance(each, BillingQuestion)]
    assert (question.kind, question.assumed, question.amount) == ("undated", "left out", 100)
    assert (question.first_day, question.last_day) == (date(2026, 6, 3), date(2026, 6, 12))
    assert house.rows("sum(billed)") == [(1000,)]
    house.put("bills.toml", question.answer.replace("YYYY-MM-DD", "2026-06-30"))

    rows = house.rows("day, charge_category, billed, lines, source_file")
    assert rows[-1] == (date(2026, 6, 30), "Credit", -100, 2, "bills/a.csv")
    assert refused(house) == []
    assert [each for each in house.read() if isinstance(each, BillingQuestion)] == []


@pytest.mark.parametrize("where", ['{Item = ["server"]}', '{Day = ["2025-01-01"]}'])
def test_a_file_of_which_where_leaves_no_line_is_reported(house, where):
    house.put("bills/a.csv", "Day,Item,Cost\n2026-06-01,Server,10\n2026-06-02,Server,20\n")
    house.entries[:] = []
    house.bill(
        "rack", "bills", where=where, currency='"EUR"', columns='{date = "Day", amount = "Cost"}'
    )

    run = next(run for run in house.runs() if run.unit == "bills/a.csv")
    assert (run.status, run.message, run.passing) == (
        "asked", "where leaves out all of its 2 lines", True,
    )  # fmt: skip


@pytest.mark.parametrize("lost", [["06", "07", "08"], ["05", "06", "07", "08"]])
def test_a_file_most_of_whose_lines_have_no_amount_is_a_persons_to_act_on(house, lost):
    kept = "2026-06-01,Server,10\n2026-06-02,Server,20\n"
    house.put(
        "bills/a.csv",
        "Day,Item,Cost\n" + kept + "".join(f"2026-06-{day},Server,see mail\n" for day in lost),
    )

    assert failed(house)[0][1] == (
        f"{len(lost)} lines refused (amounts not known); its figures lack them"
    )


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        ("abcdefghijkl", "a, b, c, d, e, f, g, h, i, j, k, l"),
        ("abcdefghijklmn", "a, b, c, d, e, f, g, h, i, j, k, l and 2 more"),
    ],
)
def test_a_header_that_no_export_has_is_shown_to_its_twelfth_column(columns, shown):
    with pytest.raises(NotRecognised) as refused:
        layout_of([",".join(columns), ",".join("x" for _ in columns)])
    assert str(refused.value) == f"no export has these columns: {shown}"
