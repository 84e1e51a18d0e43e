"""The line under the navigation: whose data, of which day, how far each source reaches."""

import streamlit as st

from metrics import sources, words
from views import page
from warehouse.read import builds

SIGNS = {"stale": ("qd-watch", "▲", "old"), "failed": ("qd-act", "✕", "not read")}


def strip() -> None:
    """Product and team, the day of the build, each source that is set up, the way to Sources."""
    about = page.ask(sources.info)
    parts = [page.html('<b class="qd-brand">Quarterdeck</b>')]
    if about.is_sample:
        parts.append(page.html('<a href="setup">sample data, not yours</a>'))
    parts.append(page.html("<span>As of <b>{}</b></span>", words.day(about.as_of)))
    parts += [_part(each) for each in page.ask(sources.freshness)]
    parts.append(page.html('<a href="sources">all sources</a>'))
    st.html(page.html('<div class="qd-strip">{}</div>', page.html("").join(parts)))


def _part(each: sources.Freshness) -> page.Markup:
    if each.status not in SIGNS:
        return page.html("<span>{}</span>", each.words)
    tone, sign, word = SIGNS[each.status]
    return page.html(
        '<span class="{}"><span aria-hidden="true">{}</span> {} ({})</span>',
        tone, sign, each.words, word,
    )  # fmt: skip


@st.fragment(run_every=10)
def watch() -> None:
    """Draw the page anew when a new build was published or the theme was changed.

    Figures are drawn for the theme of their run, and a theme change alone reruns nothing.
    """
    theme = st.context.theme.type
    drawn = st.session_state.setdefault("theme", theme)
    published = builds(page.house().data)
    if theme != drawn or (published and published[0] != page.build()):
        st.session_state["theme"] = theme
        st.rerun()
