"""python -m share: what leaves the house."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import config
from config import ConfigError, House, Preset
from share import pack, words_file
from warehouse.read import NoBuild, open_newest

FINE, BUG, PERSON = 0, 1, 78


def main(argv: list[str] | None = None, *, now: Callable[[], datetime] | None = None) -> int:
    """The exit code: 0 done, 78 a person must act (nothing was written)."""
    args = _arguments(argv)
    moment = (now or _clock)()
    try:
        house = config.load(args.config, args.data)
        return COMMANDS[args.command](house, args, moment)
    except ConfigError as error:
        print(error, file=sys.stderr)
    except NoBuild as error:
        print(f"{error}. Fix: run python -m pipelines", file=sys.stderr)
    return PERSON


def _clock() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _pack(house: House, args: argparse.Namespace, now: datetime) -> int:
    preset = _preset(house, args.preset)
    build, db = open_newest(house.data)
    with db:
        try:
            made = pack.make(db, house, preset, build=build, now=now)
        except pack.Withheld as withheld:
            for leak in withheld.leaks:
                print(leak, file=sys.stderr)
            print(f"{preset.name}: no file was written. Fix: the places above", file=sys.stderr)
            return PERSON
    folder = Path(args.out) if args.out else house.data / "packs" / preset.name
    pack.write(made, folder)
    for line in words_file.missing(house, preset):
        print(f"{preset.name}: {line}", file=sys.stderr)
    print(f"{folder / 'pack.html'}: {len(made.files)} files, {made.drawn}")
    return FINE


def _preset(house: House, name: str) -> Preset:
    presets = {preset.name: preset for preset in house.config.presets}
    if name not in presets:
        known = ", ".join(presets) or "none is set up"
        raise ConfigError(
            [f"{name}: no such preset ({known}). Fix: add [[presets]] to {house.config.file.name}"]
        )
    return presets[name]


COMMANDS: dict[str, Callable[[House, argparse.Namespace, datetime], int]] = {"pack": _pack}


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m share", description=__doc__)
    parser.add_argument("--config", metavar="FILE", help="dashboard.toml (else QUARTERDECK_CONFIG)")
    parser.add_argument("--data", metavar="DIR", help="data folder (else QUARTERDECK_DATA)")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    packing = commands.add_parser("pack", help="a file for a sponsor")
    packing.add_argument("--preset", required=True, metavar="NAME")
    packing.add_argument("--out", metavar="DIR", help="else packs/NAME in the data folder")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
