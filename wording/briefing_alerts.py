"""Alerts in words: what each is about, why, and how long."""

from datetime import date
from decimal import Decimal

from metrics.awards.disagreement import Disagreement
from metrics.briefing.alerts import (
    Alert,
    BurnRange,
    CarriedActions,
    ExtensionDue,
    FundEnd,
    FundLapse,
    LowRunway,
    OldBalance,
    RefusedMoney,
)
from metrics.data_quality.arrivals import Cause
from metrics.data_quality.bill_doubts import Question, Replaced
from metrics.docs.builds import Version
from metrics.runway.double_counting import CountedTwice
from metrics.runway.extensions import Extension
from metrics.runway.outlook import Outlook
from metrics.spending.missing_days import Gap
from wording import award, bill_doubts, numbers, runway, runway_caveats, sources, standing
from wording.docs_builds import STATES
from wording.markup import capital
from wording.page import Item, State, Tone


def item(alert: Alert) -> Item:
    """An alert as a line to read aloud."""
    word, text, detail, side = said(alert)
    link = f"{alert.page}?{alert.query}" if alert.query else alert.page
    tones: dict[str, Tone] = {"act": "act", "fine": "fine", "quiet": "quiet"}
    tone = tones.get(alert.tone, "watch")
    return Item(State(tone, word), text, link, detail, side)


def said(alert: Alert) -> tuple[str, str, str, str]:  # noqa: PLR0911, PLR0912 - one return per kind of alert
    """Word of the state, text, detail, and how long, of one alert."""
    match alert.fact:
        case Version():
            return _docs_alert(alert.fact)
        case Cause():
            cause = alert.fact
            side = numbers.days(cause.days) if cause.kind == "silent" and cause.days else ""
            remedy = capital(standing.remedy(cause))
            return standing.word(cause), standing.claim(cause), remedy, side
        case Gap():
            detail = "The cost of these days is in no figure. Fix: add their bill."
            return "Missing", sources.gap(alert.fact), detail, numbers.days(alert.fact.days)
        case Question() | Replaced() | RefusedMoney():
            return _bill(alert.fact)
        case CarriedActions():
            return _carried(alert.fact)
        case BurnRange():
            return _burn_range(alert.fact)
        case CountedTwice():
            text, detail = runway_caveats.counted_twice(alert.fact)
            return "Check", text, f"{detail}.", ""
        case Outlook():
            return _search(alert.fact)
        case ExtensionDue():
            return _extension(alert.fact)
        case FundLapse():
            return _lapse(alert.fact)
        case FundEnd():
            name, day = capital(runway.the(alert.fact.name)), alert.fact.ends_on
            text = f"{name} ends on {numbers.long_day(day, year=False)}"
            detail = (
                "The amount that would lapse is unknown: add a balance and bills or planned costs."
            )
            return "Decide", text, detail, f"{numbers.days(alert.fact.days_left)} left"
        case OldBalance():
            return _old_balance(alert.fact)
        case Disagreement():
            text, detail = award.disagrees(alert.fact)
            return "Check", text, detail, ""
        case LowRunway():
            months = numbers.months(alert.fact.threshold)
            when = numbers.when(alert.fact.low, alert.fact.as_of)
            text = f"The money may run out in less than {months}"
            return "Low", text, f"There is 1 chance in 10 that it runs out before {when}.", ""


def _bill(found: Question | Replaced | RefusedMoney) -> tuple[str, str, str, str]:
    if isinstance(found, Question):
        until = bill_doubts.MEANWHILE[found.assumed]
        return "Asked", bill_doubts.doubt(found), f"{bill_doubts.difference(found)} {until}", ""
    if isinstance(found, RefusedMoney):
        lines = numbers.count(sum(each.lines for each in found.lines), "line")
        money = bill_doubts.refused_money(found.lines)
        files = numbers.listing(sorted({each.source_file for each in found.lines})[:3])
        verb = numbers.agree(sum(each.lines for each in found.lines), "is", "are")
        return "Not read", f"{lines} of {files} {verb} in no figure", f"Amount: {money}.", ""
    code = found.currency or ""
    was, now = (numbers.cents(each, code) for each in (found.amount, found.counted))
    text = f"{found.winning_file} replaced {found.losing_file}"
    days = bill_doubts.span(found.first_day, found.last_day)
    return "Check", text, f"The cost of {days} is {now}; it was {was}.", ""


def _docs_alert(site: Version) -> tuple[str, str, str, str]:
    days, word = numbers.days(site.days) if site.days else "today", STATES[site.state]
    text = f"{site.name} documentation is {word.lower()}"
    if site.state == "failing":
        length = f"for {days}" if site.days else "since today"
        text = f"{site.name} documentation has failed to build {length}"
    good = site.last_good_at
    last = "it has never built"
    if good:
        last = f"last good build {numbers.day(good.date(), year=False)}"
    return word, text, capital(f"{'; '.join(filter(None, (site.reason, last)))}."), days


def _carried(found: CarriedActions) -> tuple[str, str, str, str]:
    verb = numbers.agree(found.count, "was", "were")
    text = f"{numbers.count(found.count, 'action')} {verb} carried over from meeting to meeting"
    meetings = numbers.count(found.meetings, "meeting")
    oldest = numbers.agree(found.count, "It", "The oldest")
    detail = f"{oldest} came up in {meetings}, first on {numbers.long_day(found.first_on)}."
    return "Late", text, detail, numbers.days(found.age_days)


def _burn_range(found: BurnRange) -> tuple[str, str, str, str]:
    last, months = found.month, numbers.count(found.months, "month")
    low = numbers.about(last.low, last.currency).removesuffix(f" {last.currency}")
    detail = (
        f"{numbers.month_name(last.month)} cost {numbers.money(last.spent, last.currency)}; "
        f"expected {low} to {numbers.about(last.high, last.currency)}."
    )
    if last.side == "inside":
        return (
            "On track",
            f"Bills have been within their expected range for {months}",
            detail,
            "",
        )
    text = f"Bills were {last.side} their expected range for {months} in a row"
    return "Check", text, detail, months


def next_money(found: Outlook) -> str:
    """What a search is for: "the next grant", "the next credits", "new money"."""
    kinds = {fund.kind for fund in found.funds}
    if kinds & {"grant", "credits"}:
        return "the next grant" if "grant" in kinds else "the next credits"
    return "new money"


def _search(found: Outlook) -> tuple[str, str, str, str]:
    day, money = found.search_by or found.as_of, next_money(found)
    if found.lead_months is None:
        when = numbers.when(found.low or found.horizon, found.as_of)
        said = f"There is 1 chance in 10 that the money runs out before {when}."
        return "Not known", f"When to look for {money} is not known", f"{said} {runway.NO_LEAD}", ""
    left = (day - found.as_of).days
    should = "should have begun on" if left <= 0 else "should begin by"
    lead = f"A search takes {numbers.months(found.lead_months)}"
    return (
        "Overdue" if left <= 0 else "Decide",
        f"Start looking for {money}",
        f"{lead}, so it {should} {numbers.long_day(day, year=False)}.{runway.search_basis(found)}",
        f"{numbers.days(abs(left))} {'late' if left < 0 else 'left'}",
    )


def _extension(found: ExtensionDue) -> tuple[str, str, str, str]:
    each, days = found.extension, found.days_to_ask
    rule, late = each.rule, ""
    if each.notice_by:
        notice = numbers.long_day(each.notice_by, year=False)
        late = f"The last day to ask was {notice}: is it still possible?"
    return (
        "Late" if found.is_late else "Decide",
        _would_lapse(each.left[1], found.currency, rule.name, rule.kind, found.ends_on),
        late if found.is_late else _ask(each),
        "" if days is None else f"{numbers.days(abs(days))} {'late' if days < 0 else 'left'}",
    )


def _ask(each: Extension) -> str:
    if not each.buys:
        return "Nothing is planned after that day, so an extension would buy nothing."
    kind = "credit extension" if each.rule.kind == "credits" else "no-cost extension"
    work = "" if each.rule.work else " Write down the work that remains: it is the reason."
    by = runway.NO_NOTICE
    if each.ask_by:
        by = f"Ask by {numbers.long_day(each.ask_by, year=False)}."
    return f"A {kind} of {numbers.tenths(each.bought[1])} would use it. {by}{work}"


def _lapse(found: FundLapse) -> tuple[str, str, str, str]:
    fund, ends = found.fund, found.fund.ends_on or date.max
    if found.days_left < 0:
        left = numbers.about(fund.balance, found.currency)
        text = f"{left} of {runway.the(fund.name)} was left when it ended"
        detail = f"It ended on {numbers.long_day(ends)}. Can it still be claimed, or has it lapsed?"
        return "Check", text, detail, ""
    text = _would_lapse(fund.lapse, found.currency, fund.name, fund.kind, ends)
    detail = "No rule for an extension is set: ask the funder."
    return "Decide", text, detail, f"{numbers.days(found.days_left)} left"


def _would_lapse(amount: Decimal, code: str, name: str, kind: str, ends: date) -> str:
    verb = "expire" if kind == "credits" else "lapse"
    day = numbers.long_day(ends, year=False)
    return f"About {numbers.about(amount, code)} of {runway.the(name)} would {verb} on {day}"


def _old_balance(found: OldBalance) -> tuple[str, str, str, str]:
    if found.on_day is None or found.age_days is None:
        text = f"{found.name}: the balance was never confirmed"
        return "Old balance", text, "Ask for a statement.", ""
    age = numbers.days(found.age_days)
    text = f"{found.name}: the balance was last confirmed {age} ago"
    since = numbers.day(found.on_day)
    worn = f"More than a tenth of it was spent since {since}: it is an estimate."
    return "Old balance", text, f"{worn} Ask for a newer statement.", age
