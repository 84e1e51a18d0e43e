"""Days and months are exact: a part of a day bought, cash by the day, twelve months as a year."""

from datetime import date
from decimal import Decimal

import pytest
from runway_records import info

from metrics.calendar import trailing
from metrics.data_quality.sources import summary
from metrics.meetings import people
from metrics.runway.engine.bank_account import cash_money_out
from metrics.runway.engine.constant_rate import bought
from metrics.runway.engine.drawdown import draw
from metrics.runway.engine.model import Fund, steady
from metrics.runway.inputs.gather import inputs
from pipelines.commands import main as ingest
from warehouse.read import open_newest
from warehouse.records import Attendance, Meeting, Reject, SourceRun
from wording import numbers

AS_OF = date(2026, 8, 31)


def test_a_part_of_a_day_counts_in_the_months_an_extension_buys():
    found = bought(Decimal(415), Decimal(10), as_of=AS_OF, ends_on=AS_OF, cap_months=12)
    assert (found.days_fundable, numbers.tenths(found.months_fundable)) == (41, "1.4 months")


def test_cash_that_runs_out_inside_a_month_is_dated_by_its_day():
    """310 a month are advanced from 100, at 10 a day; in-kind value is no cash."""
    funds = [
        Fund("grant", Decimal(9000), ends_on=date(2027, 12, 31)),
        Fund("cash", Decimal(100), kind="donation", pays_for=frozenset({"travel"})),
        Fund("rack", Decimal(5000), kind="in_kind", pays_for=frozenset({"hosting"})),
    ]
    demand = steady({"cloud": Decimal(10)}, first=date(2026, 9, 1), last=date(2026, 11, 30))
    drawn = draw(funds, demand)
    assert cash_money_out(drawn, {"grant": 90}, funds, AS_OF) == date(2026, 9, 11)


def test_cash_is_advanced_day_by_day_with_overhead_and_comes_back_after_its_days():
    """20 a day and a tenth on top: 22 leave each day, those of day 1 are back on day 6."""
    grant = Fund("grant", Decimal(9000), ends_on=date(2027, 12, 31), overhead_rate=Decimal("0.1"))
    demand = steady({"cloud": Decimal(20)}, first=date(2026, 9, 1), last=date(2026, 11, 30))
    out = []
    for cash in ("87.98", "87.995", "109.98", "109.99", "110"):
        funds = [
            grant, Fund("cash", Decimal(cash), kind="donation", pays_for=frozenset({"tea"})),
            Fund("credits", Decimal(7), kind="credits", pays_for=frozenset({"tea"})),
        ]  # fmt: skip
        drawn = draw(funds, demand)
        out.append(cash_money_out(drawn, {"grant": 5}, funds, AS_OF))
        assert cash_money_out(drawn, {}, funds, AS_OF) is None
    assert out == [date(2026, 9, 4), date(2026, 9, 5), date(2026, 9, 5), None, None]


def test_twelve_months_are_a_calendar_year():
    assert trailing(date(2026, 9, 17), months=12) == date(2025, 9, 18)
    assert trailing(date(2024, 2, 29), months=12) == date(2023, 3, 1)
    assert trailing(AS_OF, months=1) == date(2026, 8, 1)


def test_shares_of_a_whole_add_up_to_a_hundred():
    thirds = [Decimal(1) / 3] * 3
    assert numbers.shares(thirds) == ["34 %", "33 %", "33 %"]
    assert numbers.shares([Decimal("0.845"), Decimal("0.15"), Decimal("0.005")]) == [
        "85 %", "15 %", "0 %",
    ]  # fmt: skip
    assert numbers.shares([Decimal(0)]) == ["0 %"]


def test_lines_left_out_count_those_of_a_file_that_is_no_unit(build):
    lines = [Reject("funds", "balances.csv", n, "x", "no day") for n in range(3)]
    lines += [Reject("people", "people.toml", 1, "x", "no name")]
    run = SourceRun("funds", "balances.csv", rows=1, rejected=2)
    assert summary(build([run, *lines, info(AS_OF)]).cursor(), on=AS_OF).left_out == 4


def meeting(day):
    return [
        Meeting(f"m-{day}", "monthly", day, "Monthly", None, False, True, "n.md", 1),
        Attendance(f"m-{day}", f"p-{day.month}", "Sorrel Quickwater", None, None, "n.md", 2),
    ]


def test_nobody_is_new_where_the_notes_do_not_reach_back(build):
    short = [record for month in (3, 4, 8) for record in meeting(date(2026, month, 3))]
    found = people.year(build([*short, info(AS_OF)]).cursor(), as_of=AS_OF)
    assert (found.people, found.newcomers, found.is_whole) == (3, None, False)
    long = [*short, *meeting(date(2025, 1, 7))]
    found = people.year(build([*long, info(AS_OF)]).cursor(), as_of=AS_OF)
    assert (found.people, found.newcomers, found.is_whole) == (3, 3, True)


TWO = """
[project]
name = "Twin"
as_of = 2026-08-31
[[funds]]
id = "first"
name = "Lake Fund grant"
kind = "grant"
ends_on = 2027-03-31
[[funds]]
id = "second"
name = "Lake Fund grant"
kind = "grant"
ends_on = 2027-09-30
"""


@pytest.mark.slow
def test_two_awards_of_one_name_are_two_names(tmp_path):
    (tmp_path / "dashboard.toml").write_text(TWO)
    assert ingest(["--config", str(tmp_path / "dashboard.toml"), "--no-fetch"]) == 0
    with open_newest(tmp_path / "data")[1] as db:
        names = [rule.name for rule in inputs(db).rules.values()]
    assert names == ["Lake Fund grant (first)", "Lake Fund grant (second)"]
