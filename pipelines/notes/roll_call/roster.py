"""The text of a roll call → its entries: one a line, one a name in a list, one a table row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.notes.roll_call.fields import slots
from pipelines.notes.text.markdown import Block, words

COLUMNS = {
    "name": re.compile(r"\b(name|attendee|participant|member|who|person|poc)\b", re.I),
    "handle": re.compile(r"\b(git ?-?(?:hub|lab)|handle|user ?(?:name|id)|account)\b", re.I),
    "affiliation": re.compile(
        r"\b(affiliation|institution|organi[sz]ation|company|employer|org)\b", re.I
    ),
    "signed": re.compile(r"^(?!.*\bvot)(?:.*\b)?(present|attend(?:ed|ing|ance)|here|y/n)\b", re.I),
}
_SIGNED = re.compile(r"(?i)\s*(?:x|y|yes|✓|✔|✅|:white_check_mark:|1)\s*.*")
_WORD = (
    r"(?:[^\W\d_a-z][\w.'’-]*|(?:van|von|de|del|der|den|di|da|la|le|ten|bin|ibn|al|el|dos|and)\b)"
)
_ASIDE = r"(?:\([^()]*(?:\([^()]*\)[^()]*)?\)|\[[^\[\]]*\])"
_TAIL = rf"(?:\s*(?:[-–—]\s*)?{_ASIDE})*(?:\s+[-–—/|]\s.*)?\W*"
_NAMED = re.compile(rf"@?(?:{_WORD}(?:[ _]{_WORD}){{0,4}}|\w+){_TAIL}")
_SIGNS = re.compile(
    rf"(?:{_WORD} ?){{0,4}}\(?@[\w-]+\)?{_TAIL}|@[\w-]+ {_WORD}(?: {_WORD}){{0,3}}{_TAIL}"
)
_STOP = re.compile(r"(?<!\b[^\W\d_])\.+$")  # the dot of an initial (Matt G.) stays
_FULL = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,2}"
_TWO = re.compile(rf"{_FULL} (?:and|&) {_FULL}(?: \([^()]*\))?(?:\s+[-–—]\s.*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a roll call, before it is read."""

    line: int
    text: str


def lines_of(block: Block) -> Iterator[Entry]:
    """The entry of an item; a line below it without a bullet is an entry if it has fields."""
    lines = words(block.raw, handles=True).split("\n")
    kept = [Entry(block.line, lines[0])]
    for offset, line in enumerate(lines[1:], start=1):
        if len(slots(line)) >= 2 or re.match(r"\s*@\w", line):
            kept.append(Entry(block.line + offset, line))
        else:
            kept[-1] = Entry(kept[-1].line, f"{kept[-1].text} {line}")
    inline = len(kept) == 1 and re.fullmatch(r"(?:@[\w-]+[\s,]+)+@[\w-]+", kept[0].text.strip())
    if inline or (len(kept) == 1 and _TWO.fullmatch(kept[0].text.strip())):
        yield from people_in(block, kept[0].text)
    else:
        yield from kept


def people_in(block: Block, rest: str) -> Iterator[Entry]:
    """The people of a comma list (commas inside brackets part nobody) or of a list of handles."""
    start = words(block.raw, handles=True).find(rest) if rest else -1
    before = words(block.raw, handles=True)[: max(start, 0)].count("\n")
    rest = re.sub(
        r"\s*(?:\+|and|&)\s*\d+\s*(?:more|others?|persons?|people|guests?)\b.*$", "", rest
    )
    flat = re.sub(r"\([^()]*\)", lambda m: m[0].replace(",", "\x00").replace("\n", " "), rest)
    if re.search(r"\n", flat) and not re.search(r"[,;]", flat):
        pieces = re.split(r"(\n)", flat)
    elif len(re.findall(r",[ \t]*\n", flat)) * 2 > flat.count("\n") > 1:
        pieces = re.split(r"(\s*[,;]?[ \t]*\n|[,;]\s*)", flat)  # a comma forgotten at a line's end
    elif re.fullmatch(r"\s*(?:@[\w-]+\s*(?:and|&)?\s*)+", flat):
        pieces = re.split(r"(\s+)", flat)
    else:
        pieces = re.split(r"([,;]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+)", flat)
    line = block.line + before
    for piece in pieces:
        text = _STOP.sub("", piece.replace("\x00", ",").strip())
        lead = len(piece) - len(piece.lstrip("\n "))
        if text and not re.fullmatch(r"[,;]?\s*(and|&)?\s*[,;]?", text):
            yield Entry(line + piece[:lead].count("\n"), " ".join(text.split()))
        line += piece.count("\n")


def are_names(people: list[Entry]) -> bool:
    """Whether the pieces of a paragraph may all be people: no sentence, no lower-case words."""
    return all(_NAMED.fullmatch(person.text) or _SIGNS.fullmatch(person.text) for person in people)


def columns_of(cells: list[str]) -> dict[str, int]:
    """Which columns of a table's head row hold what; empty where it is no table of people."""
    found: dict[str, int] = {}
    for i, cell in enumerate(cells):
        for key, pattern in COLUMNS.items():
            if (
                key not in found
                and pattern.search(cell)
                and len(cell.split()) <= 4
                and i not in found.values()
            ):
                found[key] = i
    return found if {"name", "handle"} & set(found) else {}


def row_entry(block: Block, cells: list[str], columns: dict[str, int]) -> Entry | None:
    """The entry of a table row, its cells put in the order name, handle, affiliation."""
    row = {key: cells[at] for key, at in columns.items() if at < len(cells)}
    if "signed" in row and not _SIGNED.fullmatch(row["signed"]):
        return None
    handle = row.get("handle", "").strip("@ ")
    name = row.get("name", "") or (f"@{handle}" if handle else "")
    at = f"@{handle}" if re.fullmatch(r"[\w.-]+", handle) else ""
    if not name.strip():
        return None
    return Entry(block.line, f"{name} | {at} | {row.get('affiliation', '')}")
