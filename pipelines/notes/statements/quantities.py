"""Numbers in a sentence with what they count: 4.5k students, 6-8months, $10,000, 25-35%."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.notes.text.dates import days_in

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"\s?(?:million|billion|thousand|mio)\b|[kKMB](?![A-Za-z])"
_FACTOR = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "million": 1e6,
    "mio": 1e6,
    "b": 1e9,
    "billion": 1e9,
}
_CURRENCY = r"US\$|CA\$|[$€£]|(?:USD|EUR|GBP|CHF)\s?"
_CODES = {
    "$": "USD", "US$": "USD", "CA$": "CAD", "€": "EUR", "£": "GBP", "dollar": "USD", "euro": "EUR",
    "pound": "GBP", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "CHF": "CHF",
}  # fmt: skip
_QUANTITY = re.compile(
    rf"(?<![\w.#@,-])(?P<pre>{_CURRENCY})?(?P<one>{_NUMBER})(?P<scale>{_SCALE})?(?P<cur>\s?[$€£])?"
    rf"(?P<per>(?:\s?/\s?[a-z]+)+)?\+?"
    rf"(?:(?:\s?(?:-|–|—|->|→)\s?|\s(?:to|and)\s)~?(?:{_CURRENCY})?(?P<two>{_NUMBER})"
    rf"(?P<scale2>{_SCALE})?(?P<cur2>\s?[$€£])?(?P<per2>(?:\s?/\s?[a-z]+)+)?\+?)?"
    r"(?P<after>.*)",
    re.S,
)
_UNIT = re.compile(r"[ \u00a0-]?(%|[A-Za-z]+)(?![\w])((?:\s?/\s?[a-zA-Z]+)*)")
# What is no quantity is blanked before numbers are looked for.
_MASKED = re.compile(
    r"`[^`]*`|^\W*\d+(?:\.\d+)+\.?\s|https?://\S+|www\.\S+|[\w.+-]+@[\w.-]+"
    r"|\b\d{1,2}[:.]\d\d\s?(?:am|pm|utc|cet|[ecmp][sd]?t)?\b(?!\s?(?:%|[kmgt]i?b))"
    r"|\b\d{1,2}\s?(?:am|pm)\b|\bv\.?\s?\d[\w.]*|\b\d+\.\d+\.[\w.]+|\[\d+\]|\b\d+(?:st|nd|rd|th)\b"
    r"|[(\[][^()\[\]\n]{0,25}?\d+\s?(?:-\s?\d+\s?)?(?:m|min|mins|minutes?)\b[^()\[\]\n]{0,25}?[)\]]"
    r"|\b(?:version|python|k8s|kubernetes|room|rooms|section|chapter|part|phase|step|option"
    r"|page|lines?"
    r"|issue|pr|pull|numbers?|no|nr|error|status|http|ubuntu|level|type|aged?|item|slide|figure"
    r"|table"
    r"|question|round|proposal|goal|week|day|q|top|grade|node|lab|notebook|episode"
    r"|volume)\.?\s\d[\d.]*(?![\d,]*[\s-]?%)\b"
    r"|\b\d{1,2}(?:\s?[&-]\s?\d{1,2})?\s(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov"
    r"|dec)[a-z]*\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov"
    r"|dec)[a-z]*\.?\s\d{1,2}(?:\s?[&-]\s?\d{1,2})?\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number or range; `unit` is the word right after it, `after` all that follows it."""

    low: float
    high: float | None
    currency: str | None
    scaled: bool
    unit: str
    per: str
    before: str
    after: str


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers of a sentence, left to right; dates, times, versions and links left out."""
    masked = _MASKED.sub(lambda m: " " * len(m[0]), text)
    for written in days_in(masked):
        masked = (
            f"{masked[: written.start]}{' ' * (written.end - written.start)}{masked[written.end :]}"
        )
    at = 0
    while match := _QUANTITY.search(masked, at):
        at = match.start("after")
        if not _is_year(match):
            yield _quantity(match, masked, text)


def _is_year(match: re.Match[str]) -> bool:
    plain = re.fullmatch(r"(?:19|20)\d\d", match["one"]) and not (match["pre"] or match["cur"])
    return bool(plain) and not match["scale"] and not re.match(r"\s?(%|[a-z]+s\b)", match["after"])


def _quantity(match: re.Match[str], masked: str, text: str) -> Quantity:
    low = _value(match["one"], match["scale"] or (match["scale2"] if match["two"] else None))
    high = _value(match["two"], match["scale2"]) if match["two"] else None
    unit = _UNIT.match(match["after"])
    word, per = (unit[1], unit[2]) if unit else ("", "")
    return Quantity(
        low, high,
        _code(match["pre"] or match["cur"] or match["cur2"] or word),
        bool(match["scale"] or match["scale2"]),
        word,
        re.sub(r"\s", "", match["per2"] or match["per"] or per or ""),
        masked[: match.start()],
        text[match.start("after") :],
    )  # fmt: skip


def _value(digits: str, scale: str | None) -> float:
    return float(digits.replace(",", "")) * _FACTOR.get((scale or "").strip().casefold(), 1)


def _code(word: str) -> str | None:
    return _CODES.get(word.strip()) or _CODES.get(word.strip().casefold().rstrip("s"))
