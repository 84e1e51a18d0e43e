"""Kinds of lines that may move money between two accounts of the team, or pay others.

A conversion or "Withdrawal to bank account" is the team's own by its words (`moves_own_money`). A
bare "Payout" next to other kinds that leave is either, so a person says which with `where`.
"""

from typing import Any

import duckdb

from .lines import Table, kind_column
from .recognise import NotRecognised
from .task import Rules

# What a line costs, as a ledger and as a bill write it.
COST = {
    True: "coalesce(-getvariable('sign') * amount_if_any(mapped_amount), "
    "abs(amount(mapped_debit)) - abs(amount(mapped_credit)))",
    False: "getvariable('sign') * amount_if_any(mapped_amount)",
}
KINDS = """
    with written as (
        select trim(mapped_document) as kind, {cost} as cost
        from ({line})
        where mapped_document is not null
    ),
    kinds as (
        select kind, count(*) filter (cost <> 0) as lines, coalesce(sum(abs(cost)), 0) as money,
               coalesce(bool_or(cost > 0), false) as leaves,
               coalesce(bool_or(cost < 0), false) as comes
        from written
        group by all
    )
    select kind, lines, money,
           (may_move_own_money(kind) or is_transfer(kind) and bool_or(is_of_books(kind)) over ())
               and (leaves and count(*) filter (leaves) over () > 1
                    or comes and count(*) filter (comes) over () > 1)
    from kinds
    order by kind
"""


class OwnOrPaid(NotRecognised):
    """A kind of line is either; `paid` is the `where` by which all of it is paid."""

    def __init__(self, sentence: str, paid: dict[str, list[str]]) -> None:
        super().__init__(sentence)
        self.paid = paid


def settle(
    db: duckdb.DuckDBPyConnection, table: Table, rules: Rules, text: str, values: dict[str, Any]
) -> None:
    """Raises OwnOrPaid where a kind of line may move the team's own money, or pay."""
    column = kind_column(table, rules)
    if column is None:
        return
    kinds = db.execute(KINDS.format(line=text, cost=COST[rules.ledger]), values).fetchall()
    asked = [(kind, lines, money) for kind, lines, money, is_asked in kinds if is_asked]
    if not asked:
        return
    names = " and ".join(kind for kind, _, _ in asked)
    lines, money = sum(each[1] for each in asked), sum(each[2] for each in asked)
    words = {kind for kind, _, _ in asked}
    rest, every = (
        ", ".join(f'"{kind}"' for kind, *_ in kinds if kind not in without)
        for without in (words, set())
    )
    raise OwnOrPaid(
        f'its "{column}" says {names} on {lines:,} line{"s" * (lines != 1)} of '
        f"{money:,.2f}: money moved to or from another account of the team, or paid. "
        f'Say which lines count in its {rules.section}: where = {{"{column}" = [{rest}]}} if it is '
        f'the team\'s own, else where = {{"{column}" = [{every}]}}',
        {column: [kind for kind, *_ in kinds]},
    )
