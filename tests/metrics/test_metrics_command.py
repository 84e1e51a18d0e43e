"""python -m metrics prints any public metric of the newest build."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest

from metrics.__main__ import _argument, main, plain
from metrics.metric import public
from warehouse.records import Meeting, SourceRun

Printed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def printed(
    build: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Printed:
    held = Meeting("m", "team", date(2018, 9, 6), None, None, False, False, "a.md", 1)
    build([SourceRun("notes", "team", rows=6, rejected=1), SourceRun("billing", "=cloud"), held])

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


def test_the_day_is_the_build_s_or_the_one_asked_for(printed: Printed) -> None:
    def days(*words: str) -> list[str]:
        found = json.loads(printed("data_quality.freshness", *words, "--json")[1])
        return [found["as_of"], found["data_to"]]

    assert days() == ["2018-09-20", "2018-09-20"]
    assert days("--as-of", "2018-09-19") == ["2018-09-19", "2018-09-20"]


def test_one_value_is_a_row_of_csv_and_a_value_of_json(printed: Printed) -> None:
    code, out, _ = printed("issues.claim_count", "--csv")
    assert (code, out.splitlines()) == (
        0, ["value,as_of,data_to", "0,2018-09-20,2018-09-06"],
    )  # fmt: skip
    code, out, _ = printed("issues.claim_count")
    assert out.splitlines()[3:] == [' "data_to": "2018-09-06",', ' "value": 0', "}"]
    assert json.loads(out)["definition"].endswith("[claims; one; count]")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["docs.durations"], "--project: missing. Fix: give a value\n"),
        (["launches.paid_for", "--first", "2018-09-01"],
         "--last, --currency: missing. Fix: give a value\n"),
        (["issues.open_on", "--day", "soon"],
         "argument --day: invalid fromisoformat value: 'soon'. Fix: write days as 2026-09-01\n"),
        (["issues.labels", "--x", "1"],
         "--x: no such argument. Fix: it takes no argument\n"),
    ],
)  # fmt: skip
def test_an_argument_that_is_missing_or_wrong_is_one_line(
    printed: Printed, words: list[str], said: str
) -> None:
    assert printed(*words) == (78, "", said)


def test_without_a_build_the_command_that_makes_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["data_quality.counts", "--data", str(tmp_path)]) == 78
    assert capsys.readouterr().err.endswith(". Fix: run python -m pipelines\n")


@dataclass(frozen=True)
class Held:
    on_day: date | None
    amounts: tuple[Decimal, ...]


def test_every_kind_of_value_is_printed_to_its_last_digit() -> None:
    held = Held(date(2026, 9, 1), (Decimal("1.10"),))
    frame = pd.DataFrame({"a": [1.5, None], "b": [held, None]})
    assert plain(frame) == [
        {"a": 1.5, "b": {"on_day": "2026-09-01", "amounts": ["1.10"]}}, {"a": None, "b": None},
    ]  # fmt: skip
    assert plain({date(2026, 9, 1): frozenset({1})}) == {"2026-09-01": [1]}
    assert plain(datetime(2026, 9, 1, 6)) == "2026-09-01T06:00:00"
    assert plain(Decimal("2.50"), Decimal) == Decimal("2.50")
    assert (type(plain(np.int64(3))), plain(None), plain("x")) == (int, None, "x")


@pytest.mark.parametrize(
    ("kind", "option"),
    [
        (int | None, {"type": int}), (tuple[str, ...], {"nargs": "+"}),
        (Literal["a", "b"], {"choices": ("a", "b")}), (Held, None), (Decimal, {"type": Decimal}),
    ],
)  # fmt: skip
def test_a_type_is_an_option_where_words_can_give_it(kind: Any, option: Any) -> None:
    assert _argument(kind) == option
    flag = _argument(bool)
    assert [flag and flag["type"](word) for word in ("Yes", "1", "TRUE", "no")] == [True] * 3 + [
        False
    ]


def test_a_search_without_an_answer_prints_nothing_and_is_fine(printed: Printed) -> None:
    assert printed("search", "nothing") == (0, "", "")
    assert printed("search", "nothing", "--json")[:2] == (
        0, '{"lines": [], "count": 0, "names": []}\n',
    )  # fmt: skip


def test_a_list_of_names_is_a_column_of_values(printed: Printed) -> None:
    assert printed("meetings.series_names", "--csv")[1].splitlines() == [
        "value,as_of,data_to", "team,2018-09-20,2018-09-06",
    ]  # fmt: skip
    assert json.loads(printed("meetings.series_names", "--json")[1])["rows"] == ["team"]
