"""A BinderHub events archive in the published format, invented and seeded."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SEED = 42
HOSTS = ["gke.mybinder.org", "ovh.mybinder.org", "gesis.mybinder.org", "2i2c.mybinder.org"]
SPECS = {
    "GitHub": [f"example-{n}/notebooks/main" for n in range(400)],
    "GitLab": ["group%2Fproject/main"],
    "Git": [f"https%3A%2F%2Fgit.example.org%2Fx%2Fy/{'a' * 40}"],
    "Gist": ["somebody/8d2c0e6f/main"],
    "Zenodo": ["10.5281/zenodo.1"],
}


def write(folder: Path, *, first: date, days: int, per_day: int) -> None:
    """`days` files of about `per_day` launches each, and their index."""
    chance = random.Random(SEED)  # noqa: S311 - an invented archive
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for day in (first + timedelta(days=n) for n in range(days)):
        count = per_day + chance.randrange(50)
        write_day(folder, day, count, chance)
        index.append({"name": f"events-{day}.jsonl", "date": str(day), "count": str(count)})
    (folder / "index.jsonl").write_text("\n".join(json.dumps(entry) for entry in index))


def write_day(folder: Path, day: date, count: int, chance: random.Random) -> None:
    """One day's file, sorted by its timestamps, which are cut to the minute."""
    minutes = sorted(chance.randrange(1440) for _ in range(count))
    with (folder / f"events-{day}.jsonl").open("w") as stream:
        stream.writelines(_lines(day, minutes, chance))


def _lines(day: date, minutes: list[int], chance: random.Random) -> Iterator[str]:
    providers = chance.choices(list(SPECS), [90, 4, 2, 3, 1], k=len(minutes))
    for minute, provider in zip(minutes, providers, strict=True):
        at = f"{day}T{minute // 60:02d}:{minute % 60:02d}:00+00:00"
        spec, host = chance.choice(SPECS[provider]), chance.choice(HOSTS)
        ref, token = f"{chance.getrandbits(160):040x}", "true" if minute % 10 == 0 else "false"
        yield (
            f'{{"timestamp": "{at}", "schema": "binderhub.jupyter.org/launch", "version": 6, '
            f'"provider": "{provider}", "spec": "{spec}", "status": "success", '
            f'"origin": "{host}", "ref": "{ref}", "build_token": {token}, '
            f'"request_origin": "same-origin"}}\n'
        )
