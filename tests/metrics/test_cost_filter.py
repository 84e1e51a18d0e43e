"""Hand-worked bills: what a page says of one project, category or provider."""

from datetime import date
from decimal import Decimal

from bill_records import cost, days

from metrics.spending import breakdown
from metrics.spending.anomalies import Anomaly, anomalies
from metrics.spending.burn import burn
from metrics.spending.cost_filter import CostFilter, choices

FIRST = date(2018, 6, 1)
AS_OF = date(2018, 9, 20)
LAB = CostFilter(project="lab")


# 94 days, 1 June to 2 September, so that 31 August is the last complete day.
PROD = days(FIRST, 94, "10")


def test_a_day_on_which_a_project_cost_nothing_counts_with_zero_where_its_bill_speaks(build):
    db = build([*PROD, *days(FIRST, 23, "4", sub_account="lab")])

    found = burn(db, as_of=AS_OF, months=3, cost_filter=LAB)

    assert (found.first_on, found.last_on, found.days, found.covered_days) == (
        FIRST, date(2018, 8, 31), 92, 92,
    )  # fmt: skip
    assert (found.gross, found.credits, found.payable) == (1, 0, 1)
    assert burn(db, as_of=AS_OF, months=3).gross == 11


def test_a_bill_of_another_account_says_nothing_of_a_day_on_which_the_projects_own_is_missing(
    build,
):
    elsewhere = days(FIRST, 50, "4", account="aws", sub_account="lab", provider="AWS")
    db = build([*PROD, *elsewhere, cost(date(2018, 9, 2), "4", account="aws", sub_account="lab")])

    found = burn(db, as_of=AS_OF, months=3, cost_filter=LAB)

    assert (found.days, found.covered_days, found.gross) == (92, 50, None)


def test_a_day_told_in_another_currency_by_the_same_bill_is_a_day_without_cost(build):
    db = build([*PROD, *days(FIRST, 23, "4", currency="EUR", sub_account="lab")])

    found = burn(db, as_of=AS_OF, months=3, currency="EUR", cost_filter=LAB)

    assert (found.covered_days, found.gross) == (92, 1)


def test_a_line_without_a_project_is_not_named_and_parts_are_narrowed_together(build):
    db = build(
        [
            *days(FIRST, 92, "10"),
            *days(FIRST, 92, "3", sub_account=None, category="hosting"),
            *days(FIRST, 94, "2", sub_account=None),
        ]
    )
    two = CostFilter(category="hosting", project="not named")

    assert burn(db, as_of=AS_OF, months=1, cost_filter=CostFilter(project="not named")).gross == 5
    assert burn(db, as_of=AS_OF, months=1, cost_filter=two).gross == 3
    assert burn(
        db, as_of=AS_OF, months=1, cost_filter=CostFilter(project="not named", provider="AWS")
    ).days
    assert choices(db) == {
        "category": ["cloud", "hosting"], "project": ["prod", "not named"],
        "provider": ["Google Cloud"],
    }  # fmt: skip


def test_a_month_without_a_line_of_the_project_is_a_whole_month_of_zero(build):
    db = build([*PROD, *days(FIRST, 30, "4", sub_account="lab"), *_august()])

    frame = breakdown.monthly(db, as_of=AS_OF, cost_filter=LAB)

    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        (date(2018, 6, 1), "compute", 120, 30, 30, False),
        (date(2018, 7, 1), "compute", 0, 31, 31, False),
        (date(2018, 8, 1), "compute", 6, 31, 31, False),
        (date(2018, 9, 1), "compute", 0, 2, 30, True),
    ]
    assert breakdown.change(db, as_of=AS_OF, cost_filter=LAB) == breakdown.Change(
        date(2018, 7, 1), date(2018, 8, 1), Decimal(0), Decimal(6), "USD",
        (("compute", Decimal(6)),), (("compute", Decimal(6) / 31),),
    )  # fmt: skip


def _august():
    return days(date(2018, 8, 10), 3, "2", sub_account="lab")


def test_what_no_bill_has_a_line_of_has_no_month_and_no_total(build):
    db = build(PROD)
    nowhere = CostFilter(project="moon")

    assert breakdown.monthly(db, as_of=AS_OF, cost_filter=nowhere).empty
    assert breakdown.totals(db, cost_filter=nowhere).empty
    assert burn(db, as_of=AS_OF, months=1, cost_filter=nowhere).covered_days == 0


def test_totals_and_days_that_stand_out_are_those_of_the_project(build):
    jump = date(2018, 7, 20)
    db = build(
        [
            *PROD,
            *days(FIRST, 94, "1", sub_account="lab"),
            cost(jump, "9", sub_account="lab"),
            cost(date(2018, 7, 25), "90", service="storage"),
        ]
    )

    (totals,) = breakdown.totals(db, cost_filter=LAB).to_dict("records")

    assert (totals["gross"], totals["lines"]) == (103, 95)
    assert anomalies(db, as_of=AS_OF, cost_filter=LAB) == [
        Anomaly("spike", jump, "compute", 1.0, 10.0)
    ]


def test_a_project_used_on_one_day_stands_out_against_days_without_cost(build):
    day = date(2018, 7, 20)
    later = days(date(2018, 8, 14), 14, "2", sub_account="lab", service="storage")
    db = build([*PROD, cost(day, "50", sub_account="lab"), *later])

    assert anomalies(db, as_of=AS_OF, cost_filter=LAB)[0] == Anomaly(
        "spike", day, "compute", 0.0, 50.0
    )
