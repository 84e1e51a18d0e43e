"""Where a bill lies: a file here, or an object of a bucket, brought here while it is read.

Credentials come from each cloud's own chain (environment, profile, the machine's role), never from
dashboard.toml. A bucket is spoken to through fsspec; `file://` is a folder that every worker of a
cluster sees.
"""

import hashlib
import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .lines import Span
from .task import Task

# scheme → the package that speaks it, and what it raises besides OSError
SPEAKERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "s3": ("s3fs", ("botocore.exceptions.BotoCoreError",)),
    "gs": ("gcsfs", ("gcsfs.retry.HttpError", "google.auth.exceptions.GoogleAuthError",
                     "aiohttp.ClientError")),
    "az": ("adlfs", ("azure.core.exceptions.AzureError",)),
    "file": ("fsspec.implementations.local", ()),
}  # fmt: skip
CREDENTIALS = {
    "s3": "AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS",
    "az": "AZURE_STORAGE_CONNECTION_STRING, or AZURE_STORAGE_ACCOUNT_NAME and a key or sign-in",
}
# what the clouds raise where a credential is missing or void, besides a status of 401 or 403
REFUSED = {
    "NoCredentialsError", "DefaultCredentialsError", "RefreshError", "ClientAuthenticationError",
}  # fmt: skip


class Unreachable(Exception):
    """A bucket did not give what was asked; `passing`: it may another time."""

    def __init__(self, what: str, remedy: str, *, passing: bool = True) -> None:
        super().__init__(what, remedy)
        self.what, self.remedy, self.passing = what, remedy, passing

    def __reduce__(self) -> tuple[Any, ...]:
        """Carried between processes whole."""
        return _again, (self.what, self.remedy, self.passing)


def _again(what: str, remedy: str, passing: bool) -> Unreachable:
    return Unreachable(what, remedy, passing=passing)


def is_bucket(path: str) -> bool:
    """Whether a path names a bucket, not a file of this machine."""
    return "://" in path


def here(task: Task, scratch: Path) -> tuple[Path, Span | None, str | None]:
    """The task's file on this machine, which of its records count, and its SHA-256 if copied.

    Raises Unreachable.
    """
    if not is_bucket(task.address):
        file = _literal(Path(task.address), scratch)
        return file, Span(*task.rows) if task.rows else None, None
    copy = scratch / task.address.rsplit("/", 1)[-1]
    with spoken(task.address) as (system, name):
        if task.mark is not None and mark(system.info(name)) != task.mark:
            raise Unreachable(f"{task.address} changed while it was read", "run again")
        if task.rows is None:
            system.get_file(name, str(copy))
            return copy, None, _sha256(copy)
        _copy_rows(system, name, task.rows, copy)
    first, last = task.rows
    return copy, Span(0, last - first, before=first), None


def _literal(file: Path, scratch: Path) -> Path:
    """The file by a name that is no pattern: DuckDB would read bill1.csv for bill[1].csv."""
    if not re.search(r"[*?[]", str(file)):
        return file
    link = scratch / re.sub(r"[*?[\]]", "_", file.name)
    link.symlink_to(file.absolute())
    return link


def mark(found: dict[str, Any]) -> str:
    """What tells one version of an object from the next, as its listing describes it."""
    told = (found.get(key) for key in ("ETag", "etag", "mtime"))
    return f"{next(filter(None, told), '')} {found['size']}"


@contextmanager
def spoken(address: str) -> Iterator[tuple[Any, str]]:
    """The file system of an address and the name it has there. Raises Unreachable."""
    scheme, name = address.split("://", 1)
    if scheme not in SPEAKERS:
        known = ", ".join(f"{known}://" for known in SPEAKERS)
        raise Unreachable(f"{scheme}:// is no bucket", f"use one of {known}", passing=False)
    system, failures = _speaker(scheme, address)
    try:
        yield system, name
    except failures as trouble:
        if _is_refusal(trouble):
            raise _refused(scheme, address, trouble) from None
        raise Unreachable(
            f"{address} could not be read: {_said(trouble)}",
            "check the address and the network, then run again",
        ) from None


def _speaker(scheme: str, address: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """The file system of a scheme, and what it raises. Raises Unreachable."""
    package, raised = SPEAKERS[scheme]
    try:
        fsspec = importlib.import_module("fsspec")
        importlib.import_module(package)
        places = [failure.rpartition(".") for failure in raised]
        own = [getattr(importlib.import_module(module), name) for module, _, name in places]
    except ImportError:
        needs = f"{address} needs the package {package}"
        raise Unreachable(needs, f"pip install {package}", passing=False) from None
    try:
        folders = {"auto_mkdir": True} if scheme == "file" else {}  # a bucket has none to make
        return fsspec.filesystem(scheme, use_listings_cache=False, **folders), (OSError, *own)
    except ValueError as unset:  # adlfs, where nothing names an account
        raise _refused(scheme, address, unset) from None


def _is_refusal(trouble: BaseException) -> bool:
    """Whether a person must act on a credential or a right; clouds say it in many ways."""
    status = getattr(trouble, "status_code", None) or getattr(trouble, "code", None)
    names = {kind.__name__ for kind in type(trouble).__mro__}
    forbidden = str(trouble).startswith("Forbidden")  # gcsfs: an OSError of status 403
    return forbidden or status in (401, 403) or not names.isdisjoint(REFUSED | {"PermissionError"})


def _refused(scheme: str, address: str, trouble: BaseException) -> Unreachable:
    remedy = "give the account that runs this the right to list and read"
    told = f"; credentials come from {CREDENTIALS[scheme]}" if scheme in CREDENTIALS else ""
    return Unreachable(f"{address} refused: {_said(trouble)}", remedy + told, passing=False)


def row_groups(address: str, size: int) -> list[tuple[int, int]]:
    """Ranges of records of a Parquet file, each about as large as `size` bytes.

    Only the file's foot is read. Raises Unreachable, pyarrow.ArrowInvalid.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 - rarely needed, and slow to import

    with _opened(address) as stream:
        foot = pq.ParquetFile(stream).metadata
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
    with spoken(address) as (system, name), system.open(name, "rb") as stream:
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


def _said(error: BaseException) -> str:
    return str(error).splitlines()[0][:160].rstrip(".") if str(error) else type(error).__name__
