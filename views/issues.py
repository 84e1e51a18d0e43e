"""Is the backlog falling, and do the records confirm the numbers in the notes?"""

import streamlit as st

from metrics.calendar import trailing
from metrics.data_quality import source_rows
from metrics.issues import citations, claims, counts, responses
from metrics.issues.scope import Scope
from views import page
from wording import issues as wording

PULLS = "Pull requests"
as_of = page.as_of()
repositories = page.ask(responses.repositories, as_of=as_of)
if not repositories:
    checked = page.ask(claims.claims, as_of=as_of)
    page.show(wording.nothing_read(checked, page.ask(claims.claim_count, as_of=as_of)))
    page.source_notes("github")
    st.stop()

head = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = st.segmented_control(
        "Show", ["Issues", PULLS], default="Issues", required=True, key="kind", bind="query-params"
    )
    months = st.segmented_control(
        "Months", [6, 12, 24], default=12, required=True, key="months", bind="query-params"
    )
    with st.popover("More"):
        chosen = st.multiselect(
            "Repositories", list(dict.fromkeys(repo.full_name for repo in repositories)),
            placeholder="All", key="repos", bind="query-params",
        )  # fmt: skip
        label = st.selectbox(
            "Label", page.ask(counts.labels), index=None, placeholder="Any",
            key="label", bind="query-params",
        )  # fmt: skip
        bots = st.toggle("Count those that bots opened", key="bots", bind="query-params")

scope = Scope(tuple(chosen), label, bots, kind == PULLS)
first = trailing(as_of, months=months)
days = (as_of - first).days + 1
facts = wording.Facts(
    scope=scope,
    repositories=repositories,
    pulse=page.ask(counts.pulse, as_of=as_of, scope=scope),
    flow=page.ask(counts.monthly_flow, as_of=as_of, months=months, scope=scope),
    backlog=page.ask(counts.backlog, as_of=as_of, days=days, scope=scope),
    ages=page.ask(counts.ages, as_of=as_of, scope=scope),
    responses=page.ask(responses.response_times, first=first, as_of=as_of, scope=scope),
    contributors=page.ask(responses.contributors, first=first, as_of=as_of, repos=scope.repos),
    checked=page.ask(claims.claims, as_of=as_of),
    claimed=page.ask(claims.claim_count, as_of=as_of),
    cited=page.ask(citations.cited, as_of=as_of),
    citations=page.ask(citations.citations, as_of=as_of),
    trackers=page.ask(source_rows.trackers, repos=scope.repos),
)
page.show(wording.page(facts), top=head)
with head:
    page.source_notes("github")
