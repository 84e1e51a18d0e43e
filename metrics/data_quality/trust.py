"""Can the figures be trusted: what was read of every source, in one sentence."""

from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from metrics import words
from metrics.data_quality.sources import LABELS, Freshness, Run, freshness, info, runs
from metrics.spending import missing_days
from metrics.spending.missing_days import Gap


@dataclass(frozen=True)
class Trust:
    """The page's answer and the figures beside it.

    sources   set up          broken   of these, stale or failed
    rows      read            left_out lines that could not be read
    oldest    the source that reaches the least far, with the day; None: nothing was read
    """

    sentence: str
    sources: int
    broken: int
    rows: int
    left_out: int
    oldest: tuple[str, date] | None


def trust(db: DuckDBPyConnection) -> Trust:
    """Whether every source that is set up was read, and how many lines were left out.

    Rows     one
    Source   table source_run, metric gaps.gaps
    Beware   a line left out is counted and listed, never guessed; what it held is in no figure.
             A week or more without a bill between two bills is named, too.
    """
    fresh = freshness(db)
    own = [run for run in runs(db) if run.is_set_up]
    broken = [each for each in fresh if each.status in ("stale", "failed")]
    missing = missing_days.gaps(db, as_of=info(db).as_of)
    rows, left_out = sum(run.rows for run in own), sum(run.rejected for run in own)
    return Trust(
        _sentence(fresh, broken, left_out, missing),
        len(fresh),
        len(broken),
        rows,
        left_out,
        _oldest(own),
    )


def _sentence(
    fresh: list[Freshness], broken: list[Freshness], left_out: int, missing: list[Gap]
) -> str:
    if not fresh:
        return "Nothing is set up yet, so there is nothing to trust."
    rest = "No line was left out."
    if left_out:
        rest = f"{words.count(left_out, 'line')} could not be read, and no figure counts them."
    if missing:
        rest = f"{missing_days.told(missing)} {rest}"
    if missing and not broken:
        every = "every source that is set up was read, but a bill is missing"
        return f"Not in everything: {every}. {rest}"
    if not broken:
        return f"Yes: every source that is set up was read. {rest}"
    names = words.listing([_trouble(each) for each in broken])
    return f"Not in everything: {names}. {rest}"


def _trouble(each: Freshness) -> str:
    some = "" if each.whole else "some "
    what = "are old" if each.status == "stale" else "were not read"
    return f"{some}{LABELS[each.source]} {what}"


def _oldest(own: list[Run]) -> tuple[str, date] | None:
    newest: dict[str, datetime] = {}
    for run in own:
        if run.as_of:
            newest[run.source] = max(run.as_of, newest.get(run.source, run.as_of))
    if not newest:
        return None
    source = min(newest, key=lambda each: newest[each])
    return LABELS[source], newest[source].date()
