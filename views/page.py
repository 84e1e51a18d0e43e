"""What every page shares: the build it asks, its heading, tiles, charts, tables and notes.

A view imports this module and nothing else of the shell. Every value that comes from data is
escaped: plain `str` always is where this module says "text", HTML is a `Markup`, made with
`html("<b>{}</b>", value)`, whose arguments are escaped, too.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import streamlit as st
from markupsafe import Markup

import config
from charts.ink import DARK, LIGHT, Ink
from metrics import sources
from views.panels import (
    Attention,
    Tile,
    attention,
    chart,
    esc,
    head,
    html,
    note,
    state,
    table,
    tiles,
)
from warehouse import read

__all__ = [
    "Attention", "Markup", "Tile", "as_of", "ask", "attention", "chart", "esc", "head", "house",
    "html", "ink", "note", "source_notes", "state", "table", "tiles",
]  # fmt: skip

T = TypeVar("T")


def house() -> config.House:
    """The config and its data folder, as they stand now. Raises ConfigError."""
    return config.load()


def build() -> Path:
    """The build this run of the page asks, pinned by app.py so that no page mixes two builds."""
    return Path(st.session_state["build"])


def pin(file: Path) -> None:
    """Choose the build of this run; app.py does it once, before anything is drawn."""
    st.session_state["build"] = str(file)


def ask(metric: Callable[..., T], **arguments: Any) -> T:
    """`metric(db, **arguments)` on the build in use; answered once per build and arguments.

    Arguments are plain values (str, int, date, Decimal, tuple, frozen dataclass); the answer is
    a DataFrame or a dataclass that can be pickled.
    """
    name = f"{metric.__module__}.{metric.__qualname__}"
    answer: T = _answer(str(build()), name, metric, arguments)
    return answer


@st.cache_data(max_entries=600, show_spinner=False)
def _answer(
    build: str,
    name: str,  # noqa: ARG001 - the cache's name for _metric, which cannot be one itself
    _metric: Callable[..., Any],
    arguments: dict[str, Any],
) -> Any:
    return _metric(_connection(build).cursor(), **arguments)


@st.cache_resource(max_entries=3, show_spinner=False)
def _connection(build: str) -> duckdb.DuckDBPyConnection:
    return read.connect(Path(build))


def as_of() -> date:
    """The day the build speaks of, in the team's time zone."""
    return ask(sources.info).as_of


def ink() -> Ink:
    """The colours of the theme this run is drawn for."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def source_notes(source: str) -> bool:
    """Draw what is wrong with a source; whether there is anything to show of it."""
    units = ask(sources.runs, source=source)
    if all(unit.status == "not_set_up" for unit in units):
        note("not_set_up", html("<b>{} are not set up.</b>", sources.LABELS[source].capitalize()))
        return False
    for unit in units:
        if unit.status in ("stale", "failed"):
            kind = "stale" if unit.status == "stale" else "error"
            note(kind, html("{} {}: {}. Fix: {}.", source, unit.unit, unit.message, unit.remedy))
    return any(unit.status in ("ok", "stale") for unit in units)
