"""Figures as countries write them → one way: 23.417,80 · 27 300 → 23,417.80 · 27,300.

Whether a point or a comma parts thousands is decided by all figures of a note; three digits that
can still be read in two ways become an ellipsis, which claims nothing. So do those of what is
counted where a point parts decimals ("1.234 users" next to "$12.50"): none counts to a thousandth.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale

from pipelines.billing.rollup.cells import CODES, SIGN
from pipelines.notes.vocabulary import marks

_LONG = Locale("en").compact_decimal_formats["long"]["other"]  # CLDR: "0 thousand"
SCALES = [str(_LONG[str(10**n)].pattern).split()[-1] for n in (3, 6, 9)]
# Units of time, and how sizes in bytes begin and end: what is measured to a thousandth.
TIMES = {
    "milliseconds": r"ms|millisec\w*", "seconds": r"s|secs?|seconds?", "hours": r"h|hrs?|hours?",
    "minutes": r"mins?|minutes?", "days": r"days?", "weeks": r"weeks?", "months": r"months?",
    "years": r"years?|yrs?",
}  # fmt: skip
SIZE = r"[KMGTP]i?B|[kKMGT]b[a-z]{2,3}"
_MEASURED = re.compile(rf"[ -]?(?:(?i:{'|'.join(TIMES.values())})|{SIZE})(?![^\W\d_])")
WRITTEN = {name: f"{name}s?|{marks(name)}" for name in SCALES}  # in every language that we read
_CODE = CODES.replace(" ", "|")
BEFORE = rf"(?:{SIGN})|(?:{_CODE})\s?"
BEHIND = rf"\s?(?:(?:{SIGN}|円)|(?:{_CODE})\b)"
_SHORT = (  # decimals may stand before these
    rf"{BEHIND}|\s?%|\s?(?:[kKmM]|(?i:{'|'.join(WRITTEN.values())}))(?![^\W\d_])"
)
_DIGIT = re.compile(r"\d")
_BLANK = r"[ \u00a0\u202f'’]"
_FIGURE = re.compile(
    rf"(?![a-y\s])(?<![\w.,:#@/'’])(?<!\D-)(?P<paid>{BEFORE})?(?<!\d)"
    rf"(?P<figure>\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d\d?)?|\d+(?:[.,]\d+)+)"
    r"(?!(?![kKmM](?![^\W\d_]))\w|[.,:/'’-]\w)"
    rf"(?P<behind>(?={BEHIND}))?(?P<short>(?={_SHORT}))?"
)
_PARTED = re.compile(rf"\d(?:{_BLANK}|[.,])\d")  # without it no figure fits
_BEFORE_NOUN = re.compile(r"\d\s(?:[^\W\d_A-Z]+\s){0,2}[^\W\d_a-z][^\W\d_A-Z]{3}")
_GRAMMAR = re.compile(rf"\b(?:{marks('grammar')})\b")


@dataclass(frozen=True, slots=True)
class Custom:
    """How a note writes figures.

    decimal the signs that part decimals in it (none or two: it does not say)
    blanks  whether blanks part thousands in it
    large_nouns  whether its language writes all nouns large (German)
    """

    decimal: frozenset[str] = frozenset()
    blanks: bool = False
    large_nouns: bool = False


def custom_of(texts: Iterable[str]) -> Custom:
    """What the figures of a note say of themselves: those that can be read in one way only."""
    whole = list(texts)
    figured = [text for text in whole if _DIGIT.search(text)]
    parted = [text for text in figured if _PARTED.search(text)]
    found = [match for text in parted for match in _FIGURE.finditer(text)]
    large = any(_BEFORE_NOUN.search(text) for text in figured)
    return Custom(
        frozenset(sign for match in found if (sign := _decimal_of(match))),
        any(_parts_thousands(match) for match in found),
        large and sum(bool(_GRAMMAR.search(text)) for text in whole) > 1,
    )


def _decimal_of(match: re.Match[str]) -> str | None:
    """The sign that a figure shows to part decimals, by itself."""
    figure = match["figure"]
    signs = re.findall(r"[.,]", figure)
    other = {".": ",", ",": "."}
    if not signs:
        return None
    if len(set(signs)) == 2 or re.search(_BLANK, figure):
        return str(signs[-1])
    digits = len(figure) - figure.rfind(signs[-1]) - 1
    if len(signs) > 1:
        return other[signs[-1]] if _in_threes(figure, signs[-1]) else None
    if digits < 3 and (match["paid"] or match["short"] is not None):
        return str(signs[-1])
    sure = match["behind"] is not None or (match["paid"] and signs[-1] == ",")
    return other[signs[-1]] if digits == 3 and sure and figure[0] != "0" else None


def _in_threes(figure: str, sign: str) -> bool:
    first, *rest = figure.split(sign)
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(part) == 3 for part in rest)


def _parts_thousands(match: re.Match[str]) -> bool:
    """Whether the blanks of a figure part its thousands, as it stands: 27 300 €, 3 040."""
    figure = match["figure"]
    if not re.search(_BLANK, figure) or figure[0] == "0":
        return False
    plain = match["behind"] is None and " " in figure
    return not plain or " 0" in figure


def written_alike(text: str, custom: Custom) -> str:
    """The text, its figures with commas of thousands and a decimal point."""
    if not _PARTED.search(text):
        return text
    return _FIGURE.sub(lambda match: (match["paid"] or "") + _alike(match, custom), text)


def _alike(match: re.Match[str], custom: Custom) -> str:
    figure = match["figure"]
    if re.search(_BLANK, figure):
        if not (_parts_thousands(match) or custom.blanks):
            return figure if figure[0] == "0" else "…"
        return re.sub(_BLANK, ",", figure.replace(",", "."))
    signs = re.findall(r"[.,]", figure)
    if len(signs) > 1:
        if len(set(signs)) == 1:
            return figure.replace(".", ",") if _in_threes(figure, signs[0]) else figure
        whole, decimals = re.split(rf"{re.escape(signs[-1])}(?=\d+$)", figure)
        return f"{whole.replace('.', ',')}.{decimals}"
    digits = len(figure) - figure.rfind(signs[0]) - 1
    if digits == 3 and figure[0] != "0" and len(figure) <= 7:
        return _of_three(match, signs[0], custom)
    decimal = match["paid"] or match["short"] is not None or custom.decimal == {","}
    return figure.replace(",", ".") if decimal or figure[0] == "0" else figure


def _of_three(match: re.Match[str], sign: str, custom: Custom) -> str:
    """One sign before three digits: thousands or decimals, if the note says which."""
    figure = match["figure"]
    scaled = match["short"] is not None and match["behind"] is None
    if sign == ",":
        return "…" if "," in custom.decimal and not scaled else figure
    if scaled or (custom.decimal == {"."} and _MEASURED.match(match.string, match.end())):
        return figure
    return figure.replace(".", ",") if custom.decimal == {","} else "…"
