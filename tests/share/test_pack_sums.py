"""The figures of a pack make each other: parts their total, each × count its total."""

import dataclasses
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from bill_records import days
from builds import BUILT_AT

from config import SAMPLE, Preset, load
from pipelines.commands import main as ingest
from share import pack, sums, work
from share.amounts import shown_amounts
from share.content import Claim, Content, Part
from share.facts import pack_facts
from share.slots import plain
from share.summary import answer
from warehouse.read import open_newest
from warehouse.records import BuildInfo, LaunchDaily, UsageBasis
from wording import numbers

AS_OF = date(2026, 9, 17)
INFO = BuildInfo(BUILT_AT, AS_OF, "Test", "USD", "UTC", "dashboard.toml", False, "0")
AUGUST = date(2026, 8, 1)


def preset(amounts="exact", audience="funder"):
    return Preset(name="x", recipient="X", audience=audience, amounts=amounts)


def shown(frame, amounts):
    return shown_amounts(pd.DataFrame(frame).astype(object), preset(amounts))


def decimals(*values):
    return [Decimal(value) for value in values]


def test_parts_are_rounded_so_that_they_add_up_to_their_rounded_total():
    thirds = [Decimal(100) / 3] * 3
    assert numbers.apportioned(thirds, Decimal(1)) == decimals("34", "33", "33")
    credits = decimals("-0.004", "-0.004", "-0.004")
    assert numbers.apportioned(credits, Decimal("0.01")) == decimals("0.00", "0.00", "-0.01")


def test_a_table_of_costs_adds_up_by_row_and_by_column():
    frame = {
        "month": [date(2026, n, 1) for n in (1, 2, 3)],
        "gross": decimals("3333.333333", "3333.333333", "3333.333334"),
        "credits": decimals("-3000.111111", "0E-20", "-99.005"),
    }
    frame["payable"] = [a + b for a, b in zip(frame["gross"], frame["credits"], strict=True)]
    exact = shown(frame, "exact")
    assert list(exact["gross"]) == decimals("3333.33", "3333.33", "3333.34")
    assert [str(v) for v in exact["credits"]] == ["-3000.11", "0.00", "-99.01"]
    rounded = shown(frame, "rounded")
    assert list(rounded["gross"]) == decimals("3333", "3333", "3334")
    for table in (exact, rounded):
        assert list(table["gross"] + table["credits"]) == list(table["payable"])


def test_an_award_is_the_sum_of_the_spent_and_the_remaining_amount_as_shown():
    row = {
        "awarded": decimals("142500"), "spent": decimals("95987.5"),
        "remaining": decimals("46512.5"), "spent_share": decimals("0.6735964912280701754"),
    }  # fmt: skip
    table = shown(row, "rounded").iloc[0]
    assert list(table) == decimals("142500", "96000", "46500", "0.67")
    assert shown(row, "exact")["spent_share"][0] == Decimal("0.67")


def test_amounts_are_known_to_the_place_of_the_smallest_from_one_on():
    known = {"gross": decimals("1", "16512", "0.4")}
    assert list(shown(known, "rounded")["gross"]) == decimals("1", "16512", "0")
    assert list(shown({"gross": decimals("16512", "999")}, "rounded")["gross"]) == decimals(
        "16510", "1000"
    )


def launched(first, count, launches, origin="hub"):
    each_day = (first + timedelta(days=n) for n in range(count))
    return [LaunchDaily(day, day, origin, "GitHub", launches, "events") for day in each_day]


def written(db, amounts="exact"):
    chosen = preset(amounts)
    facts = pack_facts(db, chosen, AS_OF)
    part = work.use(facts)
    return plain(answer("Tidepool", "", [part], facts)), part


@pytest.mark.slow
def test_the_first_sentence_and_the_table_count_only_launches_that_were_paid_for(build):
    bill = days(date(2026, 1, 1), 258, "3.3")
    basis = UsageBasis("launches", "launch", [], ["hub"], "bills", "UTC", "the hub")
    ran = [*launched(date(2026, 3, 11), 190, 7), *launched(date(2026, 3, 11), 190, 100, "rack")]
    db = build([INFO, *bill, basis, *ran]).cursor()
    said, part = written(db)
    assert said == (
        "Tidepool ran 1,218 launches that were paid for from 11 March 2026 to 31 August 2026, "
        "at 0.47 USD each: 570 USD for these launches, before credits."
    )
    assert list(part.table["amount"]) == [147, 210, 217, 210, 217, 217]
    assert sum(part.table["cost"]) == Decimal("574.20")
    assert plain(part.sentences)[1] == (
        "17,400 more launches are in no figure: no bill covers the machine or the day."
    )
    assert written(db, "indexed")[0] == (
        "Tidepool ran 1,218 launches that were paid for from 11 March 2026 to 31 August 2026."
    )


@pytest.mark.parametrize(
    ("total", "count", "each"),
    [("41583.86", "30262", "1.374"), ("12.4", "51000", "0.00024"), ("100", "4", "25.00")],
)
def test_a_cost_of_one_has_the_digits_that_make_the_total(total, count, each):
    total, count = Decimal(total), Decimal(count)
    found = numbers.enough(total, count, Decimal("0.01"))
    assert found == Decimal(each)
    assert numbers.to_known(found * count) == numbers.to_known(total)


def test_a_pack_whose_figures_differ_is_withheld_with_a_remedy():
    table = pd.DataFrame({"gross": decimals("10", "20"), "credits": decimals("-1", "0"),
                          "payable": decimals("9", "21")})  # fmt: skip
    claim = Claim(Decimal(17), Decimal(2), Decimal(34), "gross")
    part = Part("spend", "Cost", table=table, claims=(claim,))
    empty = Content("T", "R", "", "", AS_OF, (), (part,), (), ())
    fix = 'Fix: set amounts = "exact" for this preset; if it stays, report it with this line'
    assert [str(each) for each in sums.differences(empty)] == [
        f"spend, table row 2, payable: 21 is said, but the figures make 20. {fix}",
        f"Cost, gross: 34 is said, but the figures make 30. {fix}",
    ]
    fitting = dataclasses.replace(part, table=table.iloc[:1], claims=())
    assert sums.differences(dataclasses.replace(empty, parts=(fitting,))) == []


LONE = """
[project]
name = "Lone Pine"
as_of = 2026-09-17

[[billing]]
account = "box"
path = "box.csv"
category = "hosting"
currency = "EUR"
columns = { date = "Day", amount = "Amount", service = "Item" }

[[funds]]
id = "gift"
name = "A gift"
kind = "donation"
currency = "EUR"
awarded = 1000

[funding]
balances = "balances.csv"

[[presets]]
name = "lone"
recipient = "The giver"
funds = ["gift"]
"""
TWIN = """
[project]
name = "Twin Lakes"
as_of = 2026-09-17

[[billing]]
account = "sky"
path = "sky.csv"
category = "cloud"
currency = "USD"
columns = { date = "Day", amount = "Amount", service = "Item" }

[[billing]]
account = "rack"
path = "box.csv"
category = "hosting"
currency = "USD"
columns = { date = "Day", amount = "Amount", service = "Item" }

[[usage]]
name = "sessions"
unit = "session"
path = "sessions.csv"
columns = { date = "Day", count = "Sessions" }

[[funds]]
id = "one"
name = "First award"
kind = "grant"
funder = "Lake Fund"
awarded = 33333.33
starts_on = 2025-01-01
ends_on = 2026-12-31

[[funds]]
id = "two"
name = "Second award"
kind = "grant"
funder = "Lake Fund"
awarded = 5000
starts_on = 2026-01-01
ends_on = 2027-12-31

[funding]
balances = "balances.csv"

[[presets]]
name = "lake"
recipient = "Lake Fund"
funds = ["one", "two"]
amounts = "rounded"

[[presets]]
name = "sky"
recipient = "Sky"
audience = "credits"
"""


def bill(first, count, amounts, items):
    """Lines of a bill whose amounts have more decimals than a cent."""
    lines = [
        f"{first + timedelta(days=n)},{amounts[n % len(amounts)]},{items[n % len(items)]}"
        for n in range(count)
    ]
    return "\n".join(["Day,Amount,Item", *lines, ""])


@pytest.fixture(scope="module")
def teams(tmp_path_factory, sample_build):
    """(house, build) of the sample and of two invented teams."""
    files = {
        "box.csv": bill(date(2025, 12, 5), 280, ["0.333333", "1.005", "2.7149"], ["box", "disk"]),
        "sky.csv": bill(
            date(2025, 6, 1), 470, ["101.66666667", "77.0049", "-12.345"],
            [f"service {n}" for n in range(8)],
        ),
        "sessions.csv": "\n".join(
            ["Day,Sessions", *(f"{date(2026, 2, 10) + timedelta(days=n)},{7 + n % 5}"
                               for n in range(200)), ""]
        ),
    }  # fmt: skip
    balances = {
        "lone": "fund,on_day,amount,confirmed\ngift,2026-08-31,612.34,true\n",
        "twin": "fund,on_day,amount,confirmed\none,2026-08-31,11111.11,true\n"
        "two,2026-06-30,4321.09,true\n",
    }
    found = [(load(SAMPLE, sample_build), sample_build)]
    for name, settings in (("lone", LONE), ("twin", TWIN)):
        folder = tmp_path_factory.mktemp(name)
        for file, text in {**files, "balances.csv": balances[name]}.items():
            (folder / file).write_text(text)
        (folder / "dashboard.toml").write_text(settings)
        assert ingest(["--config", str(folder / "dashboard.toml"), "--no-fetch"]) == 0
        house = load(folder / "dashboard.toml")
        found.append((house, house.data))
    return found


def test_every_pack_of_three_teams_adds_up_and_sponsors_read_one_figure_alike(teams):
    """Parts = total, each × count = total, in whatever form a preset asks for them."""
    for house, data in teams:
        assert disagreements(house, data, house.config.presets, datetime(2026, 9, 17)) == []


def disagreements(house, data, presets, now):
    """Whatever in the packs of these presets does not add up, or differs between sponsors."""
    build, db = open_newest(data)
    found, said = [], {}
    for chosen in presets:
        for amounts in ("exact", "rounded", "indexed"):
            made = chosen.model_copy(update={"amounts": amounts})
            content = pack.compose(db, house, made, build=build, now=now)
            assert content.parts
            found += sums.differences(content)
            for part in content.parts:
                found += [cell for cell in numbers_of(part.table) if not CELL.fullmatch(cell)]
                for sentence in plain(part.sentences) if amounts != "indexed" else ():
                    # The public reads no credits: the rest of its sentence is the same.
                    start = sentence.split(";")[0].rstrip(".")
                    said.setdefault((part.key, start.split(" ")[0]), set()).add(start)
    assert said
    return [*found, *(each for each in said.values() if len(each) > 1)]


# At most cents, or the digits that a cost of one needs; never 0E-20 or 20 decimals.
CELL = re.compile(r"-?\d+(\.\d{1,7})?")


def numbers_of(table):
    """The numbers of a table as its CSV writes them."""
    if table is None:
        return []
    return [
        str(cell) for row in table.to_numpy().tolist() for cell in row
        if isinstance(cell, int | float | Decimal) and not pd.isna(cell)
    ]  # fmt: skip
