"""Where did we write that?"""

import streamlit as st

from metrics.search import find
from views import page
from wording import search as wording

places = page.ask(find.places)
if not places:
    page.show(wording.nothing_read())
    page.source_notes("notes")
    st.stop()

head, label = st.container(), wording.LABELS
text = st.text_input(label["q"], key="q", placeholder=wording.HINT, bind="query-params")
with st.container(horizontal=True, vertical_alignment="bottom"):
    series = st.multiselect(
        label["series"], places, placeholder=wording.ALL, key="series",
        bind="query-params", width=320,
    )  # fmt: skip
    kinds = st.multiselect(
        label["kind"], find.KINDS, placeholder=wording.ALL, key="kind",
        bind="query-params", width=320, format_func=wording.KINDS.__getitem__,
    )  # fmt: skip
    first = st.date_input(label["first"], value=None, key="from", bind="query-params", width=150)
    last = st.date_input(label["last"], value=None, key="to", bind="query-params", width=150)
    person, named = None, page.house().config.people.names == "full"
    if named:
        people = {each.person_id: each.name for each in page.ask(find.people)}
        person = st.selectbox(
            "Person", list(people), index=None, placeholder="Anybody", key="person",
            format_func=people.__getitem__, width=320,
        )  # fmt: skip
asked = find.Asked(
    (text or "").strip(), tuple(kinds), tuple(series), first, last, named=named, person=person
)
facts = wording.Facts(asked.text or ("person" if person else ""), page.ask(find.find, asked=asked))
page.show(wording.page(facts), top=head)
with head:
    page.source_notes("notes")
