"""The runway engine: how long the money lasts, why it ends, and what an extension buys.

Small and general, in plain dataclasses; all amounts are Decimal, all days dates.

Arithmetic at a constant rate (constant.py)
    trailing_burn(spend per day, as_of, months) → Burn
    runway(balance, per_day, as_of) → Constant
    lapse(…) extension(…) direct_capacity(…) net_of_fee(…) liquidation_deadline(…)
What is held and what will be spent (model.py)
    Fund(…)     steady(rates, first, last), by_month(amounts) or Demand(…) → Demand
Who pays what, exactly (drawdown.py)
    draw(funds, demand) → Drawdown                          without_reassignment(funds, demand)
What if (scenarios.py)
    changed(demand, share, from_on, category, cap) → Changed         fund.extended(months)
Ranges (forecast.py, simulation.py)
    level_bootstrap(rates per day) → paths                  simulate(…) → Simulation
Days (dates.py)
    add_months, quantile of dates, start_looking
"""

from metrics.runway.constant import (
    Bought,
    Burn,
    Constant,
    Lapse,
    direct_capacity,
    extension,
    lapse,
    liquidation_deadline,
    net_of_fee,
    runway,
    trailing_burn,
)
from metrics.runway.dates import (
    DAYS_PER_MONTH,
    add_months,
    in_months,
    quantile,
    start_looking,
    window_start,
)
from metrics.runway.drawdown import Drawdown, Gap, Outcome, Payment, draw, without_reassignment
from metrics.runway.model import Demand, Fund, by_month, steady
from metrics.runway.scenarios import Changed, changed

__all__ = [
    "DAYS_PER_MONTH", "Bought", "Burn", "Changed", "Constant", "Demand", "Drawdown", "Fund", "Gap",
    "Lapse", "Outcome", "Payment", "add_months", "by_month", "changed", "direct_capacity", "draw",
    "extension", "in_months", "lapse", "liquidation_deadline", "net_of_fee", "quantile", "runway",
    "start_looking", "steady", "trailing_burn", "window_start", "without_reassignment",
]  # fmt: skip
