"""The ingest asks the opening questions and keeps their answers in the build."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import duckdb
import pytest

import config
from metrics import answers
from metrics.data_quality import sources
from metrics.meetings import attendance
from metrics.meetings.people import year
from pipelines import ingest, notes, opening
from warehouse import read

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
NOTE = "# 2026-02-03\n\n## Attendees\n\n- Sorrel Quickwater / Marram University / @sorrel\n"
QUOTED = " ".join(["Ada", "Lund"])


@pytest.fixture
def place(tmp_path: Path) -> config.House:
    """A team with one note."""
    (tmp_path / "dashboard.toml").write_text(
        "[project]\nname = 'Boats'\n\n[people]\nfile = 'people.toml'\n\n"
        "[[notes]]\nseries = 'team'\npath = 'notes'\n"
    )
    (tmp_path / "people.toml").write_text("")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "2026-02-03.md").write_text(NOTE)
    return config.load(tmp_path / "dashboard.toml", tmp_path / "data")


def ran(place: config.House, now: datetime = NOW) -> tuple[int, duckdb.DuckDBPyConnection]:
    code = ingest.ingest(place, [notes], fetch=set(), now=now)
    return code, read.connect(read.newest(place.data))


def kept(db: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in db.execute("select metric from answer").fetchall()}


def test_a_build_brings_the_answers_that_its_metrics_would_give(place: config.House) -> None:
    code, db = ran(place)
    day = {"as_of": NOW.date(), "series": ()}

    assert code == 0
    assert answers.kept(db, year, day) == (year(db, **day),)
    assert answers.kept(db, sources.info, {}) == (sources.info(db),)
    assert {"metrics.briefing.briefing.briefing", "metrics.runway.outlook.outlooks"} <= kept(db)


def test_an_answer_of_another_day_or_choice_is_not_taken(place: config.House) -> None:
    _, db = ran(place)
    day = {"as_of": NOW.date(), "series": ()}

    assert answers.kept(db, year, day | {"as_of": date(2026, 3, 2)}) == ()
    assert answers.kept(db, year, day | {"series": ("team",)}) == ()
    assert answers.kept(db, sources.summary, {"on": date(2026, 3, 1)}) != ()
    assert answers.kept(db, sources.summary, {"on": date(2026, 3, 2)}) == ()


def test_an_argument_left_out_is_the_same_question(place: config.House) -> None:
    _, db = ran(place)

    assert answers.kept(db, sources.runs, {}) == answers.kept(db, sources.runs, {"source": None})


def test_an_answer_of_other_code_is_not_taken(place: config.House) -> None:
    ran(place)
    build = read.newest(place.data)
    with duckdb.connect(build) as db:
        db.execute("update answer set code = 'of last year'")

    assert answers.kept(read.connect(build), sources.info, {}) == ()


def exploding(metric: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(metric)
    def raising(*_given: object, **_named: object) -> object:
        raise ValueError(QUOTED)

    return raising


def test_a_metric_that_raises_is_left_out_reported_and_the_build_published(
    place: config.House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(attendance, "cadence", exploding(attendance.cadence))
    code, db = ran(place)
    (file,) = (place.data / "errors").iterdir()
    found = kept(db)

    assert code == ingest.FAULT == 70
    assert "metrics.meetings.attendance.cadence" not in found
    assert "metrics.data_quality.coverage.coverage" in found
    assert file.name.startswith(opening.NAME)
    assert QUOTED not in file.read_text()


def test_a_page_whose_questions_cannot_be_made_costs_its_own_answers_alone(
    place: config.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "series_names", lambda _db: 3 / 0)
    code, db = ran(place)

    assert code == ingest.FAULT
    assert "metrics.data_quality.coverage.coverage" in kept(db)


def test_who_opted_out_is_in_no_answer_of_any_build(place: config.House) -> None:
    _, db = ran(place)
    assert "Quickwater" in " ".join(b for (b,) in db.execute("select body from answer").fetchall())
    db.close()
    (place.config.folder / "people.toml").write_text(
        '[[people]]\nname = "Sorrel Quickwater"\nhandles = ["sorrel"]\nopt_out = true\n'
    )
    ran(config.load(place.config.file, place.data), NOW.replace(hour=7))

    (build,) = read.builds(place.data)
    with read.connect(build) as db:
        held = db.execute("select arguments || body from answer").fetchall()
    assert held
    assert not [text for (text,) in held if "quickwater" in text.casefold() or "sorrel" in text]
