"""Whether a table writes its costs as a bank does, with a minus: never guessed, always asked."""

from decimal import Decimal

from .task import Rules


def unstated(rules: Rules, total: Decimal, tilt: int) -> str | None:
    """Why a table is refused whose costs may be those with a minus; None where that is settled.

    total  of its charges, credits and adjustments that are called so left out
    tilt   how many of them are above 0 less how many are below
    """
    if rules.negate is not None or (total >= 0 and tilt >= 0):
        return None
    most = f"add up to {total:,.2f}" if total < 0 else "mostly have a minus"
    return (
        f"its amounts {most}, and nothing says whether a minus is a cost, as on a statement of a "
        f"bank or a card, or takes off. Say which in its {rules.section}: negate = true if it is a "
        "cost, negate = false if it takes off"
    )
