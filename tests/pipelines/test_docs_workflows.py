"""Docs built by a GitHub workflow, through real HTTP on loopback, into records."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from readthedocs_stub import serve

import config
from pipelines import SourceError, docs_builds
from pipelines.docs_builds import actions
from warehouse.records import DocsBuild, DocsProject, DocsVersion, SourceRun

NOW = datetime(2018, 9, 20, 6, 10, tzinfo=UTC)
WORKFLOW = "example/handbook/docs.yml"
HOME = "https://github.com/example/handbook"


def run(number: int, conclusion: str | None, **other: Any) -> dict[str, Any]:
    return {
        "id": number, "event": "push", "head_branch": "main", "head_sha": "c" * 40,
        "status": "completed" if conclusion else "in_progress", "conclusion": conclusion,
        "run_attempt": 1, "created_at": "2018-09-20T05:00:00Z",
        "run_started_at": "2018-09-20T05:00:00Z", "updated_at": "2018-09-20T05:04:00Z",
        "html_url": f"{HOME}/actions/runs/{number}", **other,
    }  # fmt: skip


class GitHub:
    def __init__(
        self, runs: list[dict[str, Any]], step: str = "Build the book with Sphinx"
    ) -> None:
        self.runs, self.step, self.asked = runs, step, list[str]()

    def answer(self, path: str, _: str | None) -> tuple[int, Any, dict[str, str]]:
        self.asked.append(path)
        if path == "/repos/example/handbook":
            body = {"full_name": "example/handbook", "html_url": HOME, "default_branch": "main"}
            return 200, body, {}
        if path.startswith("/repos/example/handbook/actions/workflows/docs.yml/runs?branch=main"):
            return 200, {"total_count": len(self.runs), "workflow_runs": self.runs}, {}
        if path.endswith("/jobs"):
            steps = [
                {"name": "Check out", "conclusion": "success"},
                {"name": self.step, "conclusion": "failure"},
            ]
            return 200, {"jobs": [{"name": "docs", "conclusion": "failure", "steps": steps}]}, {}
        return 404, {"message": "Not Found"}, {}


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)


def fetched(
    tmp_path: Path, github: GitHub, workflow: str = WORKFLOW
) -> tuple[config.House, list[Any]]:
    with serve(github.answer) as api:
        file = tmp_path / "dashboard.toml"
        file.write_text(f'[docs]\nworkflows = ["{workflow}"]\n[github]\napi = "{api}"\n')
        made = config.load(file, tmp_path / "data")
        return made, list(actions.fetch(made, now=NOW))


def builds(made: config.House) -> list[DocsBuild]:
    return [record for record in docs_builds.read(made) if isinstance(record, DocsBuild)]


def test_a_workflow_stands_in_the_same_tables_as_read_the_docs(tmp_path: Path):
    made, results = fetched(tmp_path, GitHub([run(8, "failure"), run(7, "success")]))

    assert results == [WORKFLOW]
    asked_at, page = datetime(2018, 9, 20, 6, 10), f"{HOME}/actions/workflows/docs.yml"
    began, ended = datetime(2018, 9, 20, 5), datetime(2018, 9, 20, 5, 4)
    assert list(docs_builds.read(made)) == [
        DocsProject(
            WORKFLOW, "GitHub Actions", "handbook", "main", HOME, page,
            f"{page}/badge.svg?branch=main", True, asked_at, "main",
        ),
        DocsVersion(WORKFLOW, "main", "branch", True, True, page),
        DocsBuild(
            WORKFLOW, "7", "main", False, "passed", None, None, began, ended, 240, "c" * 40,
            f"{HOME}/actions/runs/7",
        ),
        DocsBuild(
            WORKFLOW, "8", "main", False, "failed", "step “Build the book with Sphinx” failed",
            "sphinx", began, ended, 240, "c" * 40, f"{HOME}/actions/runs/8",
        ),
        SourceRun("docs_builds", WORKFLOW, "ok", asked_at, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("conclusion", "outcome"),
    [
        ("success", ("passed", None, None)),
        ("neutral", ("passed", None, None)),
        ("cancelled", ("cancelled", None, None)),
        ("skipped", ("skipped", None, None)),
        ("timed_out", ("failed", "step “Install” failed", "time-out")),
        ("startup_failure", ("failed", "the workflow could not be started", "configuration")),
        ("action_required", ("stuck", "it waits for a person's approval", None)),
        ("stale", ("stuck", "GitHub gave it up after 14 days without an end", None)),
        ("failure", ("failed", "step “Install” failed", "dependency")),
        (None, ("running", None, None)),
    ],
)
def test_every_conclusion_of_github_is_told_apart(
    tmp_path: Path, conclusion: str | None, outcome: tuple[str, str | None, str | None]
):
    made, _ = fetched(tmp_path, GitHub([run(7, conclusion)], step="Install"))

    assert [(b.state, b.reason, b.reason_class) for b in builds(made)] == [outcome]


def test_a_run_that_does_not_end_is_stuck(tmp_path: Path):
    made, _ = fetched(tmp_path, GitHub([run(7, None, run_started_at="2018-09-19T20:00:00Z")]))

    assert [(b.state, b.reason) for b in builds(made)] == [
        ("stuck", "not ended after more than two hours")
    ]


def test_a_rerun_replaces_the_run_and_its_failed_step(tmp_path: Path):
    fetched(tmp_path, GitHub([run(7, "failure")], step="Install"))

    github = GitHub([run(7, "failure", run_attempt=2)], step="Build the PDF")
    made, _ = fetched(tmp_path, github)

    assert [(b.build_id, b.reason, b.reason_class) for b in builds(made)] == [
        ("7", "step “Build the PDF” failed", "latex")
    ]


def test_a_pull_request_from_a_branch_of_the_same_name_is_a_preview(tmp_path: Path):
    runs = [run(8, "failure", event="pull_request"), run(7, "success")]
    made, _ = fetched(tmp_path, GitHub(runs))

    assert [(b.build_id, b.is_preview) for b in builds(made)] == [("7", False), ("8", True)]


def test_an_odd_answer_leaves_the_runs_as_they_were(tmp_path: Path):
    fetched(tmp_path, GitHub([run(7, "success")]))
    made, results = fetched(tmp_path, GitHub([{"id": 8, "event": "push"}]))

    failed = [(e.unit, e.what) for e in results if isinstance(e, SourceError)]
    assert failed == [(f"{WORKFLOW} run 8", "answer lacks `status`; it is left out")]
    assert [build.build_id for build in builds(made)] == ["7"]


def test_runs_github_no_longer_lists_are_kept(tmp_path: Path):
    fetched(tmp_path, GitHub([run(7, "success")]))
    made, _ = fetched(tmp_path, GitHub([run(9, "success")]))

    assert [build.build_id for build in builds(made)] == ["7", "9"]


def test_an_unknown_workflow_is_told_and_never_all_well(tmp_path: Path):
    made, results = fetched(tmp_path, GitHub([]), "example/handbook/typo.yml")

    assert [(e.unit, e.what, e.passing) for e in results if isinstance(e, SourceError)] == [
        ("example/handbook/typo.yml", "unknown repository or workflow, or private", False)
    ]
    project, told = list(docs_builds.read(made))
    assert (project.host, project.known) == ("GitHub Actions", False)
    assert (told.status, told.passing) == ("failed", False)


def test_a_workflow_that_is_no_file_of_a_repository_is_a_mistake_in_the_settings(tmp_path: Path):
    file = tmp_path / "dashboard.toml"
    file.write_text('[docs]\nworkflows = ["handbook"]\n')
    with pytest.raises(config.ConfigError) as caught:
        config.load(file)
    assert "docs.workflows[1]" in caught.value.lines[0]
