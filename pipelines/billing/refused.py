"""Money on lines that could not be kept: it is summed, shown, and a person acts on much of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from config.bills import Answer
from pipelines.billing.rollup import Summary, totals
from pipelines.billing.supersede.deliveries import Bill
from pipelines.messages import count
from warehouse.records import BillingRefused, CostDaily, SourceRun

MUCH = Decimal("0.01")  # of the amounts of a file that can be read
REMEDIES = {
    "no day": "write its days as 2026-07-05, or name the right column as date in columns",
    "undated credit": "write the day of its credits, or name the right column as date",
    "no amount": 'name the right column as amount in columns, or say decimal = ","',
    "no currency": (
        "write each currency as its code, as USD or EUR; of Dollars and the like alone, say which "
        "in its setting currency"
    ),
    totals.REASON: (
        "correct it or take it out; if it is a charge, let where name its column with every cell "
        'that counts, as where = {"Item" = ["Hub", "Total"]}'
    ),
    "no whole line": "export it again: lines of it are cut or have cells too many",
}


@dataclass
class Refused:
    """The refused money of all bills; credits that an answer dates count on their day."""

    rows: list[BillingRefused] = field(default_factory=list)
    dated: list[CostDaily] = field(default_factory=list)
    undated: dict[str, list[tuple[Bill, str | None, Decimal]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    used: set[int] = field(default_factory=set)


def refused(bills: Sequence[Bill], answers: Sequence[Answer]) -> Refused:
    """By file, currency and reason; credits without a day by account, those not answered."""
    found = Refused()
    for bill in bills:
        weighty = is_weighty(bill.summary)
        for currency, reason, lines, amount, _ in bill.summary.refused:
            money = Decimal(amount) if amount is not None else None
            number = _answered(bill, answers) if reason == "undated credit" else None
            if number is not None and money is not None:
                found.used.add(number)
                if (day := _day(answers[number])) is not None:
                    found.dated.append(_credit(bill, day, currency, money, lines))
                    continue
            elif reason == "undated credit" and money is not None:
                found.undated[bill.account].append((bill, currency, money))
            found.rows.append(
                BillingRefused(bill.place, bill.account, currency, reason, lines, money, weighty)
            )
    return found


def is_weighty(s: Summary) -> bool:
    """Whether most lines of a file are refused, or more than 1 % of what can be read of it."""
    if s.refused and 2 * s.lines_rejected > s.lines_read:
        return True
    sizes: dict[str, Decimal] = defaultdict(Decimal)
    for currency, _, _, _, size in s.refused:
        sizes[currency or ""] += Decimal(size)
    return any(
        size > MUCH * (size + Decimal(s.readable.get(currency, "0")))
        for currency, size in sizes.items()
    )


def runs(bills: Sequence[Bill]) -> Iterator[SourceRun]:
    """One row and one remedy for each file of which much was refused; its figures lack it."""
    for bill in bills:
        if is_weighty(bill.summary):
            # its lines are counted with those of its account
            yield replace(run("billing", bill.place, bill.summary), rows=0, rejected=0)


def run(source: str, unit: str, summary: Summary) -> SourceRun:
    """The row and the remedy of a file of which much was refused."""
    parts = summary.refused
    worst = max(parts, key=lambda part: (Decimal(part[4]), part[2]))
    money = " and ".join(
        f"{Decimal(part[3]):,.2f} {part[0] or ''}".strip() for part in parts if part[3]
    )
    lines = count(sum(part[2] for part in parts), "line")
    kept = "no line is kept" if not summary.lines_kept else "its figures lack them"
    return SourceRun(
        source, unit, "failed", rows=summary.lines_kept, rejected=summary.lines_rejected,
        message=f"{lines} refused ({money or 'amounts not known'}); {kept}",
        remedy=REMEDIES[worst[1]], passing=False,
    )  # fmt: skip


def _answered(bill: Bill, answers: Sequence[Answer]) -> int | None:
    for number, answer in enumerate(answers):
        if len(answer.named) == 1:
            name, digits = answer.named[0]
            same = bill.place == name or bill.place.endswith(f"/{name}")
            if same and bill.sha256.startswith(digits):
                return number
    return None


def _day(answer: Answer) -> date | None:
    """The day an answer gives; None: the credit is left out for good."""
    if answer.counts == "none" or answer.days is None:
        return None
    return answer.days if isinstance(answer.days, date) else date.fromisoformat(answer.days[:10])


def _credit(bill: Bill, day: date, currency: str | None, amount: Decimal, lines: int) -> CostDaily:
    return CostDaily(
        day=day, account=bill.account, category=bill.category, provider=None, sub_account=None,
        service=None, region=None, charge_category="Credit", currency=currency, billed=amount,
        effective=None, list=None, lines=lines, source_file=bill.place, credit_kind="promotion",
    )  # fmt: skip
