"""The briefing's five figures: each as it is now, and as it was at the last meeting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.briefing.meeting_pairs import Headline, Pair, headline_on
from metrics.briefing.money import Money
from metrics.data_quality import source_rows
from metrics.data_quality.source_rows import BillFile, Statement, Tracker
from metrics.data_quality.standing import FRESH, Standing, standings
from metrics.docs import builds, history
from metrics.docs.builds import Version
from metrics.issues import counts
from metrics.runway.inputs.balances import Point
from metrics.runway.inputs.gather import PAID_BEFORE_CREDITS
from metrics.runway.outlook import FundOutlook, Outlook
from metrics.spending import burn
from metrics.spending.burn import Basis, Burn

POINTS = 9  # of a sparkline: full months or weeks
FEWEST = 3  # with fewer a line says nothing; then no tile has one, so that the row stays even


@dataclass(frozen=True)
class MoneyEnd:
    """The end of the money in the team's currency, and as published at the last meeting."""

    found: Outlook
    before: Headline | None
    rows: tuple[Statement, ...]
    line: tuple[float, ...]
    standing: Standing = FRESH


@dataclass(frozen=True)
class MonthlyBurn:
    """The burn of three months, now and at the last meeting, on the basis of the runway."""

    basis: Basis
    now: Burn
    before: Burn
    rows: tuple[BillFile, ...]
    line: tuple[float, ...]
    standing: Standing = FRESH


@dataclass(frozen=True)
class NextEnd:
    """The fund that ends next, of all currencies; help in kind is no money."""

    fund: FundOutlook
    ends_on: date
    currency: str
    rows: tuple[Statement, ...]
    line: tuple[float, ...]
    standing: Standing = FRESH


@dataclass(frozen=True)
class OpenIssues:
    """Issues open at the end of both days."""

    now: int
    before: int
    rows: tuple[Tracker, ...]
    line: tuple[float, ...]
    standing: Standing = FRESH


@dataclass(frozen=True)
class DocsFailing:
    """Documentation sites that fail, of all, now and at the last meeting.

    broke, repaired  the sites that began to fail since then, and those that pass again
    """

    now: int
    before: int
    sites: int
    rows: tuple[Version, ...]
    line: tuple[float, ...]
    standing: Standing = FRESH
    broke: tuple[Version, ...] = ()
    repaired: tuple[Version, ...] = ()


Figure = MoneyEnd | MonthlyBurn | NextEnd | OpenIssues | DocsFailing


METRICS: dict[type[Figure], str] = {
    MoneyEnd: "runway.outlook", MonthlyBurn: "spending.burn", NextEnd: "runway.outlook",
    OpenIssues: "issues.open_on", DocsFailing: "docs.failing_by_week",
}  # fmt: skip


def figures(db: DuckDBPyConnection, *, pair: Pair, money: Money, on: date) -> list[Figure]:
    """Up to five figures as of `pair.until`, each with its value at `pair.since`.

    on  the day of looking: how an open pair's figures stand then; a past pair's are of their day

    In the order of the row: end of the money, burn, next to end, open issues, docs failing; only
    those whose source is set up. Funds are known as of the build only, so a past pair has no
    figures of funds. `line` is a sparkline, oldest first.
    """
    known = money if pair.is_open else Money(money.currency, (), ())
    found: list[Figure] = [
        *_money_end(db, pair, known),
        *_burn(db, pair, money),
        *_next_end(db, known),
        *_issues(db, pair),
        *_docs(db, pair),
    ]
    looked = standings(db, tuple(METRICS.values()), on=on if pair.is_open else pair.until)
    return [replace(each, standing=looked[METRICS[type(each)]]) for each in found]


def _money_end(db: DuckDBPyConnection, pair: Pair, money: Money) -> Iterator[MoneyEnd]:
    if found := money.team:
        rows = tuple(source_rows.statements(db, as_of=found.as_of))
        rules = money.inputs[0].rules
        kept = [p for p in money.inputs[0].history if rules[p.fund_id].kind != "in_kind"]
        held = _held(kept)
        yield MoneyEnd(found, headline_on(db, on=pair.since), rows, held)


def _held(points: Sequence[Point]) -> tuple[float, ...]:
    """The balance of these funds at the ends of the last months; not where one is not known."""
    began = {p.fund_id: p.on_day for p in reversed(points)}
    totals: dict[date, dict[str, Decimal]] = {}
    for point in points:
        totals.setdefault(point.on_day, {})[point.fund_id] = point.amount
    known = [
        float(sum(held.values()))
        for day, held in sorted(totals.items())
        if all(fund in held for fund, first in began.items() if first <= day)
    ]
    return tuple(known)[-POINTS:]


def _burn(db: DuckDBPyConnection, pair: Pair, money: Money) -> Iterator[MonthlyBurn]:
    kinds = {fund.kind for given in money.inputs for fund in given.case.funds}
    basis: Basis = "payable" if kinds.isdisjoint(PAID_BEFORE_CREDITS) and kinds else "gross"
    now = burn.burn(db, as_of=pair.until, months=3)
    if now.gross is not None:
        before = burn.burn(db, as_of=pair.since, months=3)
        rows = tuple(source_rows.bills(db, as_of=pair.until))
        line = _full_months(db, pair.until, now.currency, basis)
        yield MonthlyBurn(basis, now, before, rows, line)


def _full_months(
    db: DuckDBPyConnection, until: date, currency: str, basis: Basis
) -> tuple[float, ...]:
    """Spending of the last full months."""
    last = burn.last_complete_day(db, currency=currency)
    frame = burn.daily_spend(db)
    if last is None:
        return ()
    frame = frame[(frame["currency"] == currency) & (frame["day"] <= min(until, last))]
    months = frame["day"].map(lambda day: day.replace(day=1))
    full = frame[basis].astype(float).groupby(months).sum()
    return tuple(full)[-POINTS:-1]


def _next_end(db: DuckDBPyConnection, money: Money) -> Iterator[NextEnd]:
    ending = [
        (fund.ends_on, fund, found)
        for found in money.outlooks
        for fund in found.funds
        if fund.ends_on and fund.ends_on > found.as_of and fund.balance > 0
        if fund.kind != "in_kind"
    ]
    if ending:
        day, fund, found = min(ending, key=lambda each: each[0])
        history = [point for given in money.inputs for point in given.history]
        held = _held([point for point in history if point.fund_id == fund.fund_id])
        rows = tuple(source_rows.statements(db, as_of=found.as_of))
        yield NextEnd(fund, day, found.currency, rows, held)


def _issues(db: DuckDBPyConnection, pair: Pair) -> Iterator[OpenIssues]:
    if rows.value(db, "select 1 from issue limit 1"):
        now, before = (counts.open_on(db, day=day) for day in (pair.until, pair.since))
        ends = counts.monthly_flow(db, as_of=pair.until, months=POINTS)["open_at_end"]
        line = tuple(float(n) for n in ends)
        yield OpenIssues(now, before, tuple(source_rows.trackers(db)), line)


def _docs(db: DuckDBPyConnection, pair: Pair) -> Iterator[DocsFailing]:
    versions = builds.versions(db, as_of=pair.until)
    sites = sum(version.is_default for version in versions)
    if sites:
        weeks = history.failing_by_week(db, as_of=pair.until, weeks=POINTS)["failing"]
        was = history.failing_by_week(db, as_of=pair.since, weeks=1)["failing"].iloc[-1]
        line = tuple(float(n) for n in weeks)
        rows = tuple(versions) if pair.is_open else ()
        earlier = builds.versions(db, as_of=pair.since)
        yield DocsFailing(
            int(weeks.iloc[-1]), int(was), sites, rows, line,
            broke=builds.broke(versions, since=pair.since),
            repaired=builds.repaired(versions, earlier),
        )  # fmt: skip
