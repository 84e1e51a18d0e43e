"""Sentences that commit somebody: "Tim will ask Brian", "@ada to moor the boat", "I'll do it"."""

import re

from pipelines.notes.statements.people import NAMES, People, are_people, is_nobody
from pipelines.notes.vocabulary import listed, marks, stems

_LEAD = r"(?:^|(?<=[,;:(—–→-] )|(?<=\()|\b(?:and|then|but|so|otherwise)\b,? )[*_~\[(]{0,3}"
_ADVERB = r"(?:[a-z]+ly |also |then |just |now |only |try (?:to|and) )*"
_BEHIND = r"[\])]?(?: (?:and|\+|&) \w+)?"  # "Ada and team"
_NO_DEED = re.compile(rf"(?:{marks('states')})\b", re.I)
_WILL = re.compile(
    rf"{_LEAD}(?P<who>{NAMES}){_BEHIND}(?:\s+(?:will|shall)|\s*['’]ll)\s+{_ADVERB}"
    r"(?P<verb>[^\W\d_][\w-]*)"
)
_TO = re.compile(
    rf"{_LEAD}(?P<who>{NAMES}){_BEHIND}(?:\s+is|\s+are)?\s+to\s+{_ADVERB}(?P<verb>[a-z][\w-]*)"
)
_PROMISES = re.compile(
    rf"{_LEAD}(?P<who>{NAMES})\s+(?:(?:has|have|had|is|are)\s+)?"
    rf"(?:{marks('promising')}|\w+ing|(?:took |takes )?(?:an |the )?action(?: item)?)"
    r"\s+to\s+(?P<verb>[a-z]+)"
)
_NO_OBJECT = r"(?:on|to|for|of|by|about|it|that|with|if|what|how|in|at|back|over|from)\b"
_DEED = re.compile(
    rf"^\W{{0,3}}(?P<who>{NAMES})\s+(?P<verb>(?!(?:{'|'.join(listed('deeds'))})\b)"
    rf"(?i:{marks('deeds')}))\b(?! {_NO_OBJECT}|(?<=gives) an? )"  # "Ada gives a talk"
)
# "Luc contactera la pépinière"; "Ole prüft bis Ende Mai die Beiträge"
_FUTURE = re.compile(
    rf"^\W{{0,3}}(?P<who>{NAMES})\s+(?:s(?:e\s|['’]))?(?P<verb>[^\W\d_A-Z][^\W\d_]+(?:ra|ront))\b"
)
_DUE = re.compile(
    rf"^\W{{0,3}}(?P<who>{NAMES})\s+(?P<verb>[^\W\d_A-Z][^\W\d_]+)\s[^.;]*\b(?:{marks('by_when')})\b"
)
_ASKED = re.compile(
    rf"(?:^|, )\W{{0,3}}(?P<who>{NAMES})(?:\s*[,:–—-]+)?\s+(?:can|could|would|will)\s+you\s+"
    r"(?P<verb>(?:please )?[a-z]+)",
    re.I,
)
_PLEASE = re.compile(rf"^\W{{0,3}}(?P<who>{NAMES})\s*[,:]\s*please\s+(?P<verb>[a-z]+)", re.I)
_I = re.compile(
    rf"(?:^|[,;.] |\b(?:and|so|but|then)\b,? )(?<!\()I(?:['’]ll| will| shall"
    rf"|['’]?a?m \w+ing to)\s+{_ADVERB}(?!{marks('states')}\b)[a-z]+"
    rf"|(?<!\()\bI promised\b|(?:^|[,;.] )I can (?:take|do|{marks('tasks')}|{marks('deeds')})\b"
)
_SUBJECTLESS = re.compile(rf"^\W*[Ww]ill\s+{_ADVERB}(?!{marks('states')}\b)[a-z]+\s+\w")
_NO_VERB = re.compile(rf"(?:{marks('determiners')})\b", re.I)
# with an object, or something to do to one: "let's rename the gauge", not "let's see"
_LETS = re.compile(
    r"(?:^|[,;:] |\b(?:and|so) )[Ll]et['’]?s (?!not\b|avoid\b|see\b|say\b|be\b)[a-z]+"
    rf"(?= (?!{_NO_OBJECT})\w)"
)
_ARRANGED = re.compile(r"\bto be (?:arranged|scheduled|announced|sent)\b[\s.!]*$")
_IMPERATIVE = re.compile(
    rf"^\W{{0,3}}(?P<verb>{marks('tasks')}|{marks('deeds')})(?<!s)\s+(?!is\b|was\b|{_NO_OBJECT})"
    r"(?!(?:\S+\s){0,5}(?:is|are|was|were)\s)",
    re.I,
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|(?<!\w)‘[^’]*’(?!\w)")
_VOTE = re.compile(r"^\W*[+-]\d+\s+")
_LINK = re.compile(r"^\W*(?:and|then|but|so|otherwise|also|ok|yes),?\s+", re.I)
_WHEN = re.compile(r"^\W*(?:By|In|On|Before|After|Until)\s[^,]{1,30},\s+(?=[A-Z@])")
_OR_ANOTHER = re.compile(r"\s*\(\s*(?:and|or)\s+(\w+)\??\s*\)")
_ARROW = r"(?:[-=]+>|→)"
_TASKED = re.compile(  # "-> Ada: paint the deck", "Ada => paint the deck"
    rf"^\W{{0,3}}(?:{_ARROW}\s*(?P<who>{NAMES})\s*:|(?P<own>{NAMES})\s*{_ARROW})\s*(?P<verb>[a-z]+)"
)
# pattern, whether only people of the meeting count; without any of these words between blanks,
# or of these letters, it cannot fit, and looking is dear
_NO: frozenset[str] = frozenset()
_RULES = (
    (_WILL, False, frozenset({"will", "shall"}), ("'ll", "’ll")),
    (_TO, True, frozenset({"to"}), ()),
    (_PROMISES, True, frozenset({"to"}), ()),
    (_DEED, False, _NO, stems("statements", "deeds")),
    (_FUTURE, True, _NO, ("ra", "ront")),
    (_DUE, True, _NO, stems("statements", "by_when")),
    (_ASKED, True, frozenset({"you"}), ()),
    (_PLEASE, True, _NO, ("please",)),
    (_TASKED, True, _NO, (">", "→")),
)


def _is_quoting(text: str) -> bool:
    return any(sign in text for sign in '"“‘')


def committed(text: str, people: People, *, anybody: bool = False) -> list[str] | None:
    """Who a sentence says will act; None when it commits nobody by name.

    anybody  behind a mark or in a list of actions, names nobody signed count, too
    """
    folded = text.casefold()
    spoken = frozenset(folded.split())
    due = [
        (pattern, strict)
        for pattern, strict, alone, letters in _RULES
        if (alone and not alone.isdisjoint(spoken)) or any(part in folded for part in letters)
    ]
    if not anybody and not due:
        return None
    text = _QUOTED.sub(lambda m: "x" * len(m[0]), text) if _is_quoting(text) else text
    who: list[str] = []
    for before in (_VOTE, _LINK, _WHEN):
        text = text[found.end() :] if (found := before.match(text)) else text
    text = _OR_ANOTHER.sub(r" and \1", text) if "(" in text else text
    asks = text.rstrip().endswith("?")
    if anybody and _first(text, people):
        return list(dict.fromkeys(n for part in text.split(";") for n in _first(part, people)))
    for pattern, strict in due:
        if asks and pattern not in (_ASKED, _PLEASE):
            continue
        for match in pattern.finditer(text):
            if _NO_DEED.match(match["verb"]) or _NO_VERB.match(match["verb"]):
                continue
            said = match["who"] or match["own"]
            named = are_people(said, people, strict=strict)
            who += [name for name in named if name not in who]
    return who or None


_ANYBODY = re.compile(
    rf"^\W*(?P<who>{NAMES}){_BEHIND}(?P<how>\s+(?:to|will)\s+|\s*(?::\s|：)\s*"
    r"|,?\s+(?:can|could) you\s+"
    rf"|\s*[-–—]+\s+|\s*(?:→|[-=]+>)\s*){_ADVERB}(?P<verb>[^\W\d_][\w-]*)"
)
_BEFORE_TO = frozenset((*listed("before_to"), *listed("agreeing")))  # "agreed to moor the boat"


def _first(text: str, people: People) -> list[str]:
    """The names a marked or listed action begins with, known or not: "mona to moor the boat"."""
    match = _ANYBODY.match(text)
    if not match:
        return []
    named = are_people(match["who"], people, strict=False)
    if not named and match["how"].strip() in ("to", "will") and " " not in match["who"]:
        named = [match["who"].lstrip("@")]  # written small, as in chats
    known = any(name in people for name in named) or "@" in match["who"]
    word = match["who"].split()[0].casefold()
    if known:
        return named
    asks = text.rstrip().endswith("?")  # "Open: who moors the boat?"
    thing = match["how"].strip() == "to" and match["verb"][0].isupper()  # "write to Cy"
    if asks or thing or is_nobody(word) or word in _BEFORE_TO or _NO_VERB.match(match["verb"]):
        return []
    return named


def promises(text: str) -> bool:
    """Whether the writer promises in the first person, or without any: "Will send the letter"."""
    said = _QUOTED.sub(" ", text) if _is_quoting(text) else text
    mine = "I" in said and _I.search(said)
    return not said.rstrip().endswith("?") and bool(mine or _SUBJECTLESS.match(said))


def proposes(text: str) -> bool:
    """Whether a sentence sets a task without naming anybody: "let's …", "to be arranged"."""
    lets = "et" in text and _LETS.search(text)
    later = "to be " in text and _ARRANGED.search(text)
    return bool(lets or later) and not text.rstrip().endswith("?")


def is_imperative(text: str) -> bool:
    """Whether a sentence tells somebody to do a definite thing: "write a blog post on this"."""
    return (
        bool(_IMPERATIVE.match(text)) and not text.rstrip().endswith("?") and len(text.split()) >= 4
    )
