"""A balance stated by a person: one more line of balances.csv, and the requests for one.

asked.csv, in private/ or next to dashboard.toml: fund · asked_on · whom · as_of, a line a request.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from config import Config
from editing import amounts, changes, private
from editing.changes import Line
from editing.journal import content_of
from editing.save import NotSaved

COLUMNS = ("fund", "on_day", "amount", "confirmed", "source")
ASKED_COLUMNS = ("fund", "asked_on", "whom", "as_of")
QUIET_DAYS = 7  # after a request, before it is asked for again


@dataclass(frozen=True)
class Stated:
    """What somebody says that a fund held at the end of a day.

    amount     None: known to be unknown
    confirmed  by a document or a fetched answer, whose reference is `source`; else from memory
    """

    fund: str
    on_day: date
    amount: Decimal | None
    confirmed: bool
    source: str


@dataclass(frozen=True)
class Asked:
    """A request for a balance, and the day that it asks about."""

    fund: str
    asked_on: date
    whom: str
    as_of: date

    def is_quiet(self, on: date) -> bool:
        """Whether it is too early to ask again."""
        return (on - self.asked_on).days < QUIET_DAYS


def line(config: Config, stated: Stated) -> Line:
    """The line of balances.csv. Raises NotSaved with the remedy."""
    known = [fund.id for fund in config.funds]
    if stated.fund not in known:
        use = " or ".join(known) or "[[funds]] first"
        raise NotSaved(f"{stated.fund!r} is no fund of dashboard.toml. Fix: use {use}")
    if config.funding.balances is None:
        add = 'add [funding] balances = "balances.csv"'
        raise NotSaved(f"no file for balances. Fix: {add}")
    file = config.resolve(config.funding.balances)
    values = {
        "fund": stated.fund, "on_day": str(stated.on_day),
        "amount": written(config, content_of(file), stated.amount),
        "confirmed": "yes" if stated.confirmed else "no", "source": " ".join(stated.source.split()),
    }  # fmt: skip
    return changes.line(file, COLUMNS, values, needed=4)


def says_so_already(added: Line) -> bool:
    """Whether the last line about the same fund and day is the same."""
    lines = (added.before or b"").decode("utf-8-sig", "replace").splitlines()
    mark = max(changes.MARKS, key=added.line.count)
    start = mark.join(added.line.split(mark)[:2]) + mark
    return [each for each in lines if each.startswith(start)][-1:] == [added.line]


def rows(config: Config) -> list[dict[str, str]]:
    """The lines of balances.csv by column as they are written; none that cannot be read."""
    if config.funding.balances is None:
        return []
    content = content_of(config.resolve(config.funding.balances)) or b""
    text = content.decode("utf-8-sig", "replace")
    mark = max(changes.MARKS, key=text.partition("\n")[0].count)
    found = csv.DictReader(text.splitlines(), delimiter=mark)
    return [{k: v or "" for k, v in row.items() if isinstance(k, str)} for row in found]


def known(config: Config, fund: str, today: date) -> list[tuple[date, Decimal]]:
    """(day, amount) of each balance of a fund in balances.csv up to today, oldest first.

    Lines whose day or amount could be read in two ways are left out.
    """
    found = []
    for row in rows(config):
        try:
            on = date.fromisoformat(row.get("on_day", "").strip())
            amount = _read(row.get("amount", "").strip(), config.funding.decimal)
        except ValueError:
            continue
        if row.get("fund", "").strip() == fund and on <= today:
            found.append((on, amount))
    return sorted(found, key=lambda each: each[0])


def prefilled(days: Sequence[date], today: date) -> date:
    """The day to propose for a new balance, from the days of those before.

    The end of the last closed month, where the fund is stated at ends of months or not at all;
    today, where the newest is of another day, as of a live account.
    """
    closed = today.replace(day=1) - timedelta(days=1)
    newest = max((day for day in days if day <= today), default=None)
    is_monthly = newest is None or (newest + timedelta(days=1)).day == 1
    return closed if is_monthly and (newest is None or newest <= closed) else today


def asked_file(config: Config) -> Path:
    """Where the requests are kept."""
    return config.folder / private.place(config.folder, private.ASKED)


def asked(config: Config) -> dict[str, Asked]:
    """The newest request for each fund. Raises NotSaved where the file cannot be read."""
    content = content_of(asked_file(config))
    if content is None:
        return {}
    found = {}
    lines = csv.DictReader(content.decode("utf-8-sig", "replace").splitlines())
    for number, row in enumerate(lines, 2):
        try:
            days = date.fromisoformat(row["asked_on"]), date.fromisoformat(row["as_of"])
            found[row["fund"]] = Asked(row["fund"], days[0], row["whom"] or "", days[1])
        except (KeyError, TypeError, ValueError):
            what = f"{private.ASKED}:{number}: not a request. Fix: correct the line or take it out"
            raise NotSaved(what) from None
    return found


def asked_line(config: Config, request: Asked) -> Line:
    """The line of asked.csv. Raises NotSaved."""
    values = {
        "fund": request.fund, "asked_on": str(request.asked_on), "whom": request.whom,
        "as_of": str(request.as_of),
    }  # fmt: skip
    return changes.line(asked_file(config), ASKED_COLUMNS, values, needed=4)


def _read(cell: str, sign: str | None) -> Decimal:
    if sign == "," or re.fullmatch(r"-?\d+,\d{1,2}", cell):
        cell = cell.replace(".", "").replace(",", ".")
    return amounts.read(cell)


def written(config: Config, content: bytes | None, amount: Decimal | None) -> str:
    """The amount with the decimal sign that the file has."""
    if amount is None:
        return "unknown"
    held = (content or b"").decode("utf-8-sig", "replace")
    has_comma = re.search(r'(?:^|[;\t|"])-?[\d.]*\d,\d{1,2}(?:[;\t|"]|$)', held, re.MULTILINE)
    sign = config.funding.decimal or ("," if has_comma else ".")
    return f"{amount:f}".replace(".", sign)
