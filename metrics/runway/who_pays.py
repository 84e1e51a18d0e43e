"""Who pays for each category until when: the plan's payments as lanes of days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.engine.model import Period
from metrics.runway.outlook import GOES_ON, Outlook

MOST_LANES = 3
DRAWN = Decimal("0.9")  # of the cost: what costs little has no lane
MOST_SPANS = 6  # of a lane; with more, funds of one kind that follow each other are one span
BEYOND = Decimal("0.12")  # of the days drawn lie after the last end
SHORTEST = timedelta(days=30)


@dataclass(frozen=True)
class Span:
    """Days, both included, that one fund pays most of; `kind` is "" where nobody pays.

    funds   how many funds of the kind it holds together; then it has no id
    """

    first: date
    last: date
    fund_id: str = ""
    name: str = ""
    kind: str = ""
    funds: int = 1


@dataclass(frozen=True)
class Lane:
    """Who pays for one category; with 8 chances in 10 nobody does from a day of low to high on.

    low, high   null: not before the horizon
    """

    category: str
    spans: tuple[Span, ...]
    low: date | None = None
    high: date | None = None


@dataclass(frozen=True)
class WhoPays:
    """The lanes of the dearest categories, from tomorrow on, and the categories without one."""

    first: date
    last: date
    lanes: tuple[Lane, ...] = ()
    undrawn: tuple[str, ...] = ()


def who_pays(found: Outlook) -> WhoPays:
    """The plan of an outlook as lanes: at most three, of the categories that make the cost.

    Source: as metric runway.outlook; the ends of what goes on are those of the same paths.
    """
    first = found.as_of + ONE_DAY
    dearest = _dearest(found)
    lanes = tuple(_lane(found, name) for name in sorted(dearest))
    known = {payment.category for payment in found.plan.payments}
    known |= {name for _, name in found.plan.unfunded}
    last = _last(found, lanes)
    drawn = tuple(replace(each, spans=tuple(_until(each.spans, last))) for each in lanes)
    return WhoPays(first, last, drawn, tuple(sorted(known - set(dearest))))


def _dearest(found: Outlook) -> list[str]:
    """The categories that make nine tenths of the cost as far as the plan looks."""
    cost: dict[str, Decimal] = defaultdict(Decimal)
    for paid in found.plan.payments:
        cost[paid.category] += paid.amount
    for (_, name), amount in found.plan.unfunded.items():
        cost[name] += amount
    whole, held = sum(cost.values(), Decimal(0)), Decimal(0)
    chosen: list[str] = []
    for name, amount in sorted(cost.items(), key=lambda each: (-each[1], each[0])):
        if held >= DRAWN * whole or len(chosen) == MOST_LANES:
            break
        chosen.append(name)
        held += amount
    return chosen


def _lane(found: Outlook, category: str) -> Lane:
    spans = _merged(list(_spans(found, category)))
    if len(spans) > MOST_SPANS:
        spans = _by_kind(spans)
    stops, out = found.plan.money_out_by_category.get(category), found.plan.money_out_date
    low, high = found.low, found.high
    if not (stops and out) or stops - out > GOES_ON:
        low, high = next(
            ((each.low, each.high) for each in found.category_ends if each.category == category),
            (stops, stops),
        )
    return Lane(category, tuple(spans), low, high)


def _spans(found: Outlook, category: str) -> Iterator[Span]:
    """Period by period: who pays most of it, and from which day on nobody does."""
    names = {fund.fund_id: fund for fund in found.funds}
    paid: dict[Period, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for payment in found.plan.payments:
        if payment.category == category:
            paid[payment.period][payment.fund_id] += payment.amount
    short = {day: amount for (day, name), amount in found.plan.unfunded.items() if name == category}
    ends = {period[0]: period[1] for period in paid}
    starts = sorted({*ends, *short})
    for n, first in enumerate(starts):
        after = starts[n + 1] - ONE_DAY if n + 1 < len(starts) else found.horizon
        last = ends.get(first, after)
        by_fund = paid.get((first, last), {})
        whole = sum(by_fund.values(), Decimal(0))
        stop = last + ONE_DAY
        if missing := short.get(first):
            days = Decimal((last - first).days + 1)
            stop = first + timedelta(days=int(days * whole / (whole + missing)))
            stops = found.plan.money_out_by_category.get(category)
            stop = stops if stops and first <= stops <= last else stop
        if by_fund and stop > first:
            fund = names[max(by_fund, key=lambda name: (by_fund[name], name))]
            yield Span(first, stop - ONE_DAY, fund.fund_id, fund.name, fund.kind)
        if stop <= last:
            yield Span(stop, last)


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Spans of one payer that follow each other as one."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last and last.fund_id == span.fund_id and span.first - last.last == ONE_DAY:
            found[-1] = replace(last, last=span.last)
        else:
            found.append(span)
    return found


def _by_kind(spans: Sequence[Span]) -> list[Span]:
    """Funds of one kind that follow each other as one span."""
    found: list[Span] = []
    funds: set[str] = set()
    for span in spans:
        last = found[-1] if found else None
        if last and last.kind == span.kind and span.first - last.last == ONE_DAY:
            funds.add(span.fund_id)
            found[-1] = Span(last.first, span.last, "", "", span.kind, len(funds))
        else:
            funds = {span.fund_id}
            found.append(span)
    return found


def _last(found: Outlook, lanes: Sequence[Lane]) -> date:
    """The last day drawn: some weeks after the last end, so that what nobody pays is seen."""
    ends = [day for lane in lanes for day in (lane.low, lane.high) if day]
    ends += [b.first for lane in lanes for _, b in pairwise(lane.spans)]
    if not ends or any(lane.high is None and not lane.low for lane in lanes):
        return found.horizon
    days = int((max(ends) - found.as_of).days * BEYOND)
    return min(found.horizon, max(ends) + max(SHORTEST, timedelta(days=days)))


def _until(spans: Sequence[Span], last: date) -> Iterator[Span]:
    for span in spans:
        if span.first <= last:
            yield replace(span, last=min(span.last, last))
