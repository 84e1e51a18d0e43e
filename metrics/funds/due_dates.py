"""What is due with money: ends, days to ask by, the search for the next money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics.metric import metric
from metrics.runway.engine.constant_rate import liquidation_deadline
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlook, Outlooks, outlooks

SOON = 60  # days


@dataclass(frozen=True)
class Due:
    """Something with a date that a person must see to.

    kind       end: a fund's last day · payment: the last day to pay what was committed ·
               request: the last day to ask for an extension · start: an award may start ·
               search: begin to look for the next money · report: the funder expects one (of a
               meeting's sheet; the register lists reports by award)
    state      overdue | decide | past: by a source · past_unsourced | soon | later |
               buys_nothing | hoped_for | not_known: nobody entered the lead or the notice, `on` is
               the day that it is for · under_way: a search, since `on`
    fund_id    of the fund or award; empty for the search
    source     where the rule of an extension is written down; null: a default
    chance     that the award is won, as the team assumes
    committed  of a search whose day counts recurring income: the day on committed money alone
    """

    on: date
    kind: Literal["end", "payment", "request", "start", "search", "report"]
    state: str
    fund_id: str = ""
    name: str = ""
    fund_kind: str = ""
    source: str | None = None
    chance: float = 0.0
    lead_months: int | None = None
    committed: date | None = None


@metric(unit="days", grain="day and matter", rests_on=("funds", "billing"), kind="date")
def due(db: DuckDBPyConnection) -> list[Due]:
    """What is due, soonest first, overdue matters included.

    Source: as `register`, and the runway.
    """
    return due_dates(outlooks(db))


def due_dates(known: Outlooks) -> list[Due]:
    """The same from runways already computed."""
    found = known.own
    rows: list[Due] = []
    for given, each in zip(known.inputs, known.answers, strict=True):
        rows += [*_ends(given), *_requests(each)]
    for given in (*known.inputs[1:], known.inputs[0]):
        rows += [
            Due(
                award.starts_on, "start", "hoped_for", award.award_id,
                award.name or award.award_id, chance=award.probability,
            )
            for award in given.case.awards
        ]  # fmt: skip
    if found.search_since:
        rows.append(Due(found.search_since, "search", "under_way"))
    elif found.search_by:
        state = "overdue" if found.search_by <= found.as_of else "decide"
        rows.append(
            Due(
                found.search_by,
                "search",
                state,
                lead_months=found.lead_months,
                committed=found.start_looking if found.income else None,
            )
        )
    elif found.low and found.lead_months is None:
        rows.append(Due(found.low, "search", "not_known"))
    return sorted(rows, key=lambda row: row.on)


def next_due(rows: Sequence[Due], as_of: date) -> Due | None:
    """The next matter that a person must see to; without one, the first that is overdue."""
    quiet = ("later", "buys_nothing", "hoped_for", "not_known", "under_way")
    coming = [row for row in rows if row.on >= as_of and row.state not in quiet]
    late = [row for row in rows if row.state in ("overdue", "past", "past_unsourced")]
    return next(iter([*coming, *late]), None)


def _requests(found: Outlook) -> Iterator[Due]:
    """By when to ask for each extension."""
    for each in found.extensions:
        if each.ask_by is None and not each.buys:
            continue
        rule, on = each.rule, each.ask_by or each.rule.ends_on or found.horizon
        left = (on - found.as_of).days
        past = "past" if rule.source else "past_unsourced"
        state = past if left < 0 else "decide" if left <= SOON else "later"
        state = state if each.ask_by else "not_known"
        yield Due(
            on, "request", state if each.buys else "buys_nothing", rule.fund_id,
            rule.name, rule.kind, rule.source,
        )  # fmt: skip


def _ends(given: Inputs) -> Iterator[Due]:
    for fund in given.case.funds:
        if fund.ends_on is None:
            continue
        left = (fund.ends_on - given.case.as_of).days
        who = (fund.fund_id, fund.name, fund.kind)
        if left >= 0:
            yield Due(fund.ends_on, "end", "soon" if left <= SOON else "later", *who)
        elif fund.kind == "grant":
            last = liquidation_deadline(fund.ends_on)
            if last >= given.case.as_of - timedelta(days=SOON):
                yield Due(last, "payment", "soon", *who)
