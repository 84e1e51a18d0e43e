"""What an extension of each fund would buy, path by path, and what it would be argued from.

Only a grant has a no-cost extension; credits have a credit extension. Money left over is no reason
by itself (2 CFR 200.308): the reason is the work still to be done, which the team writes down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from metrics.runway.engine.dates import ONE_DAY, add_months, in_months
from metrics.runway.engine.forecast import Paths
from metrics.runway.engine.model import Fund, pays_before
from metrics.runway.engine.simulation import Simulation
from metrics.runway.inputs.declared import Rule


@dataclass(frozen=True)
class Extension:
    """What an extension of one fund buys.

    left        money left on its last day: likely, and the 8-in-10 range
    needed      months that money would pay for, without a cap · bought: at most the cap
    is_used     whether spending is known after its end that it could pay
    assumed     no rule is written down: `cap_months` is a default
    capped_lapse  what would still lapse at the end of the longest extension
    ask_by      last day to ask, with the office's own days · notice_by: the funder's own deadline;
                null: nobody entered the notice
    """

    rule: Rule
    cap_months: int
    assumed: bool
    left: tuple[Decimal, Decimal, Decimal]
    needed: Decimal
    is_used: bool
    bought: tuple[Decimal, Decimal, Decimal]
    capped_lapse: Decimal
    notice_by: date | None
    ask_by: date | None

    @property
    def buys(self) -> bool:
        """Whether it likely buys more than a day: a tenth of a month is what is shown."""
        return self.bought[1] >= Decimal("0.05")


def extensions(found: Simulation, rules: Mapping[str, Rule]) -> tuple[Extension, ...]:
    """One for each grant or credits that end before the horizon, soonest first."""
    ending = [
        fund
        for fund in sorted(found.case.funds, key=lambda f: f.order)
        if fund.ends_on
        and found.case.as_of < fund.ends_on <= found.horizon
        and fund.kind in ("grant", "credits")
        and fund.fund_id in rules
    ]
    return tuple(_extension(found, fund, rules[fund.fund_id]) for fund in ending)


def _extension(found: Simulation, fund: Fund, rule: Rule) -> Extension:
    cap = rule.months if rule.months is not None else 12
    ends = fund.ends_on or found.horizon
    left = found.unspent[fund.fund_id]
    direct = left / float(fund.gross_up)
    rate = _rate_after(found, fund, ends)
    days = np.where(rate > 0, direct / np.where(rate > 0, rate, 1), 0)
    cap_days = (add_months(ends, cap) - ends).days
    bought = np.minimum(days, cap_days)
    over = (left - bought * rate * float(fund.gross_up)) * (days > cap_days)
    notice = None if rule.notice_days is None else ends - timedelta(days=rule.notice_days)
    return Extension(
        rule=rule,
        cap_months=cap,
        assumed=rule.months is None,
        left=_range(left),
        needed=in_months(Decimal(str(float(np.median(days))))),
        is_used=bool(np.median(rate) > 0),
        bought=tuple(in_months(q) for q in _range(bought)),  # type: ignore[arg-type] # three
        capped_lapse=Decimal(str(round(float(np.median(over)), 2))),
        notice_by=notice,
        ask_by=notice and notice - timedelta(days=rule.office_days),
    )


def _rate_after(found: Simulation, fund: Fund, ends: date) -> Paths:
    """Spending per day of the categories it pays, in the six months after its end, per path.

    Not what others pay of it by rule, unless it would pay before them. Where the horizon leaves no
    day after the end, the last period before it counts.
    """
    pays = [n for n, name in enumerate(found.categories) if fund.pays(name)]
    to = add_months(ends, 6)
    days = np.array(
        [max(0, (min(b, to) - max(a, ends + ONE_DAY)).days + 1) for a, b in found.periods]
    )
    lengths = np.array([(b - a).days + 1 for a, b in found.periods])
    if not days.any():
        days[-1] = lengths[-1]
    per_period = found.spending[:, :, pays].sum(axis=2)
    for other, paid in found.by_rule.items():
        for n in pays:
            before = pays_before(found.case.ruled, fund.fund_id, other, found.categories[n])
            if other != fund.fund_id and not before:
                per_period = per_period - paid[:, :, n]
    rate: Paths = per_period @ (days / lengths) / days.sum()
    return rate


def _range(values: Paths) -> tuple[Decimal, Decimal, Decimal]:
    low, likely, high = np.quantile(values, (0.1, 0.5, 0.9))
    return tuple(Decimal(str(round(float(q), 2))) for q in (low, likely, high))  # type: ignore[return-value] # three
