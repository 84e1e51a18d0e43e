"""Parts of invented FOCUS bills: a few large ones of three kinds, or thousands of tiny ones."""

import gzip
import shutil
from pathlib import Path

import duckdb

from bench import focus_bill
from config.files import replace_file

ACCOUNTS, TINY_LINES = 20, 5
ACCOUNT = b"1234567890123"  # the only one in focus_bill


def large(folder: Path, count: int, lines: int) -> list[Path]:
    """Parts of one month each, in turn CSV, csv.gz and Parquet; what is there is used again."""
    made = []
    for number in range(count):
        ending = ("csv", "csv.gz", "parquet")[number % 3]
        part = folder / f"{number:03}" / f"{_month(number)}-{lines}.{ending}"
        if not part.is_file():
            part.parent.mkdir(parents=True, exist_ok=True)
            text = focus_bill.write(part.parent, lines, month=_month(number), seed=number)
            beside = part.with_name("writing")
            _as(ending, text, beside)
            text.unlink(missing_ok=True)
            beside.replace(part)
        made.append(part)
    return made


def tiny(folder: Path, count: int) -> list[Path]:
    """Parts of a few lines, ten for each of twenty accounts' months; none is written twice."""
    made = []
    for first in range(0, count, ACCOUNTS * 10):
        month = _month(first // (ACCOUNTS * 10))
        text = focus_bill.write(folder / "months", 10 * TINY_LINES, month=month).read_bytes()
        header, *lines = text.splitlines(keepends=True)
        for number in range(min(ACCOUNTS * 10, count - first)):
            account, part = divmod(number, 10)
            own = header + b"".join(lines[part * TINY_LINES : (part + 1) * TINY_LINES])
            file = folder / "bills" / f"{account:02}" / month / f"bill-{part + 1:05}.csv"
            _put(file, own.replace(ACCOUNT, b"%013d" % account))
            made.append(file)
    return made


def _put(file: Path, content: bytes) -> None:
    if not file.is_file():
        replace_file(file, content, durable=False)


def _as(ending: str, text: Path, target: Path) -> None:
    if ending == "csv":
        text.replace(target)
    elif ending == "csv.gz":
        with text.open("rb") as source, gzip.open(target, "wb", compresslevel=1) as zipped:
            shutil.copyfileobj(source, zipped, 1 << 20)
    else:
        rows = f"select * from read_csv('{text}', all_varchar = true)"
        with duckdb.connect(config={"memory_limit": "2GB"}) as db:
            db.execute(f"copy ({rows}) to '{target}' (format parquet)")


def _month(number: int) -> str:
    return f"{2015 + number // 12}-{number % 12 + 1:02}-01"
