"""Lines of a bill, for tests that work them out by hand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from warehouse.records import CostDaily


def cost(day: date, billed: str, **more: Any) -> CostDaily:
    """One day's line: compute of the project prod at Google Cloud, where nothing else is said."""
    values: dict[str, Any] = {
        "account": "gcp", "category": "cloud", "provider": "Google Cloud", "sub_account": "prod",
        "service": "compute", "region": None, "charge_category": "Usage", "currency": "USD",
        "effective": None, "list": None, "lines": 1, "source_file": "bill.csv",
    }  # fmt: skip
    return CostDaily(day=day, billed=Decimal(billed), **(values | more))


def days(first: date, count: int, billed: str, **more: Any) -> list[CostDaily]:
    """The same line on so many days in a row."""
    return [cost(first + timedelta(days=i), billed, **more) for i in range(count)]
