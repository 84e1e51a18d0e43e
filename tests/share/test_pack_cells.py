"""Cells of a pack: small groups, the first whole month as 100, digits, unknown in words."""

import re
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from config import Preset
from share.amounts import parts, shown_amounts
from share.audience import allowed
from share.content import Content, Part
from share.html import page


def shown(frame, amounts):
    preset = Preset(name="x", recipient="X", amounts=amounts)
    return shown_amounts(pd.DataFrame(frame).astype(object), preset)


def decimals(*values):
    return [value and Decimal(value) for value in values]


def cells(key, **columns):
    """The class and the text of each cell of a part's table, by column."""
    table = pd.DataFrame(
        {name: pd.Series(values, dtype=object) for name, values in columns.items()}
    )
    content = Content(
        "T", "R", "", "", date(2026, 9, 17), (), (Part(key, "A", table=table),), (), ()
    )
    found = re.findall(r'<td class="(\w?)">(.*?)</td>', page(content, {}).decode())
    width = len(columns)
    return {name: found[at::width] for at, name in enumerate(columns)}


def test_only_allowed_columns_leave_and_counts_of_people_under_five_are_not_said():
    frame = pd.DataFrame(
        {"year": ["a"] * 4, "meetings": [3] * 4, "median": [None, float("nan"), 4.5, 5.0],
         "newcomers": [4, 5, None, 0], "names": ["Ada"] * 4},
    )  # fmt: skip
    table = allowed(frame, "public", "community")
    assert list(table.columns) == ["year", "meetings", "median", "newcomers"]
    assert table["meetings"].tolist() == [3] * 4
    assert table["median"].tolist() == [None, None, "under 5", 5.0]
    assert table["newcomers"].tolist() == ["under 5", 5, None, "under 5"]


MONTHS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 1), date(2026, 3, 1)]


def test_an_index_is_100_in_the_first_whole_month_of_all_categories():
    frame = {"month": MONTHS, "gross": decimals("10", "150", "50", "300"),
             "days": [3, 28, 28, 31], "of_days": [31, 28, 28, 31]}  # fmt: skip
    assert list(shown(frame, "indexed")["gross"]) == decimals("5.0", "75.0", "25.0", "150.0")
    # Without a whole month the first is 100; without days each is whole.
    partial = {**frame, "days": [3, 27, 27, 30]}
    assert list(shown(partial, "indexed")["gross"]) == decimals("100", "1500", "500", "3000")
    plain = {name: frame[name] for name in ("month", "gross")}
    assert list(shown(plain, "indexed")["gross"]) == decimals("100", "1500", "500", "3000")


def test_an_index_hides_awards_and_costs_and_is_of_the_first_known_cost_of_one():
    frame = {"period": MONTHS[:3], "each": decimals(None, "0.50", "0.75"),
             "cost": decimals("1", "2", "3"), "amount": [1, 4, 4]}  # fmt: skip
    table = shown(frame, "indexed")
    assert list(table.columns) == ["period", "each", "amount"]
    assert list(table["each"]) == decimals(None, "100.0", "150.0")
    award = {"fund": ["a"], "awarded": decimals("9"), "spent": decimals("3"),
             "remaining": decimals("6"), "spent_share": decimals("0.3333")}  # fmt: skip
    assert shown(award, "indexed").iloc[0].to_dict() == {
        "fund": "a",
        "spent_share": Decimal("0.33"),
    }


def test_rounded_amounts_have_the_digits_of_the_smallest_that_is_a_unit_or_more():
    frame = {"month": MONTHS[:3], "gross": decimals("123456.78", "1234.5", "0.4")}
    assert list(shown(frame, "rounded")["gross"]) == decimals("123500", "1200", "0")
    assert list(shown(frame, "exact")["gross"]) == decimals("123456.78", "1234.50", "0.40")
    small = {"month": MONTHS[:2], "gross": decimals("0.4", "0.7")}
    assert list(shown(small, "rounded")["gross"]) == decimals("0", "1")
    assert parts(decimals("12345", "1234.4")) == decimals("12350", "1230")


def test_an_unknown_amount_stays_unknown_next_to_known_ones():
    award = {"awarded": decimals("9000", None), "spent": decimals(None, "10.4"),
             "remaining": decimals("6000", None)}  # fmt: skip
    assert shown(award, "rounded").values.tolist() == [
        [Decimal(9000), None, Decimal(6000)], [None, Decimal(10), None],
    ]  # fmt: skip
    costs = {"period": MONTHS[:2], "amount": [10, 0], "cost": decimals("5", None),
             "each": decimals("0.5", None)}  # fmt: skip
    assert list(shown(costs, "exact")["cost"]) == decimals("5.00", None)
    assert list(shown(costs, "exact")["each"]) == decimals("0.50", None)


def test_numbers_stand_right_with_cents_where_there_are_some_and_unknown_is_said():
    assert cells(
        "funds", fund=["A <b>", "B"], spent=decimals("1234.50", None),
        awarded=decimals("9000", "1"), spent_share=decimals("0.14", None),
        ends_on=[date(2026, 9, 17), None],
    ) == {
        "fund": [("", "A &lt;b&gt;"), ("", "B")],
        "spent": [("n", "1,234.50"), ("n", "not confirmed")],
        "awarded": [("n", "9,000"), ("n", "1")],
        "spent_share": [("n", "14 %"), ("n", "not known")],
        "ends_on": [("", "17 Sep 2026"), ("", "not known")],
    }  # fmt: skip
    assert cells(
        "use", period=[date(2026, 8, 1)] * 2, amount=[1218, 7], each=decimals("0.4709", "2"),
    ) == {
        "period": [("", "August 2026")] * 2,
        "amount": [("n", "1,218"), ("n", "7")],
        "each": [("n", "0.4709"), ("n", "2.00")],
    }  # fmt: skip


@pytest.mark.parametrize("key", ["spend", "docs"])
def test_a_part_without_a_table_has_no_cell(key):
    content = Content("T", "R", "", "", date(2026, 9, 17), (), (Part(key, "A", ("B.",)),), (), ())
    assert "<td" not in page(content, {}).decode()
