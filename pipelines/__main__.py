"""Imports the command line of python -m pipelines (commands/) and runs it."""

import io
import sys
from typing import Any


class Output(io.FileIO):
    """An output that nobody may read to its end: `| head` stops no run and is no traceback."""

    def write(self, content: Any) -> int:
        """As if it was all written, once the reader has gone."""
        try:
            return super().write(content)
        except BrokenPipeError:
            return len(content)


def outlive_readers() -> None:
    """Let standard output and error outlive the programs they are piped to."""
    for name in ("stdout", "stderr"):
        old = getattr(sys, name)
        if not old.isatty():
            raw = io.BufferedWriter(Output(old.fileno(), "w", closefd=False))
            kept = {"encoding": old.encoding, "errors": old.errors}
            setattr(sys, name, io.TextIOWrapper(raw, **kept, line_buffering=name == "stderr"))


def main() -> int:
    """The exit code of the command; Ctrl-C while it is imported is no traceback either."""
    try:
        from pipelines import commands  # noqa: PLC0415 - see above
    except KeyboardInterrupt:
        print("stopped by hand: nothing was begun", file=sys.stderr)
        return 130
    return commands.main()


if __name__ == "__main__":
    outlive_readers()
    sys.exit(main())
