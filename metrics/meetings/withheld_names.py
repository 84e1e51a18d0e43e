"""The sentences of the notes without names: where `[people] names` is not "full"."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from duckdb import DuckDBPyConnection

from config.names import WITHHELD, WORD, words
from metrics import rows
from metrics.meetings import handles

TOKEN = re.compile(rf"@[\w.-]*\w|{WORD.pattern}(?:_+{WORD.pattern})*")
REPEATED = re.compile(rf"{re.escape(WITHHELD)}(?:[ ._]+{re.escape(WITHHELD)})+")


@dataclass(frozen=True)
class _Signed:
    name: str
    handle: str | None


def known(db: DuckDBPyConnection) -> frozenset[str]:
    """Every word that names somebody who signed a roll call: of names as written, and handles.

    A word of a name counts with a capital only, and a handle that is such a word (will, grant)
    counts only behind an @: "will" may be anybody's word. Source: table attendance.
    """
    signed = rows.rows(db, _Signed, "select distinct name, handle from attendance")
    names = {word for each in signed for word in words(each.name)}
    folded = {word.casefold() for word in names}
    handles = {each.handle for each in signed if each.handle}
    return frozenset(_capital(names) | {handle for handle in handles if handle not in folded})


def without_names(
    frame: pd.DataFrame, names: frozenset[str], by: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The same rows, each name in their text, title and owners withheld; their counts stay.

    by  owners are named by these handles; None: they are withheld, too
    """
    result = frame.copy()
    owners: list[list[str]] = list(frame.get("owners", [[]] * len(frame)))
    for column in frame.columns.intersection(["text", "title"]):
        texts = [
            withhold(text, names, own) if isinstance(text, str) else None
            for text, own in zip(frame[column], owners, strict=True)
        ]
        result[column] = pd.Series(texts, index=frame.index, dtype=object)
    if "owners" in frame:
        called = [
            [WITHHELD] * len(own) if by is None else list(handles.by_handle(tuple(own), by))
            for own in owners
        ]
        result["owners"] = pd.Series(called, index=frame.index, dtype=object)
    return result


def withhold(text: str, names: frozenset[str], own: Iterable[str] = ()) -> str:
    """A text without these names, without its own owners' names and without any @handle."""
    owners = _capital({word for owner in own for word in words(owner)})

    def is_name(word: str) -> bool:
        return word in owners or not names.isdisjoint((word, word.casefold()))

    def token(found: re.Match[str]) -> str:
        if found[0].startswith("@") or is_name(found[0]):
            return WITHHELD
        return WORD.sub(lambda word: WITHHELD if is_name(word[0]) else word[0], found[0])

    return REPEATED.sub(WITHHELD, TOKEN.sub(token, unicodedata.normalize("NFC", text)))


def _capital(found: set[str]) -> set[str]:
    return {word for word in found if len(word) > 1 and word[0].isupper()}
