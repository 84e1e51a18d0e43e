"""Sentences that commit somebody: "Tim will ask Brian", "Chris gives Jessica access"."""

import re

from pipelines.notes.people import NAMES, are_people

_VERBS = (
    "accept add address advertise announce apply arrange ask assign attend audit book bring build bump "
    "call chair change check chase circulate clarify clean close collect comment compile complete "
    "confirm connect contact contribute convert coordinate copy create cut deal debug decide define "
    "delete deploy describe design determine develop discuss distribute do document download draft "
    "drive edit email enable ensure evaluate examine expand experiment explain explore extend file "
    "fill finalize finalise find finish fix follow forward gather get give go grab handle help host "
    "identify implement improve include incorporate inform inquire install integrate introduce "
    "investigate invite join keep kick label launch lead link list look mail maintain make merge "
    "message migrate move nominate notify nudge open organize organise own pair pick ping pitch plan "
    "poke post prepare present promote propose provide publicise publicize publish pull push put raise "
    "reach read rebase record reduce refactor refine register release remind remove rename reopen "
    "reply report request research resolve respond restart retire revert review revisit revive rework "
    "rewrite run schedule search see send set setup share ship show sign simplify sort speak split "
    "squash start stop submit suggest summarise summarize switch sync tackle tag take talk tell test "
    "think track transfer translate trigger try turn tweak upload update upgrade use verify "
    "volunteer wait work write".split()
)
_BASE = "|".join(_VERBS)
_THIRD = "|".join(
    v[:-1] + "ies" if v.endswith("y") and v[-2] not in "aeou" else v + ("es" if re.search(r"(s|x|z|ch|sh|o)$", v) else "s")
    for v in _VERBS
    if v not in {"do", "go", "see", "think", "use", "own", "work", "run", "show", "include", "help",
                 "attend", "report", "present", "deal", "maintain", "lead", "suggest", "propose",
                 "explain", "keep", "look", "get", "find", "speak", "describe", "ask", "plan", "host",
                 "ensure", "list", "enable", "develop", "build", "provide", "wait", "join",
                 "talk", "link", "share", "comment", "introduce", "raise", "label", "mail"}
)  # fmt: skip
_STRONG = (
    "announce arrange ask book bring check circulate clean collect compile contact coordinate create "
    "document draft email file finalise finalize follow gather invite investigate make merge migrate "
    "move notify open organise organize ping post prepare publish raise reach rebase remind "
    "reply review revive schedule send setup share submit summarise summarize update upgrade "
    "write".split()
)
_LEAD = r"(?:^|(?<=[,;:(—–-] )|(?<=\()|\b(?:and|then|but|so|otherwise|therefore|also|yes|ok|hence)\b,? )\W{0,3}"
_ADVERB = r"(?:also |then |just |now |probably |hopefully |only |therefore |try (?:to|and) )*"
_WILL = re.compile(
    rf"{_LEAD}(?P<who>{NAMES})\s+(?:will|shall|['’]ll)\s+{_ADVERB}(?P<verb>be\s+\w+ing|[a-z][\w-]+)",
)
_TO = re.compile(rf"{_LEAD}(?P<who>{NAMES})(?:\s+is|\s+are)?\s+to\s+{_ADVERB}(?P<verb>{_BASE})\b")
_INTENDS = re.compile(
    rf"{_LEAD}(?P<who>{NAMES})\s+(?:(?:has|have|had)\s+)?{_ADVERB}(?:plans?|agree[sd]?|promise[sd]?"
    r"|volunteer(?:s|ed)?|offer(?:s|ed)?|intends?|commit(?:s|ted)?|(?:is|are)\s+going|aims?)\s+to\s+(?P<verb>[a-z]+)",
)
_DOES = re.compile(
    rf"^\W{{0,3}}(?P<who>{NAMES})\s+(?P<verb>{_THIRD}|owns|takes on)\b"
    r"(?! an? (?:demo|talk|update|overview|presentation|report|summary))"
)
_HANDS_ON = re.compile(  # deeds of persons, not of programs
    r"^\W{0,3}(?P<who>[A-Z][a-zà-ÿ]+)\s+(?P<verb>gives|submits|contacts|emails|drafts|prepares|pings|invites"
    r"|schedules|follows up|reaches out|volunteers)\b(?! an? (?:demo|talk|update|overview))"
)
_I = re.compile(
    rf"(?<!\()\bI(?:['’]ll| will| shall)\s+{_ADVERB}(?:try to\s+)?(?:{_BASE})\b(?! at\b)|(?<!\()\bI promised\b"
)
_LETS = re.compile(
    r"(?<!but )(?<!so )(?:\b[Ll]et['’]s|^Lets(?! (?:you|us|me|users|people|each|the|a|it)\b))\s+(?!see\b|not\b|punt\b|defer\b|postpone\b|skip\b|discuss\b|talk\b|think\b|say\b|hope\b|wait\b|go\b|do it\b|move on\b|be\b)[a-z]+"
)
_IMPERATIVE = re.compile(
    rf"^\W{{0,3}}(?P<verb>{'|'.join(_STRONG)})\s+"
    r"(?!to\b|is\b|was\b|of\b|by\b|that\b|in\b|on\b|from\b"
    r"|for\b|about\b|at\b|it\b)(?!(?:\S+\s){0,5}(?:is|are|was|were)\s)",
    re.I,
)
_ARRANGED = re.compile(
    r"\bto be (?:arranged|scheduled|organi[sz]ed|set up|written|created|updated|announced|drafted|sent)\b[\s.!]*$",
    re.I,
)
_NO_DEED = re.compile(
    r"^be\s+(?:coming|starting|speaking|away|out|there|joining|attending|hosting|able|giving|leaving)|^(?:be|have|need|not|never|fail"
    r"|become|happen|allow|mean|depend|require|exist|remain|cause|lead|break|likely|want|like|come|continue|stay|hopefully)\b",
    re.I,
)


# pattern, whether only known people count, and a cheap sign without which it cannot fit
_RULES = (
    (_WILL, False, re.compile(r"\b(?:will|shall)\b|['’]ll\b")),
    (_TO, True, re.compile(r"\sto\s")),
    (_INTENDS, True, re.compile(r"\sto\s")),
    (_DOES, True, None),
    (_HANDS_ON, False, None),
)


def committed(text: str, known: frozenset[str]) -> list[str] | None:
    """Who a sentence says will act; None when it commits nobody by name."""
    if re.search(r"\?\s*$", text):
        return None
    who: list[str] = []
    text = re.sub(r"^\W*[+-]\d+\s+", "", text)  # a vote before it
    text = re.sub(r"\s*\(\s*(?:and|or)\s+(\w+)\??\s*\)", r" and \1", text)
    for pattern, strict, needs in _RULES:
        if needs and not needs.search(text):
            continue
        for match in pattern.finditer(text):
            if pattern is _WILL and _NO_DEED.match(match["verb"]):
                continue
            who += [
                n for n in are_people(_trimmed(match["who"]), known, strict=strict) if n not in who
            ]
    return who or None


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
