"""Names inside sentences: who a sentence may be about, known from signatures and speakers."""

import re
from collections.abc import Iterable

from pipelines.notes.roll_call import Signed
from pipelines.notes.signature import initials

_NOBODY = set(
    "a an the this that these those it they we you he she who what which there everyone everybody anyone "
    "someone nobody people folks all both some many most other others each one something anything "
    "nothing everything i id ill im ive and or but so then also if when where while after before as "
    "for from with without need needs want wants able going due according thanks thank link links "
    "happy ask asks asked invitation proposal plan plans plus next step steps action actions item "
    "items todo note notes agenda meeting meetings issue issues pr prs pull release releases version "
    "update updates new add added adding get getting try trying use using how why yes no not ok maybe "
    "please see have has had is are was were be been do does did can could should would will may "
    "might must shall let lets just only still now today tomorrow yesterday soon later once until "
    "team group council board community maintainers members users contributors docs documentation "
    "project projects repo repos working work discussion question questions answer decision result "
    "response feedback review access support help time day week month year monday tuesday wednesday "
    "thursday friday saturday sunday january february march april june july august september october "
    "november december name your my our their his her its here more less very really hopefully otherwise "
    "currently previously previous conclusion summary idea ideas option options goal goals aim "
    "purpose reason problem problems solution blog post posts page site website email call talk event "
    "workshop conference sprint hackathon paper grant proposals funding money budget everything "
    "things stuff lots several ci cd api ui ux url pdf json yaml html css http https k8s aws gcp sql "
    "eu uk us usa fyi tbd tbc asap faq about description context background topic status facilitator "
    "notetaker host location where pros cons pro con example examples binder jupyter google docker "
    "kubernetes python github gitlab amazon azure microsoft linux travis slack discourse gitter zoom "
    "twitter mastodon zenodo conda pip rust julia java javascript windows chrome firefox notebook "
    "notebooks hub lab server cluster outcome outcomes take conclusion decided agreed resolved cc re "
    "edit aside warning important optional required task tasks deadline scope motivation".split()
)
_WORD = r"@?[^\W\d_][\w.'’-]*"
NAMES = rf"{_WORD}(?: [A-Z][\w'’-]*){{0,2}}(?:(?:\s*(?:,|&|/|\+)\s*|\s+and/or\s+|\s+and\s+|\s+or\s+){_WORD}(?: [A-Z][\w'’-]*){{0,2}})*"


def known_names(signed: Iterable[Signed], speakers: Iterable[str]) -> frozenset[str]:
    """Every form in which a meeting's people may be named: full, first and handle; case folded."""
    known: set[str] = set()
    for name in (*(s.signature.name for s in signed), *speakers):
        if name.split():
            known |= {name.casefold(), name.split()[0].casefold()}
            known |= {initials(name).casefold()} if len(name.split()) > 1 else set()
    known |= {s.signature.handle for s in signed if s.signature.handle}
    return frozenset(known - _NOBODY)


def is_nobody(word: str) -> bool:
    """Whether a word that may begin a line names no person: Description, Notes, They."""
    return word.casefold() in _NOBODY


def split_names(text: str) -> list[str]:
    """`Ana, Ben & @cy` as its names."""
    parts = re.split(r"\s*(?:,|&|/|\+|\band/or\b|\band\b|\bor\b)\s*", text)
    return [part.strip(" @*_.:") for part in parts if part.strip(" @*_.:")]


def are_people(text: str, known: frozenset[str], *, strict: bool) -> list[str]:
    """The names in a text if it holds nothing else, else an empty list.

    strict  only names of the meeting, handles with @ and short capitals count
    """
    names = split_names(text)
    fine = [name for name in names if is_person(name, text, known, strict=strict)]
    return names if names and len(fine) == len(names) else []


def is_person(name: str, text: str, known: frozenset[str], *, strict: bool) -> bool:
    """Whether one name may be a person's (or a small team's)."""
    words = name.split()
    if any(word.casefold() in _NOBODY for word in words[1:]):
        return False
    if name.casefold() in known or words[0].casefold() in known or f"@{name}" in text:
        return len(words) <= 3
    if any(word.casefold() in _NOBODY for word in words) or len(words) > 3:
        return False
    if re.fullmatch(r"[A-Z]{2,3}" if strict else r"[A-Z]{2,6}", name):
        return True
    large = all(re.fullmatch(r"[A-ZÀ-Þ][a-zß-ÿ'’-]+", word) for word in words)
    return large and not strict
