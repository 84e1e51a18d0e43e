"""Files that are no bill, or half of one: a clear sentence each, the others unharmed."""

import gzip
import io
import zipfile
from decimal import Decimal

import pytest
from billing_house import House

from pipelines.commands import main
from warehouse.records import SourceRun

pytestmark = pytest.mark.slow

GOOD = "BilledCost,ChargePeriodStart,ChargeCategory,BillingCurrency,ServiceName\n1.5,2024-05-01,Usage,USD,Compute\n"  # noqa: E501


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def trouble(house, name, content):
    """What is said of one bad file beside a good one, whose money still counts."""
    house.put("bills/good.csv", GOOD)
    house.put(f"bills/{name}", content)
    house.bill("us", "bills")
    records = house.runs()
    assert house.rows("sum(billed)") == [(Decimal("1.5"),)]
    return [(r.unit, r.status, r.message) for r in records if r.status != "ok"]


HEADER = GOOD.split("\n", maxsplit=1)[0]


def zipped(at, value):
    """A zip file with one byte of its member's two headers set."""
    with zipfile.ZipFile(whole := io.BytesIO(), "w") as archive:
        archive.writestr("bill.csv", GOOD)
    data = bytearray(whole.getvalue())
    data[at] = data[data.rindex(b"PK\x01\x02") + at + 2] = value
    return bytes(data)


def displaced(by):
    """A zip file whose table of contents says that it begins so many bytes later than it does."""
    data = bytearray(zipped(6, 0))
    begins = data.rindex(b"PK\x05\x06") + 16
    data[begins : begins + 4] = (data.rindex(b"PK\x01\x02") + by).to_bytes(4, "little")
    return bytes(data)


CUT = gzip.compress(GOOD.encode() * 5000)
NOT_READ = {
    "unknown.csv": (b"colour,size\nred,3\n", "no export has these columns: colour, size"),
    "cut.csv.gz": (CUT[: len(CUT) // 2], "the gzip file is cut short or damaged. Copy it again"),
    "cut.parquet": (b"PAR1 and so on", "the Parquet file is cut short or damaged. Copy it again"),
    "locked.zip": (zipped(6, 1), "a zip file with a password, or packed in a rare way. Unpack it"),
    "rare.zip": (zipped(8, 9), "a zip file with a password, or packed in a rare way. Unpack it"),
    "late.zip": (displaced(40_000), "the zip file is cut short or damaged. Copy it again"),
    "later.zip": (displaced(2**31), "the zip file is cut short or damaged. Copy it again"),
    "invoice.csv": (b"%PDF-1.7 \xe2\xe3", "a PDF, not a table. Ask for the CSV export"),
    "wide.csv": (
        (",".join(f"c{i}" for i in range(20_000)) + "\n" + "," * 19_999 + "\n").encode(),
        "no export has these columns: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 and 19,988 more",  # noqa: E501
    ),
    "empty.csv": (b"", "the file is empty"),
    "page.csv": (b"<!DOCTYPE html>", "a web page, not a table. Download the export again, signed in"),  # noqa: E501
    "commitments.csv": (
        b"ContractCommitmentId,BillingCurrency\nx,USD\n",
        "a FOCUS contract commitment list: it holds no charges",
    ),
    "quantities.csv": (
        b"ChargePeriodStart,ChargeCategory,ConsumedQuantity\n2024-05-01,Usage,3\n",
        "FOCUS lines with quantities but no BilledCost",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_READ)
def test_a_file_that_is_no_bill_is_told_apart(house, name):
    content, sentence = NOT_READ[name]
    what = sentence.split(". ")[0]

    assert trouble(house, name, content) == [(f"bills/{name}", "failed", f"not read: {what}")]
    assert [(r.source_file, r.reason) for r in house.rejects()] == [(f"bills/{name}", sentence)]


@pytest.mark.parametrize(
    ("where", "missing"),
    [("{ Statuss = 'Paid' }", "Statuss"), ("{ Status = 'Paid', Kind = 'x' }", "Amount, Kind")],
)
def test_a_mapping_tells_the_columns_that_no_line_holds(house, where, missing):
    amount = "Amount" if "Amount" in missing else "Sum"
    columns = f"{{ date = 'Day', amount = '{amount}' }}"
    house.put("bills/own.csv", "My export;;\nDay;Sum;Status\n2024-05-01;3;Paid\n")
    house.bill("own", "bills", columns=columns, where=where)
    sentence = "not read: no line holds all the columns named in dashboard.toml; missing: "
    assert [run.message for run in house.runs() if run.message] == [sentence + missing]


def own(house, lines, **settings):
    """A team's own CSV, read with the columns it names."""
    house.put("own.csv", "Day,Amount,Currency\n" + lines)
    columns = '{date = "Day", amount = "Amount", currency = "Currency"}'
    return house.bill("us", "own.csv", columns=columns, **settings)


def told_apart(house):
    kept = house.rows("day::varchar, currency, sum(billed)")
    return kept, [(r.source_line, r.reason) for r in house.rejects()]


def test_days_no_bill_can_mean_are_left_out_with_their_line(house):
    lines = "9999-12-31,5,USD\n1900-01-01,5,USD\n2024-05-01,1,USD\n2029-01-01,2,USD\n"
    assert told_apart(own(house, lines)) == (
        [("2024-05-01", "USD", Decimal(1))],
        [(2, '"9999-12-31" is not a day'), (3, '"1900-01-01" is not a day')],
    )


def test_a_line_without_an_amount_is_not_known_to_be_nothing(house):
    lines = f"2024-05-01,,USD\n2024-05-02,0,USD\n2024-05-03,{'9' * 27},USD\n2024-05-04,abc,USD\n"
    assert told_apart(own(house, lines)) == (
        [("2024-05-02", "USD", Decimal(0))],
        [
            (2, "the line has no number"),
            (4, f'"{"9" * 27}" has more than 18 digits before the point'),
            (5, '"abc" is not a number'),
        ],
    )


@pytest.mark.parametrize(
    ("own_code", "amount", "written", "code"),
    [
        ("EUR", "5", " ", "EUR"),
        ("EUR", "5 EUR", "", "EUR"),
        ("CAD", "$5.00", "", "CAD"),
        ("BRL", "R$5", "", "BRL"),
        ("GBP", "5 EUR", "GBP", "GBP"),
        ("CNY", "¥5", "", "CNY"),
    ],
)
def test_an_amount_is_of_the_currency_written_beside_it(house, own_code, amount, written, code):
    house = own(house, f"2024-05-01,{amount},{written}\n", currency=f'"{own_code}"')
    assert told_apart(house) == ([("2024-05-01", code, Decimal(5))], [])


def test_an_empty_file_with_a_mapping_is_empty(house):
    house.put("own.csv", "")
    house.bill("us", "own.csv", columns='{date = "Day", amount = "Amount"}')
    assert [r.reason for r in house.rejects()] == ["the file is empty"]


def test_a_header_only_file_is_reported_and_harms_nothing(house):
    said = trouble(house, "new.csv", HEADER + "\n")
    assert said == [("bills/new.csv", "failed", "it holds a header and no lines")]
    assert [(f.source_file, f.lines_read, f.note) for f in house.files()] == [
        ("bills/good.csv", 1, None),
        ("bills/new.csv", 0, "it holds a header and no lines"),
    ]
    (run,) = [run for run in house.runs() if run.status == "failed"]
    assert run == SourceRun(
        "billing", "bills/new.csv", "failed", message="it holds a header and no lines",
        remedy="export it again; if its days had no charges, remove it",
    )  # fmt: skip


def test_a_cell_of_ten_megabytes_is_one_line_left_out(house):
    house.put(
        "bill.csv",
        GOOD + "2,2024-05-02,Usage,USD," + "x" * 10_000_000 + "\n" + "3,2024-05-03,Usage,USD,S\n",
    )
    house.bill("us", "bill.csv")

    assert house.rows("sum(billed)") == [(Decimal("4.5"),)]
    assert [(r.source_line, r.reason) for r in house.rejects()] == [
        (3, "the line is longer than two million characters")
    ]


def test_formulas_stay_text(house):
    house.put("bill.csv", GOOD + '2,2024-05-02,Usage,USD,"=HYPERLINK(""http://x"",""y"")"\n')
    house.bill("us", "bill.csv")

    assert house.rows("service") == [('=HYPERLINK("http://x","y")',), ("Compute",)]


def test_two_currencies_are_kept_apart_and_no_currency_is_unknown(house):
    house.put("bill.csv", GOOD + "2,2024-05-02,Usage,EUR,S\n3,2024-05-02,Usage,,S\n")
    house.bill("us", "bill.csv")

    assert house.rows("currency, sum(billed)") == [("EUR", 2), ("USD", Decimal("1.5")), (None, 3)]
    assert [f.billed for f in house.files()] == [None]


@pytest.mark.parametrize("path", ["nowhere/*.csv", "nothing.csv", "empty"])
def test_a_path_that_names_no_file_is_said_and_asks_for_a_person(house, capsys, path):
    house.put("bills/good.csv", GOOD)
    (house.folder / "empty").mkdir()
    house.bill("us", "bills").bill("them", path).load()

    code = main(
        ["--config", str(house.folder / "dashboard.toml"), "--data", str(house.folder / "d")]
    )

    assert code == 78
    assert capsys.readouterr().err.splitlines() == [
        f"billing {path}: no bill of them is there. Fix: correct path, or put the bill there"
    ]
    assert [(r.unit, r.status, r.rows) for r in house.runs()] == [
        (path, "failed", 0),
        ("us", "ok", 1),
    ]


def test_the_exit_code_asks_for_a_person_and_the_rest_is_published(house, capsys):
    house.put("bills/good.csv", GOOD)
    house.put("bills/unknown.csv", "colour,size\nred,3\n")
    house.bill("us", "bills").load()

    code = main(
        ["--config", str(house.folder / "dashboard.toml"), "--data", str(house.folder / "d")]
    )

    assert code == 78
    assert capsys.readouterr().err.splitlines() == [
        "billing bills/unknown.csv: not read: no export has these columns: colour, size. "
        "Fix: python -m pipelines preview bills/unknown.csv prints a [[billing]] to begin with; "
        "or export it again, or remove it"
    ]
    assert list((house.folder / "d").glob("warehouse-*.duckdb"))


def test_a_file_that_was_no_bill_is_not_missed_once_it_is_removed(house):
    house.put("bills/bill.csv", GOOD)
    menu = house.put("bills/menu.csv", "dish,price\nsoup,4\n")
    house.bill("us", "bills")
    assert [run.status for run in house.runs()] == ["failed", "ok"]
    menu.unlink()

    assert [(run.unit, run.status) for run in house.runs()] == [("us", "ok")]
