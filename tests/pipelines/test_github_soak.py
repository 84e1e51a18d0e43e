"""Long repetitions, run by make soak: random faults and random kills lose and double nothing."""

import random
from datetime import datetime, timedelta

import duckdb
import pytest

from pipelines import github
from tests.pipelines.test_github_faults import BROKEN, FINE, LIMITED, Lab, killed_at, status
from tests.servers.front import TOKEN, front
from tests.servers.world import World
from warehouse.records import Rows

pytestmark = pytest.mark.soak
FAULTS = [
    *BROKEN.values(),
    status(502),
    status(503),
    status(403, headers={"Retry-After": "2"}, body=LIMITED),
    status(429, headers={"Retry-After": "86400"}, body=LIMITED),
    status(403, body=LIMITED),
    status(451, body={"message": "x"}),
    status(404),
]


@pytest.fixture
def lab(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    world = World()
    for name in ("lab/hub", "lab/kit", "lab/old"):
        world.repo(name)
    for day in range(1, 8):
        world.now = f"2018-08-0{day}T00:00:00Z"
        world.open("lab/hub", 45)
        world.open("lab/kit", 3, pull=True)
        world.close("lab/hub", *range(40 * day - 30, 40 * day - 10))
    world.reopen("lab/hub", 12, 15)
    with front(world) as running:
        yield Lab(tmp_path, running)


def stored(lab):
    """Every row and event of the raw files, without the moments at which we happened to look."""
    files = {rows.table: rows.file for rows in github.read(lab.house) if isinstance(rows, Rows)}
    with duckdb.connect() as db:
        issues = f"select * from read_parquet('{files['issue']}') order by repo_id, number"
        events = (
            f"select * exclude (seen_at) from read_parquet('{files['issue_event']}') order by all"
        )
        return db.execute(issues).fetchall(), db.execute(events).fetchall()


def clean(lab, tmp_path, name):
    """A house beside, synced once and without a fault."""
    (tmp_path / name).mkdir()
    beside = Lab(tmp_path / name, lab.front)
    assert beside.run() == FINE
    return stored(beside)


def same_as(lab, clean):
    """Row for row the same; of events we may know more, because we were there to see them."""
    issues, events = stored(lab)
    assert issues == clean[0]
    assert set(clean[1]) <= set(events)


def change(world, dice):
    """Something happens on GitHub between two rounds, each time an hour later."""
    dice.clock += 1
    world.now = f"{datetime(2018, 9, 1) + timedelta(hours=dice.clock):%Y-%m-%dT%H:%M:%SZ}"
    rows = world.issues["lab/hub"]
    act = dice.choice(["open", "close", "reopen", "touch"])
    some = dice.sample(sorted(rows), 3)
    if act == "open":
        world.open("lab/hub", 2)
    else:
        getattr(world, act)("lab/hub", *some)


def test_two_hundred_rounds_of_random_faults_end_as_a_clean_sync(lab, tmp_path):
    dice = random.Random(20180920)
    dice.clock = 0
    for number in range(200):
        change(lab.world, dice)
        faults = [
            {**fault, "path": dice.choice(["/issues", "/hub/", "/orgs/", "after|since|desc"]),
             "times": dice.randint(1, 3), "from": dice.randint(1, 3)}
            for fault in dice.sample(FAULTS, 3)
        ]  # fmt: skip
        for patience in range(12):
            if lab.run(*(faults if patience == 0 else []), deadline=0.3) == FINE:
                break
        else:
            pytest.fail(f"round {number} did not come to an end: {faults}")
        if number % 10 == 9:
            same_as(lab, clean(lab, tmp_path, f"clean{number}"))


def test_thirty_random_kills_are_repaired_by_the_next_run(lab, tmp_path):
    dice = random.Random(30)
    dice.clock = 0
    for number in range(30):
        change(lab.world, dice)
        killed_at(lab, dice.randint(1, 6), after=dice.choice([0, 0.001, 0.01, 0.03]))
        assert lab.run() == FINE
        if number % 5 == 4:
            same_as(lab, clean(lab, tmp_path, f"clean{number}"))
