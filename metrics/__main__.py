"""python -m metrics: any public metric of the newest build, for scripts and for the curious."""

import argparse
import inspect
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pandas as pd

import config
from config import ConfigError
from metrics.data_quality.sources import info
from metrics.data_quality.standing import reach
from metrics.metric import public
from metrics.search import command
from metrics.search.find import Found
from metrics.spreadsheet import csv_bytes
from warehouse.read import NoBuild, open_newest

FINE, PERSON = 0, 78
INGEST = "python -m pipelines"
READERS: dict[Any, Callable[[str], Any]] = {
    date: date.fromisoformat,
    int: int,
    str: str,
    Decimal: Decimal,
    bool: lambda word: word.lower() in ("1", "true", "yes"),
}


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 printed, 78 a person must correct the name, an argument or the settings."""
    known, rest = _parser().parse_known_args(argv)
    metrics = public()
    if known.name is None:
        print(
            "\n".join(f"{name:40}{_first_line(each)}" for name, each in metrics.items()), flush=True
        )
        return FINE
    try:
        if known.name == command.NAME:
            house = config.load(known.config, known.data)
            with open_newest(house.data)[1] as db:
                found_lines = command.search(db, rest)
            print(_lines(found_lines, is_json=known.json), end="", flush=True)
            return FINE
        if known.name not in metrics:
            raise ConfigError([f"{known.name}: no such metric. Fix: python -m metrics lists them"])
        asked = _arguments(metrics[known.name], rest)
        house = config.load(known.config, known.data)
        _, db = open_newest(house.data)
        with db:
            as_of = known.as_of or info(db).as_of
            data_to = reach(db, on=as_of)[known.name]
            found = answer(db, metrics[known.name], asked, as_of)
            print(_printed(known, *found, data_to), end="", flush=True)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return PERSON
    except NoBuild as error:
        print(f"{error}. Fix: run {INGEST}", file=sys.stderr)
        return PERSON
    return FINE


def answer(
    db: Any, metric: Callable[..., Any], asked: Mapping[str, Any], as_of: date
) -> tuple[str, date, Any]:
    """The metric's declaration in a line, the day asked for, and its answer.

    Raises ConfigError where an argument that the metric needs is missing.
    """
    wanted = inspect.signature(metric).parameters
    given = dict(asked)
    if "as_of" in wanted:
        given.setdefault("as_of", as_of)
    if "on" in wanted:
        given.setdefault("on", as_of)
    missing = [
        name
        for name, each in wanted.items()
        if name != "db" and each.default is each.empty and name not in given
    ]
    if missing:
        named = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise ConfigError([f"{named}: missing. Fix: give a value"])
    made = metric.metric  # type: ignore[attr-defined] # public() lists marked functions only
    line = f"{_first_line(metric)} [{made.unit}; {made.grain}; {made.kind}]"
    return line, given.get("as_of", as_of), metric(db, **given)


def plain(  # noqa: PLR0911 - one return per kind of value
    value: Any, amount: Callable[[Decimal], Any] = str
) -> Any:
    """Rows as dicts and lists, days as ISO, amounts as `amount` makes them: to the last digit."""
    match value:
        case pd.DataFrame():
            cells = value.astype(object).where(value.notna(), None)
            return [plain(row, amount) for row in cells.to_dict("records")]
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return amount(value)
        case Mapping():
            return {str(key): plain(each, amount) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(each, amount) for each in value]
        case _ if is_dataclass(value):
            return {f.name: plain(getattr(value, f.name), amount) for f in fields(value)}
        case _:
            return value.item() if hasattr(value, "item") else value


def _printed(
    known: argparse.Namespace, definition: str, as_of: date, found: Any, data_to: date | None
) -> str:
    found = plain(found, Decimal if known.csv else str)  # csv_bytes writes them itself
    is_rows = isinstance(found, list)
    if known.csv:
        rows = found if is_rows else [found if isinstance(found, dict) else {"value": found}]
        rows = [row if isinstance(row, dict) else {"value": row} for row in rows]
        written = csv_bytes(pd.DataFrame(rows), as_of=as_of, data_to=data_to)
        return written.decode("utf-8-sig").replace("\r\n", "\n")
    made = {
        "definition": definition,
        "as_of": as_of.isoformat(),
        "data_to": data_to and data_to.isoformat(),
        ("rows" if is_rows else "value"): found,
    }
    return json.dumps(made, indent=None if known.json else 1, ensure_ascii=False) + "\n"


def _lines(found: Found, *, is_json: bool) -> str:
    """What was found, as one line of JSON or a line each."""
    return (
        json.dumps(plain(found), ensure_ascii=False) + "\n" if is_json else command.printed(found)
    )


def _first_line(metric: Callable[..., Any]) -> str:
    return (inspect.getdoc(metric) or "").splitlines()[0]


def _arguments(metric: Callable[..., Any], words: list[str]) -> dict[str, Any]:
    """--day 2026-09-01 --months 6 → the metric's own arguments, by their types."""
    types = get_type_hints(metric)
    types = {name: kind for name, kind in types.items() if name not in ("db", "return")}
    parser = argparse.ArgumentParser(
        prog="python -m metrics", exit_on_error=False, allow_abbrev=False
    )
    options = {name: option for name, kind in types.items() if (option := _argument(kind))}
    for name, option in options.items():
        parser.add_argument(f"--{name.replace('_', '-')}", **option)
    try:
        found, unknown = parser.parse_known_args(words)
    except argparse.ArgumentError as error:
        raise ConfigError([f"{error}. Fix: write days as 2026-09-01"]) from None
    if unknown:
        known = ", ".join(f"--{name.replace('_', '-')}" for name in options) or "no argument"
        raise ConfigError([f"{unknown[0]}: no such argument. Fix: it takes {known}"])
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in vars(found).items()
        if value is not None
    }


def _argument(kind: Any) -> dict[str, Any] | None:
    """How a type is read from words; None for one that words cannot give."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is Literal:
        return {"choices": get_args(kind)}
    if get_origin(kind) is tuple:
        return {"nargs": "+"}
    return {"type": READERS[kind]} if kind in READERS else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m metrics", description=__doc__, allow_abbrev=False
    )
    parser.add_argument(
        "name", nargs="?", help="room.metric, as spending.burn, or search; none: list them"
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--csv", action="store_true", help="rows as CSV")
    parser.add_argument("--config", metavar="FILE", help="dashboard.toml (else QUARTERDECK_CONFIG)")
    parser.add_argument("--data", metavar="DIR", help="data folder (else QUARTERDECK_DATA)")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DAY", help="else the build's")
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # a reader like `head` has all it wants
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
