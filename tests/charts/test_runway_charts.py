"""Figures of Runway and Funds as data: what is drawn is what was answered."""

from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pytest

from charts import runway
from charts.sponsor_pack import left_of
from charts.theme import DARK, FITS, LIGHT, bold, lanes, milestones, shortened
from metrics.runway.comparison import comparison
from metrics.runway.outlook import answer
from metrics.runway.whatif import WhatIf
from render.figures import figure_of
from warehouse.records import BuildInfo, Fund, FundBalance, PlannedCost
from wording import runway_charts, runway_page
from wording.page import Chart, Columns, Heading

AS_OF = date(2020, 7, 21)
INFO = BuildInfo(
    datetime(2020, 7, 21, 6), AS_OF, "Test", "USD", "UTC", "dashboard.toml", False, "0"
)


RECORDS = [
    Fund(
        "credits",
        "Cloud credits",
        "credits",
        "USD",
        None,
        None,
        date(2020, 10, 1),
        [],
        Decimal(0),
        Decimal(0),
        12,
        45,
        "Keep it up",
        None,
    ),
    FundBalance("credits", AS_OF, Decimal(26000), True, None),
    PlannedCost("Stated", "cloud", Decimal(4000), "month", "USD", AS_OF, None),
    INFO,
]


@pytest.fixture
def facts(build):
    """26,000 of credits that end on 1 October 2020, at 4,000 a month."""
    return comparison(build(RECORDS).cursor())


@pytest.mark.slow
def test_an_estimated_balance_is_drawn_hollow_and_said_so(build, facts):
    """Held as stated today, and as somebody stated it a month ago with 4,000 spent since."""
    older = FundBalance("credits", date(2020, 6, 21), Decimal(26000), True, None)
    plan = PlannedCost("Stated", "cloud", Decimal(4000), "month", "USD", older.on_day, None)
    kept = [each for each in RECORDS if not isinstance(each, FundBalance | PlannedCost)]
    rolled = comparison(build([*kept, older, plan]).cursor())
    for given, is_hollow in ((facts, False), (rolled, True)):
        dot = drawn(given, "remaining").data[-1].marker
        assert (dot.color == LIGHT.paper) == is_hollow
        assert ("Hollow dot: an estimate" in chart(given, "remaining").alt) == is_hollow
        strip = drawn(given, "cliffs").data[0]
        assert (strip.fillpattern.shape == "/") == is_hollow
        assert ("Hatched: an estimate" in said(given, "cliffs")) == is_hollow
        assert ("about" in words(drawn(given, "cliffs"))) == is_hollow


def words(figure):
    return " ".join(note.text for note in figure.layout.annotations)


def chart(facts, key):
    """A chart of the page, with the words and facts that the page gives it."""
    found = list(runway_page.page(runway_page.Facts(facts.outlooks)).blocks)
    found += runway_page.more(runway_page.MoreFacts(facts))
    for block in found:
        if isinstance(block, Columns):
            found += [inside for column in block.columns for inside in column]
    (chart,) = [block for block in found if isinstance(block, Chart) and block.key == key]
    return chart


def drawn(facts, key, ink=LIGHT):
    return figure_of(chart(facts, key), ink)


def said(facts, key):
    return str(chart(facts, key).finding)


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_the_balance_begins_at_today_and_drops_where_the_credits_end(facts, ink):
    figure = drawn(facts, "remaining", ink)
    line = next(trace for trace in figure.data if trace.name == "likely")
    points = dict(zip(line.x, line.y, strict=True))
    assert points["2020-07-21"] == 26000
    assert points["2020-10-01"] == 16538
    assert points["2020-10-02"] == 0
    assert "Credits expire 1 Oct" in words(figure)
    assert "Money out 2 Oct" in words(figure)
    assert figure.layout.yaxis.range[0] == 0


def test_a_long_label_of_a_milestone_takes_two_lanes_and_keeps_its_day():
    long = "Estuary Fund for the shore ends 1 Oct"
    assert len(long) > FITS
    marks = [(date(2020, 9, 30), "Money out 30 Sep", "red", "solid"),
             (date(2020, 10, 1), long, "black", "dot")]  # fmt: skip
    first, last = date(2020, 7, 21), date(2020, 12, 31)
    _, notes = milestones(marks, first, last, 100, LIGHT, 20)
    texts = {note["text"]: note["y"] for note in notes if note["text"] != "●"}
    assert lanes(marks) == 3
    assert texts == {"Money out 30 Sep": 1.5, "Estuary Fund for the shore<br>ends 1 Oct": 1.2}
    assert all(len(line) <= FITS for text in texts for line in text.split("<br>"))


def sides(*shares):
    """Which mark stands on top, and towards which side each is read: of 16 letters each."""
    first, last = date(2020, 1, 1), date(2020, 12, 31)
    marks = [(first + (last - first) * share, f"Sixteen letters{n}", "red", "dot")
             for n, share in enumerate(shares)]  # fmt: skip
    _, notes = milestones(marks, first, last, 100, LIGHT, 20)
    read = [note for note in notes if note["text"] != "●"]
    read.sort(key=lambda note: -note["y"])
    return "".join(note["text"][-1] + note["xanchor"][0] for note in read)


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        ((0.5, 0.65, 0.9), "2r1r0r"),  # all read to the left, the latest on top
        ((0.1, 0.3, 0.6), "0l1l2l"),
        ((0.1, 0.5, 0.9), "0l1l2r"),  # no side has room for all
        ((0.36,), "0r"),
        ((0.35,), "0l"),
    ],
)
def test_where_a_phone_has_room_no_line_of_a_milestone_crosses_a_label(shares, found):
    assert sides(*shares) == found


def contrast(one, other):
    """WCAG's contrast of two colours."""

    def light(rgb):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def rgb(color, ground="#000000"):
    """A colour of the ink over its ground, as parts of one."""
    if color.startswith("#"):
        return [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    *parts, share = (float(part) for part in color[5:-1].split(","))
    return [c / 255 * share + g * (1 - share) for c, g in zip(parts, rgb(ground), strict=True)]


@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=["light", "dark"])
def test_bands_lines_and_bars_are_seen_on_their_ground(ink):
    ground = rgb(ink.paper)
    marks = [ink.forecast, ink.bar, ink.rule, *ink.fund.values(), *ink.category.values()]
    assert min(contrast(rgb(mark), ground) for mark in marks) >= 3
    outer, inner = (contrast(rgb(band, ink.paper), ground) for band in (ink.band80, ink.band50))
    assert outer >= 1.5
    assert inner >= outer + 0.5


def test_of_two_grants_the_chart_names_both_in_two_lines_of_a_phone(build):
    grants = [
        Fund(name, f"{name.capitalize()} foundation's award for the keeping of the shore", "grant",
             "USD", None, None, end, [], Decimal(0), Decimal(0), None, None, None, None)
        for name, end in (("north", date(2020, 9, 30)), ("south", date(2020, 10, 31)))
    ]  # fmt: skip
    held = [FundBalance(each.fund_id, AS_OF, Decimal(9000), True, None) for each in grants]
    plan = [each for each in RECORDS if isinstance(each, PlannedCost)]
    figure = drawn(comparison(build([*grants, *held, *plan, INFO]).cursor()), "remaining")
    assert [note.text for note in figure.layout.annotations if "foundation" in note.text] == [
        "South foundation's award for<br>the … ends 31 Oct",
        "North foundation's award for<br>the … ends 30 Sep",
    ]  # fmt: skip


def test_what_nobody_pays_hangs_below_zero(facts):
    figure = drawn(facts, "payers")
    nobody = next(trace for trace in figure.data if trace.name == "nobody pays")
    assert all(amount is None or amount < 0 for amount in nobody.y)
    assert "nobody pays" in words(figure)


def names_of(facts):
    """The notes of the payers' chart by their words."""
    notes = drawn(facts, "payers").layout.annotations
    return {note.text.split(">")[-1].strip(): note for note in notes}


def test_the_words_for_what_nobody_pays_stand_before_its_first_bar(facts):
    note = names_of(facts)["nobody pays"]
    assert (note.xanchor, note.x) == ("right", "2020-09-18")  # the bar is October's


def test_a_fund_that_pays_from_the_first_of_few_months_is_named_to_the_right(build):
    """3,000 at 4,000 a month, which begin in July: four months are drawn."""
    grant = Fund("one", "Estuary Fund grant", "grant", "USD", None, None, date(2020, 9, 30), [],
                 Decimal(0), Decimal(0), None, None, None, None)  # fmt: skip
    plan = [each for each in RECORDS if isinstance(each, PlannedCost)]
    held = FundBalance("one", AS_OF, Decimal(3000), True, None)
    facts = comparison(build([grant, held, *plan, INFO]).cursor())
    assert names_of(facts)["Estuary Fund grant"].xanchor == "left"


@pytest.mark.parametrize(("left", "anchor"), [("0", "bottom"), ("8400", "middle")])
def test_the_label_of_nothing_left_stands_above_the_axis(left, anchor):
    ahead = [(AS_OF, Decimal(9000)), (date(2020, 12, 31), Decimal(left))]
    figure = left_of(LIGHT, past=ahead[:1], ahead=ahead, label="used up")
    assert [note.yanchor for note in figure.layout.annotations] == [anchor]


def test_a_strip_says_when_its_fund_ends_and_what_lapses(facts):
    figure = drawn(facts, "cliffs")
    assert "expires 1 Oct, 16,500 USD lapse" in words(figure)
    (note,) = figure.layout.annotations
    assert (note.yanchor, note.y) == ("bottom", figure.layout.yaxis.domain[1])


def test_scenarios_are_in_the_order_given(facts):
    found = facts.outlooks.own
    rows = [("As planned", "", found), ("Cut", "no effect", found)]
    figure = runway.scenario_strip(rows, ink=LIGHT)
    first, second = (note.text for note in figure.layout.annotations)
    assert first.startswith(bold("As planned"))
    assert second.startswith(bold("Cut"))


def history(rows):
    columns = ["as_of", "low", "likely", "high"]
    return pd.DataFrame([[AS_OF] * 4] * rows, columns=columns)


@pytest.mark.parametrize("rows", [0, 1])
def test_a_history_of_fewer_than_two_headlines_is_a_sentence_and_no_chart(rows):
    (said,) = runway_charts.published(history(rows))
    assert isinstance(said, Heading)


def test_the_past_takes_a_third_of_the_balance_chart_at_most(facts):
    first, last = map(date.fromisoformat, drawn(facts, "remaining").layout.xaxis.range)
    assert (AS_OF - first) * 2.9 <= last - AS_OF


def test_a_what_if_is_dashed_and_the_plan_stays_where_it_is(facts):
    known = facts.outlooks
    half = WhatIf("Half", cut=Decimal("0.5"))
    alone, both = (
        runway_charts.balance(known.own, "remaining", "Money", other)
        for other in (None, ("Half", answer(known.inputs[0], half)))
    )
    planned, drawn_both = figure_of(alone, LIGHT), figure_of(both, LIGHT)
    lines = [(line.x, line.y) for line in planned.data if line.name == "likely"]
    assert lines == [(line.x, line.y) for line in drawn_both.data if line.name == "likely"]
    dashed = [line for line in drawn_both.data if line.line.dash == "dash"]
    assert (len(dashed), len(drawn_both.data) - len(planned.data)) == (1, 1)
    assert alone.table.equals(both.table)


def test_a_history_of_two_headlines_is_drawn():
    assert len(runway.published(history(2), ink=LIGHT).data) == 3


def test_every_axis_is_fixed_so_that_a_thumb_scrolls_the_page(facts):
    for figure in (drawn(facts, "remaining"), drawn(facts, "payers")):
        assert figure.layout.template.layout.xaxis.fixedrange
        assert figure.layout.dragmode is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Estuary Fund grant", "Estuary Fund grant"),
        ("Estuary Fund grant (grant-2)", "Estuary Fun… (grant-2)"),
        ("A grant of a very long name", "A grant of a very lon…"),
        ("Grant (an-id-that-is-longer-still)", "…that-is-longer-still)"),
    ],
)
def test_a_short_name_keeps_the_id_of_one_of_two(name, shown):
    assert shortened(name, 22) == shown


def test_two_awards_of_one_kind_are_drawn_apart_where_they_pay(build):
    """One colour a kind, so the second has a pattern of its own, and its name the same sign."""
    grants = [
        Fund(name, f"Estuary Fund ({name})", "grant", "USD", None, None, end, [], Decimal(0),
             Decimal(0), None, None, None, None)
        for name, end in (("one", date(2020, 12, 31)), ("two", date(2021, 6, 30)))
    ]  # fmt: skip
    held = [FundBalance(name, AS_OF, Decimal(20000), True, None) for name in ("one", "two")]
    plan = [each for each in RECORDS if isinstance(each, PlannedCost)]
    facts = comparison(build([*grants, *held, *plan, INFO]).cursor())
    figure = drawn(facts, "payers")
    shapes = [bar.marker.pattern.shape for bar in figure.data if "Estuary" in bar.name]
    signs = [note.text[note.text.index(">") + 1] for note in figure.layout.annotations
             if "Estuary" in note.text]  # fmt: skip
    assert (shapes, signs) == (["", "\\"], ["■", "▧"])
