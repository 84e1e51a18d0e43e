"""A bill that was dropped on Setup: what it is, its months, and what would change, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from wording import bill_doubts, numbers
from wording.markup import capital, html, joined
from wording.page import Block, Code, Note, Sentence, State, Table

HEADING = "Drop a bill"
LABEL = "CSV, Excel, gzip, zip or Parquet"
ENDINGS = ("csv", "tsv", "txt", "json", "jsonl", "ndjson", "parquet", "zip", "gz", "xlsx")
MOST_FILES = 20
READING = "Reading, and comparing with the bills that are there …"
ACCOUNT = "Account; a new name adds one"
STORE = "Store it as shown"
TOO_LONG = "Reading it took longer than two minutes: it was given up, and nothing was stored."
BROKEN = "It could not be read: the reading itself failed. Nothing was stored."
TIME = (
    "A browser does not pass on the time of a file: the stored copy has the time of the upload, "
    "and of two bills the one stored later counts as the newer."
)
TOO_MANY = f"Only the first {MOST_FILES} files are shown. Store these, then drop the rest."


@dataclass(frozen=True)
class Month:
    """What a bill has of a month, what counts of the account now, and would count with it."""

    first: date
    currency: str
    amount: Decimal
    now: Decimal
    then: Decimal


@dataclass(frozen=True)
class Replaced:
    """Days of a bill that count no longer once another one is stored."""

    losing: str
    winning: str
    first: date
    last: date
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class Asked:
    """A question about bills that comes with this one, with its two readings."""

    files: tuple[str, ...]
    first: date
    last: date
    currency: str
    assumed: Decimal
    other: Decimal


@dataclass(frozen=True)
class Dropped:
    """A file as `python -m pipelines preview --json` reports it.

    error   why it cannot be a bill; `lines` are then to be pasted
    same    where the same file is stored already
    lines   of the [[billing]] that is added; None: one of dashboard.toml takes the file
    settings  the same as values
    """

    error: str = ""
    same: str = ""
    account: str = ""
    accounts: tuple[str, ...] = ()
    place: str = ""
    is_new: bool = False
    lines: str | None = None
    format: str | None = None
    columns: Mapping[str, str] | None = None
    doubts: tuple[str, ...] = ()
    read: int = 0
    kept: int = 0
    left_out: tuple[tuple[int | None, str], ...] = ()
    months: tuple[Month, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    asked: tuple[Asked, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def can_be_stored(self) -> bool:
        """Whether it is a bill, with lines that count, and not there yet."""
        return not self.error and not self.same and self.kept > 0


def of(said: Mapping[str, Any]) -> Dropped:
    """The report of a preview. Raises KeyError, ValueError, TypeError for anything else."""
    if error := said.get("error"):
        return Dropped(error=str(error), lines=said.get("lines"))
    if same := said.get("same"):
        return Dropped(same=str(same), account=said["account"])
    return Dropped(
        account=said["account"], accounts=tuple(said["accounts"]), place=said["place"],
        is_new=said["is_new"], lines=said["lines"], format=said["format"],
        columns=said["columns"], settings=dict(said["settings"]),
        doubts=tuple(said["doubts"]), read=said["read"],
        kept=said["kept"], left_out=tuple((line, why) for line, why in said["left_out"]),
        months=tuple(
            Month(date.fromisoformat(f"{month}-01"), currency, *map(Decimal, amounts))
            for month, currency, *amounts in said["months"]
        ),
        replaced=tuple(
            Replaced(losing, winning, _day(first), _day(last), currency, Decimal(amount))
            for losing, winning, first, last, currency, amount in said["replaced"]
        ),
        asked=tuple(
            Asked(tuple(files), _day(first), _day(last), currency or "", Decimal(one), Decimal(two))
            for _, _, files, first, last, currency, one, two, *_ in said["asked"]
        ),
    )  # fmt: skip


def blocks(name: str, found: Dropped) -> list[Block]:
    """All there is to know of a file before it is stored."""
    if found.error:
        why = html("<b>{}</b>: {}. Nothing was stored.", name, found.error.rstrip("."))
        return [Note("error", why), *([Code(found.lines)] if found.lines else [])]
    if found.same:
        said = html("<b>{}</b> is there already, as {}: the same file, not stored twice.", name,
                    found.same)  # fmt: skip
        return [Note("plain", said)]
    if not found.kept:
        return [Note("error", html("<b>{}</b> has no line that counts.", name)), *_rest(found)]
    return [_lead(name, found), _months(found), *_rest(found)]


def _lead(name: str, found: Dropped) -> Sentence:
    if found.format:
        what = html("is an export: {}", found.format)
    else:
        named = {"date": "day"}
        parts = [f"{named.get(role, role)} from “{column}”"
                 for role, column in (found.columns or {}).items()]  # fmt: skip
        what = html("has no known layout. {}", capital(numbers.listing(parts)))
    whose = "It begins a new account" if found.is_new else "It belongs to the account"
    return Sentence(
        html("<b>{}</b> {}. {} <b>{}</b>.", name, what, whose, found.account),
        basis=f"{numbers.number(found.kept)} of {numbers.count(found.read, 'line')} "
        f"{numbers.agree(found.kept, 'counts', 'count')}.",
    )


def _months(found: Dropped) -> Table:
    rows = []
    for each in found.months:
        amounts = (each.amount, each.now, each.then)
        shown = [numbers.number(amount, 2) for amount in amounts]
        rows.append((f"{numbers.month(each.first)}, {each.currency}", *shown, _effect(each)))
    return Table(
        "dropped", "",
        ["Month", ("This file", "n"), ("Counts now", "n qd-hide"), ("With it", "n"), "On save"],
        rows,
    )  # fmt: skip


def _effect(each: Month) -> State | str:
    """What storing it does to a month."""
    moved = numbers.to_cents(each.then) - numbers.to_cents(each.now)
    if not moved:
        return "counts the same"
    if each.now and moved != numbers.to_cents(each.amount):
        return State("watch", numbers.signed(moved, 2))
    return f"{numbers.signed(moved, 2)}, new"


def _rest(found: Dropped) -> list[Block]:
    shown: list[Block] = []
    for gone in found.replaced:
        text = html(
            "{} replaces {} for {}: {} of it counts no longer.", gone.winning, gone.losing,
            bill_doubts.span(gone.first, gone.last),
            numbers.cents(gone.amount, gone.currency).strip(),
        )  # fmt: skip
        shown.append(Note("partial", text))
    for each in found.asked:
        one, other = (numbers.cents(a, each.currency).strip() for a in (each.assumed, each.other))
        text = html(
            "Asked once it is stored: do {} bill the same money for {}? {} or {}.",
            numbers.listing(each.files[:2]), bill_doubts.span(each.first, each.last), one, other,
        )  # fmt: skip
        shown.append(Note("partial", text))
    if found.doubts:
        shown.append(Note("partial", joined([html("Unsure: {}.", each.rstrip("."))
                                             for each in found.doubts])))  # fmt: skip
    for line, why in found.left_out:
        place = f"line {line}" if line is not None else "a line"
        shown.append(Note("partial", html("Left out, {}: {}.", place, why.rstrip("."))))
    if found.place:
        added = "and these lines are added to dashboard.toml:" if found.lines else (
            "where dashboard.toml reads it already."
        )  # fmt: skip
        shown.append(Note("plain", html("It is stored as {}, {}", found.place, added)))
    if found.lines:
        shown.append(Code(found.lines))
    return shown


def _day(text: str) -> date:
    return date.fromisoformat(text)
