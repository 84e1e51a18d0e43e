"""The roll-up of one bill's file, a pure function of the file and of the rules.

This folder is all that another machine needs to run it: it imports nothing of the house, only
DuckDB, pyarrow, dateutil and (for a bucket) fsspec, and speaks of its own modules by relative
names, so that it can be carried to a worker and run there beside any other version of itself.
"""

import hashlib
from functools import cache
from pathlib import Path

from .clouds import Unreachable, is_bucket
from .own_money import OwnOrPaid
from .proration import shares
from .recognise import NotRecognised, formats
from .staging import NoTable
from .task import Refused, Rolled, Rules, Summary, Task
from .work import attempt, merged, roll_up

__all__ = [
    "NoTable", "NotRecognised", "OwnOrPaid", "Refused", "Rolled", "Rules", "Summary", "Task",
    "Unreachable", "attempt", "code", "formats", "is_bucket", "merged", "roll_up", "shares",
    "version",
]  # fmt: skip
HERE = Path(__file__).parent


@cache
def code() -> dict[str, bytes]:
    """Every file of this folder, by its name in it."""
    files = [*HERE.glob("*.py"), *HERE.glob("*.sql"), *HERE.glob("formats/*.sql")]
    return {file.relative_to(HERE).as_posix(): file.read_bytes() for file in sorted(files)}


@cache
def version(rules: Rules) -> str:
    """The rules' name in the cache: settings, formats, macros and code that shapes a roll-up."""
    digest = hashlib.sha256(repr(rules).encode())
    for name, text in code().items():
        if name != "clouds.py":
            digest.update(text)
    return digest.hexdigest()[:12]
