"""What stands in a bill's file: a table DuckDB can read in place, or a plain copy of one.

UTF-8 text (gzip or not), JSON lines and Parquet are read where they are; zip archives, UTF-16 and
cp1252 are written out as UTF-8 into a scratch folder first.
"""

import csv
import errno
import gzip
import io
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from . import workbook

csv.field_size_limit(2_000_000_000)  # of every reader: a long line is no reason to raise
SAMPLE = 2_000_000
REWRITTEN = "rewritten-"
DAMAGED_ZIP = "the zip file is cut short or damaged. Copy it again"
NO_TABLE = (
    (b"%PDF", "a PDF, not a table. Ask for the CSV export"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook. Save it as CSV"),
    (b"<!DOC", "a web page, not a table. Download the export again, signed in"),
    (b"<html", "a web page, not a table. Download the export again, signed in"),
)


class NoTable(Exception):
    """The file cannot be a bill as it stands; the sentence says what it is."""


@dataclass(frozen=True)
class Part:
    """One readable table: its file and how it is written."""

    file: Path
    kind: Literal["csv", "json", "parquet"]
    lines: tuple[str, ...] = ()


def parts(file: Path, scratch: Path, sheets: Sequence[str] = ()) -> Iterator[Part]:
    """The tables in a file, each ready for DuckDB; of a workbook these sheets. Raises NoTable."""
    start = _start(file)
    if start.startswith(b"PK\x03\x04"):
        yield from _members(file, scratch, sheets)
    elif start.startswith(b"PAR1"):
        yield Part(file, "parquet")
    else:
        yield _text(file, start, scratch)


def rewritten(file: Path, scratch: Path, encoding: str) -> Path:
    """The same text as plain UTF-8 with one kind of line end, in the scratch folder."""
    copy = scratch / f"{REWRITTEN}{len(list(scratch.iterdir()))}-{file.name.removesuffix('.gz')}"
    with (
        io.TextIOWrapper(opened(file), encoding=encoding, errors="replace") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        shutil.copyfileobj(source, target, 1 << 20)
    return copy


def opened(file: Path) -> IO[bytes]:
    """The file's bytes, unzipped if it is gzip."""
    with file.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(file)) if zipped else file.open("rb")


def size(file: Path) -> int:
    """The file's bytes once unzipped; of a gzip file in several members those of its last."""
    with file.open("rb") as raw:
        if raw.read(2) != b"\x1f\x8b":
            return file.stat().st_size
        raw.seek(-4, os.SEEK_END)
        return int.from_bytes(raw.read(4), "little")


def _start(file: Path) -> bytes:
    try:
        with opened(file) as stream:
            return stream.read(SAMPLE)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise NoTable("the gzip file is cut short or damaged. Copy it again") from None


def _text(file: Path, start: bytes, scratch: Path) -> Part:
    sentence = next((words for mark, words in NO_TABLE if start.startswith(mark)), None)
    if sentence:
        raise NoTable(sentence)
    encoding = _encoding(start)
    text = start.decode(encoding, errors="replace")
    if "\0" in text:
        raise NoTable("not a text file")
    if encoding != "utf-8-sig":
        file = rewritten(file, scratch, encoding)
    lines = tuple(text.splitlines()[:60])
    kind: Literal["csv", "json"] = "json" if text.lstrip()[:1] in ("{", "[") else "csv"
    return Part(file, kind, lines)


def _encoding(start: bytes) -> str:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    zeros = (start[:1000:2].count(0), start[1:1000:2].count(0))
    if max(zeros) > len(start[:1000]) // 4:  # UTF-16 without a mark
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    cut = 3 if len(start) == SAMPLE else 0  # a character may be cut off
    try:
        start[: len(start) - cut].decode("utf-8")
    except UnicodeDecodeError as error:
        if cut == 0 or error.start < len(start) - 8:
            return "cp1252"
    return "utf-8-sig"


def _members(file: Path, scratch: Path, sheets: Sequence[str]) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = [i.filename for i in archive.infolist() if not i.is_dir()]
            if any(name.startswith("xl/") for name in names):
                for copy in workbook.sheets(file, scratch, sheets):
                    yield from parts(copy, scratch)
                return
            tables = [n for n in names if not Path(n).name.startswith((".", "_"))]
            for number, name in enumerate(tables):
                copy = scratch / f"{number}-{Path(name).name}"
                with archive.open(name) as source, copy.open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
                yield from parts(copy, scratch)
                copy.unlink()
    except workbook.NotOneSheet as trouble:
        raise NoTable(str(trouble)) from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise NoTable(DAMAGED_ZIP) from None
    except OSError as trouble:
        if trouble.errno != errno.EINVAL:  # a place before the file's beginning
            raise
        raise NoTable(DAMAGED_ZIP) from None
    except RuntimeError:  # zipfile knows neither passwords nor Deflate64
        raise NoTable("a zip file with a password, or packed in a rare way. Unpack it") from None
