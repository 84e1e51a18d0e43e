"""The figures behind the Runway page's charts, as tables to the cent and the day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from metrics.runway.extension import Extension
from metrics.runway.outlook import Outlook

CENT = Decimal("0.01")


def fan(found: Outlook) -> pd.DataFrame:
    """Money left: day · earliest, early, likely, late and latest of 8 chances in 10."""
    names = ("low, 8 in 10", "low, 5 in 10", "likely", "high, 5 in 10", "high, 8 in 10")
    columns = dict(zip(names, found.fan.quantiles, strict=True))
    return pd.DataFrame({"day": found.fan.days, **columns})


def payments(found: Outlook) -> pd.DataFrame:
    """The plan: month · one column per fund · nobody pays."""
    names = {fund.fund_id: fund.name for fund in found.funds}
    sums: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for paid in found.plan.payments:
        sums[paid.period[0].replace(day=1)][names.get(paid.fund_id, "New award")] += paid.amount
    for (day, _), amount in found.plan.unfunded.items():
        sums[day.replace(day=1)]["nobody pays"] += amount
    rows = [{"month": month, **_cents(row)} for month, row in sorted(sums.items())]
    return pd.DataFrame(rows)


def dots(found: Outlook) -> pd.DataFrame:
    """Twenty equally likely days; empty: beyond the horizon."""
    return pd.DataFrame({"number": range(1, len(found.dots) + 1), "money ends on": found.dots})


def scenarios(rows: Sequence[tuple[str, str, Outlook]]) -> pd.DataFrame:
    """Scenario · effect · low, likely and high date."""
    return pd.DataFrame(
        [
            {"scenario": name, "effect": effect, "low": o.low, "likely": o.likely, "high": o.high}
            for name, effect, o in rows
        ]
    )


def extension(each: Extension) -> pd.DataFrame:
    """What an extension buys, low, likely and high."""
    return pd.DataFrame(
        {
            "": ["low", "likely", "high"],
            "left on the last day": [float(amount) for amount in each.left],
            "months bought": [round(float(months), 1) for months in each.bought],
        }
    )


def outcomes(found: Outlook) -> pd.DataFrame:
    """Fund · balance · used, lapsing and left under the plan."""
    return pd.DataFrame(
        [
            {
                "fund": fund.name,
                "balance": float(fund.balance.quantize(CENT)),
                "ends on": fund.ends_on,
                **_cents(
                    {
                        k: getattr(found.plan.funds[fund.fund_id], k)
                        for k in ("used", "lapsed", "left")
                    }
                ),
            }
            for fund in found.funds
        ]
    )


def unfunded(found: Outlook) -> pd.DataFrame:
    """Period · share of the paths in which something in it is not paid."""
    return pd.DataFrame(
        {
            "from": [first for first, _ in found.periods],
            "to": [last for _, last in found.periods],
            "share": [round(share, 3) for share in found.unfunded_share],
        }
    )


def _cents(row: dict[str, Decimal]) -> dict[str, float]:
    return {name: float(amount.quantize(CENT)) for name, amount in row.items()}
