"""Check that a release may be made, and write its archive: `make release` runs this.

The tree is committed, CHANGELOG.md has a dated section of the version in pyproject.toml and nothing
left above it, and the locks pin every dependency within its bounds. No network is asked.
"""

import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+]+)", re.MULTILINE)
SECTION = re.compile(r"^## (.+)\n((?:(?!^## ).*\n?)*)", re.MULTILINE)


def changed(home: Path) -> Iterator[str]:
    """Files that are not committed."""
    found = _git(home, "status", "--porcelain").splitlines()
    if found:
        yield f"{len(found)} files are not committed, as {found[0][3:]}. Fix: commit or remove them"


def changelog(text: str, version: str) -> Iterator[str]:
    """A section of the version that is missing, undated, or below lines of no version."""
    sections = dict(SECTION.findall(text))
    if sections.get("Unreleased", "").strip():
        yield f"CHANGELOG.md has lines under Unreleased. Fix: move them below ## {version}"
    own = [name for name in sections if re.fullmatch(rf"{re.escape(version)}\b.*", name)]
    if not own or not re.fullmatch(rf"{re.escape(version)} \(\d{{4}}-\d\d-\d\d\)", own[0]):
        yield f"CHANGELOG.md has no section ## {version} (its day). Fix: add it"
    elif next(name for name in sections if name != "Unreleased") != own[0]:
        yield f"CHANGELOG.md has another version above {version}. Fix: raise it in pyproject.toml"


def locks(project: dict[str, object], runtime: str, dev: str) -> Iterator[str]:
    """Dependencies that a lock does not pin, or pins outside their bounds."""
    extras = project["optional-dependencies"]
    for name, wanted, text in (
        ("requirements.lock", project["dependencies"], runtime),
        ("requirements-dev.lock", [*project["dependencies"], *extras["dev"]], dev),
    ):
        pins = {canonicalize_name(each): version for each, version in PINNED.findall(text)}
        for each in map(Requirement, wanted):
            pinned = pins.get(canonicalize_name(each.name))
            if canonicalize_name(each.name) == "quarterdeck":
                continue
            if pinned is None or not each.specifier.contains(pinned, prereleases=True):
                yield f"{name}: {each} is pinned at {pinned or 'nothing'}. Fix: make lock"


def archive(home: Path, version: str) -> Path:
    """The committed tree as build/quarterdeck-VERSION.tar.gz; equal trees give equal bytes."""
    file = home / "build" / f"quarterdeck-{version}.tar.gz"
    file.parent.mkdir(exist_ok=True)
    _git(home, "archive", f"--prefix=quarterdeck-{version}/", f"--output={file}", "HEAD")
    return file


def main() -> int:
    """0 and the archive's name and SHA-256, or 1 and one line for each obstacle."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    texts = [(HOME / f"requirements{kind}.lock").read_text() for kind in ("", "-dev")]
    found = [
        *changed(HOME),
        *changelog((HOME / "CHANGELOG.md").read_text(encoding="utf-8"), version),
        *locks(project, *texts),
    ]
    if found:
        print("\n".join(found), file=sys.stderr)
        return 1
    file = archive(HOME, version)
    print(f"{file.relative_to(HOME)}  sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}")
    return 0


def _git(home: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", *arguments], cwd=home, capture_output=True, text=True, check=True)
    return ran.stdout


if __name__ == "__main__":
    sys.exit(main())
