"""From the raw files to tables: issues and events set-wise by DuckDB, kept as Parquet in cache."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from config import GitHub, House
from config.files import replacing
from pipelines import SourceError, raw, unit
from pipelines.billing.rollup.duckdb_errors import first_line
from pipelines.github import repos
from pipelines.github.store import STAMP, state_of
from warehouse.records import Repo, Rows, SourceRun

NAME = "github"
SQL = Path(__file__).parent
RULES = "2"  # raised when a statement changes what it makes of the same raw files


def read(house: House, settings: GitHub) -> Iterator[Any]:
    """Repo records, Rows of issues and events, one SourceRun per repository.

    Raises SourceError when a raw file is damaged.
    """
    folder = house.raw / "github"
    known = repos.load(folder / "repos.json")
    listed = [r for r in known.repos.values() if r["full_name"] not in settings.skip]
    files = {r["id"]: folder / f"{r['id']}.jsonl" for r in listed}
    held = [(repo["full_name"], files[repo["id"]]) for repo in listed]
    there = [(name, file) for name, file in held if file.is_file()]
    lost = {file for name, file in there if not unit.alone(NAME, name, partial(raw.whole, file))}
    present = [file for _, file in there if file not in lost]
    if present:
        yield from _tables(present, house.cache, settings.bots)
    counts = _counts(house.cache, present, settings.bots)
    for repo in (each for each in listed if files[each["id"]] not in lost):
        yield _record(repo, files[repo["id"]])
        if repo["synced_at"]:
            yield _run(repo, counts.get(repo["id"], 0))
    if not listed:
        yield SourceRun(NAME, "")
    yield from _unread(listed)


def _tables(files: list[Path], cache: Path, bots: list[str]) -> Iterator[Rows]:
    issues, events = _cached(files, cache, bots)
    if not (issues.is_file() and events.is_file()):
        cache.mkdir(parents=True, exist_ok=True)
        _make(files, issues, events, bots)
    yield Rows("issue", issues)
    yield Rows("issue_event", events)


def _cached(files: list[Path], cache: Path, bots: list[str]) -> tuple[Path, Path]:
    """Named for everything they depend on: rules, bots, and each file's identity."""
    seen = [(f.name, (s := f.stat()).st_size, s.st_mtime_ns, s.st_ino) for f in sorted(files)]
    key = hashlib.sha256(repr((RULES, sorted(bots), seen)).encode()).hexdigest()[:16]
    return cache / f"github-issues-{key}.parquet", cache / f"github-events-{key}.parquet"


def _make(files: list[Path], issues: Path, events: Path, bots: list[str]) -> None:
    for old in (*issues.parent.glob("github-issues-*"), *events.parent.glob("github-events-*")):
        old.unlink(missing_ok=True)
    listed = [name.lower() for name in bots]
    with duckdb.connect() as db:
        try:
            names = [str(file) for file in files]
            db.execute((SQL / "raw.sql").read_text(encoding="utf-8"), [names])
        except duckdb.Error as error:
            raise SourceError(
                NAME, f"a raw file is damaged: {first_line(error)}",
                remedy="delete that file; the next run fetches it again", passing=False,
            ) from None  # fmt: skip
        db.execute("create table bots as select ?::varchar[] as names", [listed])
        db.execute((SQL / "issue.sql").read_text(encoding="utf-8"))
        db.execute((SQL / "issue_event.sql").read_text(encoding="utf-8"))
        for table, file in (("issue", issues), ("issue_event", events)):
            with replacing(file, durable=False) as unfinished:
                db.execute(f"copy {table} to ? (format parquet)", [str(unfinished)])


def _counts(cache: Path, files: list[Path], bots: list[str]) -> dict[int, int]:
    if not files:
        return {}
    issues, _ = _cached(files, cache, bots)
    with duckdb.connect() as db:
        found = db.execute(
            "select repo_id, count(*) from read_parquet(?) group by all", [str(issues)]
        ).fetchall()
    return dict(found)


def _record(repo: dict[str, Any], file: Path) -> Repo:
    return Repo(
        repo_id=repo["id"],
        full_name=repo["full_name"],
        archived=bool(repo["archived"]),
        private=bool(repo["private"]),
        open_issues_count=repo["open_issues_count"],
        synced_at=_moment(repo["synced_at"]),
        unreachable_since=_moment(repo["unreachable_since"]),
        complete=state_of(file).complete or bool(repo["note"]),
        older_names=repo["was"],
        url=repo["html_url"],
    )


def _run(repo: dict[str, Any], rows: int) -> SourceRun:
    is_deleted = repo.get("deleted", False)  # its name is another one's, and its age no trouble
    return SourceRun(
        NAME,
        f"{repo['full_name']} (deleted)" if is_deleted else repo["full_name"],
        as_of=None if is_deleted else _moment(repo["synced_at"]),
        rows=rows,
        message=repo["note"],
    )


def _unread(listed: list[dict[str, Any]]) -> Iterator[SourceRun]:
    """How far a first reading is that takes several runs, as without a token."""
    missing = [repo["full_name"] for repo in listed if not repo["synced_at"]]
    if missing:
        yield SourceRun(
            NAME, "", "stale" if len(missing) < len(listed) else "failed",
            message=f"{len(listed) - len(missing)} of {len(listed)} repositories are read so far",
            remedy="run again, until all are read; a token makes it faster",
        )  # fmt: skip


def _moment(stamp: str | None) -> datetime | None:
    return datetime.strptime(stamp, STAMP) if stamp else None  # noqa: DTZ007 - naive UTC
