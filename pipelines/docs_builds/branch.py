"""Has the branch moved on since the last good build? No field of Read the Docs says so.

Asked of GitHub, and only where the last good build is old: a push that did not reach Read the
Docs (a lost webhook) leaves green, old documentation.
"""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from config import GitHub, House
from pipelines import SourceError, raw
from pipelines.docs_builds import states
from pipelines.docs_builds.site import NAME, compared_version, state_of
from pipelines.http import Client, Clock, HttpError, due, due_moment, optional

UNIT = "branch heads"
ON_GITHUB = re.compile(r"github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?$")


def github_client(house: House, clock: Clock | None) -> Client:
    """A client for the GitHub of [github], or the public one."""
    github = house.config.github or GitHub()
    token = os.environ.get(github.token_env, "")
    headers = {"Accept": "application/vnd.github+json"}
    return Client(
        github.api, token=token, token_env=github.token_env, headers=headers, budget=60, clock=clock
    )


class Heads:
    """The branch heads looked at in one run, and whether GitHub answered."""

    def __init__(self, house: House, clock: Clock | None) -> None:
        self._client = github_client(house, clock)
        self._asked = False
        self._error: HttpError | None = None

    def look(self, site: Path, old_after_days: int, now: datetime) -> None:
        """Note the branch head in the site's state.json, where its last good build is old."""
        project, state = raw.load(site / "project.json", {}), state_of(site)
        good = _last_good(site, project)
        found = ON_GITHUB.search((project.get("repository") or {}).get("url") or "")
        head = None
        if good and found and _age(good, now) > timedelta(days=old_after_days):
            self._asked = True
            try:
                head = _head(self._client, found[1], project.get("default_branch"), good["commit"])
            except HttpError as error:
                self._error = error
                return
        raw.save(site / "state.json", {**state, "head": head})

    def results(self) -> list[SourceError | str]:
        """The message about this run."""
        if self._error:
            return [self._error.of(NAME, UNIT)]
        return [UNIT] * self._asked


def _last_good(site: Path, project: dict[str, Any]) -> dict[str, Any] | None:
    """The newest finished build of the branch's version, where it passed and names its commit."""
    versions = raw.load(site / "versions.json", {"results": []})["results"]
    version = compared_version(project.get("default_version") or "latest", versions)
    finished = [
        build
        for build in raw.lines(site / "builds.jsonl")
        if build["version"] == version and build["state"]["code"] == "finished"
    ]
    newest: dict[str, Any] | None = max(finished, key=lambda build: build["id"], default=None)
    return newest if newest and newest["success"] and newest["commit"] else None


def _age(build: dict[str, Any], now: datetime) -> timedelta:
    return now.replace(tzinfo=None) - states.moment(build["created"])


def _head(client: Client, repo: str, branch: str | None, built: str) -> dict[str, Any]:
    """The newest commit of the branch, and how many commits `built` lacks, where GitHub knows."""
    name = branch or "HEAD"
    commit = due(client.get_json(f"/repos/{repo}/commits/{name}", expect=dict).body, "sha", str)
    head = {"branch": branch, "commit": commit, "commits_behind": 0, "unbuilt_since": None}
    return head if commit == built else head | _missing(client, repo, built, commit)


def _missing(client: Client, repo: str, built: str, head: str) -> dict[str, Any]:
    address = f"/repos/{repo}/compare/{built}...{head}?per_page=1"
    try:
        body = client.get_json(address, expect=dict).body
    except HttpError as error:
        if error.status not in (404, 451):
            raise
        return {"commits_behind": None}  # the built commit was pushed over
    commits, made = optional(body, "commits", list) or [], None
    if commits:
        made = due_moment(due(due(commits[0], "commit", dict), "committer", dict), "date")
    return {"commits_behind": optional(body, "ahead_by", int), "unbuilt_since": made}
