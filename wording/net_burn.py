"""The burn of each window, gross and net of income."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from metrics.spending.burn import Burn
from metrics.spending.net_burn import Net
from wording import numbers
from wording.definitions import DEFINITIONS
from wording.page import Address, Amount, Cell, Table

CENT = Decimal("0.01")
SPANS = {1: "month", 3: "three months", 6: "six months", 12: "twelve months"}
WINDOWS = {1: "1 month", 3: "3 months", 6: "6 months", 12: "12 months"}
RULE = (
    "Sum of the window's days ÷ days with a bill × 30.4375 days a month, plus charges that come "
    "once a month. Gross is before credits. "
    "Payable is after them: all of gross once the credits have ended."
)


def span(months: int) -> str:
    """A window in words: "one month", "three months"."""
    return "one month" if months == 1 else SPANS[months]


def amount(value: Decimal | None, found: Burn, unknown: str = "not known") -> str:
    """An amount in whole units of a burn's currency."""
    return unknown if value is None else numbers.money(value, found.currency)


def table(
    nets: Sequence[Net], chosen: Net, suffix: str = "", opens: Address | None = None
) -> Table:
    """The burn of every window; income and net where any is known.

    chosen   the window whose figures are put into the formula      suffix  of the heading
    opens    the address of a burn's rows, with currency and filter of the page
    """
    known = any(each.net is not None for each in nets)
    columns: Sequence[str | tuple[str, str]] = [
        "Window", ("Days with a bill", "n qd-hide"), ("Gross a month", "n"),
        ("Paid by credits", "n qd-hide"), ("Payable", "n"),
    ]  # fmt: skip
    if known:
        columns = [*columns, ("Income", "n qd-hide"), ("Net", "n")]
    rows = []
    for each in nets:
        burn, (gross, credits, payable, income, net) = each.burn, shown(each, Decimal(1))
        cells: list[Cell] = [
            WINDOWS[burn.months], f"{burn.covered_days} of {burn.days}",
            _opening(gross, burn, "not covered", opens and {**opens, "basis": "gross"}),
            amount(None if credits is None else -credits, burn, "–"),
            _opening(payable, burn, "–", opens and {**opens, "basis": "payable"}),
        ]  # fmt: skip
        if known:
            cells += [amount(income, burn), amount(net, burn)]
        rows.append(cells)
    return Table(
        "burn-by-window",
        f"Burn by window, {chosen.burn.currency}{suffix}",
        columns,
        rows,
        "spending.net",
        f"{RULE} {basis(nets)}".strip(),
        frame(nets),
        formula(chosen),
    )


def _opening(
    value: Decimal | None, found: Burn, unknown: str, opens: Address | None
) -> Amount | str:
    """An amount of a window that opens its rows."""
    text = amount(value, found, unknown)
    if value is None or not opens:
        return text
    return Amount(text, {**opens, "months": str(found.months)})


def shown(found: Net, step: Decimal) -> tuple[Decimal | None, ...]:
    """Gross, credits, payable, income and net of a month, rounded so that they add up.

    Credits and net are the differences of the others as shown.
    """
    burn = found.burn
    gross, payable, income = (
        None if value is None else value.quantize(step, ROUND_HALF_UP)
        for value in (burn.per_month(), burn.per_month("payable"), found.income_per_month)
    )
    credits = None if gross is None or payable is None else payable - gross
    net = None if gross is None or income is None else gross - income
    return gross, credits, payable, income, None if found.net is None else net


def frame(nets: Sequence[Net]) -> pd.DataFrame:
    """The burn of every window to the cent, for the CSV."""
    names = ("gross", "credits", "payable", "income", "net")
    rows = []
    for each in nets:
        b, cents = each.burn, (None if v is None else float(v) for v in shown(each, CENT))
        rows.append(
            {
                "window": span(b.months).capitalize(),
                "first day": b.first_on,
                "last day": b.last_on,
                "days with a bill": f"{b.covered_days} of {b.days}",
                "gross a day": None if b.gross is None else round(float(b.gross), 2),
            }
            | {f"{name} a month": value for name, value in zip(names, cents, strict=True)}
        )
    return pd.DataFrame(rows)


def basis(nets: Sequence[Net]) -> str:
    """The rule of net burn and the amounts it leaves out; why it is not known where it is not."""
    reasons = list(dict.fromkeys(unknown(each) for each in nets if each.unknown))
    if all(each.net is None for each in nets):
        return " ".join(reasons)
    apart = sorted({code for each in nets for code in each.apart})
    said = [
        "Net is gross less the income that ledgers record for the same days.",
        "Instalments of an award are not counted again as income.",
        f"Income in {numbers.listing(apart)} is not subtracted." if apart else "",
        *reasons,
    ]
    return " ".join(filter(None, said))


def unknown(found: Net) -> str:
    """Why the net burn of a window is not known; empty where it is."""
    on = numbers.long_day(found.unknown_on) if found.unknown_on else ""
    match found.unknown:
        case "part":
            return (
                "Net burn is only known for all bills together: income belongs to no single part."
            )
        case "no_income":
            return (
                f"Net burn is not known: no ledger of income in {found.burn.currency} is set up "
                "([[funding.ledgers]])."
            )
        case "no_burn":
            return "Net burn is not known where gross burn is not."
        case "income_from":
            return f"Income is only known from {on}."
        case "income_until":
            return f"No ledger has recorded income since {on}."
        case None:
            return ""


def formula(found: Net) -> str:
    """The subtraction with its figures put in; empty where it is not possible."""
    amounts = {
        name: getattr(found, name)
        for name in ("gross_per_month", "income_per_month", "net_per_month")
    }
    if None in amounts.values():
        return ""
    exact = {name: numbers.to_cents(value) for name, value in amounts.items()}
    exact["net_per_month"] = exact["gross_per_month"] - exact["income_per_month"]
    filled = {name: numbers.cents(value, found.burn.currency) for name, value in exact.items()}
    return DEFINITIONS["spending.net"].filled(**filled)
