"""What each fund was awarded, received and has: the table of Runway."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from runway_records import fund, info

from metrics.funds import ledger
from metrics.funds.holdings import holdings
from warehouse.records import AwardPayment, FundBalance, IncomeDaily

DAY = date(2026, 9, 17)


def income(amount: str) -> IncomeDaily:
    return IncomeDaily(date(2026, 8, 1), "collective", "USD", Decimal(amount), 1, "l.csv", "a")


def paid(amount: int, state: str, on: date | None) -> AwardPayment:
    return AwardPayment("a", Decimal(amount), state, on)


@pytest.mark.parametrize(
    ("records", "received"),
    [
        ([], None),
        ([income("90")], Decimal("81")),  # net of its fee of a tenth
        ([paid(400, "received", DAY), paid(50, "received", None)], Decimal(450)),
        ([paid(400, "received", DAY), paid(600, "received", date(2026, 9, 18))], Decimal(400)),
        ([paid(400, "received", DAY), income("90")], Decimal(400)),  # what an entry says goes first
        ([paid(400, "to_come", DAY)], Decimal(0)),  # nothing yet is known to be nothing
    ],
)
def test_what_was_received_is_said_by_payments_else_by_ledgers(build, records, received):
    (found,) = holdings(build([info(DAY), replace(fund("a"), fee_rate=Decimal("0.1")), *records]))
    assert found.received == received


def test_what_is_left_today_has_no_row_for_a_fund_that_has_not_begun(build):
    begun, to_come = fund("a"), replace(fund("b"), starts_on=date(2027, 1, 1))
    stated = [
        FundBalance("a", DAY, Decimal(70), True, None),
        FundBalance("b", DAY, Decimal(30), True, None),
    ]
    found = ledger.left(build([info(DAY), begun, to_come, *stated]))
    assert [*found.rows["fund"]] == ["The a"]
    assert found.figure == found.total == Decimal(70)
