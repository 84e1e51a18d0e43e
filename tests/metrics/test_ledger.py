"""Every figure that opens its rows: the rows lead to it, by its kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs

import duckdb
import pandas as pd
import pytest

from metrics import figures
from metrics.data_quality.sources import info
from metrics.ledger import Ledger, Term
from metrics.meetings.ledger import _mark_middle
from metrics.once import within
from metrics.spending import ledger as spending
from warehouse.read import connect, newest

# An address and the start of its figure on the sample; "" where the figure is empty.
ADDRESSES = {
    "of=spending.total&month=2026-08&basis=gross": "3986.2465",
    "of=spending.total&month=2026-08&basis=payable": "248.11",
    "of=spending.total&month=2026-08&basis=credits": "3738.1365",
    "of=spending.total&month=2026-08&by=service&part=other": "122.5",
    "of=spending.total&month=2026-08&by=project&part=hub": "3840.7365",
    "of=spending.total&month=2026-08&category=cloud&project=hub": "3840.7365",
    "of=spending.total": "79811.66",
    "of=spending.total&part=nothing+of+this+name": "None",
    "of=spending.change": "-91.6948",
    "of=spending.change&by=project&part=hub": "-91.7948",
    "of=spending.change&basis=credits&project=hub": "-91.7948",
    "of=spending.change&part=nothing+of+this+name": "None",
    "of=spending.burn": "3965.41",
    "of=spending.burn&months=12&basis=payable&per_day=true": "8.08",
    "of=spending.burn&basis=credits": "3719.79",
    "of=spending.burn&category=cloud&until=2026-07-16": "3818.66",
    "of=spending.credit_share": "0.938",
    "of=runway.outlook": "2027-03-25",
    "of=runway.outlook&show=low": "2027-03-04",
    "of=runway.outlook&show=per_month": "8739.6",
    "of=runway.outlook&show=billed": "3939.644",
    "of=runway.outlook&show=planned": "4800",
    "of=runway.outlook&show=search": "2026-06-16",
    "of=runway.scenario&name=Half+of+the+cloud+is+switched+off": "2027-05-01",
    "of=runway.scenario&name=nobody": "None",
    "of=runway.published": "13",
    "of=funds.left": "73631.29",
    "of=funds.left&means=credits": "15667.79",
    "of=funds.balance&fund=nobody": "None",
    "of=funds.holding&fund=grant": "46500",
    "of=funds.holding&fund=grant&show=spent": "96000",
    "of=funds.holding&fund=donations&show=spent": "None",
    "of=funds.available&means=cash&currency=USD": "76620",
    "of=funds.available&means=credits&currency=CHF": "None",
    "of=awards.charged&fund=grant&line=People": "76800",
    "of=awards.charged&fund=grant&part=all": "96000",
    "of=awards.charged&fund=credits&part=all": "72289.17",
    "of=awards.charged&fund=nobody": "None",
    "of=awards.claim&fund=grant": "None",
    "of=awards.unassigned&reason=outside_days&currency=USD&fund=rack": "687.15",
    "of=launches.paid_for&month=2026-08": "2.481",
    "of=launches.paid_for&month=2026-08&show=amount": "1548",
    "of=launches.paid_for&month=2026-08&show=cost": "3840.73",
    "of=launches.paid_for&show=days": "712",
    "of=launches.counted&period=2026-08": "1910",
    "of=launches.a_day": "61.61",
    "of=launches.member&name=nobody": "None",
    "of=issues.open": "103",
    "of=issues.open&day=2026-08-20&pulls=true": "3",
    "of=issues.open&age=1_to_3_months": "22",
    "of=issues.changed&event=closed": "26",
    "of=issues.changed&event=closed&month=2026-08": "21",
    "of=issues.changed&month=2026-08": "14",
    "of=issues.times&months=12": "9.65",
    "of=issues.times&months=12&time=closing": "17.16",
    "of=issues.times&months=12&quarter=2026-01": "8.66",
    "of=issues.contributors&month=2026-08&who=returning": "12",
    "of=issues.contributors&month=2025-09&who=returning": "7",
    "of=docs.failing": "1",
    "of=docs.durations&site=fernhollow-hub": "2.49",
    "of=meetings.people": "18",
    "of=meetings.people&who=half": "6",
    "of=meetings.median": "8.5",
    "of=meetings.first_timers": "3",
    "of=meetings.organisations": "7",
    "of=meetings.meeting&meeting=monthly-2026-09-17": "8",
    "of=meetings.month&month=2026-08": "8.5",
    "of=meetings.held&month=2026-08&name=monthly": "1",
    "of=meetings.flow&month=2026-03": "0",
    "of=meetings.flow&month=2026-03&who=returning": "13",
    "of=meetings.flow&month=2026-03&who=lapsed": "0",
    "of=meetings.flow&month=2024-10&who=came": "11",
    "of=meetings.flow&month=2026-03&who=came": "0",
    "of=meetings.actions": "7",
    "of=meetings.actions&state=carried": "3",
    "of=meetings.actions&age=1_to_3_months": "3",
    "of=meetings.actions&age=1_to_3_months&state=nobody": "0",
    "of=meetings.decisions&months=12": "6",
    "of=data_quality.sources": "6",
    "of=data_quality.sources&show=oldest": "2026-05-31",
    "of=data_quality.rows": "75883",
    "of=data_quality.left_out": "2",
}


@pytest.fixture(scope="module")
def db(sample_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(newest(sample_build)) as opened, within({}):
        yield opened


def opened(db: duckdb.DuckDBPyConnection, address: str, **more: int) -> Ledger:
    figure, asked = figures.asked(parse_qs(address))
    as_of = info(db).as_of
    return figure(db, **asked, **more, **figures.own(figure, as_of=as_of, on=as_of))


def test_pages_of_cost_rows_follow_each_other_without_a_gap(sample_build: Path) -> None:
    """Also where one page ends in the middle of a day, and beyond the last row."""
    with connect(newest(sample_build)) as db:
        asked = {"as_of": date(2026, 9, 17), "month": date(2026, 8, 1)}
        whole = spending.total(db, **asked)
        parts = [spending.total(db, **asked, start=at, most=7) for at in range(0, whole.count, 7)]
        beyond = spending.total(db, **asked, start=whole.count + 5, most=7)

    assert 7 * 4 < whole.count < 500
    pd.testing.assert_frame_equal(
        pd.concat([each.rows for each in parts], ignore_index=True), whole.rows
    )
    assert {(each.count, each.total) for each in parts} == {(whole.count, whole.total)}
    assert beyond.rows.empty
    assert beyond.count == whole.count


def test_every_figure_has_an_address_here() -> None:
    named = {parse_qs(address)["of"][0] for address in ADDRESSES}
    assert named == {*figures.FIGURES}


@pytest.mark.parametrize(("address", "figure"), ADDRESSES.items())
def test_the_rows_of_a_figure_lead_to_it(db, address: str, figure: str) -> None:
    found = opened(db, address)

    assert str(found.figure).startswith(figure)
    assert found.holds
    assert len(found.rows) == min(found.count, 500)
    if found.measure and found.count <= 500 and found.total is not None:
        known = [each for each in found.rows[found.measure] if each is not None]
        assert sum(known, Decimal(0)) == Decimal(str(found.total))
    if found.mark and found.figure is not None and found.kind == "share" and not found.terms:
        assert int(found.rows[found.mark].astype(bool).sum()) == found.figure


def test_each_fund_opens_its_statement_and_its_moves(db) -> None:
    ids = db.execute("select fund_id from fund where kind <> 'in_kind'").df()["fund_id"]
    found = [opened(db, f"of=funds.balance&fund={each}") for each in ids]

    assert [each.holds and each.figure is not None for each in found] == [True] * len(ids)


def test_a_group_of_cost_rows_adds_up_to_the_same_total(db) -> None:
    found = opened(db, "of=spending.total&month=2026-08")

    assert [sum(each["amount"]) for each in found.groups.values()] == [found.total] * 2
    assert [sum(each["lines"]) for each in found.groups.values()] == [sum(found.rows["lines"])] * 2


def test_the_next_rows_begin_where_the_first_ones_end(db) -> None:
    every = opened(db, "of=spending.total&month=2026-08").rows
    first = opened(db, "of=spending.total&month=2026-08", most=100).rows
    rest = opened(db, "of=spending.total&month=2026-08", start=100).rows

    assert pd.concat([first, rest], ignore_index=True).equals(every)


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("", "no_figure", ""),
        ("of=spending.nothing", "unknown_figure", "spending.nothing"),
        ("of=spending.total&mnth=2026-08", "unknown_argument", "mnth"),
        ("of=spending.total&as_of=2026-08-01", "unknown_argument", "as_of"),
        ("of=spending.total&month=August", "bad_value", "month"),
        ("of=spending.total&month=9999-12", "bad_value", "month"),
        ("of=spending.total&basis=net", "bad_value", "basis"),
        ("of=spending.burn&months=100000", "bad_value", "months"),
        ("of=spending.burn&months=-1", "bad_value", "months"),
        ("of=issues.open&pulls=perhaps", "bad_value", "pulls"),
        ("of=funds.balance", "missing", "fund"),
    ],
)
def test_a_mistaken_address_is_refused_with_its_place(address, kind, name) -> None:
    with pytest.raises(figures.Mistake) as mistake:
        figures.asked(parse_qs(address))
    assert (mistake.value.kind, mistake.value.name) == (kind, name)


NONE = pd.DataFrame({"amount": []})


@pytest.mark.parametrize(
    "wrong",
    [
        Ledger("m", "sum", Decimal(5), "USD", NONE, 0, "amount", Decimal(4)),
        Ledger("m", "sum", Decimal(5), "USD", NONE, 0, "amount", Decimal(5),
               terms=(Term("Usage", Decimal(4)),)),
        Ledger("m", "mean", Decimal(5), "USD", NONE, 0, "amount", Decimal(9),
               terms=(Term("billed", Decimal(10)), Term("days", 2, "÷"))),
        Ledger("m", "count", 3, "issues", NONE, 2),
        Ledger("m", "share", 3, "people", NONE, 5, mark="is_marked", marked=2),
        Ledger("m", "middle", 3.0, "days", pd.DataFrame({"days": [1, 2, 9]}), 3, "days"),
    ],
)  # fmt: skip
def test_rows_that_miss_their_figure_are_found(wrong: Ledger) -> None:
    assert not wrong.holds


def test_of_a_figure_that_is_not_known_nothing_is_claimed() -> None:
    known = Ledger("m", "date", date(2027, 4, 16), "USD", NONE, 0)
    assert (known.holds, replace(known, kind="sum", figure=None).holds) == (True, True)


@pytest.mark.parametrize(
    ("rows", "marked"), [(0, []), (1, [0]), (2, [0, 1]), (3, [1]), (4, [1, 2]), (5, [2])]
)
def test_the_middle_is_one_row_or_two(rows, marked):
    every = pd.DataFrame({"people": range(rows)})
    assert _mark_middle(every) == len(marked)
    assert [n for n, is_marked in enumerate(every["is_marked"]) if is_marked] == marked
