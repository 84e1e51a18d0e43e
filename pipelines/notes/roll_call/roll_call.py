"""The blocks of one meeting → who signed its roll call, and whether it has one at all."""

import re
from dataclasses import dataclass

from pipelines.notes.roll_call.fields import fields_of
from pipelines.notes.roll_call.names import is_code
from pipelines.notes.roll_call.roster import COLUMNS, Entry
from pipelines.notes.roll_call.sign_in import entries_of
from pipelines.notes.roll_call.signature import Order, Signature, is_away, is_template, read
from pipelines.notes.text.markdown import Block

_CODE = re.compile(r"^([^()\[\]]*?)\s*[(\[]([A-Z]{2,4})[)\]]")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature and the line it stands on."""

    signature: Signature
    line: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of a roll call that names nobody we can tell."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class RollCall:
    """Who signed (once each), lines that name nobody we can tell, and every line of the list."""

    signed: list[Signed]
    unread: list[Unread]
    lines: frozenset[int]

    @property
    def is_there(self) -> bool:
        """Whether the meeting has a roll call at all; without one, who came is unknown."""
        return bool(self.signed)


def roll_call(blocks: list[Block]) -> RollCall:
    """The roll call of one meeting."""
    entries = entries_of(blocks)
    lines = frozenset(entry.line for entry in entries)
    if any(re.match(r"\s*\[[xX]\]", entry.text) for entry in entries):
        entries = [entry for entry in entries if not re.match(r"\s*\[ ?\]", entry.text)]
    entries = _without_codes(entries)
    order = _order(entries)
    signed: dict[str, Signed] = {}
    unread = []
    for entry in entries:
        signature = read(entry.text, order)
        if signature:
            key = f"{signature.name}\n{signature.handle}".casefold()
            if key not in signed or _tells_more(signature, signed[key].signature):
                signed[key] = Signed(signature, entry.line)
        elif reason := _why_unread(entry.text):
            unread.append(Unread(entry.line, entry.text, reason))
    return RollCall(list(signed.values()), unread, lines)


def _tells_more(signature: Signature, known: Signature) -> bool:
    """Whether a second signature of one person adds the affiliation the first left out."""
    return signature.affiliation is not None and known.affiliation is None


def _without_codes(entries: list[Entry]) -> list[Entry]:
    """The entries without their codes in brackets ("Philip Chimento (PFC)"), if they bear them."""
    found = [(m[1], m[2]) for e in entries if (m := _CODE.search(e.text))]
    codes = [is_code(code, name) for name, code in found]
    if len(codes) < 2 or sum(codes) * 2 < len(codes) or len({c for _, c in found}) < len(found):
        return entries
    return [Entry(e.line, _CODE.sub(lambda m: m[1], e.text)) for e in entries]


def _why_unread(text: str) -> str | None:
    """A reason to tell, for a line that looks like a signature and is none."""
    fields = fields_of(text)
    if is_away(text) or is_template(text) or len(fields) < 2 or len(fields[0].split()) <= 5:
        return None
    return f"a roll-call line with {len(fields)} fields does not begin with a name"


def _order(entries: list[Entry]) -> Order:
    """What the fields mean in this roll call: its template line, else where the @ stand."""
    places: list[int] = []
    known: set[str] = set()
    homes: set[str] = set()
    template = None
    for entry in entries:
        fields = fields_of(entry.text)
        known.update(h.lower() for h in re.findall(r"(?<![\w.])@([\w-]+)", entry.text))
        if "@" in entry.text:
            homes.update(f.casefold() for f in fields[1:] if "@" not in f)
        places += [i for i, f in enumerate(fields) if i and re.match(r"\(?@\w", f)]
        if template is None and len(fields) > 2 and is_template(entry.text):
            template = next(
                (i for i, f in enumerate(fields) if i and COLUMNS["handle"].search(f)), None
            )
    usual = max(sorted(set(places)), key=places.count, default=None)
    return Order(usual if usual is not None else template, frozenset(known), frozenset(homes))
