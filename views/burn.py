"""How much a month, and is that rising?"""

import streamlit as st

from charts import burn as charts
from charts import launches as launch_charts
from metrics import anomalies, burn, burn_words, evidence, launch_words, launches, spend
from views import burn_parts, page

QUESTION = "How much a month, and is that rising?"
as_of = page.as_of()
totals = page.ask(spend.totals)
if totals.empty:
    page.head(QUESTION, "No bill has been read yet.")
    page.source_notes("billing")
    st.stop()

answer = st.container(gap="xsmall")
chosen = burn_parts.controls(page.ask(burn.main_currency), list(totals["currency"]))
asked = {"as_of": as_of, "currency": chosen.currency}
burns = [page.ask(burn.burn, months=months, **asked) for months in burn_words.WINDOWS]
now = next(found for found in burns if found.months == chosen.months)
before = page.ask(
    burn.burn, months=chosen.months, as_of=burn_words.before(now, as_of), currency=chosen.currency
)
shown = {"by": chosen.by, "basis": chosen.basis, **asked}
months = page.ask(spend.monthly, **shown)
change = page.ask(spend.change, **shown)

with answer:
    page.head(
        QUESTION, burn_words.answer(now, before), burn_words.basis(now, burn_words.running(months))
    )
page.source_notes("billing")
if doubt := burn_words.disagree(burns):
    page.note("partial", page.html("{}", doubt))

bills = page.ask(evidence.bills, as_of=as_of)
page.tiles(burn_parts.tiles(burns, now, before, change, bills))

recent = burn_words.recent(months)
tint = charts.colours(burn_words.names(recent), page.ink())
page.chart(
    "cost-by-month",
    f"Cost by month and {chosen.by}, {chosen.currency}, {burn_words.LABELS[chosen.basis].lower()}",
    burn_parts.legend(recent, tint, burn_parts.budgets(recent)),
    charts.monthly(recent, page.ink(), currency=chosen.currency, budget=burn_parts.budgets(recent)),
    months,
    spend.monthly,
)

st.space("medium")
left, right = st.columns(2, gap="large")
with left:
    page.chart(
        "why-it-changed",
        burn_words.compared(change),
        page.html("{}", burn_words.why(change)),
        charts.why(change, tint, page.ink()),
        burn_words.parts(change),
        spend.change,
    )
with right:
    pulse = page.ask(launches.pulse)
    if pulse is None:
        st.subheader("Cost of one launch", anchor=False)
        page.note("not_set_up", page.html("No launch is counted, so what one costs is not known."))
    else:
        costs = page.ask(launches.cost_in, currency=pulse.ratio.currency)
        page.chart(
            "cost-of-one-launch",
            f"Cost of one launch, {pulse.ratio.currency}",
            page.html("{}", launch_words.cost_words(costs, pulse.ratio)),
            launch_charts.cost_each(
                costs,
                page.ink(),
                currency=pulse.ratio.currency,
                figure=launch_words.last_figure(costs, pulse.ratio),
            ),
            costs,
            launches.cost_per,
        )

st.space("medium")
st.subheader("Days and levels that stand out", anchor=False)
unusual = page.ask(anomalies.anomalies, **asked)
if unusual:
    page.attention(burn_parts.unusual(unusual, chosen.currency))
else:
    page.note("empty", page.html("No service jumped on a day, and no level moved and stayed."))

st.space("medium")
st.subheader(f"Burn by window, {chosen.currency}", anchor=False)
st.html(page.html('<div class="qd-basis">{}</div>', burn_parts.FORMULA))
page.table(*burn_parts.windows(burns))
page.data("burn-by-window", "Show to the cent, explain", burn_words.windows(burns), burn.burn)

st.space("medium")
st.subheader("What the bills add up to", anchor=False)
st.html(
    page.html(
        '<div class="qd-basis">{}</div>', burn_words.late(page.ask(burn.last_complete_day), as_of)
    )
)
page.table(*burn_parts.totals(totals))
residuals = page.ask(spend.invoices)
st.html(page.html('<div class="qd-basis">{}</div>', burn_words.reconciled(residuals)))
page.data("invoices", "Bills that state their own total", residuals, spend.invoices)
