"""An award's lines against the report that was sent before: what was reported stays as it was.

A cost of an earlier period that came or changed since is an adjustment of its own in the next
report, with the months it is of.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from config.sent import Months, Sent
from metrics.awards.charges import charges
from metrics.awards.position import LinePosition, Position, variance_asked

FEE, OTHER = "fee", "other"  # keys of the lines without a name


@dataclass(frozen=True)
class Row:
    """One line of a report, to the cent.

    before     as the last report said it, else as it is now      adjusted  what changed of it since
    is_asked   the funder wants a reason for the difference
    """

    key: str
    line: LinePosition
    before: Decimal
    adjusted: Decimal
    this_period: Decimal
    is_asked: bool = False

    @property
    def cumulative(self) -> Decimal:
        """Charged to the end of the period."""
        return self.before + self.adjusted + self.this_period

    @property
    def remaining(self) -> Decimal | None:
        """The budget less what is charged; null: no budget."""
        return None if self.line.approved is None else self.line.approved - self.cumulative

    @property
    def share(self) -> Decimal | None:
        """Charged of the budget; null without one."""
        return self.cumulative / self.line.approved if self.line.approved else None


@dataclass(frozen=True)
class Changed:
    """A month of a line that is no longer as it was reported."""

    key: str
    month: date
    reported: Decimal
    now: Decimal


def key_of(line: LinePosition) -> str:
    """The name of a line, or what a line without a name is."""
    return line.name or line.kind


def rows(found: Position, sent: Sent | None) -> tuple[tuple[Row, ...], Row]:
    """The lines of a report and their total; a line that was reported and is gone stays a row."""
    lines = list(found.lines)
    if sent:
        known = {key_of(line) for line in lines}
        zero = Decimal(0)
        lines += [
            LinePosition(key, OTHER, None, zero, zero) for key in sent.lines if key not in known
        ]
    made = []
    for line in lines:
        key = key_of(line)
        before = sent.lines.get(key, Decimal(0)) if sent else line.before
        asked = variance_asked(line, found.award)
        made.append(Row(key, line, before, line.before - before, line.this_period, asked))
    before, adjusted, now = (
        sum((getattr(row, name) for row in made), Decimal(0))
        for name in ("before", "adjusted", "this_period")
    )
    return tuple(made), Row("total", found.total, before, adjusted, now)


def months(db: DuckDBPyConnection, *, fund: str, last: date) -> Months:
    """What each line was charged by calendar month, up to a day. Source: metric awards.charges."""
    exact: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for each in charges(db).charges:
        if each.fund_id == fund and each.day <= last:
            key = each.line or (FEE if each.kind == FEE else OTHER)
            exact[key][each.day.replace(day=1)] += each.amount
    return {
        key: {month: round(amount, 2) for month, amount in sorted(of_line.items())}
        for key, of_line in exact.items()
    }


def changed(now: Months, sent: Sent | None) -> list[Changed]:
    """Every month that differs from what was sent, up to the last day that was reported."""
    if sent is None:
        return []
    keys = dict.fromkeys([*sent.months, *now])
    found = []
    for key in keys:
        then, today = sent.months.get(key, {}), now.get(key, {})
        for month in sorted({*then, *today}):
            values = then.get(month, Decimal(0)), today.get(month, Decimal(0))
            if month <= sent.last and values[0] != values[1]:
                found.append(Changed(key, month, *values))
    return found
