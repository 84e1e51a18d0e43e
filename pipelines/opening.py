"""The costly questions with which pages open, asked of a build once it is whole.

The answers are in the build (metrics/answers.py), so the first visit does not wait for them. Every
other question costs its first visitor little and is not asked here: answers may take a fifth of
a first ingest (docs/decisions.md, 55). What takes seconds only of much is asked of a build that
holds much. A run that read nothing new asks nothing: the build before it holds the same rows, so
its answers are these, too.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from duckdb import DuckDBPyConnection

from config import Config, House
from metrics.code import CODE
from pipelines import SourceError, unit
from warehouse import read
from warehouse.insert import insert

NAME = "answers"  # in reports of faults
Question = tuple[Callable[..., Any], dict[str, Any]]  # a metric and its arguments
Row = tuple[str, str, str]  # the metric's name, the arguments and the answer as JSON


def runway(_db: DuckDBPyConnection, _config: Config) -> Iterator[Question]:
    """The simulation, on which Runway, Briefing, packs and the headline rest."""
    from metrics.runway.outlook import outlooks  # noqa: PLC0415 - pandas: not in every command

    yield outlooks, {}


def briefing(db: DuckDBPyConnection, config: Config) -> Iterator[Question]:
    """The Briefing of the pair of meetings to begin with, looked at on the day of the build."""
    from config import not_now  # noqa: PLC0415 - as above
    from metrics.briefing import briefing, meeting_pairs  # noqa: PLC0415 - as above
    from metrics.data_quality import sources  # noqa: PLC0415 - as above

    day = sources.info(db).as_of
    pair = meeting_pairs.pairs(db, as_of=day)[0]
    answers = not_now.answers(config)
    yield briefing.briefing, {"pair": pair, "as_of": day, "on": day, "answers": answers}


def strip(db: DuckDBPyConnection, _config: Config) -> Iterator[Question]:
    """How old the data of each page are, on the day of the build."""
    from metrics.data_quality import sources, standing  # noqa: PLC0415 - as above

    day = sources.info(db).as_of
    yield standing.reach, {"on": day}
    yield sources.summary, {"on": day}
    yield sources.freshness, {"on": day}


def issues(db: DuckDBPyConnection, _config: Config) -> Iterator[Question]:
    """The Issues page as it opens, of a build with many issues."""
    if not _has_many(db, "issue"):
        return
    from metrics.calendar import trailing  # noqa: PLC0415 - as above
    from metrics.data_quality import sources  # noqa: PLC0415 - as above
    from metrics.issues import claims, counts, responses  # noqa: PLC0415 - as above
    from metrics.issues.scope import Scope  # noqa: PLC0415 - as above

    day, scope = sources.info(db).as_of, Scope()
    yield claims.claims, {"as_of": day}
    yield responses.repositories, {"as_of": day}
    yield counts.pulse, {"as_of": day, "scope": scope}
    yield counts.monthly_flow, {"as_of": day, "scope": scope, "months": 12}
    first = trailing(day, months=12)
    yield responses.response_times, {"first": first, "as_of": day, "scope": scope}


def actions(db: DuckDBPyConnection, _config: Config) -> Iterator[Question]:
    """The Actions page as it opens and the owners on Docs, of a build with many actions."""
    if not _has_many(db, "action_item"):
        return
    from metrics.data_quality import sources  # noqa: PLC0415 - as above
    from metrics.meetings import owners  # noqa: PLC0415 - as above
    from metrics.meetings.actions import actions as every  # noqa: PLC0415 - as above

    day = sources.info(db).as_of
    yield every, {"as_of": day, "months": 6, "series": ()}
    yield owners.of_failing_sites, {"as_of": day}


OPENING = (runway, briefing, strip, issues, actions)
QUESTIONS = 5  # of the parts that are always asked
# From how many rows of a table on its questions are asked, too, and how many they are.
MANY = {"issue": (50_000, 5), "action_item": (5_000, 2)}


def _has_many(db: DuckDBPyConnection, table: str) -> bool:
    (rows,) = db.execute(f"select count(*) from {table}").fetchall()[0]
    return int(rows) >= MANY[table][0]


class Answered(NamedTuple):
    """What became of the questions: the faults of metrics, and whether nothing had to be asked."""

    faults: list[SourceError]
    is_known: bool


def answer(
    db: DuckDBPyConnection,
    house: House,
    clean: Callable[[str], str],
    same: frozenset[str] = frozenset(),
) -> Answered:
    """Ask the opening questions, unless the newest build answers them; keep the answers.

    same  tables that were carried over from it: they need not be compared
    A fault costs the answers of its part. An answer that names somebody who opted out is not kept.
    """
    found = [row for build in read.builds(house.data)[:1] for row in _known(db, build, same)]
    result = Answered([], is_known=bool(found))
    if not found:
        from metrics import once  # noqa: PLC0415 - as above

        with once.within({}):
            for part in OPENING:
                work = partial(_answered, db.cursor(), part(db.cursor(), house.config))
                answers = unit.fetched(NAME, part.__name__, work, doing="computing")
                if isinstance(answers, SourceError):
                    result.faults.append(answers)
                else:
                    found += answers
    kept = [row for row in found if all(clean(text) == text for text in row[1:])]
    if kept:
        names, arguments, bodies = map(list, zip(*kept, strict=True))
        columns = {"metric": names, "arguments": arguments, "body": bodies}
        insert(db, "answer", {**columns, "code": [CODE] * len(kept)})
    return result


def _known(db: DuckDBPyConnection, before: Path, same: frozenset[str]) -> list[Row]:
    """The answers that a build brings which this code made of the very same rows; else none.

    One that lacks an answer has none: what raised is asked again, and reported again.
    """
    whole = db.execute("select current_database()").fetchall()[0][0]
    try:
        db.execute(f"attach {_quoted(before)} as build_before (read_only)")
    except duckdb.Error:  # damaged: no build to answer from
        return []
    try:
        if _rows(db, whole, same) != _rows(db, "build_before", same):
            return []
        asked = "select metric, arguments, body from build_before.answer where code = ?"
        found = db.execute(asked, [CODE]).fetchall()
    except duckdb.Error:  # damaged, seen while reading
        return []
    finally:
        db.execute("detach build_before")
    wanted = QUESTIONS + sum(more for table, (_, more) in MANY.items() if _has_many(db, table))
    return found if len(found) == wanted else []


def _rows(
    db: DuckDBPyConnection, database: str, but: frozenset[str]
) -> dict[str, tuple[int, int | None]]:
    """By table that has any, the number of rows and the sum of their hashes.

    Of a build's moment, its day.
    """
    sums = []
    for name in sorted(read.with_rows(db, database) - but - {"answer"}):
        day = "replace (built_at::date as built_at)" if name == "build_info" else ""
        rows = f'select * {day} from "{database}"."{name}"'
        sums.append(f"select '{name}', count(*), sum(hash(each)::hugeint) from ({rows}) as each")
    found = db.execute(" union all ".join(sums)).fetchall()
    return {name: (count, total) for name, count, total in found}


def _quoted(file: Path) -> str:
    text = str(file).replace("'", "''")
    return f"'{text}'"


def _answered(db: DuckDBPyConnection, questions: Iterator[Question]) -> list[Row]:
    """The answer to each question, as it is kept."""
    from metrics import answers  # noqa: PLC0415 - as above

    return [
        (
            answers.name_of(metric), answers.question(metric, given),
            answers.written(metric, metric(db, **given)),
        )
        for metric, given in questions
    ]  # fmt: skip
