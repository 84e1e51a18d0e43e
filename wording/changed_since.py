"""What changed most since the last meeting, in one row: docs, launches, issues, bills."""

from collections.abc import Sequence
from decimal import Decimal

from metrics.briefing.briefing import Briefing
from metrics.briefing.changes import LaunchCost
from metrics.briefing.figures import DocsFailing, MonthlyBurn, OpenIssues
from metrics.briefing.meeting_pairs import Pair
from metrics.docs.builds import Version
from wording import burn_rate, numbers, runway, standing
from wording.markup import capital
from wording.page import Figure, Link, Row

Words = list[str | Link | Figure]
MOST = 2  # news besides the bills: the row stays one line
# Below these a change is not worth a word: of open issues, of the cost of one launch.
FEWEST_ISSUES, ISSUES, LAUNCH = 3, 0.05, 0.10
NAMED = 2  # sites by name


def rows(found: Briefing, *, is_terse: bool = False) -> list[Row]:
    """One row: which docs broke or were repaired, what moved most, and the bills with people.

    On a call the cost of people is left out, and so is the whole, less which it would be known.
    is_terse  without days: that of a break is in its decision, that of the meeting in its choice
    """
    news = [Link(*each) for each in _news(found, is_terse=is_terse)]
    words, since, bars = _money(found, in_short=bool(news))
    if news and not words:
        since = f"since {numbers.day(found.pair.since, year=False)}"
    parts: list[Words] = [[each] for each in news]
    said: Words = []
    for part in [*parts, words] if words else parts:
        said += [" · ", *part] if said else part
    when = "" if is_terse and news else since
    return [Row(tuple(said), when=when, bars=() if news else bars)] if said else []


def _news(found: Briefing, *, is_terse: bool) -> list[tuple[str, str]]:
    """The news in words, with its page: of docs, then what moved furthest beyond its threshold."""
    docs, moved = list[tuple[str, str]](), list[tuple[float, str, str]]()
    for figure in found.figures:
        if isinstance(figure, DocsFailing) and not figure.standing.silent:
            docs += _docs(figure, is_terse=is_terse)
        if isinstance(figure, OpenIssues) and not figure.standing.silent:
            moved += _issues(figure)
    for change in found.changes:
        share = change.share if isinstance(change, LaunchCost) else 0.0
        if abs(share) >= LAUNCH:
            way = "more" if share > 0 else "less"
            costs = f"a launch costs {numbers.number(abs(share) * 100)} % {way}"
            moved.append((abs(share) / LAUNCH, costs, "launches"))
    furthest = sorted(moved, key=lambda each: -each[0])
    said = [*docs, *((text, page) for _, text, page in furthest)][:MOST]
    return [(text if n else capital(text), page) for n, (text, page) in enumerate(said)]


def _docs(found: DocsFailing, *, is_terse: bool) -> list[tuple[str, str]]:
    said = []
    if found.broke:
        first = found.broke[0]
        said.append(f"{_sites(found.broke)} broke")
        if len(found.broke) == 1 and first.since and not is_terse:
            day = numbers.day(first.since.date(), year=False)
            verb = f"failing since {day}" if first.at_least else f"broke on {day}"
            said = [f"{first.name} docs {verb}"]
    if found.repaired:
        said.append(f"{_sites(found.repaired)} repaired")
    return [(each, "docs") for each in said]


def _sites(found: Sequence[Version]) -> str:
    """Which sites' docs: "Hub docs", "Hub and Guide docs", "docs of 4 sites"."""
    if len(found) > NAMED:
        return f"docs of {numbers.number(len(found))} sites"
    return f"{numbers.listing([each.name for each in found])} docs"


def _issues(found: OpenIssues) -> list[tuple[float, str, str]]:
    by = found.now - found.before
    if abs(by) < FEWEST_ISSUES or abs(by) < ISSUES * found.before:
        return []
    said = f"{numbers.signed(by)} open {numbers.agree(abs(by), 'issue', 'issues')}"
    return [(abs(by) / max(1, found.before) / ISSUES, said, "issues")]


def _money(found: Briefing, *, in_short: bool) -> tuple[Words, str, tuple[float, ...]]:
    """The bills of a month, then and now, with people; its day and months for a small picture."""
    bills = next((each for each in found.figures if isinstance(each, MonthlyBurn)), None)
    team = found.money.team if found.pair.is_open and not found.is_public else None
    opens = {"of": "runway.outlook", "show": "per_month"}
    if bills is None:
        if team is None or not (whole := runway.cost_of_a_month(team)):
            return [], "", ()
        names = numbers.listing(team.costs.planned_for or team.costs.billed_for)
        return [runway.about_cost(team), Figure(whole, opens), f" a month for {names}"], "", ()
    words, when = _moved(bills, found.pair, in_short=in_short)
    if team and runway.whole_cost(team):
        whole, names = runway.cost_of_a_month(team), numbers.listing(team.costs.planned_for)
        if team.currency == bills.now.currency:
            whole = whole.removesuffix(f" {team.currency}")
        words += [f", {runway.about_cost(team)}", Figure(whole, opens), f" with {names}"]
    return words, when, bills.line


def _moved(bills: MonthlyBurn, pair: Pair, *, in_short: bool) -> tuple[Words, str]:
    """The bills of a month, then and now, and since when; no change is claimed over old bills."""
    code, name = bills.now.currency, burn_rate.NAMES[bills.basis]
    name, a_month = (name.lower(), "/month") if in_short else (name, " a month")
    was, now = bills.before.per_month(bills.basis), bills.now.per_month(bills.basis) or Decimal(0)
    about = "" if bills.standing.known == "measured" else "about "
    opens = {"of": "spending.burn", "basis": bills.basis, "until": pair.until.isoformat()}
    figure = Figure(numbers.money(now, code), opens)
    since = f"since {numbers.day(pair.since, year=False)}"
    if cause := bills.standing.silent:
        return [f"{name} {about}", figure, f"{a_month}; not compared"], standing.since(cause)
    if was is None or bills.now.last_on == bills.before.last_on:
        lacks = "no newer bill" if was is not None else "not known before"
        return [f"{name} {about}", figure, f"{a_month}; {lacks}"], since
    share = numbers.signed((now - was) / was * 100) if was else ""
    if share == "0" or numbers.number(was) == numbers.number(now):
        return [f"{name} steady: {about}", figure, a_month], since
    moved = f", {share} %" if share else ""
    return [f"{name} {about}{numbers.number(was)} → ", figure, f"{a_month}{moved}"], since
