"""The text of a roll call → its entries: one a line, one a name in a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.notes.roll_call.fields import ADDRESS, slots, without_asides
from pipelines.notes.roll_call.names import shape
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.text.numbers import number_of
from pipelines.notes.vocabulary import phrases

_AND = rf"(?:{phrases('roll_call', 'and')}|&)"
_HANDLE = r"(?<![\w.])\(?@[\w-]+(?:\.[\w-]+)*\)?"
_ASIDE = r"(?:\([^()]*(?:\([^()]*\)[^()]*)?\)|\[[^\[\]]*\])"
_TAIL = re.compile(rf"(?<!\s)(?:\s*(?:[-–—]\s*)?{_ASIDE})+|(?<!\s)\s+(?:[-–—]+|[/|])\s.*$")
_ABSENT = re.compile(
    rf"[(\[（]\s*(?:{phrases('roll_call', 'away')})\s*[:：][^()\[\]（）]+[)\]）]", re.I
)
_SURNAMED = re.compile(
    rf"(?P<lead>\s*)(?:{_AND}\s+)?(?P<last>(?:[a-z]{{2,3}} ){{0,2}}[^\W\d_a-z][\w'’-]+), "
    r"(?P<first>[^\W\d_a-z][\w'’-]+(?: [A-Z]\b\.?)?)(?P<more>\s*(?:[(\[@][^,;]*)?)$"
)
_TASK = re.compile("|".join(phrases("roll_call", name) for name in ("role", "one", "groups")), re.I)
_LINES = re.compile(rf"((?<![ \t])[ \t]*+[,;]?[ \t]*+\n|[,;]\s*(?:{_AND}\s+)?|(?<!\s)\s+{_AND}\s+)")
_TICK = re.compile(r"^\s*\[[ xX]?\]\s*")
_MORE = re.compile(  # "+ 2 guests", ", and eleven members by proxy"
    rf"(?<!\s)\s*(?:(?:\+|plus)\s*\d+\b(?!\.\d)|[,;]?\s{_AND}\s+(?:\d+|(?P<word>[a-z]{{3,9}}))\s).*$"
)
_STOP = re.compile(r"(?<!\b[^\W\d_])(?<!\b[JSD]r)\.+$")  # the dot of an initial (Matt G.) stays


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a roll call, before it is read.

    source  item (a line of its own) · list (one of several on a line) · row (of a table) ·
            task (who chairs or writes, and may stand in the list, too)
    """

    line: int
    text: str
    source: str = "item"
    cells: tuple[str, ...] = ()  # name, handle and affiliation, where a table parts them


def lines_of(block: Block, *, alone: bool = False) -> Iterator[Entry]:
    """The entry of an item; a line below it without a bullet is an entry if it has fields.

    alone  the list has no other item: its commas part people, not a person's fields; in a list
           below a label, so do those of four names or more
    """
    text = words(block.raw, handles=True)
    least = (2 if alone else 4) if block.parent is not None else 3 if alone else len(text)
    if _is_row(text) or _are_all_people(text, least=least):
        yield from people_in(block, text)
        return
    kept: list[Entry] = []
    for offset, line in enumerate(text.split("\n")):
        own = not kept or len(slots(line)) >= 2 or re.match(r"\s*@\w|\s*\[[ xX]?\]", line)
        if own:
            kept.append(Entry(block.line + offset, line))
        else:
            kept[-1] = Entry(kept[-1].line, f"{kept[-1].text} {line}")
    yield from kept


def _is_row(text: str) -> bool:
    """Whether an item holds several people: handles in a row, semicolons, `A B and C D`."""
    if "/" in text or "|" in text:
        return False
    two = re.split(rf"\s+{_AND}\s+", text)
    joined = (
        len(two) > 1
        and not re.search(r"\s[-–—]", two[0])
        and all(_is_named(_TAIL.sub("", part)) for part in two)
    )
    return len(re.findall(_HANDLE, text)) > 1 or "; " in text or joined


def _is_named(part: str) -> bool:
    kind = shape(part)
    return kind == "full" or (kind == "single" and part.strip()[:1].isupper())


def _are_all_people(text: str, *, least: int) -> bool:
    pieces = re.split(rf"[,;、，]\s*(?:{_AND}\s+)?", re.sub(_ASIDE, "", text))
    return len(pieces) >= least and all(
        shape(_TAIL.sub("", p)) in ("full", "single") for p in pieces
    )


def people_in(block: Block, rest: str) -> Iterator[Entry]:
    """The people of a comma list (commas inside brackets part nobody) or of a list of handles."""
    whole = words(block.raw, handles=True)
    start = whole.find(rest) if rest else -1
    line = block.line + whole[: max(start, 0)].count("\n")
    for piece in _parted(_MORE.sub(_unless_named, _ABSENT.sub("", rest))):
        text = _STOP.sub("", piece.replace("\x00", ",").strip())
        lead = len(piece) - len(piece.lstrip("\n "))
        if re.search(r"\w", re.sub(rf"^\W*{_AND}\W*$", "", text)):
            for one in _by_handles(" ".join(text.split())):
                yield Entry(line + piece[:lead].count("\n"), one, "list")
        line += piece.count("\n")


def _unless_named(more: re.Match[str]) -> str:
    """Nothing for a count of others, as it was for a person behind an "and"."""
    return more[0] if more["word"] and number_of(more["word"]) is None else ""


def _parted(rest: str) -> list[str]:
    """The pieces of a list and what parts them, line breaks kept."""
    rest = rest.translate(str.maketrans("（）", "()"))
    flat = re.sub(_ASIDE, lambda m: m[0].replace(",", "\x00").replace("\n", " "), rest)
    if ";" in flat:  # commas part the fields of one person
        return _first_names_first(re.split(r"(;\s*)", flat))
    for mark in ("|", " / ", " · ", " • "):
        own = flat.split(mark)
        firsts = own if "/" in mark or mark == "|" else [slots(without_asides(o))[0] for o in own]
        least = 3 if "/" in mark else 2
        if len(own) >= least and all(is_person(one, full=True) for one in firsts):
            return re.split(f"({re.escape(mark)})", flat)
    if "\n" in flat and (not re.search(r"[,;、，]", flat) or _TICK.match(flat)):
        return re.split(r"(\n)", flat)
    if "\n" in flat:
        lines = _LINES.split(flat)
        commas = len(re.findall(r",[ \t]*\n", flat)) * 2 > flat.count("\n") > 1
        if commas or all(is_person(piece, full=True) for piece in lines[::2] if piece.strip()):
            return lines  # a comma forgotten at a line's end
    return re.split(rf"([,;、，；]\s*(?:{_AND}\s+)?|\s+{_AND}\s+)", flat)


def _first_names_first(pieces: list[str]) -> list[str]:
    """`Lund, Pia; Okafor, Tobi` as Pia Lund and Tobi Okafor, if all with a comma may be such.

    What stands behind two names, is a task or all large is an organisation: none is turned round.
    """
    found = [_SURNAMED.fullmatch(piece) for piece in pieces if "," in piece]
    firsts = [match["first"] for match in found if match]
    if len(found) < 2 or len(set(firsts)) < len(found):
        return pieces
    if any(first.isupper() or _TASK.fullmatch(first) for first in firsts):
        return pieces
    parted = ((piece, _SURNAMED.fullmatch(piece) if "," in piece else None) for piece in pieces)
    return [
        f"{match['lead']}{match['first']} {match['last']}{match['more']}" if match else piece
        for piece, match in parted
    ]


def _by_handles(text: str) -> list[str]:
    """`Ada @ada Bo @bo`, `@ada @bo Cy Quill` or `@ada Ada @bo Bo` as one piece for each person."""
    found = list(re.finditer(_HANDLE, text))
    if len(found) < 2 or "/" in text:
        return [text]
    edges = [0, *(m.end() for m in found)]
    after = [text[m.end() : n].strip() for m, n in
             zip(found, [*(f.start() for f in found[1:]), len(text)], strict=True)]  # fmt: skip
    if found[0].start() == 0 and all(after):
        starts = [m.start() for m in found]
        return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    if found[0].start() == 0:
        own = [piece for m, name in zip(found, after, strict=True) for piece in (m[0], name)]
        return [piece for piece in own if piece]
    pieces = [text[a:b].strip() for a, b in zip(edges, [*edges[1:], len(text)], strict=True)]
    return [re.sub(rf"^{_AND}\s+", "", piece) for piece in pieces if piece]


def are_names(people: list[Entry]) -> bool:
    """Whether the pieces of a paragraph may all be people: no sentence, no lower-case words."""
    return bool(people) and all(is_person(person.text) for person in people)


def is_person(text: str, *, full: bool = False) -> bool:
    """Whether a piece names somebody and nothing else.

    full  a single word is not enough, unless it is a handle
    """
    bare = without_asides(_TICK.sub("", text)).replace(ADDRESS, "")
    bare = _TAIL.sub("", bare).strip(" .:*_")
    if re.search(_HANDLE, bare):
        bare = re.sub(_HANDLE, " ", bare).strip()
        return not bare or shape(bare) in ("full", "single")
    name, comma, _ = bare.partition(", ")
    kind = shape(name)
    if kind == "single":
        return not full and (not comma) and not bare.endswith("bot")
    return kind == "full"
