"""Where a file of notes is on the web, so that a line of it can be linked to."""

import json
import re
from contextlib import suppress
from pathlib import Path

from config import House, git_address
from config import Notes as Series
from config.files import shown
from pipelines.notes.files import hackmd
from pipelines.notes.files.folders import raw_folder

# Hosts of repositories that show a file at an address of its own, and the words before its commit.
_BLOB = {"github.com": "blob", "gitlab.com": "-/blob", "codeberg.org": "src/commit"}
_SOURCE = re.compile(r'^source: (".*")$', re.MULTILINE)
_HEAD = 2_000  # bytes of a file that hold its front matter


def address(house: House, series: Series, file: Path) -> str | None:
    """The address of a file on the web; None for a folder, and for hosts that are not known."""
    if series.hackmd:
        names = {name: url for url, name in hackmd.files(house, series).items()}
        return names.get(file.name)
    if series.github:
        return _written(file)
    return _of_repository(house, series, file) if series.git else None


def _written(file: Path) -> str | None:
    """The address that the fetch of an issue or discussion put into its file."""
    with suppress(OSError, ValueError), file.open("rb") as stream:
        found = _SOURCE.search(stream.read(_HEAD).decode("utf-8", "replace"))
        address = json.loads(found[1]) if found else None
        return address if isinstance(address, str) and address.startswith("https://") else None
    return None


def _of_repository(house: House, series: Series, file: Path) -> str | None:
    """The file at the commit that was fetched, so that the link keeps leading to the line."""
    where = git_address.parsed(house, series.git or "")
    parts = re.fullmatch(r"https://([^/]+)/(.+?)(?:\.git)?/?", where.url) if where else None
    clone = raw_folder(house, series)
    commit = _commit(clone / ".git")
    if parts is None or parts[1] not in _BLOB or not commit:
        return None
    place = shown(file.relative_to(clone))
    return f"https://{parts[1]}/{parts[2]}/{_BLOB[parts[1]]}/{commit}/{place}"


def _commit(folder: Path) -> str | None:
    """The commit that a checkout is at, read from its own files."""
    with suppress(OSError, UnicodeDecodeError):
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8").strip()
        for line in (folder / "packed-refs").read_text(encoding="utf-8").splitlines():
            if line.endswith(f" {name}"):
                return line.split()[0]
    return None
