"""One line of what needs a decision."""

from dataclasses import dataclass

TONES = ("act", "watch", "fine", "quiet")
NEVER = 10_000  # days: sorts behind all that has a date


@dataclass(frozen=True)
class Item:
    """A state (tone and word), what it is about, why, how long, and where to look.

    days   how soon it matters, for sorting: days left, or minus the days it is late
    page   path of the page; `query` its filters, so that the link opens on the very thing
    """

    tone: str
    word: str
    text: str
    detail: str
    side: str
    days: int
    page: str
    query: str = ""

    @property
    def link(self) -> str:
        """Relative address of the page with its filters."""
        return f"{self.page}?{self.query}" if self.query else self.page
