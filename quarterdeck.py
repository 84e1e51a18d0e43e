"""quarterdeck: the commands of python -m pipelines, share and metrics under one name."""

import argparse
import os
import runpy
import sys

from config import HOME, version

PIPELINES = (
    "start", "check", "preview", "add", "balance", "ask", "answer", "undo", "not-now", "backtest",
    "pull", "rows",
)  # fmt: skip
RUNS = {
    "ingest": ("pipelines", []),
    **{name: ("pipelines", [name]) for name in PIPELINES},
    "share": ("share", []),
    "metrics": ("metrics", []),
    "run": ("streamlit", ["run", str(HOME / "app.py")]),
}
HELP = f"""usage: quarterdeck [--config FILE] [--data DIR] COMMAND [its own arguments]

  quarterdeck ingest     fetch every source, read it, publish a build (python -m pipelines)
  quarterdeck run        open the dashboard on the newest build (streamlit run app.py)
  quarterdeck share      make a file for others: pack, report, extension, site, data, digest, …
  quarterdeck metrics    print any public metric
  {", ".join(PIPELINES)}

quarterdeck COMMAND --help says more about each; quarterdeck --version prints the version."""


def main(argv: list[str] | None = None) -> None:
    """Run the module behind a command, as python -m would; ends with its exit code."""
    places = argparse.ArgumentParser(add_help=False, allow_abbrev=False, prog="quarterdeck")
    places.add_argument("--config")
    places.add_argument("--data")
    named, words = places.parse_known_args(argv)
    command = words[0] if words else "--help"
    if command in ("-h", "--help", "--version"):
        print(version() if command == "--version" else HELP)
        return
    if command not in RUNS:
        sys.exit(f"{command}: no such command. Fix: quarterdeck --help lists them")
    for name, place in (("CONFIG", named.config), ("DATA", named.data)):
        if place:
            os.environ[f"QUARTERDECK_{name}"] = place
    module, first = RUNS[command]
    sys.argv = [command, *first, *words[1:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
