"""What was promised, and is it done?"""

import pandas as pd
import streamlit as st

from charts import actions as charts
from metrics import words
from metrics.meetings import actions, attendance, decisions, withheld_names
from views import page

QUESTION = "What was promised, and is it done?"
SHOWN = 25


def action(text: str, owners: list[str]) -> page.Markup:
    """An action in a table; on a phone its owners stand under it."""
    who = actions.owners(owners)
    return page.html('{}<small class="qd-phone">{}</small>', text, who)


as_of = page.as_of()
names = page.ask(attendance.series_names)
if not names:
    page.head(QUESTION, "No meeting is read yet.")
    page.source_notes("notes")
    st.stop()

answer = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    months = st.segmented_control(
        "Months", [3, 6, 12, 24, 120], default=6, required=True, key="months", bind="query-params",
        format_func=lambda months: "All" if months == 120 else str(months), wrap=True,
    )  # fmt: skip
    chosen = st.multiselect(
        "Series", names, placeholder="All", key="series", bind="query-params", width=320
    )
    named = st.toggle("Show names", key="names")


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows as this page shows them: without names until somebody asks."""
    return frame if named else withheld_names.without_names(frame, page.ask(withheld_names.known))


series = tuple(chosen)
found = shown(page.ask(actions.actions, as_of=as_of, months=months, series=series))
told = actions.summary(found)
settled = page.ask(decisions.count, as_of=as_of, months=months, series=series)
late = shown(page.ask(actions.put_off, as_of=as_of, months=months, series=series))
buckets = actions.ages(found)
waiting = found[~found["done"].astype(bool)]
again = waiting[waiting["times"] > 1].sort_values(["times", "first_on"], ascending=[False, True])
ink = page.ink()

with answer:
    page.head(
        QUESTION, actions.answer(told, as_of),
        "As written in the notes, with names only when you ask for them. An action without any "
        "mark counts as open; copies of one action are one. Age counts from the meeting that "
        "raised it first.",
    )  # fmt: skip
    page.source_notes("notes")

page.tiles(
    [
        page.Tile("Not marked done", words.number(told.open_now), definition=actions.actions),
        page.Tile("Nobody named", words.number(told.nobody), definition=actions.summary),
        page.Tile("Raised more than once", words.number(told.carried), definition=actions.summary),
        page.Tile("Marked done", words.number(told.done), definition=actions.summary),
        page.Tile("Decisions", words.number(settled), definition=decisions.count),
    ]
)  # fmt: skip

page.chart(
    "ages", "Open actions by age",
    page.html(
        '<i class="qd-key" style="background:{}"></i><b>With an owner</b>, hollow where '
        "<b>nobody is named</b>. {} of {} name who is to act.",
        ink.bar, told.open_now - told.nobody, told.open_now,
    ),
    charts.ages(buckets, ink), buckets, actions.ages,
)  # fmt: skip

if not again.empty:
    st.subheader("Carried over: raised before and not closed", anchor=False)
    page.table(
        ["Action", ("Who", "qd-hide"), ("Meetings", "n"), ("Since", "n")],
        [
            (action(row["text"], row["owners"]), actions.owners(list(row["owners"])), row["times"],
             words.day(row["first_on"]))
            for row in again.head(SHOWN).to_dict("records")
        ],
    )  # fmt: skip

st.subheader("Open actions, the oldest first", anchor=False)
if waiting.empty:
    page.note("empty", "Nothing is open in these months.")
else:
    page.table(
        ["Action", ("Who", "qd-hide"), ("Raised", "n"), ("Place", "qd-hide")],
        [
            (
                action(row["text"], row["owners"]), actions.owners(list(row["owners"])),
                page.html("{}<br><small>{}</small>", words.day(row["first_on"]),
                          words.days(row["age_days"])),
                page.html("{}<br><small>{}:{}</small>", row["series"],
                          row["source_file"].rpartition("/")[2], row["source_line"]),
            )
            for row in waiting.head(SHOWN).to_dict("records")
        ],
    )  # fmt: skip
page.data("all-actions", "Show all actions, done ones too", found, actions.actions)

st.subheader("Decisions", anchor=False)
holding = st.text_input("Find a decision", key="find", placeholder="A word of it")
wanted = {"as_of": as_of, "months": months, "series": series, "holding": holding or ""}
hits = shown(page.ask(decisions.decisions, **wanted))
held = page.ask(decisions.count, **wanted)
if hits.empty:
    page.note("empty", "No decision of these months holds that." if holding else "No decision.")
else:
    page.table(
        ["Decision", ("Series", "qd-hide"), ("Day", "n")],
        [(it["text"], it["series"], words.day(it["held_on"])) for it in hits.to_dict("records")],
    )
    if held > len(hits):
        page.note("empty", page.esc(decisions.older(held)))

if not late.empty:
    st.subheader("Put off", anchor=False)
    page.table(
        ["Agenda item", "Outcome", ("Day", "n")],
        [
            (it["title"], it["outcome"], words.day(it["held_on"]))
            for it in late.head(SHOWN).to_dict("records")
        ],
    )
    if len(late) > SHOWN:
        page.data("put-off", "Show all that was put off", late, actions.put_off)
