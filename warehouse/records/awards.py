"""What awards say of themselves, how costs find them, and what the books charged to them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Award:
    """What is known of a fund as an award, besides its row of `fund`; unknown is null."""

    fund_id: str
    number: str | None = None
    title: str | None = None
    contact: str | None = None
    signer: str | None = None
    bank_account: str | None = None
    provider: str | None = None
    pre_award_days: int | None = None
    liquidation_days: int | None = None
    restriction: str | None = None
    letter: str | None = None
    codes: list[str] = field(default_factory=list)
    paid: str | None = None
    cost_share: Decimal | None = None
    source: str | None = None
    source_on: date | None = None
    rebudget_share: Decimal | None = None
    rebudget_floor: Decimal | None = None
    rebudget_source: str | None = None
    rebudget_on: date | None = None
    ask: str | None = None
    rate: str | None = None
    interest_kept: Decimal | None = None
    interest_source: str | None = None
    interest_on: date | None = None
    year_starts: int = 1


@dataclass(frozen=True, slots=True)
class AwardLine:
    """A line of an award's budget as it was awarded; `position` is its place in it."""

    fund_id: str
    position: int
    name: str
    kind: str
    amount: Decimal
    codes: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    persons: int | None = None


@dataclass(frozen=True, slots=True)
class AwardRevision:
    """The amount of one line since a revision of the budget."""

    fund_id: str
    on_day: date
    line: str
    amount: Decimal
    approved_by: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class AwardPayment:
    """A payment of a funder: received, claimed, awarded or to come."""

    fund_id: str
    amount: Decimal
    state: str
    on_day: date | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class AwardClaim:
    """A claim for costs that an award pays back, through the last day of these costs."""

    fund_id: str
    on_day: date
    through: date
    amount: Decimal
    source: str | None = None


@dataclass(frozen=True, slots=True)
class AwardInterest:
    """Interest that an award's money earned; amount null: of this fund or of another."""

    fund_id: str
    on_day: date
    amount: Decimal | None
    currency: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class AwardReport:
    """A report that a funder asks for."""

    fund_id: str
    name: str
    due_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report as it was sent to a funder; its amounts are in SentAmount."""

    fund_id: str
    starts_on: date
    ends_on: date
    sent_on: date
    source_file: str


@dataclass(frozen=True, slots=True)
class SentAmount:
    """What a report that was sent says of one line and month."""

    fund_id: str
    ends_on: date
    line: str
    month: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FunderCall:
    """A funder's call for proposals; decides_on null: nobody entered when it decides."""

    name: str
    funder: str | None
    closes_on: date
    decides_on: date | None = None
    source: str | None = None
    source_on: date | None = None


@dataclass(frozen=True, slots=True)
class LineRate:
    """A line that is charged as a share of others; its base is in LineRateBase."""

    rate_id: int
    fund_id: str
    line: str
    rate: Decimal
    starts_on: date | None = None
    ends_on: date | None = None
    source: str | None = None
    source_on: date | None = None


@dataclass(frozen=True, slots=True)
class LineRateBase:
    """A line of a rate's base; `first`: only so much of it counts."""

    rate_id: int
    line: str
    first: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CostSplit:
    """A person's decision about costs that funds share; null keys say nothing."""

    split_id: int
    category: str | None
    account: str | None
    service: str | None
    project: str | None
    starts_on: date | None
    ends_on: date | None
    basis: str
    decided_by: str
    decided_on: date | None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class CostSplitShare:
    """The share of one fund in a split."""

    split_id: int
    fund_id: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class ChargeRule:
    """Costs that a fund pays, by what they are; null keys say nothing."""

    rule_id: int
    fund_id: str
    line: str | None
    category: str | None
    account: str | None
    service: str | None
    project: str | None
    starts_on: date | None
    ends_on: date | None
    source: str | None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class BookedCost:
    """What books charged on a day; of people the sum of a month, on the last day of pay."""

    day: date
    book: str
    category: str | None
    code: str | None
    line: str | None
    currency: str
    amount: Decimal
    lines: int
    source_file: str
    converted: Decimal | None = None
    converted_currency: str | None = None


@dataclass(frozen=True, slots=True)
class OfficialRate:
    """The rate of a month, by its first day, in an official table: 1 `from_` = `value` `to`."""

    from_: str
    to: str
    on_day: date
    value: Decimal
    source: str | None
