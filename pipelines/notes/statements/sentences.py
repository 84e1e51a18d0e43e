"""Blocks of a meeting → sentences with their place: what actions, decisions and claims read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipelines.notes.roll_call.heads import GREETING, INTRODUCES
from pipelines.notes.statements.marks import Mark, mark_of, opens
from pipelines.notes.statements.people import is_nobody
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.vocabulary import months

_END = re.compile(
    r"(?<=[.!?])(?:\]\([^\s()]*\))?[\"'”’)*_]*\s+(?=[\"'“‘(\[*_@`]*[A-Z0-9@])|(?<=[.!?])\s*\n"
    r"|(?<=[。！？])\s*"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|Dr|Mr)|\b[A-Z])\.$")
_DAY = re.compile(rf"\b\d{{1,2}}\.\s*(?:{'|'.join(months())})[^\W\d_]*\W*$", re.I)  # "25. Juni"
_CODE = re.compile(r"`[^`]*`")
_SHORT = 8  # characters that hold any abbreviation
_NAME = r"[^\W\d_][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|van|von|de|der))*"
_SPEAKER = re.compile(
    rf"\s*[*_]*(?:\[name\s*=\s*(?P<hackmd>[^\]]+)\]|\[(?P<bracket>{_NAME})\]"
    rf"|@?(?P<label>{_NAME}(?:\s*(?:/|&|,|and|\+|c/o)\s*{_NAME})*))[*_]*"
    r"(?P<box>\s*[(\[][^()\[\]]*[)\]])?[*_]*\s*(?P<colon>:)?[*_]*\s*",
)
_LONG_NAME = 60  # letters: a longer line is no name
# A line of a chat: "17:02:01 <ada> …", "[10:02] <ada> …", "<ada> …"
_CHAT = re.compile(r"\s*\[?(?:\d{1,2}:\d\d(?::\d\d)?\]?\s*)?<[@+ ]?(?P<nick>[^<>\s/]+)>:?\s+(?=\S)")
_GOES_ON = re.compile(r"\s*(?:…|\.\.\.)\s*(?=\S)")  # how a scribe continues a speaker
_LETTERED = re.compile(r"\s*[a-z][.)]\s+(?=\S)")  # MeetBot's sub-items
_BEGINS = re.compile(r"[*_\s]*(?:[^\W\d_a-z]|@|\d|[a-z][.)]\s)")
_ASIDE = re.compile(
    rf"\W*(?:\S+ ){{0,2}}(?:{GREETING.pattern}|{INTRODUCES.pattern}|code of conduct\b)", re.I
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as written, its words without markup, and where it stands.

    block    index of its block · first  whether it opens a line of its own
    speakers who says it: `[name=X]`, `**X:**`, `X (5 min):` before it, else of the item above
    voiced   whether its own line says who speaks
    said     its words without the speaker · mark  the mark it begins with, rest  what is behind it
    under    action | decision where a bare label in the same block opens the line
    """

    raw: str
    text: str
    line: int
    block: int
    first: bool
    speakers: tuple[str, ...]
    voiced: bool
    said: str
    rest: str
    mark: Mark | None = None
    under: str | None = None


@lru_cache(maxsize=1024)  # asked for every block and sentence below a heading
def _begins_aside(heading: str) -> bool:
    return _ASIDE.match(words(heading)) is not None


def is_aside(blocks: list[Block], i: int) -> bool:
    """Whether a block stands under a heading of small talk or house rules."""
    at = blocks[i].heading
    return at is not None and _begins_aside(blocks[at].raw)


def sentences(
    blocks: list[Block], roll_lines: frozenset[int], signed: frozenset[str] = frozenset()
) -> list[Sentence]:
    """All sentences of a meeting but its roll call, small talk and quotations.

    signed  names as signed, case folded: a line "Ada: …" by one of them is said, not signed

    A quotation that begins with a mark is a scribe's: `> ***Resolution #1: …***`.
    """
    speakers: dict[int, tuple[str, ...]] = {}
    found = []
    holder: tuple[str, ...] = ()  # whose own list stands below a line that is only a name
    first_names = signed | {name.split()[0] for name in signed}
    for i, block in enumerate(blocks):
        if block.kind == "heading" or (block.kind == "text" and block.parent is None):
            alone = words(block.raw).strip(" :") if len(block.raw) < _LONG_NAME else ""
            holder = (alone,) if alone.casefold() in first_names else ()
        if block.kind in ("heading", "row"):
            continue
        own, _, start = speaker_of(block.raw)
        speech = own and own[0].casefold() in signed and start < len(words(block.raw))
        if block.line in roll_lines and not speech and not _CHAT.match(block.raw):
            continue
        mark = mark_of(words(block.raw))
        if block.quoted and not mark:
            continue
        if not mark and is_aside(blocks, i):
            continue
        above = speakers.get(block.parent, ()) if block.parent is not None else holder
        read = list(_of_block(block, i, above))
        speakers[i] = read[0].speakers if read else above
        found += read
    return found


def _of_block(block: Block, i: int, above: tuple[str, ...]) -> Iterator[Sentence]:
    """The sentences of one block, line by line where its breaks are meant."""
    speakers, under = above, None
    for start, raw in lines_of(block.raw):
        chat, goes_on = _CHAT.match(raw), _GOES_ON.match(raw)
        lead = chat or goes_on or (_LETTERED.match(raw) if start else None)
        offset = start + (lead.end() if lead else 0)
        rest = block.raw[offset : start + len(raw)]
        own = (chat["nick"],) if chat else speaker_of(rest)[0]
        if own or not goes_on:
            speakers = own or above
        voiced = bool(own or goes_on)
        bare = opens(words(raw).strip())
        if bare and raw != block.raw:
            under = bare if bare != "pending" else None
            continue
        for n, (at, piece) in enumerate(split(rest)):
            text = " ".join(words(piece).split())
            if not text:
                continue
            said = text[speaker_of(piece)[2] :] if n == 0 else text
            line = block.line + block.raw[: offset + at].count("\n")
            mark, marked = mark_of(text), text
            if not mark:
                mark, marked = mark_of(said), said
            rest = marked[mark.end :] if mark else said
            whole = " ".join(piece.split())
            yield Sentence(whole, text, line, i, n == 0, speakers, voiced, said, rest, mark, under)


def lines_of(raw: str) -> list[tuple[int, str]]:
    """The lines of a block with their offsets, those put together that are only wrapped."""
    if "\n" not in raw:
        return [(0, raw)]
    lines = raw.split("\n")
    width = max(map(len, lines))
    listed = len(lines) > 2 and all(_BEGINS.match(line) for line in lines)
    kept = [(0, lines[0])]
    offset = len(lines[0]) + 1
    for before, line in pairwise(lines):
        fits = len(before) + 1 + len(line.split(maxsplit=1)[0] if line.strip() else "") < width
        if _is_meant(before, line) or (_BEGINS.match(line) and (listed or fits)):
            kept.append((offset, line))
        else:
            start, text = kept[-1]
            kept[-1] = (start, f"{text}\n{line}")
        offset += len(line) + 1
    return kept


def _is_meant(before: str, line: str) -> bool:
    """Whether a line break parts two lines whatever their lengths."""
    if before.endswith(("  ", "\\")) or _CHAT.match(line) or _GOES_ON.match(line):
        return True
    if line.lstrip().startswith(("=>", "->", "→")):
        return True
    if opens(words(before).strip()):
        return True
    return bool(_LETTERED.match(line) or mark_of(words(line)) or speaker_of(line)[0])


def split(raw: str) -> list[tuple[int, str]]:
    """The sentences of a line with their offsets; an abbreviation ends none."""
    pieces, start = [], 0
    whole = _CODE.sub(lambda m: "x" * len(m[0]), raw) if "`" in raw else raw  # never cut
    if not any(sign in whole for sign in ".!?。！？"):
        text = raw.strip()
        return [(0, text)] if text else []
    for match in _END.finditer(whole):
        before = raw[max(start, match.start() - _SHORT) : match.start()]
        if _ABBREVIATION.search(before) or _is_day(before, raw[match.start() : match.start() + 12]):
            continue
        pieces.append((start, raw[start : match.end()].strip()))
        start = match.end()
    pieces.append((start, raw[start:].strip()))
    return _with_marks([(offset, text) for offset, text in pieces if text])


def _is_day(before: str, after: str) -> bool:
    return before[-2:-1].isdigit() and before[-1] == "." and bool(_DAY.search(before[-3:] + after))


def _with_marks(pieces: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A mark after a full stop ("… it. **COMPLETED**") belongs to the sentence before it."""
    kept: list[tuple[int, str]] = []
    for offset, text in pieces:
        if kept and re.fullmatch(r"\W*(?:COMPLETED|DONE|done)\W*", text):
            kept[-1] = (kept[-1][0], f"{kept[-1][1]} {text}")
        else:
            kept.append((offset, text))
    return kept


@lru_cache(maxsize=4096)  # every reader of a note asks for the same lines
def speaker_of(raw: str) -> tuple[tuple[str, ...], str | None, int]:
    """Who a block says it is by, the time box beside the name, and where the rest begins."""
    text = words(raw)
    match = _SPEAKER.match(text)
    if not match or is_nobody((match["label"] or "").split(" ")[0]) or mark_of(text):
        return (), None, 0
    box = match["box"]
    timed = bool(box and re.search(r"\d+\s*(?:m|min|mins|minutes?|h)\b|short|time", box, re.I))
    if match["hackmd"]:
        return _names(match["hackmd"]), box, match.end()
    if match["bracket"]:
        return _names(match["bracket"]), box, match.end()
    bold = raw.lstrip().startswith(("**", "__"))
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
