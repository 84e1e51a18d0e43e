"""Amounts of money as people type them: exact, with a point before the cents, never guessed."""

import re
from decimal import Decimal

# 12500, 12500.4, 12,500.40. "12.500" and "12.500,40" could be read two ways, so they are refused.
AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,2})?")


def read(text: str) -> Decimal:
    """The amount a person wrote. Raises ValueError with what would be right."""
    typed = text.strip().replace("−", "-")
    if not AMOUNT.fullmatch(typed):
        raise ValueError(f"{text!r} is no amount; write one like 12500.40")
    return Decimal(typed.replace(",", ""))
