"""What the dashboard said at each monthly meeting of the sample, as an ingest keeps it.

Said by the real thing, with the clock set back to each day; kept here because a headline is never
reckoned again. In April and May 2026 the donations' balance was not known.
"""

import json
from pathlib import Path

# The day, then the early, the likely and the late end of the money, and the sentence.
SAID = [
    ("2025-08-21", "2027-01-30", "2027-02-27", "2027-03-16",
     "Money lasts until between late January and mid-March 2027, most likely late February. Plan for January."),
    ("2025-09-18", "2027-02-14", "2027-03-09", "2027-03-28",
     "Money lasts until between mid-February and late March 2027, most likely early March. Plan for February."),
    ("2025-10-16", "2027-02-17", "2027-03-10", "2027-03-28",
     "Money lasts until between mid-February and late March 2027, most likely early March. Plan for February."),
    ("2025-11-20", "2027-02-17", "2027-03-09", "2027-03-26",
     "Money lasts until between mid-February and late March 2027, most likely early March. Plan for February."),
    ("2025-12-18", "2027-02-18", "2027-03-09", "2027-03-26",
     "Money lasts until between mid-February and late March 2027, most likely early March. Plan for February."),
    ("2026-01-15", "2027-03-10", "2027-04-04", "2027-04-27",
     "Money lasts until between early March and late April 2027, most likely early April. Plan for March."),
    ("2026-02-19", "2027-03-11", "2027-04-04", "2027-04-26",
     "Money lasts until between mid-March and late April 2027, most likely early April. Plan for March."),
    ("2026-03-19", "2027-03-10", "2027-04-02", "2027-04-24",
     "Money lasts until between early March and late April 2027, most likely early April. Plan for March."),
    ("2026-04-16", "2026-12-11", "2027-01-01", "2027-01-01",
     "Money lasts until between mid-December 2026 and early January 2027, most likely early January. Plan for December."),
    ("2026-05-21", "2026-12-26", "2027-01-01", "2027-01-01",
     "Money lasts until between late December 2026 and early January 2027, most likely early January. Plan for December."),
    ("2026-06-18", "2027-03-22", "2027-04-16", "2027-05-09",
     "Money lasts until between late March and early May 2027, most likely mid-April. Plan for March."),
    ("2026-07-16", "2027-03-23", "2027-04-15", "2027-05-08",
     "Money lasts until between late March and early May 2027, most likely mid-April. Plan for March."),
    ("2026-08-20", "2027-03-26", "2027-04-16", "2027-05-07",
     "Money lasts until between late March and early May 2027, most likely mid-April. Plan for March."),
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
            "sentence": sentence,
            "low": low,
            "likely": likely,
            "high": high,
        })
        for day, low, likely, high, sentence in SAID
    ]
    (place / "headlines.jsonl").write_text("".join(f"{x}\n" for x in lines), "utf-8", newline="\n")
