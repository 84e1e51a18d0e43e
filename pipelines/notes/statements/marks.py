"""Explicit marks: "ACTION: …", "**Resolution**", "#agreed …", "AI(Ada): …", labels that open lists.

What stands behind a mark is what the mark says, whatever its words.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.notes.vocabulary import holds, marks, stems

_KINDS = ("action", "decision", "proposal")
_WORD = "|".join(f"(?P<{kind}>{marks(kind + '_marks')})" for kind in _KINDS)
_START = r"^[\W_]*(?:in [\w-]+ )?"
# the word, its number, whom it is for, a remark, then a colon, a dash, an arrow or nothing
_MARK = re.compile(
    rf"{_START}(?:{_WORD})(?![\w/])[*_\]]*(?:[ -]?#?\d+\b)?[*_]*"
    r"(?P<aside>\s*[(\[][^()\[\]\n]*[)\]])?"
    r"(?P<who>\s(?:[^\W\d_]+ )?[^:\n]{1,60}?(?=\s?[*_]*:))?[*_]*"
    r"(?P<end>\s*(?:[:：]|[-–—]+(?=\s)|[-=]+>|=>)[*_\s]*|(?<=[\])])\s+|(?<=\d)\s+(?=@)|\s*$)",
    re.I,
)
_FAR = 240  # characters in which a mark ends, with its remark and whom it is for
_OF_WHOM = re.compile(rf"^\s*(?:{marks('of_whom')}|to)\s", re.I)  # "AI to Ada: …"
_HASH = re.compile(rf"^\W*#(?:{_WORD})s?\b:?(?!\s*#)\s*", re.I)  # MeetBot
# "AI Kei - ping them": one or two words between the mark and a dash
_DASHED = re.compile(
    rf"{_START}(?-i:(?=[A-Z]{{2}}))(?P<action>{marks('action_marks')})\s"
    r"(?P<who>(?-i:[^\W\d_a-z])[\w.]*(?: [\w.]+)?)\s[-–—]+\s+(?=\w)",
    re.I,
)
# a mark in capitals needs no colon: "ACTION AF to find a boat", "RESOLVED to meet monthly"
_LOUD = re.compile(rf"{_START}(?:(?-i:(?=[A-Z]{{2}}))(?:{_WORD}))\s+(?=\w)", re.I)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark at the beginning of a line says, and where the rest begins.

    kind  action | decision | proposal · who  the words that may name owners, as written
    """

    kind: str
    who: str
    end: int


@lru_cache(maxsize=4096)  # every reader of a note asks for the same lines
def mark_of(text: str) -> Mark | None:
    """The mark a line begins with, if any; its end is the line's where nothing follows."""
    match = _HASH.match(text, 0, _FAR) if "#" in text else None
    match = match or _MARK.match(text, 0, _FAR) or _DASHED.match(text, 0, _FAR) or _loud(text)
    if not match or match.end() == _FAR < len(text):
        return None
    found = match.groupdict()
    kind = next(kind for kind in _KINDS if found.get(kind))
    who = f"{found.get('aside') or ''} {found.get('who') or ''}"
    words = (found.get("who") or "").casefold().split()
    if kind != "action" and words and (words[0] == "with" or len(words) > 6):
        return None
    who = _OF_WHOM.sub("", who)
    return Mark(kind, who.strip(" ()[]*_-–—"), match.end())


def _loud(text: str) -> re.Match[str] | None:
    match = _LOUD.match(text, 0, _FAR)
    word = re.search(r"[^\W\d_]+", match[0]) if match else None
    return match if word and word[0].isupper() and len(word[0]) > 3 else None


@lru_cache(maxsize=4096)
def opens(text: str) -> str | None:
    """What a heading or label opens, as it says no more than that: "Next steps", "Decisions made".

    action | decision | pending (decisions still to be made) or None. A mark may have a few words
    before and behind it; a list of old actions opens none.
    """
    if not holds(text, _OPENING):
        return None
    bare = text.strip(" \t\n*_:#.").split(":")[-1] if text.rstrip(" *_").endswith(":") else text
    bare = _NUMBERED.sub("", bare).strip(" *_:#.")
    if len(bare.split()) > 7 or _PAST.search(bare):
        return None
    for kind in ("action", "decision"):
        if _HEAD[kind].search(bare):
            return "pending" if kind == "decision" and _PENDING.search(bare) else kind
    return None


def is_of_done(text: str) -> bool:
    """Whether a heading or label is of actions that are done: "Completed action items"."""
    if not _FINISHED.search(text):
        return False
    bare = re.sub(r"^\W*(?:\d+[.)])?\s*", "", text).strip(" *_:#.")
    return bool(len(bare.split()) <= 7 and _FINISHED.match(bare) and _HEAD["action"].search(bare))


_OPENING = stems("statements", "action_marks", "decision_heads")
_NUMBERED = re.compile(r"^\W*(?:[ivx]+\.|\d+[.)])\s*|\s*\([^()]*\)")
_FINISHED = re.compile(r"(?:completed|closed|done)\b", re.I)
_PAST = re.compile(rf"\b(?:{marks('past')})\b", re.I)
_PENDING = re.compile(rf"\b(?:{marks('pending')})\b", re.I)
_HEAD = {
    "action": re.compile(
        rf"(?:^|\s)(?:{marks('action_marks')})(?:\W*(?:{marks('of_whom')})\b.*|(?<=\w{{4}}), .*)?$",
        re.I,
    ),
    "decision": re.compile(
        rf"(?:^|\s)(?:{marks('decision_heads')})(?:\W*(?:{marks('of_whom')}|{marks('pending')})\b.*)?$",
        re.I,
    ),
}


def is_pending(text: str) -> bool:
    """Whether a decision is only asked for: "decision needed"."""
    return bool(_PENDING.search(text))
