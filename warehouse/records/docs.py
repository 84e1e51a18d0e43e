"""Documentation sites and their builds."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DocsProject:
    """A documentation site that is watched."""

    project: str
    host: str
    name: str | None
    default_version: str | None
    repository_url: str | None
    url: str | None
    badge_url: str | None
    known: bool
    checked_at: datetime | None
    branch_version: str | None = None
    branch: str | None = None
    head_commit: str | None = None
    commits_behind: int | None = None
    unbuilt_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class DocsVersion:
    """One version of a documentation site."""

    project: str
    version: str
    kind: str | None
    is_default: bool
    active: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class DocsBuild:
    """One documentation build and how it ended."""

    project: str
    build_id: str
    version: str | None
    is_preview: bool
    state: str
    reason: str | None
    reason_class: str | None
    created_at: datetime
    finished_at: datetime | None
    seconds: int | None
    commit_sha: str | None
    url: str | None
