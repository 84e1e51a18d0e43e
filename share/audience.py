"""Which columns may leave, for whom: lists of what is allowed, never of what is not.

A column a metric grows tomorrow is in no list and so in no file.
"""

from typing import Literal

import pandas as pd

Audience = Literal["funder", "credits", "public"]

OPEN: dict[str, tuple[str, ...]] = {
    "use": ("period", "amount", "cost", "each"),
    "community": ("year", "meetings", "median", "newcomers", "organisations"),
    "backlog": ("month", "opened", "closed", "open_at_end"),
    "docs": ("state", "sites"),
}
MONEY: dict[str, tuple[str, ...]] = {
    "spend": ("month", "category", "gross", "credits", "payable", "days", "of_days"),
    "funds": (
        "fund", "kind", "currency", "awarded", "spent", "remaining", "spent_share", "time_share",
        "confirmed_on", "ends_on",
    ),
    "own": ("fund", "currency", "ends_on", "low", "left", "high", "pays_to"),
    "runway": ("low", "likely", "high"),
}  # fmt: skip
# What each audience gets, part by part, in the order of the pack.
COLUMNS: dict[Audience, dict[str, tuple[str, ...]]] = {
    "funder": {**MONEY, **OPEN},
    "credits": {**MONEY, "services": ("service", "gross"), **OPEN},
    "public": {"spend": ("month", "category", "gross", "days", "of_days"), **OPEN},
}
# What the rows behind a month of the public site end at.
ROWS = ("month", "category", "service", "gross")
# The tables of the open data (share/data.py), for everybody: column → type.
OPEN_DATA: dict[str, dict[str, str]] = {
    "daily_cost": {"day": "date", "category": "string", "currency": "string", "gross": "number"},
    "launches_by_member": {"day": "date", "member": "string", "launches": "integer"},
    "launches_by_repository": {"day": "date", "repository": "string", "launches": "integer"},
    "backlog": {"day": "date", "open_issues": "integer", "open_pulls": "integer"},
    "docs_states": {"state": "string", "sites": "integer"},
    "attendance": {"day": "date", "series": "string", "state": "string", "came": "integer"},
}
# Counts of people: under five they say too much about each.
PEOPLE = ("median", "newcomers", "organisations")
SMALL = 5


def allowed(frame: pd.DataFrame, audience: Audience, part: str) -> pd.DataFrame:
    """The frame with the allowed columns only, small groups of people suppressed."""
    shown = frame[[column for column in COLUMNS[audience][part] if column in frame]].copy()
    for column in shown.columns.intersection(list(PEOPLE)):
        counts = [None if count is None or pd.isna(count) else count for count in shown[column]]
        few = f"under {SMALL}"
        shown[column] = pd.Series(
            [few if count is not None and count < SMALL else count for count in counts],
            index=shown.index, dtype=object,
        )  # fmt: skip
    return shown
