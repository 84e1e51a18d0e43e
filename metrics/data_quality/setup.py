"""The pieces of dashboard.toml: which are set, and which could be set better."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import Config

# Sections of dashboard.toml, the most useful first.
KEYS = (
    "notes", "billing", "funds", "funding", "github", "docs", "launches", "usage",
    "planned_costs", "pending", "presets",
)  # fmt: skip
NAMED_BY = ("series", "account", "name")
LISTED_BY = {"organizations", "repositories", "projects", "workflows", "archive", "balances"}


@dataclass(frozen=True)
class EndlessPlan:
    """A planned cost without an end whose category has bills: perhaps the same cost twice."""

    name: str
    category: str


@dataclass(frozen=True)
class Piece:
    """One section of dashboard.toml.

    found          the names of its content; empty: it is not set
    missing_token  the variable of the environment that would hold its token, where it is not set
    endless_plans  its planned costs that bills may already cover
    """

    key: str
    found: tuple[str, ...] = ()
    missing_token: str | None = None
    endless_plans: tuple[EndlessPlan, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether the file has anything of it."""
        return bool(self.found)


@dataclass(frozen=True)
class LostFile:
    """A path of the file that leads nowhere, with its key."""

    key: str
    path: str


def pieces(config: Config, environ: Mapping[str, str]) -> list[Piece]:
    """Every piece, the most useful first; `environ` only says whether a token is there."""
    if config.is_sample:
        return [Piece(key, _found(getattr(config, key))) for key in KEYS]
    return [
        Piece(
            key,
            _found(getattr(config, key)),
            token
            if (token := getattr(getattr(config, key), "token_env", None))
            and not environ.get(token)
            else None,
            _endless_plans(config) if key == "planned_costs" else (),
        )
        for key in KEYS
    ]


def lost_files(config: Config) -> list[LostFile]:
    """Each path of the config that leads nowhere."""
    paths = [
        *((f"notes[{n + 1}].path", each.path) for n, each in enumerate(config.notes)),
        *((f"billing[{n + 1}].path", each.path) for n, each in enumerate(config.billing)),
        ("funding.balances", config.funding.balances),
        ("funding.rates", config.funding.rates),
        *(
            (f"funding.ledgers[{n + 1}].path", each.path)
            for n, each in enumerate(config.funding.ledgers)
        ),
        *((f"usage[{n + 1}].path", each.path) for n, each in enumerate(config.usage)),
    ]
    return [
        LostFile(key, path)
        for key, path in paths
        if path and "://" not in path and not _leads_somewhere(config, path)
    ]


def _leads_somewhere(config: Config, path: str) -> bool:
    whole = config.resolve(path)
    if whole.exists():
        return True
    fixed = Path(whole.anchor)
    return any(True for _ in fixed.glob(whole.relative_to(fixed).as_posix()))


def _found(value: Any) -> tuple[str, ...]:
    """The names under which a section's content is known; of tables, the values themselves."""
    if isinstance(value, list):
        return tuple(next(getattr(v, n) for n in NAMED_BY if hasattr(v, n)) for v in value)
    if value is None:
        return ()
    own = [getattr(value, key) for key in value.model_fields_set & LISTED_BY]
    flat = [part for item in own for part in (item if isinstance(item, list) else [item])]
    return tuple(sorted(str(getattr(part, "name", part)) for part in flat if part))


def _endless_plans(config: Config) -> tuple[EndlessPlan, ...]:
    billed = {bill.category for bill in config.billing}
    billed |= {ledger.category for ledger in config.funding.ledgers}
    return tuple(
        EndlessPlan(plan.name, plan.category)
        for plan in config.planned_costs
        if plan.category in billed
        and plan.per == "month"
        and plan.ends_on is None
        and not plan.until_billed
    )
