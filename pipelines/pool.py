"""How a pool of processes ends: at Ctrl-C without a word, and with the process that began it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process, resource_tracker
from multiprocessing.util import Finalize
from threading import Event, Thread


@contextmanager
def unheard() -> Iterator[None]:
    """Ctrl-C is kept from processes that start meanwhile, until each can end without a word."""
    resource_tracker.ensure_running()  # started later, it would let the signal through again
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def quietly() -> None:
    """Ctrl-C ends a process of the pool at once and without a word; the parent says it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    ending = Event()
    watch = Thread(target=_end_with_parent, args=[ending], daemon=True)
    watch.start()
    Finalize(None, ending.set, exitpriority=1)
    Finalize(None, watch.join, exitpriority=0)  # none may be at work when Python ends


def _end_with_parent(ending: Event) -> None:
    """A parent that was killed cannot say that there is nothing more to do."""
    parent = parent_process()
    while not ending.wait(1):
        if parent and not parent.is_alive():
            os._exit(1)
