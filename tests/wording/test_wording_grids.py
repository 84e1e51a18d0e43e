"""The tables of Setup call a column what the forms call its field."""

import pytest

from editing import grids, sections
from wording import editing, section_fields
from wording.grids import headings, mistakes, refused


@pytest.mark.parametrize("name", [n for n in grids.NAMES if n not in grids.FILES])
def test_a_column_of_a_section_has_the_name_of_its_field(name):
    keys = [each.key for each in sections.settings((name,))]
    over = headings(name, keys, currency="EUR")
    fields = {
        key: section_fields.label((name,), key, currency="EUR", is_required=False) for key in keys
    }
    own = {"amount": "Amount"} if "currency" in keys else {}  # a column of its own says it
    assert over == {**fields, **own}


def test_days_of_all_tables_are_told_apart():
    every = {
        name: headings(name, keys, currency="USD")
        for name, keys in (
            ("payments", ["on", "amount"]), ("planned_costs", ["starts_on", "ends_on"]),
            *grids.FILES.items(),
        )
    }  # fmt: skip
    assert every == {
        "payments": {"on": "Day", "amount": "Amount, USD"},
        "planned_costs": {"starts_on": "First day", "ends_on": "Last day"},
        "balances": {
            "fund": "Fund", "on_day": editing.AS_OF, "amount": "Amount, USD",
            "confirmed": "Confirmed", "source": editing.WHERE,
        },
        "claims": {
            "fund": "Fund", "on_day": "Day sent", "through": "Last day of its costs",
            "amount": "Amount, USD", "source": "Number of the claim",
        },
    }  # fmt: skip
    assert headings("payments", ["amount"], currency=None) == {
        "amount": "Amount, in the fund's currency"
    }


def test_a_cell_that_was_not_read_or_cannot_be_saved_is_named_by_its_heading():
    over = headings("claims", ["on_day"], currency="USD")
    assert [each.text for each in mistakes([(3, "on_day", "'soon' is no day")], over)][1:] == [
        "Row 3, Day sent: 'soon' is no day"
    ]
    assert refused(2, "Day sent", "is missing. Fix: fill it in").text == (
        "Row 2: Day sent is missing. Fix: fill it in"
    )
