"""python -m bench [NAME…]: measure, and print one Markdown table line per figure."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import bench
from bench import Figure


def main(names: list[str]) -> None:
    """Run the named modules of bench/, or all; a figure is printed as soon as it is known."""
    print(f"{bench.machine()}\n\n| bench | what | measured | goal |\n| --- | --- | ---: | ---: |")
    for name, figure in _figures(names or _all()):
        print(f"| {name} | {figure.what} | {figure.measured} | {figure.goal} |", flush=True)


def _all() -> list[str]:
    return sorted(module.name for module in iter_modules(bench.__path__, "bench."))


def _figures(names: list[str]) -> Iterator[tuple[str, Figure]]:
    for name in names:
        module = import_module(name if name.startswith("bench.") else f"bench.{name}")
        for figure in getattr(module, "figures", list)():
            yield module.__name__.removeprefix("bench."), figure


if __name__ == "__main__":
    main(sys.argv[1:])
