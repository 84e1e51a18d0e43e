"""Which funds there are, what they may pay for, what each holds, and what is due next."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import fund_words, words
from metrics.funds.due_dates import SOON, Due
from metrics.runway.engine.model import Fund
from metrics.runway.inputs.balances import Held
from metrics.runway.inputs.declared import Rule
from metrics.runway.inputs.gather import Inputs, each_currency

OLD_STATEMENT = 90  # days
KINDS = {"grant": "Grant", "credits": "Credits", "donation": "Donations", "in_kind": "In kind"}


@dataclass(frozen=True)
class Standing:
    """One fund as it stands.

    state        (act | watch | fine | quiet, word)
    balance      null: not known
    basis        where the balance comes from, in words
    spent_share, elapsed_share   of the award and of its time; null: not known
    """

    fund_id: str
    name: str
    kind: str
    funder: str | None
    currency: str
    state: tuple[str, str]
    balance: Decimal | None
    basis: str
    awarded: Decimal | None
    starts_on: date | None
    ends_on: date | None
    pays_for: tuple[str, ...]
    terms: str
    spent_share: float | None
    elapsed_share: float | None


def register(db: DuckDBPyConnection) -> list[Standing]:
    """Every fund with its balance today, its terms and its state; soonest end first.

    Unit     balances in the team's currency, or, without an exchange rate, in the fund's own
    Rows     one per fund
    Source   tables fund, fund_cap, fund_balance; bills since the last statement
    Beware   a balance without a statement is not known, never zero.
    """
    funds = [(fund, given) for given in each_currency(db) for fund in given.case.funds]
    return [
        _standing(given, fund, given.held[fund.fund_id], given.rules[fund.fund_id])
        for fund, given in sorted(funds, key=lambda pair: pair[0].order)
    ]


def movements(db: DuckDBPyConnection) -> pd.DataFrame:
    """Every stated balance and what it held beside the bills.

    Rows     one per statement, newest first
    Columns  fund: str · on: date · stated: amount or null (not known) · confirmed · source
    Source   table fund_balance ← balances.csv
    """
    return db.execute(
        """
        select fund.name as fund, on_day as "on", amount as stated, confirmed, source
        from fund_balance
        join fund using (fund_id)
        order by on_day desc, fund.name
        """
    ).df()


def headline(rows: list[Standing], dues: list[Due], as_of: date) -> str:
    """The one sentence of the Funds page."""
    if not rows:
        return "No fund is set up."
    live = [row for row in rows if _can_be_spent(row, as_of)]
    held = words.count(len(live), "fund") if live else "no fund"
    coming = [row for row in dues if row.on >= as_of and row.tone != "quiet"]
    late = [row for row in dues if row.tone == "act"]
    if coming:
        told = f"Next: {_inside(coming[0], 'by', rows)}."
    elif late:
        told = f"Overdue: {_inside(late[0], 'since', rows)}."
    else:
        return f"{held.capitalize()} can be spent; nothing is due."
    return f"{held.capitalize()} can be spent. {told}"


def _inside(due: Due, when: str, rows: list[Standing]) -> str:
    """What is due as a part of a sentence: a fund's own name keeps its first letter."""
    day = words.long_day(due.on)
    if any(due.what.startswith(row.name) for row in rows):
        return f"{due.what} on {day}"
    return f"{due.what[0].lower()}{due.what[1:]}, {when} {day}"


def _can_be_spent(row: Standing, as_of: date) -> bool:
    """Whether it is open and not known to be empty."""
    has_begun = row.starts_on is None or row.starts_on <= as_of
    return (
        has_begun
        and (row.balance is None or row.balance > 0)
        and (row.ends_on is None or row.ends_on >= as_of)
    )


def in_short(row: Standing) -> str:
    """State and end of a fund in one line, for a narrow screen."""
    end = f"ends {words.day(row.ends_on)}" if row.ends_on else "no end"
    return f"{row.state[1]}, {end}"


def _standing(given: Inputs, fund: Fund, held: Held, rule: Rule) -> Standing:
    as_of = given.case.as_of
    return Standing(
        fund_id=fund.fund_id,
        name=fund.name,
        kind=fund.kind,
        funder=rule.funder,
        currency=given.currency,
        state=_state(fund, held, as_of),
        balance=held.balance,
        basis=fund_words.balance_basis(held, given.currency),
        awarded=rule.awarded,
        starts_on=fund.starts_on,
        ends_on=fund.ends_on,
        pays_for=tuple(sorted(fund.pays_for)),
        terms=fund_words.terms(fund, rule, given.currency),
        spent_share=_spent(held, rule),
        elapsed_share=_elapsed(fund, as_of),
    )


def _state(fund: Fund, held: Held, as_of: date) -> tuple[str, str]:
    if fund.ends_on and fund.ends_on < as_of:
        stranded = held.balance is not None and held.balance > 0
        return ("act", "Stranded?") if stranded else ("quiet", "Ended")
    if held.balance is None:
        return ("watch", "Not known")
    if held.balance <= 0:
        return ("quiet", "Used up")
    said = held.statement
    if said and (as_of - said.on_day).days > OLD_STATEMENT:
        return ("watch", "Old")
    if fund.starts_on and fund.starts_on > as_of:
        return ("quiet", "Not begun")
    soon = fund.ends_on is not None and (fund.ends_on - as_of).days <= SOON
    return ("watch", "Ends soon") if soon else ("fine", "Open")


def _spent(held: Held, rule: Rule) -> float | None:
    if held.balance is None or not rule.awarded:
        return None
    return float(1 - held.balance / rule.awarded)


def _elapsed(fund: Fund, as_of: date) -> float | None:
    if not (fund.starts_on and fund.ends_on):
        return None
    whole = (fund.ends_on - fund.starts_on).days + 1
    return min(1.0, max(0.0, ((as_of - fund.starts_on).days + 1) / whole))


def periods(rows: list[Standing]) -> pd.DataFrame:
    """Fund · first and last day · share spent and share of its time gone."""
    return pd.DataFrame(
        [
            {
                "fund": row.name,
                "starts": row.starts_on,
                "ends": row.ends_on,
                "spent": row.spent_share,
                "time gone": row.elapsed_share,
            }
            for row in rows
        ]
    )
