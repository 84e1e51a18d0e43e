"""Plans, simulations, forecasts and their replay in invented situations, whole.

answers/engine-*.txt hold every part of each. That a plan is right is shown by its properties
(test_runway_properties.py) and by hand (test_runway_rules.py, test_runway_examples.py); here no
part of one moves unseen. `--write-golden` writes the file anew.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from answer_lines import lines

from metrics.runway import backtest
from metrics.runway.balance_range import balance_range, covering
from metrics.runway.engine import (
    Award,
    Case,
    Change,
    Demand,
    Fund,
    Planned,
    Ruled,
    Simulation,
    Stream,
    bought,
    by_month,
    draw,
    generator,
    lapse,
    level_bootstrap,
    runway,
    simulate,
    steady,
    trailing_burn,
    without_reassignment,
)
from metrics.runway.engine.calibration import calibrated, ranges, ratio, stretched
from metrics.runway.engine.forecast import kind, scatter, step
from metrics.runway.engine.model import pays_before
from metrics.runway.inputs.balances import Statement, roll
from metrics.runway.inputs.spending_history import Spending, behind, complete_months, stream
from metrics.runway.outlook import _plan

ANSWERS = Path(__file__).with_name("answers")
D = Decimal
AS_OF = date(2026, 1, 31)
FIRST, LAST = date(2026, 2, 1), date(2026, 6, 17)
NAMES = ("cloud", "people", "travel")


def _day(luck: random.Random) -> date:
    return FIRST + timedelta(days=luck.randrange((LAST - FIRST).days))


def _fund(luck: random.Random, name: str) -> Fund:
    start, end = sorted((_day(luck), _day(luck)))
    return Fund(
        name, D(luck.randrange(900_000)) / 100,
        luck.choice((None, None, start)), luck.choice((None, end, LAST)),
        frozenset(luck.sample(NAMES, luck.choice((0, 0, 1, 2)))),
        {luck.choice(NAMES): D(luck.randrange(300_000)) / 100} if luck.random() < 0.4 else {},
        D(luck.choice(("0", "0.1", "0.15"))), D(luck.choice(("0", "0", "0.07"))),
        D(luck.choice((0, 0, 500))), luck.randrange(3),
        luck.choice(("grant", "credits", "donation", "in_kind")), f"The {name}",
    )  # fmt: skip


def _ruled(luck: random.Random, funds: list[Fund]) -> tuple[Ruled, ...]:
    names = [each.fund_id for each in funds]
    start, end = sorted((_day(luck), _day(luck)))
    return tuple(
        Ruled(
            luck.choice((*NAMES, "none of them")),
            tuple(luck.sample(names, min(len(names), luck.randint(1, 2)))),
            D(luck.choice(("1", "0.6", "0.3"))), luck.choice((None, start)),
            luck.choice((None, end)),
        )
        for _ in range(luck.choice((1, 2)))
    )  # fmt: skip


def _plans() -> Iterator[tuple[str, Any]]:
    for n in range(16):
        luck = random.Random(n)
        funds = [_fund(luck, f"f{place}") for place in range(1 + n % 5)]
        per_day = {name: D(luck.randrange(9_000)) / 100 for name in NAMES[: 1 + n % 3]}
        asked = steady(per_day, first=FIRST, last=LAST, priority=["travel"] if n % 2 else [])
        ruled = _ruled(luck, funds) if n % 3 == 2 else ()
        by_rule_of_thumb = without_reassignment(
            funds, asked, ruled, fewest_categories_first=bool(n % 2)
        )
        for name, found in (("plan", draw(funds, asked, ruled)), ("in turn", by_rule_of_thumb)):
            yield f"{name} {n}", found
            yield f"{name} {n} by month", found.unfunded_by_month()
            yield (
                f"{name} {n} on 8 days",
                [found.is_funded(FIRST + timedelta(days=17 * day)) for day in range(8)],
            )
    millions = {"2026-02": {"cloud": D(10) ** 9 * 2}, "2026-04": {"people": D(7), "cloud": D(1)}}
    large = [Fund("a", D(10) ** 9, caps={"cloud": D(10) ** 9 / 3}), Fund("b", D(5), FIRST, LAST)]
    yield "large", draw(large, by_month(millions, priority=["people"]))
    yield "nothing", draw([], Demand((), (), ()))


def _awards(n: int) -> tuple[Award, ...]:
    """None; two of a call of which one at most, or all or none, is won; one that always is."""
    rule = ("at_most_one", "all_or_none")[n % 2]
    return (
        Award("a", D(2_000), 0.5, FIRST, date(2026, 4, 1), pays_for=frozenset({"cloud"}),
              call="c", call_rule=rule),
        Award("b", D(900), 0.7, date(2026, 3, 10), ends_on=date(2026, 5, 20), call="c",
              call_rule=rule, fails=n == 3),
        Award("c", D(300), 1.0, date(2026, 5, 1), date(2026, 4, 1)),
    ) if n else ()  # fmt: skip


def _case(n: int) -> Case:
    luck = random.Random(100 + n)
    funds = [_fund(luck, f"f{place}") for place in range(1 + n % 4)]
    rates = tuple(luck.randrange(1, 90) * (-1.0 if n == 4 and m == 7 else 1.0) for m in range(14))
    widths = (0.5, 0.9, 1.2) if n % 2 else ()
    return Case(
        AS_OF, tuple(funds),
        (Stream("cloud", rates, widths=widths), Stream("people", (30.0, 0.0, 90.0), None, "EUR")),
        (Planned("travel", 4.0, date(2026, 3, 5), date(2026, 4, 9)),
         Planned("cloud", 1.5, date(2026, 5, 2))),
        _awards(n),
        (Change(0.3, date(2026, 3, 1), "cloud", 150.0), Change(-0.1), Change(0.2, None, "people"))
        if n % 3 else (),
        ("travel", "people"), months=4, elapsed=n % 2, paths=24,
        ruled=_ruled(luck, funds) if n in (2, 4) else (),
    )  # fmt: skip


def _simulated(found: Simulation) -> Iterator[tuple[str, Any]]:
    yield "periods", found.periods
    yield "out", found.out
    yield "lasts", found.chance_of_lasting
    for name in ("remaining", "spending", "unfunded"):
        yield name, np.round(getattr(found, name)[:6], 3).reshape(6, -1)
    for name, amounts in (found.unspent | found.by_rule).items():
        yield name, np.round(amounts, 3).ravel()
    days = (0.0, 0.1, 0.5, 0.9, 1.0)
    yield "ends", [found.money_out(q) for q in days]
    yield "ends of each", [[found.money_out_of(n, q) for q in days] for n in found.categories]
    plan = _plan(found)
    drawn = draw(found.case.funds, plan, found.case.ruled)
    yield "middle", plan
    yield "balances", balance_range(found, drawn)


def _simulations() -> Iterator[tuple[str, Any]]:
    drawn = []
    for n in range(6):
        found = simulate(_case(n))
        for name, value in _simulated(found):
            yield f"case {n} {name}", value
        drawn.append(balance_range(found, draw(found.case.funds, _plan(found))))
    yield "covering", covering(drawn[:3])
    yield "covering one", covering(drawn[4:5])


def _sorts() -> dict[str, tuple[float, ...]]:
    return {
        "steady": tuple(100.0 + n % 2 for n in range(60)),
        "smooth": tuple(100.0 + 9 * (n * 7 % 5) for n in range(60)),
        "lumpy": tuple(600.0 * (n % 5 == 0) + n % 7 for n in range(60)),
        "rising": tuple(100.0 * 1.05**n + n * 5 % 17 for n in range(60)),
    }


def _forecasts() -> Iterator[tuple[str, Any]]:
    for name, rates in _sorts().items():
        streams = [Stream("cloud", rates[:n]) for n in (0, 1, 2, 3, 4, 5, 6, 11, 12, 13, 30, 49)]
        streams += [Stream("cloud", rates[:40], since) for since in (0, 1, 5, 6, 13, 25)]
        yield name, [(kind(each), scatter(each), step(each)) for each in streams]
        yield (
            f"{name} widths",
            [calibrated(each) for each in streams if len(each.per_day) not in (5, 49)],
        )
        yield f"{name} window", calibrated(Stream("cloud", rates[:22]), window=7)
        yield f"{name} ranges", ranges(rates[:9])
        paths = level_bootstrap(streams[9], months=8, paths=9, random=generator(3, name))
        yield f"{name} drawn", paths
        yield f"{name} stretched", stretched(paths, (0.5, 1.1, 1.4))
    changed = Stream("people", (90.0,) * 9 + (30.0, 20.0), 2)
    yield "changed", level_bootstrap(changed, months=3, paths=4, random=generator(1, "x"))
    yield "ratios", [ratio((10.0, 20.0, 50.0), n) for n in (5.0, 20.0, 35.0, 99.0, 9_999.0)]
    yield "ratio of no width", [ratio((20.0, 20.0, 20.0), n) for n in (20.0, 21.0)]


def _replays() -> Iterator[tuple[str, Any]]:
    series = [
        backtest.Months(name, rates[:14], tuple(28 + n % 4 for n in range(14)))
        for name, rates in _sorts().items()
        if name in ("smooth", "rising")
    ]
    found = [score for each in series for score in backtest.scores(each)]
    yield "scores", found
    yield "summary", backtest.summary(found)
    yield "by series", backtest.by_series(found)
    yield "ends", [end for each in series for end in backtest.ends(each)]
    sinking = backtest.Months("sinking", tuple(90.0 - 6 * n for n in range(16)), (30,) * 16)
    yield "ends of what sinks", [*backtest.ends(sinking)]
    none = backtest.Months("none", (0.0,) * 8, (30,) * 8)
    yield "ends of nothing", [*backtest.ends(none)]
    yield "scores of nothing", backtest.summary([*backtest.scores(none)])
    yield "too short", backtest.replay([backtest.Months("short", (1.0,) * 6, (30,) * 6)])
    yield "long enough", backtest.replay([backtest.Months("long", (1.0,) * 7, (30,) * 7)])
    yield "bands", [backtest.binomial_band(n) for n in range(1, 30)]


def _rates() -> Iterator[tuple[str, Any]]:
    """Arithmetic at one rate, on both sides of each bound."""
    for money, per_day in ((0, 3), (-5, 3), (100, 0), (100, -1), (90, 3), (91, "3.1"), (900, 1)):
        held, rate = D(money), D(per_day)
        yield f"runway {money} {per_day}", runway(held, rate, as_of=AS_OF)
        for end in (date(2026, 1, 1), AS_OF, date(2026, 3, 2), date(2026, 5, 1)):
            yield f"lapse {money} {per_day} {end}", lapse(held, rate, as_of=AS_OF, ends_on=end)
            yield (
                f"bought {money} {per_day} {end}",
                bought(held, rate, as_of=AS_OF, ends_on=end, cap_months=2),
            )
    days = [date(2025, 10, 20) + timedelta(days=n) for n in range(120)]
    for left_out in (0, 9, 10, 40):
        spend = {day: D(n % 7) for n, day in enumerate(days) if not 14 <= n < 14 + left_out}
        yield (
            f"burn without {left_out}",
            [trailing_burn(spend, as_of=AS_OF, months=months) for months in (1, 3, 4)],
        )
    rules = [Ruled("cloud", ("a", "b")), Ruled("people", ("b",))]
    yield (
        "before",
        [
            pays_before(rules, one, other, name)
            for one, other in (("a", "b"), ("b", "a"), ("c", "b"), ("a", "c"))
            for name in NAMES
        ],
    )


def _stated() -> list[Statement]:
    """Two of a fund, one that is derived, one that nobody knew any more, one of the last day."""
    return [
        Statement("grant", FIRST, D(9_000), True, "letter"),
        Statement("credits", date(2026, 2, 10), D(700), False, None, derived=True),
        Statement("gifts", date(2026, 2, 14), D(300), True, None),
        Statement("grant", date(2026, 3, 20), D(7_900), True, None),
        Statement("gifts", date(2026, 4, 1), None, True, None),
        Statement("credits", date(2026, 4, 5), D(500), True, None, derived=True),
        Statement("over", AS_OF, D(60), True, None), Statement("new", LAST, D(5), False, None),
    ]  # fmt: skip


def _balances() -> Iterator[tuple[str, Any]]:
    """Balances rolled forward over bills, income and what books say; and what is behind a day."""
    funds = [
        Fund("grant", D(10_000), ends_on=LAST, overhead_rate=D("0.1"), encumbered=D(100)),
        Fund("credits", D(900), pays_for=frozenset({"cloud"})),
        Fund("gifts", D(400), kind="donation"),
        Fund("over", D(80), ends_on=date(2026, 3, 3)), Fund("new", D(10)), Fund("never", D(20)),
    ]  # fmt: skip
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    spent = {
        "cloud": {day: D(6 + n % 3) for n, day in enumerate(days[:110])},
        "people": {day: D(900) for day in days if day.day == 25},
        "travel": {date(2026, 3, 8): D(-40), date(2026, 5, 9): D(120)},
    }
    income = {"gifts": {days[14]: D(50), days[70]: D(9)}, "never": {days[3]: D(1)},
              "grant": {FIRST: D(1), days[48]: D(300)}}  # fmt: skip
    paid = {"people": {day: {"grant": D(600), "gone": D(150), None: D(150)}
                       for day in spent["people"] if day.month < 6},
            "cloud": {date(2026, 3, 9): {"credits": D(3), "gifts": D(-1)}}}  # fmt: skip
    every = {"income": income, "paid": paid, "priority": ["travel"]}
    for name, more in {"bills": {}, "income": {"income": income}, "all": every}.items():
        held, points = roll(funds, _stated(), spent, to=LAST, **more)
        yield f"held with {name}", [*held.values()]
        yield f"old with {name}", [each.is_old(LAST) for each in held.values()]
        yield f"points with {name}", points
    yield "nothing stated", roll(funds, [], spent, to=LAST)
    plans = [
        Planned("travel", 2.5, date(2026, 6, 1), date(2026, 6, 9)),
        Planned("tools", 3.0, date(2026, 5, 28)), Planned("tools", 1.5, FIRST, date(2026, 6, 2)),
    ]  # fmt: skip
    whole = Spending(spent, days[109], days[111], {}, silent=("cloud",))
    for name, known in {"silent": whole, "as usual": replace(whole, silent=())}.items():
        for carry_on in (True, False):
            coming = behind(known, plans, since=date(2026, 5, 18), to=LAST, carry_on=carry_on)
            yield (
                f"behind, {name} {carry_on}",
                {
                    each: [(day, amount) for day, amount in of.items() if day > days[104]]
                    for each, of in coming.items()
                },
            )
    for name, of_days in spent.items():
        for event in (None, FIRST, date(2026, 4, 18), LAST):
            yield (
                f"months of {name} since {event}",
                stream(name, of_days, to=LAST, planned=D("1.5"), event=event),
            )
        yield f"complete months of {name}", complete_months(of_days, to=LAST)
    holes = {day: D(7) for n, day in enumerate(days) if n % 9}
    more_holes = {day: D(7) for n, day in enumerate(days) if n % 30 > 3}
    yield "holes", [stream("cloud", each, to=LAST) for each in (holes, more_holes, {})]


PARTS = {
    "balances": _balances, "plans": _plans, "simulations": _simulations, "forecasts": _forecasts,
    "replays": _replays, "rates": _rates,
}  # fmt: skip


SLOW = {"forecasts", "replays"}  # more than 0.3 s of a processor


@pytest.mark.parametrize(
    "part", [pytest.param(n, marks=[pytest.mark.slow] if n in SLOW else []) for n in PARTS]
)
def test_no_part_of_it_moves(part: str, write_golden: bool) -> None:
    made: Callable[[], Iterator[tuple[str, Any]]] = PARTS[part]
    found = "".join(
        f"# {name}\n" + "".join(f"{line}\n" for line in lines(value)) for name, value in made()
    )
    file = ANSWERS / f"engine-{part}.txt"
    if write_golden:
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == file.read_text(encoding="utf-8")
