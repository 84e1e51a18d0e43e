"""Notes kept in a git repository: a shallow clone under data/raw, renewed on each fetch."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from config import House
from config import Notes as Series
from pipelines import SourceError
from pipelines.notes.files.folders import raw_folder

_SECONDS = 300
_SAFE = (
    "-c",
    "core.symlinks=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "advice.detachedHead=false",
)


def fetch(house: House, series: Series) -> SourceError | str:
    """The series' name when its clone is up to date, else what went wrong.

    The clone follows the remote even where its history was rewritten. A failed fetch leaves the
    old files as they are.
    """
    url, folder = _address(house, series), raw_folder(house, series)
    try:
        if _cloned_from(folder) == url:
            _follow(url, folder, series)
        else:
            _clone(url, folder, series)
    except FileNotFoundError:
        return _error(series, "git is not installed", "install git", passing=False)
    except subprocess.TimeoutExpired:
        return _error(series, f"{_shown(url)} did not answer in {_SECONDS} s", "run again later")
    except subprocess.CalledProcessError as failed:
        said = _shown(_reason(failed.stderr))
        return _error(
            series,
            f"{_shown(url)}: {said}",
            "check git and branch in dashboard.toml, or run again later",
        )
    return series.series


def _address(house: House, series: Series) -> str:
    """The repository's address; a path is meant from the config's folder."""
    url = series.git or ""
    return url if re.match(r"[\w+.-]+://|[\w.-]+@[\w.-]+:", url) else str(house.config.resolve(url))


def _cloned_from(folder: Path) -> str | None:
    if not (folder / ".git").is_dir():
        return None
    asked = ("git", "-C", str(folder), "config", "--get", "remote.origin.url")
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    return done.stdout.strip() or None


def _clone(url: str, folder: Path, series: Series) -> None:
    """A new clone, made beside and moved into its place when it is whole."""
    beside = folder.with_name(folder.name + ".cloning")
    shutil.rmtree(beside, ignore_errors=True)
    beside.parent.mkdir(parents=True, exist_ok=True)
    branch = ("--branch", series.branch) if series.branch else ()
    _git("clone", "--quiet", "--depth", "1", *branch, "--", url, str(beside))
    shutil.rmtree(folder, ignore_errors=True)
    beside.replace(folder)


def _follow(url: str, folder: Path, series: Series) -> None:
    """A clone brought up to date; one that a power loss damaged is made anew."""
    try:
        _renew(folder, series)
    except subprocess.CalledProcessError as failed:
        try:
            _clone(url, folder, series)
        except subprocess.CalledProcessError:
            raise failed from None


def _renew(folder: Path, series: Series) -> None:
    """Fetch and reset; a lock left by a run that died is ours, one ingest runs at a time."""
    for lock in (folder / ".git").glob("*.lock"):
        lock.unlink(missing_ok=True)
    at = ("-C", str(folder))
    _git(*at, "fetch", "--quiet", "--depth", "1", "origin", series.branch or "HEAD")
    _git(*at, "reset", "--quiet", "--hard", "FETCH_HEAD")
    _git(*at, "clean", "--quiet", "-fd")


def _git(*arguments: str) -> None:
    quiet = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ("git", *_SAFE, *arguments)
    subprocess.run(  # noqa: S603 - the address comes from the team's own config, after "--"
        command, check=True, capture_output=True, text=True, timeout=_SECONDS, env=quiet,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _reason(stderr: str) -> str:
    """The line in which git says what went wrong."""
    lines = [line for line in stderr.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (told or lines or ["git failed"])[0].removeprefix("fatal: ").removeprefix("error: ")


def _shown(text: str) -> str:
    """A text without the user and password an address may hold."""
    return re.sub(r"://[^/@\s]+@", "://", text)


def _error(series: Series, what: str, remedy: str, *, passing: bool = True) -> SourceError:
    return SourceError("notes", what, remedy=remedy, unit=series.series, passing=passing)
