"""Whole bills and their whole roll-ups: golden files show every row and all that a bill says.

`pytest tests/pipelines/test_billing_whole.py --write-golden` writes them anew; read what changed.
"""

from io import BytesIO
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from billing_house import HERE

from pipelines.billing.rollup import Refused, Rules, Task, attempt

GOLDEN = HERE.parent / "golden" / "bills"
NAMED = (("date", "Day"), ("amount", "Cost"), ("service", "Item"))
MAPPED = (*NAMED, ("sub_account", "Project"), ("currency", "Currency"), ("charge_category", "Kind"))
LINES = """Day,Item,Project,Cost,Currency,Kind
2026-05-01,Rack,hub,10.00,EUR,
2026-05-02,Rack,hub,2.50,EUR,Credit
2026-05-03,,docs,-3.00,EUR,
2026-05-03,Mail,,1.00,usd,Usage
not a day,Mail,,1.00,EUR,
2026-05-04,Mail,,much,EUR,
2026-05-05,Mail,,,EUR,
2026-05-06,Mail,,5.00,XYZ,
,Mail,,4.00,EUR,
2026-05-31,Forecast,,9.00,EUR,Forecast
"""
TOTALS = """Costs of the team
Day,Item,Cost
2026-05-01,Rack,10.00
2026-05-02,Mail,2.00
,Subtotal,12.00
2026-05-03,Rack,4.00
,Total,16.00
"""
MONTHS = "Day,Item,Cost\n2026-05-31,Rack,31\n2026-06-30,Rack,30\n2026-07-31,Rack,62\n"
FOCUS = (HERE / "focus_snake_case.csv").read_text()
OBJECTS = """{"Day": "2026-05-01", "Item": "Rack", "Cost": "10.50", "Currency": "EUR"}
{"Day": "2026-05-02", "Item": {"Name": "Disk"}, "Cost": 2.25, "Currency": "EUR"}
{"Day": "soon", "Item": "Mail", "Cost": "1.00", "Currency": "EUR"}
{"Day": "2026-05-04", "Item": "Mail", "Cost": "much", "Currency": "EUR"}
{"Day": "2026-05-05", "Item": "DNS", "Cost": "3.00"}
"""


def parquet(**columns: list[object]) -> bytes:
    """The bytes of a Parquet file."""
    file = BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


CHARGES = parquet(
    BilledCost=[1.5, 2.25, None, -3.0],
    ChargePeriodStart=["2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", "2026-05-03", "late"],
    ChargePeriodEnd=["2026-05-02T00:00:00Z", "2026-05-03T00:00:00Z", "2026-05-04", "late"],
    ChargeCategory=["Usage", "Usage", "Usage", "Credit"],
    BillingCurrency=["USD"] * 4,
    ServiceName=["Compute", "Disk", "Disk", ""],
    Tags=[{"team": "a"}, None, None, None],
)
OF_OBJECTS = (*NAMED, ("currency", "Currency"))
BILLS: dict[str, tuple[str, bytes, Rules]] = {
    file.name: (file.name, file.read_bytes(), Rules(tags=("team",)))
    for file in sorted(HERE.iterdir()) if file.is_file()
} | {
    name: (f"{name}.csv", text.encode(), rules)
    for name, text, rules in (
        ("lines", LINES, Rules(columns=MAPPED)),
        ("lines of a project", LINES, Rules(columns=MAPPED, where=(("Project", ("hub",)),))),
        ("lines of nobody", LINES, Rules(columns=MAPPED, where=(("Project", ("x", "y")),))),
        ("lines turned", LINES, Rules(columns=NAMED, negate=True, currency="CHF")),
        ("lines of a ledger", LINES, Rules(columns=MAPPED, ledger=True)),
        ("lines of a missing column", LINES, Rules(columns=(*NAMED, ("region", "Land")))),
        ("totals", TOTALS, Rules(columns=NAMED, currency="EUR")),
        ("totals that are wrong", TOTALS.replace("16", "17"), Rules(columns=NAMED, currency="EUR")),
        ("months", MONTHS, Rules(columns=NAMED, currency="EUR")),
        ("months as days", MONTHS, Rules(columns=NAMED, currency="EUR", period="day")),
        ("months of another service", MONTHS.replace("-31,", "-05,").replace("-30,", "-05,"),
         Rules(columns=NAMED, currency="EUR")),
        ("months as they are", MONTHS.replace("-31,", "-05,").replace("-30,", "-05,"),
         Rules(columns=NAMED, currency="EUR", metered=False, through="2026-07-20")),
        ("below zero", MONTHS.replace(",31\n", ",-131\n"), Rules(columns=NAMED, currency="EUR")),
        ("commas", "Day;Item;Cost\n07/08/2026;Rack;1.234,50\n13/08/2026;Rack;2,00\n",
         Rules(columns=NAMED, currency="EUR")),
        ("broken", 'Day,Item,Cost\n2026-05-01,Rack,1.00\n2026-05-02,"Ra\n', Rules(columns=NAMED)),
        ("long", "Day,Item,Cost\n2026-05-01,Rack,1.00,x\n2026-05-02,Rack\n", Rules(columns=NAMED)),
        ("focus with a total", f"{FOCUS}0.35,USD{',' * 11}\n", Rules()),
        ("focus with a total and a bad line",
         f"{FOCUS}0.35,USD{',' * 11}\nmuch,USD,2025-03-02T00:00:00Z{',' * 10}\n", Rules()),
        ("focus with a wrong total", f"{FOCUS}0.40,USD{',' * 11}\n", Rules()),
        ("nothing", "", Rules(columns=NAMED)),
        ("no bill", "a,b\n1,2\n", Rules()),
    )
} | {
    "objects": ("a.jsonl", OBJECTS.encode(), Rules(columns=OF_OBJECTS)),
    "objects of a ledger": ("a.jsonl", OBJECTS.encode(), Rules(columns=OF_OBJECTS, ledger=True)),
    "objects without the columns": ("a.jsonl", OBJECTS.encode(), Rules()),
    "charges": ("a.parquet", CHARGES, Rules(tags=("team",))),
    "charges of one service":
        ("a.parquet", CHARGES, Rules(where=(("ServiceName", ("Disk",)),))),
    "mapped columns":
        ("a.parquet", parquet(Day=["2026-05-01", "x"], Cost=[1, 2], Item=["Rack", "Mail"]),
         Rules(columns=NAMED, currency="EUR")),
    "other columns": ("a.parquet", parquet(**{f"c{n}": ["x"] for n in range(14)}), Rules()),
}  # fmt: skip


def shown(name: str, folder: Path) -> str:
    """Every row of a bill's roll-up and every value of its summary, or what refuses it."""
    file, content, rules = BILLS[name]
    place = folder / file
    place.write_bytes(content)
    found = attempt(Task("key", str(place), rules), folder=folder, threads=1)
    if isinstance(found, Refused):
        return f"refused: {found.sentence}\n"
    rows = folder / "rows.parquet"
    rows.write_bytes(found.rows)
    table = duckdb.execute("select * from read_parquet(?) order by all", [str(rows)])
    names = [column[0] for column in table.description]
    lines = [
        " ".join(f"{n}={v}" for n, v in zip(names, row, strict=True) if v is not None)
        for row in table.fetchall()
    ]
    for stream in found.summary.streams:
        stream[5] = sorted(map(str, stream[5]))  # sub-accounts come in no order
    said = [f"{key}: {value!r}" for key, value in vars(found.summary).items()]
    return "".join(f"{line}\n" for line in (*said, *lines))


@pytest.mark.parametrize("name", BILLS)
def test_a_bill_gives_these_rows_and_says_this_of_itself(name, tmp_path, write_golden):
    found = shown(name, tmp_path)
    golden = GOLDEN / f"{name}.txt"
    if write_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_no_golden_bill_is_left_without_its_bill():
    assert sorted(file.name for file in GOLDEN.iterdir()) == sorted(f"{n}.txt" for n in BILLS)
