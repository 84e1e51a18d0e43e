"""Whether a file that somebody sent may be opened: how much it holds, before it is unpacked.

A bill of a team is small. What a stranger packs may be a bomb: zip and gzip that unpack into more
than a disk holds, zip files in zip files, Parquet of a few bytes with a billion rows.
"""

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import IO

import pyarrow.parquet as pq
from pyarrow import ArrowInvalid

from pipelines.billing.rollup import NoTable

LARGEST = 200 << 20  # bytes of a file that is sent
UNPACKED = 1 << 30  # bytes of all it holds
MEMBERS = 200  # files in a zip
ROWS = 20_000_000  # of Parquet
PIECE = 1 << 20
REMEDY = "Export a shorter time, or name the file in dashboard.toml where it is"


def check(file: Path) -> None:
    """Raises NoTable where it is larger, packed or unpacked, than what is opened."""
    if file.stat().st_size > LARGEST:
        raise NoTable(f"it is larger than {LARGEST >> 20} MB. {REMEDY}")
    with file.open("rb") as content:
        start = content.read(4)
    try:
        if start.startswith(b"\x1f\x8b"):
            with gzip.open(file) as unpacked:
                _count(unpacked, 0)
        elif start == b"PK\x03\x04":
            _members(file)
        elif start == b"PAR1":
            _parquet(file)
    except (EOFError, zlib.error, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise NoTable("it is cut short, damaged or has a password. Copy it again") from None


def _members(file: Path) -> None:
    """Count what a zip holds by unpacking it into nothing: what it says of itself may be a lie."""
    held = 0
    with zipfile.ZipFile(file) as archive:
        every = [each for each in archive.infolist() if not each.is_dir()]
        if len(every) > MEMBERS:
            raise NoTable(f"a zip file of more than {MEMBERS} files. {REMEDY}")
        if sum(each.file_size for each in every) > UNPACKED:
            raise _too_much()
        for each in every:
            with archive.open(each) as member:
                start = member.read(4)
            if start == b"PK\x03\x04":
                raise NoTable("a zip file or workbook inside a zip file. Unpack it once")
            with archive.open(each) as member:
                if start.startswith(b"\x1f\x8b"):
                    with gzip.open(member) as unpacked:
                        held = _count(unpacked, held)
                else:
                    held = _count(member, held)


def _count(content: IO[bytes] | gzip.GzipFile, held: int) -> int:
    """The bytes of a stream and those before it. Raises NoTable."""
    while piece := content.read(PIECE):
        held += len(piece)
        if held > UNPACKED:
            raise _too_much()
    return held


def _parquet(file: Path) -> None:
    try:
        about = pq.read_metadata(file)
    except (ArrowInvalid, OSError):
        raise NoTable("a Parquet file that is cut short or damaged. Copy it again") from None
    held = sum(about.row_group(n).total_byte_size for n in range(about.num_row_groups))
    if about.num_rows > ROWS or held > UNPACKED:
        raise _too_much()


def _too_much() -> NoTable:
    return NoTable(f"it unpacks into more than {UNPACKED >> 30} GB. {REMEDY}")
