"""Is the backlog falling, and do the records confirm the numbers in the notes?"""

from typing import Any

import streamlit as st

from metrics.issues import counts, responses
from metrics.issues.scope import Scope
from views import page
from wording import gather, more
from wording import issues as wording

PULLS = "Pull requests"
repositories = page.ask(responses.repositories, as_of=page.as_of())
if not repositories:
    page.show(gather.issues_page(page.asker()))
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
    with st.popover("Filter"):
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
asked: dict[str, Any] = {"months": months, "scope": scope}
page.show(
    gather.issues_page(page.asker(), **asked),
    top=head,
    controls={"more": lambda: page.more(wording.MORE, lambda: more.issues(page.asker(), **asked))},
)
with head:
    page.source_notes("github")
