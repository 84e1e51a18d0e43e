"""The line under the navigation: whose data, of which day, how far each source reaches."""

from datetime import UTC, datetime

import streamlit as st

from config import ConfigError
from metrics import words
from metrics.data_quality import sources
from views import page
from warehouse.read import NoBuild, newest

SIGNS = {"stale": ("qd-watch", "▲"), "failed": ("qd-act", "✕")}


def strip() -> None:
    """Product and team, the day of the build, each source that is set up, the way to Sources."""
    about = page.ask(sources.info)
    parts = [page.html('<b class="qd-brand">Quarterdeck</b>')]
    if about.is_sample:
        parts.append(page.html('<a href="setup">sample</a>'))
    parts.append(page.html("<span>As of <b>{}</b></span>", words.day(about.as_of)))
    if page.house().config.project.as_of is None:
        parts.append(_age(sources.days_since(about, now=datetime.now(UTC).replace(tzinfo=None))))
    parts += [_part(each) for each in page.ask(sources.freshness)]
    parts.append(page.html('<a href="sources">sources</a>'))
    st.html(page.html('<div class="qd-strip">{}</div>', page.html("").join(parts)))


def _age(days: int) -> page.Markup:
    """A word on a cron job that stopped; nothing while the build is of these two days."""
    if days < 2:
        return page.html("")
    return page.html(
        '<span class="qd-watch"><span aria-hidden="true">▲</span> last read {} ago</span>',
        words.days(days),
    )


def _part(each: sources.Freshness) -> page.Markup:
    if each.status not in SIGNS:
        return page.html("<span>{}</span>", each.words)
    return page.html(
        '<span class="{}"><span aria-hidden="true">{}</span> {}</span>',
        *SIGNS[each.status], each.words,
    )  # fmt: skip


@st.fragment(run_every=10)
def watch() -> None:
    """Draw the page anew when a new build was published or the theme was changed.

    Figures are drawn for the theme of their run, and a theme change alone reruns nothing.
    """
    now = (_published(), st.context.theme.type)
    if st.session_state.setdefault("drawn", now) != now:
        st.session_state["drawn"] = now
        st.rerun()


def _published() -> str | None:
    """The name of the newest build; None without one, or while dashboard.toml has a mistake."""
    try:
        return newest(page.house().data).name
    except (ConfigError, NoBuild):
        return None
