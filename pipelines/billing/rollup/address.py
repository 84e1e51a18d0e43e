"""Where a bill lies: a file here, or an object of a bucket, brought here while it is read."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .clouds import Unreachable, filesystem, is_bucket, mark
from .lines import Span
from .task import Task


def here(task: Task, scratch: Path) -> tuple[Path, Span | None, str | None]:
    """The task's file on this machine, which of its records count, and its SHA-256 if copied.

    Raises Unreachable.
    """
    if not is_bucket(task.address):
        file = _literal(Path(task.address), scratch)
        return file, Span(*task.rows) if task.rows else None, None
    copy = scratch / _plain(task.address.rsplit("/", 1)[-1])
    with filesystem(task.address) as (system, name):
        if task.mark is not None and mark(system.info(name)) != task.mark:
            raise Unreachable(f"{task.address} changed while it was read", "run again")
        if task.rows is None:
            system.get_file(name, str(copy))
            return copy, None, _sha256(copy)
        _copy_rows(system, name, task.rows, copy)
    first, last = task.rows
    return copy, Span(0, last - first, before=first), None


def _literal(file: Path, scratch: Path) -> Path:
    """The file by a name that is UTF-8 and no pattern: DuckDB reads bill1.csv for bill[1].csv."""
    if _plain(str(file)) == str(file):
        return file
    link = scratch / _plain(file.name)
    link.symlink_to(file.absolute())
    return link


def _plain(name: str) -> str:
    return re.sub(r"[*?[\]\ud800-\udfff]", "_", name)


def row_groups(address: str, size: int) -> list[tuple[int, int]]:
    """Ranges of records of a Parquet file, each about as large as `size` bytes.

    Only the file's foot is read; none where that is damaged. Raises Unreachable.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - rarely needed, and slow to import
    from pyarrow import ArrowInvalid  # noqa: PLC0415 - see above

    try:
        with _opened(address) as stream:
            foot = pq.ParquetFile(stream).metadata
    except ArrowInvalid:
        return []
    ranges, first, length, bytes_ = [], 0, 0, 0
    for i in range(foot.num_row_groups):
        group = foot.row_group(i)
        length += group.num_rows
        bytes_ += sum(group.column(c).total_compressed_size for c in range(group.num_columns))
        if bytes_ >= size or i == foot.num_row_groups - 1:
            ranges.append((first, first + length - 1))
            first, length, bytes_ = first + length, 0, 0
    return ranges


@contextmanager
def _opened(address: str) -> Iterator[Any]:
    if not is_bucket(address):
        with Path(address).open("rb") as stream:
            yield stream
        return
    with filesystem(address) as (system, name), system.open(name, "rb") as stream:
        yield stream


def _copy_rows(system: Any, name: str, rows: tuple[int, int], copy: Path) -> None:
    """The row groups that make up a range, fetched without the rest of the file."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - see above

    with system.open(name, "rb", block_size=8 << 20) as stream:
        whole = pq.ParquetFile(stream)
        first = 0
        with pq.ParquetWriter(copy, whole.schema_arrow) as target:
            for i in range(whole.num_row_groups):
                if rows[0] <= first <= rows[1]:  # ranges begin and end with row groups
                    target.write_table(whole.read_row_group(i))
                first += whole.metadata.row_group(i).num_rows


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
