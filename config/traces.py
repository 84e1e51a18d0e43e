"""A person's trace: how a text may name somebody, whatever its case, accents, order or markup.

Whoever asked not to be named leaves none: `of` decides what one is for every part of the house.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from config.names import WITHHELD, compared
from config.people import Person

# What is one sign to a reader: an entity of HTML, a bare tag, bytes of an address, a letter.
_SIGN = re.compile(
    r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|</?[a-zA-Z]{1,6}>|(?:%[0-9a-fA-F]{2})+|.", re.S
)
# The same with tags that have attributes: a name may lie on both sides of one, and inside of one.
_SIGN_OR_TAG = re.compile(rf"</?[a-zA-Z][^<>]{{0,400}}>|{_SIGN.pattern}", re.S)
_MARKUP = frozenset("*~`\\")
_ALIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_BETWEEN = r"[\W_]{0,6}"
_MIDDLE = rf"(?:{_BETWEEN}(?<![^\W_])[^\W_]\.?(?![^\W_]))?"  # an initial: Ada M. Fenwick


@dataclass(frozen=True, slots=True)
class Traces:
    """The persons who left, and every way to name one of them.

    whole  a name of several words, or a handle: theirs wherever it stands
    lone   a word that may be part of somebody else's name: theirs unless another name follows
    """

    whole: re.Pattern[str] | None = None
    lone: re.Pattern[str] | None = None

    def found(self, text: str) -> bool:
        """Whether a text names one of them."""
        return self.without(text) != text

    def without(self, text: str) -> str:
        """The text with each of their names withheld; the same object where it names nobody."""
        if self.whole is None and self.lone is None:
            return text
        return _without(self, text)


NOBODY = Traces()


def of(people: Iterable[Person], names: Iterable[str] = (), handles: Iterable[str] = ()) -> Traces:
    """The traces of those of people.toml who opted out, and further names and handles of them."""
    gone = [person for person in people if person.opt_out]
    said = {name for person in gone for name in (person.name, *person.aliases)}
    known = {handle.lstrip("@") for person in gone for handle in person.handles}
    return _compiled(frozenset({*said, *names}), frozenset({*known, *handles}))


@lru_cache(maxsize=64)
def _compiled(names: frozenset[str], handles: frozenset[str]) -> Traces:
    forms = [compared(name) for name in sorted(names)]
    whole = {_in_a_row(words) for words in forms if len(words) > 1}
    whole |= {_in_a_row((*words[1:], words[0])) for words in forms if len(words) > 1}
    whole |= {_in_a_row((words[-1], *words[:-1])) for words in forms if len(words) > 2}
    whole |= {re.escape(_folded(handle)) for handle in handles if handle}
    whole |= {rf"{_BETWEEN}".join(map(re.escape, w)) for h in handles if len(w := compared(h)) > 1}
    lone = {re.escape(words[0]) for words in forms if len(words) == 1 and len(words[0]) > 1}
    return Traces(_pattern(whole), _pattern(lone - whole))


def _in_a_row(words: tuple[str, ...]) -> str:
    first, *rest = map(re.escape, words)
    return first + "".join(f"{_MIDDLE}{_BETWEEN}{word}" for word in rest)


def _pattern(forms: set[str]) -> re.Pattern[str] | None:
    if not forms:
        return None
    listed = "|".join(sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(rf"@?(?<![^\W_])(?:{listed})(?![^\W_])")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_ALIKE)
    return "".join(sign for sign in plain if not _is_silent(sign))


def _is_silent(sign: str) -> bool:
    """Whether a sign is no letter of its own: an accent, a soft hyphen, markup."""
    return (
        sign in _MARKUP or bool(unicodedata.combining(sign)) or unicodedata.category(sign) == "Cf"
    )


@lru_cache(maxsize=65_536)
def _without(traces: Traces, text: str) -> str:
    spans = _spans(traces, text, _SIGN)
    if "<" in text:
        spans += _spans(traces, text, _SIGN_OR_TAG)
    kept, at = [], 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= at:
            kept += [text[at:start], WITHHELD]
            at = end
    return "".join([*kept, text[at:]]) if kept else text


def _spans(traces: Traces, text: str, sign: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a text names one of them, read sign by sign."""
    plain, places = _read(text, sign)
    found = list(traces.whole.finditer(plain)) if traces.whole else []
    for match in traces.lone.finditer(plain) if traces.lone else ():
        if not _is_followed_by_a_name(text, places[match.end() - 1][1]):
            found.append(match)
    return [(places[match.start()][0], places[match.end() - 1][1]) for match in found]


def _read(text: str, sign_of: re.Pattern[str]) -> tuple[str, list[tuple[int, int]]]:
    """The letters of a text in the form in which they are compared, and where each stands in it."""
    if text.isascii() and not any(sign in text for sign in "&<%*~`\\"):
        return text.casefold(), [(i, i + 1) for i in range(len(text))]
    plain: list[str] = []
    places: list[tuple[int, int]] = []
    for match in sign_of.finditer(text):
        sign = match[0]
        if len(sign) > 1:
            sign = (
                "" if sign[0] == "<" else html.unescape(sign) if sign[0] == "&" else unquote(sign)
            )
        for letter in _folded(sign):
            plain.append(letter)
            places.append(match.span())
    return "".join(plain), places


def _is_followed_by_a_name(text: str, end: int) -> bool:
    """Whether a capital begins the next word: "Ada Moss" is another person than Ada."""
    return bool(re.match(r"[ ]+[^\W\d_]", text[end:])) and text[end:].lstrip(" ")[0].isupper()
