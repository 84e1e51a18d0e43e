"""Notes kept in a git repository: a shallow clone under data/raw, renewed on each fetch."""

import re
import shutil
import subprocess
from pathlib import Path

from config import House, git_address
from config import Notes as Series
from config.git_address import Address
from pipelines import SourceError, unit
from pipelines.http import Client, HttpError, bare
from pipelines.notes.files.folders import raw_folder

_SECONDS = 300
_MOVED = re.compile(r"error: 30[12378]|redirect", re.IGNORECASE)


def fetch(house: House, series: Series) -> SourceError | str:  # noqa: PLR0911 - one a failure
    """The series' name when its clone is up to date, else what went wrong.

    The clone follows the remote even where its history was rewritten. A failed fetch leaves the
    old files as they are.
    """
    address, refs = git_address.parsed(house, series.git or ""), git_address.refs(series.branch)
    if address is None:
        what = f"git of [[notes]] {series.series} is no address that is asked"
        remedy = f"write a path, or {', '.join(f'{each}://' for each in git_address.SCHEMES)}"
        return _error(series, what, f"{remedy}; no query, and / : @ of a password as %2F %3A %40",
                      passing=False)  # fmt: skip
    if refs is None:
        what = f"{series.branch!r} is no name of a branch"
        return _error(series, what, "correct branch in dashboard.toml", passing=False)
    folder, url = raw_folder(house, series), address.url
    try:
        renew = _follow if _cloned_from(folder) == url else _clone
        if url.startswith(("http://", "https://")):
            Client(url).probe("info/refs?service=git-upload-pack")
        renew(address, refs, folder)
    except HttpError as error:
        return error.of("notes", series.series)
    except FileNotFoundError:
        return _error(series, "git is not installed", "install git", passing=False)
    except subprocess.TimeoutExpired:
        return _error(series, f"{url} did not answer in {_SECONDS} s", "run again later")
    except subprocess.CalledProcessError as failed:
        said = git_address.reason(failed.stderr, address)
        remedy = "check git and branch in dashboard.toml, or run again later"
        if _MOVED.search(said):
            remedy = "write the address it moved to into git of dashboard.toml"
        return _error(series, f"{url}: {said}", remedy)
    return series.series


def _cloned_from(folder: Path) -> str | None:
    """The address of a clone, empty where it has none.

    A user and password that an older version kept are taken out.
    """
    if not (folder / ".git").is_dir():
        return None
    asked = ("git", "-C", str(folder), "config", "--get", "remote.origin.url")
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    kept = done.stdout.strip()
    if kept != bare(kept):
        kept = bare(kept)
        _git("-C", str(folder), "config", "remote.origin.url", kept)
    return kept


def _clone(address: Address, refs: list[str], folder: Path) -> None:
    """A new clone, made next to its place and moved there when it is whole."""
    unfinished = folder.with_name(folder.name + ".cloning")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    _git("init", "--quiet", "--", str(unfinished))
    _git("-C", str(unfinished), "config", "remote.origin.url", address.url)
    _renew(address, refs, unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.replace(folder)


def _follow(address: Address, refs: list[str], folder: Path) -> None:
    """A clone brought up to date; one that a power loss damaged is made anew."""
    try:
        _renew(address, refs, folder)
    except subprocess.CalledProcessError as failed:
        try:
            _clone(address, refs, folder)
        except subprocess.CalledProcessError:
            raise failed from None


def _renew(address: Address, refs: list[str], folder: Path) -> None:
    """Fetch and reset; a lock left by a run that died is ours, one ingest runs at a time."""
    for lock in (folder / ".git").glob("*.lock"):
        lock.unlink(missing_ok=True)
    at = ("-C", str(folder))
    for ref in refs:
        try:
            _git(*at, "fetch", "--quiet", "--depth", "1", "--", "origin", ref, login=address)
            break
        except subprocess.CalledProcessError as failed:
            if ref == refs[-1] or "couldn't find remote ref" not in failed.stderr:
                raise
    _git(*at, "reset", "--quiet", "--hard", "FETCH_HEAD")
    _git(*at, "clean", "--quiet", "-fd")


def _git(*arguments: str, login: Address | None = None) -> None:
    variables = git_address.variables(login, patience=unit.silence().patience)
    subprocess.run(  # noqa: S603 - the address is in .git/config, the ref full, after "--"
        git_address.command(*arguments, login=login), check=True, capture_output=True, text=True,
        timeout=_SECONDS, env=variables, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _error(series: Series, what: str, remedy: str, *, passing: bool = True) -> SourceError:
    return SourceError("notes", what, remedy=remedy, unit=series.series, passing=passing)
