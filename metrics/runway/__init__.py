"""How long the money lasts, why it ends, and what would move that. Read in this order:

outlook.py          the answer: `outlook(db)` for one currency, `outlooks(db)` for all of a build
inputs/             from tables to a case: gather.py calls declared, balances, exchange,
                    spending_history
engine/             the mathematics, without a table: simulated paths, the exact plan, arithmetic
extensions.py       what an extension of each fund would buy
caveats.py          reasons to doubt the range; double_counting.py, currency_risk.py
balance_range.py    money left along the paths, for the chart
whatif.py           scenarios; comparison.py: what would move the end, what was published before
backtest.py         how good the forecast would have been on past bills

Sentences about all of these are in wording/runway.py.
"""
