"""What GitHub holds, and what it answered to the notes' claims."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Repo:
    """A GitHub repository."""

    repo_id: int
    full_name: str
    archived: bool
    private: bool
    open_issues_count: int | None
    synced_at: datetime | None
    unreachable_since: datetime | None
    complete: bool
    older_names: list[str]
    url: str | None


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue or pull request as last seen."""

    repo_id: int
    number: int
    is_pull: bool
    title: str | None
    author: str | None
    author_is_bot: bool
    state: str
    state_reason: str | None
    labels: list[str]
    comments: int | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    merged_at: datetime | None
    first_response_at: datetime | None
    response_known: bool
    gone_at: datetime | None
    url: str | None
    moved_to_repo: int | None = None
    moved_to_number: int | None = None


@dataclass(frozen=True, slots=True)
class IssueEvent:
    """One closing or reopening."""

    repo_id: int
    number: int
    event: str
    happened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What a person settled about one claim of the notes."""

    meeting_id: str
    quote: str
    repo: str | None
    first_on: date | None
    last_on: date | None
    is_claim: bool
    note: str | None
