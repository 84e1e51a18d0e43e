"""How each source was read, how far it reaches, and how many lines were left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.data_quality.arrivals import WEIGHTY, Cause, causes, causes_of, units
from metrics.metric import metric
from metrics.spending import missing_days
from metrics.spending.missing_days import Gap

# In the order of the pages.
SOURCES = ("notes", "billing", "github", "docs_builds", "launches", "usage", "funds")
BY_DAY = {"notes", "billing", "launches", "usage", "funds"}
WORST_FIRST = ("failed", "stale", "asked", "ok", "not_set_up")


@dataclass(frozen=True)
class Info:
    """The origin of the build in use."""

    built_at: datetime
    as_of: date
    project: str
    currency: str
    timezone: str
    config_file: str
    is_sample: bool
    version: str


@dataclass(frozen=True)
class Run:
    """How one unit of a source was read; `message` and `remedy` only where something is wrong.

    status  ok | asked | stale | failed | not_set_up
    as_of   newest moment of its data, naive UTC
    units   how many units are added up in it
    """

    source: str
    unit: str
    status: str
    as_of: datetime | None
    rows: int
    rejected: int
    message: str | None
    remedy: str | None
    units: int = 1

    @property
    def is_set_up(self) -> bool:
        """Whether dashboard.toml names anything of this source."""
        return self.status != "not_set_up"


@dataclass(frozen=True)
class Freshness:
    """How far a source reaches: as good as its worst unit, as new as its newest one.

    whole  every unit has this status, not only the worst one
    cause  why its data are old on the day of looking, the worst one; None: they are not
    first  of balances, the day of the fund whose newest statement is the oldest; None: one day
    """

    source: str
    status: str
    newest: datetime | None
    whole: bool
    cause: Cause | None = None
    first: datetime | None = None

    @property
    def is_broken(self) -> bool:
        """Whether no figure of it may be trusted to be of today."""
        return self.status in ("stale", "failed") or bool(self.cause and self.cause.is_silent)


@dataclass(frozen=True)
class Summary:
    """All sources that are set up.

    broken    of these, stale, failed or silent
    rows      read            left_out  lines that could not be read
    missing   days between two bills without a bill, newest first
    oldest    the source that reaches the least far, with its day; None: nothing was read
    unrenewed  since when nobody renewed the build; None: it is of late
    """

    sources: int
    broken: tuple[Freshness, ...]
    rows: int
    left_out: int
    missing: tuple[Gap, ...]
    oldest: tuple[str, date] | None
    unrenewed: Cause | None = None


def info(db: DuckDBPyConnection) -> Info:
    """The origin and the time of this build. Source: table build_info ← pipelines/ingest.py."""
    (found,) = rows.rows(
        db,
        Info,
        """
        select built_at, as_of, project, currency, timezone, config_file, is_sample, version
        from build_info
        """,
    )
    return found


@metric(unit="rows and lines", grain="source and unit", rests_on=("build",), kind="count")
def runs(db: DuckDBPyConnection, *, source: str | None = None) -> list[Run]:
    """How each unit of each source was read, in the order of the pages; `source` keeps one.

    The as_of of a note, balance, bill or count of a day to come is the newest day that has come.
    Source: table source_run ← every source of pipelines/; meeting, fund_balance, build_info.
    """
    return rows.rows(
        db,
        Run,
        """
        with known as (
            select source_run.*, build_info.as_of as today, source_run.as_of::date > today as ahead
            from source_run
            cross join build_info
        )
        select source, unit, status,
            case
                when ahead and source = 'notes' then
                    (select max(held_on) from meeting where series = unit and held_on <= today)
                when ahead and source = 'funds' then
                    (select max(on_day) from fund_balance where on_day <= today)
                when ahead and source in ('billing', 'launches', 'usage') then today
                else as_of
            end::timestamp as as_of,
            rows, rejected, message, remedy, 1 as units
        from known
        where source = coalesce(?, source)
        order by list_position(?, source), unit
        """,
        [source, list(SOURCES)],
    )


def grouped(every: list[Run]) -> list[Run]:
    """The units without a message added up, one row per source; each other unit below it."""
    found: list[Run] = []
    for source in dict.fromkeys(run.source for run in every):
        own = [run for run in every if run.source == source]
        quiet = [run for run in own if not run.message]
        if len(quiet) > 1:
            found.append(
                Run(
                    source,
                    "",
                    min((unit.status for unit in quiet), key=WORST_FIRST.index),
                    max((unit.as_of for unit in quiet if unit.as_of), default=None),
                    sum(unit.rows for unit in quiet),
                    sum(unit.rejected for unit in quiet),
                    None,
                    None,
                    len(quiet),
                )
            )
        else:
            found += quiet
        found += [run for run in own if run.message]
    return found


@metric(unit="days", grain="source", rests_on=("build",), kind="date")
def freshness(db: DuckDBPyConnection, *, on: date) -> list[Freshness]:
    """How far each source that is set up reaches on the day of looking, in the order of the pages.

    Source: table source_run; metric data_quality.causes.
    """
    every, known = runs(db), units(db, on=on)
    why = causes_of(db, known, on=on)
    found = []
    for source in SOURCES:
        own = [run for run in every if run.source == source and run.is_set_up]
        if own:
            status = min((run.status for run in own), key=WORST_FIRST.index)
            newest = max((run.as_of for run in own if run.as_of), default=None)
            whole = all(run.status == status for run in own)
            cause = next((each for each in why if each.source == source), None)
            days = [u.newest for u in known if u.source == source and u.weight >= WEIGHTY]
            if (
                cause
                and source != "funds"  # stated on a day: it is the income of a ledger that ages
                and cause.kind != "failed"
                and cause.since
                and max(days, default=None) in (None, cause.since)
            ):
                newest = datetime.combine(cause.since, time())
            first = _first_stated(db, on) if source == "funds" else None
            first = first if newest and first and first < newest else None
            found.append(Freshness(source, status, newest, whole, cause, first))
    return found


def _first_stated(db: DuckDBPyConnection, on: date) -> datetime | None:
    """The oldest of the newest statements of the funds that can still be spent."""
    day: date | None = rows.value(
        db,
        """
        select min(stated)
        from (
            select max(on_day) as stated
            from fund_balance
            join fund using (fund_id)
            where on_day <= $on and kind <> 'in_kind' and coalesce(ends_on >= $on, true)
            group by fund_id
        )
        """,
        {"on": on},
    )
    return datetime.combine(day, time()) if day else None


@dataclass(frozen=True)
class _Rejects:
    source: str
    lines: int


def _left_out(db: DuckDBPyConnection, own: Sequence[Run]) -> int:
    """Every reject once: those that the units count, and those of a file that is no unit."""
    query = "select source, count(*)::bigint as lines from reject group by source"
    listed = {each.source: each.lines for each in rows.rows(db, _Rejects, query)}
    counted = dict.fromkeys(listed, 0)
    for run in own:
        counted[run.source] = counted.get(run.source, 0) + run.rejected
    return sum(max(n, listed.get(source, 0)) for source, n in counted.items())


@metric(unit="sources, rows and lines", grain="one", rests_on=("build",), kind="count")
def summary(db: DuckDBPyConnection, *, on: date) -> Summary:
    """Whether every source that is set up brings data, and how many lines were left out.

    Source: table source_run; metrics spending.gaps and data_quality.causes.
    """
    fresh = freshness(db, on=on)
    own = [run for run in runs(db) if run.is_set_up]
    reach = {each.source: each.first or each.newest for each in fresh if each.newest}
    oldest = min(reach, key=lambda each: reach[each], default=None)
    return Summary(
        len(fresh),
        tuple(each for each in fresh if each.is_broken),
        sum(run.rows for run in own),
        _left_out(db, own),
        tuple(missing_days.gaps(db, as_of=info(db).as_of)),
        (oldest, reach[oldest].date()) if oldest else None,
        next((each for each in causes(db, on=on) if each.source == "build"), None),
    )
