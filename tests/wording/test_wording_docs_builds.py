"""The Docs builds page in English, over ordinary and ugly cases."""

from dataclasses import replace
from datetime import datetime, timedelta

import golden
import pandas as pd

from metrics.docs.builds import Version
from metrics.docs.history import Badge, Strip
from wording import docs_builds

PASSING = Version(
    "hub", "hub", "Read the Docs", "latest", True, True, "passing", None, None,
    datetime(2026, 9, 16, 8), 22 * 3600, None, None, None, 0, "https://docs.example/log/1",
    "https://docs.example/",
)  # fmt: skip
FAILING = replace(
    PASSING, state="failing", since=datetime(2026, 9, 5, 8), days=12, age=13 * 86_400,
    last_good_at=datetime(2026, 9, 4, 8), reason="conda cannot solve the environment",
    reason_class="dependency",
)  # fmt: skip
WEEKS = pd.DataFrame({
    "week_ends": pd.to_datetime(["2026-09-03", "2026-09-10", "2026-09-17"]),
    "failing": [0, 2, 1], "built": [2, 2, 2],
})  # fmt: skip


def named(base: Version, name: str, **other) -> Version:
    return replace(base, project=name, name=name, **other)


def failing_for(days: int) -> Version:
    """A version that has been failing since so many days before 17 September 2026, 08:00."""
    since = datetime(2026, 9, 17, 8) - timedelta(days=days)
    return replace(
        FAILING, since=since, days=days, age=(days + 1) * 86_400,
        last_good_at=since - timedelta(days=1),
    )  # fmt: skip


def page(*shown: Version):
    failing = [each.days or 0 for each in shown if each.is_default and each.state == "failing"]
    last_week = sum(days >= 7 for days in failing)
    weeks = WEEKS.assign(failing=[0, last_week, len(failing)], built=len(shown))
    strips = [Strip("hub", ["passed", "passed", "failed", "skipped"])]
    return docs_builds.page(docs_builds.Facts(shown, shown, strips, weeks))


def test_docs_builds(write_golden: bool) -> None:
    stable = replace(FAILING, version="stable", is_default=False, reason_class="latex")
    others = [replace(PASSING, version=v, is_default=False) for v in ("v1", "v2", "v3")]
    pages = {
        "no site": docs_builds.no_site(),
        "one of one passing": page(PASSING),
        "two of two passing": page(PASSING, named(PASSING, "guide")),
        "one of one failing": page(FAILING),
        "one of three failing, one not read": page(
            FAILING,
            named(PASSING, "guide", version="stable", host="GitHub"),
            named(PASSING, "typo", state="not read", reason="unknown slug or private", age=None,
                  docs_url=None),
        ),
        "five of five failing, one since today": page(
            *(named(failing_for(days), name) for days, name in enumerate("abcde"))
        ),
        "a failing version that is not the default": page(PASSING, stable),
        "four other versions, one failing": page(PASSING, stable, *others),
        "four other versions, none failing": page(
            PASSING, *others, replace(others[0], version="v4")
        ),
        "one needs a look": page(
            PASSING,
            named(PASSING, "guide", state="old", days=17, behind=41, age=17 * 86_400),
        ),
        "five need a look": page(
            *(named(PASSING, n, state="stuck", since=datetime(2026, 9, 16, 8), age=3 * 86_400)
              for n in "abcde")
        ),
        "nothing shown": docs_builds.page(
            docs_builds.Facts([PASSING], [], [], WEEKS.assign(built=0, failing=0))
        ),
    }  # fmt: skip
    golden.check("docs_builds", pages, write=write_golden)


def test_what_fails_and_the_last_good_build_are_each_measured_from_their_own_day():
    """Ten days of failing and twenty since a good build are both right: builds came between."""
    apart = replace(failing_for(10), last_good_at=datetime(2026, 8, 28, 8), age=20 * 86_400)
    found = page(apart)
    (grid,) = [each for each in found.blocks if getattr(each, "key", "") == "docs-grid"]
    assert ("Last good build", "n") in grid.columns
    assert golden.cell(grid.rows[0][1]) == "Failing 10 days since it first failed, 7 Sep"
    assert golden.cell(grid.rows[0][4]) == "20 d ago 28 Aug 2026"
    first = "Days of failing count from the first build that failed."
    assert found.answer.basis.startswith(first)
    for other in (failing_for(0), PASSING):
        assert first not in page(other).answer.basis


def test_the_state_of_a_version(write_golden: bool) -> None:
    moment = datetime(2026, 9, 16, 8)
    cases = [
        PASSING,
        replace(PASSING, last_build="cancelled"),
        replace(PASSING, last_build="skipped"),
        replace(PASSING, last_build="running"),
        FAILING,
        failing_for(1),
        failing_for(0),
        replace(failing_for(2), last_good_at=None, age=None, reason=None, reason_class=None),
        replace(PASSING, state="stuck", since=moment, age=3 * 86_400),
        replace(PASSING, state="not started", since=moment, age=3 * 86_400),
        replace(PASSING, state="running", since=moment, last_good_at=None, age=None),
        replace(PASSING, state="old", days=17, behind=1, age=17 * 86_400),
        replace(PASSING, state="old", days=1, behind=None, age=86_400),
        replace(PASSING, state="old", days=330, age=330 * 86_400, quiet=True),
        replace(PASSING, state="never built", age=None),
        replace(PASSING, state="cancelled", age=1800),
        replace(PASSING, state="not read", reason="unknown slug or private"),
    ]
    lines = [
        " | ".join((
            docs_builds.STATES[each.state], docs_builds.state_detail(each), docs_builds.why(each),
            docs_builds.age(each.age),
        ))
        for each in cases
    ]  # fmt: skip
    golden.check("docs_states", {"state, detail, why, age": "\n".join(lines)}, write=write_golden)


def test_weeks_and_durations(write_golden: bool) -> None:
    def built(count: int) -> pd.DataFrame:
        days = [datetime(2026, 8, 1) + timedelta(days=n) for n in range(count)]
        minutes = [n + 1.5 for n in range(count)]
        return pd.DataFrame({"built_at": days, "minutes": minutes, "median": minutes})

    cases = {
        "no week": docs_builds.failing_by_week(WEEKS[:0]),
        "none failing": docs_builds.failing_by_week(WEEKS.assign(failing=0)),
        "most now": docs_builds.failing_by_week(WEEKS.assign(failing=[0, 1, 3])),
        "most before": docs_builds.failing_by_week(WEEKS),
        "no duration": docs_builds.durations(built(0)),
        "one duration": docs_builds.durations(built(1)),
        "two durations": docs_builds.durations(built(2)),
        "nineteen durations": docs_builds.durations(built(19)),
        "twenty durations": docs_builds.durations(built(20)),
    }
    badge = Badge("hub", "https://docs.example/badge", "https://docs.example/")
    blocks = docs_builds.site_blocks("hub", built(1), [badge], project="hub")
    golden.check("docs_history", cases | {"of one site": blocks}, write=write_golden)


def test_the_badges_are_a_table_for_a_readme() -> None:
    badge = Badge("hub", "https://docs.example/badge", "https://docs.example/")
    assert docs_builds.badges_table([badge]) == (
        "| Project | Documentation |\n"
        "| --- | --- |\n"
        "| hub | [![docs](https://docs.example/badge)](https://docs.example/) |"
    )


def test_a_name_without_an_address_is_no_link_and_data_is_escaped() -> None:
    (row,) = page(named(PASSING, "<b>x</b>", docs_url="javascript:alert(1)")).blocks[1].rows
    assert row[0] == "&lt;b&gt;x&lt;/b&gt;"


def test_who_repairs_a_failing_site_is_said_by_the_open_actions_and_never_guessed() -> None:
    sites = [named(FAILING, name) for name in ("hub", "guide")] + [named(PASSING, "fine")]
    said = docs_builds.repairs
    assert said(sites, {"hub": ("Ada", "Bo"), "guide": ()}) == (
        "By the open actions: Ada and Bo to repair hub and no owner for guide."
    )
    assert said(sites, {"hub": (), "guide": ()}) == (
        "No owner: no open action says who repairs hub and guide."
    )
    assert said(sites, None) == ""
    assert said([named(PASSING, "fine")], {}) == ""
    facts = docs_builds.Facts(sites, sites, [], WEEKS, {"hub": ("Ada",), "guide": ("Bo",)})
    assert docs_builds.page(facts).answer.basis.startswith(
        "By the open actions: Ada to repair hub and Bo to repair guide. "
    )
