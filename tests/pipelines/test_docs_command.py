"""The command of the cron line over docs builds and launches: exit codes, stderr, the build."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from archive_stub import Archive, serve_files
from readthedocs_stub import ReadTheDocs, serve

from pipelines.commands import main
from warehouse.read import connect, newest

OWN = Path(__file__).resolve().parents[1] / "data" / "readthedocs"
NOW = datetime(2018, 9, 20, 6, 10, tzinfo=UTC)
Answer = Callable[[str, str | None], tuple[int, Any, dict[str, str]]]


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READTHEDOCS_TOKEN", "right")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)


@pytest.fixture
def stub() -> ReadTheDocs:
    return ReadTheDocs(OWN, now=lambda: 0.0, token="right")


def run(tmp_path: Path, answer: Answer, slugs: str) -> int:
    with serve(answer) as api:
        file = tmp_path / "dashboard.toml"
        file.write_text(f'[docs]\nprojects = {slugs}\napi = "{api}"\n')
        data = str(tmp_path / "data")
        arguments = ["--config", str(file), "--data", data, "--only", "docs_builds"]
        return main(arguments, now=lambda: NOW)


def told(tmp_path: Path) -> list[tuple[Any, ...]]:
    with connect(newest(tmp_path / "data")) as db:
        return db.execute(
            """
            select unit, status, rows, message
            from source_run
            where source = 'docs_builds'
            order by unit
            """
        ).fetchall()


def test_a_run_where_all_is_well_exits_0_though_docs_are_failing(tmp_path: Path, stub: ReadTheDocs):
    assert run(tmp_path, stub.answer, '["time-out"]') == 0
    assert told(tmp_path) == [("time-out", "ok", 2, None)]


def test_a_wrong_slug_exits_78_names_it_and_publishes_the_rest(
    tmp_path: Path, stub: ReadTheDocs, capsys: pytest.CaptureFixture[str]
):
    assert run(tmp_path, stub.answer, '["nope", "time-out"]') == 78

    assert told(tmp_path)[0][:3] == ("nope", "failed", 0)
    assert told(tmp_path)[1] == ("time-out", "ok", 2, None)
    assert capsys.readouterr().err == (
        "docs_builds nope: unknown slug or private. "
        "Fix: correct it in [docs] projects, or set READTHEDOCS_TOKEN of somebody who may see it\n"
    )


def test_a_bad_token_exits_78_shows_no_token_and_keeps_what_stands(
    tmp_path: Path, stub: ReadTheDocs, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    run(tmp_path, stub.answer, '["time-out"]')
    monkeypatch.setenv("READTHEDOCS_TOKEN", "s3cret")

    assert run(tmp_path, stub.answer, '["time-out"]') == 78

    assert told(tmp_path) == [("time-out", "stale", 2, "Read the Docs refuses the token")]
    assert "s3cret" not in capsys.readouterr().err


def test_many_sites_behind_one_failure_share_its_line(
    tmp_path: Path, stub: ReadTheDocs, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    monkeypatch.setenv("READTHEDOCS_TOKEN", "s3cret")

    assert run(tmp_path, stub.answer, '["time-out", "memory"]') == 78

    assert capsys.readouterr().err == (
        "docs_builds time-out, memory: Read the Docs refuses the token. "
        "Fix: set a valid one in READTHEDOCS_TOKEN\n"
    )


def test_read_the_docs_down_exits_75_and_the_next_run_repairs_it(tmp_path: Path, stub: ReadTheDocs):
    run(tmp_path, stub.answer, '["time-out"]')

    def down(path: str, _: str | None) -> tuple[int, Any, dict[str, str]]:
        return 429, {"detail": "Request was throttled."}, {"Retry-After": "86400"}

    assert run(tmp_path, down, '["time-out"]') == 75
    assert told(tmp_path)[0][:3] == ("time-out", "stale", 2)

    assert run(tmp_path, stub.answer, '["time-out"]') == 0
    assert told(tmp_path) == [("time-out", "ok", 2, None)]


def test_a_broken_day_exits_75_and_keeps_the_days_rows(tmp_path: Path):
    good = (OWN.parent / "launches" / "identical-lines.jsonl").read_bytes()
    archive = Archive()
    archive.files["events-2018-11-05.jsonl"] = good
    archive.files["index.jsonl"] = (
        b'{"name": "events-2018-11-05.jsonl", "date": "2018-11-05", "count": "3"}'
    )

    def ingest() -> int:
        with serve_files(archive) as address:
            file = tmp_path / "dashboard.toml"
            file.write_text(f'[launches]\narchive = "{address}"\nsince = 2018-11-05\n')
            data = str(tmp_path / "data")
            arguments = ["--config", str(file), "--data", data, "--only", "launches"]
            return main(arguments, now=lambda: datetime(2018, 11, 5, 13, tzinfo=UTC))

    assert ingest() == 0
    archive.files["events-2018-11-05.jsonl"] = good[:-20]
    assert ingest() == 75
    with connect(newest(tmp_path / "data")) as db:
        assert db.execute("select day::varchar, launches from launch_daily").fetchall() == [
            ("2018-11-05", 3)
        ]
        assert db.execute(
            "select unit, status from source_run where source = 'launches' order by unit"
        ).fetchall() == [("2018-11-05", "failed"), ("archive", "ok")]
    archive.files["events-2018-11-05.jsonl"] = good
    assert ingest() == 0
