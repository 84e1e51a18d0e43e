import json
from datetime import UTC, datetime

import pytest

from config import SAMPLE
from metrics.runway.inputs.balances import statements
from pipelines.commands import main
from warehouse.read import open_newest

NOW = datetime(2020, 7, 21, 9, tzinfo=UTC)


def _started(folder):
    numbers = ["--balance", "26000", "--monthly", "4000", "--ends", "2020-10-01"]
    main(["start", *numbers, "--folder", str(folder)], now=lambda: NOW)
    return str(folder / "dashboard.toml")


def _run(config, *command, now=NOW):
    return main(["--config", config, *command], now=lambda: now)


def test_a_new_balance_is_one_more_line_and_none_is_changed(tmp_path, capsys):
    config = _started(tmp_path)
    before = (tmp_path / "private" / "balances.csv").read_text()
    assert _run(config, "balance", "credits", "21,500.40", "--on", "2020-08-21") == 0
    assert "That day has not come: the line counts from then on." in capsys.readouterr().out
    assert _run(config, "balance", "credits", "unknown", "--stated", "--source", "nobody") == 0
    after = (tmp_path / "private" / "balances.csv").read_text()
    assert after.startswith(before)
    assert after.removeprefix(before).splitlines() == [
        "credits,2020-08-21,21500.40,yes,",
        "credits,2020-07-21,unknown,no,nobody",
    ]


def test_a_balance_of_an_unknown_fund_names_the_known_ones(tmp_path, capsys):
    assert _run(_started(tmp_path), "balance", "credit", "1") == 78
    assert "'credit' is no fund of dashboard.toml. Fix: use credits" in capsys.readouterr().err


def test_a_balance_that_is_a_word_changes_nothing(tmp_path, capsys):
    config = _started(tmp_path)
    before = (tmp_path / "private" / "balances.csv").read_text()
    assert _run(config, "balance", "credits", "plenty") == 78
    assert "'plenty' is no amount" in capsys.readouterr().err
    assert (tmp_path / "private" / "balances.csv").read_text() == before


def test_the_same_line_is_added_once_and_said(tmp_path, capsys):
    config = _started(tmp_path)
    for _ in range(2):
        assert _run(config, "balance", "credits", "25000") == 0
    assert capsys.readouterr().out.endswith("balances.csv says so already: no line was added.\n")
    for amount in ("24000", "25000"):
        assert _run(config, "balance", "credits", amount) == 0
    lines = (tmp_path / "private" / "balances.csv").read_text().splitlines()
    said = [line.split(",")[2] for line in lines[2:]]
    assert said == ["25000", "24000", "25000"], "the last line of a day counts"


def test_a_balance_of_an_earlier_day_says_which_one_stands(tmp_path, capsys):
    assert _run(_started(tmp_path), "balance", "credits", "28000", "--on", "2020-06-01") == 0
    said = capsys.readouterr().out
    assert "The balance of today still rests on the line of 2020-07-21.\n" in said


def test_of_two_lines_of_one_day_the_last_one_counts(tmp_path):
    config = _started(tmp_path)
    assert _run(config, "balance", "credits", "22150.40") == 0
    assert _run(config) == 0
    with open_newest(tmp_path / "data")[1] as db:
        told = statements(db, as_of=NOW.date())
    assert [str(each.amount) for each in told] == ["26000.00", "22150.40"]


def test_an_overdrawn_fund_has_a_balance_below_zero(tmp_path, capsys):
    assert _run(_started(tmp_path), "balance", "credits", "--", "-500") == 0
    assert "credits: -500 on 21 July 2020" in capsys.readouterr().out
    assert (tmp_path / "private" / "balances.csv").read_text().splitlines()[
        -1
    ] == "credits,2020-07-21,-500,yes,"


def test_a_line_is_parted_as_the_file_is(tmp_path):
    config = _started(tmp_path)
    file = tmp_path / "private" / "balances.csv"
    file.write_text(file.read_text().replace(",", ";"))
    assert _run(config, "balance", "credits", "21500") == 0
    assert file.read_text().splitlines()[-1] == "credits;2020-07-21;21500;yes;"
    assert _run(config) == 0
    with open_newest(tmp_path / "data")[1] as db:
        assert db.execute("select count(*) from fund_balance").fetchall() == [(2,)]


def test_a_balance_that_could_be_read_two_ways_changes_nothing(tmp_path, capsys):
    config = _started(tmp_path)
    before = (tmp_path / "private" / "balances.csv").read_text()
    assert _run(config, "balance", "credits", "9.500,50") == 78
    assert "'9.500,50' is no amount; write one like 12500.40" in capsys.readouterr().err
    assert (tmp_path / "private" / "balances.csv").read_text() == before


@pytest.mark.slow
def test_each_ingest_keeps_its_headline_once_a_day(tmp_path):
    config = _started(tmp_path)
    for day in (21, 21, 22):
        assert _run(config, now=datetime(2020, 7, day, 9, tzinfo=UTC)) == 0
    kept = (tmp_path / "data" / "raw" / "headlines.jsonl").read_text().splitlines()
    said = [json.loads(line) for line in kept]
    assert [line["as_of"] for line in said] == ["2020-07-21", "2020-07-22"]
    assert said[0]["method"] == "arithmetic"
    assert (said[0]["low"], said[0]["likely"]) == ("2020-10-02", "2020-10-02")
    assert set(said[0]) == {"published_at", "as_of", "method", "low", "likely", "high"}


def test_the_past_of_the_sample_can_be_replayed(sample_build, capsys):
    assert main(["--config", str(SAMPLE), "--data", str(sample_build), "backtest"]) == 0
    assert "mean gap from 0.80" in capsys.readouterr().out


def test_without_a_build_the_replay_says_what_to_run_first(tmp_path, capsys):
    assert main(["--data", str(tmp_path), "backtest"]) == 78
    assert "run python -m pipelines first" in capsys.readouterr().out
