"""The agenda as a branch of the notes' repository: a real git repository, never its main branch."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from servers.git_backend import served

from config import ConfigError, House, load
from metrics.meetings.next_meeting import Place
from share import notes_branch, post
from share.__main__ import main
from warehouse.read import open_newest

DAY, TEXT = date(2026, 10, 15), "# Monthly meeting\n\n## Agenda\n\n* Ärger mit `docs`\n"
BRANCH = "quarterdeck/agenda-monthly-2026-10-15"


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Wren", "-c", "user.email=wren@team.example")
    command = ["git", "-C", str(folder), *who, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A bare repository with the notes of September, and a hook that the team's clones have."""
    work, bare = tmp_path / "work", tmp_path / "served" / "notes.git"
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(work)], check=True)
    (work / "meetings" / "2026").mkdir(parents=True)
    (work / "meetings" / "2026" / "2026-09-17-monthly.md").write_text("# Monthly\n")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "-m", "September")
    subprocess.run(["git", "clone", "--quiet", "--bare", str(work), str(bare)], check=True)
    return bare


def house(tmp_path: Path, address: str) -> House:
    """A house whose notes are at an address, and were fetched."""
    file = tmp_path / "dashboard.toml"
    series = f'[[notes]]\nseries = "monthly"\ngit = "{address}"\nfolder = "meetings"\n'
    file.write_text(f'{series}[[notes]]\nseries = "cafe"\npath = "cafe"\n')
    return load(file, tmp_path / "data")


def last(tmp_path: Path, name: str = "2026-09-17-monthly.md", year: str = "2026") -> Place:
    clone = tmp_path / "data" / "raw" / "notes" / "monthly"
    (clone / ".git").mkdir(parents=True, exist_ok=True)
    place = f"data/raw/notes/monthly/meetings/{year}/{name}"
    return Place(date(2026, 9, 17), place, 1, None, [])


def test_it_is_shown_first_and_pushed_only_when_asked_as_a_branch_of_its_own(
    notes: Path, tmp_path: Path
) -> None:
    team, place, before = house(tmp_path, str(notes)), last(tmp_path), git(notes, "show-ref")
    shown = notes_branch.propose(team, TEXT, series="monthly", on=DAY, last=place, push=False)
    assert (shown.branch, shown.file) == (BRANCH, "meetings/2026/2026-10-15-monthly.md")
    added = [line[1:] for line in shown.commit.splitlines() if line[:1] == "+"]
    assert added[1:] == TEXT.splitlines()
    assert git(notes, "show-ref") == before
    notes_branch.propose(team, TEXT, series="monthly", on=DAY, last=place, push=True)
    assert git(notes, "show", f"{BRANCH}:{shown.file}") == TEXT
    assert git(notes, "log", "--format=%an %s", f"main..{BRANCH}") == (
        "Quarterdeck monthly: agenda of 2026-10-15\n"
    )
    assert git(notes, "diff", "--stat", "main", BRANCH).splitlines()[1].startswith(" 1 file")
    assert before.strip() in git(notes, "show-ref"), "main has moved"


def test_a_proposal_is_the_commit_of_one_file(notes: Path, tmp_path: Path) -> None:
    team, place = house(tmp_path, str(notes)), last(tmp_path)
    made = notes_branch.propose(team, "One\n", series="monthly", on=DAY, last=place, push=False)
    file = "meetings/2026/2026-10-15-monthly.md"
    head, *shown = made.commit.splitlines()
    assert (head, [line for line in shown if line[:5] != "index" and line]) == (
        "monthly: agenda of 2026-10-15",
        [f"diff --git a/{file} b/{file}", "new file mode 100644", "--- /dev/null", f"+++ b/{file}",
         "@@ -0,0 +1 @@", "+One"],
    )  # fmt: skip
    assert made == notes_branch.Proposal(str(notes), BRANCH, file, made.commit)
    notes_branch.propose(team, "One\n", series="monthly", on=DAY, last=place, push=True)
    again = notes_branch.propose(team, "One\n", series="monthly", on=DAY, last=place, push=True)
    assert again == notes_branch.Proposal(str(notes), BRANCH, file, "", is_there=True)


@pytest.mark.parametrize("branch", ["main", "master", "gone"])
def test_the_branch_is_the_teams_where_it_names_one(
    notes: Path, tmp_path: Path, branch: str
) -> None:
    git(notes, "branch", "-m", "main", "master")
    team = house(tmp_path, str(notes))
    file = team.config.file
    if branch != "main":
        own = f'folder = "meetings"\nbranch = "{branch}"'
        file.write_text(file.read_text().replace('folder = "meetings"', own))
    team = load(file, tmp_path / "data")
    if branch == "gone":
        with pytest.raises(post.Unsent, match="gone"):
            notes_branch.propose(team, TEXT, series="monthly", on=DAY, last=None, push=False)
    else:
        made = notes_branch.propose(team, TEXT, series="monthly", on=DAY, last=None, push=False)
        assert made.file == "meetings/2026-10-15.md"


@pytest.mark.parametrize(
    ("series", "slug"),
    [("Monthly", "monthly"), ("A & B  call", "a-b-call"), ("-x-", "x"), ("é", "notes"),
     ("", "notes")],
)  # fmt: skip
def test_a_branch_is_named_for_its_series(series: str, slug: str) -> None:
    assert notes_branch._slug(series) == slug


def test_a_branch_that_is_there_is_never_written_again(notes: Path, tmp_path: Path) -> None:
    team, place = house(tmp_path, str(notes)), last(tmp_path)
    notes_branch.propose(team, TEXT, series="monthly", on=DAY, last=place, push=True)
    before = git(notes, "show-ref")
    again = notes_branch.propose(team, TEXT, series="monthly", on=DAY, last=place, push=True)
    assert again.is_there
    with pytest.raises(ConfigError, match="is there already and says something else"):
        notes_branch.propose(team, TEXT + "x\n", series="monthly", on=DAY, last=place, push=True)
    assert git(notes, "show-ref") == before


def test_notes_that_the_team_has_begun_are_left_alone(notes: Path, tmp_path: Path) -> None:
    team, august = house(tmp_path, str(notes)), last(tmp_path, "2026-08-20-monthly.md")
    place = replace(august, held_on=date(2026, 8, 20))
    with pytest.raises(ConfigError, match=r"2026-09-17-monthly\.md is there already"):
        notes_branch.propose(
            team, TEXT, series="monthly", on=date(2026, 9, 17), last=place, push=True
        )


@pytest.mark.parametrize(
    ("name", "year", "on", "file"),
    [
        ("2026-09.md", "2026", date(2027, 1, 21), "meetings/2027/2027-01.md"),
        ("2026-09.md", "2026", date(2026, 9, 30), "meetings/2026/2026-09-30.md"),
        ("all.md", "team", DAY, "meetings/team/2026-10-15.md"),
        ("20260917 call.docx", "2026", DAY, "meetings/2026/20261015 call.md"),
    ],
)
def test_the_new_file_is_called_like_the_newest_with_its_own_day(
    notes: Path, tmp_path: Path, name: str, year: str, on: date, file: str
) -> None:
    team, place = house(tmp_path, str(notes)), last(tmp_path, name, year)
    made = notes_branch.propose(team, TEXT, series="monthly", on=on, last=place, push=False)
    assert made.file == file


def test_a_password_in_the_address_is_in_no_message_and_no_place_that_lasts(
    notes: Path, tmp_path: Path
) -> None:
    git(notes, "config", "http.receivepack", "true")
    with served(notes.parent, "wren", "sea-lavender") as url:
        whole = url.replace("//", "//wren:sea-lavender@") + "/notes.git"
        team = house(tmp_path, whole)
        made = notes_branch.propose(team, TEXT, series="monthly", on=DAY, last=None, push=True)
        assert (made.url, made.file) == (f"{url}/notes.git", "meetings/2026-10-15.md")
        assert git(notes, "show", f"{BRANCH}:{made.file}") == TEXT
        team = house(tmp_path, whole.replace("lavender", "holly"))
        with pytest.raises(post.Unsent) as refused:
            notes_branch.propose(team, TEXT, series="monthly", on=DAY, last=None, push=True)
    assert "sea-holly" not in str(refused.value)


@pytest.mark.parametrize(("series", "folder"), [("cafe", "meetings"), ("monthly", "../other")])
def test_a_series_without_a_repository_and_a_folder_outside_of_it_are_refused(
    notes: Path, tmp_path: Path, series: str, folder: str
) -> None:
    team = house(tmp_path, str(notes))
    file = team.config.file
    file.write_text(file.read_text().replace('folder = "meetings"', f'folder = "{folder}"'))
    with pytest.raises(ConfigError, match=r"share agenda --out FILE|outside"):
        notes_branch.propose(load(file), TEXT, series=series, on=DAY, last=None, push=True)


def test_the_command_shows_what_it_would_push_and_that_nothing_was(
    sample_house: House, notes: Path, tmp_path: Path, capsys: Any
) -> None:
    text = sample_house.config.file.read_text().replace(
        'path = "notes/monthly"', f'git = "{notes}"'
    )
    file = tmp_path / "dashboard.toml"
    file.write_text(text)
    newest = open_newest(sample_house.data)[0]
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / newest.name).hardlink_to(newest)
    ask = ["--config", str(file), "--data", str(tmp_path / "data"), "agenda"]
    assert main([*ask, "--branch"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"would push to {notes}, branch {BRANCH}: 2026-10-15.md\n")
    assert "\n+## Agenda items" in said
    assert said.endswith("Then run again with --push\n")
    assert BRANCH not in git(notes, "show-ref")
