"""The report on bills: one BillingFile a file, its rejects, and how each account stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from config import Billing
from config.bills import FILE, Answer
from pipelines import SourceError, unit
from pipelines.billing import NAME
from pipelines.billing.files.find import Delivered, Found
from pipelines.billing.rollup import Summary, Unreachable, is_bucket
from pipelines.billing.supersede.deliveries import Bill
from pipelines.billing.supersede.replaced import Drop
from pipelines.messages import count, remedy_of, sentences
from warehouse.records import BillingFile, BillingQuestion, Reject, SourceRun

ASK = "run again (with --no-fetch no bucket is asked), or fix what else is reported of it"


def records(bill: Bill) -> Iterator[Any]:
    """The file's BillingFile and its rejected lines."""
    s = bill.summary
    days = [stream[i] for stream in s.streams for i in (3, 4)]
    yield BillingFile(
        bill.place, s.format, bill.account, s.lines_read, s.lines_kept, s.lines_rejected,
        s.total_lines,
        date.fromisoformat(min(days)) if days else None,
        date.fromisoformat(max(days)) if days else None,
        s.final, bill.sha256,
        own_total=Decimal(s.own_total) if s.own_total is not None else None,
        billed=Decimal(s.billed) if s.billed is not None else None,
        note="; ".join(notes(bill)) or None,
    )  # fmt: skip
    for line, text, reason in s.rejects:
        yield Reject(NAME, bill.place, line, text, reason)


def notes(bill: Bill) -> list[str]:
    """Sentences about a file that was read."""
    s = bill.summary
    said = list(s.notes)
    if s.not_asked_for and not s.lines_read:
        said.append(f"where leaves out all of its {count(s.not_asked_for, 'line')}")
    elif is_empty(s):
        said.append(EMPTY)
    elif s.billed is not None and Decimal(s.billed) == 0 and not s.lines_rejected:
        said.append(_free(s))
    if s.own_total is not None and s.billed is not None:
        residual = Decimal(s.billed) - Decimal(s.own_total)
        if residual:
            said.append(f"its lines differ from its own total by {residual.normalize():f}")
    return said


def _free(s: Summary) -> str:
    """Why the costs of a bill come to 0: as much was taken off, or no line has one."""
    if len(s.readable) != 1:
        return "its costs add up to 0"
    ((currency, both),) = s.readable.items()  # what was charged and what was taken off
    costs = Decimal(both) / 2
    if not costs:
        return "each of its lines costs 0"
    return f"credits or corrections take off all of its costs, {costs:,.2f} {currency}".rstrip()


EMPTY = "it holds a header and no lines"


def none_kept(bills: Iterable[Bill]) -> Iterator[SourceRun]:
    """Files without a line, which may come tomorrow, and those of which `where` leaves none."""
    for bill in bills:
        s = bill.summary
        if s.not_asked_for and not s.lines_read:
            yield SourceRun(
                NAME, bill.place, "asked",
                message=f"where leaves out all of its {count(s.not_asked_for, 'line')}",
                remedy="write its cells into where as they are in the file, or leave the file out",
            )  # fmt: skip
        elif is_empty(s) and not bill.vanished:
            yield SourceRun(
                NAME, bill.place, "failed", message=EMPTY,
                remedy="export it again; if its days had no charges, remove it",
            )  # fmt: skip


def is_empty(s: Summary) -> bool:
    """Whether a file holds no line at all, not even a total or a forecast."""
    return s.lines_read == 0 and not (s.notes or s.total_lines or s.not_asked_for)


def not_read(found: Found, sentence: str) -> Iterator[Any]:
    """A file no export fits, or that is no table: it is said, the others are unharmed."""
    account, place = found.entry.account, found.place
    yield BillingFile(place, None, account, 0, 0, 0, 0, None, None, None, found.key)
    yield Reject(NAME, place, None, None, sentence)
    what, *more = sentences(sentence)
    remedy = remedy_of(". ".join(more))
    yield SourceRun(
        NAME, place, "failed", message=f"not read: {what}", passing=False,
        remedy=remedy or f"python -m pipelines preview {place} prints a [[billing]] to begin with; "
        "or export it again, or remove it",
    )  # fmt: skip


def nothing(entry: Billing, unread: int, parts: int) -> SourceRun:
    """A path that names no bill, or a bucket of which some parts were never read."""
    bucket = is_bucket(entry.path)
    what = f"{unread:,} of {parts:,} parts were never read" if parts else "no bill of {} is there"
    return SourceRun(
        NAME, entry.path, "failed", message=what.format(entry.account), passing=bucket,
        remedy=ASK if bucket else "correct path, or put the bill there",
    )  # fmt: skip


def unreachable(entry: Billing, failed: dict[str, Unreachable]) -> SourceError:
    """What a bucket did not give; what it gave before still counts."""
    first = next(iter(failed.values()))
    others = count(len(failed) - 1, "more part")
    more = f"; the same holds for {others}" if len(failed) > 1 else ""
    return SourceError(
        NAME, first.what + more, unit=entry.account, remedy=first.remedy,
        passing=all(trouble.passing for trouble in failed.values()),
    )  # fmt: skip


def manifests(delivered: Delivered) -> Iterator[Any]:
    """Sets a manifest calls complete that are not, and manifests that cannot be read."""
    for name, reason in delivered.unread:
        yield Reject(NAME, name, None, None, f"this manifest is not used: {reason}")
    for gap in delivered.gaps:
        named = ", ".join(gap.missing[:3]) + ", …" * (len(gap.missing) > 3)
        instead = f"the set of {gap.instead} counts" if gap.instead else "none of it counts"
        yield SourceRun(
            NAME, gap.delivery, "failed",
            message=f"{count(len(gap.missing), 'part')} missing ({named}), so {instead}",
            remedy="copy all parts, then run again",
        )  # fmt: skip


def half_sets(missing: dict[str, list[int]]) -> Iterator[SourceRun]:
    """Split exports with parts missing: nothing of them counts."""
    for delivery, numbers in sorted(missing.items()):
        parts = ", ".join(map(str, numbers[:5])) + ", …" * (len(numbers) > 5)
        yield SourceRun(
            NAME, delivery, "failed",
            message=f"part {parts} of this split export is missing, so none of it counts",
            remedy="copy all parts, then run again",
        )  # fmt: skip


def questions(asked: Iterable[BillingQuestion]) -> Iterator[SourceRun]:
    """One row and one line of output for each question; one that a person rests says nothing."""
    for each in asked:
        if each.asked and not each.resting:
            yield SourceRun(
                NAME, each.files[-1], "asked", passing=not each.weighty,
                message=f"{_alike(each)}: {_apart(each)}; meanwhile {MEANWHILE[each.assumed]}",
                remedy=f"{each.look_up}; then complete its [[answer]] in bills.toml",
            )  # fmt: skip


MEANWHILE = {
    "both": "both count",
    "newer": "the newer counts alone",
    "larger": "the one with the higher cost counts",
    "exact": "the more exact export counts",
    "left out": "it is left out",
    "month before": "each counts in the month before its date",
    "month of its date": "each counts in the month of its date",
}


def _alike(each: BillingQuestion) -> str:
    """The bills of a question, and what is asked of them."""
    named = " and ".join(each.files[:2]) + f" and {len(each.files) - 2} more" * (
        len(each.files) > 2
    )
    days = f"{each.first_day} to {each.last_day}"
    if each.kind == "undated":
        return f"{named} has a credit without a day"
    if each.kind == "arrears":
        return (
            f"invoices of {each.account} may pay for the month before their date or for the month "
            "of it"
        )
    if each.kind == "newer":
        return f"{named} are the same bill of {days} and nothing says which is newer"
    if each.kind == "two exports":
        return f"{named} are two exports of the same days ({days}) with other sums"
    name = ", under another name" * (each.kind == "renamed")
    return f"{named} may be the same money twice ({days}{name})"


def _apart(each: BillingQuestion) -> str:
    money = f"{each.assumed_amount:,.2f} or {each.other_amount:,.2f} {each.currency or ''}".strip()
    return f"{money} for {each.first_day} to {each.last_day}" if each.kind == "arrears" else money


def small(asked: Iterable[BillingQuestion], account: str) -> Iterator[str]:
    """Sentences about questions of an account that are too small to be asked, or rest."""
    for each in asked:
        if each.account == account and (each.resting or not each.asked):
            yield f"{_alike(each)}: {_apart(each)}; {MEANWHILE[each.assumed]}"


def unused(answers: Iterable[Answer]) -> Iterator[Reject]:
    """Answers of bills.toml that fit no file any more."""
    for answer in answers:
        named = " and ".join(answer.files) or str(answer.account)
        yield Reject(NAME, FILE, None, named[:500], "this answer fits no file any more")


def twice(named: list[Bill], bills: list[Bill]) -> Iterator[SourceRun]:
    """Bills that two [[billing]] of one account name: they count once, and a person is asked."""
    if len(named) > len(bills):
        again = Counter((bill.account, bill.place) for bill in named)
        account, place = next(each for each, times in again.items() if times > 1)
        yield SourceRun(
            NAME, place, "failed", passing=False,
            message=f"{count(len(named) - len(bills), 'bill')} named twice (by two [[billing]] of "
            f"{account}), counted once",
            remedy="let the paths of the two name no file in common",
        )  # fmt: skip


def still_counting(bills: list[Bill], dropped: Iterable[Drop]) -> list[Bill]:
    """Bills that are gone whose last roll-up counts, because nothing newer covers its days."""
    gone: dict[tuple[str, str], list[Drop]] = defaultdict(list)
    for drop in dropped:
        gone[drop.place, drop.account].append(drop)
    return [
        bill
        for bill in bills
        if bill.vanished
        and not all(
            any(_replaces(drop, stream) for drop in gone[bill.place, bill.account])
            for stream in bill.summary.streams
        )
    ]


def _replaces(drop: Drop, stream: list[Any]) -> bool:
    _, account, period, first, last, *_ = stream
    same = drop.billing_account == account and drop.period in (None, period)
    return same and drop.first <= last and first <= drop.last


def vanished(gone: list[Bill]) -> Iterator[SourceRun]:
    """Files that are gone. An object is reported with its account: providers delete old exports."""
    for bill in gone:
        if _is_alone(bill):
            yield SourceRun(
                NAME, bill.place, "stale", as_of=_newest([bill]), rows=bill.summary.lines_kept,
                message="the file is gone; its last roll-up still counts",
                remedy="put it back; without data/raw/billing/bills.json all gone are forgotten",
            )  # fmt: skip


def _is_alone(bill: Bill) -> bool:
    return not (is_bucket(bill.place) or unit.reported(NAME, bill.place))


def accounts(
    names: list[str],
    bills: list[Bill],
    gone: list[Bill],
    said: Mapping[str, Sequence[str]],
    today: date,
) -> Iterator[SourceRun]:
    """How each account stands: lines kept, lines left out, the newest day, what left its bucket."""
    for name in dict.fromkeys(names):
        own = [bill for bill in bills if bill.account == name]
        messages = [f"{bill.place}: {note}" for bill in own for note in notes(bill)]
        messages += said.get(name, ())
        left = [bill for bill in gone if bill.account == name and is_bucket(bill.place)]
        alone = [bill for bill in gone if _is_alone(bill)]  # each has a run of its own
        if left:
            messages.append(
                f"{count(len(left), 'bill')} left the bucket; the last roll-ups still count"
            )
        yield SourceRun(
            NAME, name, as_of=_newest(own, today),
            rows=sum(bill.summary.lines_kept for bill in own if bill not in alone),
            rejected=sum(bill.summary.lines_rejected for bill in own),
            message="; ".join(messages) or None,
        )  # fmt: skip


def _newest(bills: list[Bill], today: date = date.max) -> datetime | None:
    days = [stream[4] for bill in bills for stream in bill.summary.streams]
    newest = min(date.fromisoformat(max(days)), today) if days else None
    return datetime.combine(newest, time(23, 59)) if newest else None
