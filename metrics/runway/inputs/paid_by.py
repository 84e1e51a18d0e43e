"""Who paid what was spent, as the charges of awards say it: Runway has no second opinion of it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.awards.charges import Charge, Unassigned, by_account, decides
from metrics.runway.inputs.exchange import Rates

Payers = Mapping[str | None, Decimal]  # fund → what it was charged; null: what no fund was
PaidBy = Mapping[str, Mapping[date, Payers]]  # by category and day


def paid_by(db: DuckDBPyConnection, *, rates: Rates, gross: bool) -> PaidBy:
    """Every cost by the fund that was charged it, in the rates' currency; empty: nothing decides.

    gross  with what credits paid, as `spending` counts it
    A category that books hold is in them alone. Shares of other lines and fees are no cost of their
    own. A cost without a category or a rate is not here. Source: metric awards.charges.
    """
    found: dict[str, dict[date, dict[str | None, Decimal]]] = {}
    if not decides(db):
        return found
    known = by_account(db)
    every: list[Charge | Unassigned] = [*known.charges, *known.unassigned]
    for each in every:
        cost = each.cost
        if cost is None or cost.category is None or (cost.means == "credits" and not gross):
            continue
        rate = rates.on(cost.currency, cost.day)
        if rate is None or (isinstance(each, Unassigned) and each.reason == "in_books"):
            continue
        days = found.setdefault(cost.category, {})
        payers = days.setdefault(cost.day, defaultdict(Decimal))
        payers[each.fund_id if isinstance(each, Charge) else None] += _worth(each) * rate
    return found


def _worth(each: Charge | Unassigned) -> Decimal:
    """The part of a cost in the cost's own currency."""
    original = each.original if isinstance(each, Charge) else None
    return original.amount if original else each.amount
