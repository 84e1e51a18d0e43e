"""Bills in a bucket (s3://, gs://, az://): new and changed parts are copied to data/raw/billing.

A listing with ETags comes first, so an unchanged part is never fetched again; each part is written
beside its place and renamed. A part that left the bucket keeps its copy, which is the truth now.
Layout: data/raw/billing/<bucket>/<path>, data/raw/billing/etags.json.
"""

import importlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from config import Billing, House
from pipelines import SourceError

NAME = "billing"
CHUNK = 1 << 20
# scheme → the package that speaks it, and what it raises besides OSError
SPEAKERS = {
    "s3": ("s3fs", "botocore.exceptions", "BotoCoreError"),
    "gs": ("gcsfs", "gcsfs.retry", "HttpError"),
    "az": ("adlfs", "azure.core.exceptions", "AzureError"),
}


def is_bucket(path: str) -> bool:
    """Whether a [[billing]] path names a bucket."""
    return "://" in path


def copies(house: House, entry: Billing) -> list[Path]:
    """The copies here of an entry's bucket, by name."""
    bucket = entry.path.split("://", 1)[1]
    folder = _folder(house)
    if "*" in bucket:
        return sorted(path for path in folder.glob(bucket) if path.is_file())
    place = folder / bucket
    return [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())


def fetch(house: House, entry: Billing) -> str:
    """Bring an entry's copies up to date; the account's name. Raises SourceError."""
    scheme = entry.path.split("://", 1)[0]
    with _spoken(scheme, entry) as system:
        etags = _etags(house)
        parts = list(_listed(system, entry.path))
        if not parts:
            raise FileNotFoundError("nothing is there")
        for part in parts:
            target = _folder(house) / part["name"]
            mark = str(part.get("ETag") or part.get("etag") or part.get("mtime") or part["size"])
            if etags.get(part["name"]) != mark or not target.is_file():
                _copy(system, part["name"], target)
                etags[part["name"]] = mark
                _note(house, etags)
    return entry.account


def _listed(system: Any, path: str) -> Iterator[dict[str, Any]]:
    """Every file the path names, a folder's and a pattern's, as the bucket describes it."""
    found = system.glob(path, detail=True) if "*" in path else system.find(path, detail=True)
    for name, part in sorted(found.items()):
        safe = not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
        if part["type"] == "file" and safe:
            yield part | {"name": name}


def _copy(system: Any, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".writing")
    with system.open(name, "rb") as source, beside.open("wb") as copy:
        shutil.copyfileobj(source, copy, CHUNK)
    beside.replace(target)


@contextmanager
def _spoken(scheme: str, entry: Billing) -> Iterator[Any]:
    """The file system of a scheme; what it raises is told as a SourceError."""
    if scheme not in SPEAKERS:
        known = ", ".join(f"{name}://" for name in SPEAKERS)
        raise SourceError(
            NAME, f"{scheme}:// is no bucket", unit=entry.account, remedy=f"use one of {known}",
            passing=False,
        )  # fmt: skip
    package, module, error = SPEAKERS[scheme]
    try:
        fsspec = importlib.import_module("fsspec")
        importlib.import_module(package)
        failure: type[Exception] = getattr(importlib.import_module(module), error)
    except ImportError:
        raise SourceError(
            NAME, f"{entry.path} needs the package {package}", unit=entry.account,
            remedy=f"pip install {package}", passing=False,
        ) from None  # fmt: skip
    try:
        yield fsspec.filesystem(scheme, skip_instance_cache=True, use_listings_cache=False)
    except PermissionError as refused:
        raise SourceError(
            NAME, f"{entry.path} refused: {_said(refused)}", unit=entry.account,
            remedy="give the account that runs this the right to list and read", passing=False,
        ) from None  # fmt: skip
    except (OSError, failure) as trouble:
        raise SourceError(
            NAME, f"{entry.path} could not be read: {_said(trouble)}", unit=entry.account,
            remedy="check the address and the network, then run again",
        ) from None  # fmt: skip


def _said(error: BaseException) -> str:
    return str(error).splitlines()[0][:160] if str(error) else type(error).__name__


def _folder(house: House) -> Path:
    return house.raw / "billing"


def _etags(house: House) -> dict[str, str]:
    file = _folder(house) / "etags.json"
    known: dict[str, str] = {}
    if file.is_file():
        known = json.loads(file.read_text(encoding="utf-8"))
    return known


def _note(house: House, etags: dict[str, str]) -> None:
    file = _folder(house) / "etags.json"
    beside = file.with_suffix(".writing")
    beside.write_text(json.dumps(etags, indent=1), encoding="utf-8")
    beside.replace(file)
