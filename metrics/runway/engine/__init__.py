"""The engine: how long money lasts, why it ends, and what an extension buys.

Small and general, in plain dataclasses; all amounts are Decimal, all days dates.

Arithmetic at a constant rate (constant_rate.py)
    trailing_burn(spend per day, as_of, months) → Burn
    runway(balance, per_day, as_of) → Constant
    lapse(…) bought(…) direct_capacity(…) net_of_fee(…) liquidation_deadline(…)
What is held and what will be spent (model.py)
    Fund(…)     steady(rates, first, last), by_month(amounts) or Demand(…) → Demand
    Ruled(…)    who pays a share of a category first
Who pays what, exactly (drawdown.py, ruled.py)
    draw(funds, demand, ruled) → Drawdown                   without_reassignment(the same)
Ranges (forecast.py, calibration.py, award_outcomes.py, simulation.py)
    level_bootstrap(Stream(…), months, random) → paths     cumulative(paths, days)
    with_width(Stream(…)) → the stream, its range calibrated on past forecasts
    simulate(Case(…)) → Simulation                          Planned, Award, Change: parts of a case
Days (dates.py)
    add_months, quantile of dates, start_looking
"""

from metrics.runway.engine.award_outcomes import Award
from metrics.runway.engine.constant_rate import (
    Bought,
    Burn,
    Constant,
    Lapse,
    bought,
    direct_capacity,
    lapse,
    liquidation_deadline,
    net_of_fee,
    runway,
    trailing_burn,
)
from metrics.runway.engine.dates import (
    add_months,
    in_months,
    quantile,
    start_looking,
    window_start,
)
from metrics.runway.engine.drawdown import (
    Drawdown,
    Gap,
    Outcome,
    Payment,
    draw,
    without_reassignment,
)
from metrics.runway.engine.forecast import Stream, cumulative, generator, level_bootstrap
from metrics.runway.engine.model import Demand, Fund, Ruled, by_month, steady
from metrics.runway.engine.simulation import Case, Change, Planned, Simulation, simulate

__all__ = [
    "Award", "Bought", "Burn", "Case", "Change", "Constant", "Demand",
    "Drawdown", "Fund", "Gap", "Lapse", "Outcome", "Payment", "Planned", "Ruled", "Simulation",
    "Stream",
    "add_months", "bought", "by_month", "cumulative", "direct_capacity", "draw",
    "generator", "in_months", "lapse", "level_bootstrap", "liquidation_deadline", "net_of_fee",
    "quantile", "runway", "simulate", "start_looking", "steady", "trailing_burn", "window_start",
    "without_reassignment",
]  # fmt: skip
