"""One day's file of events, and where it stops being lines of JSON."""

import codecs
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class DayFile:
    """One day's file of the archive."""

    path: Path
    day: date
    source_file: str


@dataclass(frozen=True)
class Trouble:
    """Why a day's file cannot be read, and at which line."""

    file: DayFile
    line: int
    text: str
    reason: str


def events(path: Path) -> int:
    """How many events a day's file holds: its lines that are not blank."""
    with path.open("rb") as stream:
        return sum(1 for line in stream if line.strip())


def is_blank(path: Path) -> bool:
    """Whether a day's file holds no event at all."""
    with path.open("rb") as stream:
        return not any(line.strip() for line in stream)


def first_bad_line(file: DayFile) -> Trouble:
    """Where a file stops being lines of JSON objects in UTF-8."""
    with file.path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if reason := fault(line):
                return Trouble(file, number, _shown(line), reason)
    return Trouble(file, 1, "", "a field has an invalid value")


def fault(line: bytes) -> str | None:
    """Why a line is no JSON object in UTF-8; None where it is one, or blank."""
    if line.startswith(codecs.BOM_UTF8):
        return "a byte-order mark before the first event"
    if line.lstrip().startswith(b"<"):
        return "a web page or XML, no events"
    try:
        value = json.loads(line) if line.strip() else {}
    except UnicodeDecodeError:
        return "not UTF-8"
    except json.JSONDecodeError:
        cut = "" if line.endswith(b"\n") else "; the file breaks off here"
        return f"not a line of JSON{cut}"
    except RecursionError:
        return "nested too deeply"
    return None if isinstance(value, dict) else "not a JSON object"


def _shown(line: bytes) -> str:
    return line.decode("utf-8", "replace").strip()[:500]
