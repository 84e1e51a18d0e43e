"""python -m metrics search WORDS: the lines that answer, for a terminal and for scripts."""

import argparse
from collections.abc import Sequence
from datetime import date

from duckdb import DuckDBPyConnection

from config import ConfigError
from config.names import compared
from metrics.search.find import KINDS, Asked, Found, Line, find, people

NAME, MOST = "search", 10


def search(db: DuckDBPyConnection, words: Sequence[str]) -> Found:
    """The answer to a command line. Raises ConfigError for one that cannot be read."""
    args = _arguments(words)
    person = _person(db, args.person) if args.person else None
    text = " ".join(f'"{word}"' if " " in word else word for word in args.words)
    asked = Asked(
        text, tuple(args.kind), tuple(args.series), args.first, args.last,
        named=args.names or person is not None, person=person,
    )  # fmt: skip
    return find(db, asked=asked, most=args.most)


def printed(found: Found) -> str:
    """One line each, cells parted by tabs: place, day, kind, words, web address."""
    return "".join("\t".join(_cells(line)) + "\n" for line in found.lines)


def _cells(line: Line) -> tuple[str, ...]:
    day = line.day.isoformat() if line.day else ""
    return line.place, day, line.kind, line.text, line.link or ""


def _person(db: DuckDBPyConnection, name: str) -> str:
    wanted = compared(name.lstrip("@"))
    for each in people(db):
        if wanted in (compared(each.name), compared(each.person_id)):
            return each.person_id
    raise ConfigError([f"{name}: nobody signed with that name. Fix: write it as in a roll call"])


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m metrics search", exit_on_error=False, allow_abbrev=False,
        description="Search notes, decisions, actions, claims and issues.",
    )  # fmt: skip
    parser.add_argument("words", nargs="*", help="words, parts of words, a phrase in quotes")
    parser.add_argument("--kind", action="append", default=[], choices=KINDS)
    parser.add_argument(
        "--series", action="append", default=[], metavar="NAME", help="or owner/name"
    )
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--most", type=int, default=MOST, help="lines to print")
    parser.add_argument("--names", action="store_true", help="search and show names, too")
    parser.add_argument("--person", metavar="NAME", help="lines that name this person")
    try:
        found, unknown = parser.parse_known_args(words)
    except argparse.ArgumentError as error:
        raise ConfigError([f"{error}. Fix: write days as 2026-09-01"]) from None
    if unknown:
        raise ConfigError([f"{unknown[0]}: no such argument. Fix: python -m metrics search -h"])
    return found
