"""Tables made of files of rows, carried over from the build before while their files are the same.

Loading the costs, adding them up and writing them is most of a run, and bills seldom change. So a
build begins as a copy of the one before, and every table without a file of rows is made anew in it.
The note in data/cache says which build that is, by the hash of its bytes, of which files (and
records besides) its tables are made, and by what. Where anything differs, all is loaded.
"""

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from config.files import replace_file
from warehouse import rolled_up
from warehouse.read import SCHEMA, builds, with_rows

NOTE = "carried.json"
Made = dict[str, list[str]]  # table → SHA-256 of each of its files, then of its records


@dataclass(frozen=True)
class Before:
    """The build before, as it was noted.

    made     of what its tables are made that have files
    made_by  what else decides what is in them: the code, and who opted out
    """

    build: str
    sha256: str
    made: Made
    made_by: str

    @property
    def tables(self) -> frozenset[str]:
        """Those that have files, and what is added up from them."""
        return frozenset([*self.made, *(rolled_up.TABLES if "cost_daily" in self.made else ())])


def before(data: Path) -> Before | None:
    """What is noted of the newest build; None: nothing, or it is of another one."""
    try:
        found = Before(**json.loads((data / "cache" / NOTE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):  # none yet, or cut by a power loss
        return None
    newest = next(iter(builds(data)), None)
    return found if newest and newest.name == found.build else None


def note(data: Path, build: Path, made: Made, made_by: str) -> None:
    """Note what the next build may carry over from this one."""
    found = Before(build.name, sum_of(build), made, made_by)
    replace_file(data / "cache" / NOTE, json.dumps(vars(found)), durable=False)


def sum_of(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def copied(data: Path, known: Before, building: Path) -> bool:
    """Whether `building` is now the noted build, to the byte; else nothing is there."""
    try:
        shutil.copyfile(data / known.build, building)
    except FileNotFoundError:  # a pull deleted it meanwhile
        return False
    if sum_of(building) == known.sha256:
        return True
    building.unlink()  # damaged since
    return False


def empty(db: duckdb.DuckDBPyConnection, but: frozenset[str]) -> None:
    """Make every table that has rows anew, without any, but these and the mark of the schema."""
    own = db.execute("select current_database()").fetchall()[0][0]
    full = with_rows(db, own) - but - {"build_schema"}
    db.execute("begin")
    for statement in db.extract_statements(SCHEMA.read_text(encoding="utf-8")):
        (name,) = re.findall(r"^create table (\w+) \(", statement.query, re.MULTILINE)
        if name in full:
            db.execute(f"drop table {name}")
            db.execute(statement)
    db.execute("commit")


def move(db: duckdb.DuckDBPyConnection, copy: Path, but: frozenset[str]) -> None:
    """Take the rows of every table of an emptied copy but these; the copy goes."""
    quoted = str(copy).replace("'", "''")
    db.execute(f"attach '{quoted}' as copy (read_only)")
    for name in sorted(with_rows(db, "copy") - but - {"build_schema"}):
        db.execute(f"insert into {name} by name from copy.{name}")
    db.execute("detach copy")
    copy.unlink()
