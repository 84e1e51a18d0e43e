"""What several parts of one bill say together, and how the rules of a roll-up are named."""

import re

import pytest

from pipelines.billing.rollup import Rules, Summary, version

FINAL = {
    # what was said and what another part says → what both say
    (None, None): None, (None, True): True, (None, False): False, (True, None): True,
    (True, True): True, (True, False): False, (False, None): False, (False, True): False,
    (False, False): False,
}  # fmt: skip


@pytest.mark.parametrize(("parts", "both"), FINAL.items())
def test_a_bill_is_final_where_all_its_parts_that_say_so_are(parts, both):
    one, other = (Summary(final=each) for each in parts)
    one.add(other)
    assert one.final is both


def test_the_summaries_of_parts_add_up():
    one = Summary("focus", 5, 4, 1, 1, own_total="9", notes=["a"], rejects=[(1, "x", "why")],
                  refused=[["EUR", "no day", 1, "1", "1"]], readable={"EUR": "4.50", "": "1"},
                  not_asked_for=2, tilt=3)  # fmt: skip
    other = Summary(None, 50, 40, 10, 10, basis="amortised", notes=["b"],
                    rejects=[(2, "y", "why")], refused=[["USD", "no day", 2, "2", "2"]],
                    readable={"EUR": "0.25", "USD": "7"}, not_asked_for=20, tilt=-30,
                    states_period=True)  # fmt: skip
    one.add(other)
    assert one == Summary(
        "focus", 55, 44, 11, 11, basis="amortised", own_total="9", notes=["a", "b"],
        rejects=[(1, "x", "why"), (2, "y", "why")],
        refused=[["EUR", "no day", 1, "1", "1"], ["USD", "no day", 2, "2", "2"]],
        readable={"EUR": "4.75", "": "1", "USD": "7"}, not_asked_for=22, tilt=-27,
        states_period=True,
    )  # fmt: skip
    one.add(Summary("aws_cur", own_total="10"))
    assert (one.format, one.own_total, one.basis) == ("aws_cur", "10", "amortised")


def test_rules_have_a_name_of_twelve_digits_each_their_own():
    names = {version(Rules()), version(Rules(currency="EUR")), version(Rules(negate=True))}
    assert len(names) == 3
    assert all(re.fullmatch("[0-9a-f]{12}", name) for name in names)
