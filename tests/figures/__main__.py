"""python -m tests.figures: compare both builds with numbers.json, or --write it anew."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import config
from bench import SHARED, real_input

from . import PRESETS, differences, measured, read, write


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.figures", description=__doc__)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    os.environ["BROWSER_PATH"] = "none"
    held = read()
    now = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, house in houses(Path(folder)):
            now[name] = measured(house, house.config.presets or PRESETS)
    for name, parts in now.items():
        for part, values in parts.items():
            lines = list(differences(held.get(name, {}).get(part, {}), values))
            blocks = Counter(key.partition(".")[0] for key in values)
            print(f"{name}, {part}: {len(values):,} names, {len(lines):,} differ; {dict(blocks)}")
            print("\n".join(lines[: 0 if args.write else 20]))
    if args.write:
        write(held | now)
    return 0


def houses(folder: Path):
    """The two builds, made as the tests make them; the second only where its input is at hand."""
    yield "sample", config.load(config.SAMPLE, ingest(config.SAMPLE, folder / "sample"))
    if SHARED.is_dir():
        real = folder / "real"
        real.mkdir()
        file = real_input.lay_out(real)
        yield "real", config.load(file, ingest(file, real / "data", "--only", "launches"))


def ingest(file: Path, data: Path, *words: str) -> Path:
    command = [sys.executable, "-m", "pipelines", "--config", file, "--data", data, *words]
    subprocess.run(command, check=True, cwd=config.HOME, stdout=subprocess.DEVNULL)
    return data


if __name__ == "__main__":
    sys.exit(main())
