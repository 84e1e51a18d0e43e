"""Who pays what: the exact plan that funds earlier months first and lets least lapse.

In whole millionths of a unit, so nothing is lost to rounding. The plan may re-assign which grant
pays for what (journal transfers) and knows the future; `without_reassignment` is the figure beside
it: every day is paid from what ends soonest, and that stays.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR

import numpy as np

from metrics.runway.engine.max_flow import Network, assign
from metrics.runway.engine.min_cut import Cut, Mask, Reach, cuts, payable, whole_days
from metrics.runway.engine.model import Demand, Fund, Period, boundaries
from metrics.runway.engine.payments import Drawdown, Payment, by_category, told
from metrics.runway.engine.units import UNIT, steps, to_units, units


def draw(funds: Sequence[Fund], demand: Demand) -> Drawdown:
    """The best that can be done: earlier periods first, then most in total, then least lapse."""
    demand = demand.split(boundaries(funds))
    out = _money_out(funds, demand)
    asked = units(demand)
    funded = np.diff(payable(asked, cuts(reaches(funds, demand), len(asked))), prepend=0)
    paid = assign(_network(funds, demand, funded))
    payments = _payments(funds, demand, paid)
    return told(funds, demand, asked - funded, payments, out)


def without_reassignment(
    funds: Sequence[Fund], demand: Demand, *, fewest_categories_first: bool = False
) -> Drawdown:
    """Every period is paid from what ends soonest, and no payment is moved later.

    fewest_categories_first  the other rule of thumb: the most restricted fund pays first
    """
    demand = demand.split(boundaries(funds))
    order = sorted(funds, key=lambda f: f.order)
    if fewest_categories_first:
        order.sort(key=lambda f: f.order[1])
    left = {fund.fund_id: to_units(fund.capacity, ROUND_FLOOR) for fund in funds}
    caps = {(f.fund_id, name): to_units(cap) for f in funds for name, cap in f.caps.items()}
    asked = units(demand)
    short, payments = asked.copy(), []
    for at, (period, name) in enumerate(steps(demand)):
        for fund in (f for f in order if f.pays(name) and f.is_open(period)):
            most = min(int(short[at]), left[fund.fund_id], caps.get((fund.fund_id, name), 2**62))
            if most:
                short[at] -= most
                left[fund.fund_id] -= most
                caps[fund.fund_id, name] = caps.get((fund.fund_id, name), 2**62) - most
                payments.append(Payment(fund.fund_id, period, name, most * UNIT))
    out = min(by_category(demand, short, None).values(), default=None)
    return told(funds, demand, short, tuple(payments), out)


def reaches(funds: Sequence[Fund], demand: Demand) -> list[Reach]:
    """The funds as the cuts see them; the demand must be split at their boundaries."""
    return [
        Reach(
            to_units(fund.capacity, ROUND_FLOOR),
            reach(fund, demand, [n for n in demand.categories if n not in fund.caps]),
            tuple(
                (reach(fund, demand, [name]), to_units(cap, ROUND_FLOOR))
                for name, cap in fund.caps.items()
            ),
        )
        for fund in funds
    ]


def reach(fund: Fund, demand: Demand, names: Sequence[str]) -> Mask:
    """Which demands, in paying order, a fund may pay of some categories."""
    may = np.array([name in names and fund.pays(name) for name in demand.categories], dtype=bool)
    is_open = np.array([fund.is_open(period) for period in demand.periods], dtype=bool)
    mask: Mask = np.outer(is_open, may).ravel()
    return mask


def _money_out(funds: Sequence[Fund], demand: Demand) -> date | None:
    """The first day that is not completely funded."""
    asked = units(demand)
    over = cuts(reaches(funds, demand), len(asked))
    short = np.cumsum(asked) > payable(asked, over)
    if not short.any():
        return None
    width = len(demand.categories)
    at = int(short.argmax()) // width
    return demand.periods[at][0] + timedelta(days=_days(asked, at, width, demand, over))


def _days(asked: np.ndarray, at: int, width: int, demand: Demand, over: list[Cut]) -> int:
    before, period = asked.copy(), np.zeros_like(asked)
    before[at * width :] = 0
    period[at * width : (at + 1) * width] = asked[at * width : (at + 1) * width]
    first, last = demand.periods[at]
    return int(whole_days(before, period, (last - first).days + 1, over))


def _network(funds: Sequence[Fund], demand: Demand, funded: np.ndarray) -> Network:
    order = sorted(funds, key=lambda fund: fund.order)
    return Network(
        capacity={fund.fund_id: to_units(fund.capacity, ROUND_FLOOR) for fund in order},
        caps={
            (f.fund_id, n): to_units(cap, ROUND_FLOOR) for f in order for n, cap in f.caps.items()
        },
        demand=dict(zip(steps(demand), map(int, funded), strict=True)),
        payers={
            period: tuple(fund.fund_id for fund in order if fund.is_open(period))
            for period in demand.periods
        },
        pays={(f.fund_id, name) for f in order for name in demand.categories if f.pays(name)},
    )


def _payments(
    funds: Sequence[Fund], demand: Demand, paid: dict[tuple[str, Period, str], int]
) -> tuple[Payment, ...]:
    return tuple(
        Payment(fund.fund_id, period, name, paid[fund.fund_id, period, name] * UNIT)
        for period, name in steps(demand)
        for fund in funds
        if paid.get((fund.fund_id, period, name))
    )
