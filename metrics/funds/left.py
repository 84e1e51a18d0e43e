"""What is left today, by what it can be used for: cash, credits and help in kind, never one sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.metric import metric
from metrics.runway.balance_range import is_open
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlook, Outlooks, outlooks

KINDS = ("unrestricted", "restricted", "credits", "in_kind")


@dataclass(frozen=True)
class Left:
    """What is left of one kind of means in one currency.

    kind       unrestricted | restricted | credits | in_kind: restricted cash has a last day, or
               names the costs that it may pay for
    amount     all known balances of it that can be spent; null: none is known
    unknown    how many of its funds have no known balance
    stated_on  the oldest statement that it rests on; null: none was ever stated
    lapse      of the amount, likely to lapse if nothing changes
    is_estimated  a fund of it was never confirmed, or moved since its statement
    """

    kind: str
    currency: str
    amount: Decimal | None
    unknown: int
    stated_on: date | None
    lapse: Decimal
    is_estimated: bool


@metric(unit="the runway's currency", grain="kind of means and currency",
        rests_on=("funds", "billing"), kind="sum")  # fmt: skip
def left(db: DuckDBPyConnection) -> list[Left]:
    """What can be spent from tomorrow, by kind; in-kind value is in no other figure.

    Only funds that have begun and not ended. Source: as `register`, and the runway.
    """
    return left_of(outlooks(db))


def left_of(known: Outlooks) -> list[Left]:
    """The same from runways already computed."""
    return [
        found
        for given, answer in zip(known.inputs, known.answers, strict=True)
        for kind in KINDS
        if (found := _left(kind, given, answer)) is not None
    ]


def kind_of(fund: Fund) -> str:
    """The kind of means that a fund is."""
    if fund.kind in ("credits", "in_kind"):
        return fund.kind
    is_restricted = fund.kind == "grant" or fund.pays_for or fund.ends_on
    return "restricted" if is_restricted else "unrestricted"


def _left(kind: str, given: Inputs, answer: Outlook) -> Left | None:
    funds = [
        fund
        for fund in given.case.funds
        if kind_of(fund) == kind and is_open(fund.starts_on, fund.ends_on, given.case.as_of)
    ]
    if not funds:
        return None
    held = [given.held[fund.fund_id] for fund in funds]
    known = [
        fund.available for fund, each in zip(funds, held, strict=True) if each.balance is not None
    ]
    days = [each.statement.on_day for each in held if each.statement]
    lapse = {fund.fund_id: fund.lapse for fund in answer.funds}
    return Left(
        kind,
        given.currency,
        sum(known, Decimal(0)) if known else None,
        len(funds) - len(known),
        min(days, default=None),
        sum((lapse.get(fund.fund_id, Decimal(0)) for fund in funds), Decimal(0)),
        any(each.is_estimated for each in held),
    )


def in_currency(found: Sequence[Left], currency: str) -> list[Left]:
    """The rows of one currency."""
    return [each for each in found if each.currency == currency]
