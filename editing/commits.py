"""[journal] git = true: each save is a commit of the files it changed, and of nothing else."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from config import PRIVATE, Config
from editing.journal import Entry, place
from editing.private import ASKED, FOLDER
from editing.toml_text import values_of

SECONDS = 60
ELSEWHERE = re.compile(r"^(?!file:)(?:[\w+.-]+://|[^/\\]+:(?!\\))")  # https://…, git@host:path


def commit(config: Config, entry: Entry) -> str | None:
    """Why a save was not committed; None where it was, or is not asked for.

    A remote that another machine could serve may be public, so nothing is committed then unless
    private_remote = true. Nothing is ever pushed.
    """
    if not config.journal.git:
        return None
    if not config.journal.private_remote and (remote := _remote(config.folder)):
        return (
            f"not committed: the remote {remote} may be public. Fix: private_remote = true under "
            "[journal], if only the team can read it"
        )
    who = re.sub(r"[<>\s]+", " ", entry.who).strip() or "somebody"
    changed = [entry.file, place(config.folder)]
    about = f"{entry.key}: {entry.old or 'nothing'} → {entry.new or 'nothing'}"
    message = f"{about[:200]}\n\n{entry.why}".strip()
    try:
        if not (changed := _shown(config.folder, changed)):
            return None  # all of it is private: git ignores it
        _git(config.folder, "add", "--", *changed)
        _git(
            config.folder, "-c", "user.name=Quarterdeck", "-c", "user.email=quarterdeck@localhost",
            "commit", "--quiet", "--no-gpg-sign", f"--author={who} <quarterdeck@localhost>",
            f"--message={message}", "--only", "--", *changed,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as failed:
        said = getattr(failed, "stderr", "") or str(failed)
        return f"saved, not committed: {said.strip().splitlines()[-1] if said.strip() else 'git'}"
    return None


def public(config: Config) -> tuple[str, ...]:
    """Private files that git has, or would add: funds, balances, claims, pending, people, journal.

    Relative to the folder of dashboard.toml; none where it is in no repository.
    """
    money = [config.funding.balances, config.funding.claims]
    named = [*money, config.people.file, ASKED, place(config.folder), FOLDER]
    if any(key in PRIVATE for key in config.model_fields_set):
        held = values_of(config.file.read_text(encoding="utf-8-sig"))
        named += [config.file.name] if held.keys() & {*PRIVATE} else []
    inside = [each for each in named if each and _is_inside(config, each)]
    try:
        return tuple(sorted(_listed(config.folder, inside)))
    except (OSError, subprocess.SubprocessError):
        return ()  # no git, or no repository


def _is_inside(config: Config, name: str) -> bool:
    return config.resolve(name).is_relative_to(config.folder.resolve())


def _listed(folder: Path, files: Sequence[str]) -> set[str]:
    """The files of these places that git has or does not ignore."""
    listed = _git(
        folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *files
    )  # fmt: skip
    return {each for each in listed.split("\0") if each}


def _shown(folder: Path, files: Sequence[str]) -> list[str]:
    """Those that git does not ignore."""
    held = _listed(folder, files)
    return [file for file in files if file in held]


def _remote(folder: Path) -> str | None:
    """The name of a remote that is no folder of this machine."""
    try:
        listed = _git(folder, "remote", "--verbose").splitlines()
    except (OSError, subprocess.SubprocessError):
        return None  # no repository: the commit says so
    pairs: Sequence[list[str]] = [line.split("\t", 1) for line in listed if "\t" in line]
    return next((name for name, address in pairs if ELSEWHERE.match(address)), None)


def _git(folder: Path, *words: str) -> str:
    asked = ["git", "-C", str(folder), *words]
    done = subprocess.run(  # noqa: S603 - words of this file, and names of files after "--"
        asked, capture_output=True, text=True, check=True, timeout=SECONDS,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.stdout
