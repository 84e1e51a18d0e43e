"""The twelve worked examples, to the cent and the day, on the public engine."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from metrics.runway.engine import (
    Case,
    Change,
    Demand,
    Fund,
    Planned,
    add_months,
    bought,
    by_month,
    direct_capacity,
    draw,
    liquidation_deadline,
    net_of_fee,
    quantile,
    runway,
    simulate,
    start_looking,
    steady,
    trailing_burn,
    without_reassignment,
)

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "runway" / "examples.json"
CENT, TENTH = Decimal("0.01"), Decimal("0.1")


@pytest.fixture
def example(request):
    name = request.function.__name__.split("_")[1].upper()
    case = json.loads(EXAMPLES.read_text(encoding="utf-8"))[name]
    return case["inputs"], case["outputs"]


def cents(amount):
    return str(amount.quantize(CENT, ROUND_HALF_UP))


def said(day):
    return day and day.isoformat()


def on(text):
    return date.fromisoformat(text)


def fund(given, **more):
    return Fund(
        given.get("id", "fund"),
        Decimal(given["balance"]),
        starts_on=given.get("start") and on(given["start"]),
        ends_on=given.get("end") and on(given["end"]),
        pays_for=frozenset(given.get("cats", ())),
        **more,
    )


def constant(answer):
    return {
        "status": answer.status,
        "runway_days": answer.runway_days,
        "runway_months": answer.runway_months
        and str(answer.runway_months.quantize(TENTH, ROUND_HALF_UP)),
        "last_funded_day": said(answer.last_funded_day),
        "money_out_date": said(answer.money_out_date),
    }


def burn(answer):
    return {
        "window_start": said(answer.window_start),
        "days": answer.days,
        "spend": cents(answer.spend),
        "per_day": str(answer.per_day.quantize(Decimal("0.0001"), ROUND_HALF_UP)),
        "per_month": cents(answer.per_month),
    }


def outcomes(drawn):
    return {
        name: {"used": cents(o.used), "lapsed": cents(o.lapsed), "left": cents(o.left)}
        for name, o in drawn.funds.items()
    }


def daily(spend):
    """Stretches (first, last, amount) as an amount per day."""
    days = {}
    for first, last, amount in spend:
        length = (on(last) - on(first)).days + 1
        for n in range(length):
            days[on(first) + timedelta(days=n)] = Decimal(amount) / length
    return days


def days_from(as_of, per_day, last, **more):
    return steady(per_day, first=on(as_of) + timedelta(days=1), last=last, **more)


def test_e01_zero_burn_never_ends_and_the_grant_still_lapses(example):
    given, wanted = example
    window = trailing_burn(daily(given["spend"]), as_of=on(given["as_of"]), months=3)
    assert burn(window) == wanted["burn_3m"]
    held = fund(given["funds"][0])
    answer = runway(held.balance, window.per_day, as_of=on(given["as_of"]))
    assert constant(answer) == wanted["constant"]
    drawn = draw([held], days_from(given["as_of"], {"cloud": window.per_day}, held.ends_on))
    assert {
        "money_out_date": said(drawn.money_out_date),
        "last_funded_day": said(drawn.last_funded_day),
        "money_out_by_category": drawn.money_out_by_category,
        "unfunded_total": cents(drawn.unfunded_total),
        "unfunded_by_month": drawn.unfunded_by_month(),
        "funds": outcomes(drawn),
    } == wanted["sim"]


def test_e02_a_refund_month_is_no_runway(example):
    given, wanted = example
    as_of, balance = on(given["as_of"]), Decimal(given["funds"][0]["balance"])
    for months in (1, 3):
        window = trailing_burn(daily(given["spend"]), as_of=as_of, months=months)
        assert burn(window) == wanted[f"burn_{months}m"]
        answer = runway(balance, window.per_day, as_of=as_of)
        assert constant(answer) == wanted[f"constant_{months}m"]


def test_e03_an_ended_grant_pays_nothing_new(example):
    given, wanted = example
    owed = {e["fund"]: Decimal(e["amount"]) for e in given["encumbrances"]}
    funds = [fund(f, encumbered=owed.get(f["id"], Decimal(0))) for f in given["funds"]]
    rate = {"cloud": Decimal(given["rate_per_day"])}
    drawn = draw(funds, days_from(given["as_of"], rate, on(given["horizon"])))
    assert said(drawn.money_out_date) == wanted["money_out_date"]
    assert said(drawn.last_funded_day) == wanted["last_funded_day"]
    assert cents(drawn.funds["B"].used) == wanted["usable_balance"]
    assert cents(funds[0].available) == wanted["unobligated_A"]
    assert cents(drawn.funds["A"].lapsed) == wanted["lapse_A"]
    deadline = liquidation_deadline(funds[0].ends_on, given["liquidation_days"])
    assert said(deadline) == wanted["liquidation_deadline"]


def test_e04_credits_expire_in_mid_month(example):
    given, wanted = example
    rate = {"cloud": Decimal(given["rate_per_day"])}
    drawn = draw(
        [fund(f) for f in given["funds"]], days_from(given["as_of"], rate, on(given["horizon"]))
    )
    assert {
        "money_out_date": said(drawn.money_out_date),
        "last_funded_day": said(drawn.last_funded_day),
        "money_out_by_category": {k: said(v) for k, v in drawn.money_out_by_category.items()},
        "unfunded_total": cents(drawn.unfunded_total),
        "unfunded_by_month": {k: cents(v) for k, v in drawn.unfunded_by_month().items()},
        "funds": outcomes(drawn),
    } == wanted
    assert drawn.reason == "balance"


def test_e05_the_past_keeps_its_own_rates_and_the_future_has_a_band(example):
    given, wanted = example
    past = [(Decimal(amount), Decimal(rate)) for _, amount, rate in given["spend_eur"]]
    assert cents(sum(a * r for a, r in past)) == wanted["reported_eur_spend_usd"]
    today = Decimal(given["fx_usd_per_eur"]["as_of"])
    assert cents(sum(a * today for a, _ in past)) == wanted["wrong_if_todays_rate"]
    usd, eur = (Decimal(given["forward"][k]) for k in ("usd_per_day", "eur_per_day"))
    for name, rate in given["fx_usd_per_eur"].items():
        per_day = usd + eur * Decimal(rate)
        answer = runway(Decimal(given["fund"]["balance_usd"]), per_day, as_of=on(given["as_of"]))
        assert constant(answer) == wanted["runway"][name]


def test_e06_an_extension_hits_its_cap(example):
    given, wanted = example
    as_of, per_day = on(given["as_of"]), Decimal(given["rate_per_day"])
    grant, cap = fund(given["fund"]), given["fund"]["nce_max_months"]
    buys = bought(grant.balance, per_day, as_of=as_of, ends_on=grant.ends_on, cap_months=cap)
    assert {
        "balance_at_end": cents(buys.balance_at_end),
        "days_fundable": buys.days_fundable,
        "months_fundable": str(buys.months_fundable.quantize(TENTH, ROUND_HALF_UP)),
        "cap_months": buys.cap_months,
        "capped": buys.capped,
        "days_bought": buys.days_bought,
        "months_bought": str(buys.months_bought.quantize(TENTH, ROUND_HALF_UP)),
        "last_funded_day": said(buys.last_funded_day),
        "lapse_at_capped_end": cents(buys.lapse_at_capped_end),
    } == wanted["nce"]
    notice = grant.ends_on - timedelta(days=given["fund"]["nce_notice_days"])
    assert said(notice) == wanted["nce_notice_by"]
    demand = days_from(given["as_of"], {"cloud": per_day}, date(2028, 12, 31))
    drawn = draw([grant.extended(cap)], demand)
    assert (said(drawn.money_out_date), drawn.reason) == (wanted["money_out_date"], "fund_end_date")
    assert cents(drawn.funds["g"].lapsed) == wanted["nce"]["lapse_at_capped_end"]
    start = start_looking(drawn.money_out_date, given["lead_time_months"])
    assert said(start) == wanted["start_fundraising_by"]


def _whole_months(given):
    """The example gives months; a fund ends with its month's last day."""
    first = on(f"{given['start']}-01")
    last = add_months(on(f"{given['end']}-01"), 1) - timedelta(days=1)
    return fund(given | {"start": said(first), "end": said(last)})


def test_e07_restricted_grants_defeat_both_rules_of_thumb(example):
    given, wanted = example
    amounts = {
        month: {name: Decimal(a) for name, a in row.items()}
        for month, row in given["demand"].items()
    }
    funds = [_whole_months(f) for f in given["funds"]]
    best = draw(funds, by_month(amounts, priority=given["category_priority"]))
    unfunded = {}
    for (day, name), amount in best.unfunded.items():
        row = unfunded.setdefault(f"{day:%Y-%m}", {})
        row[name] = row.get(name, Decimal(0)) + amount
    assert {
        "unfunded": {m: {n: cents(a) for n, a in row.items()} for m, row in unfunded.items()},
        "unfunded_total": cents(best.unfunded_total),
        "lapsed_total": cents(best.lapsed_total),
    } == wanted["optimal"]
    cloud_first = by_month(amounts, priority=["cloud", "people"])
    rules = {
        "greedy_earliest_end_cloud_first": without_reassignment(funds, cloud_first),
        "greedy_most_restricted_first": without_reassignment(
            funds, cloud_first, fewest_categories_first=True
        ),
    }
    for name, drawn in rules.items():
        assert {
            "unfunded_total": cents(drawn.unfunded_total),
            "lapsed_total": cents(drawn.lapsed_total),
        } == wanted[name], name


def test_e08_an_award_after_the_end_does_not_move_the_end(example):
    given, wanted = example
    rate = {"cloud": Decimal(given["rate_per_day"])}
    demand = days_from(given["as_of"], rate, on(given["horizon"]))
    cash, award = fund(given["funds"][0]), fund(given["pending"][0])
    chance = Decimal(given["pending"][0]["probability"])
    drawn = {"without": draw([cash], demand), "awarded": draw([cash, award], demand)}
    outs = [d.money_out_date for d in drawn.values()]
    weights = [1 - chance, chance]
    levels = wanted["money_out"]
    assert {q: said(quantile(outs, weights, Decimal(q))) for q in levels} == levels
    gap = drawn["awarded"].gap
    assert (gap.days, cents(gap.amount)) == (
        wanted["gap_days"], wanted["bridge_needed_before_award"],
    )  # fmt: skip
    assert said(gap.second_money_out_date) == wanted["second_money_out_if_awarded"]
    totals = {name: d.unfunded_total for name, d in drawn.items()}
    assert {name: cents(t) for name, t in totals.items()} == wanted["unfunded_total"]
    expected = totals["without"] * (1 - chance) + totals["awarded"] * chance
    assert cents(expected) == wanted["expected_unfunded_total"]
    august = date(2026, 8, 1)
    short = [w for d, w in zip(drawn.values(), weights, strict=True) if not d.is_funded(august)]
    assert str(sum(short)) == wanted["p_unfunded_on_2026_08_01"]
    start = start_looking(outs[0], given["lead_time_months"])
    assert said(start) == wanted["start_fundraising_by"]
    assert (start <= on(given["as_of"])) is wanted["overdue"]


def test_e09_the_meeting_of_september_2018(example):
    given, wanted = example
    spend = daily(given["spend"] + given["later"])
    as_of, balance = on(given["as_of"]), Decimal(given["balance"])
    for months in (1, 3, 6):
        window = trailing_burn(spend, as_of=as_of, months=months)
        assert burn(window) == wanted[f"burn_{months}m"]
        answer = runway(balance, window.per_day, as_of=as_of)
        assert constant(answer) == wanted[f"runway_26000_at_{months}m"]
        lasting = [cents(window.per_month * n) for n in (6, 8)]
        assert lasting == wanted[f"balance_for_6_to_8_months_at_{months}m_burn"]
    later = [(day, amount) for day, amount in sorted(spend.items()) if day > as_of]
    actual = Demand(
        tuple((day, day) for day, _ in later), ("cloud",), tuple((a,) for _, a in later)
    )
    out = draw([Fund("cash", balance)], actual).money_out_date
    assert said(out) == wanted["actual_money_out_for_26000"]


def test_e10_overhead_divides_and_a_fee_multiplies(example):
    given, wanted = example
    grant, gift = given["grant"], given["donation"]
    rate, fee = Decimal(grant["indirect_on_spend"]), Decimal(gift["host_fee_on_income"])
    capacity = direct_capacity(Decimal(grant["balance"]), rate)
    assert cents(capacity) == wanted["grant_direct_capacity"]
    answer = runway(capacity, Decimal(given["rate_per_day"]), as_of=on(given["as_of"]))
    assert constant(answer) == wanted["grant_runway"]
    assert cents(net_of_fee(Decimal(gift["gross"]), fee)) == wanted["donation_net"]
    wrong = net_of_fee(Decimal(grant["balance"]), rate)
    assert cents(wrong) == wanted["wrong_grant_capacity_if_fee_subtracted"]
    held = Fund("grant", Decimal(grant["balance"]), overhead_rate=rate)
    demand = days_from(given["as_of"], {"cloud": Decimal(100)}, date(2026, 12, 31))
    drawn = draw([held], demand)
    assert said(drawn.money_out_date) == wanted["grant_runway"]["money_out_date"]
    assert cents(drawn.funds["grant"].used) == "11500.00"


def test_e11_a_sponsor_a_cut_and_both(example):
    given, wanted = example
    rates = {"cloud": Decimal(given["cloud_per_day"]), "people": Decimal(given["people_per_day"])}
    as_of = on(given["as_of"])
    plans = tuple(Planned(n, float(r), as_of + timedelta(days=1)) for n, r in rates.items())
    case = Case(as_of, tuple(fund(f) for f in given["funds"]), planned=plans, paths=1)
    sponsor, cut = Change(0.5, date(2026, 4, 1), "cloud"), Change(0.25, date(2026, 3, 1))
    scenarios = {
        "base": (),
        "sponsor_50pct_cloud_from_2026_04_01": (sponsor,),
        "cut_25pct_from_2026_03_01": (cut,),
        "both": (sponsor, cut),
    }
    outs = {
        name: simulate(replace(case, changes=changes)).money_out(0.5)
        for name, changes in scenarios.items()
    }
    assert {name: said(out) for name, out in outs.items()} == wanted["money_out_date"]
    assert {n: (out - outs["base"]).days for n, out in outs.items()} == wanted["days_gained"]


def test_e12_never_sorts_last(example):
    given, wanted = example
    outcomes = [(day and on(day), Decimal(share)) for day, share in given["outcomes"]]
    dates, weights = zip(*outcomes, strict=True)
    p10, p50, p90 = (quantile(dates, weights, Decimal(q)) for q in ("0.1", "0.5", "0.9"))
    assert {"P10": said(p10), "P50": said(p50), "P90": said(p90)} == {
        name: wanted[name] for name in ("P10", "P50", "P90")
    }
    never = sum(w for day, w in outcomes if day is None)
    assert str(never) == wanted["p_never"]
    start = start_looking(p10, given["lead_time_months"])
    assert said(start) == wanted["start_fundraising_by"]
