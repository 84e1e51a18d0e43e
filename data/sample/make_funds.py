"""The sample's money: stated balances, and what came in through the fiscal sponsor."""

import csv
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import make_bills
from team import SEED, months

CREDITS, GRANT, RACK = Decimal(90000), Decimal(142500), Decimal(3600)
PEOPLE_A_MONTH = Decimal(4800)
RACK_SINCE, RACK_A_MONTH = date(2025, 3, 1), Decimal("144.00")
GRANT_SINCE = date(2025, 1, 1)
GRANT_NUMBER = "EF-2025-0117"
# What three people are paid a month; with a quarter of it for fringe it is PEOPLE_A_MONTH.
SALARIES = [("E-01", Decimal(1600)), ("E-02", Decimal(1280)), ("E-03", Decimal(960))]

# Openpurse told the donations' balance only now and then; the last time in May.
DONATIONS = [
    ("2024-12-31", "11240.00", "yes", "Openpurse, statement of December"),
    ("2025-06-30", "18415.50", "yes", "Openpurse, statement of June"),
    ("2025-12-31", "24980.25", "yes", "Openpurse, statement of December"),
    ("2026-03-31", "", "no", "nobody could log in"),
    ("2026-05-31", "30120.00", "yes", "Openpurse, statement of May"),
]

# What Skyhook's invoices came to; August's names a support fee that the export does not tell.
INVOICES = [
    ("skyhook", "2026-06", "102.60", "USD"),
    ("skyhook", "2026-07", "102.60", "USD"),
    ("skyhook", "2026-08", "114.90", "USD"),
]


def make(folder: Path) -> None:
    """Write balances, invoices, openpurse and payroll .csv; bills must be there already."""
    rows = [("donations", *row) for row in DONATIONS]
    rows += _credits(folder) + _grant() + _rack()
    rows.sort(key=lambda row: (row[1], row[0]))
    _write(folder / "balances.csv", ("fund", "on_day", "amount", "confirmed", "source"), rows)
    _write(folder / "invoices.csv", ("account", "period", "amount", "currency"), INVOICES)
    header = ("datetime", "type", "netAmount", "currency")
    _write(folder / "openpurse.csv", header, _donations())
    header = ("Pay day", "Employee", "Account", "Award", "Amount", "Currency")
    _write(folder / "payroll.csv", header, _payroll())


def _write(file: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _ends() -> list[date]:
    """The last day of each whole month."""
    return [start - timedelta(1) for start in months()[1:]]


def _credits(folder: Path) -> list[tuple[str, ...]]:
    """Skyhook's console shows what is left at the end of every month."""
    left, rows = CREDITS, []
    drawn = list(make_bills.used_credits(folder).values())
    for end, used in zip(_ends(), drawn, strict=False):
        left -= used
        rows.append(("credits", str(end), f"{left:.2f}", "yes", "Skyhook console"))
    return rows


def _grant() -> list[tuple[str, ...]]:
    """The Estuary Fund confirms each quarter, and did once more in August 2026."""
    rows, left = [], GRANT
    for end in (end for end in _ends() if end >= GRANT_SINCE):
        left -= PEOPLE_A_MONTH
        if end.month % 3 == 0 or end == _ends()[-1]:
            rows.append(("grant", str(end), f"{left:.2f}", "yes", f"Estuary Fund portal, {end}"))
    return rows


def _payroll() -> list[tuple[str, ...]]:
    """The sponsor's books: salaries at the end of each month, with the award that pays them."""
    return [
        (str(end), who, "5100 Salaries", GRANT_NUMBER, f"-{amount}.00", "USD")
        for end in _ends()
        if end >= GRANT_SINCE
        for who, amount in SALARIES
    ]


def _rack() -> list[tuple[str, ...]]:
    """The rack is worth what its rent would cost; twice a year somebody works it out."""
    rows, left = [], RACK
    for end in (end for end in _ends() if end >= RACK_SINCE):
        left -= RACK_A_MONTH
        if end.month in (2, 8):
            rows.append(("rack", str(end), f"{left:.2f}", "no", "reckoned from the price list"))
    return rows


def _donations() -> list[tuple[str, ...]]:
    """Three gifts a month, a large one each December; net of the fiscal sponsor's fee."""
    chance = random.Random(SEED + 2)
    rows = []
    for month in months():
        for day in (6, 13, 27):
            when = month.replace(day=day)
            gift = chance.choice((180, 225, 270, 360, 405)) + (2250 if (month.month, day) == (12, 13) else 0)
            if when <= make_bills.LAST_DAY:
                rows.append((f"{when}T12:00:00", "CONTRIBUTION", f"{gift}.00", "USD"))
    return rows
