"""An answer as a colleague writes it, "~18k, end of Aug": the amount and the day in it.

What can be read two ways is not read: 18.000, 7/8/2026, two amounts, another currency.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
    "aug august", "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
MONTHS = {name: at for at, names in enumerate(NAMES, 1) for name in names.split()}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
ROUGH = re.compile(
    r"~|≈|\b(?:about|around|roughly|approx(?:imately)?|circa|ca|some|almost)\b\.?", re.I
)
NOT_KNOWN = re.compile(r"\b(?:no idea|not sure|unknown|don.?t know|do not know)\b", re.I)
NOTHING = re.compile(r"\b(?:nothing|none|zero|empty|all spent)\b", re.I)
DAYS = [
    re.compile(r"\b(?P<iso>20\d\d-\d\d-\d\d)\b"),
    re.compile(rf"\bend\s+(?:of\s+)?(?P<end>{MONTH})\b\.?{YEAR}", re.I),
    re.compile(
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month>{MONTH})\b\.?{YEAR}", re.I
    ),
    re.compile(rf"\b(?P<month>{MONTH})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?\b(?!\d){YEAR}", re.I),
    re.compile(r"\bend\s+of\s+(?:the\s+)?last\s+(?P<last>month)\b|\bmonth\s*end\b", re.I),
    re.compile(r"\b(?P<word>today|yesterday|now)\b", re.I),
]
TWO_WAYS = re.compile(r"\b\d{1,2}[./]\d{1,2}[./](?:20)?\d\d\b")
NUMBER = re.compile(
    r"(?P<number>[-−]?\d[\d.,'’ \u00a0\u202f]*\d|[-−]?\d)\s*(?P<unit>k|m|thousand|million)?\b", re.I
)
EXACT = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?")
TIMES = {"k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000}
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
CODE = re.compile(r"(?<![A-Za-z])(?P<code>[A-Z]{3})(?![A-Za-z])")


@dataclass(frozen=True)
class Reply:
    """What was read.

    amount    None: not read, or said to be unknown (is_unknown)
    on        None: no day in it that can be read one way
    is_rough  about, ~, or a number of thousands
    problem   what cannot be read, with the remedy; None: everything was
    """

    amount: Decimal | None = None
    on: date | None = None
    is_rough: bool = False
    is_unknown: bool = False
    problem: str | None = None


def read(  # noqa: PLR0911 - one for each thing that cannot be read
    text: str, *, today: date, currency: str
) -> Reply:
    """The amount and day of an answer; a day without a year is the newest that has come."""
    words = " ".join(text.split())[:500]
    if TWO_WAYS.search(words):
        return Reply(problem="the day can be read in two ways. Fix: write it like 31 August")
    on, rest = _day(words, today)
    if on and on > today:
        return Reply(problem=f"{on} has not come. Fix: correct the day")
    if NOT_KNOWN.search(rest):
        return Reply(on=on, is_unknown=True)
    other = {match["code"] for match in CODE.finditer(rest)} & _codes()
    other |= {code for sign, code in SIGNS.items() if sign in rest}
    if other - {currency}:
        said = ", ".join(sorted(other - {currency}))
        return Reply(on=on, problem=f"it is in {said}, the fund in {currency}. Fix: convert it")
    found = list(NUMBER.finditer(rest))
    if len(found) != 1:
        if not found and NOTHING.search(rest):
            return Reply(Decimal(0), on)
        how_many = "no amount" if not found else "more than one amount"
        return Reply(on=on, problem=f"{how_many} in it. Fix: write one, like 18,000")
    number, unit = (
        re.sub(r"(?<=\d)['’ \u00a0\u202f](?=\d{3}\b)", "", found[0]["number"]),
        found[0]["unit"],
    )
    if not EXACT.fullmatch(number):
        return Reply(on=on, problem=f"{number} can be read in two ways. Fix: write 18000 or 18,000")
    amount = Decimal(number.replace(",", "").replace("−", "-")) * TIMES.get((unit or "").lower(), 1)
    return Reply(amount, on, is_rough=bool(unit or ROUGH.search(rest)))


def _codes() -> set[str]:
    return {"USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "NOK", "SEK", "DKK", "INR", "BRL",
            "PLN", "CZK", "CNY", "ZAR", "NZD", "MXN", "SGD", "HKD"}  # fmt: skip


def _day(words: str, today: date) -> tuple[date | None, str]:
    """The day, and the words without it."""
    for pattern in DAYS:
        if match := pattern.search(words):
            rest = f"{words[: match.start()]} {words[match.end() :]}"
            try:
                return _meant(match.groupdict(), today), rest
            except ValueError:  # 31 June
                return None, rest
    return None, words


def _meant(said: dict[str, str | None], today: date) -> date:
    if iso := said.get("iso"):
        return date.fromisoformat(iso)
    if word := said.get("word"):
        return today - timedelta(days=word.lower() == "yesterday")
    name = said.get("end") or said.get("month")
    if not name or name.lower() not in MONTHS:  # the end of last month
        return today.replace(day=1) - timedelta(days=1)
    month = MONTHS[name.lower()]
    stated = said.get("year")
    for year in [int(stated)] if stated else [today.year, today.year - 1]:
        day = int(said.get("day") or monthrange(year, month)[1])
        if (meant := date(year, month, day)) <= today or stated:
            return meant
    return meant
