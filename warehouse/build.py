"""Make one warehouse file from records, check it, publish it under a name never used before.

A build is never edited: readers hold the old file while a new one appears next to it
(docs/decisions.md, "One name per build").
"""

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from warehouse import carried, rolled_up
from warehouse.insert import insert
from warehouse.read import BUILD, NAMES, READ_ONLY, SCHEMA, builds, fingerprint, stamp
from warehouse.records import TABLES, Rows

BATCH = 20_000
KEEP, DAY = 3, timedelta(days=1)
MEMORY = "1GB"  # of DuckDB: beyond it what is sorted and added up goes to a folder next to it


Clean = Callable[[str], str]
Cleaner = Callable[[], Clean]  # asked when rows are loaded: by then the notes say who is meant
Carried = frozenset[str]  # tables that are as in the build before
NOTHING: Carried = frozenset()
# Who signed is decided by the notes, which know whom a name means: a namesake stays.
_PERSON = {("attendance", "person_id"), ("attendance", "name"), ("attendance", "handle")}


class BuildError(Exception):
    """The build could not be written; the last one is kept."""


class Busy(Exception):
    """Another ingest is running in this data folder; `pid` is its process, if it could be read."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"another ingest is running (process {pid})")
        self.pid = pid


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for one ingest. Raises Busy at once when another holds it."""
    _private(data)
    lock, note = FileLock(data / "ingest.lock"), data / "ingest.pid"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        pid = note.read_text().strip() if note.is_file() else "unknown"
        raise Busy(pid) from None
    except OSError as error:
        raise BuildError(f"{data} cannot be written: {error.strerror or error}") from None
    try:
        _write_down(note)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _write_down(note: Path) -> None:
    try:
        note.write_text(str(os.getpid()))
    except OSError as error:
        raise BuildError(f"{note.parent} cannot be written: {error.strerror}") from None


def publish(
    records: Iterable[Any],
    data: Path,
    *,
    built_at: datetime,
    clean: Cleaner = lambda: str,
    then: Callable[[duckdb.DuckDBPyConnection, Carried], object] | None = None,
    made_by: Callable[[], str] | None = None,
) -> Path:
    """The published file of a new build made from `records` (instances of warehouse.records).

    clean     gives what becomes of every text, before it is written (see _PERSON); str: nothing
    then      what is asked of the build, and added to it, once it is checked; it is given the
              tables that are as in the newest build
    made_by   what decides, besides files of rows, what becomes of them (asked once the records are
              read); None: nothing is carried over from the build before (see warehouse/carried.py)
    built_at  naive UTC; names the file, moved on if a build of that moment or later exists
    Raises BuildError when the disk is full or the folder cannot be written; nothing is published.
    """
    _private(data)
    final = data / _name(data, built_at)
    building = final.with_name(final.name + ".building")
    with _all_or_nothing(building):
        with _filled(building, data, _unmistaken(records), clean, made_by) as (db, made, same):
            db.execute(
                "update build_info set built_at = $at where abs(epoch(built_at) - epoch($at)) >= 1",
                {"at": stamp(final.name)},
            )  # a clock that went back: its build has a name after the newest all the same
            _check(db, same)
            if then:
                then(db, same)
            db.execute("checkpoint")  # closing does it too, but swallows a full disk (DuckDB 2.0)
        building.replace(final)
    _sweep(data)
    if made and made_by:
        carried.note(data, final, made, made_by())
    return final


@contextmanager
def _all_or_nothing(building: Path) -> Iterator[None]:
    """Nothing stays of a build that fails. Raises BuildError where the disk refuses."""
    try:
        yield
    except (
        OSError, duckdb.IOException, duckdb.FatalException, duckdb.TransactionException
    ) as error:  # fmt: skip
        _discard(building)
        raise BuildError(
            f"the build could not be written to {building.parent}: {_first_line(error)}"
        ) from None
    except BaseException:
        _discard(building)
        raise


@contextmanager
def _filled(
    building: Path,
    data: Path,
    records: Iterable[Any],
    clean: Cleaner,
    made_by: Callable[[], str] | None,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, carried.Made, Carried]]:
    """The build with its records, of which files its tables are made, and those carried over."""
    known = carried.before(data) if made_by else None
    known = known if known and carried.copied(data, known, building) else None
    same = known.tables if known else NOTHING
    db = _opened(building) if known else laid_out(building)
    try:
        if known:
            carried.empty(db, same)
        left, made = _load(db, records, clean, same)
        if known and made_by and (made, made_by()) != (known.made, known.made_by):
            db.execute("checkpoint")
            db.close()
            db, same = _begun_anew(building, same), NOTHING
        _load_left(db, left, clean, but=same)
        if "cost_daily" not in same:
            rolled_up.fill(db)
        yield db, made, same
    finally:
        db.close()


def _begun_anew(building: Path, but: Carried) -> duckdb.DuckDBPyConnection:
    """A new build with the rows of the copy that was begun, without what it carried over."""
    copy = building.with_name(f"{building.name}.copy")
    building.replace(copy)
    db = laid_out(building)
    try:
        carried.move(db, copy, but)
    except BaseException:
        db.close()
        raise
    return db


def _opened(building: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(building, config={"memory_limit": MEMORY})


def laid_out(building: Path) -> duckdb.DuckDBPyConnection:
    """A new build without records: its tables, and the mark of their schema."""
    db = _opened(building)
    db.execute("begin")  # once for all of them: a commit of each takes most of the time
    db.execute(SCHEMA.read_text(encoding="utf-8"))
    db.execute("insert into build_schema values (?)", [fingerprint()])
    db.execute("commit")
    return db


def purge(data: Path, clean: Clean) -> list[Path]:
    """Delete the older builds that hold a text which `clean` changes; the deleted ones.

    Somebody who opted out must not live on in an older build. Who signs in the newest, stays. One
    that a power loss damaged is no way back, and whom it names is not known: it goes, too.
    """
    newest, *older = builds(data) or [data]
    staying = _texts(newest) if older else {}
    gone = [file for file in older if _must_go(file, staying, clean)]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


def _must_go(build: Path, staying: "Texts", clean: Clean) -> bool:
    try:
        return _names_somebody(_texts(build), staying, clean)
    except duckdb.Error:
        return True


Texts = dict[tuple[str, str], set[str]]  # table and column → what stands in it


def _texts(build: Path) -> Texts:
    """Every text of a build by table and column. Raises duckdb.Error."""
    found: Texts = {}
    with duckdb.connect(build, read_only=True, config=READ_ONLY) as db:
        for table, columns in groupby(_text_columns(db), itemgetter(0)):
            names = {column: kind for _, column, kind in columns}
            every = (
                f'list(distinct "{column}")' if kind == "VARCHAR" else f'flatten(list("{column}"))'
                for column, kind in names.items()
            )
            (texts,) = db.execute(f'select {", ".join(every)} from "{table}"').fetchall()
            for column, own in zip(names, texts, strict=True):
                found[table, column] = {column, *filter(None, own or ())}
    return found


def _text_columns(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return db.execute(
        """
        select table_name, replace(column_name, '"', '""'), data_type
        from duckdb_columns()
        where data_type in ('VARCHAR', 'VARCHAR[]') and not internal
        order by table_name
        """
    ).fetchall()


def _names_somebody(held: Texts, staying: Texts, clean: Clean) -> bool:
    return any(
        clean(text) != text
        for place, texts in held.items()
        for text in (texts - staying.get(place, set()) if place in _PERSON else texts)
    )


def _unmistaken(records: Iterable[Any]) -> Iterator[Any]:
    """A disk error of a source is its own bug; never a build that cannot be written."""
    try:
        yield from records
    except (OSError, duckdb.IOException, duckdb.FatalException) as bug:
        raise RuntimeError("a source could not be read") from bug


def _private(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        data.chmod(stat.S_IMODE(data.stat().st_mode) & 0o700)  # a read-only folder stays one
    except OSError as error:
        reason = error.strerror or error
        raise BuildError(f"the data folder {data} cannot be written: {reason}") from None


def _name(data: Path, built_at: datetime) -> str:
    """A name that no build had: later than the newest, unless that is of a time to come."""
    newest = next(map(stamp, (file.name for file in builds(data))), None)
    if newest and built_at <= newest < datetime.now(UTC).replace(tzinfo=None) + DAY:
        built_at = newest + timedelta(microseconds=1)
    while (data / f"{built_at:{BUILD}}").exists():  # a file of another origin
        built_at += timedelta(microseconds=1)
    return f"{built_at:{BUILD}}"


def _load(
    db: duckdb.DuckDBPyConnection, records: Iterable[Any], clean: Cleaner, aside: Carried = NOTHING
) -> tuple[list[Any], carried.Made]:
    """Load records; what is left, and of what the tables are made that are left whole.

    Left are files of rows, and records of tables that have files, or are in `aside`.
    """
    left: list[Any] = []
    loaded, with_files = set[str](), set(aside)
    db.execute("set threads = 1")  # several take longer, and write a larger file
    stream = iter(records)
    while batch := list(islice(stream, BATCH)):
        for kind in dict.fromkeys(map(type, batch)):
            some = [record for record in batch if type(record) is kind]
            with_files |= {each.table for each in some if isinstance(each, Rows)}
            if kind is Rows or TABLES[kind] in with_files:
                left += some
            else:
                loaded.add(TABLES[kind])
                _load_rows(db, kind, some, clean())
    db.execute("reset threads")
    return left, {name: sums for name, sums in _made(left).items() if name not in loaded}


def _made(left: list[Any]) -> carried.Made:
    """By table, the hashes of its files, then of its records."""
    made: carried.Made = {}
    records: dict[str, list[Any]] = {}
    for each in left:
        if isinstance(each, Rows):
            made.setdefault(each.table, []).append(carried.sum_of(each.file))
        else:
            records.setdefault(TABLES[type(each)], []).append(each)
    for table, some in records.items():
        made.setdefault(table, []).append(hashlib.sha256(repr(some).encode()).hexdigest())
    return made


def _load_left(
    db: duckdb.DuckDBPyConnection, left: list[Any], clean: Cleaner, *, but: Carried
) -> None:
    """Load what `_load` left, without that of some tables."""
    db.execute("set threads = 1")
    for each in left:
        if isinstance(each, Rows) and each.table not in but:
            _load_file(db, each, clean())
    records = (each for each in left if not isinstance(each, Rows))
    _load(db, (each for each in records if TABLES[type(each)] not in but), clean)


def _load_rows(db: duckdb.DuckDBPyConnection, kind: type, rows: list[Any], clean: Clean) -> None:
    columns = {}
    for field in kind.__dataclass_fields__:  # type: ignore[attr-defined] # records are dataclasses
        name = field.rstrip("_")  # `from` is a word of Python: its field is from_
        values = [getattr(row, field) for row in rows]
        is_as_said = clean is str or (TABLES[kind], name) in _PERSON
        columns[name] = values if is_as_said else [_cleaned(value, clean) for value in values]
    insert(db, TABLES[kind], columns)


def _cleaned(value: Any, clean: Clean) -> Any:
    """A text, or a list of them, cleaned; anything else as it is."""
    if isinstance(value, str):
        return clean(value)
    return [_cleaned(each, clean) for each in value] if isinstance(value, list) else value


def _load_file(db: duckdb.DuckDBPyConnection, rows: Rows, clean: Clean) -> None:
    """Columns the table lacks (chosen bill tags) become text columns of it."""
    known = set(db.table(rows.table).columns)
    file = str(rows.file)
    found = db.execute("describe select * from read_parquet(?)", [file]).fetchall()
    chosen: list[str] = []
    changed: list[str] = []
    for name, kind in ((column[0], column[1]) for column in found):
        quoted, own = (each.replace('"', '""') for each in (name, clean(name)))
        if clean(name) not in known:
            db.execute(f'alter table {rows.table} add column "{own}" varchar')
        one, own_texts = f'"{quoted}"', list[str]()
        if kind == "VARCHAR" and clean is not str:
            texts = db.execute(f"select distinct {one} from read_parquet(?)", [file]).fetchall()
            for text in (row[0] for row in texts if row[0] and clean(row[0]) != row[0]):
                one = f'case when "{quoted}" = ? then ? else {one} end'
                own_texts = [text, clean(text), *own_texts]
        changed += own_texts
        chosen.append(f'{one} as "{own}"')
    statement = f"insert into {rows.table} by name select {', '.join(chosen)} from read_parquet(?)"
    db.execute(statement, [*changed, file])


def _check(db: duckdb.DuckDBPyConnection, same: Carried) -> None:
    """What must hold in every build; a violation is our own bug and nothing is published.

    same  tables of a build that was checked
    """
    orphans = db.execute(
        """
        select count(*)
        from attendance
        where meeting_id not in (select meeting_id from meeting)
        """
    ).fetchall()[0][0]
    uneven = db.execute(
        "select count(*) from billing_file where lines_read <> lines_kept + lines_rejected"
    ).fetchall()[0][0]
    infos = db.execute("select count(*) from build_info").fetchall()[0][0]
    amiss = [] if "cost_daily" in same else rolled_up.amiss(db)
    if orphans or uneven or infos != 1 or amiss:
        raise AssertionError(f"{orphans=} {uneven=} {infos=} {amiss=}")


def _sweep(data: Path) -> None:
    """The newest builds stay as the way back; older ones and the leftovers of dead runs go."""
    if len(list(data.glob(NAMES))) > KEEP:  # else none is opened to see whether it is one
        for old in builds(data)[KEEP:]:
            old.unlink(missing_ok=True)
    _remove(data.glob("warehouse-*.building*"))


def _discard(building: Path) -> None:
    _remove(building.parent.glob(building.name + "*"))


def _remove(parts: Iterable[Path]) -> None:
    """Files of an unfinished build, and the folder in which DuckDB kept what was too big."""
    for part in parts:
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)


def _first_line(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return text.splitlines()[0]
