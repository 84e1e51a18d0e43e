"""What every page shares: the build it asks, and the drawing of its Page.

A view imports this module and nothing else of the shell.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import config
from charts.theme import DARK, LIGHT, Ink
from metrics import answers, once
from metrics.data_quality import sources, standing
from share import meeting_view
from views import access, components, meeting
from views.html import plain
from warehouse import read
from wording import gather, shell
from wording.page import Block, Page

T = TypeVar("T")


def house() -> config.House:
    """The config and its data folder, as they are now. Raises ConfigError."""
    return config.load()


def build() -> Path:
    """The build this run of the page asks, pinned by app.py so that no page mixes two builds."""
    return Path(st.session_state["build"])


def pin(data: Path) -> None:
    """Choose the newest build for this run; app.py does it once, before anything is drawn.

    Raises NoBuild, and OtherBuild for a build that this version cannot read.
    """
    file = read.newest(data)
    while not _is_opened(file):
        file = read.newest(data)
    _forget_others(str(file))
    st.session_state["build"] = str(file)


def _is_opened(file: Path) -> bool:
    """Whether a build can be asked; False: it was swept meanwhile, so there is a newer one."""
    try:
        _connection(str(file))
    except duckdb.IOException:
        if file.exists():
            raise
        return False
    return True


def ask(metric: Callable[..., T], /, **arguments: Any) -> T:
    """`metric(db, **arguments)` on the build in use; answered once per build and arguments.

    Arguments are plain values (str, int, date, Decimal, tuple, frozen dataclass); the answer is
    a DataFrame or a dataclass that can be pickled.
    """
    if not _is_opened(build()):  # swept under a page that was open for long: draw it anew
        st.rerun()
    name = f"{metric.__module__}.{metric.__qualname__}"
    answer: T = _answer(str(build()), name, metric, arguments)
    return answer


def later(metric: Callable[..., T], /, **arguments: Any) -> Callable[[], T]:
    """The same question, asked when its answer is wanted, and not kept: for a file to download."""
    file = str(build())

    def answer() -> T:
        with once.within(_answers(file)):
            return metric(_connection(file).cursor(), **arguments)

    return answer


def ask_before(metric: Callable[..., T], **arguments: Any) -> T | None:
    """The same question to the build before this one; None where there is none."""
    older = [file for file in read.builds(build().parent) if file.name < build().name]
    if not older:
        return None
    name = f"{metric.__module__}.{metric.__qualname__}"
    try:
        if not _is_opened(older[0]):
            return None
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
    db = _connection(build).cursor()
    with once.within(_answers(build)):
        found = answers.kept(db, _metric, arguments)
        return found[0] if found else _metric(db, **arguments)


@st.cache_resource(max_entries=3, show_spinner=False)
def _forget_others(build: str) -> None:  # noqa: ARG001 - once for each build
    """Drop the answers and charts of the builds before: these are most of the server's memory."""
    _answer.clear()
    components.forget_figures()


@st.cache_resource(max_entries=3, show_spinner=False)
def _answers(build: str) -> once.Answers:  # noqa: ARG001 - a dict for each build
    return {}


@st.cache_resource(max_entries=3, show_spinner=False)
def _connection(build: str) -> duckdb.DuckDBPyConnection:
    return read.connect(Path(build))


def as_of() -> date:
    """The day of the build, in the team's time zone."""
    return ask(sources.info).as_of


def today() -> date:
    """The day of looking, which no build can know: data grow old while nobody renews it."""
    return house().config.project.today(datetime.now(UTC))


def show(
    found: Page, *, top: DeltaGenerator | None = None, controls: components.Controls | None = None
) -> None:
    """Draw a page: its head, in `top` where controls come in between, then its blocks.

    The page of rows leads back here, with the filters that were chosen.
    """
    if here := st.session_state.get("here"):
        query = {name: st.query_params.get_all(name) for name in st.query_params}
        st.session_state["came_from"] = (here, query)
    if meeting.is_on():
        answer = meeting_view.checked(replace(found, blocks=()), _private())
        found = replace(answer, blocks=found.blocks)  # these are checked where they are drawn
    with top or nullcontext():
        components.head(found)
    show_blocks(found.blocks, controls)


def show_blocks(found: Sequence[Block], controls: components.Controls | None = None) -> None:
    """Draw blocks; the explanations of tiles name the build, and each CSV its age."""
    if meeting.is_on():
        found = meeting_view.blocks(found, _private())
    age = components.Age()
    if "build" in st.session_state:
        about = ask(sources.info)
        reach = ask(standing.reach, on=today())
        age = components.Age(shell.build_line(about), about.as_of, reach)
    components.blocks(found, ink(), age, controls)


@access.fragment()
def more(label: str, made: Callable[[], Sequence[Block]]) -> None:
    """The fold at the end of a page, computed once somebody opens it."""
    folded = st.expander(plain(label), key="more", type="compact", on_change="rerun")
    if folded.open:
        with folded:
            show_blocks(made())


def _private() -> meeting_view.Private:
    return ask(meeting_view.private, state=meeting_view.state())


def ink() -> Ink:
    """The colours of the theme this run is drawn for."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def asker() -> gather.Asker:
    """Who asks the build in use, for the gathering of a page."""
    return gather.Asker(ask, house().config, today(), ask_before)


def source_notes(source: str) -> None:
    """Draw what is wrong with a source."""
    show_blocks(gather.source_notes(asker(), source))
