"""Bills: cells, the recognition of an export, and whole files through the roll-up."""

import contextlib
import gzip
import io
import random
import zipfile
from functools import cache

from pipelines.billing.rollup import NoTable, NotRecognised, Rules, Task, attempt
from pipelines.billing.rollup import cells as cell
from pipelines.billing.rollup.console import Text, currency_of, inner, plain
from pipelines.billing.rollup.reading import READERS
from pipelines.billing.rollup.recognise import column_of, formats, layout_of
from pipelines.billing.rollup.staging import parts
from tests.soak.kind import DATA, HOME, SAMPLE, Input, Kind, put, scratch
from tests.soak.mutation import TOKENS, damaged, encoded, spoiled, window

MAPPED = (
    "Day,Item,Project,Cost,Currency\n2026-03-01,disk,hub,3.25,USD\n2026-03-02,cpu,hub,4.50,USD\n"
)
SHAPES = [
    MAPPED,
    MAPPED.replace(",", ";").replace("3.25", "1.003,25").replace("-", "."),
    "Account,Jan 2026,Feb 2026,Mar 2026,Total\nIncome,,,,\nGrants,100.00,0,50.00,150.00\nExpenses,,,,\n"
    "Cloud,10.00,11.50,12.25,33.75\nTotal expenses,10.00,11.50,12.25,33.75\n",
    "2026-03-01 * Cloud\n    Expenses:Cloud    12.25 USD\n    Assets:Bank\n\n2026-03-02 ! Shop\n"
    "    Expenses:Boats   -1,003.00 EUR ; note\n    Assets:Bank\n",
    '"Service","EC2($)","S3($)","Total costs($)"\n"Service total","1.25","2","3.25"\n'
    '"2024-03-01","1.25","2","3.25"\n',
    "Date,Amount,Payee\n2026-03-01,-12.00,Shop\n2026-03-02,100.00,Grant\nTotal,88.00,\n",
    '{"day": "2026-03-01", "cost": 1.25, "service": {"id": "a"}}\n{"day": "2026-03-02", "cost": "2"}\n',
]  # fmt: skip
CELLS = [
    "12.25", "1,003.25", "1.003,25", "(12.00)", "12-", "$1,003.00", "USD 12", "12 €", "0.00", "1e3", "-.5",
    "1'000.00", "12 345,67", "₹1,00,000", "2026-03-01", "01/02/2026", "13.02.26", "2026-03", "March 2026",
    "Mar-26", "2026-03-01T10:00:00Z", "2026-03-01 10:00:00 UTC", "20260301", "1 Mar 2026", "dollars", "EUR",
    "Cost ($)", "Amount [EUR]", "costInUsd", "Total", "lineItem/UnblendedCost", "", " ", "-", "n/a",
]  # fmt: skip
ROLES = {"date": "Day", "amount": "Cost", "service": "Item"}


@cache
def texts() -> list[str]:
    """Bills of ours, each export among them."""
    files = [
        *DATA.joinpath("billing").rglob("*.*"),
        SAMPLE / "openpurse.csv",
        *_few(SAMPLE / "bills"),
    ]
    known = [file.read_bytes().decode("utf-8", "replace") for file in sorted(files)]
    return [*known, *SHAPES, *_headers()]


def _few(folder: object) -> list:  # type: ignore[type-arg]
    return sorted(folder.glob("*.csv"))[:3]  # type: ignore[attr-defined]


def _headers() -> list[str]:
    """A line of each export that has no file here, by the columns it is recognised by."""
    found = []
    for each in formats().values():
        names = [sorted(some)[0] for some in each.needs] + sorted(each.uses)
        row = [
            "2026-03-01" if n in each.dates else "1.25" if n in each.amounts else "a" for n in names
        ]
        found += [f"{','.join(names)}\n{','.join(row)}\n{','.join(row)}\n"] if each.needs else []
    return found


def _cells(dice: random.Random) -> Input:
    some = [spoiled(dice, dice.choice(CELLS), CELLS) if dice.random() < 0.7 else dice.choice((*CELLS, *TOKENS))
            for _ in range(dice.randint(1, 4))]  # fmt: skip
    return Input("cells", "\x1f".join(some).encode("utf-8", "surrogatepass"))


def _table(dice: random.Random) -> Input:
    text = spoiled(dice, window(dice, dice.choice(texts())), texts())
    return Input(
        dice.choice(("bill.csv", "Reports, 2025-05-01 — 2025-05-31.csv")), encoded(dice, text)
    )


def _file(dice: random.Random) -> Input:
    given = _table(dice)
    content, name, chance = given.content, given.name, dice.random()
    if chance < 0.08:
        content, name = gzip.compress(content, 1), f"{name}.gz"
    elif chance < 0.16:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                dice.choice(("a.csv", "_a.csv", "sub/b.csv", "xl/workbook.xml")), content
            )
        content, name = held.getvalue(), "bill.zip"
    elif chance < 0.2:
        content, name = dice.choice((_parquet(), _workbook())), "bill.parquet"
    if content and dice.random() < (0.4 if name != given.name else 0.05):
        content = damaged(dice, content)
    return Input(f"{dice.choice(list(RULES))}/{name}", content)


@cache
def _parquet() -> bytes:
    import duckdb

    file = scratch() / "seed.parquet"
    bill = DATA / "billing" / "focus_snake_case.csv"
    with duckdb.connect() as db:
        db.execute(f"copy (from read_csv('{bill}', all_varchar=true)) to '{file}' (format parquet)")
    return file.read_bytes()


@cache
def _workbook() -> bytes:
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    for line in MAPPED.splitlines():
        book.active.append(line.split(","))
    book.save(held)
    return held.getvalue()


RULES = {
    "known": Rules(),
    "generic": Rules(currency="USD", columns=tuple(ROLES.items())),
    "where": Rules(currency="USD", columns=tuple(ROLES.items()), where=(("Item", ("disk",)),), tags=("Item",)),
    "ledger": Rules(currency="USD", ledger=True),
    "books": Rules(currency="EUR", columns=(("date", "Date"), ("amount", "Amount")), ledger=True, decimal=","),
    "budget": Rules(format="cross_tab"),
    "month": Rules(currency="USD", timezone="America/Los_Angeles", period="month", day_first=True),
}  # fmt: skip


def _read_cells(given: Input) -> None:
    some = given.content.decode("utf-8", "replace").split("\x1f")
    first = cell.day_first(some)
    cell.decimal_sign(some)
    cell.two_readings(some)
    for each in some:
        for sign in cell.BOTH:
            cell.amount(each, sign)
        for order in (None, True, False, first):
            cell.days(each, first=order)
        cell.currency(each, "USD")
        cell.code(each, "EUR")
        cell.currency_of_column(each)
        currency_of(each), inner(each), plain(each)
    with contextlib.suppress(NotRecognised):
        column_of(some[0], some[1:])


def _recognise(given: Input) -> None:
    file = put(given.name, given.content)
    try:
        for part in parts(file, scratch()):
            if part.kind == "csv":
                layout = layout_of(part.lines)
                if layout.format.reader != "lines":
                    text = part.file.read_bytes().decode("utf-8-sig", "replace")
                    whole = Text(text, given.name, layout.delimiter, layout.skip, RULES["known"])
                    READERS[layout.format.reader](whole)
    except (NotRecognised, NoTable):
        pass
    finally:
        for each in scratch().glob("rewritten-*"):
            each.unlink()


def _roll_up(given: Input) -> None:
    rules, _, name = given.name.partition("/")
    file = put(name, given.content)
    attempt(Task("key", str(file), RULES[rules]), folder=scratch(), threads=1)


KINDS = [
    Kind("bills: cells", 217_500, _cells, _read_cells),
    Kind("bills: recognised", 90_000, _table, _recognise),
    Kind("bills: rolled up", 20_500, _file, _roll_up),
]
assert HOME.is_dir()
