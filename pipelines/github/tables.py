"""From the raw files to tables: issues and events set-wise by DuckDB, kept as Parquet in cache."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from config import GitHub, House
from config.files import replace_file, replacing
from pipelines import raw, unit
from pipelines.billing.rollup.duckdb_errors import MACHINE, fault
from pipelines.github import repos
from pipelines.github.store import STAMP, state_of
from warehouse.records import Reject, Repo, Rows, SourceRun

NAME = "github"
SQL = Path(__file__).parent


def read(house: House, settings: GitHub) -> Iterator[Any]:
    """Repo records, Rows of issues and events, rejects, one SourceRun per repository."""
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
        yield from _odd(house, present, settings.bots)
    counts = _counts(house.cache, present, settings.bots)
    for repo in (each for each in listed if files[each["id"]] not in lost):
        records = partial(_of_repo, repo, files[repo["id"]], counts)
        yield from unit.rows(NAME, repo["full_name"], records)
    if not listed:
        yield SourceRun(NAME, "")
    yield from _unread(listed, settings.token_env)


def _tables(files: list[Path], cache: Path, bots: list[str]) -> Iterator[Rows]:
    issues, events, odd = made = _cached(files, cache, bots)
    if not all(file.is_file() for file in made):
        cache.mkdir(parents=True, exist_ok=True)
        _make(files, issues, events, odd, bots)
    yield Rows("issue", issues)
    yield Rows("issue_event", events)


def _odd(house: House, files: list[Path], bots: list[str]) -> Iterator[Reject]:
    """Issues that are in no figure, or as they were before."""
    for file in files:
        for number, reason in state_of(file).odd.items():
            what = f"not taken over as GitHub gave it: {reason}"
            yield Reject(NAME, house.config.place(file), None, f"#{number}", what)
    _, _, odd = _cached(files, house.cache, bots)
    for name, line, text in json.loads(odd.read_text(encoding="utf-8"))["lines"]:
        place = house.config.place(house.raw / "github" / name)
        yield Reject(NAME, place, line, text, "this line cannot be read; its issue is not counted")


def _cached(files: list[Path], cache: Path, bots: list[str]) -> tuple[Path, Path, Path]:
    """Named for everything they depend on: our statements, bots, and each file's identity."""
    ours = [file.read_bytes() for file in (*sorted(SQL.glob("*.sql")), Path(__file__))]
    seen = [(f.name, (s := f.stat()).st_size, s.st_mtime_ns, s.st_ino) for f in sorted(files)]
    key = hashlib.sha256(repr((ours, sorted(bots), seen)).encode()).hexdigest()[:16]
    issues, events = cache / f"github-issues-{key}.parquet", cache / f"github-events-{key}.parquet"
    return issues, events, cache / f"github-odd-{key}.json"


def _make(files: list[Path], issues: Path, events: Path, odd: Path, bots: list[str]) -> None:
    for old in issues.parent.glob("github-*-*"):
        old.unlink(missing_ok=True)
    listed = [name.lower() for name in bots]
    with duckdb.connect() as db:
        lines = _load(db, files)
        replace_file(odd, json.dumps({"lines": lines}), durable=False)
        db.execute("create table bots as select ?::varchar[] as names", [listed])
        db.execute((SQL / "issue.sql").read_text(encoding="utf-8"))
        db.execute((SQL / "issue_event.sql").read_text(encoding="utf-8"))
        for table, file in (("issue", issues), ("issue_event", events)):
            with replacing(file, durable=False) as unfinished:
                db.execute(f"copy {table} to ? (format parquet)", [str(unfinished)])


def _load(db: duckdb.DuckDBPyConnection, files: list[Path]) -> list[tuple[str, int, str]]:
    """Table `raw` of all files; file, number and text of each line that it cannot read."""
    statement, names = (SQL / "raw.sql").read_text(encoding="utf-8"), [str(file) for file in files]
    try:
        db.execute("set variable lenient = false")
        db.execute(statement, [names])
        return []
    except duckdb.Error as error:
        if fault(error) in MACHINE:
            raise
    db.execute("set variable lenient = true")
    db.execute(statement, [names])
    held = set(db.execute("select repo_id, number from raw").fetchall())
    lost: list[tuple[str, int, str]] = []
    for file in files:
        with file.open(encoding="utf-8", errors="replace") as lines:
            for at, line in enumerate(islice(lines, 1, None), start=2):
                number = re.search(r'"number": ?(\d+)', line)
                if number is None or (int(file.stem), int(number[1])) not in held:
                    lost.append((file.name, at, f"#{number[1]}" if number else line[:80]))
    return lost


def _counts(cache: Path, files: list[Path], bots: list[str]) -> dict[int, int]:
    if not files:
        return {}
    issues, *_ = _cached(files, cache, bots)
    with duckdb.connect() as db:
        found = db.execute(
            "select repo_id, count(*) from read_parquet(?) group by all", [str(issues)]
        ).fetchall()
    return dict(found)


def _of_repo(
    repo: dict[str, Any], file: Path, counts: dict[int, int]
) -> Iterator[Repo | SourceRun]:
    yield _record(repo, file)
    if repo["synced_at"]:
        yield _run(repo, counts.get(repo["id"], 0))


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


def _unread(listed: list[dict[str, Any]], token_env: str) -> Iterator[SourceRun]:
    """How far a first reading is that takes several runs, as without a token."""
    has_token = bool(os.environ.get(token_env, "").strip())
    faster = "" if has_token else f"; a token in {token_env} makes it faster"
    missing = [repo["full_name"] for repo in listed if not repo["synced_at"]]
    if missing:
        yield SourceRun(
            NAME, "", "stale" if len(missing) < len(listed) else "failed",
            message=f"{len(listed) - len(missing)} of {len(listed)} repositories are read so far",
            remedy=f"run again, until all are read{faster}",
        )  # fmt: skip


def _moment(stamp: str | None) -> datetime | None:
    return datetime.strptime(stamp, STAMP) if stamp else None  # noqa: DTZ007 - naive UTC
