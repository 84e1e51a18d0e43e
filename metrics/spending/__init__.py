"""Spending: the burn, what it is made of, what stands out, which days have no bill."""
