"""The words of a sponsor pack, and its page, in a golden file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from golden import check

from metrics.launches.unit_cost import UnitCost
from metrics.spending.breakdown import PartialMonth
from wording import pack, pack_page

PAID = UnitCost(
    "launches", "launch", "USD", Decimal("41583.86"), Decimal(30_262), 362, date(2025, 10, 1),
    date(2026, 9, 30), "", "UTC",
)  # fmt: skip
FILES = ["pack.html", "pack.pdf", "charts/use.svg", "charts/use.png", "csv/use.csv", "csv/own.csv",
         "manifest.json"]  # fmt: skip
MONTHS = [date(2026, n, 1) for n in range(1, 11)]


def lines() -> dict[str, str]:
    return {
        "launches and their cost": pack.ran_paid_launches("Fernhollow", PAID, indexed=False),
        "launches that were paid for, from a day": pack.ran_paid_launches(
            "Fernhollow",
            replace(PAID, first=date(2025, 10, 9), cost=Decimal("7.93")),
            indexed=False,
        ),
        "launches and their cost, indexed": pack.ran_paid_launches(
            "Fernhollow", PAID, indexed=True
        ),
        "launches": pack.ran_launches("Fernhollow", Decimal(1200), MONTHS[4:6]),
        "cost, ten months": pack.kept_running("Fernhollow", ["30,400 USD"], MONTHS),
        "cost, one month": pack.kept_running("Fernhollow", ["1 USD"], MONTHS[:1]),
        "cost, a gap, two currencies": pack.kept_running(
            "Fernhollow", ["30,400 USD", "610 EUR"], [MONTHS[0], MONTHS[5]]
        ),
        "no amount may be shown": pack.only_period("Fernhollow", "May 2026 to June 2026"),
        "award": pack.fund("Estuary grant", Decimal("0.4"), date(2026, 8, 31), Decimal("0.625")),
        "award without a period": pack.fund("Gifts", Decimal(1), date(2026, 8, 31), None),
        "award not confirmed": pack.fund("Estuary grant", None, None, Decimal("0.625")),
        "mean": pack.mean_cost("30,400 USD", "3,040 USD", 10),
        "mean, with credits": pack.mean_cost("3,000 USD", "3,000 USD", 1, "1,800 USD"),
        "mean, a month in part": pack.partial_cost(
            "3,000 USD", [PartialMonth(MONTHS[4], 18, 31)], "1,200 USD", 2, "400 USD"
        ),
        "mean, an index, months in part": pack.partial_cost(
            "", [PartialMonth(m, 18, 30) for m in (MONTHS[3], MONTHS[5])], "103", 1
        ),
        "no whole month": pack.partial_cost("700 USD", [PartialMonth(MONTHS[4], 18, 31)], "", 0),
        "beyond launches": pack.beyond_launches("41,600 USD", "1,700 USD", "300 USD", ""),
        "beyond launches, later days": pack.beyond_launches("9 USD", "2 USD", "", "1 USD"),
        "launches on later days": pack.beyond_launches("9 USD", "", "", "1 USD"),
        "launches with their own cost": pack.archive_cost("9 USD"),
        "cost, months in part": pack.kept_running(
            "Fernhollow", ["9 USD"], MONTHS[:2], (date(2026, 1, 12), date(2026, 2, 20))
        ),
        "mean, as an index": pack.mean_cost("", "114 (first whole month = 100)", 10),
        "another currency": pack.other_currencies(["EUR"], ["610 EUR"]),
        "two others, indexed": pack.other_currencies(["EUR", "GBP"], []),
        "amount": pack.amount(Decimal("4678"), "USD", indexed=False),
        "amount as an index": pack.amount(Decimal("104.4"), "USD", indexed=True),
        "services": pack.services(["Compute", "other"], [Decimal(4678), Decimal(31)], "USD", False),
        "likely day": pack.likely_day(date(2027, 4, 14)),
        "end of a fund": pack.fund_end("Our credits", "credits"),
        "launches by month": pack.launches(Decimal(37_833), 12),
        "launches that were paid for, by month": pack.paid_launches(PAID),
        "launches without a cost": pack.other_launches(Decimal(7_571)),
        "year": pack.year_label(date(2026, 8, 31)),
        "docs": pack.docs(1, 1),
        "docs, some": pack.docs(3, 5),
        "method": "\n".join(f"{name}: {text}" for name, text in pack.METHOD),
        "notes": "\n".join((pack.FUNDS_NOTE, pack.COMMITTED, pack.FEW_PEOPLE)),
    }


def test_a_pack_in_english(write_golden: bool) -> None:
    leak = "services, table row 1, service: holds a handle, 'zoeang'"
    name = "what-was-done, line 2 of your words: may name somebody, 'Ivo'. Fix: reword that place"
    pages = {
        "page: no sponsor": pack_page.not_set_up(),
        "page: a pack": pack_page.page("Estuary Fund", [], [], "estuary", files=FILES),
        "page: with a remark": pack_page.page(
            "Estuary Fund", [], [name], "estuary", files=FILES[:1]
        ),
        "page: held back": pack_page.page("Estuary Fund", [leak], [], "estuary"),
    }
    check("pack", {**lines(), **pages}, write=write_golden)


def test_the_page_says_what_is_in_the_zip_before_its_button() -> None:
    assert pack_page.contents(FILES) == (
        "One zip, in English: pack.pdf (A4), pack.html, the page below, 2 tables as CSV, "
        "1 chart as SVG and PNG and a list of the files."
    )
    bare = "One zip, in English: pack.html, the page below and a list of the files."
    assert pack_page.contents(["pack.html", "manifest.json"]) == bare


def test_a_part_of_months_reaches_to_its_last_month_and_not_to_the_newest_day() -> None:
    august, now = date(2026, 8, 31), date(2026, 9, 15)
    assert pack.reach(now, august) == "to August 2026"
    assert pack.reach(august, august, 12) == "12 months to August 2026"
    assert pack.reach(august, august, 1) == "1 month to August 2026"
    assert pack.reach(date(2026, 6, 12), august) == "data to 12 June 2026"
    assert (pack.reach(now, None), pack.reach(None, august)) == ("data to 15 September 2026", "")
