"""Where the lines of a cost row are in the file that it names: the file is read again."""

import gzip
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

LARGEST = 10**9  # bytes; a larger file is not read while somebody waits
NO_TEXT = (".parquet", ".xlsx", ".xls", ".zip", ".ods", ".zst", ".bz2", ".xz")
MOST = 200  # line numbers


@dataclass(frozen=True)
class BillLines:
    """The lines of a file that have a day and a service.

    code     found | none | gone | too_large | elsewhere: in a bucket | no_text: not read by lines
    numbers  of the first lines, 1-based, the header's included     count  of all of them
    """

    code: Literal["found", "none", "gone", "too_large", "elsewhere", "no_text"]
    numbers: tuple[int, ...] = ()
    count: int = 0


def bill_lines(folder: Path, file: str, *, day: date, service: str | None) -> BillLines:
    """The lines of `file`, relative to `folder`, that have the day and the service's name.

    A day counts as the file writes it, 2026-08-04 or 20260804. Only numbers come back: a line may
    have an account or a name that no page shows. Raises OSError where the file cannot be read.
    """
    place = folder / file
    if "://" in file:
        return BillLines("elsewhere")
    if not place.is_file():
        return BillLines("gone")
    if place.stat().st_size >= LARGEST:
        return BillLines("too_large")
    if place.suffix.lower() in NO_TEXT:
        return BillLines("no_text")
    days = day.isoformat().encode(), f"{day:%Y%m%d}".encode()
    wanted = (service or "").encode()
    numbers, count = [], 0
    is_packed = place.suffix.lower() == ".gz"
    with gzip.open(place) if is_packed else place.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if wanted in line and any(each in line for each in days):
                count += 1
                if count <= MOST:
                    numbers.append(number)
    return BillLines("found" if count else "none", tuple(numbers), count)
