"""The words that open, divide and close a roll call, and labels before a colon."""

import re

OPENS = re.compile(
    r"\b(attend(?:ee|ees|ance|ing|ants?)|present|participa(?:nts?|ting)|roll ?-?call"
    r"|check(?:ed)?-?\s?in"
    r"|sign(?:ed)?[ -]?in|who(?:['’]s| is| was) (?:here|there|present)|people present"
    r"|in the room)\b",
    re.I,
)
AWAY = re.compile(
    r"\b(regrets?|apolog(?:y|ies)|unavailable|missing|absent(?:ees?)?|absences?|excused|away"
    r"|no[- ]shows?"
    r"|not (?:attending|present|here|able)|unable|can(?:no|'|’)?t|declined|invited|vacation)\b",
    re.I,
)
GROUP = re.compile(
    r"\b(council|members?|observers?|guests?|voting|maintainers?|staff|remote(?:ly)?"
    r"|in[ -]person|online"
    r"|on ?-?site|tsc|tac|pmc|committee|core|contributors?|community|chairs?|organi[sz]ers?"
    r"|team|board|representatives?|delegates?|officers?|alternates?"
    r"|committers?|others?|leads?|reviewers?|visitors?|public|dial(?:ed)?[ -]in|zoom|mentors?"
    r"|mentees?)\b",
    re.I,
)
OTHERS = re.compile(r"(?:[\w/]+ ){1,2}(?:attendees|participants)", re.I)
ONE = re.compile(  # somebody with a task in the meeting, who is there
    r"(?:host|chair(?:person)?|co-?chair|secretary|facilitator|moderator|scribe|bosun)\b"
    r"|\b(?:chair|scribe|host)(?: pro tem)?$",
    re.I,
)
SIDE = re.compile(
    r"\b(break ?-?out|room \d|introduc\w+|first time|new (?:here|comers?)|ice ?breaker)\b", re.I
)


def label_of(text: str) -> tuple[str, str] | None:
    """`Present: a, b` as ("Present", "a, b"); also `Attendees` alone on its line."""
    match = re.match(r"[*_\s]*([^\n:/|@,]{2,60}?)[*_\s]*:[*_]*\s*(.*)$", text, re.S)
    if match and "http" not in match[1]:
        return match[1].strip(" *_"), match[2].strip()
    bare = re.sub(r"\s*\([^()\n]*\)\s*$", "", text).strip(" *_#")
    if OPENS.fullmatch(bare) or AWAY.fullmatch(bare) or OTHERS.fullmatch(bare):
        return bare, ""
    return None


def is_person_label(label: str, rest: str) -> bool:
    """Whether what looks like a label is somebody's name (`Ada Fenwick: late`)."""
    return (
        bool(rest)
        and not re.search(r"[,@]", rest)
        and len(label.split()) >= 2
        and (label.istitle() and not GROUP.fullmatch(label))
    )
