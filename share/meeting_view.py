"""The pages as everybody on a call may see them: checked like a pack, row by row.

What a page would say of pending awards, people costs, contacts, funders that are not public, open
questions and names is left out before it is drawn; what is private in spite of that is found in the
values, and its row, table or chart is left out as a whole.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

import config
from config import Config, people
from metrics import rows
from metrics.briefing.alerts import Alert, ExtensionDue, FundEnd, FundLapse
from metrics.briefing.briefing import NOTHING_ASKED, Briefing
from metrics.briefing.figures import MonthlyBurn
from metrics.briefing.sheet import Deadline, Decision, Promise, Sheet
from metrics.docs.builds import Version
from metrics.funds.due_dates import Due
from metrics.meetings import handles, withheld_names
from metrics.runway.outlook import Outlook
from metrics.runway.who_pays import WhoPays
from share import checks, private_terms
from share.content import Filled
from share.private_terms import Term
from share.slots import TEXT, Slot
from wording.markup import Markup, html, words_of
from wording.page import (
    Block,
    Columns,
    Fold,
    Item,
    Items,
    Link,
    Note,
    Page,
    Row,
    Sentence,
    Table,
)
from wording.page import Sheet as Drawn

OFFERED = ("home", "issues", "docs")  # addresses; every other page would show what is left out
KINDS = {"grant": "our grant", "credits": "our credits", "donation": "our donations",
         "in_kind": "our help in kind"}  # fmt: skip
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
MENTION = re.compile(r"@[\w-]+")
INTERNAL = re.compile(r"""<a\b[^>]*href=(["'])(?!https?:)[^>]*>(.*?)</a>""", re.DOTALL)
LEFT_OUT = Sentence("This is left out of the meeting view.")


@dataclass(frozen=True)
class Private:
    """What no value may hold: terms, words that are names, and amounts that would give a salary.

    public  names that excuse a term: the team, its public funds, its sites and repositories
    """

    terms: tuple[Term, ...]
    names: frozenset[str]
    amounts: frozenset[str]
    public: tuple[str, ...]


def public_funds(config_: Config) -> frozenset[str]:
    """The funds whose funder is public."""
    return frozenset(fund.id for fund in config_.funds if fund.public)


def state() -> str:
    """What the check rests on besides the build, as a part of a cache's key."""
    house = config.load()
    return f"{house.config.funds!r} {house.config.presets!r} {people.load(house.config)!r}"


def private(db: DuckDBPyConnection, *, state: str) -> Private:  # noqa: ARG001 - the cache's key
    """Everything private of the build and the settings. Raises PeopleUnread."""
    settings = config.load().config
    shown = public_funds(settings)
    terms = private_terms.terms(db, shown, people.load(settings))
    funds = [fund for fund in settings.funds if fund.id in shown]
    public = [
        settings.project.name,
        *KINDS.values(),
        "donations",
        *(each for fund in funds for each in (fund.name, fund.funder or "")),
        *(word for preset in settings.presets for word in preset.public),
        *rows.column(db, "select full_name from repo"),
        *rows.column(db, "select distinct unnest([project, name]) from docs_project"),
        *rows.column(db, "select distinct series from meeting"),
    ]
    return Private(
        tuple(each for each in (*terms, *checks.secrets(settings)) if each.kind != "a handle"),
        withheld_names.known(db),
        frozenset(_amounts(settings)),
        tuple(each for each in public if each),
    )


def _amounts(settings: Config) -> Iterator[str]:
    """Planned costs and the sums of pending awards, as they may be written."""
    for planned in settings.planned_costs:
        for times in (1, 12):
            yield _digits(f"{Decimal(planned.amount) * times:.0f}")
    yield from (_digits(f"{Decimal(each.amount):.0f}") for each in settings.pending)


def _digits(text: str) -> str:
    return re.sub(r"[^\d]", "", text.split(".", maxsplit=1)[0] if text.count(".") == 1 else text)


# ── Facts ──────────────────────────────────────────────────────────────────────────────────────


def briefing(
    found: Briefing, *, shown: frozenset[str], by: dict[str, str], names: frozenset[str]
) -> Briefing:
    """The facts of the Briefing without what a call must not see.

    shown  funds that may be named     by  handles by name     names  words that are names
    """
    money = replace(
        found.money,
        inputs=(),
        outlooks=tuple(_outlook(each, shown) for each in found.money.outlooks),
    )
    own = found.sheet
    kept = [_alert(each, shown) for each in found.alerts if _is_public(each)]
    decide = tuple(_decision(each, shown, by) for each in own.decide if _is_public(each.alert))
    sheet = Sheet(
        who_pays=own.who_pays and _who_pays(own.who_pays, shown),
        silent=own.silent and replace(own.silent, units=(), message="", remedy=""),
        decide=decide,
        promised=tuple(_promise(each, by, names) for each in own.promised),
        deadlines=tuple(
            Deadline(
                _due(each.due, shown),
                handles.by_handle(each.owners, by),
            )
            for each in own.deadlines
        ),
        claims=own.claims,
        notes=own.notes,
    )  # fmt: skip
    bills = tuple(each for each in found.figures if isinstance(each, MonthlyBurn))
    return replace(
        found, money=money, alerts=tuple(kept), figures=bills, changes=(), put_off=(),
        sheet=sheet, is_public=True, waiting=NOTHING_ASKED,
    )  # fmt: skip


def _who_pays(found: WhoPays, shown: frozenset[str]) -> WhoPays:
    """The lanes with the names of public funds alone."""
    lanes = tuple(
        replace(
            lane,
            spans=tuple(
                span if span.fund_id in shown else replace(span, name="") for span in lane.spans
            ),
        )
        for lane in found.lanes
    )
    return replace(found, lanes=lanes)


def named(found: Briefing, mode: str, by: dict[str, str],
          names: frozenset[str]) -> Briefing:  # fmt: skip
    """The sheet inside the team; mode: handles for names | hidden, neither."""
    known = by if mode == "handles" else {}
    own = found.sheet
    sheet = replace(
        own,
        decide=tuple(
            replace(each, owners=handles.by_handle(each.owners, known), action="")
            for each in own.decide
        ),
        promised=tuple(_promise(each, known, names) for each in own.promised),
        deadlines=tuple(
            replace(each, owners=handles.by_handle(each.owners, known)) for each in own.deadlines
        ),
        decided=tuple(withheld_names.withhold(each, names) for each in own.decided),
    )
    return replace(found, sheet=sheet)


def _is_public(alert: Alert) -> bool:
    """Sites, the search and funds; sources, bills, balances and costs are the team's own."""
    return isinstance(alert.fact, Version | Outlook | ExtensionDue | FundLapse | FundEnd)


def _named(fund_id: str, kind: str, name: str, shown: frozenset[str]) -> str:
    return name if fund_id in shown else KINDS.get(kind, "our fund")


def _due(due: Due, shown: frozenset[str]) -> Due:
    return replace(due, name=_named(due.fund_id, due.fund_kind, due.name, shown))


def _outlook(found: Outlook, shown: frozenset[str]) -> Outlook:
    funds = tuple(
        replace(each, name=_named(each.fund_id, each.kind, each.name, shown))
        for each in found.funds
    )
    return replace(found, funds=funds, extensions=(), caveats=(), cash_bills=None)


def _alert(alert: Alert, shown: frozenset[str]) -> Alert:
    match alert.fact:
        case ExtensionDue() as due:
            rule = due.extension.rule
            rule = replace(rule, name=_named(rule.fund_id, rule.kind, rule.name, shown))
            return replace(alert, fact=replace(due, extension=replace(due.extension, rule=rule)))
        case FundLapse() as lost:
            fund = lost.fund
            name = _named(fund.fund_id, fund.kind, fund.name, shown)
            return replace(alert, fact=replace(lost, fund=replace(fund, name=name)))
        case FundEnd() as end:
            return (
                alert if alert.unit in shown else replace(alert, fact=replace(end, name="our fund"))
            )
        case Outlook() as found:
            return replace(alert, fact=_outlook(found, shown))
        case _:
            return alert


def _decision(each: Decision, shown: frozenset[str], by: dict[str, str]) -> Decision:
    owners = handles.by_handle(each.owners, by)
    return replace(each, alert=_alert(each.alert, shown), owners=owners, action="")


def _promise(each: Promise, by: dict[str, str], names: frozenset[str]) -> Promise:
    """By handle, and no other name in its words."""
    text = each.text
    for owner in each.owners:
        text = re.sub(rf"^@?{re.escape(owner)}(?:\s*[:,]\s*|\s+(?:to|will)\s+)", "", text)
    text = withheld_names.withhold(text, names, each.owners)
    return replace(each, text=text, owners=handles.by_handle(each.owners, by))


# ── The check of values ────────────────────────────────────────────────────────────────────────


def checked(found: Page, private_: Private) -> Page:
    """The page without any row, table or chart that holds something private."""
    answer = found.answer if _is_clean(found.answer, private_) else LEFT_OUT
    question = found.question if _is_clean(found.question, private_) else found.title
    return replace(
        found, question=question, answer=_unlinked(answer),
        blocks=blocks(found.blocks, private_),
    )  # fmt: skip


def blocks(found: Iterable[Block], private_: Private) -> tuple[Block, ...]:
    """The blocks that may be seen, without the rows that may not."""
    kept = (_kept(each, private_) for each in found)
    return tuple(_unlinked(each) for each in kept if each is not None)


def _kept(  # noqa: PLR0911 - one return per kind of block
    block: Block, private_: Private
) -> Block | None:
    if isinstance(block, Drawn | Items) and _is_clean(block, private_):
        return block
    match block:
        case Drawn():
            sections = tuple(
                replace(each, rows=tuple(row for row in each.rows if _is_clean(row, private_)))
                for each in block.sections
            )
            return replace(block, sections=tuple(each for each in sections if each.rows))
        case Items():
            items = tuple(each for each in block.items if _is_clean(each, private_))
            return replace(block, items=items) if items else None
        case Table():
            rows_ = [row for row in block.rows if _is_clean(row, private_)]
            bare = replace(block, rows=rows_, data=None, formula="", source_rows=())
            return bare if rows_ and _is_clean(replace(bare, rows=()), private_) else None
        case Columns():
            return replace(
                block, columns=tuple(blocks(column, private_) for column in block.columns)
            )
        case Fold():
            inside = blocks(block.blocks, private_)
            return (
                replace(block, blocks=inside)
                if inside and _is_clean(block.label, private_)
                else None
            )
        case Note(kind="plain") | Note(kind="empty"):
            return block if _is_clean(block, private_) else None
        case Note():
            return None  # what is open, failed or to be set up is the team's
        case _:
            return block if _is_clean(block, private_) else None


def _is_clean(value: object, private_: Private) -> bool:
    """Whether no text in it is private."""
    texts = [words_of(text) for text in _texts(value)]
    filled = [Filled("page", Slot(TEXT, text)) for text in texts]
    if checks.leaks(filled, private_.terms, private_.public):
        return False
    return not any(
        _names(text, private_) or private_.amounts & {_digits(n) for n in NUMBER.findall(text)}
        for text in texts
    )


def _names(text: str, private_: Private) -> bool:
    """Whether a word of it is somebody's name; a handle behind an @ is none."""
    excused = {word for name in private_.public for word in re.findall(r"\w+", name)}
    said = set(re.findall(r"[^\W_]+", MENTION.sub(" ", text)))
    return not private_.names.isdisjoint(said - excused)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, pd.DataFrame):
        yield from map(str, value.columns)
        for column in value.columns:
            if value[column].dtype == object or str(value[column].dtype).startswith("str"):
                yield from (text for cell in value[column] for text in _texts(cell))
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for text in _texts(pair))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (text for each in value for text in _texts(each))
    elif is_dataclass(value):
        yield from (text for each in fields(value) for text in _texts(getattr(value, each.name)))


def _unlinked(value: Any) -> Any:  # noqa: PLR0911 - one return per kind of value
    """The same without links to pages, which would open without the meeting view."""
    match value:
        case Markup():
            # As Markup, the words of a link would be escaped a second time.
            return html(INTERNAL.sub(r"\2", str(value)).replace("{", "{{").replace("}", "}}"))
        case Link() if not value.address.startswith(("http://", "https://")):
            return value.text
        case Item():
            return replace(value, link="")
        case Row():
            words = tuple(
                each if isinstance(each, Link) and each.address.startswith("http")
                else each if isinstance(each, str) else each.text
                for each in value.words
            )  # fmt: skip
            return replace(value, words=words, hint="")
        case list() | tuple():
            return type(value)(_unlinked(each) for each in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            changed = {
                each.name: _unlinked(getattr(value, each.name))
                for each in fields(value)
                if isinstance(getattr(value, each.name), str | list | tuple | Link | Row | Item)
            }
            if hasattr(value, "opens"):
                changed["opens"] = {}
            if hasattr(value, "marks"):
                changed["marks"] = ()
            return replace(value, **changed)
        case _:
            return value
