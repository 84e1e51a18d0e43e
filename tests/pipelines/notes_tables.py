"""Tables of what small rules of notes answer: a line an input, its values parted by bars."""

from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "notes_tables"


def row(*values: object) -> str:
    return " | ".join(str(value).replace("\n", "\\n") for value in values)
