"""From the world to records: each source fetches into raw files and reads raw files into records.

A source is a module with the three names of `Source`. `fetch` is the only part that touches the
network; `read` is a pure function of raw files and config.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from config import House


class SourceError(Exception):
    """A source, or one unit of it, could not be reached or trusted.

    what     what happened, a short sentence without a secret in it
    remedy   what a person can do
    passing  True: the next run may repair it (exit 75); False: a person must act (exit 78)
    """

    def __init__(
        self, source: str, what: str, *, remedy: str, unit: str = "", passing: bool = True
    ) -> None:
        super().__init__(what)
        self.source, self.unit, self.what = source, unit, what
        self.remedy, self.passing = remedy, passing

    def __str__(self) -> str:
        """The one line printed on stderr."""
        return (
            f"{' '.join(filter(None, (self.source, self.unit)))}: {self.what}. Fix: {self.remedy}"
        )


class Source(Protocol):
    """What every source module offers."""

    NAME: str

    def fetch(self, house: "House", *, now: datetime) -> Iterable[SourceError | str]:
        """Bring raw files up to date; yields one item per unit: its name, or what went wrong.

        A unit that fails keeps its old raw files. Raises SourceError when the whole source must
        stop. `now` is aware UTC. A source that is not set up yields nothing.
        """

    def read(self, house: "House") -> Iterable[Any]:
        """Records of warehouse.records, with one SourceRun per unit; never touches the network."""
