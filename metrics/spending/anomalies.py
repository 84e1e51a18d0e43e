"""Days on which a service cost more than its neighbours, and levels that moved and stayed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.spending.burn import GROSS, last_complete_day, main_currency
from metrics.spending.cost_filter import EVERYTHING, CostFilter

NEIGHBOURS = 7  # days on either side of a spike
SIDE = 21  # days on either side of a level shift
MOST = 0.8  # share of the days that must lie on their own side of a shift
APART = 10  # days around a level shift that belong to the same one
SPREADS = 6.0  # usual deviations by which a spike must exceed its neighbours
STEP = 0.25  # the least share by which a level must move
WEIGHT = 0.05  # below this share of a usual day's whole cost nothing is worth a meeting's time
RECENT_DAYS = 62  # after them nobody has to look into it any more


@dataclass(frozen=True)
class Anomaly:
    """An unusual day of a service: its cost and its usual cost, per day.

    kind   spike: one day; shift: from this day on
    """

    kind: Literal["spike", "shift"]
    day: date
    service: str
    usual: float
    actual: float

    @property
    def extra(self) -> float:
        """The cost above the usual one; negative: below it."""
        return self.actual - self.usual

    def is_recent(self, as_of: date) -> bool:
        """Whether it is new enough to look into."""
        return (as_of - self.day).days <= RECENT_DAYS


@metric(unit="currency a day", grain="day and service", rests_on=("billing",), kind="middle")
def anomalies(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    currency: str | None = None,
    cost_filter: CostFilter = EVERYTHING,
) -> list[Anomaly]:
    """Which service jumped on which day, and which level moved and stayed; oldest first.

    A spike is 6 usual deviations above the median of the 7 days on either side; a shift moves the
    median of 21 days by a quarter and stays. Both are worth a twentieth of a usual day's whole
    cost, gross; purchases and taxes are no use of a service and are left out. Source: table spend.
    """
    days = _services(db, as_of, currency or main_currency(db), cost_filter)
    sums: dict[date, float] = {}
    for series in days.values():
        for day, cost in series.items():
            sums[day] = sums.get(day, 0.0) + cost
    whole = [cost for cost in sums.values() if cost]  # a part used now and then has usual days, too
    if len(whole) < 2 * NEIGHBOURS:
        return []
    least = WEIGHT * median(whole)
    found = [
        anomaly
        for service, series in days.items()
        if max(series.values()) - min(series.values()) >= least  # else nothing can be found
        for anomaly in (*spikes(service, series, least), *shifts(service, series, least))
    ]
    return sorted(found, key=lambda a: (a.day, a.service, a.kind))


def spikes(service: str, series: dict[date, float], least: float) -> Iterator[Anomaly]:
    """Single days far above their neighbours; `least`: the smallest extra that counts."""
    for day, amount in series.items():
        near = [
            series[other]
            for i in range(-NEIGHBOURS, NEIGHBOURS + 1)
            if i and (other := day + timedelta(days=i)) in series
        ]
        if len(near) < NEIGHBOURS:
            continue
        usual = median(near)
        deviation = 1.4826 * median(abs(x - usual) for x in near)
        if amount - usual <= max(SPREADS * deviation, STEP * usual, least):
            continue
        # Much the same about a month before or after: a fee, not a spike.
        monthly = (day + timedelta(days=i * sign) for i in (28, 29, 30, 31) for sign in (-1, 1))
        if not any(abs(series.get(d, 0.0) / amount - 1) < 0.1 for d in monthly):
            yield Anomaly("spike", day, service, usual, amount)


def shifts(service: str, series: dict[date, float], least: float) -> Iterator[Anomaly]:
    """First days of a new level that stays; of neighbouring days the clearest one."""
    moves = [move for day in series if (move := _move(series, day, least))]
    kept: list[Anomaly] = []
    for _, clearest in sorted(moves, key=lambda m: (-m[0], m[1].day)):
        if all(abs((clearest.day - other.day).days) > APART for other in kept):
            kept.append(clearest)
    yield from (replace(shift, service=service) for shift in kept)


def _move(series: dict[date, float], day: date, least: float) -> tuple[float, Anomaly] | None:
    """How clear a shift on this day would be, and the shift; None where there is none."""
    before, after = (
        [series[d] for i in range(*ends) if (d := day + timedelta(days=i)) in series]
        for ends in ((-SIDE, 0), (0, SIDE))
    )
    if min(len(before), len(after)) < SIDE - NEIGHBOURS:
        return None
    old, new = median(before), median(after)
    middle, rises = (old + new) / 2, new > old
    stays = sum((x > middle) == rises for x in after) / len(after)
    stayed = sum((x < middle) == rises for x in before) / len(before)
    if abs(new - old) < max(STEP * max(old, 0), least) or min(stays, stayed) < MOST:
        return None
    return abs(new - old) * (stays + stayed), Anomaly("shift", day, "", old, new)


@dataclass(frozen=True)
class _Series:
    service: str
    days: list[date]
    costs: list[float]


def _services(
    db: DuckDBPyConnection, as_of: date, currency: str, cost_filter: CostFilter
) -> dict[str, dict[date, float]]:
    """Service → day → gross cost; a day any bill covers counts 0 where the service is absent."""
    last = last_complete_day(db, currency=currency)
    found = rows.rows(
        db,
        _Series,
        f"""
        with used as (
            from {cost_filter.table("service")}
            where {GROSS}
              and charge_category in ('Usage', 'Adjustment', 'Credit')
              and day <= least(?, ?)
        ),
        known as (
            select day, coalesce(service, 'not named') as service, sum(billed) as cost
            from used
            where {cost_filter.in_currency}
            group by all
        ),
        span as (
            select service, min(day) as first_on
            from known
            group by service
        )
        select
            span.service,
            list(days.day order by days.day) as days,
            list(coalesce(known.cost, 0)::double order by days.day) as costs
        from span
        join (select distinct day from used where {cost_filter.days_covered}) as days
            on days.day >= span.first_on
        left join known on known.service = span.service and known.day = days.day
        group by span.service
        order by span.service
        """,
        [as_of, last or as_of, *cost_filter.values(currency), *cost_filter.values(currency)],
    )
    return {each.service: dict(zip(each.days, each.costs, strict=True)) for each in found}
