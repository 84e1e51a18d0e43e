"""Books: ledgers that say which award paid. Their costs are in no other figure.

Of people only the sum of a month is kept: what one person is paid is in no build.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import config
from warehouse.records import BookedCost

PEOPLE = ("people", None)  # without a category the books may hold people
Key = tuple[object, str | None, str | None, str]


def booked(
    ledger: config.Ledger, rows: Iterable[dict[str, Any]], place: str, own: str
) -> Iterator[BookedCost]:
    """The costs of one file of books by day, or by month where they are of people.

    own  the team's currency, of rows that state none
    """
    category = ledger.category if "category" in ledger.model_fields_set else None
    found: dict[Key, tuple[date, Decimal, int]] = {}
    for row in rows:
        if row["charge_category"] == "Income":
            continue
        day: date = row["day"]
        when: object = (day.year, day.month) if category in PEOPLE else day
        key = when, row["sub_account"], row["service"], row["currency"] or own
        last, amount, lines = found.get(key, (day, Decimal(0), 0))
        found[key] = max(last, day), amount + row["billed"], lines + row["lines"]
    for (_, code, line, currency), (day, amount, lines) in found.items():
        yield BookedCost(
            day, ledger.name, category, code, line, currency, round(amount, 2), lines, place
        )
