"""The index of one build: an SQLite file with FTS5 in the cache folder, made by who asks first.

It can be made again at any time from its build, and is deleted by each ingest. Nothing that leaves
the house reads it.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection

from config.files import replacing
from metrics import rows

# Accents are taken off and English endings, too; a word in another language is found all the same.
TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
SCHEMA = f"""
    create virtual table line using fts5(
        text, under, {TOKENS}, prefix = '2 3', content = 'place', content_rowid = 'id'
    );
    create table place (  -- id: below 0 for a roll call, so that a search skips them unread
        id integer primary key, kind text not null, series text, day text, title text,
        source_file text, source_line integer, url text, text text not null, under text not null
    );
    create virtual table word using fts5vocab(line, row);
"""
# One row for each line: what it was read as, and the line itself. A statement belongs to the line
# at which, or above which, it begins; what a table of the build has and no line is one by itself.
LINES = """
    with said as (
        select source_file, source_line, 'decision' as kind, text from decision
        union all select source_file, source_line, 'action', text from action_item
        union all select source_file, source_line, 'claim', quote from claim
    ),
    placed as (
        select said.kind, coalesce(note_line.source_line, said.source_line) as source_line,
            said.source_file, said.text
        from said
        asof left join note_line on said.source_file = note_line.source_file
            and said.source_line >= note_line.source_line
    ),
    kinds as (
        select source_file, source_line,
            arg_min(kind, list_position(['decision', 'action', 'claim'], kind)) as kind,
            any_value(text) as text
        from placed
        group by all
    )
    select coalesce(kinds.kind, if(note_line.kind = 'roll call', 'roll call', 'note')) as kind,
        series, day::varchar as day, coalesce(meeting.section, meeting.title) as title,
        note_line.source_file, note_line.source_line, note_line.url, note_line.text,
        concat_ws(' › ', coalesce(meeting.section, meeting.title), nullif(under, '')) as under
    from note_line
    left join kinds using (source_file, source_line)
    left join (select meeting_id, section, title from meeting) as meeting using (meeting_id)
    union all
    select kind, null, null, null, source_file, source_line, null, text, ''
    from kinds
    anti join note_line using (source_file, source_line)
    union all
    select if(is_pull, 'pull request', 'issue'), full_name, created_at::date::varchar, null,
        null, number, coalesce(issue.url, repo.url || '/issues/' || number),
        coalesce(title, ''),
        concat_ws(' ', full_name || '#' || number, array_to_string(labels, ' '))
    from issue
    join repo using (repo_id)
    where state <> 'gone'
"""
NAME = "search-{}.sqlite"


@contextmanager
def opened(db: DuckDBPyConnection) -> Iterator[sqlite3.Connection]:
    """The index of a build, made on the first question; read-only, one connection a question.

    Where the cache folder cannot be written it is kept in memory, for this process alone.
    """
    build = Path(rows.value(db, "select path from duckdb_databases() where not internal"))
    file = build.parent / "cache" / NAME.format(_key(build))
    try:
        if not _is_whole(file):
            _write(db, build, file)
    except OSError:
        yield _in_memory(build, db)
        return
    with closing(_read_only(file)) as index:
        yield index


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _is_whole(file: Path) -> bool:
    """Whether there is an index that opens; a damaged one is made anew."""
    if not file.is_file():
        return False
    try:
        with closing(_read_only(file)) as index:
            index.execute("select 1 from place limit 1").fetchall()
    except sqlite3.DatabaseError:
        return False
    return True


def _key(build: Path) -> str:
    """A name for the index of one build, made by these rules."""
    rules = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    return f"{build.stem.removeprefix('warehouse-')}-{rules}"


def _write(db: DuckDBPyConnection, build: Path, file: Path) -> None:
    """A new file, complete before it has its name; those of other builds go. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with replacing(file, durable=False) as writing:
        writing.touch(0o600)
        with closing(sqlite3.connect(writing, isolation_level=None)) as made:
            made.executescript("pragma journal_mode = off; pragma synchronous = off;")
            fill(made, db)
    for other in file.parent.glob(NAME.format("*")):
        if other != file or not build.exists():  # a build swept meanwhile may name who opted out
            other.unlink(missing_ok=True)


_HELD: dict[Path, sqlite3.Connection] = {}


def _in_memory(build: Path, db: DuckDBPyConnection) -> sqlite3.Connection:
    """The index of the newest build asked, held by this process for all its questions."""
    if build not in _HELD:
        made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        fill(made, db)
        _HELD.clear()
        _HELD[build] = made
    return _HELD[build]


def fill(made: sqlite3.Connection, db: DuckDBPyConnection) -> None:
    """Put every line of a build into an empty database."""
    made.executescript(SCHEMA)
    made.execute("begin")
    made.executemany(
        """
        insert into place (
            id, kind, series, day, title, source_file, source_line, url, text, under
        ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        _lines(db),
    )
    made.execute("insert into line (line) values ('rebuild')")
    made.execute("commit")


def _lines(db: DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    answer = db.execute(
        f"select if(kind = 'roll call', -1, 1) * row_number() over (), * from ({LINES})"
    )
    while batch := answer.fetchmany(20_000):
        yield from batch
