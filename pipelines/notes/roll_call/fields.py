"""One line of a roll call → its fields; pronouns and addresses are gone before it is parted."""

import re
from functools import lru_cache

FIRST = r"(?:she|he|they|any|all|xe|ze|fae)"
PRONOUN = r"[a-z]{2,6}"  # what stands behind one of these in brackets
_BETWEEN = r"\s*[/,|&]\s*"
# Without brackets a short organisation may follow: "she/her / MIT". So what goes on is a pronoun
# of this list, or stands close behind in small letters: "ze/zir/zirs".
_KNOWN = r"(?:she|hers?|he|him|his|they|them|theirs?|its?|any|all|xem|xyrs?|zirs?|hirs?|fae|faers?)"
_MORE = rf"(?:{_BETWEEN}(?i:{_KNOWN})\b|/[a-z]{{2,6}}\b)"
_PRONOUNS = re.compile(
    rf"[(\[]\s*(?:(?i:{FIRST}(?:{_BETWEEN}{PRONOUN})+)|[a-z]+(?:{_BETWEEN}[a-z]+)+)(?:\s+[a-z]+)?\s*"
    r"(?:[)\]]|(?=\s*/|\s*$))"  # "(she/her)", "(they / them pronouns)", "(she/they" unclosed
    rf"|[(\[]\s*(?:[a-z]+:?\s+)?(?i:{FIRST})(?:\s+[a-z]+)?\s*[)\]]"
    rf"|\b(?i:{FIRST}){_MORE}+(?=\s*(?:$|[/,|)@-]))"
    rf"|,\s*(?i:{FIRST})\s*(?=/\s|,|$)"
)
_EMAIL = re.compile(
    r"<?(?:mailto:)?\b[\w.+-]{1,64}(?:@|\s*\[at\]\s*)[\w-]+(?:\.|\s*\[dot\]\s*)[\w.-]+>?", re.I
)
_URL = re.compile(r"https?://\S+")
_TICK = re.compile(r"^\s*\[[ xX]\]\s*")
_LIST_MARK = re.compile(r"^\s*(?:[-*•+]|\d+[.)])\s+")
_DISCORD = re.compile(r"\b[\w.]{1,40}#\d{4}\b")
_MATRIX = re.compile(r"@([\w.-]+):[\w-]+(?:\.[\w-]+)+")
_LABELLED = re.compile(r"\b(?:gh|github|gitlab)(?: id)?: ?@?(?=[\w-]+\b)", re.I)
_PROFILE = re.compile(r"https?://(?:www\.)?github\.com/([\w-]+)/?(?=\s|$)")
_SLASH, _PIPE = "\x01", "\x02"  # in place of separators inside brackets, which part nothing
_NOT_GIVEN = re.compile(r"\bN/A\b", re.I)
_BRACKETS = re.compile(r"\([^()]*\)")
_DASH = re.compile(r"(?<!\s)\s+[-–—]+\s+|(?<!\s)\s*[–—]\s+|(?<=\w)-\s+")
# "Ada Fenwick - Moss Lab / Heron Works": the dash parts the name, the slash its affiliation.
_DASHED_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}\s+[-–—]\s+\w[^-–—@/]*/")
# "Ada Fenwick, Moss Lab/Heron Works, Oslo": the comma parts the name.
_COMMAED_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3},\s+[^/@]*\w/\w[^@]*$")
_WIDE = str.maketrans("（）／｜", "()/|")
ADDRESS = "\x00"  # stands for an e-mail address, whose slot says nothing


def slots(text: str) -> list[str]:
    """The fields of one line, by the separator it uses most; a slash inside a field stays."""
    return list(_slots(text))


@lru_cache(maxsize=4096)
def _slots(text: str) -> tuple[str, ...]:
    text = _NOT_GIVEN.sub("-", text)
    text = _BRACKETS.sub(lambda m: m[0].replace("/", _SLASH).replace("|", _PIPE), text)
    parts = (field.replace(_SLASH, "/").replace(_PIPE, "|") for field in _parted(text))
    return tuple(part.strip() for part in parts)


def _parted(text: str) -> list[str]:
    spaced, pipes = len(re.findall(r"\s/|/\s", text)), len(re.findall(r"\s\|\s", text))
    if pipes and pipes >= spaced:
        return re.split(r"\s*\|\s*", text)
    if "/" not in text:
        return re.split(r"\s*\|\s*", text) if "|" in text else _dashed(text)
    if _COMMAED_NAME.match(text) and not spaced:
        return re.split(r",\s+", text, maxsplit=1)
    if _DASHED_NAME.match(text) and "@" not in text:
        return _DASH.split(text, maxsplit=1)
    parts = re.split(r"\s+/\s*|\s*/\s+|/$", text) if spaced else text.split("/")
    return [piece for i, part in enumerate(parts) for piece in _unglued(part, i)]


def _dashed(text: str) -> list[str]:
    """The fields between dashes; a dash behind a comma is part of an organisation."""
    first = _DASH.search(text)
    return [text] if first and "," in text[: first.start()] else _DASH.split(text)


def _unglued(part: str, place: int) -> list[str]:
    """A name never holds a slash, nor does a handle: such a field is two."""
    return part.split("/") if place == 0 or "/@" in part else [part]


@lru_cache(maxsize=4096)  # a roll call is read twice, for its order and for its people
def without_asides(text: str) -> str:
    """The line without pronouns, addresses and list marks."""
    text = _LIST_MARK.sub("", _TICK.sub("", text.translate(_WIDE)))
    text = _DISCORD.sub(ADDRESS, text)
    text = _MATRIX.sub(r"@\1", text)
    text = _LABELLED.sub("@", text)
    text = _PROFILE.sub(r"@\1", text)
    return _EMAIL.sub(ADDRESS, _URL.sub(" ", _PRONOUNS.sub(" ", text))).strip()


def fields_of(text: str) -> list[str]:
    """The fields of a signature, pronouns gone (their slash parts nothing)."""
    return slots(without_asides(text))
