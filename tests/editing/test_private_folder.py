"""private/: what must not be public stands there, and what git would publish is said."""

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import config
from config import ConfigError
from editing import balances, changes, commits, journal, sections, start
from editing.balances import Asked
from editing.changes import By
from editing.save import NotSaved
from editing.undo import undo

NOW = datetime(2026, 9, 17, 9, tzinfo=UTC)
WHO = By("Bramble", NOW)
ANSWERS = start.Answers(
    "grant", "grant", "Our grant", Decimal("46500.50"), "EUR", date(2026, 8, 31), None,
    Decimal(8700),
)  # fmt: skip
FUNDS = '[[funds]]\nid = "gift"\nname = "Gifts"\nkind = "donation"\n'


@pytest.fixture
def team(tmp_path):
    """A new team whose folder is a git repository."""
    git(tmp_path, "init", "--quiet")
    start.write(tmp_path / "dashboard.toml", ANSWERS, WHO)
    return config.load(tmp_path / "dashboard.toml").config


def git(folder, *words):
    return subprocess.run(
        ["git", "-C", folder, *words], capture_output=True, text=True, check=True
    ).stdout


def with_funds_in_private(team):
    text = team.file.read_text()
    head, _, rest = text.partition("[[funds]]")
    team.file.write_text(head + "[funding]" + rest.partition("[funding]")[2])
    (team.folder / "private" / "dashboard.toml").write_text(FUNDS)
    return config.load(team.file).config


def test_a_start_puts_amounts_and_the_journal_where_git_does_not_see_them(team):
    names = {file.relative_to(team.folder).as_posix() for file in team.folder.glob("private/*")}
    assert names == {"private/.gitignore", "private/balances.csv", "private/journal.jsonl"}
    seen = git(team.folder, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert sorted(seen) == ["?? .dashboard.lock", "?? dashboard.toml"]
    assert (team.folder / "private").stat().st_mode & 0o777 == 0o700


def test_the_first_answers_are_read_back_from_the_journal_and_undone_to_nothing(team):
    assert start.first_of(team.folder, "dashboard.toml") == ANSWERS
    undo(team.folder, who="x", now=NOW)
    undo(team.folder, who="x", now=NOW)
    assert not team.file.exists()
    assert not (team.folder / "private" / "balances.csv").exists()


def test_a_start_without_the_cost_of_a_month_waits_for_a_bill(tmp_path):
    start.write(tmp_path / "dashboard.toml", replace(ANSWERS, monthly=None), WHO)
    found = config.load(tmp_path / "dashboard.toml").config
    assert (found.billing, found.planned_costs) == ([], [])
    assert start.first_of(tmp_path, "dashboard.toml") == replace(ANSWERS, monthly=None)


def test_a_start_never_replaces_a_file_of_the_team(team):
    before = team.file.read_bytes()
    with pytest.raises(NotSaved, match=r"exists\. Fix: edit it, or move it away"):
        start.write(team.file, ANSWERS, WHO)
    assert team.file.read_bytes() == before


def test_a_start_that_was_stopped_after_the_balance_is_finished_by_the_next(tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "balances.csv").write_text(start.balances_text(ANSWERS))
    start.write(tmp_path / "dashboard.toml", ANSWERS, WHO)
    assert config.load(tmp_path / "dashboard.toml").config.funds[0].name == "Our grant"


def test_funds_in_dashboard_toml_are_said_and_those_in_private_are_not(team):
    assert commits.public(team) == ("dashboard.toml",)
    assert commits.public(with_funds_in_private(team)) == ()


def test_what_git_has_already_is_said_wherever_it_is(team):
    git(team.folder, "add", "--force", "private/balances.csv")
    (team.folder / "people.toml").write_text("")
    team.file.write_text(team.file.read_text() + '[people]\nfile = "people.toml"\n')
    now = config.load(team.file).config
    assert commits.public(now) == ("dashboard.toml", "people.toml", "private/balances.csv")


def test_outside_a_repository_nothing_is_published(tmp_path):
    start.write(tmp_path / "dashboard.toml", ANSWERS, WHO)
    assert commits.public(config.load(tmp_path / "dashboard.toml").config) == ()


def test_both_files_are_the_settings_and_a_change_goes_where_its_section_is(team):
    now = with_funds_in_private(team)
    assert [fund.id for fund in now.funds] == ["gift"]
    before = now.file.read_bytes()
    (change,) = sections.proven(now, [(("funds", 0, "name"), "Donations")])
    saved = changes.save_change(now, change, WHO)
    assert (saved.entry.file, saved.entry.key) == (
        "private/dashboard.toml", "funds[gift].name",
    )  # fmt: skip
    assert config.load(now.file).config.funds[0].name == "Donations"
    assert now.file.read_bytes() == before
    undo(now.folder, who="x", now=NOW)
    assert (now.folder / "private" / "dashboard.toml").read_text() == FUNDS
    pending = {"id": "p", "name": "P", "amount": 5, "probability": Decimal("0.5"),
               "starts_on": date(2027, 1, 1)}  # fmt: skip
    changes.save_change(now, changes.entry(now, "pending", pending), WHO)
    assert "[[pending]]" in (now.folder / "private" / "dashboard.toml").read_text()
    assert now.file.read_bytes() == before


@pytest.mark.parametrize(
    ("private", "why"),
    [
        ("[github]\nrepositories = []\n", "private/dashboard.toml: github: is not private"),
        (FUNDS, "private/dashboard.toml: funds: is in dashboard.toml, too"),
    ],
)
def test_a_section_is_in_one_file_and_only_private_ones_in_private(team, private, why):
    (team.folder / "private" / "dashboard.toml").write_text(private)
    with pytest.raises(ConfigError, match=why):
        config.load(team.file)


def test_a_request_names_somebody_and_is_kept_in_private(team):
    request = Asked("grant", date(2026, 9, 17), "@bramble", date(2026, 8, 31))
    changes.save_line(team, balances.asked_line(team, request), WHO)
    assert (team.folder / "private" / "asked.csv").is_file()
    assert balances.asked(team) == {"grant": request}


def test_a_journal_that_a_team_has_stays_where_it_is(tmp_path):
    (tmp_path / "dashboard.toml").write_text(FUNDS)
    (tmp_path / "journal.jsonl").write_text("")
    (tmp_path / "private").mkdir()
    now = config.load(tmp_path / "dashboard.toml").config
    changes.save_change(now, changes.key(now, ("funds", 0, "name"), "G"), WHO)
    assert journal.read(tmp_path)[0].key == "funds[gift].name"
    assert not (tmp_path / "private" / "journal.jsonl").exists()


def test_commits_leave_out_what_git_ignores(team):
    text = f"{team.file.read_text()}[journal]\ngit = true\n"
    team.file.write_text(text)
    now = config.load(team.file).config
    saved = changes.save_change(now, changes.key(now, ("project", "currency"), "CHF"), WHO)
    assert saved.warning is None
    assert git(team.folder, "log", "--format=", "--name-only").split() == ["dashboard.toml"]
