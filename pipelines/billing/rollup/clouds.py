"""How a bucket is read and written: through fsspec, with the credentials of each cloud's own chain.

Credentials come from the environment, a profile or the machine's role, never from dashboard.toml.
`file://` is a folder that every worker of a cluster sees. What stands here shapes no roll-up: a
change of it reads no bill anew (version in __init__.py).
"""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

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


def mark(found: dict[str, Any]) -> str:
    """The difference between one version of an object and the next, as its listing describes it."""
    marks = (found.get(key) for key in ("ETag", "etag", "mtime"))
    return f"{next(filter(None, marks), '')} {found['size']}"


@contextmanager
def filesystem(address: str) -> Iterator[tuple[Any, str]]:
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
        system = fsspec.filesystem(scheme, use_listings_cache=False, **folders)
    except ValueError as unset:  # adlfs, where nothing names an account
        raise _refused(scheme, address, unset) from None
    if scheme == "s3" and system.session is None:
        system.session = _session()
    return system, (OSError, *own)


def _session() -> Any:
    """A session of S3 that reads the times of a listing at once: they were most of a long one."""
    session = importlib.import_module("aiobotocore.session").AioSession()
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=_moment)
    return session


def _moment(text: Any) -> datetime:
    """A time in ISO 8601 as listings write it, or in any other form of AWS."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        moment: datetime = importlib.import_module("botocore.utils").parse_timestamp(text)
        return moment


def _is_refusal(trouble: BaseException) -> bool:
    """Whether a person must act on a credential or a right; clouds say it in many ways."""
    status = getattr(trouble, "status_code", None) or getattr(trouble, "code", None)
    names = {kind.__name__ for kind in type(trouble).__mro__}
    forbidden = str(trouble).startswith("Forbidden")  # gcsfs: an OSError of status 403
    return forbidden or status in (401, 403) or not names.isdisjoint(REFUSED | {"PermissionError"})


def _refused(scheme: str, address: str, trouble: BaseException) -> Unreachable:
    remedy = "give the account that runs this the right to list and read"
    source = f"; credentials come from {CREDENTIALS[scheme]}" if scheme in CREDENTIALS else ""
    return Unreachable(f"{address} refused: {_said(trouble)}", remedy + source, passing=False)


def _said(error: BaseException) -> str:
    if not str(error):
        return type(error).__name__
    return re.sub(r"\?[^\s\"']*", "", str(error).splitlines()[0])[:160].rstrip(".")
