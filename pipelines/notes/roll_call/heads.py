"""The heads that open, divide and close a roll call: headings, labels and sentences."""

import re
from dataclasses import dataclass

from pipelines.notes.text.markdown import words
from pipelines.notes.vocabulary import holds, phrases, stems


def _any(name: str) -> re.Pattern[str]:
    return re.compile(phrases("roll_call", name), re.I)


OPENS, GROUP, ONE, SIDE = map(_any, ("opens", "groups", "one", "side"))
GREETING, INTRODUCES = map(_any, ("greeting", "introduces"))
_ASKS, _ROLE = map(_any, ("asks", "role"))
_WORKER = re.compile(r"(?:.*\W)?[^\W\d_]{3,}(?:er|or)s?$", re.I)  # Timekeeper, Organizers
# Who is "On site" or "On Zoom" may be here or not; "On the phone" is.
_ON = re.compile(r"(?i:on (?!the\b))(?=[a-z])")
# What keeps somebody away, whole ("Out", "Vacation") or at the end of a label ("Staff on leave");
# "Sign off" and "Shout out" are no such labels.
_WHY = (
    r"vacations?|holidays?|leave|sick(?: leave)?|sick(?:ness)?|ill(?:ness)?|maternity|paternity"
    r"|pto|ooo|away|travell?ing|(?:time|day)s? off|no[ -]shows?"
    r"|urlaub|krank|elternzeit|reise|congés?|vacances|malades?|vacaciones|enferm[oa]s?|férias|休暇"
)
_OUT = (
    rf"(?:currently )?(?:on |in |at )?(?:{_WHY}|out|off|unable)"
    rf"(?:\W+(?:of|the|office|town|to|today|this|week|month|come|attend|join|make|it|{_WHY}))*"
)
_ELSEWHERE = re.compile(rf"\W*(?:{_OUT}|.*\b(?:{_WHY}))\W*", re.I)
_OPENING = stems("roll_call", "opens")
_HEAD = phrases("roll_call", "opens")
_AWAY = rf"{phrases('roll_call', 'away')}|(?<!\w)to\s+(?:{_HEAD})"  # "Unable to attend"
AWAY = re.compile(_AWAY, re.I)
_WERE = phrases("roll_call", "were")
CAME = rf"(?:(?:{_WERE})\s+(?:in\s+)?|(?=[^\W\d_]+ed\b))(?:{_HEAD})"  # were present, attended
# A label, a remark in brackets of any length, a colon; the text behind it.
_LABEL = re.compile(
    r"[*_\s]*+(?P<label>[^\n:：/|@,，、()\[\]]{2,60}?)[*_\s]*+"
    r"(?P<remark>(?:[(\[][^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*[)\]][*_\s]*)?)[:：][*_]*\s*(?P<rest>.*)$",
    re.S,
)
_DASHED = re.compile(r"(?P<label>[^\n:/|@,]{2,40}?)\s++[-–—]+\s+(?P<rest>.+)$", re.S)
_BARE = re.compile(rf"(?:(?:{_HEAD}|{_AWAY})\W*)+", re.I)
_PRESENT_WERE = re.compile(
    rf"(?P<head>[^.:,\n]{{0,50}}?(?:{_HEAD})[^.:,\n]{{0,20}}?)\s+(?:{_WERE})\s*:?\s+(?P<rest>.+)",
    re.I | re.S,
)
_WERE_PRESENT = re.compile(rf"(?P<rest>[^.:\n]+?)\s+{CAME}", re.I)
_SENTENCE = re.compile(r"(?<!\b[A-Z])(?<!\b[JSD]r)(?<!\bM[rs])\.(?=\s|$)")
_REMARK = re.compile(r"(?<!\s)\s*[(\[][^()\[\]\n]*[)\]]\s*$")
_WHO = re.compile(r"\W*who\b", re.I)
_FEW = 4  # words: "Who is with us"
_LONG = 6  # words: a longer heading or label is about something else


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a list of names, and what follows on its line."""

    label: str
    rest: str

    @property
    def is_short(self) -> bool:
        """Whether it may be a head at all."""
        return len(self.label.split()) <= _LONG


def label_of(text: str) -> Head | None:
    """`Present (add yourself): a, b` as Present and "a, b"; also `Attendees` or `Absent` alone."""
    found = _LABEL.match(text)
    if (
        found
        and not re.search(r"http|mailto", found["label"])
        and not re.match(r"//|\W+$", found["rest"])
    ):
        return Head(found["label"].strip(" *_#"), found["rest"].strip())
    bare = (_REMARK.sub("", text) if text.rstrip()[-1:] in (")", "]") else text).strip(" *_#:?")
    known = opens(bare) or AWAY.fullmatch(bare)
    if "\n" not in bare and len(bare.split()) <= _LONG and known and _is_head_only(bare):
        return Head(bare, "")
    dashed = _DASHED.match(text)
    if dashed and _is_bare(dashed["label"].strip(" *_")):
        return Head(dashed["label"].strip(" *_"), dashed["rest"].strip())
    return None


def bold_label(raw: str) -> Head | None:
    """`**Present** a, b`: a bold head of a roll call with its list behind it, and no colon."""
    found = re.match(r"\s*(\*\*|__)([^*_\n:]+)\1\s+(?=\S)", raw)
    if found and _is_bare(found[2].strip()):
        return Head(found[2].strip(), words(raw[found.end() :], handles=True).strip())
    return None


def _is_bare(text: str) -> bool:
    """Whether a text is the words of a head alone: "Present", "In attendance"."""
    return _BARE.fullmatch(re.sub(r"^[^\W\d_]{2}\s", "", text)) is not None


def _is_head_only(text: str) -> bool:
    """Whether a line without a colon is nothing but the head of a list."""
    rest = re.sub(rf"{_HEAD}|{GROUP.pattern}", " ", text, flags=re.I)
    return (
        not re.search(r"\d", text)
        and all(word.islower() and len(word) <= 4 for word in re.findall(r"[^\W\d_]+", rest))
    ) or (bool(AWAY.fullmatch(text) or _BARE.fullmatch(text)))


def may_open(raw: str) -> bool:
    """Whether a text says what a roll call could open with, wherever it stands."""
    known = holds(raw, _OPENING) and OPENS.search(raw.replace("_", " ")) is not None
    return known or asks_who(raw.partition(":")[0])


def opens(text: str) -> bool:
    """Whether a heading or label is the head of a roll call (`Ana to present` is none)."""
    found = OPENS.search(text)
    return found is not None and not re.search(r"\b(?:to|will)\s+$", text[: found.start()])


def is_of_absent(text: str) -> bool:
    """Whether a heading is of those who did not come (`Attendees and regrets` is of both)."""
    if is_elsewhere(text):
        return True
    away, came = AWAY.search(text), OPENS.search(text)
    return away is not None and not (came and came.start() < away.start())


def is_group(label: str) -> bool:
    """Whether a label between the names is of people with a task, or of a group that came."""
    known = (GROUP, ONE, OPENS, _ROLE, _WORKER)
    return any(pattern.search(label) for pattern in known) or asks_who(label)


def is_elsewhere(label: str) -> bool:
    """Whether a label is what keeps people away: "On leave", "Sick", "Unable to come"."""
    return len(label.split()) <= _LONG and _ELSEWHERE.fullmatch(label) is not None


def is_said(label: str) -> bool:
    """Whether a label makes a statement ("Stuck in traffic", "On site"): it is no part of a list.

    A place, room or team is one word, two, words that begin large, or these "of" something.
    """
    head = label.partition(" of ")[0]
    small = [word for word in head.split()[1:] if word.islower() and len(word) > 1]
    return (_ON.match(label) is not None or len(small) > 1) and not is_group(label)


def is_aside(text: str) -> bool:
    """Whether a heading begins another list of names: of a break-out, or of those who are new."""
    is_other = SIDE.search(text) or GREETING.search(text)
    return bool(is_other or (INTRODUCES.search(text) and not opens(text)))


def sentence_head(text: str) -> Head | None:
    """`Directors present were A and B.` and `A and B were present.` as head and names."""
    flat = " ".join(text.split())
    for pattern in (_PRESENT_WERE, _WERE_PRESENT):
        if (found := pattern.match(flat)) and (rest := _came(found["rest"])).strip():
            return Head(found.groupdict().get("head") or "", rest.strip())
    return None


def _came(rest: str) -> str:
    """The names of a sentence without its clause on those who did not come."""
    first, *others = _SENTENCE.split(rest)[0].split("; ")
    return "; ".join([first, *(other for other in others if not AWAY.search(other))])


def asks_who(text: str) -> bool:
    """Whether a heading asks for people, in whichever words: "Who's around"."""
    return "who" in text.casefold() and bool(_WHO.match(text)) and len(text.split()) <= _FEW


def asks(text: str) -> bool:
    """Whether a paragraph asks to sign the list that follows."""
    return bool(_ASKS.search(text)) and bool(OPENS.search(text))


def is_person_label(head: Head) -> bool:
    """Whether what looks like a label is somebody's name (`Ada Fenwick: late`)."""
    return (
        bool(head.rest)
        and not re.search(r"[,@]", head.rest)
        and len(head.label.split()) >= 2
        and head.label.istitle()
        and not GROUP.fullmatch(head.label)
        and not AWAY.match(head.label)
        and not (AWAY.search(head.label) and GROUP.search(head.label))  # "Members Missing: …"
    )
