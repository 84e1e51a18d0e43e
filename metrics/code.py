"""Which code decides what the facts are: an answer that is kept holds for this code alone."""

import hashlib
from importlib import metadata
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
DECIDE = ("metrics", "config", "warehouse")  # folders whose code decides what the facts are
LIBRARIES = ("duckdb", "numpy", "pandas")


def _code() -> str:
    made = hashlib.sha256()
    files = (file for part in DECIDE for file in (HOME / part).rglob("*.[ps][yq]*"))
    for file in sorted(file for file in files if file.suffix in (".py", ".sql")):
        made.update(file.relative_to(HOME).as_posix().encode() + file.read_bytes())
    made.update(" ".join(map(metadata.version, LIBRARIES)).encode())
    return made.hexdigest()[:16]


CODE = _code()  # of the code that runs: read once, when it is imported
