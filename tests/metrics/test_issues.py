from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from metrics.briefing.figures import figures
from metrics.briefing.meeting_pairs import Pair
from metrics.briefing.money import Money
from metrics.issues import citations, counts, ledger, responses
from metrics.issues.scope import Scope
from warehouse.records import Issue, IssueEvent, Meeting, Reference, Repo

AS_OF = date(2018, 9, 20)


def at(text):
    return datetime.fromisoformat(text)


def repo(repo_id=1, name="lab/hub", **more):
    values = {
        "archived": False,
        "private": False,
        "open_issues_count": None,
        "synced_at": at("2018-09-21"),
        "unreachable_since": None,
        "complete": True,
        "older_names": [],
        "url": None,
    }
    return Repo(repo_id, name, **{**values, **more})


def issue(number, opened, *, closed=None, events=(), **more):
    """An issue and its closings and reopenings; `closed` is the closing that still holds."""
    values = {
        "repo_id": 1,
        "number": number,
        "is_pull": False,
        "title": f"issue {number}",
        "author": "tim",
        "author_is_bot": False,
        "state": "closed" if closed else "open",
        "state_reason": None,
        "labels": [],
        "comments": 0,
        "created_at": at(opened),
        "updated_at": at(closed or opened),
        "closed_at": closed and at(closed),
        "merged_at": None,
        "first_response_at": None,
        "response_known": True,
        "gone_at": None,
        "url": None,
        **more,
    }
    found = [*events, *([("closed", closed)] if closed else [])]
    when = at("2018-09-21")
    return [
        Issue(**values),
        *(IssueEvent(values["repo_id"], number, name, at(day), when) for name, day in found),
    ]


def flat(*groups):
    return [
        record for group in groups for record in (group if isinstance(group, list) else [group])
    ]


def test_a_month_counts_what_was_opened_closed_and_left(build):
    db = build(
        flat(
            repo(),
            issue(1, "2018-07-10", closed="2018-08-05"),
            issue(2, "2018-08-31T23:59:59"),
            issue(3, "2018-09-01", events=[("closed", "2018-09-02"), ("reopened", "2018-09-03")]),
        )
    )
    rows = counts.monthly_flow(db, as_of=AS_OF, months=3).astype({"month": str})
    assert rows.values.tolist() == [
        ["2018-07-01", 1, 0, 0, 0, 1, 1, False],
        ["2018-08-01", 1, 1, 0, 0, 0, 1, False],
        ["2018-09-01", 1, 1, 0, 1, 1, 2, True],
    ]
    assert list(rows.columns) == [
        "month", "opened", "closed", "merged", "reopened", "net", "open_at_end", "is_partial",
    ]  # fmt: skip


def test_a_month_in_which_nothing_happened_is_there_with_its_backlog(build):
    db = build(flat(repo(), issue(1, "2018-06-10")))
    rows = counts.monthly_flow(db, as_of=AS_OF, months=3)
    assert rows["opened"].tolist() == [0, 0, 0]
    assert rows["open_at_end"].tolist() == [1, 1, 1]


def test_the_backlog_of_a_past_day_is_what_it_was_then(build):
    db = build(
        flat(
            repo(),
            issue(1, "2018-09-01", closed="2018-09-18T09:00:00"),
            issue(2, "2018-09-01", events=[("closed", "2018-09-18"), ("reopened", "2018-09-19")]),
            issue(3, "2018-09-18T23:00:00"),
        )
    )
    rows = counts.backlog(db, as_of=AS_OF, days=4)
    assert rows["open_count"].tolist() == [2, 1, 2, 2]
    assert counts.open_on(db, day=date(2018, 8, 31)) == 0


def test_a_deleted_issue_leaves_the_backlog_when_it_was_noticed_and_counts_before(build):
    gone = issue(1, "2018-09-01", state="gone", gone_at=at("2018-09-19T06:00:00"))
    db = build(flat(repo(), gone, issue(2, "2018-09-01")))
    assert counts.backlog(db, as_of=AS_OF, days=3)["open_count"].tolist() == [2, 1, 1]


def test_an_issue_that_moved_is_one_and_in_its_new_repository_from_the_day_it_was_seen(build):
    gone = at("2018-09-19T06:00:00")
    old = issue(5, "2018-09-01", state="gone", gone_at=gone, moved_to_repo=2, moved_to_number=9)
    new = issue(9, "2018-09-01", repo_id=2)
    db = build(flat(repo(), repo(2, "lab/kit"), old, new, issue(2, "2018-09-01")))

    def counted(*names):
        scope = Scope(names)
        return counts.backlog(db, as_of=AS_OF, days=3, scope=scope)["open_count"].tolist()

    assert counted() == counted("lab/hub", "lab/kit") == [2, 2, 2]
    assert counted("lab/hub") == [2, 1, 1]
    assert counted("lab/kit") == [0, 1, 1]


def test_fifty_closings_stay_fifty_when_one_is_reopened(build):
    closed = [issue(n, "2018-08-01", closed="2018-09-18") for n in range(1, 50)]
    reopened = issue(
        50, "2018-08-01", events=[("closed", "2018-09-18"), ("reopened", "2018-09-19")]
    )
    db = build(flat(repo(), *closed, reopened))
    found = counts.window(db, first=date(2018, 8, 16), last=AS_OF)
    assert (found.closed, found.still_closed, found.reopened, found.net) == (50, 49, 1, -49)


def test_a_window_counts_its_first_and_last_day_whole_and_no_other(build):
    days = ("2018-08-15T23:59:59", "2018-08-16", "2018-09-20T23:59:59", "2018-09-21")
    rows = [issue(n, "2018-08-01", closed=day) for n, day in enumerate(days, 1)]
    db = build(flat(repo(), *rows))
    assert counts.window(db, first=date(2018, 8, 16), last=AS_OF).closed == 2


def test_pulls_merged_in_a_window_are_those_of_its_days_alone(build):
    days = ("2018-08-15T23:59:59", "2018-08-16", "2018-09-20T23:59:59", "2018-09-21")
    merged = [
        issue(n, "2018-08-01", is_pull=True, closed=day, merged_at=at(day))
        for n, day in enumerate(days, 1)
    ]
    closed = issue(5, "2018-08-01", is_pull=True, closed="2018-09-02")
    db = build(flat(repo(), *merged, closed))
    found = counts.window(db, first=date(2018, 8, 16), last=AS_OF, scope=Scope(pulls=True))
    assert (found.closed, found.merged) == (3, 2)


def test_issues_and_pulls_are_never_mixed_and_bots_are_apart(build):
    db = build(
        flat(
            repo(),
            issue(1, "2018-09-01"),
            issue(2, "2018-09-01", is_pull=True),
            issue(3, "2018-09-01", is_pull=True, closed="2018-09-02", merged_at=at("2018-09-02")),
            issue(4, "2018-09-01", author="ci[bot]", author_is_bot=True),
        )
    )
    count = {
        (pulls, bots): counts.open_on(db, day=AS_OF, scope=Scope(pulls=pulls, bots=bots))
        for pulls in (False, True)
        for bots in (False, True)
    }
    assert count == {(False, False): 1, (False, True): 2, (True, False): 1, (True, True): 1}
    pulls = counts.window(db, first=date(2018, 9, 1), last=AS_OF, scope=Scope(pulls=True))
    assert (pulls.opened, pulls.closed, pulls.merged) == (2, 1, 1)


def test_a_scope_keeps_to_its_repositories_and_its_label(build):
    db = build(
        flat(
            repo(),
            repo(2, "lab/kit"),
            issue(1, "2018-09-01", labels=["bug", "docs"]),
            issue(2, "2018-09-01", repo_id=2),
        )
    )
    assert counts.open_on(db, day=AS_OF, scope=Scope(("lab/kit",))) == 1
    assert counts.open_on(db, day=AS_OF, scope=Scope(("lab/kit", "lab/hub"))) == 2
    assert counts.open_on(db, day=AS_OF, scope=Scope(label="docs")) == 1
    assert counts.labels(db) == ["bug", "docs"]


def test_ages_fall_into_buckets_that_are_all_there(build):
    opened = ("2018-09-19", "2018-09-14", "2018-09-13", "2018-08-22", "2018-06-21", "2016-01-01")
    db = build(flat(repo(), *(issue(n, day) for n, day in enumerate(opened, 1))))
    rows = counts.ages(db, as_of=AS_OF)
    assert rows.values.tolist() == [
        ["under_1_week", 2],
        ["1_week_to_1_month", 2],
        ["1_to_3_months", 0],
        ["3_to_12_months", 1],
        ["1_to_2_years", 0],
        ["over_2_years", 1],
    ]


def test_a_year_of_age_is_a_calendar_year(build):
    """From 18 September 2019 to 17 September 2020 are 365 days of a leap year: not a year yet."""
    days = ("2019-09-18", "2019-09-17", "2018-09-18", "2018-09-17")
    db = build(flat(repo(), *(issue(n, day) for n, day in enumerate(days, 1))))
    found = counts.ages(db, as_of=date(2020, 9, 17))
    assert found["open_count"].tolist() == [0, 0, 0, 1, 2, 1]


def test_the_pulse_is_the_backlog_now_and_91_days_ago_and_the_days_in_between(build):
    db = build(
        flat(
            repo(),
            issue(1, "2018-06-20"),
            issue(2, "2018-06-22"),
            issue(3, "2018-06-01", closed="2018-06-22"),
        )
    )
    found = counts.pulse(db, as_of=AS_OF)
    quarter = counts.Window(date(2018, 6, 22), AS_OF, 1, 1, 1, 0, 0)
    assert found == counts.Pulse(open_now=2, open_before=2, quarter=quarter)
    assert found.change == 0


def test_response_times_are_of_people_and_say_how_many_were_timed(build):
    hours = [1, 2, 3, 4, 100]
    rows = [
        issue(
            n, "2018-08-01",
            first_response_at=at("2018-08-01") + timedelta(hours=h),
            closed=f"2018-08-{n + 1:02d}",
        )
        for n, h in enumerate(hours, 1)
    ]  # fmt: skip
    silent = issue(6, "2018-08-01")
    unasked = issue(7, "2018-08-01", response_known=False, comments=3)
    late = issue(8, "2018-08-01", first_response_at=at("2018-09-25"))
    db = build(flat(repo(), *rows, silent, unasked, late))
    frame = responses.response_times(db, first=date(2018, 1, 1), as_of=AS_OF)
    last = frame.iloc[-1]
    assert pd.isna(last["quarter"])
    assert last[["opened", "asked", "answered", "closed"]].tolist() == [8, 7, 5, 5]
    assert (last["response_median"], last["close_median"]) == (3.0, 3.0)
    assert last["response_p90"] == pytest.approx(61.6)


def test_nothing_timed_is_not_known(build):
    frame = responses.response_times(build([repo()]), first=date(2018, 1, 1), as_of=AS_OF)
    last = frame.iloc[-1]
    assert last[["opened", "asked", "answered", "closed"]].tolist() == [0, 0, 0, 0]
    assert last[["response_median", "close_median"]].isna().all()


def test_a_first_timer_is_new_once(build):
    db = build(
        flat(
            repo(),
            issue(1, "2018-07-01", author="min"),
            issue(2, "2018-08-01", author="min"),
            issue(3, "2018-08-02", author="ana", is_pull=True),
            issue(4, "2018-08-03", author="ana"),
            issue(5, "2018-08-03", author="ci[bot]", author_is_bot=True),
            issue(6, "2018-08-03", author=None),
        )
    )
    rows = responses.contributors(db, first=date(2018, 8, 1), as_of=AS_OF).astype({"month": str})
    assert rows.values.tolist() == [["2018-08-01", 1, 1]]


def test_each_repository_has_its_row_even_without_issues(build):
    db = build(flat(repo(), repo(2, "lab/kit", archived=True), issue(1, "2018-09-01")))
    rows = responses.repositories(db, as_of=AS_OF)
    assert [(r.full_name, r.open_issues, r.opened, r.archived) for r in rows] == [
        ("lab/hub", 1, 1, False),
        ("lab/kit", 0, 0, True),
    ]


def test_a_repository_counts_what_moved_in_91_days_and_merged_pulls_alone(build):
    merged = {"is_pull": True, "closed": "2018-09-02", "merged_at": at("2018-09-02")}
    old = {"is_pull": True, "closed": "2018-06-21", "merged_at": at("2018-06-21T23:59:59")}
    first = {"is_pull": True, "closed": "2018-06-22", "merged_at": at("2018-06-22")}
    later = {"is_pull": True, "closed": "2018-09-21", "merged_at": at("2018-09-21")}
    db = build(
        flat(
            repo(),
            issue(1, "2018-09-01", **merged),
            issue(2, "2018-05-01", **old),
            issue(3, "2018-09-01", is_pull=True),
            issue(4, "2018-09-01", is_pull=True, closed="2018-09-03"),  # not merged
            issue(5, "2018-06-21"),  # the day before the 91 days
            issue(6, "2018-06-22", closed="2018-06-22"),
            issue(7, "2018-05-01", closed="2018-06-21"),
            issue(8, "2018-09-01", gone_at=at("2018-09-10")),
            issue(9, "2018-05-01", **first),
            issue(10, "2018-05-01", **later),  # after the day that is asked about
        )
    )
    (row,) = responses.repositories(db, as_of=AS_OF)
    assert (row.open_issues, row.open_pulls, row.opened, row.closed, row.merged) == (1, 2, 2, 1, 2)


def meeting(day, series="team", cancelled=False):
    place = f"{day}.md"
    held = date.fromisoformat(day)
    return Meeting(f"{series}-{day}", series, held, None, None, cancelled, True, place, 1)


def cites(day, number, repo="lab/hub", kind="unknown"):
    return Reference(f"team-{day}", kind, repo, number, None, f"{day}.md", 3)


def test_a_cited_issue_has_its_state_then_and_now(build):
    db = build(
        flat(
            repo(older_names=["lab/old"]),
            meeting("2018-07-19"), meeting("2018-08-16"),
            cites("2018-07-19", 1), cites("2018-08-16", 1, "LAB/Hub"),
            cites("2018-07-19", 2, "lab/old"), cites("2018-07-19", 3), cites("2018-07-19", 9),
            cites("2018-08-16", 4, "else/where", "pull"), cites("2018-08-16", 5, None),
            issue(1, "2018-01-01"),
            issue(2, "2018-07-01", closed="2018-08-01"),
            issue(3, "2018-07-01", closed="2018-07-10", is_pull=True, merged_at=at("2018-07-10")),
        )
    )  # fmt: skip
    rows = citations.cited(db, as_of=AS_OF)
    assert [row.number for row in rows] == [1, 4, 3, 9, 2]
    found = {
        (r.repo, r.number): (
            r.is_pull,
            r.meetings,
            r.state_then,
            r.state_now,
            r.is_carried_over,
            r.is_stale,
        )
        for r in rows
    }
    assert found == {
        ("lab/hub", 1): (False, 2, "open", "open", True, True),
        ("lab/hub", 2): (False, 1, "open", "closed", False, False),
        ("lab/hub", 3): (True, 1, "merged", "merged", False, False),
        ("lab/hub", 9): (None, 1, None, None, False, False),
        ("else/where", 4): (True, 1, None, None, False, False),
    }
    assert citations.citations(db, as_of=AS_OF) == citations.Citations(5, 1, 1, 1)
    assert citations.cited(db, as_of=AS_OF, most=2) == rows[:2]


def test_a_number_without_a_repository_counts_from_the_day_of_its_meeting(build):
    cited = Reference("team-2018-09-06", "issue", None, 4, None, "n.md", 3)
    db = build(flat(repo(), meeting("2018-09-06"), cited))
    counted = [citations.citations(db, as_of=date(2018, 9, day)).without_repo for day in (5, 6, 7)]
    assert counted == [0, 1, 1]


def test_an_issue_that_was_closed_then_and_is_open_now_says_so(build):
    reopened = issue(1, "2018-07-01", events=[("closed", "2018-07-10"), ("reopened", "2018-08-01")])
    db = build(flat(repo(), meeting("2018-07-19"), cites("2018-07-19", 1), reopened))
    row = citations.cited(db, as_of=AS_OF)[0]
    assert (row.state_then, row.state_now) == ("closed", "open")


def test_a_closing_reported_twice_closes_once(build):
    twice = issue(1, "2018-09-01", events=[("closed", "2018-09-02")], closed="2018-09-03")
    db = build(flat(repo(), twice, issue(2, "2018-09-01")))
    assert counts.backlog(db, as_of=AS_OF, days=1)["open_count"].tolist() == [1]
    assert counts.monthly_flow(db, as_of=AS_OF, months=1)["closed"].tolist() == [1]


def test_a_reopening_and_a_closing_of_one_second_leave_it_closed(build):
    again = issue(
        1, "2018-09-01", events=[("closed", "2018-09-02"), ("reopened", "2018-09-03")],
        closed="2018-09-03",
    )  # fmt: skip
    db = build(flat(repo(), again))
    assert counts.backlog(db, as_of=AS_OF, days=20)["open_count"].tolist()[:3] == [1, 0, 0]


@pytest.mark.parametrize("as_of", [AS_OF, date(2020, 9, 20), date(2026, 1, 1)])
def test_each_age_begins_and_ends_on_its_day_and_its_rows_are_those_of_its_bar(build, as_of):
    """Also where a leap day lies between: a year is no number of days."""
    year, two_years = (as_of.replace(year=as_of.year - n) for n in (1, 2))
    ages = [0, 6, 7, 29, 30, 90, 91, (as_of - year).days - 1, (as_of - year).days,
            (as_of - two_years).days - 1, (as_of - two_years).days, 2000]  # fmt: skip
    opened = [issue(n, f"{as_of - timedelta(days=age)}T10:00") for n, age in enumerate(ages)]
    db = build(flat(repo(), *opened))
    bars = counts.ages(db, as_of=as_of)
    assert bars.values.tolist() == [[bucket, 2] for bucket in counts.BUCKETS]
    rows = [ledger.still_open(db, as_of=as_of, age=bucket) for bucket in counts.BUCKETS]
    assert [(each.figure, each.rows["age"].tolist()) for each in rows] == [
        (2, ages[n : n + 2][::-1]) for n in range(0, 12, 2)
    ]
    every = ledger.still_open(db, as_of=as_of)
    assert (every.figure, every.count, every.rows["age"].tolist()) == (12, 12, ages[::-1])
    assert ledger.still_open(db, as_of=as_of, age="old").figure is None


def test_the_line_of_the_briefing_has_nine_months(build):
    pair = Pair(None, AS_OF - timedelta(days=30), AS_OF, True)
    db = build(flat(repo(), issue(1, "2017-12-10", closed="2018-07-05"), issue(2, "2018-09-01")))
    (found,) = figures(db, pair=pair, money=Money("USD", (), ()), on=AS_OF)
    assert (found.now, found.before, found.line) == (1, 0, (1, 1, 1, 1, 1, 1, 0, 0, 1))


def test_the_backlogs_of_repositories_add_up_and_the_one_that_grew_most_is_first(build):
    db = build(flat(
        repo(), repo(2, "lab/big"), repo(3, "lab/empty"),
        *(issue(n, "2017-05-01", repo_id=2) for n in (1, 2, 3)),
        issue(4, "2017-05-01", repo_id=2, closed="2018-09-02"),
        issue(1, "2018-09-01"), issue(2, "2018-09-02"), issue(3, "2017-05-01"),
        issue(5, "2018-09-02", author_is_bot=True), issue(6, "2018-09-21"),  # a bot's, tomorrow's
    ))  # fmt: skip
    found = counts.by_repository(db, as_of=AS_OF)
    assert found == [counts.Backlog("lab/hub", 3, 2), counts.Backlog("lab/big", 3, -1)]
    pulse = counts.pulse(db, as_of=AS_OF)
    assert (sum(each.open_now for each in found), sum(each.change for each in found)) == (
        pulse.open_now, pulse.change,
    )  # fmt: skip
    only = Scope(("lab/big",), bots=True)
    assert counts.by_repository(db, as_of=AS_OF, scope=only) == [counts.Backlog("lab/big", 3, -1)]
