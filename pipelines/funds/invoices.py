"""Invoices: what a month of an account came to, as the team wrote it down from the paper.

invoices.csv  account,period,amount,currency   period: 2026-03; several of one month are added;
              currency may be left out. An invoice's number may stand in a column `number`: it is
              the team's own and never enters a build, so it can leave with nothing.
"""

import re
from datetime import date

from config import House
from pipelines.funds import amounts
from warehouse.records import Invoice

COLUMNS = ("account", "period", "amount")
NUMBER = "number"
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
CURRENCY = re.compile("[A-Z]{3}")


def record(house: House, line: dict[str, str]) -> Invoice:
    """One line of invoices.csv. Raises ValueError with what would be right."""
    bills = {bill.account: bill.currency for bill in house.config.billing}
    account, month = line["account"].strip(), line["period"].strip()
    if account not in bills:
        raise ValueError(f"{account!r} is no account of [[billing]]")
    if not MONTH.fullmatch(month):
        raise ValueError(f"{month!r} is no month; write one like 2026-03")
    stated = (line.get("currency") or "").strip()
    currency = stated or bills[account] or house.config.project.currency
    if not CURRENCY.fullmatch(currency):
        raise ValueError(f"{stated!r} is no currency; write a code like USD")
    period = date.fromisoformat(f"{month}-01")
    return Invoice(account, period, currency, amounts.read(line["amount"]))
