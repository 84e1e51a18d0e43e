"""Writes a file so that a reader finds the old content or the new one, never half of it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def shown(path: Path) -> str:
    """A path with `/`; bytes of it that are no UTF-8 as \\xe9."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def replace_file(
    file: Path, content: bytes | str, *, mode: int = 0o666, durable: bool = True
) -> None:
    """Write next to the file, flush to the disk, rename; the folder is made where it is missing.

    mode     rights of the file, less the process's umask
    durable  False for what can be made again: not flushed, as ten thousand small files need
    Raises OSError where the disk refuses.
    """
    with replacing(file, durable=durable) as unfinished:
        unfinished.touch(mode)
        unfinished.write_bytes(content if isinstance(content, bytes) else content.encode())


@contextmanager
def private() -> Iterator[None]:
    """Files that this process makes meanwhile are 0600, folders 0700."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def replacing(file: Path, *, durable: bool = True, keep: bool = False) -> Iterator[Path]:
    """A path to write to; the file is replaced by it on leaving.

    keep  the file that is replaced stays next to it as <name>.before
    The file is left as it was on an error, and where nothing was written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.writing")
    try:
        yield unfinished
        if unfinished.is_file():
            if durable:
                with unfinished.open("rb") as written:
                    os.fsync(written.fileno())
            if keep and file.is_file():
                _keep(file)
            unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def before(file: Path) -> Path:
    """Where the content that a file had before is kept."""
    return file.with_name(f"{file.name}.before")


def _keep(file: Path) -> None:
    link = file.with_name(f".{file.name}.before.{os.getpid()}.writing")
    link.unlink(missing_ok=True)
    try:
        os.link(file, link)
    except OSError:  # a file system without links
        shutil.copyfile(file, link)
    link.replace(before(file))


def sweep(folder: Path) -> None:
    """Delete the unfinished files of processes that were killed, at any depth."""
    for left in folder.rglob("*.writing"):
        process = left.name.split(".")[-2]
        if not (process.isdigit() and _is_running(int(process))):
            left.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # of another user
        return True
    return True
