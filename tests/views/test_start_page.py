"""/start before a dashboard.toml is there: for who may not write, and the way to the sample."""

from pathlib import Path

import pytest

import config
from views import start


def test_a_new_team_is_led_to_start_and_who_may_not_write_sees_the_command(tmp_path, open_view):
    drawn = open_view("briefing", tmp_path / "dashboard.toml", tmp_path / "data")
    assert drawn.mistakes == []
    assert drawn.answer == "Three numbers make a start."
    assert "was not opened as localhost" in drawn.html
    assert [code.value.split()[:4] for code in drawn.app.code] == [
        ["python", "-m", "pipelines", "start"]
    ]
    assert not drawn.app.text_input
    assert [button.label for button in drawn.app.button] == ["Open the sample"]
    assert list(tmp_path.iterdir()) == []


def test_the_sample_is_one_click_away_and_says_that_it_is_the_sample(
    tmp_path, sample_build, open_view
):
    drawn = open_view("briefing", tmp_path / "dashboard.toml", sample_build)
    drawn.app.button[0].click().run()
    assert drawn.mistakes == []
    assert "sample" in next(
        body.proto.body for body in drawn.app.get("html") if "qd-strip" in body.proto.body
    )
    assert list(tmp_path.iterdir()) == []


def test_without_a_build_of_the_sample_its_command_is_said(tmp_path, open_view):
    drawn = open_view("briefing", tmp_path / "dashboard.toml", tmp_path / "data")
    drawn.app.button[0].click().run()
    assert drawn.mistakes == []
    assert "was not read on this machine. Fix: python -m pipelines --config" in " ".join(
        caption.value for caption in drawn.app.caption
    )


def test_a_file_with_a_mistake_is_no_new_team(tmp_path, open_view):
    (tmp_path / "dashboard.toml").write_text("[project]\nnam = 1\n")
    drawn = open_view("briefing", tmp_path / "dashboard.toml", tmp_path / "data")
    assert drawn.answer == "The settings have a mistake, so nothing is shown."


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("notes/monthly", {"path": "notes/monthly"}),
        ("C:\\notes", {"path": "C:\\notes"}),
        ("https://hackmd.io/@team/note", {"hackmd": ["https://hackmd.io/@team/note"]}),
        ("https://github.com/team/notes", {"git": "https://github.com/team/notes"}),
        ("ssh://git@example.org/notes.git", {"git": "ssh://git@example.org/notes.git"}),
        ("https://pads.example.org/p/team", {"hackmd": ["https://pads.example.org/p/team"]}),
    ],
)
def test_a_place_of_notes_is_a_folder_a_repository_or_a_note(where, found):
    assert start.place_of_notes(where) == found


def test_a_new_team_is_where_no_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUARTERDECK_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "HOME", tmp_path / "clone")
    assert config.unwritten() == tmp_path / "dashboard.toml"
    (tmp_path / "clone" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "clone" / "deep")
    assert config.unwritten() == tmp_path / "clone" / "dashboard.toml"
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(tmp_path / "team.toml"))
    assert config.unwritten() == tmp_path / "team.toml"
    (tmp_path / "team.toml").touch()
    assert config.unwritten() is None
