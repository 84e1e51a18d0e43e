"""The rows behind a figure in words, as (words, address or "")."""

from collections.abc import Sequence

from metrics.data_quality.source_rows import BillFile, RollCall, Statement, Tracker
from metrics.docs.builds import Version
from wording import numbers

Rows = tuple[tuple[str, str], ...]


def statements(found: Sequence[Statement]) -> Rows:
    """The newest statement of each fund."""
    lines = []
    for each in found:
        held = "not known" if each.amount is None else numbers.cents(each.amount, each.currency)
        source = f" ({each.source})" if each.source else ""
        lines.append((f"{each.fund}: {held} on {numbers.day(each.on_day)}{source}", ""))
    return tuple(lines)


def bills(found: Sequence[BillFile]) -> Rows:
    """Each bill with how many of its lines were kept."""
    return tuple(
        (f"{each.file}: {numbers.number(each.kept)} of {numbers.number(each.read)} lines", "")
        for each in found
    )


def roll_calls(found: Sequence[RollCall]) -> Rows:
    """Each roll call with its place in the notes."""
    return tuple(
        (
            f"{each.series}, {numbers.day(each.held_on)}: "
            f"{numbers.count(each.people, 'person', 'people')} ({each.file}:{each.line})",
            "",
        )
        for each in found
    )


def trackers(found: Sequence[Tracker]) -> Rows:
    """Each repository with the address of its issues."""
    return tuple((each.name, each.url) for each in found)


def failing(found: Sequence[Version]) -> Rows:
    """The logs of the sites whose default version fails."""
    return tuple(
        (f"{site.name}: {site.reason}", site.log_url or "")
        for site in found
        if site.is_default and site.state == "failing"
    )
