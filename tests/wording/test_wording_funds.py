"""The English of the funds behind "More", ordinary and ugly cases: read golden/funds.txt."""

from datetime import date
from decimal import Decimal

from golden import check
from runway_facts import fund, inputs

from metrics.funds import due_dates, left, register
from metrics.runway.engine import Award
from metrics.runway.outlook import Outlooks, answer
from wording import funds
from wording import left as left_words

CLOUD = ("cloud", (95, 105, 98, 110, 101, 99, 104, 97, 103, 100, 96, 108))


def page(*given):
    known = Outlooks(given, tuple(answer(each) for each in given))
    found = funds.more(register.positions(known.inputs), due_dates.due_dates(known))
    return [left_words.table(left.left_of(known)), *found]


ORDINARY = inputs(
    fund("Estuary grant", 17000, ends_on=date(2027, 3, 31), starts_on=date(2026, 1, 1), months=12,
         notice_days=45, office_days=10, source="award letter, section 4", funder="Estuary Fund",
         awarded=Decimal(60000), overhead_rate=Decimal("0.1"), encumbered=Decimal(1200),
         caps={"travel": Decimal(2000)}, pays_for=["cloud", "travel"], stated=(20, True, None),
         spent=1234),
    fund("Cloud credits", 9000, "credits", date(2027, 8, 31), pays_for=["cloud"],
         stated=(5, False, "console"), spent=20, income=5, unexplained=Decimal("-30")),
    fund("Gifts", 4000, "donation", stated=(120, True, None), income=300,
         tax_rate=Decimal("0.08")),
    fund("Office", 2000, "in_kind", date(2027, 1, 10)),
    bills=[CLOUD], awards=(Award("next", Decimal(9000), 0.6, date(2027, 3, 1), name="Next call"),),
)  # fmt: skip
UGLY = inputs(
    fund("Old grant", 900, ends_on=date(2026, 10, 31)),
    fund("Older grant", 0, ends_on=date(2026, 9, 30), reimbursed_after_days=90),
    fund("Account", 1500, unknown_since=date(2026, 7, 1)),
    fund("Never", None, stated=None),
    fund("Next grant", 20000, starts_on=date(2027, 3, 1), ends_on=date(2028, 2, 28)),
    fund("Overdrawn", -500, "donation", unexplained=Decimal(12)),
)  # fmt: skip
EUROS = inputs(
    fund("Harbour grant", 1000, ends_on=date(2027, 1, 15), months=6, currency="EUR"),
    currency="EUR", planned=[("cloud", 1, None, None)],
)  # fmt: skip


def test_the_funds_behind_more_read_well(write_golden):
    many = inputs(
        *(fund(f"Fund {n}", 900 + n, ("grant", "credits", "donation", "in_kind")[n % 4],
               date(2027, 1 + n % 9, 1 + n % 28)) for n in range(40)),
        bills=[CLOUD],
    )  # fmt: skip
    cases = {
        "ordinary funds": page(ORDINARY),
        "ended, unknown, not begun, overdrawn": page(UGLY),
        "two currencies": page(ORDINARY, EUROS),
        "one fund, nothing due": page(inputs(fund("Gifts", 900, "donation"))),
        "one fund that can't be spent": page(inputs(fund("Gifts", 0, "donation"))),
        "no fund": page(inputs()),
        "forty funds": page(many),
    }
    check("funds", cases, write=write_golden)
