"""What a summary at the end of a note says once more counts once."""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from pipelines.notes.statements.marks import mark_of

_MARKED = 200  # marked ones of a note that a summary may repeat
_FEW = 4  # words: fewer may be said twice and mean two things


class Said(Protocol):
    """What a note says at one place."""

    @property
    def words(self) -> tuple[str, str]:
        """What it states, if it is a number, and how it is said."""


Row = TypeVar("Row", bound=Said)


def without_repeats(rows: Iterable[Row]) -> list[Row]:
    """The rows without those that say, unmarked, what an earlier marked one says."""
    kept: list[Row] = []
    marked: list[tuple[str, str]] = []
    for row in rows:
        stated, text = row.words
        mark = mark_of(text)
        own = re.findall(r"\w+", text[mark.end :] if mark else text)
        words = f" {' '.join(own).casefold()} "
        if mark:
            marked.append((stated, words))
        elif (
            len(own) >= _FEW
            and not text.startswith("[")  # a box has a state of its own
            and any(stated == one and words in whole for one, whole in marked[:_MARKED])
        ):
            continue
        kept.append(row)
    return kept
