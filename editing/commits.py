"""[journal] git = true: each save is a commit of the files it changed, and of nothing else."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from config import Config
from editing.journal import NAME, Entry

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
    changed = [entry.file, NAME]
    about = f"{entry.key}: {entry.old or 'nothing'} → {entry.new or 'nothing'}"
    message = f"{about[:200]}\n\n{entry.why}".strip()
    try:
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
