"""A clock that sleeps by moving on, and remembers how long."""

from pipelines.http import Clock


class Watch:
    """`time` in seconds of the epoch, `slept` has one entry per sleep."""

    def __init__(self, time):
        self.time, self.slept = time, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds

    @property
    def clock(self):
        return Clock(lambda: self.time, self.sleep)
