"""Can the figures be trusted: how each source was read, how far it reaches, what was left out."""

from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from metrics import words

LABELS = {
    "notes": "meeting notes",
    "billing": "bills",
    "github": "issues",
    "docs_builds": "docs builds",
    "launches": "launches",
    "usage": "usage counts",
    "funds": "fund balances",
}
SHORT = LABELS | {"notes": "notes", "docs_builds": "docs", "funds": "balances"}
BY_DAY = {"notes", "billing", "launches", "usage", "funds"}
WORST = ["failed", "stale", "ok", "not_set_up"]


@dataclass(frozen=True)
class Info:
    """What the build in use was made from."""

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
    """How one unit of a source was read; `message` and `remedy` only where something is wrong."""

    source: str
    unit: str
    status: str
    as_of: datetime | None
    rows: int
    rejected: int
    message: str | None
    remedy: str | None

    @property
    def is_set_up(self) -> bool:
        """Whether dashboard.toml names anything of this source."""
        return self.status != "not_set_up"

    @property
    def trouble(self) -> str:
        """What happened and what to do, in one sentence each; empty where all is well."""
        fix = f" Fix: {self.remedy.rstrip('.')}." if self.remedy else ""
        return f"{self.message.rstrip('.')}.{fix}" if self.message else ""


@dataclass(frozen=True)
class Freshness:
    """A source in a few words for the strip: "bills to 18 Sep 2018"."""

    source: str
    status: str
    words: str
    whole: bool  # every unit has this status, not only the worst one


def info(db: DuckDBPyConnection) -> Info:
    """What this build was made from and when.

    Rows     one
    Source   table build_info ← pipelines/ingest.py
    """
    return Info(
        *db.execute(
            """
            select built_at, as_of, project, currency, timezone, config_file, is_sample, version
            from build_info
            """
        ).fetchall()[0]
    )


def runs(db: DuckDBPyConnection, *, source: str | None = None) -> list[Run]:
    """How each unit of each source was read in this build.

    Rows     one per source and unit, in the order of the pages; `source` keeps one source
    Columns  status: ok | stale | failed | not_set_up · as_of: newest moment the data speak of, UTC;
             a note, balance, bill or count of a day to come counts from that day on
    Source   table source_run ← every source of pipelines/; meeting, fund_balance, build_info
    Beware   stale means that the last fetch failed and older data stand.
    """
    rows = db.execute(
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
            rows, rejected, message, remedy
        from known
        where source = coalesce(?, source)
        order by list_position(?, source), unit
        """,
        [source, list(LABELS)],
    ).fetchall()
    return [Run(*row) for row in rows]


def told(db: DuckDBPyConnection) -> list[Run]:
    """The sources as a person wants them told: one row each, and one per unit with a message.

    Rows     one per source, its quiet units added up under "n units"; each other unit beneath
    Source   table source_run
    """
    every = runs(db)
    rows: list[Run] = []
    for source in dict.fromkeys(run.source for run in every):
        own = [run for run in every if run.source == source]
        quiet = [run for run in own if not run.message]
        rows += [_together(quiet)] if len(quiet) > 1 else quiet
        rows += [run for run in own if run.message]
    return rows


def _together(units: list[Run]) -> Run:
    return Run(
        units[0].source,
        f"{len(units)} units",
        min((unit.status for unit in units), key=WORST.index),
        max((unit.as_of for unit in units if unit.as_of), default=None),
        sum(unit.rows for unit in units),
        sum(unit.rejected for unit in units),
        None,
        None,
    )


def days_since(about: Info, *, now: datetime) -> int:
    """Whole days since the last ingest; a cron job that died is seen by this alone.

    Unit     days; `now` is naive UTC
    Source   table build_info
    """
    return max(0, (now - about.built_at).days)


def freshness(db: DuckDBPyConnection) -> list[Freshness]:
    """How far each source that is set up reaches, in the order of the pages.

    Rows     one per source with at least one unit set up
    Source   table source_run
    Beware   a source is as good as its worst unit and as new as its newest one.
    """
    year = info(db).as_of.year
    own = _by_source(runs(db))
    return [_fresh(source, units, year) for source, units in own.items()]


def _by_source(every: list[Run]) -> dict[str, list[Run]]:
    """The units that are set up, by source."""
    own = {
        source: [run for run in every if run.source == source and run.is_set_up]
        for source in LABELS
    }
    return {source: units for source, units in own.items() if units}


def _fresh(source: str, units: list[Run], year: int) -> Freshness:
    status = min((unit.status for unit in units), key=WORST.index)
    alike = all(unit.status == status for unit in units)
    newest = max((unit.as_of for unit in units if unit.as_of), default=None)
    reach = _reach(source, newest, year)
    trouble = {"stale": "old", "failed": "not read"}.get(status, "")
    if status == "failed" and alike:
        reach = ""
    elif trouble:
        reach += "," if alike else ", some"
    return Freshness(
        source, status, " ".join(filter(None, (SHORT[source] + reach, trouble))), alike
    )


def _reach(source: str, newest: datetime | None, year: int) -> str:
    if newest is None:
        return ""
    day = words.day(newest.date(), year=newest.year != year)
    if source not in BY_DAY:
        return f" {day} {newest:%H:%M} UTC"
    return f" stated {day}" if source == "funds" else f" to {day}"
