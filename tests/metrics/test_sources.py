"""What the Sources page says: reach, trouble, lines left out, what changed."""

from datetime import date, datetime
from typing import Any

from metrics.data_quality import coverage, rejects, sources, trust
from metrics.data_quality.coverage import Count
from tests.metrics.test_attendance import meeting
from warehouse.records import BillingFile, FundBalance, Reject, SourceRun

DAY = datetime(2018, 9, 18)
READ_AT = datetime(2018, 9, 20, 6, 10)


def run(source: str, unit: str = "", **rest: Any) -> SourceRun:
    return SourceRun(source, unit, **rest)


def test_a_source_that_is_not_set_up_is_not_in_the_strip(build):
    db = build([run("billing", status="not_set_up"), run("notes", "team", as_of=DAY, rows=6)])
    assert sources.freshness(db) == [sources.Freshness("notes", "ok", "notes to 18 Sep", True)]


def test_the_strip_follows_the_pages_and_says_hours_where_they_matter(build):
    db = build(
        [
            run("github", "hub", as_of=READ_AT, rows=1),
            run("funds", as_of=datetime(2017, 12, 31), rows=1),
            run("billing", "cloud", as_of=DAY, rows=1),
        ]
    )
    assert [each.words for each in sources.freshness(db)] == [
        "bills to 18 Sep",
        "issues 20 Sep 06:10 UTC",
        "balances stated 31 Dec 2017",
    ]


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
    assert [each.words for each in sources.freshness(db)] == [
        "notes to 20 Jun", "bills to 20 Sep", "issues 1 Jan 2030 00:00 UTC",
        "balances stated 1 Aug",
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
    (fresh,) = sources.freshness(db)
    assert (fresh.status, fresh.words) == ("stale", "issues 20 Sep 06:10 UTC, some old")


def test_a_source_of_which_nothing_was_read_shows_no_day(build):
    db = build([run("billing", "cloud", status="failed", message="x", remedy="y")])
    assert [each.words for each in sources.freshness(db)] == ["bills not read"]


def test_trust_is_yes_when_every_source_was_read(build):
    db = build([run("notes", "team", rows=6), run("billing", status="not_set_up")])
    assert trust.trust(db) == trust.Trust(
        "Yes: every source that is set up was read. No line was left out.", 1, 0, 6, 0, None
    )


def test_trust_names_what_is_old_what_is_missing_and_what_was_left_out(build):
    db = build(
        [
            run("notes", "team", as_of=DAY, rows=6, rejected=1),
            run("billing", "cloud", as_of=READ_AT, rows=9),
            run("billing", "rack", status="failed", message="no format fits", remedy="map it"),
            run("github", "hub", status="stale", as_of=READ_AT, rows=4, message="403", remedy="y"),
        ]
    )
    assert trust.trust(db) == trust.Trust(
        "Not in everything: some bills were not read and issues are old. "
        "1 line could not be read, and no figure counts them.",
        3, 2, 19, 1, ("meeting notes", DAY.date()),
    )  # fmt: skip


def test_nothing_set_up_is_neither_yes_nor_no(build):
    db = build([run("notes", status="not_set_up")])
    assert trust.trust(db).sentence == "Nothing is set up yet, so there is nothing to trust."


def test_what_happened_ends_with_what_to_do(build):
    (found,) = sources.runs(
        build([run("billing", "b", status="failed", message="no format fits.", remedy="map it")])
    )
    assert found.trouble == "no format fits. Fix: map it."


def test_runs_come_in_the_order_of_the_pages(build):
    db = build([run("funds"), run("billing", "b"), run("notes", "n"), run("billing", "a")])
    assert [(each.source, each.unit) for each in sources.runs(db)] == [
        ("notes", "n"), ("billing", "a"), ("billing", "b"), ("funds", ""),
    ]  # fmt: skip
    assert [each.unit for each in sources.runs(db, source="billing")] == ["a", "b"]


def test_quiet_units_are_told_together_and_each_with_a_message_alone(build):
    db = build(
        [
            run("github", "hub", as_of=READ_AT, rows=3),
            run("github", "docs", as_of=DAY, rows=4, rejected=1),
            run("github", "gone", status="failed", message="404", remedy="correct its name"),
            run("notes", "team", as_of=DAY, rows=6),
        ]
    )
    assert [(each.unit, each.status, each.rows, each.rejected) for each in sources.told(db)] == [
        ("team", "ok", 6, 0), ("2 units", "ok", 7, 1), ("gone", "failed", 0, 0),
    ]  # fmt: skip


def test_the_bills_of_an_account_add_up(build):
    first, last = date(2018, 8, 1), date(2018, 9, 30)
    files = [
        BillingFile("a.csv", "focus", "cloud", 10, 9, 1, 0, first, date(2018, 8, 31), True, "a"),
        BillingFile("b.csv", "focus", "cloud", 5, 5, 0, 1, date(2018, 9, 1), last, None, "b"),
    ]
    assert rejects.accounts(build(files)) == [
        rejects.Account("cloud", 2, "focus", first, last, 15, 14, 1)
    ]


def test_days_since_the_last_ingest_are_whole_and_never_negative(build):
    about = sources.info(build([]))
    assert sources.days_since(about, now=datetime(2018, 9, 22, 6, 9)) == 1
    assert sources.days_since(about, now=datetime(2018, 9, 1)) == 0


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
    assert bill.days == "1 Aug 2018 to 31 Aug 2018"


def test_coverage_of_nothing_is_an_empty_frame_with_its_columns(build):
    frame = coverage.coverage(build([]))
    assert (len(frame), list(frame)) == (0, ["source", "first_on", "last_on", "days"])


def test_what_changed_between_two_builds_is_said_only_where_something_did():
    before = [Count("notes", "team", 6, 0), Count("billing", "a", 5, 1), Count("github", "x", 1, 0)]
    now = [Count("notes", "team", 6, 0), Count("billing", "a", 9, 0), Count("funds", "", 2, 0)]
    assert coverage.changes(now, before) == [
        ("bills a", "+4 rows, −1 lines left out"),
        ("fund balances", "new"),
        ("issues x", "gone"),
    ]


def test_coverage_goes_from_the_first_to_the_last_dated_record(build):
    first, last = date(2018, 9, 1), date(2018, 9, 5)
    db = build([FundBalance("g", day, None, False, None) for day in (first, first, last)])
    frame = coverage.coverage(db)
    assert frame.astype(str).values.tolist() == [["fund balances", str(first), str(last), "2"]]
