"""The button "Read now": what an ingest that was begun in the browser says, and how it ended."""

from collections.abc import Sequence
from datetime import datetime

from wording.markup import html
from wording.page import Block, Code, Fold, Note, NoteKind

READ, RUNNING = "Read now", "Reading …"
HINT = "Fetches every source, reads it and publishes a build. It goes on if you leave this page."
CHANGED = "What changed: see the end of Sources"
ENDS: dict[int, tuple[NoteKind, str]] = {
    0: ("plain", "Read at {} UTC: all of it."),
    70: ("partial", "Read at {} UTC, but a fault of Quarterdeck cost a part: see what it said."),
    75: ("partial", "At {} UTC something failed for a passing reason: see what it said."),
    78: ("partial", "Read at {} UTC; something needs a person: see what it said."),
    130: ("stale", "Stopped by hand at {} UTC: the last build is kept."),
}
PUBLISHED = (0, 70, 78)  # and perhaps 75, which is also said where another ingest is running
FAILED: tuple[NoteKind, str] = ("error", "Nothing was published at {} UTC: see what it said.")
KILLED: tuple[NoteKind, str] = (
    "error", "The reading was stopped at {} UTC before it ended: the last build is kept."
)  # fmt: skip
SAID = "What it said"
MOST = 200  # lines that are shown


def not_begun(why: str) -> Note:
    """In place of an ingest that could not be begun."""
    return Note("error", f"Not begun: {why}. Fix: python -m pipelines in a terminal")


def running(lines: Sequence[str]) -> list[Block]:
    """The lines so far."""
    progress = html("<b>{}</b> This page may be closed: it goes on.", RUNNING)
    return [Note("plain", progress), Code("\n".join(lines[-MOST:]) or "begun")]


def ended(lines: Sequence[str], code: int | None, at: datetime) -> list[Block]:
    """How it ended, and its lines behind a click."""
    kind, text = KILLED if code is None else ENDS.get(code, FAILED)
    said = Fold(SAID, (Code("\n".join(lines[-MOST:])),))
    return [Note(kind, text.format(f"{at:%H:%M}")), *([said] if lines else [])]
