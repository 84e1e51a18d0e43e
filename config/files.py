"""Writes a file so that a reader finds the old content or the new one, never half of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def replace_file(file: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write next to the file, flush to the disk, rename; the folder is made where it is missing.

    mode  rights of the file, less the process's umask. Raises OSError where the disk refuses.
    """
    with replacing(file) as beside:
        beside.touch(mode)
        beside.write_bytes(content)


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A path to write to; the file is replaced by it on leaving, or left as it was on an error."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}.writing")
    try:
        yield beside
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
