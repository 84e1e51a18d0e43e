"""[journal] git = true, in real repositories."""

import subprocess
from datetime import UTC, datetime

import pytest

import config
from editing import changes
from editing.changes import By

ADA = By("Ada <Fenwick>\n", datetime(2026, 9, 17, tzinfo=UTC), "the board said so")
TOML = '[project]\nname = "Fernhollow"\n[journal]\ngit = true\n'


def _git(folder, *words):
    done = subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def folder(tmp_path):
    _git(tmp_path, "init", "--quiet")
    (tmp_path / "dashboard.toml").write_text(TOML)
    (tmp_path / "draft.txt").write_text("not ours to commit")
    _git(tmp_path, "add", "draft.txt")
    return tmp_path


def _saved(folder, name="Fern"):
    team = config.load(folder / "dashboard.toml").config
    return changes.save_change(team, changes.key(team, ("project", "name"), name), ADA)


def test_a_save_is_a_commit_of_the_file_and_the_journal_alone(folder):
    assert _saved(folder).warning is None
    shown = _git(folder, "show", "--name-only", "--format=%an%n%B")
    assert shown.split("\n\n")[0] == 'Ada Fenwick\nproject.name: "Fernhollow" → "Fern"'
    assert shown.splitlines()[-2:] == ["dashboard.toml", "journal.jsonl"]
    assert _git(folder, "status", "--short").splitlines() == ["A  draft.txt", "?? .dashboard.lock"]


@pytest.mark.parametrize(
    ("remote", "is_elsewhere"),
    [
        ("https://example.org/team.git", True), ("git@example.org:team.git", True),
        ("ssh://example.org/team.git", True), ("../bare.git", False), ("file:///srv/git", False),
    ],
)  # fmt: skip
def test_a_remote_that_may_be_public_stops_the_commit_and_not_the_save(
    folder, remote, is_elsewhere
):
    _git(folder, "remote", "add", "origin", remote)
    saved = _saved(folder)
    assert ('name = "Fern"' in (folder / "dashboard.toml").read_text()) is True
    assert ("may be public" in (saved.warning or "")) is is_elsewhere
    text = (folder / "dashboard.toml").read_text() + "private_remote = true\n"
    (folder / "dashboard.toml").write_text(text)
    assert _saved(folder, "Hollow").warning is None


def test_a_folder_in_no_repository_is_saved_and_said(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "dashboard.toml").write_text(TOML)
    saved = _saved(tmp_path)
    assert (saved.warning or "").startswith("saved, not committed: ")
    assert 'name = "Fern"' in (tmp_path / "dashboard.toml").read_text()
