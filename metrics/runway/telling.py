"""The runway in sentences: dates before months, a reason, never a bare infinity."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from metrics import words
from metrics.runway.engine.dates import in_months
from metrics.runway.extension import Extension
from metrics.runway.outlook import FundOutlook, Outlook

VERB = {"grant": "ends", "donation": "end", "credits": "end", "in_kind": "ends"}


def headline(found: Outlook) -> str:
    """The one sentence of the Runway page; money in a currency without a rate is named after it."""
    return f"{_end(found)}{_apart(found)}"


def _end(found: Outlook) -> str:
    if found.method == "unknown":
        what = "no balance is stated" if found.funds else "no fund holds any"
        what = what if found.likely == found.likely_at_most else "no balance is known today"
        return f"How long the {_money(found, 'money')} lasts is not known: {what}."
    if found.method == "not_depleting":
        return (
            f"Spending is not reducing the {found.currency} balance."
            if found.apart
            else ("Spending is not reducing the balance.")
        )
    if found.likely and (found.likely - found.as_of).days <= 1:
        return "No fund can pay from tomorrow on."
    return _arithmetic(found) if found.method == "arithmetic" else _range(found)


def _money(found: Outlook, money: str = "Money") -> str:
    return f"{money} in {found.currency}" if found.apart else money


def _apart(found: Outlook) -> str:
    if len(found.apart) > 1:
        return f" {words.listing(found.apart)} have runways of their own."
    return f" {found.apart[0]} has a runway of its own." if found.apart else ""


def _range(found: Outlook) -> str:
    money, least = _money(found), f"at least {horizon_months(found)} months"
    if found.low is None:
        return f"{money} lasts {least}, as far as this page looks."
    plan = f"Plan for {words.MONTHS[found.low.month - 1]}."
    if found.likely is None:
        return f"{money} most likely lasts {least}; it may end in {words.third(found.low)}. {plan}"
    if found.high is None:
        middle = words.third(found.likely)
        return (
            f"{money} lasts until {words.third(found.low)} or longer, most likely {middle}. {plan}"
        )
    between = words.between(found.low, found.high)
    if between.startswith("in "):
        return f"{money} lasts until {words.third(found.likely)}. {plan}"
    return f"{money} lasts until {between}, most likely {likely(found)}. {plan}"


def likely(found: Outlook) -> str:
    """The likely end: a month where the range is wide, a third of one where it is narrow."""
    if not (found.low and found.likely and found.high):
        return "beyond the horizon"
    if (found.high - found.low).days > 92:
        return words.MONTHS[found.likely.month - 1] + (
            f" {found.likely.year}" if found.likely.year != found.high.year else ""
        )
    return words.third(found.likely, year=found.likely.year != found.high.year)


def in_months_words(found: Outlook) -> str:
    """The range in months, never promised: "4 to 9 months, most likely about 7"."""
    most = f"at least {horizon_months(found)}"
    low, high = (
        most if day is None else str(words.whole_months(found.months_until(day)))
        for day in (found.low, found.high)
    )
    middle = most if found.likely is None else words.number(found.months_until(found.likely))
    if low == high:
        return words.count(int(low), "month") if low.isdigit() else f"{low} months"
    return f"{low} to {high} months, most likely about {middle}"


def basis(found: Outlook) -> str:
    """What the headline rests on."""
    parts = [f"As of {words.long_day(found.as_of)}"]
    if found.spent_to:
        parts.append(f"spending to {words.long_day(found.spent_to)}")
    hopes = "pending awards by their assumed chances"
    parts.append(hopes if found.pending else "committed money only, no pending award")
    start = ""
    if found.method == "range":
        start = f"{in_months_words(found).capitalize()}; 8 chances in 10. "
    elif found.method == "arithmetic":
        rate = words.money(Decimal(str(found.per_month)), found.currency)
        start = f"Arithmetic at {rate} a month, not a forecast. "
    return f"{start}{', '.join(parts)}."


def reason(found: Outlook) -> str:
    """Why the money ends, which says what to do about it."""
    lost = _lapses(found)
    if found.reason is None:
        return _lapsing(lost, found, "It does not run out as far as this page looks")
    if found.reason == "fund_end_date":
        last = _ending(found, lost)
        unspent = words.about(last.lapse, found.currency)
        return (
            f"It runs out because {last.name} {_verb(last, found)}, with about {unspent} unspent."
        )
    if found.reason == "category":
        out = found.plan.money_out_date
        names = sorted(n for n, day in found.plan.money_out_by_category.items() if day == out)
        text = f"The rest of the money may not pay for {words.listing(names, 'or')}"
        return _lapsing(lost, found, text)
    return _lapsing(lost, found, "It runs out because the balances are used up")


def start(found: Outlook) -> tuple[str, str]:
    """By when to start looking for money: (act | watch | fine, sentence)."""
    day = found.start_looking
    if day is None:
        return "fine", "No search needs to start yet."
    lead = f"A search takes {words.months(found.lead_months)}"
    if day <= found.as_of:
        late = words.days((found.as_of - day).days)
        return (
            "act",
            f"{lead}, so it should have begun on {words.long_day(day)}: overdue by {late}.",
        )
    return "watch", f"{lead}, so it should begin by {words.long_day(day)}."


def extension_name(each: Extension) -> str:
    """Only a grant has a no-cost extension."""
    return "Credit extension" if each.rule.kind == "credits" else "No-cost extension"


def extension_text(each: Extension, found: Outlook) -> str:
    """What an extension would buy, argued from the work still to be done."""
    if not each.buys:
        why = "the money ends first" if each.is_used else "nothing is planned after its end"
        return f"0 months: {why}, so an extension would buy nothing."
    money = words.about(each.left[1], found.currency)
    buys = words.tenths(each.bought[1])
    last = words.long_day(each.rule.ends_on or found.horizon)
    lapse = f"Without it about {money} would lapse on {last}. {ask(each, found.as_of)}"
    if not each.rule.work:
        return (
            f"The money would last {buys} longer, but money left over is no reason by itself: "
            f"write down the work that remains (funds.extension work). {lapse}"
        )
    work, own = each.rule.work.rstrip("."), each.rule.work_months
    need = words.tenths(each.bought[1] if own is None else own)
    there = f"about {money} is there for it"
    if own is not None:
        there += f", which lasts {buys}"
    return f"Work remaining: {work}. It needs {need}; {there}. {lapse}"


def ask(each: Extension, as_of: date) -> str:
    """By when to ask, and where the rule stands."""
    rule = each.rule
    source = rule.source or "a default: check your award"
    if rule.months == 0:
        return f"The rule allows no extension ({source})."
    by = words.long_day(each.notice_by)
    if each.notice_by < as_of:
        return f"The day to ask, {by}, is past: ask whether it is still possible ({source})."
    days = words.days(rule.office_days)
    office = f", {days} of them for your own office" if rule.office_days else ""
    before = words.days(((rule.ends_on or each.notice_by) - each.ask_by).days)
    by = words.long_day(each.ask_by)
    return f"Ask by {by}, {before} before the end{office} ({source})."


def difference(base: Outlook, other: Outlook) -> str:
    """How much later or earlier the likely end is."""
    if base.likely is None and other.likely is None:
        return "beyond the horizon either way"
    if other.likely is None:
        return f"lasts beyond {words.third(other.horizon)}"
    if base.likely is None:
        return f"ends {_in(other.likely)}"
    gained = (other.likely - base.likely).days
    if gained == 0:
        return "no difference"
    side = "later" if gained > 0 else "earlier"
    return f"{span(abs(gained))} {side}"


def span(days: int) -> str:
    """A length of time, as roughly as it deserves."""
    if days < 14:
        return words.days(days)
    if days < 61:
        return words.count(round(days / 7), "week")
    return words.months(in_months(days))


def horizon_months(found: Outlook) -> int:
    """How many whole months this answer looks ahead."""
    return round(float(found.months_until(found.horizon)))


def _arithmetic(found: Outlook) -> str:
    lost = _lapses(found)
    if found.reason == "fund_end_date" and lost:
        last = _ending(found, lost)
        day = words.long_day(last.ends_on or found.as_of)
        amount = words.about(last.lapse, found.currency)
        name = "credits" if last.kind == "credits" else last.name
        return f"The {name} {_verb(last, found)} first, on {day}: about {amount} would lapse."
    money = _money(found, "money")
    if found.likely is None:
        return f"At this rate the {money} lasts at least {horizon_months(found)} months."
    when = words.when(found.likely, found.as_of)
    return f"At this rate the {money} is used up {'on' if when[0].isdigit() else 'in'} {when}."


def _lapses(found: Outlook) -> list[FundOutlook]:
    """The funds whose lapse is worth a sentence: more than one in a hundred of all the money."""
    return [fund for fund in found.funds if fund.lapse * 100 > found.balance]


def _ending(found: Outlook, lost: Sequence[FundOutlook]) -> FundOutlook:
    """The fund whose end date stops the money: the last to end with money in it."""
    before = [f for f in lost if f.ends_on and (found.likely is None or f.ends_on < found.likely)]
    return max(before or lost or found.funds, key=lambda fund: fund.ends_on or date.min)


def _verb(fund: FundOutlook, found: Outlook) -> str:
    return "ended" if fund.ends_on and fund.ends_on <= found.as_of else VERB[fund.kind]


def _lapsing(lost: Sequence[FundOutlook], found: Outlook, text: str) -> str:
    if not lost:
        return f"{text}."
    parts = [f"about {words.about(f.lapse, found.currency)} of {f.name}" for f in lost]
    verb = "expire" if len(lost) > 1 else "expires"
    return f"{text}; {words.listing(parts)} {verb} unspent on the way."


def _in(day: date) -> str:
    return f"in {words.third(day)}"
