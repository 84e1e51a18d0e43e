"""The charts of Burn, Launches and Docs builds as data; every word they draw is given to them."""

from datetime import date
from decimal import Decimal

import pandas as pd

from charts import burn, docs_builds, launches
from charts.theme import LIGHT, bold

JULY, AUGUST = date(2018, 7, 1), date(2018, 8, 1)
MONTHS = pd.DataFrame(
    [
        (JULY, "compute", Decimal(30), 31, 31, False),
        (JULY, "other", Decimal(5), 31, 31, False),
        (AUGUST, "compute", Decimal(10), 9, 31, True),
    ],
    columns=["month", "name", "amount", "days", "of_days", "is_partial"],
).astype(object)


def texts(figure) -> list[str]:
    return [each.text for each in figure.layout.annotations]


def monthly(frame, budget=None, planned=None):
    return burn.monthly(
        frame, ink=LIGHT, currency="USD", labels={"compute": "Compute", "other": "Other"},
        colors={"compute": "category.compute", "other": "category.other"},
        totals={JULY: "35", AUGUST: "10"}, budget=budget or {}, budget_label="limit",
        planned=planned or {}, planned_label="plan", empty="no bill",
    )  # fmt: skip


def test_months_are_stacked_by_part_and_a_partial_one_is_hatched() -> None:
    compute, other, *lines = monthly(MONTHS, {JULY: Decimal(40)}).data
    assert (compute.name, compute.y, other.y) == ("Compute", (30.0, 10.0), (5.0,))
    assert compute.marker.pattern.shape == ("", "/")
    assert compute.marker.color == LIGHT.category["compute"]
    assert [line.hovertemplate for line in lines][-1] == "limit: %{y:,.0f}<extra></extra>"


def test_planned_costs_stand_hollow_on_the_bills() -> None:
    *_, hollow, _, _ = monthly(MONTHS, planned={JULY: Decimal(48), AUGUST: Decimal("12.5")}).data
    assert (hollow.name, hollow.x, hollow.y) == ("plan", ("2018-07-01", "2018-08-01"), (48.0, 12.5))
    assert (hollow.marker.color, hollow.marker.line.color) == (LIGHT.paper, LIGHT.muted)
    assert len(monthly(MONTHS).data) == 4


def test_the_highest_and_the_partial_month_have_their_number() -> None:
    assert sorted(texts(monthly(MONTHS))) == ["10", "35"]


def test_a_change_is_a_bar_per_part_and_one_of_all() -> None:
    steps = [("Compute", 12.0, "category.compute", "+12"), ("Other", -2.0, "category.other", "−2")]
    figure = burn.why(
        steps, ink=LIGHT, all_label="Total", total="+10", start="July 35", empty="nothing"
    )
    assert [(bar.y[0], bar.x[0], bar.base[0]) for bar in figure.data] == [
        ("Compute", 12.0, 0.0), ("Other", -2.0, 12.0), ("Total", 10.0, 0),
    ]  # fmt: skip
    assert texts(figure) == ["▲ +12", "▼ −2", bold("+10"), "July 35"]


def test_a_figure_without_rows_shows_the_text_given_for_it() -> None:
    no_cost = pd.DataFrame({"period": [], "each": [], "is_partial": []})
    no_week = pd.DataFrame({"week_ends": [], "failing": [], "built": []})
    no_build = pd.DataFrame({"built_at": [], "minutes": [], "median": []})
    nothing = {"all_label": "", "total": "", "start": "", "empty": "no month"}
    figures = [
        monthly(MONTHS[:0]),
        burn.why(None, ink=LIGHT, **nothing),
        burn.why([], ink=LIGHT, **nothing),
        launches.cost_each(no_cost, ink=LIGHT, currency="USD", last="", empty="no cost"),
        docs_builds.failing(no_week, ink=LIGHT, week_to="", of_sites="", empty="no week"),
        docs_builds.durations(no_build, ink=LIGHT, unit="min", empty="no build"),
    ]
    assert [texts(figure) for figure in figures] == [
        ["no bill"], ["no month"], ["no month"], ["no cost"], ["no week"], ["no build"],
    ]  # fmt: skip


def test_a_bar_of_failing_sites_names_their_number() -> None:
    weeks = pd.DataFrame({
        "week_ends": pd.to_datetime(["2018-09-13", "2018-09-20"]), "failing": [2, 1],
        "built": [3, 3],
    })  # fmt: skip
    (bar,) = docs_builds.failing(
        weeks, ink=LIGHT, week_to="week to", of_sites="of {} sites", empty=""
    ).data
    assert list(bar.y) == [2, 1]
    assert bar.hovertemplate == (
        "week to %{x|%-d %b %Y}: %{y} of %{customdata} sites<extra></extra>"
    )
