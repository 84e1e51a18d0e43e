"""Replaced bills, questions and refused money, as the pages ask for them."""

from datetime import date, timedelta
from decimal import Decimal

import duckdb
from bill_records import cost

from metrics.briefing import alerts
from metrics.data_quality.arrivals import causes
from metrics.data_quality.bill_doubts import (
    Question,
    Refused,
    Replaced,
    questions,
    refused,
    replaced,
)
from warehouse.records import BillingQuestion, BillingRefused, Rows, SourceRun

JUNE = date(2026, 6, 1)
QUESTION = BillingQuestion(
    "do: overlap", "overlap", "do", ["a.csv", "b.csv"], JUNE, date(2026, 6, 30), "USD", "both",
    Decimal(372), Decimal(62), Decimal(310), 1, True, False, True, "compare them", "[[answer]]\n",
)  # fmt: skip
REFUSED = BillingRefused("bills/a.csv", "gcp", "EUR", "no day", 2, Decimal("100.5"), True)


def gone(tmp_path, amount):
    file = tmp_path / "replaced.parquet"
    duckdb.sql(
        f"copy (select 'old.csv' as losing_file, 'bill.csv' as winning_file, 'gcp' as account, "
        f"date '2026-06-01' as first_day, date '2026-06-30' as last_day, 'USD' as currency, "
        f"{amount}::decimal(38, 20) as amount, 'the file was changed later' as reason, "
        f"30::bigint as lines) to '{file}' (format parquet)"
    )
    return Rows("billing_replaced", file)


def june():
    return [cost(JUNE + timedelta(days=n), "10") for n in range(30)]


def test_a_replaced_bill_is_compared_with_the_one_that_counts(tmp_path, build):
    [found] = replaced(build([*june(), gone(tmp_path, 200)]))

    assert found == Replaced(
        "old.csv", "bill.csv", "gcp", JUNE, date(2026, 6, 30), "USD", Decimal(200), Decimal(300),
        Decimal(300), "the file was changed later",
    )  # fmt: skip
    assert (found.moved, found.is_notable(date(2026, 7, 15))) == (100, True)
    assert not found.is_notable(date(2027, 1, 1))


def test_a_question_says_how_many_days_of_spending_it_is(build):
    [found] = questions(build([*(cost(JUNE, "9200", account="do"),), QUESTION]))

    assert isinstance(found, Question)
    assert (found.amount, found.days, found.is_open) == (310, 3, True)


def test_refused_money_comes_with_its_reason(build):
    assert refused(build([REFUSED])) == [
        Refused("bills/a.csv", "gcp", "EUR", "no day", 2, Decimal("100.5"), True)
    ]


def test_the_briefing_asks_shows_refused_money_once_and_lists_what_moved(tmp_path, build):
    run = SourceRun("billing", "bills/a.csv", "failed", message="2 lines refused", passing=False)
    db = build([*june(), QUESTION, REFUSED, run, gone(tmp_path, 200)])
    on = date(2026, 7, 15)
    found = [
        *alerts._bills(db, on),
        *alerts._sources(db, [c for c in causes(db, on=on) if c.source == "billing"]),
    ]

    assert [(each.kind, each.unit, each.tone) for each in found] == [
        ("bill_question", "do: overlap", "act"),
        ("bill_refused", "bills/a.csv", "act"),
        ("bill_replaced", "old.csv", "watch"),
    ]
