"""A time zone's shifts as a table, because DuckDB's own need an extension to be downloaded."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FIRST, LAST = 2006, 2045  # no cloud bill is older than the first cloud


@cache
def of(zone: ZoneInfo) -> list[tuple[datetime, int]]:
    """(naive UTC moment, minutes east of UTC from then on), oldest first, exact to the hour."""
    shifts = [(datetime(1970, 1, 1), _minutes(zone, datetime(FIRST, 1, 1, tzinfo=UTC)))]  # noqa: DTZ001 - naive UTC
    day = datetime(FIRST, 1, 1, tzinfo=UTC)
    while day.year < LAST:
        after = day + timedelta(days=1)
        if _minutes(zone, after) != shifts[-1][1]:
            hours = (day + timedelta(hours=h) for h in range(1, 25))
            change = next(hour for hour in hours if _minutes(zone, hour) != shifts[-1][1])
            shifts.append((change.replace(tzinfo=None), _minutes(zone, change)))
        day = after
    return shifts


def _minutes(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
