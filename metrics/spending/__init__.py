"""Spending: the burn, its parts, unusual days, days without a bill."""
