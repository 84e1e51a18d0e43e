"""How long the money lasts, as one answer a page can show: the range, the reason, the plan."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from duckdb import DuckDBPyConnection

from metrics.runway.cash import cash_money_out
from metrics.runway.dates import ONE_DAY, in_months, start_looking
from metrics.runway.doubts import doubts, is_too_old
from metrics.runway.drawdown import draw, without_reassignment
from metrics.runway.drawn import Drawdown
from metrics.runway.extension import Extension, extensions
from metrics.runway.forecast import Paths
from metrics.runway.inputs import Inputs, inputs
from metrics.runway.model import Demand, Period
from metrics.runway.simulation import Case, Planned, Simulation, simulate
from metrics.runway.whatif import WhatIf, applied

LIKELY_RANGE = (0.1, 0.25, 0.5, 0.75, 0.9)
ENOUGH_MONTHS = 3


@dataclass(frozen=True)
class Fan:
    """Money left at the ends of the periods: five quantiles, smallest first, in currency."""

    days: tuple[date, ...]
    quantiles: tuple[tuple[float, ...], ...]


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


def outlook(db: DuckDBPyConnection, *, what_if: WhatIf | None = None) -> Outlook:
    """When the money ends, why, which fund pays what until then, and what would lapse.

    Unit     the team's currency; days
    Rows     one answer; a range of days wide enough for 8 chances in 10
    Source   funds and balances (balances.csv), bills, planned costs; method in docs/decisions.md
    Beware   fewer than three complete months of bills give arithmetic at a constant rate, which
             is not a forecast. Pending awards count only where a scenario says so, and then as
             won or not, never as amount times chance.
    """
    return answer(inputs(db), what_if)


def answer(given: Inputs, what_if: WhatIf | None = None) -> Outlook:
    """The same from inputs already read."""
    case = applied(given.case, what_if)
    if not (what_if and what_if.with_pending):
        case = replace(case, awards=())
    measured = bool(case.streams) and given.complete_months >= ENOUGH_MONTHS
    measured = measured and not is_too_old(given)
    if not measured:
        case = replace(case, paths=1, streams=(), planned=(*case.planned, *_steady(given)))
    found = simulate(case)
    plan = _plan(found)
    drawn = draw(case.funds, plan)
    low, likely, high = (found.money_out(q) for q in (0.1, 0.5, 0.9))
    first = _first_reimbursement(given)
    return Outlook(
        method=_method(given, found, measured),
        as_of=case.as_of,
        horizon=found.horizon,
        currency=given.currency,
        balance=sum(
            (f.available for f in case.funds if _is_open(f.ends_on, case.as_of)), Decimal(0)
        ),
        low=low,
        likely=likely,
        high=high,
        lasting=found.chance_of_lasting,
        reason=drawn.reason,
        plan=drawn,
        periods=found.periods,
        greedy_out=without_reassignment(case.funds, plan).money_out_date,
        cash_out=cash_money_out(drawn, given.rules, case.funds, case.as_of),
        first_reimbursement=first,
        fan=_fan(found),
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
    )


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
        Planned(stream.category, float(np.mean(stream.per_day[-3:])), first)
        for stream in given.case.streams
        if stream.per_day
    ]


def _method(given: Inputs, found: Simulation, measured: bool) -> str:
    if not given.case.funds or all(h.statement is None for h in given.held.values()):
        return "unknown"
    if not found.spending.sum() > 0:
        return "not_depleting"
    return "range" if measured else "arithmetic"


def _plan(found: Simulation) -> Demand:
    """The middle of what is asked for, period by period and category by category."""
    middle = np.median(found.spending, axis=0)
    rows = tuple(tuple(Decimal(str(round(a, 6))) for a in row) for row in middle)
    months = [first.replace(day=1) for first, _ in found.periods]
    return Demand(found.periods, found.categories, rows).split(months)


def _fan(found: Simulation) -> Fan:
    """Quantiles at the ends of the periods; a fund's last day shows what is about to lapse."""
    case = found.case
    days, levels = [case.as_of], [np.full(len(LIKELY_RANGE), _money_now(case))]
    owed = np.cumsum(found.unfunded.sum(axis=2), axis=1)
    for number, (_, last) in enumerate(found.periods):
        left = found.remaining[:, number]
        # Below zero only for drawing: the line then meets zero on its day, not at a month's end.
        after = np.where(left < 1, -owed[:, number], left)
        going = sum(
            (found.unspent[f.fund_id] for f in case.funds if f.ends_on == last), np.zeros(1)
        )
        if going.any():
            days.append(last)
            levels.append(np.quantile(after + going, LIKELY_RANGE))
        days.append(last + ONE_DAY if going.any() else last)
        levels.append(np.quantile(after, LIKELY_RANGE))
    return _to_zero(np.array([day.toordinal() for day in days]), np.array(levels).T)


def _to_zero(days: Paths, levels: Paths) -> Fan:
    """The lines with a point on each day one of them meets zero, and nothing below it."""
    zeros = [_meets_zero(days, line) for line in levels]
    points = np.unique([*days, *(day for day in zeros if day is not None)])
    lines = [np.interp(points, days, line).clip(min=0).round() for line in levels]
    shown = tuple(date.fromordinal(int(day)) for day in points)
    return Fan(shown, tuple(tuple(map(float, line)) for line in lines))


def _meets_zero(days: Paths, line: Paths) -> int | None:
    below = np.flatnonzero(line <= 0)
    if not len(below) or below[0] == 0:
        return None
    at = int(below[0])
    part = line[at - 1] / (line[at - 1] - line[at])
    return int(np.ceil(days[at - 1] + part * (days[at] - days[at - 1])))


def _money_now(case: Case) -> float:
    """What the funds that can be spent tomorrow hold."""
    now = (
        f
        for f in case.funds
        if _starts(f.starts_on, case.as_of) and _is_open(f.ends_on, case.as_of)
    )
    return float(sum(fund.available for fund in now))


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


def _starts(starts_on: date | None, as_of: date) -> bool:
    return starts_on is None or starts_on <= as_of + ONE_DAY


def _is_open(ends_on: date | None, as_of: date) -> bool:
    return ends_on is None or ends_on > as_of
