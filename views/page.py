"""What every page shares: the build it asks, its heading, tiles, charts, tables and notes.

A view imports this module and nothing else of the shell. Every value that comes from data is
escaped: plain `str` always is where this module says "text", HTML is a `Markup`, made with
`html("<b>{}</b>", value)`, whose arguments are escaped, too.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

import config
from charts.theme import DARK, LIGHT, Ink
from metrics import words
from metrics.data_quality import setup, sources
from views import components, panels
from views.panels import (
    Attention,
    Tile,
    attention,
    chart,
    data,
    esc,
    head,
    html,
    note,
    plain,
    state,
    table,
)
from warehouse import read
from wording.page import Page

__all__ = [
    "Attention", "Markup", "Tile", "as_of", "ask", "ask_before", "attention", "chart", "data",
    "esc", "head", "house", "html", "ink", "note", "plain", "show", "source_notes", "state", "table",
    "tiles",
]  # fmt: skip

T = TypeVar("T")


def house() -> config.House:
    """The config and its data folder, as they stand now. Raises ConfigError."""
    return config.load()


def build() -> Path:
    """The build this run of the page asks, pinned by app.py so that no page mixes two builds."""
    return Path(st.session_state["build"])


def pin(file: Path) -> None:
    """Choose the build of this run; app.py does it once, before anything is drawn.

    Raises OtherBuild for a build that this version cannot read.
    """
    _connection(str(file))
    st.session_state["build"] = str(file)


def ask(metric: Callable[..., T], **arguments: Any) -> T:
    """`metric(db, **arguments)` on the build in use; answered once per build and arguments.

    Arguments are plain values (str, int, date, Decimal, tuple, frozen dataclass); the answer is
    a DataFrame or a dataclass that can be pickled.
    """
    name = f"{metric.__module__}.{metric.__qualname__}"
    answer: T = _answer(str(build()), name, metric, arguments)
    return answer


def ask_before(metric: Callable[..., T], **arguments: Any) -> T | None:
    """The same question to the build before this one; None where there is none."""
    older = [file for file in read.builds(build().parent) if file.name < build().name]
    if not older:
        return None
    name = f"{metric.__module__}.{metric.__qualname__}"
    try:
        answer: T = _answer(str(older[0]), name, metric, arguments)
    except read.OtherBuild:
        return None
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


def tiles(row: Sequence[Tile]) -> None:
    """Up to five figures; the first carries the page. Definitions are one click away."""
    about = ask(sources.info)
    panels.tiles(row, f"As of {words.day(about.as_of)}, built {about.built_at:%Y-%m-%d %H:%M} UTC.")


def show(
    found: Page, *, top: DeltaGenerator | None = None, controls: components.Controls | None = None
) -> None:
    """Draw a page: its head, in `top` where controls come in between, then its blocks."""
    with top or nullcontext():
        components.head(found)
    about = ask(sources.info)
    built = f"As of {words.day(about.as_of)}, built {about.built_at:%Y-%m-%d %H:%M} UTC."
    components.blocks(found.blocks, ink(), built, controls)


def ink() -> Ink:
    """The colours of the theme this run is drawn for."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def other_version() -> None:
    """What a page says on a build of another version: one command makes a new one."""
    head("What is there to see?", "Quarterdeck was changed since the last ingest.")
    note(
        "stale",
        html(
            "The newest build was made by another version and is not shown. Nothing is lost: "
            "run <code>{}</code> and this page appears by itself.",
            setup.COMMAND,
        ),
    )


def nothing_read() -> None:
    """What a page says while there is no build: what to run, and where to look first."""
    head("What is there to see?", "Nothing has been read yet.")
    note(
        "not_set_up",
        html(
            "<b>There is no build in {}.</b> Run <code>{}</code> and this page appears by "
            'itself. <a href="setup">Setup</a> says what is set up.',
            house().data, setup.COMMAND,
        ),
    )  # fmt: skip


def mistaken(lines: list[str]) -> None:
    """What a page says while dashboard.toml has mistakes: each with its place and remedy."""
    head("What is wrong with the settings?", "The settings have a mistake, so nothing is shown.")
    for line in lines:
        note("mistake", html("{}", line))
    st.html(
        "<p>Mend it and reload this page. <code>python -m pipelines check</code> reads it too.</p>"
    )


def source_notes(source: str) -> bool:
    """Draw what is wrong with a source; whether there is anything to show of it."""
    units = ask(sources.runs, source=source)
    if all(unit.status == "not_set_up" for unit in units):
        piece_note(setup.SOURCES[source])
        return False
    troubled = [unit for unit in units if unit.status in ("stale", "failed")]
    for alike in _alike(troubled):
        note("stale" if alike[0].status == "stale" else "error", _trouble(alike))
    return any(unit.status in ("ok", "stale") for unit in units)


def piece_note(piece: setup.Piece) -> None:
    """What is not set up, the lines that would set it up, the command, and what it unlocks."""
    note(
        "not_set_up",
        html(
            "<b>{}: not set up.</b> Add to dashboard.toml:<pre>{}</pre>"
            "then run <code>{}</code>. It unlocks {}.",
            piece.name, piece.lines, setup.COMMAND, piece.unlocks,
        ),
    )  # fmt: skip


def _alike(units: list[sources.Run]) -> list[list[sources.Run]]:
    """Units with the same trouble together: sixty sites behind one lost network are one note."""
    groups: dict[tuple[str, str], list[sources.Run]] = {}
    for unit in units:
        groups.setdefault((unit.status, unit.trouble), []).append(unit)
    return list(groups.values())


def _trouble(units: list[sources.Run]) -> Markup:
    first, label = units[0], sources.LABELS[units[0].source]
    named = [unit.unit for unit in units[:3]]
    if len(units) > 3:
        named.append(f"{len(units) - 3} more")
    name = f"{label[0].upper()}{label[1:]} {words.listing(named)}".strip()
    oldest = min((unit.as_of for unit in units if unit.as_of), default=None)
    known = (
        f" Figures are of {words.day(oldest.date())}." if first.status == "stale" and oldest else ""
    )
    return html("{}: {}{}", name, first.trouble, known)
