"""What a team answers "not now" to comes back on its day, or once it has grown by a quarter."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bill_records import days

from config import ConfigError, House, load, not_now
from config.not_now import NotNow
from metrics.briefing.alerts import Alert, CarriedActions, parted
from pipelines.commands import main
from share import digest
from warehouse.records import BuildInfo

DAY, UNTIL = date(2026, 9, 17), date(2026, 11, 1)
BUILT = BuildInfo(datetime(2026, 9, 17, 6), DAY, "Test", "USD", "UTC", "d.toml", False, "0")
SILENT = "source silent billing gcp"


@pytest.fixture
def house(tmp_path: Path) -> House:
    settings = tmp_path / "dashboard.toml"
    settings.write_text('[project]\nname = "Test"\nas_of = 2026-09-17\n', encoding="utf-8")
    return load(settings, tmp_path / "data")


def carried(count: int) -> Alert:
    fact = CarriedActions(count, 2, DAY, 0)
    return Alert("carried_actions", "", "watch", 0, "actions", fact)


@pytest.mark.parametrize(
    ("on", "count", "is_shown"),
    [
        (DAY, 8, False), (DAY, 10, False), (DAY, 11, True),
        (date(2026, 10, 31), 8, False), (UNTIL, 8, True),
    ],
)  # fmt: skip
def test_it_comes_back_on_its_day_or_when_it_has_grown_by_a_quarter(
    on: date, count: int, is_shown: bool
) -> None:
    answer = NotNow("carried_actions", UNTIL, "the sprint comes first", Decimal(8))
    shown, put_off = parted([carried(count)], [answer], on=on)
    assert (len(shown), len(put_off)) == ((1, 0) if is_shown else (0, 1))


def test_the_newest_answer_counts_and_a_broken_line_names_its_place(house: House) -> None:
    file = not_now.keep(house.config, NotNow("a", DAY, "first", Decimal(3)))
    not_now.keep(house.config, NotNow("a", UNTIL, "then, later"))
    assert not_now.answers(house.config) == (NotNow("a", UNTIL, "then, later"),)
    file.write_text(file.read_text() + "b,soon,,\n")
    with pytest.raises(ConfigError, match=r"not_now\.csv:4: not an answer\. Fix: "):
        not_now.answers(house.config)


@pytest.mark.slow
def test_the_command_lists_and_keeps_and_the_digest_is_quiet_until_it_is_back(
    build: Any, house: House, capsys: Any
) -> None:
    db = build([BUILT, *days(date(2025, 6, 1), 377, "100")])
    words = ["--config", str(house.config.file), "--data", str(house.data), "not-now"]
    assert main(words) == 0
    assert capsys.readouterr().out == f"{SILENT}: No bill of gcp since 12 June 2026\n"
    digest.remember(house, digest.digest(db, house, on=DAY).state)
    assert main([*words, SILENT, "--until", "2026-11-01", "--because", "audit"]) == 0
    assert not_now.answers(house.config) == (NotNow(SILENT, UNTIL, "audit"),)
    quiet = digest.digest(db, house, on=DAY)
    assert (quiet.text, quiet.state) == (None, {})
    digest.remember(house, quiet.state)
    back = digest.digest(db, house, on=UNTIL).text or ""
    assert back.count("No bill of gcp since 12 June 2026") == 1


@pytest.mark.parametrize("words", [["nothing"], [SILENT], [SILENT, "--until", "2026-09-17"]])
def test_what_cannot_be_put_off_is_refused_with_a_remedy(
    words: list[str], build: Any, house: House, capsys: Any
) -> None:
    build([BUILT, *days(date(2025, 6, 1), 377, "100")])
    line = ["--config", str(house.config.file), "--data", str(house.data), "not-now", *words]
    assert main(line) == 78
    assert "Fix: " in capsys.readouterr().err
