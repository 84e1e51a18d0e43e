"""A bill of amounts that no table can add up is refused, and costs nothing but itself."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from billing_house import House

from pipelines import billing
from pipelines.ingest import PERSON, ingest
from warehouse import read

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
DAY = date(2026, 1, 1)
MAPPING = '{ date = "day", amount = "cost" }'
SAID = "its amounts add up to more than 100,000,000,000,000, which no bill does"


def lines(*amounts):
    """One line a day."""
    rows = (f"{DAY + timedelta(days=n)},{amount}" for n, amount in enumerate(amounts))
    return "\n".join(["day,cost", *rows]) + "\n"


HUGE = {
    "10^17 on each of 40 days": lines(*["100000000000000000"] * 40),
    "10^17 on one day, and less": lines("100000000000000000", "1.25"),
    "9 * 10^17 three times a day": "day,cost\n" + f"{DAY},900000000000000000\n" * 3,
    "10^17 there and back": lines(*["100000000000000000", "-100000000000000000"] * 20),
    "10^17 without a day": "day,cost\n" + ",100000000000000000\n" * 20 + f"{DAY},1\n",
    "credits of 10^17": lines(*["-100000000000000000"] * 40),
    "totals of 10^17": lines("1") + "Total,900000000000000000\n" * 3,
}


@pytest.mark.parametrize("kind", HUGE)
def test_a_bill_that_no_table_can_add_up_is_refused_and_the_others_count(
    tmp_path, build, capsys, kind
):
    made = House(tmp_path, build)
    made.bill("good", "good/*.csv", columns=MAPPING).bill("bad", "bad/*.csv", columns=MAPPING)
    made.put("good/a.csv", lines("1.25", "2.5"))
    made.put("bad/b.csv", lines("3"))
    made.put("bad/c.csv", HUGE[kind])
    house = made.load()
    assert ingest(house, [billing], fetch=set(), now=NOW) == PERSON
    said = capsys.readouterr().err
    assert "Quarterdeck" not in said
    if "totals" not in kind:
        assert SAID in said
    with read.connect(read.newest(house.data)) as db:
        rows = db.execute("select account, day, billed from spend order by all").fetchall()
    of_totals = int("totals" in kind)  # there only the rows of totals are refused
    expected = [
        ("bad", DAY, Decimal(3 + of_totals)), ("good", DAY, Decimal("1.25")),
        ("good", DAY + timedelta(days=1), Decimal("2.5")),
    ]  # fmt: skip
    assert rows == expected


def test_a_bill_of_a_large_currency_counts(tmp_path, build):
    made = House(tmp_path, build)
    made.bill("cloud", "*.csv", columns=MAPPING, currency='"IDR"')
    made.put("a.csv", lines(*["900000000000"] * 100))
    assert made.rows("sum(billed)") == [(Decimal(90_000_000_000_000),)]
