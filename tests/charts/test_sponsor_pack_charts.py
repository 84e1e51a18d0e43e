"""Charts for paper: every category keeps its colour, a month billed in part is hollow."""

from datetime import date

import pandas as pd

from charts import sponsor_pack as charts
from charts.theme import LIGHT

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
FRAME = pd.DataFrame(
    {
        "month": [MAY, MAY, JUNE, JUNE], "category": ["cloud", "hosting"] * 2,
        "gross": [3000, 140, 1200, 60],
    }
)  # fmt: skip


def test_a_month_billed_in_part_leaves_the_other_months_as_the_legend_has_them() -> None:
    figure = charts.monthly_cost(FRAME, LIGHT, hollow={JUNE})
    drawn = [
        (bar.name, list(bar.x), bar.marker.color, bar.marker.pattern.bgcolor) for bar in figure.data
    ]
    (cloud, blue, _), (hosting, navy, _) = charts.legend(FRAME, LIGHT)
    assert drawn == [
        (cloud, ["2026-05-01"], blue, blue), (cloud, ["2026-06-01"], LIGHT.paper, None),
        (hosting, ["2026-05-01"], navy, navy), (hosting, ["2026-06-01"], LIGHT.paper, None),
    ]  # fmt: skip
