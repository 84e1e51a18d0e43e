"""The words of a sponsor pack, and the page that shows one.

Names and the team's own words come in marked by share/slots, so that the privacy check finds them
in these sentences; they are only passed on.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from metrics.meetings.people import Year
from metrics.runway.extensions import Extension
from metrics.runway.outlook import Outlook
from wording import numbers, runway
from wording.markup import html
from wording.page import Block, Note, Page, Sentence

QUESTION = "What will the sponsor see?"
HEADINGS = ("What was done", "What got worse", "What we ask", "Answer by")
PRESET = """[[presets]]
name = "estuary"
recipient = "Estuary Fund"
funds = ["grant-2026"]"""
METHOD = (
    ("Period", "Whole calendar months only; the current month is in no figure."),
    ("Cost", "As billed, by the day of service in the bill's own time zone: usage, purchases, tax "
     "and adjustments, before credits unless a column says after. Currencies are never added or "
     "converted."),
    ("Spent and remaining", "From the newest confirmed statement of the fund: the award less the "
     "remaining amount on the statement. Never from our own bills or plans; without a statement "
     "the table says not confirmed. Fees and indirect costs are included if the statement "
     "includes them."),
    ("How long the money lasts", "5,000 simulated futures from the spending of the last twelve "
     "months; 8 in 10 end within the range. Committed money only."),
    ("Cost of one launch", "The bill before credits divided by launches, on the days with both "
     "figures."),
    ("People", "Counts only, from roll calls of public meetings; fewer than 5 are not shown."),
    ("Issues and documentation", "As the public trackers and documentation hosts count them."),
)  # fmt: skip
FUNDS_NOTE = (
    "Bar: share of the award that was spent. Line: share of its period of performance that had "
    "passed by the day of the statement."
)
COMMITTED = "Committed money only: no pending award is counted."
FEW_PEOPLE = "Counts of fewer than 5 people are not shown."
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
        "credits": "Credits", "payable": "After credits",
    },
    "services": {"service": "Service", "gross": "Before credits"},
    "runway": {
        "low": "1 chance in 10 that it ends before", "likely": "Most likely",
        "high": "1 chance in 10 that it lasts beyond",
    },
    "use": {"period": "Month", "amount": "Launches", "each": "Cost of one"},
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


def ran_launches(team: str, launches: Decimal, period: str, each: str) -> str:
    """How much the money kept running; `each` is the cost of one, empty where it is not shown."""
    cost = f", at {each} each" if each else ""
    return f"{team} ran {numbers.number(launches)} launches from {period}{cost}."


def kept_running(team: str, amounts: Sequence[str], months: Sequence[date]) -> str:
    """The cost of the months that bills cover, not of those that were asked for."""
    first, last = months[0], months[-1]
    whole = 12 * (last.year - first.year) + last.month - first.month + 1
    span = f"from {numbers.month(first)} to {numbers.month(last)}"
    if len(months) == 1:
        span = f"in {numbers.month(first)}"
    elif whole != len(months):
        between = f"between {numbers.month(first)} and {numbers.month(last)}"
        span = f"in {numbers.count(len(months), 'month')} {between}"
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


def mean_cost(mean: str, months: int, after_credits: str) -> str:
    """The mean cost of a month."""
    after = f"; {after_credits} after credits" if after_credits else ""
    over = numbers.count(months, "month")
    return f"{mean} a month on average over {over}, before credits{after}."


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
        return f"{numbers.number(value)} (first month = 100)"
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


def meetings(year: Year) -> str:
    """How many meetings in a year."""
    return f"{numbers.count(year.meetings, 'meeting')} in twelve months."


def year_label(end: date) -> str:
    """The twelve months that end with a day's month."""
    return f"12 months to {numbers.month(end)}"


def docs(good: int, sites: int) -> str:
    """How many documentation sites pass."""
    all_sites = numbers.count(sites, "documentation site")
    return f"{good} of {all_sites} {numbers.agree(good, 'is', 'are')} passing."


# ── The page ───────────────────────────────────────────────────────────────────────────────────


def not_set_up() -> Page:
    """While no sponsor is set up."""
    lines = html(
        "<b>Sponsor pack: not set up.</b> Add to dashboard.toml:<pre>{}</pre>and reload this "
        "page. It unlocks a file with everything that a sponsor may see, and nothing else.",
        PRESET,
    )
    answer = Sentence("Nobody gets a pack yet: no sponsor is set up.")
    return Page("Sponsor pack", QUESTION, answer, (Note("not_set_up", lines),))


def page(recipient: str, leaks: Sequence[str], remarks: Sequence[str], preset: str) -> Page:
    """One pack: the places that hold it back, the remarks to read before it is sent.

    leaks    lines of places with something private; with any there is no file
    remarks  lines for a person to judge
    """
    blocks: list[Block] = [Note("error", line) for line in leaks]
    blocks += [Note("partial", line) for line in remarks]
    if leaks:
        fix = (
            "Reword these places, or list an everyday word under public in the preset, and reload."
        )
        answer = Sentence(f"{recipient} gets no file until these places are corrected.")
        return Page("Sponsor pack", QUESTION, answer, (*blocks, Note("empty", fix)))
    answer = Sentence(
        f"{recipient} sees exactly this page, and nothing else.",
        basis="Every value in it was checked against all names, accounts, files and other funders.",
    )
    by_command = html("By command: <code>python -m share pack --preset {}</code>", preset)
    return Page("Sponsor pack", QUESTION, answer, (*blocks, Note("plain", by_command)))


OLD_DATA = "Make it anyway, with this sentence"


def old(recipient: str, said: Sequence[str]) -> Page:
    """A pack whose leading figures are old: why it is withheld, and the way round."""
    answer = Sentence(
        f"{recipient} gets no file: its leading figures are old.",
        basis="Bring the data up to date, or make it anyway: the pack then prints the sentence "
        "below in its first lines.",
    )
    return Page("Sponsor pack", QUESTION, answer, tuple(Note("stale", line) for line in said))


def frame_title(recipient: str) -> str:
    """The name of the frame that shows the pack."""
    return f"The pack for {recipient}"


def unknown(column: str) -> str:
    """An unknown cell of a pack's table in words."""
    if column in ("spent", "remaining", "confirmed_on"):
        return "not confirmed"
    return "not known"
