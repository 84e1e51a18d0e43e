"""The scores of a build of real notes against labels made by reading; skipped without them."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

import config
from pipelines import notes
from pipelines.ingest import ingest
from warehouse.read import newest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
NOTES = SHARED / "data" / "notes"
SCORE = SHARED / "score" / "score_notes.py"
pytestmark = pytest.mark.skipif(
    not SCORE.is_file(),
    reason="it reads labelled real notes (../shared), which may not be kept here",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A published build of the corpus and, as a series of its own, a copy of one of its notes."""
    folder = tmp_path_factory.mktemp("corpus")
    series = {name: NOTES / "team-compass" / name for name in ("community", "hpc", "collab-cafe")}
    series |= {"weekly": NOTES / "team-compass" / "weekly-reports", "seed": NOTES / "seed"}
    (folder / "dashboard.toml").write_text(
        "\n".join(f'[[notes]]\nseries = "{n}"\npath = "{p}"' for n, p in series.items())
    )
    house = config.load(folder / "dashboard.toml", folder / "data")
    assert ingest(house, [notes], fetch=set(), now=datetime(2026, 6, 3, tzinfo=UTC)) == 0
    return newest(house.data)


@pytest.fixture(scope="module")
def score(built):
    """The output of the score, by its first word."""
    command = [sys.executable, str(SCORE), str(built), str(NOTES / "labels")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(line.split(":", 1) for line in said.splitlines())


def number(text: str, words: str) -> float:
    """The number right after these words."""
    found = re.search(re.escape(words) + r" ([\d.]+)", text)
    assert found, text
    return float(found[1])


def test_who_came_and_when(score):
    said = score["attendance"]
    assert "24 meetings, 24 found, date right 24" in said
    assert number(said, "names F1") >= 0.99
    assert number(said, "handle right") >= 0.98
    assert number(said, "affiliation right") >= 0.95


def test_what_was_claimed(score):
    said = score["claims"]
    assert number(said, "kind and value right") >= 37
    assert number(said, "negatives claimed") <= 1


def test_what_was_promised(score):
    said = score["actions"]
    assert number(said, "found") >= 34
    assert number(said, "owners right") >= 33
    assert "done state right 3 of 3" in said


def test_nothing_else_in_the_files_labelled_completely(score):
    said = score["complete files"]
    assert number(said, "claims F1") >= 0.95
    assert number(said, "actions F1") >= 0.9
    assert number(said, "decisions F1") >= 0.9
    assert number(said, "references F1") >= 0.95


def test_the_meetings_of_the_corpus_and_once_the_one_in_two_series(built):
    with duckdb.connect(built, read_only=True) as db:
        counts = dict(db.execute("select series, count(*) from meeting group by series").fetchall())
        assert counts == {"community": 30, "hpc": 27, "collab-cafe": 50}
        seed = "from {} where source_file like '%community/2018-09-20.md'"
        people = db.execute("select handle " + seed.format("attendance")).fetchall()
        assert sorted(h for (h,) in people) == [
            "betatim", "consideratio", "minrk", "sylvaincorlay", "willingc", "zsailer",
        ]  # fmt: skip
        rows = db.execute("select kind, value, low, high " + seed.format("claim")).fetchall()
        assert rows == [
            ("runway_months", None, 6, 8),
            ("runway_months", None, 6, 8),
            ("issues_closed", 50, None, None),
        ]
        late = db.execute(
            "select count(*) " + seed.format("agenda_item") + " and outcome = 'punted'"
        ).fetchone()
        assert late == (1,)


def test_the_whole_folder_as_one_series_has_as_many_meetings(tmp_path):
    (tmp_path / "dashboard.toml").write_text(
        f'[[notes]]\nseries = "all"\npath = "{NOTES / "team-compass"}"\n'
    )
    records = notes.read(config.load(tmp_path / "dashboard.toml", tmp_path / "data"))
    assert sum(type(record).__name__ == "Meeting" for record in records) == 107
