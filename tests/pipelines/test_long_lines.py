"""A line that is too long to be read is accounted for: its file, its line and why."""

from decimal import Decimal

import pytest
from billing_house import House

pytestmark = pytest.mark.slow

LONG = 2_100_000
CSV = "Day,Item,Cost\n2024-03-01,disk,1.25\n2024-03-02,{},2.00\n2024-03-03,disk,4.00\n"
MAPPED = {"columns": '{date = "Day", amount = "Cost", service = "Item"}'}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", CSV),
        ("a.tsv", CSV.replace(",", "\t")),
        ("a.csv", CSV.replace("2024-03-02,{}", '2024-03-02,"{}"')),
        ("a.csv", CSV.replace("\n", "\r\n")),
        ("a.csv", CSV[:-1]),
        ("a.csv", CSV.replace("disk,4.00\n", "disk,4.00\n2024-03-04,{},3\n")),
    ],
)
def test_a_line_that_is_too_long_is_a_reject_and_the_others_count(tmp_path, build, name, text):
    house = House(tmp_path / "house", build).bill("us", "bills", **MAPPED)
    house.put(f"bills/{name}", text.replace("{}", "x" * LONG))
    (file,) = house.files()
    long = text.count("{}")
    assert (file.lines_read, file.lines_kept, file.lines_rejected) == (2 + long, 2, long)
    assert sum(amount for (amount,) in house.rows("sum(billed)")) == Decimal("5.25")
    found = [(r.source_file, r.source_line, r.reason) for r in house.rejects()]
    reason = "the line is longer than two million characters"
    assert found == [(f"bills/{name}", line, reason) for line in (3, 5)[:long]]
    assert all(len(r.text or "") <= 500 for r in house.rejects())
