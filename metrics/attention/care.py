"""What must be looked after: docs that fail, sources that were not read, promises grown old."""

from collections.abc import Iterator
from datetime import date

from duckdb import DuckDBPyConnection

from metrics import docs_builds, sources, words
from metrics.attention.item import Item


def items(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    """Lines about docs builds and sources."""
    yield from _docs(db, as_of)
    yield from _sources(db)


def _docs(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    for site in docs_builds.versions(db, as_of=as_of):
        tone, word = docs_builds.STATES[site.state]
        if site.is_default and tone in ("act", "watch"):
            days = site.days or 0
            yield Item(
                tone, word, _of_site(site), _why(site), words.days(days), -days,
                "docs", f"project={site.project}",
            )  # fmt: skip


def _of_site(site: docs_builds.Version) -> str:
    if site.state == "failing":
        return f"{site.name} documentation has not built for {words.days(site.days or 0)}"
    return f"{site.name} documentation: {docs_builds.STATES[site.state][1].lower()}"


def _why(site: docs_builds.Version) -> str:
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
