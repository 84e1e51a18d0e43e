"""A year of a busy BinderHub: the first load, a run where nothing changed, and a usual one."""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import bench
from bench import Figure, binder_archive

FIRST, DAYS, PER_DAY = date(2025, 1, 1), 365, 20_000
GOAL = "≤ 30 s"


def figures() -> Iterator[Figure]:
    """Times of whole `python -m pipelines` runs over a folder of day files, on two cores."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        archive = folder / "archive"
        binder_archive.write(archive, first=FIRST, days=DAYS, per_day=PER_DAY)
        gigabytes = sum(file.stat().st_size for file in archive.iterdir()) / 2**30
        config = folder / "dashboard.toml"
        config.write_text(
            '[project]\nas_of = 2025-12-31\n[launches]\narchive = "archive"\n'
            'timezone = "America/Los_Angeles"\n'
        )
        what = f"{DAYS} days of {PER_DAY:,} launches, {gigabytes:.1f} GB of JSON lines"
        yield Figure(f"{what}: first load", f"{_run(config):.1f} s", GOAL)
        yield Figure("most memory of that run", f"{bench.peak_megabytes():.0f} MB")
        yield Figure("next run, nothing changed", f"{_run(config):.1f} s")
        chance = random.Random(7)  # noqa: S311 - an invented archive
        for day in (date(2025, 12, 30), date(2025, 12, 31)):
            binder_archive.write_day(archive, day, PER_DAY, chance)
        yield Figure("next run, the last two days grew", f"{_run(config):.1f} s")


def _run(config: Path) -> float:
    data = config.parent / "data"
    command = [
        sys.executable, "-m", "pipelines", "--config", str(config), "--data", str(data),
        "--no-fetch",
    ]  # fmt: skip
    return bench.seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
