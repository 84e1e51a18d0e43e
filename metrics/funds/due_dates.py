"""What is due with money: ends, days to ask by, the search for the next money."""

from dataclasses import dataclass
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.runway.engine.constant_rate import liquidation_deadline
from metrics.runway.extension import BUYS_NOTHING
from metrics.runway.inputs.gather import Inputs, each_currency
from metrics.runway.outlook import Outlook, answer

SOON = 60  # days


@dataclass(frozen=True)
class Due:
    """Something with a date that a person must see to."""

    on: date
    what: str
    tone: str
    word: str
    detail: str


def due(db: DuckDBPyConnection) -> list[Due]:
    """What is due, soonest first: ends, days to ask by, the search for the next money.

    Rows     one per day and matter, overdue ones included
    Source   as `register`, and the runway
    """
    given, *apart = each_currency(db)
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


def _asks(found: Outlook) -> list[Due]:
    """By when to ask for each extension."""
    rows = []
    for each in found.extensions:
        left = (each.ask_by - found.as_of).days
        state = ("quiet", "Later") if left > SOON else ("watch", "Decide")
        state = ("act", "Past") if left < 0 else state
        state = state if each.buys else ("quiet", BUYS_NOTHING)
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
