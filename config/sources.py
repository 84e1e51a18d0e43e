"""The sections that name what is read: notes, bills, GitHub, docs, launches and usage."""

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from config.kinds import Cells, Currency, Day, Every, Mapped, Section, Zone

METERED = {"cloud", "compute", "ci", "storage", "network", "usage", "builds"}


class Project(Section):
    """[project]: who the team is. `as_of` pins the clock; `data` is the data folder.

    every_days  days between two builds, where they are not daily
    fiscal_year_starts  the month, 1 to 12, in which the year of a report to the board begins
    meetings    public: the pages open in the meeting view
    """

    name: str = "Our project"
    currency: Currency = "USD"
    timezone: Zone = "UTC"
    as_of: Day | None = None
    data: str = "data"
    every_days: Every = None
    fiscal_year_starts: int = Field(default=1, ge=1, le=12)
    meetings: Literal["team", "public"] = "team"

    def today(self, now: datetime) -> date:
        """The day of looking: the pinned one, else that of `now` (aware) in the team's zone."""
        return self.as_of or now.astimezone(ZoneInfo(self.timezone)).date()


class Notes(Section):
    """One [[notes]]: a meeting series and where its notes are (path, git, hackmd or github)."""

    series: str
    path: str | None = None
    git: str | None = None
    branch: str | None = None
    folder: str | None = None
    hackmd: list[str] | str | None = None
    github: str | None = None
    label: str | None = None
    timezone: Zone | None = None
    every_days: Every = None


class People(Section):
    """[people]: the team's own word on its people, and how pages name them inside the team."""

    file: str | None = None
    names: Literal["full", "handles", "hidden"] = "full"


class Billing(Section):
    """One [[billing]]: an account's exported bills; `columns` maps a small CSV of any shape."""

    account: str
    path: str
    category: str = "cloud"
    currency: Currency | None = None
    timezone: Zone = "UTC"
    format: str | None = None
    columns: dict[Mapped, str] = {}
    where: dict[str, Cells] = {}
    negate: bool | None = None
    sheets: list[str] = []
    tags: list[str] = []
    decimal: Literal[".", ","] | None = None
    day_first: bool | None = None
    period: Literal["day", "month"] | None = None
    through: Day | None = None
    arrears: bool | None = None
    every_days: Every = None

    @property
    def is_metered(self) -> bool:
        """Whether what it pays for is usually measured first and billed after its month."""
        return self.category.casefold() in METERED


class Engine(Section):
    """[engine]: who rolls bills up, and where roll-ups and builds are shared.

    superseded_days  how long a roll-up stays in the cache after another one took its place
    """

    kind: Literal["local", "processes", "dask"] = "local"
    workers: int | None = Field(default=None, ge=1)
    scheduler: str | None = None
    cache: str | None = None
    builds: str | None = None
    superseded_days: int = Field(default=90, ge=0)


class Limits(Section):
    """[limits]: the most that is read of one file or answer, in MB; more is refused and said.

    redirects  hosts to which a server's answer may lead besides its own
    """

    note_mb: float = Field(default=0.5, gt=0)
    table_mb: float = Field(default=50, gt=0)
    answer_mb: float = Field(default=50, gt=0)
    redirects: list[str] = []


class GitHub(Section):
    """[github]: whose issues are counted; `bots` are accounts that are no people."""

    organizations: list[str] = []
    repositories: list[str] = []
    skip: list[str] = []
    bots: list[str] = []
    claims: str | None = None
    api: str = "https://api.github.com"
    token_env: str = "GITHUB_TOKEN"
    every_days: Every = None


Workflow = Annotated[
    str, StringConstraints(pattern=r"^[\w.-]+/[\w.-]+/[\w.-]+\.ya?ml$", strip_whitespace=True)
]


class Docs(Section):
    """[docs]: Read the Docs slugs, and docs built by a GitHub workflow ("owner/name/docs.yml")."""

    projects: list[str] = []
    api: str = "https://app.readthedocs.org"
    token_env: str = "READTHEDOCS_TOKEN"
    workflows: list[Workflow] = []
    old_after_days: int = Field(default=14, ge=1)
    every_days: Every = None


class Gap(Section):
    """Days whose count is known to be missing or too low: said on the page, in no figure."""

    starts_on: Day
    ends_on: Day | None = None
    note: str

    def covers(self, first: date, last: date | None = None) -> bool:
        """Whether it names all days from `first` to `last`, or the day `first`."""
        return self.starts_on <= first and (last or first) <= (self.ends_on or date.max)


class Launches(Section):
    """[launches]: a BinderHub events archive, and which bills pay for which of its hosts."""

    archive: str | None = None
    since: Day | None = None
    parquet: str | None = None
    cost: Literal["bills", "archive"] = "bills"
    accounts: list[str] = []
    origins: list[str] = []
    basis: str | None = None
    timezone: Zone | None = None
    top_repositories: bool = False
    every_days: Every = None
    gaps: list[Gap] = []


class Usage(Section):
    """One [[usage]]: a CSV of date, count and perhaps label: users, sessions, downloads."""

    name: str
    path: str
    unit: str = "user"
    columns: dict[Literal["date", "count", "label"], str] = {}
    where: dict[str, Cells] = {}
    decimal: Literal[".", ","] | None = None
    day_first: bool | None = None
    accounts: list[str] = []
    basis: str | None = None
    timezone: Zone = "UTC"
    every_days: Every = None
    gaps: list[Gap] = []
