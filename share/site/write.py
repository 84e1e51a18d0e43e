"""A site in its folder: the files of the one before go, any other file stays."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from wording import site as wording

LISTED = "site.json"  # the names of the site's files, so that the next one knows which to remove


class Occupied(Exception):
    """The folder holds files and no site; its message has the remedy."""


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """The files in place of those of the last site, complete next to the folder before.

    Raises Occupied for a folder with files that no site of ours has listed.
    """
    folder = folder.resolve()
    before = _listed(folder)
    making = folder.with_name(f"{folder.name}.writing")
    shutil.rmtree(making, ignore_errors=True)
    names = sorted([*files, LISTED])
    text = json.dumps({"files": names}, indent=1).encode()
    for name, content in {**files, LISTED: text}.items():
        file = making / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for name in before:
        (folder / name).unlink(missing_ok=True)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (making / name).replace(folder / name)
    shutil.rmtree(making)


def _listed(folder: Path) -> list[str]:
    """The files of the site that is there; none in a folder that is new, or holds hidden files
    alone, as a repository does."""
    if not folder.exists():
        return []
    manifest = folder / LISTED
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        if any(not each.name.startswith(".") for each in folder.iterdir()):
            raise Occupied(wording.unwritten(str(folder))) from None
        return []
    except (ValueError, KeyError, TypeError):
        raise Occupied(wording.unwritten(str(folder))) from None
    inside = [name for name in found if (folder / name).resolve().is_relative_to(folder)]
    return [str(name) for name in inside]
