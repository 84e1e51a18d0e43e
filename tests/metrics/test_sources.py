"""Sources: how far each reaches, lines left out, differences between two builds."""

from datetime import date, datetime
from typing import Any

from runway_records import balance, fund

from metrics.data_quality import coverage, ledger, rejects, sources
from metrics.data_quality.arrivals import Cause, causes
from metrics.data_quality.coverage import Count, Difference
from metrics.data_quality.sources import Freshness, Summary
from tests.metrics.test_attendance import meeting
from warehouse.records import BillingFile, FundBalance, Reject, SourceRun

DAY = datetime(2018, 9, 18)
READ_AT = datetime(2018, 9, 20, 6, 10)

OLD_DOCS = Cause("github", ("docs",), "failed", DAY.date(), 2, "x", "y")
OLD_HUB = Cause("github", ("hub",), "failed", READ_AT.date(), 0, "403", "y")
UNREAD = Cause("billing", ("cloud",), "failed", None, None, "x", "y", is_kept=False)
RACK = Cause("billing", ("rack",), "failed", None, None, "no format fits", "map it", is_kept=False)


def run(source: str, unit: str = "", **rest: Any) -> SourceRun:
    return SourceRun(source, unit, **rest)


def test_a_source_that_is_not_set_up_is_not_in_the_strip(build):
    db = build([run("billing", status="not_set_up"), run("notes", "team", as_of=DAY, rows=6)])
    assert sources.freshness(db, on=READ_AT.date()) == [Freshness("notes", "ok", DAY, True)]


def test_the_strip_follows_the_pages(build):
    db = build(
        [
            run("github", "hub", as_of=READ_AT, rows=1),
            run("funds", as_of=datetime(2017, 12, 31), rows=1),
            run("billing", "cloud", as_of=DAY, rows=1),
        ]
    )
    assert sources.freshness(db, on=READ_AT.date()) == [
        Freshness("billing", "ok", DAY, True),
        Freshness("github", "ok", READ_AT, True),
        Freshness("funds", "ok", datetime(2017, 12, 31), True),
    ]


def test_balances_reach_from_the_oldest_newest_statement_of_a_fund_that_can_be_spent(build):
    stated = {"a": 8, "b": 5, "gone": 1, "rack": 2}
    db = build([
        run("funds", as_of=datetime(2018, 9, 1), rows=9), fund("a"), fund("b", "donation"),
        fund("gone", ends=date(2018, 6, 30)), fund("rack", "in_kind"),
        *(balance(name, date(2018, month, 31 if month != 2 else 28), 1)
          for name, month in stated.items()),
        balance("a", date(2018, 1, 31), 1), balance("a", date(2018, 9, 1), 1),
    ])  # fmt: skip
    (found,) = sources.freshness(db, on=READ_AT.date())
    assert (found.first, found.newest) == (datetime(2018, 5, 31), datetime(2018, 9, 1))
    assert sources.summary(db, on=READ_AT.date()).oldest == ("funds", date(2018, 5, 31))


def test_what_is_to_come_moves_no_day_of_the_strip(build):
    later = datetime(2030, 1, 1)
    db = build(
        [
            run("notes", "team", as_of=later, rows=2), run("notes", "new", as_of=later, rows=1),
            run("funds", as_of=later, rows=2), run("billing", "cloud", as_of=later, rows=1),
            run("github", "hub", as_of=later, rows=1),
            meeting("2018-06-20"), meeting("2030-01-01"), meeting("2030-01-01", series="new"),
            FundBalance("f", date(2018, 8, 1), None, True, None),
            FundBalance("f", date(2030, 1, 1), None, True, None),
        ]
    )  # fmt: skip
    assert [each.newest for each in sources.freshness(db, on=READ_AT.date())] == [
        datetime(2018, 6, 20), datetime(2018, 9, 20), later, datetime(2018, 8, 1),
    ]  # fmt: skip
    assert [each.as_of for each in sources.runs(db, source="notes")] == [
        None,
        datetime(2018, 6, 20),
    ]


def test_one_old_unit_makes_the_source_old_and_says_that_it_is_some(build):
    db = build(
        [
            run("github", "hub", as_of=READ_AT, rows=1),
            run("github", "docs", status="stale", as_of=DAY, rows=1, message="x", remedy="y"),
        ]
    )
    assert sources.freshness(db, on=READ_AT.date()) == [
        Freshness("github", "stale", READ_AT, False, OLD_DOCS)
    ]


def test_a_source_of_which_nothing_was_read_shows_no_day(build):
    db = build([run("billing", "cloud", status="failed", message="x", remedy="y")])
    assert sources.freshness(db, on=READ_AT.date()) == [
        Freshness("billing", "failed", None, True, UNREAD)
    ]


def test_the_summary_counts_sources_rows_and_lines_left_out(build):
    db = build([run("notes", "team", rows=6), run("billing", status="not_set_up")])
    assert sources.summary(db, on=READ_AT.date()) == Summary(1, (), 6, 0, (), None)


def test_the_summary_names_old_and_missing_sources_and_the_oldest_one(build):
    db = build(
        [
            run("notes", "team", as_of=DAY, rows=6, rejected=1),
            run("billing", "cloud", as_of=READ_AT, rows=9),
            run("billing", "rack", status="failed", message="no format fits", remedy="map it"),
            run("github", "hub", status="stale", as_of=READ_AT, rows=4, message="403", remedy="y"),
        ]
    )
    broken = (
        Freshness("billing", "failed", READ_AT, False, RACK),
        Freshness("github", "stale", READ_AT, True, OLD_HUB),
    )
    assert sources.summary(db, on=READ_AT.date()) == Summary(
        3, broken, 19, 1, (), ("notes", DAY.date())
    )


def test_the_rows_of_the_strip_are_its_sources_with_day_and_state(build):
    db = build([run("notes", "team", as_of=DAY, rows=6),
                run("billing", "cloud", status="failed", message="x", remedy="y")])  # fmt: skip
    found = ledger.sources(db, on=READ_AT.date())
    assert found.rows.to_numpy().tolist() == [
        ["notes", DAY.date(), "ok", True], ["billing", None, "failed", False],
    ]  # fmt: skip
    assert (found.figure, found.marked, found.count) == (1, 1, 2)


def test_units_of_one_failure_are_as_old_as_the_oldest_that_has_data(build):
    refused = {"status": "failed", "message": "403", "remedy": "y"}
    db = build([run("github", "docs", as_of=DAY, rows=2, **refused),
                run("github", "hub", **refused), run("github", "lab", **refused)])  # fmt: skip
    assert causes(db, on=READ_AT.date()) == [
        Cause("github", ("docs", "hub", "lab"), "failed", DAY.date(), 2, "403", "y", is_kept=False)
    ]


def test_runs_come_in_the_order_of_the_pages(build):
    db = build([run("funds"), run("billing", "b"), run("notes", "n"), run("billing", "a")])
    assert [(each.source, each.unit) for each in sources.runs(db)] == [
        ("notes", "n"), ("billing", "a"), ("billing", "b"), ("funds", ""),
    ]  # fmt: skip
    assert [each.unit for each in sources.runs(db, source="billing")] == ["a", "b"]


def test_units_without_a_message_are_added_up_and_each_other_one_is_alone(build):
    db = build(
        [
            run("github", "hub", as_of=READ_AT, rows=3),
            run("github", "docs", as_of=DAY, rows=4, rejected=1),
            run("github", "gone", status="failed", message="404", remedy="correct its name"),
            run("notes", "team", as_of=DAY, rows=6),
        ]
    )
    found = sources.grouped(sources.runs(db))
    assert [(each.unit, each.units, each.status, each.rows, each.rejected) for each in found] == [
        ("team", 1, "ok", 6, 0), ("", 2, "ok", 7, 1), ("gone", 1, "failed", 0, 0),
    ]  # fmt: skip


def test_the_bills_of_an_account_add_up(build):
    first, last = date(2018, 8, 1), date(2018, 9, 30)
    files = [
        BillingFile("a.csv", "focus", "cloud", 10, 9, 1, 0, first, date(2018, 8, 31), True, "a"),
        BillingFile("b.csv", "focus", "cloud", 5, 5, 0, 1, date(2018, 9, 1), last, None, "b"),
    ]
    assert rejects.accounts(build(files)) == [
        rejects.Account("cloud", 2, ("focus",), first, last, 15, 14, 1)
    ]


REJECTS = [
    Reject("notes", "notes/b.md", 12, "* tim / wtt", "2 parts"),
    Reject("notes", "notes/a.md", 9, "* tom / wtt", "2 parts"),
    Reject("billing", "bills/1.csv", None, None, "no format fits"),
]


def test_each_line_left_out_stands_with_its_place_and_reason(build):
    frame = rejects.rejects(build(REJECTS))
    assert frame.fillna("").values.tolist() == [
        ["billing", "bills/1.csv", "no format fits", ""],
        ["notes", "notes/a.md:9", "2 parts", "* tom / wtt"],
        ["notes", "notes/b.md:12", "2 parts", "* tim / wtt"],
    ]


def test_reasons_are_counted_with_the_first_place(build):
    assert rejects.reasons(build(REJECTS)).values.tolist() == [
        ["notes", "2 parts", 2, "notes/a.md:9"],
        ["billing", "no format fits", 1, "bills/1.csv"],
    ]


def test_each_bill_is_accounted_for(build):
    first, last = date(2018, 8, 1), date(2018, 8, 31)
    db = build([BillingFile("b.csv", "focus", "cloud", 10, 9, 1, 1, first, last, True, "ab")])
    (bill,) = rejects.billing_files(db)
    assert bill == rejects.Bill("b.csv", "cloud", "focus", first, last, 10, 9, 1, 1, True)


def test_coverage_of_nothing_is_an_empty_frame_with_its_columns(build):
    frame = coverage.coverage(build([]))
    assert (len(frame), list(frame)) == (0, ["source", "first_on", "last_on", "days"])


def test_only_units_that_differ_between_two_builds_are_listed():
    before = [Count("notes", "team", 6, 0), Count("billing", "a", 5, 1), Count("github", "x", 1, 0)]
    now = [Count("notes", "team", 6, 0), Count("billing", "a", 9, 0), Count("funds", "", 2, 0)]
    assert coverage.differences(now, before) == [
        Difference("billing", "a", "changed", 4, -1),
        Difference("funds", "", "new"),
        Difference("github", "x", "gone"),
    ]


def test_coverage_goes_from_the_first_to_the_last_dated_record(build):
    first, last = date(2018, 9, 1), date(2018, 9, 5)
    db = build([FundBalance("g", day, None, False, None) for day in (first, first, last)])
    frame = coverage.coverage(db)
    assert frame.astype(str).values.tolist() == [["funds", str(first), str(last), "2"]]
