"""Who promised to see to a thing: the owners of open actions that name it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.docs.builds import Version, versions
from metrics.meetings import actions

RAISED_WITHIN = 3  # months: what nobody mentions any more needs no meeting's time
# Of an action that is about a site's documentation.
DOCUMENTING = re.compile(r"\b(?:docs?|documentation|build|site)\b", re.I)
COMMON = frozenset({
    "award", "cloud", "credits", "donations", "foundation", "fund", "funding", "grant",
    "institute", "programme", "program", "project", "research", "university",
})  # fmt: skip


def waiting(db: DuckDBPyConnection, *, as_of: date) -> pd.DataFrame:
    """The open actions that somebody still mentions. Source: metric meetings.actions."""
    found = actions.actions(db, as_of=as_of, months=RAISED_WITHIN)
    return found[~found["done"].astype(bool) & ~found["dropped"].astype(bool)]


def promised(
    waiting: pd.DataFrame, names: Sequence[str], about: re.Pattern[str]
) -> tuple[tuple[str, ...], str]:
    """Who promised it, and in which words: the newest open action on the thing and the matter."""
    for _, row in waiting.sort_values("last_on", ascending=False).iterrows():
        words = set(re.findall(r"[\w-]+", row["text"]))
        if len(row["owners"]) and about.search(row["text"]) and words & set(names):
            return tuple(row["owners"]), str(row["text"])
    return (), ""


def distinctive(names: Iterable[str]) -> tuple[str, ...]:
    """The words of a name that could mean nothing else: long enough, and not every fund's."""
    words = {word for name in names for word in re.findall(r"[\w-]+", name)}
    return tuple(sorted(each for each in words if len(each) >= 4 and each.casefold() not in COMMON))


def of_site(waiting: pd.DataFrame, site: Version) -> tuple[tuple[str, ...], str]:
    """Who promised to repair a documentation site, and in which words."""
    return promised(waiting, distinctive([site.project, site.name]), DOCUMENTING)


def of_failing_sites(db: DuckDBPyConnection, *, as_of: date) -> dict[str, tuple[str, ...]] | None:
    """By project, who promised to repair a site that fails; empty: nobody. None without notes.

    No committer is taken for an owner. Source: metrics docs.versions and meetings.actions.
    """
    if not rows.value(db, "select count(*) from meeting"):
        return None
    failing = [each for each in versions(db, as_of=as_of)
               if each.is_default and each.state == "failing"]  # fmt: skip
    found = waiting(db, as_of=as_of) if failing else pd.DataFrame()
    return {each.project: of_site(found, each)[0] for each in failing}
