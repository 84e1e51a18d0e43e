"""Brings in the command of python -m pipelines (commands/) and runs it."""

import atexit
import gc
import io
import os
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
    """The exit code of the command; Ctrl-C while it is brought in is no traceback either."""
    gc.disable()  # code and records are no garbage: looking for some took a seventh of a run
    try:
        from pipelines import commands  # noqa: PLC0415 - see above
    except KeyboardInterrupt:
        print("stopped by hand: nothing was begun", file=sys.stderr)
        return 130
    return commands.main()


def leave(code: int) -> None:
    """End the process once all is put away: taking every module apart took a tenth of a run."""
    atexit._run_exitfuncs()  # the processes of a pool, the clouds' sessions
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    outlive_readers()
    leave(main())
