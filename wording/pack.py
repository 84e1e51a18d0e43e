"""The words of a sponsor pack.

Names and the team's own words come in marked by share/slots, so that the privacy check finds them
in these sentences; they are only passed on.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from metrics.launches.unit_cost import UnitCost
from metrics.meetings.people import Year
from metrics.runway.extensions import Extension
from metrics.runway.outlook import Outlook
from metrics.runway.own_funds import OwnFund
from metrics.spending.breakdown import PartialMonth
from wording import numbers, runway, standing

HEADINGS = ("What was done", "What got worse", "What we ask", "Answer by")
METHOD = (
    ("Period", "Calendar months up to the last whole one; the current month is in no figure. A "
     "month that is not billed in full is named, and is in no mean."),
    ("Cost", "As billed, by the day of service in the bill's own time zone: usage, purchases, tax "
     "and adjustments. Before credits, unless a column says after. The newest two days of a bill "
     "that is not closed may be unfinished and are left out. Currencies are never added or "
     "converted."),
    ("Spent and remaining", "From the newest confirmed statement of the fund: the award less the "
     "remaining amount on the statement. Never from our own bills or plans; without a statement "
     "the table says not confirmed. Fees and indirect costs are included if the statement "
     "includes them."),
    ("What will be left, how long the money lasts", "5,000 simulated futures from the spending of "
     "the last twelve months; 8 in 10 end within the range. Committed money only. Of a named fund "
     "only its own part is shown."),
    ("Cost of one launch", "The bill before credits divided by the launches on the machines it "
     "pays for, on the days with both figures."),
    ("Rounding", "Exact until the last step, then rounded once. Parts add up to their total, and "
     "a mean has the digits that make its total. This was checked before the report was written."),
    ("People", "Counts only, from roll calls of public meetings; fewer than 5 are not shown."),
    ("Issues and documentation", "As the public trackers and documentation hosts count them."),
)  # fmt: skip
FUNDS_NOTE = (
    "Bar: share of the award that was spent. Line: share of its period of performance that had "
    "passed by the day of the statement."
)
COMMITTED = "Committed money only: no pending award is counted."
HOLLOW_DOTS = "Hollow: a month of which some days are missing."
HOLLOW = "hollow: a month billed in part"
FEW_PEOPLE = "Counts of fewer than 5 people are not shown."
OTHER_SOURCES = (
    "Other sources of money are in this date: it is the whole project's, not that of one award."
)
OWN_NOTE = "Solid: known balances. Dashed: an estimate."
TITLES = {
    "funds": "Spent and remaining, by confirmed statement",
    "runway": "How long the money lasts",
    "use": "Launches by month",
    "community": "Community meetings",
    "backlog": "Issues opened and closed by month",
    "docs": "Documentation builds",
}
COLUMNS = {
    "funds": {
        "fund": "Fund", "kind": "Kind", "currency": "Currency", "awarded": "Awarded",
        "spent": "Spent", "remaining": "Remaining", "spent_share": "Spent, share",
        "time_share": "Time passed, share", "confirmed_on": "Confirmed on", "ends_on": "Ends on",
    },
    "spend": {
        "month": "Month", "category": "Category", "gross": "Before credits",
        "credits": "Credits", "payable": "After credits", "days": "Days billed",
        "of_days": "Days of the month",
    },
    "services": {"service": "Service", "gross": "Before credits"},
    "own": {
        "fund": "Fund", "currency": "Currency", "ends_on": "Last day",
        "low": "1 chance in 10 that less is left", "left": "Likely left on it",
        "high": "1 chance in 10 that more is left", "pays_to": "Used up by",
    },
    "runway": {
        "low": "1 chance in 10 that it ends before", "likely": "Most likely",
        "high": "1 chance in 10 that it lasts beyond",
    },
    "use": {
        "period": "Month", "amount": "Launches", "cost": "Cost before credits",
        "each": "Cost of one",
    },
    "community": {
        "year": "Year", "meetings": "Meetings", "median": "People at a meeting, median",
        "newcomers": "People who came for the first time", "organisations": "Organisations",
    },
    "backlog": {
        "month": "Month", "opened": "Opened", "closed": "Closed", "open_at_end": "Open at end",
    },
    "docs": {"state": "State", "sites": "Sites"},
}  # fmt: skip


# ── The first lines ────────────────────────────────────────────────────────────────────────────


def ran_launches(team: str, launches: Decimal, months: Sequence[date]) -> str:
    """How many launches ran, where their cost is not known or may not be shown."""
    return f"{team} ran {numbers.number(launches)} launches {_span(months[0], months[-1])}."


def ran_paid_launches(team: str, found: UnitCost, *, indexed: bool) -> str:
    """The launches that were paid for, the cost of one and of all; they make each other."""
    each = numbers.number(cost_of_one(found), numbers.decimals(cost_of_one(found)))
    total = numbers.about(found.cost, found.currency)
    span = _days(found.first, found.last)
    ran = f"{team} ran {numbers.number(found.amount)} launches that were paid for {span}"
    if indexed:
        return f"{ran}."
    return f"{ran}, at {each} {found.currency} each: {total} for these launches, before credits."


def cost_of_one(found: UnitCost) -> Decimal:
    """The cost of one launch in whole cents, or with the decimals that make the total."""
    first = min(Decimal("0.01"), Decimal(10) ** (found.each.adjusted() - 1)) if found.cost else 1
    return numbers.enough(found.cost, found.amount, Decimal(first))


def _span(first: date, last: date) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"in {numbers.month(first)}"
    return f"from {numbers.month(first)} to {numbers.month(last)}"


def _days(first: date, last: date) -> str:
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return _span(first, last)
    return f"from {numbers.long_day(first)} to {numbers.long_day(last)}"


def kept_running(
    team: str, amounts: Sequence[str], months: Sequence[date], days: tuple[date, date] | None = None
) -> str:
    """The cost of the months that bills cover, not of those that were asked for.

    days  the first and the last, where a month is billed in part
    """
    first, last = months[0], months[-1]
    whole = 12 * (last.year - first.year) + last.month - first.month + 1
    span = _span(first, last)
    if whole != len(months):
        between = f"between {numbers.month(first)} and {numbers.month(last)}"
        span = f"in {numbers.count(len(months), 'month')} {between}"
    elif days:
        span = _days(*days)
    paid = numbers.listing(list(amounts))
    return f"{team} kept its service running for {paid} before credits {span}."


def only_period(team: str, period: str) -> str:
    """Where no amount may be shown."""
    return f"{team} from {period}."


# ── Parts ──────────────────────────────────────────────────────────────────────────────────────


def fund(name: str, spent_share: Decimal | None, confirmed_on: date | None, time: object) -> str:
    """The share of an award that was spent, by its statement."""
    if confirmed_on is None or spent_share is None:
        return f"{name}: spending is not confirmed by a statement."
    passed = ""
    if isinstance(time, Decimal):
        passed = f", when {numbers.percent(time)} of its period had passed"
    share, day = numbers.percent(spent_share), numbers.long_day(confirmed_on)
    return f"{name}: {share} of the award was spent by {day}{passed}."


def mean_cost(total: str, mean: str, months: int, after_credits: str = "") -> str:
    """The cost of all months, empty as an index, and the mean of one; they make each other."""
    over = numbers.count(months, "month")
    after = f"; {after_credits} a month after credits" if after_credits else ""
    if not total:
        return f"{mean} a month on average over {over}, before credits{after}."
    return f"{total} over {over} before credits, {mean} a month on average{after}."


def partial_cost(
    total: str, partial: Sequence[PartialMonth], mean: str, whole: int, after_credits: str = ""
) -> str:
    """The same where some months are billed in part: they are named, and the mean leaves them out.

    total  empty as an index     mean, after_credits  of the `whole` months; empty without any
    """
    named = [
        f"{numbers.month(each.month)} for {each.days} of {each.of_days} days" for each in partial
    ]
    parts = [f"{total} before credits"] if total else []
    parts.append(
        f"{numbers.listing(named)} {numbers.agree(len(named), 'is', 'are')} billed in part"
    )
    if mean:
        basis = "" if total else ", before credits"
        after = f", {after_credits} after credits" if after_credits else ""
        over = numbers.count(whole, "whole month")
        parts.append(f"{mean} a month on average over {over}{basis}{after}")
    return f"{'; '.join(parts)}."


def beyond_launches(launches: str, other_bills: str, uncounted: str, later: str) -> str:
    """Why the cost by month is not that of the launches; each amount may be empty, not all."""
    reasons = (
        (other_bills, "bills that pay for no launches"),
        (uncounted, "days without a count of launches"),
    )
    more = [f"{amount} of {what}" for amount, what in reasons if amount]
    if not more:
        return f"Of the {launches} of launches it leaves out {later}, on days not yet complete."
    less = f" and leaves out {later} of days not yet complete" if later else ""
    return f"To the {launches} of launches it adds {numbers.listing(more)}{less}."


def archive_cost(launches: str) -> str:
    """Where the archive itself knows the cost of launches."""
    return f"The {launches} of launches are by the archive's own costs, not by these bills."


def mean(value: Decimal, currency: str, *, indexed: bool) -> str:
    """The mean of a month with all its digits."""
    text = numbers.number(value, numbers.decimals(value))
    return f"{text} (first whole month = 100)" if indexed else f"{text} {currency}"


def other_currencies(codes: Sequence[str], amounts: Sequence[str]) -> str:
    """Costs that are in no figure because their currency is another one; "" without any."""
    if not codes:
        return ""
    if not amounts:
        return f"Costs in {numbers.listing(list(codes))} are not included."
    paid = numbers.listing(list(amounts))
    return f"Not included: {paid}, before credits; currencies are never added."


def amount(value: Decimal, currency: str, *, indexed: bool) -> str:
    """An amount as this preset may show it."""
    if indexed:
        return f"{numbers.number(value)} (first whole month = 100)"
    return numbers.about(value, currency)


def services(names: Sequence[str], costs: Sequence[Decimal], currency: str, indexed: bool) -> str:
    """The services that cost most, each with its cost."""
    parts = [
        f"{name} {numbers.number(cost) if indexed else numbers.about(cost, currency)}"
        for name, cost in zip(names, costs, strict=True)
    ]
    return f"{numbers.listing(parts)}."


def money_end(found: Outlook) -> tuple[str, ...]:
    """The end of the money, without advice to the team."""
    claim = str(runway.headline(found).claim)
    chances = "8 chances in 10 are within this range." if found.method == "range" else ""
    return tuple(filter(None, (claim, chances)))


def own_fund(found: OwnFund, name: str, *, indexed: bool) -> str:
    """What one fund will have left, or how long it pays; the name is marked.

    indexed  its amounts may not be shown: then as a share of the award
    """
    if found.balance is None:
        return f"How much of {name} will be left is not known: its balance is not."
    if found.left is None or found.rule.ends_on is None:
        if found.pays_to is None:
            return f"{name} lasts beyond {numbers.month(found.horizon)}."
        return f"{name} likely pays until {numbers.month(found.pays_to)}."
    day = numbers.long_day(found.rule.ends_on)
    if not found.lapses:
        return f"{name} is likely spent in full by its last day, {day}."
    return f"{name} will have {_unspent(found, day, indexed=indexed)}."


def _unspent(found: OwnFund, day: str, *, indexed: bool) -> str:
    low, likely, high = found.left or (Decimal(0),) * 3
    if indexed:
        whole = found.rule.awarded
        share = f"about {numbers.percent(likely / whole)} of the award" if whole else "a part"
        return f"{share} unspent on {day}, its last day"
    text = f"about {numbers.about(likely, found.currency)} unspent on {day}, its last day"
    if numbers.to_known(low) == numbers.to_known(high):
        return text
    span = f"{numbers.number(numbers.to_known(low))} and {numbers.about(high, found.currency)}"
    return f"{text}; 8 chances in 10 are between {span}"


def own_label(found: OwnFund) -> str:
    """The label of the end of a fund's path."""
    left = found.ahead[-1][1]
    return f"about {numbers.number(numbers.to_known(left))}" if left >= 1 else "used up"


def own_title(n: int, unit: str) -> str:
    """The heading over what the named funds will have left."""
    what = "What will be left of the award" if n == 1 else "What will be left of each award"
    return f"{what}, {unit}" if unit else what


def reach(data_to: date | None, ends_on: date | None, months: int = 0) -> str:
    """To which day a part's data reach, or its last month, where it has no later data.

    ends_on  the last day of its calendar months; None: it has none
    months   how many whole ones, without a gap; 0: not so
    """
    if data_to and ends_on and data_to >= ends_on:
        counted = f"{numbers.count(months, 'month')} " if months else ""
        return f"{counted}to {numbers.month(ends_on)}"
    return standing.data_to(data_to)


def likely_day(found: date) -> str:
    """The label of the likely day in the chart."""
    return f"most likely {numbers.third(found)}"


def fund_end(name: str, kind: str) -> str:
    """The label of a fund's end in the chart."""
    return f"{name} {runway.ends(name, kind)}"


def extension_case(each: Extension, currency: str) -> str:
    """The case for an extension, argued from the work that remains, in a funder's order."""
    own, rule = each.rule.work_months, each.rule
    need = numbers.tenths(each.bought[1] if own is None else own)
    money, lasts = numbers.about(each.left[1], currency), numbers.tenths(each.bought[1])
    end = f" on {numbers.long_day(rule.ends_on)}" if rule.ends_on else ""
    name, work = runway.extension_name(rule.kind), (rule.work or "").rstrip(".")
    return (
        f"{name}: the remaining work ({work}) needs {need}. About {money} is available for it, "
        f"enough for {lasts}; without an extension it would lapse{end}."
    )


def launches(total: Decimal, months: int) -> str:
    """How many launches in how many months."""
    return f"{numbers.number(total)} launches in {numbers.count(months, 'month')}."


def paid_launches(found: UnitCost) -> str:
    """How many launches were paid for, from day to day where a month is not counted in full."""
    count = numbers.number(found.amount)
    return f"{count} launches that were paid for {_days(found.first, found.last)}."


def other_launches(n: Decimal) -> str:
    """Launches without a cost, which are in no figure of the part."""
    more = numbers.count(int(n), "more launch", "more launches")
    verb = numbers.agree(int(n), "is", "are")
    return f"{more} {verb} in no figure: no bill covers the machine or the day."


def meetings(year: Year) -> str:
    """How many meetings in a year."""
    return f"{numbers.count(year.meetings, 'meeting')} in twelve months."


def year_label(end: date) -> str:
    """The twelve months that end with a day's month."""
    return f"12 months to {numbers.month(end)}"


def docs(good: int, sites: int) -> str:
    """How many documentation sites pass."""
    if sites == 1:
        return f"The only documentation site is {'passing' if good else 'not passing'}."
    all_sites = numbers.count(sites, "documentation site")
    return f"{good} of {all_sites} {numbers.agree(good, 'is', 'are')} passing."


def unknown(column: str) -> str:
    """An unknown cell of a pack's table in words."""
    if column in ("spent", "remaining", "confirmed_on"):
        return "not confirmed"
    return "not known"
