"""The whole of dashboard.toml as one frozen Config."""

import os
import tomllib
from importlib import metadata
from pathlib import Path

from config.audience import Access, Alerts, Journal, Preset
from config.awards import (
    BudgetLine,
    BudgetRevision,
    ChargeRule,
    CostSplit,
    Interest,
    LineRate,
    Payment,
    Report,
)
from config.files import shown
from config.kinds import Section
from config.money import Budget, Call, Event, Fund, Funding, Pending, Planned, Scenario
from config.sources import (
    Billing,
    Docs,
    Engine,
    GitHub,
    Launches,
    Limits,
    Notes,
    People,
    Project,
    Usage,
)

HOME = Path(__file__).resolve().parents[1]
SAMPLE = HOME / "data" / "sample" / "dashboard.toml"


def version() -> str:
    """The version of Quarterdeck in pyproject.toml; without a checkout, of what is installed."""
    project = HOME / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return metadata.version("quarterdeck")


class Config(Section):
    """The whole of dashboard.toml, checked. A source that is not set up is empty or None."""

    file: Path
    project: Project = Project()
    notes: list[Notes] = []
    people: People = People()
    billing: list[Billing] = []
    engine: Engine = Engine()
    limits: Limits = Limits()
    github: GitHub | None = None
    docs: Docs | None = None
    launches: Launches | None = None
    usage: list[Usage] = []
    funds: list[Fund] = []
    funding: Funding = Funding()
    budget_lines: list[BudgetLine] = []
    budget_revisions: list[BudgetRevision] = []
    payments: list[Payment] = []
    interest: list[Interest] = []
    reports: list[Report] = []
    line_rates: list[LineRate] = []
    cost_splits: list[CostSplit] = []
    charge_rules: list[ChargeRule] = []
    pending: list[Pending] = []
    calls: list[Call] = []
    planned_costs: list[Planned] = []
    budgets: list[Budget] = []
    events: list[Event] = []
    scenarios: list[Scenario] = []
    presets: list[Preset] = []
    alerts: Alerts = Alerts()
    access: Access | None = None
    journal: Journal = Journal()

    @property
    def folder(self) -> Path:
        """The folder of dashboard.toml: what relative paths start from."""
        return self.file.parent

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample that ships with the project; it is never fetched."""
        return self.file == SAMPLE

    @property
    def asked(self) -> set[str]:
        """The sources that ask other hosts, which may take a while."""
        said = {
            "notes": any(each.path is None for each in self.notes),
            "github": self.github, "docs_builds": self.docs, "launches": self.launches,
            "billing": any("://" in each.path for each in self.billing),
            "funds": any(each.open_collective or each.aws_credits for each in self.funds),
        }  # fmt: skip
        return {name for name, is_set in said.items() if is_set}

    @property
    def every_days(self) -> dict[tuple[str, str], int]:
        """Days between two arrivals, by source and unit, as the team says; "" is every unit."""
        said = {
            **{("notes", each.series): each.every_days for each in self.notes},
            **{("billing", each.account): each.every_days for each in self.billing},
            **{("usage", each.name): each.every_days for each in self.usage},
            ("github", ""): self.github and self.github.every_days,
            ("docs_builds", ""): self.docs and self.docs.every_days,
            ("launches", ""): self.launches and self.launches.every_days,
        }
        return {unit: days for unit, days in said.items() if days}

    def resolve(self, path: str) -> Path:
        """A path of the file as an absolute one."""
        whole = self.folder / Path(path).expanduser()
        return Path(os.path.realpath(whole))  # Path.resolve() raises where links go round

    def place(self, path: Path) -> str:
        """How records name a file: relative to the config's folder, with `/`."""
        return shown(Path(os.path.relpath(path, self.folder)))
