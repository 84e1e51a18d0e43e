"""What each fund was awarded, received, spent and has available, by its newest statement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duckdb import DuckDBPyConnection

from metrics.data_quality.sources import info
from metrics.metric import metric
from metrics.once import once
from metrics.rows import rows
from metrics.runway.balance_range import is_open
from metrics.runway.inputs.balances import ENCUMBERED, NEWEST

MEANS = ("cash", "credits", "in_kind")
OF_KIND = {"grant": "cash", "donation": "cash", "credits": "credits", "in_kind": "in_kind"}


@dataclass(frozen=True)
class Holding:
    """One fund in its own currency; amounts are null where they are not known or have no meaning.

    received   by its payments, before any fee; without any, the income of its ledgers, net of it
    stated_on, stated, confirmed   its newest statement; `stated` null: known to be unknown
    encumbered committed and not yet paid: by [[funds]], and what a host says is approved
    is_open    whether a cost may be incurred tomorrow
    """

    fund_id: str
    name: str
    kind: str
    currency: str
    funder: str | None
    approved_by: str | None
    starts_on: date | None
    ends_on: date | None
    awarded: Decimal | None
    received: Decimal | None
    encumbered: Decimal
    stated_on: date | None
    stated: Decimal | None
    confirmed: bool | None
    as_of: date

    @property
    def means(self) -> str:
        """What it is: cash, credits or help in kind."""
        return OF_KIND[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether it has begun by tomorrow and has not ended."""
        return is_open(self.starts_on, self.ends_on, self.as_of)

    @property
    def spent(self) -> Decimal | None:
        """The award less the stated balance; null also where more is stated than was awarded."""
        if self.awarded is None or self.stated is None or self.stated > self.awarded:
            return None
        return self.awarded - self.stated

    @property
    def available(self) -> Decimal | None:
        """The stated balance less what is encumbered; null for a fund that is not open."""
        return self.stated - self.encumbered if self.stated is not None and self.is_open else None


@metric(unit="the fund's currency", grain="fund", rests_on=("funds",), kind="sum")
@once
def holdings(db: DuckDBPyConnection) -> list[Holding]:
    """Every fund by its newest statement: cash, credits, then in kind, soonest end first.

    Source: tables fund, fund_balance ← balances.csv, award_payment ← [[payments]], income_daily ←
    [[funding.ledgers]].
    """
    as_of = info(db).as_of
    found = rows(
        db,
        Holding,
        f"""
        with stated as ({NEWEST}),
        came as (
            select fund_id, sum(income_daily.amount * (1 - fund.fee_rate)) as amount
            from income_daily
            join fund using (fund_id)
            where day <= $as_of
            group by fund_id, fund.currency
            having bool_and(income_daily.currency = fund.currency)
        ),
        paid as (
            select fund_id, coalesce(sum(amount) filter (
                state = 'received' and coalesce(on_day <= $as_of, true)
            ), 0) as amount
            from award_payment
            group by fund_id
        )
        select fund_id, name, kind, currency, funder, approved_by, starts_on, ends_on, awarded,
               coalesce(paid.amount, came.amount) as received, {ENCUMBERED} as encumbered,
               stated.on_day as stated_on, stated.amount as stated, confirmed,
               $as_of::date as as_of
        from fund
        left join stated using (fund_id)
        left join came using (fund_id)
        left join paid using (fund_id)
        order by ends_on nulls last, fund_id
        """,
        {"as_of": as_of},
    )
    return sorted(found, key=lambda each: (MEANS.index(each.means), not each.is_open))
