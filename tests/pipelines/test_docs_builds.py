"""Read the Docs and GitHub workflows, through real HTTP on loopback, into records."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from readthedocs_stub import ReadTheDocs, serve

import config
from pipelines import SourceError, docs_builds
from pipelines.docs_builds import readthedocs
from pipelines.http import Clock
from warehouse.records import DocsBuild, DocsProject, DocsVersion, Reject, SourceRun

OWN = Path(__file__).resolve().parents[1] / "data" / "readthedocs"
SHARED = (
    Path(__file__).resolve().parents[2].parent
    / "shared" / "data" / "api" / "fixtures" / "readthedocs" / "local-server"
)  # fmt: skip
NOW = datetime(2018, 9, 20, 6, 10, tzinfo=UTC)
A = "a" * 40


@dataclass
class Ticking:
    """A clock that only moves when somebody sleeps."""

    at: float = 1_000_000.0

    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.at += seconds


def house(tmp_path: Path, slugs: list[str], api: str, more: str = "") -> config.House:
    """A house that asks `api` for everything, GitHub included: no test leaves the machine."""
    file = tmp_path / "dashboard.toml"
    docs = f'[docs]\nprojects = {json.dumps(slugs)}\napi = "{api}"\n{more}\n'
    file.write_text(f'{docs}[github]\napi = "{api}"\n')
    return config.load(file, tmp_path / "data")


def stub_of(folder: Path, time: Ticking) -> ReadTheDocs:
    return ReadTheDocs(folder, now=lambda: time.at, token="right")


def ask(
    stub: ReadTheDocs, tmp_path: Path, slugs: list[str], time: Ticking, *, now: datetime = NOW
) -> tuple[config.House, list[Any]]:
    """One fetch, and what it told."""
    with serve(stub.answer) as api:
        made = house(tmp_path, slugs, api)
        return made, list(readthedocs.fetch(made, now=now, clock=time.clock()))


def fetched(tmp_path: Path, slugs: list[str], folder: Path = OWN) -> tuple[config.House, list[Any]]:
    time = Ticking()
    return ask(stub_of(folder, time), tmp_path, slugs, time)


def told(error: SourceError) -> tuple[str, str, str, bool]:
    return error.unit, error.what, error.remedy, error.passing


def builds(made: config.House) -> list[DocsBuild]:
    return [record for record in docs_builds.read(made) if isinstance(record, DocsBuild)]


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READTHEDOCS_TOKEN", "right")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)


NEWEST = {
    "dependency": ("failed", "ERROR: No matching distribution found for sphinx==99", "dependency"),
    "sphinx": ("failed", "docs/index.md:12: unknown document: 'install'", "sphinx"),
    "latex": (
        "failed", "latexmk -r latexmkrc -pdf -f -dvi- -ps- book.tex ended with 12", "latex",
    ),
    "no-pdf": ("failed", "There is no PDF file in output directory", "latex"),
    "unexplained": ("failed", "Unknown problem", "other"),
    "time-out": ("failed", "Build terminated due to time out", "time-out"),
    "memory": ("failed", "Build terminated due to excessive memory consumption", "memory"),
    "configuration": ("failed", "Configuration key build.os is required", "configuration"),
    "their-own-failure": ("failed", "Unknown problem", "host"),
    "killed": ("failed", "Build terminated due to inactivity", "host"),
    "concurrency-limit": ("failed", "Maximum concurrency limit reached", "host"),
    "info-beside-failure": (
        "failed", "Your project doesn't have a .readthedocs.yaml file", "configuration",
    ),
    "cancelled-by-hand": ("cancelled", None, None),
    "skipped": ("skipped", None, None),
    "triggered": ("running", None, None),
    "cloning": ("running", None, None),
    "installing": ("running", None, None),
    "building": ("running", None, None),
    "uploading": ("running", None, None),
    "unknown-state": ("running", None, None),
    "not-started": ("not started", "triggered, but not begun within five minutes", None),
    "stuck": ("stuck", "not ended after more than two hours", None),
}  # fmt: skip


@pytest.mark.parametrize("slug", NEWEST)
def test_every_state_of_read_the_docs_is_told_apart(tmp_path: Path, slug: str):
    made, results = fetched(tmp_path, [slug])

    assert results == [slug]
    good, newest = builds(made)
    assert (good.state, good.reason, good.reason_class) == ("passed", None, None)
    assert (newest.state, newest.reason, newest.reason_class) == NEWEST[slug]
    assert newest.is_preview is False


def test_one_site_is_read_as_whole_rows(tmp_path: Path):
    made, _ = fetched(tmp_path, ["time-out"])

    asked_at = datetime(2018, 9, 20, 6, 10)
    site = "https://app.readthedocs.org/projects/time-out/builds"
    api = made.config.docs.api if made.config.docs else ""
    assert list(docs_builds.read(made)) == [
        DocsProject(
            "time-out", "Read the Docs", "time-out", "latest", "https://github.com/example/time-out",
            "https://time-out.readthedocs.io/en/latest/",
            f"{api}/projects/time-out/badge/?version=latest", True, asked_at, "latest",
        ),
        DocsVersion(
            "time-out", "latest", "branch", True, True,
            "https://time-out.readthedocs.io/en/latest/",
        ),
        DocsBuild(
            "time-out", "110", "latest", False, "passed", None, None,
            datetime(2018, 9, 10, 8), datetime(2018, 9, 10, 8, 1, 1), 61, A, f"{site}/110/",
        ),
        DocsBuild(
            "time-out", "111", "latest", False, "failed", "Build terminated due to time out",
            "time-out", datetime(2018, 9, 12, 8, 0, 0, 813522), datetime(2018, 9, 12, 8, 1, 1),
            61, A, f"{site}/111/",
        ),
        SourceRun("docs_builds", "time-out", "ok", asked_at, 2, 0),
    ]  # fmt: skip


def test_the_preview_of_a_pull_request_is_told_by_a_version_no_list_knows(tmp_path: Path):
    made, _ = fetched(tmp_path, ["preview-newest"])

    assert [(b.version, b.state, b.is_preview) for b in builds(made)] == [
        ("latest", "passed", False),
        ("2156", "failed", True),
    ]


def test_a_build_of_a_deleted_version_is_kept_without_one(tmp_path: Path):
    made, _ = fetched(tmp_path, ["version-deleted"])

    assert [(b.version, b.state, b.is_preview) for b in builds(made)] == [
        ("latest", "passed", False),
        (None, "failed", False),
    ]


def test_a_site_without_builds_is_known_and_has_none(tmp_path: Path):
    made, results = fetched(tmp_path, ["never-built"])

    assert results == ["never-built"]
    assert builds(made) == []
    assert list(docs_builds.read(made))[-1] == SourceRun(
        "docs_builds", "never-built", "ok", datetime(2018, 9, 20, 6, 10)
    )


def test_an_unknown_state_counts_as_running_and_is_told(tmp_path: Path):
    made, _ = fetched(tmp_path, ["unknown-state"])

    rejects = [record for record in docs_builds.read(made) if isinstance(record, Reject)]
    place = "data/raw/docs_builds/unknown-state/builds.jsonl"
    assert rejects == [
        Reject("docs_builds", place, 2, "archiving", "unknown state “archiving”, taken as running")
    ]


def test_a_wrong_slug_is_never_taken_for_a_site_where_all_is_well(tmp_path: Path):
    made, results = fetched(tmp_path, ["nope", "dependency"])

    remedy = "correct it in [docs] projects, or set READTHEDOCS_TOKEN of somebody who may see it"
    assert [told(r) if isinstance(r, SourceError) else r for r in results] == [
        ("nope", "unknown slug or private", remedy, False),
        "dependency",
    ]
    project, run = list(docs_builds.read(made))[:2]
    assert (project.project, project.known) == ("nope", False)
    assert (run.unit, run.status, run.passing) == ("nope", "failed", False)


def test_a_site_that_has_gone_keeps_its_builds_and_the_next_run_may_find_it(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    made, _ = ask(stub, tmp_path, ["dependency"], time)
    del stub.projects["dependency"]

    made, results = ask(stub, tmp_path, ["dependency"], time)

    assert [told(result)[::3] for result in results] == [("dependency", True)]
    assert [build.state for build in builds(made)] == ["passed", "failed"]


def test_without_a_token_five_questions_a_minute_are_asked_and_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("READTHEDOCS_TOKEN")
    time = Ticking()
    stub = stub_of(OWN, time)

    _, results = ask(stub, tmp_path, ["time-out", "memory", "never-built"], time)

    assert results == ["time-out", "memory", "never-built"]
    asked = [at for at, path in stub.asked if "/api/v3/" in path]
    assert len(asked) == 12  # site, versions, builds; notifications of the failed, builds of none
    assert [sum(start <= at < start + 60 for at in asked) for start in asked[::5]] == [5, 5, 2]


def test_being_throttled_says_that_a_token_makes_it_sixty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("READTHEDOCS_TOKEN")
    time = Ticking()

    def refuse(path: str, _: str | None) -> tuple[int, Any, dict[str, str]]:
        return 429, {"detail": "Request was throttled."}, {"Retry-After": "86400"}

    with serve(refuse) as api:
        made = house(tmp_path, ["time-out"], api)
        (error,) = readthedocs.fetch(made, now=NOW, clock=time.clock())

    assert error.passing is True
    assert error.remedy.endswith("; a token in READTHEDOCS_TOKEN makes it 60 requests a minute")
    assert time.at == 1_000_000.0  # no wait beyond the budget


def test_a_limit_reached_half_way_leaves_what_was_read_fresh(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)

    def limited(path: str, authorization: str | None) -> tuple[int, Any, dict[str, str]]:
        if "/memory/" in path:
            return 429, {"detail": "Request was throttled."}, {"Retry-After": "86400"}
        return stub.answer(path, authorization)

    with serve(limited) as api:
        made = house(tmp_path, ["time-out", "memory", "sphinx"], api)
        results = list(readthedocs.fetch(made, now=NOW, clock=time.clock()))

    units = [result.unit if isinstance(result, SourceError) else result for result in results]
    assert units == ["time-out", "memory", "sphinx"]
    assert [isinstance(result, SourceError) for result in results] == [False, True, True]


def test_a_429_is_waited_for_and_then_all_is_read(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    refusals = [(429, {"detail": "Request was throttled."}, {"Retry-After": "60"})]

    def once(path: str, authorization: str | None) -> tuple[int, Any, dict[str, str]]:
        return refusals.pop() if refusals else stub.answer(path, authorization)

    with serve(once) as api:
        made = house(tmp_path, ["time-out"], api)
        results = list(readthedocs.fetch(made, now=NOW, clock=time.clock()))

    assert results == ["time-out"]
    assert time.at >= 1_000_060.0


def test_a_bad_token_stops_the_source_at_once_and_names_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("READTHEDOCS_TOKEN", "wrong")
    time = Ticking()
    stub = stub_of(OWN, time)

    made, results = ask(stub, tmp_path, ["time-out", "memory"], time)

    refused = ("Read the Docs refuses the token", "set a valid one in READTHEDOCS_TOKEN", False)
    assert [told(r) for r in results] == [("time-out", *refused), ("memory", *refused)]
    assert len(stub.asked) == 1
    assert not (made.raw / "docs_builds").exists()


@pytest.mark.parametrize(
    ("body", "unit", "what"),
    [
        ({"detail": "come back later"}, "memory", "answer lacks `results`"),
        (
            {"count": 1, "results": [{"id": 7}]}, "memory build 7",
            "answer lacks `version`; it is left out",
        ),
    ],
)  # fmt: skip
def test_an_odd_answer_leaves_the_site_as_it_was(tmp_path: Path, body: Any, unit: str, what: str):
    time = Ticking()
    stub = stub_of(OWN, time)
    made, _ = ask(stub, tmp_path, ["memory"], time)
    before = builds(made)

    def odd(path: str, authorization: str | None) -> tuple[int, Any, dict[str, str]]:
        if "/builds/" in path:
            return 200, body, {}
        return stub.answer(path, authorization)

    with serve(odd) as api:
        made = house(tmp_path, ["memory"], api)
        results = list(readthedocs.fetch(made, now=NOW, clock=time.clock()))

    failed = [told(result)[:2] for result in results if isinstance(result, SourceError)]
    assert failed == [(unit, what)]
    assert builds(made) == before


def test_history_is_kept_when_read_the_docs_prunes_its_own(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    made, _ = ask(stub, tmp_path, ["long-red"], time)
    before = builds(made)
    stub.builds["long-red"] = stub.builds["long-red"][:2]

    made, results = ask(stub, tmp_path, ["long-red"], time)

    assert results == ["long-red"]
    assert builds(made) == before
    assert len(before) == 7


def test_a_later_run_asks_only_until_a_build_it_knows(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    ask(stub, tmp_path, ["long-red"], time)
    stub.asked.clear()

    ask(stub, tmp_path, ["long-red"], time)

    assert [path for _, path in stub.asked] == [
        "/api/v3/projects/long-red/",
        "/api/v3/projects/long-red/versions/?active=true&limit=100&offset=0",
        "/api/v3/projects/long-red/builds/?limit=100&offset=0",
    ]


def test_a_build_that_had_not_ended_is_read_again_though_newer_ones_ended(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    running, good = stub.builds["building"]
    newer = {**good, "id": 999, "created": "2018-09-20T06:00:00Z"}
    stub.builds["building"] = [newer, running, good]
    made, _ = ask(stub, tmp_path, ["building"], time)
    assert [build.state for build in builds(made)] == ["passed", "running", "passed"]
    ended = {**running, "state": {"code": "finished"}, "success": True, "duration": 99}
    stub.builds["building"] = [newer, ended, good]

    made, _ = ask(stub, tmp_path, ["building"], time)

    assert [(b.build_id, b.state, b.seconds) for b in builds(made)] == [
        ("138", "passed", 61), ("139", "passed", 99), ("999", "passed", 61),
    ]  # fmt: skip


def test_a_build_that_never_ended_and_is_gone_stays_as_it_was(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    _, good = stub.builds["building"]
    ask(stub, tmp_path, ["building"], time)
    stub.builds["building"] = [good]

    made, results = ask(stub, tmp_path, ["building"], time)

    assert results == ["building"]
    assert [build.state for build in builds(made)] == ["passed", "running"]


def test_a_version_no_longer_active_is_kept_as_such(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    ask(stub, tmp_path, ["stable-fails"], time)
    stub.versions["stable-fails"] = stub.versions["stable-fails"][:1]

    made, _ = ask(stub, tmp_path, ["stable-fails"], time)

    found = [r for r in docs_builds.read(made) if isinstance(r, DocsVersion)]
    assert [(v.version, v.kind, v.is_default, v.active) for v in found] == [
        ("latest", "branch", True, True),
        ("stable", "tag", False, False),
    ]
    assert not any(build.is_preview for build in builds(made))


def test_a_first_load_pages_by_offset_and_never_follows_next_to_another_host(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    one = stub.builds["old"][0]
    stub.builds["old"] = [{**one, "id": number} for number in range(260, 210, -1)]
    ask(stub, tmp_path, ["old"], time)
    stub.builds["old"] = [{**one, "id": number} for number in range(500, 210, -1)]

    made, _ = ask(stub, tmp_path, ["old"], time)

    assert [int(build.build_id) for build in builds(made)] == list(range(211, 501))


def test_the_site_asked_longest_ago_is_asked_first(tmp_path: Path):
    time = Ticking()
    stub = stub_of(OWN, time)
    ask(stub, tmp_path, ["memory"], time)

    _, results = ask(stub, tmp_path, ["memory", "time-out"], time)

    assert results == ["time-out", "memory"]


class Branches:
    """A GitHub that knows one branch of example/old, 41 commits ahead of what was built."""

    def __init__(self, stub: ReadTheDocs, head: str, behind: int | None) -> None:
        self.stub, self.head, self.behind = stub, head, behind

    def answer(self, path: str, authorization: str | None) -> tuple[int, Any, dict[str, str]]:
        if path == "/repos/example/old/commits/main":
            return 200, {"sha": self.head}, {}
        if path == f"/repos/example/old/compare/{'b' * 40}...{self.head}?per_page=1":
            if self.behind is None:
                return 404, {"message": "Not Found"}, {}
            commit = {"commit": {"committer": {"date": "2018-07-01T10:00:00Z"}}}
            return 200, {"ahead_by": self.behind, "commits": [commit]}, {}
        return self.stub.answer(path, authorization)


@pytest.mark.parametrize(
    ("head", "behind", "found"),
    [
        ("b" * 40, 0, ("b" * 40, 0, None)),
        ("c" * 40, 41, ("c" * 40, 41, datetime(2018, 7, 1, 10))),
        ("c" * 40, None, ("c" * 40, None, None)),
    ],
    ids=["up to date", "41 commits behind", "the built commit was pushed over"],
)
def test_an_old_good_build_is_compared_with_its_branch(
    tmp_path: Path, head: str, behind: int | None, found: tuple[Any, ...]
):
    time = Ticking()
    github = Branches(stub_of(OWN, time), head, behind)
    with serve(github.answer) as api:
        made = house(tmp_path, ["old"], api)
        results = list(readthedocs.fetch(made, now=NOW, clock=time.clock()))

    assert results == ["old", "branch heads"]
    site = next(docs_builds.read(made))
    assert (site.branch_version, site.branch) == ("latest", "main")
    assert (site.head_commit, site.commits_behind, site.unbuilt_since) == found


def test_a_fresh_good_build_is_not_compared(tmp_path: Path):
    _, results = fetched(tmp_path, ["skipped"])

    assert results == ["skipped"]


def test_github_not_answering_is_told_apart_from_the_sites(tmp_path: Path):
    made, results = fetched(tmp_path, ["old"])

    assert [told(r)[::3] if isinstance(r, SourceError) else r for r in results] == [
        "old",
        ("branch heads", False),
    ]
    assert [build.state for build in builds(made)] == ["passed"]


def test_nothing_set_up_is_a_state_of_its_own(tmp_path: Path):
    file = tmp_path / "dashboard.toml"
    file.write_text("")
    made = config.load(file, tmp_path / "data")

    assert list(docs_builds.fetch(made, now=NOW)) == []
    assert list(docs_builds.read(made)) == [SourceRun("docs_builds", "", "not_set_up")]


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="it reads recorded answers (../shared), which may not be kept here"
)
def test_the_answers_of_the_real_code_are_read_as_they_came(tmp_path: Path):
    slugs = [
        "jupyterhub", "jupyterhub-kubespawner", "zero-to-jupyterhub", "binderhub", "repo2docker",
        "the-littlest-jupyterhub", "never-built",
    ]  # fmt: skip
    now = datetime(2026, 11, 23, 1, 40, tzinfo=UTC)
    time = Ticking()

    made, results = ask(stub_of(SHARED, time), tmp_path, slugs, time, now=now)

    assert [result for result in results if isinstance(result, str)] == slugs
    newest = {build.project: build for build in builds(made) if not build.is_preview}
    assert {slug: (b.state, b.reason, b.reason_class) for slug, b in newest.items()} == {
        "jupyterhub": ("failed", None, "other"),
        "jupyterhub-kubespawner": ("skipped", None, None),
        "zero-to-jupyterhub": ("cancelled", None, None),
        "binderhub": ("failed", "Build terminated due to inactivity", "host"),
        "repo2docker": ("not started", "triggered, but not begun within five minutes", None),
        "the-littlest-jupyterhub": ("running", None, None),
    }
    previews = [build for build in builds(made) if build.is_preview]
    assert {build.version for build in previews} == {"2156"}
