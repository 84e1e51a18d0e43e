"""The headline at each monthly meeting of the sample, as an ingest keeps it.

Published by the real thing, with the clock set back to each day; kept here because a headline is
never computed again. In April and May 2026 the donations' balance was not known.
"""

import json
from pathlib import Path

# The day, then the early, the likely and the late end of the money.
PUBLISHED = [
    ("2025-08-21", "2026-11-06", "2027-02-07", "2027-03-03"),
    ("2025-09-18", "2027-01-01", "2027-02-20", "2027-03-15"),
    ("2025-10-16", "2027-01-09", "2027-02-20", "2027-03-15"),
    ("2025-11-20", "2027-01-11", "2027-02-18", "2027-03-12"),
    ("2025-12-18", "2027-01-17", "2027-02-18", "2027-03-11"),
    ("2026-01-15", "2027-02-11", "2027-03-18", "2027-04-13"),
    ("2026-02-19", "2027-02-14", "2027-03-17", "2027-04-11"),
    ("2026-03-19", "2027-02-13", "2027-03-14", "2027-04-07"),
    ("2026-04-16", "2027-01-01", "2027-01-01", "2027-01-01"),
    ("2026-05-21", "2027-01-01", "2027-01-01", "2027-01-01"),
    ("2026-06-18", "2027-02-25", "2027-03-27", "2027-04-23"),
    ("2026-07-16", "2027-02-25", "2027-03-24", "2027-04-19"),
    ("2026-08-20", "2027-03-01", "2027-03-25", "2027-04-18"),
]


def make(folder: Path) -> None:
    """Write raw/headlines.jsonl."""
    place = folder / "raw"
    place.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({
            "published_at": f"{day}T06:10:00",
            "as_of": day,
            "method": "range",
            "low": low,
            "likely": likely,
            "high": high,
        })
        for day, low, likely, high in PUBLISHED
    ]
    (place / "headlines.jsonl").write_text("".join(f"{x}\n" for x in lines), "utf-8", newline="\n")
