"""The costly questions with which pages open, asked of a build once it is whole.

The answers are in the build (metrics/answers.py), so the first visit does not wait for them. Every
other question costs its first visitor little and is not asked here: answers may take a fifth of
a first ingest (docs/decisions.md, 57).
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from duckdb import DuckDBPyConnection

from config import Config
from pipelines import SourceError, unit
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


OPENING = (runway, briefing, strip)


def answer(
    db: DuckDBPyConnection, config: Config, clean: Callable[[str], str]
) -> list[SourceError]:
    """Ask the opening questions and keep their answers in the build; the faults of metrics.

    A fault costs the answers of its part. An answer that names somebody who opted out is not kept.
    """
    from metrics import answers, once  # noqa: PLC0415 - as above

    found: list[Row] = []
    faults: list[SourceError] = []
    with once.within({}):
        for part in OPENING:
            work = partial(_answered, db.cursor(), part(db.cursor(), config))
            result = unit.fetched(NAME, part.__name__, work, doing="computing")
            if isinstance(result, SourceError):
                faults.append(result)
            else:
                found += [row for row in result if all(clean(text) == text for text in row[1:])]
    if found:
        names, arguments, bodies = map(list, zip(*found, strict=True))
        columns = {"metric": names, "arguments": arguments, "body": bodies}
        insert(db, "answer", {**columns, "code": [answers.CODE] * len(found)})
    return faults


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
