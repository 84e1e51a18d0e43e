"""Records whose every private field holds a random string, so that any leak can be found."""

import io
import random
import string
import zipfile
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from warehouse import records
from warehouse.records import TABLES

AS_OF = date(2018, 9, 20)
# Fields that are keys, or words of a closed list, or allowed in a pack; all other text is planted.
FIXED: dict[str, Any] = {
    "meeting_id": "m1", "fund_id": "hidden", "currency": "USD", "kind": "grant", "per": "month",
    "charge_category": "Usage", "credit_kind": None, "state": "open", "timezone": "UTC",
    "rule_timezone": None, "cost_source": "bills", "call_rule": None, "call": None,
    "method": "range", "event": "closed", "host": "Read the Docs", "status": "ok",
    "version": "latest", "source": "notes", "usage": "launches", "format": "focus",
    "category": "compute", "provider": "Cloud", "service": "Machines", "region": None,
    "project": "docs", "default_version": "latest", "unit": "launch", "origin": None,
    "assumed": "both",
}  # fmt: skip
SKIPPED = (records.BuildInfo, records.Rows, records.FundingSetting, records.CostDaily)


def words_in(files: Mapping[str, bytes]) -> str:
    """Everything that files say, in small letters; workbooks and Word files unpacked."""
    said = []
    for content in files.values():
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                said += [packed.read(name) for name in packed.namelist()]
        else:
            said.append(content)
    return b"\n".join(said).decode("utf-8", "replace").casefold()


class Planter:
    """Makes records and remembers what it planted."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.planted: list[str] = []

    def word(self) -> str:
        """A new random word of twelve letters, planted."""
        word = "".join(self.random.choices(string.ascii_lowercase, k=12))
        self.planted.append(word)
        return word

    def record(self, kind: type, **given: Any) -> Any:
        """A record of one kind with every private field planted."""
        hints = get_type_hints(kind)
        values = {f.name: self._value(f.name, hints[f.name]) for f in fields(kind)}
        return kind(**{**values, **given})

    def every(self) -> list[Any]:
        """One record of each table that holds something private."""
        known = [kind for kind in TABLES if kind not in SKIPPED]
        exact = {records.BillingFile: {"lines_rejected": 0}}
        return [self.record(kind, **exact.get(kind, {})) for kind in known]

    def _value(self, name: str, hint: Any) -> Any:
        if name in FIXED:
            return FIXED[name]
        options = get_args(hint) or (hint,)
        if list in {getattr(option, "__origin__", option) for option in (hint, *options)}:
            return [self.word()] if "str" in str(hint) else [1]
        for wanted, value in (
            (str, None), (bool, True), (datetime, datetime(2018, 5, 2, 9)),
            (date, date(2018, 5, 2)), (Decimal, Decimal("0.1")), (int, 1), (float, 0.5),
        ):  # fmt: skip
            if wanted in options:
                return self.word() if wanted is str else value
        raise AssertionError(f"{name}: {hint}")


def costs(**changes: Any) -> list[records.CostDaily]:
    """Six months of bills, 100 a day."""
    row = records.CostDaily(
        day=AS_OF, account="cloud", category="compute", provider="Cloud", sub_account="p",
        service="Machines", region=None, charge_category="Usage", currency="USD",
        billed=Decimal(100), effective=None, list=None, lines=1, source_file="bills/2018.csv",
    )  # fmt: skip
    days = (AS_OF - timedelta(days=n) for n in range(200))
    return [replace(row, day=day, **changes) for day in days]


def fund(fund_id: str, name: str, **changes: Any) -> records.Fund:
    """A grant of 100,000 USD for 2018."""
    values = {f.name: None for f in fields(records.Fund)}
    values |= {
        "fund_id": fund_id, "name": name, "kind": "grant", "currency": "USD",
        "awarded": Decimal(100_000), "starts_on": date(2018, 1, 1), "ends_on": date(2018, 12, 31),
        "pays_for": [], "overhead_rate": Decimal(0), "fee_rate": Decimal(0),
        "tax_rate": Decimal(0), "encumbered": Decimal(0), "priority": 0,
    }  # fmt: skip
    return records.Fund(**{**values, **changes})


def statement(fund_id: str, amount: int, *, confirmed: bool = True) -> records.FundBalance:
    """What is left at the end of August 2018."""
    return records.FundBalance(fund_id, date(2018, 8, 31), Decimal(amount), confirmed, "mail")


def meeting(meeting_id: str = "m1") -> records.Meeting:
    """A meeting of May 2018."""
    return records.Meeting(
        meeting_id, "team", date(2018, 5, 2), None, None, False, True, "notes/a.md", 1
    )


def person(name: str, handle: str | None, meeting_id: str = "m1") -> records.Attendance:
    """Somebody who signed a roll call."""
    return records.Attendance(meeting_id, handle or name, name, handle, "Here", "notes/a.md", 2)
