"""Whole answers from whole builds: the situations real teams were in."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from builds import BUILT_AT
from runway_records import balance, every_day, fund, info, planned
from test_monthly_charges import DAILY, plan

import config
from metrics.briefing.alerts import alerts
from metrics.briefing.money import money
from metrics.data_quality.arrivals import Cause
from metrics.funds import due_dates
from metrics.runway import caveats
from metrics.runway import ledger as runway_ledger
from metrics.runway.comparison import compared, movers
from metrics.runway.inputs.gather import inputs
from metrics.runway.outlook import answer, outlook
from metrics.runway.whatif import WhatIf
from pipelines import billing, funds
from warehouse.records import FundingSetting, Scenario, SpendEvent
from wording import runway, runway_charts, runway_page
from wording import runway_tables as tables

HOME = Path(__file__).resolve().parents[2]
MEETING = HOME / "examples" / "september-2018" / "dashboard.toml"


@pytest.mark.slow
def test_the_meeting_of_september_2018_gets_its_range(tmp_path, build):
    house = config.load(MEETING, tmp_path)
    as_of = house.config.project.as_of
    records = [r for source in (billing, funds) for r in source.read(house)]
    found = outlook(build([*records, info(as_of)]).cursor())
    said = runway.headline(found)
    assert said.claim == (
        "The money is likely to run out between mid-February and early July 2019, "
        "most likely in April."
    )
    assert said.advice == ""
    assert runway.duration(found) == "4 to 9 months, most likely about 7"
    state, sentence = runway.search(found)
    assert state.tone == "watch"
    assert sentence.endswith("late.")
    stated = [c.source for c in found.caveats if isinstance(c, caveats.Unconfirmed)]
    assert any("hypothetical" in (source or "") for source in stated)
    actual = date(2019, 4, 22)
    assert found.low < actual < found.high


def test_the_costs_of_that_meeting_are_the_real_ones():
    with (MEETING.parent / "costs.csv").open() as text:
        spent = {
            date.fromisoformat(r["date"]): Decimal(r["cost_usd"]) for r in csv.DictReader(text)
        }
    month = [
        amount for day, amount in spent.items() if date(2018, 8, 21) <= day <= date(2018, 9, 20)
    ]
    assert (len(month), round(sum(month), 2)) == (31, Decimal("3556.90"))


@pytest.mark.parametrize("day", [27, 28, 29, 30, 31])
def test_every_month_of_the_plan_has_its_own_share_whatever_day_it_is(build, day):
    as_of = date(2026, 12, day)
    records = [info(as_of), fund("grant"), balance("grant", as_of, 7000), planned(1000, as_of)]
    paid = tables.payments(outlook(build(records).cursor()), "unpaid")
    months = [row.month for row in paid.itertuples() if row.month < date(2027, 7, 1)]
    assert months == [date(2026, 12, 1)] * (day < 31) + [date(2027, n, 1) for n in range(1, 7)]
    whole = paid[(paid["month"] >= date(2027, 1, 1)) & (paid["month"] < date(2027, 7, 1))]
    assert [abs(amount - 1000) < 100 for amount in whole["The grant"]] == [True] * 6


def test_july_2020_credits_end_before_they_are_spent(build):
    as_of = date(2020, 7, 21)
    db = build(
        [
            fund(
                "credits",
                "credits",
                date(2020, 10, 1),
                ["cloud"],
                work="Keep the service up",
                notice_days=45,
            ),
            balance("credits", as_of, 26000),
            planned(4000, as_of),
            info(as_of),
        ]
    ).cursor()
    found = outlook(db)
    assert found.method == "arithmetic"
    last = found.last_to_lapse
    assert (last.fund_id, last.ends_on) == ("credits", date(2020, 10, 1))
    assert round(last.lapse) == 16538
    (extension,) = found.extensions
    assert runway.extension_name(extension.rule.kind) == "Credit extension"
    assert (extension.ask_by, round(extension.bought[1], 1)) == (date(2020, 8, 17), Decimal("4.1"))
    assert runway_page.missing(inputs(db)) == ["bills"]


def test_what_lapses_after_the_longest_extension_is_known_to_the_cent(build):
    as_of, ends = date(2020, 7, 21), date(2020, 10, 1)
    credits = fund("credits", "credits", ends, ["cloud"], work="Serve", extension_months=2)
    records = [credits, balance("credits", as_of, "26000.37"), planned(4000, as_of), info(as_of)]
    (each,) = outlook(build(records).cursor()).extensions
    assert (each.left[1], each.capped_lapse) == (Decimal("16538.36"), Decimal("8521.93"))


@pytest.mark.parametrize(
    ("show", "inputs_shown"),
    [("planned", ["planned"]), ("likely", ["stated", "planned"])],
)
def test_the_rows_of_an_input_are_its_own_and_those_of_an_end_all(build, show, inputs_shown):
    as_of = date(2020, 7, 21)
    records = [fund("gifts", "donation"), balance("gifts", as_of, 26000), planned(4000, as_of)]
    found = runway_ledger.outlook(
        build([*records, info(as_of)]).cursor(), currency="USD", show=show
    )
    assert list(found.rows["input"]) == inputs_shown


def test_without_work_an_extension_is_not_argued_from_money_left(build):
    as_of = date(2020, 7, 21)
    records = [fund("grant", "grant", date(2020, 10, 1)), balance("grant", as_of, 26000)]
    found = outlook(build([*records, planned(4000, as_of), info(as_of)]).cursor())
    text = runway.extension(found.extensions[0], found)
    assert runway.extension_name(found.extensions[0].rule.kind) == "No-cost extension"
    assert "money left over is not a reason in itself" in text
    assert "Write down the work that remains" in text


def test_an_extension_buys_nothing_where_the_money_ends_first(build):
    as_of = date(2020, 7, 21)
    records = [fund("grant", "grant", date(2021, 10, 1), work="All of it", notice_days=30)]
    records += [balance("grant", as_of, 8000), planned(4000, as_of), info(as_of)]
    db = build(records).cursor()
    found = outlook(db)
    (each,) = found.extensions
    assert (each.buys, each.is_used) == (False, True)
    requests = [each.state for each in due_dates.due(db) if each.kind == "request"]
    assert requests == ["buys_nothing"]


def test_an_extension_that_buys_months_is_there_to_be_decided(build):
    as_of = date(2020, 7, 21)
    records = [fund("grant", "grant", date(2020, 10, 1)), balance("grant", as_of, 26000)]
    found = outlook(build([*records, planned(4000, as_of), info(as_of)]).cursor())
    assert [each.buys for each in found.extensions] == [True]


def test_an_extension_beyond_all_that_is_planned_buys_nothing_and_says_why(build):
    as_of, end = date(2020, 7, 21), date(2020, 10, 1)
    records = [fund("grant", "grant", end), balance("grant", as_of, 26000), info(as_of)]
    db = build([*records, replace(planned(1000, as_of), ends_on=end)]).cursor()
    (each,) = outlook(db).extensions
    assert (each.buys, each.is_used) == (False, False)
    (alert,) = alerts(db, as_of=as_of, on=BUILT_AT.date(), money=money(db))
    assert (alert.kind, alert.unit, alert.fact.is_late) == ("extension", "grant", False)
    assert round(alert.fact.extension.left[1], -2) == 23600


def test_what_an_extension_buys_is_by_the_six_months_after_it(build):
    as_of, end = date(2020, 7, 21), date(2020, 10, 1)
    dearer = replace(planned(6000, date(2021, 2, 1)), name="More")
    records = [fund("grant", "grant", end), balance("grant", as_of, 26000), info(as_of)]
    records += [planned(4000, as_of), dearer]
    (alone,) = outlook(build(records).cursor()).extensions
    others = [fund(f"gift{n}", "donation", date(2020, 10 + n, 9)) for n in (1, 2)]
    (found,) = outlook(build([*records, *others]).cursor()).extensions
    assert (alone.bought, alone.left) == (found.bought, found.left)
    # 182 days at 4,000 a month, of which 60 at 10,000.
    a_month = 4000 + Decimal(6000) * 60 / 182
    assert round(alone.bought[1], 3) == round(alone.left[1] / a_month, 3)


def test_nothing_held_today_is_no_range_of_paths(build):
    as_of = date(2020, 7, 21)
    records = [fund("grant", ends=date(2021, 10, 1)), balance("grant", as_of, 0), info(as_of)]
    found = outlook(build([*records, *every_day(date(2020, 1, 1), as_of, "100")]).cursor())
    assert (found.method, found.balance) == ("range", 0)
    assert runway_charts.balance(found, "remaining", "").alt.endswith("there is nothing to draw.")


def test_paths_that_end_within_days_have_one_date(build):
    as_of = date(2020, 7, 21)
    records = [fund("grant"), balance("grant", as_of, 300), info(as_of)]
    found = outlook(build([*records, *every_day(date(2020, 1, 1), as_of, "100")]).cursor())
    assert runway.is_same_third(found.low, found.high)
    assert runway_charts.balance(found, "remaining", "").alt.count("July 2020") == 1


def test_october_2019_two_stated_rates_are_five_weeks_apart(build):
    """10,920.78 left on 2 October: 214 a day ends it on 22 November, 4,000 a month at Christmas."""
    as_of, left = date(2019, 10, 2), "10920.78"

    def ends(per_month):
        records = [fund("credits", "credits", pays=["cloud"]), balance("credits", as_of, left)]
        found = outlook(build([*records, planned(per_month, as_of), info(as_of)]).cursor())
        return found.plan.last_funded_day

    assert ends("6517.62") == date(2019, 11, 22)
    assert ends("4000") == date(2019, 12, 24)


def test_october_2019_the_bill_of_the_last_weeks_is_reported_with_the_range(build):
    """A level that rose by half is said as three burns and as a step, never averaged away."""
    as_of = date(2019, 10, 2)
    records = [fund("credits", "credits", pays=["cloud"]), balance("credits", as_of, "10920.78")]
    records += every_day(date(2019, 1, 1), date(2019, 8, 31), "140")
    records += every_day(date(2019, 9, 1), date(2019, 10, 4), "214")
    found = outlook(build([*records, info(as_of)]).cursor())
    assert found.method == "range"
    assert found.low <= date(2019, 11, 22) <= found.high
    (step,) = [each for each in found.caveats if isinstance(each, caveats.Step)]
    assert (step.category, step.change > 0.25) == ("cloud", True)
    (burns,) = [each for each in found.caveats if isinstance(each, caveats.BurnsDiffer)]
    assert len(burns.monthly) == 3


def test_a_plan_of_a_month_that_is_not_billed_yet_makes_no_window_differ(build):
    as_of = date(2018, 9, 20)
    plans = [line for month in range(2, 9) for line in plan(month, "400", category="cloud")]
    records = [fund("grant", pays=["cloud"]), balance("grant", as_of, 9000), info(as_of)]
    found = outlook(build([*records, *DAILY, *plans]).cursor())

    assert [each for each in found.caveats if isinstance(each, caveats.BurnsDiffer)] == []


@pytest.mark.slow
def test_the_line_of_the_chart_is_of_the_reading_that_the_tile_shows(build):
    as_of = date(2019, 10, 2)
    held = [fund("credits", "credits", pays=["cloud"]), balance("credits", as_of, "10920.78")]
    cheap, dear = (
        inputs(build([*held, info(as_of), *every_day(date(2019, 1, 1), as_of, a_day)]).cursor())
        for a_day in ("140", "214")
    )
    found, alone = answer(replace(cheap, readings=(dear,))), answer(dear)
    shown, own = found.balance_range, alone.balance_range

    assert found.likely == alone.likely
    assert [shown.quantiles[2][shown.days.index(day)] for day in own.days] == [*own.quantiles[2]]


def test_no_balance_is_not_known_and_never_zero(build):
    as_of = date(2020, 7, 21)
    found = outlook(build([fund("grant"), planned(4000, as_of), info(as_of)]).cursor())
    assert found.method == "unknown"
    assert found.caveats[0] == caveats.NeverStated("The grant")
    said = runway.headline(found)
    assert "no balance is stated" in said.claim
    assert "at most" not in f"{said.claim} {said.advice} {said.basis}"


def test_a_balance_nobody_can_look_up_counts_as_nothing_and_says_so(build):
    as_of = date(2020, 7, 21)
    records = [
        fund("cash", "donation"), balance("cash", as_of, 9000),
        fund("account", "donation"), balance("account", date(2020, 6, 1), 1500),
        balance("account", date(2020, 7, 1), None), planned(3000, date(2020, 7, 21)), info(as_of),
    ]  # fmt: skip
    found = outlook(build(records).cursor())
    assert found.balance == 9000
    assert caveats.UnknownBalance("The account", date(2020, 7, 1), Decimal(1500)) in found.caveats
    assert found.likely_at_most - found.likely == timedelta(days=15)
    assert "until early November 2020" in runway.headline(found).warning


def test_a_grant_paid_back_in_arrears_can_empty_the_bank_account(build):
    as_of = date(2020, 7, 21)
    records = [
        fund("grant", reimbursed_after_days=90), balance("grant", as_of, 60000),
        fund("cash", "donation"), balance("cash", as_of, 5000), planned(3000, as_of), info(as_of),
    ]  # fmt: skip
    found = outlook(build(records).cursor())
    assert found.cash_out < found.first_reimbursement
    assert "before the first reimbursement can arrive" in runway.headline(found).warning


def test_money_that_goes_on_paying_for_something_else_is_no_next_money(build):
    """People run out first, the grant for the cloud goes on: there is nothing to bridge to."""
    as_of = date(2020, 7, 21)
    records = [
        fund("grant", pays=["cloud"]), balance("grant", as_of, 60000), planned(3000, as_of),
        fund("gifts", "donation"), balance("gifts", as_of, 5000),
        planned(1000, as_of, category="people"), info(as_of),
    ]  # fmt: skip
    found = outlook(build(records).cursor())
    assert (found.reason, found.plan.gap) == ("category", None)
    assert (found.stops_first, found.goes_on) == (("people",), (("cloud", date(2022, 3, 22)),))


def test_no_spending_is_not_a_bare_infinity(build):
    as_of = date(2020, 7, 21)
    found = outlook(build([fund("grant"), balance("grant", as_of, 100), info(as_of)]).cursor())
    assert (found.method, found.likely, runway.range_value(found)) == (
        "not_depleting", None, "no end"
    )  # fmt: skip
    assert "∞" not in runway.headline(found).basis


def test_between_statements_a_balance_is_rolled_forward_by_its_bills(build):
    as_of = date(2020, 7, 21)
    records = [
        fund("grant"),
        balance("grant", date(2020, 6, 30), 10000),
        *every_day(date(2020, 1, 1), date(2020, 7, 23), "100"),
        info(as_of),
    ]
    held = inputs(build(records).cursor()).held["grant"]
    assert (held.balance, held.spent) == (Decimal(10000 - 21 * 100), Decimal(2100))


def test_the_next_statement_shows_what_the_bills_do_not_explain(build):
    as_of = date(2020, 7, 21)
    records = [
        fund("grant"),
        balance("grant", date(2020, 6, 30), 10000),
        balance("grant", date(2020, 7, 10), 8900),
        *every_day(date(2020, 1, 1), date(2020, 7, 23), "100"),
        info(as_of),
    ]
    held = inputs(build(records).cursor()).held["grant"]
    assert held.unexplained == Decimal(-100)


def test_days_after_the_last_complete_bill_cost_as_the_month_before_them(build):
    """Bills to 12 July, of which two days still grow: eleven more days are estimated."""
    as_of = date(2020, 7, 21)
    records = [
        fund("grant"),
        balance("grant", date(2020, 6, 30), 10000),
        *every_day(date(2020, 1, 1), date(2020, 7, 12), "100"),
        info(as_of),
    ]
    held = inputs(build(records).cursor()).held["grant"]
    assert (held.balance, held.spent, held.estimated) == (
        Decimal(10000 - 21 * 100), Decimal(2100), Decimal(1100),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "months"),
    [
        ({"credits": 9000}, 3),
        ({"grant": 9000}, 9),
        ({"credits": 9000, "grant": 9000}, 9),
        ({"credits": 9000, "grant": 0}, 3),  # nobody lives on an empty grant
        ({}, 9),
    ],
)
def test_a_search_takes_as_long_as_the_slowest_money_that_the_team_lives_on(build, kinds, months):
    as_of = date(2020, 7, 21)
    funds = [fund(kind, kind) for kind in kinds]
    held = [balance(kind, as_of, amount) for kind, amount in kinds.items()]
    lead = FundingSetting(24, 9, 3, [])
    records = [*funds, *held, *every_day(date(2020, 1, 1), as_of, "100"), lead, info(as_of)]
    assert outlook(build(records).cursor()).lead_months == months


@pytest.mark.slow
@pytest.mark.parametrize(
    ("event", "per_month"),
    [
        (None, 1845),
        (SpendEvent("Smaller machines", date(2020, 6, 1), None), 1218),
        (SpendEvent("Smaller machines", date(2020, 6, 1), "cloud"), 1218),
        (SpendEvent("A new office", date(2020, 6, 1), "people"), 1845),  # not of these bills
        (SpendEvent("Not begun", date(2020, 8, 1), None), 1845),
    ],
)
def test_after_a_declared_change_of_level_the_money_goes_as_it_has_since(build, event, per_month):
    """100 a day to May, 40 a day since June."""
    as_of = date(2020, 7, 31)
    bills = [
        *every_day(date(2019, 8, 1), date(2020, 5, 31), "100"),
        *every_day(date(2020, 6, 1), date(2020, 8, 2), "40"),
    ]
    records = [fund("grant"), balance("grant", as_of, 9000), *bills, *filter(None, [event])]
    found = outlook(build([*records, info(as_of)]).cursor())
    assert found.per_month == pytest.approx(per_month, rel=0.1)


def test_past_balances_of_a_fund_that_is_open_are_what_it_held(build):
    as_of = date(2020, 7, 21)
    records = [
        fund("grant", ends=date(2021, 6, 30)),
        fund("old", ends=date(2020, 6, 15)),
        balance("grant", date(2020, 5, 31), 10000),
        balance("old", date(2020, 5, 31), 300),
        planned(3000, date(2020, 1, 1)),
        info(as_of),
    ]
    found = inputs(build(records).cursor()).history
    assert [(p.on_day, p.fund_id, p.amount > 0) for p in found] == [
        (date(2020, 5, 31), "grant", True), (date(2020, 5, 31), "old", True),
        (date(2020, 6, 30), "grant", True), (date(2020, 6, 30), "old", False),
        (as_of, "grant", True), (as_of, "old", False),
    ]  # fmt: skip


def test_fewer_than_three_months_of_bills_are_arithmetic(build):
    as_of = date(2020, 7, 21)
    records = [fund("grant"), balance("grant", as_of, 9000)]
    records += every_day(date(2020, 6, 1), date(2020, 7, 23), "100")
    found = outlook(build([*records, info(as_of)]).cursor())
    assert found.method == "arithmetic"
    assert found.likely == date(2020, 10, 20)
    assert caveats.ShortHistory(1) in found.caveats


def test_three_weeks_of_bills_are_a_rate_too(build):
    as_of = date(2020, 7, 21)
    records = [fund("grant"), balance("grant", as_of, 9000)]
    records += every_day(date(2020, 7, 1), date(2020, 7, 23), "100")
    found = outlook(build([*records, info(as_of)]).cursor())
    assert (found.method, found.likely) == ("arithmetic", date(2020, 10, 20))


@pytest.mark.slow
def test_silent_bills_are_simulated_from_the_last_known_day_so_the_range_is_wide(build):
    read_on = replace(info(date(2020, 12, 1)), built_at=datetime(2020, 12, 1))
    records = [fund("grant"), balance("grant", date(2020, 12, 1), 15000)]
    records += every_day(date(2020, 1, 1), date(2020, 7, 21), "100")
    old, fresh = (
        outlook(build([*records, *more, read_on]).cursor())
        for more in ([], every_day(date(2020, 7, 22), date(2020, 12, 1), "100"))
    )
    assert (old.method, fresh.method) == ("range", "range")
    assert (old.high - old.low) > 1.3 * (fresh.high - fresh.low)
    silent = Cause("billing", ("a",), "silent", date(2020, 7, 21), 133)
    assert (old.silent, fresh.silent) == (caveats.OldBills(silent), None)


@pytest.mark.slow
def test_scenarios_are_paired_and_one_without_effect_is_the_plan(build):
    as_of = date(2020, 7, 21)
    nothing = Scenario(
        "Nothing", None, None, Decimal(0), None, Decimal(0), Decimal(0), Decimal(0), [], [], [],
        Decimal(0), False,
    )  # fmt: skip
    records = [fund("grant"), balance("grant", as_of, 9000), nothing]
    records += every_day(date(2020, 1, 1), as_of, "100")
    db = build([*records, info(as_of)]).cursor()
    base = outlook(db)
    ((_, same),) = compared(db)
    assert (same.low, same.likely, same.high) == (base.low, base.likely, base.high)
    half = outlook(db, what_if=WhatIf("Half", cut=Decimal("0.5")))
    assert half.likely > base.likely
    kept = outlook(db, what_if=WhatIf("Reserve", reserve=Decimal(3000)))
    assert kept.likely < base.likely
    changes = {(effect.change, effect.subject) for effect in movers(db)}
    assert changes == {("more", "cloud"), ("less", "cloud")}


def test_credits_on_the_bill_are_not_subtracted_twice(build):
    """Where credits are a fund, the bill counts before credits: they hide the true rate."""
    as_of = date(2020, 7, 21)
    days = every_day(date(2020, 1, 1), as_of, "100")
    days += every_day(date(2020, 1, 1), as_of, "-100", charge="Credit")
    records = [fund("credits", "credits"), balance("credits", as_of, 9000), *days, info(as_of)]
    found = outlook(build(records).cursor())
    assert found.per_month == pytest.approx(3043.75, rel=0.05)


def test_the_chance_is_that_of_the_day_by_which_it_is_reached(build):
    as_of = date(2020, 7, 21)
    records = [fund("credits", "credits", pays=["cloud"]), balance("credits", as_of, 900)]
    found = outlook(build([*records, planned(300, as_of), info(as_of)]).cursor())
    periods = ((date(2020, 7, 22), date(2020, 8, 21)), (date(2020, 8, 22), date(2020, 9, 15)))
    found = replace(found, periods=periods, unfunded_share=(0.1, 0.54), lasting=0.0)
    assert "by mid-September 2020" in runway_charts.unpaid(found).finding


def test_the_dots_say_which_two_name_the_month_to_plan_for(build):
    as_of = date(2020, 7, 21)
    records = [fund("credits", "credits", pays=["cloud"]), balance("credits", as_of, 900)]
    found = outlook(build([*records, planned(300, as_of), info(as_of)]).cursor())
    march = [date(2021, 3, 10), date(2021, 3, 20), date(2021, 3, 30)]
    assert "March 2021" in runway_charts.dots(replace(found, dots=tuple(march))).finding
