"""What was charged: export files and their lines, added up by day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


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
