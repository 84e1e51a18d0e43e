"""Blocks of a meeting → sentences with their place: what actions, decisions and claims read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.notes.statements.people import is_nobody
from pipelines.notes.text.markdown import Block, words

_END = re.compile(
    r"(?<=[.!?])(?:\]\([^\s()]*\))?[\"'”’)*_]*\s+(?=[\"'“‘(\[*_@`]*[A-Z0-9])|(?<=[.!?])\s*\n"
    r"|\n(?=[*_]*(?i:action(?:[ -](?:item|point))?s?|ai|todo|decision|resolution)\b"
    r"(?:[^\n:]{0,30}:| [-–—] ))"
    r"|\n(?=[A-Z]\w+ (?:to|will) [a-z]+ )"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|Dr|Mr|Ms|Mrs|St|no|Nr)|\b[A-Z])\.$"
)
_NAME = r"[^\W\d_][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|van|von|de|der))*"
_SPEAKER = re.compile(
    rf"\s*[*_]*(?:\[name\s*=\s*(?P<hackmd>[^\]]+)\]|\[(?P<bracket>{_NAME})\]"
    rf"|@?(?P<label>{_NAME}(?:\s*(?:/|&|,|and|\+|c/o)\s*{_NAME})*))[*_]*"
    r"(?P<box>\s*[(\[][^()\[\]]*[)\]])?[*_]*\s*(?P<colon>:)?[*_]*\s*",
)
_ASIDE = re.compile(r"\b(ice ?-?breaker|introduc\w+|introduce yourself|code of conduct)\b", re.I)
_BOILERPLATE = re.compile(
    r"\b(agenda items here|\d+[- ]seconds? updates?|meeting slot|add item here"
    r"|place to make announcements"
    r"|please add yourself, and|add your (?:name|update)|if you are (?:joining|new)"
    r"|round of updates|read through these"
    r"|by participating|sign in below|speaker list)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as written, its words without markup, and where it stands.

    block    index of its block · first  whether it opens the block
    speakers who says it: `[name=X]`, `**X:**`, `X (5 min):` before it, else of the item above
    """

    raw: str
    text: str
    line: int
    block: int
    first: bool
    speakers: tuple[str, ...]


def is_aside(blocks: list[Block], i: int) -> bool:
    """Whether a block stands under a heading of small talk or house rules."""
    at = blocks[i].heading
    while at is not None:
        if _ASIDE.search(blocks[at].raw):
            return True
        at = blocks[at].heading
    return False


def sentences(blocks: list[Block], roll_lines: frozenset[int]) -> list[Sentence]:
    """All sentences of a meeting but its roll call, small talk, quotations and boilerplate."""
    speakers: dict[int, tuple[str, ...]] = {}
    found = []
    for i, block in enumerate(blocks):
        if block.kind in ("heading", "row") or block.quoted or block.line in roll_lines:
            continue
        if is_aside(blocks, i) or _BOILERPLATE.search(block.raw):
            continue
        own = speaker_of(block.raw)[0]
        speakers[i] = own or (speakers.get(block.parent, ()) if block.parent is not None else ())
        found += list(_of_block(block, i, speakers[i]))
    return found


def _of_block(block: Block, i: int, speakers: tuple[str, ...]) -> Iterator[Sentence]:
    for n, (offset, raw) in enumerate(split(block.raw)):
        text = " ".join(words(raw).split())
        if text:
            line = block.line + block.raw[:offset].count("\n")
            yield Sentence(" ".join(raw.split()), text, line, i, n == 0, speakers)


def split(raw: str) -> list[tuple[int, str]]:
    """The sentences of a block with their offsets; an abbreviation ends none."""
    pieces, start = [], 0
    whole = re.sub(r"`[^`]*`", lambda m: "x" * len(m[0]), raw)  # code is never cut
    for match in _END.finditer(whole):
        if _ABBREVIATION.search(raw[start : match.start()]):
            continue
        pieces.append((start, raw[start : match.end()].strip()))
        start = match.end()
    pieces.append((start, raw[start:].strip()))
    return _with_marks([(offset, text) for offset, text in pieces if text])


def _with_marks(pieces: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A mark after a full stop ("… it. **COMPLETED**") belongs to the sentence before it."""
    kept: list[tuple[int, str]] = []
    for offset, text in pieces:
        if kept and re.fullmatch(r"\W*(?:COMPLETED|DONE|done)\W*", text):
            kept[-1] = (kept[-1][0], f"{kept[-1][1]} {text}")
        else:
            kept.append((offset, text))
    return kept


def speaker_of(raw: str) -> tuple[tuple[str, ...], str | None, int]:
    """Who a block says it is by, the time box beside the name, and where the rest begins."""
    text = words(raw)
    match = _SPEAKER.match(text)
    if not match or is_nobody((match["label"] or "").split(" ")[0]):
        return (), None, 0
    box = match["box"]
    timed = bool(box and re.search(r"\d+\s*(?:m|min|mins|minutes?|h)\b|short|time", box, re.I))
    if match["hackmd"]:
        return _names(match["hackmd"]), box, match.end()
    if match["bracket"]:
        return _names(match["bracket"]), box, match.end()
    bold = bool(re.match(r"\s*(\*\*|__)", raw))
    if match["colon"] and len(match["label"].split()) <= 6 and (bold or _plausible(match["label"])):
        return _names(match["label"]), box, match.end()
    if bold and timed:
        return _names(match["label"]), box, match.end()
    return (), None, 0


def _plausible(label: str) -> bool:
    """A label without bold type is taken for a name only if each word begins large."""
    short = all(len(name.split()) <= 3 for name in re.split(r"\s*[/&,+]\s*|\band\b", label))
    return short and (
        all(part[0].isupper() or part in "/&,+and" for part in label.split()) and len(label) <= 40
    )


def _names(text: str) -> tuple[str, ...]:
    parts = re.split(r"\s*(?:/|&|,|\+|\band\b|\bc/o\b)\s*", text)
    return tuple(p.strip(" *_@") for p in parts if p.strip(" *_@"))
