"""All that follows from the money of small teams, whole: outlook, lanes, requests, alerts, dates.

answers/outlook-*.txt hold every part of each. `--write-golden` writes them anew.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from answer_lines import lines

from metrics.briefing.alerts import _money
from metrics.briefing.money import Money
from metrics.briefing.sheet import _day
from metrics.funds.due_dates import due_dates
from metrics.funds.left import left_of
from metrics.funds.register import positions
from metrics.runway.comparison import _effects, _failing
from metrics.runway.currency_risk import _worth
from metrics.runway.engine import Award, Ruled
from metrics.runway.extension_request import NotAsked, _check, _request, latest, months_between
from metrics.runway.inputs.gather import Inputs
from metrics.runway.outlook import Outlooks, answer
from metrics.runway.own_funds import _own
from metrics.runway.whatif import WhatIf, applied
from metrics.runway.who_pays import who_pays
from tests.wording.runway_facts import AS_OF, fund, inputs

ANSWERS = Path(__file__).with_name("answers")
D = Decimal


def on(days: int) -> date:
    return AS_OF + timedelta(days=days)


CLOUD = ("cloud", (40.0, 55.0, 47.0, 50.0, 61.0, 45.0, 52.0, 49.0, 58.0, 44.0, 50.0, 63.0))
PEOPLE = ("people", (0.0, 120.0, 0.0, 0.0, 150.0, 0.0, 90.0, 0.0))
DELTA = Award("delta", D(9_000), 0.6, on(40), on(100), on(500), frozenset({"cloud"}), "c",
              "at_most_one", "Delta")  # fmt: skip
WREN = replace(DELTA, award_id="wren", probability=0.3, name="Wren", pays_for=frozenset())


def _grants() -> Inputs:
    """A grant that will lapse, one that ends late, credits, help in kind, one that is over."""
    return inputs(
        fund("grant", 30_000, ends_on=on(100), pays_for=["people", "cloud"], months=6,
             notice_days=30, office_days=5, awarded=D(60_000), work="Audit", work_months=D("3.5"),
             overhead_rate=D("0.1"), tax_rate=D("0.05"), encumbered=D(500), stated=(20, True, "l")),
        fund("late", 9_000, ends_on=on(700), starts_on=on(-30), months=0, spent=300, of_plans=200),
        fund("credits", 4_000, "credits", on(60), pays_for=["cloud"], awarded=D(5_000)),
        fund("gifts", 900, "donation", income=80, stated=(100, False, None)),
        fund("rack", 700, "in_kind", on(400), pays_for=["hosting"]),
        fund("over", 40, ends_on=on(-3)), fund("to come", 3_000, starts_on=on(45)),
        bills=[CLOUD, PEOPLE], planned=[
            ("hosting", 2.0, None, None), ("people", 5.0, on(90), None),
        ],
    )  # fmt: skip


def _short() -> Inputs:
    """Two months of bills: arithmetic; money in arrears, caps, a balance that nobody stated."""
    return inputs(
        fund("arrears", 6_000, ends_on=on(200), reimbursed_after_days=45, caps={"cloud": D(900)}),
        fund("unsaid", None, stated=None),
        fund("gone", 700, unknown_since=on(-50), kind="donation"),
        fund("till", 1_500, "donation", pays_for=["people"]),
        bills=[("cloud", (20.0, 24.0)), ("people", (30.0, 10.0))], currency="USD",
        planned=[("people", 3.0, None, "EUR")], without_rate=["GBP"],
    )  # fmt: skip


def _credits() -> Inputs:
    """A team on credits alone, some of them used up, with awards hoped for and a rule."""
    made = inputs(
        fund("first", 2_500, "credits", on(90), pays_for=["cloud"], notice_days=200, months=12,
             source="x"),
        fund("second", 30_000, "credits", on(300)),
        bills=[CLOUD, ("storage", tuple(3.0 + n % 2 for n in range(14)))],
        awards=[DELTA, WREN], age=9,
    )  # fmt: skip
    ruled = (Ruled("cloud", ("second",), D("0.4"), None, on(150)),)
    return replace(made, case=replace(made.case, ruled=ruled, months=10), complete_months=14)


def _lasting() -> Inputs:
    """More money than is spent, in many grants that end one after another; a search goes on."""
    grants = [fund(f"g{n}", 900, ends_on=on(30 * n + 20), months=3) for n in range(7)]
    made = inputs(*grants, fund("own", 90_000, "donation"), bills=[("cloud", (11.0,) * 8)])
    return replace(made, search_since=on(-20), grant_lead=None)


def _switched() -> Inputs:
    """Credits that ended and credits that were used up; bills are paid in cash since."""
    made = inputs(
        fund("ended", 900, "credits", on(-40), pays_for=["cloud"]),
        fund("used", 0, "credits", on(90)),
        fund("grant", 5_000, ends_on=on(130), awarded=D(5_000)),
        bills=[("cloud", (9.0,) * 7), ("people", (2.0,) * 7)],
        planned=[("cloud", 9.0, None, None)],
    )  # fmt: skip
    return replace(made, burns=(D(300), D(270), D(900)))


TEAMS = {"grants": _grants, "short": _short, "credits": _credits, "lasting": _lasting,
         "switched": _switched}  # fmt: skip


def _follows(given: Inputs) -> Iterator[tuple[str, Any]]:
    found = answer(given)
    yield "outlook", found
    yield "who pays", who_pays(found)
    known = Outlooks((given,), (found,))
    every = [*_money(Money("USD", (given,), known.known))]
    yield "alerts", every
    yield "amounts", [each.amount for each in every]
    yield "days", [_day(each.fact) for each in every]
    yield "due", due_dates(known)
    yield "left", left_of(known)
    yield "positions", positions((given,))
    for fund_ in given.case.funds:
        own = _own(fund_, given, found)
        yield f"own {fund_.fund_id}", own
        for days in (130, 290):
            asked = months_between(fund_.ends_on or AS_OF, on(days))
            yield (
                f"request of {fund_.fund_id} to {days}",
                _request(own, on(days), asked, given, found),
            )


def _compared(given: Inputs) -> Iterator[tuple[str, Any]]:
    """Scenarios as cases, and what a few of them change."""
    for name, asked in {
        "nothing": None, "less": WhatIf(cut=D("0.2"), category="cloud", from_on=on(30)),
        "dearer": WhatIf(price_change=D("0.1"), sponsor_share=D("0.3"), sponsor_cap=D(500)),
        "award": WhatIf(award=D(700), award_pays_for=("cloud",)),
        "later": WhatIf(award=D(700), from_on=on(20), extend=(("first", 2),), reserve=D(31_000),
                        ends_on=(("second", on(9)),)),
    }.items():  # fmt: skip
        case = applied(given.case, asked)
        yield name, (case.funds, case.changes)
    few = replace(given, case=replace(given.case, paths=60))
    yield "with what is pending", answer(few, WhatIf("all", with_pending=True))
    yield "effects", _effects(few)
    yield "failing", _failing(few)
    yield "worth", [f.balance for f in _worth(given, given.case, D("0.9")).funds]


@pytest.mark.parametrize(
    "name",
    [*TEAMS, pytest.param("compared", marks=pytest.mark.slow)],
)  # fmt: skip
def test_no_part_of_what_follows_from_the_money_moves(name: str, write_golden: bool) -> None:
    made = _compared(_credits()) if name == "compared" else _follows(TEAMS[name]())
    found = "".join(
        f"# {part}\n" + "".join(f"{line}\n" for line in lines(value)) for part, value in made
    )
    file = ANSWERS / f"outlook-{name}.txt"
    if write_golden:
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == file.read_text(encoding="utf-8")


END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("terms", "to", "code", "months", "until"),
    [
        ({}, END, "not_later", None, END),
        ({"months": 0}, date(2027, 1, 1), "not_allowed", None, None),
        ({"months": 2}, date(2027, 2, 28), None, None, None),
        ({"months": 2}, date(2027, 3, 1), "too_long", D(2), date(2027, 2, 28)),
        ({"work_months": D("1.2")}, date(2027, 2, 28), None, None, None),
        ({"work_months": D("1.2")}, date(2027, 3, 1), "more_than_needed", D("1.2"),
         date(2027, 2, 28)),
        ({"work_months": D(4), "months": 3}, date(2027, 3, 31), None, None, None),
    ],
)  # fmt: skip
def test_a_request_is_as_long_as_the_rule_and_the_work_allow(terms, to, code, months, until):
    _, _, rule = fund("grant", 1, ends_on=END, **terms)
    if code is None:
        _check(rule, END, to)
        return
    with pytest.raises(NotAsked) as found:
        _check(rule, END, to)
    assert (found.value.code, found.value.months, found.value.until) == (code, months, until)


@pytest.mark.parametrize(
    ("ends", "terms", "day"),
    [
        (END, {"months": 2, "work_months": D("1.2")}, date(2027, 2, 28)),
        (END, {"months": 1, "work_months": D("1.2")}, date(2027, 1, 31)),
        (END, {"work_months": D("0.1")}, date(2027, 1, 31)),
        (END, {"months": 12}, date(2027, 12, 31)),
        (date(2026, 12, 30), {"months": 2}, date(2027, 2, 28)),
        (date(2026, 2, 28), {"months": 1}, date(2026, 3, 31)),
        (END, {"months": 0}, None), (END, {}, None), (None, {"months": 2}, None),
    ],
)  # fmt: skip
def test_the_latest_day_is_what_the_work_needs_and_the_rule_allows(ends, terms, day):
    assert latest(fund("grant", 1, ends_on=ends, **terms)[2]) == day


def test_months_between_two_days_are_whole_ones_and_days():
    month = D("30.4375")
    assert months_between(END, date(2027, 2, 28)) == 2
    assert months_between(END, date(2027, 3, 30)) == 2 + 30 / month
    assert months_between(date(2026, 1, 15), date(2026, 2, 15)) == 1
    assert months_between(date(2026, 1, 15), date(2026, 2, 14)) == 30 / month


@pytest.mark.parametrize(("left", "chance"), [(49, 0.0), (51, 1.0), (0, 0.0)])
def test_what_is_likely_to_lapse_is_more_than_a_twentieth_of_the_fund(left: int, chance: float):
    rate = (1_000 - left) / 100
    found = answer(inputs(fund("grant", 1_000, ends_on=on(100)), fund("own", 9, "donation"),
                          planned=[("cloud", rate, None, None)]))  # fmt: skip
    assert [(each.lapse, each.chance_of_lapse) for each in found.funds] == [
        (D(left), chance), (D(0), 0.0),
    ]  # fmt: skip
    assert found.funds[0].is_lapsing is (left > 10)
    assert found.last_to_lapse == found.funds[0]


def test_an_extension_from_the_last_day_looked_at_costs_as_the_last_period_before_it():
    horizon = answer(inputs(fund("own", 9, "donation"))).horizon
    plans = [("cloud", 10.0, None, None), ("cloud", 5.0, on(700), None)]
    given = inputs(fund("grant", 90_000, ends_on=horizon, months=2), planned=plans)
    (found,) = answer(given).extensions
    left = D(90_000 - 10 * 731 - 5 * 700)
    assert (found.left, found.needed) == ((left,) * 3, left / 10 / D("30.4375"))


@pytest.mark.parametrize(("starts", "today"), [(None, 5_000), (1, 5_000), (2, 2_000)])
def test_what_can_be_spent_today_is_of_funds_that_have_begun_by_tomorrow(
    starts: int | None, today: int
):
    begins = starts and on(starts)
    found = answer(inputs(fund("own", 2_000), fund("soon", 3_000, starts_on=begins)))
    assert (found.balance, found.cash, found.credits) == (D(today), D(today), D(0))
    assert found.balance_range.quantiles[2][0] == today
