"""python -m tests.mutants: change the code on purpose, and list the changes that no test sees."""

import argparse

from tests.mutants.drill import ROOMS, drill


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=list(ROOMS))
    parser.add_argument("--number", type=int, default=25, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="files whose path begins so")
    args = parser.parse_args()
    scores = drill(args.rooms, args.number, args.seed, args.only)
    return int(any(score.left for score in scores.values()))


if __name__ == "__main__":
    raise SystemExit(main())
