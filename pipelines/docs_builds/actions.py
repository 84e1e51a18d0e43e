"""Docs built by a GitHub workflow: the runs of one workflow file on the default branch."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from config import House
from pipelines import SourceError, raw, unit
from pipelines.docs_builds import states
from pipelines.docs_builds.branch import github_client
from pipelines.docs_builds.site import (
    NAME,
    checked_at,
    folder,
    left_out,
    stamp,
    state_of,
    untold,
)
from pipelines.http import Client, Clock, HttpError, Lacking, due, due_moment, optional, sifted
from pipelines.http.fields import MOST_ID
from warehouse.records import DocsBuild, DocsProject, DocsVersion, SourceRun

HOST = "GitHub Actions"
RUNS, MOST = 50, 1000


def fetch(
    house: House, *, now: datetime, clock: Clock | None = None
) -> Iterator[SourceError | str]:
    """Ask for every workflow; yields it as configured, or what went wrong."""
    docs = house.config.docs
    if docs is None or not docs.workflows:
        return
    client = github_client(house, clock)
    for workflow in docs.workflows:
        try:
            fetch_one = partial(_fetch_workflow, client, folder(house, workflow), workflow, now)
            found = unit.fetched(NAME, workflow, fetch_one, (HttpError,))
            yield found if isinstance(found, SourceError) else workflow
            yield from left_out(workflow, found)
        except HttpError as error:
            yield _failure(folder(house, workflow), workflow, error, now)


def _failure(site: Path, workflow: str, error: HttpError, now: datetime) -> SourceError:
    if error.status not in (404, 451):
        return error.of(NAME, workflow)
    raw.save(site / "state.json", {**state_of(site), "checked_at": stamp(now), "missing": True})
    return SourceError(
        NAME, "unknown repository or workflow, or private", unit=workflow,
        remedy="correct it in [docs] workflows, or set a token that may see it",
        passing=(site / "runs.jsonl").is_file(),
    )  # fmt: skip


def _fetch_workflow(client: Client, site: Path, workflow: str, now: datetime) -> list[Lacking]:
    """The workflow's files brought up to date; the runs that are left out of them."""
    repo, file = workflow.rsplit("/", 1)
    repository, state = client.get_json(f"/repos/{repo}", expect=dict).body, state_of(site)
    for name in ("full_name", "html_url"):
        optional(repository, name, str)
    branch = due(repository, "default_branch", str)
    address, lacking = f"/repos/{repo}/actions/workflows/{file}/runs", list[Lacking]()
    held = {run["id"]: run for run in raw.lines(site / "runs.jsonl")}
    known = held if state.get("walked") else {}
    answered = _newest_runs(client, address, branch, known, lacking)
    before, earlier = (state.get("repository") or {}).get("default_branch"), _earlier(state)
    if before and before != branch:
        earlier[before] = stamp(now)
        answered += _newest_runs(client, address, before, known, lacking)
    runs = held | {run["id"]: run for run in answered}
    jobs = raw.load(site / "jobs.json", {})
    failed = [run for run in answered if run["conclusion"] in ("failure", "timed_out")]
    own = [run for run in failed if not _is_preview(run, branch, earlier)]
    for run in (run for run in own[:1] if _key(run) not in jobs):
        try:
            jobs[_key(run)] = _failed_step(client, f"/repos/{repo}/actions/runs/{run['id']}/jobs")
        except Lacking as error:
            lacking.append(error.at(f"the jobs of run {run['id']}"))
    raw.save_lines(site / "runs.jsonl", [runs[number] for number in sorted(runs)])
    raw.save(site / "jobs.json", jobs)
    kept = {name: repository.get(name) for name in ("full_name", "html_url", "default_branch")}
    state = {"repository": kept, "earlier_branches": earlier, "walked": True}
    raw.save(site / "state.json", {"checked_at": stamp(now), "missing": False, **state})
    return lacking


def _newest_runs(
    client: Client, address: str, branch: str, known: dict[int, Any], lacking: list[Lacking]
) -> list[dict[str, Any]]:
    """The newest runs of a branch, page by page back to one that passed or to those known.

    Any number of runs that were skipped or cancelled may hide the one that decides. A page of
    known runs is the last one only when none of them was still running. GitHub gives a thousand.
    Those that lack a field are left out, and added to `lacking`.
    """
    found: dict[int, dict[str, Any]] = {}
    running = {number for number, run in known.items() if run["status"] != "completed"}
    for page in range(1, MOST // RUNS + 1):
        question = f"{address}?branch={branch}&per_page={RUNS}&page={page}"
        body = client.get_json(question, expect=dict).body
        every = due(body, "workflow_runs", list)
        runs, odd = sifted(every, _check, "run")
        lacking += odd
        listed = {run["id"]: run for run in runs}
        found |= listed
        passed = any(
            run["conclusion"] == "success" and not _is_preview(run, branch, {})
            for run in listed.values()
        )
        is_known = not known.keys().isdisjoint(listed) and running <= found.keys()
        read = len(found) + len(lacking)
        if passed or is_known or not every or read >= (optional(body, "total_count", int) or 0):
            break
    return list(found.values())


def _earlier(state: dict[str, Any]) -> dict[str, str]:
    """Default branches of before, and until when each was the one the workflow built."""
    return dict(state.get("earlier_branches", {}))


def _is_preview(run: dict[str, Any], branch: str, earlier: dict[str, str]) -> bool:
    """Whether a run built anything else than the default branch, by today's name or an older."""
    head, made_at = str(run["head_branch"]), str(run["created_at"])
    of_request = str(run["event"]).startswith("pull_request")
    return of_request or (head != branch and made_at > earlier.get(head, ""))


def _check(run: Any) -> None:
    """Raise Lacking where a run lacks a field it is read by; an odd answer is never stored."""
    due(run, "id", int, most=MOST_ID)
    for name in ("event", "status"):
        due(run, name, str)
    for name in ("head_branch", "conclusion", "head_sha", "html_url"):
        optional(run, name, str)
    optional(run, "run_attempt", int)
    for name in ("created_at", "updated_at"):
        due_moment(run, name)
    if optional(run, "run_started_at", str):
        due_moment(run, "run_started_at")
    if run["status"] == "completed":
        due(run, "conclusion", str)


def _key(run: dict[str, Any]) -> str:
    """A rerun keeps the run's id and raises its attempt."""
    return f"{run['id']}-{run.get('run_attempt') or 1}"


def _failed_step(client: Client, address: str) -> str | None:
    for job in due(client.get_json(address, expect=dict).body, "jobs", list):
        if optional(job, "conclusion", str) in (None, "success", "skipped"):
            continue
        steps = optional(job, "steps", list) or []
        failed = [step for step in steps if optional(step, "conclusion", str) == "failure"]
        return (
            f"step “{due(failed[0], 'name', str)}” failed" if failed
            else f"job “{due(job, 'name', str)}” failed"
        )  # fmt: skip
    return None


def read(house: House, workflow: str) -> Iterator[Any]:
    """The workflow as a site of one version, its branch; its runs as builds."""
    site = folder(house, workflow)
    runs = list(raw.lines(site / "runs.jsonl"))
    repository = state_of(site).get("repository") or {}
    if not (runs or repository):
        yield from untold(house, workflow, HOST)
        return
    repo, file = workflow.rsplit("/", 1)
    branch = repository.get("default_branch") or runs[-1]["head_branch"]
    home = repository.get("html_url") or f"https://github.com/{repo}"
    address = f"{home}/actions/workflows/{file}"
    yield DocsProject(
        workflow, HOST, repo.split("/")[1], branch, home, address,
        f"{address}/badge.svg?branch={branch}", True, checked_at(site), branch,
    )  # fmt: skip
    yield DocsVersion(workflow, branch, "branch", True, True, address)
    jobs, asked_at = raw.load(site / "jobs.json", {}), checked_at(site)
    earlier = _earlier(state_of(site))
    builds = [
        _build(
            workflow, run if (preview := _is_preview(run, branch, earlier)) else
            {**run, "head_branch": branch}, jobs, asked_at, preview,
        )
        for run in runs
    ]  # fmt: skip
    yield from builds
    days = house.config.docs.old_after_days if house.config.docs else 0
    yield SourceRun(
        NAME, workflow, "ok", asked_at, len(runs), message=_silence(builds, asked_at, days)
    )


def _silence(builds: list[DocsBuild], asked_at: datetime | None, days: int) -> str | None:
    """How long ago the workflow last ran, where that is long."""
    decided = [build for build in builds if build.state in ("passed", "failed")]
    last = max((build.created_at for build in decided if not build.is_preview), default=None)
    if last is None or asked_at is None or asked_at - last <= timedelta(days=days):
        return None
    ago = (asked_at - last).days
    return f"the last run that passed or failed was {ago} days ago, on {last:%-d %B %Y}"


def _build(
    workflow: str, run: dict[str, Any], jobs: dict[str, Any], asked_at: datetime | None,
    is_preview: bool,
) -> DocsBuild:  # fmt: skip
    outcome = states.workflow(run, jobs.get(_key(run)), asked_at)
    began = states.began(run)
    ended = states.moment(run["updated_at"]) if run["status"] == "completed" else None
    return DocsBuild(
        workflow, str(run["id"]), run["head_branch"], is_preview,
        outcome.state, outcome.reason, outcome.reason_class, began, ended,
        int((ended - began).total_seconds()) if ended else None,
        run.get("head_sha"), run.get("html_url"),
    )  # fmt: skip
