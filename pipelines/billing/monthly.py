"""Invoices of one line a month, each in a file of its own: together they show the months."""

from datetime import date

from pipelines.billing.files import find
from pipelines.billing.files.find import Delivered
from pipelines.billing.rollup import months
from pipelines.billing.store import roll_ups


def entry_of(delivered: Delivered) -> Delivered:
    """The bills with `period` and `arrears` set, where their files have one line a month each.

    Only a mapping that says neither is asked; its files must be rolled up by its own rules before.
    """
    entry = delivered.entry
    if not entry.columns or entry.period or "until" in entry.columns:
        return delivered
    days = _days(delivered)
    numbers = sorted(day.year * 12 + day.month for day in days)
    in_a_row = numbers == list(range(min(numbers, default=0), min(numbers, default=0) + len(days)))
    if len(days) < months.MONTHS or not in_a_row:
        return delivered
    of_months = months.are_months(entry.columns["date"])
    own = (of_months and all(day.day == 1 for day in days)) or all(
        day.day >= months.LATE for day in days
    )
    arrears = entry.is_metered if entry.arrears is None and not own else entry.arrears
    changed = {"period": "month", "arrears": arrears}
    named = entry.model_copy(update=changed)
    bills = tuple(find.of(bill, named) for bill in delivered.bills)
    return Delivered(named, bills, delivered.gaps, delivered.unread)


def _days(delivered: Delivered) -> list[date]:
    """The day of each file; none where a file has more than one line."""
    rules, found = find.rules(delivered.entry), list[date]()
    stores = {folder: roll_ups.store(folder) for folder in {b.folder for b in delivered.bills}}
    for bill in delivered.bills:
        rolled = stores[bill.folder].outcome(bill.rolled_up(rules), rules.where)
        if rolled is None or isinstance(rolled, str):
            continue
        summary = roll_ups.read_summary(rolled)
        if summary.lines_kept != 1 or len(summary.streams) != 1:
            return []
        first, last = (date.fromisoformat(text) for text in summary.streams[0][3:5])
        if first != last:
            return []
        found.append(first)
    return found
