"""Facts of the money pages without a warehouse: funds, their balances, and months of bills."""

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from metrics.runway.comparison import Comparison, Effect
from metrics.runway.engine import Case, Fund, Planned, Stream
from metrics.runway.inputs.balances import Held, Point, Statement
from metrics.runway.inputs.declared import Rule
from metrics.runway.inputs.gather import Inputs
from metrics.runway.inputs.spending_history import Spending
from metrics.runway.outlook import Outlooks, answer

AS_OF = date(2026, 11, 28)
NONE = pd.DataFrame(columns=["as_of", "low", "likely", "high", "method", "sentence"])


def fund(name, balance, kind="grant", ends_on=None, starts_on=None, pays_for=(), **more):
    """A fund; `stated`: (days ago, confirmed, source), None: never stated."""
    stated = more.pop("stated", (0, True, None))
    unknown_since = more.pop("unknown_since", None)
    spent, income = Decimal(more.pop("spent", 0)), Decimal(more.pop("income", 0))
    unexplained, of_plans = more.pop("unexplained", None), Decimal(more.pop("of_plans", 0))
    amount = None if balance is None or unknown_since else Decimal(balance)
    statement = None
    if unknown_since:
        statement = Statement(name, unknown_since, None, True, None)
    elif stated:
        ago, confirmed, source = stated
        day = AS_OF - timedelta(days=ago)
        statement = Statement(name, day, amount, confirmed, source)
    known = amount or Decimal(0)
    high = Decimal(balance or 0)
    held = Held(name, amount, known, high, statement, spent, income, unexplained,
                planned=of_plans)  # fmt: skip
    terms = {
        n: more.pop(n) for n in ("caps", "overhead_rate", "tax_rate", "encumbered") if n in more
    }
    rule = {
        "currency": "USD", "fee_rate": Decimal(0), "months": None, "notice_days": None,
        "office_days": 0, "approved_by": None, "work": None, "work_months": None, "source": None,
        "source_on": None, "reimbursed_after_days": None, "awarded": None, "funder": None,
    } | more  # fmt: skip
    own = Fund(name, known, starts_on, ends_on, frozenset(pays_for), kind=kind, name=name, **terms)
    return own, held, Rule(fund_id=name, name=name, kind=kind, ends_on=ends_on, **rule)


def inputs(*funds, bills=(), planned=(), currency="USD", without_rate=(), awards=(), age=2, **more):
    """Inputs of a case; bills: (category, amounts per day of each month, oldest first)."""
    newest = AS_OF - timedelta(days=age) if bills else None
    streams = tuple(Stream(name, tuple(per_day)) for name, per_day in bills)
    days = {
        name: {
            newest - timedelta(days=30 * back + n): Decimal(str(rate))
            for back, rate in enumerate(reversed(per_day))
            for n in range(30)
        }
        for name, per_day in bills
    }
    spent = Spending(
        days, newest, newest, {(name, currency): each for name, each in days.items()},
        more.pop("undated", ()),
    )  # fmt: skip
    whole = max((len(per_day) for _, per_day in bills), default=0)
    plans = tuple(
        Planned(name, rate, AS_OF + timedelta(days=1), ends, foreign)
        for name, rate, ends, foreign in planned
    )
    case = Case(
        AS_OF, tuple(own for own, _, _ in funds), streams, plans, tuple(awards),
        months=min(24, 2 * whole) if whole >= 3 else 24, paths=400,
    )  # fmt: skip
    history = tuple(
        Point(AS_OF - timedelta(days=ago), own.fund_id, own.balance + 10 * ago)
        for own, held, _ in funds
        if held.balance is not None
        for ago in (90, 60, 30, 0)
    )
    return Inputs(
        case, currency, spent, {held.fund_id: held for _, held, _ in funds}, history,
        {rule.fund_id: rule for _, _, rule in funds}, whole, 9, 3, tuple(without_rate),
    )  # fmt: skip


def compared(*given, scenarios=(), movers=(), published=NONE):
    """What the Runway page compares; the first inputs are the team's own."""
    known = Outlooks(tuple(given), tuple(answer(each) for each in given))
    answers = tuple((each, answer(given[0], each)) for each in scenarios)
    return Comparison(known, answers, tuple(movers), published)


EFFECTS = (
    Effect("longer", "Estuary grant", 12, 130),
    Effect("more", "cloud", 0, -19),
    Effect("less", "cloud", 0, 24),
    Effect("pending", "", 0, None),
    Effect("more", "people", 0, -5),
)


def headlines(*rows):
    """The history of headlines: (days ago, low, likely, high)."""
    table = [
        (AS_OF - timedelta(days=ago), low, likely, high, "range", "")
        for ago, low, likely, high in rows
    ]
    return pd.DataFrame(table, columns=list(NONE.columns))
