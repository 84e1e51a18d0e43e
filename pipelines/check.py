"""python -m pipelines check: what is set up, what is missing and what it would unlock."""

from config import House


def run(house: House) -> int:
    """The exit code of `check`."""
    raise NotImplementedError
