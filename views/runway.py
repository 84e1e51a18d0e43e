"""When does the money stop, which source first, what does an extension buy?"""

import streamlit as st

from charts import funds as fund_charts
from charts import plan
from charts import runway as charts
from charts.balance_fan import balance_fan
from charts.cliffs import cliffs
from metrics.runway import captions, tables, telling
from metrics.runway.comparison import compared, movers, said
from metrics.runway.inputs.gather import inputs
from metrics.runway.outlook import answer as answered
from metrics.runway.outlook import outlook
from views import page
from views.runway_apart import separate_runways
from views.runway_controls import chosen_scenario, three_boxes

QUESTION = "When does the money stop, which source first, what does an extension buy?"
given = page.ask(inputs)
if not (given.case.funds or given.apart):
    three_boxes(QUESTION)
    st.stop()

planned = page.ask(outlook)
answer = st.container(gap="xsmall")
scenario = chosen_scenario(given)
answers = page.ask(compared)
found = next((other for each, other in answers if each == scenario), None) or (
    answered(given, scenario) if scenario else planned
)
name = scenario.name if scenario else "As planned"
with answer:
    page.head(
        QUESTION,
        telling.headline(found),
        f"{name}. {telling.basis(found)} {telling.reason(found)}",
    )
page.source_notes("funds")
if cautions := captions.cautions(found):
    page.note("partial", page.html("{}", " ".join(cautions)))
apart = [page.ask(outlook, currency=code) for code in given.apart]
if found.method == "unknown":
    separate_runways(apart)
    st.stop()

start_tone, start_words = telling.start(found)
page.tiles(
    [
        page.Tile(
            "Money lasts until",
            captions.range_value(found),
            telling.difference(planned, found) if scenario else None,
            "than as planned" if scenario else None,
            help=telling.basis(found),
            definition=outlook,
        ),
        page.Tile("Left today", captions.amount(found.balance, found), definition=inputs),
        page.Tile("Spending a month", captions.amount(found.per_month, found), definition=outlook),
        page.Tile(
            "Likely to lapse", captions.amount(captions.lapsing(found), found), definition=outlook
        ),
        page.Tile(
            "Start looking by",
            captions.start_value(found),
            help=start_words,
            definition=outlook,
        ),
    ]
)
page.attention(
    [
        page.Attention(start_tone, captions.STATES[start_tone], "The next money", "", start_words),
        *[
            page.Attention(
                *captions.extension_state(each),
                captions.extension_title(each),
                "",
                telling.ask(each, other.as_of),
            )
            for other in [found, *apart]
            for each in other.extensions
        ],
    ]
)

if steps := captions.next_steps(given):
    page.note("not_set_up", page.html("<b>Next:</b> {}", " ".join(steps)))

page.chart(
    "remaining",
    f"Remaining money, {found.currency}",
    page.esc(captions.fan_sentence(found)),
    balance_fan(found, page.ink()),
    tables.fan(found),
    outlook,
)

left, right = st.columns(2, gap="large")
with left:
    page.chart(
        "payers",
        f"Which fund pays what (a plan), {found.currency} a month",
        page.esc(captions.payers_sentence(found)),
        plan.who_pays(found, page.ink()),
        tables.payments(found),
        outlook,
    )
with right:
    if found.method == "range":
        page.chart(
            "dots",
            "20 equally likely months for the money to run out",
            page.esc(captions.dots_sentence(found)),
            charts.quantile_dots(found, page.ink()),
            tables.dots(found),
            outlook,
        )
    else:
        page.note("not_set_up", captions.NO_RANGE)

left, right = st.columns(2, gap="large")
with left:
    rows = [("As planned", "", planned)] + [
        (each.name, captions.effect(each, planned, other), other) for each, other in answers
    ]
    if scenario and scenario.name not in [each for each, *_ in rows]:
        rows.append((scenario.name, captions.effect(scenario, planned, found), found))
    page.chart(
        "scenarios",
        "What would move the date",
        captions.scenarios_sentence(planned),
        charts.scenario_strip(rows, page.ink()),
        tables.scenarios(rows),
        compared,
    )
    st.subheader("What moves it most", anchor=False)
    page.table(["Change, alone", ("Likely end", "n")], captions.mover_rows(page.ask(movers)))
with right:
    for each in found.extensions:
        page.chart(
            f"extension-{each.rule.fund_id}",
            captions.extension_title(each),
            page.esc(telling.extension_text(each, found)),
            fund_charts.extension_bars(each, found, page.ink()),
            tables.extension(each),
            outlook,
        )

left, right = st.columns(2, gap="large")
with left:
    page.chart(
        "cliffs",
        f"What each fund still holds, {found.currency}",
        "One strip a fund, the same scale of money and time; under the plan above.",
        cliffs(found, page.ink()),
        tables.outcomes(found),
        outlook,
    )
with right:
    if found.method == "range":
        page.chart(
            "unfunded",
            "Chance that something is not paid, by month",
            page.esc(captions.unfunded_sentence(found)),
            charts.unfunded_line(found, page.ink()),
            tables.unfunded(found),
            outlook,
        )

separate_runways(apart)

history = page.ask(said)
page.chart(
    "said",
    "What we said, what happened",
    page.esc(captions.said_sentence(history)),
    charts.said_and_happened(history, page.ink()),
    history,
    said,
)
