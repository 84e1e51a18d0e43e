"""When the money ends, why, and what to do about it, in words that every page and file shares."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from metrics.calendar import DAYS_PER_MONTH
from metrics.runway.cash_bills import CashBills
from metrics.runway.engine.constant_rate import lapse, runway
from metrics.runway.engine.dates import in_months
from metrics.runway.extensions import Extension
from metrics.runway.income import WithIncome
from metrics.runway.outlook import FundOutlook, Outlook
from metrics.runway.rule_effects import LeftTo
from wording import numbers, standing
from wording.markup import Text, bare, capital, html
from wording.page import Sentence, State
from wording.runway_caveats import cautions

METRIC = "runway.outlook"
OWN_RULE = "your own setting: check your award"
RULES = "the team's own rules of who pays"
NO_LEAD = "A search often takes 6 to 12 months; set yours ([funding] lead_months)."
NO_NOTICE = "The funder's notice is not known: read the award and set notice_days."
NARROW = 92  # days of a range up to which its middle is given to a third of a month


def headline(found: Outlook) -> Sentence:
    """When the money ends. Only the claim may leave the house: advice is the team's own."""
    claim = _end(found)
    if len(found.without_rate) > 1:
        claim += f" {numbers.listing(found.without_rate)} have runways of their own."
    elif found.without_rate:
        claim += f" {found.without_rate[0]} has a runway of its own."
    return Sentence(
        claim,
        basis=" ".join(filter(None, (basis(found), because(found), cash_bills(found.cash_bills)))),
        warning=" ".join([*_question(found), *cautions(found)]),
        metric=METRIC,
    )


def _question(found: Outlook) -> list[str]:
    """How far the readings of a bill are apart while a question is open."""
    if found.asked is None or found.method == "unknown":
        return []
    text = "Asked: a question about bills is open (see Sources)."
    if found.asked.days == 0:
        return [f"{text} The likely end is the same by every answer."]
    later = f"beyond {numbers.month(found.horizon)}"
    if found.asked.days is not None:
        later = f"{span(found.asked.days)} later"
    return [
        f"{text} The range covers every answer; if the bills cost less, the likely end is {later}."
    ]


def is_out(found: Outlook) -> bool:
    """Whether nothing pays from tomorrow."""
    return found.likely is not None and (found.likely - found.as_of).days <= 1


def _end(found: Outlook) -> str:
    money = f"{found.currency} money" if found.without_rate else "money"
    if found.method == "unknown":
        why = "no balance is stated" if found.funds else "there is no fund"
        why = why if found.likely == found.likely_at_most else "no balance is known today"
        return f"We can't calculate how long the {money} lasts: {why}."
    if found.method == "not_depleting":
        code = f"{found.currency} " if found.without_rate else ""
        return f"Spending is not reducing the {code}balance."
    if is_out(found):
        if not found.goes_on:
            return "From tomorrow, no fund can pay."
        first = numbers.listing(found.stops_first, "or")
        return f"From tomorrow, no fund pays for {first}; {_lasts_longer(found)}."
    if found.method == "arithmetic":
        return _arithmetic(found, money)
    text = _range(found, money)
    if found.goes_on:
        first = numbers.listing(found.stops_first)
        text += f" Money for {first} runs out first; {_lasts_longer(found)}."
    return text


def _range(found: Outlook, money: str) -> str:
    least = f"at least {numbers.months(found.horizon_months)}"
    if found.low is None:
        return f"The {money} lasts {least}, which is as far ahead as we look."
    if found.likely is None:
        low = numbers.third(found.low)
        return (
            f"The {money} most likely lasts {least}, "
            f"but there is 1 chance in 10 that it runs out by {low}."
        )
    if found.high is None:
        low, middle = numbers.third(found.low), numbers.third(found.likely)
        return f"The {money} is likely to last until {low} or longer, most likely until {middle}."
    when = numbers.between(found.low, found.high)
    if is_same_third(found.low, found.high):
        return f"The {money} is likely to run out {when}."
    return f"The {money} is likely to run out {when}, most likely in {likely(found)}."


def is_same_third(one: date, other: date) -> bool:
    """Whether two days are in the same third of a month."""
    thirds = ((d.year, d.month, (d.day > 10) + (d.day > 20)) for d in (one, other))
    return next(thirds) == next(thirds)


def _arithmetic(found: Outlook, money: str) -> str:
    last = _lapsing_end(found)
    if last:
        day = numbers.long_day(last.ends_on or found.as_of)
        amount = numbers.about(last.lapse, found.currency)
        name = "the credits" if last.kind == "credits" else the(last.name)
        verb = _verb(name, last, found)
        return f"{capital(name)} {verb} on {day} with about {amount} unspent."
    if found.likely is None:
        return f"At this rate, the {money} lasts at least {numbers.months(found.horizon_months)}."
    when = numbers.on(found.likely, found.as_of)
    if found.goes_on:
        first = numbers.listing(found.stops_first)
        return f"At this rate, money for {first} runs out {when}; {_lasts_longer(found)}."
    return f"At this rate, the {money} runs out {when}."


def _lapsing_end(found: Outlook) -> FundOutlook | None:
    """The fund whose end stops the money, where it stops it with money left."""
    if found.reason == "fund_end_date" and found.lapsing and not is_out(found):
        return found.last_to_lapse
    return None


def _lasts_longer(found: Outlook) -> str:
    beyond = f"beyond {numbers.month(found.horizon)}"
    return numbers.listing(
        [
            f"money for {name} lasts {f'until {numbers.third(day)}' if day else beyond}"
            for name, day in found.goes_on
        ]
    )


def likely(found: Outlook) -> str:
    """The likely end: a month where the range is wide, a third of one where it is narrow."""
    if not (found.low and found.likely and found.high):
        return f"beyond {numbers.month(found.horizon)}"
    year = found.likely.year != found.high.year
    if (found.high - found.low).days > NARROW:
        return numbers.month(found.likely) if year else numbers.month_name(found.likely)
    return numbers.third(found.likely, year=year)


def range_value(found: Outlook) -> str:
    """The range for a tile, never cut: "Mar – May 2027", "Nov 2027 – Jan 2028"."""
    if found.method == "not_depleting":
        return "no end"
    low, high = found.low, found.high
    if low is None or (found.method == "arithmetic" and found.likely is None):
        return f"{found.horizon_months}+ months"
    if high is None:
        return f"{numbers.short_month(low)}+"
    if low.year != high.year:
        return f"{numbers.short_month(low)} – {numbers.short_month(high)}"
    if low.month == high.month:
        return numbers.short_month(high)
    return f"{numbers.short_month(low, year=False)} – {numbers.short_month(high)}"


def tile_value(found: Outlook) -> str:
    """The range for a tile; while a question about bills is open, of the earlier reading."""
    if found.asked is None:
        return range_value(found)
    asked_ = found.asked
    return range_value(replace(found, low=asked_.low, likely=asked_.likely, high=asked_.high))


def asked(found: Outlook) -> str:
    """By how much the other reading of a bill moves the end: "± 6 weeks"; empty where none does."""
    if found.asked is None or found.asked.days == 0:
        return ""
    if found.asked.days is None:
        return f"or {found.horizon_months}+ months"
    return f"± {span(found.asked.days)}"


def duration(found: Outlook) -> str:
    """The range in months, never promised: "4 to 9 months, most likely about 7"."""
    longest = numbers.months(found.horizon_months)
    if found.low is None:
        return f"at least {longest}"
    low = numbers.whole_months(found.months_until(found.low))
    likely_ = f"{longest} or more"
    if found.likely:
        likely_ = f"about {round(found.months_until(found.likely))}"
    if found.high is None:
        return f"{low} to {longest} or more, most likely {likely_}"
    high = round(found.months_until(found.high))  # as the likely end is, which it must not pass
    if low == high:
        return numbers.count(low, "month")
    return f"{low} to {numbers.count(high, 'month')}, most likely {likely_}"


def basis(found: Outlook) -> str:
    """The day, the spending and the awards that the figure rests on."""
    start = f"As of {numbers.long_day(found.as_of)}"
    if found.spent_to:
        start += f", with spending to {numbers.long_day(found.spent_to)}"
    hopes = "Pending awards count by their assumed chances."
    counted = hopes if found.pending else "Only committed money counts, no pending award."
    if found.method == "range":
        return f"{start}. 80 % likely: {duration(found)}. {counted} {costs(found)}".rstrip()
    if found.method == "arithmetic":
        rate = numbers.about(Decimal(str(found.per_month)), found.currency)
        said = f"{start}. This is arithmetic at {rate} a month, not a forecast. {counted}"
        return f"{said} {costs(found)}".rstrip()
    return f"{start}. {counted}"


def rests_on(found: Outlook) -> str:
    """On how many past forecasts the width of the range rests; empty where there is no range."""
    if found.method != "range":
        return ""
    if not found.past_forecasts:
        return (
            "The width of the range rests on past forecasts of eight public series; forecasts of "
            "your own bills count once twelve months show how far off they were."
        )
    return (
        f"The width of the range rests on {numbers.number(found.past_forecasts)} past forecasts of "
        "your own bills, compared with the spending that followed, and on eight public series."
    )


def costs(found: Outlook) -> str:
    """What the money pays a month, bills and planned costs apart; empty where there is none.

    "Costs are 8,700 USD a month: cloud and hosting 3,900 billed, people 4,800 planned."
    """
    parts = _cost_parts(found)
    if not parts:
        return ""
    total = cost_of_a_month(found)
    if len(parts) == 1:
        ((_, for_, word),) = parts
        return f"Costs are {total} a month, {word} for {for_}."
    return f"Costs are {total} a month: {parts_of_cost(found)}."


def parts_for_a_phone(found: Outlook) -> Text:
    """After the total of a month: its parts, which a phone leaves out."""
    parts = _cost_parts(found)
    if len(parts) == 1:
        ((_, for_, word),) = parts
        return f"a month, {word} for {for_}."
    return html('a month<span class="qd-hide">: {}</span>.', parts_of_cost(found))


def cost_of_a_month(found: Outlook) -> str:
    """The total of `costs`, which its parts add up to; empty where there is none."""
    parts = _cost_parts(found)
    total = sum((part for part, _, _ in parts), Decimal(0))
    return numbers.money(total, found.currency) if parts else ""


def parts_of_cost(found: Outlook, billed: str = "billed") -> str:
    """What is in that total: "cloud and hosting 3,900 billed, people 4,800 planned"."""
    words = {"billed": billed, "planned": "planned"}
    return ", ".join(
        f"{for_} {numbers.number(part)} {words[word]}" for part, for_, word in _cost_parts(found)
    )


def _cost_parts(found: Outlook) -> list[tuple[Decimal, str, str]]:
    """The month's cost as (amount as shown, for what, billed | planned)."""
    own = found.costs
    named = [(own.billed, own.billed_for, "billed"), (own.planned, own.planned_for, "planned")]
    known = [(amount, for_, word) for amount, for_, word in named if amount >= 1 and for_]
    if len(known) < 2:
        return [
            (numbers.to_known(amount), numbers.listing(for_), word) for amount, for_, word in known
        ]
    step = max(Decimal(1), min(numbers.known_step(amount) for amount, _, _ in known))
    parts = numbers.apportioned([amount for amount, _, _ in known], step)
    return [
        (part, numbers.listing(for_), word)
        for part, (_, for_, word) in zip(parts, known, strict=True)
    ]


def whole_cost(found: Outlook) -> str:
    """The month's cost with what is planned, which no bill shows; empty where nothing is.

    "A month costs 8,700 USD with people."
    """
    if found.costs.planned < 1 or not found.costs.planned_for:
        return ""
    names = numbers.listing(found.costs.planned_for)
    joins = "with" if found.costs.billed >= 1 else "for"
    return f"A month costs {about_cost(found)}{cost_of_a_month(found)} {joins} {names}."


def about_cost(found: Outlook) -> str:
    """The mark of a month's cost that rests on old bills, or on no range of past ones."""
    return "about " if found.silent or found.method != "range" else ""


def planned(found: Outlook) -> str:
    """The same next to what was billed: it is of the month to come."""
    return (
        costs(found)
        .replace("Costs are", "For the month to come, Runway plans")
        .replace(" a month", "", 1)
    )


def cash_bills(found: CashBills | None) -> str:
    """Since when bills are paid in cash, and from what; empty while credits pay."""
    if found is None:
        return ""
    bills, gone = numbers.listing(found.categories), numbers.listing(found.credits)
    paid = "no fund pays them"
    if found.paid_from:
        paid = f"from {numbers.listing([the(name) for name in found.paid_from])}"
    since = numbers.long_day(found.since)
    return f"Since {since}, bills for {bills} are paid in cash, {paid}: {the(gone)} ended."


def with_income(found: WithIncome | None) -> str:
    """The end with recurring income, and when that no longer covers the costs; empty if unknown."""
    if found is None:
        return ""
    income = numbers.about(found.per_month, found.currency)
    beyond = f"beyond {numbers.month(found.horizon)}"
    lasts = "lasts " + beyond
    if found.low:
        to = numbers.third(found.high) if found.high else beyond
        most = f"until {numbers.third(found.likely)}" if found.likely else beyond
        lasts = f"most likely lasts {most}"
        lasts += f" (8 chances in 10: {numbers.third(found.low)} to {to})"
    covers = "it covers the costs as far as we look"
    if found.short_from:
        covers = f"from {numbers.long_day(found.short_from)} on it is less than the costs"
        if (found.short_from - found.as_of).days <= 1:
            covers = "that income is already less than the costs"
    return (
        f"With income as in the last twelve months, {income} a month, the money {lasts}; {covers}."
    )


def reason(found: Outlook) -> str:
    """Why the money ends, which suggests the remedy; empty where the claim says so already."""
    lost, last = found.lapsing, found.last_to_lapse
    if found.method == "unknown" or (found.method == "arithmetic" and _lapsing_end(found)):
        return ""
    if found.reason == "fund_end_date" and last:
        amount = numbers.about(last.lapse, found.currency)
        verb = _verb(last.name, last, found)
        return f"It runs out because {the(last.name)} {verb} with about {amount} unspent."
    if found.reason is None:
        text = "" if found.likely else "It does not run out as far ahead as we look"
    elif found.reason == "category":
        text = f"The rest of the money may not pay for {numbers.listing(found.stops_first, 'or')}"
    else:
        text = "It runs out because the balances are used up"
    if not lost:
        return f"{text}." if text else ""
    parts = [f"about {numbers.about(f.lapse, found.currency)} of {the(f.name)}" for f in lost]
    verb = numbers.agree(len(lost), "expires", "expire")
    lapsing = f"{numbers.listing(parts)} {verb} unspent"
    return f"{text}. Before that, {lapsing}." if text else capital(f"{lapsing} before that.")


def because(found: Outlook) -> str:
    """Why the money ends, and what rules have to do with it; empty where the claim says it all."""
    return " ".join(filter(None, (reason(found), by_rule(found))))


def by_rule(found: Outlook) -> str:
    """What lapses by rule, and what paying without rules would add; empty where it is nothing."""
    effects = found.by_rule
    if effects is None:
        return ""
    lost = {fund.fund_id: fund.name or fund.fund_id for fund in found.lapsing}
    first = goes_first([each for each in effects.left_to if each.fund_id in lost], lost)
    added, without = "", "without these rules" if first else f"without {RULES},"
    if effects.days is None:
        added = f"{without} the money would last beyond {numbers.month(found.horizon)}"
    elif effects.days:
        added = f"{without} the money would last {span(effects.days)} longer"
    said = "; ".join(filter(None, (first, added)))
    return f"{capital(said)}." if said else ""


def goes_first(left_to: Sequence[LeftTo], names: Mapping[str, str] | None = None) -> str:
    """Which costs other funds pay first: "by …, cloud goes to Donations before the grant".

    names   of the funds that they pay before, where the page is not that of one fund
    """
    pairs = dict.fromkeys(
        (each.category, each.payer, f"before {the(names[each.fund_id])}" if names else "first")
        for each in left_to
    )
    if not pairs:
        return ""
    said = numbers.listing(
        [f"{category} goes to {the(payer)} {when}" for category, payer, when in pairs]
    )
    return f"by {RULES}, {said}"


def _verb(name: str, fund: FundOutlook, found: Outlook) -> str:
    """The verb "expire" for credits, "end" for other funds, in the tense and number that fit."""
    if fund.ends_on and fund.ends_on <= found.as_of:
        return "expired" if fund.kind == "credits" else "ended"
    return ends(name, fund.kind)


def ends(name: str, kind: str) -> str:
    """The verb that goes with a fund's name: "credits expire", "the grant ends"."""
    is_plural = bare(name).endswith("s")
    return f"{'expire' if kind == 'credits' else 'end'}{'' if is_plural else 's'}"


def the(name: str) -> str:
    """A fund's name inside a sentence: "the Harbour grant", "our reserve", "Fund 8"."""
    shown = bare(name)
    if shown.lower().startswith(("the ", "our ")):
        return name.replace(shown, shown[0].lower() + shown[1:])
    return f"the {name}" if shown.rpartition(" ")[2].islower() else name


def search(found: Outlook) -> tuple[State, str]:
    """By when to start looking for money: its state and a sentence."""
    if since := found.search_since:
        return State("fine", "Under way"), f"A search is under way since {numbers.long_day(since)}."
    day = found.search_by
    if day is None and found.silent:
        return State("watch", "Not known"), f"{standing.claim(found.silent.cause)}."
    if day is None or found.lead_months is None:
        if found.low and found.lead_months is None:
            return State("quiet", "Not known"), NO_LEAD
        return State("fine", "On track"), f"No search needs to start yet.{search_basis(found)}"
    lead = f"A search takes {numbers.months(found.lead_months)}"
    if day <= found.as_of:
        late = numbers.days((found.as_of - day).days)
        begun = f"it should have begun on {numbers.long_day(day)}: {late} late"
        return State("watch", "Overdue"), f"{lead}, so {begun}.{search_basis(found)}"
    begin = f"{lead}, so it should begin by {numbers.long_day(day)}."
    return State("watch", "Decide"), f"{begin}{search_basis(found)}"


def search_basis(found: Outlook) -> str:
    """After the day of a search: that it counts recurring income, and the day without it."""
    if found.income is None or found.start_looking is None:
        return ""
    return f" {on_committed(found.start_looking)}"


def on_committed(day: date) -> str:
    """The day of a search on committed money alone, next to the one with recurring income."""
    return (
        "This counts income as in the last twelve months; on committed money alone the day is "
        f"{numbers.long_day(day)}."
    )


def other_currency(found: Outlook) -> str:
    """The answer of a currency that has no exchange rate into the team's."""
    if not found.funds:
        spent = numbers.about(Decimal(str(found.per_month)), found.currency)
        return f"No fund is in {found.currency}, so nothing pays for {spent} a month."
    rate = f"There is no exchange rate from {found.currency} into the team's currency."
    return " ".join(filter(None, (str(headline(found).claim), because(found), rate)))


def difference(base: Outlook, other: Outlook) -> str:
    """How much later or earlier the likely end is."""
    if base.likely is None and other.likely is None:
        return "beyond the forecast either way"
    if other.likely is None:
        return f"lasts beyond {numbers.third(other.horizon)}"
    if base.likely is None:
        return f"ends in {numbers.third(other.likely)}"
    gained = (other.likely - base.likely).days
    return moved(gained) if gained else "no difference"


def moved(days: int) -> str:
    """A move of the end: "3 weeks later", "1.5 months earlier"."""
    return f"{span(abs(days))} {'later' if days > 0 else 'earlier'}"


def span(days: int) -> str:
    """A length of time, as roughly as it deserves."""
    if days < 14:
        return numbers.days(days)
    if days < 61:
        return numbers.count(round(days / 7), "week")
    return numbers.months(in_months(days))


def extension_name(kind: str) -> str:
    """Only a grant has a no-cost extension."""
    return "Credit extension" if kind == "credits" else "No-cost extension"


def extension(each: Extension, found: Outlook) -> str:
    """The months that an extension buys, argued from the work still to be done."""
    if each.rule.months == 0:
        return request(each, found.as_of)
    if not each.buys:
        why = "the money runs out first" if each.is_used else "nothing is planned after its end"
        return f"0 months: {why}, so an extension would buy nothing."
    money = numbers.about(each.left[1], found.currency)
    buys = numbers.tenths(each.bought[1])
    last = numbers.long_day(each.rule.ends_on or found.horizon)
    lapse = f"Without it, about {money} would lapse on {last}. {request(each, found.as_of)}"
    if not each.rule.work:
        return (
            f"What is left would pay its costs for {buys}, but money left over is not a reason in "
            f"itself. Write down the work that remains (funds.extension work). {lapse}"
        )
    work, own = each.rule.work.rstrip("."), each.rule.work_months
    need = numbers.tenths(each.bought[1] if own is None else own)
    lasts = "" if own is None else f", which lasts {buys}"
    return f"Work remaining: {work}. It needs {need}; about {money} is left for it{lasts}. {lapse}"


def request(each: Extension, as_of: date) -> str:
    """By when to ask for an extension, and where its rule is written down."""
    rule = each.rule
    source = rule.source or OWN_RULE
    if rule.months == 0:
        return f"The rule allows no extension ({source})."
    if each.notice_by is None or each.ask_by is None:
        return NO_NOTICE
    if each.notice_by < as_of:
        by = numbers.long_day(each.notice_by)
        return f"The last day to ask was {by}. Find out whether it is still possible ({source})."
    before = numbers.days(((rule.ends_on or each.notice_by) - each.ask_by).days)
    days = numbers.days(rule.office_days)
    office = f", including {days} for your own office" if rule.office_days else ""
    by = numbers.long_day(each.ask_by)
    return f"Ask by {by}, {before} before the end{office} ({source})."


def three_numbers(
    balance: Decimal, monthly: Decimal, ends_on: date, *, as_of: date, currency: str
) -> Sentence:
    """When three numbers say the money ends, and how much would lapse; arithmetic, no forecast."""
    end, per_day = numbers.long_day(ends_on), monthly / DAYS_PER_MONTH
    if ends_on <= as_of:
        return Sentence(f"{end} is in the past: all the money has lapsed.")
    left = lapse(balance, per_day, as_of=as_of, ends_on=ends_on)
    note = "This is arithmetic, not a forecast."
    if left.binding == "balance":
        used_up = runway(balance, per_day, as_of=as_of).last_funded_day or ends_on
        last = numbers.long_day(used_up)
        return Sentence(f"The money is used up after {last}; nothing lapses.", basis=note)
    amount = numbers.about(left.left_at_end, currency)
    text = f"The end date comes first, on {end}: about {amount} would lapse."
    return Sentence(text, basis=note)
