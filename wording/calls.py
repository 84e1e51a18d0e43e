"""Calls of funders: by when to ask, and what each is worth against the runway."""

from collections.abc import Sequence

from metrics.funds.calls import Call
from wording import numbers
from wording.markup import Text, html
from wording.page import Item, Items, State

STATES = {
    "ask_by": State("watch", "Ask by"),
    "in_time": State("quiet", "In time"),
    "too_late": State("quiet", "Too late"),
    "not_known": State("quiet", "Not known"),
    "closed": State("quiet", "Closed"),
}


def title(each: Call) -> str:
    """A call with its funder."""
    return f"{each.name} of {each.funder}" if each.funder else each.name


def closes(each: Call) -> str:
    """What closes, for a calendar."""
    return f"Call closes: {title(each)}"


def detail(each: Call) -> str:
    """When a call decides, and where that was read."""
    decides = "When it decides is not known"
    if each.decides_on:
        decides = f"Decides by {numbers.long_day(each.decides_on)}"
        decides += ", after the money may end" if each.state == "too_late" else ""
    read = f", read {numbers.long_day(each.source_on)}" if each.source_on else ""
    return f"{decides}. {each.source or 'No source entered'}{read}"


def ask_by(found: Sequence[Call]) -> Text:
    """The last day to ask a funder, of the calls that were entered; empty without an open one."""
    known = [each for each in found if each.state != "closed"]
    last = next((each for each in known if each.state == "ask_by"), None)
    if last and last.decides_on:
        return html(
            "<b>Ask by {}:</b> {} is the last call entered that decides ({}) before the money "
            "may end.",
            numbers.long_day(last.closes_on), title(last), numbers.day(last.decides_on),
        )  # fmt: skip
    if any(each.state == "in_time" for each in known) or not known:
        return ""
    if any(each.state == "not_known" for each in known):
        return "By when to ask is not known: no call entered is known to decide in time."
    return html("<b>No call entered decides before the money may end.</b>")


def items(found: Sequence[Call]) -> list[Items]:
    """Every open call; nothing where none was entered."""
    rows = tuple(
        Item(STATES[each.state], title(each), detail=detail(each), side=numbers.day(each.closes_on))
        for each in found
        if each.state != "closed"
    )
    return [Items("calls", rows, "Calls of funders", metric="funds.calls")] if rows else []
