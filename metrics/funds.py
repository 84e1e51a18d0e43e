"""Which funds there are, what they may pay for, what each holds, and what is due next."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import fund_words, words
from metrics.runway.balances import Held
from metrics.runway.constant import liquidation_deadline
from metrics.runway.entered import Rule
from metrics.runway.inputs import Inputs, inputs
from metrics.runway.model import Fund
from metrics.runway.outlook import Outlook, answer

OLD_STATEMENT = 90  # days
SOON = 60  # days
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


@dataclass(frozen=True)
class Due:
    """Something with a date that a person must see to."""

    on: date
    what: str
    tone: str
    word: str
    detail: str


def register(db: DuckDBPyConnection) -> list[Standing]:
    """Every fund with its balance today, its terms and its state; soonest end first.

    Unit     balances in the team's currency, or, without an exchange rate, in the fund's own
    Rows     one per fund
    Source   tables fund, fund_cap, fund_balance; bills since the last statement
    Beware   a balance without a statement is not known, never zero.
    """
    funds = [(fund, given) for given in _each_currency(db) for fund in given.case.funds]
    return [
        _standing(given, fund, given.held[fund.fund_id], given.rules[fund.fund_id])
        for fund, given in sorted(funds, key=lambda pair: pair[0].order)
    ]


def due(db: DuckDBPyConnection) -> list[Due]:
    """What is due, soonest first: ends, days to ask by, the search for the next money.

    Rows     one per day and matter, overdue ones included
    Source   as `register`, and the runway
    """
    given, *apart = _each_currency(db)
    found = answer(given)
    rows = [*_ends(given), *_asks(found)]
    for other in apart:
        rows += [*_ends(other), *_asks(answer(other)), *_hopes(other)]
    if found.start_looking:
        late = found.start_looking <= found.as_of
        state = ("act", "Overdue") if late else ("watch", "Decide")
        lead = f"lead time {words.months(found.lead_months)}"
        rows.append(Due(found.start_looking, "Start looking for the next money", *state, lead))
    return sorted([*rows, *_hopes(given)], key=lambda row: row.on)


def _each_currency(db: DuckDBPyConnection) -> list[Inputs]:
    """The team's currency with all that has a rate, then each one that has none."""
    given = inputs(db)
    return [given, *(inputs(db, currency=code) for code in given.apart)]


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


def _asks(found: Outlook) -> list[Due]:
    """By when to ask for each extension."""
    rows = []
    for each in found.extensions:
        left = (each.ask_by - found.as_of).days
        state = ("quiet", "Later") if left > SOON else ("watch", "Decide")
        state = ("act", "Past") if left < 0 else state
        kind = "credit extension" if each.rule.kind == "credits" else "no-cost extension"
        why = each.rule.source or "default, check your award"
        rows.append(Due(each.ask_by, f"Ask for a {kind}: {each.rule.name}", *state, why))
    return rows


def _hopes(given: Inputs) -> list[Due]:
    return [
        Due(
            award.starts_on, f"{award.name or award.award_id} may start", "quiet", "Hoped for",
            f"{words.chances(award.probability)}, assumed",
        )
        for award in given.case.awards
    ]  # fmt: skip


def _ends(given: Inputs) -> list[Due]:
    rows = []
    for fund in given.case.funds:
        if fund.ends_on is None:
            continue
        left = (fund.ends_on - given.case.as_of).days
        if left >= 0:
            state = ("watch", "Soon") if left <= SOON else ("quiet", "Later")
            verb = {"credits": "expire", "donation": "end"}.get(fund.kind, "ends")
            rows.append(Due(fund.ends_on, f"{fund.name} {verb}", *state, "last day for a cost"))
        elif fund.kind == "grant":
            last = liquidation_deadline(fund.ends_on)
            if last >= given.case.as_of - timedelta(days=SOON):
                text = f"Pay what was committed under {fund.name}"
                rows.append(Due(last, text, "watch", "Soon", "120 days after the end; check"))
    return rows


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
