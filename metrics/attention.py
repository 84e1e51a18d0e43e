"""What a team must decide or do, sorted: one line each, with the page that says more.

Numbers that the notes said and others count differently are never here: they stand on the Issues
page, for who wants to know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from metrics import docs_builds, sources, words
from metrics.runway.balances import Statement, statements

TONES = ("act", "watch", "fine", "quiet")
CONFIRM_AFTER = 90  # days after which a stated balance is an old number
NEVER = 10_000  # days: sorts behind all that has a date


@dataclass(frozen=True)
class Item:
    """One line: a state (tone and word), what it is about, why, how long, and where to look.

    days   how soon it matters, for sorting: days left, or minus the days it is late
    page   path of the page; `query` its filters, so that the link opens on the very thing
    """

    tone: str
    word: str
    text: str
    detail: str
    side: str
    days: int
    page: str
    query: str = ""

    @property
    def link(self) -> str:
        """Relative address of the page with its filters."""
        return f"{self.page}?{self.query}" if self.query else self.page


def items(db: DuckDBPyConnection, *, as_of: date) -> list[Item]:
    """What needs a decision: what is late or broken first, then what comes soonest.

    Rows     one per thing to decide; at most one per fund, site and source for each reason
    Source   the metrics of each page
    Beware   a source that is not set up says nothing here; what it unlocks stands on Setup.
    """
    found = [*_docs(db, as_of), *_sources(db), *_balances(db, as_of)]
    return sorted(found, key=lambda item: (TONES.index(item.tone), item.days, item.text))


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


def _balances(db: DuckDBPyConnection, as_of: date) -> Iterator[Item]:
    """Funds whose balance nobody confirmed lately; in-kind help has no statements."""
    names = dict(db.execute("select fund_id, name from fund where kind <> 'in_kind'").fetchall())
    newest: dict[str, Statement] = {}
    for said in statements(db, as_of=as_of):
        if said.confirmed and said.amount is not None:
            newest[said.fund_id] = said
    for fund_id, name in names.items():
        yield from _old(fund_id, name, newest.get(fund_id), as_of)


def _old(fund_id: str, name: str, said: Statement | None, as_of: date) -> Iterator[Item]:
    query = f"fund={fund_id}"
    if said is None:
        text, detail = f"No balance of {name} was ever confirmed", "Ask for a statement."
        yield Item("watch", "Old number", text, detail, "", NEVER, "funds", query)
        return
    age = (as_of - said.on_day).days
    if age > CONFIRM_AFTER:
        text = f"Balance of {name} was last confirmed {words.days(age)} ago"
        detail = f"Rolled forward by what was spent since {words.day(said.on_day)}."
        yield Item("watch", "Old number", text, detail, words.days(age), -age, "funds", query)
