"""Docs builds that did not fail, and failures that a new name or many other runs would hide."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from readthedocs_stub import ReadTheDocs, serve
from test_docs_builds import Ticking, ask

import config
from metrics.docs import builds, history
from pipelines import docs_builds
from pipelines.docs_builds import actions
from warehouse.build import publish
from warehouse.read import connect
from warehouse.records import BuildInfo, SourceRun

NOW = datetime(2018, 9, 20, 6, 10, tzinfo=UTC)
WORKFLOW = "example/handbook/docs.yml"
HOME = "https://github.com/example/handbook"


def day_of(days: int) -> str:
    """A morning so many days before the check."""
    return (NOW - timedelta(days=days)).strftime("%Y-%m-%dT05:00:00Z")


def run(number: int, conclusion: str | None, days: int, **other: Any) -> dict[str, Any]:
    return {
        "id": number, "event": "push", "head_branch": "main", "head_sha": "c" * 40,
        "status": "completed" if conclusion else "in_progress", "conclusion": conclusion,
        "run_attempt": 1, "created_at": day_of(days), "run_started_at": day_of(days),
        "updated_at": day_of(days), "html_url": f"{HOME}/actions/runs/{number}", **other,
    }  # fmt: skip


class GitHub:
    """The runs of one workflow, newest first, in pages as GitHub gives them."""

    def __init__(self, *runs: dict[str, Any], default: str = "main") -> None:
        self.runs, self.default, self.asked = runs, default, list[str]()

    def answer(self, path: str, _: str | None) -> tuple[int, Any, dict[str, str]]:
        self.asked.append(path)
        place, query = urlsplit(path).path, dict(parse_qsl(urlsplit(path).query))
        if place == "/repos/example/handbook":
            body = {"full_name": "example/handbook", "html_url": HOME}
            return 200, {**body, "default_branch": self.default}, {}
        if place.endswith("/docs.yml/runs"):
            found = [one for one in self.runs if one["head_branch"] == query["branch"]]
            found.sort(key=lambda one: -one["id"])
            size, page = int(query["per_page"]), int(query.get("page", 1))
            rows = found[size * (page - 1) : size * page]
            return 200, {"total_count": len(found), "workflow_runs": rows}, {}
        if place.endswith("/jobs"):
            return 200, {"jobs": []}, {}
        return 404, {"message": "Not Found"}, {}


@pytest.fixture(autouse=True)
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READTHEDOCS_TOKEN", "right")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)


def fetched(tmp_path: Path, github: GitHub, *, now: datetime = NOW) -> config.House:
    with serve(github.answer) as api:
        file = tmp_path / "dashboard.toml"
        file.write_text(f'[docs]\nworkflows = ["{WORKFLOW}"]\n[github]\napi = "{api}"\n')
        house = config.load(file, tmp_path / "data")
        assert list(actions.fetch(house, now=now)) == [WORKFLOW]
        return house


def standing(house: config.House) -> tuple[Any, ...]:
    """State, first day of a failure, newest build, and the strip, of the one site's default."""
    moment = NOW.replace(tzinfo=None)
    info = BuildInfo(moment, moment.date(), "", "USD", "UTC", "", False, "")
    db = connect(publish([*docs_builds.read(house), info], house.data, built_at=moment))
    try:
        (found,) = [v for v in builds.versions(db, as_of=moment.date()) if v.is_default]
        (strip,) = history.strips(db, as_of=moment.date())
    finally:
        db.close()
    return found.state, found.since and (moment.date() - found.since.date()).days, strip.states


@pytest.mark.parametrize("seen_on_the_old_name", [True, False])
def test_a_renamed_branch_keeps_the_day_on_which_it_began_to_fail(
    tmp_path: Path, seen_on_the_old_name: bool
):
    good, failed = (
        run(number, ending, days, head_branch="master")
        for number, ending, days in ((1, "success", 30), (2, "failure", 27))
    )
    first = (good, failed) if seen_on_the_old_name else (good,)
    fetched(tmp_path, GitHub(*first, default="master"), now=NOW - timedelta(days=26))
    house = fetched(tmp_path, GitHub(good, failed, run(3, "failure", 19)))
    assert standing(house) == ("failing", 27, ["passed", "failed", "failed"])
    assert standing(fetched(tmp_path, GitHub(good, failed, run(3, "failure", 19))))[1] == 27


def test_a_branch_that_takes_the_old_name_later_is_a_preview(tmp_path: Path):
    old = run(1, "success", 30, head_branch="master")
    fetched(tmp_path, GitHub(old, default="master"), now=NOW - timedelta(days=29))
    fetched(tmp_path, GitHub(old, run(2, "success", 20)), now=NOW - timedelta(days=19))
    draft = run(3, "failure", 9, head_branch="master")
    house = fetched(tmp_path, GitHub(old, run(2, "success", 20), draft))
    assert standing(house) == ("passing", None, ["passed", "passed"])


def test_a_branch_renamed_there_and_back_is_one(tmp_path: Path):
    old = run(1, "failure", 30, head_branch="main")
    between = run(2, "failure", 20, head_branch="trunk")
    fetched(tmp_path, GitHub(old), now=NOW - timedelta(days=29))
    fetched(tmp_path, GitHub(old, between, default="trunk"), now=NOW - timedelta(days=19))
    house = fetched(tmp_path, GitHub(old, between, run(3, "failure", 5)))
    assert standing(house) == ("failing", 30, ["failed", "failed", "failed"])


def noise(ending: str, count: int, days: int, event: str = "issue_comment") -> Iterator[Any]:
    return (run(100 + number, ending, days, event=event) for number in range(count))


@pytest.mark.parametrize("ending", ["skipped", "cancelled"])
@pytest.mark.parametrize("count", [50, 240])
@pytest.mark.parametrize("seen_before", [True, False])
def test_any_number_of_runs_without_an_outcome_hides_no_failure(
    tmp_path: Path, ending: str, count: int, seen_before: bool
):
    decided = [run(1, "success", 40), run(2, "failure", 30), run(3, "failure", 20)]
    if seen_before:
        fetched(tmp_path, GitHub(*decided[:2]))
    house = fetched(tmp_path, GitHub(*decided, *noise(ending, count, 5)))
    assert standing(house) == ("failing", 30, [ending] * 20)


def test_fifty_good_requests_of_forks_hide_no_failure(tmp_path: Path):
    forks = noise("success", 60, 5, "pull_request")
    house = fetched(tmp_path, GitHub(run(1, "success", 40), run(2, "failure", 30), *forks))
    assert standing(house) == ("failing", 30, ["passed", "failed"])


def test_a_run_that_fails_behind_fifty_skipped_ones_is_seen(tmp_path: Path):
    skipped = list(noise("skipped", 60, 1))
    good, running = run(1, "success", 3), run(2, None, 0)
    fetched(tmp_path, GitHub(good, running, *skipped[:5]))
    house = fetched(tmp_path, GitHub(good, run(2, "failure", 2), *skipped))
    assert standing(house)[:2] == ("failing", 2)


def test_a_known_failure_costs_one_page(tmp_path: Path):
    failures = [run(number, "failure", 200 - number) for number in range(1, 121)]
    fetched(tmp_path, GitHub(*failures))
    github = GitHub(*failures, run(121, "failure", 1))
    fetched(tmp_path, github)
    assert sum("/docs.yml/runs" in path for path in github.asked) == 1


def messages(house: config.House) -> list[str | None]:
    return [one.message for one in docs_builds.read(house) if isinstance(one, SourceRun)]


@pytest.mark.parametrize(("ending", "state"), [("success", "old"), ("failure", "failing")])
def test_a_workflow_that_ran_last_330_days_ago_says_so(tmp_path: Path, ending: str, state: str):
    house = fetched(tmp_path, GitHub(run(1, ending, 330), *noise("skipped", 3, 1)))
    assert standing(house)[:2] == (state, 330)
    ago = "the last run that passed or failed was 330 days ago, on 25 October 2017"
    assert messages(house) == [ago]


def test_a_workflow_that_ran_last_week_says_nothing(tmp_path: Path):
    house = fetched(tmp_path, GitHub(run(1, "success", 7)))
    assert (standing(house)[0], messages(house)) == ("passing", [None])


# Read the Docs

SKIP = "build:user:exit-code-183", "info", "Build skipped."
CANCEL = "build:user:cancelled", "error", "Build cancelled manually."
BROKEN = "build:user:generic", "error", "Sphinx failed."


def site(tmp_path: Path, *ended: tuple[int, str, bool, int, str]) -> ReadTheDocs:
    """A stub of one site, guide; its builds are (number, state, success, days ago, version)."""
    folder = tmp_path / "answers"
    folder.mkdir()
    stub = ReadTheDocs(folder, now=Ticking().clock().now, token="right")
    stub.projects["guide"] = {
        "slug": "guide", "name": "Guide", "default_version": "latest", "default_branch": None,
        "repository": {"url": "https://example.org/x.git"}, "urls": {},
    }  # fmt: skip
    stub.versions["guide"] = [{"slug": "latest", "type": "branch", "active": True, "urls": {}}]
    stub.builds["guide"] = [
        {
            "id": number, "version": version, "created": day_of(days), "finished": day_of(days),
            "duration": 10, "state": {"code": state, "name": state}, "success": success,
            "commit": "a" * 40, "error": "", "urls": {"build": f"https://docs.example/{number}"},
        }
        for number, state, success, days, version in sorted(ended, reverse=True)
    ]  # fmt: skip
    return stub


def note(stub: ReadTheDocs, number: int, *kinds: tuple[str, str, str]) -> None:
    stub.notices[str(number)] = [
        {"message": {"id": kind, "type": severity, "header": header, "body": ""}}
        for kind, severity, header in kinds
    ]


@pytest.mark.parametrize(("notice", "state"), [(SKIP, "skipped"), (CANCEL, "cancelled")])
def test_a_finished_build_with_a_notice_that_it_did_not_run_is_no_failure(
    tmp_path: Path, notice: tuple[str, str, str], state: str
):
    stub = site(tmp_path, (1, "finished", True, 27, "latest"), (2, "finished", False, 26, "latest"))
    note(stub, 2, notice)
    house, _ = ask(stub, tmp_path, ["guide"], Ticking())
    assert standing(house) == ("passing", None, ["passed", state])


@pytest.mark.parametrize("token", ["right", ""])
def test_failing_since_is_the_first_true_failure_among_skipped_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str
):
    monkeypatch.setenv("READTHEDOCS_TOKEN", token)
    endings = [BROKEN, None, SKIP, CANCEL, BROKEN, BROKEN, BROKEN, SKIP, CANCEL]
    stub = site(
        tmp_path,
        *((n, "finished", one is None, 40 - n, "latest") for n, one in enumerate(endings)),
    )
    for number, kind in enumerate(endings):
        note(stub, number, *([kind] if kind else []))
    time = Ticking()
    stub.now = lambda: time.at
    house, results = ask(stub, tmp_path, ["guide"], time)
    assert results == ["guide"]
    states = ["failed", "passed", "skipped", "cancelled"]
    states += ["failed", "failed", "failed", "skipped", "cancelled"]
    assert standing(house) == ("failing", 36, states)
    asked = sum("/notifications/" in path for _, path in stub.asked)
    assert asked == (8 if token else 6)


def test_a_default_version_under_a_new_name_keeps_the_day_on_which_it_began_to_fail(
    tmp_path: Path,
):
    stub = site(tmp_path, (1, "finished", True, 30, "master"), (2, "finished", False, 27, "master"))
    stub.projects["guide"]["default_version"] = "master"
    stub.versions["guide"] = [{"slug": "master", "type": "branch", "active": True, "urls": {}}]
    note(stub, 2, BROKEN)
    ask(stub, tmp_path, ["guide"], Ticking())
    stub.projects["guide"]["default_version"] = "main"
    stub.versions["guide"] = [{"slug": "main", "type": "branch", "active": True, "urls": {}}]
    third = {**stub.builds["guide"][0], "id": 3, "version": "main", "created": day_of(19)}
    stub.builds["guide"].insert(0, third)
    note(stub, 3, BROKEN)
    for _ in range(2):
        house, results = ask(stub, tmp_path, ["guide"], Ticking())
        assert results == ["guide"]
        assert standing(house) == ("failing", 27, ["passed", "failed", "failed"])


def test_another_default_version_than_before_is_another_one_while_both_are_built(tmp_path: Path):
    stub = site(tmp_path, (1, "finished", False, 30, "latest"), (2, "finished", True, 27, "stable"))
    stub.versions["guide"].append({"slug": "stable", "type": "branch", "active": True, "urls": {}})
    note(stub, 1, BROKEN)
    ask(stub, tmp_path, ["guide"], Ticking())
    stub.projects["guide"]["default_version"] = "stable"
    house, _ = ask(stub, tmp_path, ["guide"], Ticking())
    assert standing(house) == ("passing", None, ["passed"])
