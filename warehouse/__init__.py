"""What we know: one immutable DuckDB file per build, and the only code that opens it."""
