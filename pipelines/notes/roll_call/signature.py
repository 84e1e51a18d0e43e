"""One entry of a roll call → name, handle, affiliation; pronouns are never kept.

A place is not kept where it has a slot of its own.
"""

import re
from dataclasses import dataclass

from pipelines.notes.roll_call.fields import ADDRESS, PRONOUN, fields_of
from pipelines.notes.roll_call.names import initials, is_code, is_like_name, is_name
from pipelines.notes.vocabulary import words_of

_TEMPLATE = frozenset(words_of("template"))
_REMARK = re.compile(
    r"\b(late|maybe|mins?|minutes|mute[d]?|leav\w*|left|absent|listen\w*|learn|observ\w*|might"
    r"|until"
    r"|till?|join\w*|from \d|only|first (?:half|part|time|\d+)|second half|second part|sorry"
    r"|new|brief\w*"
    r"|phone|audio|async|notes?|scribe|minute[- ]taker|chair\w*|host\w*|facilitat\w*|moderat\w*"
    r"|née|nee|guest|remote|in person|online|github|pronoun\w*)\b",
    re.I,
)
_ROLE = re.compile(
    r"\s*((?:non-?)?voting|tsc|tac|sc|pmc|council|members?|observers?|guests?|emeritus|chairs?"
    r"|co-?chairs?"
    r"|vice[- ]chair|lead|co-?lead|maintainers?|committers?|contributors?|host|notes?|scribe"
    r"|note ?taker|minutes|facilitator|moderator|remote|steering (?:council|committee)"
    r"|organi[sz]er|staff"
    r"|alternate|proxy|secretary|treasurer|president|director|board|speaker|presenter|community"
    r"|bdfl|intern|(?:chief |lead )?architect|rep(?:resentative)?)"
    r"((\s|[-/&,])+(voting|tsc|tac|pmc|council|members?|observers?|guests?|chair|lead"
    r"|and|of|the|maintainers?|committers?|manager|taker))*\s*",
    re.I,
)
_AWAY = re.compile(
    r"\b(not attending|not present|unable to (?:attend|join|make)|(?:can(?:no|'|’)?t"
    r"|won[’']t) (?:attend|"
    r"join|make it|be there)|regrets|apolog(?:y|ies)|after the fact|absent|on (?:leave|vacation"
    r"|holiday))\b",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w.@])@([A-Za-z0-9](?:[\w.-]*\w)?)")
_SHOWN = re.compile(r"@(?:your)?-?(?:git(?:hub|lab))?[-_]?(?:user)?-?(?:name|handle|id)?\b", re.I)
_PLACE = re.compile(
    r"[^,]+,\s*(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]"
    r"|PA|RI"
    r"|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?:,?\s*USA?)?"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as written: no pronouns, no remark."""

    name: str
    handle: str | None
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """What the slots of one roll call mean, read from its template line or its signed handles."""

    handle: int | None = None  # slot of the handle, counted from 0
    known: frozenset[str] = frozenset()  # handles signed with an @ beside it
    homes: frozenset[str] = frozenset()  # affiliations of those, case folded


def is_template(text: str) -> bool:
    """Whether a line only shows how to sign, or is empty."""
    first = re.split(r"\s*[/|,]\s*|\s+-\s+", text.strip(" *_`<>[]\"'()"))[0]
    tokens = re.findall(r"[a-z']+", first.casefold())
    return all(t in _TEMPLATE for t in tokens) and not _HANDLE.search(_SHOWN.sub("", text))


def is_away(text: str) -> bool:
    """Whether the signature itself says that the person is not there."""
    return bool(_AWAY.search(text))


def read(text: str, order: Order) -> Signature | None:
    """Who signed with one line; None when nobody did (a template, a remark, no name)."""
    if is_template(text) or is_away(text):
        return None
    fields = [f.replace(ADDRESS, "") for f in fields_of(text) if f != ADDRESS]
    if len(fields) == 1:
        return _unseparated(fields[0])
    handle, fields, at = _handle_of(fields, order)
    name, more = _name_and_aside(fields[0])
    if not name:
        return Signature(handle, handle, _affiliation(fields[1:])) if handle else None
    if not is_name(name):
        return None
    rest = [f for f in fields[1:] if "/" in text or "|" in text or not _is_remark(f)]
    if at is not None and order.handle == 1:
        rest = [*fields[1:at], *fields[at:]][:1]
    elif at is not None:
        rest = fields[1:at] or fields[at : at + 1]
    elif order.handle == 1:
        rest = rest[:1]
    return Signature(name, handle or more[0], _affiliation(rest) or more[1])


def _is_remark(text: str) -> bool:
    """Whether what stands behind a dash tells something instead of naming an organisation."""
    told = text.strip()
    lower = told[:1].islower() and len(told.split()) >= 2
    return lower or len(told.split()) > 7 or bool(re.search(r"(?:[!?]|:[)o(])$", told))


def _handle_of(fields: list[str], order: Order) -> tuple[str | None, list[str], int | None]:
    """The handle, the other fields, and where among them it stood."""
    for i, entry in enumerate(fields):
        match = _HANDLE.fullmatch(re.sub(r"\([^()@]*\)?\s*$", "", entry).strip("()[] ,`"))
        if match and i > 0:
            return match[1].lower(), fields[:i] + fields[i + 1 :], i
    marked = [i for i, entry in enumerate(fields) if i and entry.startswith("@")]
    if marked:  # "@Freek Pols": the slot of a handle with no handle in it
        i = marked[0]
        return None, fields[:i] + fields[i + 1 :], i
    inside = list(_HANDLE.finditer(fields[0]))
    if inside:
        rest = _HANDLE.sub("", fields[0]).replace("()", "").strip()
        return inside[0][1].lower(), [rest, *fields[1:]], None
    bare = _bare_handle(fields, order)
    if bare is None:
        empty = (
            order.handle is not None
            and len(fields) > order.handle
            and (fields[order.handle] in ("", "-") and order.handle == 1)
        )
        return (None, fields[:1] + fields[2:], 1) if empty else (None, fields, None)
    return fields[bare].lower(), fields[:bare] + fields[bare + 1 :], bare


def _bare_handle(fields: list[str], order: Order) -> int | None:
    """The slot of a handle written without @: where handles stand, or like the name, or known."""
    single = [i for i, f in enumerate(fields) if i and re.fullmatch(r"[A-Za-z0-9][\w-]{1,38}", f)]
    alike = [i for i in single if is_like_name(fields[i], fields[0])]
    wanted = order.handle if order.handle is not None else len(fields) - 1
    if not alike and len(fields) >= 3 and wanted in single:
        word = fields[wanted]
        last = wanted == len(fields) - 1 and not word.isupper()
        if (last or word[0].islower() or word[0].isdigit()) and (
            word.casefold() not in {"none", *order.homes}
        ):
            return wanted
    known = [i for i in single if fields[i].lower() in order.known]
    return next(iter([*alike, *known]), None)


def _unseparated(text: str) -> Signature | None:
    """`Name @handle (ROLE)`, `@handle Name`, `Name (Affiliation)`, `Name, Affiliation`, `Name`."""
    found = _HANDLE.search(text)
    handle = found[1].lower() if found else None
    rest = _HANDLE.sub(" ", text, count=1)
    rest = re.sub(r"[(\[]\s*[)\]]", " ", rest).strip(" :;,")
    name, (inner, affiliation) = _name_and_aside(rest)
    handle = handle or inner
    if "," in name:
        name, after = (part.strip() for part in name.split(",", 1))
        affiliation = affiliation or _affiliation([after])
    name = name.split(":")[0].strip()
    if not name and found:
        return Signature(found[1], handle, affiliation)
    if not handle and len(name.split()) > 3:
        name, handle, affiliation = _run_together(name, affiliation)
    return Signature(name, handle, affiliation) if is_name(name) else None


def _run_together(text: str, affiliation: str | None) -> tuple[str, str | None, str | None]:
    """`Ana Lima alima Lab A`: a handle made from the name parts it from the rest."""
    tokens = text.split()
    for i, token in enumerate(tokens[1:4], start=1):
        if token.islower() and is_like_name(token, " ".join(tokens[:i])):
            return " ".join(tokens[:i]), token, _affiliation([" ".join(tokens[i + 1 :])])
    return text, None, affiliation


def _name_and_aside(text: str) -> tuple[str, tuple[str | None, str | None]]:
    """A name and what stands beside it in brackets: a handle or an affiliation, never a remark."""
    handle = affiliation = None
    text = re.sub(r"([)\]])\s+[a-z][\w ]*$", r"\1", text)  # "(Moss Lab) plus a guest"
    for inner in re.findall(r"\(([^()]*)\)|\[([^\[\]]*)\]", text):
        aside = (inner[0] or inner[1]).strip()
        mark = _HANDLE.fullmatch(aside)
        if mark:
            handle = handle or mark[1].lower()
        elif (
            not aside
            or _is_initials(aside, text)
            or _REMARK.search(aside)
            or _ROLE.fullmatch(aside)
        ):
            continue
        elif re.fullmatch(r"[a-z][\w-]*", aside) or (
            " " not in aside and is_like_name(aside, text.split("(", maxsplit=1)[0])
        ):
            handle = handle or aside.lower()
        else:
            affiliation = affiliation or _affiliation([aside])
    name = re.sub(r"\([^()]*\)?|\[[^\[\]]*\]?", " ", text)
    bare = re.sub(r"(?<!\b[^\W\d_])\.+$", "", name.strip(" \t*_`:;,!"))  # "Matt G." keeps its dot
    return " ".join(bare.strip(" \t*_`:;,!").split()), (handle, affiliation)


def _is_initials(aside: str, name: str) -> bool:
    bare = re.split(r"[(\[]", name, maxsplit=1)[0]
    return aside.isupper() and (initials(bare).startswith(aside) or is_code(aside, bare))


def _affiliation(fields: list[str]) -> str | None:
    """What stands in the affiliation's slots, as written; null for a placeholder or a role."""
    kept = []
    for text in fields:
        clean = re.sub(r"\(([^()]*)\)", lambda m: "" if _REMARK.search(m[1]) else m[0], text)
        clean = " ".join(clean.strip(" \t*_`,;").split())
        clean = re.sub(r"^\(((?:[^()]|\([^()]*\))*)\)$", r"\1", clean)
        if clean.casefold() not in ("", "-", "–", "none", "n/a", "na", "…", "...") and not (
            _ROLE.fullmatch(clean) or re.fullmatch(PRONOUN, clean, re.I) or _PLACE.fullmatch(clean)
        ):
            kept.append(clean)
    return " / ".join(kept) or None
