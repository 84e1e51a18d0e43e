"""python -m metrics prints any public metric of the newest build."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config import HOME, SAMPLE
from metrics.__main__ import main
from metrics.metric import public
from warehouse.records import SourceRun

Printed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def printed(
    build: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Printed:
    build([SourceRun("notes", "team", rows=6, rejected=1), SourceRun("billing", "=cloud")])

    def run(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--data", str(tmp_path / "data")])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_rows_come_with_their_definition_and_day(printed: Printed) -> None:
    code, out, _ = printed("data_quality.counts", "--json")
    found = json.loads(out)
    assert (code, found["as_of"]) == (0, date(2018, 9, 20).isoformat())
    assert found["rows"] == [
        {"source": "notes", "unit": "team", "rows": 6, "rejected": 1},
        {"source": "billing", "unit": "=cloud", "rows": 0, "rejected": 0},
    ]
    assert "count" in found["definition"]


def test_rows_are_csv_where_asked(printed: Printed) -> None:
    assert printed("data_quality.counts", "--csv")[1].splitlines() == [
        "source,unit,rows,rejected,as_of,data_to", "notes,team,6,1,2018-09-20,2018-09-20",
        "billing,'=cloud,0,0,2018-09-20,2018-09-20",
    ]  # fmt: skip


def test_an_argument_of_the_metric_is_an_option(printed: Printed) -> None:
    code, out, _ = printed("data_quality.runs", "--source", "billing", "--json")
    assert (code, [row["unit"] for row in json.loads(out)["rows"]]) == (0, ["=cloud"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no.such"], "no.such: no such metric. Fix: python -m metrics lists them"),
        (
            ["data_quality.runs", "--sauce", "x"],
            "--sauce: no such argument. Fix: it takes --source",
        ),
    ],
)
def test_a_wrong_word_is_one_line_with_its_remedy(
    printed: Printed, words: list[str], said: str
) -> None:
    assert printed(*words) == (78, "", f"{said}\n")


def test_without_a_name_every_public_metric_is_listed(printed: Printed) -> None:
    listed = [line.split()[0] for line in printed()[1].splitlines()]
    assert listed == list(public())


def test_a_reader_that_has_enough_is_no_traceback(sample_build: Path) -> None:
    command = [sys.executable, "-m", "metrics", "spending.daily_spend", "--data", str(sample_build)]
    with subprocess.Popen(
        [*command, "--config", str(SAMPLE)], cwd=HOME, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert b"BrokenPipe" not in run.stderr.read()
