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
    asked: bool = False


@dataclass(frozen=True, slots=True)
class BillingRefused:
    """Lines of one file that were refused for one reason, and their money."""

    source_file: str
    account: str
    currency: str | None
    reason: str
    lines: int
    amount: Decimal | None
    weighty: bool = False


@dataclass(frozen=True, slots=True)
class BillingQuestion:
    """What a person must say about bills of one account; one a kind, however many files."""

    question_id: str
    kind: str
    account: str
    files: list[str]
    first_day: date | None
    last_day: date | None
    currency: str | None
    assumed: str
    assumed_amount: Decimal
    other_amount: Decimal
    amount: Decimal
    pairs: int
    asked: bool
    resting: bool
    weighty: bool
    look_up: str
    answer: str
    since: date | None = None
    as_assumed: str = ""
    as_other: str = ""
    as_unknown: str = ""


@dataclass(frozen=True, slots=True)
class BillingQuestionDay:
    """What the other reading of a question adds to a day's cost (or takes from it)."""

    question_id: str
    day: date
    account: str
    category: str
    currency: str | None
    difference: Decimal
