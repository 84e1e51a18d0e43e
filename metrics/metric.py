"""The mark of a public metric: a function whose figure anybody may quote.

A public metric is known by its room and its own name, `spending.burn`. Its Definition, in plain
English, is in wording/definitions; docs/metrics.md is made from both.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import isfunction
from typing import Any, Literal, TypeVar

Kind = Literal["sum", "count", "share", "middle", "date", "simulated"]
Source = Literal[
    "billing", "notes", "github", "docs_builds", "launches", "usage", "funds", "income", "build"
]  # funds: balances and awards; income: the ledgers
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Metric:
    """What a metric says of its own figure.

    unit      of the figure: `the bill's currency a day`, `people`, `days`
    grain     what one row of the answer is: `day, category and currency`; `one` for a single answer
    rests_on  kinds of sources without which the figure is unknown; `build`: the build itself
    kind      how the figure is made
    """

    unit: str
    grain: str
    rests_on: tuple[Source, ...]
    kind: Kind


def metric(
    *, unit: str, grain: str, rests_on: tuple[Source, ...], kind: Kind
) -> Callable[[Function], Function]:
    """Mark a function as a public metric; the function itself stays as it is."""

    def marked(function: Function) -> Function:
        function.metric = Metric(unit, grain, rests_on, kind)  # type: ignore[attr-defined]
        return function

    return marked


def name_of(function: Callable[..., Any]) -> str:
    """The public name: the room under metrics/ and the function, `spending.burn`."""
    return f"{function.__module__.split('.')[1]}.{function.__name__}"


def public() -> dict[str, Callable[..., Any]]:
    """Every public metric by its name, in order. Raises ValueError where two share a name."""
    found: dict[str, Callable[..., Any]] = {}
    for function in _marked():
        name = name_of(function)
        if found.setdefault(name, function) is not function:
            raise ValueError(f"two metrics are called {name}")
    return dict(sorted(found.items()))


@cache
def rests_on() -> Mapping[str, tuple[Source, ...]]:
    """The sources of every public metric, by its name; the first call imports every metric.

    Raises as `public`.
    """
    return {name: each.metric.rests_on for name, each in public().items()}  # type: ignore[attr-defined] # marked


def _marked() -> Iterator[Callable[..., Any]]:
    """Functions are listed where they are defined, not where they are imported."""
    package = importlib.import_module("metrics")
    for info in pkgutil.walk_packages(package.__path__, "metrics."):
        if info.name == "metrics.__main__":
            continue
        module = importlib.import_module(info.name)
        own = (each for each in vars(module).values() if isfunction(each))
        yield from (f for f in own if f.__module__ == info.name and hasattr(f, "metric"))
