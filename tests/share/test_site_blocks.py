"""What the site draws without a server: a sparkline's line, a long table's newest rows."""

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from share.site import blocks
from share.site.blocks import Drawing
from tests.wording import golden
from wording.markup import html
from wording.page import (
    Amount,
    Arguments,
    Chart,
    Code,
    Columns,
    Control,
    Data,
    Fold,
    Heading,
    Item,
    Items,
    Key,
    Lanes,
    Line,
    Link,
    Mark,
    Note,
    Row,
    Section,
    Sentence,
    Sheet,
    State,
    Table,
    Tile,
)

TEN = Amount("10", {"of": "spending.burn", "months": "12"})
ROWS = (("bills/may.csv:3", ""), ("a dashboard", "https://example.org/d"))
COSTS = pd.DataFrame({"day": [date(2026, 5, 1)], "cost": [Decimal("10.50")]}, dtype=object)
FLOW = pd.DataFrame(
    {"month": [pd.Timestamp("2026-05-01")], "opened": [3], "closed": [2], "open_at_end": [7],
     "is_partial": [False]}
)  # fmt: skip
SEEN = {"frame": FLOW, "hover": {"opened": "%{y} <b>", "closed": "%{y}"}, "nothing": "None."}
CHART = Chart("c", "Issues", "issues.flow", SEEN, "10 opened", COSTS)
WHOLE = Chart(
    "w", "Whole <b>", "issues.flow", SEEN, "10 opened, 2 closed.", COSTS, "spending.burn",
    alt='Opened & "closed"', legend=(Key("opened", "bar"), Key("open", "rule", "line")),
    formula="10 = 7 + 3", rows=ROWS, figures=(TEN,), marks=(
        Mark("May", {"of": "issues.month", "month": "2026-05"}, "2026-05-01", "opened"),
        Mark("", {"of": "issues.month", "month": "2026-06"}, "2026-06-01"),
        Mark("A day", {"of": "issues.day", "day": "2026-05-01"}),
    ),
)  # fmt: skip
ITEM = Item(State("act", "Late"), "Report <b>")
LONG = [(f"n{n}", str(n)) for n in range(205)]
CASES = {
    "sentence": [
        Sentence("Costs are 10.", "Cut 10.", "By 10 bills.", "One <b> is missing.", "m", (TEN,)),
        Sentence("Costs are 10."),
    ],
    "notes": [Note("plain", "Read."), Note("stale", "Of May."), Note("empty", html("<b>No</b>"))],
    "lines": [
        Code("make <run>"), Heading("Costs", "of 10 days", (TEN,)), Heading("Bare"),
        Line("l", ("Costs are", TEN, State("watch", "Old"))),
    ],
    "nested": [
        Control("window"), Control("none"),
        Columns(((Note("plain", "left"),), (Note("plain", "right"), Code("x")))),
        Fold("More <b>", (Note("plain", "inside"), Control("window"))),
    ],
    "items": [
        Items("i", (ITEM, Item(State("fine", "Done"), "b", "https://example.org", "why", "3 d"))),
        Items("i", (ITEM,) * 3, "To do <b>", most=2), Items("i", (ITEM,) * 2, "All", most=2),
        Items("i", (ITEM,), most=0),
    ],
    "arguments": [
        Arguments("a", (("One", "why"), ("Two", "why <b>"), ("Three", "why")), most=2),
        Arguments("a", (("One", "why"),), most=1), Arguments("a", (("One", "why"),), most=0),
    ],
    "tiles": [
        Tile("Burn", "10", "spending.burn", "+3 %", "since May", "act", chart=(1, 5, 3),
             help='Of "May"', formula="10 = 7 + 3", rows=ROWS, opens=TEN.opens),
        Tile("Burn", "11", "spending.burn", "−3 %", tone="fine"),
        Tile("Launches", "12", "launches.amounts", "-3 %", arrow="auto"),
        Tile("Issues", "13", "x", "3 %", arrow="up"), Tile("Docs", "14", "x", delta_note="2 sites"),
        Tile("Cost", "15", "x", "+3 %", arrow="off"), Note("plain", "between"),
        Tile("Alone", "1", "x", "3 %", chart=(2, 2), arrow="down"),
    ],
    "tables": [
        Table("t", "", ["Name", ("Cost", "n")], [("a", "10"), (Link("b", "https://e.org"), TEN)]),
        Table("t", "Costs <b>", ["Name", ("Cost", "n")], [("a", "1"), ("b", "2"), ("c", "3")],
              "spending.burn", "Of 10", COSTS, "10 = 7 + 3", ROWS, 2, (TEN,)),
        Table("t", "All", ["Name", ("Cost", "n")], [("a", "1"), ("b", "2")], most=2),
    ],
    "sheet and lanes": [
        Sheet("s", (Section("Next", (Row(("Report",), "to whom", "@wren", "30 Sep"),), 2, 1),)),
        Lanes("l", (("Cloud", ()),), ((0.5, "May", True),), "Nobody pays.", (0.2, 0.4)),
    ],
    "data": [Data("d", "As a table", COSTS, "spending.burn", "10 = 7 + 3", ROWS, WHOLE.marks)],
}  # fmt: skip
DRAWING = Drawing(
    {"window": (Note("plain", "12 months"),)}, "Built on 17 Sep 2026.",
    lambda opens: "" if "day" in opens else f"rows/{opens.get('month', 'x')}.html",
)  # fmt: skip


def lined(drawn: str) -> str:
    """HTML with a line for each tag, for who reads a difference."""
    return str(drawn).replace("><", ">\n<")


def test_every_block_as_the_site_draws_it(write_golden: bool) -> None:
    drawn = {name: lined(blocks.blocks(found, DRAWING)) for name, found in CASES.items()}
    folder = Path(__file__).with_name("golden")
    golden.check("site_blocks", drawn, write=write_golden, folder=folder)


def test_a_long_list_of_rows_says_how_many_the_site_leaves_out() -> None:
    table = Table("t", "", ["Name", ("Cost", "n")], LONG, most=2)
    drawn = str(blocks.blocks([table], Drawing()))
    assert re.findall(r"<summary>(.*?)</summary>|>(\d+ more in the app\.)<", drawn) == [
        ("203 more", ""), ("", "3 more in the app."),
    ]  # fmt: skip
    assert (drawn.count("<tr>"), "n201" in drawn, "n202" in drawn) == (204, True, False)
    short = Table("t", "", ["Name", ("Cost", "n")], LONG[:202], most=2)
    assert "in the app" not in str(blocks.blocks([short], Drawing()))


def chart_of(drawn: str) -> tuple[list[str], dict[str, object]]:
    """The element of a chart with all that stands around it, and what its script reads."""
    shape = r'<script type="application/json" data-chart="([^"]*)">(.*?)</script>'
    ((place, text),) = re.findall(shape, drawn)
    assert not set("<>&#") & set(text)
    return [place, *lined(re.sub(shape, "", drawn)).splitlines()], json.loads(text)


def test_a_chart_stands_in_its_place_with_its_words_its_table_and_its_marks(
    write_golden: bool,
) -> None:
    shown = {}
    for chart in (CHART, WHOLE, replace(WHOLE, is_bare=True)):
        drawn, read = chart_of(str(blocks.blocks([chart], DRAWING)))
        figure = read.pop("figure")
        assert isinstance(figure, dict)
        assert figure == json.loads(blocks.figure_of(chart, blocks.INK).to_json())
        shown[f"{chart.key} {chart.is_bare}"] = "\n".join([*drawn, json.dumps(read, indent=1)])
    folder = Path(__file__).with_name("golden")
    golden.check("site_charts", shown, write=write_golden, folder=folder)


def test_a_chart_without_a_height_of_its_own_has_the_sites() -> None:
    def height(figure: dict[str, object]) -> list[str]:
        return re.findall(r"height:(\d+)px", blocks.chart("k", figure, "alt"))

    assert height({"layout": {"height": 200}}) == ["200"]
    assert height({"layout": {}}) == height({"layout": None}) == ["320"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (["a", 2], "a, 2"), (("b",), "b"), (None, "–"), (pd.NaT, "–"), (float("nan"), "–"),
        (True, "yes"), (False, "no"), (date(2026, 5, 1), "1 May 2026"),
        (datetime(2026, 5, 1), "1 May 2026"), (datetime(2026, 5, 1, 7, 5), "1 May 2026, 07:05"),
        (datetime(2026, 5, 1, 0, 0, 1), "1 May 2026, 00:00"), (Decimal("1234.50"), "1,234.50"),
        (Decimal("0.123456789"), "0.123457"), (1234.5, "1,234.5"), (1 / 3, "0.3333333333"),
        (1234, "1,234"), ("<b>", "<b>"),
    ],
)  # fmt: skip
def test_a_cell_of_a_frame_is_in_words(cell: object, said: str) -> None:
    assert blocks.value(cell) == said


def test_a_column_of_numbers_alone_is_on_the_right() -> None:
    found = pd.DataFrame(
        {
            "name": ["a", "b"], "cost": [Decimal(1), None], "count": [1, 2], "mixed": [1, "b"],
            "none": [None, None], "share": [0.5, float("nan")],
        },
        dtype=object,
    )  # fmt: skip
    drawn = str(blocks.frame(found, "Costs <b>"))
    assert re.findall(r'<th scope="col" class="(\w*)">(\w+)', drawn) == [
        ("", "name"), ("n", "cost"), ("n", "count"), ("", "mixed"), ("", "none"), ("n", "share"),
    ]  # fmt: skip
    assert re.findall(r'<td class="(\w*)">(.*?)</td>', drawn) == [
        ("", "a"), ("n", "1"), ("n", "1"), ("", "1"), ("", "–"), ("n", "0.5"),
        ("", "b"), ("n", "–"), ("n", "2"), ("", "b"), ("", "–"), ("n", "–"),
    ]  # fmt: skip
    assert 'aria-label="Costs &lt;b&gt;"' in drawn
    assert "<tbody></tbody>" in str(blocks.frame(found.head(0), "Costs"))


def test_a_sparkline_goes_up_where_the_figure_does():
    drawn = blocks.blocks([Tile("Burn", "10", "spending.burn", chart=(0, 5, 10))], Drawing())
    assert re.findall(r'points="(.*?)"', drawn) == ["0.0,27.0 50.0,15.0 100.0,3.0"]


@pytest.mark.parametrize(("chart", "points"), [((), []), ((7,), []), ((7, 7), ["27.0", "27.0"])])
def test_a_line_needs_two_points_and_an_even_one_lies_low(chart, points):
    drawn = blocks.blocks([Tile("Burn", "7", "spending.burn", chart=chart)], Drawing())
    assert [y for line in re.findall(r'points="(.*?)"', drawn) for y in re.findall(r",(\S+)", line)
            ] == points  # fmt: skip


def test_a_sentence_stands_in_small_type_with_what_is_not_certain_about_it():
    said = Sentence("Costs are 10.", basis="By the bills of May.", warning="One bill is missing.")
    drawn = str(blocks.sentence(said))
    words = re.sub(r"<[^>]+>", " ", drawn).split()
    assert " ".join(words) == "Costs are 10. By the bills of May. One bill is missing."


FIRST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("rows", "first", "last", "more"),
    [(1, "1 Jan 2026", "1 Jan 2026", []), (200, "1 Jan 2026", "19 Jul 2026", []),
     (203, "4 Jan 2026", "22 Jul 2026", ["3 more in the app."])],
)  # fmt: skip
def test_a_table_by_days_shows_its_newest_rows_and_says_what_is_left_out(rows, first, last, more):
    days = [FIRST + timedelta(days=n) for n in range(rows)]
    drawn = blocks.frame(pd.DataFrame({"day": days, "cost": range(rows)}, dtype=object), "Costs")
    cells = re.findall(r"<td[^>]*>(.*?)</td>", drawn)
    assert (cells[0], cells[-2], len(cells)) == (first, last, 2 * min(rows, 200))
    assert re.findall(r"\d+ more in the app\.", drawn) == more


def test_a_table_of_names_shows_its_first_rows_though_days_stand_in_it():
    days = [FIRST + timedelta(days=n) for n in range(203)]
    names = [f"n{n}" for n in range(203)]
    drawn = blocks.frame(pd.DataFrame({"name": names, "day": days}, dtype=object), "Names")
    cells = re.findall(r"<td[^>]*>(.*?)</td>", drawn)
    assert (cells[0], cells[-2]) == ("n0", "n199")
