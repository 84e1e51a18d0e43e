"""Whether a figure as a page shows it and the sentence of its rows say one number."""

import re
from decimal import Decimal

UNITS = {"h": "hours", "days": "days"}


def amount(text: str) -> Decimal:
    """The first number of a text."""
    found = re.search(r"[-−]?\d[\d,]*(?:\.\d+)?", text)
    assert found, f"no number in {text!r}"
    return Decimal(found.group().replace(",", "").replace("−", "-"))


def agree(shown: str, said: str) -> None:
    """Both are one number, each to its own digits; a date in words is left to its own page.

    shown  by a tile, a sentence, a table      said  the sentence of its rows: "3,986 USD is …"
    """
    if re.search(r"[A-Z][a-z]+\s\d{4}", shown) or not re.search(r"\d", shown):
        return
    value, figure = amount(shown), amount(said)
    if re.search(r"\b(fell|less|fewer)\b", shown):
        figure = -figure
    unit = next((words for sign, words in UNITS.items() if f" {sign}" in f"{shown} "), "")
    if unit and unit not in said:
        figure = figure / 24 if unit == "days" else figure * 24
    whole = str(int(abs(value)))
    zeros = len(whole) - len(whole.rstrip("0"))  # "73,900": rounded
    scale = Decimal(10) ** zeros if value == int(value) else Decimal(1)
    assert abs(value - figure) <= scale / 2, (shown, said)
