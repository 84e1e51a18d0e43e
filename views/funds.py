"""Which grants and credits do we have, what may they pay for, what is due next?"""

import streamlit as st

from charts import funds as charts
from metrics import words
from metrics.funds import due_dates, register
from views import page

QUESTION = "Which funds do we have, what may they pay for, what is due next?"
rows, dues = page.ask(register.register), page.ask(due_dates.due)
page.head(
    QUESTION,
    register.headline(rows, dues, page.as_of()),
    f"As of {words.long_day(page.as_of())}. Balances are rolled forward from their last statement.",
)
shown = page.source_notes("funds")
if not rows:
    st.stop()

st.subheader("Due", anchor=False)
page.attention(
    page.Attention(each.tone, each.word, each.what, "", each.detail, words.day(each.on))
    for each in dues
)

st.subheader("Funds", anchor=False)
ink = page.ink()
page.table(
    [
        "Fund",
        ("State", "qd-hide"),
        ("Left", "n"),
        ("How that is known", "qd-hide"),
        ("Ends", "n qd-hide"),
        ("May pay for", "qd-hide"),
        ("Spent", "n qd-hide"),
    ],
    [
        [
            page.html(
                '<i class="qd-key" style="background:{}"></i>{}<small>{}{}</small>'
                '<small class="qd-phone">{}</small>',
                charts.fund_color(each.kind, ink),
                each.name,
                register.KINDS[each.kind],
                f", {each.funder}" if each.funder else "",
                register.in_short(each),
            ),
            page.state(*each.state),
            words.cents(each.balance, each.currency) if each.balance is not None else "not known",
            each.basis[:1].upper() + each.basis[1:],
            words.day(each.ends_on) if each.ends_on else "no end",
            page.html(
                "{}<small>{}</small>", words.listing(each.pays_for) or "everything", each.terms
            ),
            page.html(
                "{}<small>{}</small>",
                words.percent(each.spent_share) if each.spent_share is not None else "–",
                f"{words.percent(each.elapsed_share)} of its time"
                if each.elapsed_share is not None
                else "",
            ),
        ]
        for each in rows
    ],
)

page.chart(
    "periods",
    "When each fund runs",
    "Bar: from its first to its last day; no end runs to the edge. Line: today.",
    charts.award_periods(
        [(each.name, each.kind, each.starts_on, each.ends_on) for each in rows],
        page.as_of(),
        ink,
    ),
    register.periods(rows),
    register.register,
)
page.data("statements", "Stated balances", page.ask(register.movements), register.movements)
