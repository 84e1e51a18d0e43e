"""The foreign part of the future: what a move of the exchange rates would do to the end.

The past is turned into the team's currency once, at the rate of each day; the future is at
today's rate, which nobody forecasts: both ends of a band are simulated.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from metrics.runway.engine.model import Fund
from metrics.runway.engine.simulation import Case, simulate
from metrics.runway.inputs.gather import Inputs


@dataclass(frozen=True)
class CurrencyRisk:
    """The likely end with every foreign amount worth less or more; null: beyond the horizon.

    share     how much less or more
    cheaper, dearer   the likely end where foreign money is worth so much less, so much more
    """

    currencies: tuple[str, ...]
    share: Decimal
    cheaper: date | None
    dearer: date | None


def currency_risk(given: Inputs, case: Case) -> CurrencyRisk | None:
    """What the rates may move; null where nothing in the case is foreign.

    case   what is simulated, after scenario and awards
    """
    codes = {stream.currency for stream in case.streams} | {p.currency for p in case.planned}
    codes |= {award.currency for award in case.awards}
    codes |= {_currency(given, fund) for fund in case.funds if fund.balance}
    foreign = tuple(sorted(code for code in codes if code))
    if not (foreign and given.rate_band):
        return None
    cheaper, dearer = (
        simulate(_worth(given, case, 1 + share)).money_out(0.5)
        for share in (-given.rate_band, given.rate_band)
    )
    return CurrencyRisk(foreign, given.rate_band, cheaper, dearer)


def _currency(given: Inputs, fund: Fund) -> str | None:
    """A fund's currency where it is another than the runway's."""
    rule = given.rules.get(fund.fund_id)
    return None if rule is None or rule.currency == given.currency else rule.currency


def _worth(given: Inputs, case: Case, factor: Decimal) -> Case:
    """The case with every foreign amount times a factor."""
    by = float(factor)
    return replace(
        case,
        funds=tuple(
            replace(
                fund,
                balance=fund.balance * factor,
                encumbered=fund.encumbered * factor,
                caps={name: cap * factor for name, cap in fund.caps.items()},
            )
            if _currency(given, fund)
            else fund
            for fund in case.funds
        ),
        streams=tuple(
            replace(s, per_day=tuple(rate * by for rate in s.per_day)) if s.currency else s
            for s in case.streams
        ),
        planned=tuple(
            replace(p, per_day=p.per_day * by) if p.currency else p for p in case.planned
        ),
        awards=tuple(
            replace(a, amount=a.amount * factor) if a.currency else a for a in case.awards
        ),
    )
