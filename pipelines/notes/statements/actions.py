"""Sentences and sections → action items: what somebody is to do, who, and whether it is done.

An action is one by where it stands: behind a mark, in a list of actions, in a box; or by who will
act: a person of the team, a handle, the speaker.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.notes.note import Action
from pipelines.notes.statements.action_tables import action_rows
from pipelines.notes.statements.agenda import is_list_of_topics, is_of_agenda, outline
from pipelines.notes.statements.commitments import committed, is_imperative, promises, proposes
from pipelines.notes.statements.marks import Mark, is_of_done, mark_of, opens
from pipelines.notes.statements.people import NAMES, People, are_people, is_nobody, split_names
from pipelines.notes.statements.sentences import Sentence, is_aside, speaker_of
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.vocabulary import marks

_BOX = re.compile(r"^\s*\[(?P<mark>[ xX])\](?:\s+|$)")
_DONE = re.compile(
    r"\bCOMPLETED?\b|\((?:done|completed)\b[^)]*\)|\bnow here\b|✅|✔|☑"
    r"|:[\w+-]*check[\w+-]*:|\bDONE\b",
    re.S,
)
_COMPLETED = re.compile(r"\bCOMPLETED\b")
_FINISHED = re.compile(rf"\((?:{marks('finished')})\b[^)]*\)", re.I)
_STRUCK = re.compile(r"\s*~~(?P<text>.+?)~~(?P<rest>[^~]*)$", re.S)
_STATUS = re.compile(r"\s*^\W*status\W*?:\W*(?P<state>.*)\Z", re.I | re.M | re.S)
_SETTLED = re.compile(r"(?P<yes>done|completed?|closed)|open\b", re.I)
_ARROW = re.compile(rf"(?:<-+|[-=]+>|←|→)\s*(?P<who>{NAMES})\W*$")
_BRACKET = re.compile(rf"[(\[]\s*(?P<who>{NAMES})(?: will)?\s*[)\]]\W*$")
_OWNER = re.compile(rf"\b(?:{marks('owner_labels')})\s*:?[*_\s]+(?P<who>{NAMES})", re.I)
_DASHED = re.compile(rf"\s[-–—]\s*(?P<who>{NAMES})(?:\W*$|\s[-–—]\s|\s*\([^()]*\)\W*$)")
_PLACES = ((_OWNER, False), (_ARROW, False), (_BRACKET, False), (_DASHED, True))
_LED = re.compile(  # "(CJ) draft the budget", "2020/06/09 (ada): …"
    r"^\W*(?:\d{4}[-/]\d\d[-/]\d\d\s*)?[(\[](?P<who>@?\w[\w.-]*(?: [A-Z][\w.-]*)?"
    r"(?:\s*[/;,&]\s*@?\w[\w.-]*(?: [A-Z][\w.-]*)?)*)\??[)\]](?!\():?\s+(?=\w)"
)
_BOLD = re.compile(rf"^\s*(?:\*\*|__)(?P<who>{NAMES})\s*:?\s*(?:\*\*|__)")
_ALL_BOLD = re.compile(r"\s*(\*\*|__)[^*_\n]+\1\s*")
_REMARK = re.compile(r"^(?:done|x|new)$", re.I)
_BEFORE_TO = re.compile(r"(?:\[[ xX]\]|\W)*([^\W\d_a-z]\S*) to ")
_NOTHING = re.compile(
    r"^\W*(?:none(?: \w+){0,3}|actions?|n/?a|nothing|tbd|\.*|(?:add|submit) .*here.*)\W*$", re.I
)
_WANTED = re.compile(r"^\W*(?:\S+ ){1,6}(?<!is )(?<!are )needed\W*$", re.I)
_NAMED_WILL = re.compile(r"^(\W*[A-Z@][\w.]*)(?: [-–—]|:) [Ww]ill ")
_AT = re.compile(r"(?<![\w/`.])@([A-Za-z0-9][\w-]*)")


def actions(blocks: list[Block], found: list[Sentence], people: People) -> list[Action]:
    """The action items of a meeting, in order of the text, each place once."""
    listed = dict(_listed(blocks, {s.block for s in found}, people))
    said = [
        _as_stated(action, after)
        for s, after in zip(found, [*found[1:], None], strict=False)
        if s.block not in listed
        for action in _of_sentence(s, blocks, people)
    ]
    rows = action_rows(blocks, people)
    tabled = [Action(text, who, done, row.line) for row, text, who, done in rows]
    return sorted([*listed.values(), *said, *tabled], key=lambda action: action.line)


def _listed(
    blocks: list[Block], readable: set[int], people: People
) -> Iterator[tuple[int, Action]]:
    """Boxes anywhere, and the entries of lists of actions."""
    opened: dict[int | None, list[str]] = {}  # heading or item that opens a list → its owners
    label: list[str] | None = None  # owners of the paragraph that opens the list after it
    parents = {b.parent for b in blocks if b.kind == "item"}
    headings = outline(blocks)
    done: set[int | None] = set()  # heading or item that opens a list of what is done
    for i, block in enumerate(blocks):
        text = words(block.raw).strip()
        if block.kind in ("heading", "item") and is_of_done(text):
            done.add(i)
            opened[i], label = [], None
            continue
        if block.kind == "heading":
            label = None
            if opens(text) == "action":
                opened[i] = are_people(_names_before(text), people, strict=True)
            elif headings[i] in opened and (who := are_people(text, people, strict=True)):
                opened[i] = who  # a person's own list below the heading of actions
            continue
        if block.kind == "text" and block.parent is None:
            label = _label_owners(block, text, people, listing=label is not None)
            continue
        if block.kind == "rule" and i and blocks[i - 1].kind == "item":
            opened.pop(block.heading, None)  # the rule ends a list that has begun
            label = None
        if i not in readable or block.kind != "item":
            continue
        owners = _list_owners(block, opened, label)
        if i in parents and (found := _opened_by(text, owners, people)) is not None:
            opened[i] = found
            continue
        status = _STATUS.search(block.raw) if "status" in block.raw.casefold() else None
        if status and speaker_of(block.raw)[0]:
            yield i, _with_status(block, status, people)
            continue
        boxed = _BOX.match(block.raw) and not (
            block.parent is None and is_of_agenda(blocks, block, headings)
        )
        is_listed = (boxed or owners is not None) and not _is_label(text, leads=i in parents)
        if is_listed and (entry := _entry(block, owners or [], people)):
            finished = (block.heading if block.parent is None else block.parent) in done
            yield i, replace(entry, done=True) if finished else entry


def _as_stated(action: Action, after: Sentence | None) -> Action:
    """An action whose state stands on the line below it: "Status: done"."""
    stated = after and _STATUS.match(after.text)
    state = (
        _SETTLED.match(stated["state"]) if after and after.line > action.line and stated else None
    )
    return replace(action, done=bool(state["yes"])) if state else action


def _with_status(block: Block, status: re.Match[str], people: People) -> Action:
    """`Ada: paint the buoy` and `Status: done` below it."""
    raw = block.raw[: status.start()]
    state = _SETTLED.match(status["state"])
    done = bool(state["yes"]) if state else None
    owners = list(speaker_of(raw)[0])
    return replace(_action(" ".join(raw.split()), owners, raw, block.line, people), done=done)


def _label_owners(block: Block, text: str, people: People, *, listing: bool) -> list[str] | None:
    """The owners of the list after a paragraph whose last line opens one; None: it opens none.

    listing  a label of actions stands above: a person's name alone begins that person's own list
    """
    last = text.rpartition("\n")[2]
    if (
        listing
        and text.endswith(":")
        and (who := are_people(text.strip(" *_:"), people, strict=True))
    ):
        return who
    labelled = _labels(last) or (_ALL_BOLD.fullmatch(block.raw) and opens(text) == "action")
    return are_people(_names_before(last), people, strict=True) if labelled else None


def _labels(line: str) -> bool:
    return line.rstrip(" *_").endswith(":") and opens(line) == "action"


def _names_before(text: str) -> str:
    """`Ana: her action items` → Ana."""
    return text.partition(":")[0] if ":" in text.rstrip(": *_") else ""


def _opened_by(text: str, owners: list[str] | None, people: People) -> list[str] | None:
    """The owners an item gives those below it: a label of actions, or in their list a person."""
    if opens(text) == "action" and len(text.split()) <= 8:
        return are_people(_names_before(text), people, strict=True)
    if owners is not None and len(text.split()) <= 6:
        bare = text.strip(" :*_")
        named = are_people(bare, people, strict=False)
        return named or ([] if is_nobody(bare) else None)
    return None


def _list_owners(
    block: Block, opened: dict[int | None, list[str]], label: list[str] | None
) -> list[str] | None:
    """The owners a list of actions gives its entries; None outside such a list."""
    if block.parent is not None:
        return opened.get(block.parent)
    if label is not None:
        return label
    return opened.get(block.heading) if block.heading is not None else None


def _entry(block: Block, owners: list[str], people: People) -> Action | None:
    """One entry of a list: whom it names, else whom the list is for."""
    raw = _BOX.sub("", block.raw)
    if struck := _STRUCK.match(raw):
        raw = struck["text"] + struck["rest"]
    text = " ".join(words(raw).split())
    if _NOTHING.match(text):
        return None
    mark = mark_of(text)
    rest = text[mark.end :] if mark else text
    speakers = [who for who in speaker_of(raw)[0] if who in people or not text.endswith("?")]
    named = _owners_of(raw, rest, mark, people) or speakers
    if owners and set(named) <= set(_doubtful(text, named, people)):
        named = owners  # the list is somebody's
    return _action(" ".join(block.raw.split()), named or owners, block.raw, block.line, people)


def _action(
    text: str, owners: list[str], raw: str, line: int, people: People, *, sure: bool = True
) -> Action:
    """An action; who may be nobody is its owner only if the team has somebody of that name."""
    doubtful = _doubtful(text, owners, people)
    box = _BOX.match(raw)
    done = (
        box["mark"] != " "
        if box
        else (True if _DONE.search(raw) or _FINISHED.search(raw) else None)
    )
    return Action(text, owners, done, line, doubtful, sure)


def _doubtful(text: str, owners: list[str], people: People) -> list[str]:
    """The owners that may be nobody: letters alone, and an unmarked "Trying to …"."""
    unknown = [who for who in owners if who not in people and f"@{who}" not in text]
    bare = [who for who in unknown if not re.search(rf"[(\[/,;&] ?{re.escape(who)}\b", text)]
    before_to = _BEFORE_TO.match(text)
    return [
        who
        for who in bare
        if (who.isupper() and who.isascii()) or (before_to and who == before_to[1])
    ]


def _owners_of(raw: str, rest: str, mark: Mark | None, people: People) -> list[str]:
    """Whom a marked or listed action names: in the mark, at its beginning or end, or with an @."""
    if mark and mark.who and (named := are_people(mark.who, people, strict=False)):
        return named
    led = _LED.match(rest)
    if led and not (_REMARK.match(led["who"]) or is_nobody(led["who"])):
        return split_names(led["who"])
    bold = _BOLD.match(raw)
    if bold and not mark and (named := are_people(bold["who"], people, strict=False)):
        return named
    if named := are_people(rest.strip(" .:"), people, strict=False):
        return named
    if named := committed(rest, people, anybody=True) or []:
        return named
    first = re.match(r"\W*([^\W\d_][\w.-]*) [^\W\d_A-Z]", rest)
    known = [first[1]] if first and first[1] in people else []  # "ACTION: bo look into it"
    return known or _at_end(rest, people) or list(dict.fromkeys(_AT.findall(rest)))


def _at_end(text: str, people: People) -> list[str]:
    """The names behind "Owner:", or at the end behind an arrow, a dash or in brackets."""
    for pattern, strict in _PLACES:
        match = pattern.search(text)
        if match is None:
            continue
        if named := are_people(match["who"], people, strict=strict):
            return named
        if named := are_people(match["who"].split(",")[0], people, strict=True):
            return named  # "(Ada, due in May)"
    return []


def _of_sentence(sentence: Sentence, blocks: list[Block], people: People) -> Iterator[Action]:
    """The action a sentence sets: marked as one, below a label, or by its own words."""
    raw, mark = sentence.raw, sentence.mark
    if (mark and mark.kind == "action") or (sentence.under == "action" and not mark):
        role = mark and mark.who and are_people(sentence.rest, people, strict=True)
        if not role and not _NOTHING.match(sentence.rest):  # "Action item scribe: Ada"
            named = _owners_of(raw, sentence.rest, mark, people)
            yield _action(raw, named, raw, sentence.line, people)
        return
    if (mark and mark.kind == "proposal") or is_aside(blocks, sentence.block):
        return
    owners, sure = _promised(sentence, sentence.rest, blocks, people)
    if owners is None and _COMPLETED.search(raw):
        owners = []
    if owners is not None:
        yield _action(raw, owners, raw, sentence.line, people, sure=sure)


def _promised(
    sentence: Sentence, spoken: str, blocks: list[Block], people: People
) -> tuple[list[str] | None, bool]:
    """Who an unmarked sentence commits (None: nobody), and whether that holds whoever it is."""
    block = blocks[sentence.block]
    led = _LED.match(sentence.text)
    if led and re.match(r"(?:to|[Ww]ill)\s+[a-z]", sentence.text[led.end() :]):
        return split_names(led["who"]), True
    for text in dict.fromkeys((spoken, sentence.text)):
        if who := committed(_after_name(text), people):
            return who, all(name in people or f"@{name}" in text for name in who)
    arrow = _ARROW.search(spoken) if any(sign in spoken for sign in "<>←→") else None
    if arrow and (who := are_people(arrow["who"], people, strict=True)):
        return who, all(name in people or f"@{name}" in spoken for name in who)
    if promises(spoken):
        return list(sentence.speakers), True
    by_nobody = not sentence.voiced and not sentence.mark  # what is resolved is no task
    task = _set_task(spoken, block, people) if by_nobody else None
    return (None if task is not None and _is_topic(blocks, block) else task), True


def _is_topic(blocks: list[Block], block: Block) -> bool:
    """Whether an item stands in a list of what to talk about, or of what is wanted of others:
    below "Topics:" or "Help or discussion needed". Without an owner or a mark it is no promise.
    """
    above = (words(blocks[at].raw) for at in (block.parent, block.heading) if at is not None)
    if any(_is_wanted(text) for text in above):
        return True
    return block.parent is not None and is_list_of_topics(words(blocks[block.parent].raw))


def _is_label(text: str, *, leads: bool) -> bool:
    """Whether an entry of a list only says what stands below it."""
    return opens(text) is not None or ((leads or ";" in text) and _is_wanted(text))


def _is_wanted(text: str) -> bool:
    """Whether a label says what is wanted: "Help or discussion needed; agenda items for May"."""
    label = re.split(r"[\n;]", text.strip())[0]
    return bool(_WANTED.match(label)) and opens(label) is None


def _set_task(text: str, block: Block, people: People) -> list[str] | None:
    """Who is to do what minutes set without saying who speaks; [] where they name nobody."""
    if is_imperative(text):
        tail = _at_end(text, people)
        return tail if tail or (block.kind == "item" and block.level >= 2) else None
    return [] if block.kind == "item" and proposes(text) else None


def _after_name(text: str) -> str:
    """ "Ada - will moor it", "Ada: Will moor it": what the writer's name commits to."""
    return _NAMED_WILL.sub(r"\1 will ", text) if "ill " in text else text
