"""Answers that a build brings with it: the costly questions of the pages, asked by its ingest.

An answer holds for the code that made it. A reader of other code, or with another question, asks
the build itself. Every argument is part of the question: a day of looking (`on`), too.
"""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from inspect import signature
from typing import Any, TypeVar, cast, get_type_hints

from duckdb import DuckDBPyConnection

from metrics.code import CODE
from metrics.encoding import decode, encode
from metrics.once import once

Function = TypeVar("Function", bound=Callable[..., Any])


def name_of(metric: Callable[..., Any]) -> str:
    """The name under which its answers are kept: its module and its own."""
    return f"{metric.__module__}.{metric.__qualname__}"


def question(metric: Callable[..., Any], arguments: Mapping[str, Any]) -> str:
    """The arguments as JSON, defaults included, in the metric's order."""
    defaults, types = _declared(metric)
    given = {**defaults, **arguments}
    return "[" + ",".join(encode(types[each], given[each]) for each in defaults) + "]"


def written(metric: Callable[..., Any], answer: Any) -> str:
    """The answer as it is kept. Raises TypeError where it is not of the type that it declares."""
    return encode(_declared(metric)[1]["return"], answer)


def read(metric: Callable[..., Any], body: str) -> Any:
    """The answer that was `written`."""
    return decode(_declared(metric)[1]["return"], body)


def kept(
    db: DuckDBPyConnection, metric: Callable[..., Any], arguments: Mapping[str, Any]
) -> tuple[Any, ...]:
    """The one answer that the build brings; empty without one of this code.

    Source: table answer ← pipelines/opening.py.
    """
    known = _held(db).get(name_of(metric))
    if not known:
        return ()
    try:
        body = known.get(question(metric, arguments))
    except TypeError:  # arguments that are no JSON: nobody stored an answer to them
        return ()
    return () if body is None else (read(metric, body),)


@once
def _held(db: DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """By metric and arguments, the answers of this code."""
    found: dict[str, dict[str, str]] = {}
    asked = "select metric, arguments, body from answer where code = ?"
    for name, arguments, body in db.execute(asked, [CODE]).fetchall():
        found.setdefault(name, {})[arguments] = body
    return found


def brought(metric: Function) -> Function:
    """Before it is computed, for whoever calls it as a function, the build's own answer counts."""

    @wraps(metric)
    def answered(db: DuckDBPyConnection, **arguments: Any) -> Any:
        found = kept(db, metric, arguments)
        return found[0] if found else metric(db, **arguments)

    return cast(Function, answered)


@cache
def _declared(metric: Callable[..., Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Its parameters with their defaults, the database apart, and its types."""
    wanted = list(signature(metric).parameters.values())[1:]
    return {each.name: each.default for each in wanted}, get_type_hints(metric)
