"""dashboard.toml as a frozen Config; every mistake is told with file, key and remedy.

Anyone may import this module; it imports nothing of the house. Paths in the file are relative to
the file's own folder. Secrets are never in it: a `…_env` key names the environment variable.
"""

import difflib
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

HOME = Path(__file__).resolve().parent
SAMPLE = HOME / "data" / "sample" / "dashboard.toml"


class ConfigError(Exception):
    """One or more mistakes in dashboard.toml; `lines` holds one sentence for each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _zone(name: object) -> object:
    try:
        ZoneInfo(str(name))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write one like 'Europe/Zurich'") from None
    return name


def _currency(code: object) -> object:
    if not (isinstance(code, str) and len(code) == 3 and code.isalpha() and code.isupper()):
        raise ValueError(f"{code!r} is no currency code; write three capitals like 'USD'")
    return code


def _near(day: date) -> date:
    if not 1970 <= day.year < 2200:
        raise ValueError(f"{day} is too far away; leave the key out where there is no such day")
    return day


Zone = Annotated[str, BeforeValidator(_zone)]
Currency = Annotated[str, BeforeValidator(_currency)]
Day = Annotated[date, AfterValidator(_near)]
Share = Annotated[Decimal, Field(ge=0, le=1, decimal_places=6)]
Cents = Annotated[Decimal, Field(max_digits=20, decimal_places=2)]
Money = Annotated[Cents, Field(ge=0)]
Mapped = Literal[
    "date", "until", "amount", "currency", "service", "project", "region", "category",
    "charge_category", "provider", "billing_account", "tags",
]  # fmt: skip


class Section(BaseModel):
    """One table of dashboard.toml: frozen, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Project(Section):
    """[project]: who the team is. `as_of` pins the clock; `data` is the data folder."""

    name: str = "Our project"
    currency: Currency = "USD"
    timezone: Zone = "UTC"
    as_of: Day | None = None
    data: str = "data"


class Notes(Section):
    """One [[notes]]: a meeting series and where its notes are (one of path, git, hackmd)."""

    series: str
    path: str | None = None
    git: str | None = None
    branch: str | None = None
    folder: str | None = None
    hackmd: list[str] | str | None = None
    timezone: Zone | None = None


class People(Section):
    """[people]: the file with the team's own word on its people: aliases and opt-outs."""

    file: str | None = None


class Billing(Section):
    """One [[billing]]: an account's exported bills; `columns` maps a small CSV of any shape."""

    account: str
    path: str
    category: str = "cloud"
    currency: Currency | None = None
    timezone: Zone = "UTC"
    format: str | None = None
    columns: dict[Mapped, str] = {}
    where: dict[str, str] = {}
    tags: list[str] = []


class GitHub(Section):
    """[github]: whose issues are counted; `bots` are accounts that are no people."""

    organizations: list[str] = []
    repositories: list[str] = []
    skip: list[str] = []
    bots: list[str] = []
    claims: str | None = None
    api: str = "https://api.github.com"
    token_env: str = "GITHUB_TOKEN"


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


class Gap(Section):
    """Days whose count is known to be missing or too low: said on the page, in no figure."""

    starts_on: Day
    ends_on: Day | None = None
    note: str


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
    gaps: list[Gap] = []


class Usage(Section):
    """One [[usage]]: a CSV of date, count and perhaps label: users, sessions, downloads."""

    name: str
    path: str
    unit: str = "user"
    columns: dict[Literal["date", "count", "label"], str] = {}
    accounts: list[str] = []
    basis: str | None = None
    timezone: Zone = "UTC"
    gaps: list[Gap] = []


class Extension(Section):
    """[funds.extension]: what the funder allows; rules are data with a source, never constants."""

    months: int = Field(default=12, ge=0, le=120)
    notice_days: int = Field(default=45, ge=0, le=3650)
    office_days: int = Field(default=0, ge=0, le=3650)
    approved_by: str | None = None
    timezone: Zone | None = None
    work: str | None = None
    work_months: Money | None = Field(default=None, le=1200)
    source: str | None = None
    source_on: Day | None = None


FundKind = Literal["grant", "credits", "donation", "in_kind"]


class Fund(Section):
    """One [[funds]]: money the team may spend, until when and on what."""

    id: str
    name: str
    kind: FundKind
    currency: Currency | None = None
    awarded: Money | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    pays_for: list[str] = []
    caps: dict[str, Money] = {}
    overhead_rate: Share = Decimal(0)
    fee_rate: Share = Decimal(0)
    tax_rate: Share = Decimal(0)
    encumbered: Money = Decimal(0)
    reimbursed_after_days: int | None = Field(default=None, ge=0)
    priority: int = 0
    funder: str | None = None
    extension: Extension | None = None


class Ledger(Section):
    """One [[funding.ledgers]]: money moved outside the cloud bills, from a CSV."""

    path: str
    name: str
    format: Literal["open_collective", "generic"] = "open_collective"
    category: str = "people"
    fund: str | None = None
    currency: Currency | None = None
    columns: dict[str, str] = {}


class Funding(Section):
    """[funding]: where balances, ledgers and exchange rates stand; how far to look ahead."""

    balances: str | None = None
    rates: str | None = None
    ledgers: list[Ledger] = []
    lead_months: dict[FundKind, int] = {}
    category_priority: list[str] = []
    horizon_months: int = Field(default=24, ge=1, le=60)
    rate_band: Share = Decimal("0.1")


class Pending(Section):
    """One [[pending]]: an award hoped for, with the team's own guess of its chance."""

    id: str
    name: str
    amount: Money
    currency: Currency | None = None
    probability: Share
    starts_on: Day
    latest_on: Day | None = None
    ends_on: Day | None = None
    pays_for: list[str] = []
    fee_rate: Share = Decimal(0)
    group: str | None = None
    group_rule: Literal["at_most_one", "all_or_none"] = "at_most_one"
    kind: FundKind = "grant"


class Planned(Section):
    """One [[planned_costs]]: a cost known beforehand; people are summed, never per person."""

    name: str
    category: str
    amount: Cents
    per: Literal["month", "once"] = "month"
    currency: Currency | None = None
    starts_on: Day
    ends_on: Day | None = None


class Budget(Section):
    """One [[budgets]]: what a month may cost, drawn as a line on the Burn page."""

    amount: Money
    currency: Currency | None = None
    starts_on: Day
    ends_on: Day | None = None


class Event(Section):
    """One [[events]]: a day on which spending changed its level; months before it do not count."""

    name: str
    on: Day
    category: str | None = None


class Scenario(Section):
    """One [[scenarios]]: what if; each key left out changes nothing."""

    name: str
    category: str | None = None
    from_on: Day | None = None
    sponsor_share: Share = Decimal(0)
    sponsor_cap: Money | None = None
    cut: Share = Decimal(0)
    price_change: Decimal = Field(default=Decimal(0), ge=-1, le=100, decimal_places=6)
    award: Money = Decimal(0)
    award_pays_for: list[str] = []
    extend: dict[str, int] = {}
    reserve: Money = Decimal(0)
    with_pending: bool = False


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Preset(Section):
    """One [[presets]]: who gets a sponsor pack, and how much of the money they see.

    audience  funder | credits | public: which columns may leave (share/audience.py)
    funds     fund ids that may be named; the others are other funders' business
    amounts   exact, rounded to two or three figures, or indexed (the first full month is 100)
    """

    name: Name
    recipient: str
    audience: Literal["funder", "credits", "public"] = "funder"
    funds: list[str] = []
    months: int = Field(default=12, ge=3, le=36)
    amounts: Literal["exact", "rounded", "indexed"] = "exact"
    words: str | None = None
    extension: bool = False


class Alerts(Section):
    """[alerts]: what is worth a digest, and where it goes beside stdout.

    …_env name environment variables that hold an address: who knows it can post in your name
    """

    docs_days: int = Field(default=7, ge=0)
    runway_months: int | None = Field(default=None, ge=1)
    file: str | None = None
    webhook_env: str = "QUARTERDECK_WEBHOOK"
    ping_env: str = "QUARTERDECK_PING"


class Access(Section):
    """[access]: who may see the pages, by the e-mail their sign-in provider has verified."""

    emails: list[str] = []
    domains: list[str] = []

    @model_validator(mode="after")
    def _somebody(self) -> "Access":
        if not (self.emails or self.domains):
            raise ValueError("nobody is named; write emails = [...] or domains = [...]")
        if odd := [domain for domain in self.domains if "@" in domain or "." not in domain]:
            raise ValueError(f"{odd[0]!r} is no domain; write one like 'example.org'")
        return self

    def admits(self, email: str) -> bool:
        """Whether the address, or exactly its domain, is on the list; case does not count."""
        address = email.casefold()
        return address in map(str.casefold, self.emails) or address.rpartition("@")[2] in map(
            str.casefold, self.domains
        )


class Config(Section):
    """The whole of dashboard.toml, checked. A source that is not set up is empty or None."""

    file: Path
    project: Project = Project()
    notes: list[Notes] = []
    people: People = People()
    billing: list[Billing] = []
    github: GitHub | None = None
    docs: Docs | None = None
    launches: Launches | None = None
    usage: list[Usage] = []
    funds: list[Fund] = []
    funding: Funding = Funding()
    pending: list[Pending] = []
    planned_costs: list[Planned] = []
    budgets: list[Budget] = []
    events: list[Event] = []
    scenarios: list[Scenario] = []
    presets: list[Preset] = []
    alerts: Alerts = Alerts()
    access: Access | None = None

    @property
    def folder(self) -> Path:
        """The folder of dashboard.toml: what relative paths start from."""
        return self.file.parent

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample that ships with the project; it is never fetched."""
        return self.file == SAMPLE

    def resolve(self, path: str) -> Path:
        """A path of the file as an absolute one."""
        return (self.folder / Path(path).expanduser()).resolve()

    def place(self, path: Path) -> str:
        """How records name a file: relative to the config's folder, with `/`."""
        return Path(os.path.relpath(path, self.folder)).as_posix()


@dataclass(frozen=True)
class House:
    """A config and the data folder that belongs to it."""

    config: Config
    data: Path

    @property
    def raw(self) -> Path:
        """What was fetched: the truth, to be backed up. The sample brings its own."""
        return (self.config.folder if self.config.is_sample else self.data) / "raw"

    @property
    def cache(self) -> Path:
        """What can be made again."""
        return self.data / "cache"


def load(file: Path | str | None = None, data: Path | str | None = None) -> House:
    """The config and its data folder: arguments first, then the environment, then the defaults.

    Without any file named, `dashboard.toml` of the working folder or of the checkout is taken,
    else the sample. Raises ConfigError with one line per mistake.
    """
    config = _parse(_find(file))
    folder = data or os.environ.get("QUARTERDECK_DATA") or config.resolve(config.project.data)
    return House(config, Path(folder).resolve())


def _find(file: Path | str | None) -> Path:
    named = file or os.environ.get("QUARTERDECK_CONFIG")
    if named:
        if not Path(named).is_file():
            raise ConfigError(
                [f"{named}: no such file. Fix: make it with python -m pipelines start"]
            )
        return Path(named).resolve()
    own = [folder / "dashboard.toml" for folder in (Path.cwd(), HOME)]
    return next((path.resolve() for path in own if path.is_file()), SAMPLE)


def _parse(file: Path) -> Config:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as mistake:
        line = f"{file.name}: not readable as TOML: {mistake}. Fix: mend that place in {file}"
        raise ConfigError([line]) from None
    if "file" in values:
        raise ConfigError([f"{file.name}: file: unknown key. Fix: remove it"])
    try:
        config = Config(file=file, **values)
    except ValidationError as error:
        raise ConfigError([_sentence(file, dict(detail)) for detail in error.errors()]) from None
    if crossed := [f"{file.name}: {line}" for line in _crossed(config)]:
        raise ConfigError(crossed)
    return config


def _crossed(config: Config) -> Iterator[str]:
    """Mistakes that no key shows by itself: twice the same id, an end before its start, …"""
    funds = [fund.id for fund in config.funds]
    for section, ids in (("funds", funds), ("pending", [each.id for each in config.pending])):
        for each in sorted({each for each in ids if ids.count(each) > 1}):
            yield f"{section}: id {each!r} is used twice. Fix: give each its own id"
    for at, entry in enumerate(config.notes, start=1):
        if not (entry.path or entry.git or entry.hackmd):
            yield f"notes[{at}]: no place is named. Fix: add path = …, git = … or hackmd = …"
    for section in ("funds", "pending", "planned_costs", "budgets"):
        for at, entry in enumerate(getattr(config, section), start=1):
            if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
                yield f"{section}[{at}].ends_on: before starts_on. Fix: correct one of the two"
    known = " or ".join(funds) or "none"
    for place, named in _funds_named(config):
        if named not in funds:
            yield f"{place}: {named!r} is no id of [[funds]]. Fix: use {known}"


def _funds_named(config: Config) -> Iterator[tuple[str, str]]:
    """Where other sections name a fund, and by which id."""
    for at, what_if in enumerate(config.scenarios, start=1):
        yield from ((f"scenarios[{at}].extend", fund) for fund in what_if.extend)
    for at, preset in enumerate(config.presets, start=1):
        yield from ((f"presets[{at}].funds", fund) for fund in preset.funds)


def _sentence(file: Path, mistake: dict[str, Any]) -> str:
    place = tuple(part for part in mistake["loc"] if part != "[key]")
    key = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".")
    what, fix = _told(mistake, place)
    return f"{file.name}: {key}: {what}. Fix: {fix}"


def _told(mistake: dict[str, Any], place: tuple[str | int, ...]) -> tuple[str, str]:
    """What is wrong and what would be right."""
    kind, what = mistake["type"], str(mistake.get("ctx", {}).get("error") or mistake["msg"])
    if kind == "extra_forbidden":
        return "unknown key", _did_you_mean(place[-1], _keys_at(place[:-1]))
    if kind == "literal_error" and mistake["loc"][-1] == "[key]":
        words = sorted(set(mistake["ctx"]["expected"].split("'")[1::2]))
        return "unknown key", _did_you_mean(place[-1], words)
    if kind == "missing":
        return "missing", f"add {place[-1]} = …"
    if kind == "list_type" and isinstance(mistake["input"], dict):
        return "one table, where a list of them is wanted", f"write [[{place[-1]}]]"
    if kind.startswith("date_"):
        return what, "write a day like 2026-12-31, without quotes"
    return what, "correct the value"


def _did_you_mean(word: str | int, known: list[str]) -> str:
    near = difflib.get_close_matches(str(word), known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"known keys here: {', '.join(known)}"


def _keys_at(place: tuple[str | int, ...]) -> list[str]:
    section: type[BaseModel] = Config
    for part in place:
        if isinstance(part, str) and part in section.model_fields:
            section = _section_in(section.model_fields[part].annotation) or section
    return sorted(set(section.model_fields) - {"file"})


def _section_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_section_in, get_args(annotation))), None)
