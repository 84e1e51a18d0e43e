"""The charts of the Runway page: their titles, findings and every word that they draw."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from metrics.runway.engine.dates import ONE_DAY
from metrics.runway.extensions import Extension
from metrics.runway.outlook import FundOutlook, Outlook
from wording import left, numbers, runway_tables, standing
from wording import runway as words
from wording.markup import capital, html
from wording.page import Amount, Chart, Heading, Mark
from wording.short_names import short

BALANCE_LINES = ("stated and rolled forward", "likely")
BANDS = "Light band: 80 % likely; dark band: 50 %."
HOLLOW_DOT = "Hollow dot: an estimate, not a confirmed statement."
HOLLOW_STRIP = "Hatched: an estimate, not a confirmed statement."
UNPAID = "nobody pays"
FIRST = 5  # funds named in a sentence
NOUNS = {"credits": "Credits", "grant": "Grant", "in_kind": "In kind"}


def balance(
    found: Outlook, key: str, title: str, other: tuple[str, Outlook] | None = None
) -> Chart:
    """The balance, behind and ahead; `other`: a what-if, drawn dashed, and in no table."""
    facts = {
        "found": found,
        "other": other and other[1],
        "today": "today",
        "marks": [*milestones(found), *_other_end(other)],
        "names": BALANCE_LINES,
        "empty": "There is no balance to draw.",
    }
    table = runway_tables.balance(found)
    signs = [BANDS] if found.method == "range" and found.balance else []
    signs += [_signs(found), f"Dashed: {other[0][0].lower()}{other[0][1:]}." if other else ""]
    read = " ".join(filter(None, signs))
    alt = f"{_balance_finding(found)} {read}".strip()
    return Chart(key, title, "runway.balance_range", facts, read, table, words.METRIC, alt)


def _balance_finding(found: Outlook) -> str:
    """Money today, and when the middle path ends."""
    today = f"{capital(left.today(found))} today"
    if not found.balance:
        return f"{today}: there is nothing to draw."
    if found.likely is None:
        return f"{today}. The middle path lasts beyond {numbers.month(found.horizon)}."
    if found.method != "range":
        last = numbers.long_day(found.likely - ONE_DAY)
        return f"{today}. At this rate, {last} is the last day that can be paid in full."
    fate = "is first short" if found.reason == "category" else "reaches zero"
    low, high = found.low or found.horizon, found.high
    ends = f". 80 % of paths do so in {numbers.third(low)} or later"
    if high and words.is_same_third(low, high):
        ends = ", as do 80 % of paths"
    elif high:
        ends = f". 80 % of paths do so {numbers.between(low, high)}"
    return f"{today}. The middle path {fate} in {numbers.third(found.likely)}{ends}."


def _signs(found: Outlook) -> str:
    """What is drawn hollow or dotted because it is not measured; empty where all is."""
    hollow = HOLLOW_DOT if found.is_estimated and found.balance else ""
    old = found.silent
    dotted = ""
    if old and any(day > (old.cause.since or found.as_of) for day, _ in found.past_year):
        dotted = f"Dotted: {standing.since(old.cause, year=True)}."
    return " ".join(filter(None, (hollow, dotted)))


def milestones(found: Outlook) -> list[tuple[date, str, str, str]]:
    """Days marked in the balance chart: (day, words, colour by name, dash)."""
    marks = []
    for fund in found.funds:
        ends = fund.ends_on
        is_money = fund.kind != "in_kind"
        if ends and found.as_of < ends <= found.range_shown_to and fund.balance and is_money:
            alike = sum(other.kind == fund.kind and bool(other.balance) for other in found.funds)
            noun = fund.name if alike > 1 else NOUNS.get(fund.kind, "Fund")
            verb = words.ends(noun, fund.kind)
            # Two lines of a phone; the table of funds has the whole name.
            noun = short(noun)
            text = f"{noun} {verb} {numbers.day(ends, year=False)}"
            marks.append((ends, text, "text", "dot"))
    marks = marks[:3]
    if found.likely:
        end = "Money out" if found.method == "arithmetic" else "Money out, likely"
        text = f"{end} {numbers.day(found.likely, year=False)}"
        marks.append((found.likely, text, "forecast", "solid"))
    start = found.search_by
    if start and start > found.as_of:
        text = f"Start looking {numbers.day(start, year=False)}"
        marks.append((start, text, "state.watch", "solid"))
    return marks


def _other_end(other: tuple[str, Outlook] | None) -> list[tuple[date, str, str, str]]:
    """The likely end under a what-if."""
    if other is None or other[1].likely is None:
        return []
    day = other[1].likely
    return [(day, f"What if: {numbers.day(day, year=False)}", "text", "dash")]


def payers(found: Outlook) -> Chart:
    """Payments by fund, month by month."""
    facts = {
        "found": found,
        "names": runway_tables.payers(found),
        "unpaid": UNPAID,
        "empty": "Nothing is to be paid.",
    }
    return Chart(
        "payers", f"Payments by fund (a plan), {found.currency} a month", "funds.who_pays",
        facts, _payers_finding(found), runway_tables.payments(found, UNPAID), words.METRIC,
    )  # fmt: skip


def _payers_finding(found: Outlook) -> str:
    """The order of the funds, and the loss if no payment may be moved between them."""
    names = runway_tables.payers(found)
    first: dict[str, date] = {}
    for paid in found.plan.payments:
        first.setdefault(paid.fund_id, paid.period[0])
    order = [names[fund] for fund in sorted(first, key=lambda f: first[f])]
    more = [f"{len(order) - FIRST} more"] if len(order) > FIRST else []
    listed = ", then ".join([*order[:FIRST], *more])
    text = f"Funds are drawn in this order: {listed}." if order else "Nothing is paid."
    out = found.plan.money_out_date
    if found.out_without_moves and out and found.out_without_moves < out:
        lost = words.span((out - found.out_without_moves).days)
        text += f" If no payment moves between funds, the money runs out {lost} earlier."
    return text


def dots(found: Outlook) -> Chart:
    """Twenty equally likely months for the end."""
    beyond = sum(1 for day in found.dots if day is None)
    if days := [day for day in found.dots[:2] if day]:
        month = numbers.month(days[-1])
        finding = f"The first 2 of the 20, drawn hollow, are in {month} or earlier."
    else:
        finding = f"All 20 are after {numbers.month(found.horizon)}."
    facts = {
        "found": found,
        "empty": "In all 20 the money lasts as far ahead as we look.",
        "beyond": f"{beyond} beyond {numbers.month(found.horizon)}",
    }
    return Chart(
        "dots", "20 equally likely months for the money to run out", "runway.quantile_dots", facts,
        finding, runway_tables.dots(found), words.METRIC,
    )  # fmt: skip


def extension_title(each: Extension) -> str:
    """ "No-cost extension: Estuary grant"."""
    return f"{words.extension_name(each.rule.kind)}: {each.rule.name}"


def held(found: Outlook) -> Chart:
    """The balance of each fund until it ends."""
    names = runway_tables.payers(found)
    texts = {
        fund.fund_id: (
            names[fund.fund_id], _held_by(fund, found.currency), _fate(fund, found)
        )
        for fund in found.funds
    }  # fmt: skip
    facts = {"found": found, "texts": texts, "empty": "No fund holds money."}
    finding = "One strip per fund, all on the same scale of money and time, under the plan above."
    if any(fund.is_estimated and fund.balance for fund in found.funds):
        finding = f"{finding} {HOLLOW_STRIP}"
    return Chart(
        "cliffs", f"Balance of each fund, {found.currency}", "funds.held", facts,
        finding,
        runway_tables.outcomes(found), words.METRIC,
    )  # fmt: skip


def _held_by(fund: FundOutlook, currency: str) -> str:
    if fund.is_estimated:
        return f"about {numbers.about(fund.balance, currency)}"
    return numbers.money(fund.balance, currency)


def _fate(fund: FundOutlook, found: Outlook) -> str:
    """A fund's last day, and what lapses with it; empty without one."""
    if not fund.ends_on:
        return ""
    verb = "expires" if fund.kind == "credits" else "ends"
    lost = f"{numbers.about(fund.lapse, found.currency)} lapse"
    tail = lost if fund.is_lapsing else "used up before"
    return f"{verb} {numbers.day(fund.ends_on, year=False)}, {tail}"


def unpaid(found: Outlook) -> Chart:
    """The chance, month by month, that something is not paid."""
    return Chart(
        "unfunded", "Chance that a cost is not paid, by month", "runway.unfunded_line",
        {"found": found}, _unpaid_finding(found), runway_tables.unpaid(found), words.METRIC,
    )  # fmt: skip


def _unpaid_finding(found: Outlook) -> str:
    """When it becomes likely that something is not paid."""
    shares = zip(found.periods, found.unfunded_share, strict=True)
    day = next((period[1] for period, share in shares if share >= 0.5), None)
    cases = round(found.lasting * 10)
    chance = (
        f"Committed money alone lasts to {numbers.month(found.horizon)} in {cases} of 10 cases."
    )
    if day is None:
        return f"The chance never reaches one in two. {chance}"
    is_last = (day + timedelta(days=1)).day == 1
    when = f"the end of {numbers.month(day)}" if is_last else numbers.third(day)
    return f"The chance reaches one in two by {when}. {chance}"


def other_currencies(others: Sequence[Outlook]) -> list[Chart]:
    """One balance chart per currency without a rate, its own answer above it."""
    charts = []
    for found in others:
        title = f"Remaining money in {found.currency}, separately"
        drawn = balance(found, f"remaining-{found.currency}", title)
        finding = html("<b>{}</b> {}", words.other_currency(found), words.headline(found).warning)
        charts.append(
            Chart(
                drawn.key,
                title,
                drawn.figure,
                drawn.facts,
                finding,
                drawn.table,
                words.METRIC,
                marks=[Mark("this forecast", {"of": "runway.outlook", "currency": found.currency})],
            )
        )
    return charts


def published(history: pd.DataFrame) -> tuple[Chart] | tuple[Heading]:
    """The range that each ingest published; one alone is a sentence."""
    title, opens = "End dates published so far", {"of": "runway.published"}
    figures = [Amount(numbers.count(len(history), "forecast"), opens)]
    if len(history) < 2:
        return (Heading(title, _published_finding(history), figures),)
    return (
        Chart(
            "said", title, "runway.published", {"rows": history}, _published_finding(history),
            history, "runway.published", marks=[Mark("every forecast", opens)], figures=figures,
        ),
    )  # fmt: skip


def _published_finding(history: pd.DataFrame) -> str:
    """The finding of the published forecasts."""
    if history.empty:
        return "Each ingest keeps its forecast; the first one is still to come."
    since = numbers.long_day(history["as_of"].iloc[0])
    count = f"{numbers.count(len(history), 'forecast')} since {since}."
    if len(history) == 1:
        return count
    return f"Bar: the range published on that day, 80 % likely. {count}"
