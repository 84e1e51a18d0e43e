"""make release refuses a tree, a changelog or a lock that is not ready, each in one sentence."""

import subprocess
import tarfile
import tomllib
from pathlib import Path

import pytest
from release import archive, changed, changelog, locks

HOME = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
READY = "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-29)\n\n- One.\n\n## 0.1.0 (2026-11-23)\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (READY, []),
        (READY.replace("Unreleased\n", "Unreleased\n\n- New.\n"),
         ["CHANGELOG.md has lines under Unreleased. Fix: move them below ## 0.2.0"]),
        (READY.replace("## 0.2.0 (2026-11-29)\n", "## 0.2.0\n"),
         ["CHANGELOG.md has no section ## 0.2.0 (its day). Fix: add it"]),
        (READY.replace("0.2.0 (2026-11-29)", "0.1.1 (2026-11-29)"),
         ["CHANGELOG.md has no section ## 0.2.0 (its day). Fix: add it"]),
        (READY.replace("## 0.2.0", "## 0.3.0 (2026-12-01)\n\n## 0.2.0"),
         ["CHANGELOG.md has another version above 0.2.0. Fix: raise it in pyproject.toml"]),
    ],
)  # fmt: skip
def test_the_changelog_has_the_version_with_its_day_on_top(text: str, said: list[str]) -> None:
    assert list(changelog(text, "0.2.0")) == said


def test_the_locks_of_this_tree_pin_every_dependency_within_its_bounds() -> None:
    texts = [(HOME / f"requirements{kind}.lock").read_text() for kind in ("", "-dev")]
    assert list(locks(PROJECT, *texts)) == []


def test_a_dependency_that_no_lock_pins_or_pins_too_low_is_named() -> None:
    project = {"dependencies": ["duckdb>=2"], "optional-dependencies": {"dev": ["Py_Test>=8"]}}
    low, dev = "duckdb==1.4.1 \\\n    --hash=x\n", "duckdb==2.0.0\npy-test==8.1\n"
    assert list(locks(project, low, dev)) == [
        "requirements.lock: duckdb>=2 is pinned at 1.4.1. Fix: make lock"
    ]
    assert list(locks(project, dev, "duckdb==2.0.0\n")) == [
        "requirements-dev.lock: Py_Test>=8 is pinned at nothing. Fix: make lock"
    ]


def test_the_archive_holds_the_committed_tree_and_nothing_else(tmp_path: Path) -> None:
    me = ("-c", "user.name=Wren", "-c", "user.email=wren@example.org")
    (tmp_path / "kept.txt").write_text("kept")
    (tmp_path / ".gitignore").write_text("/build/\n")
    for words in (("init", "-q"), ("add", "."), (*me, "commit", "-qm", "one")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    assert list(changed(tmp_path)) == []
    first = archive(tmp_path, "0.2.0").read_bytes()

    with tarfile.open(archive(tmp_path, "0.2.0")) as made:
        names = [name for name in made.getnames() if "pax" not in name]
    (tmp_path / "stray.txt").write_text("not committed")

    assert names == [
        "quarterdeck-0.2.0",
        "quarterdeck-0.2.0/.gitignore",
        "quarterdeck-0.2.0/kept.txt",
    ]
    assert archive(tmp_path, "0.2.0").read_bytes() == first
    assert list(changed(tmp_path)) == [
        "1 files are not committed, as stray.txt. Fix: commit or remove them"
    ]
