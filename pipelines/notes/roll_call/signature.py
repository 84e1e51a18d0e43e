"""One entry of a roll call → name, handle, affiliation; pronouns are never kept.

A place is not kept where it has a slot of its own.
"""

import re
from dataclasses import dataclass

from pipelines.notes.note import Signature
from pipelines.notes.roll_call.fields import ADDRESS, FIRST, fields_of
from pipelines.notes.roll_call.names import initials, is_code, is_like_name, is_name
from pipelines.notes.vocabulary import phrases

_TEMPLATE = re.compile(rf"(?:(?:{phrases('roll_call', 'template')})\W*)+", re.I)
_ROLES = "|".join(phrases("roll_call", name) for name in ("role", "one", "groups"))
_ROLE = re.compile(rf"(?:\d\.\s?)?(?:(?:{_ROLES})\W*)+", re.I)
_TASK = re.compile(phrases("roll_call", "one"), re.I)
_AWAY = re.compile(phrases("roll_call", "gone"), re.I)
_HANDLE = re.compile(r"(?<![\w.@])@([A-Za-z0-9](?:[\w.-]*\w)?)")
_SHOWN = re.compile(
    r"@(?:your)?[-_]?(?:git(?:hub|lab))?[-_]?(?:user)?[-_]?(?:name|handle|id)?(?![\w-])", re.I
)
_PLACE = re.compile(
    r"[^,]+,\s*(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]"
    r"|PA|RI"
    r"|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?:,?\s*USA?)?"
)


_TEAM = re.compile(r"\s*@[\w-]+/[\w-]+\s*")
_ADDRESSED = re.compile(rf"(?<=^{ADDRESS})\s*,\s*")
_OUTER_COMMA = re.compile(r"((?:[^,()]|\([^()]*\))*+),(.*)", re.S)  # inside no brackets
LONGEST = 400  # characters of a signature
_DOT = re.compile(r"(?<!\b[^\W\d_])(?<!\b[JSD]r)\.+$")  # "Matt G.", "Ada Moss Jr."


@dataclass(frozen=True, slots=True)
class Order:
    """What the slots of one roll call mean, read from its template line or its signed handles."""

    handle: int | None = None  # slot of the handle, counted from 0
    known: frozenset[str] = frozenset()  # handles signed with an @
    homes: frozenset[str] = frozenset()  # affiliations of those, case folded
    brackets: bool = False  # handles stand in brackets behind the names
    named: bool = False  # a name stands first where there are several slots


def is_template(text: str) -> bool:
    """Whether a line only shows how to sign, or is empty."""
    first = re.split(r"\s*[/|,]\s*|\s+-\s+", text.strip(" *_`<>[]\"'()"))[0]
    first = re.sub(r"\([^()]*\)?", "", first) or first
    bare = " ".join(re.findall(r"[^\W\d_]+(?:['’]\w+)?", first))
    if not bare:  # "/ Heron / @adam": signed with a handle
        return not _HANDLE.search(_SHOWN.sub("", text))
    return bool(_TEMPLATE.fullmatch(bare))


def is_away(text: str) -> bool:
    """Whether the signature itself says that the person is not there."""
    return bool(_AWAY.search(text))


def of_cells(cells: tuple[str, ...], order: Order) -> Signature | None:
    """Who signed with one row of a table."""
    name, handle, home = cells
    said = read(name, order)
    if said is None:
        return None
    bare = handle.lstrip("@").lower() or said.handle
    return Signature(said.name, bare, _affiliation([home]) or said.affiliation)


def read(text: str, order: Order) -> Signature | None:
    """Who signed with one line; None when nobody did (a template, a remark, no name)."""
    if len(text) > LONGEST or is_template(text) or is_away(text) or _TEAM.fullmatch(text):
        return None  # a form, somebody who did not come, a team's handle
    text = re.sub(r"\s*\+\s*\d+\s*$", "", text)  # "Ada +1"
    text = re.sub(r"['’]s i?[A-Z]\w+$", "", text)  # "Ada's iPhone"
    text = re.sub(
        r"^(?:[A-Z][a-z]{1,3}\.\s+)+(?=[^\W\d_]+\s+[^\W\d_])", "", text
    )  # "Prof. Ada Moss"
    given = [field for each in fields_of(text) for field in _ADDRESSED.split(each)]
    fields = [f.replace(ADDRESS, "") for f in given if f != ADDRESS]
    if not fields:
        return None  # an address alone names nobody
    if given[0] == ADDRESS and (order.named or " " not in fields[0]):
        fields = ["", *fields]  # who signs with an address; an organisation is no person
    if len(fields) == 1:
        return _unseparated(fields[0], order)
    handle, fields, at = _handle_of(fields, order)
    name, more = _name_and_aside(fields[0], order)
    if not name:
        return Signature(handle, handle, _affiliation(fields[1:])) if handle else None
    if not is_name(name) or _ROLE.fullmatch(name):
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
    said = text.strip()
    lower = said[:1].islower() and len(said.split()) >= 2
    return lower or len(said.split()) > 7 or bool(re.search(r"(?:[!?]|:[)o(])$", said))


def _handle_of(fields: list[str], order: Order) -> tuple[str | None, list[str], int | None]:
    """The handle, the other fields, and where among them it stood."""
    for i, entry in enumerate(fields):
        match = _HANDLE.fullmatch(re.sub(r"\([^()@]*\)?\s*$", "", entry).strip("()[] ,`"))
        if match and i > 0:
            return match[1].lower(), fields[:i] + fields[i + 1 :], i
    marked = [i for i, entry in enumerate(fields) if i and entry.startswith("@")]
    if marked:  # "@Ada Moss": the slot of a handle with no handle in it
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


def _unseparated(text: str, order: Order) -> Signature | None:
    """`Name @handle (ROLE)`, `@handle Name`, `Name (Affiliation)`, `Name, Affiliation`, `Name`."""
    found = _HANDLE.search(text)
    handle = found[1].lower() if found else None
    rest = _HANDLE.sub(" ", text, count=1)
    rest = re.sub(r"[(\[]\s*[)\]]", " ", rest).strip(" :;,")
    if outer := _OUTER_COMMA.fullmatch(rest):
        name, (inner, affiliation) = _name_and_aside(outer[1], order)
        is_remark = outer[2].islower() and _is_remark(outer[2])  # "the Turing Institute" is none
        said = "" if is_remark else outer[2]
        affiliation = _affiliation([said]) or affiliation  # "Cy (Chief Architect), Heron"
    else:
        name, (inner, affiliation) = _name_and_aside(rest, order)
    handle = handle or inner
    name = name.split(":")[0].strip()
    if not name and found:
        return Signature(found[1], handle, affiliation)
    if not handle and len(name.split()) > 3:
        name, handle, affiliation = _run_together(name, affiliation)
    fine = is_name(name) and not _ROLE.fullmatch(name)
    return Signature(name, handle, affiliation) if fine else None


def _run_together(text: str, affiliation: str | None) -> tuple[str, str | None, str | None]:
    """`Ana Lima alima Lab A`: a handle made from the name parts it from the rest."""
    tokens = text.split()
    for i, token in enumerate(tokens[1:4], start=1):
        if token.islower() and is_like_name(token, " ".join(tokens[:i])):
            return " ".join(tokens[:i]), token, _affiliation([" ".join(tokens[i + 1 :])])
    return text, None, affiliation


def _name_and_aside(text: str, order: Order) -> tuple[str, tuple[str | None, str | None]]:
    """A name and what stands behind it in brackets: a handle or an affiliation, never a remark."""
    handle = affiliation = None
    text = re.sub(r"([)\]])\s+[a-z][\w ]*$", r"\1", text)  # "(Moss Lab) plus a guest"
    for inner in re.findall(r"\(([^()]*)\)|\[([^\[\]]*)\]", text):
        aside = (inner[0] or inner[1]).strip()
        mark = _HANDLE.search(aside)
        if mark:  # "(@adafen)", "(@adafen, Moss Lab)"
            affiliation = affiliation or _affiliation([_apart(_HANDLE.sub("", aside))])
        elif not aside or _is_initials(aside, text) or _ROLE.fullmatch(aside):
            continue
        elif re.fullmatch(r"[A-Za-z0-9][\w-]*", aside) and _is_handle(aside, text, order):
            handle = handle or aside.lower()
        elif not is_remark(aside) or (aside.islower() and aside in order.homes):
            affiliation = affiliation or _affiliation([_apart(aside)])
    name = re.sub(r"\([^()]*\)?|\[[^\[\]]*\]?|^[^\w@(]+", " ", text)
    bare = _DOT.sub("", re.sub(r"[^\w.)'’]+$", "", name.strip(" \t*_`:;,!")))
    tokens = bare.strip(" \t*_`:;,!").split()
    while len(tokens) > 1 and tokens[-1].islower() and _TASK.fullmatch(tokens[-1]):
        tokens.pop()
    return " ".join(tokens), (handle, affiliation)


def _apart(aside: str) -> str:
    """What stands in brackets, without a role or remark: Heron of "Heron, chair"."""
    parts = re.split(r"\s*[,;]\s*", aside.strip(" ,;/-"))
    fine = [p for p in parts if not _ROLE.fullmatch(p) and not (" " in p and is_remark(p))]
    return ", ".join(fine) if len(fine) < len(parts) else aside.strip(" ,;/-")


def is_remark(aside: str) -> bool:
    """Whether words in brackets say something about a person: they begin small, or are a count."""
    first = re.match(r"\W*(\w)", aside)
    words_only = re.fullmatch(r"[^\W\d]+", aside.partition(" ")[0])
    degree = re.fullmatch(r"[A-Z][a-z][A-Z]|[A-Z]{2}[a-z]", aside)  # PhD, MSc
    small = bool(first and first[1].islower() and words_only)
    return first is None or aside.isdigit() or small or degree is not None


def _is_handle(aside: str, text: str, order: Order) -> bool:
    """Whether one word in brackets is a handle: made from the name, or where handles stand."""
    name = re.split(r"[(\[]", text)[0]
    return is_like_name(aside, name) or (order.brackets and not aside[0].isupper())


def _is_beside(aside: str) -> bool:
    return is_remark(aside) or bool(_ROLE.fullmatch(aside))


def _is_initials(aside: str, name: str) -> bool:
    bare = re.split(r"[(\[]", name)[0]
    return aside.isupper() and (initials(bare).startswith(aside) or is_code(aside, bare))


def _affiliation(fields: list[str]) -> str | None:
    """What stands in the affiliation's slots, as written; null for a placeholder or a role."""
    kept = []
    for text in fields:
        clean = re.sub(r"\(([^()]*)\)", lambda m: "" if _is_beside(m[1]) else m[0], text)
        clean = " ".join(clean.strip(" \t*_`,;").split())
        clean = re.sub(r"^\(((?:[^()]|\([^()]*\))*)\)$", r"\1", clean)
        if clean.casefold() not in ("", "-", "–", "none", "n/a", "na", "…", "...") and not (
            _ROLE.fullmatch(clean) or re.fullmatch(FIRST, clean, re.I) or _PLACE.fullmatch(clean)
        ):
            kept.append(clean)
    return " / ".join(kept) or None
