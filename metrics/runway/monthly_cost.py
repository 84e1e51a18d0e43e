"""The costs that the money pays in its first month: bills and planned costs, apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from metrics.calendar import DAYS_PER_MONTH
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.simulation import Planned, Simulation


@dataclass(frozen=True)
class MonthlyCost:
    """The costs of the first month, in currency: the part that bills show, the part planned.

    billed_for, planned_for   their categories, the dearest first; one may be in both
    """

    billed: Decimal
    planned: Decimal
    billed_for: tuple[str, ...]
    planned_for: tuple[str, ...]


def per_month(found: Simulation) -> float:
    """What is asked for in the first month, at the median."""
    early, days = _first_month(found)
    spent = float(np.median(found.spending[:, early].sum(axis=(1, 2))))
    return spent / days * float(DAYS_PER_MONTH)


def _first_month(found: Simulation) -> tuple[list[int], int]:
    """The periods of the first month, and their days."""
    last = found.case.as_of + timedelta(days=31)
    early = [n for n, (_, end) in enumerate(found.periods) if end <= last] or [0]
    return early, sum((found.periods[n][1] - found.periods[n][0]).days + 1 for n in early)


def monthly_cost(found: Simulation, plans: Sequence[Planned]) -> MonthlyCost:
    """The first month's costs parted into those planned to go on and the rest, which is billed."""
    early, days = _first_month(found)
    asked = np.median(found.spending[:, early].sum(axis=1), axis=0) / days * float(DAYS_PER_MONTH)
    by_category = dict(zip(found.categories, asked.tolist(), strict=True))
    tomorrow = found.case.as_of + ONE_DAY
    planned: dict[str, float] = defaultdict(float)
    for plan in plans:
        ends = plan.ends_on or date.max
        if plan.starts_on <= tomorrow <= ends and plan.starts_on < ends:
            planned[plan.category] += plan.per_day * float(DAYS_PER_MONTH)
    planned = {n: min(amount, by_category.get(n, 0.0)) for n, amount in planned.items()}
    billed = {n: amount - planned.get(n, 0.0) for n, amount in by_category.items()}
    whole, plan_sum = per_month(found), sum(planned.values())

    def dearest(amounts: Mapping[str, float]) -> tuple[str, ...]:
        some = [n for n, amount in amounts.items() if amount >= 1]
        return tuple(sorted(some, key=lambda n: (-amounts[n], n)))

    return MonthlyCost(
        Decimal(str(round(max(0.0, whole - plan_sum), 6))), Decimal(str(round(plan_sum, 6))),
        dearest(billed), dearest(planned),
    )  # fmt: skip
