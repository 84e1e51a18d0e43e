"""A month as a unit of time. A calendar month keeps its own length."""

from decimal import Decimal

DAYS_PER_MONTH = Decimal("30.4375")  # 365.25 / 12
