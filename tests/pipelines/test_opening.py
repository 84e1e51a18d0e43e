"""The ingest asks the opening questions and keeps their answers in the build."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from shutil import copy
from typing import Any

import duckdb
import pytest

import config
from config.not_now import NotNow
from metrics import answers, once
from metrics.data_quality import sources, standing
from metrics.runway.outlook import outlook, outlooks
from pipelines import ingest, notes, opening
from warehouse import read
from wording import gather

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
NOTE = "# 2026-02-03\n\n## Attendees\n\n- Sorrel Quickwater / Marram University / @squick\n"
PROMISE = "\n## Action items\n\n- [ ] Sorrel Quickwater: write the report\n"
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
    day = {"on": NOW.date()}

    assert code == 0
    assert answers.kept(db, sources.summary, day) == (sources.summary(db, **day),)
    assert kept(db) == {
        "metrics.runway.outlook.outlooks", "metrics.briefing.briefing.briefing",
        "metrics.data_quality.standing.reach", "metrics.data_quality.sources.summary",
        "metrics.data_quality.sources.freshness",
    }  # fmt: skip


def test_every_answer_that_the_sample_brings_is_what_its_metric_gives(
    sample_build: Path, tmp_path: Path
) -> None:
    build, settings = read.newest(sample_build), config.load(config.SAMPLE, sample_build).config
    bare = Path(copy(build, tmp_path))
    with duckdb.connect(bare) as db:
        db.execute("delete from answer")
    with read.connect(build) as brought, read.connect(bare) as db, once.within({}):
        for metric, given in (each for part in opening.OPENING for each in part(db, settings)):
            with once.within({}):
                (found,) = answers.kept(brought, metric, given)
            computed = metric(db, **given)
            assert type(found) is type(computed), answers.name_of(metric)
            assert answers.written(metric, found) == answers.written(metric, computed)


def test_how_a_balance_stands_is_read_from_the_answer_that_the_build_brings(
    sample_build: Path, tmp_path: Path
) -> None:
    copied = Path(copy(read.newest(sample_build), tmp_path))
    asked: dict[str, Any] = {"metric": "funds.confirmed", "on": date(2026, 9, 17)}
    known = []
    for change in ("select 1", "delete from fund_balance", "delete from answer"):
        with duckdb.connect(copied) as db:
            db.execute(change)
        with read.connect(copied) as db:
            known.append(standing.standing(db, **asked).known)
    assert known == ["estimated", "estimated", "unknown"]


def test_of_much_the_questions_are_those_of_the_pages_and_of_little_none(
    sample_build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, asked = config.load(config.SAMPLE, sample_build), set()
    db = read.connect(read.newest(house.data))

    def ask(metric: Callable[..., Any], /, **given: Any) -> Any:
        asked.add((answers.name_of(metric), answers.question(metric, given)))
        return metric(db, **given)

    def of_much() -> list[opening.Question]:
        return [*opening.issues(db, house.config), *opening.actions(db, house.config)]

    assert of_much() == []
    monkeypatch.setattr(opening, "MANY", {"issue": (1, 5), "action_item": (1, 2)})
    asker = gather.Asker(ask, house.config, date(2026, 9, 17), lambda *_, **__: None)
    with once.within({}):
        gather.issues_page(asker)
        gather.actions_page(asker)
        gather.docs_page(asker)
        for metric, given in of_much():
            assert (answers.name_of(metric), answers.question(metric, given)) in asked
            body = answers.written(metric, metric(db, **given))
            assert answers.written(metric, answers.read(metric, body)) == body
    assert len(of_much()) == sum(more for _, more in opening.MANY.values())


def test_an_answer_of_another_day_or_choice_is_not_taken(place: config.House) -> None:
    _, db = ran(place)

    (brief, given), *_ = opening.briefing(db, place.config)
    later = NotNow("alert", NOW.date(), "we know", None)

    assert answers.kept(db, brief, given) != ()
    assert answers.kept(db, brief, given | {"answers": (later,)}) == ()
    assert answers.kept(db, sources.summary, {"on": date(2026, 3, 1)}) != ()
    assert answers.kept(db, sources.summary, {"on": date(2026, 3, 2)}) == ()


def test_an_argument_left_out_is_the_same_question(place: config.House) -> None:
    _, db = ran(place)
    (brief, given), *_ = opening.briefing(db, place.config)
    short = {name: value for name, value in given.items() if name != "answers"}

    assert given["answers"] == ()
    assert answers.kept(db, brief, short) == answers.kept(db, brief, given) != ()


def test_an_answer_of_other_code_is_not_taken(place: config.House) -> None:
    ran(place)
    build = read.newest(place.data)
    with duckdb.connect(build) as db:
        db.execute("update answer set code = 'of last year'")

    assert answers.kept(read.connect(build), sources.summary, {"on": NOW.date()}) == ()


def test_the_runway_of_a_page_a_pack_and_the_headline_is_the_stored_one(
    place: config.House,
) -> None:
    """Seen by changing it in the build: nobody simulates again."""
    ran(place)
    build = read.newest(place.data)
    with duckdb.connect(build) as db:
        db.execute("update answer set body = replace(body, '\"USD\"', '\"XTS\"')")
    db = read.connect(build)

    assert outlooks(db).own.currency == outlook(db).currency == "XTS"
    assert outlook(db, currency="USD").currency == "USD"


def exploding(metric: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(metric)
    def raising(*_given: object, **_named: object) -> object:
        raise ValueError(QUOTED)

    return raising


def test_a_metric_that_raises_is_left_out_reported_and_the_build_published(
    place: config.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "freshness", exploding(sources.freshness))
    code, db = ran(place)
    (file,) = (place.data / "errors").iterdir()
    found = kept(db)

    assert code == ingest.FAULT == 70
    assert "metrics.data_quality.sources.summary" not in found
    assert "metrics.briefing.briefing.briefing" in found
    assert file.name.startswith(opening.NAME)
    assert QUOTED not in file.read_text()


def test_who_opted_out_is_in_no_answer_of_any_build(place: config.House) -> None:
    note = place.config.folder / "notes" / "2026-02-03.md"
    note.write_text(NOTE + PROMISE)
    _, db = ran(place)
    assert "Quickwater" in " ".join(b for (b,) in db.execute("select body from answer").fetchall())
    db.close()
    (place.config.folder / "people.toml").write_text(
        '[[people]]\nname = "Sorrel Quickwater"\nhandles = ["squick"]\nopt_out = true\n'
    )
    ran(config.load(place.config.file, place.data), NOW.replace(hour=7))

    (build,) = read.builds(place.data)
    with read.connect(build) as db:
        held = db.execute("select arguments || body from answer").fetchall()
    assert held
    assert not [
        text for (text,) in held if "quickwater" in text.casefold() or "sorrel" in text.casefold()
    ]
