"""The Issues page: the backlog, the claims of the notes against the records, cited issues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus

import pandas as pd

from metrics.data_quality.source_rows import Tracker
from metrics.issues.citations import Citations, Cited
from metrics.issues.claims import Checked
from metrics.issues.counts import Backlog, Pulse, Window
from metrics.issues.responses import Repository
from metrics.issues.scope import Scope
from wording import claims, growth, numbers, source_rows
from wording.claims import count, noun
from wording.definitions import DEFINITIONS
from wording.markup import html
from wording.page import (
    SHOWN,
    Amount,
    Block,
    Cell,
    Chart,
    Columns,
    Control,
    Data,
    Heading,
    Key,
    Mark,
    Note,
    Page,
    Sentence,
    State,
    Table,
    Tile,
    drawn,
)

AGES = {
    "under_1_week": "under a week",
    "1_week_to_1_month": "a week to a month",
    "1_to_3_months": "1 to 3 months",
    "3_to_12_months": "3 to 12 months",
    "1_to_2_years": "1 to 2 years",
    "over_2_years": "over 2 years",
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
    """All that the Issues page shows at once.

    flow, responses  frames of metrics/issues     by_repository  the one that grew most first
    claimed  claims in the notes, of which `checked` are the newest
    """

    scope: Scope
    repositories: Sequence[Repository]
    pulse: Pulse
    flow: pd.DataFrame
    responses: pd.DataFrame
    checked: Sequence[Checked]
    claimed: int
    trackers: Sequence[Tracker]
    by_repository: Sequence[Backlog] = ()


@dataclass(frozen=True)
class MoreFacts:
    """All that is behind "More", asked for once it is opened; `months` and frames as above."""

    scope: Scope
    repositories: Sequence[Repository]
    months: int
    backlog: pd.DataFrame
    ages: pd.DataFrame
    responses: pd.DataFrame
    contributors: pd.DataFrame
    cited: Sequence[Cited]
    citations: Citations


LABEL = 24  # letters of a tile's label
MORE = "More: cited issues, open by day and by age, first answers, people, repositories"
QUESTION = "Is the backlog falling, and do the records confirm our numbers?"


def nothing_read(checked: Sequence[Checked] = (), claimed: int = 0) -> Page:
    """The page before any repository was read: money and months are checked all the same."""
    return Page(
        "Issues",
        QUESTION,
        Sentence(f"No repository has been read yet. {claims.verdict(checked, claimed)}".rstrip()),
        (*claims.differing(checked), *claims.blocks(checked, claimed)) if checked else (),
    )


def page(facts: Facts) -> Page:
    """Whether the backlog falls, and the claims of the notes; a control for the rest: `more`."""
    every = numbers.count(
        len(facts.scope.repos or facts.repositories), "repository", "repositories"
    )
    bots = "including" if facts.scope.bots else "excluding"
    counted = f"{every}, {bots} {noun(2, facts.scope.pulls)} that bots opened."
    said = (answer(facts.pulse, facts.scope.pulls), claims.verdict(facts.checked, facts.claimed))
    return Page(
        "Issues",
        QUESTION,
        Sentence(
            " ".join(filter(None, said)),
            basis=" ".join(filter(None, (growth.balance(facts.pulse), _grew_most(facts), counted))),
            metric="issues.pulse",
            figures=[
                Amount(
                    count(facts.pulse.open_now, facts.scope.pulls),
                    {"of": "issues.open", **_opens(facts.scope)},
                ),
            ],
        ),
        (
            *claims.differing(facts.checked),
            *_tiles(facts),
            *drawn(
                replace(
                    flow(facts.flow, facts.scope.pulls),
                    marks=_changed(facts.flow, facts.scope),
                    figures=_so_far(facts.flow, facts.scope),
                ),
                len(facts.flow) if facts.flow[["opened", "closed"]].to_numpy().any() else 0,
            ),
            *claims.blocks(facts.checked, facts.claimed),
            Control("more"),
        ),
    )


def more(facts: MoreFacts) -> tuple[Block, ...]:
    """The blocks behind "More": cited issues, the finer charts, the repositories."""
    return (
        *_cited(facts.cited, facts.citations),
        _finer_charts(facts),
        *_repositories(facts.repositories),
    )


def _open(n: int, pulls: bool) -> str:
    if not n:
        return f"No {noun(1, pulls)} is open"
    return f"{count(n, pulls)} {numbers.agree(n, 'is', 'are')} open"


def answer(pulse: Pulse, pulls: bool = False) -> str:
    """How many are open, and the change in three months."""
    if not (pulse.open_now or pulse.open_before or pulse.quarter.opened):
        return f"No {noun(1, pulls)} is open, and none was opened in the last three months."
    now = _open(pulse.open_now, pulls)
    if not pulse.change:
        return f"{now}, as many as three months ago."
    by = f"{numbers.number(abs(pulse.change))} {'more' if pulse.change > 0 else 'fewer'}"
    return f"{now}, {by} than three months ago."


def _grew_most(facts: Facts) -> str:
    """The repository whose backlog grew most, which a phone would have in its last tile."""
    first = growth.worst(facts.by_repository)
    if first is None or first.change <= 0:
        return ""
    return f"{first.repository.rpartition('/')[2]} grew most ({numbers.signed(first.change)})."


def _second(facts: Facts, part: Mapping[str, str | Sequence[str]]) -> Tile:
    """Where the backlog grew most; with a single repository what was opened."""
    first = growth.worst(facts.by_repository)
    if first is None:
        opened = numbers.number(facts.pulse.quarter.opened)
        return Tile("Opened in 91 days", opened, "issues.window",
                    opens={"of": "issues.changed", "event": "opened", **part})  # fmt: skip
    name = first.repository.rpartition("/")[2]
    grew = first.change > 0
    label, note = f"{'Grew most' if grew else 'Most open'}: {name}", "in 91 days" if grew else ""
    if len(label) > LABEL:
        label, note = ("Grew most, 91 days" if grew else "Most open"), name
    return Tile(
        label, growth.are_open(first), "issues.by_repository",
        numbers.signed(first.change) if grew else "", note,
        opens={"of": "issues.open", **part, "repos": (first.repository,)},
    )  # fmt: skip


def _closed(facts: Facts, part: Mapping[str, str | Sequence[str]]) -> Tile:
    """What was closed, next to what was opened where that has no tile of its own."""
    seen, note = facts.pulse.quarter, _open_again(facts.pulse.quarter)
    if growth.worst(facts.by_repository):
        again = seen.closed - seen.still_closed
        note = f"{numbers.number(seen.opened)} opened"
        note += f", {numbers.number(again)} open again" if again else ""
    return Tile("Closed in 91 days", numbers.number(seen.closed), "issues.window", note,
                opens={"of": "issues.changed", "event": "closed", **part})  # fmt: skip


def _open_again(seen: Window) -> str:
    """How many of the closed ones are open again; empty where none was closed."""
    again = seen.closed - seen.still_closed
    if again:
        return f"{numbers.number(again)} of these open again"
    return "all still closed" if seen.closed else ""


def _opens(scope: Scope) -> dict[str, str | Sequence[str]]:
    """The issues meant, for the address of a figure's rows."""
    found: dict[str, str | Sequence[str]] = {}
    found |= {"pulls": "true"} if scope.pulls else {}
    found |= {"repos": scope.repos} if scope.repos else {}
    found |= {"label": scope.label} if scope.label else {}
    return found | ({"bots": "true"} if scope.bots else {})


def _tiles(facts: Facts) -> list[Tile]:
    part, months = _opens(facts.scope), str(len(facts.flow))
    pulse, times = facts.pulse, facts.responses.iloc[-1]
    formula = DEFINITIONS["issues.pulse"].filled(
        open_now=numbers.number(pulse.open_now),
        open_before=numbers.number(pulse.open_before),
        change=numbers.signed(pulse.change),
    )
    return [
        Tile(
            f"Open {noun(2, facts.scope.pulls)}", numbers.number(pulse.open_now), "issues.pulse",
            numbers.signed(pulse.change), "in three months",
            chart=tuple(facts.flow["open_at_end"].tail(12)), formula=formula,
            rows=source_rows.trackers(facts.trackers), opens={"of": "issues.open", **part},
        ),
        _second(facts, part),
        _closed(facts, part),
        Tile("First answer, median", span(times["response_median"]), "issues.response_times",
             f"of {numbers.number(int(times['answered']))} answered",
             opens={"of": "issues.times", "time": "first_answer", "months": months, **part}),
        Tile("Time to close, median", span(times["close_median"] * 24), "issues.response_times",
             f"of {numbers.number(int(times['closed']))} closed",
             opens={"of": "issues.times", "time": "closing", "months": months, **part}),
    ]  # fmt: skip


def _open_days(facts: MoreFacts) -> list[Mark]:
    """A mark a day, and a link for today and the last day of each month."""
    days = [pd.Timestamp(day).date() for day in facts.backlog["day"]]
    ends = {day for day in days if (day + timedelta(days=1)).day == 1} | {*days[-1:]}
    return [
        Mark(
            numbers.day(day) if day in ends else "",
            {"of": "issues.open", "day": day.isoformat(), **_opens(facts.scope)}, day.isoformat(),
        )
        for day in reversed(days)
    ]  # fmt: skip


def _changed(frame: pd.DataFrame, scope: Scope) -> list[Mark]:
    """The issues opened and closed in each month, the newest first."""
    marks = []
    for month in reversed([pd.Timestamp(each).date() for each in frame["month"]]):
        for trace, event in enumerate(("opened", "closed")):
            asked = {"of": "issues.changed", "event": event, "month": f"{month:%Y-%m}"}
            name = f"{numbers.short_month(month)}, {event}"
            marks.append(Mark(name, {**asked, **_opens(scope)}, month.isoformat(), str(trace)))
    return marks


def _so_far(frame: pd.DataFrame, scope: Scope) -> list[Amount]:
    """The running month of the finding: a sum of months has no rows of its own."""
    return [
        Amount(f"{numbers.number(row[event])} {event}",
               {"of": "issues.changed", "event": event, "month": f"{row['month']:%Y-%m}",
                **_opens(scope)})
        for row in frame[frame["is_partial"]].to_dict("records")
        for event in ("opened", "closed")
        if row[event]
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
        "flow", f"{noun(2, pulls).capitalize()} opened and closed, by month", "issues.flow",
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
        f"{count(int(full['opened'].sum()), pulls)} opened and "
        f"{numbers.number(int(full['closed'].sum()))} closed in "
        f"{numbers.count(len(full), 'full month')}."
    ]
    parts += [
        f"{numbers.month(row['month'].date())} so far: {numbers.number(row['opened'])} opened, "
        f"{numbers.number(row['closed'])} closed."
        for row in running.to_dict("records")
    ]
    return " ".join(parts if len(full) else parts[1:])


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
                for one in cited
            ],
            "issues.cited", citations_finding(counted), most=SHOWN,
        ),
        Data("cited", f"{every} as a table", pd.DataFrame(list(cited)), "issues.cited"),
    ]  # fmt: skip


def citations_finding(found: Citations) -> str:
    """How many are cited, carried over and inactive; how many citations name no repository."""
    every = numbers.count(found.cited, "issue or pull request", "issues and pull requests")
    said = (
        f"{every} cited. Still open after several meetings: {numbers.number(found.carried_over)}. "
        f"Open and inactive for half a year: {numbers.number(found.stale)}."
    )
    if not found.without_repo:
        return said
    more = numbers.count(found.without_repo, "more citation")
    return f"{said} {more} {numbers.agree(found.without_repo, 'names', 'name')} no repository."


def _finer_charts(facts: MoreFacts) -> Columns:
    pulls = facts.scope.pulls
    named = facts.ages.replace({"bucket": AGES})
    by_day = Chart(
        "backlog", f"Open {noun(2, pulls)} at the end of each day", "issues.backlog",
        {"frame": facts.backlog, "hover": "open",
         "nothing": "Nothing was open on any of these days."},
        backlog_finding(facts.backlog, pulls), facts.backlog, "issues.backlog",
        marks=_open_days(facts), figures=_backlog_figures(facts.backlog, facts.scope),
    )  # fmt: skip
    ages = Chart(
        "ages", f"Age of open {noun(2, pulls)}", "issues.ages",
        {"frame": named, "nothing": "Nothing is open."},
        ages_finding(facts.ages, pulls), named, "issues.ages",
        marks=[
            Mark(str(words), {"of": "issues.open", "age": code, **_opens(facts.scope)}, str(words))
            for code, words in zip(facts.ages["bucket"], named["bucket"], strict=True)
        ],
        figures=[Amount(count(int(facts.ages["open_count"].sum()), pulls),
                        {"of": "issues.open", **_opens(facts.scope)})],
    )  # fmt: skip
    response = replace(
        _response(facts.responses, pulls), marks=_quarters(facts.responses, facts),
        figures=[Amount(_within(facts.responses["response_median"].iloc[-1]),
                        {**_answers(facts), **_opens(facts.scope)})],
    )  # fmt: skip
    people = replace(_contributors(facts.contributors), marks=_opened(facts.contributors, facts))
    is_any, timed = facts.backlog["open_count"].any(), facts.responses.iloc[:-1]
    return Columns((
        (
            *drawn(by_day, len(facts.backlog) if is_any else 0),
            *drawn(response, int(timed["response_median"].notna().sum())),
        ),
        (
            *drawn(ages, int(facts.ages["open_count"].sum())),
            *drawn(people, len(facts.contributors)),
        ),
    ))  # fmt: skip


def _answers(facts: MoreFacts) -> dict[str, str | Sequence[str]]:
    """The address of the times to a first answer."""
    return {"of": "issues.times", "time": "first_answer", "months": str(facts.months)}


def _quarters(frame: pd.DataFrame, facts: MoreFacts) -> list[Mark]:
    """The answered ones of each quarter, the newest first, at their place on the chart."""
    asked = _answers(facts)
    quarters = frame.loc[frame["response_median"].notna(), "quarter"].dropna()
    return [
        Mark(
            f"Q{(day.month + 2) // 3} {day.year}",
            {**asked, "quarter": f"{day:%Y-%m}", **_opens(facts.scope)},
            f"Q{(day.month + 2) // 3}<br>{day.year}",
        )
        for day in reversed([*pd.to_datetime(quarters)])
    ]  # fmt: skip


def _opened(frame: pd.DataFrame, facts: MoreFacts) -> list[Mark]:
    """The people of each month that has some, the newest first."""
    part = {"repos": facts.scope.repos} if facts.scope.repos else {}
    return [
        Mark(
            f"{numbers.short_month(row['month'])}, {words}",
            {"of": "issues.contributors", "month": f"{row['month']:%Y-%m}", "who": who,
             "months": str(facts.months), **part},
            f"{row['month']:%Y-%m-%d}", str(trace),
        )
        for row in reversed(frame.to_dict("records"))
        for trace, (who, words) in enumerate((("returning", "again"),
                                              ("first_time", "for the first time")))
        if row[who]
    ]  # fmt: skip


def backlog_finding(frame: pd.DataFrame, pulls: bool = False) -> str:
    """The number open at the end, and the least and most."""
    low, high = int(frame["open_count"].min()), int(frame["open_count"].max())
    now = int(frame["open_count"].iloc[-1])
    days = numbers.days(len(frame))
    if low == high:
        return f"{_open(now, pulls)}; the number has not changed in {days}."
    between = f"between {numbers.number(low)} and {numbers.number(high)}"
    return f"{_open(now, pulls)} now; {between} over these {days}."


def _backlog_figures(frame: pd.DataFrame, scope: Scope) -> list[Amount]:
    """Those open now, the fewest and the most, in the order of the sentence."""
    opens, column = {"of": "issues.open", **_opens(scope)}, frame["open_count"]
    ends = [] if column.min() == column.max() else [column.argmin(), column.argmax()]
    return [
        Amount(count(int(column.iloc[-1]), scope.pulls), opens),
        *(
            Amount(numbers.number(int(column.iloc[end])),
                   {**opens, "day": f"{frame['day'].iloc[end]:%Y-%m-%d}"})
            for end in ends
        ),
    ]  # fmt: skip


def ages_finding(frame: pd.DataFrame, pulls: bool = False) -> str:
    """How many have been open for more than a year."""
    total, old = int(frame["open_count"].sum()), int(frame["open_count"].iloc[4:].sum())
    if not total:
        return f"No {noun(1, pulls)} is open."
    if total == 1:
        over = "over a year" if old else "less than a year"
        return f"The only open {noun(1, pulls)} has been open for {over}."
    have = numbers.agree(old, "has", "have")
    return f"{numbers.number(old)} of {count(total, pulls)} {have} been open for over a year."


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
        return f"None of {count(asked, pulls)} with known replies has an answer from somebody else."
    if answered == 1:
        came = _within(last["response_median"])
        return f"The only answer came {came}; replies are known for {count(asked, pulls)}."
    return (
        f"Half are answered {_within(last['response_median'])} (the dot), nine of ten "
        f"{_within(last['response_p90'])} (the end of the line). {numbers.number(answered)} of "
        f"{count(asked, pulls)} with known replies {numbers.agree(answered, 'has', 'have')} "
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
            *(
                numbers.number(n) if n or repo.complete else "–"  # not read yet is not zero
                for n in (repo.open_issues, repo.open_pulls, repo.opened, repo.closed, repo.merged)
            ),
            numbers.day(repo.last_change) if repo.last_change else "–",
        )
        for repo in found
    ]  # fmt: skip
    table = Table(
        "repositories-first", "Repositories: open now, and changes in 91 days",
        ["Repository", ("Open issues", "n"), ("Open pulls", "n"), ("Opened", "n qd-hide"),
         ("Closed", "n qd-hide"), ("Merged pulls", "n qd-hide"), ("Last change", "n qd-hide")],
        rows, "issues.repositories", most=SHOWN,
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
