"""What kinds of values the settings hold: zones, currencies, days, shares, amounts."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _zone(name: object) -> object:
    try:
        ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write one like 'Europe/Zurich'") from None
    if str(name) in OF_A_MACHINE:
        raise ValueError(
            f"{name!r} is another zone on each machine; write one like 'Europe/Zurich'"
        )
    return name


OF_A_MACHINE = ("localtime", "posixrules", "Factory")


def _currency(code: object) -> object:
    if not (isinstance(code, str) and len(code) == 3 and code.isalpha() and code.isupper()):
        raise ValueError(f"{code!r} is no currency code; write three capitals like 'USD'")
    return code


def _near(day: date) -> date:
    if not 1970 <= day.year < 2200:
        raise ValueError(f"{day} is too far away; leave the key out where there is no such day")
    return day


def _listed(cells: object) -> object:
    return [cells] if isinstance(cells, str) else cells


Zone = Annotated[str, BeforeValidator(_zone)]
Currency = Annotated[str, BeforeValidator(_currency)]
Day = Annotated[date, AfterValidator(_near)]
Share = Annotated[Decimal, Field(ge=0, le=1, decimal_places=6)]
Cents = Annotated[Decimal, Field(max_digits=20, decimal_places=2)]
Money = Annotated[Cents, Field(ge=0)]
Every = Annotated[int | None, Field(ge=1, le=400)]  # days between two arrivals of new data
Cells = Annotated[list[str], BeforeValidator(_listed)]  # a value, or a list of them
Mapped = Literal[
    "date", "until", "amount", "currency", "service", "project", "region", "category",
    "charge_category", "provider", "billing_account", "tags",
]  # fmt: skip


class Section(BaseModel):
    """One table of dashboard.toml: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")
