"""private/ next to dashboard.toml: what must not be public, and what git would publish of it."""

from pathlib import Path

FOLDER = "private"
ASKED = "asked.csv"  # requests for balances


def place(folder: Path, name: str) -> str:
    """Where a file of the team's own is, from the folder of dashboard.toml.

    In private/, where that folder is there and the file is not outside it already.
    """
    is_private = (folder / FOLDER).is_dir() and not (folder / name).exists()
    return f"{FOLDER}/{name}" if is_private else name
