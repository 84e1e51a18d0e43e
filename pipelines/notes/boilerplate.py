"""What many notes of a team say in the same words is their form, found by counting."""

import zlib
from collections import Counter
from collections.abc import Iterable

from pipelines.notes.note import Part

_FEW = 4  # notes of a series; of fewer, nothing is known to repeat


def number(text: str) -> int:
    """A text without case and blanks, as a number."""
    return zlib.crc32(" ".join(text.casefold().split()).encode("utf-8", "replace"))


def repeatable(part: Part) -> frozenset[int]:
    """What a meeting says that could be its form: never what somebody took on."""
    texts = [settled.text for settled in part.decisions]
    texts += [action.text for action in part.actions if not action.owners]
    texts += [claim.quote for claim in part.claims]
    return frozenset(map(number, texts))


def repeated(said: Iterable[frozenset[int]]) -> frozenset[int]:
    """What one in ten of the notes of a series say word for word, and four of them at least."""
    counts: Counter[int] = Counter()
    notes = 0
    for numbers in said:
        counts.update(numbers)
        notes += 1
    often = max(_FEW, notes // 10)
    return frozenset(text for text, count in counts.items() if count >= often)
