"""The briefing's five figures: what each is now, and what it was at the last meeting."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.briefing.meeting_pairs import Pair, headline_on, runways
from metrics.data_quality import source_rows
from metrics.data_quality.source_rows import Rows
from metrics.data_quality.sources import info
from metrics.docs import builds
from metrics.docs import history as docs_history
from metrics.issues import counts
from metrics.runway.inputs.balances import Point
from metrics.runway.inputs.gather import each_currency, inputs
from metrics.runway.outlook import Outlook, outlook
from metrics.spending import burn

POINTS = 9  # of a sparkline: full months or weeks
NOTABLE = Decimal("0.05")  # a change of burn below it is neither good nor bad
FEWEST = 3  # with fewer a line says nothing; then no tile has one, so that the row stays even


@dataclass(frozen=True)
class Figure:
    """One tile. `delta` is null where the earlier figure is not known; `chart` is oldest first.

    tone     off | act | watch | fine: only where the team would agree that it is good or bad
    formula  the rule with the figures put in
    rows     what it comes from, as (words, address)
    """

    label: str
    value: str
    delta: str | None
    beside: str | None
    tone: str
    chart: tuple[float, ...]
    chart_type: str
    definition: Callable[..., Any]
    formula: str = ""
    rows: Rows = ()


def figures(db: DuckDBPyConnection, *, pair: Pair) -> list[Figure]:
    """Up to five figures as of `pair.until`, each with its change since `pair.since`.

    Rows     one per figure whose source is set up: money lasts until, burn, next to end, open
             issues, docs failing
    Source   the metric each figure names as its definition
    Beware   funds are known as of the build only, so for a past pair both money tiles are absent
    """
    makers = (_burn, _issues, _docs)
    found = [figure for make in makers if (figure := make(db, pair))]
    known = runways(db) if pair.is_open else []
    lasts = [_lasts(db, pair, each) for each in known if each.currency == info(db).currency]
    found = [*lasts, *found[:1], *_expiring(db, known), *found[1:]]
    if all(len(figure.chart) >= FEWEST for figure in found):
        return found
    return [replace(figure, chart=()) for figure in found]


def _lasts(db: DuckDBPyConnection, pair: Pair, found: Outlook) -> Figure:
    said = headline_on(db, on=pair.since)
    delta, tone = _moved(said.likely if said else None, found.likely)
    return Figure(
        "Money lasts until",
        _span(found.low, found.high),
        delta,
        _beside(delta, pair),
        tone,
        _held(inputs(db).history),
        "line",
        outlook,
        f"{words.money(found.balance, found.currency)} held, "
        f"{words.money(found.per_month, found.currency)} a month asked for",
        source_rows.balances(db, as_of=found.as_of),
    )


def _beside(delta: str | None, pair: Pair) -> str | None:
    if delta is None:
        return None
    day = words.day(pair.since, year=False)
    return f"since {day}" if delta == "no change" else f"than on {day}"


def _span(low: date | None, high: date | None) -> str:
    """Two months in 14 characters: "Mar – May 2027", "Mar 27 – Jan 28"."""
    if low is None:
        return "Beyond horizon"
    if high is None:
        return f"From {words.month(low)[:3]} {low.year}"
    first, last = words.month(low)[:3], words.month(high)[:3]
    if low.year != high.year:
        return f"{first} {low:%y} – {last} {high:%y}"
    return f"{first} {low.year}" if first == last else f"{first} – {last} {high.year}"


def _moved(before: date | None, now: date | None) -> tuple[str | None, str]:
    """How far the likely day moved: "2 weeks earlier"; nothing where one is not known."""
    if before is None or now is None:
        return None, "off"
    days = (now - before).days
    if abs(days) < 7:
        return "no change", "off"
    how_far = words.count(round(abs(days) / 7), "week")
    return (f"{how_far} earlier", "act") if days < 0 else (f"{how_far} later", "fine")


def _held(points: Sequence[Point]) -> tuple[float, ...]:
    """What these funds held at the ends of the last months; not where one is not known."""
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


def _burn(db: DuckDBPyConnection, pair: Pair) -> Figure | None:
    now = burn.burn(db, as_of=pair.until, months=3)
    before = burn.burn(db, as_of=pair.since, months=3)
    a_month, was = now.per_month(), before.per_month()
    if a_month is None:
        return None
    share = (a_month - was) / was if was else None
    return Figure(
        "Burn, 3-month mean",
        words.money(a_month, now.currency),
        _percent(share),
        f"since {words.day(pair.since, year=False)}" if share is not None else None,
        "off" if share is None or abs(share) < NOTABLE else "act" if share > 0 else "fine",
        _monthly(db, pair.until, now.currency),
        "bar",
        burn.burn,
        f"{words.cents(now.gross or 0, now.currency)} a day over {now.covered_days} days × 30.4375",
        source_rows.bills(db, as_of=pair.until),
    )


def _percent(share: Decimal | None) -> str | None:
    if share is None:
        return None
    text = words.signed(share * 100)
    return "no change" if text == "0" else f"{text} %"


def _monthly(db: DuckDBPyConnection, until: date, currency: str) -> tuple[float, ...]:
    """Gross spending of the last full months."""
    last = burn.last_complete_day(db, currency=currency)
    frame = burn.daily_spend(db)
    if last is None:
        return ()
    frame = frame[(frame["currency"] == currency) & (frame["day"] <= min(until, last))]
    months = frame["day"].map(lambda day: day.replace(day=1))
    full = frame["gross"].astype(float).groupby(months).sum()
    return tuple(full)[-POINTS:-1]


def _expiring(db: DuckDBPyConnection, known: Sequence[Outlook]) -> Iterator[Figure]:
    """The fund that ends next, of all currencies; help in kind is no money."""
    ending = [
        (fund.ends_on, fund, found)
        for found in known
        for fund in found.funds
        if fund.ends_on and fund.ends_on > found.as_of and fund.balance > 0
        if fund.kind != "in_kind"
    ]
    if not ending:
        return
    day, fund, found = min(ending, key=lambda each: each[0])
    lapses = fund.chance_of_lapse >= 0.5
    history = [point for given in each_currency(db) for point in given.history]
    yield Figure(
        f"Next to end: {fund.kind}",
        words.day(day),
        f"{words.about(fund.lapse, found.currency)} unused" if lapses else "used up before",
        None,
        "watch" if lapses else "off",
        _held([point for point in history if point.fund_id == fund.fund_id]),
        "line",
        outlook,
        f"{words.money(fund.balance, found.currency)} held today; the median of the simulated "
        f"paths leaves {words.money(fund.lapse, found.currency)} on the last day",
        source_rows.balances(db, as_of=found.as_of),
    )


def _issues(db: DuckDBPyConnection, pair: Pair) -> Figure | None:
    if not db.execute("select 1 from issue limit 1").fetchall():
        return None
    now, before = (counts.open_on(db, day=day) for day in (pair.until, pair.since))
    ends = counts.monthly_flow(db, as_of=pair.until, months=POINTS)["open_at_end"]
    return Figure(
        "Open issues",
        words.number(now),
        _change(now - before),
        f"since {words.day(pair.since, year=False)}",
        "off" if now == before else "act" if now > before else "fine",
        tuple(float(n) for n in ends),
        "line",
        counts.open_on,
        f"{now} open at the end of {words.day(pair.until)}, {before} on {words.day(pair.since)}",
        source_rows.trackers(db),
    )


def _change(n: int) -> str:
    return words.signed(n) if n else "no change"


def _docs(db: DuckDBPyConnection, pair: Pair) -> Figure | None:
    sites = sum(version.is_default for version in builds.versions(db, as_of=pair.until))
    if not sites:
        return None
    weeks = docs_history.failing_by_week(db, as_of=pair.until, weeks=POINTS)["failing"]
    failing = int(weeks.iloc[-1])
    was = int(docs_history.failing_by_week(db, as_of=pair.since, weeks=1)["failing"].iloc[-1])
    return Figure(
        "Docs failing",
        f"{failing} of {sites}",
        _change(failing - was),
        f"since {words.day(pair.since, year=False)}",
        "off" if failing == was else "act" if failing > was else "fine",
        tuple(float(n) for n in weeks),
        "line",
        docs_history.failing_by_week,
        f"{failing} on {words.day(pair.until)}, {was} on {words.day(pair.since)}",
        source_rows.failing(db, as_of=pair.until) if pair.is_open else (),
    )
