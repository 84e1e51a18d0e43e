"""The request to extend an award, in Markdown and Word; a draft while it has blanks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

import config
from config import ConfigError, House, people
from metrics.funds.holdings import Holding, holdings
from metrics.meetings.at_places import at_places
from metrics.runway.extension_request import NotAsked, Request, extension_request
from share import docx
from share.documents import (
    Words,
    blank,
    blanks,
    check,
    filled_in,
    named,
    own,
    sections,
    unmarked,
)
from share.pack import Withheld
from share.slots import TEXT, mark
from wording import extension_letter as wording
from wording import numbers

OF_MONEY = re.compile(
    r"\b(unspent|under-?spen\w*|left[- ]over|unused)\b"
    r"|\b(money|funds?|balance|budget)\b[^.]*\bleft\b"
    r"|\bremaining (money|funds?|balance|budget)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Letter:
    """A letter that may leave; it is a draft while `blanks` names something to fill in.

    remarks  lines for a person to judge before it is sent
    """

    markdown: str
    docx: bytes
    blanks: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """What the letter calls the award and the people who deal with it; null: not known.

    contact and signer are the only names of persons in it.
    """

    title: str | None
    number: str | None
    funder: str | None
    contact: str | None
    signer: str | None
    account: str | None


def fund_of(house: House, award: str) -> str:
    """The id of the fund that an id, a name or an award number means. Raises ConfigError."""
    for fund in house.config.funds:
        if award.casefold() in (fund.id.casefold(), fund.name.casefold()):
            return fund.id
    known = ", ".join(fund.id for fund in house.config.funds) or "none is set up"
    raise ConfigError([f"{award}: no such award ({known}). Fix: one of these, or its name"])


def words_of(house: House, fund: str) -> Path:
    """Where the team's words for the letter are."""
    return house.config.resolve(f"extensions/{fund}.md")


def letter(
    db: DuckDBPyConnection,
    house: House,
    fund: str,
    *,
    to: date | None,
    now: datetime,
    words: Path | None = None,
    ticks: Sequence[str] = (),
) -> Letter:
    """The letter for one fund, checked like a pack.

    to     null: the day to which the rule and the remaining work lead
    words  the team's words; else extensions/FUND.md next to dashboard.toml
    ticks  FILE:LINE of actions and decisions that may be quoted
    Raises ConfigError where none can be asked for, Withheld for something private.
    """
    held = next((each for each in holdings(db) if each.fund_id == fund), None)
    try:
        found = extension_request(db, fund=fund, to=to)
    except NotAsked as why:
        raise ConfigError([wording.not_asked(why, held.name if held else fund, to)]) from None
    if held is None or found is None:
        raise ConfigError([f"{fund}: not in this build. Fix: run python -m pipelines"])
    said = sections(words or words_of(house, fund), wording.HEADINGS)
    values = _values(house, found, held, said, now) | {"ticked": _ticked(db, ticks)}
    template = f"extension-{'credits' if held.kind == 'credits' else 'grant'}.md.j2"
    first = unmarked(filled_in(template, values | {"draft": False}))
    missing = tuple(blanks(first))
    marked = filled_in(template, values | {"draft": bool(missing)})
    check(db, house, [fund], marked)
    text = unmarked(marked)
    title = next(line[2:] for line in text.splitlines() if line.startswith("# "))
    made = docx.document(text, title=title, author=house.config.project.name, made=now)
    reason = said.get("Why the work is late", "")
    remarks = (wording.MONEY_LEFT,) if OF_MONEY.search(reason) else ()
    return Letter(text, made, missing, remarks)


@dataclass(frozen=True)
class Offered:
    """A letter for the page; without one, `lines` says why."""

    letter: Letter | None
    lines: tuple[str, ...] = ()


def state(fund: str) -> str:
    """A letter's inputs besides the build: the team's words, people.toml, the day."""
    house = config.load()
    file = words_of(house, fund)
    said = file.read_text(encoding="utf-8-sig") if file.is_file() else ""
    try:
        listed = str(people.load(house.config))
    except people.PeopleUnread as error:
        listed = str(error)
    return f"{said!r} {listed} {house.config.project.today(datetime.now(UTC))}"


def offered(
    db: DuckDBPyConnection,
    *,
    fund: str,
    to: date | None,
    state: str,  # noqa: ARG001 - part of the cache's key
) -> Offered:
    """The letter made now, from this build and the current settings."""
    now = datetime.now(UTC).replace(tzinfo=None)
    try:
        return Offered(letter(db, config.load(), fund, to=to, now=now))
    except Withheld as withheld:
        return Offered(None, tuple(map(str, withheld.leaks)))
    except ConfigError as error:
        return Offered(None, tuple(error.lines))


def write(made: Letter, folder: Path) -> list[Path]:
    """Both files below a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "extension.md", folder / "extension.docx"]
    files[0].write_text(made.markdown, encoding="utf-8")
    files[1].write_bytes(made.docx)
    return files


def _named(held: Holding) -> Named:
    funder = named(held.funder) if held.funder else None
    return Named(named(held.name), None, funder, None, None, None)


def _values(
    house: House, found: Request, held: Holding, said: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Everything that a template may use, in words."""
    rule, currency = found.rule, held.currency
    texts = {heading: own(text) for heading, text in said.items()}
    work = mark(TEXT, rule.work.rstrip(".") + ".") if rule.work else None
    present, proposed = map(numbers.long_day, (found.present, found.to))
    source = mark(TEXT, rule.source) if rule.source else ""
    unknown = (blank("the longest extension that the rule allows"), blank("where the rule is"))
    return {
        "team": named(house.config.project.name), "award": _named(held),
        "today": numbers.long_day(house.config.project.today(now.replace(tzinfo=UTC))),
        "present": present, "proposed": proposed,
        "after_present": numbers.long_day(date.fromordinal(found.present.toordinal() + 1)),
        "asked": wording.months(found.asked), "currency": currency,
        "needed": found.needed and wording.months(found.needed),
        "why": texts.get("Why the work is late"), "done": texts.get("Work done"),
        "remaining": texts.get("Work remaining") or work,
        "rest": texts.get("How the rest is paid"), "earlier": texts.get("Earlier extensions"),
        "runs": texts.get("What runs on it") or work,
        "left_now": found.fund.balance is not None
        and f"about {numbers.about(found.fund.balance, found.fund.currency)}",
        "left_at_end": found.left and numbers.about(found.left, currency),
        "monthly": found.fund.monthly
        and f"about {numbers.about(found.fund.monthly, found.fund.currency)}",
        "pays": wording.pays(found), "pays_all": found.pays_all,
        "rule": Words(wording.rule(rule, source, unknown)),
        **_table(found, held), "budget": _budget(found),
    }  # fmt: skip


def _table(found: Request, held: Holding) -> dict[str, Any]:
    """Spent and unspent now and at the end, by line where lines are known."""
    day = held.stated_on and numbers.day(held.stated_on)
    to = f" on {day}" if day else ""
    end = numbers.day(found.present)
    amounts = [held.awarded, held.spent, held.stated]
    left = None if found.left is None else f"about {numbers.number(numbers.to_known(found.left))}"
    total = [
        "Total",
        *(blank(what) if each is None else _amount(each)
          for each, what in zip(amounts, ("the award", "spent", "unspent"), strict=True)),
        left or blank(f"unspent on {end}"),
    ]  # fmt: skip
    stated = found.fund.stated
    source = mark(TEXT, stated.source) if stated and stated.source else ""
    return {
        "heads": ("Line", "Awarded", f"Spent{to}", f"Unspent{to}", f"Unspent on {end}"),
        "rows": [total],
        "unknown_lines": [blank("spent and unspent by budget line")],
        "basis": Words(
            wording.basis(stated, source, found.present, is_known=found.left is not None)
        ),
    }


def _amount(value: Decimal) -> str:
    return numbers.number(value, 0 if value == value.to_integral_value() else 2)


def _budget(found: Request) -> list[tuple[str, str]]:
    """What the award pays in the new period, by cost; the rows add up to the total as shown."""
    paid = [each for each in found.paid if each.after]
    if not paid:
        return []
    whole = sum((each.after for each in paid), Decimal(0))
    shown = numbers.apportioned([each.after for each in paid], numbers.known_step(whole))
    rows = [
        (mark(TEXT, each.category.capitalize()), numbers.number(amount))
        for each, amount in zip(paid, shown, strict=True)
    ]
    return [*rows, ("Total", numbers.number(sum(shown, Decimal(0))))]


def _ticked(db: DuckDBPyConnection, places: Sequence[str]) -> list[dict[str, Any]]:
    found = at_places(db, places=tuple(places))
    there = {each.place for each in found}
    if gone := [place for place in places if place not in there]:
        raise ConfigError(
            [f"{gone[0]}: no action and no decision is at this line. Fix: copy FILE:LINE from the "
             "page Actions"]
        )  # fmt: skip
    return [
        {"kind": each.kind, "text": mark(TEXT, each.text),
         "day": each.held_on and numbers.long_day(each.held_on)}
        for each in found
    ]  # fmt: skip
