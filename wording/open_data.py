"""The words of the open data: titles, the meaning of each column, the read-me and the changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wording import numbers
from wording.definitions import DEFINITIONS

TITLES = {
    "daily_cost": "Cost of each day, by category",
    "launches_by_member": "Launches of each day, by member of the federation",
    "launches_by_repository": "Launches of each day, by public repository",
    "backlog": "Open issues and pull requests at the end of each day",
    "docs_states": "Documentation sites by state",
    "attendance": "People at each meeting",
}
METRICS = {
    "daily_cost": "spending.daily_spend", "launches_by_member": "launches.by_member",
    "launches_by_repository": "launches.top_repositories", "backlog": "issues.backlog",
    "docs_states": "docs.versions", "attendance": "meetings.attendance",
}  # fmt: skip
FEW = "A count under {} is left empty."
COLUMNS = {
    "day": "The day: of a cost in the bill's own time zone, of a meeting as its notes have it, "
           "of launches and issues in UTC.",
    "category": "The team's own spending category.",
    "currency": "The currency of the amount, an ISO code. Currencies are never added.",
    "gross": "The cost before credits are taken off, exact.",
    "member": "The host that launched. Hosts with few launches of a day are “other members”.",
    "repository": "Owner and name. Repositories with few launches of a day, and those that are not "
                  "known to be public or could name somebody, are “other repositories”.",
    "launches": "The number of launches.",
    "open_issues": "Issues of public repositories that are open at the end of the day.",
    "open_pulls": "Pull requests of public repositories that are open at the end of the day.",
    "state": "The state, in a word.",
    "sites": "The number of documentation sites in that state, on the day of the data.",
    "series": "The meeting series.",
    "came": "The people who signed, each once. Empty: not known, or under 5.",
    "as_of": "The day of the data of this row.",
    "data_to": "The day that the source of this row reaches to; empty: not known.",
}  # fmt: skip
OTHER_MEMBERS, OTHER_REPOSITORIES = "other members", "other repositories"
NO_LICENCE = "No licence was named: all rights reserved."
UNLICENSED = "no licence is named, so nobody may use it. Fix: add --licence, as in CC-BY-4.0"
ASK_SHORTER = "Fix: publish it into another folder, or add --shorter if it is meant"


def meaning(table: str) -> str:
    """What a table holds, by the Definition of its metric, in a paragraph."""
    found = DEFINITIONS[METRICS[table]]
    pages = f"The pages call this “{found.name}”: {found.means}"
    return " ".join((f"{TITLES[table]}.", pages, *found.caveats))


def title(team: str) -> str:
    """The name of the whole."""
    return f"{team}: cost, use, backlog, documentation and meetings"


@dataclass(frozen=True)
class About:
    """A release: whose, its version, its SPDX licence or "", and the day of its data."""

    team: str
    version: str
    licence: str
    as_of: date


@dataclass(frozen=True)
class Contents:
    """The columns and the number of rows of one table."""

    columns: tuple[str, ...]
    rows: int


def read_me(about: About, tables: Mapping[str, Contents], old: Sequence[str], changes: str) -> str:
    """README.md: how to open it, the dictionary of every table, and the changes.

    old  sentences about sources that have grown silent
    """
    lines = [
        f"# {title(about.team)}", "",
        f"Version {about.version}, data of {numbers.long_day(about.as_of)}. "
        + (f"Licence: {about.licence}." if about.licence else NO_LICENCE),
        *(f"\n{each}" for each in old), "",
        "Each table is a Parquet and a CSV file; datapackage.json describes both (Frictionless "
        "Data Package).", "", "```python", 'pandas.read_parquet("daily_cost.parquet")', "```", "",
        "```sql", "from 'daily_cost.parquet';", "```", "", "## Dictionary",
    ]  # fmt: skip
    for table, held in tables.items():
        lines += ["", f"### {table}: {TITLES[table]}", "", meaning(table), "",
                  f"{numbers.count(held.rows, 'row')}.", ""]  # fmt: skip
        lines += [f"- `{column}`: {COLUMNS[column]}" for column in held.columns]
    return "\n".join([*lines, "", "## Changes", "", changes, ""])


def changes(before: str, tables: Mapping[str, tuple[int, int, int]]) -> str:
    """What differs from the release before; `before` is its version, empty for the first one.

    tables  table → rows that are new, gone and changed
    """
    if not before:
        return "This is the first release."
    lines = [f"Since version {before}:", ""]
    for table, (new, gone, changed) in tables.items():
        counts = f"{numbers.count(new, 'row')} new, {gone} gone, {changed} changed"
        lines.append(f"- {table}: {counts}.")
    return "\n".join(lines)


def shorter(table: str, before: tuple[date, date, int], now: tuple[date, date, int] | None) -> str:
    """Why a table is refused: its days then (first, last, how many) and now."""
    was = f"{numbers.count(before[2], 'day')} from {before[0]} to {before[1]}"
    if now is None:
        return f"{table}: the last release has {was}, this one none"
    return (
        f"{table}: the last release has {was}, this one "
        f"{numbers.count(now[2], 'day')} from {now[0]} to {now[1]}"
    )


def lost(table: str, day: date, count: int) -> str:
    """Why a table is refused that has lost days in between: the first of them."""
    return f"{table}: {numbers.count(count, 'day')} of the last release are gone, {day} first"
