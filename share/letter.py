"""The request to extend an award, in Markdown and Word; a draft while it has blanks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

import config
from config import ConfigError, House
from metrics.awards.left_at_end import left_at_end, short_lines
from metrics.awards.position import Position, position
from metrics.runway.extension_request import NotAsked, Request, extension_request
from share import docx
from share.documents import (
    ESCAPED,
    Words,
    blank,
    blanks,
    check,
    filled_in,
    inert,
    listed,
    named,
    own,
    quoted,
    sections,
    unmarked,
)
from share.pack import Withheld
from share.slots import TEXT, mark
from wording import award_report as report_wording
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


def fund_of(house: House, award: str) -> str:
    """The id of the fund that an id, a name or an award number means. Raises ConfigError."""
    for fund in house.config.funds:
        names = (fund.id, fund.name, fund.number)
        if award.casefold() in (each.casefold() for each in names if each):
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
    held = position(db, fund=fund)
    try:
        found = extension_request(db, fund=fund, to=to)
    except NotAsked as why:
        raise ConfigError([wording.not_asked(why, held.award.name if held else fund, to)]) from None
    if held is None or found is None:
        raise ConfigError([f"{fund}: not in this build. Fix: run python -m pipelines"])
    said = sections(words or words_of(house, fund), wording.HEADINGS)
    values = _values(house, found, held, said, now) | {"ticked": quoted(db, ticks)}
    template = f"extension-{'credits' if held.award.kind == 'credits' else 'grant'}.md.j2"
    first = unmarked(filled_in(template, values | {"draft": False}))
    missing = tuple(blanks(first))
    marked = filled_in(template, values | {"draft": bool(missing)})
    check(db, house, [fund], marked)
    text = unmarked(marked)
    title = next(line[2:] for line in text.splitlines() if line.startswith("# "))
    title = ESCAPED.sub(r"\1", title)
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
    return f"{said!r} {listed(house)} {house.config.project.today(datetime.now(UTC))}"


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


def _values(
    house: House, found: Request, held: Position, said: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Everything that a template may use, in words."""
    rule, award = found.rule, held.award
    currency = award.currency
    texts = {heading: own(text) for heading, text in said.items()}
    work = mark(TEXT, rule.work.rstrip(".") + ".") if rule.work else None
    present, proposed = map(numbers.long_day, (found.present, found.to))
    source = inert(TEXT, rule.source) if rule.source else ""
    unknown = (blank("the longest extension that the rule allows"), blank("where the rule is"))
    return {
        "team": named(house.config.project.name), "award": replace(
            award, title=named(award.title or award.name),
            funder=award.funder and named(award.funder),
        ),
        "today": numbers.long_day(house.config.project.today(now.replace(tzinfo=UTC))),
        "present": present, "proposed": proposed,
        "after_present": numbers.long_day(date.fromordinal(found.present.toordinal() + 1)),
        "asked": wording.months(found.asked), "currency": currency,
        "needed": found.needed and wording.months(found.needed),
        "why": texts.get("Why the work is late"), "done": texts.get("Work done"),
        "remaining": texts.get("Work remaining") or work,
        "rest": texts.get("How the rest is paid"), "earlier": texts.get("Earlier extensions"),
        "change": texts.get("Change of the budget"),
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


def _table(found: Request, held: Position) -> dict[str, Any]:
    """Spent and unspent now and at the end, line by line; the total is the statement's."""
    left = left_at_end(held, found)
    short = [(inert(TEXT, name), amount) for name, amount in short_lines(held, found, left or {})]
    short = short if left else []
    stated = held.statement
    source = inert(TEXT, stated.source) if stated and stated.source else ""
    basis = wording.basis(stated, source, found.present, is_known=found.left is not None)
    missing = [] if held.award.lines else [blank("spent and unspent by budget line")]
    if held.award.lines and left is None and found.left is not None:
        missing = [blank(f"unspent on {numbers.day(found.present)} by budget line")]
    return {
        "heads": wording.heads(stated, found.present),
        "rows": _rows(found, held, left or {}),
        "unknown_lines": missing,
        "basis": Words(f"{basis} {wording.BY_LINE}" if left else basis),
        "moves": Words(wording.moves(short, held.award.currency)),
    }


def _rows(found: Request, held: Position, left: Mapping[str, Decimal]) -> list[list[object]]:
    lines = held.lines if held.award.lines else ()
    ends = dict(zip(left, _known([*left.values()]), strict=True))
    rows: list[list[object]] = [
        [mark(TEXT, line.name) if line.name else report_wording.NAMES[line.kind],
         *("" if each is None else _amount(each)
           for each in (line.approved, line.cumulative, line.remaining)),
         ends.get(line.name, "")]
        for line in lines
    ]  # fmt: skip
    stated = held.statement.amount if held.statement else None
    total = (held.award.awarded, held.spent_stated, stated)
    named = ("the amount of the award", "the amount spent", "the amount unspent")
    end = blank(f"unspent on {numbers.day(found.present)}")
    rows.append([
        "Total", *(blank(what) if each is None else _amount(each)
                   for each, what in zip(total, named, strict=True)),
        end if found.left is None else f"about {numbers.number(numbers.to_known(found.left))}",
    ])  # fmt: skip
    if lines and held.not_explained:
        rows.append([report_wording.NOT_EXPLAINED, "", _amount(held.not_explained), "", ""])
    return rows


def _known(amounts: Sequence[Decimal]) -> list[str]:
    """Amounts to the step to which their sum is known; they add up to it as shown."""
    step = numbers.known_step(sum(amounts, Decimal(0))) if amounts else Decimal(1)
    return [numbers.number(each) for each in numbers.apportioned(amounts, step)]


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
