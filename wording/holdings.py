"""The table of funds on the Runway page: one row a fund, subtotals by kind and none across."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from urllib.parse import quote

from metrics.funds.holdings import Holding
from metrics.runway.extensions import Extension
from metrics.runway.outlook import Outlooks
from wording import derived, numbers
from wording.markup import html
from wording.page import Amount, Block, Cell, Fold, Keyed, State, Table

MOST = 8  # funds in sight; the rest is folded
METRIC = "funds.holdings"
ASIDES = {
    "grant": "cash, restricted", "donation": "cash", "credits": "credits",
    "in_kind": "in kind, in no total",
}  # fmt: skip
MEANS = {"cash": "Cash", "credits": "Credits", "in_kind": "In kind"}
ENCUMBERED = html("Encumbered<small>owed, not yet paid</small>")
COLUMNS = (
    "Fund", ("Awarded", "n qd-hide"), ("Received", "n qd-hide"), ("Spent", "n qd-hide"),
    (ENCUMBERED, "n qd-hide"), ("Available", "n"), ("Statement of", "qd-day qd-hide"),
    ("Ends", "qd-day"), ("Ask by", "qd-day qd-hide"), ("Funder decides", "qd-hide"),
)  # fmt: skip


def blocks(funds: Sequence[Holding], known: Outlooks) -> list[Block]:
    """The table, the soonest ends first, and what bills say of credits; beyond eight, a click."""
    if not funds:
        return []
    shown = sorted(funds, key=_urgency)[:MOST]
    codes = {each.currency for each in funds}
    head = (f"Funds, {min(codes)}" if len(codes) == 1 else "Funds", *COLUMNS[1:])
    facts = _facts(known, is_alone=len(codes) == 1)
    found: list[Block] = [
        Table("funds", "", head, _rows(funds, shown, facts), METRIC),
        *derived.notes(known.inputs[0].derived if known.inputs else ()),
    ]
    rest = [each for each in funds if each not in shown]
    if rest:
        rows = [_row(each, facts) for each in rest]
        found.append(Fold(f"{len(rest)} more", (Table("more-funds", "", head, rows, METRIC),)))
    return found


@dataclass(frozen=True)
class _Facts:
    """Extensions by fund, funds with an old statement, and whether all are in one currency."""

    extensions: Mapping[str, Extension]
    old: frozenset[str]
    is_alone: bool


def _facts(known: Outlooks, *, is_alone: bool) -> _Facts:
    held = [(each, given.case.as_of) for given in known.inputs for each in given.held.values()]
    return _Facts(
        {each.rule.fund_id: each for found in known.answers for each in found.extensions},
        frozenset(each.fund_id for each, as_of in held if each.is_old(as_of)),
        is_alone,
    )


def _urgency(each: Holding) -> tuple[object, ...]:
    """Open funds that hold something come first, then the soonest end."""
    is_empty = each.available is not None and each.available <= 0
    return (not each.is_open, is_empty, each.ends_on is None, each.ends_on, each.fund_id)


def _rows(funds: Sequence[Holding], shown: Sequence[Holding], facts: _Facts) -> list[list[Cell]]:
    rows = []
    for (means, code), group in groupby(
        sorted(funds, key=_group), key=lambda each: (each.means, each.currency)
    ):
        alike = list(group)
        rows += [_row(each, facts) for each in alike if each in shown]
        if subtotal := _subtotal(alike, means, code, facts):
            rows.append(subtotal)
    return rows


def _group(each: Holding) -> tuple[int, str]:
    return (list(MEANS).index(each.means), each.currency)


def _subtotal(alike: Sequence[Holding], means: str, code: str, facts: _Facts) -> list[Cell]:
    """What funds of one kind in one currency have available; none where there is but one."""
    known = [each for each in alike if each.available is not None]
    open_ = [each for each in alike if each.is_open]
    if len(open_) < 2 or not known:
        return []
    name = MEANS[means] if facts.is_alone else f"{MEANS[means]}, {code}"
    if len(open_) > len(known):
        unknown = len(open_) - len(known)
        name = f"{name}, without {numbers.count(unknown, 'fund')} not known"
    else:
        name = f"{name}, {numbers.count(len(known), 'fund')}"
    encumbered = sum((each.encumbered for each in known), Decimal(0))
    total = sum((each.available or Decimal(0) for each in known), Decimal(0))
    opens = {"of": "funds.available", "means": means, "currency": code}
    return [
        html('<b class="qd-sub">{}</b>', name), "", "", "",
        numbers.number(encumbered) if encumbered else "",
        Amount(numbers.number(total), opens), "", "", "", "",
    ]  # fmt: skip


def _row(each: Holding, facts: _Facts) -> list[Cell]:
    code = "" if facts.is_alone else f" {each.currency}"
    phone = html('<small class="qd-phone">{}</small>', ASIDES[each.kind])
    name = html(
        '<a href="award?of={}">{}</a> <span class="qd-aside qd-hide">{}{}</span>{}',
        quote(each.fund_id), each.name, ASIDES[each.kind], code, phone,
    )  # fmt: skip
    return [
        Keyed(f"fund.{each.kind}", name),
        _number(each.awarded),
        _number(each.received),
        _opens(each, each.spent, "spent"),
        _number(each.encumbered or None),
        _opens(each, each.available, "available")
        if each.available is not None or not each.is_open
        else "not known",
        _statement(each, facts),
        _ends(each),
        _ask_by(each, facts),
        _decides(each),
    ]


def _number(amount: Decimal | None) -> str:
    return "" if amount is None else numbers.number(amount)


def _opens(each: Holding, amount: Decimal | None, part: str) -> Cell:
    if amount is None:
        return ""
    opens = {"of": "funds.holding", "fund": each.fund_id, "show": part}
    return Amount(numbers.number(amount), opens)


def _statement(each: Holding, facts: _Facts) -> Cell:
    """The day of the newest statement; amber where it is old, missing or known to be unknown."""
    if each.stated_on is None:
        return State("watch", "never stated")
    day = numbers.day(each.stated_on, year=each.stated_on.year != each.as_of.year)
    if each.stated is None:
        return State("watch", f"not known on {day}")
    said = day if each.confirmed else f"{day}, unconfirmed"
    return State("watch", said) if each.fund_id in facts.old else said


def _ends(each: Holding) -> Cell:
    if each.starts_on and each.starts_on > each.as_of and not each.is_open:
        return f"begins {numbers.day(each.starts_on)}"
    if each.ends_on is None:
        return "no end"
    day = numbers.day(each.ends_on)
    if each.is_open:
        return day
    if each.stated:
        return State("watch", f"ended {day}", f"{numbers.number(each.stated)} left unspent")
    return f"ended {day}"


def _ask_by(each: Holding, facts: _Facts) -> Cell:
    """The last day to ask for an extension; empty where none can be asked for."""
    found = facts.extensions.get(each.fund_id)
    if found is None or found.rule.months == 0:
        return ""
    if found.ask_by is None:
        return "not known"
    day = numbers.day(found.ask_by, year=found.ask_by.year != each.as_of.year)
    return State("watch", day) if found.ask_by < each.as_of and found.buys else day


def _decides(each: Holding) -> str:
    """Who decides on an extension; empty for money that has no end."""
    if each.ends_on is None or not each.is_open or each.kind not in ("grant", "credits"):
        return ""
    return each.approved_by or each.funder or ""
