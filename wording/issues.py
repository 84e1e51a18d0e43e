"""The Issues page: the backlog, the claims of the notes against the records, cited issues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import pandas as pd

from metrics.data_quality.source_rows import Tracker
from metrics.issues.citations import Citations, Cited
from metrics.issues.claim import (
    Awarded,
    BilledAmount,
    Cause,
    Claim,
    Finding,
    IssueCount,
    MonthsLeft,
    StatedBalance,
    Unknown,
)
from metrics.issues.claims import Checked
from metrics.issues.counts import Pulse
from metrics.issues.responses import Repository
from metrics.issues.scope import Scope
from wording import numbers, source_rows
from wording.definitions import DEFINITIONS
from wording.markup import Markup, html
from wording.page import (
    Block,
    Cell,
    Chart,
    Columns,
    Data,
    Heading,
    Key,
    Note,
    Page,
    Sentence,
    State,
    Table,
    Tile,
)
from wording.runway import the

SHOWN = 25  # rows of a table before the rest is folded
SHOWN_CITED = 12
AGES = {
    "under_1_week": "under a week",
    "1_week_to_1_month": "a week to a month",
    "1_to_3_months": "1 to 3 months",
    "3_to_12_months": "3 to 12 months",
    "1_to_2_years": "1 to 2 years",
    "over_2_years": "over 2 years",
}
VERDICTS = {
    "agrees": State("fine", "Agrees"),
    "differs": State("quiet", "Differs"),
    "unknown": State("quiet", "Not checked"),
    "no claim": State("quiet", "Settled"),
}
FOLLOW_UP = {
    "carried over": State("watch", "Carried over"),
    "open": State("quiet", "Open"),
    "quiet": State("watch", "Open, inactive"),
    "closed": State("fine", "Closed"),
    "merged": State("fine", "Merged"),
    "gone": State("quiet", "Gone"),
    "not known": State("quiet", "Not known"),
}


@dataclass(frozen=True)
class Facts:
    """All that the Issues page shows.

    flow, backlog, ages, responses, contributors  frames of metrics/issues
    claimed  claims in the notes, of which `checked` are the newest
    """

    scope: Scope
    repositories: Sequence[Repository]
    pulse: Pulse
    flow: pd.DataFrame
    backlog: pd.DataFrame
    ages: pd.DataFrame
    responses: pd.DataFrame
    contributors: pd.DataFrame
    checked: Sequence[Checked]
    claimed: int
    cited: Sequence[Cited]
    citations: Citations
    trackers: Sequence[Tracker]


QUESTION = "Is the backlog falling, and do the records confirm our numbers?"


def nothing_read(checked: Sequence[Checked] = (), claimed: int = 0) -> Page:
    """The page before any repository was read: money and months are checked all the same."""
    return Page(
        "Issues",
        QUESTION,
        Sentence("No repository has been read yet."),
        tuple(_claims(checked, claimed)) if checked else (),
    )


def page(facts: Facts) -> Page:
    """Whether the backlog falls, the claims of the notes, cited issues, and the finer charts."""
    every = numbers.count(
        len(facts.scope.repos or facts.repositories), "repository", "repositories"
    )
    bots = "including" if facts.scope.bots else "excluding"
    basis = (
        f"{every}, {bots} {_noun(2, facts.scope.pulls)} that bots opened. Days are UTC. A closing "
        "counts on its day, even if a reopening followed."
    )
    return Page(
        "Issues",
        QUESTION,
        Sentence(answer(facts.pulse, facts.scope.pulls), basis=basis, metric="issues.pulse"),
        (
            *_tiles(facts),
            flow(facts.flow, facts.scope.pulls),
            *_claims(facts.checked, facts.claimed),
            *_cited(facts.cited, facts.citations),
            _finer_charts(facts),
            *_repositories(facts.repositories),
        ),
    )


def _noun(n: int, pulls: bool) -> str:
    return numbers.agree(n, *(("pull request", "pull requests") if pulls else ("issue", "issues")))


def _count(n: int, pulls: bool) -> str:
    return f"{numbers.number(n)} {_noun(n, pulls)}"


def _open(n: int, pulls: bool) -> str:
    if not n:
        return f"No {_noun(1, pulls)} is open"
    return f"{_count(n, pulls)} {numbers.agree(n, 'is', 'are')} open"


def answer(pulse: Pulse, pulls: bool = False) -> str:
    """How many are open, and the change in three months."""
    if not (pulse.open_now or pulse.open_before or pulse.quarter.opened):
        return f"No {_noun(1, pulls)} is open, and none was opened in the last three months."
    now = _open(pulse.open_now, pulls)
    if not pulse.change:
        return f"{now}, as many as three months ago."
    by = f"{numbers.number(abs(pulse.change))} {'more' if pulse.change > 0 else 'fewer'}"
    return f"{now}, {by} than three months ago."


def _tiles(facts: Facts) -> list[Tile]:
    pulse, times = facts.pulse, facts.responses.iloc[-1]
    formula = DEFINITIONS["issues.pulse"].filled(
        open_now=numbers.number(pulse.open_now),
        open_before=numbers.number(pulse.open_before),
        change=numbers.signed(pulse.change),
    )
    return [
        Tile(
            f"Open {_noun(2, facts.scope.pulls)}", numbers.number(pulse.open_now), "issues.pulse",
            numbers.signed(pulse.change), "in three months",
            chart=tuple(facts.flow["open_at_end"].tail(12)), formula=formula,
            rows=source_rows.trackers(facts.trackers),
        ),
        Tile("Opened in 91 days", numbers.number(pulse.quarter.opened), "issues.window"),
        Tile("Closed in 91 days", numbers.number(pulse.quarter.closed), "issues.window",
             f"{numbers.number(pulse.quarter.still_closed)} still closed"),
        Tile("First answer, median", span(times["response_median"]), "issues.response_times",
             f"of {numbers.number(int(times['answered']))} answered"),
        Tile("Time to close, median", span(times["close_median"] * 24), "issues.response_times",
             f"of {numbers.number(int(times['closed']))} closed"),
    ]  # fmt: skip


def span(hours: float) -> str:
    """A number of hours: "under 1 h", "47 h", from two days on in days; "not known"."""
    if pd.isna(hours):
        return "not known"
    if hours < 1:
        return "under 1 h"
    return f"{numbers.number(hours)} h" if hours < 48 else numbers.days(round(hours / 24))


def flow(frame: pd.DataFrame, pulls: bool = False) -> Chart:
    """Opened and closed, by month."""
    return Chart(
        "flow", f"{_noun(2, pulls).capitalize()} opened and closed, by month", "issues.flow",
        {
            "frame": frame, "hover": {"opened": "opened", "closed": "closed"},
            "nothing": "Nothing was opened or closed in these months.",
        },
        flow_finding(frame, pulls), frame, "issues.monthly_flow",
        legend=(Key("Opened", "rule"), Key("Closed", "bar")),
    )  # fmt: skip


def flow_finding(frame: pd.DataFrame, pulls: bool = False) -> str:
    """The totals of the full months, and the running one by itself."""
    full, running = frame[~frame["is_partial"]], frame[frame["is_partial"]]
    parts = [
        f"{_count(int(full['opened'].sum()), pulls)} opened and "
        f"{numbers.number(int(full['closed'].sum()))} closed in "
        f"{numbers.count(len(full), 'full month')}."
    ]
    parts += [
        f"{numbers.month(row['month'].date())} so far: {numbers.number(row['opened'])} opened, "
        f"{numbers.number(row['closed'])} closed."
        for row in running.to_dict("records")
    ]
    return " ".join(parts if len(full) else parts[1:])


def _claims(checked: Sequence[Checked], claimed: int) -> list[Block]:
    title = "Numbers in the notes, checked against the records"
    if not checked:
        empty = html(
            "<b>The notes contain no number to check.</b> Numbers about issues, pull requests, "
            "money or months will be listed here, next to the records."
        )
        return [Heading(title), Note("empty", empty, "issues.claims")]
    rows: list[tuple[Cell, ...]] = [
        (_quote(each), VERDICTS[each.finding.verdict], _record(each)) for each in checked[:SHOWN]
    ]
    return [
        Table(
            "claims-newest", title, ["The notes say", "State", ("The records say", "qd-hide")],
            rows, "issues.claims", claims_finding(checked, claimed),
        ),
        Data("claims", "Show as a table, and explain it", claims_table(checked), "issues.claims"),
    ]  # fmt: skip


def _quote(each: Checked) -> Markup:
    """The claim with its place; on a phone the records' answer is below it."""
    return html(
        '“{}”<small>{}<span class="qd-hide">, {}</span></small><small class="qd-phone">{}</small>',
        each.claim.quote, meeting(each.claim), each.claim.place, finding(each),
    )  # fmt: skip


def _record(each: Checked) -> Markup:
    found = each.finding
    link = html('<a href="{}">{}</a>', found.url, found.query) if found.url else ""
    return html("{}<small>{} {}</small>", finding(each), each.note, link)


def claims_finding(checked: Sequence[Checked], claimed: int) -> str:
    """How many claims the records confirm, how many differ, how many cannot be checked.

    claimed  claims in the notes; `checked` are the newest of them
    """
    verdicts = [each.finding.verdict for each in checked]
    agree, differ = verdicts.count("agrees"), verdicts.count("differs")
    rest = len(verdicts) - agree - differ
    parts = [
        agree and f"{agree} {numbers.agree(agree, 'agrees', 'agree')} with the records",
        differ and f"{differ} {numbers.agree(differ, 'differs', 'differ')}",
        rest and f"{rest} cannot be checked",
    ]
    found = numbers.listing([part for part in parts if part])
    which = numbers.count(claimed, "number")
    if claimed > len(checked):
        which = f"The newest {len(checked)} of {which}"
    return f"{which} in the notes: {found}."


def claims_table(checked: Sequence[Checked]) -> pd.DataFrame:
    """The claims as one can download them."""
    return pd.DataFrame(
        [
            {
                "meeting": each.claim.meeting_id,
                "quote": each.claim.quote,
                "claimed": claimed_number(each.claim),
                "counted": each.finding.counted,
                "verdict": each.finding.verdict,
                "answer": finding(each),
                "query": each.finding.query,
                "note": each.note,
                "place": each.claim.place,
            }
            for each in checked
        ]
    )


def claimed_number(claim: Claim) -> str:
    """The claimed number: "50", "6 to 8"."""
    ends = [end for end in (claim.value, claim.low, claim.high) if end is not None]
    return " to ".join(numbers.number(n, 0 if float(n).is_integer() else 1) for n in ends)


def meeting(claim: Claim) -> str:
    """The meeting of a claim: "20 Sep 2018, team"."""
    return (
        f"{numbers.day(claim.held_on)}, {claim.series}" if claim.held_on else "outside any meeting"
    )


def finding(each: Checked) -> str:
    """The records' answer to a claim, a sentence."""
    found = each.finding
    match found.answer:
        case None:
            said = "Settled in claims.toml: not a number to check."
        case Unknown() as unknown:
            said = f"Cannot be checked: {_cause(unknown)}"
        case Awarded(fund, amount, currency):
            said = f"The award of {the(fund)} is {numbers.money(amount, currency)}."
        case StatedBalance(fund, amount, currency, on_day):
            stated, name = numbers.money(amount, currency), the(fund)
            said = f"A balance of {stated} was stated for {name} on {numbers.day(on_day)}."
        case IssueCount() as counted:
            said = f"GitHub counts {_issues(counted)}{_verdict(found, each.claim)}"
        case BilledAmount() as billed:
            said = f"The bills {_billed(billed)}{_verdict(found, each.claim, billed.currency)}"
        case MonthsLeft(balance, per_month, currency, months):
            said = (
                f"{numbers.about(balance, currency)}, stated then, lasts {numbers.tenths(months)} "
                f"at {numbers.about(per_month, currency)} a month"
                f"{_verdict(found, each.claim, 'months')}"
            )
    return said


def _verdict(found: Finding, claim: Claim, unit: str = "") -> str:
    if found.verdict == "agrees":
        return ", as in the notes."
    return f"; the notes say {claimed_number(claim)} {unit}".rstrip() + "."


def _issues(counted: IssueCount) -> str:
    where = f"in {counted.repo}" if counted.repo else "in all repositories read"
    number = _count(counted.count, counted.event == "merged")
    if counted.pulls is not None:
        number = f"{number} and {_count(counted.pulls, True)}"
    if counted.event == "open":
        return f"{number} open {where} on {numbers.day(counted.last)}"
    return f"{number} {counted.event} {where} ({numbers.period(counted.first, counted.last)})"


def _billed(billed: BilledAmount) -> str:
    credits = "before credits" if billed.basis == "gross" else "after credits"
    of = f"{billed.category or 'all spending'}, {credits}"
    amount = numbers.money(billed.amount, billed.currency)
    if billed.month is None:
        return f"come to {amount} a month, the mean of three months ({of})"
    return f"for {numbers.month(billed.month)} come to {amount} ({of})"


def _cause(unknown: Unknown) -> str:
    """Why a claim cannot be checked, and where a person can settle it."""
    together = ""
    if unknown.closed is not None:
        were = numbers.agree(unknown.closed, "was", "were")
        closed = f"{_count(unknown.closed, False)} {were} closed."
        both = "both" if unknown.repositories == 2 else f"all {unknown.repositories}"
        together = f" In {both} repositories together, {closed}"
    return CAUSES[unknown.cause].format(
        names=numbers.listing(unknown.names, "or"),
        day=numbers.day(unknown.day) if unknown.day else "",
        month=numbers.month(unknown.day) if unknown.day else "",
        unit=unknown.unit,
        together=together,
    )


CAUSES: Mapping[Cause, str] = {
    "share": "it is a share, not a count.",
    "no_dated_meeting": "it is in no meeting with a date.",
    "no_earlier_meeting": "the series has no earlier meeting from which to count.",
    "no_repository_read": "no repository has been read.",
    "repository_not_named": "the notes name no repository. Name it in claims.toml.{together}",
    "repository_ambiguous": "the notes may mean {names}. Name the right one in claims.toml.",
    "repository_not_read": "{names} is not among the repositories read.",
    "reading_incomplete": "{names} has not been read completely yet.",
    "read_before_end": "{names} was last read on {day}, before these days ended.",
    "amount_range": "it is a range of amounts.",
    "not_a_currency": "the amount is in {unit}.",
    "saving": "it is a saving, and bills show only money that was spent.",
    "plan": "it is about the future.",
    "part": "it is about a part of that amount.",
    "no_bill": "no bill covers {month}.",
    "bills_incomplete": "the bills do not cover the three months before {day}.",
    "no_balance": "no balance was stated in the two months before {day}.",
    "no_net_spending": "spending did not reduce the balance.",
    "no_record": "no bill, award or stated balance has this amount.",
}


def _cited(cited: Sequence[Cited], counted: Citations) -> list[Block]:
    title = "Issues and pull requests cited in the notes"
    if not cited:
        empty = html(
            "<b>The notes cite no issue.</b> To cite one, write its link or owner/name#12."
        )
        return [Heading(title), Note("empty", empty, "issues.cited")]
    every = f"Show the first {len(cited)}" if counted.cited > len(cited) else "Show all"
    return [
        Table(
            "cited-first", title,
            ["Cited", "Now", ("Then", "qd-hide"), ("Last cited", "n"), ("Meetings", "n qd-hide"),
             ("Inactive for", "n qd-hide")],
            [
                (
                    html(
                        '<a href="{}">{}#{}</a><small>{}</small>',
                        one.url or f"https://github.com/{one.repo}/issues/{one.number}",
                        one.repo, one.number, one.title or "",
                    ),
                    FOLLOW_UP[one.follow_up],
                    one.state_then or "not known",
                    numbers.day(one.last_on), numbers.number(one.meetings),
                    numbers.days(one.quiet_days) if one.quiet_days is not None else "–",
                )
                for one in cited[:SHOWN_CITED]
            ],
            "issues.cited", citations_finding(counted),
        ),
        Data("cited", f"{every} as a table", pd.DataFrame(list(cited)), "issues.cited"),
    ]  # fmt: skip


def citations_finding(found: Citations) -> str:
    """How many are cited, carried over and inactive; how many citations name no repository."""
    every = numbers.count(found.cited, "issue or pull request", "issues and pull requests")
    said = (
        f"{every} cited: {numbers.number(found.carried_over)} in several meetings and still open, "
        f"{numbers.number(found.stale)} open and inactive for half a year."
    )
    if not found.without_repo:
        return said
    more = numbers.count(found.without_repo, "more citation")
    return f"{said} {more} {numbers.agree(found.without_repo, 'names', 'name')} no repository."


def _finer_charts(facts: Facts) -> Columns:
    pulls = facts.scope.pulls
    named = facts.ages.replace({"bucket": AGES})
    backlog = Chart(
        "backlog", f"Open {_noun(2, pulls)} at the end of each day", "issues.backlog",
        {"frame": facts.backlog, "hover": "open",
         "nothing": "Nothing was open on any of these days."},
        backlog_finding(facts.backlog, pulls), facts.backlog, "issues.backlog",
    )  # fmt: skip
    ages = Chart(
        "ages", f"Age of open {_noun(2, pulls)}", "issues.ages",
        {"frame": named, "nothing": "Nothing is open."},
        ages_finding(facts.ages, pulls), named, "issues.ages",
    )  # fmt: skip
    return Columns(
        (
            (backlog, _response(facts.responses, pulls)),
            (ages, _contributors(facts.contributors)),
        )
    )


def backlog_finding(frame: pd.DataFrame, pulls: bool = False) -> str:
    """The number open at the end, and the least and most."""
    low, high = int(frame["open_count"].min()), int(frame["open_count"].max())
    now = int(frame["open_count"].iloc[-1])
    days = numbers.days(len(frame))
    if low == high:
        return f"{_open(now, pulls)}; the number has not changed in {days}."
    between = f"between {numbers.number(low)} and {numbers.number(high)}"
    return f"{_open(now, pulls)} now; over these {days}, {between}."


def ages_finding(frame: pd.DataFrame, pulls: bool = False) -> str:
    """How many have been open for more than a year."""
    total, old = int(frame["open_count"].sum()), int(frame["open_count"].iloc[4:].sum())
    if not total:
        return f"No {_noun(1, pulls)} is open."
    have = numbers.agree(old, "has", "have")
    return f"{numbers.number(old)} of {_count(total, pulls)} {have} been open for over a year."


def _response(frame: pd.DataFrame, pulls: bool) -> Chart:
    facts: dict[str, Any] = {
        "frame": frame.iloc[:-1],
        "hover": "%{x}: half within %{y:.1f} days, nine of ten within %{customdata:.1f}"
        "<extra></extra>",
        "nothing": "No answer has been timed yet.",
    }
    return Chart(
        "response", "Days to the first answer, by quarter of opening", "issues.response",
        facts, response_finding(frame, pulls), frame, "issues.response_times",
    )  # fmt: skip


def response_finding(frame: pd.DataFrame, pulls: bool = False) -> str:
    """How soon half and nine of ten are answered, and how many have an answer."""
    last = frame.iloc[-1]
    asked, answered = int(last["asked"]), int(last["answered"])
    if not asked:
        return "No replies are known yet."
    if not answered:
        return (
            f"None of {_count(asked, pulls)} with known replies has an answer from somebody else."
        )
    return (
        f"Half are answered {_within(last['response_median'])} (the dot), nine of ten "
        f"{_within(last['response_p90'])} (the end of the line). {numbers.number(answered)} of "
        f"{_count(asked, pulls)} with known replies {numbers.agree(answered, 'has', 'have')} "
        "an answer."
    )


def _within(hours: float) -> str:
    return f"in {span(hours)}" if hours < 1 else f"within {span(hours)}"


def _contributors(frame: pd.DataFrame) -> Chart:
    return Chart(
        "contributors", "People who opened an issue or pull request", "issues.contributors",
        {
            "frame": frame, "hover": {"returning": "returning", "first_time": "first-time"},
            "nothing": "Nobody opened anything in these months.",
        },
        contributors_finding(frame), frame, "issues.contributors",
        legend=(Key("First-timers", "bar"), Key("Returning", "rule")),
    )  # fmt: skip


def contributors_finding(frame: pd.DataFrame) -> str:
    """How many came for the first time, and how many take part in a usual month."""
    if frame.empty:
        return "Nobody opened anything in these months."
    new = numbers.count(int(frame["first_time"].sum()), "person", "people")
    usual = numbers.number(float((frame["first_time"] + frame["returning"]).median()))
    months = numbers.count(len(frame), "month")
    usual = f"Half of the months had {usual} or more people."
    return f"{new} came for the first time in {months}. {usual}"


def _repositories(found: Sequence[Repository]) -> list[Block]:
    rows: list[tuple[Cell, ...]] = [
        (
            html(
                '<a href="?repos={}">{}</a><small>{}</small>',
                quote_plus(repo.full_name), repo.full_name, remark(repo),
            ),
            numbers.number(repo.open_issues), numbers.number(repo.open_pulls),
            numbers.number(repo.opened), numbers.number(repo.closed), numbers.number(repo.merged),
            numbers.day(repo.last_change) if repo.last_change else "–",
        )
        for repo in found[:SHOWN]
    ]  # fmt: skip
    table = Table(
        "repositories-first", "Repositories: open now, and changes in 91 days",
        ["Repository", ("Open issues", "n"), ("Open pulls", "n"), ("Opened", "n qd-hide"),
         ("Closed", "n qd-hide"), ("Merged pulls", "n qd-hide"), ("Last change", "n qd-hide")],
        rows, "issues.repositories",
    )  # fmt: skip
    if len(found) <= SHOWN:
        return [table]
    every = pd.DataFrame(list(found))
    return [table, Data("repositories", "Show all repositories", every, "issues.repositories")]


def remark(repo: Repository) -> str:
    """A repository's state where it is not usual."""
    if repo.unreachable_since:
        return f"not reachable since {numbers.day(repo.unreachable_since)}"
    if not repo.complete:
        return "not completely read yet"
    return "archived" if repo.archived else ""
