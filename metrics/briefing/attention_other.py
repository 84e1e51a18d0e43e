"""What must be looked after: docs that fail, sources not read, promises grown old, burn."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.briefing.attention_item import NEVER, Item
from metrics.data_quality import sources
from metrics.docs import builds
from metrics.meetings import actions
from metrics.spending import expected_range, missing_days

RAISED_WITHIN = 3  # months: what nobody mentions any more needs no meeting's time
LAST = NEVER // 2  # days: after what has a date, before what has none


def items(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    """Lines about docs builds, sources, promises and burn."""
    yield from _docs(db, as_of)
    yield from _sources(db)
    yield from _gaps(db, as_of)
    yield from _actions(db, as_of)
    yield from _burn(db, as_of)


def _docs(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    for site in builds.versions(db, as_of=as_of):
        tone, word = builds.STATES[site.state]
        if site.is_default and tone in ("act", "watch"):
            days = site.days or 0
            yield Item(
                tone, word, _of_site(site), _why(site), words.days(days), -days,
                "docs", f"site={quote(site.project)}",
            )  # fmt: skip


def _of_site(site: builds.Version) -> str:
    if site.state == "failing":
        return f"{site.name} documentation has not built for {words.days(site.days or 0)}"
    return f"{site.name} documentation: {builds.STATES[site.state][1].lower()}"


def _why(site: builds.Version) -> str:
    good = site.last_good_at
    last = f"last good build {words.day(good.date(), year=False)}" if good else "never built well"
    return f"{'; '.join(filter(None, (site.reason, last)))}."


def _sources(db: DuckDBPyConnection) -> Iterator[Item]:
    for run in sources.runs(db):
        if run.status in ("failed", "stale"):
            tone, word = ("act", "Not read") if run.status == "failed" else ("watch", "Old")
            what = " ".join(filter(None, (sources.LABELS[run.source].capitalize(), run.unit)))
            detail = f"{run.message}. Fix: {run.remedy}."
            yield Item(tone, word, f"{what} could not be read", detail, "", 0, "sources")


def _gaps(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    for gap in missing_days.recent(missing_days.gaps(db, as_of=as_of), as_of=as_of):
        detail = "What that cost is not known and in no figure. Fix: add the bill of these days."
        first = words.long_day(gap.first_on, year=gap.first_on.year != gap.last_on.year)
        text = f"No bill of {gap.account} covers {first} to {words.long_day(gap.last_on)}"
        yield Item("watch", "Missing", text, detail, words.days(gap.days), 0, "sources")


def _actions(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    """Promises repeated from meeting to meeting, of the last months; nobody is named here."""
    told = actions.actions(db, as_of=as_of, months=RAISED_WITHIN)
    carried = told[~told["done"].astype(bool) & (told["times"] > 1)]
    if carried.empty:
        return
    n, oldest = len(carried), carried.iloc[0]
    age, meetings = int(oldest["age_days"]), words.count(int(oldest["times"]), "meeting")
    verb = "was" if n == 1 else "were"
    text = f"{words.count(n, 'action')} {verb} carried over from meeting to meeting"
    since = words.long_day(oldest["first_on"].date())
    detail = f"The oldest was raised in {meetings}, first on {since}."
    yield Item(
        "watch", "Late", text, detail, words.days(age), LAST - age,
        "actions", f"months={RAISED_WITHIN}",
    )  # fmt: skip


def _burn(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    """Two months running outside are worth a look, one is chance; inside is said at the end."""
    months = expected_range.expected(db, as_of=as_of)
    if not months:
        return
    last, running = months[-1], expected_range.running(months)
    low = words.about(last.low, last.currency).removesuffix(f" {last.currency}")
    high = words.about(last.high, last.currency)
    name = words.MONTHS[last.month.month - 1]
    detail = f"{name} {words.money(last.spent, last.currency)}; expected {low} to {high}."
    for_long = words.count(running, "month")
    if last.side == "inside":
        text = f"Burn has stayed inside its expected range for {for_long}"
        yield Item("fine", "On track", text, detail, "", NEVER, "burn")
    elif running > 1:
        text = f"Burn was {last.side} its expected range for {for_long} running"
        yield Item("watch", "Check", text, detail, for_long, 0, "burn")
