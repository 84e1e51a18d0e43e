"""Which docs are broken, since when?"""

import pandas as pd
import streamlit as st

from charts import docs_builds as charts
from metrics import docs_words
from metrics.docs import builds, history
from views import docs_grid, page

QUESTION = "Which docs are broken, since when?"

every = page.ask(builds.versions, as_of=page.as_of())
if not every:
    page.head(QUESTION, "No documentation site is read yet.")
    page.source_notes("docs_builds")
    st.stop()

page.head(QUESTION, docs_words.answer(every), docs_words.basis(every))

with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
    show = st.segmented_control(
        "Show",
        ["All", "Failing only"],
        default="All",
        required=True,
        key="show",
        bind="query-params",
    )
    active = st.toggle("Active versions only", value=True, key="active", bind="query-params")

page.source_notes("docs_builds")
shown = builds.chosen(every, failing_only=show == "Failing only", active_only=active)
sites = [version for version in shown if version.is_default]
if not sites:
    page.note("empty", page.html("No documentation site is failing."))
else:
    strips = page.ask(history.strips)
    default = docs_grid.usual(sites)
    page.table(docs_grid.columns(default), docs_grid.rows(shown, strips, default))
    st.html(
        '<div class="qd-basis qd-wide">Tall bar: failed. Short bar: passed. Line: skipped, '
        "cancelled or not ended.</div>"
    )
page.data(
    "docs-versions",
    "Every version as a table, explain",
    pd.DataFrame(shown),
    builds.versions,
)

st.space("medium")
weeks = page.ask(history.failing_by_week, as_of=page.as_of())
page.chart(
    "docs-weeks",
    "Sites failing at the end of each week",
    page.esc(docs_words.weeks_words(weeks)),
    charts.failing(weeks, page.ink()),
    weeks,
    history.failing_by_week,
)

st.space("medium")
names = {site.project: site.name for site in every if site.is_default}
site = st.selectbox(
    "Site", list(names), format_func=names.__getitem__, key="site", bind="query-params"
)
times = page.ask(history.durations, project=site)
page.chart(
    "docs-durations",
    f"How long a build of {names[site]} takes, minutes",
    page.esc(docs_words.durations_words(times)),
    charts.durations(times, page.ink()),
    times,
    history.durations,
)

with st.expander("Badges for a README", key="badges", type="compact"):
    st.code(page.ask(history.badges), language="markdown", wrap_lines=True)
