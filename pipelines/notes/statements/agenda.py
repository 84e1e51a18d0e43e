"""Blocks of a meeting → its agenda: topics with owner, time box, and whether they were put off."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipelines.notes.note import Topic
from pipelines.notes.roll_call.heads import AWAY, OPENS
from pipelines.notes.statements.people import People, are_people
from pipelines.notes.statements.sentences import speaker_of
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.vocabulary import holds, marks, phrases, stems

_ANOTHER = f"(?:{phrases('meetings', 'another')})"
_AGENDA = re.compile(
    rf"\b(agenda|standing items?|topics?|discussion|{phrases('meetings', 'topics')})\b", re.I
)
_TITLE = re.compile(r"\b(meeting|call|minutes|sync)\b", re.I)
_LATER = re.compile(rf"{_ANOTHER} (?:{phrases('meetings', 'meeting')})", re.I)
_LOGISTICS = re.compile(
    r"^\W*(?:where|when|time|date|location|host|links?[\w &]*|meeting \w+)\W*:", re.I
)
_GROUPING = re.compile(  # a sub-heading that gathers items, and is none itself
    r"\W*(?:[\w.-]+/[\w.-]+|.*\b(?:announcements?|items?|updates?|actions?|notes?|topics?"
    r"|minutes|questions|discussion|decisions?|other|misc\w*)\b.*)\W*",
    re.I,
)
_LED = re.compile(r"^[*_\s]*[(\[](?P<who>[A-Z]\w+(?:\s*[/;,&]\s*[A-Z]\w+)*)[)\]]\s+")
_EMOJI = re.compile(r"^\s*:[\w+-]+:\s*")
_TICK = re.compile(r"^\s*\[[ xX]\](?!\()\s*")
_SKIPPED = re.compile(  # a heading of items that were put off
    rf"\b(?:not \w+ed|skip\w*|defer|{marks('deferred')}|next (?:time|meeting))\b", re.I
)
_LABEL = 4  # words
_PUNT = re.compile(
    rf"\b(?:punt\w*|skip(?:ped)?,|postpone|defer|{marks('deferred')}"
    r"|(?:to|for|discuss|discuss (?:it|this)|save) (?:the )?(?:next|another)"
    r" (?:week|time|month|meeting)|to (?:the )?next|can wait"
    r"|(?:no one has|no) time)\b",
    re.I,
)
_PUNTING = (  # without any of these nothing is put off
    "punt", "skip", "postpone", "defer", "next", "another", "can wait", "time",
    *stems("statements", "deferred"),
)  # fmt: skip
_BOX = re.compile(
    r"[(\[]\s*(?:time\s*=\s*)?~?(?:\d+\s*[-–]\s*)?(?P<minutes>\d{1,3})\s*(?:m|min|mins"
    r"|minutes?)\b[^)\]]*[)\]]\??:?",
    re.I,
)
_OWNER = re.compile(
    r"[\[(]\s*+(?P<who>[^()\[\]\d\s][^()\[\]\d]{1,39}?)\s*+(?:[-–,:/]\s*~?\d[^)\]]*|,\s*short)?\s*+"
    r"[\])]\s*$"
)
_TEMPLATE = re.compile(
    r"^\W*(?:add (?:item|your|topic)|\[?name\s*=\s*(?:my|your )?name|name\b(?!\s*=)|your name"
    r"|(?:item|topic) \d|tbd)\b",
    re.I,
)


def agenda(
    blocks: list[Block], people: People, roll_lines: frozenset[int] = frozenset()
) -> list[Topic]:
    """The items under an agenda's headings, and any other item that was put off.

    Where an agenda holds nothing but sub-headings, those are its items.
    """
    children = _children(blocks)
    heads = _heading_items(blocks)
    under_all = outline(blocks)
    topics: list[Topic] = []
    for i, block in enumerate(blocks):
        if i in heads:
            topics += list(_topic(block, None, people))
        if block.kind != "item" or block.quoted or block.parent is not None:
            continue
        if block.line in roll_lines or block.heading in heads or _LOGISTICS.match(words(block.raw)):
            continue
        under = _heading_words(blocks, block, under_all)
        outcome = (
            "not discussed"
            if under and _SKIPPED.search(under[0])
            else _outcome(blocks, i, children)
        )
        if outcome or is_of_agenda(blocks, block, under_all):
            topics += list(_topic(block, outcome, people))
    return topics


def outline(blocks: list[Block]) -> dict[int, int | None]:
    """Every heading with the one it stands under, in order of the text."""
    found: dict[int, int | None] = {}
    above: list[int] = []
    for i, block in enumerate(blocks):
        if block.kind == "heading":
            while above and blocks[above[-1]].level >= block.level:
                above.pop()
            found[i] = above[-1] if above else None
            above.append(i)
    return found


def is_of_agenda(blocks: list[Block], block: Block, headings: dict[int, int | None]) -> bool:
    """Whether a block stands under a heading that opens an agenda (the title of a note is none).

    headings  the note's outline
    """
    first = next(iter(headings), None)
    top = words(blocks[first].raw) if first is not None else ""
    title = top if _TITLE.search(top) else None
    under = [text for text in _heading_words(blocks, block, headings) if text != title]
    return not (under and _is_of_people(under[0])) and any(_is_agenda(text) for text in under)


@lru_cache(maxsize=1024)
def _is_of_people(text: str) -> bool:
    return len(text.split()) <= 4 and bool(OPENS.search(text) or AWAY.search(text))


@lru_cache(maxsize=1024)  # asked for every item below a heading
def _is_agenda(text: str) -> bool:
    long = len(text.split()) > 4 and bool(_TITLE.search(text))
    return bool(_AGENDA.search(text)) and not _LATER.search(text) and not long


def is_list_of_topics(text: str) -> bool:
    """Whether a label of a few words lists what to talk about: "Topics:", "For discussion"."""
    return len(text.split()) <= _LABEL and "\n" not in text and _is_agenda(text)


def _heading_items(blocks: list[Block]) -> frozenset[int]:
    """The sub-headings right under an agenda heading that has no items of its own."""
    found: set[int] = set()
    with_items = {b.heading for b in blocks if b.kind == "item"}
    for i, block in enumerate(blocks):
        if block.kind != "heading" or not _is_agenda(words(block.raw)):
            continue
        below = list(_below(blocks, i))
        top = min((blocks[j].level for j in below), default=0)
        listed = [j for j in below if blocks[j].level == top]
        if (
            i not in with_items
            and len(listed) >= 2
            and not any(_GROUPING.fullmatch(words(blocks[j].raw).strip()) for j in listed)
        ):
            found.update(listed)
    return frozenset(found)


def _below(blocks: list[Block], i: int) -> Iterator[int]:
    """The headings deeper than one, up to the next of its level."""
    for j in range(i + 1, len(blocks)):
        if blocks[j].kind == "heading":
            if blocks[j].level <= blocks[i].level:
                return
            yield j


def _children(blocks: list[Block]) -> dict[int, list[int]]:
    below: dict[int, list[int]] = {}
    for i, block in enumerate(blocks):
        if block.parent is not None:
            below.setdefault(block.parent, []).append(i)
    return below


def _heading_words(blocks: list[Block], block: Block, headings: dict[int, int | None]) -> list[str]:
    """The headings above a block, nearest first; a higher one counts only as its parent."""
    found, at = [], block.heading
    while at is not None:
        found.append(words(blocks[at].raw))
        at = headings[at]
    return found


def _outcome(blocks: list[Block], i: int, children: dict[int, list[int]]) -> str | None:
    """`punted` when the item, or a remark right below it, says that it can wait."""
    own = [i, *children.get(i, [])]
    return "punted" if any(_is_punted(words(blocks[j].raw)) for j in own) else None


def _is_punted(text: str) -> bool:
    return holds(text, _PUNTING) and _PUNT.search(text) is not None


def _topic(block: Block, outcome: str | None, people: People) -> Iterator[Topic]:
    raw = _TICK.sub("", block.raw)
    raw = _EMOJI.sub("", raw)
    led = _LED.match(raw)
    leads = are_people(led["who"].replace(";", ","), people, strict=False) if led else []
    first = raw[led.end() :] if led and leads else raw
    first = first.split("\n")[0]
    speakers, _, start = speaker_of(first)
    text = words(first)
    bold = re.match(r"\s*\*\*([^*]+)\*\*", first)
    if not speakers and bold and (who := are_people(bold[1], people, strict=True)):
        speakers, start = tuple(who), len(bold[1])
    if leads:
        speakers = tuple(leads)
    box = _BOX.search(words(block.raw))
    title = _BOX.sub(" ", text[start:])
    owner = _OWNER.search(text.rstrip(" .:"))
    named = are_people(owner["who"], people, strict=False) if owner and not speakers else []
    if named:
        title = re.sub(_OWNER, " ", title.rstrip(" .:"))
    title = " ".join(title.strip(" *_:.-–").split())
    if title and not _TEMPLATE.match(words(block.raw)) and re.search(r"\w", title):
        minutes = int(box["minutes"]) if box else None
        yield Topic(title, list(speakers) or named, minutes, outcome, block.line)
