"""What there is to spend, what is hoped for and what is planned."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


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
    credits_account: str | None = None


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
    encumbered: Decimal | None = None


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
    """A cost known beforehand; until_billed: it ends once its category has bills."""

    name: str
    category: str
    amount: Decimal
    per: str
    currency: str
    starts_on: date
    ends_on: date | None
    until_billed: bool = False


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
class Invoice:
    """What one invoice of an account comes to, as the team wrote it down."""

    account: str
    period: date
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BudgetMonth:
    """What one account of the team's budget may cost in one month."""

    month: date
    account: str | None
    amount: Decimal
    currency: str
    source_file: str


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
    """The end of the money as one ingest published it; its sentence is made when it is shown."""

    published_at: datetime
    as_of: date
    low: date | None
    likely: date | None
    high: date | None
    method: str


@dataclass(frozen=True, slots=True)
class FundingSetting:
    """How far to look ahead and what is paid first; a lead that nobody entered is null."""

    horizon_months: int
    grant_lead_months: int | None
    credits_lead_months: int | None
    category_priority: list[str]
    rate_band: Decimal = Decimal("0.1")
    search_since: date | None = None
    claims: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """An exchange rate of one day: 1 `from_` is worth `value` `to`."""

    from_: str
    to: str
    on_day: date
    value: Decimal
    source: str | None
