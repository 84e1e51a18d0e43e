"""The opening questions: what the first view of each page asks, asked of a build once it is whole.

The answers lie in the build (metrics/answers.py), so that the first visit does not wait for them.
pipelines/opening_questions.py says which questions these are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from duckdb import DuckDBPyConnection

from config import Config
from pipelines import SourceError, unit
from warehouse.insert import insert

NAME = "answers"  # in reports of faults


class Unanswered(Exception):
    """A metric raised: what rests on its answer cannot be asked."""


@dataclass
class Opening:
    """A build that is asked, and what came of it."""

    db: DuckDBPyConnection
    clean: Callable[[str], str]
    found: dict[tuple[str, str], Any] = field(default_factory=dict)
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    faults: dict[str, SourceError] = field(default_factory=dict)

    def ask(self, metric: Callable[..., Any], /, **arguments: Any) -> Any:
        """The answer, kept for the build. Raises Unanswered where the metric raises.

        One that names somebody who opted out is not kept: a page computes it.
        """
        from metrics import answers  # noqa: PLC0415 - pandas: not in every command

        name = answers.name_of(metric)

        def work() -> tuple[Any, str, str]:
            asked = answers.question(metric, arguments)
            if (name, asked) in self.found:
                return self.found[name, asked], asked, ""
            found = metric(self.db, **arguments)
            return found, asked, answers.written(metric, found)

        if name in self.faults:
            raise Unanswered(name)
        result = unit.fetched(NAME, name, work, doing="computing")
        if isinstance(result, SourceError):
            self.faults[name] = result
            raise Unanswered(name)
        found, asked, body = result
        if body and self.clean(body) == body and self.clean(asked) == asked:
            self.rows.append((name, asked, body))
        self.found[name, asked] = found
        return found


def answer(
    db: DuckDBPyConnection, config: Config, clean: Callable[[str], str]
) -> list[SourceError]:
    """Ask the opening questions and keep their answers in the build; the faults of metrics."""
    from metrics import answers, once  # noqa: PLC0415 - as above
    from pipelines.opening_questions import PAGES  # noqa: PLC0415 - as above

    opening = Opening(db.cursor(), clean)
    with once.within({}):
        for page in PAGES:
            work = partial(page, opening.ask, config)
            try:
                fault = unit.fetched(NAME, page.__name__, work, (Unanswered,), doing="computing")
            except Unanswered:
                continue
            if fault:
                opening.faults[page.__name__] = fault
    columns = ("metric", "arguments", "body")
    kept = dict(zip(columns, map(list, zip(*opening.rows, strict=True)), strict=False))
    if kept:
        insert(db, "answer", {**kept, "code": [answers.CODE] * len(opening.rows)})
    return list(opening.faults.values())
