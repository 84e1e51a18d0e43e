"""How much a month, and is that rising?"""

import streamlit as st

from charts import burn as charts
from charts import launches as launch_charts
from metrics import burn_words, invoice_words, launch_words, words
from metrics.data_quality import source_rows
from metrics.launches import unit_cost
from metrics.spending import anomalies, breakdown, burn, cost_filter, missing_days, net_burn
from views import burn_parts, page
from wording import source_rows as rows_wording

QUESTION = "How much a month, and is that rising?"
as_of = page.as_of()
totals = page.ask(breakdown.totals)
if totals.empty:
    page.head(QUESTION, "No bill has been read yet.")
    page.source_notes("billing")
    st.stop()

answer = st.container(gap="xsmall")
chosen = burn_parts.controls(
    page.ask(burn.main_currency), list(totals["currency"]), page.ask(cost_filter.choices)
)
part = {"only": chosen.only}
asked = {"as_of": as_of, "currency": chosen.currency, **part}
burns = [page.ask(burn.burn, months=months, **asked) for months in burn_words.WINDOWS]
now = next(found for found in burns if found.months == chosen.months)
earlier = asked | {"as_of": burn_words.before(now, as_of)}
before = page.ask(burn.burn, months=chosen.months, **earlier)
shown = {"by": chosen.by, "basis": chosen.basis, **asked}
months = page.ask(breakdown.monthly, **shown)
change = page.ask(breakdown.change, **shown)

with answer:
    if months.empty:
        having = list(page.ask(breakdown.totals, **part)["currency"])
        page.head(QUESTION, burn_words.nothing(chosen.only, chosen.currency, having))
        other = f"the currency {words.listing(having, 'or')}" if having else "something else"
        page.note("empty", page.html("Choose {} under <b>Filter</b>, or all of it.", other))
        st.stop()
    page.head(
        QUESTION,
        burn_words.answer(now, before, chosen.only),
        burn_words.basis(now, burn_words.running(months), chosen.only),
    )
page.source_notes("billing")
missing = missing_days.recent(
    page.ask(missing_days.gaps, as_of=as_of, currency=chosen.currency), as_of=as_of
)
if missing:
    page.note("partial", page.html("{}", missing_days.told(missing)))
for account in page.ask(missing_days.by_month, currency=chosen.currency):
    page.note("partial", page.html("The bill of {} has {}.", account, missing_days.A_LINE_A_MONTH))
if doubt := burn_words.disagree(burns):
    page.note("partial", page.html("{}", doubt))

bills = rows_wording.bills(page.ask(source_rows.bills, as_of=as_of))
page.tiles(burn_parts.tiles(burns, now, before, change, bills, chosen.only))

of = chosen.only.suffix
whole = "Of the whole bill, whatever the filter." if of else ""
recent = burn_words.recent(months)
budget = burn_parts.budgets(recent, chosen.only)
tint = charts.colours(burn_words.names(recent), page.ink())
page.chart(
    "cost-by-month",
    f"Cost by month and {chosen.by}, {chosen.currency}, "
    f"{burn_words.LABELS[chosen.basis].lower()}{of}",
    burn_parts.legend(recent, tint, budget),
    charts.monthly(recent, page.ink(), currency=chosen.currency, budget=budget),
    months,
    breakdown.monthly,
)

st.space("medium")
left, right = st.columns(2, gap="large")
with left:
    page.chart(
        "why-it-changed",
        f"{burn_words.compared(change)}{of}",
        page.html("{}", burn_words.why(change)),
        charts.why(change, tint, page.ink()),
        burn_words.parts(change),
        breakdown.change,
    )
with right:
    pulse = page.ask(unit_cost.pulse)
    if pulse is None:
        st.subheader("Cost of one launch", anchor=False)
        page.note("not_set_up", page.html("No launch is counted, so what one costs is not known."))
    else:
        costs = page.ask(unit_cost.cost_in, currency=pulse.ratio.currency)
        page.chart(
            "cost-of-one-launch",
            f"Cost of one launch, {pulse.ratio.currency}",
            page.html("{} {}", launch_words.cost_words(costs, pulse.ratio), whole),
            launch_charts.cost_each(
                costs,
                page.ink(),
                currency=pulse.ratio.currency,
                figure=launch_words.last_figure(costs, pulse.ratio),
            ),
            costs,
            unit_cost.cost_per,
        )

st.space("medium")
st.subheader(page.plain(f"Days and levels that stand out{of}"), anchor=False)
unusual = page.ask(anomalies.anomalies, **asked)
if unusual:
    page.attention(burn_parts.unusual(unusual, chosen.currency))
else:
    page.note("empty", page.html("No service jumped on a day, and no level moved and stayed."))

st.space("medium")
st.subheader(page.plain(f"Burn by window, {chosen.currency}{of}"), anchor=False)
nets = [page.ask(net_burn.net, found=found, **part) for found in burns]
st.html(page.html('<div class="qd-basis">{}{}</div>', burn_parts.FORMULA, net_burn.told(nets)))
page.table(*burn_parts.windows(burns, nets))
page.data(
    "burn-by-window",
    "Show to the cent, explain",
    burn_words.windows(burns, nets),
    net_burn.net,
    formula=net_burn.formula(now, nets[burns.index(now)]),
)

st.space("medium")
st.subheader(page.plain(f"What the bills add up to{of}"), anchor=False)
st.html(
    page.html(
        '<div class="qd-basis">{}</div>',
        burn_words.late(
            page.ask(burn.last_complete_day, currency=chosen.currency), as_of, chosen.currency
        ),
    )
)
page.table(*burn_parts.totals(page.ask(breakdown.totals, **part)))

st.space("medium")
st.subheader("Invoices and what the bills tell", anchor=False)
residuals = page.ask(breakdown.invoices)
st.html(page.html('<div class="qd-basis">{} {}</div>', invoice_words.reconciled(residuals), whole))
if not residuals.empty:
    page.table(*burn_parts.invoices(residuals))
    page.data("invoices", "Show as table, explain", residuals, breakdown.invoices)
