"""What to say beside a range: when to warn, and when to refuse."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np

from metrics import words
from metrics.runway.double_counting import counted_twice
from metrics.runway.engine.constant_rate import trailing_burn
from metrics.runway.inputs.gather import Inputs

OLD, TOO_OLD = 35, 95  # days since the newest bill
STEP = 0.25  # a month this far from the three before it is a step, not scatter
UNCONFIRMED = 90  # days


def is_too_old(given: Inputs) -> bool:
    """Whether the newest bill is too old for any range."""
    newest = given.spent.newest
    return newest is not None and (given.case.as_of - newest).days > TOO_OLD


def doubts(given: Inputs) -> tuple[str, ...]:
    """Sentences that belong beside the figure, the weightiest first."""
    rules = (_age, _twice, _balances, _history, _level, _windows, _odd, _apart)
    return tuple(sentence for rule in rules for sentence in rule(given))


def _twice(given: Inputs) -> Iterator[str]:
    yield from (f"{each.category.capitalize()} may count twice." for each in counted_twice(given))


def _age(given: Inputs) -> Iterator[str]:
    newest = given.spent.newest
    if newest is None:
        return
    age = (given.case.as_of - newest).days
    if age > OLD:
        yield f"The newest bill is {age} days old, of {words.long_day(newest)}."


def _balances(given: Inputs) -> Iterator[str]:
    for held in given.held.values():
        name, said = given.rules[held.fund_id].name, held.statement
        if said is None:
            yield f"{name}: no balance was ever stated. It counts as nothing here."
        elif held.balance is None:
            most = words.about(held.high, given.currency)
            since = words.long_day(said.on_day)
            yield (
                f"{name}: the balance is not known since {since}. "
                f"It counts as nothing here; it was {most} at most."
            )
        elif not said.confirmed:
            source = f" ({said.source})" if said.source else ""
            yield f"{name}: the balance is stated, not confirmed{source}."
        elif (given.case.as_of - said.on_day).days > UNCONFIRMED:
            yield f"{name}: the balance was last stated on {words.long_day(said.on_day)}."


def _history(given: Inputs) -> Iterator[str]:
    months = given.complete_months
    if given.case.streams and months < 3:
        yield f"Bills cover {words.count(months, 'complete month')}; a range needs three."
    elif given.case.streams and months < 6:
        yield f"Short history: {months} complete months. The range is less sure than it says."


def _level(given: Inputs) -> Iterator[str]:
    for stream in given.case.streams:
        *before, last = stream.per_day[-4:] or (0.0,)
        usual = float(np.mean(before)) if before else 0.0
        if (
            len(before) == 3
            and usual > 0
            and abs(last / usual - 1) > STEP
            and not stream.months_since_event
        ):
            change = words.percent(abs(last / usual - 1))
            side = "more" if last > usual else "less"
            yield (
                f"{stream.category.capitalize()} cost {change} {side} in the last month than in "
                "the three before. If that will stay, declare it under [[events]]."
            )


def _windows(given: Inputs) -> Iterator[str]:
    to = given.spent.to
    if to is None:
        return
    days: dict[date, Decimal] = {}
    for spent in given.spent.by_category.values():
        for day, amount in spent.items():
            days[day] = days.get(day, Decimal(0)) + amount
    found = [trailing_burn(days, as_of=to, months=n) for n in (1, 3, 6)]
    monthly = [burn.per_month for burn in found if burn is not None]
    if (
        len(monthly) == 3
        and min(monthly) > 0
        and max(monthly) / min(monthly) > 1 + Decimal(str(STEP))
    ):
        shown = [words.money(amount, given.currency) for amount in monthly]
        yield f"A month cost {words.listing(shown)}, by the last 1, 3 and 6 months."


def _odd(given: Inputs) -> Iterator[str]:
    for stream in given.case.streams:
        months = stream.per_day[-12:]
        if months and sum(1 for rate in months if rate == 0) > len(months) / 2:
            yield f"Most months of {stream.category} cost nothing."
        if any(rate < 0 for rate in months):
            yield f"A month of {stream.category} was negative: more was refunded than spent."


def _apart(given: Inputs) -> Iterator[str]:
    if given.apart:
        codes, they = words.listing(given.apart), "them" if len(given.apart) > 1 else "it"
        yield f"{codes} counts for nothing here: there is no exchange rate for {they}."
    if given.spent.undated:
        codes = words.listing(given.spent.undated)
        yield f"Bills in {codes} from before its first exchange rate are left out of the past."
