"""The inputs: declared funds, balances, exchange rates and spending history as one case."""
