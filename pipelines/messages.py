"""Counts and remedies in the messages of an ingest."""

import re

END = re.compile(r"\. (?![^()]*\))")  # of a sentence, not of an abbreviation in brackets


def count(n: int, noun: str) -> str:
    """How many: "1 row", "3,120 rows"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def sentences(text: str) -> list[str]:
    """A message's sentences; a full stop in brackets, as in "Total (excl. VAT)", ends none."""
    return END.split(text)


def remedy_of(sentence: str) -> str:
    """A remedy as it stands behind "Fix:", begun with a small letter."""
    return sentence[:1].lower() + sentence[1:]
