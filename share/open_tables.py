"""The tables of the open data, from metrics, cut down to the columns that everybody may see."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.docs import builds
from metrics.issues import counts
from metrics.issues.scope import Scope
from metrics.launches import daily
from metrics.meetings import attendance as meetings
from metrics.spending import burn
from share.audience import OPEN_DATA, SMALL
from wording.docs_builds import STATES
from wording.open_data import OTHER_MEMBERS, OTHER_REPOSITORIES

PRIVATE = "a name"  # of a category or a repository whose row is added to the others


@dataclass(frozen=True)
class Asked:
    """A build, its day, and which words name somebody or something private.

    is_public_archive  all repositories of the launch archive are public
    """

    db: DuckDBPyConnection
    as_of: date
    is_private: Callable[[str], bool]
    is_public_archive: bool = False


def tables(asked: Asked) -> dict[str, pd.DataFrame]:
    """Every table that has a row: allowed columns only, typed as in share.audience.OPEN_DATA."""
    made = {
        "daily_cost": burn.daily_spend(asked.db),
        "launches_by_member": _members(asked),
        "launches_by_repository": _repositories(asked),
        "backlog": _backlog(asked),
        "docs_states": _docs(asked),
        "attendance": _attendance(asked),
    }
    return {
        name: frame[list(OPEN_DATA[name])].reset_index(drop=True)
        for name, frame in made.items()
        if len(frame)
    }


def _members(asked: Asked) -> pd.DataFrame:
    frame = daily.by_member(asked.db)
    is_shown = frame["launches"] >= SMALL
    return _others(frame, "member", is_shown, OTHER_MEMBERS)


def _repositories(asked: Asked) -> pd.DataFrame:
    """Repositories with five launches of a day that GitHub says are public, and name nobody."""
    frame = daily.by_repository(asked.db)
    public = {name.casefold() for name in _public(asked.db)}
    shown = {
        name
        for name in set(frame["repository"])
        if (asked.is_public_archive or name.casefold() in public) and not asked.is_private(name)
    }
    is_shown = frame["repository"].isin(shown) & (frame["launches"] >= SMALL)
    return _others(frame, "repository", is_shown, OTHER_REPOSITORIES)


def _others(
    frame: pd.DataFrame, column: str, is_shown: "pd.Series[bool]", others: str
) -> pd.DataFrame:
    """The rows shown as they are, all others of a day as one, so that the day's sum stays."""
    named = frame.assign(**{column: frame[column].where(is_shown, others)})
    summed = named.groupby(["day", column], sort=False)[["launches"]].sum().reset_index()
    return summed.sort_values(["day", column], kind="stable")


def _public(db: DuckDBPyConnection) -> list[str]:
    return rows.column(
        db,
        """
        select full_name from repo where not private and unreachable_since is null
        order by full_name
        """,
    )


def _backlog(asked: Asked) -> pd.DataFrame:
    """Each day since the first issue; only of public repositories."""
    public = tuple(_public(asked.db))
    first = rows.value(
        asked.db,
        """
        select min(created_at)::date
        from issue
        join repo using (repo_id)
        where list_contains($repos::varchar[], full_name)
        """,
        {"repos": list(public)},
    )
    if first is None or first > asked.as_of:
        return pd.DataFrame()
    days = (asked.as_of - first).days + 1
    issues, pulls = (
        counts.backlog(asked.db, as_of=asked.as_of, days=days, scope=Scope(public, pulls=side))
        for side in (False, True)
    )
    return pd.DataFrame(
        {
            "day": [day.date() for day in issues["day"]],
            "open_issues": issues["open_count"],
            "open_pulls": pulls["open_count"],
        }
    )


def _docs(asked: Asked) -> pd.DataFrame:
    states = [
        STATES[site.state]
        for site in builds.versions(asked.db, as_of=asked.as_of)
        if site.is_default
    ]
    return pd.Series(states, dtype=object).value_counts().rename_axis("state").reset_index(
        name="sites"
    ).sort_values("state")  # fmt: skip


def _attendance(asked: Asked) -> pd.DataFrame:
    """Every meeting; a count of people under five is not known to the reader."""
    frame = meetings.attendance(asked.db, as_of=asked.as_of, months=12 * 100)
    came = [None if pd.isna(n) or n < SMALL else int(n) for n in frame["came"]]
    return pd.DataFrame(
        {
            "day": [day.date() for day in frame["held_on"]],
            "series": frame["series"],
            "state": frame["state"],
            "came": pd.array(came, dtype="Int64"),
        }
    )


def texts(made: Mapping[str, pd.DataFrame]) -> Iterable[tuple[str, str, str]]:
    """Every word of data in the tables: table, column, word; each once."""
    for table, frame in made.items():
        for column in ("category", "currency", "member", "repository", "series"):
            if column in frame:
                for word in dict.fromkeys(frame[column]):
                    if isinstance(word, str) and word not in (OTHER_MEMBERS, OTHER_REPOSITORIES):
                        yield table, column, word
