"""One bill's file → its roll-up in the cache: rows in Parquet, counts in a JSON beside it."""

import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.billing import lines, rollup, spread
from pipelines.billing.reading import Reading, reading_of
from pipelines.billing.rejected import places, with_lines
from pipelines.billing.rollup import Rules
from pipelines.billing.staging import REWRITTEN, NoTable, Part, parts, rewritten

HERE = Path(__file__).parent
KEYS = (
    "day", "billing_period", "provider", "billing_account", "sub_account", "service", "region",
    "category", "charge_category", "credit_kind", "currency",
)  # fmt: skip


@dataclass
class Summary:
    """How a file's lines were accounted for, and what the file says of itself.

    own_total  the file's own total (per its only currency), None where it states none
    basis      "amortised" where reservations are spread over their use, else None
    streams    what it speaks for: Stream in restate.py, as a list
    rejects    (line, text, reason), the first thousand
    """

    format: str | None = None
    lines_read: int = 0
    lines_kept: int = 0
    lines_rejected: int = 0
    total_lines: int = 0
    final: bool | None = None
    basis: str | None = None
    own_total: str | None = None
    billed: str | None = None
    notes: list[str] = field(default_factory=list)
    rejects: list[tuple[int | None, str, str]] = field(default_factory=list)
    streams: list[list[Any]] = field(default_factory=list)


@cache
def version(rules: Rules) -> str:
    """The rules' name in the cache: settings, formats, macros and code together."""
    digest = hashlib.sha256(repr(rules).encode())
    for file in sorted([*HERE.glob("*.py"), *HERE.glob("*.sql"), *HERE.glob("formats/*.sql")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def roll_up(file: Path, rules: Rules, target: Path) -> Summary:
    """Write `target` (Parquet) and its summary beside it, both whole or not at all.

    Raises NotRecognised or NoTable with the sentence that says what the file is.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        scratch = Path(folder)
        summary = Summary()
        with rollup.database(scratch, rules) as db:
            db.execute(f"create table kept as select {_COLUMNS} from template where false")
            for tag in rules.tags:
                db.execute(f"alter table kept add column {rollup.column(tag)} varchar")
            for part in parts(file, scratch):
                _add(db, part, rules, scratch, summary)
            _finish(db, summary)
            written = scratch / "rows.parquet"
            db.execute(f"copy (select * from kept order by all) to '{written}' (format parquet)")
        beside = scratch / "summary.json"
        beside.write_text(json.dumps(asdict(summary)), encoding="utf-8")
        written.replace(target)
        beside.replace(target.with_suffix(".json"))
    return summary


def read_summary(target: Path) -> Summary:
    """The summary beside a roll-up."""
    return Summary(**json.loads(target.with_suffix(".json").read_text(encoding="utf-8")))


_COLUMNS = ", ".join((*KEYS, "billed", "effective", "list", "lines::bigint as lines"))


def _add(
    db: duckdb.DuckDBPyConnection, part: Part, rules: Rules, scratch: Path, summary: Summary
) -> None:
    """Add one part's lines to `kept` and to the summary."""
    reading = reading_of(db, part, rules)
    summary.format = reading.format.name
    try:
        rollup.fold(db, reading.table, reading.format, rules)
    except rollup.Rewrite as wanted:
        if part.file.name.startswith(REWRITTEN):
            raise NoTable("its lines cannot be told apart") from None
        again = Part(rewritten(part.file, scratch, wanted.encoding), part.kind, part.lines)
        return _add(db, again, rules, scratch, summary)
    except duckdb.Error as error:
        raise NoTable(_told(error)) from None
    _account(db, reading, rules, summary)
    _keep(db, rules)
    return None


def _account(
    db: duckdb.DuckDBPyConnection, reading: Reading, rules: Rules, summary: Summary
) -> None:
    """Count every line once: kept, or rejected with its place."""
    kept, bad, basis, invoiced = db.execute(
        """
        select coalesce(sum(lines) filter (day is not null and not unreadable), 0)::bigint,
               coalesce(sum(lines) filter (day is null or unreadable), 0)::bigint,
               max(basis),
               coalesce(bool_and(invoiced) filter (lines > 0), false)
        from folded
        """
    ).fetchall()[0]
    broken = 0
    if reading.table.source is lines.CSV:
        broken, told = rollup.broken_lines(db)
        summary.rejects += with_lines(told, reading)
    if bad:
        found = rollup.unreadable(db, reading.table, reading.format, rules)
        summary.rejects += places(found, reading, rules)
    summary.lines_kept += kept
    summary.lines_rejected += bad + broken
    summary.lines_read += kept + bad + broken
    summary.basis = basis or summary.basis
    if reading.format.invoice in reading.table.columns and kept:
        summary.final = invoiced and summary.final is not False
    if reading.sheet:
        summary.total_lines += reading.sheet.total_lines
        summary.own_total = reading.sheet.own_total
        summary.final = reading.sheet.final if reading.sheet.final else summary.final
        summary.notes += reading.sheet.notes


def _keep(db: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Add what was folded to the kept rows; a charge of many days is spread over them."""
    tags = "".join(f", {rollup.column(tag)}" for tag in rules.tags)
    names = f"{', '.join(KEYS)}, billed, effective, list, lines{tags}"
    whole = "day is not null and not unreadable"
    long = "until > day and charge_category <> 'Purchase'"
    db.execute(
        f"insert into kept by name select {names} from folded where {whole} and not ({long})"
    )
    long_ones = db.execute(f"select until, {names} from folded where {whole} and {long}")
    columns = [column[0] for column in long_ones.description or []]
    rows = [dict(zip(columns, row, strict=True)) for row in long_ones.fetchall()]
    each_day = [day for row in rows for day in spread.days(row)]
    if each_day:
        db.register("spread_rows", spread.table(each_day, (*KEYS, *rules.tags)))
        db.execute("insert into kept by name select * from spread_rows")


def _finish(db: duckdb.DuckDBPyConnection, summary: Summary) -> None:
    """Add up what several parts share, and note what the file speaks for."""
    tags = [row[0] for row in db.execute("describe kept").fetchall()]
    keys = ", ".join(
        rollup.column(n) for n in tags if n not in ("billed", "effective", "list", "lines")
    )
    db.execute(
        f"""
        create or replace table kept as
        select {keys}, sum(billed)::decimal(38, 20) as billed,
               sum(effective)::decimal(38, 20) as effective,
               sum(list)::decimal(38, 20) as list, sum(lines)::bigint as lines
        from kept
        group by all
        """
    )
    streams = db.execute(
        """
        select any_value(provider),
               billing_account,
               coalesce(billing_period, date_trunc('month', day)::date)::varchar,
               min(day)::varchar, max(day)::varchar,
               list(distinct sub_account order by sub_account)
        from kept
        group by 2, 3
        order by 2, 3
        """
    ).fetchall()
    summary.streams = [list(stream) for stream in streams]
    sums = db.execute("select sum(billed) from kept group by currency").fetchall()
    summary.billed = str(sums[0][0]) if len(sums) == 1 else None


def _told(error: duckdb.Error) -> str:
    text = str(error).splitlines()[0]
    if "GZIP" in text or "gzip" in text:
        return "the gzip file is cut short or damaged. Copy it again"
    return f"it cannot be read: {text[:160]}"
