"""The English of an award's page, ordinary and ugly cases: read golden/award.txt."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from award_facts import PAY_DAY, award, spent
from golden import check

from metrics.awards.charges import Unassigned
from metrics.awards.claims import Claim, Claiming
from metrics.awards.interest import Interest
from metrics.awards.position import LinePosition, Position
from metrics.awards.register import Line, Payment, Report, Revision
from metrics.runway.inputs.balances import Statement
from render import sheet
from wording import award as words
from wording.page import Sheet

LINES = (
    LinePosition("People", "people", D(92160), D(0), D("76800.00"), ("booked",)),
    LinePosition("Fringe", "fringe", D(23040), D(0), D("19200.00"), ("by_rule",), ("letter",)),
    LinePosition("Cloud", "cloud", D(100), D(0), D("166.66"), ("entered",), ("@sorrel, hours",)),
)
BUDGET = {line.name: line.approved for line in LINES}
GRANT = award(
    "grant", name="Estuary grant", funder="Estuary Fund", number="EF-1", contact="Lark Whitlow",
    starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31), restriction="hub work",
    letter="https://estuary.example/1", awarded=D(142500), source="the portal",
    source_on=date(2026, 9, 2), lines=tuple(Line(n, "other", a) for n, a in BUDGET.items()),
    payments=(Payment(D(100000), "received", date(2025, 1, 20), None),
              Payment(D(42500), "to_come", None, "after the interim report")),
    reports=(Report("Final report", date(2027, 3, 31), None, None, "Sorrel"),),
)  # fmt: skip


def position(own, lines, left="46500", charged="96000.00", **more):
    total = sum((line.cumulative for line in lines), D(0))
    statement = Statement(own.fund_id, PAY_DAY, D(left), True, None) if left else None
    known = own.awarded is not None and statement is not None
    return Position(
        own, None, PAY_DAY, lines, LinePosition("", "total", own.awarded, D(0), total),
        more.pop("revision", None), statement, own.awarded - D(left) if known else None,
        D(charged) if statement else None, own.received(PAY_DAY),
    )  # fmt: skip


EARNED = Interest(D("620.25"), D("120.25"), D(500), "2 CFR 200.305(b)", date(2026, 9, 1))


def claimed(amount, doubt=None):
    sent = Claim(date(2026, 6, 3), date(2026, 5, 31), amount, "EF-C-1")
    return Claiming(GRANT, PAY_DAY, D(96000), (sent,) if amount else (), D(60000), doubt)


def test_the_page_of_an_award_reads_well(write_golden):
    few = (*LINES[:2], LinePosition("Lead", "people", D(9), D(0), D(7), ("booked",), (), True))
    revised = Revision(1, date(2026, 3, 3), BUDGET, "the officer", None)
    nothing = award("gifts", name="Donations", kind="donation")
    lost = tuple(
        Unassigned(spent(amount), D(amount), reason, "grant" if reason == "outside_days" else None)
        for reason, amount in (("no_rule", "12.50"), ("outside_days", "687.15"))
    )
    cases = {
        "explained": words.Facts(position(GRANT, LINES, revision=revised), D("21400.12")),
        "not explained, and lines of few people": words.Facts(
            position(GRANT, few, charged="90000"), D(0)
        ),
        "nothing but a line of few people": words.Facts(
            position(GRANT, few[2:], charged="90000"), D(0), unassigned=lost
        ),
        "lines of few people, for an editor": words.Facts(
            position(GRANT, few), D(0), is_editor=True
        ),
        "more is charged than was spent; it ended": words.Facts(
            position(GRANT, LINES, charged="99000"), None, None, lost, has_ended=True
        ),
        "nothing is known": words.Facts(position(nothing, (), left=None)),
        "costs are paid back": words.Facts(position(GRANT, LINES), claiming=claimed(D(70000))),
        "too much is claimed": words.Facts(position(GRANT, LINES), claiming=claimed(D(97000))),
        "no claims are kept": words.Facts(
            position(GRANT, LINES), claiming=claimed(D(0), doubt="not_kept")
        ),
        "interest": words.Facts(position(GRANT, LINES), interest=EARNED),
    }
    pages = {case: words.page(facts) for case, facts in cases.items()}
    check("award", pages | {"no such fund": words.none("x", ["grant", "a&b"])}, write=write_golden)


def test_years_of_claims_payments_and_reports_keep_the_page_short_and_leave_nothing_out():
    """Three rows of each are in sight: the newest claims, the next payments, the next reports."""
    years = range(2020, 2030)
    own = replace(
        GRANT,
        payments=tuple(Payment(D(n), "to_come", date(n, 1, 20), None) for n in reversed(years)),
        reports=tuple(Report(f"Report {n}", date(n, 3, 31), None, None, None) for n in years),
    )
    sent = tuple(Claim(date(n, 6, 3), date(n, 5, 31), D(n), f"C-{n}") for n in range(2020, 2026))
    claiming = Claiming(own, PAY_DAY, D(96000), sent, D(60000), None)
    facts = words.Facts(position(own, LINES), D(0), claiming=claiming, today=PAY_DAY)
    (found,) = (block for block in words.page(facts).blocks if isinstance(block, Sheet))
    rows = {each.word: [row.words[0] for row in each.rows] for each in found.sections}
    assert rows["Payments"] == [f"{n:,} USD" for n in years]
    assert rows["Reports"] == [
        f"Report {n}" for n in (2027, 2028, 2029, 2026, 2025, 2024, 2023, 2022, 2021, 2020)
    ]
    assert rows["Claims"][1:] == [f"Claim of {n:,}.00 USD" for n in range(2025, 2019, -1)]
    drawn = str(sheet.rows(found))
    folded = [part.split("</details>")[0] for part in drawn.split("<details>")[1:]]
    assert [part.split("<li>")[0].split("<ul")[0] for part in folded] == [
        f"<summary>{n} more</summary>" for n in (4, 7, 7)
    ]
    assert [part.count("<li>") for part in folded] == [4, 7, 7]
    assert drawn.count("<li>") == 7 + 10 + 10
