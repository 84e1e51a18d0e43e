"""The sample's bills: a cloud with credits and a tax line (FOCUS), and a small hosting bill."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from team import SEED, months

LAST_DAY = date(2026, 9, 15)  # the export lags two days behind the meeting
CENT = Decimal("0.01")
UNREADABLE = date(2026, 3, 9)

# US dollars a day in that month, before credits: the hub grows, then idle pools go off at night,
# classes come in April, the museum's machines in June 2026.
LEVEL = {
    "2024-10": 71, "2024-11": 76, "2024-12": 66, "2025-01": 84, "2025-02": 92, "2025-03": 99,
    "2025-04": 121, "2025-05": 129, "2025-06": 117, "2025-07": 96, "2025-08": 93, "2025-09": 99,
    "2025-10": 105, "2025-11": 104, "2025-12": 92, "2026-01": 101, "2026-02": 110, "2026-03": 119,
    "2026-04": 124, "2026-05": 117, "2026-06": 126, "2026-07": 119, "2026-08": 122, "2026-09": 120,
}
SHARE = {"Virtual Machines": 0.61, "Block Storage": 0.21, "Managed Database": 0.11, "Network": 0.07}
KIND = {"Virtual Machines": "Compute", "Block Storage": "Storage", "Managed Database": "Databases", "Network": "Networking"}
WILD_JOB = (date(2026, 7, 8), "Virtual Machines")  # a job that nobody had stopped
SUPPORT = Decimal("95.00")
TAX = Decimal("0.08")  # on what credits do not cover: the support plan

HEADER = [
    "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
    "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargePeriodEnd", "ChargePeriodStart",
    "EffectiveCost", "ListCost", "ProviderName", "RegionId", "ServiceCategory", "ServiceName",
    "SubAccountId", "SubAccountName",
]


def make(folder: Path) -> None:
    """Write bills/skyhook-YYYY-MM.csv, one a month, and bills/hosting.csv."""
    chance = random.Random(SEED + 1)
    for month in months():
        _write(folder / "bills" / f"skyhook-{month:%Y-%m}.csv", HEADER, _lines(month, chance))
    _write(folder / "bills" / "hosting.csv", ["Day", "Product", "Status", "Amount"], _hosting(chance))


def used_credits(folder: Path) -> dict[date, Decimal]:
    """Credits drawn per month, positive, read back from the bills."""
    return {month: -_sum(folder, month, {"Credit"}) for month in months()}


def usage(folder: Path, month: date) -> Decimal:
    """What the cloud cost in one month before credits and tax."""
    return _sum(folder, month, {"Usage"})


def _sum(folder: Path, month: date, kinds: set[str]) -> Decimal:
    file = folder / "bills" / f"skyhook-{month:%Y-%m}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return sum((Decimal(r["BilledCost"]) for r in rows if r["ChargeCategory"] in kinds), Decimal(0))


def _write(file: Path, header: list[str], rows: Iterator[list[object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _next(month: date) -> date:
    return (month + timedelta(32)).replace(day=1)


def _lines(month: date, chance: random.Random) -> Iterator[list[object]]:
    day = month
    while day < min(_next(month), LAST_DAY + timedelta(1)):
        used = {service: _usage(service, month, day, chance) for service in SHARE}
        for service, cost in used.items():
            yield _line(month, day, "Usage", service, cost, f"{service}, on demand")
        yield _line(month, day, "Credit", "Credits", -sum(used.values()), "Research credits")
        day += timedelta(1)
    if _next(month) <= LAST_DAY:
        yield _line(month, month, "Purchase", "Support", SUPPORT, "Support plan, monthly")
        yield _line(month, month, "Tax", "Tax", (SUPPORT * TAX).quantize(CENT), "Sales tax")


def _usage(service: str, month: date, day: date, chance: random.Random) -> Decimal:
    quiet = 0.86 if day.weekday() >= 5 else 1.05
    wild = 2.6 if (day, service) == WILD_JOB else 1.0
    noise = wild * chance.gauss(1, 0.04 if service == "Virtual Machines" else 0.01)
    return Decimal(str(round(LEVEL[f"{month:%Y-%m}"] * SHARE[service] * quiet * noise, 6)))


def _line(
    month: date, day: date, kind: str, service: str, cost: Decimal, words: str
) -> list[object]:
    whole_month = kind in ("Purchase", "Tax")
    ends = _next(month) if whole_month else day + timedelta(1)
    return [
        cost, "fernhollow", "USD", _stamp(_next(month)), _stamp(month),
        kind, "", words, _stamp(ends), _stamp(day),
        cost, cost, "Skyhook Cloud", "north-1", KIND.get(service, "Other"), service,
        "hub", "Fernhollow hub",
    ]


def _stamp(day: date) -> str:
    return f"{day}T00:00:00Z"


def _hosting(chance: random.Random) -> Iterator[list[object]]:
    """Metered by the day; a line cannot be read, the old uplink was cancelled."""
    day = months()[0]
    while day <= LAST_DAY:
        level = 3.80 if day.year == 2024 else 4.05
        yield [day, "Rack share and power", "Metered", f"{level * chance.gauss(1, 0.03):.2f}"]
        if day.day == 1:
            yield [day, "Uplink", "Metered", "19.90"]
        if day.day == 1 and day.month == 4:
            yield [day, "Old uplink", "Cancelled", "19.90"]
        if day == UNREADABLE:
            yield [day, "Uplink", "Metered", "see letter"]
        day += timedelta(1)
