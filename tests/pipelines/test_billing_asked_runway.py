"""While a question about bills is open, the end of the money covers both readings of the bill."""

import shutil
from calendar import monthrange
from pathlib import Path

import pytest
from billing_house import House

from metrics.runway.inputs.gather import by_reading
from metrics.runway.other_readings import other_readings
from metrics.runway.outlook import answer, outlook
from pipelines.commands import main
from warehouse.read import connect, newest
from wording import runway

pytestmark = pytest.mark.slow

MONTHS = [f"2026-{month:02}" for month in range(1, 9)]
TEAM = """
[project]
name = "Tidewatch"
currency = "USD"
as_of = 2026-09-02
"""
MONEY = """
[[funds]]
id = "reserve"
name = "Reserve"
kind = "donation"

[funding]
balances = "balances.csv"
"""
MAPPED = {
    "columns": '{date = "Day", amount = "Cost", service = "Item", project = "Project"}',
    "currency": '"USD"',
    "category": '"cloud"',
}


def bill(month, project, cost):
    days = range(1, monthrange(*map(int, month.split("-")))[1] + 1)
    lines = (
        f"{month}-{day:02},{item},{project},{cost + day % 9 + each}\n"
        for day in days
        for each, item in enumerate(("Server", "Disk"))
    )
    return "Day,Item,Project,Cost\n" + "".join(lines)


def put(folder: Path) -> House:
    """Eight months of bills in a folder."""
    house = House(folder, None)
    house.entries.append(TEAM)
    house.bill("cloud", "bills", **MAPPED)
    house.entries.append(MONEY)
    house.put(
        "balances.csv", "fund,on_day,amount,confirmed,source\nreserve,2026-08-31,12000,yes,bank\n"
    )
    for n, month in enumerate(MONTHS):
        house.put(f"bills/{month}.csv", bill(month, "hub", 20 + 3 * (n % 3)))
    return house


@pytest.fixture
def team(tmp_path: Path):
    """A team of one's own, not read yet."""
    return put(tmp_path / "team")


@pytest.fixture(scope="session")
def read(template):
    """The folder of such a team, read once; two bills came again under another project's name."""
    return template("asked-team", lambda folder: asked(put(folder)))


@pytest.fixture
def db(read):
    with connect(newest(read / "data")) as opened:
        yield opened


def ingest(house: House) -> Path:
    house.load()
    folder = house.folder / "data"
    main(["--config", str(house.folder / "dashboard.toml"), "--data", str(folder), "--no-fetch"])
    return newest(folder)


def asked(house: House) -> Path:
    for n, month in list(enumerate(MONTHS))[-2:]:
        house.put(f"bills/again/{month}.csv", bill(month, "hub-images", 20 + 3 * (n % 3)))
    return ingest(house)


def test_the_range_covers_both_readings_and_the_rest_is_of_the_earlier_end(db):
    found, assumed = outlook(db), answer(by_reading(db))
    [other] = other_readings(db)

    both = sorted((assumed, other.outlook), key=lambda each: each.likely)
    first, last = both
    assert first.likely < last.likely
    assert (found.low, found.likely, found.high) == (first.low, first.likely, last.high)
    assert found.asked.days == abs(other.days) == (last.likely - first.likely).days
    assert (found.asked.low, found.asked.likely, found.asked.high) == (
        first.low, first.likely, first.high,
    )  # fmt: skip
    assert found.per_month == first.per_month


def test_the_band_of_the_balance_covers_both_readings(db):
    found, assumed = outlook(db), answer(by_reading(db))
    [other] = other_readings(db)

    for each in (assumed, other.outlook):
        at = dict(
            zip(
                each.balance_range.days,
                zip(*each.balance_range.quantiles, strict=True),
                strict=True,
            )
        )
        wide = dict(
            zip(
                found.balance_range.days,
                zip(*found.balance_range.quantiles, strict=True),
                strict=True,
            )
        )
        assert at.keys() <= wide.keys()
        assert all(
            wide[day][0] <= lines[0] and lines[-1] <= wide[day][-1] for day, lines in at.items()
        )


def test_the_tile_shows_the_earlier_end_and_the_difference(db):
    found = outlook(db)
    [other] = other_readings(db)

    days = runway.span(abs(other.days))
    assert runway.asked(found) == f"± {days}"
    assert "±" in runway.asked(found)
    assert runway.range_value(found) != runway.tile_value(found)
    assert f"the likely end is {days} later" in runway.headline(found).warning


def test_an_answer_narrows_it_again(db, read, tmp_path):
    wide = outlook(db)
    block = db.execute("select answer from billing_question").fetchone()[0]
    shutil.copytree(read, tmp_path / "team")
    team = put(tmp_path / "team")
    (team.folder / "bills.toml").write_text(block)

    with connect(ingest(team)) as answered:
        found = outlook(answered)

    assert found.asked is None
    assert wide.low <= found.low <= found.high <= wide.high
    assert found.high - found.low < wide.high - wide.low


def test_without_a_question_nothing_is_asked(team):
    with connect(ingest(team)) as db:
        assert outlook(db).asked is None


def test_the_command_prints_the_lines_that_answer_it(team, capsys):
    file = asked(team)
    with connect(file) as db:
        [(question_id, block)] = db.execute(
            "select question_id, answer from billing_question"
        ).fetchall()

    printed = capsys.readouterr().err
    assert f"To answer, write into bills.toml, next to dashboard.toml:\n\n{block}" in printed
    assert (question_id, block.splitlines()[0]) == ("cloud: renamed", "[[answer]]")
    assert "Sources page" not in printed

    (team.folder / "bills.toml").write_text(block)
    ingest(team)
    assert "[[answer]]" not in capsys.readouterr().err
