"""The numbers of a shown text, so far as its wording may not change them."""

import re

SIGN = "[+−-]?"
FIGURE = rf"{SIGN}\d[\d,]*(?:\.\d+)?½?"
# A figure by itself: with a currency, a percent sign or a plain unit, "6 of 7" or "9 / 3".
ALONE = re.compile(
    rf"(?:about |≈ ?|~)?({FIGURE}) ?(?:%|[A-Z]{{3}}|days?|weeks?|months?|hours?|minutes?|person|"
    rf"people|(?:earlier|later))*(?: (?:of|/) ({FIGURE}))?( unused)?"
)
TOKEN = re.compile(FIGURE)


def number(text: str) -> list[str] | None:
    """The tokens of a text that is a figure and its unit; null for dates and sentences."""
    return numbers(text) if ALONE.fullmatch(text.strip()) else None


def numbers(text: str) -> list[str]:
    """Every token of a text: digits as shown."""
    return TOKEN.findall(text)
