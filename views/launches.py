"""What does one launch cost?"""

import streamlit as st

from charts import launches as charts
from metrics import launch_words
from metrics.launches import unit_cost, usage
from views import page

QUESTION = "What does one launch cost, and who runs them?"
PERIODS = {"month": "By month", "week": "By week"}

counts = page.ask(usage.counts)
if not counts:
    page.head(QUESTION, "No launch and no other use is counted yet.")
    page.source_notes("launches")
    st.stop()

answer = st.container()
with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
    named = next(iter(counts))
    if len(counts) > 1:
        named = st.segmented_control(
            "Count", list(counts), default=named, required=True,
            format_func=str.capitalize, key="count", bind="query-params",
        )  # fmt: skip
    per = st.segmented_control(
        "Period", list(PERIODS), default="month", required=True, format_func=PERIODS.__getitem__,
        key="per", bind="query-params",
    )  # fmt: skip

unit = counts[named]
pulse = page.ask(unit_cost.pulse, usage=named)
missing = page.ask(usage.gaps, usage=named)
amounts = page.ask(usage.amounts, usage=named, per=per)

with answer:
    if pulse:
        page.head(QUESTION, launch_words.answer(pulse), launch_words.basis(pulse.ratio))
    else:
        page.head(QUESTION, launch_words.unpaid(unit), "No bill covers a day that is counted.")
    page.source_notes("launches" if named == unit_cost.LAUNCHES else "usage")
for sentence in launch_words.gap_words(missing):
    page.note("partial", page.html("<b>Not counted.</b> {}", sentence))

if pulse:
    costs = page.ask(unit_cost.cost_in, usage=named, per=per, currency=pulse.ratio.currency)
    trend = page.ask(unit_cost.whole_months, usage=named, currency=pulse.ratio.currency)
    lead, over, days = launch_words.figures(pulse)
    page.tiles(
        [
            page.Tile(
                *lead,
                tone="quiet",
                chart=trend[-12:],
                definition=unit_cost.pulse,
                formula=launch_words.formula(pulse),
            ),
            page.Tile(*over, definition=unit_cost.pulse),
            page.Tile(*days, definition=unit_cost.pulse),
        ]
    )
    page.chart(
        "cost-each",
        f"Cost of one {unit}, {pulse.ratio.currency}",
        page.esc(launch_words.cost_words(costs, pulse.ratio)),
        charts.cost_each(
            costs, page.ink(), currency=pulse.ratio.currency,
            figure=launch_words.last_figure(costs, pulse.ratio),
        ),
        costs,
        unit_cost.cost_per,
    )  # fmt: skip

st.space("medium")
page.chart(
    "amounts",
    f"All {launch_words.plural(unit)} {PERIODS[per].lower()}",
    page.esc(launch_words.amount_words(amounts, unit, per)),
    charts.amounts(amounts, page.ink(), unit=launch_words.plural(unit)),
    amounts,
    usage.amounts,
)

if named == unit_cost.LAUNCHES:
    every = page.ask(usage.by_member)
    members = usage.members_in(every, pulse.month if pulse else None)
    st.space("medium")
    page.chart(
        "members",
        "Share of launches by member of the federation",
        page.esc(launch_words.member_words(members)),
        charts.members(members, page.ink()),
        every,
        usage.by_member,
    )
    top = page.ask(usage.top_repositories, as_of=page.as_of())
    if len(top):
        st.subheader("Repositories launched most in twelve months", anchor=False)
        page.table(
            ["Repository", ("Provider", "qd-hide"), ("Launches", "n")],
            launch_words.repository_rows(top),
        )
