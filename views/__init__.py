"""What the team sees: one file per page, one question each, in five rooms."""

from dataclasses import dataclass

from config import Config


@dataclass(frozen=True)
class View:
    """A page.

    file    its name in views/
    title   its word in the navigation
    path    its address; the home page's is the root
    room    the word it stands under; "": it stands alone
    pieces  what it needs of dashboard.toml, any of them; none: nothing
    """

    file: str
    title: str
    path: str
    room: str
    pieces: tuple[str, ...] = ()

    def is_offered(self, config: Config) -> bool:
        """Whether the navigation has it: something that it needs is set up."""
        return not self.pieces or any(getattr(config, key) for key in self.pieces)


PAGES = [  # the first is the home page
    View("briefing", "Briefing", "home", ""),
    View("runway", "Runway", "runway", "Money", ("funds", "billing", "planned_costs")),
    View("burn", "Burn", "burn", "Money", ("billing",)),
    View("launches", "Launches", "launches", "Money", ("launches", "usage")),
    View("people", "People", "people", "Work", ("notes",)),
    View("actions", "Actions", "actions", "Work", ("notes",)),
    View("issues", "Issues", "issues", "Work", ("github",)),
    View("docs_builds", "Docs builds", "docs", "Work", ("docs",)),
    View("search", "Search", "search", "Work", ("notes", "github")),
    View("sources", "Sources", "sources", "Data"),
    View("setup", "Setup", "setup", "Data"),
    View("sponsor_pack", "Sponsor pack", "pack", "Share", ("presets",)),
]
