"""Lists of attendance exported as CSV by Zoom, LFX and their like → a roll call.

Recognised by what their columns mean: somebody's name, and when they came, how long they stayed
or whether they did. An e-mail address is left where it is. Any other CSV says nothing.
"""

import csv
import io
import re
from datetime import datetime

from pipelines.notes.formats.lines import Lines

_NAME = re.compile(r"(?:full |user |participant |display |attendee )?name\b", re.I)
_PARTS = (re.compile(r"first[ _]?name", re.I), re.compile(r"last[ _]?name|surname", re.I))
_CAME = re.compile(r"\b(?:join|duration|leave|attended|minutes in)", re.I)
_FLAG = re.compile(r"(?:is |has )?(?:attended|present)$", re.I)
_FIRM = re.compile(r"\b(?:organi[sz]ation|company|org)\b", re.I)
_START = re.compile(r"\b(?:start|join|date)", re.I)
_TOPIC = re.compile(r"^(?:topic|meeting (?:title|name|topic))$", re.I)
_MACHINE = re.compile(r"\.ai\b|note ?taker|\bbot\b|recorder", re.I)
_WRITTEN = re.compile(r"(?:\d{4}-\d\d-\d\d|\w{3} \d{1,2}, \d{4}|\d{1,2} \w{3} \d{4})?")
_NO = re.compile(r"\W*(?:no|false|0|n)?\W*", re.I)


def attendance(text: str) -> Lines:
    """Title, date and roll call of one list; nothing for a CSV that is none."""
    rows = list(csv.reader(io.StringIO(text)))
    at = next((i for i, row in enumerate(rows) if _is_head(row)), None)
    lines = Lines()
    if at is None:
        return lines
    head = [cell.strip() for cell in rows[at]]
    _about(rows[:at], head, rows[at + 1 :], lines)
    lines.block("Attendees:", at + 1)
    lines.add("", at + 1)
    flag = next((i for i, cell in enumerate(head) if _FLAG.search(cell)), None)
    firm = next((i for i, cell in enumerate(head) if _FIRM.search(cell)), None)
    seen: set[str] = set()
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        name = _name(head, row)
        here = flag is None or (flag < len(row) and not _NO.fullmatch(row[flag]))
        if not name or not here or name.casefold() in seen or _MACHINE.search(name):
            continue
        seen.add(name.casefold())
        employer = (
            row[firm].strip().replace("/", "-") if firm is not None and firm < len(row) else ""
        )
        lines.add(f"- {name} / {employer}" if employer else f"- {name}", number)
    return lines


def _is_head(row: list[str]) -> bool:
    cells = [cell.strip() for cell in row]
    named = any(_NAME.match(cell) for cell in cells) or all(
        any(part.search(cell) for cell in cells) for part in _PARTS
    )
    return named and any(_CAME.search(cell) for cell in cells)


def _name(head: list[str], row: list[str]) -> str:
    """Ada Fenwick, also of "Ada (Ada Fenwick)", where the name shown is not the name given."""
    parts = [
        row[i].strip()
        for part in _PARTS
        for i, cell in enumerate(head)
        if part.search(cell) and i < len(row)
    ]
    at = next((i for i, cell in enumerate(head) if _NAME.match(cell)), None)
    shown = row[at].strip() if at is not None and at < len(row) else ""
    name = " ".join(part for part in parts if part) or shown
    original = re.search(r"\(([^()/]+ [^()/]+)\)\s*$", name)
    given = original[1] if original else name
    return re.sub(r"\s*\([^()]*\)", "", given).replace("/", " ").replace("@", " ").strip(" #*-")


def _about(above: list[list[str]], head: list[str], below: list[list[str]], lines: Lines) -> None:
    """Title and day: of the lines above the list, else the day somebody came."""
    keys, values = (above[-2], above[-1]) if len(above) >= 2 else ([], [])
    if above and not any(above[-1]) and len(above) >= 3:
        keys, values = above[-3], above[-2]
    told = dict(zip([key.strip() for key in keys], values, strict=False))
    title = next((value for key, value in told.items() if _TOPIC.search(key)), "")
    if title.strip():
        lines.add(f"# {title.strip()}", 1)
    first = dict(zip(head, below[0] if below else [], strict=False))
    starts = [v for t in (told, first) for k, v in t.items() if _START.search(k)]
    day = next((day for value in starts if (day := _day(value))), None)
    if day:
        lines.block(f"Date: {day}", 1)


def _day(value: str) -> str | None:
    """The day of a time; one whose day could be its month is left alone unless AM or PM is said."""
    written = _WRITTEN.match(value.strip())
    found = written[0] if written else ""
    for form in ("%Y-%m-%d", "%b %d, %Y", "%d %b %Y"):
        try:
            return datetime.strptime(found, form).date().isoformat()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return _slashed(value)


def _slashed(value: str) -> str | None:
    found = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", value)
    if not found:
        return None
    one, two, year = map(int, found.groups())
    american = re.search(r"\b[AP]M\b", value) or two > 12
    if not american and one <= 12 and one != two:
        return None
    month, day = (one, two) if american else (two, one)
    return f"{year:04}-{month:02}-{day:02}" if month <= 12 and day <= 31 else None
