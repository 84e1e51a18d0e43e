"""Before the meeting: which two days are compared, and what changed between them."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.runway import telling
from metrics.runway.outlook import Outlook, outlook

LOOK_BACK = 30  # days compared where no meeting is known
MOST = 12  # pairs offered per series


@dataclass(frozen=True)
class Pair:
    """Two days between which a team asks what changed: after `since`, up to the end of `until`.

    series    null: no meeting is known, `since` is a month ago
    is_open   the second meeting is today or still to come; else both are past
    """

    series: str | None
    since: date
    until: date
    is_open: bool

    @property
    def label(self) -> str:
        """For the person who chooses and for the URL: "monthly, 20 Aug to 17 Sep 2026"."""
        first = words.day(self.since, year=self.since.year != self.until.year)
        return f"{self.series or 'last 30 days'}, {first} to {words.day(self.until)}"


@dataclass(frozen=True)
class Headline:
    """What an ingest said of the money; `likely` is null beyond the horizon."""

    sentence: str
    likely: date | None
    as_of: date


def pairs(db: DuckDBPyConnection, *, as_of: date) -> list[Pair]:
    """Each meeting with the one before it, to compare two days; the pair to begin with is first.

    Rows     one per pair, newest first within a series; the series that meets next comes first
    Source   table meeting ← pipelines/notes
    Beware   cancelled meetings count as none. Which series meets next is told by the usual days
             between its meetings; without any meeting the one pair is the last 30 days.
    """
    rows = db.execute(
        """
        select series, list(distinct held_on order by held_on)
        from meeting
        where not cancelled and held_on <= ?
        group by series
        order by series
        """,
        [as_of],
    ).fetchall()
    by_series = sorted(rows, key=lambda row: (_next(row[1], as_of), row[0]))
    found = [pair for series, days in by_series for pair in _of(series, days, as_of)]
    return found or [Pair(None, as_of - timedelta(days=LOOK_BACK), as_of, True)]


def _next(days: list[date], as_of: date) -> date:
    """When a series should meet next: the usual gap after its last day; never once it has ended."""
    if days[-1] == as_of:
        return as_of
    gaps = [(b - a).days for a, b in pairwise(days)][-6:]
    usual = timedelta(days=median(gaps) if gaps else LOOK_BACK)
    return date.max if as_of - days[-1] > 2 * usual else max(as_of, days[-1] + usual)


def _of(series: str, days: list[date], as_of: date) -> list[Pair]:
    ends = days if days[-1] == as_of else [*days, as_of]
    found = [Pair(series, a, b, b == as_of) for a, b in pairwise(ends)]
    return found[::-1][:MOST]


def chosen(offered: list[Pair], label: str | None) -> Pair:
    """The pair a URL names, else the first offered."""
    return next((pair for pair in offered if pair.label == label), offered[0])


def question(pair: Pair) -> str:
    """What the page is asked, with the meeting it is asked before."""
    since = words.long_day(pair.since)
    if pair.series is None:
        return f"What changed since {since}, what needs a decision?"
    if not pair.is_open:
        until = words.long_day(pair.until)
        return f"What changed between the {pair.series} meetings of {since} and {until}?"
    return f"Before the {pair.series} meeting: what changed since {since}, what needs a decision?"


def answer(db: DuckDBPyConnection, *, pair: Pair, to_decide: int) -> tuple[str, str]:
    """The page's sentence and what it rests on: how long the money lasts, else what to decide.

    Source   metrics/runway for an open pair; what an ingest of that day said for a past one
    """
    if not pair.is_open:
        said = headline_on(db, on=pair.until)
        if said:
            return said.sentence, f"As said on {words.long_day(said.as_of)}."
        return _to_decide(to_decide), ""
    found = money(db)
    if found:
        return telling.headline(found), telling.basis(found)
    lacks = "How long the money lasts is not known: that needs funds, a balance and bills."
    return _to_decide(to_decide), lacks


def money(db: DuckDBPyConnection) -> Outlook | None:
    """The runway; null where funds, a balance or any spending, past or planned, is not known."""
    found = outlook(db) if _has_money(db) else None
    return found if found and found.method != "unknown" else None


def runways(db: DuckDBPyConnection) -> list[Outlook]:
    """Every runway that is known: the team's, then one per currency without a rate into it."""
    if not _has_money(db):
        return []
    found = outlook(db)
    each = [found, *(outlook(db, currency=code) for code in found.apart)]
    return [one for one in each if one.method != "unknown"]


def _has_money(db: DuckDBPyConnection) -> bool:
    rows = db.execute(
        """
        select exists (from fund) and (exists (from cost_daily) or exists (from planned_cost))
        """
    ).fetchall()
    return bool(rows[0][0])


def headline_on(db: DuckDBPyConnection, *, on: date) -> Headline | None:
    """What stood on the page at the end of a day; null where nothing is known of it."""
    rows = db.execute(
        """
        select sentence, likely, as_of
        from headline
        where as_of <= ?
        order by as_of desc, published_at desc
        limit 1
        """,
        [on],
    ).fetchall()
    return Headline(*rows[0]) if rows else None


def _to_decide(n: int) -> str:
    if not n:
        return "Nothing needs a decision."
    return f"{words.count(n, 'thing')} {'needs' if n == 1 else 'need'} a decision."
