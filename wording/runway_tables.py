"""The figures behind the charts of the Runway page, as tables to the cent and the day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pandas as pd

from metrics.runway.extensions import Extension
from metrics.runway.outlook import Outlook

CENT = Decimal("0.01")
QUANTILES = ("low, 80 % likely", "low, 50 % likely", "likely", "high, 50 % likely",
             "high, 80 % likely")  # fmt: skip
NEW_AWARD = "New award"


def balance(found: Outlook) -> pd.DataFrame:
    """Money left: day · five quantiles."""
    columns = dict(zip(QUANTILES, found.balance_range.quantiles, strict=True))
    return pd.DataFrame({"day": found.balance_range.days, **columns})


def payers(found: Outlook) -> dict[str, str]:
    """The name of each fund, and of an award that a scenario adds or wins."""
    names = {paid.fund_id: NEW_AWARD for paid in found.plan.payments}
    return names | {fund.fund_id: fund.name or NEW_AWARD for fund in found.funds}


def payments(found: Outlook, unpaid: str) -> pd.DataFrame:
    """The plan: month · one column per fund · `unpaid`."""
    names = payers(found)
    sums: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for paid in found.plan.payments:
        sums[paid.period[0].replace(day=1)][names[paid.fund_id]] += paid.amount
    for (day, _), amount in found.plan.unfunded.items():
        sums[day.replace(day=1)][unpaid] += amount
    return pd.DataFrame([{"month": month, **_cents(row)} for month, row in sorted(sums.items())])


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
    """How much is left and how many months an extension buys: low, likely and high."""
    return pd.DataFrame(
        {
            "": ["low", "likely", "high"],
            "left on the last day": [float(amount) for amount in each.left],
            "months bought": [round(float(months), 1) for months in each.bought],
        }
    )


def outcomes(found: Outlook) -> pd.DataFrame:
    """Fund · balance · used, lapsing and left under the plan."""
    names, plan = payers(found), found.plan.funds
    rows = []
    for fund in found.funds:
        end = plan[fund.fund_id]
        amounts = {"used": end.used, "lapsed": end.lapsed, "left": end.left}
        rows.append(
            {
                "fund": names[fund.fund_id],
                **_cents({"balance": fund.balance}),
                "ends on": fund.ends_on,
                **_cents(amounts),
            }
        )
    return pd.DataFrame(rows)


def unpaid(found: Outlook) -> pd.DataFrame:
    """Period · share of the paths in which something in it is not paid."""
    return pd.DataFrame(
        {
            "from": [first for first, _ in found.periods],
            "to": [last for _, last in found.periods],
            "share": [round(share, 3) for share in found.unfunded_share],
        }
    )


def _cents(row: Mapping[str, Decimal]) -> dict[str, float]:
    return {name: float(amount.quantize(CENT)) for name, amount in row.items()}
