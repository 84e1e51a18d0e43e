"""One ingest: fetch every source, read every source, publish one build, report."""

import json
import logging
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from config import House, version
from config.files import private, replace_file, sweep
from config.traces import NOBODY
from metrics.code import CODE
from pipelines import Source, SourceError, builds, headline, opening, unit, withheld
from pipelines.billing.rollup import Unreachable
from pipelines.funds import headlines
from pipelines.messages import count
from warehouse import build, read
from warehouse.records import BillingQuestion, BuildInfo, SourceRun

LOG = logging.getLogger(__name__)
FINE, FAULT, PASSING, PERSON = 0, 70, 75, 78
NAMED = 5  # units of a source that are named where one failure holds for many


def ingest(house: House, sources: list[Source], *, fetch: set[str], now: datetime) -> int:
    """The exit code of one whole run.

    0 fine, 70 a fault of ours cost a unit, 78 a person must act, 75 a passing failure; of several
    the first of 70, 78, 75.
    fetch  names of the sources to fetch; all are read, because a build is always whole
    now    aware UTC
    Raises build.Busy and build.BuildError.
    """
    with private(), build.only_one(house.data), unit.during(house) as units:
        sweep(house.data)
        failures = _fetch_all(house, sources, fetch, now)
        runs: list[SourceRun] = []
        asked: list[BillingQuestion] = []
        answered: list[opening.Answered] = []

        def publish(data: Path, *, is_trial: bool = False) -> Path:
            runs.clear()
            asked.clear()
            records = _records(house, sources, failures, units, runs, asked=asked, now=now)
            return build.publish(
                records, data, built_at=now.replace(tzinfo=None), clean=units.cleaner,
                then=None if is_trial else ask, made_by=lambda: f"{CODE} {units.traces.mark}",
            )  # fmt: skip

        def ask(db: DuckDBPyConnection, same: frozenset[str]) -> None:
            answered.append(opening.answer(db, house, units.clean, same))

        def trial() -> None:
            with tempfile.TemporaryDirectory(dir=house.data) as scratch:
                publish(Path(scratch), is_trial=True)

        withheld.scrub(house, units.traces)
        published = unit.settled(lambda: publish(house.data), trial)
        if units.traces != NOBODY:  # reading every text of three builds takes a third of a run
            build.purge(house.data, units.clean)
        _forget_indexes(house.data)
        unit.keep(units, read.held(published))
        withheld.scrub(house, units.traces)
        if not (answered[-1].is_known and headlines(house).exists()):  # else it is kept already
            unit.alone("headline", "", lambda: headline.remember(house, published, now=now))
        runs += [fault for fault in units.faults.values() if fault not in runs]
        runs += [*map(_failed, answered[-1].faults), *_given(house)]
    code = _report(published, [_cleaned(run, units) for run in runs], asked)
    return FAULT if units.is_ours else code


def _forget_indexes(data: Path) -> None:
    """Indexes of older builds go; the next search makes its own."""
    for index in (data / "cache").glob("search-*.sqlite"):
        index.unlink(missing_ok=True)


def _given(house: House) -> Iterator[SourceRun]:
    """Put the build into the bucket that other dashboards read, if there is one."""
    address = house.config.engine.builds
    if address:
        try:
            builds.give(address, house.data)
        except Unreachable as trouble:
            yield SourceRun(
                "builds", "", "failed", message=trouble.what, remedy=trouble.remedy,
                passing=trouble.passing,
            )  # fmt: skip


def _cleaned(run: SourceRun, units: unit.Run) -> SourceRun:
    """As it is said to a terminal or a log: without anybody who opted out."""
    said = [None if text is None else units.clean(text) for text in (run.message, run.remedy)]
    return replace(run, unit=units.clean(run.unit), message=said[0], remedy=said[1])


def _fetch_all(
    house: House, sources: list[Source], wanted: set[str], now: datetime
) -> dict[tuple[str, str], SourceError]:
    """The failures per (source, unit): news of this run over what earlier runs left."""
    ledger = house.raw / "failures.json"
    failures = _remembered(ledger)
    for source in (s for s in sources if s.NAME in wanted):
        unreported = {key for key in failures if key[0] == source.NAME}
        if source.NAME in house.config.asked:
            LOG.info("%s: asking", source.NAME)
        try:
            asked = iter(source.fetch(house, now=now))
            while result := unit.fetched(source.NAME, "", partial(next, asked, None)):
                if isinstance(result, SourceError):
                    failures[source.NAME, result.unit] = result
                    unreported.discard((source.NAME, result.unit))
                else:
                    failures.pop((source.NAME, result), None)
            for key in unreported & failures.keys():  # units that are no longer asked for
                del failures[key]
        except SourceError as error:
            failures[source.NAME, error.unit] = error
    _remember(ledger, failures)
    return failures


def _remembered(ledger: Path) -> dict[tuple[str, str], SourceError]:
    try:
        entries = json.loads(ledger.read_text(encoding="utf-8"))
        errors = [SourceError(e.pop("source"), e.pop("what"), **e) for e in entries]
        return {(error.source, error.unit): error for error in errors}
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return {}  # none, or cut by a power loss: the next fetch says what fails


def _remember(ledger: Path, failures: dict[tuple[str, str], SourceError]) -> None:
    if not failures:
        ledger.unlink(missing_ok=True)
        return
    entries = [vars(error) for error in failures.values()]
    replace_file(ledger, json.dumps(entries, indent=1))


def _records(
    house: House,
    sources: Iterable[Source],
    failures: dict[tuple[str, str], SourceError],
    units: unit.Run,
    runs: list[SourceRun],
    *,
    asked: list[BillingQuestion],
    now: datetime,
) -> Iterator[Any]:
    """Every record of every source; each SourceRun is kept in `runs` too, as it is published.

    Open questions are kept in `asked`.
    """
    every = house.config.every_days
    for source in sources:
        for record in _read(source, house):
            if isinstance(record, SourceRun):
                days = every.get((record.source, record.unit), every.get((record.source, "")))
                days = days or record.every_days
                runs.append(replace(_reported(record, failures), every_days=days))
            else:
                if isinstance(record, BillingQuestion) and record.asked and not record.resting:
                    asked.append(record)
                yield record
    runs += [*units.faults.values(), *_strays(house)]
    runs += _unread(failures, runs)
    yield from runs
    yield _info(house, now)


def _strays(house: House) -> Iterator[SourceRun]:
    """Files that are called like builds and are none."""
    for file in read.strays(house.data):
        message = "no build of Quarterdeck by this name: it is never read and never deleted"
        yield SourceRun("builds", file.name, message=message)


def _unread(failures: dict[tuple[str, str], SourceError], runs: list[SourceRun]) -> list[SourceRun]:
    """Failed fetches of units that no source reported; "" covers every unit of a source."""
    reported = {(run.source, run.unit) for run in runs} | {(run.source, "") for run in runs}
    return [_failed(error) for key, error in failures.items() if key not in reported]


def _read(source: Source, house: House) -> list[Any]:
    """The records of a source; up to where it stopped, if it did."""

    def all_of() -> list[Any]:
        found: list[Any] = []
        try:
            found.extend(source.read(house))  # keeps what came before an error
        except SourceError as error:
            found.append(_failed(error))
        return found

    return unit.whole(source.NAME, all_of) or []


def _failed(error: SourceError) -> SourceRun:
    return SourceRun(
        error.source, error.unit, "failed",
        message=error.what, remedy=error.remedy, passing=error.passing,
    )  # fmt: skip


def _reported(run: SourceRun, failures: dict[tuple[str, str], SourceError]) -> SourceRun:
    """The run with its failed fetch: stale while an older reading is kept, failed without one.

    A site that never built has been read, too: it has a moment and no rows, unlike a wrong name.
    """
    error = failures.get((run.source, run.unit)) or failures.get((run.source, ""))
    if error is None or run.status == "not_set_up":
        return run
    status = "stale" if run.rows or (run.as_of and error.passing) else "failed"
    return replace(
        run, status=status, message=error.what, remedy=error.remedy, passing=error.passing
    )


def _info(house: House, now: datetime) -> BuildInfo:
    project = house.config.project
    return BuildInfo(
        built_at=now.astimezone(UTC).replace(tzinfo=None),
        as_of=project.today(now),
        project=project.name,
        currency=project.currency,
        timezone=project.timezone,
        config_file=house.config.file.name,
        is_sample=house.config.is_sample,
        version=version(),
        every_days=project.every_days,
    )


def _report(published: Path, runs: list[SourceRun], questions: list[BillingQuestion]) -> int:
    """Print what was read, what failed and how to answer what is asked; the exit code."""
    for name in dict.fromkeys(run.source for run in runs):
        own = [run for run in runs if run.source == name]
        if all(run.status == "not_set_up" for run in own):
            LOG.info("%s: not set up", name)
            continue
        rejected = sum(run.rejected for run in own)
        left_out = f", {count(rejected, 'line')} left out (see the Sources page)"
        rows = count(sum(run.rows for run in own), "row")
        LOG.info("%s: %s%s", name, rows, left_out * bool(rejected))
    LOG.info("published %s", published.name)
    broken = [run for run in runs if run.status in ("stale", "failed")]
    asked = [run for run in runs if run.status == "asked"]
    for line in _failures([*broken, *asked]):
        LOG.warning(line)
    if questions:
        answers = "\n".join(each.answer for each in questions)
        LOG.warning("To answer, write into bills.toml, next to dashboard.toml:\n\n%s", answers)
    if any(not run.passing for run in (*broken, *asked)):
        return PERSON
    return PASSING if broken else FINE


def _failures(broken: list[SourceRun]) -> list[str]:
    """One line per failure; units of a source behind one failure share theirs."""
    alike: dict[tuple[str, str | None, str | None], list[str]] = {}
    for run in broken:
        alike.setdefault((run.source, run.message, run.remedy), []).append(run.unit)
    return [
        f"{' '.join(filter(None, (source, _named(units))))}: {message}. Fix: {remedy}"
        for (source, message, remedy), units in alike.items()
    ]


def _named(units: list[str]) -> str:
    """The first of many: a cron mail is read by a person, the Sources page lists them all."""
    more = f" and {len(units) - NAMED:,} more" if len(units) > NAMED else ""
    return ", ".join(units[:NAMED]) + more
