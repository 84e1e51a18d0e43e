"""What the notes say without saying who: for pages on which nobody asked for names."""

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd
from duckdb import DuckDBPyConnection

WITHHELD = "[name withheld]"
WORD = re.compile(r"@[\w.-]*\w|[^\W_](?:[\w-]*[^\W_])?")
AGAIN = re.compile(rf"{re.escape(WITHHELD)}(?:[ .]+{re.escape(WITHHELD)})+")


def known(db: DuckDBPyConnection) -> frozenset[str]:
    """Every word that names somebody who signed a roll call: of names as written, and handles.

    A word of a name counts with a capital only, and a handle that is such a word (will, grant)
    counts only behind an @: "will" is said of anybody.

    Source   table attendance ← pipelines/notes
    Beware   who never signed is known only where an @ or the owners of an action say so.
    """
    rows = db.execute("select distinct name, handle from attendance").fetchall()
    names = {word for name, _ in rows for word in _words(name)}
    spoken = {word.casefold() for word in names}
    handles = {handle for _, handle in rows if handle}
    return frozenset(_capital(names) | {each for each in handles if each not in spoken})


def without(frame: pd.DataFrame, names: frozenset[str]) -> pd.DataFrame:
    """The same rows, each name in their text, title and owners withheld; their counts stay."""
    told = frame.copy()
    owners: list[list[str]] = list(frame.get("owners", [[]] * len(frame)))
    for column in frame.columns.intersection(["text", "title"]):
        texts = [
            hidden(text, names, own) if isinstance(text, str) else None
            for text, own in zip(frame[column], owners, strict=True)
        ]
        told[column] = pd.Series(texts, index=frame.index, dtype=object)
    if "owners" in frame:
        nobody = [[WITHHELD] * len(own) for own in owners]
        told["owners"] = pd.Series(nobody, index=frame.index, dtype=object)
    return told


def hidden(text: str, names: frozenset[str], own: Iterable[str] = ()) -> str:
    """A text without these names, without its own owners' names and without any @handle."""
    mine = _capital({word for owner in own for word in _words(owner)})

    def withheld(word: re.Match[str]) -> str:
        said = word[0]
        is_name = said[0] == "@" or said in mine or not names.isdisjoint((said, said.casefold()))
        return WITHHELD if is_name else said

    return AGAIN.sub(WITHHELD, WORD.sub(withheld, unicodedata.normalize("NFC", text)))


def _words(name: str) -> list[str]:
    return [word.lstrip("@") for word in WORD.findall(unicodedata.normalize("NFC", name))]


def _capital(words: set[str]) -> set[str]:
    return {word for word in words if len(word) > 1 and word[0].isupper()}
