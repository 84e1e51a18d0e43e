"""What Setup and `check` say about dashboard.toml."""

import tomllib
from pathlib import Path

import pytest

import config
from metrics.data_quality import setup


def load(folder: Path, text: str) -> config.Config:
    (folder / "dashboard.toml").write_text(text, encoding="utf-8")
    return config.load(folder / "dashboard.toml").config


def found(loaded: config.Config) -> dict[str, tuple[str, ...]]:
    return {piece.name: piece.found for piece in setup.pieces(loaded, {}) if piece.is_set}


def test_an_empty_file_sets_nothing_up_and_names_what_to_do_first(tmp_path: Path) -> None:
    pieces = setup.pieces(load(tmp_path, ""), {})
    assert [piece.is_set for piece in pieces] == [False] * len(setup.PIECES)
    assert setup.sentence(pieces) == ("0 of 10 pieces are set up. Next: Meeting notes, for People.")


@pytest.mark.parametrize("piece", setup.PIECES, ids=lambda piece: piece.key)
def test_the_lines_a_missing_piece_shows_set_that_piece_up(
    piece: setup.Piece, tmp_path: Path
) -> None:
    loaded = load(tmp_path, piece.lines)
    assert list(found(loaded)) == [piece.name]


def test_all_lines_together_are_one_valid_file(tmp_path: Path) -> None:
    loaded = load(tmp_path, "\n".join(piece.lines for piece in setup.PIECES))
    assert setup.sentence(setup.pieces(loaded, {})) == "All 10 pieces are set up."


def test_every_source_has_a_piece_that_says_what_it_would_unlock() -> None:
    from metrics.data_quality.sources import LABELS

    assert set(setup.SOURCES) == set(LABELS)


def test_a_piece_names_what_is_set_of_it(tmp_path: Path) -> None:
    text = """
        [[notes]]
        series = "team"
        path = "team"
        [[notes]]
        series = "cafe"
        path = "cafe"
        [github]
        organizations = ["us"]
        repositories = ["them/tool"]
    """
    assert found(load(tmp_path, text)) == {
        "Meeting notes": ("team", "cafe"),
        "GitHub issues": ("them/tool", "us"),
    }


def test_a_token_that_is_absent_is_advice_and_its_value_is_never_shown(tmp_path: Path) -> None:
    loaded = load(tmp_path, '[github]\nrepositories = ["a/b"]\ntoken_env = "OURS"')
    advice = {piece.key: piece.advice for piece in setup.pieces(loaded, {})}
    assert advice["github"] == "OURS is not set in the environment: reading works, but slower"
    assert "secret" not in str(setup.pieces(loaded, {"OURS": "secret"}))
    assert not any(piece.advice for piece in setup.pieces(loaded, {"OURS": "secret"}))


def test_a_plan_without_an_end_beside_bills_of_its_category_is_told_how_to_end(
    tmp_path: Path,
) -> None:
    plan = """
        [[planned_costs]]
        name = "Cloud, as stated"
        category = "cloud"
        amount = 4000
        starts_on = 2026-11-28
    """
    bill = '[[billing]]\naccount = "us"\npath = "bills/*.csv"\n'
    told = {
        text: {piece.key: piece.advice for piece in setup.pieces(load(tmp_path, text), {})}
        for text in (plan, bill + plan, bill + plan + "ends_on = 2026-12-31\n")
    }
    assert [each["planned_costs"] for each in told.values()] == [
        "",
        "Cloud, as stated has no end, and cloud has bills: if they tell the same cost by now, "
        "give it an ends_on or remove it.",
        "",
    ]


def test_paths_that_lead_somewhere_are_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "bills").mkdir()
    (tmp_path / "bills" / "2018-09.csv").write_text("")
    (tmp_path / "notes").mkdir()
    text = """
        [[notes]]
        series = "team"
        path = "notes"
        [[billing]]
        account = "a"
        path = "bills/*.csv"
        [[billing]]
        account = "b"
        path = "s3://bucket/bills/*.csv"
    """
    assert setup.lost_files(load(tmp_path, text)) == []


def test_each_path_that_leads_nowhere_is_named_with_its_key(tmp_path: Path) -> None:
    text = """
        [[notes]]
        series = "team"
        path = "nots"
        [funding]
        balances = "balance.csv"
    """
    lines = setup.lost_files(load(tmp_path, text))
    assert [line.split(": no such file. Fix: ")[0] for line in lines] == [
        "dashboard.toml: notes[1].path: nots",
        "dashboard.toml: funding.balances: balance.csv",
    ]


def test_the_lines_shown_are_toml() -> None:
    assert all(tomllib.loads(piece.lines) for piece in setup.PIECES)
