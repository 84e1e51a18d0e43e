"""The figures that open their rows, by the names that addresses have, and the reading of those.

An address names a figure and its arguments: `of=spending.total&month=2026-08&basis=gross`.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from metrics.awards import ledger as awards
from metrics.data_quality import ledger as data_quality
from metrics.docs import ledger as docs
from metrics.funds import ledger as funds
from metrics.issues import ledger as issues
from metrics.launches import ledger as launches
from metrics.ledger import Ledger
from metrics.meetings import ledger as meetings
from metrics.runway import ledger as runway
from metrics.spending import ledger as spending

Figure = Callable[..., Ledger]
FIGURES: dict[str, Figure] = {
    "spending.total": spending.total,
    "spending.change": spending.change,
    "spending.burn": spending.mean,
    "spending.credit_share": spending.credit_share,
    "runway.outlook": runway.outlook,
    "runway.scenario": runway.scenario,
    "runway.published": runway.published,
    "funds.left": funds.left,
    "funds.balance": funds.balance,
    "funds.holding": funds.holding,
    "funds.available": funds.available,
    "awards.charged": awards.charged,
    "awards.unassigned": awards.unassigned,
    "awards.claim": awards.claim,
    "launches.paid_for": launches.paid_for,
    "launches.counted": launches.counted,
    "launches.a_day": launches.a_day,
    "launches.member": launches.member,
    "issues.open": issues.still_open,
    "issues.changed": issues.changed,
    "issues.times": issues.times,
    "issues.contributors": issues.contributed,
    "docs.failing": docs.failing,
    "docs.durations": docs.durations,
    "meetings.people": meetings.came,
    "meetings.median": meetings.median,
    "meetings.first_timers": meetings.first_timers,
    "meetings.organisations": meetings.organisations,
    "meetings.meeting": meetings.meeting,
    "meetings.month": meetings.in_month,
    "meetings.held": meetings.held,
    "meetings.flow": meetings.flow,
    "meetings.actions": meetings.actions,
    "meetings.decisions": meetings.decided,
    "data_quality.sources": data_quality.sources,
    "data_quality.rows": data_quality.read,
    "data_quality.left_out": data_quality.left_out,
}
# Given by the page, never by an address.
FIRST_YEAR, LAST_YEAR = 1970, 2199
MOST_MONTHS = 120
LARGEST = {"start": 10**9}
OWN = ("db", "as_of", "on", "most", "return")


@dataclass(frozen=True)
class Mistake(Exception):
    """An address that names no figure, or not rightly.

    kind   no_figure | unknown_figure | unknown_argument | bad_value | missing
    name   of the figure or the argument     value  as given     allowed  what it may be
    """

    kind: str
    name: str = ""
    value: str = ""
    allowed: tuple[str, ...] = ()


def asked(address: Mapping[str, Sequence[str]]) -> tuple[Figure, dict[str, Any]]:
    """The figure of an address, and its arguments. Raises Mistake."""
    name = next(iter(address.get("of", ())), "")
    if name not in FIGURES:
        kind = "unknown_figure" if name else "no_figure"
        raise Mistake(kind, name, allowed=tuple(FIGURES))
    figure = FIGURES[name]
    types = {n: kind for n, kind in get_type_hints(figure).items() if n not in OWN}
    given = {n: list(values) for n, values in address.items() if n != "of"}
    if unknown := next((n for n in given if n not in types), None):
        raise Mistake("unknown_argument", unknown, allowed=tuple(types))
    wanted = inspect.signature(figure).parameters
    missing = [n for n in types if wanted[n].default is inspect.Parameter.empty and n not in given]
    if missing:
        raise Mistake("missing", missing[0], allowed=tuple(types))
    return figure, {n: _value(n, types[n], values) for n, values in given.items()}


def own(figure: Figure, *, as_of: date, on: date) -> dict[str, date]:
    """The days that a page gives to a figure that asks for them."""
    wanted = inspect.signature(figure).parameters
    return {n: day for n, day in {"as_of": as_of, "on": on}.items() if n in wanted}


def _value(name: str, kind: Any, values: Sequence[str]) -> Any:
    """A value of an address as its argument's type. Raises Mistake."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is tuple:
        return tuple(values)
    word = values[-1] if values else ""
    if get_origin(kind) is Literal:
        if word not in get_args(kind):
            raise Mistake("bad_value", name, word, get_args(kind))
        return word
    try:
        value = READERS[kind](word)
        if kind is int and not 0 <= value <= LARGEST.get(name, MOST_MONTHS):
            raise ValueError(word)
        return value
    except ValueError:
        raise Mistake("bad_value", name, word, (EXAMPLES[kind],)) from None


def _day(word: str) -> date:
    """A day, or a month as its first day. Raises ValueError."""
    day = date.fromisoformat(word if len(word) > len("2026-08") else f"{word}-01")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(word)
    return day


def _flag(word: str) -> bool:
    if word not in FLAGS:
        raise ValueError(word)
    return FLAGS[word]


FLAGS = {"true": True, "1": True, "false": False, "0": False}
READERS: dict[Any, Callable[[str], Any]] = {date: _day, bool: _flag, int: int, str: str}
EXAMPLES: dict[Any, str] = {date: "2026-08-31", bool: "true", int: "3", str: "text"}
