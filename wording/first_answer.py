"""What three numbers mean: when the money ends and what would lapse, as arithmetic.

The command `start` and the page /start say it, with the functions that the Runway page uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.calendar import DAYS_PER_MONTH
from metrics.runway.engine import constant_rate
from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.outlook import Outlook
from wording import numbers
from wording import runway as runway_wording

NAMES = {"credits": "credits", "grant": "grant", "donation": "donations"}
NOTE = "This is arithmetic, not a forecast."
POINT = "A point, no range yet: three complete months of bills give one."


@dataclass(frozen=True)
class Three:
    """The three numbers: what is left of one fund at the end of `on`, its last day, a month's cost.

    kind  credits | grant | donation     ends  None: no end
    """

    kind: str
    balance: Decimal
    currency: str
    on: date
    ends: date | None
    monthly: Decimal

    @property
    def per_day(self) -> Decimal:
        """The cost of a day."""
        return self.monthly / DAYS_PER_MONTH

    @property
    def used_up(self) -> date | None:
        """The last day that the balance pays for in full at this rate; None: a month is free."""
        found = constant_rate.runway(self.balance, self.per_day, as_of=self.on)
        return found.last_funded_day

    @property
    def lapse(self) -> Decimal:
        """What is left on the last day, and lapses; nothing without one."""
        if self.ends is None:
            return Decimal(0)
        left = constant_rate.lapse(
            self.balance, self.per_day, as_of=self.on, ends_on=self.ends
        )  # fmt: skip
        return left.left_at_end if left.binding == "fund_end_date" else Decimal(0)

    @property
    def last_day(self) -> date | None:
        """The last day that is paid; None: no end is in sight."""
        return self.ends if self.lapse else self.used_up


@dataclass(frozen=True)
class Answer:
    """The first answer in words: the claim, how it comes about, and what would make it a range."""

    claim: str
    working: str
    missing: str = POINT


def sentence(three: Three) -> str:
    """The same in one line, for a terminal."""
    code, name = three.currency, NAMES[three.kind]
    held, rate = numbers.money(three.balance, code), numbers.money(three.monthly, code)
    basis = f"{held} on {numbers.long_day(three.on)}, {rate} a month"
    if three.ends and three.ends < three.on:
        ends = numbers.long_day(three.ends)
        return (
            f"{basis}: the {name} ended on {ends}, so all of it has lapsed. "
            "If the balance is of an earlier day, say which: --on DATE."
        )
    if three.last_day is None:
        return f"{basis}: nothing is spent, so it does not end. {NOTE}"
    if three.ends is None:
        return f"{basis}: the money is used up after {numbers.long_day(three.last_day)}. {NOTE}"
    ends = numbers.long_day(three.ends)
    if not three.lapse:
        last = numbers.long_day(three.last_day)
        return f"{basis}: the money is used up after {last}; nothing lapses on {ends}. {NOTE}"
    end = "ends" if three.kind == "grant" else "end"
    lapsing = f"about {numbers.about(three.lapse, code)} would lapse"
    alone = numbers.tenths(three.balance / three.monthly) if three.monthly else ""
    alone = f" Without that date it would last {alone}." if alone else ""
    return f"{basis}: the {name} {end} first, on {ends}; {lapsing}.{alone} {NOTE}"


def answer(three: Three) -> Answer:
    """When it ends, for the page: claim, working, and what is missing for a range."""
    code, ends, last = three.currency, three.ends, three.last_day
    held, rate = numbers.money(three.balance, code), numbers.money(three.monthly, code)
    if ends and ends < three.on:
        claim = f"It ended on {numbers.long_day(ends)}: all of it has lapsed."
        return Answer(claim, f"The balance is of {numbers.long_day(three.on)}, a later day.", "")
    if last is None:
        return Answer("Nothing is spent, so it does not end.", f"{held}, at {rate} a month.")
    days = numbers.days((last - three.on).days)
    claim = f"It pays until {numbers.long_day(last)}."
    if three.lapse and three.used_up:
        beyond = numbers.long_day(three.used_up)
        left = numbers.about(three.lapse, code)
        return Answer(
            f"{claim} About {left} would lapse.",
            f"{held} less {days} at {rate} a month leave about {left}. "
            f"Without the end date it would last until {beyond}.",
        )
    if three.lapse:
        return Answer(f"{claim} All of it would lapse.", f"{held}, at {rate} a month.")
    lapses = f" Nothing lapses on {numbers.long_day(ends)}." if ends else ""
    return Answer(claim, f"{held} pay {days} at {rate} a month.{lapses}")


def changed(first: Three, found: Outlook) -> tuple[str, ...]:
    """How far the end of what was read is from the first one, and why: one sentence a cause."""
    if found.currency != first.currency:
        return (f"The answer is in {found.currency} now, the first one was in {first.currency}.",)
    why = [*_causes(first, found)]
    shift = None
    if found.likely is not None and first.last_day is not None:
        shift = (found.likely - ONE_DAY - first.last_day).days
    if not shift:
        said = "The end is the same." if shift == 0 else "One of the two has no end in sight."
        return (said, *why)
    way = "later" if shift > 0 else "earlier"
    said = f"The likely end is {numbers.days(abs(shift))} {way}."
    return (said, *(why or ["What was read spreads a cost over the days of each month."]))


def _causes(first: Three, found: Outlook) -> Iterator[str]:
    rates = [numbers.about(each, first.currency) for each in (first.monthly, _per_month(found))]
    if len(found.funds) > 1:
        held = numbers.about(found.balance, found.currency)
        yield f"{numbers.count(len(found.funds), 'fund')} hold about {held} together."
    if rates[0] != rates[1]:
        yield f"A month costs about {rates[1]}; you said {rates[0]}."
    ends = [fund.ends_on for fund in found.funds if fund.kind == first.kind]
    if ends and ends[0] != first.ends:
        said = numbers.long_day(ends[0]) if ends[0] else "open"
        yield f"The last day of the {NAMES[first.kind]} is {said} now."
    if found.as_of != first.on:
        days = [numbers.long_day(each) for each in (first.on, found.as_of)]
        yield f"The costs from {days[0]} to {days[1]} are counted as spent."


def _per_month(found: Outlook) -> Decimal:
    return Decimal(str(found.per_month))


def second(found: Outlook) -> str:
    """The answer of what was read, as the Runway page says it."""
    return str(runway_wording.headline(found).claim)
