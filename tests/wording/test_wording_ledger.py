"""The page of a figure's rows: each kind in its sentence, its rule and its table."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import golden
import pandas as pd
import pytest
from openpyxl import load_workbook

from metrics.data_quality.arrivals import Cause
from metrics.data_quality.standing import Standing
from metrics.figures import Mistake
from metrics.ledger import Ledger, Term
from metrics.spending.bill_lines import BillLines
from metrics.spreadsheet import workbook_bytes
from wording import ledger
from wording.page import Page

FRESH = Standing(date(2026, 9, 15))
DAY = date(2026, 8, 4)


def frame(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=object)


COSTS = frame(
    {"day": DAY, "service": "Compute", "project": "hub", "charge": "Usage", "file": "a.csv",
     "lines": 1, "amount": Decimal("1.006")},
    {"day": DAY, "service": "=Disk", "project": None, "charge": "Usage", "file": "a.csv",
     "lines": 2, "amount": Decimal("1.006")},
)  # fmt: skip
SUM = Ledger(
    "spending.monthly", "sum", Decimal("2.012"), "USD", COSTS, 2, "amount", Decimal("2.012"),
    terms=(Term("Usage", Decimal("1.504")), Term("Tax", Decimal("0.508"))),
    facts={"month": date(2026, 8, 1), "basis": "gross", "part": None, "files": 1},
    groups={"service": frame({"service": "Compute", "lines": 1, "amount": Decimal("1.006")},
                             {"service": "=Disk", "lines": 2, "amount": Decimal("1.006")})},
)  # fmt: skip
MEAN = Ledger(
    "spending.burn", "mean", Decimal("304.375"), "USD", COSTS, 4999, "amount", Decimal(920),
    terms=(Term("billed", Decimal(920)), Term("covered_days", 92, "÷"),
           Term("days_a_month", Decimal("30.4375"), "×")),
    facts={"first": date(2026, 6, 14), "last": date(2026, 9, 13), "basis": "payable",
           "covered_days": 92, "files": 13},
)  # fmt: skip
COUNT = Ledger(
    "issues.open_on", "count", 1, "issues",
    frame({"repository": "o/r", "number": 7, "title": "Broken <b>", "url": "https://x.example/7",
           "opened": DAY, "age": 3}), 1, facts={"day": DAY, "repos": ("o/r",)},
)  # fmt: skip
SHARE = Ledger(
    "docs.failing_by_week", "share", 1, "sites",
    frame({"site": "Hub", "state": "failed", "day": DAY, "reason": "sphinx", "url": None,
           "is_marked": True},
          {"site": "Lab", "state": "never built", "day": None, "reason": None, "url": None,
           "is_marked": False}), 2, mark="is_marked", marked=1,
)  # fmt: skip
MIDDLE = Ledger(
    "meetings.year", "middle", 8.5, "people",
    frame({"day": DAY, "series": "monthly", "people": 8, "is_marked": True},
          {"day": DAY, "series": "cafe", "people": 9, "is_marked": True}), 2, "people",
    mark="is_marked", marked=2,
)  # fmt: skip
DATE = Ledger(
    "runway.outlook", "date", date(2027, 4, 16), "USD",
    frame({"input": "stated", "name": "Estuary", "day": date(2026, 8, 31), "until": None,
           "amount": Decimal(46500)},
          {"input": "planned", "name": "people", "day": DAY, "until": date(2027, 1, 1),
           "amount": Decimal(4800)}), 2,
    facts={"show": "likely", "low": date(2027, 3, 27), "high": date(2027, 5, 6), "draws": 5000,
           "seed": 1},
)  # fmt: skip
NOTHING = pd.DataFrame()
WRONG = Ledger("spending.monthly", "sum", Decimal(3), "USD", COSTS, 2, "amount", Decimal("2.012"))
UNKNOWN = Ledger("spending.burn", "mean", None, "USD", NOTHING, 0)
ZERO = Ledger("meetings.actions", "count", 0, "actions", NOTHING, 0, facts={"state": "open"})
SILENT = Standing(date(2026, 6, 10), "estimated", (
    Cause("billing", ("skyhook",), "silent", date(2026, 6, 10), 97),))  # fmt: skip


def page(found: Ledger, how: Standing = FRESH, view: str = "rows") -> Page:
    head = ledger.page(found, how)
    rows = (ledger.table(found, view),) if found.count else ()
    return Page(head.title, head.question, head.answer, (*head.blocks, *rows))


def test_every_kind_of_figure_in_words(write_golden: bool) -> None:
    cases = {
        "a sum": page(SUM),
        "a sum by service": page(SUM, view="service"),
        "the mean of more rows than are shown": page(MEAN),
        "a count": page(COUNT),
        "a share": page(SHARE),
        "a middle": page(MIDDLE),
        "a date": page(DATE),
        "rows that miss their figure": page(WRONG),
        "a figure that is not known": page(UNKNOWN),
        "nothing to count": page(ZERO),
        "old bills": page(SUM, SILENT),
        "no figure in the address": ledger.mistaken(Mistake("no_figure", allowed=("a.b",))),
        "a value it cannot have": ledger.mistaken(
            Mistake("bad_value", "month", "<August>", ("2026-08-31",))
        ),
        "the lines": [
            ledger.lines(BillLines("found", (17, 204), 2), expected=2),
            ledger.lines(BillLines("found", (17,), 1), expected=2),
            *(ledger.lines(BillLines(code), expected=2) for code in ledger.NO_LINES),  # type: ignore[arg-type] # codes
        ],
    }
    golden.check("ledger", cases, write=write_golden)


@pytest.mark.parametrize("view", ["rows", "service"])
def test_the_cents_of_a_table_add_up_to_its_total(view: str) -> None:
    *rows, total = ledger.table(SUM, view).rows
    assert sum(Decimal(row[-1]) for row in rows) == Decimal("2.01")
    assert "2.01" in total[-1]


def test_of_many_things_the_first_rows_are_in_sight_and_a_total_or_a_middle_always_is() -> None:
    many = pd.concat([COUNT.rows] * 500, ignore_index=True)
    counted = ledger.table(replace(COUNT, figure=500, rows=many, count=500))
    assert (len(counted.rows), counted.most) == (500, 120)
    assert [ledger.table(each).most for each in (SUM, MEAN, SHARE, MIDDLE)] == [None] * 4


def test_a_csv_has_rows_only_with_the_names_of_the_page_and_its_currency() -> None:
    found = ledger.data(SUM)
    assert list(found) == [
        "Day", "Service", "Project", "Charge", "File", "Lines", "Amount", "Currency",
    ]  # fmt: skip
    assert found["Amount"].tolist() == [Decimal("1.01"), Decimal("1.01")]
    assert len(found) == SUM.count


def test_a_workbook_has_the_total_as_well_and_runs_no_formula() -> None:
    rows = ledger.data(SUM)
    book = load_workbook(BytesIO(workbook_bytes(rows, total=ledger.total_of(SUM, rows))))
    values = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert values[-1] == ["Total", None, None, None, None, None, 2.01, None]
    assert values[2][1] == "'=Disk"
    assert len(values) == 1 + SUM.count + 1


def test_a_figure_without_a_total_has_none_in_any_file() -> None:
    assert ledger.total_of(COUNT, ledger.data(COUNT)) == []
    assert ledger.total_of(DATE, ledger.data(DATE)) == []


def test_people_are_numbers_until_somebody_asks_for_names() -> None:
    rows = frame({"name": "Ivo Example", "organisation": "Example", "meetings": 2})
    assert ledger.without_names(rows).to_dict("records") == [{"name": "Person 1", "meetings": 2}]
