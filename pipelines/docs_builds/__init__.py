"""Docs builds of Read the Docs and of GitHub workflows, kept beyond what their APIs keep.

Raw files, one folder a site under data/raw/docs_builds/:

    <slug>/project.json         GET /api/v3/projects/<slug>/ as it came
    <slug>/versions.json        {"results": […]}: every version ever seen active; those gone since
                                carry "active": false
    <slug>/builds.jsonl         one build a line as the API gave it, by id; lines are never dropped
    <slug>/notifications.json   {"<build id>": […results of …/builds/<id>/notifications/]}
    <slug>/commands.json        {"<build id>": {"command", "exit_code", "last_line"}}: the command
                                that failed, where the notification alone says "Unknown problem"
    <slug>/state.json           {"checked_at": "…Z", "missing": false,
                                 "head": {"branch", "commit", "commits_behind", "unbuilt_since"}}
    <owner>/<name>/<workflow.yml>/runs.jsonl    one run a line as GitHub gave it, by id
    <owner>/<name>/<workflow.yml>/jobs.json     {"<run id>": name of the step that failed, or null}
    <owner>/<name>/<workflow.yml>/state.json    {"checked_at", "missing", "repository": {…}}

Only project.json and builds.jsonl (or runs.jsonl) are needed; without state.json no build counts
as stuck. A site asked for in vain keeps its old files.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from config import House
from pipelines import SourceError, raw, unit
from pipelines.docs_builds import actions, readthedocs, site
from pipelines.docs_builds.site import NAME
from warehouse.records import SourceRun

__all__ = ["NAME", "fetch", "read"]


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Ask for every configured site; yields its slug or workflow, or what went wrong."""
    if house.config.docs is None:
        return
    yield from readthedocs.fetch(house, now=now)
    yield from actions.fetch(house, now=now)


def read(house: House) -> Iterator[Any]:
    """DocsProject, DocsVersion and DocsBuild records of every configured site."""
    docs = house.config.docs
    if docs is None or not (docs.projects or docs.workflows):
        yield SourceRun(NAME, "", "not_set_up")
        return
    for slug in docs.projects:
        yield from unit.rows(NAME, slug, partial(site.read, house, slug), raw.as_before)
    for workflow in docs.workflows:
        yield from unit.rows(NAME, workflow, partial(actions.read, house, workflow), raw.as_before)
