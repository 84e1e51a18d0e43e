"""Days on which a service cost more than its neighbours, and levels that moved and stayed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Literal

from duckdb import DuckDBPyConnection

from metrics.spending.burn import GROSS, last_complete_day, main_currency
from metrics.spending.cost_filter import EVERYTHING, Only

NEIGHBOURS = 7  # days on either side of a spike
SIDE = 21  # days on either side of a level shift
MOST = 0.8  # share of the days that must lie on their own side of a shift
APART = 10  # days around a level shift that tell of the same one
SPREADS = 6.0  # how many usual deviations a spike must stand out by
STEP = 0.25  # the least share by which a level must move
WEIGHT = 0.05  # below this share of a usual day's whole cost nothing is worth a meeting's time


@dataclass(frozen=True)
class Anomaly:
    """A day of a service that stands out: what it cost and what it usually costs, per day.

    kind   spike: one day; shift: from this day on
    """

    kind: Literal["spike", "shift"]
    day: date
    service: str
    usual: float
    actual: float

    @property
    def extra(self) -> float:
        """How much more (or less) than usual."""
        return self.actual - self.usual


def anomalies(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    currency: str | None = None,
    only: Only = EVERYTHING,
) -> list[Anomaly]:
    """Which service jumped on which day, and which level moved and stayed.

    Unit     the bills' currency per day, gross
    Rows     spikes and level shifts, oldest first
    Columns  kind, day, service · usual, actual: per day
    Source   table spend
    Beware   a spike stands 6 usual deviations above the median of the 7 days on either side; a
             shift moves the median of 21 days by a quarter and stays; both must be worth a
             twentieth of a usual day's whole cost, so a small service never raises an alarm; a
             fee that comes back every month is no spike;
             purchases and taxes are no use of a service and are left out
    """
    days = _services(db, as_of, currency or main_currency(db), only)
    whole = _whole_days(days)
    if len(whole) < 2 * NEIGHBOURS:
        return []
    least = WEIGHT * median(whole)
    found = [
        anomaly
        for service, series in days.items()
        if max(series.values()) - min(series.values()) >= least  # else nothing could be told
        for anomaly in (*spikes(service, series, least), *shifts(service, series, least))
    ]
    return sorted(found, key=lambda a: (a.day, a.service, a.kind))


def spikes(service: str, series: dict[date, float], least: float) -> Iterator[Anomaly]:
    """Single days far above their neighbours; `least`: the smallest extra worth telling."""
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
        stands_out = amount - usual > max(SPREADS * deviation, STEP * usual, least)
        if stands_out and not _comes_back(series, day):
            yield Anomaly("spike", day, service, usual, amount)


def _comes_back(series: dict[date, float], day: date) -> bool:
    """Whether much the same was charged about a month before or after: a fee, not a spike."""
    monthly = (day + timedelta(days=i * sign) for i in (28, 29, 30, 31) for sign in (-1, 1))
    return any(abs(series.get(d, 0.0) / series[day] - 1) < 0.1 for d in monthly)


def shifts(service: str, series: dict[date, float], least: float) -> Iterator[Anomaly]:
    """First days of a new level that stays; of neighbouring days the clearest is told."""
    moves = [move for day in series if (move := _move(series, day, least))]
    kept: list[Anomaly] = []
    for _, clearest in sorted(moves, key=lambda m: (-m[0], m[1].day)):
        if all(abs((clearest.day - other.day).days) > APART for other in kept):
            kept.append(clearest)
    yield from (replace(shift, service=service) for shift in kept)


def _move(series: dict[date, float], day: date, least: float) -> tuple[float, Anomaly] | None:
    """How clear a shift on this day would be, and the shift; None where there is none."""
    before, after = (_side(series, day, range(*ends)) for ends in ((-SIDE, 0), (0, SIDE)))
    if min(len(before), len(after)) < SIDE - NEIGHBOURS:
        return None
    old, new = median(before), median(after)
    middle, rises = (old + new) / 2, new > old
    stays = sum((x > middle) == rises for x in after) / len(after)
    stayed = sum((x < middle) == rises for x in before) / len(before)
    if abs(new - old) < max(STEP * max(old, 0), least) or min(stays, stayed) < MOST:
        return None
    return abs(new - old) * (stays + stayed), Anomaly("shift", day, "", old, new)


def _side(series: dict[date, float], day: date, offsets: range) -> list[float]:
    days = (day + timedelta(days=i) for i in offsets)
    return [series[d] for d in days if d in series]


def _services(
    db: DuckDBPyConnection, as_of: date, currency: str, only: Only
) -> dict[str, dict[date, float]]:
    """Service → day → gross cost; a day any bill covers counts 0 where the service is absent."""
    last = last_complete_day(db, currency=currency)
    rows = db.execute(
        f"""
        with used as (
            from {only.table("service")}
            where {GROSS}
              and charge_category in ('Usage', 'Adjustment', 'Credit')
              and day <= least(?, ?)
        ),
        known as (
            select day, coalesce(service, 'not named') as service, sum(billed) as cost
            from used
            where {only.sql}
            group by all
        ),
        span as (
            select service, min(day) as first_on
            from known
            group by service
        )
        select span.service, days.day, coalesce(known.cost, 0)::double
        from span
        join (select distinct day from used where {only.told}) as days on days.day >= span.first_on
        left join known on known.service = span.service and known.day = days.day
        order by span.service, days.day
        """,
        [as_of, last or as_of, *only.values(currency), *only.values(currency)],
    ).fetchall()
    series: dict[str, dict[date, float]] = {}
    for service, day, cost in rows:
        series.setdefault(service, {})[day] = cost
    return series


def _whole_days(services: dict[str, dict[date, float]]) -> list[float]:
    """What each day cost that cost anything: a part used now and then has a usual day, too."""
    sums: dict[date, float] = {}
    for series in services.values():
        for day, cost in series.items():
            sums[day] = sums.get(day, 0.0) + cost
    return [cost for cost in sums.values() if cost]
