"""Sources: how far each reaches, lines left out, differences between two builds."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from runway_records import balance, fund

from metrics.data_quality import coverage, ledger, rejects, sources
from metrics.data_quality.arrivals import Cause, Unit, causes, units
from metrics.data_quality.coverage import Count, Difference
from metrics.data_quality.sources import Freshness, Summary
from tests.metrics.test_attendance import meeting
from warehouse.records import BillingFile, FundBalance, Issue, Reject, Repo, SourceRun

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


@pytest.mark.parametrize(
    ("source", "every", "late", "silent"),
    [
        ("notes", 35, 45, 70), ("notes", 5, 15, 15), ("github", 7, 17, 17), ("funds", 10, 20, 20),
        ("funds", 11, 21, 22), ("billing", 2, 5, 12), ("billing", 7, 10, 17),
        ("billing", 9, 14, 19), ("billing", 35, 52, 70), ("build", 1, 2, 2), ("build", 7, 14, 14),
    ],
)  # fmt: skip
def test_a_unit_is_late_and_silent_by_its_own_rhythm(source, every, late, silent):
    unit = Unit(source, "a", DAY.date(), every, Decimal(1))
    states = [unit.state(DAY.date() + timedelta(days=n)) for n in (late, late + 1, silent + 1)]
    assert (unit.late_after, unit.silent_after) == (late, silent)
    assert states == ["fresh", "silent" if late == silent else "late", "silent"]
    assert unit.leads == (source in ("billing", "build"))
    assert unit.age(DAY.date() - timedelta(days=3)) == 0


def test_a_failure_of_a_repository_that_no_figure_rests_on_is_no_cause(build):
    def repo(number: int, *, archived: bool) -> list[Any]:
        one = Repo(number, f"a/{number}", archived, False, 1, READ_AT, None, True, [], None)
        opened = Issue(number, 1, False, "t", "a", False, "open", None, [], 0, DAY, DAY, None, None,
                       None, True, None, None)  # fmt: skip
        return [one, opened]

    records = [*repo(1, archived=True), *repo(2, archived=False)]
    down = {"status": "stale", "message": "x", "remedy": "y"}
    old, live = (build([*records, run("github", f"a/{n}", **down)]) for n in (1, 2))
    assert causes(old, on=READ_AT.date()) == []
    assert causes(live, on=READ_AT.date()) == [
        Cause("github", ("a/2",), "failed", READ_AT.date(), 0, "x", "y")
    ]


def test_how_often_data_arrive_is_said_or_the_middle_of_three_or_a_default(build):
    def every(*days: str, said: int | None = None) -> int:
        held = [meeting(day) for day in days]
        db = build([*held, run("notes", "team", every_days=said)])
        return next(each.every for each in units(db, on=READ_AT.date()) if each.source == "notes")

    assert every("2018-08-01", "2018-08-08") == 35  # two say nothing
    assert every("2018-08-01", "2018-08-08", "2018-08-22") == 10
    assert every("2018-08-01", "2018-08-08", "2018-08-22", said=50) == 50
    weeks = [f"2018-{n:02}-01" for n in (1, 2)] + [f"2018-09-{n:02}" for n in range(1, 7)]
    assert every(*weeks) == 1  # of the newest six


def test_the_worst_cause_is_the_oldest_and_of_two_the_failed_one():
    ages = [
        ("notes", "silent", 9),
        ("billing", "failed", 9),
        ("usage", "late", 40),
        ("funds", "failed", None),
    ]
    found = sorted(
        (Cause(s, ("a",), kind, None, days) for s, kind, days in ages), key=lambda c: c.order
    )
    assert [each.source for each in found] == ["funds", "usage", "billing", "notes"]
    assert [each.is_silent for each in found] == [False, False, False, True]
    assert Cause("notes", (), "failed", None, 1, is_old=True).is_silent


def test_a_source_reaches_to_its_newest_unit_while_another_is_silent(build):
    records = [meeting("2018-01-03"), meeting("2018-09-19", series="cafe"),
               run("notes", "team", as_of=DAY), run("notes", "cafe", as_of=DAY)]  # fmt: skip
    (found,) = sources.freshness(build(records), on=READ_AT.date())
    assert (found.newest, found.cause) == (
        DAY, Cause("notes", ("team",), "silent", date(2018, 1, 3), 260),
    )  # fmt: skip
