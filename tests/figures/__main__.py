"""python -m tests.figures: compare both builds with numbers.json, or --write it anew."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import config
from bench import SHARED, real_input

from . import PRESETS, differences, measured, read, write

SHOWN = 20  # differences printed of each part


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.figures", description=__doc__)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    os.environ["BROWSER_PATH"] = "none"
    held = read()
    now: dict[str, dict[str, dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, house in houses(Path(folder)):
            now[name] = measured(house, house.config.presets or PRESETS)
    differ = 0
    for name, parts in now.items():
        for part, values in parts.items():
            lines = list(differences(held.get(name, {}).get(part, {}), values))
            differ += len(lines)
            print(f"{name}: {_summary(part, values)}: {len(lines):,} differ")
            print("".join(f"{line}\n" for line in lines[: 0 if args.write else SHOWN]), end="")
    if args.write:
        write(held | now)
    return int(differ > 0 and not args.write)


def _summary(part: str, values: dict[str, Any]) -> str:
    """How much is compared: figures by page, tables with their rows."""
    if part == "tables":
        rows = [value for name, value in values.items() if name.endswith(".rows")]
        return f"{len(rows)} tables of {sum(rows):,} rows"
    pages = Counter(name.partition(".")[0] for name in values)
    return f"{len(values):,} figures ({', '.join(f'{n} {page}' for page, n in pages.items())})"


def houses(folder: Path) -> Iterator[tuple[str, config.House]]:
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
