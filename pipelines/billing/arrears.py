"""Whether invoices of one line a month pay for the month before their date: asked once an account.

Nothing in such a bill says so. The assumed reading counts: the month before for metered services,
else the month of the date. It is a question only where the other reading moves money over a fund's
end, out of a reported period, or into the last complete month or out of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from config import Billing, House
from editing.toml_text import with_entry
from pipelines.billing import counted
from pipelines.billing.counted import Difference, Reading
from pipelines.billing.questions import WEIGHTY, Asked, is_asked
from pipelines.billing.rollup import shares
from pipelines.billing.supersede.answers import Answers
from pipelines.billing.supersede.deliveries import Bill
from pipelines.billing.supersede.replaced import Drop
from pipelines.billing.unfinished import reach
from warehouse.records import BillingQuestion, BillingQuestionDay

KIND = "arrears"
BEFORE, OWN = "month before", "month of its date"
Days = tuple[date, date]
Kind = tuple[bool, date]  # whether its invoices are assumed to pay for the month before; read on
Money = dict[tuple[date, str, str | None], Decimal]  # of a day, a category and a currency


def decided(entries: Sequence[Billing], answers: Answers) -> list[Billing]:
    """The entries, with the reading that bills.toml states for their account."""
    found = []
    for entry in entries:
        said = answers.of_account(entry.account)
        changed = {"arrears": said == BEFORE} if said in (BEFORE, OWN) else {}
        found.append(entry.model_copy(update=changed) if entry.arrears is None else entry)
    return found


def asked(
    house: House, bills: Sequence[Bill], drops: Sequence[Drop], answers: Answers, today: date
) -> Asked:
    """One question an account that the reading makes a difference to, with the days it moves."""
    accounts: dict[str, list[Bill]] = defaultdict(list)
    for bill in bills:
        if bill.before is not None and bill.summary.streams:
            accounts[bill.account].append(bill)
    questions, days, touched = list[BillingQuestion](), list[BillingQuestionDay](), list[Drop]()
    for account, own in sorted(accounts.items()):
        rows: dict[Kind, list[Drop]] = defaultdict(list)
        for bill in own:
            rows[bool(bill.before), reach(bill, today)] += _all_of(bill)
        readings = [Reading((), (), each) for each in rows.values()]
        found = counted.differences(house, own, drops, readings)
        assumed, other = _readings(found, [*rows], today)
        resting = answers.of_account(account) == "unknown"
        question = _question(house, own, assumed, other, today, resting=resting)
        if question is None:
            continue
        questions.append(question)
        days += _days(question, assumed, other)
        if question.asked:
            touched += [drop for each in rows.values() for drop in each]
    return Asked(tuple(questions), tuple(days), (), tuple(touched))


def _all_of(bill: Bill) -> Iterator[Drop]:
    for _, billing_account, period, first, last, *_ in bill.summary.streams:
        yield Drop(bill.place, "", bill.account, billing_account, period, first, last, KIND)


def _readings(
    found: Iterable[Difference], kinds: Sequence[Kind], today: date
) -> tuple[Money, Money]:
    """What counts of each day by the assumed and by the other reading.

    A month that was not over when its bill was read has no cost where its own invoice pays for it.
    """
    assumed: Money = defaultdict(Decimal)
    months: dict[tuple[int, date, str, str | None], Decimal] = defaultdict(Decimal)
    for each in found:
        assumed[each.day, each.category, each.currency] += each.finished
        months[each.question, each.day.replace(day=1), each.category, each.currency] += each.assumed
    other: Money = defaultdict(Decimal)
    for (question, month, category, currency), amount in months.items():
        before, read_on = kinds[question]
        to = _end(month) + timedelta(days=1) if before else _month_before(month)
        if not before or _end(to) < read_on:
            for n, share in enumerate(shares(amount, _end(to).day)):
                day = to + timedelta(days=n)
                other[day, category, currency] += share if day <= today else 0
    return assumed, other


def _question(
    house: House, bills: list[Bill], assumed: Money, other: Money, today: date, *, resting: bool
) -> BillingQuestion | None:
    """The question over the span whose money differs most by the two readings; None: by nothing."""
    spans = [
        (abs(_sum(other, currency, days) - _sum(assumed, currency, days)), days, currency)
        for days in _spans(house, assumed, other, today)
        for currency in {currency for _, _, currency in {*assumed, *other}}
    ]
    amount, (first, last), currency = max(spans, key=lambda each: (each[0], each[1], each[2] or ""))
    if not amount:
        return None
    months: dict[date, Decimal] = defaultdict(Decimal)
    for (day, _, code), money in assumed.items():
        if code == currency:
            months[day.replace(day=1)] += money
    recent = sum((months[month] for month in sorted(months)[-3:]), Decimal(0))
    before, account = any(bill.before for bill in bills), bills[0].account
    newest = sorted(bills, key=lambda bill: max(stream[4] for stream in bill.summary.streams))
    return BillingQuestion(
        question_id=f"{account}: {KIND}",
        kind=KIND,
        account=account,
        files=[bill.place for bill in newest],
        first_day=first,
        last_day=last,
        currency=currency,
        assumed=BEFORE if before else OWN,
        assumed_amount=_sum(assumed, currency, (first, last)),
        other_amount=_sum(other, currency, (first, last)),
        amount=amount,
        pairs=len(bills),
        asked=is_asked(amount, [(amount, max(months.values(), default=Decimal(0)))]),
        resting=resting,
        weighty=amount >= WEIGHTY * recent,
        look_up="see on an invoice which days it bills",
        answer=f'[[answer]]\naccount = "{account}"\n'
        f'counts = "{BEFORE if before else OWN}"  # or "{OWN if before else BEFORE}", "unknown"\n',
        since=min((bill.changed.date() for bill in bills if bill.changed), default=None),
        as_assumed=_said(account, BEFORE if before else OWN),
        as_other=_said(account, OWN if before else BEFORE),
        as_unknown=_said(account, "unknown"),
    )


def _said(account: str, counts: str) -> str:
    """The lines of bills.toml that answer about all bills of an account."""
    return with_entry("", "answer", {"account": account, "counts": counts})


def _spans(house: House, assumed: Money, other: Money, today: date) -> Iterator[Days]:
    """Up to a fund's end, what a sponsor's pack reports, and the last complete month."""
    config = house.config
    days = [day for day, _, _ in {*assumed, *other}]
    last = today.replace(day=1) - timedelta(days=1)
    yield last.replace(day=1), last
    for fund in config.funds:
        if fund.ends_on and min(days) <= fund.ends_on < today:
            yield min(days), fund.ends_on
    for preset in config.presets:
        first = last.year * 12 + last.month - preset.months
        yield date(first // 12, first % 12 + 1, 1), last


def _days(question: BillingQuestion, assumed: Money, other: Money) -> Iterator[BillingQuestionDay]:
    for key in sorted({*assumed, *other}, key=lambda each: (each[0], each[1], each[2] or "")):
        moved = other.get(key, Decimal(0)) - assumed.get(key, Decimal(0))
        if moved:
            day, category, currency = key
            yield BillingQuestionDay(
                question.question_id, day, question.account, category, currency, moved
            )


def _sum(money: Money, currency: str | None, days: Days) -> Decimal:
    return sum(
        (
            amount
            for (day, _, code), amount in money.items()
            if code == currency and days[0] <= day <= days[1]
        ),
        Decimal(0),
    )


def _end(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
