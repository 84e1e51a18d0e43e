"""Runway pages of odd sets of funds: nothing breaks, and what is said makes sense."""

from datetime import date

import pytest
from runway_records import balance, every_day, fund, info, planned

AS_OF = date(2020, 7, 21)
BILLS = every_day(date(2020, 1, 1), AS_OF, "100")
UNKNOWN = "We can't calculate how long the money lasts: no balance is stated."
FLAT = "Spending is not reducing the balance."


def many(number):
    """Funds that end one after the other, of every kind, each with a balance."""
    kinds = ("grant", "credits", "donation", "in_kind")
    return [
        record
        for n in range(number)
        for record in (
            fund(f"f{n:02}", kinds[n % 4], date(2020, 9 + n % 4, 1 + n % 28), ["cloud"][: n % 2]),
            balance(f"f{n:02}", AS_OF, 500 + n),
        )
    ]


ODD = {
    "funds and neither bills nor plans": (
        [fund("a"), fund("b", "credits", date(2020, 12, 31)), balance("a", AS_OF, 900)],
        FLAT,
    ),
    "nothing at all is stated": ([fund("a", ends=date(2020, 12, 31))], UNKNOWN),
    "bills of exactly nothing": (
        [fund("a"), balance("a", AS_OF, 900), *every_day(date(2020, 1, 1), AS_OF, "0")],
        FLAT,
    ),
    "only a fund that has ended": (
        [fund("a", ends=date(2020, 6, 30)), balance("a", date(2020, 6, 1), 9000), *BILLS],
        "From tomorrow, no fund can pay.",
    ),
    "only a balance that is not known": (
        [fund("a"), balance("a", date(2020, 5, 31), 15000),
         balance("a", date(2020, 6, 30), None), *BILLS],
        "We can't calculate how long the money lasts: no balance is known today.",
    ),
    "one fund, and planned costs only": (
        [fund("a"), balance("a", AS_OF, 900), planned(300, AS_OF)],
        "At this rate, the money runs out in late October 2020.",
    ),
    "a balance that no team has": (
        [fund("a"), balance("a", AS_OF, 10**17), *BILLS],
        "",
    ),
    "a bill that no team pays": (
        [fund("a"), balance("a", AS_OF, 10**17), *every_day(date(2020, 1, 1), AS_OF, "1e15")],
        "",
    ),
    "a bill that no team pays from many funds": (
        [*many(4), fund("z"), balance("z", AS_OF, 9 * 10**16),
         *every_day(date(2020, 1, 1), AS_OF, "1e12")],
        "",
    ),
    "forty funds": (
        [*many(40), *BILLS], "The money is likely to run out",
    ),
    "a fund that has not begun": (
        [fund("a", starts=date(2020, 10, 1)), balance("a", AS_OF, 9000), *BILLS],
        "From tomorrow, no fund can pay.",
    ),
    "a balance of nothing": (
        [fund("a"), balance("a", AS_OF, 0), *BILLS],
        "From tomorrow, no fund can pay.",
    ),
    "two currencies without a rate": (
        [fund("a"), balance("a", AS_OF, 9000), *BILLS, fund("e", currency="EUR"),
         balance("e", AS_OF, 500), planned(100, AS_OF, currency="EUR")],
        "EUR has a runway of its own.",
    ),
    "a fund in another currency only": (
        [fund("e", currency="EUR"), balance("e", AS_OF, 500), *BILLS],
        "EUR has a runway of its own.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_set_of_funds_breaks_no_page(name, build, open_view, tmp_path):
    records, runway = ODD[name]
    build([*records, info(AS_OF)]).close()
    config = tmp_path / "dashboard.toml"
    config.write_text("[project]\nname = 'Test'\nas_of = 2020-07-21\n")
    page = open_view("runway", config, tmp_path / "data")
    assert page.mistakes == []
    assert runway in page.answer
    assert not any(word in page.html for word in ("None", "NaT", "inf ", "∞", "nan "))
