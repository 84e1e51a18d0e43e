"""What an award says of itself: its budget, its payments, its reports, and how costs find it.

Each entry names its fund by `fund`. What is left out is not known: no rule has a default.
"""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from config.kinds import Day, Money, Section, Share

LineKind = Literal[
    "people", "fringe", "travel", "cloud", "equipment", "subaward", "indirect", "other"
]
PaymentState = Literal["awarded", "to_come", "claimed", "received"]


class Rebudget(Section):
    """[funds.rebudget]: how far a line may go from its budget before the funder is asked.

    share, floor  of the line and in money; a difference above both must be explained
    """

    share: Share | None = None
    floor: Money | None = None
    source: str | None = None
    source_on: Day | None = None


class BudgetLine(Section):
    """One [[budget_lines]]: a line of an award's approved budget.

    codes       what the books call it: an account, a class
    categories  spend categories that belong to it where the books name no line
    persons     how many people its amount pays; left out: not known
    """

    fund: str
    name: str
    kind: LineKind = "other"
    amount: Money
    codes: list[str] = []
    categories: list[str] = []
    persons: int | None = Field(default=None, ge=0)


class BudgetRevision(Section):
    """One [[budget_revisions]]: lines that got another amount; the others keep theirs."""

    fund: str
    on: Day
    amounts: dict[str, Money]
    approved_by: str | None = None
    source: str | None = None


class Payment(Section):
    """One [[payments]] of a funder: what it is, on which day, and what it waits for."""

    fund: str
    amount: Money
    state: PaymentState
    on: Day | None = None
    condition: str | None = None


class InterestRule(Section):
    """[funds.interest]: what the award says of interest on money that is paid in advance.

    kept   a year: only what is above it is returned (2 CFR 200.305(b)); left out: not known
    codes  what the books call it: an account of income
    """

    kept: Money | None = None
    codes: list[str] = []
    source: str | None = None
    source_on: Day | None = None


class Interest(Section):
    """One [[interest]] that an award's money earned; 0 says that it earned none by that day."""

    fund: str
    amount: Money
    on: Day
    source: str | None = None


class Report(Section):
    """One [[reports]] that a funder asks for, the days it is about, and who writes it."""

    fund: str
    name: str
    due_on: Day | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    who: str | None = None


class LineRate(Section):
    """One [[line_rates]]: a line charged as a share of other lines, as fringe and indirect are.

    first  of a line, a subaward's above all: only so much of it counts
    """

    fund: str
    line: str
    rate: Share
    base: list[str]
    first: dict[str, Money] = {}
    starts_on: Day | None = None
    ends_on: Day | None = None
    source: str | None = None
    source_on: Day | None = None


class Costs(Section):
    """Which costs an entry is about: all that agree with every key it has, of these days.

    label  key=value, of a label that a [[billing]] keeps with tags
    """

    category: str | None = None
    account: str | None = None
    service: str | None = None
    project: str | None = None
    label: str | None = Field(default=None, pattern=r"^[^=\s][^=]*=.+$")
    starts_on: Day | None = None
    ends_on: Day | None = None

    @model_validator(mode="after")
    def _something(self) -> "Costs":
        if not (self.category or self.account or self.service or self.project or self.label):
            raise ValueError("no cost is named; add category, account, service, project or label")
        return self


class CostSplit(Costs):
    """One [[cost_splits]]: what a person decided of costs that several funds share.

    shares  fund → its share; what is missing to 1 belongs to no fund
    basis   by what they are divided: hours of the cluster, days of work
    """

    shares: dict[str, Share]
    basis: str
    by: str
    on: Day | None = None

    @model_validator(mode="after")
    def _at_most_one(self) -> "CostSplit":
        if sum(self.shares.values(), Decimal(0)) > 1:
            raise ValueError("its shares add up to more than 1; correct one of them")
        return self


class ChargeRule(Costs):
    """One [[charge_rules]]: costs that a fund pays, by what they are and never by what is left."""

    fund: str
    line: str | None = None
    source: str | None = None
