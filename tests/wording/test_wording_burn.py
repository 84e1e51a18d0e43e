"""The Burn page in English, over ordinary and ugly cases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import golden
import pandas as pd
import pytest
import runway_facts
from bill_facts import OVERLAP, REFUSED, UNDATED

from metrics.data_quality.arrivals import Cause
from metrics.data_quality.standing import Standing
from metrics.launches.unit_cost import Latest, UnitCost
from metrics.runway.caveats import OldBills
from metrics.spending.anomalies import Anomaly
from metrics.spending.breakdown import Change, StatedTotal
from metrics.spending.burn import Burn
from metrics.spending.cost_filter import EVERYTHING, CostFilter
from metrics.spending.missing_days import Gap
from metrics.spending.net_burn import Net
from metrics.spending.team_budget import BudgetLine
from wording import burn, invoices, month_change, net_burn, runway
from wording.page import Tile

AS_OF = date(2026, 9, 17)
TO = date(2026, 9, 15)
FIRST = {1: date(2026, 8, 16), 3: date(2026, 6, 16), 6: date(2026, 3, 16), 12: date(2025, 9, 16)}
DAYS = {1: 31, 3: 92, 6: 184, 12: 365}
EMPTY = pd.DataFrame(columns=["month", "name", "amount", "days", "of_days", "is_partial"])


def window(months: int, gross: str | None, credits: str = "0", **other) -> Burn:
    """Per day; None: too few days have a bill."""
    amount = None if gross is None else Decimal(gross)
    paid = None if amount is None else Decimal(credits)
    payable = None if amount is None or paid is None else amount + paid
    days = DAYS[months]
    base = Burn(months, "USD", FIRST[months], TO, days, days, amount, paid, payable)
    return replace(base, **other)


def nets(*grosses: str | None, unknown="no_income", **other) -> list[Net]:
    return [
        Net(window(months, gross, **other), None, None, unknown)
        for months, gross in zip(DAYS, grosses, strict=True)
    ]


def months(*rows: tuple[date, str, str, int, int]) -> pd.DataFrame:
    """(month, part, amount, days with a bill, days it has)."""
    found = [(m, n, Decimal(a), d, of, d < of) for m, n, a, d, of in rows]
    return pd.DataFrame(found, columns=list(EMPTY)).astype(object)


AUGUST, JULY, SEPTEMBER = date(2026, 8, 1), date(2026, 7, 1), date(2026, 9, 1)
MONTHS = months(
    (JULY, "compute-engine", "3000", 31, 31), (JULY, "storage", "600", 31, 31),
    (JULY, "other", "20", 31, 31),
    (AUGUST, "compute-engine", "3350", 31, 31), (AUGUST, "storage", "560", 31, 31),
    (AUGUST, "other", "20", 31, 31),
    (SEPTEMBER, "compute-engine", "1600", 15, 30), (SEPTEMBER, "storage", "280", 15, 30),
)  # fmt: skip
FEW = months(
    (JULY, "compute-engine", "900", 10, 31), (JULY, "storage", "200", 10, 31),
    (AUGUST, "compute-engine", "1400", 15, 31), (AUGUST, "storage", "280", 15, 31),
    (SEPTEMBER, "compute-engine", "1600", 15, 30), (SEPTEMBER, "storage", "280", 15, 30),
)  # fmt: skip
SMALL = months(
    (JULY, "compute-engine", "60", 31, 31), (JULY, "other", "2", 31, 31),
    (AUGUST, "compute-engine", "59.8", 31, 31), (AUGUST, "other", "2.2", 31, 31),
    (SEPTEMBER, "compute-engine", "29", 15, 30), (SEPTEMBER, "other", "1", 15, 30),
)  # fmt: skip
CHANGE = Change(
    JULY, AUGUST, Decimal(3620), Decimal(3930), "USD",
    (("compute-engine", Decimal(350)), ("storage", Decimal(-40)), ("other", Decimal(0))),
    (("compute-engine", Decimal(350) / 31), ("storage", Decimal(-40) / 31), ("other", Decimal(0))),
)  # fmt: skip
LAUNCHES = UnitCost(
    "launches", "launch", "USD", Decimal("36604.17"), Decimal(3476323), 282, date(2025, 11, 3),
    date(2026, 8, 31), "launches of the whole federation over Google's bill", "UTC",
)  # fmt: skip
COSTS = pd.DataFrame({
    "period": pd.to_datetime(["2026-07-01", "2026-08-01", "2026-09-01"]), "currency": "USD",
    "cost": [3600.0, 3900.0, 1900.0], "amount": [300_000.0, 310_000.0, 150_000.0],
    "each": [0.012, 0.01258, 0.01267], "days": [31, 31, 15], "of_days": [31, 31, 30],
    "is_partial": [False, False, True],
})  # fmt: skip


def totals(gross: str = "43210.55", credits: str = "-30000", *codes: str) -> pd.DataFrame:
    paid, given = Decimal(gross), Decimal(credits)
    rows = [(code, paid, given, paid + given, FIRST[12], TO, 9_000) for code in codes or ("USD",)]
    names = ["currency", "gross", "credits", "payable", "first_on", "last_on", "lines"]
    return pd.DataFrame(rows, columns=names).astype(object)


CAUSE = Cause("billing", ("hub",), "silent", TO, 91)
SILENT = Standing(TO, "measured", (CAUSE,))
ORDINARY = burn.Facts(
    as_of=AS_OF, basis="gross", by="service", currency="USD", cost_filter=EVERYTHING,
    totals=totals(), nets=nets("127", "125", "121", "118", credits="-87.5"),
    now=window(3, "125", "-87.5"), before=window(3, "117", "-87.5"), months=MONTHS, change=CHANGE,
    budget={JULY: Decimal(4000), AUGUST: Decimal(4000)}, complete_to=TO, gaps=(),
    billed_monthly=(), unusual=(Anomaly("spike", date(2026, 8, 20), "compute-engine", 104, 412),),
    invoices=(), launch_cost=Latest(LAUNCHES, AUGUST, 0.01258, 0.012, 3900.0, 310_000.0),
    launch_costs=COSTS,
)  # fmt: skip


def share(of_gross: str) -> dict[str, Any]:
    """The months, their change and the budget of a part of the gross amounts."""
    part = Decimal(of_gross)
    change = replace(
        CHANGE, total_before=CHANGE.total_before * part, total=CHANGE.total * part,
        parts=tuple((name, by * part) for name, by in CHANGE.parts),
    )  # fmt: skip
    amounts = MONTHS.assign(amount=[each * part for each in MONTHS["amount"]])
    return {"months": amounts, "change": change, "budget": {}}


def known(found: Net, income: str) -> Net:
    amount = Decimal(income)
    gross = found.burn.gross or Decimal(0)
    return Net(found.burn, amount, gross - amount, apart=("EUR", "GBP"))


def test_burn(write_golden: bool) -> None:
    uncovered = [
        Net(window(months, None, covered_days=days), None, None, "no_income")
        for months, days in zip(DAYS, (20, 40, 80, 120), strict=True)
    ]
    nothing = Burn(3, "USD", None, None, 0, 0, None, None, None)
    part = CostFilter(category="cloud", project="lab")
    pages = {
        "an ordinary month": burn.page(ORDINARY),
        "silent bills": burn.page(
            replace(ORDINARY, as_of=date(2026, 12, 15), standing=SILENT)
        ),
        "cash payable": burn.page(
            replace(ORDINARY, basis="payable", **share("0.3"))
        ),
        "paid by credits": burn.page(
            replace(ORDINARY, basis="credits", **share("0.7"))
        ),
        "no bill": burn.no_bill(),
        "no line of a part": burn.no_line(part, "USD", ["EUR", "GBP"]),
        "no line of a part in any currency": burn.no_line(part, "USD", []),
        "everything at once": burn.page(
            replace(
                ORDINARY,
                totals=totals("43210.55", "0", "EUR", "USD"),
                nets=[known(each, "20") for each in nets("300", "125", "121", "118")],
                now=window(3, "125", covered_days=88),
                before=window(3, "160"),
                gaps=(
                    Gap("gcp", date(2025, 12, 20), date(2026, 1, 12)),
                    Gap("gcp", date(2025, 10, 1), date(2025, 10, 12)),
                ),
                billed_monthly=("rack",),
                unusual=(
                    Anomaly("shift", date(2026, 2, 4), "storage", 20, 5),
                    Anomaly("shift", date(2026, 8, 4), "network_egress", 20, 45),
                ),
                invoices=(StatedTotal(AUGUST, None, "gcp", "USD", *map(Decimal, (31, 40, -9))),),
                launch_cost=Latest(LAUNCHES),
            )
        ),
        "a budget of the team": burn.page(
            replace(
                ORDINARY,
                team_budget=(
                    BudgetLine(AUGUST, "Cloud", Decimal(3900), Decimal("3930.456")),
                    BudgetLine(AUGUST, "Backup", Decimal(200), None),
                    BudgetLine(AUGUST, "Travel", Decimal(500), None),
                    BudgetLine(JULY, "Cloud", Decimal(3900), Decimal(3620)),
                    BudgetLine(JULY, "Backup", Decimal(200), Decimal(150)),
                    BudgetLine(JULY, "Travel", Decimal(500), None),
                ),
            )
        ),
        "bills asked about and refused": burn.page(
            replace(ORDINARY, questions=(OVERLAP, UNDATED), refused=REFUSED)
        ),
        "bills cover too few days": burn.page(
            replace(
                ORDINARY, nets=uncovered, now=uncovered[1].burn, before=window(3, None),
                months=FEW, change=None, unusual=(), launch_cost=None,
            )
        ),
        "bills cover too few days of a part": burn.page(
            replace(
                ORDINARY, cost_filter=part, now=uncovered[1].burn, before=window(3, None),
                nets=[replace(each, unknown="part") for each in uncovered], months=FEW,
                change=None, unusual=(), budget={},
            )
        ),
        "no day in this currency, months without a bill": burn.page(
            replace(
                ORDINARY, now=nothing, before=nothing, nets=[Net(replace(nothing, months=m), None,
                None, "no_income") for m in DAYS], months=EMPTY, change=None, budget={},
                complete_to=None, unusual=(), totals=totals()[:0], launch_costs=COSTS[:0],
            )
        ),
        "one project": burn.page(
            replace(
                ORDINARY, cost_filter=part, budget={}, now=window(1, "2"), before=window(1, "2.05"),
                nets=nets("2", "2", "2", "2", unknown="part"),
                months=SMALL, totals=totals("730", "0"),
                change=Change(JULY, AUGUST, Decimal(62), Decimal(62), "USD",
                              (("other", Decimal("0.2")),)),
                unusual=(Anomaly("spike", date(2026, 8, 20), "compute-engine", 2, 9),),
            )
        ),
    }  # fmt: skip
    golden.check("burn", pages, write=write_golden)


PEOPLE = ("people", 4800 / 30.4375, None, None)
TEAM = runway_facts.answer(
    runway_facts.inputs(
        runway_facts.fund("Grant", 90000), planned=[PEOPLE],
        bills=[("cloud", (124,) * 12), ("hosting", (5,) * 12)],
    )
)  # fmt: skip


def head(**changes: Any) -> tuple[str, str, list[str]]:
    """The answer, the first words of its basis, and the figures that open Runway's month."""
    found = burn.page(replace(ORDINARY, **({"team": TEAM} | changes))).answer
    opened = [str(each.text) for each in found.figures if each.opens["of"] == "runway.outlook"]
    return str(found.claim), str(found.basis).partition(" <span")[0].partition(" Bills:")[0], opened


def test_the_month_with_people_leads_and_its_second_line_says_what_is_in_it():
    assert head() == (
        "A month costs 8,700 USD with people. Bills are rising: 3,805 USD a month, 244 more "
        "than in the previous three months.",
        "8,700 USD is the month to come: cloud and hosting 3,900 forecast from bills, people 4,800 "
        "planned.",
        ["8,700 USD"],
    )


@pytest.mark.parametrize(
    ("before", "said", "delta"),
    [
        ("128", "Bills are steady: 3,957 USD a month, 61 more than", "+61"),
        ("130", "Bills are steady: 3,957 USD a month, as", "0"),
        ("160", "Bills are falling: 3,957 USD a month, 913 less than", "−913"),
        ("100", "Bills are rising: 3,957 USD a month, 913 more than", "+913"),
    ],
)
def test_one_verdict_says_whether_it_rises_and_its_tile_agrees(before: str, said: str, delta: str):
    page = burn.page(replace(ORDINARY, now=window(3, "130"), before=window(3, before)))
    assert page.answer.claim == f"{said} in the previous three months."
    lead, month = [each for each in page.blocks if isinstance(each, Tile)][:2]
    assert (lead.value, lead.delta) == ("3,957 USD", delta)
    assert month.delta_note == "vs July, one month"


@pytest.mark.parametrize(
    "changes",
    [
        {"basis": "payable"},  # Runway's month is before credits here
        {"cost_filter": CostFilter(category="cloud")},
        {"now": window(3, None)},  # bills cover too few days to say what a month costs
        {"team": None},
    ],
)
def test_no_month_with_people_leads_where_it_is_not_the_whole_of_the_page(changes: dict[str, Any]):
    claim, basis, opened = head(**changes)
    assert "with people" not in claim
    assert "month to come" not in basis
    assert opened == []


def test_over_old_bills_the_month_with_people_is_about_so_much():
    claim, _, _ = head(team=replace(TEAM, caveats=(OldBills(CAUSE),)), standing=SILENT)
    assert claim.startswith("A month costs about 8,700 USD with people. Until 15 September 2026, ")


def test_a_month_of_plans_alone_is_for_what_is_planned():
    alone = runway_facts.answer(
        runway_facts.inputs(runway_facts.fund("Grant", 90000), planned=[PEOPLE])
    )
    assert runway.whole_cost(alone) == "A month costs about 4,800 USD for people."
    no_plan = replace(TEAM, costs=replace(TEAM.costs, planned=Decimal(0), planned_for=()))
    assert runway.whole_cost(no_plan) == ""


def test_net_burn_and_its_absence(write_golden: bool) -> None:
    gross = window(3, "10")
    cases = {
        "known": known(Net(gross, None, None), "3"),
        "more income than cost": Net(gross, Decimal(20), Decimal(-10)),
        "of a part": Net(gross, None, None, "part"),
        "no ledger": Net(gross, None, None, "no_income"),
        "no gross burn": Net(window(3, None), None, None, "no_burn"),
        "income from a day on": Net(gross, None, None, "income_from", date(2026, 8, 2)),
        "income to a day": Net(gross, None, None, "income_until", date(2026, 4, 29)),
    }
    texts = {
        name: f"{net_burn.basis([each])}\nformula: {net_burn.formula(each)}"
        for name, each in cases.items()
    }
    texts["some windows known"] = net_burn.basis([cases["known"], cases["income from a day on"]])
    golden.check("net_burn", texts, write=write_golden)


def test_the_amounts_of_a_window_add_up_as_shown():
    """3,865.56 a month, 2,663.28 of it paid by credits, 1,202.28 payable: 3,866, 2,664, 1,202."""
    found = Net(window(3, "127.0", "-87.5"), Decimal("20.02"), Decimal("106.98"))
    assert net_burn.shown(found, Decimal(1))[:3] == (3866, -2664, 1202)
    for step in (Decimal(1), Decimal("0.01")):
        gross, credits, payable, income, net = net_burn.shown(found, step)
        assert (gross + credits, gross - income) == (payable, net)
        assert gross == gross.quantize(step)


def test_a_part_is_named_as_the_invoice_writes_it():
    names = ["eu-central-1", " N2 core, Frankfurt", "other"]
    assert [burn.label(name) for name in names] == ["eu-central-1", "N2 core, Frankfurt", "Other"]


def test_invoices(write_golden: bool) -> None:
    def of(period, residual, account="gcp", file=None):
        amounts = (None, Decimal(310), None)
        if residual is not None:
            amounts = (Decimal(310) + Decimal(residual), Decimal(310), Decimal(residual))
        return StatedTotal(period, file, account, "USD", *amounts)

    def bill(number, residual):
        return of(None, residual, file=f"bills/{number}.csv")

    spring = [date(2026, month, 1) for month in range(8, 2, -1)]
    cases = {
        "none": [],
        "one agrees": [of(AUGUST, "0")],
        "two agree": [of(AUGUST, "0"), of(JULY, "0.004")],
        "one is more, one not compared": [of(SEPTEMBER, None), of(AUGUST, "-12.30")],
        "five differ of two accounts": [
            *(of(month, "210", who) for month, who in zip(spring[:5], "abaab", strict=True)),
            of(spring[5], None), of(spring[5], None, "b"),
        ],
        "four differ": [of(month, "210") for month in spring[:4]],
        "one bill with a total": [bill(1, "0")],
        "three bills, one differs": [bill(1, "0"), bill(2, "-1"), bill(3, "0")],
        "two bills differ, none agrees": [bill(1, "4"), bill(2, "-1")],
    }  # fmt: skip
    pages = {name: [invoices.block(found)] for name, found in cases.items()}
    golden.check("invoices", pages, write=write_golden)


@pytest.mark.parametrize(
    ("parts", "a_day", "said"),
    [
        ("vm -109.7, disk 17", "vm -3.5, disk 0.5", ["−110 USD", "vm"]),
        ("vm -30, disk 28", "disk 1, vm 0", ["+28 USD", "disk"]),  # February, three days shorter
        ("vm 0.5", "vm 0.02", ["+1 USD", "vm"]),
        ("vm 0.49", "vm 0.02", None),
        ("other 9", "other 0.3", None),  # the rest is no service
        ("", "", None),
    ],
)  # fmt: skip
def test_the_part_that_moved_most_by_the_day_has_a_tile_with_its_month(parts, a_day, said):
    def each(written):
        pairs = [one.split() for one in written.split(", ") if one]
        return tuple((name, Decimal(by)) for name, by in pairs)

    change = replace(CHANGE, parts=each(parts), a_day=each(a_day))
    tiles = month_change.tiles(change, {"by": "service"})[1:]
    assert [[tile.label, tile.value, tile.delta_note, dict(tile.opens)] for tile in tiles] == [
        ["Moved most vs July", *found,
         {"by": "service", "of": "spending.change", "currency": "USD", "part": found[1]}]
        for found in [said] if found
    ]  # fmt: skip


def test_a_phone_reads_what_moved_most_where_its_tile_is_below_the_fold():
    assert month_change.moved_most(CHANGE) == "compute-engine moved most: +350 USD vs July."
    assert month_change.moved_most(None) == ""
    assert month_change.moved_most(replace(CHANGE, parts=(), a_day=())) == ""


def test_without_two_whole_months_no_tile_compares_them():
    assert month_change.tiles(None, {}) == []
