"""What is read is counted, replaced or refused, to the last digit, in any order of arrival."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from billing_house import House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import billing
from warehouse.records import BillingQuestion, BillingRefused, CostDaily, Rows

pytestmark = pytest.mark.heavy

MONTHS = ("2026-05", "2026-06", "2026-07")
COLUMNS = '{date = "Day", amount = "Cost", service = "Item", project = "Project"}'
CENTS = st.decimals(min_value=-20, max_value=500, places=2)
AS_OF = date(2026, 7, 20)
START = 1_780_000_000  # 2026-05-28


@st.composite
def bill(draw, account, month):
    """A month's lines of an account: some equal, some of another month, some without a day."""
    projects = draw(
        st.lists(st.sampled_from(["hub", "docs", "ci"]), min_size=1, max_size=2, unique=True)
    )
    days = draw(st.lists(st.integers(1, 28), min_size=1, max_size=6))
    rows = [
        (f"{month}-{day:02}", item, project, draw(CENTS))
        for day in days for project in projects for item in ("Server", "Disk")
    ]  # fmt: skip
    if draw(st.booleans()):
        rows.append(("2026-04-30", "Server", projects[0], draw(CENTS)))
    if draw(st.booleans()):
        rows.append(("", "Credit", projects[0], draw(CENTS)))
    return [(*row, account) for row in rows]


@st.composite
def world(draw):
    """Files with their text and time: bills, corrections, second downloads, renamed projects."""
    files = {}
    for account in ("north", "south"):
        for month in draw(st.lists(st.sampled_from(MONTHS), min_size=1, max_size=3, unique=True)):
            lines = draw(bill(account, month))
            named = draw(st.booleans())  # whether the files state whose they are
            files[f"{account}-{month}.csv"] = lines, named
            for change in draw(
                st.sets(st.sampled_from(["corrected", "again", "renamed"]), max_size=2)
            ):
                other = list(lines)
                if change == "corrected":
                    other = [
                        (d, i, p, c + 1 if n % 4 == 0 else c, a)
                        for n, (d, i, p, c, a) in enumerate(lines)
                    ]
                if change == "renamed":
                    other = [(d, i, "hub-2" if p == "hub" else p, c, a) for d, i, p, c, a in lines]
                name = {
                    "again": f"{account}-{month} (1).csv",
                    "corrected": f"{account}-{month} (2).csv",
                }
                files[name.get(change, f"{account}-{month}-v2.csv")] = other, named
    times = {name: START + 30 * draw(st.integers(0, 20)) for name in sorted(files)}
    order = draw(st.permutations(sorted(files)))
    return files, times, order


def text(lines, named):
    head = "Day,Item,Project,Cost" + ",Organization" * named + "\n"
    return head + "".join(
        ",".join([d, i, p, str(c)] + [a] * named) + "\n" for d, i, p, c, a in lines
    )


def arrived(house, files, times, order, *, each):
    """What the last reading gives once the files came in this order."""
    house.entries = [f"[project]\nas_of = {AS_OF}"]
    house.bill("team", "bills", columns=COLUMNS, currency='"USD"', negate="false")
    found = []
    for name in order:
        file = house.put(f"bills/{name}", text(*files[name]))
        os.utime(file, (times[name], times[name]))
        if each:
            found = list(billing.read(house.load()))
    return found if each else list(billing.read(house.load()))


def rows(found, table):
    [file] = [each.file for each in found if isinstance(each, Rows) and each.table == table]
    return duckdb.sql(f"select * from read_parquet('{file}') order by all").fetchall()


def total(found):
    counted = sum((r[12] for r in rows(found, "cost_daily")), Decimal(0))
    dated = sum((r.billed for r in found if isinstance(r, CostDaily)), Decimal(0))
    replaced = sum((r[6] for r in rows(found, "billing_replaced")), Decimal(0))
    refused = sum((r.amount or 0 for r in found if isinstance(r, BillingRefused)), Decimal(0))
    return counted + dated + replaced + refused


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(world())
def test_counted_replaced_and_refused_are_what_was_read_in_any_order_of_arrival(made):
    files, times, order = made
    with TemporaryDirectory() as folder:
        one = arrived(
            House(Path(folder) / "a" / "team", None), files, times, sorted(files), each=False
        )
        two = arrived(House(Path(folder) / "b" / "team", None), files, times, order, each=True)
        read = sum((line[3] for lines, _ in files.values() for line in lines), Decimal(0))

        assert total(one) == total(two) == read
        assert all(row[0] <= AS_OF for row in rows(one, "cost_daily"))
        assert rows(one, "cost_daily") == rows(two, "cost_daily")
        assert rows(one, "billing_replaced") == rows(two, "billing_replaced")
        questions = [[r for r in found if isinstance(r, BillingQuestion)] for found in (one, two)]
        assert questions[0] == questions[1]
        pairs = {(question.account, question.kind) for question in questions[0]}
        assert len(pairs) == len(questions[0])
