"""Books: ledgers that say which award paid. Their costs are in no other figure.

Of people only the sum of a month is kept: what one person is paid is in no build.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import config
from config import Config
from pipelines.billing.rollup import cells
from warehouse.records import AwardInterest, BookedCost

COLUMNS: tuple[tuple[Literal["converted", "converted_currency"], str], ...] = (
    ("converted", "converted"), ("converted_currency", "converted currency"),
)  # fmt: skip
PEOPLE = ("people", None)  # without a category the books may hold people
Key = tuple[object, str | None, str | None, str, str | None]


@dataclass
class _Sum:
    """What the rows of one key come to, in their currency and as the books converted them."""

    day: date
    amount: Decimal = Decimal(0)
    lines: int = 0
    converted: Decimal = Decimal(0)


def booked(
    ledger: config.Ledger,
    rows: Iterable[dict[str, Any]],
    place: str,
    own: str,
    lines: Sequence[config.BudgetLine] = (),
) -> Iterator[BookedCost]:
    """The costs of one file of books by day, or by month where they are of people.

    own    the team's currency, of rows that state none
    lines  money that came back to an account of one of these is less cost; else it is income
    """
    category = ledger.category if "category" in ledger.model_fields_set else None
    accounts = {word.strip().casefold() for line in lines for word in (line.name, *line.codes)}
    kept = [row for row in rows if row["charge_category"] != "Income" or _gave(row, accounts)]
    converted = _converted(ledger, kept)
    found: dict[Key, _Sum] = {}
    for row, (amount, other) in zip(kept, converted, strict=True):
        day: date = row["day"]
        when: object = (day.year, day.month) if category in PEOPLE else day
        key = when, row["sub_account"], row["service"], row["currency"] or own, other
        into = found.setdefault(key, _Sum(day))
        into.day, into.lines = max(into.day, day), into.lines + row["lines"]
        into.amount += row["billed"]
        into.converted += amount or 0
    for (_, code, line, currency, other), each in found.items():
        yield BookedCost(
            each.day, ledger.name, category, code, line, currency, round(each.amount, 2),
            each.lines, place, None if other is None else round(each.converted, 2),
            other,
        )  # fmt: skip


def _gave(row: dict[str, Any], accounts: Collection[str]) -> bool:
    """Whether the account of a row, or a part of it, is one of these."""
    account = row["service"] or ""
    return any(part.strip().casefold() in accounts for part in (account, *account.split(":")))


def interest(
    settings: Config, rows: Iterable[dict[str, Any]], place: str
) -> Iterator[AwardInterest]:
    """The income of one file of books that is interest of an award's money, by award and day.

    The award is the one whose [funds.interest] codes name the row's account. Where several do, it
    is the one whose own code the row has; a row with none of them leaves each of them not known.
    """
    own = settings.project.currency
    found: dict[tuple[str, date, str], Decimal | None] = defaultdict(Decimal)
    for row in rows:
        if row["charge_category"] != "Income":
            continue
        words = _words(row)
        asked = [f for f in settings.funds if f.interest and words & _folded(f.interest.codes)]
        coded = [fund for fund in asked if words & _folded(fund.codes)]
        funds = coded if len(asked) > 1 and coded else asked
        for fund in funds:
            key = fund.id, row["day"], row["currency"] or own
            before = found[key]
            is_known = len(funds) == 1 and before is not None
            found[key] = (before or Decimal(0)) - row["billed"] if is_known else None
    for (fund_id, day, currency), amount in sorted(found.items()):
        yield AwardInterest(
            fund_id, day, None if amount is None else round(amount, 2), currency, place
        )


def _words(row: dict[str, Any]) -> set[str]:
    """The code and the account of a row, each part of them, and the accounts that it is under."""
    found: set[str] = set()
    for text in (row["sub_account"], row["service"]):
        parts = [part.strip().casefold() for part in (text or "").split(":")]
        found |= {*parts, *(":".join(parts[: n + 1]) for n in range(len(parts)))}
    return found - {""}


def _folded(codes: Sequence[str]) -> set[str]:
    return set(map(str.casefold, codes))


def _converted(
    ledger: config.Ledger, rows: Sequence[dict[str, Any]]
) -> list[tuple[Decimal | None, str | None]]:
    """What the books say each row is in another currency, as a cost; nulls where they do not.

    A row is all lines of a day with the same two cells, so these count once for each line.
    """
    money, code = (ledger.columns.get(name) or fallback for name, fallback in COLUMNS)
    texts = [row.get(money) or "" for row in rows]
    sign = ledger.decimal or cells.decimal_sign(text for text in texts if text)
    found: list[tuple[Decimal | None, str | None]] = []
    for row, text in zip(rows, texts, strict=True):
        amount = cells.amount(text, sign) if text and sign else None
        other = cells.currency(row.get(code) or text)
        if amount is None or other is None or row["assumed_until"] is not None:
            found.append((None, None))
        else:
            found.append((abs(amount * row["lines"]).copy_sign(row["billed"]), other))
    return found
