"""What the site draws without a server: a sparkline's line, a long table's newest rows."""

import re
from datetime import date, timedelta

import pandas as pd
import pytest

from share.site import blocks
from share.site.blocks import Drawing
from wording.page import Sentence, Tile


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
