"""Numbers in a sentence with what they count: 4.5k students, 6-8months, $10,000, 25-35%."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.billing.rollup.cells import CODES, SIGN, SIGNS
from pipelines.notes.statements.figures import BEFORE, BEHIND, WRITTEN, Custom, written_alike
from pipelines.notes.text.dates import days_in
from pipelines.notes.text.numbers import number_of
from pipelines.notes.vocabulary import holds, marks, months

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NAMED = {re.compile(w, re.I): 10 ** (3 * n) for n, w in enumerate(WRITTEN.values(), start=1)}
_SCALE = rf"\s?(?i:{'|'.join(WRITTEN.values())})(?![^\W\d_])\.?|[kKmMB]n?(?![A-Za-z])|[千万億]"
_FACTOR = {"k": 1e3, "m": 1e6, "b": 1e9, "千": 1e3, "万": 1e4, "億": 1e8}
_CODES = SIGNS | {code: code for code in CODES.split()}
_CODES |= {"dollar": "USD", "euro": "EUR", "pound": "GBP", "円": "JPY"}
_SIGN = rf"\s?(?:{SIGN}|円)"
_QUANTITY = re.compile(
    r"(?![a-y\s])(?<![^\W\u3040-\u9fff])(?<![.#@,-])"  # Japanese parts no words
    rf"(?P<pre>{BEFORE})?(?P<one>{_NUMBER})(?P<scale>{_SCALE})?(?P<cur>{_SIGN})?"
    rf"(?P<per>(?:\s?/\s?[a-z]+)+)?\+?"
    rf"(?:(?:\s?(?:-|–|—|->|→)\s?|\s(?:to|(?P<and>and))\s)~?(?:{BEFORE})?(?P<two>{_NUMBER})"
    rf"(?P<scale2>{_SCALE})?(?P<cur2>{_SIGN})?(?P<per2>(?:\s?/\s?[a-z]+)+)?\+?)?"
)
_NEAR = 240  # characters before and behind a number that say what it is
MOST = 40  # numbers of a sentence: one with more is a table

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTS = re.compile(r"\s?(%|[a-z]+s\b)")
_UNIT = re.compile(r"[ \u00a0\u202f-]?(?:d['’]|de )?(%|[A-Za-z]+)(?![\w])((?:\s?/\s?[a-zA-Z]+)*)")
# A small m is a million before what is counted ("3m users"), else a minute.
_COUNTED = re.compile(r"\s(?!(?:of|in|to|and|or|for|at|on)\b)[a-z-]+(?: [a-z-]+)?s\b")
_PERIODS = ("week", "month", "year")
_IN_WORDS = re.compile(  # "three months", "two and a half years", "half a year"
    r"\b(?:(?P<half>half)(?: an?)?|(?P<word>[a-z]{3,9}(?:-[a-z]{3,5})?)(?P<more> and a half)?)"
    r"(?=\s(?:weeks?|months?|years?)\b)",
    re.I,
)
_MONTHS = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in calendar.month_name[1:])
_ISO = CODES.replace(" ", "|")
_PAID = rf"{BEHIND}|\s?%"
# What is no quantity is blanked before numbers are looked for.
_MASKED = re.compile(
    r"(?!(?<=[^\W\d_])[^\W\d_hw第])(?:"  # a cheap look: inside a word only a link begins
    rf"`[^`]*`|^[^\w$€£¥]*\d+(?:\.\d+)+\.?(?!{_PAID})\s|https?://\S+|www\.\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}+@[\w.-]+"
    r"|(?<![$€£¥₹₩])(?<![A-Z]{3} )\b\d{1,2}[:.]\d\d"
    rf"\s?(?:[ap]m|[ecmp][sd]?t)?\b(?!{_PAID}|\s?[kmgt]i?b)"
    r"|\b\d{1,2}\s?[ap]m\b|\bv\.?\s?\d[\w.]*|\b\d+\.\d+\.[\w.]+|\[\d+\]|\b\d+(?:st|nd|rd|th)\b"
    r"|\b\d+-\d+-\d+\b|\b\d{1,9}(?:[-.]\d{1,9}){0,4}[-.]x\b|^\W*\+\d+|[+-]1s?\b"
    rf"|(?-i:\b(?!(?:{_ISO}) )[A-Z]{{2,5}}[ -]\d+\b)(?![,.]\d|{_PAID})"  # "RFC 2119 needs a reader"
    rf"|(?-i:\b[A-Z]\w+ \d+\.\d+\b)(?!{_PAID})|(?<!\d)\d+\s?[年月日時分回]|第\s?\d+"
    r"|[(\[](?![^()\[\]]*\bthan\b)[^()\[\]\n]{0,25}?\d+\s?(?:-\s?\d+\s?)?(?:m|mins?|minutes?)\b[^()\[\]\n]{0,25}?[)\]]"
    rf"|\b(?:{marks('numbered')})\.?\s\d[\d.]*(?![\d,]*[\s-]?%)\b"
    rf"|\b\d{{1,2}}(?:\s?[&-]\s?\d{{1,2}})?\s(?:{_MONTHS})\b"
    rf"|\b(?:(?:{marks('on_day')})\s\d{{1,2}}(?:er)?\s(?:de\s)?|\d{{1,2}}\.\s)(?:{'|'.join(months())})\w*"
    rf"|\b(?:{_MONTHS})\.?\s\d{{1,2}}(?:\s?[&-]\s?\d{{1,2}})?\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number or range; `unit` is the word right after it, `before` and `after` what is near.

    large_nouns  as the note's Custom says
    """

    low: float
    high: float | None
    currency: str | None
    scaled: bool
    unit: str
    per: str
    before: str
    after: str
    large_nouns: bool = False


def quantities(text: str, custom: Custom) -> Iterator[Quantity]:
    """The numbers of a sentence, left to right; dates, times, versions and links left out.

    At most MOST and one more.

    custom  how the note writes figures
    """
    text = written_alike(text, custom)
    if holds(text, _PERIODS):
        text = _IN_WORDS.sub(_in_figures, text)
    if not _DIGIT.search(text):
        return
    masked = _MASKED.sub(lambda m: " " * len(m[0]), text)
    for written in days_in(masked):
        masked = (
            f"{masked[: written.start]}{' ' * (written.end - written.start)}{masked[written.end :]}"
        )
    at = found = 0
    while found <= MOST and (match := _QUANTITY.search(masked, at)):
        before = masked[max(0, match.start() - _NEAR) : match.start()]
        if match["and"] and not re.search(r"\bbetween\W*$", before):
            match = _QUANTITY.match(masked, match.start(), match.start("and")) or match
        at = match.end()
        near = masked[at : at + _NEAR]
        if not _is_year(match, near):
            found += 1
            yield _quantity(match, before, near, text[at : at + _NEAR], custom)


def _is_year(match: re.Match[str], after: str) -> bool:
    plain = _YEAR.fullmatch(match["one"]) and not (match["pre"] or match["cur"])
    return bool(plain) and not match["scale"] and not _COUNTS.match(after)


def _in_figures(match: re.Match[str]) -> str:
    """A written number as figures, as long as it was."""
    if match["half"]:
        return "0.5".rjust(len(match[0]))
    number = number_of(match["word"])
    figures = f"{number}{'.5' if match['more'] else ''}"
    return match[0] if number is None else figures.rjust(len(match[0]))


def _quantity(
    match: re.Match[str], before: str, masked: str, after: str, custom: Custom
) -> Quantity:
    one, two = match["scale"], match["scale2"]
    paid = match["pre"] or match["cur"] or match["cur2"]
    minutes = not paid and "m" in (one, two) and not _COUNTED.match(masked)
    if minutes:
        one = two = None
    low = _value(match["one"], one or (two if match["two"] else None))
    high = _value(match["two"], two) if match["two"] else None
    if high is not None and high < low and re.search(r"\sto\s", match[0]):
        low, high = high, None  # "fell from 120 to 85": no range, what it is now
    unit = _UNIT.match(masked)
    word, per = (unit[1], unit[2]) if unit else ("", "")
    return Quantity(
        low, high,
        _code(paid or word),
        bool(one or two),
        "m" if minutes else word,
        "".join((match["per2"] or match["per"] or per or "").split()),
        before,
        after,
        custom.large_nouns,
    )  # fmt: skip


def _value(digits: str, scale: str | None) -> float:
    figure = float(digits.replace(",", ""))
    return round(figure * (_factor(scale.strip(" .")) if scale else 1), 6)


def _factor(scale: str) -> float:
    named = (float(factor) for word, factor in _NAMED.items() if word.fullmatch(scale))
    return next(named, 0) or _FACTOR[scale[0].casefold()]


def _code(word: str) -> str | None:
    return _CODES.get(word.strip()) or _CODES.get(word.strip().casefold().rstrip("s"))
