"""A person's trace: how a text may name somebody, whatever its case, accents, order or markup.

Whoever asked not to be named leaves none: `of` decides what one is for every part of the house.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from config.names import WITHHELD, compared
from config.people import Person

# What is one sign to a reader: an entity of HTML, a bare tag, bytes of an address, an escape of
# JSON or Python, a letter.
_SIGN = re.compile(
    r"&(?:amp;){0,3}(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|</?[a-zA-Z]{1,6}>|(?:%[0-9a-fA-F]{2})+"
    r"|\\u[0-9a-fA-F]{4}|(?:\\x[0-9a-fA-F]{2})+|.",
    re.S,
)
# The same with tags that have attributes: a name may lie on both sides of one, and inside of one.
_SIGN_OR_TAG = re.compile(rf"</?[a-zA-Z][^<>]{{0,400}}>|{_SIGN.pattern}", re.S)
# Markup, and marks that change how a letter looks: a joiner, the selectors of variants.
_UNSEEN = frozenset("*~`\\\u034f" + "".join(map(chr, range(0xFE00, 0xFE10))))
_ALIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_WORD = re.compile(r"\w{4,400}")
_JOINED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")  # where a capital begins the next word
_BETWEEN = r"[\W_]{0,6}"
# An initial or a nickname: Ada M. Fenwick, Ada "Dee" Fenwick.
_MIDDLE = (
    rf"(?:{_BETWEEN}(?<![^\W_])[^\W_]\.?(?![^\W_])"
    r"|\s{1,3}[\"'“‘«(][^\W_]{1,20}[\"'”’»)](?=\s))?"
)


@dataclass(frozen=True, slots=True)
class Traces:
    """The persons who left, and every way to name one of them.

    names    a name of several words: theirs wherever it stands
    handles  a handle, and a name with a digit: as well
    lone     a word that may be part of somebody else's name: theirs unless another name follows
    """

    names: re.Pattern[str] | None = None
    handles: re.Pattern[str] | None = None
    lone: re.Pattern[str] | None = None

    def found(self, text: str) -> bool:
        """Whether a text names one of them."""
        return self.without(text) != text

    def without(self, text: str) -> str:
        """The text with each of their names withheld; the same object where it names nobody."""
        return _without(self, text) if self.names_anybody else text

    @property
    def names_anybody(self) -> bool:
        """Whether anybody left."""
        return bool(self.names or self.handles or self.lone)

    @property
    def mark(self) -> str:
        """The same for all that withhold the same texts."""
        patterns = [each and each.pattern for each in (self.names, self.handles, self.lone)]
        return hashlib.sha256(repr(patterns).encode()).hexdigest()[:16]

    @property
    def whole(self) -> list[re.Pattern[str]]:
        """Each on its own: a handle may be a part of the name, and the name one of the handle."""
        return [pattern for pattern in (self.names, self.handles) if pattern]


NOBODY = Traces()


def of(people: Iterable[Person], names: Iterable[str] = (), handles: Iterable[str] = ()) -> Traces:
    """The traces of those of people.toml who opted out, and further names and handles of them."""
    gone = [person for person in people if person.opt_out]
    said = {name for person in gone for name in (person.name, *person.aliases)}
    known = {handle.lstrip("@") for person in gone for handle in person.handles}
    return _compiled(frozenset({*said, *names}), frozenset({*known, *handles}))


@lru_cache(maxsize=64)
def _compiled(names: frozenset[str], handles: frozenset[str]) -> Traces:
    written = {unicodedata.normalize("NFC", name.casefold()) for name in names}
    spelled = {*names, *(name.translate(_WRITTEN_OUT) for name in written)}
    forms = [compared(name) for name in sorted(spelled)]
    orders = {words for words in forms if len(words) > 1}
    orders |= {(*words[1:], words[0]) for words in orders}
    orders |= {(words[-1], *words[:-1]) for words in forms if len(words) > 2}
    signed = {re.escape(_folded(handle)) for handle in handles if handle}
    signed |= {rf"{_BETWEEN}".join(map(re.escape, w)) for h in handles if len(w := compared(h)) > 1}
    signed |= {_in_a_row(words) for words in orders if re.search(r"\d", "".join(words))}
    whole = {_in_a_row(words) for words in orders if not re.search(r"\d", "".join(words))}
    lone = {re.escape(words[0]) for words in forms if len(words) == 1 and len(words[0]) > 1}
    return Traces(_pattern(whole, r"[^\W\d_]"), _pattern(signed), _pattern(lone - signed))


def _in_a_row(words: tuple[str, ...]) -> str:
    first, *rest = map(re.escape, words)
    return first + "".join(f"{_MIDDLE}{_BETWEEN}{word}" for word in rest)


def _pattern(forms: Set[str], sign: str = r"[^\W_]") -> re.Pattern[str] | None:
    """Any of them as a word; a name is one next to a digit, too: ada-fenwick2.csv."""
    if not forms:
        return None
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"@?(?<!{sign})(?:{'|'.join(longest_first)})(?!{sign})")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_ALIKE)
    return "".join(sign for sign in plain if not _is_silent(sign))


def _is_silent(sign: str) -> bool:
    """Whether a sign is no letter of its own: an accent, a soft hyphen, markup."""
    return (
        sign in _UNSEEN or bool(unicodedata.combining(sign)) or unicodedata.category(sign) == "Cf"
    )


@lru_cache(maxsize=65_536)
def _without(traces: Traces, text: str) -> str:
    spans = _spans(traces, text, _SIGN)
    if "<" in text:
        spans += _spans(traces, text, _SIGN_OR_TAG)
    if traces.whole and _JOINED.search(text):
        spans += _joined_spans(traces.whole, text)
    kept, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            kept += [text[at:start], WITHHELD]
        at = max(at, end)
    return "".join([*kept, text[at:]]) if kept else text


def _spans(traces: Traces, text: str, sign: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a text names one of them, read sign by sign."""
    plain, places = _read(text, sign)
    found = [match for pattern in traces.whole for match in pattern.finditer(plain)]
    for match in traces.lone.finditer(plain) if traces.lone else ():
        if not _is_followed_by_a_name(text, places[match.end() - 1][1]):
            found.append(match)
    return [(places[match.start()][0], places[match.end() - 1][1]) for match in found]


def _joined_spans(whole: list[re.Pattern[str]], text: str) -> list[tuple[int, int]]:
    """Where a word that is several, parted by capitals, names one of them: AdaFenwickNotes.md."""
    spans = []
    for word in _WORD.finditer(text):
        cuts = [cut.start() for cut in _JOINED.finditer(word[0])]
        if not cuts:
            continue
        parted = word[0]
        for cut in reversed(cuts):
            parted = f"{parted[:cut]} {parted[cut:]}"
        plain, places = _read(parted, _SIGN)
        for match in (each for pattern in whole for each in pattern.finditer(plain)):
            start, end = places[match.start()][0], places[match.end() - 1][1]
            before = [sum(at + i < here for i, at in enumerate(cuts)) for here in (start, end)]
            spans.append((word.start() + start - before[0], word.start() + end - before[1]))
    return spans


def _read(text: str, sign_of: re.Pattern[str]) -> tuple[str, list[tuple[int, int]]]:
    """The letters of a text in the form in which they are compared, and where each stands in it."""
    if text.isascii() and not any(sign in text for sign in "&<%*~`\\"):
        return text.casefold(), [(i, i + 1) for i in range(len(text))]
    plain: list[str] = []
    places: list[tuple[int, int]] = []
    for match in sign_of.finditer(text):
        sign = match[0]
        if len(sign) > 1:
            sign = _meant(sign)
        for letter in _folded(sign):
            plain.append(letter)
            places.append(match.span())
    return "".join(plain), places


def _meant(sign: str) -> str:
    """The letters that an entity, an address' bytes or an escape are; nothing for a tag."""
    if sign[0] == "<":
        return ""
    if sign[0] == "&":
        while (meant := html.unescape(sign)) != sign:
            sign = meant
        return sign
    if sign.startswith("\\u"):
        return chr(int(sign[2:], 16))
    if sign[0] == "\\":
        held = bytes.fromhex(sign.replace("\\x", ""))
        try:
            return held.decode()
        except UnicodeDecodeError:
            return held.decode("latin-1")
    return unquote(sign)


def _is_followed_by_a_name(text: str, end: int) -> bool:
    """Whether a capital begins the next word: "Ada Moss" is another person than Ada."""
    return bool(re.match(r"[ ]+[^\W\d_]", text[end:])) and text[end:].lstrip(" ")[0].isupper()
