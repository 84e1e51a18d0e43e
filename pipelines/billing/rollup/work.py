"""One task → its roll-up: the pure function that every engine runs, here or on another machine."""

import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb

from . import address, aggregation, daily, documents, duckdb_errors, lines
from .reading import Reading, reading_of
from .recognise import NotRecognised
from .rejected import places, with_lines
from .staging import REWRITTEN, NoTable, Part, parts, rewritten
from .task import Refused, Rolled, Rules, Summary, Task
from .totals import TOTAL

# Columns that state which invoice period a line belongs to.
PERIODS = {
    "billbillingperiodstartdate",
    "billingperiodstart",
    "billingperiodstartdate",
    "invoicemonth",
}


def attempt(
    task: Task, *, folder: Path | None = None, threads: int | None = None
) -> Rolled | Refused:
    """The roll-up, or why the file's content or its bucket gives none.

    folder   where scratch files go for the time of the task; None: the system's
    threads  how many DuckDB may use; None: as many as the machine has
    Raises address.Unreachable if the bucket may answer another time.
    """
    try:
        return roll_up(task, folder=folder, threads=threads)
    except (NotRecognised, NoTable) as refusal:
        return Refused(str(refusal))


def roll_up(task: Task, *, folder: Path | None = None, threads: int | None = None) -> Rolled:
    """The rows of a task and its summary.

    A whole file's rows are ready to count; those of some rows of a file are added up by
    merged(). Raises NotRecognised, NoTable, address.Unreachable.
    """
    with tempfile.TemporaryDirectory(dir=folder) as name:
        scratch = Path(name)
        summary = Summary()
        file, span, summary.sha256 = address.here(task, scratch)
        with aggregation.database(scratch, task.rules, threads) as db:
            daily.create(db, task.rules)
            for part in parts(file, scratch, task.rules.sheets):
                summary.add(_added(db, part, task.rules, scratch, span))
            if task.rows is None:
                daily.finish(db, task.rules, summary)
            daily.write(db, scratch / "rows.parquet")
        return Rolled((scratch / "rows.parquet").read_bytes(), summary)


def merged(pieces: list[tuple[Path, Summary]], rules: Rules, scratch: Path) -> Rolled:
    """The roll-up of a file from those of its rows: Parquet files beside their summaries."""
    summary = Summary()
    for _, said in pieces:
        summary.add(said)
    with aggregation.database(scratch, rules, None) as db:
        daily.create(db, rules)
        for rows, _ in pieces:
            db.execute("insert into daily by name select * from read_parquet(?)", [str(rows)])
        daily.finish(db, rules, summary)
        daily.write(db, scratch / "merged.parquet")
    return Rolled((scratch / "merged.parquet").read_bytes(), summary)


def _added(
    db: duckdb.DuckDBPyConnection, part: Part, rules: Rules, scratch: Path, span: lines.Span | None
) -> Summary:
    """Add one part's lines to `daily`; how they were accounted for."""
    try:
        reading = reading_of(db, part, rules, scratch, span)
        aggregation.aggregate(db, reading.table, reading.format, rules)
        if rules.columns and reading.layout and not reading.totals and _names_totals(db):
            reading = reading_of(db, part, rules, scratch, span, has_totals=True)
            aggregation.aggregate(db, reading.table, reading.format, rules)
    except aggregation.Rewrite as wanted:
        if part.file.name.startswith(REWRITTEN):
            raise NoTable("its lines cannot be separated") from None
        again = Part(rewritten(part.file, scratch, wanted.encoding), part.kind, part.lines)
        return _added(db, again, rules, scratch, span)
    except duckdb.Error as error:
        if duckdb_errors.fault(error) in ("disk", "memory"):
            raise  # the machine's, not the file's
        raise NoTable(_sentence(error)) from None
    summary = _accounted(db, reading, rules)
    daily.add(db, rules, reading.ends)
    return summary


def _accounted(db: duckdb.DuckDBPyConnection, reading: Reading, rules: Rules) -> Summary:
    """Every line counted once: kept, or rejected with its place."""
    whole, bad, basis, invoiced, tilt = db.execute(
        f"""
        select coalesce(sum(lines) filter ({daily.KEPT}), 0)::bigint,
               coalesce(sum(lines) filter (not ({daily.KEPT})), 0)::bigint,
               max(basis),
               coalesce(bool_and(invoiced) filter (lines > 0), false),
               coalesce(sum(tilt) filter ({daily.KEPT} and {daily.PLAIN}), 0)::bigint
        from aggregated
        where {daily.CHARGES}
        """
    ).fetchall()[0]
    broken, rejected = 0, list[tuple[int, str, str]]()
    if reading.table.source is lines.CSV:
        broken, rejected = aggregation.broken_lines(db)
    summary = Summary(reading.format.name, whole + bad + broken, whole, bad + broken, basis=basis)
    summary.tilt = tilt
    summary.states_period = bool(PERIODS & reading.format.columns & reading.table.columns)
    summary.rejects += with_lines(rejected, reading)
    kept, refused = aggregation.readable(db), aggregation.refused(db)
    summary.readable = {currency: size for currency, (_, size) in kept.items()}
    total = _total_row(kept, refused) if whole > 1 else None
    if bad:
        found = aggregation.unreadable(db, reading.table, reading.format, rules)
        if total is not None:  # the only line without a day
            found = [each for each in found if not each[1]]
            summary.lines_read, summary.lines_rejected = whole + bad + broken - 1, bad + broken - 1
            refused = [each for each in refused if each[1] != "no day"]
        if found:
            summary.rejects += places(found, reading, rules)
    summary.refused = [list(each) for each in refused]
    if broken:
        summary.refused.append([None, "no whole line", broken, None, "0"])
    if reading.format.invoice in reading.table.columns and whole:
        summary.final = invoiced
    _add_what_is_no_charge(db, reading, summary, total)
    if rules.where and not summary.lines_read:
        table = reading.table
        summary.not_asked_for = db.execute(
            f"select count(*) {table.source}", table.values
        ).fetchall()[0][0]
    return summary


def _add_what_is_no_charge(
    db: duckdb.DuckDBPyConnection, reading: Reading, summary: Summary, undated_total: str | None
) -> None:
    """Totals, forecasts and what was called off: lines that say something and cost nothing."""
    totals, own_total, forecast = aggregation.no_charges(db)
    summary.total_lines = totals + (undated_total is not None)
    summary.own_total = own_total or undated_total
    if forecast:
        are = "lines are forecasts and do" if forecast > 1 else "line is a forecast and does"
        summary.notes.append(f"{forecast:,} {are} not count")
    summary.notes += documents.notes(db)
    if reading.sheet:
        summary.total_lines = reading.sheet.total_lines
        summary.own_total = reading.sheet.own_total
        summary.final = reading.sheet.final or summary.final
        summary.notes += reading.sheet.notes
    if reading.totals:
        reading.totals.account(summary)


def _names_totals(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether a service or a project of a large table has a word for a total."""
    names = db.execute(
        "select distinct unnest([service, sub_account, category]) from aggregated"
    ).fetchall()
    return any(name and TOTAL.fullmatch(name.strip()) for (name,) in names)


def _total_row(
    kept: dict[str, tuple[str, str]], refused: list[tuple[str | None, str, int, str | None, str]]
) -> str | None:
    """The amount of the only line without a day, if all the others add up to it."""
    undated = [each for each in refused if each[1] == "no day"]
    if len(undated) != 1 or undated[0][2] != 1 or undated[0][3] is None:
        return None
    currency, amount = undated[0][0] or "", undated[0][3]
    total = kept.get(currency)
    return amount if total and Decimal(total[0]) == Decimal(amount) != 0 else None


def _sentence(error: duckdb.Error) -> str:
    match duckdb_errors.fault(error):
        case "damaged_gzip":
            return "the gzip file is cut short or damaged. Copy it again"
        case "damaged_parquet":
            return "the Parquet file is cut short or damaged. Copy it again"
    return f"it cannot be read: {duckdb_errors.first_line(error)[:160]}"
