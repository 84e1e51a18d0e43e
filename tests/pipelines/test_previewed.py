"""A bill that was dropped: what it is, what it would replace, and what is never opened."""

import gzip
import io
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from config import load
from pipelines.billing import bounds
from pipelines.billing.rollup import NoTable
from pipelines.commands import main, previewed

TOML = '[project]\nname = "Fernhollow"\nas_of = 2026-09-17\n'
MAPPED = (
    '[[billing]]\naccount = "hosting"\npath = "bills"\ncurrency = "USD"\n'
    'columns = {date = "Day", amount = "Cost", service = "Item"}\n'
)
HEAD = "Day,Item,Cost\n"


@pytest.fixture
def team(tmp_path):
    """(text, bills) → a team's settings, with files in bills/."""

    def made(text=TOML, **files):
        folder = tmp_path / "team"
        (folder / "bills").mkdir(parents=True)
        (folder / "dashboard.toml").write_text(text)
        for name, content in files.items():
            (folder / "bills" / f"{name}.csv").write_text(content)
        return load(folder / "dashboard.toml", folder / "data")

    return made


def put(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def days(month, cost, *, last=28):
    return "".join(f"2026-{month:02}-{day:02},Rack,{cost}\n" for day in range(1, last + 1))


@pytest.mark.slow
def test_an_unknown_layout_is_a_filled_in_block_with_its_months(team, tmp_path):
    lines = "2026-07-01,Rack,120.50\n2026-08-01,Rack,121.50\n2026-08-02,Uplink,20.00\n"
    bill = put(tmp_path, "hetz.csv", f"Date,Service,Cost (USD)\n{lines}")
    found = previewed.facts(team(), bill, None)
    assert found["lines"] == (
        '[[billing]]\naccount = "hetz"\npath = "bills/hetz/*"\ncategory = "cloud"\n'
        'currency = "USD"\ncolumns = {date = "Date", amount = "Cost (USD)", service = "Service"}'
    )
    assert [(month, code, *map(Decimal, amounts)) for month, code, *amounts in found["months"]] == [
        ("2026-07", "USD", Decimal("120.5"), 0, Decimal("120.5")),
        ("2026-08", "USD", Decimal("141.5"), 0, Decimal("141.5")),
    ]
    assert (found["is_new"], found["replaced"], found["asked"]) == (True, [], [])


@pytest.mark.slow
def test_days_that_a_newer_bill_replaces_are_named_with_their_money(team, tmp_path):
    house = team(TOML + MAPPED, **{"2026-08": HEAD + days(8, 10, last=15)})
    bill = put(tmp_path, "2026-08-b.csv", HEAD + days(8, 10, last=15) + days(9, 1, last=2))
    found = previewed.facts(house, bill, None)
    assert (found["account"], found["is_new"], found["lines"]) == ("hosting", False, None)
    assert found["replaced"] == [
        ["bills/2026-08.csv", "bills/2026-08-b.csv", "2026-08-01", "2026-08-15", "USD",
         "150.00000000000000000000"],
    ]  # fmt: skip
    assert [[month, *(int(Decimal(each)) for each in amounts)]
            for month, _, *amounts in found["months"]] == [
        ["2026-08", 150, 150, 150], ["2026-09", 2, 0, 2],
    ]  # fmt: skip
    assert not house.data.exists()  # looking stores nothing


@pytest.mark.slow
def test_what_would_be_asked_is_said_with_both_readings(team, tmp_path):
    house = team(TOML + MAPPED, **{"hub": HEAD + days(8, 10)})
    bill = put(tmp_path, "tools.csv", HEAD + days(8, 10).replace("Rack", "Disk", 20))
    (asked,) = previewed.facts(house, bill, None)["asked"]
    kind, account, files, _, _, currency, assumed, other, amount, _ = asked
    assert (account, files, currency) == ("hosting", ["bills/hub.csv", "bills/tools.csv"], "USD")
    assert kind == "overlap"
    assert {Decimal(assumed), Decimal(other)} == {Decimal(560), Decimal(560) - Decimal(amount)}


def test_the_same_file_is_said(team, tmp_path):
    house = team(TOML + MAPPED, june=HEAD + days(6, 5))
    bill = put(tmp_path, "again.csv", HEAD + days(6, 5))
    assert previewed.facts(house, bill, None) == {"same": "bills/june.csv", "account": "hosting"}


@pytest.mark.slow
def test_an_account_that_is_chosen_is_taken_and_a_new_name_begins_one(team, tmp_path):
    house = team(TOML + MAPPED, june=HEAD + days(6, 5))
    bill = put(tmp_path, "july.csv", HEAD + days(7, 5))
    for chosen, is_new in (("hosting", False), ("rack", True)):
        found = previewed.facts(house, bill, chosen)
        assert (found["account"], found["is_new"]) == (chosen, is_new)


def test_money_that_comes_in_is_no_bill(team, tmp_path):
    bill = put(tmp_path, "giro.csv", "Date,Text,Debit,Credit\n2026-07-01,Rack,12.00,\n"
                                     "2026-07-02,Gift,,50.00\n")  # fmt: skip
    found = previewed.facts(team(), bill, None)
    assert "no bill, a ledger" in found["error"]
    assert found["lines"].startswith("[[funding.ledgers]]")


def test_of_a_workbook_only_values_are_read(team, tmp_path):
    book = openpyxl.Workbook()
    for row in (["Date", "Item", "Cost (USD)"], ["2026-07-01", "Rack", 10],
                ["2026-07-02", "=HYPERLINK(\"http://evil.example\",\"x\")", "=1+1"]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "bill.xlsx")
    with pytest.raises(NoTable, match="formulas have no values"):
        previewed.facts(team(), tmp_path / "bill.xlsx", None)


def zipped(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return held.getvalue()


LIED = zipped(a_csv=b" " * 300_000)


def lying():
    """A zip whose list says that its member is short."""
    place = LIED.rindex(b"PK\x01\x02")
    return LIED[: place + 24] + (100).to_bytes(4, "little") + LIED[place + 28 :]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bomb.csv.gz", gzip.compress(b"0" * 300_000), "unpacks into more than"),
        ("bomb.zip", zipped(a_csv=b"0" * 200_000, b_csv=b"0" * 200_000), "unpacks into more than"),
        ("inner.zip", zipped(a_gz=gzip.compress(b"0" * 300_000)), "unpacks into more than"),
        ("quine.zip", zipped(a_zip=zipped(b_csv=b"x")), "inside a zip file"),
        ("many.zip", zipped(**{f"a{n}_csv": b"x" for n in range(201)}), "more than 200 files"),
        ("bomb.xlsx", zipped(xl_workbook_xml=b" " * 300_000), "unpacks into more than"),
        ("liar.zip", lying(), "damaged"),
        ("large.csv", b"0" * 300_000, "larger than"),
        ("cut.csv.gz", gzip.compress(b"a,b\n" * 5000)[:-20], "cut short"),
        ("cut.zip", zipped(a_csv=b"a,b\n" * 5000)[:-40], "cut short"),
        ("cut.parquet", b"PAR1 and no more", "cut short"),
    ],
)  # fmt: skip
def test_what_holds_too_much_is_not_opened(name, content, said, tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "UNPACKED", 250_000)
    monkeypatch.setattr(bounds, "LARGEST", 290_000)
    with pytest.raises(NoTable, match=said):
        bounds.check(put(tmp_path, name, content))


def test_a_few_bytes_of_parquet_with_a_billion_rows_are_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "ROWS", 9_999)
    pq.write_table(pa.table({"Cost": [1.0] * 10_000}), tmp_path / "a.parquet")
    with pytest.raises(NoTable, match="unpacks into more than"):
        bounds.check(tmp_path / "a.parquet")


def test_two_gigabytes_are_refused_before_a_byte_is_read(tmp_path):
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(2_000_000_000)  # a hole: reading it would take seconds, this takes none
    with pytest.raises(NoTable, match="larger than 200 MB"):
        bounds.check(tmp_path / "huge.csv")


def test_what_is_within_bounds_is_opened(tmp_path):
    for name, content in (("a.csv", b"a,b\n1,2\n"), ("a.csv.gz", gzip.compress(b"a,b\n1,2\n")),
                          ("a.zip", zipped(a_csv=b"a,b\n1,2\n")), ("empty.csv", b"")):  # fmt: skip
        bounds.check(put(tmp_path, name, content))


@pytest.mark.slow
def test_add_bill_by_command_stores_and_undoes_as_the_browser_does(team, tmp_path, capsys):
    house = team()
    bill = put(tmp_path, "Rack.csv", "Date,Service,Cost (USD)\n2026-07-01,Rack,120.50\n")
    words = ["--config", str(house.config.file)]
    assert main([*words, "add", "bill", str(bill), "--account", "rack", "--yes"]) == 0
    (stored,) = (house.config.folder / "bills" / "rack").iterdir()
    assert main([*words, "undo"]) == main([*words, "undo"]) == 0
    assert not stored.exists()
    assert house.config.file.read_text() == TOML
    assert "Stored as bills/rack/Rack-" in capsys.readouterr().out
