"""Sentences that commit somebody: "Tim will ask Brian", "Chris gives Jessica access"."""

import re

from pipelines.notes.statements.people import NAMES, are_people, is_nobody, split_names
from pipelines.notes.vocabulary import words_of

_DEEDS = words_of("deeds")
_BASE = "|".join(_DEEDS)
_TASKS = "|".join(words_of("tasks"))


def _third_person(verb: str) -> str:
    """ "carry" → "carries", "fix" → "fixes", "mend" → "mends"."""
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


_THIRD = "|".join(_third_person(v) for v in _DEEDS if v not in words_of("tellings"))
_NAME = r"@?[^\W\d_][\w.'’-]*(?: [A-Z][\w.'’-]*)?"
_LEAD = (
    r"(?:^|(?<=[,;:(—–-] )|(?<=\()"
    r"|\b(?:and|then|but|so|otherwise|therefore|also|yes|ok|hence)\b,? )\W{0,3}"
)
_ADVERB = r"(?:also |then |just |now |probably |hopefully |only |therefore |try (?:to|and) )*"
_WILL = re.compile(
    rf"{_LEAD}(?P<who>{NAMES})\s+(?:will|shall|['’]ll)\s+{_ADVERB}(?P<verb>be\s+\w+ing"
    rf"|[a-z][\w-]+)",
)
_TO = re.compile(rf"{_LEAD}(?P<who>{NAMES})(?:\s+is|\s+are)?\s+to\s+{_ADVERB}(?P<verb>{_BASE})\b")
_INTENDS = re.compile(
    rf"{_LEAD}(?P<who>{NAMES})\s+(?:(?:has|have|had)\s+)?{_ADVERB}(?:plans?|agree[sd]?|promise[sd]?"
    r"|volunteer(?:s|ed)?|offer(?:s|ed)?|intends?|commit(?:s|ted)?|(?:is|are)\s+going"
    r"|aims?)\s+to\s+(?P<verb>[a-z]+)",
)
_DOES = re.compile(
    rf"^\W{{0,3}}(?P<who>{NAMES})\s+(?P<verb>{_THIRD}|owns|takes on)\b"
    r"(?! an? (?:demo|talk|update|overview|presentation|report|summary))"
)
_HANDS_ON = re.compile(  # deeds of persons, not of programs
    r"^\W{0,3}(?P<who>[A-Z][a-zà-ÿ]+)\s+(?P<verb>gives|submits|contacts|emails|drafts|prepares"
    r"|pings|invites"
    r"|schedules|follows up|reaches out|volunteers)\b(?! an? (?:demo|talk|update|overview))"
)
_I = re.compile(
    rf"(?<!\()\bI(?:['’]ll| will| shall)\s+{_ADVERB}(?:try to\s+)?(?:{_BASE})\b(?! at\b)"
    rf"|(?<!\()\bI promised\b"
)
_LETS = re.compile(
    r"(?<!but )(?<!so )(?:\b[Ll]et['’]s|^Lets(?! (?:you|us|me|users|people|each|the|a"
    r"|it)\b))\s+(?!see\b|not\b|punt\b|defer\b|postpone\b|skip\b|discuss\b|talk\b|think\b|say\b"
    r"|hope\b|wait\b|go\b|do it\b|move on\b|be\b)[a-z]+"
)
_IMPERATIVE = re.compile(
    r"^\W{0,3}(?!open[ -](?:source|science|questions|issues|prs|issue and)\b)"
    rf"(?P<verb>{_TASKS})\s+"
    r"(?!to\b|is\b|was\b|of\b|by\b|that\b|in\b|on\b|from\b"
    r"|for\b|about\b|at\b|it\b)(?!(?:\S+\s){0,5}(?:is|are|was|were)\s)",
    re.I,
)
_ARRANGED = re.compile(
    r"\bto be (?:arranged|scheduled|organi[sz]ed|set up|written|created|updated|announced"
    r"|drafted|sent)\b[\s.!]*$",
    re.I,
)
_ANYBODY = re.compile(
    rf"^\W*(?P<who>{_NAME}(?:(?:\s*[,/&]\s*|\s+and\s+){_NAME})*)\s+(?:to|will)\s+{_ADVERB}(?:{_BASE})\b"
)
_SAYS_WILL = re.compile(r"^\W*(?P<who>[A-Z][\w.]*)(?:[)\]]|\s+[-–—]|:)\s+[Ww]ill\s+")
_NO_DEED = re.compile(
    r"^be\s+(?:coming|starting|speaking|away|out|there|joining|attending|hosting|able|giving"
    r"|leaving)|^(?:be|have|need|not|never|fail"
    r"|become|happen|allow|mean|depend|require|exist|remain|cause|lead|break|likely|want|like"
    r"|come|continue|stay|hopefully)\b",
    re.I,
)
_LIFE = re.compile(  # a fact of somebody's life promises nothing
    r"\b(?:join|mov(?:e|ing)|leav(?:e|ing)|start|becom(?:e|ing)|retir(?:e|ing))s?\s+"
    r"(?:(?:to|at|from|as)\s+)?(?:an?\s+)?[A-Z][\w-]+(?:\s[A-Z][\w-]+)*"
    r"(?:\s(?:in|from|on|next|this)\s+\w+(?:\s\w+){0,2})?\W*$"
    r"|\b(?:chang(?:e|es|ing)|start(?:s|ing)?|leav(?:e|es|ing)) (?:(?:a|her|his|their|new) )*"
    r"(?:jobs?|positions?|roles?|company)\b"
)

# pattern, whether only known people count, and a cheap sign without which it cannot fit
_RULES = (
    (_WILL, False, re.compile(r"\b(?:will|shall)\b|['’]ll\b")),
    (_TO, True, re.compile(r"\sto\s")),
    (_INTENDS, True, re.compile(r"\sto\s")),
    (_DOES, True, None),
    (_HANDS_ON, False, None),
)


def committed(text: str, known: frozenset[str], *, anybody: bool = False) -> list[str] | None:
    """Who a sentence says will act; None when it commits nobody by name.

    anybody  in a list of actions, names nobody signed count too: "scott to post a comment"
    """
    if re.search(r"\?\s*$", text) or _LIFE.search(text):
        return None
    who: list[str] = []
    text = re.sub(r"^\W*[+-]\d+\s+", "", text)  # a vote before it
    said = _SAYS_WILL.match(text)
    if said and (said["who"].casefold() in known or re.fullmatch("[A-Z]{2,3}", said["who"])):
        text = f"{said['who']} will {text[said.end() :]}"  # "(JL) Will ask …", "Steve - will …"
    text = re.sub(r"^\W*(?:By|In|On|Before|After|Until)\s[^,]{1,30},\s+(?=[A-Z@])", "", text)
    text = re.sub(r"\s*\(\s*(?:and|or)\s+(\w+)\??\s*\)", r" and \1", text)
    if anybody and (first := _ANYBODY.match(text)) and _may_act(first["who"]):
        return split_names(first["who"])
    for pattern, strict, needs in _RULES:
        if needs and not needs.search(text):
            continue
        for match in pattern.finditer(text):
            if pattern is _WILL and _NO_DEED.match(match["verb"]):
                continue
            who += [
                n
                for n in are_people(_trimmed(match["who"]), known, strict=strict)
                if n not in who and (n.casefold() not in _DEEDS or n.casefold() in known)
            ]
    return who or None


def _may_act(who: str) -> bool:
    """Whether the first word of a line may name somebody: no verb, no common word."""
    first = who.split(maxsplit=1)[0].strip(",")
    return not is_nobody(first) and first.casefold() not in _DEEDS


def _trimmed(who: str) -> str:
    """The names without a conjunction that stands before them."""
    return re.sub(r"^(?:and|then|but|so|otherwise|also|yes|ok)\s+", "", who.strip(), flags=re.I)


def promises(text: str) -> bool:
    """Whether the writer promises in the first person."""
    return bool(_I.search(text)) and not text.rstrip().endswith("?")


def proposes(text: str) -> bool:
    """Whether a sentence sets a task without naming anybody: "let's …", "to be arranged"."""
    return bool(_LETS.search(text) or _ARRANGED.search(text)) and not text.rstrip().endswith("?")


def is_imperative(text: str) -> bool:
    """Whether a sentence tells somebody to do a definite thing: "write a blog post on this"."""
    return (
        bool(_IMPERATIVE.match(text)) and not text.rstrip().endswith("?") and len(text.split()) >= 4
    )
