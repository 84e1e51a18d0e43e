"""The pieces of dashboard.toml that Setup and `check` list."""

from pathlib import Path

import pytest

import config
from metrics.data_quality import setup
from metrics.data_quality.setup import EndlessPlan, LostFile
from metrics.data_quality.sources import SOURCES
from pipelines import funds, usage
from warehouse.records import FundBalance, Reject, UsageDaily
from wording.setup import PIECES, USES

LINES = (UsageDaily, FundBalance, Reject)  # what a line of a file becomes


def load(folder: Path, text: str) -> config.Config:
    (folder / "dashboard.toml").write_text(text, encoding="utf-8")
    return config.load(folder / "dashboard.toml").config


def found(loaded: config.Config) -> dict[str, tuple[str, ...]]:
    return {piece.key: piece.found for piece in setup.pieces(loaded, {}) if piece.is_set}


def test_an_empty_file_sets_nothing_up(tmp_path: Path) -> None:
    pieces = setup.pieces(load(tmp_path, ""), {})
    assert [(piece.key, piece.is_set) for piece in pieces] == [(key, False) for key in setup.KEYS]


@pytest.mark.parametrize("key", setup.KEYS)
def test_the_lines_shown_for_a_missing_piece_set_that_piece_up(key: str, tmp_path: Path) -> None:
    assert list(found(load(tmp_path, USES[key].lines))) == [key]


@pytest.mark.parametrize(
    ("key", "read"),
    [("usage", ["UsageDaily", "UsageDaily"]), ("funding", ["FundBalance"])],
)
def test_the_lines_shown_of_a_file_are_read_as_they_stand(
    key: str, read: list[str], tmp_path: Path
) -> None:
    load(tmp_path, "\n".join(USES[each].lines for each in ("funds", key)))
    (tmp_path / USES[key].lines.split('.csv"')[0].rsplit('"', 1)[1]).with_suffix(".csv").write_text(
        USES[key].file, encoding="utf-8"
    )
    house = config.load(tmp_path / "dashboard.toml", tmp_path / "data")
    records = [*usage.read(house), *funds.read(house)]
    kept = [type(each).__name__ for each in records if isinstance(each, LINES)]
    assert kept == read


def test_every_csv_that_lines_name_is_the_teams_own_and_shown_or_an_export() -> None:
    named = {key for key, use in USES.items() if ".csv" in use.lines}
    assert {key for key, use in USES.items() if use.file} == named - {"billing"}


def test_all_lines_together_are_one_valid_file(tmp_path: Path) -> None:
    loaded = load(tmp_path, "\n".join(USES[key].lines for key in setup.KEYS))
    assert all(piece.is_set for piece in setup.pieces(loaded, {}))


def test_every_source_and_every_piece_has_words() -> None:
    assert set(PIECES) == set(SOURCES)
    assert set(USES) == set(setup.KEYS) >= set(PIECES.values())


def test_a_piece_names_its_content(tmp_path: Path) -> None:
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
        "notes": ("team", "cafe"),
        "github": ("them/tool", "us"),
    }


def test_a_token_that_is_absent_is_named_and_its_value_never_is(tmp_path: Path) -> None:
    loaded = load(tmp_path, '[github]\nrepositories = ["a/b"]\ntoken_env = "OURS"')
    missing = {piece.key: piece.missing_token for piece in setup.pieces(loaded, {})}
    assert missing["github"] == "OURS"
    assert "secret" not in str(setup.pieces(loaded, {"OURS": "secret"}))
    assert not any(piece.missing_token for piece in setup.pieces(loaded, {"OURS": "secret"}))


def test_a_plan_without_an_end_whose_category_has_bills_is_named(tmp_path: Path) -> None:
    plan = """
        [[planned_costs]]
        name = "Cloud, as stated"
        category = "cloud"
        amount = 4000
        starts_on = 2026-11-28
    """
    bill = '[[billing]]\naccount = "us"\npath = "bills/*.csv"\n'
    plans = [
        {piece.key: piece.endless_plans for piece in setup.pieces(load(tmp_path, text), {})}
        for text in (plan, bill + plan, bill + plan + "ends_on = 2026-12-31\n")
    ]
    assert [each["planned_costs"] for each in plans] == [
        (), (EndlessPlan("Cloud, as stated", "cloud"),), (),
    ]  # fmt: skip


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
    assert setup.lost_files(load(tmp_path, text)) == [
        LostFile("notes[1].path", "nots"), LostFile("funding.balances", "balance.csv"),
    ]  # fmt: skip


def test_of_the_sample_nothing_is_missing_and_no_plan_is_doubted() -> None:
    pieces = setup.pieces(config.load(config.SAMPLE).config, {})
    assert [piece.key for piece in pieces if piece.is_set] == [
        key for key in setup.KEYS if key != "usage"
    ]
    assert {(piece.missing_token, piece.endless_plans) for piece in pieces} == {(None, ())}
