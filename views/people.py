"""Are we growing or thinning, and do we depend on a few?"""

import streamlit as st

from charts import people as charts
from metrics import people_words, words
from metrics.data_quality import source_rows
from metrics.meetings import attendance, people, retention
from views import page
from wording import source_rows as rows_wording

QUESTION = "Are we growing or thinning, and do we depend on a few?"
as_of = page.as_of()
names = page.ask(attendance.series_names)
if not names:
    page.head(QUESTION, "No meeting is read yet.")
    page.source_notes("notes")
    st.stop()

answer = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    months = st.segmented_control(
        "Months", [12, 24, 36, 60], default=24, required=True, key="months", bind="query-params"
    )
    chosen = st.multiselect(
        "Series", names, placeholder="All", key="series", bind="query-params", width=320
    )
    named = st.toggle("Show names", key="names")

series = tuple(chosen)
now = page.ask(people.year, as_of=as_of, series=series)
before = page.ask(people.year, as_of=people_words.year_before(as_of), series=series)
held = page.ask(attendance.meetings, as_of=as_of, months=months, series=series)
strip = page.ask(attendance.cadence, as_of=as_of, months=months, series=series)
flow = page.ask(retention.monthly_flow, as_of=as_of, months=months, series=series)
timers = page.ask(retention.first_timers, as_of=as_of, series=series)
homes = page.ask(people.organisations, as_of=as_of, series=series)
ink = page.ink()

with answer:
    page.head(
        QUESTION, people_words.answer(now, before, as_of),
        "Who signed a roll call; who came without signing is not counted. Names are shown only "
        "when you ask for them, and who opted out is in no number.",
    )  # fmt: skip
    page.source_notes("notes")

roll_calls = rows_wording.roll_calls(page.ask(source_rows.roll_calls, as_of=as_of, series=series))
page.tiles(
    [
        page.Tile("People, twelve months", words.number(now.people),
                  words.signed(now.people - before.people), "on the year before",
                  definition=people.year, formula=people_words.formula(now, before),
                  rows=roll_calls),
        page.Tile("Came to a meeting, median", people_words.half(now.median),
                  f"{people_words.half(before.median)} a year ago", definition=people.year),
        page.Tile("Half of all signatures",
                  words.count(now.absence_factor or 0, "person", "people"), "absence factor",
                  definition=people.year),
        page.Tile("First-timers who returned", people_words.first_timers(timers),
                  "within six months", definition=retention.first_timers,
                  formula=people_words.who_is_counted(timers)),
        page.Tile("Organisations", words.number(now.organisations),
                  f"{words.number(before.organisations)} a year ago",
                  definition=people.organisations),
    ]
)  # fmt: skip

if len(held) > attendance.MANY:
    monthly = attendance.by_month(held)
    page.chart(
        "attendance", "People at a meeting, median of each month",
        page.html(
            '<i class="qd-key" style="background:{}"></i><b>Signatures</b> per meeting. {}',
            ink.bar, people_words.by_month(monthly, held),
        ),
        charts.attendance_by_month(monthly, ink), held, attendance.meetings,
    )  # fmt: skip
else:
    page.chart(
        "attendance", "People at each meeting",
        page.html(
            '<i class="qd-key" style="background:{}"></i><b>Signatures</b> per meeting, with the '
            '<span class="qd-line"></span><b>median</b> of the last six. {}',
            ink.bar, people_words.attendance(held),
        ),
        charts.attendance(held, ink), held, attendance.meetings,
    )  # fmt: skip

left, right = st.columns(2, gap="large")
with left:
    page.chart(
        "flow", "New, returning and lapsed people, by month",
        page.html(
            '<i class="qd-key" style="background:{}"></i><b>New</b> on '
            '<i class="qd-key" style="background:{}"></i><b>returning</b>; '
            '<span class="qd-hatch"></span><b>lapsed</b> below zero. {}',
            ink.bar, ink.rule, people_words.flow(flow),
        ),
        charts.flow(flow, ink), flow, retention.monthly_flow,
    )  # fmt: skip
with right:
    page.chart(
        "cadence", "Months with a meeting",
        page.html(
            '<i class="qd-key" style="background:{}"></i><b>Held</b>, ✕ <b>cancelled</b>, '
            "□ <b>missing</b>. {}",
            ink.bar, people_words.cadence(strip),
        ),
        charts.cadence(strip, ink), strip, attendance.cadence,
    )  # fmt: skip

st.subheader("Organisations, twelve months", anchor=False)
page.table(
    ["Organisation", ("People", "n"), ("Meetings", "n")],
    homes.head(12).itertuples(index=False),
)
page.data("homes", "Show all organisations", homes, people.organisations)

if named:
    signed = page.ask(people.signatures, as_of=as_of, series=series)
    st.subheader("Who came, twelve months", anchor=False)
    page.table(
        ["Name", ("Meetings", "n"), ("First", "n qd-hide"), ("Last", "n")],
        [
            (row["name"], row["meetings"], words.day(row["first_on"]), words.day(row["last_on"]))
            for row in signed.to_dict("records")
        ],
    )
