"""Brings in the command of python -m pipelines (command.py) and runs it."""

import atexit
import gc
import os
import sys


def main() -> int:
    """The exit code of the command; Ctrl-C while it is brought in is no traceback either."""
    gc.disable()  # code and records are no garbage: looking for some took a seventh of a run
    try:
        from pipelines import command  # noqa: PLC0415 - see above
    except KeyboardInterrupt:
        print("stopped by hand: nothing was begun", file=sys.stderr)
        return 130
    return command.main()


def leave(code: int) -> None:
    """End the process once all is put away: taking every module apart took a tenth of a run."""
    atexit._run_exitfuncs()  # the processes of a pool, the clouds' sessions
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main())
