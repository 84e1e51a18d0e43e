"""Claims about issues and pull requests against GitHub's own count of the same days."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from urllib.parse import quote_plus

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.issues import counts
from metrics.issues.claim import Claim, Finding, IssueCount, agrees, unknown
from metrics.issues.scope import Scope

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Settled:
    """A person's own answer to a claim (claims.toml); `repo` "all" means every one read.

    `repo` "unknown": nobody can say which one was meant.
    """

    meeting_id: str = ""
    quote: str = ""
    repo: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    is_claim: bool = True
    note: str | None = None

    def concerns(self, claim: Claim) -> bool:
        """Whether it answers this claim: of the same meeting, its quote a part of the claim's."""
        return self.meeting_id == claim.meeting_id and self.quote.lower() in claim.quote.lower()


@dataclass(frozen=True)
class _Read:
    full_name: str
    synced_on: date | None
    complete: bool


def check(
    db: DuckDBPyConnection, claim: Claim, settled: Settled, known: dict[str, str], *, as_of: date
) -> Finding:
    """GitHub's count for one claim, or why there is none.

    known  the repositories read: every name they have or had, lower case → the name now
    """
    first, last = settled.first_on or claim.previous_on, settled.last_on or claim.held_on
    if last is None:
        return unknown("no_dated_meeting")
    named = _named(claim, settled, known)
    if len(named) != 1:
        return _which_repository(db, named, known, first, min(last, as_of))
    repo = "" if named[0] == "all" else known.get(named[0].lower())
    if repo is None:
        return unknown("repository_not_read", named[0])
    if unread := _unread(db, repo, last):
        return unread
    if first is None and claim.kind != "issues_open":
        return unknown("no_earlier_meeting")
    return _counted(db, claim, repo, first or last, min(last, as_of))


def _named(claim: Claim, settled: Settled, known: dict[str, str]) -> list[str]:
    """The repositories the claim names: owner/name, or a short name that can mean nothing else.

    A short name counts as long as it is the whole word, belongs to one repository read, and is
    either called a repository ("the hub repo") or of five letters and more after a preposition
    ("in BinderHub"). Where there is but one repository, it is meant.
    """
    if settled.repo and settled.repo != UNKNOWN:
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


def _which_repository(
    db: DuckDBPyConnection, named: list[str], known: dict[str, str], first: date | None, last: date
) -> Finding:
    """The question back to the team, with the count over everything, which judges nothing."""
    if named:
        return unknown("repository_ambiguous", *named)
    if not known:
        return unknown("no_repository_read")
    if first is None:
        return unknown("repository_not_named")
    everywhere = counts.window(db, first=first, last=last, scope=Scope(bots=True))
    together = len(set(known.values()))
    return unknown("repository_not_named", closed=everywhere.closed, repositories=together)


def _unread(db: DuckDBPyConnection, repo: str, last: date) -> Finding | None:
    """Why our rows do not cover all of these days; None where they do."""
    read = rows.row(
        db,
        _Read,
        """
        select full_name, synced_at::date as synced_on, complete
        from repo
        where ($repo = '' or full_name = $repo)
            and (unreachable_since is null or full_name not in (
                select full_name
                from repo
                where unreachable_since is null
            ))
        order by complete, synced_at nulls first
        limit 1
        """,
        {"repo": repo},
    )
    if read is None or read.synced_on is None or not read.complete:
        return unknown("reading_incomplete", read.full_name if read else repo)
    if read.synced_on < last:
        return unknown("read_before_end", read.full_name, day=read.synced_on)
    return None


def _counted(db: DuckDBPyConnection, claim: Claim, repo: str, first: date, last: date) -> Finding:
    """The count, of pull requests, too, where only both together are the claimed number."""
    is_merged, repos = claim.kind == "prs_merged", (repo,) if repo else ()
    scope = Scope(repos, bots=True, pulls=is_merged)
    if claim.kind == "issues_open":
        answer = IssueCount("open", repo, last, last, counts.open_on(db, day=last, scope=scope))
    else:
        window = counts.window(db, first=first, last=last, scope=scope)
        event: Literal["merged", "closed"] = "merged" if is_merged else "closed"
        answer = IssueCount(event, repo, first, last, window.merged if is_merged else window.closed)
    agreed = agrees(claim, answer.count)
    if answer.event == "closed" and not agreed:
        scope = replace(scope, pulls=True)
        pulls = counts.window(db, first=first, last=last, scope=scope).closed
        if pulls and agrees(claim, answer.count + pulls):
            answer, agreed = replace(answer, pulls=pulls), True
    query = _query(answer)
    where = (repo and f"/{repo}/issues?q=") or "/search?type=issues&q="
    url = f"https://github.com{where}{quote_plus(query)}"
    return Finding("agrees" if agreed else "differs", answer, answer.count, query, url)


def _query(answer: IssueCount) -> str:
    if answer.event == "open":
        return f"is:issue created:<={answer.last} -closed:<={answer.last}"
    kind = "is:pr" if answer.event == "merged" else "is:issue"
    return f"{kind} {answer.event}:{answer.first}..{answer.last}"
