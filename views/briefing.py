"""What changed since the last meeting, what needs a decision?"""

import streamlit as st

from metrics import words
from metrics.briefing import attention, changes, meeting_pairs
from metrics.briefing import figures as tiles
from share import preview
from views import page

MOST = 8  # lines of what needs a decision: two minutes, read aloud

top = st.container()
offered = page.ask(meeting_pairs.pairs, as_of=page.as_of())
label = None
if len(offered) > 1:
    with st.container(key="controls"):
        label = st.selectbox(
            "Meetings to compare",
            [each.label for each in offered],
            label_visibility="collapsed",
            key="between",
            bind="query-params",
            width=340,
        )
pair = meeting_pairs.chosen(offered, label)

found = page.ask(attention.items, as_of=page.as_of())
sentence, basis = page.ask(meeting_pairs.answer, pair=pair, to_decide=attention.to_decide(found))
figures = page.ask(tiles.figures, pair=pair)
happened = page.ask(changes.since, pair=pair)

with top:
    page.head(meeting_pairs.question(pair), sentence, basis)

if figures:
    page.tiles(
        [
            page.Tile(
                each.label, each.value, each.delta, each.beside, each.tone,
                chart=each.chart or None, chart_type=each.chart_type,
                definition=each.definition, formula=each.formula, rows=each.rows,
            )
            for each in figures
        ]
    )  # fmt: skip
else:
    page.note(
        "not_set_up",
        page.html(
            "<b>No source is set up.</b> <a href='setup'>Setup</a> says what a first one unlocks."
        ),
    )

left, right = st.columns([2.1, 1], gap="large")
with left:
    st.subheader("What needs a decision today", anchor=False)
    lines = [
        page.Attention(item.tone, item.word, item.text, item.link, item.detail, item.side)
        for item in found
    ] or [page.Attention("fine", "On track", "Nothing is late, failing or about to end.")]
    page.attention(lines[:MOST])
    if lines[MOST:]:
        with st.expander(f"{words.number(len(lines) - MOST)} more", type="compact"):
            page.attention(lines[MOST:])
with right:
    st.subheader(f"Since {words.long_day(pair.since, year=False)}", anchor=False)
    if happened:
        page.table(
            ["What", ("How much", "n")],
            [
                (page.html('<a href="{}">{}</a>', line.page, line.label), line.value)
                for line in happened
            ],
        )
    else:
        page.note(
            "empty",
            page.html(
                "Nothing is known of these days. <a href='setup'>Setup</a> says what would be."
            ),
        )

if st.button("Write the next agenda", key="agenda"):
    st.html(
        page.html(
            '<div class="qd-basis">In the form of your newest notes; the sign at its upper right '
            "copies it. By command: <code>python -m share agenda</code></div>"
        )
    )
    text = page.ask(preview.next_agenda, series=pair.series)
    st.code(text, language=None, wrap_lines=True)
