"""Which handle a name of the notes means, for pages that name nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from config.names import words
from metrics import rows

SOMEBODY = "somebody"


@dataclass(frozen=True)
class _Signed:
    name: str
    handle: str


def handles(db: DuckDBPyConnection) -> dict[str, str]:
    """By name, first name and handle, in small letters: the one @handle that it can mean.

    Source: table attendance ← pipelines/notes, people.toml.
    """
    signed = rows.rows(
        db, _Signed, "select distinct name, handle from attendance where handle is not null"
    )
    found: dict[str, set[str]] = {}
    for each in signed:
        for name in {each.name, *words(each.name)[:1], each.handle}:
            found.setdefault(name.casefold(), set()).add(f"@{each.handle}")
    return {name: next(iter(own)) for name, own in found.items() if len(own) == 1}


def by_handle(owners: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    """The owners by handle; without one they are somebody."""
    named = [known.get(owner.lstrip("@").casefold(), SOMEBODY) for owner in owners]
    return tuple(dict.fromkeys(named))
