"""Funds: the register, its movements and its due dates."""
