"""One frozen dataclass per table of schema.sql; field names are column names."""

from dataclasses import dataclass, field
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
    month: date | None = None


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
    own_total: Decimal | None = None
    billed: Decimal | None = None
    note: str | None = None


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
    billing_account: str | None = None
    billing_period: date | None = None
    credit_kind: str | None = None


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
    tax_rate: Decimal = Decimal(0)
    encumbered: Decimal = Decimal(0)
    reimbursed_after_days: int | None = None
    priority: int = 0
    funder: str | None = None
    office_days: int | None = None
    approved_by: str | None = None
    rule_timezone: str | None = None
    work_months: Decimal | None = None
    rule_on: date | None = None


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
    latest_on: date | None = None
    ends_on: date | None = None
    pays_for: list[str] = field(default_factory=list)
    fee_rate: Decimal = Decimal(0)
    call: str | None = None
    call_rule: str | None = None


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
class SpendEvent:
    """A day on which spending changed its level."""

    name: str
    on_day: date
    category: str | None


@dataclass(frozen=True, slots=True)
class IncomeDaily:
    """Income of one ledger on one day."""

    day: date
    ledger: str
    currency: str
    amount: Decimal
    lines: int
    source_file: str
    fund_id: str | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """What if; a change of zero changes nothing."""

    name: str
    category: str | None
    from_on: date | None
    sponsor_share: Decimal
    sponsor_cap: Decimal | None
    cut: Decimal
    price_change: Decimal
    award: Decimal
    award_pays_for: list[str]
    extend_funds: list[str]
    extend_months: list[int]
    reserve: Decimal
    with_pending: bool


@dataclass(frozen=True, slots=True)
class Headline:
    """What one ingest said about the end of the money."""

    published_at: datetime
    as_of: date
    low: date | None
    likely: date | None
    high: date | None
    method: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FundingSetting:
    """How far to look ahead and what is paid first."""

    horizon_months: int
    grant_lead_months: int
    credits_lead_months: int
    category_priority: list[str]
    rate_band: Decimal = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Rate:
    """An exchange rate of one day: 1 `from_` is worth `value` `to`."""

    from_: str
    to: str
    on_day: date
    value: Decimal
    source: str | None


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


@dataclass(frozen=True, slots=True)
class LaunchDaily:
    """Launches of one day, member and provider."""

    day: date
    bill_day: date
    origin: str | None
    provider: str
    launches: int
    source_file: str


@dataclass(frozen=True, slots=True)
class LaunchRepository:
    """Launches of one repository on one day."""

    day: date
    provider: str
    repository: str
    launches: int


@dataclass(frozen=True, slots=True)
class UsageDaily:
    """A count of users, sessions, downloads … of one day."""

    usage: str
    day: date
    label: str | None
    amount: Decimal
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class UsageBasis:
    """What a cost per launch, user, session … is the cost of, and who pays it."""

    usage: str
    unit: str
    accounts: list[str]
    origins: list[str]
    cost_source: str
    timezone: str
    basis: str


@dataclass(frozen=True, slots=True)
class UsageCost:
    """What a day cost, as the archive of the counts publishes it."""

    usage: str
    day: date
    cost: Decimal
    currency: str
    source_file: str
    source_line: int


@dataclass(frozen=True, slots=True)
class UsageGap:
    """Days whose count is missing or too low, and why."""

    usage: str
    starts_on: date
    ends_on: date | None
    note: str


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
    SpendEvent: "spend_event",
    IncomeDaily: "income_daily",
    Scenario: "scenario",
    Headline: "headline",
    FundingSetting: "funding_setting",
    Rate: "rate",
    Repo: "repo",
    Issue: "issue",
    IssueEvent: "issue_event",
    ClaimAnswer: "claim_answer",
    DocsProject: "docs_project",
    DocsVersion: "docs_version",
    DocsBuild: "docs_build",
    LaunchDaily: "launch_daily",
    LaunchRepository: "launch_repository",
    UsageDaily: "usage_daily",
    UsageBasis: "usage_basis",
    UsageCost: "usage_cost",
    UsageGap: "usage_gap",
    Reject: "reject",
    SourceRun: "source_run",
    BuildInfo: "build_info",
}
