"""Counts in the messages of an ingest."""


def count(n: int, noun: str) -> str:
    """How many: "1 row", "3,120 rows"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
