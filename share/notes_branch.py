"""The next agenda as a branch of the notes' repository: shown first, pushed only when asked.

The branch is always a new one of its own, and never forced: what people wrote stays.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from config import ConfigError, House, Notes, git_address
from config.git_address import Address
from metrics.meetings.next_meeting import Place
from share.post import Unsent
from wording import agenda as wording

SECONDS = 300
DAYS = ("%Y-%m-%d", "%Y_%m_%d", "%Y%m%d", "%Y-%m", "%Y_%m")  # in names of files


@dataclass(frozen=True)
class Proposal:
    """What would be pushed: the branch, its one file, and the commit as git shows it.

    is_there  the branch is there already, with these very lines
    """

    url: str
    branch: str
    file: str
    commit: str
    is_there: bool = False


def propose(
    house: House, text: str, *, series: str, on: date, last: Place | None, push: bool
) -> Proposal:
    """The agenda of a day as a commit on top of the notes' branch; pushed only if `push`.

    last  the newest notes, whose name the new file gets with its own day
    Raises ConfigError where it has no place there, post.Unsent where the repository did not answer.
    """
    notes, address, refs = _repository(house, series)
    branch = f"quarterdeck/agenda-{_slug(series)}-{on.isoformat()}"
    file = _file(house, notes, last, on)
    if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
        raise ConfigError([f"agenda: {wording.no_repository(series)}"])
    try:
        with _checkout(address, refs) as git:
            if git("ls-remote", "--heads", "origin", f"refs/heads/{branch}"):
                git("fetch", "--quiet", "--depth", "1", "--", "origin", f"refs/heads/{branch}")
                if _held(git, "FETCH_HEAD", file) != text:
                    raise ConfigError([f"agenda: {wording.other_branch(branch)}"])
                return Proposal(address.url, branch, file, "", is_there=True)
            if _held(git, "HEAD", file) is not None:
                raise ConfigError([f"agenda: {wording.other_file(file)}"])
            git.write(file, text)
            commit = _committed(git, file, wording.subject(series, on))
            if push:
                git("push", "--quiet", "--", "origin", f"HEAD:refs/heads/{branch}")
            return Proposal(address.url, branch, file, commit)
    except FileNotFoundError:
        raise ConfigError(["agenda: git is not installed. Fix: install git"]) from None
    except subprocess.TimeoutExpired:
        raise Unsent(f"{address.url} did not answer in {SECONDS} s") from None
    except subprocess.CalledProcessError as failed:
        raise Unsent(f"{address.url}: {git_address.reason(failed.stderr, address)}") from None


def _repository(house: House, series: str) -> tuple[Notes, Address, list[str]]:
    notes = next((each for each in house.config.notes if each.series == series and each.git), None)
    address = git_address.parsed(house, notes.git or "") if notes else None
    refs = git_address.refs(notes.branch) if notes else None
    if notes is None or address is None or refs is None:
        raise ConfigError([f"agenda: {wording.no_repository(series)}"])
    return notes, address, refs


def _slug(series: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", series.casefold()).strip("-") or "notes"


def _file(house: House, notes: Notes, last: Place | None, on: date) -> str:
    """The path in the repository: that of the newest notes with the new day in it."""
    old = house.config.resolve(last.source_file) if last else Path()
    clone = next((up for up in old.parents if (up / ".git").is_dir()), None) if last else None
    if last is None or clone is None:
        return str(PurePosixPath(notes.folder or "") / f"{on.isoformat()}.md")
    path = PurePosixPath(old.relative_to(clone).as_posix())
    day = last.held_on
    form = next((form for form in DAYS if day.strftime(form) in path.name), "")
    name = path.name.replace(day.strftime(form), on.strftime(form)) if form else path.name
    if name == path.name:  # many meetings in a file, or two in one month
        name = on.isoformat()
    parts = [str(on.year) if part == str(day.year) else part for part in path.parent.parts]
    stem = name.removesuffix(path.suffix)
    return str(PurePosixPath(*parts) / f"{stem}.md")


class _Git:
    """Git in a folder that lasts as long as a proposal."""

    def __init__(self, folder: Path, address: Address) -> None:
        self._folder, self._address = folder, address

    def __call__(self, *words: str) -> str:
        login = self._address
        done = subprocess.run(  # noqa: S603 - words of this file; the address is in .git/config
            git_address.command("-C", str(self._folder), *words, login=login), check=True,
            capture_output=True, text=True, encoding="utf-8", timeout=SECONDS,
            env=git_address.variables(login), stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return done.stdout

    def write(self, file: str, text: str) -> None:
        target = self._folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _checkout(address: Address, refs: list[str]) -> Iterator[_Git]:
    with tempfile.TemporaryDirectory() as folder:
        git = _Git(Path(folder), address)
        git("init", "--quiet")
        git("config", "remote.origin.url", address.url)
        git("config", "core.autocrlf", "false")
        for ref in refs:
            try:
                git("fetch", "--quiet", "--depth", "1", "--", "origin", ref)
                break
            except subprocess.CalledProcessError as failed:
                if ref == refs[-1] or "couldn't find remote ref" not in failed.stderr:
                    raise
        git("checkout", "--quiet", "--detach", "FETCH_HEAD")
        yield git


def _held(git: _Git, commit: str, file: str) -> str | None:
    """The text of a file in a commit; None where it has none."""
    if not git("ls-tree", "--name-only", commit, "--", file):
        return None
    return git("cat-file", "blob", f"{commit}:{file}")


def _committed(git: _Git, file: str, subject: str) -> str:
    """The commit of one file, as git shows it."""
    git("add", "--force", "--", file)
    who = ("-c", "user.name=Quarterdeck", "-c", "user.email=quarterdeck@localhost")
    git(*who, "commit", "--quiet", "--no-gpg-sign", f"--message={subject}", "--only", "--", file)
    return git("show", "--no-color", "--format=%s", "HEAD")
