"""Claims about issues and pull requests beside GitHub's own count of the same days."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote_plus

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.issues import counts
from metrics.issues.claim import Claim, Finding, agrees, unknown
from metrics.issues.scope import Scope


@dataclass(frozen=True)
class Settled:
    """What a person settled about a claim (claims.toml); `repo` "all" means every one read."""

    quote: str
    repo: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    is_claim: bool = True
    note: str | None = None


NOTHING = Settled("")


@dataclass(frozen=True)
class _Question:
    """What is counted: one repository, or all of them (empty), in a window of whole days, UTC."""

    repo: str
    first: date
    last: date

    @property
    def scope(self) -> tuple[str, ...]:
        return (self.repo,) if self.repo else ()

    @property
    def where(self) -> str:
        """ "16 Aug – 20 Sep 2018, lab/hub" """
        year = self.first.year != self.last.year
        days = f"{words.day(self.first, year=year)} – {words.day(self.last)}"
        return f"{days}, {self.repo or 'all repositories read'}"


def check(
    db: DuckDBPyConnection, claim: Claim, settled: Settled, known: dict[str, str], *, as_of: date
) -> Finding:
    """What GitHub counts for one claim, or why that cannot be told.

    known  the repositories read: every name they have or had, lower case → the name now
    """
    first, last = settled.first_on or claim.previous_on, settled.last_on or claim.held_on
    if last is None:
        return unknown("it stands in no dated meeting")
    named = _named(claim, settled, known)
    if len(named) != 1:
        return unknown(_which(db, named, known, first, min(last, as_of)))
    repo = "" if named[0] == "all" else known.get(named[0].lower())
    if repo is None:
        return unknown(f"{named[0]} is not among the repositories read")
    if reason := _unread(db, repo, last):
        return unknown(reason)
    if first is None and claim.kind != "issues_open":
        return unknown("no earlier meeting of the series says from when to count")
    return _answer(db, claim, _Question(repo, first or last, min(last, as_of)))


def _named(claim: Claim, settled: Settled, known: dict[str, str]) -> list[str]:
    """The repositories the claim names: owner/name, or a short name that can mean nothing else.

    A short name counts as long as it is the whole word, belongs to one repository read, and is
    either called a repository ("the hub repo") or of five letters and more after a preposition
    ("in BinderHub"). Where there is but one repository, it is meant.
    """
    if settled.repo:
        return [settled.repo]
    text = f"{claim.quote} {claim.subject}"
    full = re.findall(
        r"(?<![\w./-])([A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*?)(?=[.,;:!?)\]]*(?:\s|$))", text
    )
    if any(name.lower() in known for name in full):
        return sorted({known[name.lower()] for name in full if name.lower() in known})
    if full:
        return full[:1]
    now = sorted(set(known.values()))
    short = [name for name in now if _mentions(text, name.split("/")[1])]
    return short or (now if len(now) == 1 else [])


def _mentions(text: str, name: str) -> bool:
    word = rf"(?<![\w/-]){re.escape(name)}(?![\w/-])"
    called = (
        rf"{word}['’`*_\s]*(?:repo|repository)\b",
        rf"\b(?:repo|repository)[\s`*_:]+{word}",
        rf"`{re.escape(name)}`",
    )
    after = rf"\b(?:in|on|at|of|from|for|to)\s+(?:the\s+|our\s+)?[`*_]*{word}"
    patterns = called if len(name) < 5 else (*called, after)
    return any(re.search(pattern, text, re.I) for pattern in patterns)


def _which(
    db: DuckDBPyConnection, named: list[str], known: dict[str, str], first: date | None, last: date
) -> str:
    """The question back to the team, with the count over everything, which claims nothing."""
    if named:
        return f"which repository is meant, {words.listing(named, 'or')}? Settle it in claims.toml"
    if not known:
        return "no repository is read"
    why = "the notes name no repository; which is meant? Settle it in claims.toml"
    if first is None:
        return why
    everywhere = counts.window(db, first=first, last=last, scope=Scope(bots=True))
    return (
        f"{why}. In all {len(set(known.values()))} together {everywhere.closed} issues were closed"
    )


def _unread(db: DuckDBPyConnection, repo: str, last: date) -> str:
    """Why our rows do not tell all of these days, or nothing."""
    rows = db.execute(
        """
        select full_name, synced_at, complete
        from repo
        where ? = '' or full_name = ?
        order by complete, synced_at nulls first
        limit 1
        """,
        [repo, repo],
    ).fetchall()
    name, synced_at, complete = rows[0]
    if synced_at is None or not complete:
        return f"{name} is not read to the end yet"
    if synced_at.date() < last:
        return f"{name} was last read on {words.day(synced_at.date())}, before the window ended"
    return ""


def _answer(db: DuckDBPyConnection, claim: Claim, asked: _Question) -> Finding:
    pulls = claim.kind == "prs_merged"
    scope = Scope(asked.scope, bots=True, pulls=pulls)
    if claim.kind == "issues_open":
        counted = counts.open_on(db, day=asked.last, scope=scope)
        what, asked = "open", _Question(asked.repo, asked.last, asked.last)
    else:
        window = counts.window(db, first=asked.first, last=asked.last, scope=scope)
        counted, what = (window.merged, "merged") if pulls else (window.closed, "closed")
    query = _query(asked, what, pulls)
    where = (asked.repo and f"/{asked.repo}/issues?q=") or "/search?type=issues&q="
    url = f"https://github.com{where}{quote_plus(query)}"
    verdict, answer = _sentence(db, claim, asked, counted, what)
    return Finding(verdict, answer, counted, query, url)


def _query(asked: _Question, what: str, pulls: bool) -> str:
    kind = "is:pr" if pulls else "is:issue"
    if what == "open":
        return f"{kind} created:<={asked.last} -closed:<={asked.last}"
    return f"{kind} {what}:{asked.first}..{asked.last}"


def _sentence(
    db: DuckDBPyConnection, claim: Claim, asked: _Question, counted: int, what: str
) -> tuple[str, str]:
    where = f"on {words.day(asked.last)}, {asked.repo or 'all repositories read'}"
    where = where if what == "open" else asked.where
    if agrees(claim, counted):
        return "agrees", f"GitHub counts {words.number(counted)} ({where}), as the notes say"
    if what == "closed":
        scope = Scope(asked.scope, bots=True, pulls=True)
        pulls = counts.window(db, first=asked.first, last=asked.last, scope=scope).closed
        if pulls and agrees(claim, counted + pulls):
            both = f"{words.count(counted, 'issue')} and {words.count(pulls, 'pull request')}"
            return "agrees", f"GitHub counts {both} ({where}), together as the notes say"
    differs = f"GitHub counts {words.number(counted)} ({where}); the notes say {claim.said}"
    return "differs", differs
