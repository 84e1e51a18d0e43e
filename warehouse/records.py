"""One frozen dataclass per table of schema.sql; field names are column names."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a series, held or cancelled."""

    meeting_id: str
    series: str
    held_on: date | None
    title: str | None
    section: str | None
    cancelled: bool
    has_roll_call: bool
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """One signature in a roll call."""

    meeting_id: str
    person_id: str
    name: str
    handle: str | None
    affiliation: str | None
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of an agenda."""

    meeting_id: str
    title: str
    owners: list[str]
    minutes: int | None
    outcome: str | None
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something somebody is to do, at one place of the notes."""

    meeting_id: str | None
    text: str
    owners: list[str]
    done: bool | None
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided."""

    meeting_id: str | None
    text: str
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A number the notes claim."""

    meeting_id: str | None
    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    subject: str | None
    quote: str
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """An issue, pull request or page the notes cite."""

    meeting_id: str | None
    kind: str
    repo: str | None
    number: int | None
    url: str | None
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class BillingFile:
    """One export file and how its lines were accounted for."""

    source_file: str
    format: str | None
    account: str
    lines_read: int
    lines_kept: int
    lines_rejected: int
    total_lines: int
    first_day: date | None
    last_day: date | None
    final: bool | None
    sha256: str


@dataclass(frozen=True, slots=True)
class CostDaily:
    """Bill lines of one day and kind, added up."""

    day: date
    account: str
    category: str
    provider: str | None
    sub_account: str | None
    service: str | None
    region: str | None
    charge_category: str
    currency: str | None
    billed: Decimal
    effective: Decimal | None
    list: Decimal | None
    lines: int
    source_file: str


@dataclass(frozen=True, slots=True)
class Fund:
    """Money the team may spend."""

    fund_id: str
    name: str
    kind: str
    currency: str
    awarded: Decimal | None
    starts_on: date | None
    ends_on: date | None
    pays_for: list[str]
    overhead_rate: Decimal
    fee_rate: Decimal
    extension_months: int | None
    notice_days: int | None
    work_remaining: str | None
    extension_source: str | None


@dataclass(frozen=True, slots=True)
class FundCap:
    """The most of a fund that may go to one category."""

    fund_id: str
    category: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FundBalance:
    """What a fund still held at the end of one day."""

    fund_id: str
    on_day: date
    amount: Decimal | None
    confirmed: bool
    source: str | None


@dataclass(frozen=True, slots=True)
class PendingAward:
    """An award hoped for."""

    award_id: str
    name: str
    kind: str
    amount: Decimal
    currency: str
    probability: float
    starts_on: date


@dataclass(frozen=True, slots=True)
class PlannedCost:
    """A cost known beforehand."""

    name: str
    category: str
    amount: Decimal
    per: str
    currency: str
    starts_on: date
    ends_on: date | None


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
    url: str | None


@dataclass(frozen=True, slots=True)
class IssueEvent:
    """One closing or reopening."""

    repo_id: int
    number: int
    event: str
    happened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class DocsProject:
    """A documentation site that is watched."""

    project: str
    name: str | None
    default_version: str | None
    repository_url: str | None
    url: str | None
    known: bool


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


@dataclass(frozen=True, slots=True)
class LaunchDaily:
    """Launches of one day, member and provider."""

    day: date
    origin: str | None
    provider: str
    launches: int


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that could not be read, with its place and the reason."""

    source: str
    source_file: str
    source_line: int | None
    text: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class SourceRun:
    """How reading one unit of a source went."""

    source: str
    unit: str
    status: str = "ok"
    as_of: datetime | None = None
    rows: int = 0
    rejected: int = 0
    message: str | None = None
    remedy: str | None = None
    passing: bool = True


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """What this build was made from."""

    built_at: datetime
    as_of: date
    project: str
    currency: str
    timezone: str
    config_file: str
    is_sample: bool
    version: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that already stand in a Parquet file with the table's own column names."""

    table: str
    file: Path


TABLES: dict[type, str] = {
    Meeting: "meeting",
    Attendance: "attendance",
    AgendaItem: "agenda_item",
    ActionItem: "action_item",
    Decision: "decision",
    Claim: "claim",
    Reference: "reference",
    BillingFile: "billing_file",
    CostDaily: "cost_daily",
    Fund: "fund",
    FundCap: "fund_cap",
    FundBalance: "fund_balance",
    PendingAward: "pending_award",
    PlannedCost: "planned_cost",
    Repo: "repo",
    Issue: "issue",
    IssueEvent: "issue_event",
    DocsProject: "docs_project",
    DocsBuild: "docs_build",
    LaunchDaily: "launch_daily",
    Reject: "reject",
    SourceRun: "source_run",
    BuildInfo: "build_info",
}
