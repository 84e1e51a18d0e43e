"""A run that is killed, or a disk that loses its power, costs nothing: the next run heals.

SOAK_KILLS, SOAK_LOSSES and SOAK_SEED set the sizes and the seed. Each round begins with a team of
two good runs, so that raw files have one before; the rows of the run after are those of a first
run over the same files.
"""

import multiprocessing
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.soak import small_team

pytestmark = pytest.mark.soak
KILLS = int(os.environ.get("SOAK_KILLS", "200"))
LOSSES = int(os.environ.get("SOAK_LOSSES", "100"))
SEED = int(os.environ.get("SOAK_SEED", "16"))
HEALED = (0, 70, 75, 78)  # published, whatever is reported
SERVER = multiprocessing.get_context("forkserver")  # its children have everything imported


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team after two good runs."""
    folder = tmp_path_factory.mktemp("team")
    small_team.lay_out(folder)
    assert small_team.ingest(folder) == 0
    small_team.change(folder, random.Random(SEED))
    assert small_team.ingest(folder) == 0
    return folder


def _own(team: Path, folder: Path) -> Path:
    """A copy of the team of one's own."""
    shutil.rmtree(folder, ignore_errors=True)
    return shutil.copytree(team, folder)


def _killed(folder: Path, after: float) -> bool:
    """Whether a run that is killed so many seconds after its start was still running."""
    run = SERVER.Process(target=small_team.ingest, args=(folder,))
    run.start()
    run.join(timeout=after)
    is_running = run.is_alive()
    if is_running and run.pid:
        os.kill(run.pid, signal.SIGKILL)
    run.join()
    return is_running


def test_two_hundred_kills_at_random_moments_are_healed_by_the_next_run(team, tmp_path):
    dice, kills, rounds, seconds = random.Random(SEED), 0, 0, 1.0
    SERVER.set_forkserver_preload(["tests.soak.small_team", "pandas", "metrics.runway.outlook"])
    while kills < KILLS:
        own, rounds = _own(team, tmp_path / "own"), rounds + 1
        for _ in range(dice.choice((1, 1, 2, 3))):
            small_team.change(own, dice)
            kills += _killed(own, dice.uniform(0, seconds))
        wanted = small_team.clean(own, tmp_path)
        began = time.monotonic()
        code = small_team.ingest(own)
        seconds = 0.7 * seconds + 0.3 * (time.monotonic() - began)
        assert code == 0, f"seed {SEED}, round {rounds} ended with {code}"
        assert small_team.rows(own / "data") == wanted, f"seed {SEED}, round {rounds}"
        assert not list((own / "data").rglob("*.writing")), f"seed {SEED}, round {rounds}"
        assert not list((own / "data").rglob("*.building")), f"seed {SEED}, round {rounds}"
        print(f"{kills} kills in {rounds} rounds healed", flush=True)
    print(f"{kills} kills in {rounds} rounds healed; a run took {seconds:.2f} s")


def _damaged(data: Path, dice: random.Random) -> list[str]:
    """Damage some files as a power loss does; which, and how."""
    files = sorted(file for file in data.rglob("*") if file.is_file())
    said = []
    for file in dice.sample(files, min(len(files), dice.choice((1, 3, 10, len(files))))):
        size, how = file.stat().st_size, dice.choice(("cut", "zeroed", "emptied", "null"))
        match how:
            case "cut":
                os.truncate(file, dice.randrange(size + 1))
            case "zeroed":
                file.write_bytes(bytes(size))
            case "emptied":
                os.truncate(file, 0)
            case _:
                file.write_bytes(b"null")
        said.append(f"{file.relative_to(data)} {how}")
    return said


def test_a_hundred_power_losses_are_healed_by_the_next_run(team, tmp_path):
    dice, files = random.Random(SEED), 0
    for number in range(LOSSES):
        own = _own(team, tmp_path / "own")
        small_team.change(own, dice)
        said = _damaged(own / "data", dice)
        files += len(said)
        code = small_team.ingest(own)
        assert code in HEALED, f"seed {SEED}, loss {number} ended with {code}: {said}"
        now, wanted = small_team.rows(own / "data"), small_team.clean(own, tmp_path)
        assert now == wanted, f"seed {SEED}, loss {number}: {said}"
        assert small_team.ingest(own) in HEALED
        assert small_team.rows(own / "data") == wanted, f"seed {SEED}, loss {number}: {said}"
        print(f"{number + 1} power losses healed, {files:,} files", flush=True)
