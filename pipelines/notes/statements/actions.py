"""Sentences and sections → action items: what somebody is to do, who, and whether it is done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.notes.statements.action_tables import action_rows
from pipelines.notes.statements.agenda import is_of_agenda
from pipelines.notes.statements.commitments import committed, is_imperative, promises, proposes
from pipelines.notes.statements.people import NAMES, are_people
from pipelines.notes.statements.sentences import Sentence, is_aside, speaker_of
from pipelines.notes.text.markdown import Block, words

_MARK = re.compile(
    r"^\W*(?:in [\w-]+ )?(?:to[- ]?do|action(?:[ -](?:item|point|required))?s?|ai|task"
    r"|follow[- ]?ups?|homework)\b"
    r"(?P<named>(?:(?-i: [A-Z][\w.]*(?: [A-Z][\w.]*)?)(?: ?[,/&])?){1,4}(?= ?:))?"
    r"(?P<by>\s*[(\[][^()\[\]]*[)\]])?\W*?[:\u2013\u2014-]+\W*",
    re.I,
)
_SECTION = re.compile(
    r"^\W*(?:[ivx]+\.\s*|\d+[.)]\s*)?(?:[\w'’ ,&:]{0,25}\s)?(?:action(?:s|[ -](?:items?|points?"
    r"|list))|next (?:steps?|actions?)"
    r"|to[- ]?dos?|todo list|follow[- ]?ups?|tasks|assignments)\b(?:\s*\(.*\))?\W*(?:from|for"
    r"|of|until|before|list)?\W*[\w\s]{0,25}$",
    re.I,
)
_NO_SECTION = re.compile(r"\b(previous|past|completed|done|review|last|closed|old)\b", re.I)
_OTHER_LIST = re.compile(
    r"\b(?:discussion|decisions?) needed\b|\bagenda items\b|^[\W\d]*open (?:prs|issues)\b"
    r"|\bprevious (?:actions|meeting)\b",
    re.I,
)
_BOX = re.compile(r"^\s*\[(?P<mark>[ xX])\](?:\s+|$)")
_DONE = re.compile(
    r"\bCOMPLETED?\b|\((?:done|completed|finished)\b[^)]*\)|\bnow here\b|✅|✔|☑"
    r"|:white_check_mark:|\bDONE\b",
    re.S,
)
_TAIL = re.compile(
    rf"(?:[(\[]\s*(?P<a>{NAMES})(?: will)?\s*[)\]]|(?:<-+|=+>|←|→|->)\s*(?P<b>{NAMES})"
    rf"|\s[-–—]\s*(?P<c>@?{NAMES}))\W*$"
)
_LED = re.compile(  # "(CJ) draft the budget", "2020/06/09 (ada): …"
    r"^\W*(?:\d{4}[-/]\d\d[-/]\d\d\s*)?[(\[](?!(?:done|wip|optional|x)\b)"
    r"(?P<who>\w[\w.-]*(?:\s*[/;,&]\s*\w[\w.-]*)*)\??[)\]](?!\():?\s+(?=\w)",
    re.I,
)
_HEAD = re.compile(rf"^\W*(?P<who>{NAMES})\s*(?::|\s[-–—]\s)\s*\S")
_NOTHING = re.compile(
    r"^\W*(?:none|(?:concrete )?actions?|n/?a|nothing|tbd|\.*|(?:add|submit) .*here.*)\W*$", re.I
)


@dataclass(frozen=True, slots=True)
class Action:
    """One action item at one place."""

    text: str
    owners: list[str]
    done: bool | None
    line: int


def actions(blocks: list[Block], found: list[Sentence], known: frozenset[str]) -> list[Action]:
    """The action items of a meeting, in order of the text, each place once."""
    listed = dict(_listed(blocks, {s.block for s in found}, known))
    said = [a for s in found if s.block not in listed for a in _of_sentence(s, blocks, known)]
    tabled = [Action(text, who, done, row.line) for row, text, who, done in action_rows(blocks)]
    return sorted([*listed.values(), *said, *tabled], key=lambda action: action.line)


def _listed(
    blocks: list[Block], readable: set[int], known: frozenset[str]
) -> Iterator[tuple[int, Action]]:
    """Ticked boxes anywhere, and the entries of lists of actions."""
    opened: dict[int | None, list[str]] = {}  # heading or item that opens a list → its owners
    label: tuple[int, list[str]] | None = None  # paragraph that opens the list after it
    parents = {b.parent for b in blocks if b.kind == "item"}
    for i, block in enumerate(blocks):
        text = words(block.raw)
        if block.kind == "heading":
            label = None
            if _opens(text):
                opened[i] = []
            continue
        if i not in readable:
            continue
        boxed = _BOX.match(block.raw) and not (
            block.parent is None and is_of_agenda(blocks, block)  # a box of the agenda's own items
        )
        owners = _list_owners(block, opened, label)
        if block.kind == "text" and block.parent is None:
            label = (i, []) if _opens(text) and text.rstrip(" *_").endswith(":") else None
            if label or owners is None or not _MARK.match(text):
                continue
        if block.kind == "item" and i in parents and _opens(text) and len(text.split()) <= 8:
            opened[i] = are_people(_label_names(text), known, strict=True)
            continue
        if block.kind == "item" and owners is not None and _OTHER_LIST.search(text):
            continue  # a list within the list, and none of actions
        in_list = owners is not None and block.kind == "item"
        if (boxed or in_list) and (action := _entry(block, owners or [], known)):
            yield i, action


def _opens(text: str) -> bool:
    return bool(_SECTION.match(text.strip())) and not _NO_SECTION.search(text)


def _label_names(text: str) -> str:
    """`Ana: her action items` → Ana."""
    return text.split(":", maxsplit=1)[0] if ":" in text.rstrip(": ") else ""


def _list_owners(
    block: Block, opened: dict[int | None, list[str]], label: tuple[int, list[str]] | None
) -> list[str] | None:
    """The owners a list of actions gives its entries; None outside such a list."""
    if block.kind != "item":
        return None
    if block.parent is not None:
        return opened.get(block.parent)
    if label is not None:
        return label[1]
    return opened.get(block.heading) if block.heading is not None else None


def _entry(block: Block, owners: list[str], known: frozenset[str]) -> Action | None:
    text = " ".join(words(_BOX.sub("", block.raw)).split())
    if _NOTHING.match(text):
        return None
    named = (
        owners_of(_MARK.sub("", text), known, strict=False)
        or speaker_of(_BOX.sub("", block.raw))[0]
    )
    return Action(" ".join(block.raw.split()), list(named) or owners, _done(block.raw), block.line)


def _done(raw: str) -> bool | None:
    box = _BOX.match(raw)
    if box:
        return box["mark"] != " "
    return True if _DONE.search(raw) else None


def owners_of(text: str, known: frozenset[str], *, strict: bool) -> list[str]:
    """Who an action names: by its sentence, before a colon, at its end, or with an @."""
    if led := _LED.match(text):
        return re.split(r"\s*[/;,&]\s*", led["who"])
    if who := committed(text, known, anybody=not strict):
        helpers = [
            m[1]
            for m in re.finditer(
                r"\b([A-Z][a-z]+) (?:is|are) (?:advising|helping|supporting)", text
            )
        ]
        return who + [h for h in helpers if h.casefold() in known and h not in who]
    if (head := _HEAD.match(text)) and (names := are_people(head["who"], known, strict=strict)):
        return names
    if (tail := _TAIL.search(text)) and (
        names := are_people(
            tail["a"] or tail["b"] or tail["c"], known, strict=strict or bool(tail["c"])
        )
    ):
        return names
    return list(dict.fromkeys(re.findall(r"(?<![\w/`.])@([A-Za-z][\w-]*)", text)))


def _of_sentence(
    sentence: Sentence, blocks: list[Block], known: frozenset[str]
) -> Iterator[Action]:
    """The action a sentence sets: marked as one, or by its own words."""
    block, text = blocks[sentence.block], sentence.text
    mark = _MARK.match(text)
    if mark:
        rest = text[mark.end() :]
        names = are_people(rest, known, strict=False) or owners_of(rest, known, strict=False)
        told = (mark["by"] or mark["named"] or "").strip(" ()[]")
        by = are_people(told, known, strict=False) if told else []
        if rest.strip() and not _NOTHING.match(rest):
            yield Action(sentence.raw, by or names, _done(sentence.raw), sentence.line)
        return
    spoken = text[speaker_of(sentence.raw)[2] :] if sentence.first else text
    owners = committed(spoken, known) or (committed(text, known) if spoken != text else None)
    deep = block.kind == "item" and block.level >= 2
    tail = (
        owners_of(spoken, known, strict=not is_imperative(spoken)) if _TAIL.search(spoken) else []
    )
    if owners is None and (promises(spoken) or (is_imperative(spoken) and (deep or tail))):
        owners = tail or (list(sentence.speakers) if promises(spoken) else [])
    elif (owners is None and block.kind == "item" and proposes(spoken)) or (
        owners is None and re.search(r"\*\*COMPLETED\*\*|\bCOMPLETED\b", sentence.raw)
    ):
        owners = []
    if owners is not None and not is_aside(blocks, sentence.block):
        yield Action(sentence.raw, owners, _done(sentence.raw), sentence.line)
