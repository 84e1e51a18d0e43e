"""One unit, not the run: each file, series, repository and site is read on its own.

A fault of ours in reading one is caught here and nowhere else. The unit is then read from the last
content that was read without a fault (data/raw/last_good); if that fails too, it is left out. Its
traceback goes to data/errors without the exception's text, which may quote the input. Nothing is
copied from an older build: what counts is today's code over an older input.

Outside of an ingest (`during`) nothing is caught: preview and the tests see every fault.
"""

import errno
import hashlib
import json
import os
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from config import HOME, House, Limits, people, traces
from config.files import before, replace_file, replacing
from config.traces import NOBODY, Traces
from pipelines import SourceError
from pipelines.billing.rollup.duckdb_errors import fault as duckdb_fault
from pipelines.billing.rollup.duckdb_errors import first_line
from pipelines.messages import count
from pipelines.silence import Silence
from warehouse import build
from warehouse.records import SourceRun

DISK = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG}
T = TypeVar("T")


class Damaged(Exception):
    """A raw file is cut or empty, and so is the one before it."""


class TooLarge(Exception):
    """A file has more bytes than are read of one; `key` of [limits] says how many."""

    def __init__(self, size: int, most: float, key: str) -> None:
        super().__init__(f"it has {size:,} bytes, more than the {most:g} MB that are read")
        self.remedy = f"part it into smaller files, or raise {key} in [limits] of dashboard.toml"


class Key(NamedTuple):
    """A unit; of the unit "" a whole source."""

    source: str
    unit: str


@dataclass
class Run:
    """What one ingest knows of its units.

    back    units not read as they are today, and how: "before" (last good content) or "out"
    read    units met in this run → SHA-256 of the content that was read, "" where there is none
    faults  what is reported of a unit
    is_ours  whether a fault of ours cost a unit
    silence  hosts that give no answer
    """

    house: House
    back: dict[Key, str] = field(default_factory=dict)
    read: dict[Key, str] = field(default_factory=dict)
    good: dict[Key, bytes] = field(default_factory=dict)
    faults: dict[Key, SourceRun] = field(default_factory=dict)
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    traces: Traces = NOBODY  # of those who opted out
    healed: bool = False
    is_ours: bool = False
    silence: Silence = field(default_factory=Silence)

    def clean(self, text: str) -> str:
        """A text without those who opted out."""
        return self.traces.without(text)

    def cleaner(self) -> Callable[[str], str]:
        """What cleans a text, by what is known now; str while nobody opted out."""
        return self.clean if self.traces.names_anybody else str

    @property
    def folder(self) -> Path:
        """Where the last good contents are."""
        return self.house.data / "raw" / "last_good"  # the sample's raw files are committed

    def last(self, key: Key) -> bytes | None:
        """The last content read without a fault; None where there is none, or it is damaged."""
        sha256 = self.held.get(_named(key), {}).get("content")
        file = self.folder / str(sha256)
        if not sha256 or not file.is_file():
            return None
        content = file.read_bytes()
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def report(self, key: Key, error: Exception, outcome: str) -> None:
        """One SourceRun for a unit; once it is reported as failed, no other."""
        if key in self.faults and self.faults[key].status == "failed":
            return
        held = self.held.get(_named(key), {})
        had = [count(held["rows"], "row"), *held["money"]] if held.get("rows") else []
        ending = (
            "the content before it counts instead" if outcome == "stale"
            else f"it is left out (it held {', '.join(had)})" if had else "it is left out"
        )  # fmt: skip
        what, remedy, passing = self.said(key, error, "reading")
        self.faults[key] = SourceRun(
            key.source, key.unit, outcome, message=f"{what}; {ending}", remedy=remedy,
            passing=passing,
        )  # fmt: skip

    def said(self, key: Key, error: Exception, doing: str) -> tuple[str, str, bool]:
        """What happened, its remedy, and whether it passes; a fault of ours as a file of errors."""
        if isinstance(error, Damaged):
            what = f"its file {error} is damaged, and so is the one before"
            return what, "put it back from the backup, or delete it to have it fetched again", False
        if isinstance(error, OSError) and doing == "reading":
            what = f"it cannot be opened: {error.strerror or 'the system refuses'}"
            return what, "make it readable, or take it out of dashboard.toml", False
        if isinstance(error, MemoryError) or duckdb_fault(error) == "memory":
            what = "the memory of this machine does not suffice to read it"
            return what, "give it more, or set [engine] workers lower", True
        if isinstance(error, TooLarge):
            return str(error), error.remedy, False
        self.is_ours = True
        what = f"a fault of Quarterdeck in {doing} it ({type(error).__name__})"
        return what, f"report it with {self.kept(key, error)}", True

    def kept(self, key: Key, error: Exception) -> str:
        """The traceback as a file of data/errors; the same fault of a unit has the same file."""
        chain, text = [error], [f"source {key.source}, unit {key.unit or 'all'}\n"]
        while cause := chain[-1].__cause__ or chain[-1].__context__:
            chain.append(cause)  # type: ignore[arg-type] # shown by its type alone
        for each in reversed(chain[:5]):
            text += [*traceback.format_tb(each.__traceback__)[-30:], f"{type(each).__name__}\n\n"]
        said = self.clean("".join(text).replace(f"{HOME}/", ""))
        name = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12]
        file = self.house.data / "errors" / f"{key.source}-{name}.txt"
        replace_file(file, said.encode("utf-8", "backslashreplace"), mode=0o600)
        return f"{self.house.data.name}/errors/{file.name}"


_RUN: ContextVar[Run | None] = ContextVar("units of an ingest", default=None)


@contextmanager
def during(house: House) -> Iterator[Run]:
    """Faults are kept to their unit until the end of the block."""
    run = Run(house, held=_held(house), traces=people_gone(house))
    token = _RUN.set(run)
    try:
        yield run
    except OSError as error:
        _own(error)
        raise
    finally:
        _RUN.reset(token)


def read(
    source: str,
    name: str,
    content: Callable[[], bytes],
    reader: Callable[[bytes], T],
    known: tuple[type[Exception], ...] = (),
) -> T | None:
    """What `reader` makes of a unit's content, or of its last good one; None: it is left out.

    known  refusals that the caller reports itself: they are raised
    Raises SourceError, too; outside of an ingest, everything.
    """
    run, key = _RUN.get(), Key(source, name)
    if run is None:
        return reader(content())
    run.read.setdefault(key, "")
    try:
        if key not in run.back:
            data = content()
            run.read[key] = hashlib.sha256(data).hexdigest()
            found = reader(data)
            run.good[key] = data
            return found
    except Exception as error:
        _hold_back(run, key, error, known)
    last = run.last(key) if run.back[key] == "before" else None
    try:
        return None if last is None else reader(last)
    except Exception as error:
        _hold_back(run, key, error, known)
        return None


def file(
    source: str,
    name: str,
    path: Path,
    reader: Callable[[Path], T],
    known: tuple[type[Exception], ...] = (),
) -> T | None:
    """As `read`, for a reader that wants a file: a copy of the content that is read."""
    if _RUN.get() is None:
        return reader(path)
    held = partial(bounded, path, "table_mb")
    return read(source, name, held, partial(_of_copy, path.name, reader), known)


def withhold(found: Traces) -> None:
    """Clean what is written by these traces: the notes know more spellings than people.toml."""
    run = _RUN.get()
    if run is not None:
        run.traces = found


def limits() -> Limits:
    """The most that is read of a file or an answer in this ingest."""
    run = _RUN.get()
    return run.house.config.limits if run else Limits()


def silence() -> Silence:
    """Hosts that give no answer in this ingest; outside of one, none so far."""
    run = _RUN.get()
    return run.silence if run else Silence()


def bounded(path: Path, key: str) -> bytes:
    """The content of a file. Raises TooLarge for one that `key` of [limits] does not allow."""
    most = float(getattr(limits(), key))
    if (size := path.stat().st_size) > most * 1e6:
        raise TooLarge(size, most, key)
    return path.read_bytes()


def content(source: str, name: str, held: bytes, reader: Callable[[Path], T]) -> T | None:
    """As `file`, for a content that has no file any more."""
    return read(source, name, lambda: held, partial(_of_copy, name, reader))


def _of_copy(name: str, reader: Callable[[Path], T], held: bytes) -> T:
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / f"content{''.join(s for s in Path(name).suffixes if s.isascii())}"
        copy.write_bytes(held)
        return reader(copy)


def fetched(
    source: str,
    name: str,
    work: Callable[[], T],
    known: tuple[type[Exception], ...] = (),
    doing: str = "fetching",
) -> T | SourceError:
    """What fetching a unit gives; a fault of ours in it leaves what is held of it as it is.

    known  refusals that the caller reports itself: they are raised
    doing  the word for it in a report
    """
    run, key = _RUN.get(), Key(source, name)
    if run is None:
        return work()
    try:
        return work()
    except Exception as error:
        _own(error, known)
        what, remedy, passing = run.said(key, error, doing)
        return SourceError(source, what, remedy=remedy, unit=name, passing=passing)


def tried(work: Callable[[], T]) -> T | Exception:
    """What `work` gives, or the fault it raises, for whoever knows its unit (see `broken`)."""
    if _RUN.get() is None:
        return work()
    try:
        return work()
    except Exception as error:
        _own(error)
        return error


def broken(source: str, name: str, error: Exception, *, has_other: bool) -> None:
    """A unit whose fault was met elsewhere; an older reading of it may count instead."""
    run, key = _RUN.get(), Key(source, name)
    if run is not None:
        run.read.setdefault(key, "")
        run.report(key, error, "stale" if has_other else "failed")


def last_known(source: str, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The last good contents of units by name: what counts where all of their files are gone."""
    run = _RUN.get()
    if run is None:
        return {}
    names = [entry.partition(" ")[2] for entry in run.held if entry.startswith(f"{source} ")]
    found = {name: run.last(Key(source, name)) for name in names if is_wanted(name)}
    return {name: content for name, content in found.items() if content is not None}


def reported(source: str, name: str) -> bool:
    """Whether a fault of the unit is reported already."""
    run = _RUN.get()
    return run is not None and Key(source, name) in run.faults


def alone(
    source: str,
    name: str,
    work: Callable[[], T],
    *,
    has_other: bool = False,
    before: Callable[[], AbstractContextManager[None]] | None = None,
) -> T | None:
    """What `work` gives for a unit that has no content to keep; None: it is left out.

    has_other  an older reading of it counts instead
    before     in which `work` reads the raw files as they were before
    """
    run, key = _RUN.get(), Key(source, name)
    if run is None:
        return work()
    run.read.setdefault(key, "")
    for how, within in (("before", nullcontext), ("out", before)):
        if within is None or run.back.get(key) in ("out", how):
            continue
        try:
            with within():
                return work()
        except Exception as error:
            _own(error)
            run.back[key] = how if before else "out"
            is_old = has_other or run.back[key] == "before"
            run.report(key, error, "stale" if is_old else "failed")
    return None


def whole(source: str, work: Callable[[], T]) -> T | None:
    """What `work` gives for a whole source, its units at fault held back; None: it is left out.

    Raises SourceError as `work` does.
    """
    if _RUN.get() is None:
        return work()
    return alone(source, "", lambda: settled(work, work, source))


def rows(
    source: str,
    name: str,
    records: Callable[[], Iterable[Any]],
    before: Callable[[], AbstractContextManager[None]] | None = None,
) -> list[Any]:
    """The records of a unit, all of them or none; `before` as in `alone`."""
    return alone(source, name, lambda: list(records()), before=before) or []


def is_at_fault(file: Path) -> bool:
    """Whether the unit whose raw file this is failed in the last run: the one before it stays."""
    run = _RUN.get()
    faulty = [each for each, entry in run.held.items() if entry.get("faulty")] if run else []
    folders = [run.house.raw / each.replace(" ", "/", 1) for each in faulty] if run else []
    return any(file.is_relative_to(folder) for folder in folders)


def restored(file: Path) -> None:
    """Report a raw file that was damaged and is again as it was before."""
    what = "it was damaged, by a power loss perhaps; the file before it counts instead"
    _of_raw(file, "stale", what, "run again: what is missing is fetched")


def damaged(file: Path, instead: str) -> None:
    """Report a raw file that is damaged, as is the one before it, without which we go on."""
    what = f"it is damaged, and so is the one before: {instead}"
    _of_raw(file, "failed", what, "put it back from the backup")


def _of_raw(file: Path, status: str, message: str, remedy: str) -> None:
    run = _RUN.get()
    if run is not None:
        root = next((r for r in (run.house.raw, run.folder.parent) if file.is_relative_to(r)), None)
        place = file.relative_to(root) if root else Path(file.name)
        source = place.parts[0] if len(place.parts) > 1 else "raw"
        run.faults[Key(source, str(place))] = SourceRun(
            source, str(place), status, message=message, remedy=remedy, passing=status == "stale"
        )


def forget(source: str, name: str) -> None:
    """Keep nothing of a unit: it names somebody who opted out."""
    run = _RUN.get()
    if run is not None:
        run.good.pop(Key(source, name), None)


def settled(attempt: Callable[[], T], trial: Callable[[], Any], source: str | None = None) -> T:
    """What `attempt` gives, with the units held back without which it raises.

    trial   the same to no effect, to find out which units they are
    source  only units of this source are at fault
    Raises what `attempt` does where no unit is at fault.
    """
    run = _RUN.get()
    while True:
        try:
            return attempt()
        except Exception as error:
            _own(error)
            if run and not run.healed and _heal(run):
                continue
            culprit = _culprit(run, trial, source) if run else None
            if run is None or culprit is None:
                raise
            _hold_back(run, culprit, error)


def keep(run: Run, rows: dict[str, tuple[int, list[str]]]) -> None:
    """Remember what was read without a fault, and how much each unit held.

    rows  file → its rows in the build, and its money by currency
    """
    kept: dict[str, dict[str, Any]] = {}
    for key, sha256 in run.read.items():
        if key in run.faults:
            kept[_named(key)] = {**run.held.get(_named(key), {}), "faulty": True}
            continue
        held, money = rows.get(key.unit or key.source, (0, []))
        kept[_named(key)] = {"rows": held, "money": money}
        content = run.good.get(key)
        if content is not None and not _names_somebody(run, key, content):
            file = run.folder / sha256
            if not file.is_file():
                replace_file(file, content, mode=0o600, durable=False)
            kept[_named(key)]["content"] = sha256
    named = {str(entry.get("content")) for entry in kept.values()}
    named |= {"index.json", "index.json.before"}
    if run.folder.is_dir():
        for file in run.folder.iterdir():
            if file.name not in named:
                file.unlink(missing_ok=True)
    if kept != run.held:
        with replacing(run.folder / "index.json", keep=True) as unfinished:
            unfinished.touch(0o600)
            unfinished.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def _hold_back(
    run: Run, key: Key, error: Exception, known: tuple[type[Exception], ...] = ()
) -> None:
    """Read the last good content of a unit instead; if there is none, or it fails too, nothing."""
    _own(error, known)
    has_other = key not in run.back and _is_changed(run, key) and run.last(key) is not None
    run.back[key] = "before" if has_other else "out"
    run.report(key, error, "stale" if has_other else "failed")


def _own(error: Exception, known: tuple[type[Exception], ...] = ()) -> None:
    """Raise again where no unit is at fault: a person, a known refusal, or the machine."""
    if isinstance(error, (SourceError, build.BuildError, build.Busy, *known)):
        raise error
    if duckdb_fault(error) == "interrupted":
        raise error
    if reason := _of_disk(error):
        raise build.BuildError(f"a file could not be written: {reason}") from None


def _of_disk(error: Exception) -> str | None:
    """Why the disk refused, where that is the fault: full, read-only, or the folder not ours."""
    if isinstance(error, OSError) and error.errno in DISK:
        return error.strerror
    run = _RUN.get()
    if isinstance(error, PermissionError) and run and error.filename:
        inside = Path(os.fsdecode(error.filename)).is_relative_to(run.house.data)
        return f"{error.filename}: {error.strerror}" if inside else None
    return first_line(error) if duckdb_fault(error) == "disk" else None


def _heal(run: Run) -> bool:
    """Delete the files of the cache that a power loss cut or emptied; whether there were any."""
    run.healed = True
    rolled_up = (run.house.raw / "billing").glob("[0-9a-f]*-*")  # of buckets
    damaged = [
        file for file in (*run.house.cache.rglob("*"), *rolled_up)
        if file.is_file() and not is_whole(file)
    ]  # fmt: skip
    for file in damaged:
        file.unlink(missing_ok=True)
        file.with_suffix(".json").unlink(missing_ok=True)  # a roll-up counts by its summary
    return bool(damaged)


def is_whole(file: Path) -> bool:
    """Whether a file of the cache is what it is called: Parquet, a JSON object, or a text."""
    content = file.read_bytes()
    if file.suffix == ".parquet":
        return len(content) > 12 and content[:4] == content[-4:] == b"PAR1"
    try:
        text = content.decode()
        return bool(text) and (file.suffix != ".json" or isinstance(json.loads(text), dict))
    except (ValueError, RecursionError):
        return False


def _culprit(run: Run, trial: Callable[[], Any], source: str | None) -> Key | None:
    """A unit without which `trial` works, changed ones first, whole sources last.

    Found by halves: of a thousand units ten trials find one.
    """
    inside = [key for key in run.read if source in (None, key.source) and key.unit]
    inside = [key for key in inside if run.back.get(key) != "out"]
    whole = [] if source else list(dict.fromkeys(Key(key.source, "") for key in run.read))
    units = sorted(inside, key=lambda key: not _is_changed(run, key)) + whole
    held_back = dict(run.back)

    def works(some: list[Key]) -> bool:
        run.back = held_back | dict.fromkeys(some, "out")
        try:
            trial()
        except Exception as error:
            _own(error)
            return False
        finally:
            run.back = held_back
        return True

    if not units or not works(units):
        return None
    low, high = 0, len(units)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(units[:middle]) else (middle, high)
    return units[high - 1]


def _is_changed(run: Run, key: Key) -> bool:
    return run.held.get(_named(key), {}).get("content") != run.read.get(key)


def _named(key: Key) -> str:
    return f"{key.source} {key.unit}".encode("utf-8", "backslashreplace").decode()


def _held(house: House) -> dict[str, dict[str, Any]]:
    """The index of the last run, of the one before where it is damaged; else an empty one."""
    index = house.data / "raw" / "last_good" / "index.json"
    for file in (index, before(index)) if index.is_file() else ():
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return {}


def people_gone(house: House) -> Traces:
    """Of those who opted out in people.toml; none where it cannot be read (see keep)."""
    try:
        return traces.of(people.load(house.config))
    except Exception:  # unread, or a fault of ours that is reported with the notes
        return NOBODY


def _names_somebody(run: Run, key: Key, content: bytes) -> bool:
    """Whether a content may name somebody who opted out: a packed one may, whatever it holds."""
    try:
        anybody = any(person.opt_out for person in people.load(run.house.config))
    except Exception:  # as above: nothing is kept
        return True
    if not anybody:
        return False
    packed = content.startswith((b"PK", b"\x1f\x8b", b"PAR1"))
    text = content.decode("utf-8", "replace")
    return packed or run.traces.found(text) or run.traces.found(key.unit)
