"""Reasons to doubt a runway, and what its range does not show, in words."""

from metrics.runway import caveats as reasons
from metrics.runway.caveats import Caveat
from metrics.runway.currency_risk import CurrencyRisk
from metrics.runway.double_counting import CountedTwice
from metrics.runway.outlook import Outlook
from wording import numbers, standing
from wording.markup import capital

WINDOWS = ("one month", "three months", "six months")  # of BurnsDiffer


def cautions(found: Outlook) -> list[str]:
    """All that the range alone does not show: doubts, a bridge, the bank account, unknown money."""
    lines = [caveat(each, found.currency) for each in found.caveats]
    if found.likely_at_most != found.likely:
        most = f"beyond {numbers.month(found.horizon)}"
        if found.likely_at_most:
            most = f"until {numbers.when(found.likely_at_most, found.as_of)}"
        lines.append(f"With the unknown balances at their highest, the money likely lasts {most}.")
    if gap := found.plan.gap:
        bridge = numbers.about(gap.amount, found.currency)
        days = numbers.days(gap.days)
        lines.append(f"A bridge of {bridge} is needed for {days}, until the next fund starts.")
    if found.cash_out:
        when = numbers.when(found.cash_out, found.as_of)
        lines.append(f"Grants paid in arrears empty the bank account by {when}.")
        if found.first_reimbursement and found.cash_out < found.first_reimbursement:
            lines.append("That is before the first reimbursement can arrive.")
    if found.currency_risk:
        lines.append(_rates(found.currency_risk, found))
    return lines


def _rates(band: CurrencyRisk, found: Outlook) -> str:
    """What a move of the exchange rates would do to the likely end."""
    codes, share = numbers.listing(band.currencies), numbers.percent(band.share)
    text = f"Amounts in {codes} are at today's rate; {share} either way"
    ends = sorted(day or found.horizon for day in (band.cheaper, band.dearer))
    if ends[0] == ends[1]:
        return f"{text} does not move the likely end."
    first = numbers.when(ends[0], found.as_of)
    if band.cheaper and band.dearer:
        last = numbers.when(ends[1], found.as_of)
        return f"{text} moves the likely end to between {first} and {last}."
    last = numbers.month(found.horizon)
    return f"{text} moves the likely end to {first} or beyond {last}."


def caveat(each: Caveat, currency: str) -> str:
    """A reason to doubt the figure, in a sentence or two."""
    match each:
        case CountedTwice():
            return " ".join(f"{text}." for text in counted_twice(each))
        case (
            reasons.NeverStated()
            | reasons.UnknownBalance()
            | reasons.Unconfirmed()
            | reasons.OldStatement()
        ):
            return f"{each.fund}: {_balance(each)}"
        case reasons.NoRate():
            codes = numbers.listing(each.currencies)
            return f"These figures leave out {codes}: there is no exchange rate."
        case reasons.BeforeFirstRate():
            codes = numbers.listing(each.currencies)
            return f"Bills in {codes} from before the first exchange rate are left out of the past."
        case _:
            return _bills(each, currency)


def _balance(
    each: (
        reasons.NeverStated | reasons.UnknownBalance | reasons.Unconfirmed | reasons.OldStatement
    ),
) -> str:
    match each:
        case reasons.NeverStated():
            return "no balance was ever stated. It counts as nothing here."
        case reasons.UnknownBalance():
            since = numbers.long_day(each.since)
            return f"the balance is not known since {since}. It counts as nothing here."
        case reasons.Unconfirmed():
            if each.derived:
                return "the balance is derived from bills, not confirmed."
            source = f" ({each.source})" if each.source else ""
            return f"the balance is stated but not confirmed{source}."
        case reasons.OldStatement():
            day = numbers.long_day(each.on)
            return f"more than a tenth was spent since it was stated on {day}: an estimate."


def _bills(  # noqa: PLR0911 - one sentence a caveat
    each: (
        reasons.OldBills | reasons.ShortHistory | reasons.Step | reasons.BurnsDiffer
        | reasons.MostlyNothing | reasons.Refunded
    ),
    currency: str,
) -> str:  # fmt: skip
    match each:
        case reasons.OldBills():
            age = numbers.days(each.cause.days or 0)
            return f"{standing.claim(each.cause)}, {age} ago: the range begins there."
        case reasons.ShortHistory():
            months = numbers.count(each.months, "complete month")
            if each.is_enough:
                return f"The range rests on {months} of bills, so it is less certain than it looks."
            return f"Bills cover {months}; a range needs three."
        case reasons.Step():
            name, share = capital(each.category), numbers.percent(abs(each.change))
            side = "more" if each.change > 0 else "less"
            cost = f"{name} cost {share} {side} in the last month than in the three before."
            return f"{cost} If that is permanent, declare it under [[events]]."
        case reasons.BurnsDiffer():
            shown = [numbers.about(amount, currency) for amount in each.monthly]
            over = [f"{cost} over {window}" for cost, window in zip(shown, WINDOWS, strict=True)]
            return f"The average month depends on the window: {numbers.listing(over)}."
        case reasons.MostlyNothing():
            return f"{capital(each.category)} cost nothing in most months."
        case reasons.Refunded():
            return f"In at least one month, refunds for {each.category} exceeded spending."


def counted_twice(each: CountedTwice) -> tuple[str, str]:
    """A cost that may be counted twice: what there is, and what of it is counted."""
    bills = numbers.about(each.billed, each.currency)
    plan = numbers.about(each.planned, each.currency)
    counted = f"The plan counts, {plan} a month; the bills come to about {bills}."
    if each.is_added:
        counted = f"Both are counted, about {bills} and {plan} a month."
    return (
        f"{capital(each.category)} has bills and a planned cost without an end",
        f"{counted} If the bills now cover the same cost, end the plan (ends_on)",
    )
