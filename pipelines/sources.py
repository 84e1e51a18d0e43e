"""The sources in the order an ingest asks and reads them; one not set up is not even imported."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

from config import House
from pipelines import Source
from warehouse.records import SourceRun

NAMES = ("notes", "billing", "github", "docs_builds", "launches", "usage", "funds")


def sources(house: House) -> list[Source]:
    """Every source; importing all of them takes as long as reading one that did not change."""
    config = house.config
    said = {
        "notes": config.notes, "billing": config.billing, "docs_builds": config.docs,
        "github": config.github or (config.folder / "claims.toml").is_file(),
        "launches": config.launches, "usage": config.usage, "funds": True,  # settings of all pages
    }  # fmt: skip
    return [import_module(f"pipelines.{name}") if said[name] else _absent(name) for name in NAMES]


def _absent(name: str) -> Any:
    """A source that dashboard.toml does not name."""
    run = SourceRun(name, "", "not_set_up")
    return SimpleNamespace(NAME=name, fetch=lambda *_, **__: (), read=lambda *_: [run])
