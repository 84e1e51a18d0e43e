"""Reports that were sent to a funder and whose figures are no longer so."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from config.sent import Sent
from metrics.awards.reported import Changed, changed, months
from metrics.metric import metric
from metrics.once import once
from metrics.rows import rows


@dataclass(frozen=True)
class Disagreement:
    """The newest report of a fund and every month of it that is no longer as it was reported."""

    fund_id: str
    name: str
    currency: str
    first: date
    last: date
    sent_on: date
    changes: tuple[Changed, ...]

    @property
    def difference(self) -> Decimal:
        """What is charged now less what was reported; zero where money only changed its line."""
        return sum((each.now - each.reported for each in self.changes), Decimal(0))


@dataclass(frozen=True)
class _Report:
    fund_id: str
    name: str
    currency: str
    starts_on: date
    ends_on: date
    sent_on: date


@dataclass(frozen=True)
class _Amount:
    line: str
    month: date
    amount: Decimal


@metric(unit="the fund's currency", grain="fund", rests_on=("funds", "billing"), kind="sum")
@once
def disagreements(db: DuckDBPyConnection) -> list[Disagreement]:
    """Every fund whose newest report no longer agrees with what is charged to its days.

    A newer report has what changed of an older one as adjustments, so only the newest counts.
    Source: tables sent_report, sent_amount ← reports/ID/PERIOD.json; metric awards.charges.
    """
    newest = rows(
        db,
        _Report,
        """
        select fund_id, name, currency, sent_report.starts_on, sent_report.ends_on, sent_on
        from sent_report
        join fund using (fund_id)
        qualify row_number() over (partition by fund_id order by sent_report.ends_on desc) = 1
        order by fund_id
        """,
    )
    found = []
    for each in newest:
        now = months(db, fund=each.fund_id, last=each.ends_on)
        changes = changed(now, _sent(db, each))
        if changes:
            found.append(Disagreement(
                each.fund_id, each.name, each.currency, each.starts_on, each.ends_on,
                each.sent_on, tuple(changes),
            ))  # fmt: skip
    return found


def _sent(db: DuckDBPyConnection, report: _Report) -> Sent:
    by_line: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for each in rows(
        db,
        _Amount,
        "select line, month, amount from sent_amount where fund_id = ? and ends_on = ?",
        [report.fund_id, report.ends_on],
    ):
        by_line[each.line][each.month] = each.amount
    return Sent(report.ends_on, {}, by_line)
