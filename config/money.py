"""The sections about money: funds, what is pending and planned, budgets and scenarios."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from config.awards import InterestRule, Rebudget
from config.kinds import Cells, Cents, Currency, Day, Every, Money, Section, Share, Zone


class Extension(Section):
    """[funds.extension]: what the funder allows; rules are data with a source, never constants.

    notice_days   left out: not known, and no date is made up
    """

    months: int = Field(default=12, ge=0, le=120)
    notice_days: int | None = Field(default=None, ge=0, le=3650)
    office_days: int = Field(default=0, ge=0, le=3650)
    approved_by: str | None = None
    timezone: Zone | None = None
    work: str | None = None
    work_months: Money | None = Field(default=None, le=1200)
    source: str | None = None
    source_on: Day | None = None


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
AwsAccount = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]


class OpenCollective(Section):
    """[funds.open_collective]: what a collective holds is this fund's balance, asked each time.

    What it approved and has not paid is encumbered, besides `encumbered` of the fund.
    ledger  its transactions count, too: what goes out in `category`, what comes in as its income
    """

    slug: Slug
    ledger: bool = False
    category: str = "people"
    api: str = "https://api.opencollective.com"
    token_env: str = "OPEN_COLLECTIVE_TOKEN"


class AwsCredits(Section):
    """[funds.aws_credits]: what is left of an AWS account's credits is this fund's balance.

    shared  those of the whole organisation; `account` is its management account then
    gone    ids of credits that AWS lists no more, and that are gone indeed
    api     another address than that of AWS
    """

    account: AwsAccount
    shared: bool = False
    gone: list[str] = []
    api: str | None = None


class GoogleCredits(Section):
    """[funds.google_credits]: Google gives no balance, so it is derived from the bills.

    account  the [[billing]] whose bills show the credits of this fund as they are used
    """

    account: str


FundKind = Literal["grant", "credits", "donation", "in_kind"]


class Fund(Section):
    """One [[funds]]: money the team may spend, until when and on what.

    ask  whom to ask for its balance, a role or a handle; it is on the Setup page and in no pack
    public  its name and funder may be seen in the meeting view
    number, title, contact, signer, bank_account, provider, letter (its address): as the award says
    pre_award_days    before starts_on, from which a cost may be charged
    liquidation_days  after ends_on, in which what was committed may be paid
    codes   what the books call it: a fund, class, project or award number
    rate    how a cost in another currency is charged: bank (as the books converted it), receipt
            (of the day on which money of the award came), month (of an official table); left out:
            it is charged to nobody
    source  where this entry was read, and on which day; left out: not known
    """

    id: str
    name: str
    kind: FundKind
    currency: Currency | None = None
    awarded: Money | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    pays_for: list[str] = []
    caps: dict[str, Money] = {}
    overhead_rate: Share = Decimal(0)
    fee_rate: Share = Decimal(0)
    tax_rate: Share = Decimal(0)
    encumbered: Money = Decimal(0)
    reimbursed_after_days: int | None = Field(default=None, ge=0)
    priority: int = 0
    funder: str | None = None
    ask: str | None = None
    public: bool = False
    number: str | None = None
    title: str | None = None
    contact: str | None = None
    signer: str | None = None
    bank_account: str | None = None
    provider: str | None = None
    pre_award_days: int | None = Field(default=None, ge=0, le=3650)
    liquidation_days: int | None = Field(default=None, ge=0, le=3650)
    restriction: str | None = None
    letter: str | None = None
    codes: list[str] = []
    paid: Literal["advance", "reimbursed"] | None = None
    cost_share: Money | None = None
    rate: Literal["bank", "receipt", "month"] | None = None
    source: str | None = None
    source_on: Day | None = None
    extension: Extension | None = None
    rebudget: Rebudget | None = None
    interest: InterestRule | None = None
    open_collective: OpenCollective | None = None
    aws_credits: AwsCredits | None = None
    google_credits: GoogleCredits | None = None

    @property
    def is_reimbursed(self) -> bool:
        """Whether its funder pays costs back, once they are claimed."""
        return self.paid == "reimbursed" or (
            self.paid is None and self.reimbursed_after_days is not None
        )


LedgerColumn = Literal[
    "date",
    "day",
    "until",
    "amount",
    "debit",
    "credit",
    "currency",
    "service",
    "project",
    "status",
    "converted",
    "converted_currency",
]


class Ledger(Section):
    """One [[funding.ledgers]]: money moved outside the cloud bills, from a CSV.

    every_days  days between two arrivals of income, of a ledger that holds income only
    books       its costs are charged to awards by their codes, and are counted nowhere else
    code        of a plain-text book: the tag whose value is the code of an award
    accounts    of a plain-text book: an account, or all under it → what it holds
    """

    path: str
    name: str
    format: str | None = None
    category: str = "people"
    fund: str | None = None
    currency: Currency | None = None
    columns: dict[LedgerColumn, str] = {}
    where: dict[str, Cells] = {}
    decimal: Literal[".", ","] | None = None
    day_first: bool | None = None
    through: Day | None = None
    negate: bool | None = None
    sheets: list[str] = []
    every_days: Every = None
    books: bool = False
    code: str | None = None
    accounts: dict[str, Literal["costs", "income", "assets"]] = {}


class Funding(Section):
    """[funding]: where balances, claims, rates, invoices and ledgers are; how far to look ahead."""

    balances: str | None = None
    claims: str | None = None
    rates: str | None = None
    official_rates: str | None = None
    invoices: str | None = None
    ledgers: list[Ledger] = []
    budget: str | None = None
    decimal: Literal[".", ","] | None = None
    day_first: bool | None = None
    lead_months: dict[FundKind, int] = {}
    search_since: Day | None = None
    category_priority: list[str] = []
    horizon_months: int = Field(default=24, ge=1, le=60)
    rate_band: Share = Decimal("0.1")


class Pending(Section):
    """One [[pending]]: an award hoped for, with the team's own guess of its chance."""

    id: str
    name: str
    amount: Money
    currency: Currency | None = None
    probability: Share
    starts_on: Day
    latest_on: Day | None = None
    ends_on: Day | None = None
    pays_for: list[str] = []
    fee_rate: Share = Decimal(0)
    group: str | None = None
    group_rule: Literal["at_most_one", "all_or_none"] = "at_most_one"
    kind: FundKind = "grant"


class Call(Section):
    """One [[calls]]: a funder's call for proposals.

    decides_on, decides_in_months  after it closes; neither: not known, and no day is made up
    source, source_on  where the days were read, and when
    """

    name: str
    funder: str | None = None
    closes_on: Day
    decides_on: Day | None = None
    decides_in_months: int | None = Field(default=None, ge=0, le=60)
    source: str | None = None
    source_on: Day | None = None

    @model_validator(mode="after")
    def _decides_once(self) -> "Call":
        if self.decides_on and self.decides_in_months is not None:
            raise ValueError("decides_on and decides_in_months are both set; keep one")
        if self.decides_on and self.decides_on < self.closes_on:
            raise ValueError("decides_on is before closes_on; correct one of the two")
        return self


class Planned(Section):
    """One [[planned_costs]]: a cost known beforehand; people are summed, never per person.

    until_billed   a first guess: it ends by itself once its category has bills
    """

    name: str
    category: str
    amount: Cents
    per: Literal["month", "once"] = "month"
    currency: Currency | None = None
    starts_on: Day
    ends_on: Day | None = None
    until_billed: bool = False


class Budget(Section):
    """One [[budgets]]: what a month may cost, drawn as a line on the Burn page."""

    amount: Money
    currency: Currency | None = None
    starts_on: Day
    ends_on: Day | None = None


class Event(Section):
    """One [[events]]: a day on which spending changed its level; months before it do not count."""

    name: str
    on: Day
    category: str | None = None


class Scenario(Section):
    """One [[scenarios]]: what if; each key left out changes nothing."""

    name: str
    category: str | None = None
    from_on: Day | None = None
    sponsor_share: Share = Decimal(0)
    sponsor_cap: Money | None = None
    cut: Share = Decimal(0)
    price_change: Decimal = Field(default=Decimal(0), ge=-1, le=100, decimal_places=6)
    award: Money = Decimal(0)
    award_pays_for: list[str] = []
    extend: dict[str, int] = {}
    reserve: Money = Decimal(0)
    with_pending: bool = False
