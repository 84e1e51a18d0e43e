"""What a stranger's file may hold before it is opened: each bound on both sides, small here."""

import gzip
import zipfile
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.billing import bounds
from pipelines.billing.rollup import NoTable

REMEDY = "Export a shorter time, or name the file in dashboard.toml where it is"
TOO_MUCH = f"it unpacks into more than 0 GB. {REMEDY}"
DAMAGED = "it is cut short, damaged or has a password. Copy it again"


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    for name, most in {"LARGEST": 3_000, "UNPACKED": 1_000, "MEMBERS": 3, "ROWS": 50}.items():
        monkeypatch.setattr(bounds, name, most)
    monkeypatch.setattr(bounds, "PIECE", 64)


def zipped(*members, folders=0):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for n in range(folders):
            archive.mkdir(f"f{n}")
        for n, content in enumerate(members):
            archive.writestr(f"{n}.csv", content)
    return file.getvalue()


def parquet(rows, text=""):
    file = BytesIO()
    pq.write_table(pa.table({"a": [f"{text}{n}" for n in range(rows)]}), file, row_group_size=20,
                   use_dictionary=False, compression="none")  # fmt: skip
    return file.getvalue()


def liar(said):
    """A zip whose only member says of itself that it unpacks into so much."""
    true = zipped("x" * 900)
    return true.replace((900).to_bytes(4, "little"), said.to_bytes(4, "little"))


FILES = {
    "plain": (b"x" * 3_000, None),
    "large": (b"x" * 3_001, f"it is larger than 0 MB. {REMEDY}"),
    "gzip": (gzip.compress(b"x" * 1_000), None),
    "gzip of much": (gzip.compress(b"x" * 1_001), TOO_MUCH),
    "gzip cut": (gzip.compress(b"x" * 900)[:-5], DAMAGED),
    "zip": (zipped("x" * 500, "x" * 499, "x", folders=2), None),
    "zip of much": (zipped("x" * 500, "x" * 499, "xx"), TOO_MUCH),
    "zip that lies": (liar(100), DAMAGED),
    "zip of many": (zipped("a", "b", "c", "d"), f"a zip file of more than 3 files. {REMEDY}"),
    "zip of a zip": (zipped("a", zipped("b")),
                     "a zip file or workbook inside a zip file. Unpack it once"),
    "zip of gzip": (zipped(gzip.compress(b"x" * 500), gzip.compress(b"x" * 500)), None),
    "zip of gzip of much": (zipped(gzip.compress(b"x" * 500), gzip.compress(b"x" * 501)), TOO_MUCH),
    "zip of gzip and text": (zipped(gzip.compress(b"x" * 900), "x" * 101), TOO_MUCH),
    "zip of text and gzip": (zipped("x" * 101, gzip.compress(b"x" * 900)), TOO_MUCH),
    "zip cut": (zipped("x" * 500)[:-30], DAMAGED),
    "parquet": (parquet(50), None),
    "parquet of many rows": (parquet(51), TOO_MUCH),
    "parquet of much": (parquet(45, "x" * 25), TOO_MUCH),
    "parquet cut": (parquet(5)[:-20],
                    "a Parquet file that is cut short or damaged. Copy it again"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_opened_only_where_it_holds_what_may_be_opened(name, tmp_path):
    content, why = FILES[name]
    file = tmp_path / "bill"
    file.write_bytes(content)
    try:
        said = bounds.check(file)
    except NoTable as refused:
        said = str(refused)
    assert said == why
