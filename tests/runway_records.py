"""Records of small situations: a fund, its balance, what is planned, bills day by day."""

from datetime import datetime, timedelta
from decimal import Decimal

from warehouse.records import BuildInfo, CostDaily, Fund, FundBalance, PlannedCost


def info(as_of):
    at = datetime(2018, 9, 20, 6, 10)
    return BuildInfo(at, as_of, "Test", "USD", "UTC", "dashboard.toml", False, "0")


def fund(fund_id, kind="grant", ends=None, pays=(), currency="USD", **more):
    months = more.pop("extension_months", None)
    notice = more.pop("notice_days", None)
    work, fee = more.pop("work", None), Decimal(more.pop("fee", 0))
    starts, awarded = more.pop("starts", None), more.pop("awarded", None)
    return Fund(
        fund_id, f"The {fund_id}", kind, currency, awarded, starts, ends, list(pays), Decimal(0),
        fee, months, notice, work, None, **more,
    )  # fmt: skip


def balance(fund_id, on, amount, confirmed=True):
    return FundBalance(fund_id, on, amount if amount is None else Decimal(amount), confirmed, None)


def planned(amount, on, category="cloud", currency="USD", per="month"):
    return PlannedCost("Stated", category, Decimal(amount), per, currency, on, None)


def cost(day, amount, category="cloud", currency="USD", charge="Usage"):
    return CostDaily(
        day=day, account="a", category=category, provider=None, sub_account=None, service=None,
        region=None, charge_category=charge, currency=currency, billed=Decimal(amount),
        effective=None, list=None, lines=1, source_file="bill.csv",
    )  # fmt: skip


def every_day(first, last, amount, **more):
    days = (last - first).days + 1
    return [cost(first + timedelta(days=n), amount, **more) for n in range(days)]
