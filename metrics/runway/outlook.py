"""How long the money lasts, as one answer a page can show: the range, the reason, the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from duckdb import DuckDBPyConnection

from metrics.answers import brought, kept
from metrics.metric import metric
from metrics.once import once
from metrics.runway.balance_range import BalanceRange, balance_range, covering, is_open
from metrics.runway.cash_bills import CashBills, cash_bills
from metrics.runway.caveats import ENOUGH_MONTHS, Caveat, OldBills, caveats
from metrics.runway.currency_risk import CurrencyRisk, currency_risk
from metrics.runway.engine.bank_account import cash_money_out
from metrics.runway.engine.calibration import ENOUGH
from metrics.runway.engine.dates import ONE_DAY, add_months, in_months, start_looking
from metrics.runway.engine.drawdown import Drawdown, draw, without_reassignment
from metrics.runway.engine.model import Demand, Period, calendar_months
from metrics.runway.engine.simulation import Case, Planned, Simulation, simulate
from metrics.runway.extensions import Extension, extensions
from metrics.runway.income import WithIncome, income_of
from metrics.runway.inputs.balances import Held
from metrics.runway.inputs.declared import Rule
from metrics.runway.inputs.gather import Inputs, each_currency, inputs
from metrics.runway.monthly_cost import MonthlyCost, monthly_cost, per_month
from metrics.runway.rule_effects import RuleEffects, rule_effects
from metrics.runway.whatif import WhatIf, applied

# What is paid for that much longer goes on; less is the order of bills.
GOES_ON = timedelta(days=31)


@dataclass(frozen=True)
class FundOutlook:
    """What is expected of one fund: what lapses, and the chance that more than 5 % of it does.

    is_estimated  its balance is not confirmed, or something moved since its statement
    """

    fund_id: str
    name: str
    kind: str
    ends_on: date | None
    balance: Decimal
    lapse: Decimal
    chance_of_lapse: float
    is_estimated: bool = False

    @property
    def is_lapsing(self) -> bool:
        """Whether more than one in a hundred of it is likely to lapse."""
        return self.lapse * 100 > self.balance


@dataclass(frozen=True)
class Asked:
    """While a question about bills is open: the reading with the earlier end, and the other's.

    low, likely, high   of the reading with the earlier likely end
    days    by how many days the likely ends differ; null: the later one lies beyond the horizon
    """

    low: date | None
    likely: date | None
    high: date | None
    days: int | None


@dataclass(frozen=True)
class CategoryEnd:
    """8 chances in 10: the first day on which a category is not paid in full; null: none."""

    category: str
    low: date | None
    high: date | None


@dataclass(frozen=True)
class Outlook:
    """One answer. Dates are null where no such day lies before the horizon.

    method   range | arithmetic | not_depleting | unknown
    low, likely, high   8 chances in 10 lie between low and high; with arithmetic all are one day
    balance  cash and credits that can be spent; credits: those alone; nothing in kind
    lasting  share of the paths in which the money lasts to the horizon
    reason   balance | fund_end_date | category: what stops it; null with the plan's own end
    out_without_moves  the plan's end if no payment may be moved between funds
    cash_out    when grants paid back in arrears empty the bank account
    dots     twenty equally likely days
    history  all known balances together, by day
    likely_at_most  the likely end if every unknown balance were as high as it can be
    without_rate   currencies without an exchange rate: each has an answer of its own
    currency_risk  what a change of the exchange rates would move; null: nothing is foreign
    income   the end with recurring income, next to this one; null: not known, or a scenario
    asked    null: no question about bills touches it; else all is of the reading with the earlier
             end, but low, high and balance_range cover every reading
    past_forecasts   of these bills, with a known outcome, on which the width of the range rests;
             0: too few yet, it rests on those of other projects
    category_ends    of each category by itself
    by_rule  what rules cost the plan; null: none says who pays a cost of it
    """

    method: str
    as_of: date
    horizon: date
    currency: str
    balance: Decimal
    credits: Decimal
    low: date | None
    likely: date | None
    high: date | None
    lasting: float
    reason: str | None
    plan: Drawdown
    periods: tuple[Period, ...]
    out_without_moves: date | None
    cash_out: date | None
    first_reimbursement: date | None
    balance_range: BalanceRange
    dots: tuple[date | None, ...]
    unfunded_share: tuple[float, ...]
    expected_unfunded: float
    funds: tuple[FundOutlook, ...]
    extensions: tuple[Extension, ...]
    lead_months: int | None
    per_month: float
    costs: MonthlyCost
    history: tuple[tuple[date, float], ...]
    spent_to: date | None
    pending: bool
    caveats: tuple[Caveat, ...]
    likely_at_most: date | None
    without_rate: tuple[str, ...] = ()
    currency_risk: CurrencyRisk | None = None
    asked: Asked | None = None
    search_since: date | None = None
    cash_bills: CashBills | None = None
    past_forecasts: int = 0
    income: WithIncome | None = None
    category_ends: tuple[CategoryEnd, ...] = ()
    by_rule: RuleEffects | None = None

    @property
    def cash(self) -> Decimal:
        """Of the balance, money."""
        return self.balance - self.credits

    @property
    def start_looking(self) -> date | None:
        """By when to look for money, on committed money alone; null also without a lead."""
        return None if self.lead_months is None else start_looking(self.low, self.lead_months)

    @property
    def search_by(self) -> date | None:
        """The same if recurring income goes on, where it is known; null: no search is due."""
        if self.income is None or self.lead_months is None:
            return self.start_looking
        return start_looking(self.income.low, self.lead_months)

    @property
    def silent(self) -> OldBills | None:
        """Why nothing is known of the spending of late; None: bills came as usual."""
        return next((each for each in self.caveats if isinstance(each, OldBills)), None)

    @property
    def is_estimated(self) -> bool:
        """Whether the balance of today is an estimate: that of a fund that holds money is one."""
        return any(fund.is_estimated and fund.balance for fund in self.funds)

    @property
    def default_alive(self) -> bool:
        """Whether committed money alone is as likely as not to last to the horizon."""
        return self.lasting >= 0.5

    @property
    def lapse(self) -> Decimal:
        """All that is likely to lapse."""
        return sum((fund.lapse for fund in self.funds), Decimal(0))

    @property
    def lapsing(self) -> tuple[FundOutlook, ...]:
        """The funds whose lapse is worth a sentence."""
        return tuple(fund for fund in self.funds if fund.is_lapsing)

    @property
    def last_to_lapse(self) -> FundOutlook | None:
        """The fund whose end date stops the money: the last to end with money in it."""
        lost = self.lapsing
        before = [f for f in lost if f.ends_on and (not self.likely or f.ends_on < self.likely)]
        return max(before or lost or self.funds, key=lambda f: f.ends_on or date.min, default=None)

    @property
    def stops_first(self) -> tuple[str, ...]:
        """The categories that the plan can no longer pay in full first, by name."""
        ends = self.plan.money_out_by_category
        return tuple(sorted(n for n, day in ends.items() if day == self.plan.money_out_date))

    @property
    def goes_on(self) -> tuple[tuple[str, date | None], ...]:
        """Categories that the plan pays for longer, with the first day that is not paid in full.

        Null: paid as far as this looks. Soonest first; empty where everything stops together.
        """
        out, ends = self.plan.money_out_date, self.plan.money_out_by_category
        names = ends.keys() | {paid.category for paid in self.plan.payments}
        days = [(name, ends.get(name)) for name in sorted(names)]
        later = [(n, day) for n, day in days if out and (day is None or day - out > GOES_ON)]
        return tuple(sorted(later, key=lambda each: each[1] or date.max))

    @property
    def past_year(self) -> list[tuple[date, float]]:
        """The balances of the last twelve months; empty where there is but one."""
        first = add_months(self.as_of, -12)
        past = [(day, amount) for day, amount in self.history if first <= day <= self.as_of]
        return past if len(past) > 1 else []

    @property
    def shown_from(self) -> date:
        """The first day of the balance chart: its past is at most a third of its width."""
        past = min([day for day, _ in self.past_year], default=self.as_of)
        return max(past, self.as_of - (self.range_shown_to - self.as_of) / 2)

    @property
    def range_shown_to(self) -> date:
        """A month after the 8-in-10 band reaches zero or the last fund ends; the horizon."""
        top = zip(self.balance_range.days, self.balance_range.quantiles[-1], strict=True)
        zero = next((day for day, amount in top if amount < 1), self.horizon)
        ends = [f.ends_on for f in self.funds if f.ends_on and f.ends_on <= self.horizon]
        return min(self.horizon, max([zero, *ends]) + timedelta(days=30))

    @property
    def plan_shown_to(self) -> date:
        """Two months after the plan runs dry, or the last fund's end, whichever is later."""
        out = self.plan.money_out_date
        ends = [fund.ends_on for fund in self.funds if fund.ends_on and fund.balance]
        dry = add_months(out, 2) if out else self.horizon
        return min(self.horizon, max([dry, *(end for end in ends if end < add_months(dry, 4))]))

    @property
    def horizon_months(self) -> int:
        """How many whole months this answer looks ahead."""
        return round(float(self.months_until(self.horizon)))

    def months_until(self, day: date) -> Decimal:
        """Months from `as_of` to a day, unrounded."""
        return in_months((day - self.as_of).days)


@dataclass(frozen=True)
class Extended:
    """The end of the money where one fund runs on as long as its rule allows.

    An extension pays its own fund's costs for `Extension.bought`; other funds pay the rest
    meanwhile, so all the money lasts longer by other months than these.

    likely   the end of an outlook; null: beyond the forecast
    days     by how much that is later than without it; null: beyond the forecast
    """

    rule: Rule
    likely: date | None
    days: int | None

    @property
    def months(self) -> Decimal | None:
        """The same in months, unrounded."""
        return None if self.days is None else in_months(self.days)


@dataclass(frozen=True)
class Outlooks:
    """Inputs and answers of every currency of a build, computed once; the team's own is first.

    extended   of the own, by the extension that buys most and has a rule; null without one
    """

    inputs: tuple[Inputs, ...]
    answers: tuple[Outlook, ...]
    extended: Extended | None = None

    @property
    def own(self) -> Outlook:
        """The answer in the team's currency, with all that has a rate into it."""
        return self.answers[0]

    @property
    def known(self) -> tuple[Outlook, ...]:
        """The answers that rest on a balance."""
        return tuple(found for found in self.answers if found.method != "unknown")


@once
@brought
def outlooks(db: DuckDBPyConnection) -> Outlooks:
    """The runway of each currency: for a page, a pack or a digest that needs more than one figure.

    Source: as `outlook`.
    """
    given = tuple(each_currency(db))
    own, *others = (answer(each) for each in given)
    answers = (replace(own, income=income_of(db, given[0])), *others)
    return Outlooks(given, answers, extended(given[0], own))


def extended(given: Inputs, own: Outlook) -> Extended | None:
    """The end with the extension that pays its fund's costs longest, by a rule written down."""
    buying = [each for each in own.extensions if each.buys and not each.assumed]
    best = max(buying, key=lambda each: each.bought[1], default=None)
    if best is None or own.likely is None:
        return None
    longer = answer(given, WhatIf(extend=((best.rule.fund_id, best.cap_months),)))
    days = None if longer.likely is None else (longer.likely - own.likely).days
    return Extended(best.rule, longer.likely, days)


def gathered(db: DuckDBPyConnection) -> tuple[Inputs, ...]:
    """The inputs of every currency, the team's own first: those of the build's own answer, if any.

    No future is simulated for them. Source: as `inputs`.
    """
    found = kept(db, outlooks, {})
    return found[0].inputs if found else tuple(each_currency(db))


@metric(
    unit="days, currency", grain="one",
    rests_on=("funds", "billing"), kind="simulated",
)  # fmt: skip
def outlook(
    db: DuckDBPyConnection, *, what_if: WhatIf | None = None, currency: str | None = None
) -> Outlook:
    """When the money ends, why, which fund pays what until then, and what would lapse.

    currency   null: the team's and all that has an exchange rate; else what is in that one alone

    Source: funds and balances (balances.csv), bills, planned costs; method in docs/decisions.md.
    """
    if what_if is None and currency is None:
        return outlooks(db).own
    return answer(inputs(db, currency=currency), what_if)


def answer(given: Inputs, what_if: WhatIf | None = None) -> Outlook:
    """The same from inputs already read; over every reading of an open question about bills."""
    found = [_of_reading(each, what_if) for each in (given, *given.readings)]
    if len(found) == 1 or found[0].method == "unknown":
        return found[0]
    ordered = sorted(found, key=lambda each: each.likely or date.max)
    first, last = ordered[0], ordered[-1]
    lows, highs = ([getattr(each, name) for each in found] for name in ("low", "high"))
    days = (last.likely - first.likely).days if first.likely and last.likely else None
    if first.likely == last.likely:
        days = 0
    return replace(
        first,
        low=min((day for day in lows if day), default=None),
        high=None if None in highs else max(highs),
        balance_range=covering([each.balance_range for each in ordered]),
        asked=Asked(first.low, first.likely, first.high, days),
    )


def _of_reading(given: Inputs, what_if: WhatIf | None = None) -> Outlook:
    case, is_measured = _case(given, what_if)
    found = simulate(case)
    plan = _plan(found)
    drawn = draw(case.funds, plan, case.ruled)
    low, likely, high = (found.money_out(q) for q in (0.1, 0.5, 0.9))
    waits = _waits(given)
    first_back = case.as_of + ONE_DAY + timedelta(days=min(waits.values())) if waits else None
    now = [f for f in case.funds if is_open(f.starts_on, f.ends_on, case.as_of)]
    credits = (f.money for f in now if f.kind == "credits")
    kinds = {fund.kind for fund in given.case.funds if fund.balance}
    return Outlook(
        method=_method(given, found, is_measured=is_measured),
        as_of=case.as_of, horizon=found.horizon, currency=given.currency,
        balance=sum((f.money for f in now), Decimal(0)), credits=sum(credits, Decimal(0)),
        low=low, likely=likely, high=high, lasting=found.chance_of_lasting,
        reason=drawn.reason, plan=drawn, periods=found.periods,
        out_without_moves=without_reassignment(case.funds, plan, case.ruled).money_out_date,
        cash_out=cash_money_out(drawn, waits, case.funds, case.as_of),
        first_reimbursement=first_back,
        balance_range=balance_range(found, drawn),
        dots=tuple(found.money_out((n + 0.5) / 20) for n in range(20)),
        unfunded_share=tuple((found.unfunded.sum(axis=2) > 0.005).mean(axis=0).tolist()),
        expected_unfunded=float(found.unfunded.sum(axis=(1, 2)).mean()),
        funds=_funds(found, given.held),
        extensions=extensions(found, given.rules),
        # The slowest kind of money that the team lives on.
        lead_months=given.credits_lead if kinds and kinds <= {"credits"} else given.grant_lead,
        per_month=per_month(found),
        costs=monthly_cost(found, applied(given.case, what_if).planned),
        history=_history(given),
        spent_to=given.spent.to, pending=bool(case.awards),
        caveats=caveats(given), by_rule=rule_effects(case.funds, plan, drawn),
        likely_at_most=_at_most(given, case, likely),
        without_rate=given.without_rate,
        currency_risk=currency_risk(given, case),
        search_since=given.search_since,
        cash_bills=cash_bills(given, drawn.payments),
        past_forecasts=sum(s.outcomes for s in case.streams if s.outcomes >= ENOUGH),
        category_ends=tuple(
            CategoryEnd(name, found.money_out_of(name, 0.1), found.money_out_of(name, 0.9))
            for name in found.categories
        ),
    )  # fmt: skip


def _waits(given: Inputs) -> dict[str, int]:
    """The days after which a fund that pays in arrears pays, by fund."""
    return {
        rule.fund_id: rule.reimbursed_after_days
        for rule in given.rules.values()
        if rule.reimbursed_after_days is not None
    }


def _case(given: Inputs, what_if: WhatIf | None) -> tuple[Case, bool]:
    """What is simulated under a scenario, and whether it rests on enough months of bills."""
    case = applied(given.case, what_if)
    if not (what_if and what_if.with_pending):
        case = replace(case, awards=())
    enough = bool(case.streams) and given.complete_months >= ENOUGH_MONTHS
    if enough:
        return case, True
    # Too few months for a forecast: each category goes on as its last three months did.
    steady = [
        Planned(
            stream.category, float(np.mean(stream.per_day[-3:])), case.as_of + ONE_DAY, None,
            stream.currency,
        )
        for stream in given.case.streams
        if stream.per_day
    ]  # fmt: skip
    # One path says all where nothing is drawn; whether a pending award is won is drawn.
    paths = case.paths if case.awards else 1
    return replace(case, paths=paths, streams=(), planned=(*case.planned, *steady)), False


def _at_most(given: Inputs, case: Case, likely: date | None) -> date | None:
    unknown = {h.fund_id: h.high for h in given.held.values() if h.balance is None and h.statement}
    if not unknown:
        return likely
    funds = tuple(replace(f, balance=unknown.get(f.fund_id, f.balance)) for f in case.funds)
    return simulate(replace(case, funds=funds)).money_out(0.5)


def _history(given: Inputs) -> tuple[tuple[date, float], ...]:
    """All known balances of money together, day by day as statements and month ends go."""
    points = [p for p in given.history if given.rules[p.fund_id].kind != "in_kind"]
    days = sorted({point.on_day for point in points})
    return tuple((day, float(sum(p.amount for p in points if p.on_day == day))) for day in days)


def _method(given: Inputs, found: Simulation, *, is_measured: bool) -> str:
    if all(held.balance is None for held in given.held.values()):
        return "unknown"
    if not found.spending.sum() > 0:
        return "not_depleting"
    return "range" if is_measured else "arithmetic"


def _plan(found: Simulation) -> Demand:
    """The middle of what is asked for, period by period and category by category."""
    middle = np.median(found.spending, axis=0)
    rows = tuple(tuple(Decimal(str(round(a, 6))) for a in row) for row in middle)
    months = [first for first, _ in calendar_months(found.periods[0][0], found.horizon)]
    return Demand(found.periods, found.categories, rows).split(months)


def _funds(found: Simulation, held: Mapping[str, Held]) -> tuple[FundOutlook, ...]:
    rows = []
    for fund in found.case.funds:
        known = held.get(fund.fund_id)
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
                is_estimated=known is not None and known.is_estimated,
            )
        )
    return tuple(rows)
