"""Every table of a build, row for row, without clocks and without columns of words."""

from typing import Any

from duckdb import DuckDBPyConnection

from .values import Pairs, digest, place, plain

WORDS = {
    ("source_run", "message"), ("source_run", "remedy"), ("reject", "reason"),
    ("billing_file", "note"), ("headline", "sentence"),
}  # fmt: skip
CLOCKS = {("build_info", "built_at")}
# Where the settings lie, and the version, are no data.
SETTINGS = {("build_info", "config_file"), ("build_info", "version"), ("build_info", "every_days"),
            ("source_run", "every_days")}  # fmt: skip


def tables(db: DuckDBPyConnection) -> Pairs:
    """The number of rows of each table and the SHA-256 of all of them, sorted.

    Without those that hold the code's own hash: the schema's, and the answers stored.
    """
    found = db.execute(
        """
        select table_name, list(column_name order by column_name)
        from information_schema.columns
        where table_name not in ('build_schema', 'answer')
        group by table_name
        order by table_name
        """
    ).fetchall()
    for table, columns in found:
        kept = [c for c in columns if (table, c) not in WORDS | CLOCKS | SETTINGS]
        named = ", ".join(f'"{column}"' for column in kept)
        rows = db.execute(f'select {named} from "{table}"').fetchall()
        cells = sorted(
            digest([_cell(c, value) for c, value in zip(kept, row, strict=True)]) for row in rows
        )
        yield f"{table}.columns", " ".join(kept)
        yield f"{table}.rows", len(rows)
        yield f"{table}.sha256", digest(cells)


def _cell(column: str, value: Any) -> Any:
    return place(value) if column == "source_file" else plain(value)
