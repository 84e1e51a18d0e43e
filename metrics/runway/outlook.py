"""How long the money lasts, as one answer a page can show: the range, the reason, the plan."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from duckdb import DuckDBPyConnection

from metrics.runway.balance_range import Fan, fan, is_open
from metrics.runway.caveats import doubts, is_too_old
from metrics.runway.currency_risk import Band, band
from metrics.runway.engine.bank_account import cash_money_out
from metrics.runway.engine.case import Case, Planned
from metrics.runway.engine.dates import ONE_DAY, in_months, start_looking
from metrics.runway.engine.drawdown import draw, without_reassignment
from metrics.runway.engine.model import Demand, Period, calendar_months
from metrics.runway.engine.payments import Drawdown
from metrics.runway.engine.simulation import Simulation, simulate
from metrics.runway.extension import Extension, extensions
from metrics.runway.inputs.gather import Inputs, inputs
from metrics.runway.whatif import WhatIf, applied

ENOUGH_MONTHS = 3


@dataclass(frozen=True)
class FundOutlook:
    """What is expected of one fund: what lapses, and the chance that more than 5 % of it does."""

    fund_id: str
    name: str
    kind: str
    ends_on: date | None
    balance: Decimal
    lapse: Decimal
    chance_of_lapse: float


@dataclass(frozen=True)
class Outlook:
    """One answer. Dates are null where no such day lies before the horizon.

    method   range | arithmetic | not_depleting | unknown
    low, likely, high   8 chances in 10 lie between low and high; with arithmetic all are one day
    dots     twenty equally likely days
    apart    currencies without a rate: each has an answer of its own
    band     what a change of the exchange rates would move; null: nothing is foreign
    """

    method: str
    as_of: date
    horizon: date
    currency: str
    balance: Decimal
    low: date | None
    likely: date | None
    high: date | None
    lasting: float
    reason: str | None
    plan: Drawdown
    periods: tuple[Period, ...]
    greedy_out: date | None
    cash_out: date | None
    first_reimbursement: date | None
    fan: Fan
    dots: tuple[date | None, ...]
    unfunded_share: tuple[float, ...]
    expected_unfunded: float
    funds: tuple[FundOutlook, ...]
    extensions: tuple[Extension, ...]
    lead_months: int
    per_month: float
    history: tuple[tuple[date, float], ...]
    spent_to: date | None
    pending: bool
    doubts: tuple[str, ...]
    likely_at_most: date | None
    apart: tuple[str, ...] = ()
    band: Band | None = None

    @property
    def start_looking(self) -> date | None:
        """By when to start looking for money."""
        return start_looking(self.low, self.lead_months)

    @property
    def default_alive(self) -> bool:
        """Whether committed money alone is as likely as not to last to the horizon."""
        return self.lasting >= 0.5

    def months_until(self, day: date) -> Decimal:
        """Months from `as_of` to a day, unrounded."""
        return in_months((day - self.as_of).days)


def outlook(
    db: DuckDBPyConnection, *, what_if: WhatIf | None = None, currency: str | None = None
) -> Outlook:
    """When the money ends, why, which fund pays what until then, and what would lapse.

    currency   null: the team's and all that has an exchange rate; else what is in that one alone
    Unit     that currency; days
    Rows     one answer; a range of days wide enough for 8 chances in 10
    Source   funds and balances (balances.csv), bills, planned costs; method in docs/decisions.md
    Beware   fewer than three complete months of bills give arithmetic at a constant rate, which
             is not a forecast. Pending awards count only where a scenario says so, and then as
             won or not, never as amount times chance.
    """
    return answer(inputs(db, currency=currency), what_if)


def answer(given: Inputs, what_if: WhatIf | None = None) -> Outlook:
    """The same from inputs already read."""
    case, is_measured = _case(given, what_if)
    found = simulate(case)
    plan = _plan(found)
    drawn = draw(case.funds, plan)
    low, likely, high = (found.money_out(q) for q in (0.1, 0.5, 0.9))
    now = (f.available for f in case.funds if is_open(f.ends_on, case.as_of))
    return Outlook(
        method=_method(given, found, is_measured),
        as_of=case.as_of, horizon=found.horizon, currency=given.currency,
        balance=sum(now, Decimal(0)),
        low=low, likely=likely, high=high, lasting=found.chance_of_lasting,
        reason=drawn.reason, plan=drawn, periods=found.periods,
        greedy_out=without_reassignment(case.funds, plan).money_out_date,
        cash_out=cash_money_out(drawn, given.rules, case.funds, case.as_of),
        first_reimbursement=_first_reimbursement(given),
        fan=fan(found),
        dots=tuple(found.money_out((n + 0.5) / 20) for n in range(20)),
        unfunded_share=tuple((found.unfunded.sum(axis=2) > 0.005).mean(axis=0).tolist()),
        expected_unfunded=float(found.unfunded.sum(axis=(1, 2)).mean()),
        funds=_funds(found),
        extensions=extensions(found, given.rules),
        lead_months=_lead(given),
        per_month=_per_month(found),
        history=_history(given),
        spent_to=given.spent.to,
        pending=bool(case.awards),
        doubts=doubts(given),
        likely_at_most=_at_most(given, case, likely),
        apart=given.apart,
        band=band(given, case),
    )  # fmt: skip


def _case(given: Inputs, what_if: WhatIf | None) -> tuple[Case, bool]:
    """What is simulated under a scenario, and whether it rests on enough months of bills."""
    case = applied(given.case, what_if)
    if not (what_if and what_if.with_pending):
        case = replace(case, awards=())
    enough = bool(case.streams) and given.complete_months >= ENOUGH_MONTHS
    if enough and not is_too_old(given):
        return case, True
    return replace(case, paths=1, streams=(), planned=(*case.planned, *_steady(given))), False


def _at_most(given: Inputs, case: Case, likely: date | None) -> date | None:
    """The likely end if every balance that is not known were as high as it can be."""
    unknown = {h.fund_id: h.high for h in given.held.values() if h.balance is None and h.statement}
    if not unknown:
        return likely
    funds = tuple(replace(f, balance=unknown.get(f.fund_id, f.balance)) for f in case.funds)
    return simulate(replace(case, funds=funds)).money_out(0.5)


def _history(given: Inputs) -> tuple[tuple[date, float], ...]:
    """All known balances together, day by day as far as statements and month ends go."""
    days = sorted({point.on_day for point in given.history})
    return tuple(
        (day, float(sum(p.amount for p in given.history if p.on_day == day))) for day in days
    )


def _steady(given: Inputs) -> list[Planned]:
    """Too few months for a forecast: each category goes on as its last three months did."""
    first = given.case.as_of + ONE_DAY
    return [
        Planned(stream.category, float(np.mean(stream.per_day[-3:])), first, None, stream.currency)
        for stream in given.case.streams
        if stream.per_day
    ]


def _method(given: Inputs, found: Simulation, measured: bool) -> str:
    if all(held.balance is None for held in given.held.values()):
        return "unknown"
    if not found.spending.sum() > 0:
        return "not_depleting"
    return "range" if measured else "arithmetic"


def _plan(found: Simulation) -> Demand:
    """The middle of what is asked for, period by period and category by category."""
    middle = np.median(found.spending, axis=0)
    rows = tuple(tuple(Decimal(str(round(a, 6))) for a in row) for row in middle)
    months = [first for first, _ in calendar_months(found.periods[0][0], found.horizon)]
    return Demand(found.periods, found.categories, rows).split(months)


def _funds(found: Simulation) -> tuple[FundOutlook, ...]:
    rows = []
    for fund in found.case.funds:
        ends = fund.ends_on is not None and fund.ends_on <= found.horizon
        left = found.unspent[fund.fund_id] if ends else np.zeros(1)
        floor = 0.05 * float(fund.balance) if fund.balance else 0.0
        rows.append(
            FundOutlook(
                fund.fund_id,
                fund.name,
                fund.kind,
                fund.ends_on,
                fund.balance,
                lapse=Decimal(str(round(float(np.median(left)), 2))),
                chance_of_lapse=float((left > max(floor, 0.005)).mean()),
            )
        )
    return tuple(rows)


def _lead(given: Inputs) -> int:
    """The lead time of the slowest kind of money the team lives on."""
    kinds = {fund.kind for fund in given.case.funds if fund.balance}
    return given.credits_lead if kinds and kinds <= {"credits"} else given.grant_lead


def _per_month(found: Simulation) -> float:
    """What is asked for in the first month, at the median."""
    last = found.case.as_of + timedelta(days=31)
    early = [n for n, (_, end) in enumerate(found.periods) if end <= last] or [0]
    days = sum((found.periods[n][1] - found.periods[n][0]).days + 1 for n in early)
    return float(np.median(found.spending[:, early].sum(axis=(1, 2)))) / days * 30.4375


def _first_reimbursement(given: Inputs) -> date | None:
    waits = [
        r.reimbursed_after_days for r in given.rules.values() if r.reimbursed_after_days is not None
    ]
    return given.case.as_of + ONE_DAY + timedelta(days=min(waits)) if waits else None
