"""The backlog in one sentence: whether it falls."""

from dataclasses import dataclass
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.issues.counts import Window, open_on, window
from metrics.issues.scope import ALL, Scope


@dataclass(frozen=True)
class Pulse:
    """The backlog now and three months ago, and what moved in between."""

    open_now: int
    open_before: int
    quarter: Window
    noun: str

    @property
    def answer(self) -> str:
        """The page's sentence."""
        change, standing = self.open_now - self.open_before, words.count(self.open_now, self.noun)
        are = "is" if self.open_now == 1 else "are"
        if not (self.open_now or self.open_before or self.quarter.opened):
            return f"No {self.noun} is open, and none was opened in three months."
        if not change:
            return f"The backlog stands still: {standing} {are} open, as three months ago."
        moved = "grew" if change > 0 else "fell"
        by = words.number(abs(change))
        return f"The backlog {moved} by {by} in three months: {standing} {are} open."

    @property
    def formula(self) -> str:
        """The change with its two figures put in."""
        change = words.signed(self.open_now - self.open_before)
        return f"{self.open_now} open now − {self.open_before} open 91 days before = {change}"


def pulse(db: DuckDBPyConnection, *, as_of: date, scope: Scope = ALL) -> Pulse:
    """Whether the backlog is falling: open now, open 91 days ago, and what moved.

    Unit     issues, or pull requests where they are asked for
    Rows     one
    Source   tables issue, issue_event
    """
    before = as_of - timedelta(days=91)
    return Pulse(
        open_on(db, day=as_of, scope=scope),
        open_on(db, day=before, scope=scope),
        window(db, first=before + timedelta(days=1), last=as_of, scope=scope),
        "pull request" if scope.pulls else "issue",
    )


def labels(db: DuckDBPyConnection) -> list[str]:
    """The labels in use, the commonest first.

    Rows     one per label, at most 50
    Source   table issue
    """
    rows = db.execute(
        """
        select label
        from (select unnest(labels) as label from issue)
        group by label
        order by count(*) desc, label
        limit 50
        """
    ).fetchall()
    return [row[0] for row in rows]
