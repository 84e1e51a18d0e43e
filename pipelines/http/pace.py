"""How long a client waits: so many requests a minute, so many seconds in all."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tenacity import RetryCallState

from pipelines.http.refusal import HttpError

TRIES = 4
CONNECT, ANSWER = 10.0, 20.0  # seconds that a host has to take a connection, and to answer


@dataclass(frozen=True)
class Clock:
    """Time as the client sees it; a test brings its own."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """The patience of one client: `budget` seconds of waiting in all, never more."""

    def __init__(self, clock: Clock, budget: float, per_minute: int | None) -> None:
        self._clock, self._budget = clock, budget
        self._per_minute, self._asked = per_minute, deque[float]()

    def wait(self, seconds: float) -> None:
        """Sleep, and count it."""
        self._budget -= seconds
        self._clock.sleep(seconds)

    def keep(self) -> None:
        """Wait until the next request keeps to `per_minute` in any sixty seconds.

        Raises HttpError when that is longer than may still be waited.
        """
        if not self._per_minute:
            return
        if len(self._asked) == self._per_minute:
            pause = max(0.0, self._asked.popleft() + 60 - self._clock.now())
            if pause > self._budget:
                raise HttpError("the time for waiting is used up", stops=True)
            self.wait(pause)
        self._asked.append(self._clock.now())

    def is_over(self, tried: RetryCallState) -> bool:
        """Whether another try is one too many, or would have to be waited for too long."""
        return tried.attempt_number >= TRIES or tried.upcoming_sleep > self._budget


def is_worth_a_retry(error: BaseException) -> bool:
    """Whether asking again may help."""
    return isinstance(error, HttpError) and error.wait is not None


def pause(tried: RetryCallState) -> float:
    """Seconds before the next try: what the error asks for, doubled each time."""
    error = tried.outcome.exception() if tried.outcome else None
    wait = error.wait if isinstance(error, HttpError) and error.wait is not None else 0.0
    return float(wait * 2 ** (tried.attempt_number - 1))
