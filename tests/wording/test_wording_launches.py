"""The Launches page in English, over ordinary and ugly cases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import golden
import pandas as pd
import pytest

from metrics.launches.unit_cost import Latest, UnitCost
from metrics.launches.usage import ADay, Gap
from wording import launches

FOUND = UnitCost(
    "launches", "launch", "USD", Decimal("89.5"), Decimal(7000), 70, date(2026, 7, 1),
    date(2026, 9, 8), "all launches over all bills", "UTC",
)  # fmt: skip
AUGUST = Latest(FOUND, date(2026, 8, 1), 0.015, 0.01, 46.5, 3100.0)


def periods(*rows: tuple[str, float | None, float | None, bool]) -> pd.DataFrame:
    """(first day, amount, cost of one, partial)."""
    frame = pd.DataFrame(rows, columns=["period", "amount", "each", "is_partial"])
    return frame.assign(period=pd.to_datetime(frame["period"]), days=31, of_days=31)


MONTHS = periods(("2026-07-01", 3100, 0.01, False), ("2026-08-01", 3100, 0.015, False),
                 ("2026-09-01", 800, 0.015, True))  # fmt: skip
WEEKS = periods(("2026-08-17", 700, 0.01, False), ("2026-08-24", 710, 0.015, False),
                ("2026-08-31", 690, 0.015, True))  # fmt: skip
ONE = periods(("2026-07-01", 1, 89.5, True))
MEMBERS = pd.DataFrame({
    "period": pd.to_datetime(["2026-09-01", "2026-08-01", "2026-08-01"]),
    "member": ["gke.example", "ovh.example", "gke.example"],
    "launches": [800, 2170, 930], "share": [1.0, 0.7, 0.3],
})  # fmt: skip
REPOSITORIES = pd.DataFrame({
    "provider": ["GitHub"], "repository": ["example/new"], "launches": [2_340]
})  # fmt: skip
AUGUST_1 = date(2026, 8, 1)
ORDINARY = launches.Facts(
    usage="launches", unit="launch", per="month", latest=AUGUST, costs=MONTHS,
    amounts=MONTHS, gaps=[], members=MEMBERS, repositories=REPOSITORIES,
    a_day=ADay(AUGUST_1, 3100.0, 31, 31, 95.5),
)  # fmt: skip


def test_launches(write_golden: bool) -> None:
    sessions = replace(FOUND, usage="sessions", unit="session", days=1, amount=Decimal(1),
                       last=date(2026, 7, 1), basis="all sessions over all bills",
                       timezone="America/Los_Angeles")  # fmt: skip
    pages = {
        "an ordinary month": launches.page(ORDINARY),
        "nothing is counted": launches.no_count(),
        "by week, with gaps": launches.page(
            replace(
                ORDINARY, per="week", costs=WEEKS, amounts=WEEKS,
                gaps=[Gap(date(2026, 6, 1), date(2026, 6, 9), "events were lost"),
                      Gap(date(2026, 9, 9), None, "the archive has no file")],
                repositories=REPOSITORIES[:0],
            )
        ),
        "no month before": launches.page(replace(ORDINARY, latest=replace(AUGUST, before=None))),
        "no whole month, another count, 1 of 1": launches.page(
            replace(
                ORDINARY, usage="sessions", unit="session", latest=Latest(sessions),
                costs=ONE, amounts=ONE, members=None, a_day=ADay(date(2026, 7, 1), 1.0, 3, 31),
                repositories=None,
            )
        ),
        "no bill covers a day": launches.page(
            replace(ORDINARY, latest=None, costs=MONTHS[:0], members=MEMBERS[:0])
        ),
    }  # fmt: skip
    golden.check("launches", pages, write=write_golden)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.010529", "0.01053 USD"),
        ("0.80841", "0.808 USD"),
        ("2.4811", "2.48 USD"),
        ("0", "0.00 USD"),
    ],
)
def test_a_small_cost_keeps_the_figures_that_are_known(amount: str, shown: str):
    assert launches.cost_of_one(Decimal(amount), "USD") == shown


@pytest.mark.parametrize(
    ("amount", "before", "said"),
    [
        (3100.0, 95.5, "100 launches a day in August 2026, 4.5 more than in July (95.5). "),
        (2480.0, 81.3, "80 launches a day in August 2026, 1.3 fewer than in July (81.3). "),
        (3100.0, 100.04, "100 launches a day in August 2026, as many as in July. "),
        (3100.0, None, ""),
    ],
)
def test_the_trend_is_launches_a_day_now_and_in_the_month_before(
    amount: float, before: float | None, said: str
):
    page = launches.page(replace(ORDINARY, a_day=ADay(AUGUST_1, amount, 31, 31, before)))
    assert page.answer.basis.startswith(f"{said}7,000 launches cost")
    (tile,) = [each for each in page.blocks if getattr(each, "label", "") == "Launches a day"]
    assert bool(tile.delta) is bool(said)


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (0.012, ", 20 % more than in July."),
        (0.0095, ", 5 % less than in July."),
        (0.01004, ", as in July."),
        (None, None),
    ],
)
def test_the_headline_says_whether_one_became_dearer(each, said):
    latest = replace(AUGUST, each=each, before=0.01)
    found = launches.answer(latest).split("August 2026")
    assert (found[1].split(" The ")[0] if said else found[1:]) == (said or [])
