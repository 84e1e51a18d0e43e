"""What a person is asked about bills: one question a kind and account, where it matters."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from config import House
from editing.toml_text import with_entry
from pipelines.billing import counted
from pipelines.billing.counted import Difference, Reading
from pipelines.billing.refused import Refused
from pipelines.billing.supersede.deliveries import Bill, Delivery
from pipelines.billing.supersede.replaced import Doubt, Drop
from warehouse.records import BillingQuestion, BillingQuestionDay

LEAST = Decimal(25)  # of the bill's currency: less is never asked
LEAST_OF_MONTH = Decimal("0.005")
WEIGHTY = Decimal("0.01")  # of the account's last three months
DAY = "YYYY-MM-DD"  # a person gives it
LOOK_UP = {
    "overlap": "compare the two files with the provider's own total for these days",
    "renamed": "see whether a project, repository or linked account was renamed in these days",
    "newer": "see which of the two the provider's page agrees with for these days",
    "two exports": "compare both with the total of the invoice",
}


@dataclass(frozen=True)
class Asked:
    """What became of all doubts.

    gone      rows that do not count meanwhile
    touched   rows that a question that is asked touches, whether they count or not
    """

    questions: tuple[BillingQuestion, ...]
    days: tuple[BillingQuestionDay, ...]
    gone: tuple[Drop, ...]
    touched: tuple[Drop, ...]


def weighed(
    house: House, bills: list[Bill], drops: Sequence[Drop], doubts: Sequence[Doubt]
) -> Asked:
    """One question a kind and account, with the difference it makes to the last digit.

    Below 25 in the bill's currency and half a percent of a month nothing is asked: the reading
    with the higher cost is taken, and the question is only listed.
    """
    groups: dict[tuple[str, str], list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        groups[doubt.one.account, doubt.kind].append(doubt)
    keys = sorted(groups)
    readings = [_reading(groups[key]) for key in keys]
    found: dict[int, list[Difference]] = defaultdict(list)
    for each in counted.differences(house, bills, drops, readings):
        found[each.question].append(each)
    questions, days = list[BillingQuestion](), list[BillingQuestionDay]()
    gone, touched = set[Drop](), set[Drop]()
    for number, key in enumerate(keys):
        own = found[number]
        if all(each.assumed == each.other for each in own):  # other rows decide it already
            gone |= set(readings[number].assumed)
            continue
        question = _question(groups[key], own, _months(bills, drops, key[0]))
        swapped = not question.asked and question.other_amount > question.assumed_amount
        if swapped:
            question = _swapped(question)
        gone |= set(readings[number].other if swapped else readings[number].assumed)
        questions.append(question)
        if question.asked:
            touched |= set(readings[number].touched)
        days += _days(question, own, -1 if swapped else 1)
    return Asked(
        tuple(questions),
        tuple(days),
        tuple(sorted(gone, key=repr)),
        tuple(sorted(touched, key=repr)),
    )


def is_asked(amount: Decimal, in_months: Iterable[tuple[Decimal, Decimal]]) -> bool:
    """Whether a difference is large enough to ask a person about.

    amount     the difference between two readings, in the bill's currency
    in_months  of each month that it touches: the part in it, and the money of the month
    """
    counts = any(part and part >= LEAST_OF_MONTH * money for part, money in in_months)
    return amount >= LEAST and counts


def undated(bills: list[Bill], drops: Sequence[Drop], lost: Refused) -> Iterator[BillingQuestion]:
    """On which day credits without a day count, one question an account; until then on none."""
    for account, credits_of in sorted(lost.undated.items()):
        by_currency: dict[str | None, Decimal] = defaultdict(Decimal)
        for _, currency, amount in credits_of:
            by_currency[currency] += amount
        currency = min(by_currency, key=lambda c: (by_currency[c], c or ""))
        amount = -by_currency[currency]
        months = _months(bills, drops, account)
        recent = sum((months[month] for month in sorted(months)[-3:]), Decimal(0))
        first = credits_of[0][0]
        streams = [stream for bill, _, _ in credits_of for stream in bill.summary.streams]
        days = [date.fromisoformat(day) for stream in streams for day in (stream[3], stream[4])]
        yield BillingQuestion(
            question_id=f"{account}: undated",
            kind="undated",
            account=account,
            files=sorted({bill.place for bill, _, _ in credits_of}),
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            currency=currency,
            assumed="left out",
            assumed_amount=Decimal(0),
            other_amount=-amount,
            amount=amount,
            pairs=len(credits_of),
            asked=is_asked(amount, [(amount, max(months.values(), default=Decimal(0)))]),
            resting=False,
            weighty=amount >= WEIGHTY * recent,
            look_up="see on the provider's page to which month the credit belongs",
            answer=f'[[answer]]\nfiles = ["{first.place} {first.sha256[:12]}"]\n'
            f'days = "YYYY-MM-DD"  # of the credit\ncounts = "{first.place}"  # or "none"\n',
            since=since([bill for bill, _, _ in credits_of]),
            as_assumed="".join(_of_credit(bill, "none") for bill, _, _ in credits_of),
            as_other="".join(_of_credit(bill, bill.place, DAY) for bill, _, _ in credits_of),
            as_unknown="".join(_of_credit(bill, "unknown") for bill, _, _ in credits_of),
        )


def _reading(doubts: list[Doubt]) -> Reading:
    assumed = [drop for doubt in doubts for drop in doubt.gone]
    other = [drop for doubt in doubts for drop in _other(doubt)]
    touched = [drop for doubt in doubts for side in doubt.drops for drop in side]
    return Reading(*(sorted(set(part), key=repr) for part in (assumed, other, touched)))


def _other(doubt: Doubt) -> tuple[Drop, ...]:
    """The rows that go by the reading that is not assumed."""
    side = _alone(doubt)
    return () if side is None else doubt.drops[1 - side]


def _alone(doubt: Doubt) -> int | None:
    """The side that counts alone by the reading that is not assumed; None: both would count."""
    if doubt.kind in ("newer", "two exports") and doubt.assumed is not None:
        return 1 - doubt.assumed
    if doubt.assumed is not None:
        return None
    totals = [doubt.measure.total(side) for side in (0, 1)]
    return doubt.newer if doubt.newer is not None else 1 - int(totals[1] < totals[0])


def since(bills: Iterable[Bill]) -> date | None:
    """The day from which on all of some bills were there; None: not known of one."""
    times = [bill.changed for bill in bills]
    return max((time.date() for time in times if time), default=None) if all(times) else None


def _since(doubts: Sequence[Doubt]) -> date | None:
    """The first day on which two bills in doubt were both there; None: not known of one."""
    days = [since([*doubt.one.bills, *doubt.other.bills]) for doubt in doubts]
    return min((day for day in days if day), default=None) if all(days) else None


def _said(doubts: Iterable[Doubt], counts: Callable[[Doubt], int | str | None]) -> str:
    """The lines of bills.toml that give one answer about every pair: a side, both or unknown."""
    found = []
    for doubt in doubts:
        side, both = counts(doubt), (doubt.one, doubt.other)
        values = {
            "files": [_named(each) for each in both],
            "days": f"{doubt.days[0]} to {doubt.days[1]}",
            "counts": both[side].place if isinstance(side, int) else side or "both",
        }
        found.append(with_entry("", "answer", values))
    return "".join(found)


def _of_credit(bill: Bill, counts: str, day: str | None = None) -> str:
    files = [f"{bill.place} {bill.sha256[:12]}"]
    return with_entry("", "answer", {"files": files, "days": day, "counts": counts})


def _question(
    doubts: list[Doubt], own: list[Difference], months: dict[str, Decimal]
) -> BillingQuestion:
    first = doubts[0]
    by_currency: dict[str | None, list[Difference]] = defaultdict(list)
    for each in own:
        by_currency[each.currency].append(each)
    currency = max(by_currency, key=lambda c: (abs(_difference(by_currency[c])), c or ""))
    mine = by_currency[currency]
    amount = abs(_difference(mine))
    of_month: dict[str, list[Difference]] = defaultdict(list)
    for each in mine:
        of_month[f"{each.day:%Y-%m}"].append(each)
    in_months = [
        (abs(_difference(part)), months.get(month, Decimal(0))) for month, part in of_month.items()
    ]
    recent = sum((months[month] for month in sorted(months)[-3:]), Decimal(0))
    asks = is_asked(amount, in_months)
    return BillingQuestion(
        question_id=f"{first.one.account}: {first.kind}",
        kind=first.kind,
        account=first.one.account,
        files=sorted({side.place for doubt in doubts for side in (doubt.one, doubt.other)}),
        first_day=min(each.day for each in own),
        last_day=max(each.day for each in own),
        currency=currency,
        assumed=_assumption(first),
        assumed_amount=sum((each.assumed for each in mine), Decimal(0)),
        other_amount=sum((each.other for each in mine), Decimal(0)),
        amount=amount,
        pairs=len(doubts),
        asked=asks,
        resting=all(doubt.resting for doubt in doubts),
        weighty=amount >= WEIGHTY * recent,
        look_up=LOOK_UP[first.kind],
        answer=_answer(first),
        since=_since(doubts),
        as_assumed=_said(doubts, lambda doubt: doubt.assumed) if asks else "",
        as_other=_said(doubts, _alone) if asks else "",
        as_unknown=_said(doubts, lambda _: "unknown") if asks else "",
    )


def _difference(rows: Iterable[Difference]) -> Decimal:
    return sum((each.other - each.assumed for each in rows), Decimal(0))


def _assumption(doubt: Doubt) -> str:
    if doubt.assumed is None:
        return "both"
    return {"newer": "larger", "two exports": "exact"}.get(doubt.kind, "newer")


def _swapped(question: BillingQuestion) -> BillingQuestion:
    """The same question with the other reading assumed."""
    both = "both" if question.kind in ("overlap", "renamed") else "larger"
    return replace(
        question, assumed=both, assumed_amount=question.other_amount,
        other_amount=question.assumed_amount,
    )  # fmt: skip


def _days(
    question: BillingQuestion, own: list[Difference], sign: int
) -> Iterator[BillingQuestionDay]:
    for each in own:
        if each.other != each.assumed:
            yield BillingQuestionDay(
                question.question_id, each.day, each.account, each.category, each.currency,
                sign * (each.other - each.assumed),
            )  # fmt: skip


def _months(bills: list[Bill], drops: Sequence[Drop], account: str) -> dict[str, Decimal]:
    """Month → money charged in an account's bills, those left out that are replaced whole."""
    gone: dict[str, list[Drop]] = defaultdict(list)
    for drop in drops:
        gone[drop.place].append(drop)
    months: dict[str, Decimal] = defaultdict(Decimal)
    for bill in bills:
        if bill.account != account:
            continue
        for _, _, period, first, last, _, *more in bill.summary.streams:
            replaced = any(d.first <= first and last <= d.last for d in gone[bill.place])
            if more and not replaced:
                months[period[:7]] += Decimal(more[0])
    return months


def _answer(doubt: Doubt) -> str:
    """The lines of bills.toml that answer a question, to be completed."""
    files = ", ".join(f'"{_named(side)}"' for side in (doubt.one, doubt.other))
    return (
        f'[[answer]]\nfiles = [{files}]\ndays = "{doubt.days[0]} to {doubt.days[1]}"\n'
        f'counts = "both"  # or "{doubt.one.place}", "{doubt.other.place}", "unknown"\n'
    )


def _named(side: Delivery) -> str:
    return f"{side.place} {side.bills[0].sha256[:12]}"
