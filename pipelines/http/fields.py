"""The fields of an answer: one that lacks what every such answer has is the server's fault.

A source reads each record of an answer through these, before anything of it is stored: what is
Lacking costs that record, is reported with the field's name, and the rest is read.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from pipelines.http.refusal import HttpError

REMEDY = "run again later; if it stays, report it to those who run the server"
KINDS = {str: "text", int: "number", bool: "true or false", dict: "object", list: "list"}
MOST, MOST_ID = 2**31, 2**63  # as the tables hold numbers, and ids
T = TypeVar("T")


class Lacking(HttpError):
    """An answer without a field that every such answer has, or with another thing there."""

    def __init__(self, what: str) -> None:
        super().__init__(what, remedy=REMEDY)

    def at(self, record: str) -> "Lacking":
        """The same, of one record of an answer."""
        return Lacking(f"{record}: {self.what.rpartition(': ')[2]}")


def due(given: Any, name: str, kind: type[T], *, most: int = MOST) -> T:
    """The field `name` of an object of an answer. Raises Lacking."""
    value = optional(given, name, kind, most=most)
    if value is None:
        raise Lacking(f"answer lacks `{name}`")
    return value


def optional(given: Any, name: str, kind: type[T], *, most: int = MOST) -> T | None:
    """As `due`, where null or nothing will do."""
    if not isinstance(given, dict):
        raise Lacking(f"answer has no object around `{name}`")
    value = given.get(name)
    if value is None:
        return None
    is_kind = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if not is_kind or (isinstance(value, int) and abs(value) >= most):
        raise Lacking(f"answer has no {KINDS[kind]} as `{name}`")
    return cast("T", value)


def due_moment(given: Any, name: str) -> str:
    """A time as ISO 8601 writes it, in the field `name`. Raises Lacking."""
    text = due(given, name, str)
    try:
        datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Lacking(f"answer has no time as `{name}`") from None
    return text


def sifted(
    listed: list[Any], check: Callable[[Any], Any], noun: str, *, key: str = "id"
) -> tuple[list[Any], list[Lacking]]:
    """The records that pass `check`, and what the others lack; `key` says which one it is."""
    good: list[Any] = []
    lacking: list[Lacking] = []
    for record in listed:
        try:
            check(record)
            good.append(record)
        except Lacking as error:
            number = record.get(key) if isinstance(record, dict) else None
            which = number if isinstance(number, (int, str)) else "without a name"
            lacking.append(error.at(f"{noun} {str(which)[:80]}"))
    return good, lacking
