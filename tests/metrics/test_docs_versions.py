"""Which docs are broken, since when: from builds to states and history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from metrics.docs import builds, history
from metrics.docs.builds import Version
from metrics.docs.history import Badge, Strip
from warehouse.records import DocsBuild, DocsProject, DocsVersion

AS_OF = date(2018, 9, 20)
ASKED_AT = datetime(2018, 9, 20, 6, 10)
LOG = "https://docs.example/log/"


def site(project: str, *, known: bool = True, **other: Any) -> DocsProject:
    base = DocsProject(
        project, "Read the Docs", project, "latest" if known else None, None,
        "https://docs.example/", "https://docs.example/badge", known, ASKED_AT, "latest",
    )  # fmt: skip
    return replace(base, **other)


def built(project: str, number: int, state: str, day: int, **other: Any) -> DocsBuild:
    base = DocsBuild(
        project, str(number), "latest", False, state, None, None, datetime(2018, 9, day, 8),
        None, 61, "a" * 40, f"{LOG}{number}",
    )  # fmt: skip
    return replace(base, **other)


def states(found: list[Version]) -> list[tuple[str, str, int | None, str | None]]:
    return [(v.project, v.state, v.days, v.last_build) for v in found]


def test_a_failing_site_is_one_whole_row(build: Callable[..., Any]):
    reason = {"reason": "conda cannot solve the environment", "reason_class": "dependency"}
    db = build([
        site("hub"),
        built("hub", 1, "passed", 7),
        built("hub", 2, "failed", 8, **reason),
        built("hub", 3, "cancelled", 9),
        built("hub", 4, "failed", 10, **reason),
    ])  # fmt: skip

    assert builds.versions(db, as_of=AS_OF) == [
        Version(
            "hub", "hub", "Read the Docs", "latest", True, True, "failing",
            since=datetime(2018, 9, 8, 8), days=12, last_good_at=datetime(2018, 9, 7, 8),
            age=13 * 86_400, reason="conda cannot solve the environment", reason_class="dependency",
            last_build=None, behind=None, log_url=f"{LOG}4", docs_url="https://docs.example/",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("newest", "state", "days", "last_build"),
    [
        ("passed", "passing", None, None),
        ("cancelled", "passing", None, "cancelled"),
        ("skipped", "passing", None, "skipped"),
        ("running", "passing", None, "running"),
        ("stuck", "stuck", 1, None),
        ("not started", "not started", 1, None),
        ("failed", "failing", 1, None),
    ],
)
def test_after_a_good_build_only_failures_and_what_does_not_end_change_the_state(
    build: Callable[..., Any], newest: str, state: str, days: int | None, last_build: str | None
):
    db = build([site("hub"), built("hub", 1, "passed", 10), built("hub", 2, newest, 19)])

    assert states(builds.versions(db, as_of=AS_OF)) == [("hub", state, days, last_build)]


@pytest.mark.parametrize("newest", ["cancelled", "skipped", "running", "stuck"])
def test_a_failing_site_stays_failing_until_a_build_passes(build: Callable[..., Any], newest: str):
    db = build([site("hub"), built("hub", 1, "failed", 18), built("hub", 2, newest, 19)])

    (found,) = builds.versions(db, as_of=AS_OF)
    assert (found.state, found.since, found.days) == ("failing", datetime(2018, 9, 18, 8), 2)
    assert (found.at_least, found.last_build) == (True, newest)


def test_a_failure_that_was_fixed_is_no_part_of_the_next_one(build: Callable[..., Any]):
    db = build([
        site("hub"), built("hub", 1, "failed", 5), built("hub", 2, "passed", 10),
        built("hub", 3, "failed", 18), built("hub", 4, "failed", 19),
    ])  # fmt: skip

    (found,) = builds.versions(db, as_of=AS_OF)
    assert (found.state, found.since, found.days, found.at_least) == (
        "failing", datetime(2018, 9, 18, 8), 2, False,
    )  # fmt: skip


def test_what_broke_and_what_was_repaired_since_a_meeting(build: Callable[..., Any]):
    """Named for its state on the 10th, a meeting, and ten days later."""
    db = build([
        *map(site, ("broke", "broken", "fixed", "again", "new", "ended-on-the-day", "fine")),
        built("broke", 1, "passed", 5), built("broke", 2, "failed", 12),
        built("broken", 1, "failed", 5), built("broken", 2, "failed", 12),
        built("fixed", 1, "failed", 5), built("fixed", 2, "passed", 12),
        built("again", 1, "failed", 5), built("again", 2, "passed", 11),
        built("again", 3, "failed", 12),
        built("new", 1, "failed", 15),
        built("ended-on-the-day", 1, "passed", 5), built("ended-on-the-day", 2, "failed", 10),
        built("fine", 1, "passed", 5), built("fine", 2, "failed", 12),
        built("fine", 3, "passed", 13),
    ])  # fmt: skip
    meeting = date(2018, 9, 10)
    before, now = (builds.versions(db, as_of=day) for day in (meeting, AS_OF))

    assert [each.project for each in builds.broke(now, since=meeting)] == ["again", "broke", "new"]
    assert [each.project for each in builds.repaired(now, before)] == ["fixed"]


def test_a_preview_that_fails_changes_nothing(build: Callable[..., Any]):
    db = build([
        site("hub"),
        built("hub", 1, "passed", 10),
        built("hub", 2, "failed", 19, version="2156", is_preview=True),
        built("hub", 4, "failed", 19, is_preview=True),  # from a fork's branch of the same name
        built("hub", 3, "failed", 19, version=None),
    ])  # fmt: skip

    assert states(builds.versions(db, as_of=AS_OF)) == [("hub", "passing", None, None)]


def test_never_built_and_unknown_are_states_of_their_own(build: Callable[..., Any]):
    db = build([site("compass"), site("typo", known=False)])

    found = builds.versions(db, as_of=AS_OF)
    assert states(found) == [
        ("typo", "not read", None, None),
        ("compass", "never built", None, None),
    ]
    assert [(v.tone, v.reason) for v in found] == [
        ("act", "unknown slug or private"), ("quiet", None),
    ]  # fmt: skip


@pytest.mark.parametrize("behind", [41, 1, None])
def test_a_good_build_the_branch_has_left_behind_is_old(
    build: Callable[..., Any], behind: int | None
):
    db = build([
        site("guide", head_commit="c" * 40, commits_behind=behind), built("guide", 1, "passed", 3)
    ])  # fmt: skip

    (found,) = builds.versions(db, as_of=AS_OF)
    assert (found.state, found.days, found.behind) == ("old", 17, behind)
    assert (found.tone, found.since) == ("watch", found.last_good_at)


def test_a_good_build_of_the_branchs_newest_commit_is_passing_however_old(
    build: Callable[..., Any],
):
    db = build([
        site("guide", head_commit="a" * 40, commits_behind=0), built("guide", 1, "passed", 3)
    ])  # fmt: skip

    assert states(builds.versions(db, as_of=AS_OF)) == [("guide", "passing", None, None)]


def test_failing_sites_come_first_longest_first_then_what_else_needs_a_person(
    build: Callable[..., Any],
):
    db = build([
        site("calm"), built("calm", 1, "passed", 10),
        site("new-red"), built("new-red", 2, "passed", 10), built("new-red", 3, "failed", 19),
        site("old-red"), built("old-red", 4, "passed", 1), built("old-red", 5, "failed", 3),
        site("slow"), built("slow", 6, "passed", 10), built("slow", 7, "stuck", 19),
        site("two"), built("two", 8, "passed", 10),
        DocsVersion("two", "latest", "branch", True, True, None),
        DocsVersion("two", "stable", "tag", False, True, None),
        DocsVersion("two", "v0", "tag", False, False, None),
        built("two", 9, "failed", 9, version="stable", reason="no PDF", reason_class="latex"),
        built("two", 10, "failed", 9, version="v0"),
    ])  # fmt: skip

    found = builds.versions(db, as_of=AS_OF)

    assert [(v.project, v.version, v.state) for v in found] == [
        ("old-red", "latest", "failing"),
        ("new-red", "latest", "failing"),
        ("slow", "latest", "stuck"),
        ("two", "latest", "passing"),
        ("two", "stable", "failing"),
        ("two", "v0", "failing"),
        ("calm", "latest", "passing"),
    ]
    shown = builds.chosen(found, failing_only=True, active_only=True)
    assert [(v.project, v.version) for v in shown] == [
        ("old-red", "latest"), ("new-red", "latest"), ("two", "latest"), ("two", "stable"),
    ]  # fmt: skip


def test_the_age_of_the_last_good_build_is_in_days_of_the_calendar_then_in_seconds(
    build: Callable[..., Any],
):
    db = build([site("a"), built("a", 1, "passed", 10), site("b"), built("b", 2, "passed", 19)])

    assert [v.age for v in builds.versions(db, as_of=AS_OF)] == [10 * 86_400, 79_800]


def test_the_strip_holds_the_last_twenty_of_the_default_version_oldest_first(
    build: Callable[..., Any],
):
    other = [
        built("hub", 998, "failed", 19, is_preview=True),
        built("hub", 999, "failed", 19, version="stable"),
    ]
    many = [
        built("hub", n, "failed" if n in (2, 24) else "passed", 1,
              created_at=datetime(2018, 8, 1) + timedelta(days=n))
        for n in range(25)
    ]  # fmt: skip
    db = build([site("hub"), *other, *many])

    assert history.strips(db, as_of=AS_OF) == [Strip("hub", ["passed"] * 19 + ["failed"])]


def test_a_duration_is_of_good_builds_only_with_the_median_of_ten(build: Callable[..., Any]):
    db = build([
        site("hub"),
        built("hub", 1, "passed", 1, seconds=60),
        built("hub", 2, "failed", 2, seconds=5),
        built("hub", 3, "passed", 3, seconds=180),
        built("hub", 4, "passed", 4, seconds=None),
    ])  # fmt: skip

    expected = pd.DataFrame({
        "built_at": pd.to_datetime(["2018-09-01 08:00", "2018-09-03 08:00"]).as_unit("us"),
        "minutes": [1.0, 3.0],
        "median": [1.0, 2.0],
    })  # fmt: skip
    pd.testing.assert_frame_equal(history.durations(db, project="hub", as_of=AS_OF), expected)


def test_how_many_sites_were_failing_at_the_end_of_each_week(build: Callable[..., Any]):
    db = build([
        site("hub"), built("hub", 1, "passed", 5), built("hub", 2, "failed", 12),
        built("hub", 3, "cancelled", 19),
        site("guide"), built("guide", 4, "failed", 11), built("guide", 5, "passed", 18),
    ])  # fmt: skip

    found = history.failing_by_week(db, as_of=AS_OF, weeks=3)

    assert found.astype({"week_ends": str}).values.tolist() == [
        ["2018-09-06", 0, 1], ["2018-09-13", 2, 2], ["2018-09-20", 1, 2],
    ]  # fmt: skip


def test_every_known_site_has_a_badge(build: Callable[..., Any]):
    db = build([site("hub"), site("typo", known=False)])

    assert history.badges(db) == [
        Badge("hub", "https://docs.example/badge", "https://docs.example/")
    ]


def test_a_past_day_knows_nothing_of_later_builds_and_counts_no_days_backwards(
    build: Callable[..., Any],
):
    later = datetime(2018, 9, 30, 6)
    db = build([
        site("hub", checked_at=later),
        built("hub", 1, "passed", 18),
        built("hub", 2, "failed", 24),
    ])  # fmt: skip
    assert states(builds.versions(db, as_of=AS_OF)) == [("hub", "passing", None, None)]
    (now,) = builds.versions(db, as_of=date(2018, 9, 30))
    assert (now.state, now.days) == ("failing", 6)


def test_state_and_strip_have_one_clock(build: Callable[..., Any]):
    """A build of the day's last minute is in both, one of the next day's first minute in none."""
    midnight = datetime(2018, 9, 21)
    db = build([
        site("hub"),
        built("hub", 1, "passed", 19),
        built("hub", 2, "failed", 20, created_at=midnight - timedelta(minutes=1)),
        built("hub", 3, "passed", 21, created_at=midnight),
    ])  # fmt: skip
    for day, states_ in ((20, ["passed", "failed"]), (21, ["passed", "failed", "passed"])):
        as_of = date(2018, 9, day)
        (state,) = builds.versions(db, as_of=as_of)
        assert history.strips(db, as_of=as_of) == [Strip("hub", states_)]
        assert state.state == {"passed": "passing", "failed": "failing"}[states_[-1]]
