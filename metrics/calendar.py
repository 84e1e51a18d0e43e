"""Months as units of time, and the months that end with a day."""

from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

DAYS_PER_MONTH = Decimal("30.4375")  # 365.25 / 12


def trailing(as_of: date, *, months: int) -> date:
    """The first day of the calendar months that end with a day: twelve are a calendar year."""
    return as_of + timedelta(days=1) - relativedelta(months=months)
