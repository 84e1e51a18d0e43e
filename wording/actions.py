"""The Actions page: open actions by age and owner, decisions, and items put off."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from config.names import WITHHELD
from metrics.meetings.actions import Summary
from metrics.meetings.decisions import NEWEST
from wording import numbers
from wording.markup import Markup, Text, html, joined
from wording.page import (
    SHOWN,
    Address,
    Amount,
    Block,
    Cell,
    Chart,
    Control,
    Data,
    Heading,
    Key,
    Mark,
    Note,
    Page,
    Sentence,
    Table,
    Tile,
)

MORE = "More: age, done by the record, probably dropped, put off, every action"
AGES = {
    "under_1_month": "under a month",
    "1_to_3_months": "1 to 3 months",
    "3_to_6_months": "3 to 6 months",
    "6_to_12_months": "6 to 12 months",
    "over_1_year": "over a year",
}
ALL_MONTHS = 120  # the choice of months that means all
RAISED = "Raised, months"
OWNERS = 2  # people named with the number of their actions
LONGEST = 200  # open actions in a list: nobody reads more, and each takes time to draw
QUESTION = "What did we promise, and is it done?"


@dataclass(frozen=True)
class Facts:
    """What the Actions page shows at once: frames of metrics/meetings, owners as pages name them.

    waiting      the first open actions, of `all_waiting`     decided  decisions of these months
    oldest       the one that is open for longest, or none
    find, found  the text searched for, and how many decisions have it
    """

    as_of: date
    summary: Summary
    waiting: pd.DataFrame
    decided: int
    find: str
    found: int
    decisions: pd.DataFrame
    months: int = 6
    series: tuple[str, ...] = ()
    all_waiting: int = 0
    oldest: pd.DataFrame = field(default_factory=pd.DataFrame)


@dataclass(frozen=True)
class MoreFacts:
    """All that is behind "More", asked for once it is opened.

    by_record, dropped  actions whose own item was closed since, and those probably dropped
    """

    actions: pd.DataFrame
    summary: Summary
    ages: pd.DataFrame
    by_record: pd.DataFrame
    dropped: pd.DataFrame
    put_off: pd.DataFrame
    months: int = 6
    series: tuple[str, ...] = ()


def nothing_read() -> Page:
    """The page before any meeting was read."""
    return Page("Actions", QUESTION, Sentence("No meeting has been read yet."))


def page(facts: Facts) -> Page:
    """Open actions first; then decisions, with a search; a control for the rest: `more`."""
    owned = whose(facts.waiting) if facts.all_waiting <= len(facts.waiting) else ""
    answered = Sentence(
        answer(facts.summary, facts.as_of), basis=joined([owned, oldest(facts.oldest)]),
        metric="meetings.actions",
        figures=_figures(facts),
    )  # fmt: skip
    return Page(
        "Actions",
        QUESTION,
        answered,
        (
            *_tiles(facts),
            *_waiting(facts.waiting, facts.all_waiting),
            Heading("Decisions"),
            Control("find"),
            *_decisions(facts),
            Control("more"),
        ),
    )


def more(facts: MoreFacts) -> tuple[Block, ...]:
    """The blocks behind "More": ages, what is done or dropped, every action, what was put off."""
    return (
        ages(facts.ages, facts.summary, _opens(facts)),
        *_by_record(facts.by_record),
        *_dropped(facts.dropped),
        *_put_off(facts.put_off),
        Data("all-actions", "Show all actions, including those marked done", facts.actions,
             "meetings.actions"),
    )  # fmt: skip


def answer(found: Summary, as_of: date) -> str:
    """How many are open, for how long, and how many of them come back."""
    if not found.open_now and not found.done:
        return "The notes of these months contain no action."
    if not found.open_now:
        are = numbers.agree(found.done, "is", "are")
        return f"Nothing is open; {numbers.count(found.done, 'action')} {are} marked done."
    oldest = "Their age is not known."
    if found.oldest_on:
        which = numbers.agree(found.open_now, "It", "The oldest")
        oldest = f"{which} was first raised {numbers.days((as_of - found.oldest_on).days)} ago."
    are = numbers.agree(found.open_now, "is", "are")
    count = numbers.count(found.open_now, "action")
    said = f"{count} {are} not marked done. {oldest}"
    if not found.carried:
        return said
    were = numbers.agree(found.carried, "action was", "actions were")
    return f"{said} {numbers.spelled(found.carried).capitalize()} {were} raised more than once."


def oldest(frame: pd.DataFrame) -> str:
    """What is open for longest, since when, and whose it is unless its words say so."""
    if frame.empty:
        return ""
    row = frame.iloc[0]
    text, names = str(row["text"]).rstrip(" ."), list(row["owners"])
    whose = "" if names and all(name in text for name in names) else f", {owners(names)}"
    raised = f"raised on {numbers.long_day(row['first_on'])}"
    if row["times"] > 1:
        raised = f"first {raised}"
    return f"The oldest: “{text}”, {raised}{whose}."


def whose(frame: pd.DataFrame) -> str:
    """Who has how many of the open actions.

    Empty where nobody has one, or where names are hidden.
    """
    names = Counter(name for each in frame["owners"] for name in each)
    if not names or WITHHELD in names:
        return ""
    first = [f"{name} {numbers.number(n)}" for name, n in names.most_common(OWNERS)]
    more = [numbers.count(len(names) - OWNERS, "other")] if len(names) > OWNERS else []
    return f"Owners: {numbers.listing([*first, *more])}."


def _figures(facts: Facts) -> list[Amount]:
    """The numbers of the answer."""
    found, opens = facts.summary, {"of": "meetings.actions", **_opens(facts)}
    again = f"{numbers.spelled(found.carried).capitalize()} "
    again += numbers.agree(found.carried, "action", "actions")
    return [
        Amount(numbers.count(found.open_now, "action"), {**opens, "state": "open"}),
        Amount(again, {**opens, "state": "carried"}),
    ]


def _tiles(facts: Facts) -> list[Tile]:
    found, opens = facts.summary, _opens(facts)
    counts = {
        "open": ("Not marked done", found.open_now), "nobody": ("Without an owner", found.nobody),
        "carried": ("Raised more than once", found.carried), "done": ("Marked done", found.done),
    }  # fmt: skip
    return [
        *(
            Tile(label, numbers.number(n), "meetings.actions",
                 opens={"of": "meetings.actions", "state": state, **opens})
            for state, (label, n) in counts.items()
        ),
        Tile("Decisions", numbers.number(facts.decided), "meetings.decision_count",
             opens={"of": "meetings.decisions", **opens}),
    ]  # fmt: skip


def _opens(facts: Facts | MoreFacts) -> dict[str, str | Sequence[str]]:
    """The months and series of the page, for the address of its rows."""
    return {"months": str(facts.months), **({"series": facts.series} if facts.series else {})}


def ages(frame: pd.DataFrame, found: Summary, opens: Address | None = None) -> Chart:
    """Open actions by age, those without an owner hollow."""
    named = frame.replace({"age": AGES})
    owned = numbers.number(found.open_now - found.nobody)
    name = numbers.agree(found.open_now - found.nobody, "names", "name")
    of_all = f"{owned} of {numbers.count(found.open_now, 'open action')} {name} an owner."
    return Chart(
        "ages", "Age of open actions", "actions.ages",
        {
            "frame": named, "nothing": "Nothing is open.",
            "owned": "%{y}: %{x} with an owner<extra></extra>",
            "nobody": "%{y}: %{x} without an owner<extra></extra>",
        },
        of_all if found.open_now else "Nothing is open.",
        named, "meetings.actions",
        legend=(Key("With an owner", "bar"), Key("Without one", "muted", "hatch")),
        marks=[
            Mark(f"{words}{tail}", {"of": "meetings.actions", "state": state, "age": code,
                                    **(opens or {})}, words, series)
            for code, words in AGES.items()
            for state, series, tail in (("open", "", ""), ("nobody", "1", ", without an owner"))
            if code in set(frame.loc[frame["actions" if state == "open" else state] > 0, "age"])
        ],
        figures=[Amount(numbers.count(found.open_now, "open action"),
                        {"of": "meetings.actions", "state": "open", **(opens or {})})],
    )  # fmt: skip


def owners(names: Sequence[str]) -> str:
    """The people who are to act, in a list."""
    return numbers.listing(list(names)) or "no owner"


def _action(text: str, names: Sequence[str], hint: str = "") -> Markup:
    """An action in a table, with a question about it; on a phone its owners are below it."""
    asked = html("<small>{}</small>", hint) if hint else ""
    return html('{}{}<small class="qd-phone">{}</small>', text, asked, owners(names))


def _hint(row: dict[Hashable, Any]) -> str:
    """What a closed item that the action cites may mean."""
    if not isinstance(row["hint"], str):
        return ""
    was = "was merged" if row["how"] == "merged" else "was closed"
    return f"{row['hint']} {was} on {numbers.day(row['closed_on'])}. Is this done?"


def _by_record(frame: pd.DataFrame) -> list[Block]:
    if frame.empty:
        return []
    rows: list[tuple[Cell, ...]] = [
        (
            _action(row["text"], row["owners"]), owners(row["owners"]),
            html("{}<br><small>{}</small>", row["by"],
                 f"{'merged' if row['how'] == 'merged' else 'closed as completed'} on "
                 f"{numbers.day(row['closed_on'])}"),
        )
        for row in frame.to_dict("records")
    ]  # fmt: skip
    return [
        Table(
            "done-by-record",
            "Done by the record",
            ["Action", ("Owner", "qd-hide"), ("Evidence", "n")],
            rows,
            "meetings.actions",
            most=SHOWN,
        )
    ]


def _dropped(frame: pd.DataFrame) -> list[Block]:
    if frame.empty:
        return []
    rows: list[tuple[Cell, ...]] = [
        (_action(row["text"], row["owners"], _hint(row)), owners(row["owners"]),
         numbers.day(row["last_on"]))
        for row in frame.to_dict("records")
    ]  # fmt: skip
    title = "Probably dropped: not raised for six meetings and six months"
    return [
        Table(
            "dropped",
            title,
            ["Action", ("Owner", "qd-hide"), ("Last raised", "n")],
            rows,
            "meetings.actions",
            most=SHOWN,
        )
    ]


def _waiting(frame: pd.DataFrame, count: int) -> list[Block]:
    title = "Open actions, most raised first"
    if frame.empty:
        return [Heading(title), Note("empty", "Nothing is open in these months.")]
    rows: list[tuple[Cell, ...]] = [
        (
            _action(row["text"], row["owners"], _hint(row)), owners(row["owners"]),
            html("{}{}", numbers.day(row["first_on"]), _often(row["age_days"], row["times"])),
            html("{}<br><small>{}:{}</small>", row["series"],
                 row["source_file"].rpartition("/")[2], row["source_line"]),
        )
        for row in frame.to_dict("records")
    ]  # fmt: skip
    rest = ""
    if count > len(frame):
        shown, all_ = numbers.number(len(frame)), numbers.number(count)
        rest = f"The first {shown} of {all_}; the table behind More has all."
    return [
        Table(
            "open-actions",
            title,
            ["Action", ("Owner", "qd-hide"), ("Raised", "n"), ("Where", "qd-hide")],
            rows,
            "meetings.actions",
            most=SHOWN,
            finding=rest,
        )
    ]


def _often(age: int, times: int) -> Text:
    """Over how many days and in how many meetings an action was raised; nothing of one."""
    if times < 2:
        return ""
    often = f"{numbers.days(age)}, in {numbers.count(times, 'meeting')}"
    return html("<br><small>{}</small>", often)


def _decisions(facts: Facts) -> list[Block]:
    if facts.decisions.empty:
        nothing = "The notes of these months contain no decision."
        if facts.find:
            nothing = "No decision of these months contains that text."
        return [Note("empty", nothing, "meetings.decisions")]
    rows: list[tuple[Cell, ...]] = [
        (row["text"], row["series"], numbers.day(row["held_on"]))
        for row in facts.decisions.to_dict("records")
    ]
    table = Table(
        "decisions",
        "",
        ["Decision", ("Series", "qd-hide"), ("Day", "n")],
        rows,
        "meetings.decisions",
        most=SHOWN,
    )
    if facts.found <= len(facts.decisions):
        return [table]
    every = numbers.count(facts.found, "decision")
    older = f"These are the newest {NEWEST} of {every}. Search to find the others."
    return [table, Note("empty", older, "meetings.decisions")]


def _put_off(frame: pd.DataFrame) -> list[Block]:
    if frame.empty:
        return []
    rows: list[tuple[Cell, ...]] = [
        (
            row["title"] if isinstance(row["title"], str) else "",
            row["outcome"],
            numbers.day(row["held_on"]),
        )
        for row in frame.to_dict("records")
    ]
    table = Table(
        "put-off-newest",
        "Put off",
        ["Agenda item", "Outcome", ("Day", "n")],
        rows,
        "meetings.put_off",
        most=SHOWN,
    )
    if len(frame) <= SHOWN:
        return [table]
    return [table, Data("put-off", "Show all items put off", frame, "meetings.put_off")]
