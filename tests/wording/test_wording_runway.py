"""The English of the Runway page, ordinary and ugly cases: read golden/runway.txt."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from bill_facts import NEWER, OVERLAP
from golden import check
from runway_facts import AS_OF, EFFECTS, compared, fund, headlines, inputs

from metrics.data_quality.arrivals import Cause
from metrics.funds import due_dates, left, register
from metrics.funds.holdings import Holding
from metrics.runway.caveats import (
    BeforeFirstRate,
    BurnsDiffer,
    MostlyNothing,
    NoRate,
    OldBills,
    OldStatement,
    Refunded,
    ShortHistory,
    Step,
    Unconfirmed,
    UnknownBalance,
)
from metrics.runway.currency_risk import CurrencyRisk
from metrics.runway.double_counting import CountedTwice
from metrics.runway.engine import Award
from metrics.runway.other_readings import OtherReading
from metrics.runway.outlook import answer
from metrics.runway.whatif import WhatIf
from wording import holdings, runway, runway_caveats, runway_charts, runway_page
from wording.page import Chart, Data

CLOUD = ("cloud", (95, 105, 98, 110, 101, 99, 104, 97, 103, 100, 96, 108))
JUMPY = ("cloud", (20, 300, 40, 210, 35, 15, 400, 60, 90, 30, 250, 10))
GRANT = fund(
    "Estuary grant", 17000, ends_on=date(2027, 3, 31), months=12, notice_days=45, office_days=10,
    source="award letter, section 4", awarded=Decimal(60000),
    work="Move the builds to the new cluster.",
)  # fmt: skip
CREDITS = fund("Cloud credits", 9000, "credits", date(2027, 8, 31), pays_for=["cloud"])
OWN = WhatIf(
    runway_page.OWN, cut=Decimal("0.1"), award=Decimal(6000),
    ends_on=(("Estuary grant", date(2027, 6, 30)),),
)  # fmt: skip
GIFTS = fund("Gifts", 4000, "donation", stated=(120, True, None))


def held(given):
    """The funds of inputs as the table has them."""
    return tuple(
        Holding(
            own.fund_id, own.name, own.kind, given.rules[own.fund_id].currency, None, None,
            own.starts_on, own.ends_on, given.rules[own.fund_id].awarded,
            given.held[own.fund_id].income or None, own.encumbered,
            stated and stated.on_day, stated and stated.amount, stated and stated.confirmed, AS_OF,
        )
        for own in given.case.funds
        for stated in [given.held[own.fund_id].statement]
    )  # fmt: skip


def pages():
    """Each case as a page."""
    steady = inputs(GRANT, CREDITS, GIFTS, bills=[CLOUD])
    half = WhatIf("Half the cloud", category="cloud", cut=Decimal("0.5"))
    hope = WhatIf("With the award", award=Decimal(20000), with_pending=True)
    history = headlines(
        (60, date(2027, 2, 20), date(2027, 4, 2), date(2027, 6, 9)),
        (0, date(2027, 3, 1), date(2027, 4, 12), date(2027, 6, 1)),
    )
    full = compared(steady, scenarios=(half, hope), movers=EFFECTS, published=history)
    facts = runway_page.Facts(full.outlooks, held(steady))
    people = inputs(
        fund("Cloud credits", 60000, "credits", pays_for=["cloud"]),
        fund("Gifts", 5000, "donation"),
        planned=[("cloud", 100, None, None), ("people", 33, None, None)],
    )  # fmt: skip
    lapsing = inputs(
        fund("Cloud credits", 26000, "credits", date(2027, 2, 7), stated=(3, False, "console")),
        planned=[("cloud", 131.4, None, None)],
    )  # fmt: skip
    euros = inputs(
        fund("Harbour grant", 1000, ends_on=date(2027, 1, 15), months=6, currency="EUR"),
        currency="EUR", planned=[("cloud", 1, None, None)],
    )  # fmt: skip
    nobody = inputs(currency="CHF", planned=[("rent", 10, None, None)])
    many = inputs(
        *(fund(f"Fund {n}", 900 + n, ("grant", "credits", "donation", "in_kind")[n % 4],
               date(2027, 1 + n % 9, 1 + n % 28)) for n in range(40)),
        bills=[CLOUD],
    )  # fmt: skip
    arrears = inputs(
        fund("State grant", 30000, reimbursed_after_days=90), fund("Cash", 5000, "donation"),
        bills=[CLOUD],
    )  # fmt: skip
    awards = (Award("next", Decimal(9000), 0.6, date(2027, 3, 1), name="Next call"),)
    halved = inputs(GRANT, CREDITS, GIFTS, bills=[(CLOUD[0], tuple(n / 2 for n in CLOUD[1]))])
    asked = compared(replace(steady, readings=(halved,)), scenarios=(half,))
    gifts = inputs(fund("Gifts", 9000, "donation"), bills=[CLOUD])
    dearer = inputs(fund("Gifts", 9000, "donation"),
                    bills=[(CLOUD[0], tuple(n * 1.25 for n in CLOUD[1]))])  # fmt: skip
    single = {
        "as planned": facts,
        "with an answer beyond the horizon": replace(
            inputs(fund("Gifts", 40000, "donation"), bills=[CLOUD]),
            readings=(inputs(fund("Gifts", 40000, "donation"), bills=[("cloud", (9.0,) * 12)]),),
        ),
        "with an answer that costs more": replace(gifts, readings=(dearer,)),
        "with a question about bills": runway_page.Facts(
            asked.outlooks, readings=(OtherReading(OVERLAP, full.scenarios[0][1], 44),
                            OtherReading(NEWER, full.scenarios[0][1], None)),
        ),
        "under a scenario": runway_page.Facts(
            full.outlooks, what_if=half, other=full.scenarios[0][1]
        ),
        "under a scenario of one's own": runway_page.Facts(
            full.outlooks, what_if=OWN, other=answer(steady, OWN),
        ),
        "a wide range": inputs(fund("Gifts", 40000, "donation"), bills=[JUMPY]),
        "a narrow range": inputs(fund("Gifts", 2500, "donation"), bills=[CLOUD]),
        "beyond the horizon": inputs(fund("Gifts", 400000, "donation"), bills=[CLOUD]),
        "perhaps beyond the horizon": inputs(fund("Gifts", 71000, "donation"), bills=[CLOUD]),
        "likely beyond the horizon": inputs(fund("Gifts", 80000, "donation"), bills=[JUMPY]),
        "people stop first, the cloud goes on": people,
        "arithmetic, the credits expire first": lapsing,
        "arithmetic, one month of bills": inputs(
            fund("Gifts", 9000, "donation"), bills=[("cloud", (100,))]
        ),
        "arithmetic beyond the horizon": inputs(
            fund("Gifts", 900000, "donation"), planned=[("cloud", 100, None, None)]
        ),
        "silent bills": replace(
            inputs(fund("Gifts", 9000, "donation"), bills=[CLOUD], age=133),
            silent=Cause("billing", ("hub",), "silent", date(2026, 7, 18), 133),
        ),
        "four months of bills": inputs(
            fund("Gifts", 9000, "donation"), bills=[("cloud", (100, 98, 103, 150))]
        ),
        "nothing is spent": inputs(fund("Gifts", 9000, "donation")),
        "nothing is left": inputs(fund("Gifts", 0, "donation"), bills=[CLOUD]),
        "only a fund that has ended": inputs(
            fund("Old grant", 9000, ends_on=date(2026, 10, 31)), bills=[CLOUD]
        ),
        "no balance is stated": inputs(fund("Gifts", None, stated=None), bills=[CLOUD]),
        "a balance of one fund is unknown": inputs(
            fund("Gifts", 9000, "donation"),
            fund("Account", 1500, unknown_since=date(2026, 7, 1)), bills=[CLOUD],
        ),
        "the only balance is unknown": inputs(
            fund("Account", 1500, unknown_since=date(2026, 7, 1)), bills=[CLOUD]
        ),
        "paid in arrears": arrears,
        "a bridge is needed": inputs(
            fund("Cash", 5000, "donation"),
            fund("Next grant", 20000, starts_on=date(2027, 3, 1)), bills=[CLOUD],
        ),
        "pending awards": inputs(fund("Gifts", 9000, "donation"), bills=[CLOUD], awards=awards),
        "forty funds": many,
    }  # fmt: skip
    found = {
        name: runway_page.page(
            each
            if isinstance(each, runway_page.Facts)
            else runway_page.Facts(compared(each).outlooks, held(each))
        )
        for name, each in single.items()
    }
    found["behind More"] = runway_page.more(
        runway_page.MoreFacts(
            full, tuple(left.left_of(full.outlooks)), tuple(due_dates.due_dates(full.outlooks)),
            tuple(register.positions(full.outlooks.inputs)),
        )
    )  # fmt: skip
    own = replace(steady, without_rate=("CHF", "EUR"))
    found["two currencies without a rate"] = runway_page.page(
        runway_page.Facts(compared(own, nobody, euros).outlooks)
    )
    unknown = inputs(fund("Gifts", None, stated=None), without_rate=["EUR"])
    found["unknown, and a currency apart"] = runway_page.page(
        runway_page.Facts(compared(unknown, euros).outlooks)
    )
    found["no fund"] = runway_page.begin(runway_page.Boxes(), as_of=AS_OF)
    for name, boxes in {
        "three numbers, the date is first": (26000, 4000, date(2027, 2, 1)),
        "three numbers, the money is first": (2600, 4000, date(2027, 2, 1)),
        "three numbers, the date is past": (2600, 4000, date(2026, 2, 1)),
    }.items():
        found[name] = runway_page.begin(runway_page.Boxes(*boxes), as_of=AS_OF)
    return found


def cautions():
    """Every reason to doubt a figure, one after the other, and every rare caution."""
    caveats = [
        OldBills(Cause("billing", ("hub",), "silent", date(2026, 10, 19), 97)),
        CountedTwice("cloud", Decimal(4170), Decimal(4000), "USD", True),
        CountedTwice("cloud", Decimal(4170), Decimal(6000), "USD", False),
        UnknownBalance("Account", date(2026, 7, 1), Decimal(1500)), Unconfirmed("Gifts", None),
        Unconfirmed("Gifts", "a call with the host"), OldStatement("Gifts", date(2026, 6, 30)),
        ShortHistory(0), ShortHistory(1), ShortHistory(2), ShortHistory(5), Step("cloud", 0.42),
        Step("people", -0.3), BurnsDiffer((Decimal(3100), Decimal(4200), Decimal(2900))),
        MostlyNothing("travel"), Refunded("cloud"), NoRate(("EUR",)), NoRate(("CHF", "EUR")),
        BeforeFirstRate(("EUR",)),
    ]  # fmt: skip
    found = answer(inputs(fund("Gifts", 9000, "donation"), bills=[CLOUD]))
    band = CurrencyRisk(("CHF", "EUR"), Decimal("0.1"), date(2027, 3, 1), date(2027, 1, 20))
    same = CurrencyRisk(("EUR",), Decimal("0.1"), date(2027, 3, 1), date(2027, 3, 1))
    open_ended = CurrencyRisk(("EUR",), Decimal("0.1"), None, date(2027, 3, 1))
    rare = [
        replace(found, likely_at_most=date(2027, 8, 1)), replace(found, likely_at_most=None),
        *(replace(found, currency_risk=each) for each in (band, same, open_ended)),
    ]  # fmt: skip
    lines = [runway_caveats.caveat(each, "USD") for each in caveats]
    lines += [line for each in rare for line in runway_caveats.cautions(each)]
    return "\n".join(lines)


def extensions():
    """Every answer about an extension."""
    day = date(2027, 3, 31)
    cases = {
        "with work": {"work": "Move the builds.", "office_days": 10, "source": "award letter"},
        "with work and months": {"work": "Move the builds.", "work_months": Decimal(3)},
        "without work": {},
        "not allowed": {"months": 0, "source": "call text"},
        "too late": {"notice_days": 150},
    }
    lines = []
    for name, rule in cases.items():
        found = answer(inputs(fund("Estuary grant", 26000, ends_on=day, **rule), bills=[CLOUD]))
        lines.append(f"{name}: {runway.extension(found.extensions[0], found)}")
    poor = answer(inputs(fund("Estuary grant", 2600, ends_on=day), bills=[CLOUD]))
    lines.append(f"the money ends first: {runway.extension(poor.extensions[0], poor)}")
    done = inputs(fund("Estuary grant", 26000, ends_on=day), planned=[("cloud", 50, day, None)])
    last = answer(done)
    lines.append(f"nothing after the end: {runway.extension(last.extensions[0], last)}")
    return "\n".join(lines)


def short_words():
    """Ranges for tiles, moves and spans, the search."""
    base = answer(inputs(fund("Gifts", 9000, "donation"), bills=[CLOUD]))
    first = date(2027, 3, 1)
    highs = (date(2027, 5, 9), date(2028, 1, 9), date(2027, 3, 9), None)
    ends = [*((first, high) for high in highs), (None, None)]
    lines = [runway.range_value(replace(base, low=low, high=high)) for low, high in ends]
    lines += [runway.duration(replace(base, low=low, high=high)) for low, high in ends]
    lines += [runway.moved(days) for days in (1, 13, 14, -30, 60, 61, -200)]
    later = replace(base, likely=None)
    lines += [runway.difference(base, base), runway.difference(base, later),
              runway.difference(later, base), runway.difference(later, later)]  # fmt: skip
    lows = (None, AS_OF + timedelta(days=300), date(2027, 2, 1))
    lines += [runway.search(replace(base, low=low))[1] for low in lows]
    return "\n".join(lines)


@pytest.mark.slow
def test_the_runway_page_reads_well(write_golden):
    texts = {"cautions": cautions(), "extensions": extensions(), "short words": short_words()}
    check("runway", {**pages(), **texts}, write=write_golden)


def test_a_range_in_months_is_never_cut_and_its_middle_is_the_nearest_month():
    """11.4 to 13.6 months, likely 12.6: "about 12" would be the month before."""
    found = answer(inputs(fund("Gifts", 9000, "donation"), bills=[CLOUD]))
    low, likely, high = (AS_OF + timedelta(days=n) for n in (347, 384, 414))
    said = runway.duration(replace(found, low=low, likely=likely, high=high))
    assert said == "11 to 14 months, most likely about 13"


def test_costs_are_bills_plus_planned_costs_by_category():
    grant = fund("Grant", 90000)
    hosting = ("hosting", (5,) * 12)
    people = ("people", 4800 / 30.4375, None, None)
    given = inputs(grant, bills=[("cloud", (124,) * 12), hosting], planned=[people])
    found = answer(given)
    assert runway.costs(found) == (
        "Costs are 8,700 USD a month: cloud and hosting 3,900 billed, people 4,800 planned."
    )
    parts = found.costs.billed + found.costs.planned
    assert abs(parts - Decimal(str(found.per_month))) < Decimal("0.001")
    only_plan = answer(inputs(grant, planned=[people]))
    assert runway.costs(only_plan) == "Costs are 4,800 USD a month, planned for people."
    only_bills = answer(inputs(grant, bills=[("cloud", (100,) * 12)]))
    assert runway.costs(only_bills) == "Costs are 3,000 USD a month, billed for cloud."


def test_a_what_if_is_a_second_sentence_and_no_figure_of_the_page_moves():
    steady = inputs(GRANT, CREDITS, GIFTS, bills=[CLOUD])
    known = compared(steady).outlooks
    plain = runway_page.Facts(known)
    other = runway_page.Facts(known, what_if=OWN, other=answer(steady, OWN))
    said = re.sub(r"<[^>]*>", "", runway_page.what_if_sentence(other))
    assert said.startswith(
        "If spending is 10 % lower, 6,000 USD more is awarded and the Estuary grant ends on "
        "30 June 2027, the money likely runs out in "
    )
    assert said.endswith("later (assumed).")
    assert runway_page.what_if_sentence(plain) == ""
    one, two = runway_page.page(plain), runway_page.page(other)
    assert one.answer == two.answer
    for before, after in zip(one.blocks, two.blocks, strict=True):
        if isinstance(before, Chart):
            assert before.table.equals(after.table)  # its CSV
            assert {**after.facts, "other": None, "marks": before.facts["marks"]} == before.facts
        elif isinstance(before, Data):
            assert before.table.equals(after.table)
        else:
            assert before == after


def test_a_long_name_at_a_line_of_the_chart_is_cut_between_words():
    """A phone would cut it; the day tells two of a kind apart."""
    long = "The coastal data and notebooks award, second round"
    first, second = date(2026, 11, 30), date(2026, 12, 31)
    given = inputs(
        fund("Estuary grant", 9000, ends_on=first), fund(long, 9000, ends_on=second), bills=[CLOUD]
    )
    marks = runway_charts.milestones(answer(given))
    assert [text for _, text, *_ in marks[:2]] == [
        "Estuary grant ends 30 Nov", "The coastal data and notebooks … ends 31 Dec",
    ]  # fmt: skip


def test_with_forty_funds_eight_are_in_sight_and_each_kind_has_its_own_total():
    given = inputs(
        *(fund(f"Fund {n}", 900 + n, ("grant", "credits", "donation", "in_kind")[n % 4],
               date(2027, 1 + n % 9, 1 + n % 28)) for n in range(40)),
        bills=[CLOUD],
    )  # fmt: skip
    table, more = holdings.blocks(held(given), compared(given).outlooks)
    names = [re.sub(r"<[^>]*>", "", getattr(row[0], "text", row[0])).strip() for row in table.rows]
    totals = {name: row[5].text for name, row in zip(names, table.rows, strict=True)
              if name.endswith("funds")}  # fmt: skip
    assert totals == {
        "Cash, 20 funds": "18,380", "Credits, 10 funds": "9,190", "In kind, 10 funds": "9,210"
    }  # fmt: skip
    assert (len(names), more.label, len(more.blocks[0].rows)) == (11, "32 more", 32)
