"""Bills replaced, asked about and refused, for the golden files of several pages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from metrics.data_quality.bill_doubts import Question, Refused, Replaced

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
REPLACED = Replaced(
    "bills/costs.csv", "bills/costs (1).csv", "hub", FIRST, LAST, "USD", Decimal("390.5"),
    Decimal(690), Decimal(690), "a later download by its number",
)  # fmt: skip
OVERLAP = Question(
    "hub: overlap", "overlap", "hub", ["bills/team-a.csv", "bills/team-b.csv"], FIRST, LAST, "USD",
    "both", Decimal(372), Decimal(62), Decimal(310), True, False, True, "compare the two files",
    '[[answer]]\nfiles = ["bills/team-a.csv 3f2a9c01d4e5", "bills/team-b.csv 88ab01c2d3e4"]\n'
    'counts = "both"\n', 26,
)  # fmt: skip
RENAMED = replace(
    OVERLAP, kind="renamed", files=["a.csv", "b.csv", "c.csv", "d.csv"], days=None, last_day=FIRST
)
NEWER = replace(OVERLAP, kind="newer", assumed="larger", days=1)
EXPORTS = replace(OVERLAP, kind="two exports", assumed="exact")
UNDATED = replace(
    OVERLAP, kind="undated", assumed="left out", files=["rack.csv"], first_day=None, last_day=None,
    assumed_amount=Decimal(0), other_amount=Decimal(-100), amount=Decimal(100), currency=None,
)  # fmt: skip
ARREARS = replace(
    OVERLAP, kind="arrears", account="rack", assumed="month before", files=["rack.csv"],
    answer='[[answer]]\naccount = "rack"\ncounts = "month before"\n',
)  # fmt: skip
RESTING = replace(OVERLAP, resting=True)
SMALL = replace(OVERLAP, asked=False, amount=Decimal(12))
QUESTIONS = (OVERLAP, RENAMED, NEWER, EXPORTS, UNDATED, ARREARS, RESTING, SMALL)
REFUSED = (
    Refused("bills/a.csv", "rack", "EUR", "no day", 2, Decimal("100.5"), True),
    Refused("bills/a.csv", "rack", None, "no amount", 1, None, True),
    Refused("bills/b.csv", "hub", "USD", "month not over", 1, Decimal(120), False),
)
