"""The blocks of one meeting → who signed its roll call, and whether it has one at all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from config.names import WITHHELD
from pipelines.notes.note import Signature, Signed, Unread
from pipelines.notes.roll_call.fields import ADDRESS, fields_of
from pipelines.notes.roll_call.heads import OPENS
from pipelines.notes.roll_call.names import (
    initials,
    is_code,
    is_like_name,
    is_name,
    is_no_one,
    shape,
)
from pipelines.notes.roll_call.roster import Entry
from pipelines.notes.roll_call.sign_in import Asked, absent_in, entries_of, strange_list
from pipelines.notes.roll_call.signature import (
    LONGEST,
    Order,
    is_away,
    is_template,
    of_cells,
    read,
)
from pipelines.notes.text.markdown import Block, words
from pipelines.notes.vocabulary import phrases

_NOBODY = "roll call not read: the roll call that opens here names nobody we can recognise"
_STRANGE = (
    "roll call not read: a list of names stands below a head we do not know; "
    "if they came, call it Present"
)
_MOST = 2_000  # lines of a roll call
_MANY = f"a roll call of more than {_MOST:,} lines: what follows is not read"
_SLOT = re.compile(phrases("roll_call", "column_handle"), re.I)
_PAIR = re.compile(r"([^,()\[\]@/|]+),\s([^,()\[\]@/|]+?)(\s[(\[][A-Z][^()\[\]]*[)\]])?")
_CODE = re.compile(r"^([^()\[\]]*?)\s*[(\[]([A-Z]{2,4})[)\]]")


@dataclass(frozen=True, slots=True)
class RollCall:
    """Who signed (once each), lines that name nobody we can tell, and the lines of the list
    (what is said between the names is none of them).

    state  read · none (there is none) · not_read (it opens, and nobody could be read from it)
    absent names of those who did not come, or of whom it is not known
    """

    signed: list[Signed]
    unread: list[Unread]
    lines: frozenset[int]
    state: str
    absent: tuple[str, ...]


def roll_call(blocks: list[Block], listed: Iterable[str] = ()) -> RollCall:
    """The roll call of one meeting; `listed` are the people of the file's front matter."""
    entries, heads, asked = entries_of(blocks)
    entries = entries or [Entry(1, text) for text in listed]
    more, entries = entries[_MOST:], entries[:_MOST]
    all_lines = frozenset(entry.line for entry in entries)
    if any(re.match(r"\s*\[[xX]\]", entry.text) for entry in entries):
        entries = [entry for entry in entries if not re.match(r"\s*\[ ?\]", entry.text)]
    entries = [entry for entry in entries if not re.search(r"[✗✘❌]", entry.text)]
    entries = [entry for entry in entries if WITHHELD not in entry.text]  # cleaned before
    entries = _without_codes(_apart(entries, blocks))
    order = _order(entries)
    readings = [(e, of_cells(e.cells, order) if e.cells else read(e.text, order)) for e in entries]
    signed: list[Signed] = []
    phrases_in = {e.line for e, s in readings
                  if s is None and not is_template(e.text) and not is_away(e.text)}  # fmt: skip
    for entry, signature in _plausible(readings):
        _sign(signed, Signed(signature, entry.line, entry.source))
    reasons = [(e, _why_unread(e.text)) for e, signature in readings if signature is None]
    unread = [Unread(e.line, e.text, reason) for e, reason in reasons if reason]
    labels = [(label, names) for label in asked if (names := _uncounted(label, signed))]
    unread += [
        Unread(label.line, *_unknown(label, names)) for label, names in labels if not label.away
    ]
    state = "read" if signed else "not_read" if heads else "none"
    if state == "not_read" and entries and all(is_template(entry.text) for entry in entries):
        state = "none"  # a form that nobody filled in
    if state == "not_read" and _says_nobody(heads, blocks):
        state = "none"
    if more:
        unread.append(Unread(more[0].line, more[0].text[:80], _MANY))
    if state == "not_read":
        unread.append(_nobody(heads))
    elif state == "none" and (strange := strange_list(blocks)):
        state = "not_read"
        unread.append(Unread(strange.line, words(strange.raw)[:80], _STRANGE))
    absent = (*absent_in(blocks), *(name for _, names in labels for name in names))
    return RollCall(signed, unread, all_lines - phrases_in, state, absent)


def _says_nobody(heads: list[Block], blocks: list[Block]) -> bool:
    """Whether behind every head stands that nobody came, or no name is given: "Present: n/a"."""
    said = []
    for head in heads:
        rest = words(head.raw, handles=True).partition(":")[2].strip()
        after = [b for b in blocks if b.line > head.line][:1]
        said += [rest] if rest else [words(b.raw) for b in after]
    return bool(said) and all(map(is_no_one, said))


def _uncounted(label: Asked, signed: list[Signed]) -> list[str]:
    """The people behind a label we do not know who stand nowhere else in the roll call."""
    behind = [said.name for name in label.names if (said := read(name, Order()))]
    came = [s.signature for s in signed]
    return [n for n in behind if not any(n == c.name or is_short_for(n, c) for c in came)]


def _unknown(label: Asked, names: list[str]) -> tuple[str, str]:
    """The line of a label we do not know, and what to do about it."""
    reason = (
        f"roll call: we do not know whether who stands behind {label.label!r} came, so nobody "
        f"of them is counted; write Present ({label.label}) or Absent ({label.label})"
    )
    return f"{label.label}: {', '.join(names)}"[:80], reason


def listed_in(matter: dict[str, Any]) -> list[str]:
    """The people a file's front matter lists under the head of a roll call."""
    for key, value in matter.items():
        if OPENS.fullmatch(str(key)):
            people = value if isinstance(value, list) else str(value or "").split(",")
            return [text.strip() for text in people if isinstance(text, str) and text.strip()]
    return []


def _sign(signed: list[Signed], new: Signed) -> None:
    """Add a signature, or what it adds to one that is there already."""
    own = new.signature
    for i, other in enumerate(signed):
        known = other.signature
        same = known.name.casefold() == own.name.casefold()
        if same and (known.handle == own.handle or not (known.handle and own.handle)):
            more = Signature(
                known.name, known.handle or own.handle, known.affiliation or own.affiliation
            )
            line = new.line if own.affiliation and not known.affiliation else other.line
            signed[i] = Signed(more, line)
            return
        if new.source == "task" and is_short_for(own.name, known):
            return
    first = [s for s in signed if s.source == "task" and is_short_for(s.signature.name, own)]
    for other in first:
        signed.remove(other)
    signed.append(new)


def is_short_for(name: str, known: Signature) -> bool:
    """Whether a name is the beginning of another, its initials, or its handle."""
    short, long = name.casefold(), known.name.casefold()
    letters = len(name) > 1 and name.isupper() and initials(known.name).startswith(name)
    return long.startswith(f"{short} ") or short.lstrip("@") == known.handle or letters


def _plausible(
    readings: list[tuple[Entry, Signature | None]],
) -> Iterator[tuple[Entry, Signature]]:
    """The signatures that are no phrases: words in small letters are people only among such."""
    kinds = [_kind(signature) for _, signature in readings]
    sure = sum(kind in ("full", "single", "fields") for kind in kinds)
    lower = kinds.count("lower")
    fine = {"full", "single", "fields"}
    fine |= {"weak"} if sure >= kinds.count("weak") else set()
    fine |= {"lower"} if 2 * lower > len(kinds) and lower > 1 else set()
    for (entry, signature), kind in zip(readings, kinds, strict=True):
        if signature and kind in fine:
            yield entry, signature


def _kind(signature: Signature | None) -> str | None:
    """How a signature looks: by its handle or organisation, else by the words of its name."""
    if signature is None or signature.name.casefold().endswith("bot"):
        return None
    kind = shape(signature.name)
    return "fields" if signature.handle or (signature.affiliation and kind) else kind


def _nobody(heads: list[Block]) -> Unread:
    """That a roll call opens and names nobody, with the line that opens it."""
    head = heads[0]
    return Unread(head.line, words(head.raw).split("\n")[0][:80], _NOBODY)


def _without_codes(entries: list[Entry]) -> list[Entry]:
    """The entries without their codes in brackets ("Ada Moss (AMS)"), if most have one."""
    found = [(m[1], m[2]) for e in entries if (m := _CODE.search(e.text))]
    codes = [is_code(code, name) for name, code in found]
    if len(codes) < 2 or sum(codes) * 2 < len(codes) or len({c for _, c in found}) < len(found):
        return entries
    return [Entry(e.line, _CODE.sub(lambda m: m[1], e.text), e.source) for e in entries]


def _apart(entries: list[Entry], blocks: list[Block]) -> list[Entry]:
    """`Ada Moss, Bo Reed`: two people, not one and an organisation, if Bo acts in the note.

    Where one pair is two people, so are all with their organisation in brackets behind them.
    """
    pairs = {id(e): pair for e in entries if (pair := _pair_of(e))}
    two = {key for key, pair in pairs.items() if _acts(pair[2].split()[0], blocks)}
    if any(pairs[key][3] for key in two):
        two |= {key for key, pair in pairs.items() if pair[3]}
    found: list[Entry] = []
    for entry in entries:
        pair = pairs[id(entry)] if id(entry) in two else None
        names = (pair[1], f"{pair[2]}{pair[3] or ''}") if pair else ()
        found += [Entry(entry.line, name.strip(), "list") for name in names] or [entry]
    return found


def _pair_of(entry: Entry) -> re.Match[str] | None:
    """Two full names with a comma between them, perhaps an organisation in brackets."""
    pair = _PAIR.fullmatch(entry.text) if entry.source == "item" else None
    is_two = pair and all(shape(name.strip()) == "full" for name in pair.group(1, 2))
    return pair if is_two else None


def _acts(first: str, blocks: list[Block]) -> bool:
    """Whether somebody of a first name does anything in the note: "Bo will …", "Bo Reed to …"."""
    acts = re.compile(rf"^\W*{re.escape(first)}(?: [^\W\d_a-z]\w+)? (?:to|will) [a-z]", re.M)
    return any(acts.search(block.raw) for block in blocks)


def _why_unread(text: str) -> str | None:
    """A reason to tell, for a line that looks like a signature and is none."""
    if len(text) > LONGEST:
        return f"a signature of {len(text)} characters: at most {LONGEST} are read; shorten it"
    fields = fields_of(text)
    if is_away(text) or is_template(text) or len(fields) < 2 or len(fields[0].split()) <= 5:
        return None
    return f"a roll-call line with {len(fields)} fields does not begin with a name"


def _order(entries: list[Entry]) -> Order:
    """What the fields mean in this roll call: its template line, else where the @ stand."""
    places: list[int] = []
    known: set[str] = set()
    homes: set[str] = set()
    template, named = None, False
    for entry in entries:
        fields = fields_of(entry.text)
        named |= len(fields) > 1 and ADDRESS not in fields[:2] and is_name(fields[0])
        homes.update(inner.casefold() for inner in re.findall(r"\(([A-Z][\w ]+)\)", entry.text))
        known.update(h.lower() for h in re.findall(r"(?<![\w.])@([\w-]+)", entry.text))
        if "@" in entry.text:
            homes.update(f.casefold() for f in fields[1:] if "@" not in f)
        places += [i for i, f in enumerate(fields) if i and re.match(r"\(?@\w", f)]
        if template is None and len(fields) > 2 and is_template(entry.text):
            template = next((i for i, f in enumerate(fields) if i and _SLOT.search(f)), None)
    usual = max(sorted(set(places)), key=places.count, default=None)
    slot = usual if usual is not None else template
    return Order(slot, frozenset(known), frozenset(homes), _are_handles_in_brackets(entries), named)


def _are_handles_in_brackets(entries: list[Entry]) -> bool:
    """Whether the single words in brackets behind the names are handles: some are made of them."""
    found = [m for e in entries if (m := re.search(r"^([^()]+)\((@?[\w-]+)\)", e.text))]
    alike = sum("@" in m[2] or _is_made_of(m[2], m[1]) for m in found)
    words_twice = len({m[2] for m in found}) < len(found)
    return not words_twice and 2 * alike > len(found)


def _is_made_of(word: str, name: str) -> bool:
    """Whether a word in small letters is letters of the name in its order: cyq of Cy Quill."""
    letters = iter(name.casefold())
    own = re.sub(r"[\d_-]", "", word)
    spelled = own[:1] == name[:1].casefold() and all(letter in letters for letter in own)
    return own.islower() and (spelled or is_like_name(word, name))
