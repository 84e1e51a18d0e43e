"""Cells as people and programs write them → amounts, days, months and currencies.

One definition for Python and for DuckDB: macros.sql takes the patterns and tables of this file, and
a test compares both. A cell alone decides neither the decimal sign nor whether the day or the month
comes first: decimal_sign() and day_first() ask the whole column, and None means that a person must
say it.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

Sign = Literal[".", ","]
BOTH: tuple[Sign, Sign] = (".", ",")

# ISO 4217, without the codes that are English words (ALL, TOP, PEN …).
CODES = (
    "AED AMD ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BSD BWP BYN CAD CHF CLP CNY COP CRC CZK DKK "
    "DOP DZD EGP ETB EUR FJD GBP GEL GHS GTQ HKD HNL HUF IDR ILS INR IQD ISK JMD JOD JPY KES KGS "
    "KHR KRW KWD KZT LBP LKR MAD MDL MKD MMK MNT MUR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SEK SGD THB TJS TND TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND XAF XCD XOF XPF ZAR ZMW"
)
SIGNS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "R$": "BRL",
    "HK$": "HKD", "S$": "SGD", "MX$": "MXN", "NT$": "TWD", "$": "USD", "€": "EUR", "£": "GBP",
    "¥": "JPY", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₦": "NGN",
    "₫": "VND", "₱": "PHP", "฿": "THB", "zł": "PLN", "Kč": "CZK", "円": "JPY", "元": "CNY",
    "원": "KRW",
}  # fmt: skip
SIGN = r"(?:US|CA|C|AU|A|NZ|R|HK|S|MX|NT)?\$|[€£¥₹₩₪₺₽₴₦₫₱฿円元원]|zł|Kč"
CURRENCY = rf"(?i:{CODES.replace(' ', '|')})|{SIGN}"
RARE_CODES = (
    "AFN ALL ANG AOA AWG BBD BIF BMD BTN BZD CDF CLF COU CUP CVE DJF ERN FKP GIP GMD GNF GYD HRK "
    "HTG IRR KMF KPW KYD LAK LRD LSL LYD MGA MOP MRU MVR PEN SBD SCR SDG SHP SLE SLL SOS SRD SSP "
    "STN SVC SYP SZL TMT TOP VED VUV WST XCG XDR YER ZWG ZWL"
)
ISO_4217 = frozenset(f"{CODES} {RARE_CODES}".split())
# Names of currencies in English, German, French and Spanish, in the singular and without accents.
NAMES = {
    "USD": "us dollar, u.s. dollar, united states dollar, american dollar, dollar us, "
    "amerikanischer dollar, dollar americain, dolar estadounidense, dolar americano, dollar (usd)",
    "EUR": "euro, euro (eur)",
    "GBP": "pound sterling, sterling, british pound, uk pound, great britain pound, "
    "british pound sterling, britisches pfund, pfund sterling, livre sterling, libra esterlina",
    "CHF": "swiss franc, schweizer franken, franken, franc suisse, franco suizo",
    "CAD": "canadian dollar, kanadischer dollar, dollar canadien, dolar canadiense",
    "AUD": "australian dollar, australischer dollar, dollar australien, dolar australiano",
    "NZD": "new zealand dollar, neuseelandischer dollar, neuseeland-dollar",
    "SGD": "singapore dollar, singapur-dollar", "HKD": "hong kong dollar, hongkong-dollar",
    "JPY": "yen, japanese yen, japanischer yen, yen japonais, yen japones",
    "CNY": "yuan, renminbi, rmb, chinese yuan", "INR": "indian rupee, indische rupie",
    "SEK": "swedish krona, schwedische krone, couronne suedoise, corona sueca",
    "NOK": "norwegian krone, norwegische krone, couronne norvegienne, corona noruega",
    "DKK": "danish krone, danische krone, couronne danoise, corona danesa",
    "PLN": "zloty, polish zloty", "CZK": "czech koruna, tschechische krone",
    "BRL": "brazilian real, real brasileno", "MXN": "mexican peso, peso mexicano",
    "ZAR": "rand, south african rand",
}  # fmt: skip
# Nouns that several countries use: the setting's currency, if it is one of these.
SEVERAL = {
    "dollar, dolar": "USD CAD AUD NZD SGD HKD TWD",
    "pound, pfund, livre, libra": "GBP EGP SYP FKP GIP SHP SDG SSP",
    "franc, franco": "CHF XOF XAF XPF RWF BIF GNF KMF DJF CDF",
    "peso": "MXN ARS CLP COP DOP PHP UYU CUP",
    "krone, krona, crown, couronne, corona, kr": "SEK NOK DKK ISK CZK",
    "rupee, rupie, roupie, rupia": "INR PKR LKR NPR MUR SCR",
}  # fmt: skip

# A bare amount has no currency, an apostrophe for any blank between thousands, the sign in front.
BLANK = r"[\s\x{a0}\x{2007}\x{2009}\x{202f}]"
LEADING = r"^([-+(]*)[\s\x{a0}\x{2007}\x{2009}\x{202f}]+"
THOUSANDS = r"[\s\x{a0}\x{2007}\x{2009}\x{202f}'’](\d{3})"
WHOLE = r"^[-+]?(?:\d+|\d{1,3}(?:'\d{3})+|\d+[eE][-+]?\d+)$"
EITHER = r"^[-+]?[1-9]\d{0,2}[.,]\d{3}$"
POINT = (
    r"^[-+]?(?:\d*\.\d{1,2}|\d*\.\d{4,}|\d+\.|(?:0\d*|\d{4,})?\.\d{3}|\d{1,3}(?:,\d{3})+\.\d*"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:'\d{3})+\.\d+"
    r"|\d*\.\d+[eE][-+]?\d+)$"
)
COMMA = (
    r"^[-+]?(?:\d*,\d{1,2}|\d*,\d{4,}|\d+,|(?:0\d*|\d{4,})?,\d{3}|\d{1,3}(?:\.\d{3})+,\d*"
    r"|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:'\d{3})+,\d+|\d*,\d+[eE][-+]?\d+)$"
)

# Months in English, German, French and Spanish, with the short forms of each.
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan januar jän jänner janvier janv enero ene gennaio janeiro januari",
            "february feb februar febr février fevrier févr fevr fév fev febrero "
            "febbraio fevereiro februari",
            "march mar märz maerz mär mrz mars marzo março maart",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio maio mei",
            "june jun juni juin junio giugno junho",
            "july jul juli juillet juil julio luglio julho",
            "august aug août aout aoû agosto ago augustus",
            "september sep sept septembre septiembre setiembre set settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for word in words.split()
}
WORD = r"([a-zäéûA-ZÄÉÛ]+)\.?"
TIME = r"(?:[T ,]+\d{1,2}[:.h]\d{2}.*)?$"
ISO = r"^(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})" + TIME
COMPACT = r"^(\d{4})(\d{2})(\d{2})$"
PARTED = r"^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4}|\d{2})" + TIME
DAY_NAMED = (
    rf"^(\d{{1,2}})(?:st|nd|rd|th|er|\.)?[ .-]*(?:de )?{WORD}[ ,-]*(?:de )?(\d{{4}}|\d{{2}}){TIME}"
)
NAMED_DAY = rf"^{WORD} +(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}}){TIME}"
NAMED_MONTH = rf"^{WORD}[ ,/-]*(?:de )?(\d{{4}})$"
YEAR_MONTH = r"^(\d{4})[-/.]?(\d{2})$"
MONTH_YEAR = r"^(\d{1,2})[/.-](\d{4})$"
SERIAL = r"^(\d{5})(?:\.\d+)?$"  # days of a spreadsheet since 30 December 1899
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)


def bare(cell: str) -> str:
    """An amount without its currency; brackets, a minus behind and "cr" become a minus in front."""
    text = _re(CURRENCY).sub("", cell.replace("−", "-").replace("–", "-"))
    text = _re(BLANK).sub("", _re(THOUSANDS).sub(r"'\1", _re(LEADING).sub(r"\1", text)))
    text = re.sub(r"^\(-?(.*)\)$|^(.*\d)-$|^(.*\d)(?:cr|CR|Cr)$", r"-\1\2\3", text)
    return re.sub(r"(\d)(?:dr|DR|Dr)$", r"\1", text)


def decimal_sign(cells: Iterable[str]) -> Sign | None:
    """The decimal sign of a whole column; None where the column does not decide it.

    A column of plain whole numbers has a point.
    """
    texts = [bare(cell) for cell in cells]
    point = any(_re(POINT).match(text) for text in texts)
    comma = any(_re(COMMA).match(text) for text in texts)
    if point != comma:
        return "." if point else ","
    either = any(_re(EITHER).match(text) for text in texts)
    return None if point or either else "."


def two_readings(cells: Iterable[str]) -> str:
    """That a column allows both decimal signs, with both sums: the beginning of a sentence."""
    shown = list(cells)
    point, comma = (sum((amount(c, sign) or Decimal(0)) for c in shown) for sign in BOTH)
    return (
        "its amounts can be read in two ways: with a decimal point they add up to "
        f"{point:,f}, with a decimal comma to {comma:,f}"
    )


def amount(cell: str, sign: Sign = ".") -> Decimal | None:
    """The exact amount of a cell; None for one that is empty or no amount."""
    text = bare(cell)
    mine = POINT if sign == "." else COMMA
    if not any(_re(each).match(text) for each in (mine, EITHER, WHOLE)):
        return None
    groups = ("'", ",") if sign == "." else ("'", ".")
    for mark in groups:
        text = text.replace(mark, "")
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:  # an exponent beyond all bounds
        return None
    return sized(found)


def sized(found: Decimal) -> Decimal | None:
    """The amount as DECIMAL(38, 20) holds it: None for one that is too large, or no number."""
    if not found.is_finite() or found.adjusted() >= 18:
        return None
    return found if found.adjusted() > -25 else Decimal(0)


def currency(text: str, own: str | None = None) -> str | None:
    """The currency beside an amount or in a word: a code in any case, or a sign; else None.

    own  a sign of several currencies is this one, if it is one of them
    """
    found = _re(CURRENCY).search(text)
    if not found:
        return None
    word = found[0]
    if own and ((word == "$" and re.fullmatch("..D", own)) or (word == "¥" and own == "CNY")):
        return own
    return SIGNS.get(word, word.upper())


def code(written: str, own: str | None = None) -> str | None:
    """The ISO 4217 code of a cell that holds a currency and nothing else; None: it is none.

    own  the currency of an empty cell, and of "$" or "Dollars" if it is one of those
    """
    text = written.strip()
    if not text or (text == "$" and re.fullmatch("..D", own or "")) or (text, own) == ("¥", "CNY"):
        return own
    if found := SIGNS.get(text) or _NAMED.get(_currency_name(text)):
        return found
    if own and own in SEVERAL_NAMED.get(_currency_name(text), ()):
        return own
    return text.upper() if text.upper() in ISO_4217 else None


def _currency_name(text: str) -> str:
    """A name without accents, points, hyphens and the s of a plural."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"s\b", "", re.sub(r"[ .-]+", " ", plain)).strip()


def currency_of_column(name: str, own: str | None = None) -> str | None:
    """The currency in a column's name: "Cost ($)", "Amount [EUR]", "Total in USD", "costInUsd"."""
    inside = re.search(r"[(\[]([^()\[\]]*)[)\]]\s*$", name)
    words = [inside[1]] if inside else []
    words += re.findall(
        r"[A-Z]{3}(?![A-Za-z])|(?<![A-Za-z])[a-z]{3}(?![a-z])|[A-Z][a-z]{2}(?![a-z])", name
    )
    words += re.findall(SIGN, name)
    codes = (currency(word, own) for word in words if re.fullmatch(CURRENCY, word.strip()))
    return next((code for code in codes if code), None)


def orders(cells: Iterable[str]) -> tuple[str | None, str | None, str | None]:
    """Of days as 07/08/2026: one with the day first, one with the month, one that may be either."""
    day = month = either = None
    for cell in cells:
        m = _re(PARTED).match(cell.strip())
        if not m or m[2] == ".":
            continue
        one, two = int(m[1]), int(m[3])
        if one > 12 >= two:
            day = day or cell
        elif two > 12 >= one:
            month = month or cell
        elif one != two:
            either = either or cell
    return day, month, either


def day_first(cells: Iterable[str]) -> bool | None:
    """Whether the day comes before the month in a column of 07/08/2026 or 07-08-2026.

    False where no cell is written so; None where the column does not decide, or contradicts itself.
    Points (07.08.2026) always have the day first.
    """
    day, month, either = orders(cells)
    if bool(day) != bool(month):
        return bool(day)
    return None if day or either else False


def other_order(cell: str, section: str, *, said: bool) -> str:
    """Why a column is refused whose days contradict `day_first`, with its remedy."""
    first, value = ("month", "false") if said else ("day", "true")
    return (
        f'"{cell}" has the {first} first, and its {section} says day_first = {str(said).lower()}. '
        f"Say day_first = {value}, or give the files written so a {section} of their own"
    )


def days(
    cell: str, *, first: bool | None = None, zone: ZoneInfo | None = None
) -> tuple[date, date] | None:
    """The first and last day of a cell: a day twice, or a whole month; None for anything else.

    first  whether the day comes first in 07/08/2026; None: such a cell is read only if it is clear
    zone   of the days asked for; an offset beside a time counts, a time without one is as written
    """
    found = _day(cell.strip(), first, zone) or _month(cell.strip())
    return found if found and FIRST_DAY <= found[0] <= LAST_DAY else None


def _day(cell: str, first: bool | None, zone: ZoneInfo | None) -> tuple[date, date] | None:
    if m := _re(ISO).match(cell):
        day = _date(m[1], m[3], m[4])
        moved = (
            _moved(cell, zone)
            if day and re.search(r"(Z|[+-]\d\d(:?\d\d)?| UTC)$", cell[10:])
            else None
        )
        day = moved or day
    elif m := _re(COMPACT).match(cell):
        day = _date(m[1], m[2], m[3])
    elif m := _re(SERIAL).match(cell):
        day = date(1899, 12, 30) + timedelta(days=int(m[1]))
    elif m := _re(PARTED).match(cell):
        day = _parted(m, first)
    elif m := _re(DAY_NAMED).match(cell):
        day = _date(m[3], str(MONTHS.get(m[2].lower(), 0)), m[1])
    elif m := _re(NAMED_DAY).match(cell):
        day = _date(m[3], str(MONTHS.get(m[1].lower(), 0)), m[2])
    else:
        day = None
    return (day, day) if day else None


def _month(cell: str) -> tuple[date, date] | None:
    if m := _re(YEAR_MONTH).match(cell):
        first = _date(m[1], m[2], "1")
    elif m := _re(MONTH_YEAR).match(cell):
        first = _date(m[2], m[1], "1")
    elif m := _re(NAMED_MONTH).match(cell):
        first = _date(m[2], str(MONTHS.get(m[1].lower(), 0)), "1")
    else:
        return None
    return (first, first.replace(day=monthrange(first.year, first.month)[1])) if first else None


def _parted(found: re.Match[str], first: bool | None) -> date | None:
    one, two, year = int(found[1]), int(found[3]), found[4]
    if found[2] == "-" and len(year) == 2:  # 07-08-26 may also begin with the year
        return None
    if found[2] == "." or one > 12 or one == two:
        first = True
    elif two > 12:
        first = False
    if first is None:
        return None
    return _date(year, found[3], found[1]) if first else _date(year, found[1], found[3])


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _moved(cell: str, zone: ZoneInfo | None) -> date | None:
    """The day of a moment with an offset, in a zone; UTC if none is given."""
    text = re.sub(r" ?UTC$", "Z", re.sub(r" ([+-]\d)", r"\1", cell.replace("/", "-")))
    try:
        return datetime.fromisoformat(text).astimezone(zone or UTC).date()
    except ValueError:
        return None


_NAMED = {_currency_name(n): c for c, names in NAMES.items() for n in names.split(", ")}
SEVERAL_NAMED = {
    _currency_name(name): codes.split()
    for names, codes in SEVERAL.items()
    for name in names.split(", ")
}


@cache
def _re(pattern: str) -> re.Pattern[str]:
    """A pattern as Python writes it: RE2 has braces around a character's number."""
    return re.compile(re.sub(r"\\x\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), pattern))


def quoted(text: str) -> str:
    """A pattern or a word as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"


@cache
def macros(text: str) -> str:
    """macros.sql with the patterns and tables of this file in the place of their names."""
    names = (
        "CURRENCY BLANK LEADING THOUSANDS WHOLE EITHER POINT COMMA ISO COMPACT PARTED DAY_NAMED "
        "NAMED_DAY NAMED_MONTH YEAR_MONTH MONTH_YEAR SERIAL"
    )
    values = {name: quoted(globals()[name]) for name in names.split()}
    values["MONTHS"] = _map(MONTHS)
    values["SIGNS"] = _map(SIGNS)
    values["NAMES"] = _map(_NAMED)
    values["SEVERAL"] = _map({name: " ".join(codes) for name, codes in SEVERAL_NAMED.items()})
    values["EVERY_CODE"] = quoted(f"{CODES} {RARE_CODES}")
    return re.sub(r"\{([A-Z_]+)\}", lambda m: values[m[1]], text)


def _map(table: Mapping[str, str | int]) -> str:
    pairs = (
        f"{quoted(key)}: {quoted(value) if isinstance(value, str) else value}"
        for key, value in table.items()
    )
    return f"map {{{', '.join(pairs)}}}"
